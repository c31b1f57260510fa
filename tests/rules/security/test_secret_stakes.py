"""How grave SEC001 calls what only opens a set-up of development, or a service inside of a set-up."""

from __future__ import annotations

import pytest

from codereview.api import Severity, Zone
from codereview_rules.security._secrets import samples, scan

_RANDOM = samples.body(40)
_KEY = "SECRET_" + f"KEY={_RANDOM}\n"
_DATABASE = (
    "services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASS" + f"WORD: {_RANDOM}\n"
)
_PORTS = '    ports:\n      - "5432:5432"\n'
_URL = "services:\n  shop:\n    environment:\n      SHOP_URL: postgresql:" + f"//shop:{_RANDOM}@%s/shop\n"


@pytest.mark.parametrize(
    ("path", "text", "severity"),
    [
        (".env", _KEY, Severity.HIGH),
        (".env", f"APP_ENV=development\n{_KEY}", Severity.MEDIUM),
        (".env", f"APP_ENV=production\n{_KEY}", Severity.HIGH),
        # A service elsewhere takes its key from here, too.
        (".env", f"APP_ENV=development\nTILL_{_KEY}", Severity.HIGH),
        ("compose.prod.yml", _DATABASE, Severity.MEDIUM),
        ("compose.prod.yml", _DATABASE + _PORTS, Severity.HIGH),
        ("compose.prod.yml", _URL % "db:5432", Severity.MEDIUM),
        ("compose.prod.yml", _URL % "db.shop.io:5432", Severity.HIGH),
    ],
)
def test_what_opens_less_is_less_grave(path: str, text: str, severity: Severity) -> None:
    (hit,) = scan.secrets(path, Zone.PRODUCTION, text)
    assert hit.severity is severity
