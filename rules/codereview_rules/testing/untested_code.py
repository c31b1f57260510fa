"""TST001: modules that no test imports, and public functions that no test reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts

from ._collection.values import counted, some
from ._untested.examples import BAD, GOOD
from ._untested.weigh import Function, Module, Untested

_ALONE = 5
"""How many modules have a finding of their own."""
_HEAVY = 15
"""Complexity of a module's functions together from which it has one."""
_VERY_HEAVY = 40
_LEAST = 4
"""Functions of a project that is asked for a test."""
_LARGE = 40
_SHOWN = 12
_MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py", "requirements.txt", "Pipfile")


class UntestedCode(ProjectRule):
    """Follows imports and calls from the collected tests; see `codereview.facts.testing`."""

    card = Card(
        id="TST001",
        title="Code that no test reaches",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=120,
        why=(
            "A change here breaks in production first: no test so much as imports the module, or calls "
            "the function. What "
            "many others stand on, and what has many branches, costs most."
        ),
        instead=(
            "Begin with the first one named: it has the most branches and the most callers. Test what it "
            "gives back for "
            "an ordinary case, for an edge, and for the failure that it handles."
        ),
        false_alarms=(
            "Tests are followed through imports, conftest, plug-ins, names in strings, what Django loads, computed "
            "imports and calls on unknown objects, which all count as reached; being reached is not "
            "being checked. Tests "
            "that start the program in another process are not followed: confidence is then medium. Migrations, "
            "stubs, copies of others' code and modules that nothing reaches at all (ARC006) are not counted."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """A few functions, or scripts that are run once, are not asked for a suite."""
        if project.testing.functions_total < _LEAST:
            return f"fewer than {_LEAST} public functions in production code"
        few = project.testing.functions_total < _LARGE
        if few and not project.testing.exist and [kind.name for kind in project.kinds] == ["scripts"]:
            return "scripts without tests, of which nothing else is made"
        return ""

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """At most a dozen findings: heavy modules alone, all others together."""
        testing = project.testing
        untested = Untested(project)
        if not testing.exist:
            if untested.modules:
                yield self._none(project, untested.modules)
            return
        sure = Confidence.MEDIUM if untested.other_process else Confidence.HIGH
        yield from self._modules(project, untested.modules, sure)
        yield from self._functions(untested.functions)

    def _none(self, project: ProjectFacts, modules: Sequence[Module]) -> Finding:
        total = project.testing.functions_total
        path = next((name for name in _MANIFESTS if name in project.texts), modules[0].path)
        like = [p for p, _ in project.testing.collection.test_like() if p.rpartition("/")[2] != "conftest.py"]
        seen = (
            f"{counted(len(like), 'file')} among tests, none with a test that is collected"
            if like
            else "no test file"
        )
        return self.finding(
            path,
            At(1, 1),
            f"The project has no test: {counted(len(modules), 'module')} with "
            f"{counted(total, 'public function')}, {seen}",
            severity=Severity.MEDIUM if total >= _LARGE else Severity.LOW,
            related=[_related(module) for module in modules[:_ALONE] if module.path != path],
            checked="files named as pytest, unittest and Django want them, in all folders",
            cause="no tests",
            units=len(modules),
        )

    def _modules(
        self, project: ProjectFacts, modules: Sequence[Module], sure: Confidence
    ) -> Iterator[Finding]:
        total = project.testing.modules_total
        alone = [m for m in modules if m.complexity >= _HEAVY][:_ALONE]
        if 2 * len(modules) > total:
            alone = []
        rest = [m for m in modules if m not in alone]
        for module in alone:
            used = f", and {counted(module.importers, 'module')} import{'s' * (module.importers == 1)} it"
            yield self.finding(
                module.path,
                At(1, 1),
                f"No test imports this module: {counted(module.functions, 'function')}, complexity {module.complexity} "
                f"together{used if module.importers else ''}",
                severity=Severity.MEDIUM if module.complexity >= _VERY_HEAVY else Severity.LOW,
                confidence=sure,
                checked="imports of all collected tests, conftest files and plug-ins, followed through the project",
                cause="modules that no test imports",
            )
        if sum(m.complexity for m in rest) >= _HEAVY:
            first = rest[0]
            others = "other " if alone else ""
            heavy = (
                Severity.MEDIUM
                if 2 * len(modules) > total and sum(m.complexity for m in rest) >= _VERY_HEAVY
                else Severity.LOW
            )
            yield self.finding(
                first.path,
                At(1, 1),
                f"{counted(len(rest), others + 'module')} of {total} with functions of their own are "
                f"imported by no test, "
                f"this one first ({counted(first.functions, 'function')}, complexity {first.complexity} "
                f"together)",
                severity=heavy,
                confidence=sure,
                related=[_related(module) for module in rest[1 : 1 + _SHOWN]],
                checked="imports of all collected tests, conftest files and plug-ins, followed through the project",
                cause="modules that no test imports",
                units=len(rest),
            )

    def _functions(self, functions: Sequence[Function]) -> Iterator[Finding]:
        by_module: dict[str, list[Function]] = defaultdict(list)
        for item in functions:
            by_module[item.path].append(item)
        groups = sorted(by_module.values(), key=lambda group: (-sum(f.weight for f in group), group[0].path))
        for group in groups[:_ALONE]:
            yield self._group(group, f"No test reaches {some([f.fact.qualname for f in group])}")
        rest = [item for group in groups[_ALONE:] for item in group]
        if rest:
            names = some([f.fact.qualname for f in rest])
            yield self._group(
                rest, f"No test reaches {names}, in {counted(len(groups) - _ALONE, 'other module')}"
            )

    def _group(self, group: Sequence[Function], says: str) -> Finding:
        first = group[0]
        name = first.fact.name
        shown = f"`{name}` has complexity {first.fact.complexity} and is called from {counted(first.calls, 'place')}"
        return self.finding(
            first.path,
            At(first.fact.line, first.fact.column, first.fact.line, first.fact.column),
            f"{says}, though tests import the module: {shown}",
            severity=Severity.LOW,
            confidence=Confidence.MEDIUM,
            symbol=first.fact.qualname,
            units=0,
            related=[
                Related(
                    f.path,
                    f.fact.line,
                    f"`{f.fact.qualname}`, complexity {f.fact.complexity}, no test reaches it",
                )
                for f in group[1 : 1 + _SHOWN]
            ],
            checked="calls followed from every collected test and fixture; attributes of unknown objects by name",
            cause="functions that no test reaches",
        )


def _related(module: Module) -> Related:
    used = f", imported by {counted(module.importers, 'module')}" if module.importers else ""
    return Related(
        module.path,
        1,
        f"{counted(module.functions, 'function')}, complexity {module.complexity} together{used}",
    )
