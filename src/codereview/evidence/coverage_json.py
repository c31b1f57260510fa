"""coverage.py's ``coverage.json`` (formats 2 and 3).

Format: https://coverage.readthedocs.io, ``coverage json``: ``files`` by path with ``executed_lines`` and
``missing_lines``, ``totals``, ``meta``.
"""

from __future__ import annotations

import msgspec

from codereview.evidence.values import MOST_FILES, CoverageRead, Lines, UnreadableError


class _Meta(msgspec.Struct):
    version: str = ""
    branch_coverage: bool | None = None


class _Summary(msgspec.Struct):
    num_statements: int = 0
    covered_lines: int = 0
    num_branches: int = 0
    covered_branches: int = 0


class _File(msgspec.Struct):
    executed_lines: list[int]
    missing_lines: list[int]
    summary: _Summary = msgspec.field(default_factory=_Summary)


class _Report(msgspec.Struct):
    files: dict[str, _File]
    totals: _Summary
    meta: _Meta = msgspec.field(default_factory=_Meta)


def read(data: bytes) -> CoverageRead:
    """The coverage in such a file.

    Raises:
        UnreadableError: a field is missing or of a wrong type, or no file is named.
    """
    try:
        report = msgspec.json.decode(data, type=_Report)
    except msgspec.ValidationError as error:
        raise UnreadableError(f"is no coverage report: {str(error)[:200]}") from None
    if not report.files or len(report.files) > MOST_FILES:
        raise UnreadableError("holds no measured file" if not report.files else "names too many files")
    return CoverageRead(
        tool=f"coverage.py {report.meta.version[:40]}".strip(),
        files={path: _lines(file) for path, file in report.files.items()},
        branches=bool(report.meta.branch_coverage),
        statements=max(report.totals.num_statements, 0),
        covered=max(report.totals.covered_lines, 0),
    )


def _lines(file: _File) -> Lines:
    executed = frozenset(line for line in file.executed_lines if line > 0)
    missing = frozenset(line for line in file.missing_lines if line > 0)
    branches = max(file.summary.num_branches, 0)
    covered = min(max(file.summary.covered_branches, 0), branches)
    return Lines(executed, executed | missing, branches, covered)
