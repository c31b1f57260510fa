"""Which methods of a class have to do with each other.

LCOM4 (Hitz, Montazeri: Measuring coupling and cohesion in object-oriented systems, 1995): the connected parts of the
graph in which two methods are neighbours if they use the same attribute or one calls the other. Uses are found in the
text, comments and strings included, which can only join what would be apart.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from codereview.facts.names import own_name

_FORMING = frozenset(
    {"__init__", "__new__", "__post_init__", "__del__", "__enter__", "__exit__", "__aenter__", "__aexit__"}
)
"""Methods that touch every attribute by their nature."""
_COMMON = re.compile(r"_*(?:log|logger|logging|settings|config|options|debug|verbose|name)$")
"""Attributes that methods of any purpose use."""
_TRANSPARENT = frozenset(
    "property cached_property classmethod staticmethod abstractmethod setter getter deleter override overload final "
    "lru_cache cache contextmanager asynccontextmanager retry deprecated typechecked no_type_check".split()
)
"""Decorators that use nothing of the instance."""
_WHOLE = re.compile(r"\b(?:self|cls)\b(?!\s*\.)")
_MEMBER = {name: re.compile(rf"\b{name}\s*\.\s*(\w+)") for name in ("self", "cls")}


class Group(NamedTuple):
    """Methods that are connected, in the order of the text, and the attributes that they use."""

    methods: tuple[str, ...]
    attributes: tuple[str, ...]


def groups(
    methods: Mapping[str, ast.FunctionDef | ast.AsyncFunctionDef], lines: Sequence[str]
) -> list[Group]:
    """The connected groups of methods that use the instance, the largest first; methods that do not are in none.

    Empty if some method hands the whole instance on, or asks for its attributes by name: what is used is then
    not known.
    """
    uses: dict[str, set[str]] = {}
    for name, node in methods.items():
        if name in _FORMING or not node.args.args or _is_static(node):
            continue
        text = "\n".join(lines[node.body[0].lineno - 1 : node.end_lineno])
        if "super()" in text or "__dict__" in text or "getattr(" in text or "vars(" in text:
            return []
        me = node.args.args[0].arg
        pattern = _MEMBER.get(me)
        if pattern is None or _WHOLE.search(text):
            return []
        uses[name] = {used for used in pattern.findall(text) if not _COMMON.match(used)}
        if not all(_is_transparent(item) for item in node.decorator_list):
            return []  # it may call any method of the instance
    links = _linked(methods["__init__"]) if "__init__" in methods else []
    return _connected({name: used for name, used in uses.items() if used}, frozenset(methods), links)


def _is_transparent(decorator: ast.expr) -> bool:
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = own_name(node)
    return name in _TRANSPARENT


def _linked(init: ast.FunctionDef | ast.AsyncFunctionDef) -> list[set[str]]:
    """Attributes that the constructor fills from others, or by methods: they belong together."""
    if not init.args.args:
        return []
    me = init.args.args[0].arg
    found = []
    for node in ast.walk(init):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            names = {
                item.attr
                for item in ast.walk(node)
                if isinstance(item, ast.Attribute)
                and isinstance(item.value, ast.Name)
                and item.value.id == me
            }
            if len(names) > 1:
                found.append(names)
    return found


def _is_static(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(item, ast.Name) and item.id == "staticmethod" for item in node.decorator_list)


def _connected(
    uses: Mapping[str, set[str]], methods: frozenset[str], links: Sequence[set[str]]
) -> list[Group]:
    found: list[tuple[set[str], set[str]]] = []
    parts = [({name}, {name, *used}) for name, used in uses.items()]
    for members, attributes in [*parts, *((set[str](), set(link)) for link in links)]:
        rest = []
        for group in found:
            if group[1] & attributes:
                members |= group[0]
                attributes |= group[1]
            else:
                rest.append(group)
        found = [*rest, (members, attributes)]
    order = list(uses)
    return sorted(
        (
            Group(
                tuple(sorted(members, key=order.index)),
                tuple(sorted(attributes - methods)),
            )
            for members, attributes in found
            if members
        ),
        key=lambda group: (-len(group.methods), group.methods),
    )
