"""A declared order of layers is checked to the letter."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Severity
from codereview_rules.architecture.crossed_layer import CrossedLayer, Options

ORDER = ("ui|cli", "services", "shop.domain")


def found(files: dict[str, str]) -> list[tuple[str, int]]:
    rule = CrossedLayer(Options(layers=ORDER))
    return [(finding.path, finding.line) for finding in examine(files, [rule])]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [("shop/domain/item.py", "shop/services/pay.py"), ("shop/services/pay.py", "shop/cli/main.py")],
)
def test_an_import_that_goes_up_is_reported(importer: str, imported: str) -> None:
    module = imported.removesuffix(".py").replace("/", ".")
    assert found({importer: f"import os\nimport {module}\n", imported: "x = 1\n"}) == [(importer, 2)]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("shop/ui/page.py", "shop/domain/item.py"),
        ("shop/ui/page.py", "shop/cli/main.py"),
        ("shop/services/pay.py", "shop/services/bill.py"),
        ("other/domain/item.py", "shop/services/pay.py"),
    ],
)
def test_an_import_that_goes_down_or_beside_is_not(importer: str, imported: str) -> None:
    module = imported.removesuffix(".py").replace("/", ".")
    assert found({importer: f"import {module}\n", imported: "x = 1\n"}) == []


def test_what_is_declared_is_sure_and_weighs_medium() -> None:
    files = {"shop/domain/item.py": "from shop.ui import page\n", "shop/ui/page.py": "x = 1\n"}
    (finding,) = examine(files, [CrossedLayer(Options(layers=ORDER))])
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.HIGH)
    assert "`shop/ui/page.py` of `ui|cli`" in finding.message
