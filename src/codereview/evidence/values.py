"""What the readers give: values as the files have them, with paths as they were written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

Format = Literal[
    "coverage.py data", "coverage.py JSON", "Cobertura XML", "JUnit XML", "pytest-benchmark JSON", "SARIF"
]
MOST_FILES = 100_000
"""Files, tests or results in one file; a real one has fewer, and each costs memory."""


MOST_RESULTS = 20_000
"""Results in one SARIF file: a report of more is read by nobody."""
_IN_BRACKETS = re.compile(r"(?<=\[).*(?=\])")
_LONG_VALUE = re.compile(r"(?=[A-Za-z0-9_+=-]*[0-9])(?=[A-Za-z0-9_+=-]*[A-Za-z])[A-Za-z0-9_+=-]{20,}")


class UnreadableError(Exception):
    """A file that cannot be used; the message is a clause that continues "it ...", without a full stop."""


def name_of_test(name: str) -> str:
    """The name of a test in at most 300 characters. Parametrized tests carry their values in brackets: long ones of
    letters and digits may be keys and are left out.
    """
    return _IN_BRACKETS.sub(lambda found: _LONG_VALUE.sub("…", found[0]), name[:300])


class Lines(msgspec.Struct, frozen=True):
    """Coverage of one file. ``executable`` is None where the file holds only what ran."""

    executed: frozenset[int]
    executable: frozenset[int] | None
    branches: int = 0
    covered_branches: int = 0


class CoverageRead(msgspec.Struct, frozen=True):
    """A coverage file.

    Attributes:
        tool: program and version, as far as it says.
        files: lines by path as written.
        folders: folders that paths may be relative to, as written.
        branches: whether branches were measured.
        statements, covered: the totals it states, None where it states none.
    """

    tool: str
    files: Mapping[str, Lines]
    folders: tuple[str, ...] = ()
    branches: bool = False
    statements: int | None = None
    covered: int | None = None


class Case(msgspec.Struct, frozen=True):
    """One test. ``seconds`` is None where no time was written down."""

    name: str
    outcome: Literal["passed", "failed", "skipped", "error"]
    seconds: float | None = None


class SuiteRead(msgspec.Struct, frozen=True):
    """A file of test results; ``seconds`` is the time of the whole run, None where it is not said."""

    cases: tuple[Case, ...]
    seconds: float | None = None


class BenchmarkTime(msgspec.Struct, frozen=True):
    """One benchmark, in seconds."""

    name: str
    mean: float
    stddev: float
    rounds: int


class BenchmarkRead(msgspec.Struct, frozen=True):
    """A file of benchmarks, and what it says it was made with and at."""

    benchmarks: tuple[BenchmarkTime, ...]
    tool: str = ""
    python: str = ""
    commit: str = ""


class Region(msgspec.Struct, frozen=True):
    """A place as a result names it; columns in UTF-16 code units if ``utf16``, 0 where there is none."""

    path: str
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    message: str = ""
    snippet: str = ""
    utf16: bool = False


class Result(msgspec.Struct, frozen=True):
    """One result of a tool. ``level`` is SARIF's, ``grade`` the number from 0 to 10 of ``security-severity``."""

    code: str
    level: str
    message: str
    place: Region | None
    related: tuple[Region, ...] = ()
    grade: float | None = None
    suppressed: str | None = None


class RuleRead(msgspec.Struct, frozen=True):
    """What a run says of one of its rules."""

    code: str
    name: str = ""
    short: str = ""
    full: str = ""
    help: str = ""
    tags: tuple[str, ...] = ()


class RunRead(msgspec.Struct, frozen=True):
    """One run of a tool. ``hashes`` are SHA-256 digests by path as written; ``failed`` that it did not end well."""

    tool: str
    version: str
    results: tuple[Result, ...]
    rules: Mapping[str, RuleRead] = {}
    hashes: Mapping[str, str] = {}
    failed: bool = False


class SarifRead(msgspec.Struct, frozen=True):
    """A SARIF file."""

    runs: tuple[RunRead, ...]


Content = CoverageRead | SuiteRead | BenchmarkRead | SarifRead


class Read(msgspec.Struct, frozen=True):
    """A file that could be read: its format and what it holds."""

    format: Format
    content: Content
