"""The state of one file's walk, and what all of its parts use: names, attributes, dependence on loops."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, ClassVar

from codereview.facts import module as m
from codereview.facts.annotations import value_path
from codereview.facts.cognitive_number import IN_EXPRESSIONS
from codereview.facts.drafts import ClassDraft, FunctionDraft
from codereview.facts.names import names
from codereview.facts.paths import UNKNOWN, join
from codereview.facts.scope import Scope
from codereview.facts.walk.shown import tells
from codereview.facts.walk.sizes import grown

Hook = Callable[[ast.AST], None]
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


class Walk(ABC):
    """One file's walk; `codereview.facts.walk.statements.Statements` is the whole of it."""

    _eval: ClassVar[dict[type[ast.AST], Callable[[Any, Any], str]]] = {}
    """How expressions are walked. Like that of statements it is one table for all files, made with the class."""

    def __init__(self, package: str, watch: frozenset[str], hooks: dict[type[ast.AST], list[Hook]]) -> None:
        self.package = package
        self.watch = watch
        self.watched: dict[str, bool] = {}  # whether a path is, of those that were asked for
        self.hooks = hooks
        self.scope = Scope("module", None, "", -1, -1)
        self.flags = 0
        self.in_async = False
        self.calls: list[m.CallFact] = []
        self.refs: list[m.RefFact] = []
        self.reads: dict[tuple[str, int], m.ReadFact] = {}  # the first one by path and function
        self.loops: list[m.LoopFact] = []
        self.memo: dict[ast.AST, str] = {}
        self.fired: set[ast.AST] = set()  # expressions that rules were called for
        self.enclosing: list[dict[str, str]] = []  # names around the comprehensions that are open
        self.functions: list[FunctionDraft] = []
        self.classes: list[ClassDraft] = []
        self.imports: list[m.ImportFact] = []
        self.stars: list[str] = []
        self.passed: list[ast.stmt] = []  # all statements, in the order of the walk
        self.decisions: list[ast.AST] = []  # what decides in the function that is walked
        self.deciding: set[ast.stmt] = set()  # statements in whose expressions something decides
        self.called: dict[str, list[ast.stmt]] = {}  # where names are called bare, or on `self` and `cls`
        self.literals: set[str] = set()  # short ones
        self.main_line = 0
        self.words: set[str] = set()  # packages that literals name
        self.pending: list[tuple[int, Scope]] = []
        self.guards: list[tuple[int, int, str]] = []  # lines where an error is expected, and which
        self.assigned: set[str] = set()  # names that any scope binds by assignment
        self.foreign: set[str] = set()  # attributes that are given to, or asked of, objects from outside
        self.completes = False  # whether a rule asks for nodes that are no expressions
        self.ended = False  # whether the statement just walked never goes on to the next
        self.tree = ast.Module(body=[], type_ignores=[])
        self.routing = False  # whether something in it registers routes
        self.filling: dict[ast.Assign, int] = {}  # whose value is made once and kept: flags of that
        self.open_loops: list[ast.For | ast.AsyncFor | ast.While] = []  # around what is walked
        self.stored: dict[ast.stmt, Counter[str]] = {}  # names that the outermost of them binds
        self.jumps: list[list[tuple[bool, dict[str, str]]]] = []  # per open loop: is it a break, names there

    @cached_property
    def grown(self) -> frozenset[str]:
        """Names that anything in the file adds items to."""
        return grown(self.tree)

    def ev(self, node: ast.expr) -> str:
        """Walks an expression once; returns its path."""
        kind = type(node)
        how = self._eval.get(kind)
        if how is not None:
            path = how(self, node)
        else:
            path = UNKNOWN
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.ev(child)
        self.memo[node] = path
        hooks = self.hooks.get(kind)
        if hooks:
            self.fire(node, hooks)
        return path

    def fire(self, node: ast.AST, hooks: list[Hook]) -> None:
        """Calls the rules that asked for this type of node."""
        self.fired.add(node)
        for hook in hooks:
            hook(node)

    def decides(self, node: ast.expr) -> None:
        """Notes a boolean operator or conditional expression, which counts in the complexity of the function."""
        self.decisions.append(node)
        self.deciding.add(self.passed[-1])

    def complete(self, node: ast.AST) -> None:
        """Calls the rules for the parts of a statement or lambda that are not walked as expressions.

        These are arguments, keywords, handlers, patterns, names that are bound. Statements in it, and bodies of
        lambdas, have their own turn.
        """
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.stmt, ast.expr_context)):
                continue
            self.complete(child.args if isinstance(child, ast.Lambda) else child)
            for part in (child.args, child) if isinstance(child, ast.Lambda) else (child,):
                hooks = self.hooks.get(type(part))
                if hooks and part not in self.fired:
                    self.fire(part, hooks)

    def annotated(self, node: ast.expr | None) -> None:
        """Walks an annotation: only the calls in it are facts (``Annotated[int, Query(default_factory=f)]``)."""
        if isinstance(node, ast.Call):
            self.ev(node)
        elif node is not None and not (isinstance(node, (ast.Name, ast.Constant)) and not self.hooks):
            if type(node) in IN_EXPRESSIONS:
                self.decides(node)
            elif isinstance(node, COMPREHENSIONS):
                self.decisions += node.generators
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.annotated(child)
            hooks = self.hooks.get(type(node))
            if hooks:
                self.fire(node, hooks)

    def peek(self, node: ast.expr) -> str:
        """The path of a name or dotted name, without recording anything."""
        if isinstance(node, ast.Name):
            return self.scope.lookup(node.id)
        if isinstance(node, ast.Attribute):
            base = self.peek(node.value)
            return base if base == UNKNOWN else join(base, "." + node.attr)
        return UNKNOWN

    def annotation(self, node: ast.expr | None) -> str:
        """The path of a value with this annotation."""
        return value_path(node, self.forward)

    def forward(self, node: ast.expr) -> str:
        """The path of a name in an annotation, which may be defined further down the module."""
        path = self.peek(node)
        if path[0] != UNKNOWN or path == UNKNOWN:
            return path
        while isinstance(node, ast.Attribute):
            node = node.value
        return "@." + path[1:] if isinstance(node, ast.Name) and not self.scope.binds(node.id) else path

    def _name(self, node: ast.Name) -> str:
        path = self.scope.lookup(node.id)
        watched = self.watched.get(path)
        if watched is None:
            watched = path.rpartition(".")[2] in self.watch and path[0] not in "?="
            self.watched[path] = watched
        if watched:
            self._ref(node, path, flag=m.BY_NAME)
        return path

    def _attribute(self, node: ast.Attribute) -> str:
        return self._attr_path(node, called=False)

    def _attr_path(self, node: ast.Attribute, called: bool) -> str:
        value = node.value
        if isinstance(value, ast.Attribute):
            base = self.memo[value] = self._attr_path(value, called=True)
        else:
            base = self.ev(value)
        attr = node.attr
        path = UNKNOWN if base == UNKNOWN else join(base, "." + attr)
        if attr == "__dict__":
            self.foreign.add("__dict__")
        if not called and path[0] not in "?=":
            if self.in_async or self.scope.loop >= 0 or attr in self.watch or _reads_through(path, base):
                self._ref(node, path)
            elif (key := (path, self.scope.function)) not in self.reads and tells(path):
                self.reads[key] = m.ReadFact(
                    path, node.lineno, node.col_offset + 1, node.end_lineno or node.lineno,
                    (node.end_col_offset or 0) + 1, self.scope.function, self.flags,
                )  # fmt: skip
        return path

    def _ref(self, node: ast.expr, path: str, context: str = "", flag: int = 0) -> None:
        scope = self.scope
        self.refs.append(
            m.RefFact(
                path, node.lineno, node.col_offset + 1, node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1,
                scope.function, scope.loop, self.varying(node), self.flags | flag, context,
            )
        )  # fmt: skip

    def varying(self, node: ast.AST) -> int:
        """The innermost open loop on whose variables an expression depends, or -1."""
        scope = self.scope
        if scope.loop < 0 or not scope.taint:
            return -1
        taint, innermost = scope.taint, -1
        for name in names(node):
            loop = taint.get(name.id, -1)
            if loop > innermost:
                innermost = loop
        return innermost

    def taint_from(self, name: str, value: ast.AST) -> None:
        """A name takes over the dependence on loop variables of what is assigned to it."""
        varies = self.varying(value)
        if varies >= 0:
            self.scope.taint[name] = varies
        else:
            self.scope.taint.pop(name, None)

    @abstractmethod
    def block(self, body: Iterable[ast.stmt]) -> bool:
        """Walks statements; returns whether the end can be reached."""

    @abstractmethod
    def add_lambda(self, node: ast.Lambda) -> int:
        """Registers a lambda as a function of its own; its body is walked later. Returns its index."""

    @abstractmethod
    def yielded(self, path: str) -> None:
        """Notes what the present function yields."""

    @abstractmethod
    def open_loop(self, node: ast.AST, kind: str, iterable: ast.expr, target: ast.expr, path: str) -> int:
        """Notes a loop and makes it the innermost one; binds its targets. Returns its index."""


def _reads_through(path: str, base: str) -> bool:
    """Whether an attribute is read on a parameter, or through an attribute of ``self``: what callers' loops repeat."""
    return path[0] == "%" or "!." in path or (base[0] == "@" and "()." in base)
