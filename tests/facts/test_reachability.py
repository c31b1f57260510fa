"""What each file is reached from, as findings say it."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.project import ProjectFacts
from codereview.facts.reachability import Reachability
from codereview.model import Zone

APP = "from fastapi import FastAPI\n\nfrom shop import orders\n\napp = FastAPI()\n"
SHOP = {
    "Dockerfile": 'FROM python\nCMD ["uvicorn", "main:app"]\n',
    "requirements.txt": "fastapi\n",
    "main.py": APP,
    "shop/__init__.py": "",
    "shop/orders.py": "from shop import prices\n",
    "shop/prices.py": "def price(item):\n    return item\n",
    "shop/report.py": "from shop import prices, tables\n\nif __name__ == '__main__':\n    tables.draw(prices)\n",
    "shop/tables.py": "def draw(rows):\n    return rows\n",
    "shop/rebates.py": "def rebate(item):\n    return item\n",
    "shop/forgotten.py": "def total(rows):\n    return sum(rows)\n",
    "tests/test_rebates.py": "from shop.rebates import rebate\n\n\ndef test_it():\n    assert rebate(1) == 1\n",
}
LIBRARY = {
    "pyproject.toml": "[build-system]\nrequires = []\n[project]\nname = 'rows'\n",
    "rows/__init__.py": "from rows.core import add\n",
    "rows/core.py": "def add(a, b):\n    return a + b\n",
}


_ZONES = {"tests": Zone.TESTS, "examples": Zone.EXAMPLES}


def project(files: dict[str, str]) -> ProjectFacts:
    texts = {path: text for path, text in files.items() if not path.endswith(".py")}
    zones = {path: _ZONES.get(path.partition("/")[0], Zone.PRODUCTION) for path in files}
    facts = [facts_of(text, path) for path, text in files.items() if path not in texts]
    return ProjectFacts(facts, zones, texts=texts, others=tuple(texts))


@pytest.mark.parametrize(
    ("path", "label", "by"),
    [
        ("main.py", "reachable", "main.py (ASGI application)"),
        ("shop/prices.py", "reachable", "main.py (ASGI application)"),
        ("shop/tables.py", "reachable", "shop/report.py (script)"),
        ("shop/rebates.py", "tests only", ""),
        ("shop/forgotten.py", "unreachable", ""),
        ("tests/test_rebates.py", "tests only", ""),
        ("Dockerfile", "unknown", ""),
    ],
)
def test_application(path: str, label: str, by: str) -> None:
    assert Reachability(project(SHOP)).of(path) == (label, by)


def test_examples_do_not_say_what_a_library_is_reached_from() -> None:
    files = {
        **LIBRARY,
        "examples/show.py": "from rows import core\n\nif __name__ == '__main__':\n    core.add(1, 2)\n",
    }
    found = Reachability(project(files))
    assert found.of("rows/core.py").by == "those who import the package"
    assert found.of("examples/show.py").by == "examples/show.py (script)"


def test_modules_of_a_library_are_there_for_those_who_import_it() -> None:
    found = Reachability(project(LIBRARY)).of("rows/core.py")
    assert found == ("reachable", "those who import the package")


def test_what_starts_is_told_where_applications_and_commands_reach_most_of_production() -> None:
    assert Reachability(project(SHOP)).is_told
    unknown = {f"shop/kinds/{name}.py": f"{name.upper()} = 1\n" for name in "abcdefgh"}
    assert not Reachability(project({**SHOP, **unknown})).is_told
    by_hand = {path: text for path, text in SHOP.items() if path not in ("Dockerfile", "main.py")}
    assert not Reachability(project(by_hand)).is_told
