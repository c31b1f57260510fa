"""What files of other programs say, in words and figures that every format shows."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.model_figures import Evidence, EvidenceFile, FileCoverage, ImportedRun, SuiteRun
from codereview.report.text import number, plural, seconds

SHOWN_FILES = 5


def lines(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """One line for each thing that a file says: ``(label, sentence)``."""
    return tuple(
        (label, f"{sentence} ({source}{_stale(evidence, source)})")
        for source, label, sentence in _statements(evidence)
    )


def said(evidence: Evidence, source: str) -> str:
    """What one file says."""
    return "; ".join(f"{label}: {text}" for name, label, text in _statements(evidence) if name == source)


def _statements(evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    """``(source, label, sentence)`` of everything that the files say."""
    found = evidence.coverage
    if found is not None:
        text = f"{share(found.covered, found.statements)} of {plural(found.statements, 'statement')}"
        if found.branches:
            branches = plural(found.branches, "branch", "branches")
            text += f", {share(found.covered_branches, found.branches)} of {branches}"
        yield found.source, "coverage", text
    for suite in evidence.tests:
        yield suite.source, "tests", outcome(suite)
    for benchmarks in evidence.benchmarks:
        yield benchmarks.source, "benchmarks", plural(benchmarks.total, "benchmark")
    for run in evidence.imported:
        yield run.source, tool(run), imported(run)


def share(part: int, whole: int) -> str:
    """A share in per cent, never rounded up to the whole; a dash where there is nothing to share."""
    if not whole:
        return "–"
    value = 100 * part / whole
    return f"{number(min(value, 99.9) if part < whole else value)} %"


def percent(part: int, whole: int) -> float:
    """The same as a number from 0 to 100, 0 where there is nothing."""
    return 100 * part / whole if whole else 0.0


def outcome(run: SuiteRun) -> str:
    """How tests ended: ``229 passed, 1 failed, 1 skipped in 73.6 s``."""
    counts = [
        (run.passed, "passed"),
        (run.failed, "failed"),
        (run.errors, "error" if run.errors == 1 else "errors"),
        (run.skipped, "skipped"),
    ]
    text = ", ".join(f"{count:,} {word}" for count, word in counts if count) or "no test ran"
    return f"{text} in {seconds(run.seconds)}" if run.seconds is not None else text


def tool(run: ImportedRun) -> str:
    """A tool with its version."""
    return f"{run.tool} {run.version}".strip()


def imported(run: ImportedRun) -> str:
    """What became of the results of a run."""
    if not run.results:
        return "reports nothing"
    text = plural(run.findings, "finding")
    if run.suppressed:
        text += f" ({run.suppressed:,} accepted there)"
    if run.confirmed:
        text += f", {run.confirmed:,} that this audit reports too"
    return f"{text}, {run.left_out:,} not listed" if run.left_out else text


def remarks(file: EvidenceFile) -> tuple[str, ...]:
    """What a reader should know of a file: what it describes that has changed or is gone, and notes."""
    out = []
    if file.outdated:
        out.append(f"made before the last change of {_some(file.outdated)}")
    if file.missing:
        out.append(f"names {_some(file.missing)} that {'is' if len(file.missing) == 1 else 'are'} not there")
    return (*out, *file.notes)


def by_path(evidence: Evidence) -> dict[str, FileCoverage]:
    """Coverage of single files, as far as it is listed."""
    return {file.path: file for file in evidence.coverage.files} if evidence.coverage else {}


def _some(names: tuple[str, ...]) -> str:
    more = " and more" if len(names) > SHOWN_FILES else ""
    return f"{plural(len(names), 'file')} ({', '.join(names[:SHOWN_FILES])}{more})"


def _stale(evidence: Evidence, source: str) -> str:
    file = next((item for item in evidence.files if item.path == source), None)
    if file is None or not file.outdated:
        return ""
    return f", made before the last change of {plural(len(file.outdated), 'file')}"
