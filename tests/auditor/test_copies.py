"""The value of a secret that stands in several files: told with the finding, masked everywhere, one root cause."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from codereview.auditor import audit
from codereview.config import Settings
from codereview.model import Audit, Confidence, Severity
from codereview.report.serialize import to_json

MADE = random.Random(7)


def made_up(length: int = 40) -> str:
    """A secret of this run alone."""
    return "".join(MADE.choices(string.ascii_letters + string.digits, k=length - 2)) + "a1"


@pytest.fixture
def audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path / "cache"))

    def run(files: dict[str, str]) -> Audit:
        for name, text in {"app.py": "x = 1\n", **files}.items():
            path = tmp_path / "project" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return audit(tmp_path / "project", Settings(cache=False))

    return run


def test_copies_of_a_credential_files_value_are_told_and_masked(audited) -> None:  # type: ignore[no-untyped-def]
    value, other = made_up(), made_up(20)
    result = audited(
        {
            ".env": f"DEBUG=0\nSERVICE_API_KEY={value}\nDB_PASSWORD={other}\n",
            "deploy/run.sh": f"#!/bin/sh\nstart --with {value} --fast\n",
            "notes/setup.md": f"# Setup\n\nUse `{value}` here, and {other}.\n",
        }
    )
    (one,) = [item for item in result.findings if item.rule == "SEC002"]
    told = {
        (place.path, place.line) for place in one.related if place.message == "the same value stands here"
    }
    assert ("deploy/run.sh", 2) in told or any(f.path == "deploy/run.sh" for f in result.findings)
    assert ("notes/setup.md", 3) in told or any(f.path == "notes/setup.md" for f in result.findings)
    assert value.encode() not in to_json(result)
    assert other.encode() not in to_json(result)


def test_one_value_in_several_files_is_one_root_cause(audited) -> None:  # type: ignore[no-untyped-def]
    value, second = made_up(), made_up()
    line = 'SERVICE_API_KEY = "{}"\n'
    result = audited({"a.py": line.format(value), "b.py": line.format(value), "c.py": line.format(second)})
    causes = {item.path: item.cause for item in result.findings if item.rule == "SEC001"}
    assert set(causes) == {"a.py", "b.py", "c.py"}
    assert causes["a.py"] == causes["b.py"] != causes["c.py"]


def test_part_of_a_longer_word_is_no_copy(audited) -> None:  # type: ignore[no-untyped-def]
    value = made_up()
    result = audited({".env": f"SERVICE_API_KEY={value}\n", "data.txt": f"zz{value}zz\n"})
    (one,) = [item for item in result.findings if item.rule == "SEC002"]
    assert not [place for place in one.related if place.path == "data.txt"]


def test_short_and_plain_values_are_not_looked_for(audited) -> None:  # type: ignore[no-untyped-def]
    word = "gre" + "entea77"
    result = audited({".env": f"DB_PASSWORD={word}\n", "menu.md": f"Our {word} is fresh.\n"})
    assert not [p for item in result.findings for p in item.related if p.path == "menu.md"]


def test_a_doubtful_place_is_as_sure_as_the_one_that_tells_most(audited) -> None:  # type: ignore[no-untyped-def]
    value, other = made_up(), made_up()
    guide = "# Setup\n\n    SHOP_API_KEY={}\n"
    result = audited(
        {
            "config.ini": f"[mail]\nurl = https://mail.shop.io\napi_key = {value}\n",
            "send.py": "settings = read('config.ini')\n",
            "docs/setup.md": guide.format(value),
            "docs/other.md": guide.format(other),
        }
    )
    found = {item.path: item for item in result.findings if item.rule == "SEC001"}
    assert found["docs/setup.md"].confidence is found["config.ini"].confidence is not Confidence.LOW
    assert found["docs/setup.md"].message.endswith("the same value is in `config.ini`")
    assert found["docs/other.md"].confidence is Confidence.LOW
    assert found["docs/setup.md"].cause == found["config.ini"].cause
    assert found["docs/other.md"].severity is Severity.INFO
    assert found["docs/setup.md"].severity is found["config.ini"].severity


def test_another_place_in_the_same_file_is_told_by_its_line(audited) -> None:  # type: ignore[no-untyped-def]
    value = made_up()
    text = f'def send():\n    token = "{value}"\n    post(URL, token)\n\n\ndef held(key):\n    api_key = "{value}"\n'
    result = audited({"mail.py": text + "    return key == api_key\n"})
    said = [item.message for item in result.findings if item.rule == "SEC001"]
    assert any(message.endswith("the same value is in line 2") for message in said)


def test_a_value_of_a_credential_file_is_not_told_to_stand_in_its_first_line(audited) -> None:  # type: ignore[no-untyped-def]
    value, other = made_up(), made_up(20)
    result = audited(
        {".env": f"DEBUG=0\nSERVICE_API_KEY={value}\nBOT_TOKEN={other}\nDB_PASSWORD={made_up(18)}\n"}
    )
    assert any(item.rule == "SEC002" for item in result.findings)
    assert not [item.message for item in result.findings if "the same value is in line" in item.message]


def test_a_comment_and_a_set_up_of_development_stay_as_doubtful_as_they_are(audited) -> None:  # type: ignore[no-untyped-def]
    value = made_up()
    sure = f"[mail]\nurl = https://mail.shop.io\napi_key = {value}\n"
    result = audited(
        {
            "send.py": "read('config.ini')\n",
            "config.ini": sure,
            "dev/config.ini": sure.replace("https://mail.shop.io", "a"),
        }
    )
    found = {item.path: item for item in result.findings if item.rule == "SEC001"}
    assert found["config.ini"].confidence is not Confidence.LOW
    assert found["dev/config.ini"].confidence is Confidence.LOW


def test_a_generated_default_makes_its_copies_as_sure(audited) -> None:  # type: ignore[no-untyped-def]
    value = made_up()
    default = 'import os\n\nCLIENT_SECRET = os.getenv("TILL_CLIENT_SECRET", "{}")\n'
    sample = f'TILL_CLIENT_SECRET = "{value}"\n'
    result = audited({"till/config.py": default.format(value), "deploy/till.conf": sample})
    sure = {item.path: item for item in result.findings if item.rule in {"SEC001", "SEC003"}}
    assert sure["deploy/till.conf"].confidence is Confidence.HIGH
    assert "the same value is in `till/config.py`" in sure["deploy/till.conf"].message


def test_a_sample_or_a_document_with_a_default_is_no_finding_to_act_on(audited) -> None:  # type: ignore[no-untyped-def]
    value = made_up()
    default = 'import os\n\nCLIENT_SECRET = os.getenv("TILL_CLIENT_SECRET", "{}")\n'
    result = audited(
        {
            "till/config.py": default.format(value),
            ".env.till.example": f"TILL_CLIENT_SECRET={value}\n",
            "plans/notes.md": f"# Till\n\n```python\nCLIENT_SECRET = '{value}'\n```\n",
        }
    )
    found = {item.path: item for item in result.findings if item.rule in {"SEC001", "SEC003"}}
    assert found["till/config.py"].confidence is not Confidence.LOW
    for path in (".env.till.example", "plans/notes.md"):
        assert found[path].confidence is Confidence.LOW
        assert found[path].severity.rank <= Severity.LOW.rank


def test_a_chosen_default_says_nothing_of_its_copies(audited) -> None:  # type: ignore[no-untyped-def]
    word = "tulips-and-" + "roses-77-of-the-till"
    default = f'import os\n\nP = os.getenv("ADMIN_PASSWORD", "{word}")\n'
    result = audited({"till/config.py": default, "deploy/till.conf": f"ADMIN_PASSWORD={word}\n"})
    [copy] = [item for item in result.findings if item.path == "deploy/till.conf" and item.rule == "SEC001"]
    assert copy.confidence is Confidence.LOW
