"""Attributes that are asked of what the project defines, and that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from codereview.facts import module as m
from codereview.facts.paths import split
from codereview.facts.targets import INFERRED, Target
from codereview.facts.uses.modules import Modules

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_ERRORS = frozenset({"*", "AttributeError"})
_NARROWS = frozenset({"builtins.isinstance", "builtins.issubclass", "builtins.hasattr", "builtins.callable"})


Fact = m.CallFact | m.RefFact | m.ReadFact


class Lacking(msgspec.Struct, frozen=True):
    """An attribute that is not there.

    ``owner`` is the class or the module that lacks it, ``source`` its file, ``line`` that of the class, 0 for a module.
    ``inferred``: what it is asked of is told only by a value that is returned.
    """

    fact: Fact
    name: str
    owner: str
    source: str
    line: int
    inferred: bool = False

    @property
    def told(self) -> str:
        """It in words."""
        if self.line:
            return f"`{self.owner}` has no attribute `{self.name}`: neither the class nor its bases set or define it"
        return f"`{self.owner}` has no `{self.name}`: nothing in {self.source} defines or imports it"


class Attributes:
    """Reads and calls of a project against the attributes of its classes and modules."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._classes = project.classes
        self._modules = Modules(project)

    def lacking(self, path: str) -> Iterator[Lacking]:
        """What the code of one file asks for in vain, in the order of place: the first time in each function."""
        facts = self._project.files[path]
        found: dict[tuple[int, str], Lacking] = {}
        tops: dict[str, bool] = {}
        asked: dict[str, tuple[Target, str, str] | None] = {}
        facts_of: tuple[Fact, ...] = (*facts.calls, *facts.refs, *facts.reads)
        for fact in facts_of:
            written = fact.path
            if written[0] in "?=%" or written.startswith("builtins."):
                continue
            if written[0] != "@":
                top = written.partition(".")[0].partition("(")[0]
                if top not in tops:
                    tops[top] = bool(self._project.layout.find(top, path.rpartition("/")[0]))
                if not tops[top]:
                    continue
            if written not in asked:
                asked[written] = self._gap(path, written)
            gap = asked[written]
            if gap is not None and written[len(gap[1]) + len(gap[2]) + 1 :].partition("(")[1]:
                continue  # the call has been judged by itself
            if gap is not None and (item := self._judged(path, fact, *gap)) is not None:
                key = (fact.function, f"{gap[1]}.{item.name}")
                before = found.get(key)
                if before is None or (fact.line, fact.column) < (before.fact.line, before.fact.column):
                    found[key] = item
        yield from sorted(found.values(), key=lambda item: (item.fact.line, item.fact.column, item.name))

    def _gap(self, path: str, written: str) -> tuple[Target, str, str] | None:
        """Where a path breaks off: the last thing that is known, its path, the attribute that it does not have."""
        resolve = self._project.resolver.resolve
        there = resolve(path, written)
        if there.kind == "external" and there.owner is not None and self._classes.closed(there.owner):
            return self._of_shown(path, written)
        if there.kind != "unknown":
            return None
        last = self._last(path, written)
        if last is None or last[2][:1] != ".":
            return None
        owner, before, token = last
        name = token[1:]
        if name.startswith("__") and name.endswith("__"):
            return None
        if owner.kind in ("instance", "class") and self._classes.lacks(owner.key, name):
            return owner, before, name
        if owner.kind == "module" and not self._is_import(path, f"{before}.{name}"):
            return (owner, before, name) if self._of_module(path, owner.file, before, name) else None
        return None

    def _of_shown(self, path: str, written: str) -> tuple[Target, str, str] | None:
        """The same for a class with a base from outside of which all is known."""
        for owner, before, token in self._project.resolver.trail(path, written):
            is_asked = owner.kind in ("instance", "class") and token[:1] == "."
            if is_asked and self._classes.lacks(owner.key, token[1:]):
                return owner, before, token[1:]
        return None

    def _last(self, path: str, written: str) -> tuple[Target, str, str] | None:
        """The last step of a path that can be followed; paths of this module by what is remembered of their parts."""
        resolver = self._project.resolver
        if written[0] != "@":
            last = None
            for step in resolver.trail(path, written):
                last = step
            return last
        tokens = split(written)
        before, owner = "@" + tokens[1], None
        for token in tokens[2:]:
            target = resolver.resolve(path, before)
            if target.kind == "unknown":
                break
            owner = target, before, token
            before += token
        return owner

    def _is_import(self, path: str, dotted: str) -> bool:
        """Whether it is an import statement that names it, which is another fault."""
        start = dotted + "."
        return any(
            item.module == dotted or item.module.startswith(start) or f"{item.module}.{item.name}" == dotted
            for item in self._project.files[path].imports
        )

    def _of_module(self, path: str, source: str, before: str, name: str) -> bool:
        if not source.endswith(".py") or not self._modules.lacks(source, name, before, path):
            return False
        return before[0] == "@" or self._modules.is_meant(source, before, path)

    def _judged(self, path: str, fact: Fact, owner: Target, before: str, name: str) -> Lacking | None:
        """The report on one place; None where the code around it knows better."""
        facts = self._project.files[path]
        if fact.flags & m.TYPE_CHECKING or any(
            first <= fact.line <= last and error in _ERRORS for first, last, error in facts.guards
        ):
            return None
        if self._narrowed(path, fact.function, before):
            return None
        if owner.kind == "module":
            return Lacking(fact, name, before, owner.file, 0)
        key = owner.key
        called = isinstance(fact, m.CallFact) and fact.path == f"{before}.{name}"
        if not self._is_whole(path, key, fact.function, called):
            return None
        cls = self._classes.fact(key)
        return Lacking(fact, name, cls.name, key[0], cls.line, owner.via == INFERRED)

    def _narrowed(self, path: str, function: int, before: str) -> bool:
        """Whether the function asks what the object is before it uses it."""
        return any(
            call.path in _NARROWS and call.args and call.args[0] == before
            for call in self._project.calls_in((path, function))
        )

    def _is_whole(self, path: str, key: Key, function: int, called: bool) -> bool:
        """Whether a class has by itself all that is asked of it: it is no mixin, and nothing hands it attributes.
        Those that are called are less likely to be handed in than those that are read."""
        classes, project = self._classes, self._project
        if classes.fillers and classes.fillers & {key[0], *project.imports.get(key[0], ())}:
            return False
        if not called and classes.fill_all:
            return False
        return key in classes.made or not self._inside(path, key, function)

    def _inside(self, path: str, key: Key, function: int) -> bool:
        """Whether code stands in a method of the class or of one of its bases, where what is asked is ``self``."""
        functions = self._project.files[path].functions
        while function >= 0:
            if functions[function].cls >= 0:
                around = (path, functions[function].cls)
                return around in self._project.resolver.bases(key) or key in self._project.resolver.bases(
                    around
                )
            function = functions[function].parent
        return False
