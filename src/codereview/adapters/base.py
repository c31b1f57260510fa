"""The shape of an adapter, and what all of them share."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from msgspec.structs import replace

from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.facts.project import ProjectFacts
from codereview.model import NotAssessed

STDERR_LINES = 3
_LITERAL = re.compile(r"Literal\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]")
_LONGEST = 25_000 if sys.platform == "win32" else 500_000
"""Characters of file names on one command line."""


class Adapter(ABC):
    """One tool. Both methods are pure; `codereview.adapters.running` starts what they ask for."""

    name: ClassVar[str]
    distribution: ClassVar[str]
    """The package that brings the tool, as pip knows it."""
    by_file: ClassVar[bool] = False
    """Whether what it says about a file depends on that file alone, so that it can be cached by content."""
    network: ClassVar[bool] = False
    """Whether it asks somebody else, so that the same question may have another answer tomorrow."""
    reads_manifests: ClassVar[bool] = False
    """Whether it reports on manifests instead of Python files."""

    def asks(self) -> str:
        """What the answer depends on besides the files and the version: the codes asked for, say."""
        return ""

    def confirm(self, diagnostics: Sequence[Diagnostic], project: ProjectFacts) -> Iterable[Diagnostic]:
        """Those of its reports that the facts of the project bear out; all of them, if it need not be asked."""
        return diagnostics

    def placed(self, item: Diagnostic, line: str) -> Diagnostic:
        """A report, looked at again beside the line that it stands on."""
        return item

    @abstractmethod
    def commands(self, target: Target) -> Sequence[Command]:
        """What to run; none if there is nothing for the tool to look at.

        Configurations that it needs are written to ``target.scratch`` before.
        """

    @abstractmethod
    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        """What the commands gave, in the order in which `commands` named them."""

    def config(self, target: Target) -> Mapping[str, str]:
        """Files to be written into ``target.scratch`` before the start: text by name."""
        return {}


class CodedAdapter(Adapter):
    """A tool that looks at single files for those codes that it is asked for.

    Args:
        codes: the codes; what stands behind a colon is of our tables, not of the tool.
    """

    by_file = True

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(sorted({code.partition(":")[0] for code in codes}))

    def asks(self) -> str:
        return ",".join(self.codes)


def failed(tool: str, version: str, done: Completed) -> ToolRun | None:
    """The run of a process that was not there or did not end in time; None if it ended by itself."""
    if done.missing:
        return ToolRun(tool, version, "not installed", f"it could not be started: {done.missing}")
    if done.timed_out:
        return ToolRun(tool, version, "timed out", f"it did not end within {done.seconds:.0f} seconds")
    return None


def broken(tool: str, version: str, done: Completed, what: str) -> ToolRun:
    """The run of a process whose output is of no use. ``what`` is a clause such as ``its JSON is damaged``."""
    lines = [line for line in done.err.decode("utf-8", "replace").splitlines() if line.strip()]
    said = "; ".join(lines[-STDERR_LINES:])[:300]
    status = f"status {done.status}"
    return ToolRun(tool, version, "failed", f"{what} ({status}{': ' + said if said else ''})")


def by_process(
    tool: str,
    results: Iterable[tuple[Command, Completed]],
    read: Callable[[Completed], tuple[list[Diagnostic], list[NotAssessed]] | str],
) -> ToolRun:
    """The run of a tool that looks at single files, in one process or several.

    A process that fails costs its own files only: what the others said is kept, and the files are named.

    Args:
        tool: its name.
        results: the processes and how they ended.
        read: gives reports and gaps of a process that ended by itself, or a clause that says what is wrong with
            its output.
    """
    found: list[Diagnostic] = []
    gaps: list[NotAssessed] = []
    troubles: list[ToolRun] = []
    whole = True
    for command, done in results:
        trouble = failed(tool, "", done)
        if trouble is None:
            said = read(done)
            if not isinstance(said, str):
                found += said[0]
                gaps += said[1]
                whole = False
                continue
            trouble = broken(tool, "", done, said)
        troubles.append(trouble)
        gaps += [NotAssessed(what=path, reason=f"{tool}: {trouble.reason}") for path in command.paths]
    if not troubles:
        return ToolRun(tool, "", "ran", diagnostics=tuple(found), gaps=tuple(gaps))
    if whole:
        return troubles[0]
    return replace(troubles[0], diagnostics=tuple(found), gaps=tuple(gaps))


def debugging(item: Diagnostic, line: str) -> Diagnostic:
    """A report of a development server with its debugger on: graver if other machines can reach it."""
    return replace(item, severity="open") if '"0.0.0.0"' in line.replace("'", '"') else item


def hushed(message: str) -> str:
    """A message without the texts of the code: type checkers quote the values of literals, secrets among them."""
    return _LITERAL.sub("Literal[...]", message)


def relative(path: str, target: Target) -> str:
    """A path that a tool printed, relative to the audited folder with ``/``; empty if it lies elsewhere.

    Names that are shown differently from how the file system has them get their shown form.
    """
    full = os.path.normpath(os.path.join(target.root, path))
    inside = full.startswith(target.root.rstrip(os.sep) + os.sep)
    if not inside:
        return ""
    name = os.path.relpath(full, target.root).replace(os.sep, "/")
    return target.shown.get(name, name)


def in_chunks(target: Target, parts: int = 1) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The files in lists that fit on a command line: absolute true names, and the names as they are shown.

    ``parts`` asks for at least so many lists of about the same number of bytes, where there are enough files.
    """
    out: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    total = sum(file.size for file in target.files)
    each = total / parts if parts > 1 else float("inf")
    names: list[str] = []
    shown: list[str] = []
    length = size = 0.0
    for file in target.files:
        full = os.path.join(target.root, file.os_path)
        if names and (length + len(full) + 3 > _LONGEST or size >= each):
            out.append((tuple(names), tuple(shown)))
            names, shown, length, size = [], [], 0.0, 0.0
        names.append(full)
        shown.append(file.path)
        length += len(full) + 3
        size += file.size
    return [*out, (tuple(names), tuple(shown))] if names else out


def program(name: str) -> str:
    """The absolute path of a program that a package installed beside our own interpreter."""
    suffix = ".exe" if sys.platform == "win32" else ""
    return os.path.join(sysconfig.get_path("scripts"), name + suffix)


def module(name: str) -> tuple[str, ...]:
    """Arguments that run a module with our own interpreter, isolated: no current folder on the import path, no
    variables, no packages of the user.
    """
    return (sys.executable, "-I", "-X", "utf8", "-m", name)
