"""Tests that a collected file holds and that no runner takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from codereview.api import Confidence, Related
from codereview.facts.module import ClassFact, FileFacts, FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.collection import is_fixture, switched_off

from ..._syntax.patterns import lazy_pattern
from .values import Lost, Mentions, counted, header, some

_NEAR = lazy_pattern(
    r"(?:tets|tes|tset|ttest|etst|tst|tesst|teest|tesdt|tewst|Test|TEST)_\w|(?:tets|tset|ttest|etst)[A-Z]"
)
_HELPER = lazy_pattern(r"Mixin|Base|Abstract|Common|Shared|Helper|Generic|Interface|Suite$|Util|^_")
_NO_TEST = lazy_pattern(
    r"(?:helper|make|create|setup|set_up|get|run|do|build|prepare|is|start|stop|load|for|pre|post)_"
)
_REPLACES = frozenset(
    "overload setter getter deleter register dispatch property singledispatch singledispatchmethod".split()
)
_SPREADS = frozenset({"expand", "file_data", "api_data", "named_parameters", "parameters"})
_SEES_NAMES = frozenset(
    {"builtins.locals", "builtins.globals", "builtins.vars", "builtins.exec", "builtins.eval"}
)


class Inside:
    """Looks into the files that are collected.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._collection = project.testing.collection
        self._runners = project.testing.runners
        self._mentions = Mentions(project)

    def lost(self, path: str, facts: FileFacts) -> Iterator[Lost]:
        """What one collected file holds and nobody runs, in no order."""
        yield from self._nested(path, facts)
        yield from self._replaced(path, facts)
        yield from self._misspelled(path, facts)
        outside = []
        for index, cls in enumerate(facts.classes):
            methods = self._methods(facts, index)
            if "<locals>" in cls.qualname or not methods or switched_off(cls):
                continue
            if self._collection.kind(path, index) == "plain":
                if self._runners.only_unittest:
                    outside += methods if self._is_suite(facts, cls) else []
                elif not self._runners.other:
                    yield from self._class(path, facts, index, methods)
        if self._runners.only_unittest:
            yield from self._no_case(path, facts, outside)

    def _methods(self, facts: FileFacts, cls: int) -> list[FunctionFact]:
        """The tests of a class, by name."""
        return [
            function
            for function in facts.functions
            if function.cls == cls
            and function.name.startswith("test")
            and not function.stub
            and not is_fixture(function)
            and not any(d.rpartition(".")[2] in ("property", "staticmethod") for d in function.decorators)
        ]

    def _nested(self, path: str, facts: FileFacts) -> Iterator[Lost]:
        for function in facts.functions:
            if (
                function.parent < 0
                or function.cls >= 0
                or function.stub
                or not function.name.startswith("test_")
            ):
                continue
            outer = facts.functions[function.parent]
            if any(not d.startswith("pytest.mark.") for d in function.decorators) or is_fixture(function):
                continue
            if self._sees_names(path, function.parent) or not self._mentions.alone(facts, function.name):
                continue
            yield Lost(
                path,
                header(function.line, function.column),
                f"`{function.name}` stands inside `{outer.name}`, which neither calls nor passes it: no "
                f"runner collects it",
                function.qualname,
                related=(Related(path, outer.line, f"`{outer.name}` defines it and ends"),),
            )

    def _sees_names(self, path: str, function: int) -> bool:
        return any(call.path in _SEES_NAMES for call in self._project.calls_in((path, function)))

    def _replaced(self, path: str, facts: FileFacts) -> Iterator[Lost]:
        """Tests and classes of tests whose name a later definition takes."""
        functions: dict[tuple[int, str], list[FunctionFact]] = defaultdict(list)
        for function in facts.functions:
            if function.parent < 0 and function.name.startswith("test") and not is_fixture(function):
                functions[function.cls, function.name].append(function)
        for (_, name), found in functions.items():
            for first, second in pairwise(found):
                if not first.stub and not any(map(_is_chosen, (first, second))) and not _is_spread(first):
                    yield self._again(path, first, second, f"`{name}` is defined again here: the test")
        classes: dict[str, list[tuple[int, ClassFact]]] = defaultdict(list)
        for index, cls in enumerate(facts.classes):
            if cls.column == 1:
                classes[cls.name].append((index, cls))
        for name, group in classes.items():
            for (index, before), (_, after) in pairwise(group):
                tests = self._methods(facts, index)
                if tests and not before.decorators and not after.decorators and name not in after.bases:
                    what = f"class `{name}` is defined again here: the one with {counted(len(tests), 'test')}"
                    yield self._again(path, before, after, what)

    def _again(
        self, path: str, first: FunctionFact | ClassFact, second: FunctionFact | ClassFact, what: str
    ) -> Lost:
        return Lost(
            path,
            header(second.line, second.column),
            f"{what} in line {first.line} never runs",
            second.qualname,
            related=(Related(path, first.line, f"`{first.name}`, which is replaced before anything runs"),),
            cause=f"replaced in {path}",
        )

    def _misspelled(self, path: str, facts: FileFacts) -> Iterator[Lost]:
        patterns = self._collection.patterns(path.rpartition("/")[0])
        for function in facts.functions:
            name = function.name
            if function.parent >= 0 or function.stub or function.conditional:
                continue
            near = _NEAR.match(name) is not None
            if not near and (
                function.cls >= 0 or not name.endswith("_test") or name.startswith(("test", "_"))
            ):
                continue
            if any(p.takes_function(name) for p in patterns) or is_fixture(function):
                continue
            if any(not d.startswith(("pytest.mark.", "unittest.")) for d in function.decorators):
                continue
            if not near and _NO_TEST.match(name):
                continue
            if function.cls >= 0 and not self._collection.is_collected(path, function.cls):
                continue
            if self._mentions.alone(facts, name):
                prefixes = "unittest" if self._runners.only_unittest else "pytest"
                yield Lost(
                    path,
                    header(function.line, function.column),
                    f"`{name}` does not begin with `test`, so {prefixes} passes it over, and nothing calls it",
                    function.qualname,
                    Confidence.HIGH if near else Confidence.LOW,  # as often a check that is no test
                )

    def _class(
        self, path: str, facts: FileFacts, index: int, methods: Sequence[FunctionFact]
    ) -> Iterator[Lost]:
        cls = facts.classes[index]
        patterns = self._collection.patterns(path.rpartition("/")[0])
        methods = [m for m in methods if any(p.takes_function(m.name) for p in patterns)]
        if not methods or not self._is_suite(facts, cls) or cls.parent >= 0:
            return
        at = header(cls.line, cls.column)
        tests = counted(len(methods), "test")
        made = self._collection.constructor(path, index)
        sure = Confidence.MEDIUM if self._runners.pytest_shown else Confidence.LOW
        if any(p.takes_class(cls.name) for p in patterns):
            if made is not None:
                function = self._project.function(made)
                told = f"`{cls.name}` has `{function.name}`, so pytest passes the class with its {tests} over"
                related = (Related(made[0], function.line, f"`{function.name}` of a class of tests"),)
                yield Lost(path, at, told, cls.qualname, sure, related)
        else:
            prefix = " or ".join(
                f"`{p}`" for p in dict.fromkeys(c for rules in patterns for c in rules.classes)
            )
            told = (
                f"`{cls.name}` is no `TestCase` and its name does not begin with {prefix}: pytest passes "
                f"the class with "
                f"its {tests} over"
            )
            yield Lost(path, at, told, cls.qualname, sure)

    def _is_suite(self, facts: FileFacts, cls: ClassFact) -> bool:
        """Whether a class with tests is meant to run by itself: no base for others, and nobody else names it."""
        return _HELPER.search(cls.name) is None and self._mentions.alone(facts, cls.name)

    def _no_case(self, path: str, facts: FileFacts, methods: list[FunctionFact]) -> Iterator[Lost]:
        """Tests outside of test cases, where only unittest or Django's runner is there to run them."""
        if facts.main_line or not (self._runners.django or self._runners.unittest_started):
            return
        plain = [
            function
            for function in facts.functions
            if function.cls < 0 and function.parent < 0 and function.name.startswith("test_") and not function.stub
            and not function.decorators and self._mentions.alone(facts, function.name)
        ]  # fmt: skip
        lost = sorted([*plain, *methods], key=lambda function: function.line)
        if lost:
            runner = "Django's test runner" if self._runners.django else "unittest"
            names = some([function.name for function in lost])
            first = lost[0]
            yield Lost(
                path,
                header(first.line, first.column),
                f"{counted(len(lost), 'test')} outside of `TestCase` classes ({names}): {runner} runs no "
                f"others, and nothing "
                "here uses pytest",
                first.qualname,
                Confidence.HIGH if self._runners.started else Confidence.MEDIUM,
            )


def _is_chosen(function: FunctionFact) -> bool:
    """Whether a definition of a name depends on a condition, or is meant to be one of several."""
    return function.conditional or any(
        path.removesuffix("()").rpartition(".")[2] in _REPLACES for path in function.decorators
    )


def _is_spread(function: FunctionFact) -> bool:
    """Whether a decorator has written tests of other names from it already, which the later definition leaves."""
    return any(path.removesuffix("()").rpartition(".")[2] in _SPREADS for path in function.decorators)
