"""``--history``: earlier audits are files, each brings along those that it was given."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from codereview.cli.main import main
from codereview.model import SCHEMA_VERSION, Audit, Project, Score, Tool
from codereview.report.serialize import to_json


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(item) for item in arguments])


def stored(path: Path, value: float) -> Path:
    audit = Audit(
        schema=SCHEMA_VERSION,
        tool=Tool(name="codereview", version="0", rules=1, score_model=1),
        project=Project(
            name="x", root=".", kind="library", vcs=None, files={"production": 1}, lines=1, statements=1
        ),
        score=Score(value=value, raw=value, strict=value, out_of_ten=value / 10, grade="B"),
        categories=(),
        metrics=(),
        findings=(),
    )
    path.write_bytes(to_json(audit))
    return path


@pytest.fixture
def audits(tmp_path: Path) -> list[Path]:
    return [
        stored(tmp_path / f"{name}.json", value) for name, value in (("a", 60.0), ("b", 70.5), ("c", 80.0))
    ]


def test_earlier_audits_are_shown_in_the_given_order(audits: list[Path]) -> None:
    first, second, now = audits
    page = run("render", now, "--history", first, "--history", second, "--format", "html")
    assert page.exit_code == 0
    assert 'id="trend"' in page.stdout
    text = run("render", now, "--history", first, "--history", second, "--format", "markdown").stdout
    _, _, text = text.partition("## Trend")
    assert text.index("a.json") < text.index("b.json") < text.index("this audit")


def test_an_earlier_audit_brings_its_history_along(audits: list[Path], tmp_path: Path) -> None:
    first, second, now = audits
    chained = tmp_path / "chain" / "b.json"
    assert run("render", second, "--history", first, "-o", chained).exit_code == 0
    whole = json.loads(run("render", now, "--history", chained, "--format", "json").stdout)
    assert [item["label"] for item in whole["history"]] == ["a.json", "b.json"]
    again = json.loads(
        run("render", now, "--history", first, "--history", chained, "--format", "json").stdout
    )
    assert again["history"] == whole["history"], "what is named twice counts once"


def test_without_history_nothing_changes(audits: list[Path]) -> None:
    plain = run("render", audits[0], "--format", "json").stdout_bytes
    assert plain == audits[0].read_bytes()
    assert msgspec.json.decode(plain)["history"] == []


def test_what_is_no_audit_is_said(audits: list[Path], tmp_path: Path) -> None:
    missing = run("render", audits[0], "--history", tmp_path / "none.json")
    assert missing.exit_code == 2
    assert "none.json" in missing.stderr
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    assert run("render", audits[0], "--history", wrong).exit_code == 2
