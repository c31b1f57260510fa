"""One file's tree -> what it declares of routes. Run for the few files that have any; see `worth`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.facts.module import ImportFact
from codereview.facts.routes.declared import OTHER, Declared, Value
from codereview.facts.routes.expressions import DEPENDS, dotted, injections, last, value
from codereview.facts.routes.gathering import (
    chooses,
    gathered,
    gathers,
    gathers_any,
    handed,
    helper,
    is_application_name,
    passes,
    targets,
)
from codereview.facts.routes.handlers import answers, readers
from codereview.facts.routes.hints import hints
from codereview.facts.routes.vocabulary import (
    ADDS,
    ATTRIBUTES,
    DECORATES,
    INCLUDES,
    PACKAGES,
    SETTINGS,
    URLS,
    VIEW_DECORATORS,
    VIEWS,
    makes,
)

_PREFIX = re.compile(r"/[a-z0-9_/-]{0,40}\Z")
_PREFIX_NAME = re.compile(r"prefix|path|url|root|base|api|version|route", re.IGNORECASE)
_HOOKS = frozenset({"before_request", "before_app_request", "middleware"})
_OWN = frozenset({"register", "init_app", "register_blueprints"})  # which projects write for themselves, too
_LISTS = URLS | {"get", "post", "put", "delete", "patch", "view", "static", "Middleware", "route"}


def worth(imports: Iterable[ImportFact], names: Iterable[str]) -> bool:
    """Whether a file has anything to read, by what it imports and the names that it binds."""
    for item in imports:
        module = item.module
        if module.partition(".")[0] in PACKAGES:
            return True
        if module.startswith("django.") and (item.name in VIEWS or module.startswith("django.views.generic")):
            return True
    return not SETTINGS.isdisjoint(names) or gathers_any(names)


def read(tree: ast.Module) -> tuple[Declared, ...]:
    """All declarations of a file, in the order of its text."""
    reader = _Reader()
    reader.block(tree.body, "", False)
    return tuple(reader.found)


class _Reader:
    def __init__(self) -> None:
        self.found: list[Declared] = []
        self.routers: set[str] = set()  # names of applications and routers
        self.lists: set[str] = set()  # names of lists of them
        self.returned: list[list[ast.expr]] = []  # by the functions around

    def block(self, body: Iterable[ast.stmt], prefix: str, conditional: bool) -> None:
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._function(node, prefix, conditional)
            elif isinstance(node, ast.ClassDef):
                self._class(node, prefix, conditional)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self._assign(node, target, node.value, prefix, conditional)
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                self._assign(node, node.target, node.value, prefix, conditional)
            elif isinstance(node, ast.AugAssign):
                self._assign(node, node.target, node.value, prefix, conditional, "add")
            elif isinstance(node, ast.Expr):
                self._expression(node, prefix, conditional)
            elif isinstance(node, ast.Return):
                if node.value is not None and self.returned:
                    self.returned[-1].append(node.value)
            elif isinstance(node, (ast.For, ast.AsyncFor)):
                start = len(self.found)
                for inner in _inner(node):
                    self.block(inner, prefix, True)
                self._loop(node, node.target, node.iter, node.body, start, prefix)
            elif isinstance(node, (ast.With, ast.AsyncWith)):
                self.block(node.body, prefix, conditional)
            else:
                for inner in _inner(node):
                    self.block(inner, prefix, True)

    def _expression(self, node: ast.Expr, prefix: str, conditional: bool) -> None:
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, (ast.ListComp, ast.GeneratorExp)):
            start, around = len(self.found), call.generators[0]
            if isinstance(call.elt, ast.Call) and last(call.elt.func) in INCLUDES:
                self._note("call", "", value(call.elt), node, prefix, conditional=True)
                told = len(call.generators) == 1 and not around.ifs
                self._loop(node, around.target, around.iter if told else call, (call.elt,), start, prefix)
        elif not isinstance(call, ast.Call):
            return
        elif last(call.func) in ADDS or isinstance(call.func, ast.Call):
            self._note("call", "", value(call), node, prefix, conditional=conditional)
            if last(call.func) in _OWN and passes(call, self.routers):
                self._note("pass", "", value(call), node, prefix, conditional=conditional)
        elif isinstance(call.func, ast.Attribute) and dotted(call.func.value) in self.lists:
            if call.func.attr in ("append", "extend") and len(call.args) == 1:
                more = gathered(call.args[0])
                one = Value("list", "", (more if call.func.attr == "append" else Value("star", "", (more,)),))
                self._note("add", dotted(call.func.value), one, node, prefix, conditional=conditional)
        elif passes(call, self.routers):
            self._note("pass", "", handed(call), node, prefix, conditional=conditional)

    def _loop(
        self, node: ast.stmt, target: ast.expr, over: ast.expr, body: Iterable[ast.AST], start: int, scope: str
    ) -> None:  # fmt: skip
        """A loop in which routers are included, or given a hook, is told before what stands in it."""
        calls = {said.value.last for said in self.found[start:] if said.kind == "call"}
        if calls & INCLUDES or "before_request" in calls:
            names, plain = targets(target)
            told = plain and not chooses(body, names.split(","))
            kind = "loop" if isinstance(target, ast.Name) else "loops"
            self._note(kind, names, gathered(over) if told else OTHER, node, scope)
            self.found.insert(start, self.found.pop())

    def _note(
        self, kind: str, target: str, what: Value, at: ast.expr | ast.stmt, scope: str, line: int = 0,
        conditional: bool = False,
    ) -> None:  # fmt: skip
        self.found.append(
            Declared(
                kind, target, what, at.lineno, at.col_offset + 1, at.end_lineno or at.lineno,
                (at.end_col_offset or 0) + 1, scope, line, conditional,
            )
        )  # fmt: skip

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, prefix: str, conditional: bool) -> None:
        qualname = prefix + node.name
        routed = False
        for item in node.decorator_list:
            name = last(item.func if isinstance(item, ast.Call) else item)
            if name in DECORATES or name in VIEW_DECORATORS or name in _HOOKS:
                routed = True
                self._note("decorator", qualname, value(item), item, prefix, node.lineno, conditional)
            elif name == "method_decorator" and node.name == "dispatch":
                self._note("decorator", qualname, value(item), item, prefix, node.lineno, conditional)
        given = tuple(_dependencies(node.args, routed))
        if given:
            self._note("depends", qualname, Value("list", "", given), node, prefix, node.lineno)
        if "<locals>" not in prefix or routed:
            words = tuple(Value("text", word) for word in sorted(hints(node)))
            self._note("hints", qualname, Value("list", "", words), node, prefix, node.lineno)
        registers = helper(node)
        if registers is not None:
            self._note("helper", qualname, registers, node, prefix, node.lineno)
        self.returned.append([])
        self.block(node.body, qualname + ".<locals>.", conditional)
        given_back = self.returned.pop()
        if any(dotted(r) in self.routers or gathers(node.name, r, self.lists) for r in given_back):
            for r in given_back:
                self._note("return", qualname, gathered(r), r, qualname + ".<locals>.", node.lineno)

    def _class(self, node: ast.ClassDef, prefix: str, conditional: bool) -> None:
        qualname = prefix + node.name
        for item in node.decorator_list:
            self._note("decorator", qualname, value(item), item, prefix, node.lineno, conditional)
        for statement in node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                name = statement.targets[0].id
                if name in ATTRIBUTES:
                    what = value(statement.value, 0, True)
                    self._note("attribute", f"{qualname}.{name}", what, statement, qualname + ".")
        for kind, found in (("handler", answers(node)), ("reader", readers(node))):
            for method, said in found:
                name = f"{qualname}.{method.name}"
                self._note(kind, name, said, method, qualname + ".", method.lineno, conditional)
        functions = [
            s for s in node.body if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        ]
        self.block(functions, qualname + ".", conditional)

    def _assign(
        self,
        node: ast.stmt,
        target: ast.expr,
        what: ast.expr,
        scope: str,
        conditional: bool,
        kind: str = "assign",
    ) -> None:
        name = dotted(target)
        if not name:
            return
        setting = name in SETTINGS or _is_prefix(name, what)
        if setting or _interesting(what):
            self._note(kind, name, value(what, 0, setting), node, scope, conditional=conditional)
            if isinstance(what, ast.Call):
                self.routers.add(name)
        elif gathers(name, what, self.lists):
            self._note(kind, name, gathered(what), node, scope, conditional=conditional)
            self.lists.add(name)
        elif isinstance(what, ast.Call) and dotted(what.func) and is_application_name(last(target)):
            self._note(kind, name, value(what), node, scope, conditional=conditional)
            self.routers.add(name)


def _interesting(node: ast.expr) -> bool:
    """Whether what is assigned has to do with routes."""
    if isinstance(node, ast.Call):
        return makes(last(node.func)) or last(node.func) in ("CORS", "Depends")
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(
            (isinstance(i, ast.Call) and (last(i.func) in _LISTS or last(i.func) in ("Depends", "Security")))
            or (isinstance(i, ast.Constant) and i.value == "*")
            for i in node.elts
        )
    if isinstance(node, ast.Subscript):
        return last(node.value) == "Annotated" and any(True for _ in injections(node))
    if isinstance(node, ast.BinOp):
        return _interesting(node.left) or _interesting(node.right)
    return isinstance(node, ast.Constant) and node.value == "*"


def _is_prefix(name: str, node: ast.expr) -> bool:
    """Whether a name is bound to the beginning of a path, and not to a text of any other kind."""
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and bool(_PREFIX.match(text)) and bool(_PREFIX_NAME.search(name))


def _dependencies(args: ast.arguments, routed: bool) -> Iterator[Value]:
    """What the parameters are injected with: calls of Depends, and names of annotations that may stand for one."""
    defaults = [*args.defaults, *(item for item in args.kw_defaults if item is not None)]
    for default in defaults:
        if isinstance(default, ast.Call) and last(default.func) in DEPENDS:
            yield value(default)
    for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs):
        annotation = arg.annotation
        if isinstance(annotation, ast.Subscript):
            yield from injections(annotation)
        elif isinstance(annotation, (ast.Name, ast.Attribute)):
            yield Value("name", dotted(annotation))


def _inner(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a compound statement."""
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(node, name, None)
        if isinstance(inner, list) and inner:
            yield inner
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body
