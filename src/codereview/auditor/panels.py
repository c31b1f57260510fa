"""Files of other programs -> panels: coverage, tests, benchmarks. What SARIF files say becomes findings elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from codereview.collect.left_behind import LeftBehind, content
from codereview.evidence import values as v
from codereview.evidence.places import matched
from codereview.evidence.reading import read
from codereview.evidence.statements import holds_code, statements
from codereview.facts.project import ProjectFacts
from codereview.model import NotAssessed, Zone
from codereview.model_figures import (
    Benchmark,
    BenchmarkRun,
    CaseTime,
    EvidenceFile,
    FileCoverage,
    LineCoverage,
    SuiteRun,
)

_FIRST: tuple[v.Format, ...] = ("coverage.py JSON", "Cobertura XML", "coverage.py data")
"""Which coverage file is believed where several are there: the one that says most."""
_SHOWN = 10
_BENCHMARKS = 50
_LEAST_COVERED = 15


class Given(msgspec.Struct, frozen=True):
    """A file that could be read."""

    file: LeftBehind
    read: v.Read


def gathered(files: Iterable[LeftBehind]) -> tuple[tuple[Given, ...], tuple[NotAssessed, ...]]:
    """What the files hold, and why the others could not be read."""
    found: list[Given] = []
    gaps: list[NotAssessed] = []
    for file in files:
        reason = file.problem
        if not reason:
            try:
                found.append(Given(file, read(content(file))))
            except v.UnreadableError as error:
                reason = str(error)
            except OSError as error:
                reason = f"cannot be read: {error.strerror or error}"
        if reason:
            gaps.append(NotAssessed(what=file.path, reason=f"it {reason}"))
    return tuple(found), tuple(gaps)


class Panels:
    """Panels of one audit.

    Args:
        given: the files.
        project: facts, for paths and zones.
        text: gives the text of a file.
    """

    def __init__(self, given: Sequence[Given], project: ProjectFacts, text: Callable[[str], str]) -> None:
        self._given = given
        self._project = project
        self._text = text
        self._lines: dict[str, list[str]] = {}
        self.files: list[EvidenceFile] = []
        self.gaps: list[NotAssessed] = []
        self.coverage: LineCoverage | None = None
        self._by_file: list[FileCoverage] = []
        self._measure()

    def tests(self) -> tuple[SuiteRun, ...]:
        """Runs of tests."""
        return tuple(
            _suite(item.file.path, item.read.content)
            for item in self._given
            if isinstance(item.read.content, v.SuiteRead)
        )

    def benchmarks(self) -> tuple[BenchmarkRun, ...]:
        """Runs of benchmarks."""
        return tuple(
            _benchmarks(item.file.path, item.read.content)
            for item in self._given
            if isinstance(item.read.content, v.BenchmarkRead)
        )

    def described(self, commit: str) -> tuple[EvidenceFile, ...]:
        """The files without those of SARIF. ``commit`` is the one audited."""
        out = list(self.files)
        for item in self._given:
            if isinstance(item.read.content, v.SuiteRead):
                out.append(EvidenceFile(path=item.file.path, format=item.read.format))
            elif isinstance(item.read.content, v.BenchmarkRead):
                made = item.read.content
                other = commit and made.commit and not commit.startswith(made.commit)
                notes = (
                    (f"made at the commit {made.commit[:12]}, which is not the audited one",) if other else ()
                )
                out.append(
                    EvidenceFile(path=item.file.path, format=item.read.format, tool=made.tool, notes=notes)
                )
        return tuple(out)

    def covered(self, attention: Iterable[str]) -> LineCoverage | None:
        """The coverage, with the files that need attention and those with the most that no test runs."""
        if self.coverage is None:
            return None
        wanted = set(attention)
        production = [item for item in self._by_file if self._project.zone(item.path) is Zone.PRODUCTION]
        production.sort(key=lambda item: (item.covered - item.statements, item.path))
        wanted |= {item.path for item in production[:_LEAST_COVERED] if item.covered < item.statements}
        files = [item for item in self._by_file if item.path in wanted]
        files.sort(key=lambda item: (item.covered - item.statements, item.path))
        return msgspec.structs.replace(self.coverage, files=tuple(files))

    def _measure(self) -> None:
        """Takes the first coverage file that speaks of this project, and says so of the others."""
        every = [
            (item, item.read.content) for item in self._given if isinstance(item.read.content, v.CoverageRead)
        ]
        every.sort(
            key=lambda pair: (not pair[0].file.named, _FIRST.index(pair[0].read.format), pair[0].file.path)
        )
        for item, made in every:
            path = item.file.path
            if self.coverage is not None:
                reason = f"the figures of coverage are those of {self.coverage.source}, not of this file"
                self.gaps.append(NotAssessed(what=path, reason=reason))
                continue
            places = matched(made.files, self._project.files, made.folders)
            if not places:
                self.gaps.append(NotAssessed(what=path, reason="it names no Python file of this project"))
                continue
            self._take(item, made, places)

    def _take(self, item: Given, made: v.CoverageRead, places: Mapping[str, str]) -> None:
        outdated: set[str] = set()
        merged: dict[str, v.Lines] = {}
        for name, path in places.items():
            lines, changed = self._resolved(path, made.files[name])
            if changed:
                outdated.add(path)
            merged[path] = _union(merged[path], lines) if path in merged else lines
        self._by_file = [
            FileCoverage(
                path=path,
                statements=len(lines.executable or ()),
                covered=len(lines.executed),
                branches=lines.branches,
                covered_branches=lines.covered_branches,
            )
            for path, lines in sorted(merged.items())
            if lines.executable
        ]
        self.coverage = self._totals(item.file.path, made)
        missing = sorted(_shortened(name) for name in made.files if name not in places)
        self.files.append(
            EvidenceFile(
                path=item.file.path,
                format=item.read.format,
                tool=made.tool,
                outdated=tuple(sorted(outdated)),
                missing=tuple(missing),
                notes=tuple(self._notes(made)),
            )
        )

    def _resolved(self, path: str, lines: v.Lines) -> tuple[v.Lines, bool]:
        """Lines with those that are there, and whether some of them hold no code now: the file has changed since."""
        # line 1 is that of the module itself, also where the file is empty or begins with a comment
        text = self._lines.setdefault(path, self._text(path).split("\n"))
        named = lines.executed if lines.executable is None else lines.executed | lines.executable
        changed = any(not holds_code(text, line) for line in named if line > 1)
        if lines.executable is not None:
            return msgspec.structs.replace(lines, executed=lines.executed & lines.executable), changed
        found = statements("\n".join(text))
        if found is None:
            return v.Lines(frozenset(), frozenset()), True
        return v.Lines(found.ran(lines.executed), found.lines), changed

    def _totals(self, source: str, made: v.CoverageRead) -> LineCoverage:
        own = [item for item in self._by_file if self._project.zone(item.path) is Zone.PRODUCTION]
        measured = {item.path for item in self._by_file}
        unmeasured = [
            path
            for path, facts in self._project.files.items()
            if path not in measured
            and facts.statements
            and not path.endswith(".pyi")
            and self._project.zone(path) is Zone.PRODUCTION
        ]
        return LineCoverage(
            source=source,
            statements=sum(item.statements for item in self._by_file),
            covered=sum(item.covered for item in self._by_file),
            branches=sum(item.branches for item in self._by_file),
            covered_branches=sum(item.covered_branches for item in self._by_file),
            measured=len(self._by_file),
            production_statements=sum(item.statements for item in own),
            production_covered=sum(item.covered for item in own),
            unmeasured=len(unmeasured),
        )

    def _notes(self, made: v.CoverageRead) -> Iterator[str]:
        found = self.coverage
        if found is None:
            return
        if made.statements is None and any(lines.executable is None for lines in made.files.values()):
            yield "it holds what ran; the statements were counted from the sources as they are now"
        elif made.statements and (made.statements, made.covered) != (found.statements, found.covered):
            stated, covered = made.statements, made.covered or 0
            yield f"it states {covered:,} of {stated:,} statements; the figures here are those of files that are there"


def _shortened(name: str) -> str:
    """The name of a file that is not there, without the folders of the machine that wrote it."""
    return "/".join(name.replace("\\", "/").split("/")[-3:])


def _union(first: v.Lines, second: v.Lines) -> v.Lines:
    """One file measured under two names."""
    return v.Lines(
        first.executed | second.executed,
        (first.executable or frozenset()) | (second.executable or frozenset()),
        max(first.branches, second.branches),
        max(first.covered_branches, second.covered_branches),
    )


def _suite(source: str, made: v.SuiteRead) -> SuiteRun:
    counts = {
        name: sum(case.outcome == name for case in made.cases)
        for name in ("passed", "failed", "skipped", "error")
    }
    timed = [(case.seconds, case.name) for case in made.cases if case.seconds]
    timed.sort(key=lambda pair: (-pair[0], pair[1]))
    return SuiteRun(
        source=source,
        passed=counts["passed"],
        failed=counts["failed"],
        skipped=counts["skipped"],
        errors=counts["error"],
        seconds=made.seconds,
        slowest=tuple(CaseTime(name=name, seconds=took) for took, name in timed[:_SHOWN]),
        not_passed=tuple(case.name for case in made.cases if case.outcome in ("failed", "error"))[:_SHOWN],
    )


def _benchmarks(source: str, made: v.BenchmarkRead) -> BenchmarkRun:
    return BenchmarkRun(
        source=source,
        benchmarks=tuple(
            Benchmark(name=item.name, mean=item.mean, stddev=item.stddev, unit="s", rounds=item.rounds)
            for item in made.benchmarks[:_BENCHMARKS]
        ),
        total=len(made.benchmarks),
        commit=made.commit,
        python=made.python,
    )
