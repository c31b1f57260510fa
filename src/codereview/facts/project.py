"""The facts of the whole repository, joined in the parent process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from codereview.facts.applications import KNOWN_BY_NAME, is_deployed, library
from codereview.facts.clones import Clones, is_migration
from codereview.facts.commands import Command, commands, holds_commands, may_start
from codereview.facts.cycles import Cycle, Graph, cycles, import_graph, in_graph
from codereview.facts.dependencies.advisories import MISSING, Advisories
from codereview.facts.dependencies.project import Dependencies
from codereview.facts.documents.values import Document
from codereview.facts.entrypoints import EntryPoint, entry_points
from codereview.facts.importing import imported_files
from codereview.facts.kinds import Kind, KindName, kinds
from codereview.facts.layout import Layout
from codereview.facts.module import CallFact, FileFacts, FunctionFact
from codereview.facts.notes import Note, by_collector
from codereview.facts.old_python import old_folders
from codereview.facts.parameters import Passing
from codereview.facts.pipeline.project import Pipeline
from codereview.facts.resolve import Resolver, Target
from codereview.facts.routes.table import RouteTable
from codereview.facts.script_folders import script_folders
from codereview.facts.slots import Slots
from codereview.facts.spellings import Spellings
from codereview.facts.uses.closed import Classes
from codereview.facts.vocabulary import Vocabulary
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.deployment.environment import Environment
    from codereview.facts.deployment.files import Deployment
    from codereview.facts.documents.project import Documents
    from codereview.facts.live import Live
    from codereview.facts.testing.suite import Testing

Key = tuple[str, int]
"""A function: its file and its index there. Index -1 is the module's own code."""


_CALLABLE = ("function", "class", "instance")


class Collecting(Protocol):
    """A collector's class (`codereview.api.Collector`)."""

    def name(self) -> str: ...


class Edge(NamedTuple):
    """A call from ``caller`` (in its file) to what it resolves to."""

    caller: Key
    call: CallFact
    target: Target


