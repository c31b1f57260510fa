"""``--history``: earlier audits beside the one that is reported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from codereview.cli import source

if TYPE_CHECKING:
    from codereview.model import Audit, PastScore


def with_history(audit: Audit, files: Sequence[Path] | None) -> Audit:
    """The audit with what earlier ones say of the score, in the order in which their files are given.

    An earlier audit that was made with a history brings it along, so that the file of the last one is enough.

    Raises:
        AuditFileError: a file cannot be read or is no audit.
    """
    if not files:
        return audit
    import msgspec

    from codereview.report.pictures.trend import past
    from codereview.report.serialize import from_json

    found: dict[PastScore, None] = {}
    for file in files:
        earlier = from_json(source.read(file, "Audit"), str(file))
        for entry in (*earlier.history, past(earlier, file.name)):
            found.setdefault(entry)
    return msgspec.structs.replace(audit, history=tuple(found))
