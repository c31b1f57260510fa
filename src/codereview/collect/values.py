"""What collecting gives: the files of a repository, and all that was left out with its reason."""

from __future__ import annotations

from typing import Literal

import msgspec

from codereview.model import Vcs, Zone

Kind = Literal["python", "stub", "notebook", "text", "binary"]
"""What a file is by its name; a ``text`` file can still turn out to be binary when it is decoded."""


class SourceFile(msgspec.Struct, frozen=True):
    """One file to audit.

    Attributes:
        path: relative to the root, with ``/``; printable UTF-8 and unique (see `codereview.collect.names`).
        os_path: the true name relative to the root, as `os.fsdecode` gives it; only for opening the file.
        zone: the part of the repository it belongs to.
        size: bytes.
        kind: what it is by its name or its ``#!`` line.
        tracked: whether git tracks it; None outside a git work tree.
    """

    path: str
    os_path: str
    zone: Zone
    size: int
    kind: Kind
    tracked: bool | None = None


class Skipped(msgspec.Struct, frozen=True):
    """A file or folder that is not audited; ``reason`` is one sentence without a full stop."""

    path: str
    reason: str


class Environment(msgspec.Struct, frozen=True):
    """A folder of installed or cached files: never descended, a fault when it is committed.

    Attributes:
        path: the folder.
        kind: ``environment`` for virtual environments and site-packages, ``packages`` for ``node_modules``,
            ``cache`` for what tools leave behind.
        tracked: whether git tracks any file in it.
        tracked_files: how many; 0 outside a git work tree.
    """

    path: str
    kind: Literal["environment", "packages", "cache"]
    tracked: bool
    tracked_files: int


class Repository(msgspec.Struct, frozen=True):
    """A collected repository.

    Attributes:
        root: absolute path of the audited folder, links resolved.
        files: sorted by ``path``.
        skipped: what was left out and is worth saying, sorted by ``path``.
        environments: sorted by ``path``; outside a git work tree those that the walk met.
        vcs: state of the git work tree, None where there is none.
        notes: sentences on how the collecting went, such as why git was not asked.
        shallow: stands for where the history of a shallow clone begins; empty where nothing is cut off.
        left_out: what is there and is not audited: modules that the selection leaves out, and all of ``skipped``.
        from_commit: whether the files are those of a commit, in a folder that will be gone (`codereview.collect.ref`).
    """

    root: str
    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...] = ()
    environments: tuple[Environment, ...] = ()
    vcs: Vcs | None = None
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    from_commit: bool = False
    shallow: str = ""
