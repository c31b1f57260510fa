"""Whether a test reaches code of the project, or only its own mocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from codereview.facts.module import BY_NAME, CallFact
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.testing.collection import Test, is_fixture
from codereview.model import Zone

from .collect import Patched

_MOCKS = ("unittest.mock.", "mock.mock.", "mock.Mock", "mock.MagicMock", "mock.AsyncMock", "mock.patch")
_MAKERS = frozenset({"Mock", "MagicMock", "AsyncMock", "NonCallableMock", "PropertyMock", "create_autospec"})
_PLAIN = (
    "builtins.",
    "pytest.",
    "datetime.",
    "json.",
    "uuid.",
    "asyncio.",
    "=",
    "decimal.",
    "logging.",
    "unittest.TestCase",
)
_TOOLS = frozenset(
    {"patch", "object", "dict", "multiple", "call", "ANY", "sentinel", "DEFAULT", "stop", "start"}
)


class Mocked:
    """Judges tests.

    Args:
        project: its facts, with the notes of `Patched`.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    def only_mocks(self, test: Test) -> bool:
        """Whether everything that a test calls is a mock of its own, and it does call one."""
        called = False
        calls = list(self._calls(test))
        for call in calls:
            if self._is_mock(test, call.path):
                name = last_name(call.path)
                called = called or (call.path.endswith(")") or self._is_used(call.path, name))
                continue
            if not call.path.startswith(_PLAIN) and not self._is_assertion(test, call):
                return False
            if any(self._is_code(test.path, value) for value in call.given):
                return False
        return called and not self._reads_code(test)

    def _is_used(self, path: str, name: str) -> bool:
        """Whether a call on a mock is one that code would make, not one of the mock's own interface."""
        return name not in _MAKERS | _TOOLS and not name.startswith(
            ("assert_", "reset_mock", "configure_mock", "attach")
        )

    def _is_assertion(self, test: Test, call: CallFact) -> bool:
        return test.cls >= 0 and last_name(call.path).startswith("assert") and "()." in call.path

    def _is_mock(self, test: Test, path: str) -> bool:
        if path.startswith(_MOCKS):
            return True
        if path[:1] != "%":
            return False
        name = path.partition(":")[2].partition(".")[0].partition("(")[0]
        made = self._fixtures.get((test.path, name)) or ()
        return bool(made) and all(value.startswith(_MOCKS) for value in made)

    @cached_property
    def _fixtures(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """What the fixtures of a file give, by file and name."""
        return {
            (key[0], function.name): (*function.returns, *function.yields)
            for key, function in self._project.functions
            if function.decorators and is_fixture(function)
        }

    def _calls(self, test: Test) -> Iterator[CallFact]:
        own = [test.index]
        for index in own:
            own.extend(self._inside.get((test.path, index), ()))
        for index in sorted(own):
            yield from self._project.calls_in((test.path, index))

    @cached_property
    def _inside(self) -> dict[Key, list[int]]:
        """The functions and lambdas that stand directly in a function."""
        found: dict[Key, list[int]] = defaultdict(list)
        for (path, index), function in self._project.functions:
            if function.parent >= 0:
                found[path, function.parent].append(index)
        return found

    def _is_code(self, path: str, value: str) -> bool:
        """Whether a value is something of the project, or cannot be told."""
        if value[:1] in "=":
            return False
        return not value.startswith((*_MOCKS, "builtins.", "datetime.", "uuid.", "?"))

    def _reads_code(self, test: Test) -> bool:
        facts = self._project.files[test.path]
        imports = any(item.function == test.index for item in facts.imports)
        refs = any(
            ref.function == test.index
            and not (ref.path.startswith("builtins.") or self._is_mock(test, ref.path))
            for ref in facts.refs
        )
        return imports or refs

    def patches_itself(self, test: Test) -> str:
        """The function of the project that a test replaces and then calls, as its only code; empty if none."""
        project = self._project
        replaced: dict[Key, tuple[str, int]] = {}
        for name, line in self._patches(test):
            target = project.resolve(test.path, name)
            if target.kind == "function" and project.zone(target.file) is Zone.PRODUCTION:
                replaced[target.key] = (name, line)
        if not replaced:
            return ""
        found = ""
        for call in self._calls(test):
            target = project.resolve(test.path, call.path)
            if target.kind == "class" or target.kind == "external":
                continue
            key = project.callee(target)
            if key is None:
                if call.path[:1] in "%?" and not self._is_parameter_of_patch(call.path):
                    return ""  # a fixture or something unknown can lead to the code
                continue
            if key in replaced and not call.flags & BY_NAME and call.line > replaced[key][1]:
                found = project.function(key).qualname
            elif project.zone(key[0]) is Zone.PRODUCTION and not project.function(key).name.startswith("__"):
                return ""
        return found

    def _is_parameter_of_patch(self, path: str) -> bool:
        name = path.partition(":")[2].partition(".")[0].lower()
        return "mock" in name or "patch" in name

    def _patches(self, test: Test) -> list[tuple[str, int]]:
        return self._by_test.get((test.path, test.index), [])

    @cached_property
    def _by_test(self) -> dict[Key, list[tuple[str, int]]]:
        """What a function replaces in its body or decorators, each with its line."""
        found: dict[Key, list[tuple[str, int]]] = defaultdict(list)
        for path, notes in self._project.noted(Patched):
            for note in notes:
                index = note.function if note.function >= 0 else self._decorated(path, note.line)
                found[path, index].append((str(note.values[0]), note.line))
        return found

    def _decorated(self, path: str, line: int) -> int:
        """The function that follows a line as the next one, if it has decorators that patch."""
        functions = self._project.files[path].functions
        after = [
            (f.body_line, index)
            for index, f in enumerate(functions)
            if f.body_line > line and f.name != "<lambda>"
        ]
        if not after:
            return -1
        index = min(after)[1]
        function = functions[index]
        inside = any(
            other.body_line <= line <= other.end_line for other in functions if other is not function
        )
        return index if not inside and any("patch" in name for name in function.decorators) else -1


__all__ = ["Mocked"]
