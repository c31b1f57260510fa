"""ARC001: modules that import each other."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity
from codereview.facts.cycles import Cycle, Graph
from codereview.facts.module import FileFacts
from codereview.facts.paths import last_name
from codereview.facts.project import ProjectFacts

_SHOWN = 10
_MINUTES = 20
_OF_PATHS = frozenset({"Path", "PurePath"})

CARD = Card(
    id="ARC001",
    title="Import cycle",
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    effort=_MINUTES,
    why=(
        "Modules in a cycle can only be understood, tested and moved together. Which of them works depends on which is "
        "imported first: with another order one of them sees the other half made, and the import fails."
    ),
    instead=(
        "Move what both sides need into a module of its own, or pass it in. The finding names the fewest imports "
        "whose removal leaves no cycle. An import that only annotations need goes under `if TYPE_CHECKING:`."
    ),
    false_alarms=(
        "Only imports that run when the module is imported count: not those inside functions, under TYPE_CHECKING, "
        "in `try` or under a condition. A module that imports names from the `__init__` of its own package is "
        "common and works as long as these are bound first: the finding is then low. Where every way around leads over "
        "an import that stands below what its module defines (`app = Flask(...)`, then the views), the order is "
        "meant, and the finding is a question."
    ),
)

BAD = (
    Bad({"a.py": "import b\n", "b.py": "import a\n"}, lines=("a.py:1",)),
    Bad(
        {"shop/__init__.py": "", "shop/a.py": "from shop import b\n", "shop/b.py": "from .a import x\n"},
        lines=("shop/a.py:1",),
    ),
    Bad(
        {
            "a.py": "import os\nimport b\n",
            "b.py": "from c import z\n",
            "c.py": "import sys\n\nfrom a import y\n",
        },
        lines=("a.py:2",),
    ),
    Bad(
        {
            "app/__init__.py": "from .core import run\n\nname = 'app'\n",
            "app/core.py": "from app import name\n",
        },
        lines=("app/core.py:1",),
    ),
    Bad({"a.py": "import b\nimport c\n", "b.py": "import a\n", "c.py": "import a\n"}, lines=("a.py:1",)),
    Bad(  # a command that is called like a module of tests
        {
            "jobs/__init__.py": "from jobs import tests\n\nname = tests.name\n",
            "jobs/tests.py": "from jobs import name\n",
        },
        lines=("jobs/tests.py:1",),
    ),
    Bad(
        {
            "src/shop/models.py": "from shop.views import show\n",
            "src/shop/views.py": "from shop.models import Item\n",
            "src/shop/__init__.py": "",
        },
        lines=("src/shop/models.py:1",),
    ),
    Bad(
        {
            "a.py": "import b\n",
            "b.py": "import a\n",
            "x/c.py": "from x import d\n",
            "x/d.py": "from x import c\n",
            "x/__init__.py": "",
        },
        lines=("a.py:1", "x/c.py:1"),
    ),
    Bad(  # what a package hands on stays
        {
            "shop/models/__init__.py": "from .order import Order\nfrom .gate import Gate\n",
            "shop/models/order.py": "class Order:\n    pass\n",
            "shop/models/gate.py": "from shop.outcomes import kinds\n\n\nclass Gate:\n    kinds = kinds\n",
            "shop/outcomes.py": "from shop.models import Order\n\nkinds = [Order]\n",
            "shop/__init__.py": "",
            "shop/views.py": "from shop import outcomes\n",
            "shop/jobs.py": "from shop import outcomes\n",
            "shop/mails.py": "from shop import outcomes\n",
        },
        lines=("shop/outcomes.py:1",),
    ),
    Bad(  # the views are imported when the application is there
        {
            "shop/__init__.py": "from flask import Flask\n\napp = Flask(__name__)\n\nfrom shop import views\n",
            "shop/views.py": "from shop import app\n\n\n@app.route('/')\ndef home():\n    return ''\n",
        },
        lines=("shop/views.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "a.py": "import b\n\n\ndef f():\n    return b\n",
            "b.py": "import c\n",
            "c.py": "def g():\n    return 1\n\n\nimport a\nimport b\n",
        },
        lines=("b.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "a.py": "import b\n",
            "b.py": "import a\nimport c\n",
            "c.py": "def g():\n    return 1\n\n\nimport b\n",
        },
        lines=("b.py:1",),
        confidence=Confidence.HIGH,
    ),
)

_MAIN = "if __name__ == '__main__':\n    import a\n\n    a.run()\n"

GOOD = (
    Good({"a.py": "import b\n", "b.py": _MAIN}),
    Good({"a.py": "import b\n", "b.py": "def f():\n    import a\n    return a\n"}),
    Good(
        {
            "a.py": "import b\n",
            "b.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import a\n",
        }
    ),
    Good({"a.py": "import b\n", "b.py": "try:\n    import a\nexcept ImportError:\n    a = None\n"}),
    Good({"a.py": "import b\nimport c\n", "b.py": "import c\n", "c.py": "import os\n"}),
    Good(
        {
            "app/__init__.py": "",
            "app/a.py": "from app import b\n",
            "app/b.py": "from app import c\n",
            "app/c.py": "",
        }
    ),
    Good({"json.py": "import json\n", "a.py": "import json\n"}),
    Good(  # the folder is meant, not the package
        {
            "shop/__init__.py": "from shop.till.desk import Desk\n",
            "shop/till/desk.py": "from .. import till\n\n\nclass Desk:\n    name = till.__name__\n",
        }
    ),
    Good(
        {
            "app/__init__.py": "from .a import x\nfrom .b import y\n",
            "app/a.py": "from .b import y\n",
            "app/b.py": "y = 1\n",
        }
    ),
    Good(
        {"tests/a.py": "from tests import b\n", "tests/b.py": "from tests import a\n", "tests/test_x.py": ""}
    ),
    Good(
        {
            "one/util.py": "import helper\n",
            "one/helper.py": "",
            "two/helper.py": "import util\n",
            "two/util.py": "",
        }
    ),
)


class ImportCycle(ProjectRule):
    """One finding for each set of production modules that reach each other by imports."""

    card = CARD
    bad = BAD
    good = GOOD

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        for cycle in project.import_cycles:
            yield self._told(cycle, project.import_graph, _is_in_order(cycle, project))

    def _told(self, cycle: Cycle, graph: Graph, in_order: bool) -> Finding:
        start, end = cycle.cuts[0]
        at = graph[start][end]
        hops = list(zip(cycle.path, cycle.path[1:], strict=False))
        around = " → ".join(_short(path) for path in cycle.path[: _SHOWN + 1])
        related = [Related(a, graph[a][b].line, f"imports {_short(b)}") for a, b in hops[1:_SHOWN]]
        related += [
            Related(a, graph[a][b].line, f"to be cut as well: imports {_short(b)}")
            for a, b in cycle.cuts[1:_SHOWN]
            if (a, b) not in hops
        ]
        return self.finding(
            start,
            At(at.line, at.column, at.line, at.column),
            f"{len(cycle.files)} modules import each other: {around}; {_remedy(cycle, graph)}",
            severity=Severity.LOW if cycle.own else None,
            confidence=Confidence.LOW if in_order else Confidence.MEDIUM if cycle.own else None,
            related=related,
            checked="imports in functions, under TYPE_CHECKING, in try and under conditions are not counted",
            cause=",".join(cycle.files[:3]),
            effort=_MINUTES * min(len(cycle.cuts), 12),
        )


def _is_in_order(cycle: Cycle, project: ProjectFacts) -> bool:
    """Whether each way around leads over an import that was put below what others ask of its module."""
    members = set(cycle.files)
    left = {
        path: {
            other
            for other, item in project.import_graph[path].items()
            if other in members and item.line < _defined(project.files[path])
        }
        for path in cycle.files
    }
    while ends := [path for path, others in left.items() if not others]:
        for path in ends:
            del left[path]
        for others in left.values():
            others.difference_update(ends)
    return not left


def _defined(facts: FileFacts) -> int:
    """The line from which a module has something that others ask for: a function, a class, an object that it makes."""
    lines = [item.line for item in facts.functions] + [item.line for item in facts.classes]
    lines += [
        call.line
        for call in facts.calls
        if call.function < 0 and (name := last_name(call.path))[:1].isupper() and name not in _OF_PATHS
    ]
    return min(lines, default=facts.lines + 1)


def _remedy(cycle: Cycle, graph: Graph) -> str:
    places = list(dict.fromkeys(f"{a}:{graph[a][b].line}" for a, b in cycle.cuts))
    if len(places) == 1:
        return f"without the import at {places[0]} there is no cycle"
    listed = ", ".join(places[:6]) + (f" and {len(places) - 6} more" if len(places) > 6 else "")
    least = (
        f"{len(places)} imports are the fewest"
        if cycle.exact
        else f"{len(places)} imports are enough (fewer were not looked for exhaustively)"
    )
    return f"{least} to cut: {listed}"


def _short(path: str) -> str:
    return path.removesuffix(".py")
