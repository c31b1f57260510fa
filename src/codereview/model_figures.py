"""Figures that fill tables of their own and never enter the score: what to annotate, and what the files of other
programs say of a project (coverage, test runs, benchmarks, SARIF). Part of `codereview.model`.
"""

from __future__ import annotations

from codereview.model_base import Struct


class AnnotationTarget(Struct, frozen=True):
    """A function to annotate first: ``callers`` is the number of resolved call sites in the project."""

    path: str
    line: int
    symbol: str
    missing: tuple[str, ...]
    callers: int


class Coverage(Struct, frozen=True):
    """Annotation slots of one file or package: filled and total, for all and for public functions."""

    name: str
    filled: int
    total: int
    public_filled: int
    public_total: int


class EvidenceFile(Struct, frozen=True):
    """A file that another program left behind and that was read: what it is, who made it, what to know of it.

    ``path`` is relative to the audited folder, or the name of a file outside of it. ``outdated`` are files that
    it describes and that have changed since, as far as its content tells; ``missing`` those that are not there.
    """

    path: str
    format: str
    tool: str = ""
    outdated: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class FileCoverage(Struct, frozen=True):
    """Statements and branches of one file: how many there are, and how many the tests ran."""

    path: str
    statements: int
    covered: int
    branches: int = 0
    covered_branches: int = 0


class LineCoverage(Struct, frozen=True):
    """What the tests ran, as a coverage file says; a file without branches was made without measuring them.

    Attributes:
        source: the file.
        production_statements, production_covered: those of production code alone.
        unmeasured: production files with statements that the file says nothing about.
        files: those needing attention, and those with the most statements that no test runs.
    """

    source: str
    statements: int
    covered: int
    branches: int = 0
    covered_branches: int = 0
    measured: int = 0
    production_statements: int = 0
    production_covered: int = 0
    unmeasured: int = 0
    files: tuple[FileCoverage, ...] = ()


class CaseTime(Struct, frozen=True):
    """A test and the seconds that it took."""

    name: str
    seconds: float


class SuiteRun(Struct, frozen=True):
    """One run of tests: counts, seconds, the slowest tests, and the first that did not pass."""

    source: str
    passed: int
    failed: int
    skipped: int
    errors: int
    seconds: float | None = None
    slowest: tuple[CaseTime, ...] = ()
    not_passed: tuple[str, ...] = ()


class Benchmark(Struct, frozen=True):
    """One benchmark, in ``unit``."""

    name: str
    mean: float
    stddev: float
    unit: str
    rounds: int = 0


class BenchmarkRun(Struct, frozen=True):
    """One run of benchmarks. ``commit`` is what it was made at, where the file says so."""

    source: str
    benchmarks: tuple[Benchmark, ...]
    total: int
    commit: str = ""
    python: str = ""


class ImportedRun(Struct, frozen=True):
    """One run of a tool in a SARIF file.

    Attributes:
        results: those that report a fault.
        findings: listed as findings of that tool.
        confirmed: said by a finding of this audit already.
        suppressed: of the findings, those that the file marks as accepted.
        left_out: not listed: of no file or line that is there, or of code that is not the project's.
    """

    source: str
    tool: str
    version: str
    results: int
    findings: int = 0
    confirmed: int = 0
    suppressed: int = 0
    left_out: int = 0


class Evidence(Struct, frozen=True):
    """What files of other programs say. It fills panels of its own and never changes the score."""

    files: tuple[EvidenceFile, ...] = ()
    coverage: LineCoverage | None = None
    tests: tuple[SuiteRun, ...] = ()
    benchmarks: tuple[BenchmarkRun, ...] = ()
    imported: tuple[ImportedRun, ...] = ()
