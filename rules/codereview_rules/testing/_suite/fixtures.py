"""Fixtures that tests ask for and that nobody provides."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from codereview.api import At, Confidence, Related, Severity
from codereview.facts.fingerprints import word_hash
from codereview.facts.module import FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.collection import is_fixture
from codereview_rules.testing._collection.values import counted

from ..._syntax.patterns import lazy_pattern
from .broken import Stopped
from .plugins import BUILT_IN, FIXTURES, KNOWN, declared

_PLUGIN = lazy_pattern(r"pytest|hypothesis|faker|factory-boy|syrupy|tavern|schemathesis|testinfra")
_SHOWN = 8


class Fixtures:
    """Holds the parameters of tests against the fixtures that there are.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._testing = project.testing

    def stopped(self) -> Iterator[Stopped]:
        """One value for each fixture, or plug-in that brings several."""
        if not self._testing.runners.pytest_shown or self._generated or self._testing.runners.other:
            return
        missing: dict[str, list[tuple[str, FunctionFact, str]]] = defaultdict(list)
        for test in self._testing.tests:
            function = self._project.files[test.path].functions[test.index]
            if test.cls >= 0 and self._testing.collection.kind(test.path, test.cls) != "plain":
                continue
            for name in self._asked(test.path, function, test.cls):
                plugins = FIXTURES.get(name, ())
                if plugins and self._declares_tests and not self._declared.intersection(plugins):
                    missing[plugins[0]].append((test.path, function, name))
                elif not plugins and self._is_closed and not self._is_spelled(test.path, name):
                    missing["=" + name].append((test.path, function, name))
        for key, found in missing.items():
            yield self._told(key, found)

    def _told(self, key: str, found: list[tuple[str, FunctionFact, str]]) -> Stopped:
        path, function, name = found[0]
        tests = counted(len(found), "test")
        asks = "asks" if len(found) == 1 else "ask"
        if key[0] == "=":
            message = f"{tests} {asks} for `{name}`, and no fixture of this name is there: pytest stops with an error"
        else:
            message = (
                f"{tests} {asks} for `{name}` of {key}, which no manifest names: after a fresh "
                f"install pytest stops with an error"
            )
        related = tuple(Related(p, f.line, f"`{f.name}` asks for `{n}`") for p, f, n in found[1 : 1 + _SHOWN])
        at = At(function.line, function.column, function.line, function.column)
        return Stopped(
            path,
            at,
            message,
            Severity.MEDIUM,
            Confidence.MEDIUM,
            function.qualname,
            related,
            f"fixture {key}",
        )

    def _asked(self, path: str, function: FunctionFact, cls: int) -> Iterator[str]:
        """The names that pytest has to have a fixture for; none where a decorator could bring them."""
        if any(not _is_plain_mark(d) for d in function.decorators):
            return
        facts = self._project.files[path]
        if cls >= 0 and facts.classes[cls].decorators:
            return
        params = [p for p in function.params if p.kind in ("positional", "keyword") and not p.default]
        first = cls >= 0 and not any(d.rpartition(".")[2] == "staticmethod" for d in function.decorators)
        for param in params[1:] if first else params:
            if param.name not in BUILT_IN and param.name not in self._defined:
                yield param.name

    @cached_property
    def _defined(self) -> frozenset[str]:
        """Names of all functions of the project, and of whatever fixtures call themselves."""
        names = {function.name for _, function in self._project.functions}
        return frozenset(names | {name for facts in self._project.files.values() for name in facts.names})

    @cached_property
    def _renamed(self) -> tuple[bytes, ...]:
        """The words of files that give fixtures other names, or make them by computed ones."""
        return tuple(
            facts.prints.words
            for facts in self._project.files.values()
            if any(is_fixture(f) and f.decorators[0].endswith("()") for f in facts.functions)
            or any(call.path.endswith("fixture") and call.function >= 0 for call in facts.calls)
            or facts.path.endswith("conftest.py")
        )

    def _is_spelled(self, path: str, name: str) -> bool:
        code = word_hash(name).to_bytes(4, sys.byteorder)
        facts = self._project.files[path]
        if facts.stars or any(call.path.endswith("fixture") for call in facts.calls):
            return True
        return any(code in words for words in self._renamed)

    @cached_property
    def _generated(self) -> bool:
        """Whether something in the project makes tests or fixtures up as it runs."""
        return bool(
            {"pytest_generate_tests", "pytest_pycollect_makeitem", "pytest_collect_file"} & self._defined
        )

    @cached_property
    def _declared(self) -> frozenset[str]:
        return declared(self._project)

    @cached_property
    def _declares_tests(self) -> bool:
        """Whether the manifests say what the tests need."""
        return "pytest" in self._declared

    @cached_property
    def _is_closed(self) -> bool:
        """Whether all plug-ins are known by their fixtures: no other one is declared, loaded or registered here."""
        if any(_PLUGIN.match(name) and name not in KNOWN for name in self._declared):
            return False
        if any("pytest11" in text for text in self._project.texts.values()):
            return False
        return self._declares_tests and not any(
            "pytest_plugins" in facts.names for facts in self._project.files.values()
        )


def _is_plain_mark(path: str) -> bool:
    """Whether a decorator is a mark that brings no parameters."""
    name = path.removesuffix("()")
    return (name.startswith("pytest.mark.") and name != "pytest.mark.parametrize") or name == "staticmethod"
