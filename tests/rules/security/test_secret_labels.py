"""What SEC001 calls a secret: a key of a service signs nothing of the program's own."""

from __future__ import annotations

import pytest

from codereview.model import Zone
from codereview_rules.security._secrets import samples, scan, telling


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("SECRET_KEY", "Signing key in SECRET_KEY"),
        ("JWT_SECRET_KEY", "Signing key in JWT_SECRET_KEY"),
        ("TILL_SECRET_KEY", "Secret key in TILL_SECRET_KEY"),
        ("SIGNING_KEY", "Signing key in SIGNING_KEY"),
        ("ENCRYPTION_KEY", "Encryption key in ENCRYPTION_KEY"),
        ("APP_SECRET", "Secret in APP_SECRET"),
    ],
)
def test_a_key_is_called_what_its_name_proves(name: str, label: str) -> None:
    text = f"{name}={samples.body(40)}\n"
    ((_, message),) = telling.messages(scan.secrets(".env", Zone.PRODUCTION, text))
    assert message.startswith(label)


def test_the_line_that_refuses_a_default_is_none_that_gives_it() -> None:
    value = samples.body(40)
    asked = f'self.closed\n            or self.SECRET_KEY == "{value}"'
    refused = (
        f"    def check(self):\n        if (\n            {asked}\n        ):\n            raise ValueError\n"
    )
    given = f'class Config:\n    SECRET_KEY = os.getenv("SECRET_KEY", "{value}")\n\n'
    assert not scan.secrets("shop/config.py", Zone.PRODUCTION, given + refused)
    assert scan.secrets("shop/config.py", Zone.PRODUCTION, "class Config:\n" + refused)
