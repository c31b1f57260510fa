"""Which functions of a suite check something: themselves, or through what they call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.testing.collection import Test, is_fixture
from codereview.model import Zone

from ..._syntax.patterns import lazy_pattern
from .collect import Verdicts
from .words import is_check

_TESTING_BASES = (
    "unittest.",
    "django.test.",
    "rest_framework.test.",
    "flask_testing.",
    "aiounittest.",
    "asynctest.",
    "tornado.testing.",
    "absl.testing.",
    "wagtail.test.",
)
_HARMLESS = lazy_pattern(
    r"^(pytest\.mark\.(?!xfail|benchmark|mpl|image|skip)|pytest\.fixture|unittest\.mock\.|mock\.|django\.test\.|builtins\."
    r"|respx\.|responses\.|freezegun\.|time_machine\.|moto\.|vcr\.|anyio\.|ddt\.|parameterized\.|httpretty\.|requests_mock\."
    r"|asyncio\.|contextlib\.|functools\.|trio\.|tornado\.|asynctest\.|flaky\.|nose\.tools\.|unittest\.(?!skip|expected))"
)


class Checks:
    """What checks something in a suite.

    Args:
        project: its facts, with the notes of `Verdicts`.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._asserts: set[Key] = set()
        self._raises: set[Key] = set()
        self.said: set[Key] = set()
        """Tests that say in words that they only have to run."""
        for path, notes in project.noted(Verdicts):
            for note in notes:
                if note.kind == "said":
                    self.said.add((path, note.function))
                    continue
                (self._raises if note.kind == "raise" else self._asserts).add((path, note.function))

    def checked(self, test: Test) -> bool:
        """Whether a test checks something, or it cannot be told."""
        project, key = self._project, (test.path, test.index)
        function = project.function(key)
        if key in self.functions or self._marked(test.path, function) or self._around(test):
            return True
        own = [key, *self._inside.get(key, ())]
        params = {param.name for param in function.params}
        if any(self._uses_fixture(name) for name in params) or "benchmark" in params or "snapshot" in params:
            return True
        strange = test.cls >= 0 and self._strange_base(test)
        for item in own:
            for call in project.calls_in(item):
                if _is_foreign(call, strange=strange) or any(
                    self._is_checking(test.path, arg) for arg in call.args
                ):
                    return True
        return False

    def _is_checking(self, path: str, value: str) -> bool:
        """Whether a function that is handed on checks something."""
        if value[:1] in "?=%" or value.endswith(")"):
            return False
        target = self._project.resolve(path, value)
        return target.kind == "function" and target.key in self.functions

    def _marked(self, path: str, function: FunctionFact) -> bool:
        """Whether a decorator checks, skips, or is not understood."""
        for decorator in function.decorators:
            name = decorator.removesuffix("()")
            if _HARMLESS.match(name):
                continue
            target = self._project.resolve(path, name)
            if target.kind != "function" or target.key in self.functions:
                return True
        return False

    def _around(self, test: Test) -> bool:
        """Whether something that runs before or after the test checks: ``tearDown``, or a fixture for all tests."""
        facts = self._project.files[test.path]
        if test.cls >= 0:
            for base in self._project.resolver.bases((test.path, test.cls)):
                if isinstance(base, str):
                    continue
                methods = self._project.files[base[0]].classes[base[1]].methods
                for name in ("tearDown", "teardown_method", "asyncTearDown", "tearDownClass", "setUp"):
                    if name in methods and (base[0], methods[name]) in self.functions:
                        return True
            decorators = facts.classes[test.cls].decorators
            if any(not _HARMLESS.match(name.removesuffix("()")) for name in decorators):
                return True
        return any(test.path.startswith(folder) for folder in self._automatic)

    def _strange_base(self, test: Test) -> bool:
        """Whether the class stands on one of a library whose methods can check anything."""
        bases = self._project.resolver.bases((test.path, test.cls))
        return any(
            isinstance(base, str) and not base.startswith((*_TESTING_BASES, "builtins.", "typing.", "abc."))
            for base in bases
        )

    @cached_property
    def _fixtures(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = defaultdict(list)
        for key, function in self._project.functions:
            if function.decorators and is_fixture(function):
                found[function.name].append(key)
        return found

    def _uses_fixture(self, name: str) -> bool:
        """Whether a fixture checks afterwards, or gives a function that does."""
        for key in self._fixtures.get(name, ()):
            function = self._project.function(key)
            nested = any(item in self.functions for item in self._inside.get(key, ()))
            if nested or (function.is_generator and key in self.functions):
                return True
        return False

    @cached_property
    def _automatic(self) -> tuple[str, ...]:
        """Beginnings of the paths of tests around which a fixture checks without being asked for."""
        found: set[str] = set()
        for path in {key[0] for keys in self._fixtures.values() for key in keys if key in self.functions}:
            facts = self._project.files[path]
            lines = [call.line for call in facts.calls if ("autouse", "=True") in call.kwargs]
            for keys in self._fixtures.values():
                for key in keys:
                    if key[0] != path or key not in self.functions:
                        continue
                    start = facts.functions[key[1]].line
                    if any(-1 <= start - line <= 6 for line in lines):
                        found.add(path.removesuffix("conftest.py"))
        return tuple(sorted(found))

    @cached_property
    def _inside(self) -> dict[Key, list[Key]]:
        """Functions and lambdas that stand in a function, however deep."""
        found: dict[Key, list[Key]] = defaultdict(list)
        for (path, index), function in self._project.functions:
            if function.parent >= 0:
                parent = function.parent
                functions = self._project.files[path].functions
                while parent >= 0:
                    found[path, parent].append((path, index))
                    parent = functions[parent].parent
        return found

    @cached_property
    def functions(self) -> frozenset[Key]:
        """The functions of tests and what stands among them that check something."""
        found = {key for key in self._direct() if key[1] >= 0}
        callers: dict[Key, list[Key]] = defaultdict(list)
        resolved: set[tuple[str, str]] = set()
        for edge in self._project.edges:
            if edge.caller[0] in self._suite:
                callee = self._project.callee(edge.target)
                resolved.add((edge.caller[0], edge.call.path))
                if callee is not None:
                    callers[callee].append(edge.caller)
        by_name: dict[str, list[Key]] = defaultdict(list)
        for path in self._suite:
            for call in self._project.files[path].calls:
                if (path, call.path) not in resolved and call.path[:1] != "=":
                    by_name[last_name(call.path)].append((path, call.function))
        queue = list(found)
        while queue:
            key = queue.pop()
            function = self._project.function(key)
            above = [(key[0], function.parent)] if function.parent >= 0 else []
            unnamed = by_name.get(function.name, ()) if key[0] in self._suite else ()
            for caller in (*callers.get(key, ()), *above, *unnamed):
                if caller[1] >= 0 and caller not in found:
                    found.add(caller)
                    queue.append(caller)
        return frozenset(found)

    @cached_property
    def _suite(self) -> frozenset[str]:
        """The files in which something checks: tests, and what is named after them."""
        project = self._project
        return frozenset(path for path in project.files if project.zone(path) is Zone.TESTS or "test" in path)

    def _direct(self) -> Iterator[Key]:
        project = self._project
        yield from self._asserts
        for key in self._raises:
            if key[1] >= 0 and project.function(key).parent < 0:
                yield key  # of a function inside, it is what the code under test is handed
        names: dict[str, bool] = {}
        for path in self._suite:
            for call in project.files[path].calls:
                if call.path not in names:
                    names[call.path] = is_check(last_name(call.path))
                if names[call.path] or _checks_itself(call):
                    yield path, call.function


def _checks_itself(call: CallFact) -> bool:
    return bool({("check", "=True"), ("catch_exceptions", "=False")} & set(call.kwargs))


def _is_foreign(call: CallFact, *, strange: bool) -> bool:
    """Whether a call can check without saying so: of a parameter itself, or of a library's class of tests."""
    if call.path[:1] == "%" and "." not in call.path:
        return True
    return strange and call.path.startswith("@.") and "()." in call.path


__all__ = ["Checks"]
