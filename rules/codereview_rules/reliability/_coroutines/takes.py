"""Parameters and fields that take values and no coroutines, by their annotations."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone

TAKES = "takes"
"""Kind of a note on a function or class: the names of what it takes that its annotations say to be values. Its values:
``name`` where that is certain, ``name=path path`` where it is if all paths are classes that cannot be awaited."""
_SAME = frozenset({"Optional", "Annotated", "ClassVar", "Final", "Required", "NotRequired", "Mapped"})
_OF_TYPING = frozenset(
    "List Dict Set FrozenSet Tuple Type DefaultDict Deque OrderedDict Counter Sequence MutableSequence Mapping "
    "MutableMapping Iterable Iterator Collection Container Sized Literal LiteralString Text AnyStr".split()
)
_ROOTS = ("typing.", "typing_extensions.", "collections.abc.", "collections.")
_OPEN = ("object", "builtins.object", "asyncio.", "concurrent.", "types.")


class Takes(Collector):
    """Annotated parameters of functions, and annotated fields of classes."""

    nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    def wants(self, file: ModuleContext) -> bool:
        """Code of tests is seldom handed what a program makes."""
        return file.zone is not Zone.TESTS

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each function or class that has such parameters or fields."""
        found = [said for name, given in _declared(node) if (said := _said(name, given, file))]
        return [self.noted(node, file, TAKES, *found)] if found else ()


def _declared(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.ClassDef):
        for item in node.body:
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                yield item.target.id, item.annotation
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        args = node.args
        for argument in (*args.posonlyargs, *args.args, *args.kwonlyargs):
            if argument.annotation is not None:
                yield argument.arg, argument.annotation


def _said(name: str, annotation: ast.expr, file: ModuleContext) -> str:
    """What a note says of one name; empty where it may take anything."""
    paths = _alternatives(annotation, file)
    if paths is None:
        return ""
    return f"{name}={' '.join(dict.fromkeys(paths))}" if paths else name


def _alternatives(node: ast.expr, file: ModuleContext) -> list[str] | None:
    """Paths that all have to be classes for an annotation to be one of values; None where it is not."""
    if isinstance(node, ast.Constant):
        if node.value is None:
            return []
        if not isinstance(node.value, str) or len(node.value) > 200:
            return None
        try:
            inner = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        return None if isinstance(inner, ast.Constant) else _alternatives(inner, file)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _all([node.left, node.right], file)
    if isinstance(node, ast.Subscript):
        name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name in _SAME:
            return _alternatives(items[0], file) if items else None
        return _all(items, file) if name == "Union" else _alternatives(node.value, file)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _of_name(file.resolve(node))
    return None


def _all(nodes: list[ast.expr], file: ModuleContext) -> list[str] | None:
    found: list[str] = []
    for node in nodes:
        part = _alternatives(node, file)
        if part is None:
            return None
        found += part
    return found


def _of_name(path: str) -> list[str] | None:
    last = path.rpartition(".")[2]
    if path.startswith("builtins."):
        return None if last == "object" else []
    if path.startswith(_ROOTS) and path != "typing.TypeVar()":
        return [] if last in _OF_TYPING or (path.startswith("collections.") and "abc" not in path) else None
    if path == "typing.TypeVar()":
        return [path]
    if path[:1] in "?=%" or path.startswith(_OPEN) or "(" in path or not last[:1].isupper():
        return None
    return [path]
