"""TYP002: a parameter whose default is None and whose annotation does not admit it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codereview.api import Bad, Card, Confidence, Finding, Good, ModuleContext, ModuleRule, Severity, Zone

_ADMIT_NONE = frozenset({"Optional", "Any", "object", "None", "NoneType", "Hashable", "Literal", "Self", "TypeVar", "Incomplete"})
_WRAPPERS = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly"})
_SILENT = (Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT)


class ImplicitOptional(ModuleRule):
    """One finding a parameter."""

    card = Card(
        id="TYP002",
        title="Default None that the annotation does not admit",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=2,
        why=(
            "`x: int = None` says that x is always an int, and gives it None. PEP 484 dropped this reading in 2018; type "
            "checkers reject it. Readers and tools trust the annotation and use the value without a test for None."
        ),
        instead="Say what is meant: `x: int | None = None` (`Optional[int]` before Python 3.10), or give a default of the type.",
        false_alarms=(
            "Annotations that already admit None are understood: Optional, unions with None, Any, object, Literal[None], "
            "strings that say so, and names that this file binds to such a type. A name that comes from elsewhere is taken for "
            "a class when it is written like one; where it is an alias that contains None the finding is wrong, and its "
            "confidence says so."
        ),
    )
    nodes = (ast.FunctionDef, ast.AsyncFunctionDef)
    bad = (
        Bad("def f(x: int = None) -> None: ...\n", lines=(1,), python="3.10", fixed="def f(x: int | None = None) -> None: ...\n"),
        Bad("def f(x: int, y: str = None) -> None: ...\n", lines=(1,)),
        Bad("def f(*, names: list[str] = None) -> None: ...\n", lines=(1,)),
        Bad("from typing import Dict\n\ndef f(\n    options: Dict[str, int] = None,\n) -> None: ...\n", lines=(4,)),
        Bad("from typing import Union\n\ndef f(x: Union[int, str] = None) -> None: ...\n", lines=(3,)),
        Bad("def f(x: int | str = None) -> None: ...\n", lines=(1,)),
        Bad("def f(x: 'int' = None) -> None: ...\n", lines=(1,)),
        Bad("class Box: ...\n\nclass Shelf:\n    async def put(self, box: Box = None) -> None: ...\n", lines=(4,)),
        Bad("from typing import Callable\n\ndef f(done: Callable[[int], None] = None) -> None: ...\n", lines=(3,)),
        Bad("from datetime import datetime\n\ndef f(when: datetime = None) -> None: ...\n", lines=(3,)),
        Bad("from typing import Annotated\n\ndef f(x: Annotated[int, 'size'] = None) -> None: ...\n", lines=(3,)),
        Bad("from pathlib import Path\n\ndef outer() -> None:\n    def inner(path: Path = None) -> None: ...\n", lines=(4,)),
    )
    good = (
        Good("from typing import Optional\n\ndef f(x: Optional[int] = None) -> None: ...\n"),
        Good("def f(x: int | None = None) -> None: ...\n"),
        Good("from typing import Any\n\ndef f(x: Any = None) -> None: ...\n"),
        Good("def f(x: object = None) -> None: ...\n"),
        Good("from typing import Union\n\ndef f(x: Union[int, None] = None) -> None: ...\n"),
        Good("def f(x: 'int | None' = None) -> None: ...\n"),
        Good("from typing import Literal\n\ndef f(x: Literal['a', None] = None) -> None: ...\n"),
        Good("def f(x=None) -> None: ...\n"),
        Good("def f(x: int = 0) -> None: ...\n"),
        Good("from typing import Optional\n\nSize = Optional[int]\n\ndef f(x: Size = None) -> None: ...\n"),
        Good("from typing import Annotated, Optional\n\ndef f(x: Annotated[Optional[int], 'size'] = None) -> None: ...\n"),
        Good("from typing import TypeVar\n\nT = TypeVar('T')\n\ndef f(x: T = None) -> T: ...\n"),
        Good("from fastapi import Query\n\ndef f(q: str = Query(None)) -> None: ...\n"),
    )

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterator[Finding]:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or file.zone in _SILENT:
            return
        args = node.args
        positional = [*args.posonlyargs, *args.args]
        pairs = [
            *zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True),
            *((arg, value) for arg, value in zip(args.kwonlyargs, args.kw_defaults, strict=True) if value is not None),
        ]
        for arg, default in pairs:
            if arg.annotation is None or not (isinstance(default, ast.Constant) and default.value is None):
                continue
            sure = _rejects_none(arg.annotation, file)
            if sure is not None:
                shown = ast.unparse(arg.annotation)
                yield self.finding(
                    file.path,
                    arg,
                    f"`{arg.arg}` of `{node.name}` is annotated `{shown}`, which does not admit its default None",
                    confidence=sure,
                    symbol=f"{file.scope}.{node.name}".lstrip("."),
                    checked="the annotation was resolved and is no union with None, no Any and no object",
                    fixable=True,
                )


def _rejects_none(node: ast.expr, file: ModuleContext) -> Confidence | None:
    """How sure it is that an annotation does not admit None; None if it does or cannot be told."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            try:
                return _rejects_none(ast.parse(node.value.strip(), mode="eval").body, file)
            except (SyntaxError, ValueError):
                return None
        return None
    if isinstance(node, ast.BinOp):
        return _weakest([_rejects_none(side, file) for side in (node.left, node.right)])
    if isinstance(node, ast.Subscript):
        return _subscript(node, file)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _named(node, file)
    return None


