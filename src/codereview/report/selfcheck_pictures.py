"""What does not agree within the figures behind the pictures, and between them and the rest."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.model import Audit
from codereview.model_pictures import Churn, Distribution, Pictures


def pictures(audit: Audit) -> Iterator[str]:
    """One sentence for each contradiction."""
    drawn = audit.pictures
    if drawn is None:
        return
    yield from _areas(drawn, audit)
    for found in drawn.distributions:
        yield from _distribution(found)
    if drawn.churn is not None:
        yield from _churn(drawn.churn)


def _areas(drawn: Pictures, audit: Audit) -> Iterator[str]:
    drawn_statements = sum(area.statements for area in drawn.areas)
    if drawn_statements != audit.project.statements:
        yield (
            f"The areas hold {drawn_statements:,} statements, and the project has {audit.project.statements:,}"
            " in production code."
        )
    if len({(area.path, area.rest) for area in drawn.areas}) != len(drawn.areas):
        yield "A file or folder has two areas."


def _distribution(found: Distribution) -> Iterator[str]:
    if sum(bar.count for bar in found.bars) != found.functions:
        yield f"The bars of {found.title} do not add up to {found.functions:,} functions."
    above = sum(bar.count for bar in found.bars if bar.least > found.target)
    if above != found.above:
        yield f"{found.title} says that {found.above:,} functions are above the target, and its bars hold {above:,}."


def _churn(found: Churn) -> Iterator[str]:
    if found.file_count < len(found.files):
        yield f"The changes count {found.file_count:,} files and list {len(found.files):,}."
    if any(
        not 1 <= file.commits <= found.commits or not 1 <= file.newest <= found.commits
        for file in found.files
    ):
        yield "A file is said to be changed by more commits than were looked at."
