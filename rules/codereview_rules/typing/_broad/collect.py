"""What bodies show of parameters and returns whose annotation says little."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.names import own_name

_BROAD = {
    "typing.Any": "Any",
    "typing_extensions.Any": "Any",
    "builtins.object": "object",
    "builtins.dict": "dict",
    "typing.Dict": "Dict",
    "builtins.list": "list",
    "typing.List": "List",
    "typing.Callable": "Callable",
    "collections.abc.Callable": "Callable",
}
_ASKS = frozenset(
    ("isinstance", "hasattr", "getattr", "callable", "type", "issubclass", "vars", "setattr", "is_dataclass")
)
_ANY_VALUE = frozenset(
    "validator field_validator model_validator root_validator overload override abstractmethod singledispatch register "
    "setter no_type_check fixture receiver".split()
)
_CONVERSIONS = frozenset(
    {"to_dict", "as_dict", "asdict", "dict", "to_json", "as_json", "serialize", "dump", "todict"}
)
_FEWEST = 2
_SHOWN = 4
_LONGEST = 250


class Broad(Collector):
    """Notes of public functions: ``param`` or ``return``, what it is called, the type as written, what the body shows.

    The few functions with such a type are read once more; of others only the annotations are.
    """

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.FunctionDef, ast.AsyncFunctionDef)

    def wants(self, file: ModuleContext) -> bool:
        """Only production code."""
        return file.zone is Zone.PRODUCTION

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note a parameter or return of which the body shows more."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        arguments = node.args
        if node.returns is None and all(
            a.annotation is None for a in (*arguments.args, *arguments.kwonlyargs)
        ):
            return ()
        if node.name.startswith("_") or file.function >= 0 or (node.end_lineno or 0) - node.lineno > _LONGEST:
            return ()
        return self._of_function(node, file)

    def _of_function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, file: ModuleContext
    ) -> Iterator[Note]:
        if any(part.startswith("_") for part in file.scope.split(".")):
            return
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        broad = {a.arg: kind for a in arguments if (kind := _kind(a.annotation, file))}
        given = _kind(node.returns, file)
        if (not broad and not given) or _takes_any(node):
            return
        body = _Body(node, broad)
        for name, kind in broad.items():
            if shown := body.shows(name, kind):
                yield self.noted(node, file, "param", node.name, name, kind, shown)
        if (
            given
            and node.name not in _CONVERSIONS
            and not _is_registered(node)
            and (shown := body.gives(given))
        ):
            yield self.noted(node, file, "return", node.name, "", given, shown)


def _takes_any(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator fixes the signature, or hands in whatever comes."""
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = own_name(target)
        if name in _ANY_VALUE:
            return True
    return False


def _is_registered(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator hands the function to a framework, which is then its only caller: a route, a task."""
    names = {getattr(decorator, "id", "") for decorator in node.decorator_list}
    return not names <= {"staticmethod", "classmethod", "property", "cached_property"}


def _kind(annotation: ast.expr | None, file: ModuleContext) -> str:
    """How a broad type is called; empty for all others. ``None`` beside it changes nothing."""
    node = annotation
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and node.right.value is None:
        node = node.left
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Optional":
        node = node.slice
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return ""
    return _BROAD.get(file.resolve(node), "")


class _Body:
    """What a function does with its parameters and gives back."""

    def __init__(self, node: ast.FunctionDef | ast.AsyncFunctionDef, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._keys: dict[str, dict[str, None]] = {}
        self._attributes: dict[str, dict[str, None]] = {}
        self._calls: dict[str, set[str]] = {}
        self._elements: dict[str, str] = {}
        self._open: set[str] = set()
        self._returns: list[ast.expr | None] = []
        for part in _inside(node):
            self._see(part)

    def _see(self, part: ast.AST) -> None:
        if isinstance(part, ast.Return):
            self._returns.append(part.value)
        elif isinstance(part, ast.Subscript):
            name, key = _name(part.value), part.slice
            if name in self._names and isinstance(part.ctx, ast.Load):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    self._keys.setdefault(name, {})[key.value] = None
                elif not isinstance(key, ast.Constant):
                    self._open.add(name)
        elif isinstance(part, ast.Attribute) and _name(part.value) in self._names:
            self._attributes.setdefault(_name(part.value), {})[part.attr] = None
        elif isinstance(part, ast.Call):
            self._see_call(part)
        elif (
            isinstance(part, ast.For)
            and _name(part.iter) in self._names
            and isinstance(part.target, ast.Name)
        ):
            self._elements[_name(part.iter)] = part.target.id
        elif (
            isinstance(part, ast.ExceptHandler)
            and part.type is not None
            and "AttributeError" in ast.dump(part.type)
        ):
            self._open.update(self._names)  # it is tried what they can do
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            self._open.add(part.id)  # it is given another value: what is seen later tells of that

    def _see_call(self, call: ast.Call) -> None:
        self._open.update(_name(keyword.value) for keyword in call.keywords if keyword.arg is None)
        name = _name(call.func)
        if name in self._names:
            plain = not call.keywords and not any(isinstance(a, ast.Starred) for a in call.args)
            self._calls.setdefault(name, set()).add(str(len(call.args)) if plain else "?")
        if name in _ASKS and call.args:
            self._open.add(_name(call.args[0]))
        if isinstance(call.func, ast.Attribute) and call.args and _name(call.func.value) in self._names:
            key = call.args[0]
            if (
                call.func.attr in ("get", "pop")
                and isinstance(key, ast.Constant)
                and isinstance(key.value, str)
            ):
                self._keys.setdefault(_name(call.func.value), {})[key.value] = None

    def shows(self, name: str, kind: str) -> str:
        """What the body shows of a parameter; empty where it can be anything."""
        if name in self._open:
            return ""
        keys = self._keys.get(name, {})
        attributes = [a for a in self._attributes.get(name, {}) if not a.startswith("__")]
        if kind in ("dict", "Dict", "Any", "object") and len(keys) >= _FEWEST:
            return f"reads the keys {_listed(keys)}"
        if kind in ("Any", "object") and len(attributes) >= _FEWEST and not keys:
            return f"uses its attributes {_listed(attributes)}"
        if kind == "Callable" and len(counts := self._calls.get(name, set())) == 1 and "?" not in counts:
            count = next(iter(counts))
            return f"calls it with {count} argument{'' if count == '1' else 's'}"
        if kind in ("list", "List") and (element := self._elements.get(name)):
            return f"runs over its elements as `{element}`"
        return ""

    def gives(self, kind: str) -> str:
        """What the returns show."""
        values = [value for value in self._returns if value is not None]
        if kind not in ("dict", "Dict", "Any") or not values:
            return ""
        found: list[str] = []
        for value in values:
            if not isinstance(value, ast.Dict):
                return ""
            keys = [
                key.value
                for key in value.keys
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            ]
            if len(keys) != len(value.keys) or (found and keys != found):
                return ""
            found = keys
        return f"always gives the keys {_listed(found)}" if len(found) >= _FEWEST else ""


def _inside(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """The nodes of a body, functions and classes inside left out."""
    stack: list[ast.AST] = list(reversed(node.body))
    while stack:
        part = stack.pop()
        yield part
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            stack.extend(reversed(list(ast.iter_child_nodes(part))))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _listed(names: Iterable[str]) -> str:
    items = [name[:40] for name in names]
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(items[:_SHOWN]) + more
