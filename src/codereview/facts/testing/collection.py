"""What test runners collect: the files, and the tests in them; with the reason for what they leave out.

A file is collected if any of the runners that the project shows takes it, under any configuration above it:
pytest may be started in each folder that has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import msgspec

from codereview.facts.module import ClassFact, FileFacts, FunctionFact
from codereview.facts.testing.configs import Config
from codereview.facts.testing.patterns import Patterns, patterns_of
from codereview.facts.testing.runners import Runners
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

ClassKind = Literal["unittest", "plain", "unknown"]
_NOT_TESTS = frozenset({Zone.VENDORED, Zone.ENVIRONMENT, Zone.GENERATED})
_PLAIN = ("typing.", "abc.", "collections.abc.", "builtins.object")


class Test(msgspec.Struct, frozen=True):
    """One test function that is collected: its file, its index there, and that of its class or -1."""

    __test__ = False

    path: str
    index: int
    cls: int


class Collection:
    """The tests of a project.

    Args:
        project: its facts.
        configs: the configurations of pytest by folder.
        runners: what runs the tests.
    """

    def __init__(
        self, project: ProjectFacts, configs: dict[str, tuple[Config, ...]], runners: Runners
    ) -> None:
        self.project = project
        self.runners = runners
        self._configs = configs
        self._by_folder: dict[str, tuple[Patterns, ...]] = {}

    @cached_property
    def folders(self) -> frozenset[str]:
        """All folders of the repository; the top one is the empty string."""
        found = {""}
        for path in (*self.project.files, *self.project.others, *self.project.left_out):
            folder = path.strip("/").rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found | {path.strip("/") for path in self.project.left_out})

    @cached_property
    def all_files(self) -> frozenset[str]:
        """All files of the repository."""
        return frozenset((*self.project.files, *self.project.others))

    def patterns(self, folder: str) -> tuple[Patterns, ...]:
        """The rules of pytest that can hold for the files of a folder: those of the configurations above it."""
        known = self._by_folder.get(folder)
        if known is None:
            above = self.patterns(folder.rpartition("/")[0]) if folder else ()
            here = [
                patterns_of(config, self.folders, self.all_files)
                for config in taken(self._configs.get(folder, ()))
            ]
            known = (*(p for p in above if p.config), *here) or (Patterns(),)
            self._by_folder[folder] = known
        return known

    def test_like(self) -> Iterator[tuple[str, FileFacts]]:
        """The files that are tests or stand among them, copies of others' code left out."""
        for path, facts in self.project.files.items():
            zone = self.project.zone(path)
            if not path.endswith(".py") or zone in _NOT_TESTS or facts.failure is not None:
                continue
            folder, _, name = path.rpartition("/")
            if (
                zone is Zone.TESTS
                or name.startswith("test")
                or any(p.takes_file(path) for p in self.patterns(folder))
            ):
                yield path, facts

    def left_out(self, path: str) -> str:
        """Why no runner takes a file: ``name``, ``testpaths``, ``norecursedirs``, ``ignore``, ``package`` (no
        ``__init__.py`` beside it, which unittest's discovery needs); empty if one takes it."""
        found = ""
        if self.runners.pytest:
            for rules in self.patterns(path.rpartition("/")[0]):
                reason = rules.not_looked_into(path) or ("" if rules.takes_file(path) else "name")
                if not reason:
                    return ""
                found = reason if not found or found == "name" else found
        if self.runners.django or self.runners.unittest or not self.runners.pytest_shown:
            reason = self._not_discovered(path)
            if not reason:
                return ""
            found = found or reason
        return found

    def _not_discovered(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        if not name.startswith("test"):
            return "name"
        if not folder or f"{folder}/__init__.py" in self.project.files or folder in self.runners.named:
            return ""
        return "package" if self.runners.only_unittest and self.runners.django else ""

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files that a runner collects and that hold a test, in the order of paths."""
        return tuple(dict.fromkeys(test.path for test in self.tests))

    @cached_property
    def tests(self) -> tuple[Test, ...]:
        """The tests that are collected."""
        return tuple(
            Test(path, index, function.cls)
            for path, facts in self.test_like()
            if not self.left_out(path)
            for index, function in self.cases(path, facts)
        )

    def cases(self, path: str, facts: FileFacts) -> Iterator[tuple[int, FunctionFact]]:
        """The tests that a file holds if it is collected, later definitions of a name instead of earlier ones."""
        last = {function.qualname: index for index, function in enumerate(facts.functions)}
        patterns = self.patterns(path.rpartition("/")[0])
        for index, function in enumerate(facts.functions):
            if function.parent >= 0 or last[function.qualname] != index or is_fixture(function):
                continue
            if function.cls < 0:
                if not self.runners.only_unittest and any(p.takes_function(function.name) for p in patterns):
                    yield index, function
            elif self._method_is_test(function.name, path, function.cls, patterns):
                yield index, function

    def _method_is_test(self, name: str, path: str, cls: int, patterns: tuple[Patterns, ...]) -> bool:
        kind = self.kind(path, cls)
        if kind != "plain":
            return name.startswith("test")
        return any(p.takes_function(name) for p in patterns) and self.is_collected(path, cls)

    def is_collected(self, path: str, cls: int) -> bool:
        """Whether a class is looked into for tests (one of which the bases are not known: taken for granted)."""
        facts = self.project.files[path]
        found = facts.classes[cls]
        if "<locals>" in found.qualname or switched_off(found):
            return False
        if self.kind(path, cls) != "plain":
            return True
        if self.runners.only_unittest or self.constructor(path, cls) is not None:
            return False
        if found.parent >= 0 and not self.is_collected(path, found.parent):
            return False
        return any(p.takes_class(found.name) for p in self.patterns(path.rpartition("/")[0]))

    def kind(self, path: str, cls: int) -> ClassKind:
        """Whether a class is a test case of unittest, none, or cannot be told."""
        found: ClassKind = "plain"
        for base in self.project.resolver.bases((path, cls)):
            if isinstance(base, str):
                if base.rpartition(".")[2].endswith("TestCase"):
                    return "unittest"
                if not base.startswith(_PLAIN):
                    found = "unknown"
        facts = self.project.files[path].classes[cls]
        if facts.keywords or facts.decorators:
            return "unknown" if found == "plain" and not _only_marks(facts) else found
        return found

    def constructor(self, path: str, cls: int) -> tuple[str, int] | None:
        """The ``__init__`` or ``__new__`` of a class, its own or of a base in the project: pytest passes it over."""
        for key in self.project.resolver.bases((path, cls)):
            if not isinstance(key, str):
                methods = self.project.files[key[0]].classes[key[1]].methods
                index = methods.get("__init__", methods.get("__new__"))
                if index is not None:
                    return key[0], index
        return None


def taken(configs: tuple[Config, ...]) -> tuple[Config, ...]:
    """Of the configurations of one folder that which pytest takes, for versions before 9 and since."""
    first = configs[:1]
    later = [config for config in configs if not config.native][:1] if first and first[0].native else []
    return (*first, *later)


def is_fixture(function: FunctionFact) -> bool:
    """Whether pytest takes a function for a fixture."""
    return any(path.removesuffix("()").rpartition(".")[2].endswith("fixture") for path in function.decorators)


def switched_off(cls: ClassFact) -> bool:
    """Whether a class says ``__test__ = False``."""
    return any(attr.name == "__test__" and attr.path != "=True" for attr in cls.attrs)


def _only_marks(cls: ClassFact) -> bool:
    return not cls.keywords and all(path.startswith("pytest.mark.") for path in cls.decorators)


__all__ = ["ClassKind", "Collection", "Test", "is_fixture", "switched_off", "taken"]
