"""Annotation -> path of a value of that type: ``Optional[Session]`` becomes ``sqlalchemy.orm.Session!``."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codereview.facts.names import nodes
from codereview.facts.paths import UNKNOWN, join, last_name

_SAME = frozenset(
    {"Optional", "Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "Mapped"}
)
_AWAITED = frozenset({"Awaitable", "Coroutine"})
_ELEMENTS = frozenset(
    "list List Sequence MutableSequence Iterable Iterator Collection set Set frozenset FrozenSet "
    "AbstractSet tuple Tuple "
    "deque Deque AsyncIterable AsyncIterator Generator AsyncGenerator Reversible Container QuerySet Queue "
    "ScalarResult".split()
)
_ADMIT_NONE = frozenset(
    "Optional Any object None NoneType Hashable Self TypeVar AnyStr Incomplete Unused".split()
)
_SUBSCRIPTED = frozenset(
    "Callable List Dict Set Tuple Type FrozenSet DefaultDict Deque OrderedDict Sequence Iterable "
    "Mapping Iterator".split()
)
_ANY = frozenset({"typing.Any", "typing_extensions.Any"})
_TYPES = frozenset({"type", "Type"})


def says_any(node: ast.expr | None, resolve: Callable[[ast.expr], str]) -> bool:
    """Whether an annotation is or holds ``typing.Any``: what passes through it is not checked.

    Args:
        node: the annotation; one that is written as a string is parsed.
        resolve: gives the path of a name or attribute in the scope of the annotation.
    """
    if node is None:
        return False
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "Any" in node.value:
        try:
            node = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return any(
        resolve(part) in _ANY
        for part in nodes(node)
        if isinstance(part, ast.Name) or (isinstance(part, ast.Attribute) and part.attr == "Any")
    )


def value_path(node: ast.expr | None, resolve: Callable[[ast.expr], str]) -> str:
    """The path of a value that carries the annotation, or ``?`` where it says nothing certain.

    Args:
        node: the annotation; a string annotation is parsed.
        resolve: gives the path of a name or attribute in the scope of the annotation.
    """
    if node is None:
        return UNKNOWN
    if isinstance(node, ast.Constant):
        return _constant(node, resolve)
    if isinstance(node, (ast.Name, ast.Attribute)):
        path = resolve(node)
        return UNKNOWN if path[0] in "?=%" or last_name(path) in ("Any", "object") else join(path, "!")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _one_of([value_path(side, resolve) for side in (node.left, node.right)])
    if isinstance(node, ast.Subscript):
        return _subscript(node, resolve)
    return UNKNOWN


def _constant(node: ast.Constant, resolve: Callable[[ast.expr], str]) -> str:
    if node.value is None:
        return "=None"
    if isinstance(node.value, str) and len(node.value) < 200:
        try:
            inner = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return UNKNOWN
        return (
            UNKNOWN
            if isinstance(inner, ast.Constant) and inner.value is not None
            else value_path(inner, resolve)
        )
    return UNKNOWN


def _subscript(node: ast.Subscript, resolve: Callable[[ast.expr], str]) -> str:
    if not isinstance(node.value, (ast.Name, ast.Attribute)):
        return UNKNOWN
    name = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not items:
        return UNKNOWN
    if name in _SAME:
        return value_path(items[0], resolve)
    if name == "Union":
        return _one_of([value_path(item, resolve) for item in items])
    if name in _AWAITED:
        return value_path(items[-1], resolve)
    if name in _TYPES:
        inner = value_path(items[0], resolve)
        return inner[:-1] if inner.endswith("!") else UNKNOWN
    if name in _ELEMENTS:
        if name in ("tuple", "Tuple") and not _uniform(items):
            return UNKNOWN
        inner = value_path(items[0], resolve)
        return UNKNOWN if inner == UNKNOWN else join(inner, "*")
    path = resolve(node.value)
    return (
        UNKNOWN
        if path[0] in "?=%" or name in ("Callable", "Literal", "dict", "Dict", "Mapping")
        else join(path, "!")
    )


def needs_classes(node: ast.expr, resolve: Callable[[ast.expr], str]) -> tuple[str, ...] | None:
    """Paths of the names that all have to be classes for an annotation not to admit None.

    Returns None if it admits None, or if that cannot be told.
    """
    if isinstance(node, ast.Constant):
        if not isinstance(node.value, str):
            return None
        try:
            return needs_classes(ast.parse(node.value.strip(), mode="eval").body, resolve)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    if isinstance(node, ast.BinOp):
        return _all_need([node.left, node.right], resolve)
    if isinstance(node, ast.Subscript):
        name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name in _ADMIT_NONE or not items:
            return None
        if name == "Literal":
            return () if all(_is_value(item) for item in items) else None
        if name in _SAME - {"Mapped"}:
            return needs_classes(items[0], resolve)
        if name == "Union":
            return _all_need(items, resolve)
        return () if name in _SUBSCRIPTED else needs_classes(node.value, resolve)
    if isinstance(node, (ast.Name, ast.Attribute)):
        path = resolve(node)
        known = path[0] not in "?=%" and "(" not in path and "[" not in path
        return (path,) if known and last_name(path) not in _ADMIT_NONE | {"Literal"} else None
    return None


def _is_value(node: ast.expr) -> bool:
    """Whether an item of a ``Literal`` is certainly a value other than None."""
    if isinstance(node, ast.Constant):
        return node.value is not None
    if isinstance(node, ast.Subscript):  # Literal["a", Literal["b"]]
        return all(map(_is_value, node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]))
    return isinstance(node, (ast.UnaryOp, ast.Attribute))


def _all_need(nodes: list[ast.expr], resolve: Callable[[ast.expr], str]) -> tuple[str, ...] | None:
    found: list[str] = []
    for node in nodes:
        part = needs_classes(node, resolve)
        if part is None:
            return None
        found += part
    return tuple(dict.fromkeys(found))


def _uniform(items: list[ast.expr]) -> bool:
    return len(items) == 2 and isinstance(items[1], ast.Constant) and items[1].value is Ellipsis


def admits_others(node: ast.expr, path: str, resolve: Callable[[ast.expr], str]) -> bool:
    """Whether an annotation names several classes, of which a value at a path is of one: whatever has it by default
    may be of any of them.

    Args:
        node: the annotation.
        path: that of the value.
        resolve: gives the path of a name or attribute in the scope of the annotation.
    """
    if not path.endswith("()"):
        return False
    paths = {value_path(part, resolve) for part in _alternatives(node)} - {"=None"}
    return len(paths) > 1 and f"{path[:-2]}!" in paths


def _alternatives(node: ast.expr) -> list[ast.expr]:
    """The parts of a union, whatever is said of it beside."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_alternatives(node.left), *_alternatives(node.right)]
    if isinstance(node, ast.Subscript) and isinstance(node.value, (ast.Name, ast.Attribute)):
        name = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name == "Union":
            return [part for item in items for part in _alternatives(item)]
        if name in _SAME and items:
            return _alternatives(items[0])
    return [node]


def _one_of(paths: list[str]) -> str:
    """The one path among alternatives once ``None`` is left out; several or any unknown one say nothing."""
    rest = {path for path in paths if path != "=None"}
    return rest.pop() if len(rest) == 1 else UNKNOWN
