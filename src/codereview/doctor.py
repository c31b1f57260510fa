"""What an audit uses on this machine: tools, git, cache, advisories. Looked at, never changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from codereview.adapters.base import module, program
from codereview.adapters.process import Process, scratch
from codereview.adapters.values import Command
from codereview.adapters.versions import version_of
from codereview.advisories.database import Database
from codereview.advisories.place import database_path
from codereview.engine.cache import folder
from codereview.errors import ConfigError
from codereview.model import Struct

_SECONDS = 30.0
_PROGRAMS = {
    "ruff": (program("ruff"), "--version"),
    "pyrefly": (program("pyrefly"), "--version"),
    "bandit": (*module("bandit"), "--version"),
    "mypy": (*module("mypy"), "--version"),
    "pip-audit": (*module("pip_audit"), "--version"),
}
_REINSTALL = "pip install --force-reinstall codereview-audit"
_IMPORT = "codereview advisories import all.zip, from https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip"


class Examined(Struct, frozen=True):
    """One thing that was looked at. ``remedy`` is a command or a sentence; empty if nothing is to be done."""

    what: str
    ok: bool
    state: str
    remedy: str = ""


def examined() -> list[Examined]:
    """Everything, in the order in which it is shown."""
    return [*_tools(), _git(), _cache(), _advisories()]


def _tools() -> Iterator[Examined]:
    with scratch() as place:
        started = {
            name: Process(Command(arguments, _SECONDS, place), place) for name, arguments in _PROGRAMS.items()
        }
        for name, process in started.items():
            version = version_of(name)
            done = process.wait()
            if not version:
                yield Examined(what=name, ok=False, state="not installed", remedy=f"pip install {name}")
            elif done.missing or done.status != 0:
                why = done.missing or ("it did not end" if done.timed_out else f"status {done.status}")
                yield Examined(
                    what=name, ok=False, state=f"{version}, does not start: {why}", remedy=_REINSTALL
                )
            else:
                yield Examined(what=name, ok=True, state=version)


def _git() -> Examined:
    found = shutil.which("git")
    if found is None:
        state = "not found: folders are read by a walk, and commits are not named"
        return Examined(what="git", ok=False, state=state, remedy="install git")
    return Examined(what="git", ok=True, state=found)


def _cache() -> Examined:
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        remedy = "set CODEREVIEW_CACHE_DIR to a folder that can be written"
        return Examined(what="cache", ok=False, state=f"{place}: {error.strerror}", remedy=remedy)
    size = sum(_size(path) for path in place.rglob("*"))
    return Examined(what="cache", ok=True, state=f"{place}, {size / 1_000_000:.1f} MB")


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size if path.is_file() else 0
    except OSError:
        return 0


def _advisories() -> Examined:
    if not database_path().is_file():
        state = f"none at {database_path()}: known vulnerabilities are not assessed"
        return Examined(what="advisories", ok=False, state=state, remedy=_IMPORT)
    try:
        with Database() as database:
            known = database.status
    except ConfigError as error:
        return Examined(what="advisories", ok=False, state=str(error), remedy=_IMPORT)
    state = f"{known.count:,} on {known.packages:,} packages, data of {known.date}, imported {known.imported}"
    return Examined(what="advisories", ok=True, state=state)