class ProjectFacts:
    """Everything that `ProjectRule` may ask.

    Args:
        files: facts by path.
        zones: zone by path, of all files.
        texts: text of the few files that facts are drawn from and that are not Python (manifests, Docker, CI
        ...).
        tracked: whether git tracks a file, by path; empty without git.
        python: the lowest Python version that the project declares.
        others: paths of all other files.
        mentions: hashes of the words of files that are not Python, by path (`codereview.facts.fingerprints`).
        left_out: paths of files and folders that are there and that no facts tell of: links, files that are too
        large, what the selection leaves out.
        documents: what documents and texts of licences say, by path; empty if no rule asked.
        sizes: bytes of the files that are large.
        installed: folders of installed or cached files with kind and the number of files that git tracks in them.
        advisories: what is known against the packages that the manifests name; None if nobody asked.
    """

    def __init__(
        self,
        files: Iterable[FileFacts],
        zones: Mapping[str, Zone],
        *,
        texts: Mapping[str, str] | None = None,
        tracked: Mapping[str, bool] | None = None,
        python: tuple[int, int] = (3, 10),
        others: Sequence[str] = (),
        advisories: Advisories | None = None,
        mentions: Mapping[str, bytes] | None = None,
        left_out: Sequence[str] = (),
        sizes: Mapping[str, int] | None = None,
        installed: Sequence[tuple[str, str, int]] = (),
        documents: Mapping[str, Document] | None = None,
    ) -> None:
        self.files: dict[str, FileFacts] = {
            facts.path: facts for facts in sorted(files, key=lambda f: f.path)
        }
        self.zones = zones
        self.texts = texts or {}
        self.tracked = tracked or {}
        self.python = python
        self.others, self.left_out = tuple(others), tuple(left_out)
        self.sizes = sizes or {}
        self.installed = tuple(installed)
        self.mentions = mentions or {}
        self.written = documents or {}
        self.advisories = advisories or Advisories(missing=MISSING)
        self.layout = Layout(
            self.files, others, script_folders(self.files, lambda: self.dependencies.direct())
        )
        self.resolver = Resolver(self.files, self.layout)
        self.slots: dict[str, list[Slots]] = {}
        """Annotation slots by file, as far as somebody has asked (`codereview.facts.slots.slots_by_file`)."""
        Passing(self.files, self.resolver).learn()

    def zone(self, path: str) -> Zone:
        """The zone of a file; production where nothing else is known."""
        return self.zones.get(path, Zone.PRODUCTION)

    def resolve(self, file: str, path: str) -> Target:
        """What a symbolic path means in a file."""
        return self.resolver.resolve(file, path)

    def noted(self, collector: Collecting) -> Iterator[tuple[str, tuple[Note, ...]]]:
        """What a collector noted, by file, in the order of paths; files without notes are left out."""
        return iter(self._noted.get(collector.name(), ()))

    @cached_property
    def _noted(self) -> dict[str, list[tuple[str, tuple[Note, ...]]]]:
        return by_collector((path, facts.noted) for path, facts in self.files.items())

    def function(self, key: Key) -> FunctionFact:
        """The function at a key; index -1 has none (KeyError)."""
        if key[1] < 0:
            raise KeyError(key)
        return self.files[key[0]].functions[key[1]]

    @cached_property
    def functions(self) -> tuple[tuple[Key, FunctionFact], ...]:
        """All functions with their keys, in the order of path and index."""
        return tuple(
            ((path, index), function)
            for path, facts in self.files.items()
            for index, function in enumerate(facts.functions)
        )

    @cached_property
    def _calls_by_function(self) -> dict[Key, list[CallFact]]:
        found: dict[Key, list[CallFact]] = defaultdict(list)
        for path, facts in self.files.items():
            for call in facts.calls:
                found[path, call.function].append(call)
        return found

    def calls_in(self, key: Key) -> Sequence[CallFact]:
        """The calls that stand in a function, not those of functions nested in it."""
        return self._calls_by_function.get(key, ())

    def edges_from(self, key: Key) -> Iterator[Edge]:
        """The calls of a function with what they resolve to."""
        for call in self.calls_in(key):
            yield Edge(key, call, self.resolve(key[0], call.path))

    def callee(self, target: Target) -> Key | None:
        """The first-party function that runs when a target is called: itself, or a class's ``__init__``."""
        return self.resolver.callee(target)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """All calls of the project that reach a first-party function."""
        found = []
        for path, facts in self.files.items():
            called: dict[str, Target | None] = {}  # a file calls the same things again and again
            folder = path.rpartition("/")[0]
            for call in facts.calls:
                name = call.path
                if name not in called:
                    outside = self.resolver.is_outside(folder, name)
                    target = None if outside else self.resolver.resolve(path, name)
                    called[name] = target if target is not None and target.kind in _CALLABLE else None
                target = called[name]
                if target is not None:
                    found.append(Edge((path, call.function), call, target))
        return tuple(found)

    @cached_property
    def callers(self) -> dict[Key, tuple[Edge, ...]]:
        """For each first-party function, the calls that reach it."""
        found: dict[Key, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            key = self.callee(edge.target)
            if key is not None:
                found[key].append(edge)
        return {key: tuple(edges) for key, edges in found.items()}

    @cached_property
    def imports(self) -> dict[str, frozenset[str]]:
        """For each file, the first-party files that importing it imports (packages above them included)."""
        return imported_files(self.files, self.layout)

    @cached_property
    def importers(self) -> dict[str, list[str]]:
        """For each file that another one imports, those that do."""
        found: dict[str, list[str]] = {}
        for path, imported in self.imports.items():
            for file in imported:
                found.setdefault(file, []).append(path)
        return found

    @cached_property
    def old_folders(self) -> tuple[str, ...]:
        """The outermost folders, with a slash or empty, in which production code is of Python 2."""
        return old_folders(self._own_code)

    @cached_property
    def entry_points(self) -> tuple[EntryPoint, ...]:
        """Where the project can be started from."""
        starting = [command for command in self.commands if may_start(command.path)]
        return entry_points(self.files, starting, self.layout, self.zones)

    @cached_property
    def commands(self) -> tuple[Command, ...]:
        """The commands that start it, of containers, Procfiles, workflows, scripts, manifests and instructions."""
        return tuple(
            command
            for path, text in self.texts.items()
            if holds_commands(path)
            for command in commands(path, text)
        )

    @cached_property
    def library(self) -> str:
        """Why its public code can be used by somebody outside of it; empty for an application."""
        return library(self.entry_points, self.texts, (*self.files, *self.others), self.zones)

    @cached_property
    def for_others(self) -> bool:
        """Whether code elsewhere may call what is public: of a package that is not deployed as it stands."""
        return bool(self.library) and not is_deployed(
            (*(entry.path for entry in self.entry_points if entry.kind not in KNOWN_BY_NAME), *self.others)
        )

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """What kinds of project it is, each with the place that tells; what it is called by comes first."""
        return kinds(self.files, self.zones, self.entry_points, self.texts, (*self.files, *self.others))

    def is_a(self, *names: KindName) -> bool:
        """Whether the project is of one of these kinds."""
        return any(kind.name in names for kind in self.kinds)

    @cached_property
    def import_graph(self) -> Graph:
        """The imports among production modules, but those that are copies of others' code."""
        return import_graph(in_graph(self._own_code, self), self.layout)

    @cached_property
    def import_cycles(self) -> tuple[Cycle, ...]:
        """The cycles of that graph, with the fewest imports to cut."""
        return tuple(cycles(self.import_graph))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What it imports and calls, by names alone."""
        return Vocabulary(self)

    @cached_property
    def spellings(self) -> Spellings:
        """The names that it gives to things."""
        return Spellings(self.files, self.resolver.parameters)

    @cached_property
    def clones(self) -> Clones:
        """The code that production files share with each other; migrations are written once and stay."""
        return Clones({p: f for p, f in self._own_code.items() if not is_migration(p)})

    @cached_property
    def classes(self) -> Classes:
        """What is certain of its classes."""
        return Classes(self)

    @cached_property
    def _own_code(self) -> dict[str, FileFacts]:
        """Production files."""
        return {p: f for p, f in self.files.items() if self.zone(p) is Zone.PRODUCTION}

    @cached_property
    def dependencies(self) -> Dependencies:
        """What the manifests and lock files say, and which of them are installed by what."""
        return Dependencies(self.texts, self.zones)

    @cached_property
    def deployment(self) -> Deployment:
        """Its Dockerfiles and compose files."""
        from codereview.facts.deployment.files import Deployment

        return Deployment(self)

    @cached_property
    def testing(self) -> Testing:
        """What runs its tests, what is collected, and what they reach."""
        from codereview.facts.testing.suite import Testing

        return Testing(self)

    @cached_property
    def pipeline(self) -> Pipeline:
        """What checks it: CI, hooks, task runners, and the tools among them."""
        return Pipeline(self.texts, (*self.files, *self.others), self.zones, self.dependencies, self)

    @cached_property
    def environment(self) -> Environment:
        """Its environment keys: documented, read, given."""
        from codereview.facts.deployment.environment import Environment

        return Environment(self)

    @cached_property
    def routes(self) -> RouteTable:
        """The routes of its web applications, with what guards them."""
        return RouteTable(self)

    @cached_property
    def live(self) -> Live:
        """The production code that an entry point reaches, with its calls by name."""
        from codereview.facts.live import Live

        return Live(self)

    @cached_property
    def documents(self) -> Documents:
        """What its documents say, and what of it is there."""
        from codereview.facts.documents.project import Documents

        return Documents(self)

    def reachable_from(self, start: str) -> frozenset[str]:
        """The files that are imported when a file runs, itself included."""
        seen, queue = {start}, [start]
        while queue:
            for path in self.imports.get(queue.pop(), ()):
                if path not in seen:
                    seen.add(path)
                    queue.append(path)
        return frozenset(seen)

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The files that some entry point outside the tests imports."""
        found: set[str] = set()
        for entry in self.entry_points:
            if entry.path not in found:
                found |= self.reachable_from(entry.path)
        return frozenset(found)


__all__ = ["Edge", "Key", "ProjectFacts"]
