"""What an import does not find, where examples cannot show it: files that are there and are not read."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from codereview.facts.project import ProjectFacts
from codereview.facts.uses.imports import Imports, grouped, told

sys.path.append(str(Path(__file__).parent))
from facts_lab import facts_of


def said(
    text: str,
    files: Mapping[str, str] | None = None,
    others: tuple[str, ...] = (),
    left_out: tuple[str, ...] = (),
    texts: Mapping[str, str] | None = None,
) -> list[str]:
    """What is told of the imports of ``shop/app.py``."""
    sources = {"shop/__init__.py": "", "shop/app.py": textwrap.dedent(text), **(files or {})}
    project = ProjectFacts(
        [facts_of(source, path) for path, source in sources.items()],
        {},
        others=(*others, *(texts or {})),
        left_out=left_out,
        texts=texts,
    )
    return [told(group) for group in grouped(Imports(project).missing("shop/app.py"))]


MISSING = "`shop.data` is not there: shop/ holds no module `data`"


def test_the_line_that_keeps_it_out_of_git() -> None:
    text = "from shop.data import rows\n"
    assert said(text) == [MISSING]
    line = " (`data/` in .gitignore, line 2, keeps it out of git)"
    assert said(text, texts={".gitignore": "*.pyc\ndata/\n"}) == [MISSING + line]
    assert said(text, texts={".gitignore": "data/\n!data/\n"}) == [MISSING]
    own = " (`*.py` in shop/.gitignore, line 1, keeps it out of git)"
    assert said(text, texts={"shop/.gitignore": "*.py\n"}) == [MISSING + own]


@pytest.mark.parametrize(
    "left_out", ["shop/data.py", "shop/data", "shop/data/rows.py", "shop/data.cpython-311-darwin.so"]
)
def test_what_is_there_and_is_not_read(left_out: str) -> None:
    found = said("from shop.data import rows\n", left_out=(left_out,))
    assert found == ([MISSING] if left_out.endswith("/rows.py") else [])


def test_a_package_of_the_standard_library_is_pythons_own_where_a_folder_has_its_name() -> None:
    inside = {"http/__init__.py": "", "http/response.py": "from http.client import responses\n"}
    project = ProjectFacts([facts_of(source, path) for path, source in inside.items()], {})
    assert list(Imports(project).missing("http/response.py")) == []


def test_what_a_build_writes() -> None:
    text = "from shop.data import rows\n"
    assert said(text, files={"setup.py": "extension('shop.data')\n"}) == []
    assert said(text, files={"tests/test_app.py": "patch('shop.data')\n"}) == [MISSING]
    assert said(text, texts={"pyproject.toml": "[tool.maturin]\nmodule-name = 'shop.data'\n"}) == []
    assert said(text, texts={".gitmodules": "[submodule 'data']\n\tpath = shop/data\n"}) == []


def test_names_of_one_statement_are_told_together() -> None:
    found = said("from shop.lib import a, b, c\n", files={"shop/lib.py": "b = 1\n"})
    assert found == ["`shop.lib` has no `a`, `c`: nothing in shop/lib.py defines or imports them"]


def test_a_package_that_is_installed_is_not_a_folder_deep_in_the_project() -> None:
    files = {"examples/pydantic/__init__.py": "", "examples/pydantic/tasks.py": ""}
    text = "from pydantic import BaseModel\n"
    sources = {**files, "examples/pydantic/tasks.py": text}
    project = ProjectFacts([facts_of(source, path) for path, source in sources.items()], {})
    assert not list(Imports(project).missing("examples/pydantic/tasks.py"))


def test_what_a_decorator_of_a_class_can_have_made() -> None:
    tracked = "import pghistory\n\n@pghistory.track()\nclass Row: ...\n"
    assert said("from shop.models import RowEvent\n", files={"shop/models.py": tracked}) == []
    assert len(said("from shop.models import Event\n", files={"shop/models.py": tracked})) == 1
