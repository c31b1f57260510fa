"""What counts as an application, and what nothing in it reaches."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.applications import library
from codereview.facts.project import ProjectFacts
from codereview.facts.reach import Reach

SCRIPT = "if __name__ == '__main__':\n    print('on')\n"
WEB = "from fastapi import FastAPI\n\napp = FastAPI()\n"
PACKAGED = "[build-system]\nrequires = ['hatchling']\n\n[project]\nname = 'x'\n"


def project(files: dict[str, str], texts: dict[str, str] | None = None) -> ProjectFacts:
    facts = [facts_of(text, path) for path, text in files.items()]
    return ProjectFacts(facts, {}, texts=texts or {}, others=tuple(texts or {}))


def why(files: dict[str, str], texts: dict[str, str] | None = None) -> str:
    made = project(files, texts)
    return library(made.entry_points, made.texts, (*made.files, *made.others), made.zones)


@pytest.mark.parametrize(
    ("files", "texts", "said"),
    [
        ({"main.py": SCRIPT}, {}, ""),
        ({"shop/app.py": WEB}, {"requirements.txt": "fastapi\n"}, ""),
        ({"shop/app.py": WEB}, {"pyproject.toml": PACKAGED, "Dockerfile": "FROM python\n"}, ""),
        ({"shop/app.py": WEB}, {"pyproject.toml": PACKAGED}, "packaged"),
        ({"shop/app.py": WEB}, {}, "nothing says"),
        ({"__init__.py": "", "app.py": WEB}, {"requirements.txt": ""}, "nothing says"),
        ({"shop/rows.py": "x = 1\n"}, {"requirements.txt": ""}, "nothing in it starts"),
        ({"main.py": SCRIPT, "__manifest__.py": "{}\n"}, {}, "another program"),
    ],
)
def test_only_an_application_is_judged(files: dict[str, str], texts: dict[str, str], said: str) -> None:
    reason = why(files, texts)
    assert said in reason
    assert bool(said) == bool(reason)


def test_a_module_that_only_an_unreached_one_imports_is_not_reached() -> None:
    helper = "def one():\n    return 1\n"
    files = {
        "main.py": SCRIPT,
        "shop/rows.py": helper,
        "shop/sums.py": f"from shop.rows import one\n\n\n{helper}",
    }
    reach = Reach(project(files))
    assert [facts.path for facts in reach.unreached()] == ["shop/rows.py", "shop/sums.py"]
    assert reach.importers("shop/rows.py") == ["shop/sums.py"]


@pytest.mark.parametrize(
    "more", ["JOB = 'shop.rows'\n", "PAGE = 'shop/rows.py'\n", "from elsewhere import rows\n"]
)
def test_what_is_spoken_of_or_not_resolved_is_reached(more: str) -> None:
    files = {"main.py": more + SCRIPT, "shop/rows.py": "def one():\n    return 1\n"}
    assert list(Reach(project(files)).unreached()) == []
