"""What fails in a fixture that no test asks for is of little weight."""

from __future__ import annotations

import pytest

from codereview.api import Severity
from codereview.engine.memory import examine
from codereview_rules.reliability.mismatched_call import MismatchedCall

SHOP = "def order_of(number):\n    return {'number': number}\n"
CONFTEST = (
    "import pytest\n\nfrom shop import order_of\n\n\n@pytest.fixture{how}\ndef late_order():\n"
    "    def made():\n        return order_of(1, state='late')\n\n    return made\n"
)
PLAIN = "def test_it():\n    assert True\n"
ASKING = "def test_it(late_order):\n    assert late_order()\n"
USING = "import pytest\n\n\n@pytest.mark.usefixtures('late_order')\ndef test_it():\n    assert True\n"


@pytest.mark.parametrize(
    ("how", "test", "severity"),
    [
        ("", PLAIN, Severity.LOW),
        ("(scope='session')", PLAIN, Severity.LOW),
        ("", ASKING, Severity.HIGH),
        ("", USING, Severity.HIGH),
        ("(autouse=True)", PLAIN, Severity.HIGH),
        ("(name='order')", PLAIN, Severity.HIGH),
    ],
)
def test_a_fixture_is_weighed_by_who_asks_for_it(how: str, test: str, severity: Severity) -> None:
    files = {"shop.py": SHOP, "tests/conftest.py": CONFTEST.format(how=how), "tests/test_shop.py": test}
    assert [found.severity for found in examine(files, [MismatchedCall()])] == [severity]
