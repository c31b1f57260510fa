"""MNT010: a function or class that nothing names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from codereview.api import Bad, Card, Confidence, Finding, Good, ProjectRule, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.reach import Reach
from codereview.facts.unused import unused

from ._unused.examples import BAD as OF_MANY
from ._unused.headings import Headings
from ._unused.kin import counterpart, is_of_base, is_one_of_many

CARD = Card(
    id="MNT010",
    title="Unused function or class",
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    effort=5,
    why=(
        "Code that nothing calls is read, tested and kept up to date for nothing, and is easily taken for the code "
        "that runs."
    ),
    instead="Delete it (version control keeps it), or call it where it was meant to be called.",
    false_alarms=(
        "Only applications are judged, and only names that stand nowhere in the repository but in their definition: "
        "neither in code nor in comments, strings, templates, configuration or documents. Decorated definitions, "
        "hooks of frameworks, methods of classes with a base from outside, names put together from parts and files "
        "that look into their own namespace are left out. A use from another repository is not seen. What completes a "
        "set of which the rest is used, or what is said to be kept, is told at low confidence."
    ),
)

_APP = "from fastapi import FastAPI\n\nimport shop\n\napp = FastAPI()\nshop.add(app)\n"
_ADD = "def add(app):\n    app.state.shop = 1\n"

BAD: tuple[Bad, ...] = (
    Bad(
        {"main.py": _APP, "shop.py": _ADD + "\n\ndef total_of(rows):\n    return sum(rows)\n"},
        lines=("shop.py:5",),
    ),
    Bad(
        {
            "main.py": _APP,
            "shop.py": _ADD + "\n\nclass OldBasket:\n    def empty_it(self):\n        return []\n",
        },
        lines=("shop.py:5",),
    ),
    Bad(
        {
            "main.py": _APP,
            "shop.py": (
                "class Basket:\n    def fill(self):\n        return 1\n\n"
                "    def weigh_all(self):\n        return 2\n\n\ndef add(app):\n    Basket().fill()\n"
            ),
        },
        lines=("shop.py:5",),
    ),
    Bad(
        {"main.py": _APP, "shop.py": _ADD + "\n\nasync def _fetch_twice(url):\n    return url\n"},
        lines=("shop.py:5",),
    ),
    Bad(
        {
            "main.py": _APP,
            "shop.py": "from pydantic import BaseModel\n\n\n"
            + _ADD
            + "\n\nclass BasketOut(BaseModel):\n    size: int\n",
        },
        lines=("shop.py:8",),
    ),
    Bad(
        {
            "main.py": _APP,
            "shop.py": _ADD,
            "old.py": (
                "import shop\n\n\ndef rounded_sum(rows):\n    return shop.add(rows)\n"
                "\n\nif __name__ == '__main__':\n    shop.add(None)\n"
            ),
        },
        lines=("old.py:4",),
    ),
)

_FILTERS = (
    "class FilterModule:\n    def filters(self):\n        return {}\n\n\n"
    "if __name__ == '__main__':\n    print('x')\n"
)
_FORMS = _APP.replace("import shop", "import forms\nimport shop")
_KIND = "class Exporter:\n    pass\n\n\n"

BAD += (
    Bad(
        {"main.py": _APP, "shop.py": _ADD, "library/old.py": _FILTERS.replace("Filter", "Shop")},
        lines=("library/old.py:1",),
    ),
    Bad(  # nothing asks for the classes below this one
        {
            "main.py": _FORMS,
            "shop.py": _ADD + "\n\n" + _KIND + "kinds = [Exporter]\n",
            "forms.py": "import shop\n\n\nclass CsvForm(shop.Exporter):\n    pass\n",
        },
        lines=("forms.py:4",),
    ),
)

GOOD = (
    # what Django asks of the converters of paths
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD,
            "paths.py": "class Year:\n    def to_python(self, value):\n        return value\n\n\nYEARS = Year()\n",
        }
    ),
    # Ansible loads what lies in its folders
    Good({"main.py": _APP, "shop.py": _ADD, "deploy/filter_plugins/figures.py": _FILTERS}),
    Good({"main.py": _APP, "shop.py": _ADD, "deploy/roles/web/library/figures.py": _FILTERS}),
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD,
            "library/figures.py": "from ansible.module_utils.basic import AnsibleModule\n\n\n" + _FILTERS,
        }
    ),
    Good(  # what one of the classes below it is given to calls what they share
        {
            "main.py": _APP,
            "shop.py": "from django.urls import register_converter\n\n\n"
            "class Plain:\n    def to_text_of_url(self, value):\n        return value\n\n\n"
            "class Year(Plain):\n    regex = '[0-9]+'\n\n\n"
            "def add(app):\n    register_converter(Year, 'year')\n",
        }
    ),
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD,
            "archive/sums.py": _ADD + "\n\ndef total_of(rows):\n    return 1\n",
        }
    ),
    Good(  # who loads a module by a computed name takes from it what it is told to
        {
            "shop/main.py": _APP.replace("import shop", "from shop import base as shop"),
            "shop/base.py": "import importlib\n\n\n"
            + _ADD
            + "    importlib.import_module('shop.figures.' + app)\n",
            "shop/figures/sums.py": "class SumsOfTheYear:\n    title = 'Sums'\n",
        }
    ),
    Good(  # the classes below a base are collected where it stands, or where it is imported
        {
            "main.py": _FORMS,
            "shop.py": _KIND + _ADD + "    return [kind() for kind in Exporter.__subclasses__()]\n",
            "forms.py": "import shop\n\n\nclass CsvForm(shop.Exporter):\n    pass\n",
        }
    ),
    Good(
        {
            "main.py": _FORMS,
            "kinds.py": _KIND,
            "shop.py": "from kinds import Exporter\n\n\n" + _ADD + "    return Exporter.__subclasses__()\n",
            "forms.py": "import kinds\n\n\nclass CsvForm(kinds.Exporter):\n    pass\n",
        }
    ),
    Good({"main.py": _APP, "shop.py": _ADD}),
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD + "\n\ndef total_of(rows):\n    return sum(rows)\n",
            "tests/test_shop.py": (
                "from shop import total_of\n\n\ndef test_total():\n    assert total_of([1]) == 1\n"
            ),
        }
    ),
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD + "\n\ndef total_of(rows):\n    return sum(rows)\n\n\nHOW = 'total_of'\n",
        }
    ),
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD + "\n\n@registry.collect\ndef total_of(rows):\n    return sum(rows)\n",
        }
    ),
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD
            + (
                "\n\ndef make_csv(rows):\n    return rows\n\n\ndef made(kind, rows):\n"
                "    return globals()[f'make_{kind}'](rows)\n\n\nmade('csv', [])\n"
            ),
        }
    ),
    Good(
        {
            "main.py": _APP,
            "shop.py": (
                "from html.parser import HTMLParser\n\n\nclass Reader(HTMLParser):\n"
                "    def unknown_decl(self, data):\n        return data\n\n\ndef add(app):\n    Reader()\n"
            ),
        }
    ),
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD + "\n\ndef total_of(rows):\n    return sum(rows)\n",
            "templates/x.html": "<p>{{ total_of(rows) }}</p>\n",
        }
    ),
    Good(  # another base can call what a mixin has
        {
            "main.py": _APP,
            "shop.py": _ADD + "\n\nclass Locked:\n    def get_locked_names(self):\n        return []\n",
            "pages.py": "from others import Page\nfrom shop import Locked\n\n\nclass Shop(Locked, Page):\n    pass\n",
        }
    ),
    Good(  # settings name it, and what reads them makes it and asks it
        {
            "main.py": _APP,
            "shop.py": _ADD + "\n\nclass Length:\n    def get_help_words(self):\n        return 'longer'\n",
            "settings.py": "CHECKS = ['shop.Length']\n",
        }
    ),
    Good(  # it is given to a call of another library
        {
            "main.py": _APP,
            "shop.py": "import others\n\n\n"
            + _ADD
            + "\n\nclass Rows:\n    def next_of_all(self):\n        return 1\n\n\nothers.Table(Rows(), add)\n",
        }
    ),
    Good({"shop.py": _ADD + "\n\ndef total_of(rows):\n    return sum(rows)\n"}),
    Good(
        {
            "main.py": _APP,
            "shop.py": _ADD
            + (
                "\n\ndef __getattr__(name):\n    return name\n\n\ndef lambda_handler(event, context):\n"
                "    return event\n"
            ),
        }
    ),
    Good(
        {
            "main.py": _APP,
            "shop.py": (
                "class Exporter:\n    def __init_subclass__(cls):\n        known.append(cls)\n"
                "\n\nclass CsvExporter(Exporter):\n    pass\n\n\ndef add(app):\n    return Exporter\n"
            ),
        }
    ),
)


class UnusedDefinition(ProjectRule):
    """One finding a definition; see `codereview.facts.unused`."""

    card = CARD
    bad = BAD + OF_MANY
    good = GOOD
    collects = (Headings,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """What a library defines is for others to name."""
        return project.library

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        reach = Reach(project)
        unreached = {facts.path for facts in reach.unreached()}
        every = list(unused(project))
        gone: dict[str, set[str]] = defaultdict(set)
        for found in every:
            gone[found.path].add(found.fact.name)
        for found in every:
            if (
                found.path in unreached
                or project.live.aside.in_folder(found.path)
                or reach.may_be_loaded(found.path)
                or is_of_base(project, found)
            ):
                continue
            other = counterpart(project, found)
            many = bool(other) or is_one_of_many(project, found, frozenset(gone[found.path]))
            yield self.finding(
                found.path,
                found.fact,
                f"Nothing names the {found.kind} `{found.fact.qualname}` but its definition"
                + (f" and that of `{other}`, which overrides it" if other else ""),
                confidence=Confidence.LOW if many else None,
                symbol=found.fact.qualname,
                checked="code, comments, strings, templates, configuration and documents of the repository",
            )
