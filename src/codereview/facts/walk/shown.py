"""What definitions and calls show to a reader, and paths do not keep: names of arguments, declared fields."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Mapping

from codereview.facts import module as m
from codereview.facts.names import nodes
from codereview.facts.paths import UNKNOWN

_KINDS = {"ClassVar": "class", "InitVar": "init", "KW_ONLY": "kw_only"}
_ADMITS_NONE = re.compile(r"\b(?:Optional|None|Any|object)\b")
_MAKES_FIELD = frozenset({"attr.ib", "attr.attrib", "attr.field", "attrs.field"})
_STDLIB = frozenset({*sys.stdlib_module_names, "builtins"}) - {"test", "site"}


def argument_names(args: list[ast.expr]) -> tuple[str, ...]:
    """The last names of positional arguments, empty for what is no name; nothing if fewer than two have one."""
    found = tuple(
        [arg.id if type(arg) is ast.Name else arg.attr if type(arg) is ast.Attribute else "" for arg in args]
    )
    return found if len(found) - found.count("") > 1 else ()


def declared_field(node: ast.AnnAssign, value: str, peek: Callable[[ast.expr], str]) -> m.FieldFact:
    """An annotated name of a class body; ``value`` is the path of what it is given."""
    name = node.target.id if isinstance(node.target, ast.Name) else ""
    if name == "model_config" and node.value is not None:
        return _settings(node.value, node.lineno, name, peek)
    given: tuple[tuple[str, str], ...] = ()
    if isinstance(node.value, ast.Call):
        given = _given(node.value, peek)
    elif isinstance(node.value, (ast.Name, ast.Attribute)):
        given = (("**", UNKNOWN),)  # what it is bound to elsewhere can be a call, with arguments of its own
    return m.FieldFact(name, node.lineno, _kind(node.annotation), value, given)


def made_field(
    node: ast.Assign, name: str, value: str, peek: Callable[[ast.expr], str]
) -> m.FieldFact | None:
    """``x = attr.ib()`` in a class body, which is a field without an annotation; or settings of a model: its
    ``model_config``, and ``extra`` of its ``Config``."""
    if name in ("model_config", "extra"):
        return _settings(node.value, node.lineno, name, peek)
    if not isinstance(node.value, ast.Call) or peek(node.value.func) not in _MAKES_FIELD:
        return None
    return m.FieldFact(name, node.lineno, "made", value, _given(node.value, peek))


def _settings(value: ast.expr, line: int, name: str, peek: Callable[[ast.expr], str]) -> m.FieldFact:
    given: tuple[tuple[str, str], ...] = ()
    if isinstance(value, ast.Call):
        given = _given(value, peek)
    elif isinstance(value, ast.Dict):
        given = tuple(
            (str(key.value), _shown(str(key.value), item, peek))
            if isinstance(key, ast.Constant)
            else ("**", UNKNOWN)
            for key, item in zip(value.keys, value.values, strict=True)
        )
    elif name == "model_config":
        given = (("**", UNKNOWN),)
    return m.FieldFact(name, line, "config", _shown(name, value, peek), given)


def _kind(annotation: ast.expr) -> str:
    if type(annotation) is ast.Name and annotation.id not in _KINDS:
        return "none" if _ADMITS_NONE.fullmatch(annotation.id) else ""
    text = annotation.value if isinstance(annotation, ast.Constant) else ""
    for part in nodes(annotation):
        kind = type(part)
        if kind is ast.Call:
            return "call"
        name = part.id if kind is ast.Name else part.attr if kind is ast.Attribute else ""  # type: ignore[attr-defined]
        if name in _KINDS:
            return _KINDS[name]
    if not isinstance(text, str):
        text = ""
    found = next((kind for name, kind in _KINDS.items() if name in text), "")
    return found or ("none" if _ADMITS_NONE.search(text or ast.unparse(annotation)) else "")


def _given(call: ast.Call, peek: Callable[[ast.expr], str]) -> tuple[tuple[str, str], ...]:
    named = tuple((k.arg or "**", _shown(k.arg or "", k.value, peek)) for k in call.keywords)
    first = (("0", _shown("", call.args[0], peek)),) if call.args else ()
    return first + named


def _shown(name: str, value: ast.expr, peek: Callable[[ast.expr], str]) -> str:
    if isinstance(value, ast.Constant):
        if value.value is Ellipsis:
            return "..."
        if isinstance(value.value, bool) or value.value is None:
            return f"={value.value}"
        if name.endswith(("alias", "extra")) and isinstance(value.value, str) and value.value.isidentifier():
            return "'" + value.value
    return peek(value)


def tells(path: str) -> bool:
    """Whether what is read under a path can be one of the project's: of an own instance or class, or imported."""
    root, dot, rest = path.partition(".")
    if not dot or root[:1] in "%?=":
        return False
    return "." in rest if root == "@" else root not in _STDLIB or path == "sys.modules"


def unshown(
    reads: Mapping[tuple[str, int], m.ReadFact], classes: Iterable[m.ClassFact]
) -> tuple[m.ReadFact, ...]:
    """Reads without those of attributes that the class of the instance has in this very file."""
    own = {f"@.{cls.qualname}": {*cls.methods, *(attr.name for attr in cls.attrs)} for cls in classes}
    kept = []
    for read in reads.values():
        owner, _, name = read.path.rpartition(".")
        there = own.get(owner.removesuffix("()").removesuffix("!"))
        if there is None or name not in there:
            kept.append(read)
    return tuple(kept)
