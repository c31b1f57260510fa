"""What SEC020 calls a value by its name."""

from __future__ import annotations

import pytest

from codereview_rules.security._output.names import holds


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("secret_token", "a token"),
        ("secret_key", "a signing key"),
        ("till_secret_key", "a secret key"),
        ("db_password", "a password"),
        ("reset_token", "a token"),
        ("next_token", ""),
    ],
)
def test_a_value_is_called_what_its_name_says(name: str, kind: str) -> None:
    assert holds(name) == kind
