"""What tests reach: modules through imports, functions through calls.

Both err on the side of reached. A module is also reached if a string in a reached one names it
(``mock.patch``, Django's settings), and if a framework loads it wherever Django's test runner starts. A
function is also reached if something that runs calls an attribute of its name on an object of which nothing
is known, or if it is handed to a framework by a decorator or as an argument.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.clones import is_migration
from codereview.facts.dependencies.toml_places import load_toml, table
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.reach import COMPUTED_IMPORTS
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_LOADED_BY_DJANGO = re.compile(
    r"(?:urls|models|admin|apps|signals?|receivers?|settings\w*|checks|tasks|templatetags|api|cms_\w+|wagtail_hooks|lookups"
    r"|search_indexes|documents|translation|handlers?|routing|consumers|celery|middlewares?|context_processors|backends?"
    r"|sitemaps|feeds|resources|permissions|adapters?|validators|authentication|converters|conf)$"
)
_HARMLESS = frozenset(
    "staticmethod classmethod property cached_property lru_cache cache contextmanager asynccontextmanager wraps "
    "abstractmethod override final setter no_type_check deprecated".split()
)
_NO_MODULES = frozenset({"__main__.py", "setup.py", "conftest.py"})
_TESTS = re.compile(
    r"(?:^|[/_])(?:tests?|testing|e2e|conftest|locust(?:file|files)?)(?:[/_.]|$)", re.IGNORECASE
)
_INSTALLED = (
    "importlib.metadata.entry_points",
    "importlib_metadata.entry_points",
    "pkg_resources.iter_entry_points",
)
_LEAST_NAME = 6
_SHORT_NAME = 3


class Reached:
    """What a set of test files reaches.

    Args:
        project: the facts.
        starts: files that run with the tests: tests, ``conftest.py``, what lies among them.
        django: whether Django is set up for them, which imports what its applications consist of.
    """

    def __init__(self, project: ProjectFacts, starts: Iterable[str], *, django: bool) -> None:
        self._project = project
        self._starts = tuple(starts)
        self._django = django

    @cached_property
    def files(self) -> frozenset[str]:
        """All files that running the tests imports, the tests themselves included."""
        project = self._project
        queue = [*self._starts, *self._addressed]
        if self._django:
            queue += [path for path in project.files if self._is_loaded(path)]
        seen = set(queue)
        while queue:
            path = queue.pop()
            found = (
                *project.imports.get(path, ()),
                *self._elsewhere(path),
                *self._named_in(path),
                *self._loaded_by(path),
            )
            for other in found:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return frozenset(seen)

    @cached_property
    def _addressed(self) -> list[str]:
        """Modules after which a test file is called: ``prices.py`` of ``test_prices.py``, however it gets there."""
        names = {path.rpartition("/")[2].removesuffix(".py") for path in self._starts}
        found = []
        for path in self._project.files:
            stem = path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")[2]
            if len(stem) > _SHORT_NAME and (f"test_{stem}" in names or f"{stem}_test" in names):
                found.append(path)
        return found

    def _elsewhere(self, path: str) -> list[str]:
        """Modules of folders that are put on the import path from outside: by ``pythonpath``, a script, the editor."""
        facts = self._project.files.get(path)
        if facts is None or self._project.zone(path) is not Zone.TESTS:
            return []
        folder = path.rpartition("/")[0]
        found: list[str] = []
        for item in facts.imports:
            if not item.level and not self._project.layout.find(item.module, folder):
                for name in (item.module, f"{item.module}.{item.name}"):
                    found += self._ends.get(name, ())
        return found

    @cached_property
    def _ends(self) -> dict[str, list[str]]:
        """Production modules by every name that they have from some folder."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self._project.files:
            if self._project.zone(path) is Zone.PRODUCTION:
                parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
                for start in range(1, len(parts)):
                    found[".".join(parts[start:])].append(path)
        return dict(found)

    def _is_loaded(self, path: str) -> bool:
        *folders, name = path.removesuffix(".py").split("/")
        if self._project.zone(path) is not Zone.PRODUCTION:
            return False
        return _LOADED_BY_DJANGO.match(name) is not None or (
            bool(folders) and _LOADED_BY_DJANGO.match(folders[-1]) is not None
        )

    def _named_in(self, path: str) -> Iterable[str]:
        facts = self._project.files.get(path)
        if facts is None:
            return ()
        spoken = [self._spoken]
        if any(call.path.startswith(COMPUTED_IMPORTS) for call in facts.calls):
            spoken.append(self._by_stem)
        numbers = unpacked(facts.prints.spoken)
        return [other for known in spoken for number in numbers if number in known for other in known[number]]

    @cached_property
    def _by_stem(self) -> dict[int, list[str]]:
        """Modules by the hash of a string that is their plain name: ``import_module("app")``."""
        found: dict[int, list[str]] = defaultdict(list)
        for path in self._project.files:
            stem = path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")[2]
            found[word_hash("=" + stem)].append(path)
        return dict(found)

    def _loaded_by(self, path: str) -> Iterable[str]:
        """What lies beside and below a production file that imports by computed names."""
        facts = self._project.files.get(path)
        if facts is None or self._project.zone(path) is not Zone.PRODUCTION:
            return ()
        computed = any(call.path.startswith(COMPUTED_IMPORTS) for call in facts.calls)
        folders = [path.rpartition("/")[0] + "/"] if computed else []
        if any(call.path.endswith(_INSTALLED) for call in facts.calls):
            folders += self._offered
        if not folders:
            return ()
        return [other for other in self._project.files if other.startswith(tuple(folders))]

    @cached_property
    def _offered(self) -> tuple[str, ...]:
        """The folders of packages that the project itself offers under entry points: a registry of plug-ins loads them,
        as a whole where it names no module in them."""
        data = load_toml(self._project.texts.get("pyproject.toml", ""))
        groups = {} if isinstance(data, str) else table(data, "project", "entry-points")
        found = set()
        for targets in groups.values():
            for target in targets.values() if isinstance(targets, dict) else ():
                package = "/" + str(target).partition(":")[0].strip().replace(".", "/") + "/__init__.py"
                found |= {
                    path.removesuffix("__init__.py")
                    for path in self._project.files
                    if f"/{path}".endswith(package)
                }
        return tuple(sorted(found))

    @cached_property
    def _spoken(self) -> dict[int, list[str]]:
        """Modules by the hash under which a string speaks of them."""
        found: dict[int, list[str]] = defaultdict(list)
        for path in self._project.files:
            parts = path.removesuffix("/__init__.py").removesuffix(".py").split("/")
            if self._project.zone(path) in (Zone.PRODUCTION, Zone.SCRIPTS, Zone.TESTS):
                found[word_hash(".".join(parts[-2:]) if len(parts) > 1 else "." + parts[0])].append(path)
                # call_command("name") of Django, and plug-ins that tests name
                if parts[-2:-1] == ["commands"] or len(parts[-1]) >= _LEAST_NAME:
                    found[word_hash("=" + parts[-1])].append(path)
        return dict(found)

    @cached_property
    def functions(self) -> frozenset[Key]:
        """The functions that run with the tests, by file and index; methods and lambdas among them."""
        return frozenset(self._walk())

    def _walk(self) -> set[Key]:
        project = self._project
        by_name, edges = self._by_name, self._edges
        queue: list[Key] = []
        seen: set[Key] = set()

        def reach(keys: Iterable[Key]) -> None:
            for key in keys:
                if key not in seen:
                    seen.add(key)
                    queue.append(key)

        starts = set(self._starts)
        for path in self.files:
            facts = project.files.get(path)
            if facts is not None:
                reach([(path, -1)])
                reach(
                    (path, i)
                    for i, f in enumerate(facts.functions)
                    if path in starts or self._is_started(facts, f)
                )
        called = {
            path.removesuffix("()").rpartition(".")[2]
            for file in self.files
            if file in project.files
            for path in _decorators(project.files[file])
        }
        reach(key for name in called for key in by_name.get(name, ()))
        while queue:
            key = queue.pop()
            for name in self._read.get(key, ()):
                if name not in called:
                    called.add(name)
                    reach(by_name.get(name, ()))
            reach(edges.get(key, ()))
            reach(self._inside.get(key, ()))
            for call in project.calls_in(key):
                # a method that is known can be overridden: those of its name run, too
                known = (key[0], call.path) in self._resolved and "()" not in call.path
                names = () if known else (call.path,)
                for path in (*names, *call.given):
                    name = path.rpartition(".")[2]
                    if name not in called:
                        called.add(name)
                        reach(by_name.get(name, ()))
        return seen

    @cached_property
    def _edges(self) -> dict[Key, list[Key]]:
        found: dict[Key, list[Key]] = defaultdict(list)
        for edge in self._project.edges:
            callee = self._project.callee(edge.target)
            if callee is not None:
                found[edge.caller].append(callee)
        return found

    @cached_property
    def _resolved(self) -> frozenset[tuple[str, str]]:
        """Files with the paths of those calls in them of which it is known what they call."""
        return frozenset((edge.caller[0], edge.call.path) for edge in self._project.edges)

    @cached_property
    def _read(self) -> dict[Key, list[str]]:
        """By function the names of attributes that it reads without calling them."""
        found: dict[Key, list[str]] = defaultdict(list)
        for path in self.files:
            facts = self._project.files.get(path)
            if facts is not None:
                for ref in facts.refs:
                    found[path, ref.function].append(ref.path.rpartition(".")[2])
                for read in facts.reads:
                    found[path, read.function].append(read.path.rpartition(".")[2])
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = defaultdict(list)
        for key, function in self._project.functions:
            found[function.name].append(key)
        return found

    @cached_property
    def _inside(self) -> dict[Key, list[Key]]:
        """Functions and lambdas by the function around them."""
        found: dict[Key, list[Key]] = defaultdict(list)
        for (path, index), function in self._project.functions:
            if function.parent >= 0:
                found[path, function.parent].append((path, index))
        return found

    def _is_started(self, facts: FileFacts, function: FunctionFact) -> bool:
        """Whether something that is not seen can call a function of an imported module: a decorator has it, or its
        class stands on somebody else's; dunder methods run by themselves."""
        if any(path.removesuffix("()").rpartition(".")[2] not in _HARMLESS for path in function.decorators):
            return True
        if function.cls < 0:
            return False
        if function.name.startswith("__"):
            return True
        bases = self._project.resolver.bases((facts.path, function.cls))
        return any(isinstance(base, str) for base in bases) or bool(facts.classes[function.cls].decorators)


def _decorators(facts: FileFacts) -> Iterator[str]:
    """The decorators of a file's functions and classes."""
    for function in facts.functions:
        yield from function.decorators
    for cls in facts.classes:
        yield from cls.decorators


def is_production(project: ProjectFacts, path: str, facts: FileFacts) -> bool:
    """Whether a module holds behaviour of the project that a test can be asked for."""
    if project.zone(path) is not Zone.PRODUCTION or not path.endswith(".py") or facts.failure is not None:
        return False
    if path.rpartition("/")[2] in _NO_MODULES or is_migration(path) or _TESTS.search(path):
        return False
    return any(not f.stub and f.name != "<lambda>" for f in facts.functions)


__all__ = ["Reached", "is_production"]
