"""An import that finds nothing, in a file that somebody starts by hand."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview.model import Severity
from codereview_rules.reliability.missing_import import MissingImport

_FILES = {
    "shop/__init__.py": "",
    "shop/api.py": "from fastapi import FastAPI\n\nfrom shop import stock\n\napp = FastAPI()\nprint(stock)\n",
    "shop/stock.py": "def load():\n    return 1\n",
    "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn shop.api:app\n",
}
_LOOK = "from shop.stock import loaded\n\nif __name__ == '__main__':\n    print(loaded())\n"


@pytest.mark.parametrize(
    ("files", "severity"),
    [
        ({"look_at_stock.py": _LOOK}, Severity.MEDIUM),
        ({"main.py": _LOOK}, Severity.HIGH),
        ({"tools/look_at_stock.py": _LOOK}, Severity.HIGH),
        ({"look_at_stock.py": _LOOK, "README.md": "Start `python look_at_stock.py`.\n"}, Severity.HIGH),
        ({"tests/look_at_stock.py": _LOOK}, Severity.LOW),
        ({"tests/look_at_stock.py": _LOOK, "README.md": "Start `look_at_stock.py`.\n"}, Severity.HIGH),
        ({"tests/test_stock.py": _LOOK}, Severity.HIGH),
        ({"look_at_stock.py": "from shop.stock import loaded\n\nprint(loaded())\n"}, Severity.HIGH),
    ],
)
def test_what_is_started_for_a_look_weighs_less(files: dict[str, str], severity: Severity) -> None:
    found = examine({**_FILES, **files}, [MissingImport()])
    assert [item.severity for item in found] == [severity]


def test_a_script_beside_no_application_is_what_there_is() -> None:
    files = {"shop/__init__.py": "", "shop/stock.py": _FILES["shop/stock.py"], "look_at_stock.py": _LOOK}
    assert [item.severity for item in examine(files, [MissingImport()])] == [Severity.HIGH]
