"""One file's tree -> what it declares of routes. Run for the few files that have any; see `worth`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.facts.module import ImportFact
from codereview.facts.routes.declared import OTHER, Declared, Value
from codereview.facts.routes.hints import hints
from codereview.facts.routes.vocabulary import (
    ADDS,
    APPLICATIONS,
    ATTRIBUTES,
    DECORATES,
    PACKAGES,
    ROUTERS,
    SETTINGS,
    URLS,
    VIEW_DECORATORS,
    VIEWS,
)

# texts that are kept: routes, names of methods, dotted paths. No other text goes into facts
_KEPT = re.compile(r"[\w/<>:{}.*()?$^\\\[\]|+,~ -]{0,200}\Z")
_WITH_TEXTS = (
    APPLICATIONS | ROUTERS | URLS | ADDS | DECORATES | VIEW_DECORATORS | {"CORSMiddleware", "Middleware"}
)
_TEXT_KEYS = frozenset(
    "prefix path url_prefix rule methods name route regex endpoint allow_origins origins resources basename uri "
    "allow_origin_regex root_path".split()
)
_PREFIX = re.compile(r"/[a-z0-9_/-]{0,40}\Z")
_PREFIX_NAME = re.compile(r"prefix|path|url|root|base|api|version|route", re.IGNORECASE)
_DEPENDS = frozenset({"Depends", "Security"})
_HOOKS = frozenset({"before_request", "before_app_request", "middleware"})
_DEPTH = 8
_LISTS = URLS | {"get", "post", "put", "delete", "patch", "view", "static", "Middleware", "route"}


def worth(imports: Iterable[ImportFact], names: Iterable[str]) -> bool:
    """Whether a file has anything to read, by what it imports and the names that it binds."""
    for item in imports:
        module = item.module
        if module.partition(".")[0] in PACKAGES:
            return True
        if module.startswith("django.") and (item.name in VIEWS or module.startswith("django.views.generic")):
            return True
    return not SETTINGS.isdisjoint(names)


def read(tree: ast.Module) -> tuple[Declared, ...]:
    """All declarations of a file, in the order of its text."""
    reader = _Reader()
    reader.block(tree.body, "", False)
    return tuple(reader.found)


class _Reader:
    def __init__(self) -> None:
        self.found: list[Declared] = []

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
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                if _last(node.value.func) in ADDS or isinstance(node.value.func, ast.Call):
                    self._note("call", "", value(node.value), node, prefix, conditional=conditional)
            elif isinstance(node, (ast.With, ast.AsyncWith)):
                self.block(node.body, prefix, conditional)
            else:
                for inner in _inner(node):
                    self.block(inner, prefix, True)

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
            last = _last(item.func if isinstance(item, ast.Call) else item)
            if last in DECORATES or last in VIEW_DECORATORS or last in _HOOKS:
                routed = True
                self._note("decorator", qualname, value(item), item, prefix, node.lineno, conditional)
        given = tuple(_dependencies(node.args, routed))
        if given:
            self._note("depends", qualname, Value("list", "", given), node, prefix, node.lineno)
        if "<locals>" not in prefix or routed:
            words = tuple(Value("text", word) for word in sorted(hints(node)))
            self._note("hints", qualname, Value("list", "", words), node, prefix, node.lineno)
        self.block(node.body, qualname + ".<locals>.", conditional)

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


def _interesting(node: ast.expr) -> bool:
    """Whether what is assigned has to do with routes."""
    if isinstance(node, ast.Call):
        last = _last(node.func)
        return (
            last in APPLICATIONS or last in ROUTERS or last in ("CORS", "Depends") or last.endswith("Router")
        )
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(
            (isinstance(i, ast.Call) and _last(i.func) in _LISTS)
            or (isinstance(i, ast.Constant) and i.value == "*")
            for i in node.elts
        )
    if isinstance(node, ast.Subscript):
        return _last(node.value) == "Annotated" and any(True for _ in _injections(node))
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
        if isinstance(default, ast.Call) and _last(default.func) in _DEPENDS:
            yield value(default)
    for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs):
        annotation = arg.annotation
        if isinstance(annotation, ast.Subscript):
            yield from _injections(annotation)
        elif isinstance(annotation, (ast.Name, ast.Attribute)):
            yield Value("name", dotted(annotation))


def _injections(node: ast.Subscript) -> Iterator[Value]:
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
    for item in items:
        if isinstance(item, ast.Call) and _last(item.func) in _DEPENDS:
            annotated = dotted(items[0])
            inner = value(item)
            if not inner.items and annotated:  # Depends() takes the annotated class
                inner = Value("call", inner.text, (Value("name", annotated),), ("",))
            yield inner


def value(node: ast.expr, depth: int = 0, texts: bool = False) -> Value:
    """An expression as data; texts are kept where they are routes, methods or names of classes."""
    if depth > _DEPTH:
        return OTHER
    if isinstance(node, ast.Constant):
        text = node.value
        if isinstance(text, str):
            return Value("text", text) if (texts or text in ("*", "/")) and _KEPT.match(text) else OTHER
        return Value("const", str(text)) if isinstance(text, bool) or text is None else OTHER
    if isinstance(node, (ast.Name, ast.Attribute)):
        name = dotted(node)
        return Value("name", name) if name else OTHER
    if isinstance(node, ast.Call):
        return _call(node, depth, texts)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return Value("list", "", tuple(value(item, depth + 1, texts) for item in node.elts))
    if isinstance(node, ast.Dict):
        keys = tuple(
            k.value if isinstance(k, ast.Constant) and isinstance(k.value, str) else "**" for k in node.keys
        )
        kept = (_kept(key, texts) for key in keys)
        values = tuple(value(v, depth + 1, t) for v, t in zip(node.values, kept, strict=True))
        return Value("dict", "", values, keys)
    if isinstance(node, ast.JoinedStr):
        return Value("join", "", tuple(_part(part, depth, texts) for part in node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return Value("join", "", (value(node.left, depth + 1, texts), value(node.right, depth + 1, texts)))
    if isinstance(node, ast.Starred):
        return Value("star", "", (value(node.value, depth + 1, texts),))
    if isinstance(node, ast.Subscript) and _last(node.value) == "Annotated":
        return Value("list", "", tuple(_injections(node)))
    return OTHER


def _kept(key: str, texts: bool) -> bool:
    """Whether the texts under a keyword or key may be kept: those of keys and passwords never are."""
    return texts and ("/" in key or "*" in key or key in _TEXT_KEYS or key.startswith("DEFAULT_"))


def _part(node: ast.expr, depth: int, texts: bool) -> Value:
    return value(node.value if isinstance(node, ast.FormattedValue) else node, depth + 1, texts)


def _call(node: ast.Call, depth: int, texts: bool) -> Value:
    callee = dotted(node.func)
    own = callee.rpartition(".")[2] in _WITH_TEXTS
    positional = own and not callee.endswith("add_middleware")
    items = [value(arg, depth + 1, positional) for arg in node.args]
    items += [value(k.value, depth + 1, own and (k.arg or "") in _TEXT_KEYS) for k in node.keywords]
    keys = ("",) * len(node.args) + tuple(k.arg or "**" for k in node.keywords)
    if not callee and isinstance(node.func, ast.Call):  # app.route(...)(handler)
        return Value("call", "()", (_call(node.func, depth + 1, texts), *items), ("", *keys))
    return Value("call", callee, tuple(items), keys)


def dotted(node: ast.AST) -> str:
    """A dotted name as written; empty for anything else. Calls in it lose their arguments: ``View.as_view()``."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join((node.id, *reversed(parts)))


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _inner(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a compound statement."""
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(node, name, None)
        if isinstance(inner, list) and inner:
            yield inner
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body
