"""What an audit depends on, as digests: the files, the settings, and the program with its rules."""

from __future__ import annotations

import datetime
import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from codereview import __version__
from codereview.adapters.versions import TOOLS, version_of
from codereview.advisories.place import identity
from codereview.collect import Repository, collect
from codereview.collect.left_behind import LeftBehind, content, left_behind
from codereview.model import Zone
from codereview.registry import sources

if TYPE_CHECKING:
    from codereview.collect.git import Listing
    from codereview.config import Settings


class Asked(msgspec.Struct, frozen=True):
    """What an audit is asked, in plain values that a cache can hold.

    ``folders`` are those of ``--rules``; ``python`` is the lowest version that the project declares; ``dump``
    stands for every setting that can change the result. ``evidence`` are files of other programs, named ones only.
    """

    root: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    zones: dict[Zone, tuple[str, ...]]
    only: tuple[str, ...]
    folders: tuple[str, ...]
    python: tuple[int, int]
    dump: str
    evidence: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        root: str | os.PathLike[str],
        settings: Settings,
        python: tuple[int, int],
        only: Sequence[str | os.PathLike[str]],
    ) -> Asked:
        """From the settings; ``only`` are the files asked for, where not the whole repository is."""
        return cls(
            root=os.fspath(root),
            include=settings.include,
            exclude=settings.exclude,
            zones=dict(settings.zones),
            only=tuple(os.fspath(path) for path in only),
            folders=tuple(os.fspath(path) for path in settings.rules),
            python=python,
            evidence=tuple(os.path.abspath(path) for path in settings.evidence),
            dump=settings.model_dump_json(exclude={"jobs", "cache", "notices", "fail_under", "fail_on"}),
        )

    def collect(self, listing: Listing | None = None) -> Repository:
        """The repository; see `codereview.collect.collect` for ``listing`` and the errors."""
        return collect(
            self.root,
            exclude=self.exclude,
            include=self.include,
            zones=self.zones,
            only=self.only or None,
            listing=listing,
        )

    def left_behind(self, root: str) -> tuple[LeftBehind, ...]:
        """Files of other programs: those named, and where the whole project is audited those in the usual places.

        Most of them are ignored by git, so that they are not among the files of the repository.
        """
        return left_behind(root, self.evidence, self.exclude, usual=not self.only)


class Digests(msgspec.Struct, frozen=True):
    """SHA-256 of contents by path; ``rules`` stands for program and rules, ``key`` for the whole audit, ``evidence``
    are files of other programs, which are part of the key.
    """

    files: Mapping[str, str]
    unreadable: Mapping[str, str]
    rules: str
    key: str
    evidence: tuple[LeftBehind, ...] = ()


def today() -> datetime.date:
    """The day of the audit, in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).date()


def program(folders: Sequence[str] = ()) -> str:
    """What stands for the program in keys: its version and source, its rules, the Python that parses, the other
    tools, and the user's advisories, whose age in days is part of the report.
    """
    advisories = identity()
    day = today().isoformat() if advisories else ""
    versions = " ".join(version_of(name) for name in TOOLS)
    return f"{__version__} {sys.hexversion:x} {sources(folders)} {versions} {advisories} {day} "


def digests(repository: Repository, asked: Asked) -> Digests:
    """Reads every file once.

    Args:
        repository: what was collected.
        asked: all that can change the result is part of the key.
    """
    files: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    for file in repository.files:
        if file.kind == "binary":
            continue
        try:
            with open(os.path.join(repository.root, file.os_path), "rb") as stream:
                files[file.path] = hashlib.sha256(stream.read()).hexdigest()
        except OSError as error:
            unreadable[file.path] = error.strerror or str(error)
    rules = program(asked.folders)
    whole = hashlib.blake2b((rules + asked.dump).encode("utf-8", "surrogateescape"), digest_size=20)
    parts: list[object] = [
        asked.python,
        os.path.basename(repository.root),
        repository.vcs,
        repository.shallow,
        repository.from_commit,
        list(asked.only),
        repository.skipped,
    ]
    parts += [repository.environments, repository.notes, [(f, files.get(f.path)) for f in repository.files]]
    evidence = asked.left_behind(repository.root)
    parts.append([(item.path, item.named, item.problem, _digest(item)) for item in evidence])
    whole.update(repr(parts).encode("utf-8", "surrogateescape"))
    return Digests(files, unreadable, rules, "audit:" + whole.hexdigest(), evidence)


def _digest(item: LeftBehind) -> str:
    if item.problem:
        return ""
    try:
        return hashlib.blake2b(content(item), digest_size=16).hexdigest()
    except OSError as error:
        return type(error).__name__