def _subscript(node: ast.Subscript, file: ModuleContext) -> Confidence | None:
    name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name in _ADMIT_NONE:
        return None
    if name in _WRAPPERS:
        return _rejects_none(items[0], file)
    if name == "Union":
        return _weakest([_rejects_none(item, file) for item in items])
    if name in ("Callable", "List", "Dict", "Set", "Tuple", "Type", "FrozenSet", "DefaultDict", "Deque", "OrderedDict"):
        return Confidence.HIGH
    return _named(node.value, file)


def _named(node: ast.expr, file: ModuleContext) -> Confidence | None:
    path = file.resolve(node)
    name = path.rpartition(".")[2]
    if name in _ADMIT_NONE or (isinstance(node, ast.Name) and _is_alias(node.id, file)):
        return None
    if path.startswith("builtins."):
        return Confidence.HIGH
    if path.startswith("@.") and "(" not in path:
        return Confidence.HIGH if not name.startswith("<") else None
    top = path.partition(".")[0]
    if path[0] == "?":
        return Confidence.HIGH if isinstance(node, ast.Name) and _class_below(node.id, file) else None
    if "(" in path or "[" in path or path[0] in "=%" or not name[:1].isupper():
        return Confidence.HIGH if path in _LOWER_CLASSES else None
    if len(name) > 1 and name.isupper():
        return None
    return Confidence.HIGH if top in _CLASSES_ONLY else Confidence.MEDIUM


_LOWER_CLASSES = frozenset({"datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "numpy.ndarray"})
_CLASSES_ONLY = frozenset(
    "pathlib decimal uuid fractions argparse logging enum io threading asyncio collections concurrent sqlite3 socket ssl "
    "typing abc queue ipaddress email http".split()
)


def _is_alias(name: str, file: ModuleContext) -> bool:
    """Whether the file binds a name by assignment: such a name stands for any type, one with None in it too."""
    for statement in file.tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return True
        if isinstance(alias := getattr(statement, "name", None), ast.Name) and alias.id == name:
            return True
    return False


def _class_below(name: str, file: ModuleContext) -> bool:
    return any(isinstance(statement, ast.ClassDef) and statement.name == name for statement in file.tree.body)


def _weakest(parts: list[Confidence | None]) -> Confidence | None:
    """Of a union: None if any part admits None or is not known, else the least sure."""
    known = [part for part in parts if part is not None]
    return min(known, key=lambda part: part.rank) if known and len(known) == len(parts) else None
