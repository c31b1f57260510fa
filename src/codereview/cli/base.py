"""``codereview audit --base``: the audit with what changed since an earlier one, or since a commit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from codereview.cli import sides
from codereview.cli.progress import Bars
from codereview.errors import ConfigError

if TYPE_CHECKING:
    from codereview.config import Settings
    from codereview.model import Audit


def checked(base: str | None, only: Sequence[Path]) -> None:
    """Refuses a base where single files are audited: most of what it holds would seem to be fixed.

    Raises:
        ConfigError: it does.
    """
    if base is not None and only:
        raise ConfigError("--base compares whole projects: leave out the files, or leave out --base")


def with_base(audit: Audit, base: str | None, root: Path, settings: Settings, progress: Bars) -> Audit:
    """The audit with the change since ``base``: a stored audit, or a commit, which is audited with the same settings.

    Raises:
        RepositoryError, AuditFileError: there is no such commit or audit.
    """
    if base is None:
        return audit
    import msgspec

    from codereview.compare import compare
    from codereview.compare.since import since

    named, _ = sides.named(base, str(root), root)
    with sides.ready([named, sides.Named("this audit", "folder", str(root))]) as (before, after):
        earlier = sides.audit(before, settings, progress)
        renamed, unread = sides.files(before, after)
        found = compare(
            earlier,
            audit,
            labels=(named.label, "this audit"),
            kinds=(named.kind, "folder"),
            renamed=renamed,
            unread=unread,
        )
    return msgspec.structs.replace(audit, since=since(found))
