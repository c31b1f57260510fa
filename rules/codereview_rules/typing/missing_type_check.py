"""TYP004: annotations that no type checker checks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity, Zone
from codereview.facts.pipeline.slots import LEAST
from codereview.facts.pipeline.states import State, home, state, statements, unread
from codereview.facts.pipeline.values import Row, Spot
from codereview.facts.project import ProjectFacts
from codereview.facts.slots import slots_by_file

from .._syntax.patterns import lazy_pattern
from ._checked.examples import BAD, GOOD

_SHARE = 0.25
_BARE = 3
_STRICT = lazy_pattern(
    r"^\s*(?:strict|disallow_untyped_defs|disallow_incomplete_defs|check_untyped_defs)\s*=\s*(?:true|1|yes)\b"
    r"|--strict\b|--check-untyped-defs|--disallow-(?:untyped|incomplete)-defs",
    re.IGNORECASE | re.MULTILINE,
)
_IGNORES = lazy_pattern(
    r"^\[(?:tool\.)?mypy\]\s*$(?:\n(?!\s*\[)[^\n]*)*?\n\s*ignore_errors\s*=\s*true\b",
    re.IGNORECASE | re.MULTILINE,
)
_OF_MYPY = ("pyproject.toml", "setup.cfg", "tox.ini", "mypy.ini", ".mypy.ini")


class MissingTypeCheck(ProjectRule):
    """Asked only where there are annotations to check."""

    card = Card(
        id="TYP004",
        title="Annotations that nothing checks",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=60,
        why=(
            "An annotation that no type checker holds against the code is a comment: it drifts, and "
            "whoever trusts it is wrong. Without an option that says so, mypy does not look into functions "
            "without annotations at all."
        ),
        instead=(
            "Run one type checker in CI on every change and let it fail: `mypy --strict`, pyright, pyrefly "
            "or ty, beside the stubs of what is imported (`types-...`). Begin with the packages that are "
            "annotated, and take the others in one by one (`[[tool.mypy.overrides]]`)."
        ),
        false_alarms=(
            "mypy, pyright, basedpyright, pyrefly, ty, pyre, pytype and zuban count, in CI, hooks, tox, "
            "nox, Makefiles and scripts. Projects of which fewer than a quarter of the annotation slots "
            "are filled are not asked, nor are scripts. Where CI starts something that cannot be read, "
            "nothing is said. That people look at their editor is not seen."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without annotations a type checker has little to check."""
        if project.is_a("scripts"):
            return "its files are scripts that are started one by one"
        if statements(project) < LEAST:
            return f"it has fewer than {LEAST} statements"
        filled, total = _annotated(project)
        if not total or filled / total < _SHARE:
            return "fewer than a quarter of what can be annotated is: little is there to check (TYP001)"
        return ""

    def not_assessed(self, project: ProjectFacts) -> str:
        """Nobody can tell what a program that is not understood runs."""
        return unread(project.pipeline, "type checker")

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """At most one finding."""
        found = state(project.pipeline, "type checker")
        if found.level == "unknown":
            return
        if found.level == "missing":
            yield self._missing(project)
        elif found.level == "blocking" and found.row is not None:
            yield from self._lenient(project, found.row)
        elif found.spot is not None and found.row is not None:
            text = self._told(project, found)
            if text:
                yield self.finding(
                    found.spot.path,
                    At(found.spot.line),
                    text,
                    severity=Severity.INFO if found.level == "hooks" else Severity.LOW,
                    checked="other type checkers, wrappers, task runners, hooks, steps that cannot be read",
                )

    def _missing(self, project: ProjectFacts) -> Finding:
        filled, total = _annotated(project)
        typed = next((path for path in project.others if path.rpartition("/")[2] == "py.typed"), "")
        spot = home(project)
        told = f", and `{typed}` promises them to others" if typed else ""
        return self.finding(
            spot.path,
            At(spot.line),
            f"{filled} of {total} annotation slots are filled and no type checker is there{told}",
            severity=Severity.MEDIUM if typed else Severity.LOW,
            checked="mypy, pyright, pyrefly, ty, pyre, pytype in manifests, configuration, hooks, tasks and CI",
        )

    def _told(self, project: ProjectFacts, found: State) -> str:
        assert found.row is not None
        tool = f"`{found.row.tool}`"
        if found.level == "soft":
            return f"CI runs {tool} and does not fail where it finds something: {found.reason}"
        if found.level == "hooks":
            if not project.pipeline.files:
                return ""
            return f"{tool} runs in hooks and not in CI: what is committed without hooks is not checked"
        if found.level == "tasks":
            return f"{tool} runs where somebody starts it by hand, and neither hooks nor CI do"
        what = "is configured" if found.level == "configured" else "is required"
        return f"{tool} {what} here, and no hook, task or step of CI runs it"

    def _lenient(self, project: ProjectFacts, row: Row) -> Iterator[Finding]:
        """mypy that leaves out what has no annotation, or ignores what it finds."""
        if row.tool != "mypy" or any(
            other.blocking for other in project.pipeline.of_kind("type checker") if other != row
        ):
            return
        texts = {p: t for p, t in project.texts.items() if p.rpartition("/")[2] in _OF_MYPY and "mypy" in t}
        for path, text in texts.items():
            match = _IGNORES.search(text)
            if match:
                line = text.count("\n", 0, match.end()) + 1
                yield self.finding(
                    path, At(line), "`mypy` blocks in CI with `ignore_errors`, so that it finds nothing"
                )
                return
        if any(_STRICT.search(text) for text in texts.values()) or any(
            _STRICT.search(s.command + " " + s.given) for s in row.ci
        ):
            return
        bare = _bare(project)
        if bare >= _BARE:
            spot = next(iter(row.configured), None) or Spot(row.ci[0].path, row.ci[0].line)
            yield self.finding(
                spot.path,
                At(spot.line),
                f"`mypy` runs without `strict` and `check_untyped_defs`: the bodies of {bare} functions without "
                "any annotation are not checked",
                severity=Severity.INFO,
                confidence=Confidence.MEDIUM,
            )


def _own(project: ProjectFacts) -> Iterator[tuple[int, int]]:
    for path, found in slots_by_file(project.files, project.slots).items():
        if project.zone(path) is Zone.PRODUCTION:
            yield from ((item.filled, item.total) for item in found)


def _annotated(project: ProjectFacts) -> tuple[int, int]:
    """The filled slots of production code, and all of them."""
    filled = total = 0
    for one, all_of_it in _own(project):
        filled, total = filled + one, total + all_of_it
    return filled, total


def _bare(project: ProjectFacts) -> int:
    """The number of functions without any annotation that have parameters."""
    return sum(1 for filled, total in _own(project) if not filled and total > 1)
