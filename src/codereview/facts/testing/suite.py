"""The tests of a project: `codereview.facts.project.ProjectFacts.testing`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.module import FunctionFact
from codereview.facts.testing.collection import Collection, Test
from codereview.facts.testing.configs import Config, configs
from codereview.facts.testing.reached import Reached, is_production
from codereview.facts.testing.runners import Runners, runners
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts


class Testing:
    """What runs the tests of a project, what is collected, and what they reach. Everything is worked out when asked.

    Args:
        project: its facts.
    """

    __test__ = False

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    @cached_property
    def configs(self) -> dict[str, tuple[Config, ...]]:
        """The configurations of pytest by folder, that which counts in front."""
        return configs(self._project.texts)

    @cached_property
    def runners(self) -> Runners:
        """What runs the tests."""
        return runners(self._project, configured=bool(self.configs))

    @cached_property
    def collection(self) -> Collection:
        """What they collect, and why not."""
        return Collection(self._project, self.configs, self.runners)

    @property
    def files(self) -> tuple[str, ...]:
        """The test files that are collected."""
        return self.collection.files

    @property
    def tests(self) -> tuple[Test, ...]:
        """The tests that are collected."""
        return self.collection.tests

    @cached_property
    def support(self) -> tuple[str, ...]:
        """What runs with them: every ``conftest.py``, and all that lies among tests without being one."""
        return tuple(
            path
            for path, facts in self._project.files.items()
            if path.rpartition("/")[2] == "conftest.py"
            or (
                self._project.zone(path) is Zone.TESTS
                and facts.failure is None
                and not self._holds_tests(path)
            )
        )

    def _holds_tests(self, path: str) -> bool:
        return any(f.name.startswith("test") for f in self._project.files[path].functions)

    @cached_property
    def exist(self) -> bool:
        """Whether there is a test at all; a runner that is not understood counts with any file among tests."""
        return bool(self.files) or (self.runners.other and any(True for _ in self.collection.test_like()))

    @cached_property
    def reached(self) -> Reached:
        """What the tests reach; without any test, nothing."""
        if not self.exist:
            return Reached(self._project, (), django=False)
        files = [path for path, _ in self.collection.test_like()] if self.runners.other else self.files
        django = self.runners.django and any(
            item.module.partition(".")[0] in ("django", "rest_framework", "pytest_django")
            for path in (*files, *self.support)
            for item in self._project.files[path].imports
        )
        starts = dict.fromkeys((*files, *self.support))
        return Reached(self._project, starts, django=django or self._pytest_django)

    @cached_property
    def _pytest_django(self) -> bool:
        return any("DJANGO_SETTINGS_MODULE" in c.settings for found in self.configs.values() for c in found)

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The production modules that hold behaviour, by path."""
        project = self._project
        return tuple(path for path, facts in project.files.items() if is_production(project, path, facts))

    @cached_property
    def unreached_modules(self) -> tuple[str, ...]:
        """Those that no test imports, directly or through others."""
        return tuple(path for path in self.modules if path not in self.reached.files)

    @property
    def modules_total(self) -> int:
        """How many production modules hold behaviour."""
        return len(self.modules)

    @property
    def modules_reached(self) -> int:
        """How many of them some test imports."""
        return len(self.modules) - len(self.unreached_modules)

    @cached_property
    def public(self) -> tuple[tuple[Key, FunctionFact], ...]:
        """The public functions and methods of those modules."""
        return tuple((key, function) for path in self.modules for key, function in self._public_in(path))

    def _public_in(self, path: str) -> Iterator[tuple[Key, FunctionFact]]:
        facts = self._project.files[path]
        for index, function in enumerate(facts.functions):
            if (
                function.parent >= 0
                or function.stub
                or function.overload
                or function.name.startswith(("_", "<"))
            ):
                continue
            if any(path.rpartition(".")[2].endswith("property") for path in function.decorators):
                continue  # read, not called: the facts of calls say nothing of it
            if function.cls < 0 or "_" not in {
                part[0] for part in facts.classes[function.cls].qualname.split(".")
            }:
                yield (path, index), function

    @cached_property
    def unreached_functions(self) -> tuple[Key, ...]:
        """Those that no test reaches, of modules that tests import."""
        reached, files = self.reached.functions, self.reached.files
        return tuple(key for key, _ in self.public if key[0] in files and key not in reached)

    @property
    def functions_total(self) -> int:
        """How many public functions and methods there are."""
        return len(self.public)

    @property
    def functions_reached(self) -> int:
        """How many of them a test reaches, as far as calls can be followed."""
        reached = self.reached.functions
        return sum(key in reached for key, _ in self.public)


__all__ = ["Testing"]
