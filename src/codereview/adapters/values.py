"""What goes into an adapter and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from codereview.collect import SourceFile
from codereview.model import NotAssessed, Related

How = Literal["ran", "failed", "timed out", "not installed", "not asked", "not applicable"]


class Target(msgspec.Struct, frozen=True):
    """What the tools look at.

    Attributes:
        root: the audited folder, absolute.
        files: the Python files and stubs to look at.
        python: the lowest Python version that the project declares.
        roots: absolute folders from which the project's modules are imported, the most likely one first.
        scratch: an empty folder of ours, for configurations that we write; it is gone after the audit.
        store: a folder of ours that outlives the audit, for what a tool keeps of this project; empty without
            a cache.
        shown: how a path is shown, by its true name with ``/``, for the few files where the two differ.
    """

    root: str
    files: tuple[SourceFile, ...]
    python: tuple[int, int]
    roots: tuple[str, ...]
    scratch: str
    store: str = ""
    shown: Mapping[str, str] = {}


class Command(msgspec.Struct, frozen=True):
    """One process to be started.

    Attributes:
        arguments: program and arguments; never goes through a shell.
        deadline: seconds after which it is ended.
        folder: where it runs: an empty folder of ours, never the audited one.
        environment: variables on top of the scrubbed environment.
        paths: the files it is asked about, relative to the root; empty if it is asked about all.
    """

    arguments: tuple[str, ...]
    deadline: float
    folder: str
    environment: Mapping[str, str] = {}
    paths: tuple[str, ...] = ()


class Completed(msgspec.Struct, frozen=True):
    """How a process ended. ``status`` is None if it was ended at its deadline or could not be started."""

    status: int | None
    out: bytes
    err: bytes
    seconds: float = 0.0
    timed_out: bool = False
    missing: str = ""


class Diagnostic(msgspec.Struct, frozen=True):
    """One report of a tool. Lines and columns count from 1, columns in characters, ends are exclusive.

    Attributes:
        path: relative to the root, with ``/``; empty if the tool names no file of the repository.
        symbol: a name that the message is about, where the tool gives it apart.
        comment_line: where a comment such as ``# noqa`` would stand to accept it; 0: on its first line.
        related: other places that the report is about: where what it speaks of is defined.
    """

    tool: str
    code: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    severity: str = ""
    confidence: str = ""
    symbol: str = ""
    comment_line: int = 0
    related: tuple[Related, ...] = ()


class ToolRun(msgspec.Struct, frozen=True):
    """One tool in one audit. ``gaps`` are what it did not look at; ``reason`` says why it did not run."""

    tool: str
    version: str
    how: How
    reason: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    gaps: tuple[NotAssessed, ...] = ()
    seconds: float = 0.0
