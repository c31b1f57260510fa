"""The reports of a command that was given before, over the same files: written again as they were.

Reading settings and making reports costs more than finding out that nothing has changed. So a command is
remembered with what it asked, and the reports with the key of the audit that they show. What is compared is
all that a report depends on: the arguments and the folder they were given in, the program and its rules,
every configuration file that was or could have been read, and the content of every audited file.
"""

from __future__ import annotations

import gc
import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from codereview.auditor.content import Asked, digests
from codereview.engine.cache import Cache, folder
from codereview.errors import CodereviewError

MANIFESTS = ("codereview.toml", "pyproject.toml", "setup.cfg", "setup.py", ".python-version")
"""What settings and the declared Python version are read from, by name in the audited folder and above."""


T = TypeVar("T")


class Told(msgspec.Struct, frozen=True):
    """What a command wrote: ``files`` by the path as it was given, standard output, standard error."""

    files: tuple[tuple[str, bytes], ...]
    out: bytes
    err: str
    status: int


class Recipe(msgspec.Struct, frozen=True):
    """What a command asked, and the state of each file that its settings came from."""

    asked: Asked
    watched: dict[str, str]


def keep(arguments: Sequence[str], asked: Asked, config: str | None, key: str, told: Told) -> None:
    """Remembers what a command wrote.

    Args:
        arguments: those after ``codereview``.
        asked: what it came to.
        config: the file that ``--config`` names.
        key: of the audit, see `codereview.auditor.run.Done`.
        told: what it wrote.
    """
    if not key or asked.only or asked.folders:
        return  # rule folders are code that is edited while it is tried, and files given by name are few
    watched = {path: _state(path) for path in _sources(asked.root, config)}
    cache = Cache(_place())
    recipe = msgspec.msgpack.encode(Recipe(asked, watched))
    cache.put({_command(arguments): recipe, _reports(arguments, key): msgspec.msgpack.encode(told)})
    cache.close()


def replay(arguments: Sequence[str]) -> int | None:
    """Writes the reports of a command again if nothing has changed that they depend on.

    Args:
        arguments: those after ``codereview``.

    Returns:
        The exit status, or None: the command has to be run.
    """
    if not _place().exists():
        return None
    gc.disable()  # nothing made here lives in cycles, and the collector takes a tenth of the time
    cache = Cache(_place())
    try:
        recipe = _decoded(cache, _command(arguments), Recipe)
        if recipe is None or any(_state(path) != state for path, state in recipe.watched.items()):
            return None
        key = digests(recipe.asked.collect(), recipe.asked).key
        told = _decoded(cache, _reports(arguments, key), Told)
        return None if told is None or cache.notes else _write(told)
    except (CodereviewError, OSError):
        return None  # whoever runs it says what is wrong
    finally:
        cache.close()
        gc.enable()


def _write(told: Told) -> int:
    for name, content in told.files:
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "wb") as stream:
            stream.write(content)
    sys.stderr.write(told.err)
    try:
        sys.stdout.buffer.write(told.out)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader went away, as ``| head`` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return told.status


def _place() -> Path:
    return folder() / "results.sqlite3"


def _decoded(cache: Cache, key: str, kind: type[T]) -> T | None:
    data = cache.get([key]).get(key)
    try:
        return None if data is None else msgspec.msgpack.decode(data, type=kind)
    except msgspec.DecodeError:
        return None  # stored by another build of the same version


def _command(arguments: Iterable[str]) -> str:
    return "command:" + _digest(os.getcwd(), *arguments)  # the program is part of the reports' key


def _reports(arguments: Iterable[str], key: str) -> str:
    return "reports:" + _digest(key, os.getcwd(), *arguments)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=20).hexdigest()


def _sources(root: str, config: str | None) -> list[str]:
    """Every file that settings may come from, there or not, up to the root of the git work tree."""
    top = os.path.realpath(root)
    found = [] if config is None else [os.path.abspath(config)]
    while True:
        found += [os.path.join(top, name) for name in (*MANIFESTS, ".git")]
        above = os.path.dirname(top)
        if above == top:
            return found
        top = above


def _state(path: str) -> str:
    """What a file holds, as a digest; of what is no regular file only its kind (reading a pipe would wait)."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            return f"kind {stat.S_IFMT(mode):o}"
        with open(path, "rb") as stream:
            return hashlib.blake2b(stream.read(), digest_size=16).hexdigest()
    except OSError as error:
        return type(error).__name__
