"""Attributes that are asked of what the project defines, and that are not there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from codereview.facts import module as m
from codereview.facts.paths import split
from codereview.facts.targets import EXACT, INFERRED, NOTHING, Target
from codereview.facts.uses.modules import Modules
from codereview.facts.uses.wrappers import keeps_result
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_OF_TASKS = frozenset(
    "result done cancel cancelled add_done_callback remove_done_callback exception set_name get_name close send throw "
    "get_loop get_coro get_stack uncancel cancelling".split()
)
_OF_ROWS = (
    ".scalar_one()", ".scalar_one_or_none()", ".scalar()", ".one()", ".one_or_none()", ".first()", ".fetchone()"
)  # fmt: skip
"""What a query gives is a row, and no object of a class that no table stands behind, whatever is declared."""
_LOADS = re.compile(r"(?:import_string|import_object|load_object|import_module|locate)\(\)")
_OF_MOCKS = frozenset(
    "reset_mock return_value side_effect called call_count call_args call_args_list mock_calls method_calls "
    "assert_called assert_called_once assert_called_with assert_called_once_with assert_any_call assert_has_calls "
    "assert_not_called assert_awaited assert_awaited_once assert_awaited_with assert_awaited_once_with "
    "assert_not_awaited await_count await_args await_args_list configure_mock mock_add_spec".split()
)
_HOLDS = frozenset({"instance", "class", "module"})
_IMPORTS = frozenset({"importlib.import_module", "builtins.__import__"})
_ERRORS = frozenset({"*", "AttributeError"})
_NARROWS = frozenset({"builtins.isinstance", "builtins.issubclass", "builtins.hasattr", "builtins.callable"})


Fact = m.CallFact | m.RefFact | m.ReadFact
Gap = tuple[Target, str, str]
"""An object, its path, and the name of the attribute that it is asked for and does not have."""


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

    def lacking(self, path: str, repeated: bool = False) -> Iterator[Lacking]:
        """What the code of one file asks for in vain, in the order of place: the first time in each function, or
        every time."""
        gaps = self._gaps.get(path)
        if gaps is None:
            return
        facts = self._project.files[path]
        found: dict[tuple[int, str], Lacking] = {}
        facts_of: tuple[Fact, ...] = (*facts.calls, *facts.refs, *facts.reads)
        for fact in facts_of:
            gap = gaps.get(fact.path)
            if gap is None:
                continue
            owner, before, name = gap
            if "(" in fact.path[len(before) + len(name) + 1 :]:
                continue  # the call has been judged by itself
            item = self._judged(path, fact, owner, before, name)
            key = (fact.line if repeated else fact.function, f"{before}.{name}")
            if item is not None and (key not in found or _place(item) < _place(found[key])):
                found[key] = item
        yield from sorted(found.values(), key=_place)

    @cached_property
    def _gaps(self) -> dict[str, dict[str, Gap]]:
        """By file, the paths that ask for what is not there."""
        found: dict[str, dict[str, Gap]] = defaultdict(dict)
        project = self._project
        project.edges  # noqa: B018 - all calls are resolved then
        for path, facts in project.files.items():
            for written, name, owner in self._reads(path, facts):
                gap = self._found(path, written.removesuffix(f".{name}"), owner, name)
                if gap is not None:
                    found[path][written] = gap
        for (path, written), (owner, token) in list(project.resolver.gaps.items()):
            if token[0] == "." and not self._has(owner, token[1:]):
                gap = self._found(path, _until(written, token), owner, token[1:])
                if gap is not None:
                    found[path][written] = gap
        return found

    def _reads(self, path: str, facts: m.FileFacts) -> Iterator[tuple[str, str, Target]]:
        """The attributes that are read of something known: path, name, and of what; not what it obviously has."""
        resolve, find = self._project.resolver.resolve, self._project.layout.find
        folder, tops, anywhere = path.rpartition("/")[0], {"@": True}, self._classes.anywhere
        owners: dict[str, Target] = {}
        reads: tuple[m.RefFact | m.ReadFact, ...] = (*facts.refs, *facts.reads)
        for fact in reads:
            before, _, name = fact.path.rpartition(".")
            owner = owners.get(before)
            if owner is None:
                if name in anywhere and before[:1] == "@" and before.count(".") > 1:
                    continue  # what an attribute holds is looked up for names that nothing in the project has
                top = before.partition(".")[0].partition("(")[0].partition("!")[0]
                if top not in tops:
                    tops[top] = before[:1] not in ("", "?", "=", "%") and bool(find(top, folder))
                owner = owners[before] = resolve(path, before) if tops[top] and before != "@" else NOTHING
            if owner.kind in _HOLDS and not self._has(owner, name):
                yield fact.path, name, owner

    def _has(self, owner: Target, name: str) -> bool:
        """Whether something evidently has an attribute, or can have any: the quick answer for nearly all."""
        if owner.kind == "module":
            return not self._modules.shows_without(owner.file, name)
        key = owner.key
        return name in self._classes.names(key) or not self._classes.closed(key)

    def _found(self, path: str, before: str, owner: Target, name: str) -> Gap | None:
        """What is asked for in vain: of what, its path, the attribute; None if it is there, or where nobody knows."""
        if not name.isidentifier() or (name.startswith("__") and name.endswith("__")):
            return None
        if owner.kind == "module":
            there = self._of_module(path, owner.file, before, name)
            return (owner, before, name) if there and not self._is_import(path, f"{before}.{name}") else None
        if not self._classes.closed(owner.key) or self._classes.has(owner.key, name):
            return None
        if any(item.module == before and not item.name for item in self._project.files[path].imports):
            return None  # `shop.open = shop.open.open`: until that has run, the module that was imported
        return (owner, before, name) if self._lacks(path, owner, before, name) else None

    def _lacks(self, path: str, owner: Target, before: str, name: str) -> bool:
        """Whether a class does not have an attribute, and the object is certainly one of that class."""
        if name in _OF_MOCKS or (owner.kind == "class" and (hasattr(type, name) or name == "register")):
            return False
        if name in _OF_TASKS and self._is_awaitable(path, owner, before):
            return False
        if owner.kind == "instance" and not keeps_result(self._project, path, before):
            return False
        if owner.kind == "instance" and (self._is_row(path, before) or self._is_of_library(path, before)):
            return False
        if self._project.zone(owner.file) is Zone.TESTS and self._project.zone(path) is not Zone.TESTS:
            return False  # a stand-in that a test passes
        if owner.via != EXACT and not self._classes.names(owner.key) and owner.key not in self._classes.made:
            return False  # an empty class that stands for others, which are not made of it
        if owner.kind == "instance" and self._holds_constants(owner):
            return False  # what is annotated with it is one of its values
        if "__class__" in self._project.files[path].foreign:
            return False  # objects there change their class
        given = self._classes.given(path)
        if any(token[1:] in given for token in split(before)[1:] if token[0] == "."):
            return False  # another object can have been put there
        return self._classes.lacks(owner.key, name, path)

    def _holds_constants(self, owner: Target) -> bool:
        """Whether a class only gives names to literals and other classes, and so is nobody's to make an object of."""
        cls = self._classes.fact(owner.key)
        plain = (
            not cls.methods and not cls.bases and not cls.decorators and owner.key not in self._classes.made
        )
        if not plain or not all(attr.name.isupper() and attr.path[:1] == "=" for attr in cls.attrs):
            return False
        path, number = owner.key
        return bool(cls.attrs) or any(other.parent == number for other in self._project.files[path].classes)

    def _is_awaitable(self, path: str, owner: Target, before: str) -> bool:
        """Whether it can be a coroutine or task that gives the object, which paths do not tell apart."""
        if before.endswith("!") or owner.via == INFERRED:
            return True
        called = self._project.resolve(path, before[:-2]) if before.endswith("()") else NOTHING
        return called.kind == "function" and self._project.resolver.function(called).is_async

    def _is_of_library(self, path: str, before: str) -> bool:
        """Whether the object is asked of a class that a library makes: a column, where an instance has its value, a
        member of an enumeration."""
        head, _, name = before.rpartition(".")
        if not name.isidentifier() or not head:
            return False
        around = self._project.resolve(path, head)
        if around.kind != "class":
            return False
        bases = self._project.resolver.bases(around.key)
        is_enum = any(isinstance(base, str) and base.startswith("enum.") for base in bases)
        return is_enum or not self._classes.closed(around.key)

    def _is_row(self, path: str, before: str) -> bool:
        """Whether the function that gives the object gives what a query found, or an object of a loaded class."""
        called = self._project.resolve(path, before[:-2]) if before.endswith("()") else NOTHING
        if called.kind != "function":
            return False
        returned = self._project.resolver.function(called).returns
        return any(f".{given}".endswith(_OF_ROWS) or _LOADS.search(given) for given in returned)

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
        files = self._project.files
        if files[source].is_package and any(call.path in _IMPORTS for call in files[path].calls):
            return False  # it can import a module by its name, which then is an attribute of the package
        return before[0] == "@" or self._modules.is_meant(source, before, path)

    def _judged(self, path: str, fact: Fact, owner: Target, before: str, name: str) -> Lacking | None:
        """The report on one place; None where the code around it knows better."""
        facts = self._project.files[path]
        if fact.flags & m.TYPE_CHECKING or any(
            first <= fact.line <= last and error in _ERRORS for first, last, error in facts.guards
        ):
            return None
        if self._narrowed(path, fact.function, before) or self._is_task(path, fact.function, before):
            return None
        if owner.kind == "module":
            shown = before if before[0] != "@" else self._project.files[owner.file].module
            return Lacking(fact, name, shown, owner.file, 0)
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

    def _is_task(self, path: str, function: int, before: str) -> bool:
        """Whether it is the ``self`` of a plain function: something that a decorator passes, whatever it is declared
        to be."""
        if function < 0 or not before.endswith("!"):
            return False
        fact = self._project.files[path].functions[function]
        return fact.cls < 0 and any(
            p.name in ("self", "cls") and p.annotation == before for p in fact.params[:1]
        )

    def _is_whole(self, path: str, key: Key, function: int, called: bool) -> bool:
        """Whether a class has by itself all that is asked of it: it is no mixin, and nothing hands it attributes.
        Those that are called are less likely to be handed in than those that are read."""
        classes, project = self._classes, self._project
        if classes.fillers and classes.fillers & {key[0], *project.imports.get(key[0], ())}:
            return False
        if not called and classes.fill_all:
            return False
        return key in classes.made or not self._inside(path, key, function) or self._is_leaf(key)

    def _is_leaf(self, key: Key) -> bool:
        """Whether a class is the end of a line of classes, so that no other has what it asks of itself."""
        bases = self._project.resolver.bases(key)
        return len(bases) > 1 and not isinstance(bases[1], str) and not self._classes.below(key)

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


def _place(item: Lacking) -> tuple[int, int, str]:
    return item.fact.line, item.fact.column, item.name


def _until(written: str, token: str) -> str:
    """The part of a path before one of its steps."""
    tokens = split(written)
    return "".join(tokens[: tokens.index(token, 1)])
