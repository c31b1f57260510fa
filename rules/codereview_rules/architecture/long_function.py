"""ARC003: functions with very many statements."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from codereview.api import Bad, Card, Confidence, Finding, Good, ModuleContext, ModuleRule, Severity, Zone
from codereview.facts.clones import is_migration
from codereview.facts.project import ProjectFacts
from codereview.facts.shape import decisions, statements

from .._syntax.by_hand import is_run_by_hand, is_run_once
from ._size.named import hardly_above, head

_STRAIGHT = 12
"""Statements for each decision from which a function is straight: long, and easy to follow."""
_TRIED = re.compile(
    r"(?:^|/)(?:scratch|sandbox)/|(?:^|/)(?:populate|seed|deploy)\w*\.py$"
    r"|/commands/(?:\w+_)?(?:dev|demo|fixtures?|dummy|fake|sample)(?:_\w+)?\.py$"
)
"""Files that somebody tries something with, that fill a database to develop on, or that are run once per place."""
_GENERATED = frozenset({"setupUi", "retranslateUi"})


@dataclass(frozen=True)
class Options:
    """Options of the rule. Of 23,032 functions of Django, SQLAlchemy, FastAPI, Flask, httpx, Rich and Home Assistant's
    Supervisor one in two hundred has more than 48 statements and one in a thousand more than 79; 53 have more than 60,
    and ten have 100 or more.

    Args:
        max: the highest number of statements that is not reported.
        medium: the number of statements from which a finding weighs medium.
    """

    max: int = 60
    medium: int = 100


def _steps(count: int, indent: str = "    ") -> str:
    return "".join(f"{indent}x{i} = step{i}(x{i - 1})\n" for i in range(1, count + 1))


CARD = Card(
    id="ARC003",
    title="Function too long",
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    effort=60,
    why=(
        "A function of several screens does several things. None of them can be tested, used or "
        "replaced without the "
        "others, and each variable has to be kept in mind from its first line to its last."
    ),
    instead=(
        "Take each step out into a function with a name of its own; what several steps need "
        "goes in as a parameter and "
        "comes out as a result. Comments that announce a section say where to cut."
    ),
    false_alarms=(
        "Statements are counted, not lines. Rows of calls of one function (parsers of arguments, registrations), of "
        "literals and of copies count once; docstrings, imports and functions inside do not. Tests, migrations, "
        "generated and vendored code are left out. One that hardly decides anything, such as one that puts a window "
        "together, and what stands in a script that is run once, is told with less confidence. "
        "Where a function has too many paths as well, MNT001 says both."
    ),
)


class LongFunction(ModuleRule):
    """Counts the statements of functions that are long enough to have many."""

    card = CARD
    options = Options()
    nodes = (ast.FunctionDef, ast.AsyncFunctionDef)
    bad = (
        Bad("def run(x0):\n" + _steps(61), (1,)),
        Bad("async def run(x0):\n" + _steps(70), (1,)),
        Bad("def run(x0):\n" + _steps(70), (1,), path="shop/commands/populate.py", confidence=Confidence.LOW),
        Bad("def run(x0):\n" + _steps(70), (1,), path="chain/deploy_shop.py", confidence=Confidence.LOW),
        Bad(
            "def run(x0):\n" + _steps(70),
            (1,),
            path="shop/commands/orders_dev_rows.py",
            confidence=Confidence.LOW,
        ),
        Bad(  # somebody starts it once
            "def run(x0):\n" + _steps(70) + "\n\nif __name__ == '__main__':\n    run(1)\n",
            (1,),
            path="migrate_orders.py",
            confidence=Confidence.LOW,
        ),
        Bad("class Job:\n    def run(self, x0):\n" + _steps(64, "        "), (2,)),
        Bad(
            "def run(x0):\n    for x in x0:\n"
            + _steps(40, "        ")
            + "    if x0:\n"
            + _steps(30, "        "),
            (1,),
        ),
        Bad("def run(x0):\n    with x0:\n" + _steps(110, "        "), (1,)),
        Bad("import time\n\n\n@time.timed\ndef run(x0):\n" + _steps(62), (5,)),
        Bad("def outer():\n    def run(x0):\n" + _steps(62, "        ") + "    return run\n", (2,)),
        Bad(
            "def run(x0):\n    try:\n"
            + _steps(61, "        ")
            + "    except ValueError:\n        return None\n",
            (1,),
        ),
    )
    good = (
        Good("def run(x0):\n" + _steps(60)),
        Good("def add(parser):\n" + "".join(f"    parser.add_argument('--{i}')\n" for i in range(90))),
        Good("def table():\n" + "".join(f"    a{i} = {i}\n" for i in range(90)) + "    return a1\n"),
        Good("def table():\n    return [\n" + "".join(f"        {i},\n" for i in range(200)) + "    ]\n"),
        Good("def test_all(x0):\n" + _steps(80), path="tests/test_all.py"),
        Good("def upgrade(x0):\n" + _steps(80), path="app/migrations/0001_initial.py"),
        Good('def run():\n    """Line.\n' + "    more\n" * 100 + '    """\n    return 1\n'),
        Good("def outer():\n" + "".join(f"    def f{i}(x0):\n" + _steps(20, "        ") for i in range(5))),
        Good(
            "class A:\n    def __init__(self, a):\n" + "".join(f"        self.a{i} = a\n" for i in range(80))
        ),
    )

    def visit(self, node: ast.AST, file: ModuleContext) -> Iterable[Finding]:
        """One finding for each function above the limit, at its name."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        lines = (node.end_lineno or node.lineno) - node.lineno
        if lines + 2 < self.option.max:  # most are short
            return ()
        first = node.body[
            1 if len(node.body) > 1 and isinstance(node.body[0], ast.Expr) else 0
        ]  # behind a docstring
        if (
            (node.end_lineno or node.lineno) - first.lineno + 2 < self.option.max
            or file.zone is not Zone.PRODUCTION
            or node.name in _GENERATED
        ):
            return ()
        count = statements(node.body)
        if count <= self.option.max or is_migration(file.path):
            return ()
        return (
            self.finding(
                file.path,
                head(node),
                f"`{node.name}` has {count} statements on {lines + 1} lines; the limit is {self.option.max}",
                severity=Severity.MEDIUM if count >= self.option.medium else None,
                confidence=Confidence.LOW
                if decisions(node.body) * _STRAIGHT <= count
                or hardly_above(count, self.option.max)
                or _TRIED.search(file.path)
                else None,
                symbol=f"{file.scope}.{node.name}".strip("."),
                checked="rows of the same call and of plain values count once",
                effort=min(240, count),
            ),
        )

    def joined(self, finding: Finding, project: ProjectFacts) -> Finding:
        """A script that somebody starts once, or to see whether all is well, is hardly read again."""
        name = finding.symbol.rpartition(".")[2]
        if not is_run_by_hand(project, finding.path) or not (
            is_run_once(finding.path) or name.startswith("test_")
        ):
            return finding
        return replace(finding, confidence=Confidence.LOW)
