"""Expressions as data, with no text in them but of routes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codereview.facts.routes.declared import OTHER, Value
from codereview.facts.routes.vocabulary import (
    ADDS,
    APPLICATIONS,
    DECORATES,
    ROUTERS,
    URLS,
    VIEW_DECORATORS,
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
_DEPTH = 8
DEPENDS = frozenset({"Depends", "Security"})


def injections(node: ast.Subscript) -> Iterator[Value]:
    """What ``Annotated[A, Depends(f)]`` injects."""
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
    for item in items:
        if isinstance(item, ast.Call) and last(item.func) in DEPENDS:
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
        return Value("const", str(text)) if isinstance(text, int) or text is None else OTHER
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
    if isinstance(node, ast.Subscript) and last(node.value) == "Annotated":
        return Value("list", "", tuple(injections(node)))
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


def last(node: ast.expr) -> str:
    """The last name of a name or attribute; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
