"""ARC002: classes that are too large, or two classes in one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from codereview.api import Bad, Card, Confidence, Finding, Good, ModuleContext, ModuleRule, Severity, Zone
from codereview.facts.clones import is_migration
from codereview.facts.names import own_name
from codereview.facts.shape import statements

from ._size.cohesion import Group, groups
from ._size.named import hardly_above, head

_DISPATCHED = re.compile(
    r"(?:visit|depart|generic_visit|handle|do|on|parse|p|t|test|to|from|compile|emit|cmd|command|async_step)_|_?(?:print|visit|eval)_"
)
_PLAIN_BASES = frozenset({"builtins.object", "abc.ABC", "typing.Generic"})
_SMALLEST_GROUP = 4
_SHOWN = 4


@dataclass(frozen=True)
class Options:
    """Options of the rule. Of 4,452 classes of Django, SQLAlchemy, FastAPI, Flask, httpx, Rich and Home Assistant's
    Supervisor
    one in two hundred has more than 318 statements in its methods; 15 have more than 400, and four have 800 or more. 25
    have more than 45 public methods.

    Args:
        statements: the highest number of statements in methods that is not reported.
        medium: the number of statements from which a finding weighs medium.
        methods: the highest number of public methods that is not reported, where they have statements enough.
        cohesion: the number of methods from which a class is looked at for groups that share nothing.
    """

    statements: int = 400
    medium: int = 800
    methods: int = 45
    cohesion: int = 10


def _method(name: str, uses: str, count: int = 1) -> str:
    body = "".join(f"        x{i} = self.{uses}.get{i}(x)\n" for i in range(count))
    return f"    def {name}(self, x):\n{body}        return self.{uses}\n\n"


def _large(methods: int, count: int, base: str = "") -> str:
    return f"class Shop{base}:\n" + "".join(_method(f"step{i}", "rows", count) for i in range(methods))


def _split(first: int, second: int, base: str = "", more: str = "") -> str:
    made = "    def __init__(self, rows, smtp):\n        self.rows = rows\n        self.smtp = smtp\n\n"
    one = "".join(_method(f"load{i}", "rows", 4) for i in range(first))
    return (
        f"class Report{base}:\n{made}{one}"
        + "".join(_method(f"mail{i}", "smtp", 4) for i in range(second))
        + more
    )


CARD = Card(
    id="ARC002",
    title="Class too large or of several parts",
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    effort=120,
    why=(
        "A class of hundreds of statements has many reasons to change, and every method can "
        "touch every attribute: who "
        "changes one has to know all. Groups of methods that share no attribute are classes of "
        "their own that happen to "
        "stand in one."
    ),
    instead=(
        "Give each group of methods that works on the same attributes a class of its own, and "
        "let the old one hold an "
        "instance of it. Methods that do not use the instance become functions."
    ),
    false_alarms=(
        "Statements in methods count, not fields, docstrings or stubs. Methods that a "
        "dispatcher calls by name "
        "(`visit_...`, `do_...`, `async_step_...`) do not. Groups are only told in classes without bases of a "
        "framework, where no method "
        "hands the whole instance on; a common logger or name joins nothing."
    ),
)


class LargeClass(ModuleRule):
    """Counts the statements of methods; where there are enough of them, looks for groups that
    share nothing."""

    card = CARD
    options = Options()
    nodes = (ast.ClassDef,)
    bad = (
        Bad(_large(41, 9), (1,), confidence=Confidence.LOW),
        Bad(_large(82, 9), (1,)),
        Bad(_large(20, 30, "(Base)"), (1,)),
        Bad(_large(46, 4), (1,)),
        Bad(_split(5, 6), (1,)),
        Bad(_split(6, 4), (1,)),
        Bad("import abc\n\n\n" + _split(7, 7, "(abc.ABC)"), (4,)),
        Bad(_split(5, 5, "", "    @staticmethod\n    def plain(x):\n        return x\n"), (1,)),
    )
    good = (
        Good(_large(20, 9)),
        Good(  # the constructor makes of what the one group fills what the other reads
            _split(6, 6, "", "    def __init__(self):\n        self.smtp = connect(self.rows)\n")
        ),
        Good(  # what stands around the method may use anything
            _split(6, 6, "", "    @logged(History)\n    def both(self):\n        return self.rows\n")
        ),
        Good(
            "class Api:\n"
            + "".join(f"    def get{i}(self, x):\n        return self.call('{i}', x)\n" for i in range(90))
        ),
        Good(  # the steps of a dialogue, which Home Assistant looks up on the class
            "from homeassistant.config_entries import ConfigFlow\n\n\nclass Flow(ConfigFlow):\n"
            + "".join(_method(f"async_step_{i}", "rows", 4) for i in range(60))
        ),
        Good("class Visitor:\n" + "".join(_method(f"visit_{i}", "rows", 9) for i in range(60))),
        Good(_split(6, 6, "", "    def both(self):\n        return self.rows, self.smtp\n")),
        Good(_split(6, 6, "", "    def both(self):\n        return render(self)\n")),
        Good("from django.views import View\n\n\n" + _split(6, 6, "(View)")),
        Good(_split(2, 2)),
        Good(_large(50, 9), path="tests/test_shop.py"),
        Good(
            "import dataclasses\n\n\n@dataclasses.dataclass\nclass Row:\n"
            + "".join(f"    a{i}: int = {i}\n" for i in range(500))
        ),
        Good("import enum\n\n\nclass Kind(enum.Enum):\n" + "".join(f"    K{i} = {i}\n" for i in range(500))),
    )

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterable[Finding]:
        """One finding for each class above a limit, at its name."""
        assert isinstance(node, ast.ClassDef)
        lines = (node.end_lineno or node.lineno) - node.lineno
        if file.zone is not Zone.PRODUCTION or lines < min(60, self.option.statements // 3):
            return
        if is_migration(file.path):
            return
        methods = {
            item.name: item for item in node.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))
        }
        said = self._too_large(node, methods, lines) or self._in_parts(node, methods, file)
        if said:
            message, severity, confidence = said
            yield self.finding(
                file.path,
                head(node),
                f"`{node.name}` {message}",
                severity=severity,
                confidence=confidence,
                symbol=f"{file.scope}.{node.name}".strip("."),
                checked="it is above the limit without the methods that a dispatcher calls by name, too",
            )

    def _too_large(
        self, node: ast.ClassDef, methods: dict[str, ast.FunctionDef | ast.AsyncFunctionDef], lines: int
    ) -> tuple[str, Severity, Confidence] | None:
        if lines < self.option.statements and len(methods) <= self.option.methods:
            return None
        counted = {
            name: statements(item.body) for name, item in methods.items() if not _DISPATCHED.match(name)
        }
        total = sum(counted.values())
        public = [name for name in counted if name[0] != "_" and not _is_value(methods[name])]
        if total <= self.option.statements and (
            len(public) <= self.option.methods or total < 4 * len(public)
        ):
            return None
        severity = Severity.MEDIUM if total >= self.option.medium else Severity.LOW
        limit = (
            f"{self.option.statements} statements"
            if total > self.option.statements
            else f"{self.option.methods} public methods"
        )
        message = f"has {_counted_all(node)}; the limit is {limit}"
        most, seen = (
            (self.option.statements, total)
            if total > self.option.statements
            else (self.option.methods, len(public))
        )
        return message, severity, Confidence.LOW if hardly_above(seen, most) else Confidence.HIGH

    def _in_parts(
        self,
        node: ast.ClassDef,
        methods: dict[str, ast.FunctionDef | ast.AsyncFunctionDef],
        file: ModuleContext,
    ) -> tuple[str, Severity, Confidence] | None:
        bases = {file.resolve(base.value if isinstance(base, ast.Subscript) else base) for base in node.bases}
        if (
            len(methods) < self.option.cohesion
            or bases - _PLAIN_BASES
            or node.decorator_list
            or node.keywords
        ):
            return None
        every = groups(methods, file.lines)
        found = [group for group in every if _is_part(group)]
        if len(found) < 2:
            return None
        told = "; ".join(_told(group) for group in found[:3])
        if len(every) > min(len(found), 3):
            told += f"; and {len(every) - min(len(found), 3)} more"
        return (
            f"is {len(every)} groups of methods that share no attribute: {told}",
            Severity.LOW,
            # whether the parts are one duty only who knows it can say
            Confidence.LOW,
        )


def _counted_all(node: ast.ClassDef) -> str:
    """The size of a class as whoever reads it counts: with what a dispatcher calls, each of several methods of one
    name, and each line of a row of like ones."""
    every = [item for item in node.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))]
    sizes = [(sum(map(_plain, item.body)), item.name) for item in every]
    longest = sorted(sizes, key=lambda size: -size[0])[:3]
    public = sum(item.name[0] != "_" for item in every)
    named = ", ".join(f"`{name}` ({size})" for size, name in longest)
    total = sum(size for size, _ in sizes)
    return f"{total} statements in {len(every)} methods, {public} of them public; the longest are {named}"


def _plain(node: ast.stmt) -> int:
    """All statements in one and it itself, but for docstrings."""
    inside = (item for item in ast.walk(node) if isinstance(item, ast.stmt))
    return sum(not (isinstance(i, ast.Expr) and isinstance(i.value, ast.Constant)) for i in inside)


def _is_value(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is read like an attribute."""
    names = [own_name(item) for item in node.decorator_list]
    return any(name in ("setter", "overload") or name.endswith("property") for name in names)


def _is_part(group: Group) -> bool:
    return len(group.methods) >= _SMALLEST_GROUP and bool(group.attributes)


def _told(group: Group) -> str:
    methods = ", ".join(f"`{name}`" for name in group.methods[:_SHOWN])
    more = f" and {len(group.methods) - _SHOWN} more" if len(group.methods) > _SHOWN else ""
    attributes = ", ".join(f"`{name}`" for name in group.attributes[:_SHOWN])
    return f"{methods}{more} (using {attributes})"
