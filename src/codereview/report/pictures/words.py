"""What stands beside the pictures, in words that every format shows."""

from __future__ import annotations

from collections.abc import Sequence

from codereview.model import Audit, PastScore
from codereview.model_pictures import Area, Churn
from codereview.report.text import plural


def costliest(areas: Sequence[Area]) -> list[Area]:
    """Areas by the points that are lost in them, then by size."""
    return sorted(areas, key=lambda area: (-area.points, -area.statements, area.path))


def looked_at(found: Churn) -> str:
    """Which commits were looked at, in one sentence."""
    which = "the newest " if found.more else "all "
    text = (
        f"{plural(found.file_count, 'production file')} changed in {which}{plural(found.commits, 'commit')}"
    )
    text += ", merges left out"
    if found.shallow:
        text += "; this is a shallow clone, which holds only a part of the history"
    return f"{text}. A new name with the same content is followed, a file that was moved and changed at once is not."


def commits(audit: Audit) -> dict[str, int] | None:
    """How many commits changed a file, by its path; None where the history was not read."""
    found = audit.pictures.churn if audit.pictures is not None else None
    if found is None or found.not_assessed:
        return None
    return {file.path: file.commits for file in found.files}


def other_models(entries: Sequence[PastScore]) -> bool:
    """Whether the audits are of different score models."""
    return len({entry.score_model for entry in entries}) > 1
