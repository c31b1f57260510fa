"""Objects that a parameter declares as one thing, while all who call or make what has it pass another."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import CallFact
from codereview.facts.paths import known
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.resolve import ANNOTATED, Target

from .injected import Injected

_ATTRIBUTE = re.compile(r"\.(\w+)")
_QDRANT = "qdrant_client.QdrantClient"
_MEMORY = ":memory:"
# parameters that are named after the package whose client they hold
_BY_NAME = frozenset({"supabase", "redis", "mongo", "boto3"})


class InMemory(Collector):
    """Notes at clients of Qdrant that no server is behind: ``QdrantClient(":memory:")``."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.Call,)

    def wants(self, file: ModuleContext) -> bool:
        return _MEMORY in file.text and "QdrantClient" in file.text

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("QdrantClient"):
            given = (*node.args, *(one.value for one in node.keywords))
            if any(isinstance(one, ast.Constant) and one.value == _MEMORY for one in given):
                return [self.noted(node, file, "memory")]
        return ()


class Made:
    """Answers for one project; remembered by attribute."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._injected = Injected(project)
        self._roots: dict[tuple[Key, str], frozenset[str]] = {}

    def otherwise(self, key: Key, call: CallFact, target: Target) -> bool:
        """Whether what a parameter or an attribute of a call is declared as is never what it holds.

        Args:
            key: the function.
            call: what it calls.
            target: what that is by its declaration.
        """
        if self._injected.asynchronous(key, call, target):
            return True
        if target.name.startswith(f"{_QDRANT}()") and self._keeps_in_memory:
            return True
        number = self.project.function(key).cls
        if target.via != ANNOTATED or number < 0:
            return False
        head = f"@.{self.project.files[key[0]].classes[number].qualname}()"
        if not call.path.startswith(head):
            return False
        attribute = _ATTRIBUTE.match(call.path, len(head))
        if attribute is None:
            return False
        at = ((key[0], number), attribute[1])
        if at not in self._roots:
            self._roots[at] = self._passed(*at)
        return bool(self._roots[at]) and not self._roots[at] & {"", target.name.partition(".")[0]}

    @cached_property
    def _keeps_in_memory(self) -> bool:
        """Whether each client of Qdrant that is made, tests left out, keeps its points in the process."""
        kept = {(path, note.line) for path, notes in self.project.noted(InMemory) for note in notes}
        made = {
            (path, call.line)
            for path, calls in self.project.spellings.calls(frozenset({"QdrantClient"})).items()
            for call in calls
            if self.project.zone(path) is not Zone.TESTS
        }
        return bool(made) and made <= kept

    def _passed(self, owner: Key, attribute: str) -> frozenset[str]:
        """The packages of all that is passed for an attribute; an empty one for what is not known."""
        facts = self.project.files[owner[0]]
        cls = facts.classes[owner[1]]
        number = cls.methods.get("__init__", -1)
        declared = {attr.path for attr in cls.attrs if attr.name == attribute}
        if number < 0 or len(declared) != 1 or not declared.pop().endswith("!"):
            return frozenset()
        init, name = (owner[0], number), attribute.lstrip("_")
        names = [one.name for one in self.project.function(init).params if one.kind == "positional"][1:]
        if name not in names:
            return frozenset()
        place = names.index(name)
        found: set[str] = set()
        for edge in self.project.callers.get(init, ()):
            if self.project.zone(edge.caller[0]) is Zone.TESTS:
                continue
            args = edge.call.args
            value = args[place] if place < len(args) else dict(edge.call.kwargs).get(name, "?")
            found.add(self._package(edge.caller[0], value))
        return frozenset(found)

    def _package(self, path: str, value: str) -> str:
        target = self.project.resolve(path, value) if known(value) else None
        if target is not None and target.kind == "external":
            return target.name.partition(".")[0]
        name = re.split(r"[.:]", value)[-1]
        return name if name in _BY_NAME else ""
