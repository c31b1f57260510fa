"""Names and classes that a call is given, as far as later steps ask for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codereview.facts.paths import UNKNOWN

_RELATIONS = frozenset(
    "ForeignKey OneToOneField ManyToManyField relationship relation Relationship ForeignKeyField ReverseRelation "
    "ManyToManyRelation OneToOneRelation backref dynamic_loader GenericRelation ParentalKey TreeForeignKey "
    "ParentalManyToManyField TreeManyToManyField BackRef Link".split()
)
_OF_SQLMODEL = "sa_relationship_kwargs"
_IDENTIFIERS = re.compile(r"[A-Za-z_][\w.]{0,60}\Z")


def names_given(node: ast.Call) -> Iterator[str]:
    """Names that an eager-loading call is given: strings and last attributes, through nested loader options."""
    for arg in (*node.args, *(k.value for k in node.keywords)):
        yield from _names_in(arg)
    if not node.args and not node.keywords:
        yield "all"


def module_given(node: ast.Call, whole: bool) -> str:
    """The module that a call imports by a literal name; ``__import__`` gives the outermost package, unless it is given
    names to import from it."""
    name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    if not isinstance(name, str) or not name.replace(".", "").isidentifier() or name.startswith("."):
        return UNKNOWN
    given = (
        node.args[3]
        if len(node.args) > 3
        else next((k.value for k in node.keywords if k.arg == "fromlist"), None)
    )
    whole = whole or (isinstance(given, (ast.List, ast.Tuple)) and bool(given.elts))
    return name if whole else name.partition(".")[0]


def entities(node: ast.Call) -> Iterator[str]:
    """Class names that ``query`` or ``select`` is given; none if it is given anything else first."""
    for arg in node.args[:1]:
        if isinstance(arg, ast.Name) and arg.id[:1].isupper():
            yield arg.id
        elif isinstance(arg, ast.Attribute) and arg.attr[:1].isupper():
            yield arg.attr


def _names_in(arg: ast.expr) -> Iterator[str]:
    if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and _IDENTIFIERS.match(arg.value):
        yield arg.value
    elif isinstance(arg, ast.Attribute):
        yield arg.attr
    elif isinstance(arg, ast.Starred):
        yield "all"
    elif isinstance(arg, ast.Call):
        if (found := _prefetched(arg)) is not None:
            yield from found
            return
        if isinstance(arg.func, ast.Attribute):
            yield from _names_in(arg.func.value) if isinstance(arg.func.value, ast.Call) else ()
        for inner in arg.args:
            yield from _names_in(inner)


def _prefetched(node: ast.Call) -> list[str] | None:
    """The relation that a ``Prefetch`` of Django names, and with its path what the query of it loads as it stands
    there; None for any other call."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name != "Prefetch" or not node.args:
        return None
    found = list(_names_in(node.args[0]))
    query = next((k.value for k in node.keywords if k.arg == "queryset"), None)
    step = query if query is not None else node.args[1] if len(node.args) > 1 else None
    while isinstance(step, ast.Call) and isinstance(step.func, ast.Attribute) and found:
        if step.func.attr in ("select_related", "prefetch_related"):
            found += [f"{found[0]}__{inner}" for inner in names_given(step)]
        step = step.func.value
    return found


def declared_names(node: ast.Call, callee: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]] | None:
    """Bare identifier-like strings given to a relation declaration such as ``ForeignKey("app.User")`` or to a field
    with a ``source``, else None."""
    if callee.rpartition(".")[2] not in _RELATIONS and not any(k.arg == "source" for k in node.keywords):
        return None

    def text(value: ast.expr) -> str:
        if isinstance(value, ast.Constant):
            if isinstance(value.value, str) and _IDENTIFIERS.match(value.value):
                return "'" + value.value
            if isinstance(value.value, bool):
                return f"={value.value}"
        if isinstance(value, ast.Lambda):
            return text(value.body)
        return ""

    return (
        tuple(text(arg) for arg in node.args),
        tuple(
            (k.arg or "**", _lazy_in(k.value) if k.arg == _OF_SQLMODEL else text(k.value))
            for k in node.keywords
        ),
    )


def _lazy_in(value: ast.expr) -> str:
    """The ``lazy`` among the keywords that SQLModel hands on to a relationship, as a literal or by ``dict``."""
    if isinstance(value, ast.Dict):
        pairs = [
            (key.value, item)
            for key, item in zip(value.keys, value.values, strict=True)
            if isinstance(key, ast.Constant)
        ]
    elif isinstance(value, ast.Call):
        pairs = [(k.arg, k.value) for k in value.keywords]
    else:
        return ""
    given = [item.value for key, item in pairs if key == "lazy" and isinstance(item, ast.Constant)]
    return f"'{given[0]}" if given and isinstance(given[0], str) else ""
