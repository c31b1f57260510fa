"""ARC006: a module that nothing reaches."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.facts.reach import Reach

from .._syntax.by_hand import is_run_once
from ._modules.switched_off import SwitchedOff, switched_off

_LARGE = 60
_DEBUGGERS = frozenset({"pdb", "ipdb", "pudb", "debugpy", "remote_pdb"})

CARD = Card(
    id="ARC006",
    title="Module that nothing reaches",
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    effort=15,
    why=(
        "No entry point, test or command leads to this module. It is read, kept up to date and scanned for faults, and "
        "never runs; whoever changes it by mistake for the living one wonders why nothing happens."
    ),
    instead="Delete it (version control keeps it), or import it where it was meant to be used.",
    false_alarms=(
        "Only applications are judged: of a library the public modules are the product. Entry points of all kinds, "
        "tests, scripts that do something when run, Django's and other frameworks' own module names, names in strings "
        "and in files of any kind, and packages with computed imports count as used. A module that is only ever "
        "started by hand from another repository is reported. In folders for what was put aside, and of scripts that "
        "are run once, start a debugger, or whose import is in a comment, the finding is low."
    ),
)

_APP = "from fastapi import FastAPI\n\nfrom shop import orders\n\napp = FastAPI()\napp.include_router(orders.router)\n"
_ORDERS = "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get('/')\ndef listed():\n    return []\n"
_OLD = "def total(rows):\n    return sum(rows)\n\n\ndef mean(rows):\n    return total(rows) / len(rows)\n"
_SHOP = {"shop/__init__.py": "", "main.py": _APP, "shop/orders.py": _ORDERS}
_FLASK = "from flask import Flask\n\nimport views\n\napp = Flask(__name__)\nviews.add(app)\n"
_VIEWS = "def add(app):\n    app.add_url_rule('/', view_func=lambda: '')\n"
_DJANGO = "from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path('', views.home)]\n"
_HOME = "from django.shortcuts import render\n\n\ndef home(request):\n    return render(request, 'x.html')\n"
_SITE = {
    "manage.py": "import django\n",
    "shop/__init__.py": "",
    "shop/urls.py": _DJANGO,
    "shop/views.py": _HOME,
}

BAD = (
    Bad({**_SHOP, "shop/statistics_old.py": _OLD}, lines=("shop/statistics_old.py:1",)),
    Bad(
        {
            **_SHOP,
            "shop/figures.py": _OLD,
            "shop/charts.py": "from shop.figures import mean\n\n\ndef chart(rows):\n    return mean(rows)\n",
        },
        lines=("shop/charts.py:1", "shop/figures.py:1"),
    ),
    Bad({"server.py": _FLASK, "views.py": _VIEWS, "views_backup.py": _VIEWS}, lines=("views_backup.py:1",)),
    Bad({**_SITE, "shop/pricing.py": _OLD}, lines=("shop/pricing.py:1",)),
    Bad(
        {**_SHOP, "shop/mailer.py": "class Mailer:\n    def send(self, to):\n        return to\n"},
        lines=("shop/mailer.py:1",),
    ),
    Bad(  # put aside, or kept for one use
        {**_SHOP, "shop/rates_archive_files/figures.py": _OLD, "shop/seed_rows.py": _OLD},
        lines=("shop/rates_archive_files/figures.py:1", "shop/seed_rows.py:1"),
        confidence=Confidence.LOW,
    ),
    Bad(  # switched off for now
        {
            **_SHOP,
            "main.py": _APP + "# from shop.limits import mean\n",
            "shop/limits.py": _OLD,
        },
        lines=("shop/limits.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # somebody imports it while looking for a fault
        {
            **_SHOP,
            "shop/stops.py": "import pdb\n\n\ndef stop_here():\n    pdb.set_trace()\n\n\ndef after():\n    pdb.pm()\n",
        },
        lines=("shop/stops.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "start.py": "import engine\n\nif __name__ == '__main__':\n    engine.run()\n",
            "engine.py": "def run():\n    print('on')\n",
            "engine2.py": "def run():\n    print('off')\n",
        },
        lines=("engine2.py:1",),
    ),
)

_LOADER = "import importlib\n\n\ndef load(name):\n    return importlib.import_module('shop.' + name)\n"
_FILL = (
    "import sqlite3\n\nsqlite3.connect('x.db').execute('delete')\nprint('done')\n\n\ndef f():\n    return 1\n"
)
_COMMAND = "from django.core.management import BaseCommand\n\n\nclass Command(BaseCommand):\n    pass\n"

GOOD = (
    Good({**_SHOP, "roles/shop/filter_plugins/figures.py": _OLD}),
    Good(  # a script of the shell runs it
        {
            **_SHOP,
            "shop/nightly-run.py": _OLD,
            "start.sh": "cd shop\nexec python nightly-run.py\n",
        }
    ),
    Good(_SHOP),
    Good(
        {
            **_SHOP,
            "shop/figures.py": _OLD,
            "shop/orders.py": _ORDERS
            + "\n\ndef late():\n    from shop.figures import mean\n\n    return mean([1])\n",
        }
    ),
    Good(
        {
            **_SHOP,
            "shop/figures.py": _OLD,
            "tests/test_figures.py": "from shop.figures import mean\n\n\ndef test_mean():\n    assert mean([1]) == 1\n",
        }
    ),
    Good(
        {
            **_SHOP,
            "shop/figures.py": _OLD,
            "shop/tables.py": "SOURCES = ['shop.figures']\n",
            "shop/orders.py": "from shop import tables\n" + _ORDERS,
        }
    ),
    Good(
        {
            **_SHOP,
            "shop/nightly.py": _OLD,
            "compose.yaml": "services:\n  job:\n    command: python -m shop.nightly\n",
        }
    ),
    Good(
        {
            **_SHOP,
            "shop/loader.py": _LOADER,
            "shop/figures.py": _OLD,
        }
    ),
    Good({"shop/__init__.py": "", "shop/figures.py": _OLD, "shop/rows.py": _OLD}),
    Good(
        {
            **_SHOP,
            "fill.py": _FILL,
        }
    ),
    Good(
        {
            **_SITE,
            "shop/signals.py": "def saved(sender, **kwargs):\n    return sender\n",
            "shop/management/commands/fill.py": _COMMAND,
        }
    ),
    Good(
        {
            **_SHOP,
            "shop/figures.py": _OLD,
            "shop/orders.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop import figures\n"
            + _ORDERS,
        }
    ),
    Good(
        {
            **_SHOP,
            "shop/figures.py": _OLD,
            "pyproject.toml": "[project]\nname = 'shop'\n\n[build-system]\nrequires = ['hatchling']\n",
        }
    ),
)


class UnreachedModule(ProjectRule):
    """One finding a module; see `codereview.facts.reach`."""

    card = CARD
    bad = BAD
    good = GOOD
    collects = (SwitchedOff,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Libraries have no entry point by which their modules could be reached."""
        return project.library

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        reach = Reach(project)
        for facts in reach.unreached():
            importers = reach.importers(facts.path)
            says = "no module imports it"
            if importers:
                verb = "imports" if len(importers) == 1 else "import"
                says = f"only {', '.join(f'`{p}`' for p in importers[:3])} {verb} it, which nothing reaches either"
            at = At(1, 1, 1, 1)
            kept = project.live.aside.in_folder(facts.path) or is_run_once(facts.path) or _debugs(facts)
            if not importers and (off := switched_off(project, facts.path)):
                says, kept = f"its import in `{off}` is in a comment", True
            yield self.finding(
                facts.path,
                at,
                f"Nothing reaches this module of {facts.statements} statements: {says}",
                severity=None if facts.statements >= _LARGE else Severity.LOW,
                confidence=Confidence.LOW if kept else None,
                related=[Related(path, 1, "imports it, and is not reached") for path in importers[:3]],
                checked="entry points, tests, commands, strings and other files that could name it",
            )


def _debugs(facts: FileFacts) -> bool:
    """Whether a module starts a debugger: it is there to be imported for a while, by whoever looks for a fault."""
    return any(item.module.partition(".")[0] in _DEBUGGERS for item in facts.imports)
