"""What an audit depends on, as digests: the files, the settings, and the program with its rules."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence

import msgspec

from codereview import __version__
from codereview.collect import Repository
from codereview.config import Settings
from codereview.registry import sources


class Digests(msgspec.Struct, frozen=True):
    """Content digests by path; ``rules`` stands for program and rules, ``key`` for the whole audit."""

    files: Mapping[str, str]
    unreadable: Mapping[str, str]
    rules: str
    key: str


def digests(
    repository: Repository, settings: Settings, python: tuple[int, int], only: Sequence[str]
) -> Digests:
    """Reads every file once.

    Args:
        repository: what was collected.
        settings: all that can change the result is part of the key.
        python: the lowest version that the project declares.
        only: the files asked for, where not the whole repository was.
    """
    files: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    for file in repository.files:
        if file.kind == "binary":
            continue
        try:
            with open(os.path.join(repository.root, file.os_path), "rb") as stream:
                files[file.path] = hashlib.blake2b(stream.read(), digest_size=16).hexdigest()
        except OSError as error:
            unreadable[file.path] = error.strerror or str(error)
    rules = f"{__version__} {sources(settings.rules)} "
    dump = settings.model_dump_json(exclude={"jobs", "cache", "notices", "fail_under", "fail_on"})
    whole = hashlib.blake2b((rules + dump).encode("utf-8", "surrogateescape"), digest_size=20)
    parts: list[object] = [
        python,
        os.path.basename(repository.root),
        repository.vcs,
        list(only),
        repository.skipped,
    ]
    parts += [repository.environments, repository.notes, [(f, files.get(f.path)) for f in repository.files]]
    whole.update(repr(parts).encode("utf-8", "surrogateescape"))
    return Digests(files, unreadable, rules, "audit:" + whole.hexdigest())
