"""Settings that a loop looks at in turn, and that the program refuses together: ``for name, left in LEFT.items()``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codereview.api import ModuleContext
from codereview.facts.names import own_name

from .names import kind_of

_ANY = -1
_LOOPS = (ast.For, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# How a value begins that each installation has to replace; a prefix that a provider gives its keys is none.
_LEFT = re.compile(
    r"(?i)replace|change|your|default|insecure|placeholder|unsafe|example|todo|dummy|dev[-_]|<|x{3}"
)


def may_look(text: str) -> bool:
    """Whether a text may have such a loop."""
    return (
        "raise" in text
        and "for " in text
        and ("getattr(" in text or ".startswith(" in text or "config" in text)
    )


def turned(test: ast.expr) -> ast.expr:
    """What an assertion refuses: its condition with the comparisons the other way round."""
    parts: list[ast.expr] = []
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            op = _TURNED.get(type(node.ops[0]))
            if op is not None:
                parts.append(ast.Compare(left=node.left, ops=[op()], comparators=node.comparators))
    return ast.List(elts=parts, ctx=ast.Load())


_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.NotEq: ast.Eq, ast.NotIn: ast.In, ast.GtE: ast.Lt}


def in_turn(node: ast.If, file: ModuleContext) -> Iterator[tuple[str, int, str]]:
    """What a loop before or around a condition compares: names in lower case, lengths, and how.

    Args:
        node: a condition that ends in an exception or an exit.
        file: its file.
    """
    around = _function(node, file.tree)
    if around is None:
        return
    for loop in ast.walk(around):
        if not isinstance(loop, _LOOPS) or loop.lineno > node.lineno:
            continue
        if not _leads_to(loop, node, around):
            continue
        given = loop if isinstance(loop, ast.For) else loop.generators[0]
        looped = {part.id for part in ast.walk(given.target) if isinstance(part, ast.Name)}
        if _asks_each(loop, looped):
            yield from _listed(given.iter, file.tree)
        elif _begins(loop, looped):
            yield from ((name, _ANY, "in") for name in _attributes(given.iter))


def _function(node: ast.If, tree: ast.Module) -> ast.AST | None:
    """The innermost function around a condition."""
    found = None
    for part in ast.walk(tree):
        if isinstance(part, _FUNCTIONS) and part.lineno <= node.lineno <= (part.end_lineno or 0):
            found = part  # the walk goes from the outside to the inside
    return found


def _leads_to(loop: ast.AST, node: ast.If, around: ast.AST) -> bool:
    """Whether the condition stands in the loop, or asks whether what the loop gathered holds anything."""
    if isinstance(loop, ast.For):
        return any(part is node for part in ast.walk(loop))
    if any(part is loop for part in ast.walk(node.test)):
        return True
    asked = {part.id for part in ast.walk(node.test) if isinstance(part, ast.Name)}
    return any(
        isinstance(part, ast.Assign)
        and own_name(part.targets[0]) in asked
        and any(inner is loop for inner in ast.walk(part.value))
        for part in ast.walk(around)
    )


def _asks_each(loop: ast.AST, looped: set[str]) -> bool:
    """Whether a comparison in the loop takes a setting by a name of the loop: ``getattr(self, name) == left``, or what
    ``config.get(name)`` was given to before."""
    held: set[str] = set()
    for part in ast.walk(loop):
        if isinstance(part, ast.Assign) and _takes(part.value, looped):
            held.add(own_name(part.targets[0]))
    compared = [
        part.left
        for part in ast.walk(loop)
        if isinstance(part, ast.Compare) and isinstance(part.ops[0], (ast.Eq, ast.In))
    ]
    return any(_takes(left, looped) or own_name(left) in held - {""} for left in compared)


def _takes(node: ast.expr, looped: set[str]) -> bool:
    """Whether an expression looks a setting up by a name of the loop."""
    for part in ast.walk(node):
        if isinstance(part, ast.Subscript) and own_name(part.slice) in looped:
            return True
        if isinstance(part, ast.Call) and part.args:
            func = own_name(part.func)
            if func == "getattr" and len(part.args) > 1 and own_name(part.args[1]) in looped:
                return True
            if func == "get" and own_name(part.args[0]) in looped:
                return own_name(getattr(part.func, "value", part.func)) not in _UNSURE
    return False


# Where a variable may be missing, a comparison says nothing of the default.
_UNSURE = frozenset({"environ"})


def _begins(loop: ast.AST, looped: set[str]) -> bool:
    """Whether a condition in the loop asks if a value that it gives begins as a stand-in does."""
    for part in ast.walk(loop):
        if not isinstance(part, ast.If):
            continue
        call = part.test
        if isinstance(call, ast.Call) and own_name(call.func) == "startswith" and call.args:
            first = call.args[0]
            begins = isinstance(first, ast.Constant) and isinstance(first.value, str)
            inner = {name.id for name in ast.walk(call.func) if isinstance(name, ast.Name)}
            if begins and inner & looped and _LEFT.match(str(first.value)):  # type: ignore[attr-defined]
                return True
    return False


def _listed(given: ast.expr, tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """The names in a mapping or a list, written there or held by a variable of the module."""
    if isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute):  # ``.items()``
        given = given.func.value
    if isinstance(given, (ast.Name, ast.Attribute)):
        given = _held(own_name(given), tree) or given
    if isinstance(given, ast.Dict):
        for key, value in zip(given.keys, given.values, strict=True):
            if name := _name(key):
                text = value.value if isinstance(value, ast.Constant) else None
                yield (name, len(text), "is") if isinstance(text, str) else (name, _ANY, "in")
    elif isinstance(given, (ast.Tuple, ast.List, ast.Set)):
        for item in given.elts:
            first = item.elts[0] if isinstance(item, ast.Tuple) and item.elts else item
            if name := _name(first):
                yield name, _ANY, "in"


def _held(name: str, tree: ast.Module) -> ast.expr | None:
    for part in ast.walk(tree):
        if isinstance(part, (ast.Assign, ast.AnnAssign)):
            target = part.targets[0] if isinstance(part, ast.Assign) else part.target
            if own_name(target) == name:
                return part.value
    return None


def _name(node: ast.expr | None) -> str:
    """The name of a secret that a literal is, in lower case; empty if it is none."""
    text = node.value if isinstance(node, ast.Constant) else None
    return text.lower() if isinstance(text, str) and kind_of(text) is not None else ""


def _attributes(given: ast.expr) -> Iterator[str]:
    """The settings whose values stand in what a loop goes over: ``(("KEY", self.key), ...)``."""
    for part in ast.walk(given):
        if isinstance(part, ast.Attribute) and kind_of(part.attr) is not None:
            yield part.attr.lower()
