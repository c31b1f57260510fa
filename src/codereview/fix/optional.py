"""TYP002: a parameter annotated ``int`` whose default is None becomes ``int | None`` or ``Optional[int]``.

``X | None`` is evaluated when the function is defined, unless annotations are postponed. It works from Python
3.10 on for classes, but not for everything that stands in annotations: ``threading.Lock`` was a function
before 3.13, ``np.array`` is one, and ``"Name" | None`` adds a string. Where the operand is not evidently a
class, the edit writes ``Optional[X]``, which takes any callable.
"""

from __future__ import annotations

import ast
import builtins
import re

import libcst as cst

from codereview.fix.base import Context, Edit, Edited, Python, Refusal, Rewrite, Source, Target
from codereview.fix.imports import Imports
from codereview.fix.names import Names, names_of

# Frameworks that read parameter annotations at run time.
_READERS = frozenset({
    "fastapi", "typer", "pydantic", "cyclopts", "injector", "beartype", "typeguard", "strawberry",
    "discord", "aiogram", "litestar", "attrs", "cattrs", "msgspec", "ninja", "hug", "fire", "faststream",
    "dishka", "pydantic_settings", "plum", "sqlmodel", "flytekit", "prefect", "dagster",
})  # fmt: skip
_LOWER_CLASSES = frozenset({
    "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "datetime.timezone",
    "datetime.tzinfo", "numpy.ndarray", "collections.deque", "collections.defaultdict", "array.array",
})  # fmt: skip
_FACTORIES = re.compile(r"(threading|multiprocessing(\.\w+)*)\.\w+")
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def apply(source: Source, targets: tuple[Target, ...], python: Python, context: Context) -> Edited:
    """Widen the annotation of each target; unsafe where a framework reads it."""
    names = names_of(source)
    rewrite = Rewrite(source)
    imports = Imports(source, names, rewrite)
    read = sorted({i.path.partition(".")[0] for i in names.imports} & _READERS)
    done: set[ast.arg] = set()
    for target in targets:
        for argument in _parameters(source, target):
            if argument not in done:
                done.add(argument)
                _widen(source, names, imports, argument, python, bool(read))
    if read:
        return Edited(
            rewrite.text(),
            "unsafe",
            f"{read[0]} may read annotations at run time and then accepts None as input",
        )
    return Edited(rewrite.text(), "safe", "only an annotation changes")


def _defaults(arguments: ast.arguments) -> list[tuple[ast.arg, ast.expr]]:
    """Parameters with their defaults."""
    plain = [*arguments.posonlyargs, *arguments.args]
    pairs = list(zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True))
    keyword = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return pairs + [(argument, default) for argument, default in keyword if default is not None]


