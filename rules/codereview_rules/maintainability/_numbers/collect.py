"""Numbers that something is compared with, those left out that explain themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.names import own_name

_KNOWN = frozenset(
    {
        6,
        7,
        8,
        9,
        12,
        15,
        24,
        30,
        31,
        45,
        50,
        52,
        59,
        60,
        90,
        120,
        180,
        255,
        256,
        270,
        300,
        360,
        365,
        366,
        600,
        900,
        1440,
        1800,
    }
    | {3600, 7200, 65535, 65536, 86400, 0.5, 0.25, 0.75, 0.1, 0.01, 0.001}
)
"""Numbers of hours, days, angles, bytes and halves, and small counts."""
_EXPLAINS = re.compile(
    r"status|code|http|errno|errcode|exit|return|version|year|month|day|hour|minute|second|week|port|index|idx|^[a-z]$|ndim|shape"
    r"|dim|char|ord|byte|bit|argc|arg|major|minor|level|width|height|size|rank|axis|opcode|token|key|col|row|pos|offset|line"
    r"|type|kind|depth|lat|lon|angle|degree|hue|red|green|blue|alpha|channel|lineno|pid|fd|signal|x$|y$|z$",
    re.IGNORECASE,
)
"""Names that say what the number is, or that belong to a format with numbers of its own."""
_FEW = 5
_NUMBERS = (int, float)


class Compared(Collector):
    """Notes ``number``: a comparison of a named value with a number (its text, and the name)."""

    nodes = (ast.Compare,)

    def wants(self, file: ModuleContext) -> bool:
        """Code that runs for users."""
        return file.zone is Zone.PRODUCTION

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note for each number with a name beside it, inside a function."""
        assert isinstance(node, ast.Compare)
        sides = (node.left, *node.comparators)
        for side in sides:
            if type(side) is ast.Constant and type(side.value) in _NUMBERS:
                return self._numbers(node, sides, file) if file.function >= 0 else ()
        return ()

    def _numbers(self, node: ast.Compare, sides: tuple[ast.expr, ...], file: ModuleContext) -> Iterator[Note]:
        if file.lines[node.lineno - 1].lstrip().startswith("assert "):
            return
        for one, other in pairwise(sides):
            for number, named in ((one, other), (other, one)):
                if type(number) is ast.Constant and type(number.value) in _NUMBERS:
                    name = _name(named)
                    if name and not _EXPLAINS.search(name) and not _is_known(number, file):
                        yield self.noted(number, file, "number", repr(number.value), name)


def _name(node: ast.expr) -> str:
    """The last name of what is compared; that of the argument for a length."""
    if isinstance(node, ast.Call):
        length = isinstance(node.func, ast.Name) and node.func.id == "len" and len(node.args) == 1
        inner = _name(node.args[0]) if length else ""
        return f"len({inner})" if inner else ""
    return own_name(node)


def _is_known(node: ast.Constant, file: ModuleContext) -> bool:
    value = node.value
    assert isinstance(value, (int, float))
    if value in _KNOWN or (abs(value) <= _FEW and value == int(value)):
        return True
    if value == int(value):
        whole = int(value)
        digits = str(whole).rstrip("0")
        if digits in ("1", "5") or whole & (whole - 1) == 0 or whole % 1024 == 0 or 100 <= whole <= 599:
            return True
    return file.lines[node.lineno - 1][node.col_offset : node.col_offset + 2].lower() in ("0x", "0b", "0o")
