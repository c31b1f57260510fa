"""Environment keys and what documents say of them."""

from __future__ import annotations

import pytest

from codereview.facts.deployment.documented import documented
from codereview.facts.deployment.environment import NOTES
from codereview.facts.deployment.keys import read_by_others
from codereview.facts.deployment.spelling import is_slip
from codereview.facts.deployment.wanted import is_env_template, is_secrets_template
from codereview_rules.operations._environment.collect import EnvironmentKeys


def test_facts_know_the_collector_by_its_name() -> None:
    assert EnvironmentKeys.name() == NOTES


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("SHOP_TIMEUOT", "SHOP_TIMEOUT", True),
        ("DATABASEURL", "DATABASE_URL", True),
        ("MAX_ITEMS", "MIN_ITEMS", False),
        ("SMTP_HOST", "SMTP_PORT", False),
        ("DB_HOST1", "DB_HOST2", False),
        ("KC_DB_PASSWORD", "DB_PASSWORD", False),
        ("LLM_BASE_URL", "OLLAMA_BASE_URL", False),
        ("MAIL_SHOP_HOST", "SHOP_MAIL_HOST", True),
        ("HOST_MAIL", "MAIL_HOST", False),
    ],
)
def test_slips(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is slip


@pytest.mark.parametrize(
    ("path", "template"),
    [
        (".env.example", True),
        ("web/env.sample", True),
        (".env", False),
        (".env.production", False),
        ("env.py", False),
    ],
)
def test_templates_by_name(path: str, template: bool) -> None:
    assert is_env_template(path) is template


def test_templates_of_streamlit() -> None:
    assert is_secrets_template(".streamlit/secrets.toml.example")
    assert not is_secrets_template(".streamlit/secrets.toml")


def test_keys_of_templates_and_tables() -> None:
    texts = {
        ".env.example": "# A comment\nexport SHOP_HOST=a\n#SHOP_PORT=\nshop=1\n",
        "README.md": "| Variable | x |\n|---|---|\n| `SHOP_NAME` | y |\n\n"
        "| Command | x |\n|---|---|\n| `SHOP_GO` | y |\n",
    }
    found = [(item.name, item.line, item.how, item.off) for item in documented(texts)]
    assert found == [
        ("SHOP_HOST", 2, "template", False),
        ("SHOP_PORT", 3, "template", True),
        ("shop", 4, "template", False),
        ("SHOP_NAME", 3, "readme", False),
    ]


def test_keys_that_others_read() -> None:
    assert read_by_others("PYTHONUNBUFFERED")
    assert read_by_others("POSTGRES_PASSWORD")
    assert not read_by_others("SHOP_HOST")