def _parameters(source: Source, target: Target) -> list[ast.arg]:
    """The parameters that a finding is about: the one that it points into, or all of a function."""
    found: list[ast.arg] = []
    for node in ast.walk(source.tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        whole = (node.lineno, node.col_offset + 1) == (target.line, target.column)
        for argument, default in _defaults(node.args):
            if argument.annotation is None or not (
                isinstance(default, ast.Constant) and default.value is None
            ):
                continue
            first = (argument.lineno, argument.col_offset + 1)
            last = (default.end_lineno or 0, (default.end_col_offset or 0) + 1)
            if (whole or first <= (target.line, target.column) < last) and not _takes_none(
                argument.annotation
            ):
                found.append(argument)
    if not found:
        raise Refusal("no annotated parameter with the default None stands at this place")
    return found


def _takes_none(node: ast.expr) -> bool:
    """Whether an annotation admits None already."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return _takes_none(_quoted(node.value))
        return node.value is None
    if isinstance(node, ast.BinOp):
        return _takes_none(node.left) or _takes_none(node.right)
    if isinstance(node, ast.Subscript):
        head = ast.unparse(node.value).rpartition(".")[2]
        if head == "Union":
            return any(_takes_none(item) for item in getattr(node.slice, "elts", [node.slice]))
        return head == "Optional" or (
            head == "Annotated" and _takes_none(getattr(node.slice, "elts", [node.slice])[0])
        )
    return ast.unparse(node).rpartition(".")[2] in {"Any", "object", "None", "Incomplete"}


def _quoted(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        raise Refusal("the quoted annotation does not parse") from None


def _widen(
    source: Source, names: Names, imports: Imports, argument: ast.arg, python: Python, readers: bool
) -> None:
    annotation = argument.annotation
    assert annotation is not None
    parameter = source.concrete(argument, cst.Param, end=False)
    if parameter.annotation is None:
        raise Refusal("the annotation was not found")
    old = parameter.annotation.annotation
    if not isinstance(annotation, (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.Constant)):
        raise Refusal("the annotation is not a plain type")
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value).endswith("Annotated"):
        raise Refusal("what None means to the metadata of Annotated is not known")
    quoted = isinstance(old, cst.SimpleString)
    if isinstance(annotation, ast.Constant) and not quoted:
        raise Refusal("the annotation is not a plain type")
    if quoted and _bar_when_quoted(argument, annotation, python):
        imports.rewrite.change(old, _bar_in_quotes)
    elif not quoted and _bar_works(source, names, argument, annotation, python, readers):
        imports.rewrite.change(old, _bar)
    else:
        spelled = imports.member("typing", "Optional", argument, alias="OptionalType", beside=None)
        imports.rewrite.change(old, lambda inner: _optional(inner, spelled))


def _bar_when_quoted(argument: ast.arg, annotation: ast.expr, python: Python) -> bool:
    assert isinstance(annotation, ast.Constant)
    inner = _quoted(str(annotation.value))
    return python >= (3, 10) and isinstance(inner, (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp))


def _bar_works(
    source: Source, names: Names, argument: ast.arg, annotation: ast.expr, python: Python, readers: bool
) -> bool:
    """Whether ``X | None`` can be written: never evaluated, or on a Python and operands that have it."""
    postponed = any(i.path == "__future__.annotations" for i in names.imports)
    if postponed and python >= (3, 10):
        return True
    function = next(
        up for up in source.above(argument) if isinstance(up, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    decorated = any(getattr(up, "decorator_list", ()) for up in (function, *source.scopes(function)))
    if postponed and not decorated and not readers:
        return True
    return python >= (3, 10) and _is_class(source, names, annotation)


def _is_class(source: Source, names: Names, node: ast.expr) -> bool:
    """Whether an annotation evidently evaluates to something that has ``|``."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.BitOr)
    if isinstance(node, ast.Subscript):
        node = node.value
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return False
    path = names.resolve(node)
    if isinstance(node, ast.Name) and not path:
        local = any(isinstance(n, ast.ClassDef) and n.name == node.id for n in ast.walk(source.tree))
        return local or isinstance(getattr(builtins, node.id, None), type)
    if path in _LOWER_CLASSES:
        return True
    return path.rpartition(".")[2][:1].isupper() and not _FACTORIES.fullmatch(path)


def _bar(old: cst.BaseExpression) -> cst.BaseExpression:
    return cst.BinaryOperation(left=old, operator=cst.BitOr(), right=cst.Name("None"))


def _bar_in_quotes(old: cst.SimpleString) -> cst.SimpleString:
    if old.prefix or len(old.quote) != 1:
        raise Refusal("the quoted annotation is not a plain string")
    return old.with_changes(value=f"{old.quote}{old.raw_value} | None{old.quote}")


def _optional(old: cst.BaseExpression, spelled: str) -> cst.BaseExpression:
    inner = cst.SubscriptElement(cst.Index(old))
    return cst.Subscript(value=cst.parse_expression(spelled), slice=[inner])


EDIT = Edit("TYP002", apply)
