"""Containers and counters at module level, and the functions that change them.

Changes are read from the lines of the text, so that nothing is walked again: a line that begins with the name and an
entry, a method that changes, or an addition. A function that binds the name itself changes something else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.names import own_name

_MADE = {
    "dict": "dict",
    "list": "list",
    "set": "set",
    "defaultdict": "dict",
    "OrderedDict": "dict",
    "Counter": "counter",
}
_LITERALS: dict[type[ast.AST], str] = {
    ast.Dict: "dict",
    ast.List: "list",
    ast.Set: "set",
    ast.DictComp: "dict",
    ast.ListComp: "list",
}
_CHANGE = re.compile(
    r"[ \t]+(?:\w+[ \t]*=[ \t]*|return[ \t]+|del[ \t]+)?(?P<name>[A-Za-z_]\w*)"
    r"(?P<how>\[[^\n]*?\][ \t]*(?:[-+*/|&]|//)?=(?!=)|\[[^\n]*?\]\.(?:append|add|update|extend)\("
    r"|\.(?:append|appendleft|add|update|setdefault|extend|insert)\(|[ \t]*(?:\+|-)=)"
)
_BINDING = re.compile(
    r"[ \t]+(?:async )?(?:(\w[\w, \t]*)(?::[^=\n]+)?=(?!=)|for ([^\n]+?) in |with [^\n]* as (\w+)"
    r"|from [^\n]* import ([^\n]+))"
)
_SHARED = frozenset(
    "store storage state states sessions tokens db connections users accounts jobs tasks history queue results"
    " orders items progress attempts messages conversations chats records rooms games players uploads pending".split()
)
"""Last words of names that are worth a look where they are imported."""


class Changes(Collector):
    """Notes of kind ``state`` (name, what it is) and ``change`` (what is changed, how)."""

    nodes = ()

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """The states of a production module, and the changes that its functions make to these
        and to imported ones."""
        if file.zone is not Zone.PRODUCTION or not file.path.endswith(".py"):
            return
        added = {name for function in facts.functions for name in function.globals}
        states = dict(_states(file.tree.body, added))
        if states:
            text = file.text
            states = {name: state for name, state in states.items() if f"({name}.discard)" not in text}
        for name, (node, kind) in states.items():
            yield Collector.noted(node, file, "state", name, kind)
        wanted = {name: name for name in states}
        wanted |= {
            i.alias or i.name: f"{i.module}:{i.name}"
            for i in facts.imports
            if i.name.rpartition("_")[2].lower() in _SHARED
        }
        if wanted and facts.functions:
            text = file.text
            yield from _changes(text, wanted, facts)


def _states(body: list[ast.stmt], added: set[str]) -> Iterator[tuple[str, tuple[ast.stmt, str]]]:
    for node in body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, node.value
        else:
            continue
        if isinstance(target, ast.Name) and not target.id.startswith("__"):
            kind = _kind(value, target.id in added)
            if kind and not (target.id.isupper() and _is_table(value)):
                yield target.id, (node, kind)


def _is_table(value: ast.expr) -> bool:
    """Whether a literal holds something from the start, as tables of constants do."""
    return bool(getattr(value, "elts", None) or getattr(value, "keys", None))


def _kind(value: ast.expr, added: bool) -> str:
    if isinstance(value, ast.Call):
        func = value.func
        name = own_name(func)
        return _MADE.get(name, "")
    if isinstance(value, ast.Constant) and added and type(value.value) is int:
        return "number"
    return _LITERALS.get(type(value), "")


def _changes(text: str, wanted: dict[str, str], facts: FileFacts) -> Iterator[Note]:
    seen: set[tuple[str, int]] = set()
    rows = text.split("\n")
    for start in sorted(set(_lines_with(text, wanted))):
        match = _CHANGE.match(text, start)
        if match is None or match["name"] not in wanted:
            continue
        name, line = match["name"], text.count("\n", 0, start) + 1
        index = _innermost(facts.functions, line)
        if index < 0 or (name, index) in seen or _binds(rows, name, facts.functions, index, match["how"]):
            continue
        seen.add((name, index))
        column = match.start("name") - start + 1
        how = (
            "put"
            if "[" in match["how"] or "setdefault" in match["how"] or "update" in match["how"]
            else "added"
        )
        yield Note("change", line, column, line, column + len(name), index, -1, (wanted[name], how))


def _lines_with(text: str, names: Iterable[str]) -> Iterator[int]:
    """Where the lines begin that hold one of the names."""
    for name in names:
        at = text.find(name)
        while at >= 0:
            yield text.rfind("\n", 0, at) + 1
            at = text.find(name, at + len(name))


def _innermost(functions: tuple[FunctionFact, ...], line: int) -> int:
    found, start = -1, 0
    for index, function in enumerate(functions):
        if start <= function.line < line <= function.end_line and function.name != "<lambda>":
            found, start = index, function.line
    return found


def _binds(rows: list[str], name: str, functions: tuple[FunctionFact, ...], index: int, how: str) -> bool:
    """Whether the name is one of the function's own, or of a function around it."""
    while index >= 0:
        function = functions[index]
        if name in function.globals:
            return False
        if any(param.name == name for param in function.params):
            return True
        if how.strip() in ("+=", "-=") or any(
            _bound(row, name) for row in rows[function.line : function.end_line]
        ):
            return True
        index = function.parent
    return False


def _bound(row: str, name: str) -> bool:
    """Whether a line gives a name a value of its own."""
    match = _BINDING.match(row) if name in row else None
    return match is not None and name in re.findall(r"\w+", next(part for part in match.groups() if part))
