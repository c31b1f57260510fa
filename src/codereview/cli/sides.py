"""What ``compare OLD NEW`` names: stored audits, commits, folders; and the audits of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from codereview.cli import flags
from codereview.cli.progress import Bars
from codereview.cli.source import read
from codereview.errors import CodereviewError, ConfigError, RepositoryError

if TYPE_CHECKING:
    from codereview.collect.git import Listing
    from codereview.config import Settings
    from codereview.model import Audit

Kind = Literal["audit", "commit", "folder"]


@dataclass(frozen=True)
class Named:
    """One side as it was given: a file, the name of a commit in the repository that holds ``folder``, or a folder."""

    label: str
    kind: Kind
    folder: str = ""


@dataclass(frozen=True)
class Ready:
    """A side whose files are there: ``root`` is the folder to audit; empty for a stored audit."""

    named: Named
    root: str = ""
    listing: Listing | None = None


def named(old: str, new: str, repository: Path | None) -> tuple[Named, Named]:
    """What both arguments are.

    A name that is a commit's and a path's is the commit's; ``./name`` is always a path. Commits are looked up in
    ``repository``, else in the folder on the other side, else in the current one.

    Raises:
        RepositoryError: neither a file, nor a folder, nor the name of a commit.
    """
    home = str(repository) if repository is not None else next((x for x in (new, old) if _is_folder(x)), ".")
    return _named(old, home), _named(new, home)


def _is_folder(given: str) -> bool:
    return _is_path(given) and os.path.isdir(given)


def _is_path(given: str) -> bool:
    return given in (".", "..") or given.startswith(("./", "../", ".\\", "..\\")) or os.path.isabs(given)


def _named(given: str, home: str) -> Named:
    from codereview.collect.ref import known, resolve

    if given.lower().endswith(".json") and (os.path.isfile(given) or not known(home, given)):
        return Named(given, "audit")
    if not _is_path(given) and known(home, given):
        return Named(given, "commit", home)
    if os.path.isdir(given):
        return Named(_label(given), "folder", given)
    if os.path.isfile(given):
        return Named(given, "audit")
    if _is_path(given):
        raise RepositoryError(
            f"{given}: there is no such file or folder; give an audit, a folder or a commit"
        )
    resolve(home, given)
    raise RepositoryError(f"{given}: neither an audit, nor a folder, nor a commit")


def _label(given: str) -> str:
    return "work tree" if given == "." else given


@contextmanager
def ready(sides: Sequence[Named]) -> Iterator[tuple[Ready, ...]]:
    """The sides with their files, for as long as the block runs: those of commits lie in temporary folders."""
    from codereview.collect.ref import at_ref

    with ExitStack() as stack:
        out = []
        for side in sides:
            if side.kind == "commit":
                written = stack.enter_context(at_ref(side.folder, side.label))
                out.append(Ready(side, written.folder, written.listing))
            else:
                out.append(Ready(side, side.folder))
        yield tuple(out)


def settings_for(
    sides: Sequence[Ready], config: Path | None, isolated: bool, given: Mapping[str, Any]
) -> Settings:
    """One set of settings for both sides, or they could not be compared: those of the new side, or of the old one
    where the new one is stored.

    A configuration file given by name is judged by the folder that the user works in: one that lies in the audited
    project is the project's, whether its files or those of a commit are looked at.
    """
    side = next((item for item in reversed(sides) if item.named.kind != "audit"), None)
    if side is None:
        raise ConfigError("both sides are stored audits: nothing is audited, and no setting has a meaning")
    root = side.named.folder if config is not None else side.root
    with _speaking_of(side):
        return flags.settings(Path(root), config, isolated, dict(given))


def audit(side: Ready, settings: Settings | None, progress: Bars) -> Audit:
    """The audit of a side.

    Raises:
        AuditFileError: a file that cannot be read, or holds no audit of this schema.
        RepositoryError: a folder without Python.
    """
    if side.named.kind == "audit" or settings is None:
        return stored(side.named.label)
    from codereview.auditor.run import done

    if side.listing is not None:
        # what the place of the temporary folder would change: the key of the cached audit, files of other programs
        settings = settings.model_copy(update={"source": "", "evidence": ()})
    with _speaking_of(side):
        return done(side.root, settings, (), progress, side.listing).audit


def stored(source: str) -> Audit:
    """An audit that was stored as JSON.

    Raises:
        AuditFileError: it cannot be read, or is no audit of this schema.
    """
    from codereview.report.serialize import from_json

    return from_json(read(Path(source), "Audit"), source)


def files(old: Ready, new: Ready) -> tuple[dict[str, str], tuple[dict[str, str], dict[str, str]]]:
    """Files that have another name on the new side, where the files of both are at hand; and for each side those that
    were left out, with the reason.
    """
    from codereview.collect import collect
    from codereview.collect.renames import renamed

    listed: list[dict[str, str]] = []
    unread: list[dict[str, str]] = []
    for side in (old, new):
        found = collect(side.root, listing=side.listing) if side.root else None
        unread.append({item.path: item.reason for item in found.skipped} if found else {})
        listed.append(
            {file.os_path: file.path for file in found.files if file.kind != "binary"} if found else {}
        )
    names = renamed(old.root, listed[0], new.root, listed[1]) if old.root and new.root else {}
    return {listed[0][one]: listed[1][two] for one, two in names.items()}, (unread[0], unread[1])


@contextmanager
def _speaking_of(side: Ready) -> Iterator[None]:
    """Errors name the commit, not the temporary folder that its files lie in."""
    try:
        yield
    except CodereviewError as error:
        if side.listing is None or side.root not in str(error):
            raise
        raise type(error)(str(error).replace(side.root, side.named.label)) from None
