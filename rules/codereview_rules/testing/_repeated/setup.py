"""What the tests of a file all do before they test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from codereview.facts.module import CallFact, FileFacts
from codereview.facts.paths import last_name
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.collection import is_fixture

_EARLY = 4
_FEWEST = 5
_SET_UP = frozenset(
    {
        "setUp",
        "setUpClass",
        "setUpTestData",
        "asyncSetUp",
        "setup_method",
        "setup_class",
        "setup_function",
        "setup_module",
        "setup",
    }
)
_TRIVIAL = (
    "builtins.",
    "=",
    "datetime.",
    "json.",
    "pytest.",
    "unittest.mock.",
    "time.",
    "os.",
    "re.",
    "uuid.",
    "asyncio.",
)


class Repeated(msgspec.Struct, frozen=True):
    """Calls that tests of a file have in common: their names, the lines of the tests, and how many tests there are."""

    path: str
    names: tuple[str, ...]
    lines: tuple[int, ...]
    tests: int


def shares_set_up(project: ProjectFacts) -> bool:
    """Whether anything of the suite is shared or parametrised: fixtures, ``setUp``, parameters, sub-tests."""
    paths = {*project.testing.files, *project.testing.support}
    return any(_shares(project.files[path]) for path in paths if path in project.files)


def _shares(facts: FileFacts) -> bool:
    if any(function.name in _SET_UP or is_fixture(function) for function in facts.functions):
        return True
    decorators = (path for function in facts.functions for path in function.decorators)
    if any(word in path for path in decorators for word in ("parametri", "given", "ddt", "expand", "data()")):
        return True
    return any(last_name(call.path) in ("subTest", "given", "pytest_generate_tests") for call in facts.calls)


def repeated(project: ProjectFacts) -> Iterator[Repeated]:
    """The files of which more than half of the tests, and at least five, begin with the same two calls or more."""
    tests: dict[str, list[int]] = defaultdict(list)
    for test in project.testing.tests:
        tests[test.path].append(test.index)
    for path, indices in tests.items():
        found: dict[str, list[int]] = defaultdict(list)
        shared: dict[tuple[object, ...], set[int]] = defaultdict(set)
        for index in indices:
            for call in _early(project.calls_in((path, index))):
                shared[call.path, call.args, call.kwargs].add(index)
        common = {
            key: users
            for key, users in shared.items()
            if len(users) >= _FEWEST and len(users) * 2 > len(indices)
        }
        everyone: set[int] = set.intersection(*common.values()) if len(common) > 1 else set()
        if len(everyone) >= _FEWEST:
            for key in common:
                found[last_name(str(key[0]))] = []
            lines = sorted(project.files[path].functions[index].line for index in everyone)
            yield Repeated(path, tuple(found), tuple(lines), len(indices))


def _early(calls: Iterable[CallFact]) -> list[CallFact]:
    """The first calls of a test that are not of the standard library; the last one is what it tests."""
    own = [
        call
        for call in sorted(calls, key=lambda call: (call.line, call.column))
        if not call.path.startswith(_TRIVIAL) and call.path[:1] != "?" and "assert" not in call.path
    ]
    return own[:-1][:_EARLY]


__all__ = ["Repeated", "repeated", "shares_set_up"]
