"""Figures about the project: metrics against targets, coverage by package, files worth attention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal

from msgspec.structs import replace

from codereview.config import Targets
from codereview.facts.documents.coverage import documented
from codereview.facts.maintainability import maintainability_index
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.facts.slots import Slots, slots_by_file
from codereview.model import AnnotationTarget, Coverage, FileSummary, Finding, Metric, Zone
from codereview.score import Ratio

_FIRST = 15
_FILES = 30
_INDEXED = 6
_LARGEST_INDEXED = 30_000


class Measured:
    """Counts over the production files of a project.

    Args:
        project: its facts.
        targets: what metrics are held against.
    """

    def __init__(self, project: ProjectFacts, targets: Targets) -> None:
        self.project = project
        self.targets = targets
        self.files = [
            f for p, f in project.files.items() if project.zone(p) is Zone.PRODUCTION and f.failure is None
        ]
        self.slots = slots_by_file({facts.path: facts for facts in self.files}, project.slots)
        self.all = [slot for slots in self.slots.values() for slot in slots]

    @property
    def statements(self) -> int:
        """AST statements in production files."""
        return sum(facts.statements for facts in self.files)

    def to_be_kept(
        self, findings: Iterable[Finding], compared: bool, holds: Callable[[str], bool] = lambda path: True
    ) -> int:
        """Statements less those that the audit itself asks to remove: modules that nothing reaches, and copies of what
        stands elsewhere in the code that stays.

        Args:
            findings: all of the audit.
            compared: whether it looked for copies.
            holds: which files are meant.
        """
        dead = {item.path for item in findings if item.rule == "ARC006" and item.suppressed is None}
        copies = self.project.clones.redundant_without(dead) if compared else {}
        return sum(
            0 if facts.path in dead else facts.statements - copies.get(facts.path, 0)
            for facts in self.files
            if holds(facts.path)
        )

    def ratio(self, inside: frozenset[str] | None = None) -> Ratio:
        """Annotation slots, filled and total; of some files, if they are given."""
        slots = (slot for path, of in self.slots.items() if inside is None or path in inside for slot in of)
        filled = total = 0
        for slot in slots:
            filled, total = filled + slot.filled, total + slot.total
        return Ratio(covered=filled, total=total, label="annotation slots", rule="TYP001")

    def docstring_ratio(self, inside: frozenset[str] | None = None) -> Ratio:
        """Public modules, classes and functions, with a docstring and all."""
        counted = [counts for path, counts in self._documented.items() if inside is None or path in inside]
        return Ratio(
            covered=sum(have for have, _ in counted),
            total=sum(of for _, of in counted),
            label="public modules, classes and functions",
            rule="DOC001",
        )

    @cached_property
    def _documented(self) -> dict[str, tuple[int, int]]:
        """Of each file, how many of its public modules, classes and functions have a docstring, and of how many."""
        return {facts.path: documented(facts) for facts in self.files}

    def test_ratio(self, inside: frozenset[str] | None = None) -> Ratio:
        """Production modules that hold behaviour: those that a test imports, and all."""
        testing = self.project.testing
        modules = [path for path in testing.modules if inside is None or path in inside]
        unreached = frozenset(testing.unreached_modules)
        return Ratio(
            covered=sum(path not in unreached for path in modules),
            total=len(modules),
            label="modules that hold behaviour",
            rule="TST001",
        )

    def hygiene_ratio(self) -> Ratio:
        """What a project of its kind and size has around its code: in place, and expected."""
        covered, total, _ = self.project.pipeline.slots()
        return Ratio(covered=covered, total=total, label="hygiene slots", rule="OPS004")

    def metrics(self) -> tuple[Metric, ...]:
        """All metrics, in the order in which reports show them."""
        public = [slot for slot in self.all if slot.public]
        complexity = [f.complexity for facts in self.files for f in facts.functions if f.complexity]
        most = self.targets.max_complexity
        above = sum(value > most for value in complexity)
        functions = f"{len(complexity):,} functions"
        targets = self.targets
        public_target = targets.public_annotation_coverage
        return (
            _share("annotation_coverage", "Annotation coverage", self.all, targets.annotation_coverage),
            _share(
                "public_annotation_coverage", "Annotation coverage, public functions", public, public_target
            ),
            self._anys(),
            self._docstrings(),
            self._reach(),
            self._reachable(),
            _low(
                "mean_complexity",
                "Mean cyclomatic complexity",
                _mean(complexity),
                targets.mean_complexity,
                functions,
            ),
            _low(
                "max_complexity",
                "Highest cyclomatic complexity",
                max(complexity, default=None),
                most,
                f"{above:,} of {functions} above {most:g}",
            ),
        )

    def _anys(self) -> Metric:
        """Annotations that let anything through, as they are written: what `Any` of other packages spreads to is
        not looked into."""
        filled = sum(slot.filled for slot in self.all)
        count = sum(len(slot.function.anys) for slot in self.all)
        value = 100 * count / filled if filled else None
        return _low(
            "any_share", "Annotations that hold Any", value, self.targets.any_share,
            f"{count:,} of {filled:,} annotated parameters and returns", "%",
        )  # fmt: skip

    def _docstrings(self) -> Metric:
        ratio = self.docstring_ratio()
        value = 100 * ratio.covered / ratio.total if ratio.total else None
        return _high(
            "docstring_coverage", "Docstring coverage, public", value, self.targets.docstring_coverage,
            f"{ratio.covered:,} of {ratio.total:,} {ratio.label}",
        )  # fmt: skip

    def _reach(self) -> Metric:
        ratio = self.test_ratio()
        value = 100 * ratio.covered / ratio.total if ratio.total else None
        return _high(
            "test_reach", "Modules that tests import", value, self.targets.test_reach,
            f"{ratio.covered:,} of {ratio.total:,} {ratio.label}; not how much of them runs",
        )  # fmt: skip

    def _reachable(self) -> Metric:
        labels = [self.project.live.reachability.of(facts.path).label for facts in self.files]
        judged = [label for label in labels if label != "unknown"]
        lost = sum(label in ("unreachable", "tests only") for label in judged)
        value = 100 * (len(judged) - lost) / len(judged) if judged else None
        return _high(
            "reachable_modules", "Modules that something starts", value, self.targets.reachable_modules,
            f"{len(judged) - lost:,} of {len(judged):,} production modules; {len(labels) - len(judged):,} not judged",
        )  # fmt: skip

    def duplication(self) -> Metric:
        """Statements of production code that repeat others, per hundred."""
        copies, all_ = sum(self.project.clones.redundant.values()), self.statements
        value = 100 * copies / all_ if all_ else None
        basis = f"{copies:,} of {all_:,} statements stand in copies of functions and passages"
        return _low("duplication", "Duplication", value, self.targets.duplication, basis, "%")

    def packages(self) -> tuple[Coverage, ...]:
        """Annotation coverage by folder."""
        by: dict[str, list[Slots]] = defaultdict(list)
        for path, slots in self.slots.items():
            by[path.rpartition("/")[0] or "."].extend(slots)
        return tuple(
            Coverage(
                name=name,
                filled=sum(s.filled for s in slots),
                total=sum(s.total for s in slots),
                public_filled=sum(s.filled for s in slots if s.public),
                public_total=sum(s.total for s in slots if s.public),
            )
            for name, slots in sorted(by.items())
            if slots
        )

    def annotate_first(self) -> tuple[AnnotationTarget, ...]:
        """The functions whose annotation helps most: those that are called from most places."""
        callers = self.project.callers
        ranked = [
            (len(callers.get((path, slot.number), ())), path, slot)
            for path, slots in self.slots.items()
            for slot in slots
            if slot.missing and not slot.implied
        ]
        ranked.sort(key=lambda row: (-row[0], not row[2].public, row[1], row[2].function.line))
        return tuple(
            AnnotationTarget(
                path=path,
                line=slot.function.line,
                symbol=slot.function.qualname,
                missing=slot.missing,
                callers=count,
            )
            for count, path, slot in ranked[:_FIRST]
            if count
        )

    def attention(self, findings: Sequence[Finding], text: Callable[[str], str]) -> tuple[FileSummary, ...]:
        """The files with the most points lost, then those with the most complex functions.

        ``text`` gives the text of a file: the first ones get their maintainability index from it.
        """
        points: dict[str, float] = defaultdict(float)
        counts: dict[str, int] = defaultdict(int)
        for finding in findings:
            if finding.suppressed is None:
                points[finding.path] += finding.points
                counts[finding.path] += 1
        rows = [
            self._summary(facts, counts, points)
            for facts in self.project.files.values()
            if facts.failure is None
        ]
        rows = [row for row in rows if row.findings or row.worst_complexity > self.targets.max_complexity]
        rows.sort(key=lambda row: (-row.points, -row.findings, -row.worst_complexity, row.path))
        return tuple(
            replace(row, maintainability_index=_index(text(row.path))) if place < _INDEXED else row
            for place, row in enumerate(rows[:_FILES])
        )

    def _summary(
        self, facts: FileFacts, counts: Mapping[str, int], points: Mapping[str, float]
    ) -> FileSummary:
        return FileSummary(
            path=facts.path,
            zone=self.project.zone(facts.path),
            lines=facts.lines,
            statements=facts.statements,
            findings=counts.get(facts.path, 0),
            points=points.get(facts.path, 0.0),
            worst_complexity=max((f.complexity for f in facts.functions), default=0),
        )


def _index(text: str) -> float | None:
    """The index of a file; none for one so large that its number would say nothing new, and take long."""
    return maintainability_index(text) if len(text) < _LARGEST_INDEXED else None


def _mean(values: Iterable[float]) -> float | None:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None


def _share(name: str, title: str, slots: Sequence[Slots], target: float) -> Metric:
    filled, total = sum(s.filled for s in slots), sum(s.total for s in slots)
    basis = f"{filled:,} of {total:,} parameters and returns in {len(slots):,} functions"
    return _high(name, title, 100 * filled / total if total else None, target, basis)


def share_of(name: str, title: str, value: float | None, target: float, basis: str) -> Metric:
    """A metric in per cent that is to be at least its target; ``basis`` says why where there is no value."""
    metric = _high(name, title, value, target, basis)
    return replace(metric, basis=basis) if value is None else metric


def _high(name: str, title: str, value: float | None, target: float, basis: str) -> Metric:
    """A metric in per cent that is to be at least its target."""
    if value is None:
        return _missing(name, title, target, "%")
    status = _status(value >= target, value >= target * 0.7)
    return Metric(id=name, title=title, value=value, target=target, unit="%", status=status, basis=basis)


def _low(name: str, title: str, value: float | None, target: float, basis: str, unit: str = "") -> Metric:
    """A metric that is to be at most its target."""
    if value is None:
        return _missing(name, title, target, unit)
    status = _status(value <= target, value <= target * 2)
    return Metric(id=name, title=title, value=value, target=target, unit=unit, status=status, basis=basis)


def _status(good: bool, fair: bool) -> Literal["good", "attention", "bad"]:
    return "good" if good else "attention" if fair else "bad"


def _missing(name: str, title: str, target: float, unit: str) -> Metric:
    return Metric(
        id=name,
        title=title,
        value=None,
        target=target,
        unit=unit,
        status="not assessed",
        basis="there are none",
    )
