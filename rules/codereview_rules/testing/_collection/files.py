"""Files with tests that no runner takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from codereview.api import At, Confidence, Related
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern
from .values import Lost, counted, some

_DATA = frozenset(
    "data fixtures fixture testdata test_data samples sample resources resource examples example snapshots assets "
    "golden corpus input inputs expected cases templates playground manual scripts helpers utils demo stubs".split()
)
_SET_ASIDE = lazy_pattern(r"skip|disabled?_|_|old_|manual|deprecated|broken|x_?test|no_?test|notest")
"""How files are called that somebody has switched off on purpose."""
_OF_CHECKERS = frozenset({"assert_type", "reveal_type"})
_ANY_FOLDER = frozenset({"", "tests", "test", "testing", "unit", "integration"})
_SEVERAL = 3
_LARGEST = 100_000


class Files:
    """Files among tests that hold tests and are not collected.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._collection = project.testing.collection
        self._runners = project.testing.runners
        self._imported = {other for other in project.importers if other.rpartition("/")[2] != "__init__.py"}

    def lost(self) -> Iterator[Lost]:
        """One finding for each folder and reason, or for each file where they are few."""
        groups: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for path, facts in self._collection.test_like():
            reason = self._collection.left_out(path)
            if reason and reason != "ignore" and self._is_suite(path, facts):
                cases = [function for _, function in self._collection.cases(path, facts)]
                tests = len(cases)
                if any(function.name != "test" for function in cases):  # that name is one for anything
                    groups[reason, self._group(path, reason)].append((path, tests))
        for (reason, folder), found in groups.items():
            if len(found) > _SEVERAL or reason != "name":
                yield self._told(reason, folder, found)
            else:
                for item in found:
                    yield self._told(reason, folder, [item])

    def _group(self, path: str, reason: str) -> str:
        folder = path.rpartition("/")[0]
        return "/".join(folder.split("/")[:2]) if reason == "testpaths" else folder

    def _is_suite(self, path: str, facts: FileFacts) -> bool:
        """Whether a file with tests is one to be collected: not imported, started or named by anybody."""
        *folders, name = path.split("/")
        stem = name.removesuffix(".py")
        if name in ("conftest.py", "__init__.py") or facts.main_line or path in self._imported:
            return False
        if (
            _SET_ASIDE.match(stem)
            or _DATA & {part.lower() for part in folders}
            or any(part.startswith(("_", ".")) for part in folders)
        ):
            return False
        if any(item.name in _OF_CHECKERS or item.module in _OF_CHECKERS for item in facts.imports):
            return False  # a type checker reads it, nobody runs it
        if any(call.function < 0 and call.path.startswith("@.") for call in facts.calls):
            return False  # a script: it runs its own functions when it is started
        above = {"/".join(folders[: n + 1]) for n in range(len(folders))} | {path}
        if above & self._runners.named - self._everywhere:
            return False
        if self._collection.left_out(path) == "testpaths":
            if any(part in self._spelled for part in folders):
                return False
            last = folders[-1] if folders else ""
            if last not in _ANY_FOLDER and any(last in text for text in self._commands):
                return False  # a runner of another kind is told of it
        return not any(name in text or f".{stem}\n" in text for text in self._commands)

    @cached_property
    def _commands(self) -> list[str]:
        """The texts in which a file can be named; lock files and the like have no commands."""
        return [text for text in self._project.texts.values() if len(text) < _LARGEST]

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        """Folders that a command names and that were looked into already: a name is left out even there."""
        return frozenset(
            word
            for word in self._runners.named
            if any(p.startswith(f"{word}/") for p in self._collection.files)
        )

    @cached_property
    def _spelled(self) -> frozenset[str]:
        """Names of folders that commands spell."""
        return frozenset(part for word in self._runners.named for part in word.split("/")) - {"", "."}

    def _told(self, reason: str, folder: str, found: Sequence[tuple[str, int]]) -> Lost:
        path, _ = found[0]
        tests = counted(sum(count for _, count in found), "test")
        files = "this file" if len(found) == 1 else f"{len(found)} files in {folder or 'the top folder'}"
        holds = "holds" if len(found) == 1 else "hold"
        patterns = self._collection.patterns(path.rpartition("/")[0])
        sure = Confidence.MEDIUM if self._runners.pytest_shown or reason == "package" else Confidence.LOW
        if reason == "name":
            wanted = some(list(dict.fromkeys(glob for rules in patterns for glob in rules.files)))
            if self._runners.only_unittest:
                wanted = "`test*.py`"
            why = f"no name that a runner takes ({wanted})"
            if not path.rpartition("/")[2].startswith("test"):
                sure = Confidence.LOW
        elif reason == "testpaths":
            places = some(list(dict.fromkeys(place for rules in patterns for place in rules.paths)))
            config = next((rules.config for rules in patterns if rules.config), "")
            why = f"no folder that pytest looks into: `testpaths` in {config} names {places}"
            sure = Confidence.LOW  # other runners may be told of it outside of the repository
        elif reason == "package":
            why = (
                f"no `__init__.py` beside {'it' if len(found) == 1 else 'them'}, without which the "
                f"runner does not look there"
            )
        else:
            why = "a folder that `norecursedirs` keeps pytest out of"
        related = [
            Related(other, 1, f"{counted(count, 'test')}, not collected") for other, count in found[1:9]
        ]
        text = (
            f"{files[0].upper()}{files[1:]} {holds} {tests} and {'has' if len(found) == 1 else 'have'} {why}"
        )
        if reason in ("testpaths", "norecursedirs"):
            text = f"{files[0].upper()}{files[1:]} {holds} {tests} and {'lies' if len(found) == 1 else 'lie'} in {why}"
        return Lost(path, At(1, 1), text, "", sure, tuple(related))
