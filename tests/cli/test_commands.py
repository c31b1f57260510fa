"""The commands: what they print, where, and their exit status. The audit itself is a stand-in here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from codereview import auditor, registry
from codereview.adapters.adopted import Adopted, Code, Table
from codereview.api import Bad, Card, Good, TextRule
from codereview.auditor.content import Asked
from codereview.auditor.run import Done
from codereview.cli.main import main
from codereview.config import Settings
from codereview.errors import PluginError, RepositoryError, ToolError
from codereview.model import (
    SCHEMA_VERSION,
    Audit,
    Category,
    CategoryScore,
    Confidence,
    Finding,
    Project,
    Score,
    Severity,
    Tool,
    Zone,
)

FINDING = Finding(
    rule="SEC001",
    title="Secret in a file",
    category=Category.SECURITY,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    path="app\x1b.py",
    line=3,
    column=5,
    end_line=3,
    end_column=9,
    message="a key of a provider stands in the file",
)


def made(value: float = 85.0, security: float | None = 70.0, findings: tuple[Finding, ...] = ()) -> Audit:
    return Audit(
        schema=SCHEMA_VERSION,
        tool=Tool(name="codereview", version="0", rules=1, score_model=1),
        project=Project(
            name="x", root=".", kind="library", vcs=None, files={"production": 1}, lines=1, statements=1
        ),
        score=Score(value=value, raw=value, strict=value, out_of_ten=value / 10, grade="B"),
        categories=(CategoryScore(id=Category.SECURITY, score=security, grade=None, weight=0.2),),
        metrics=(),
        findings=findings,
    )


class NamedHost(TextRule):
    """A rule for these tests."""

    card = Card(
        id="ZZZ001",
        title="A host by its name",
        category=Category.OPERATIONS,
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=1,
        why="Hosts move.",
        instead="Read it from the environment.",
        false_alarms="None are known.",
        cwe=(1,),
    )
    bad = (Bad("x = 'host'\n", lines=(1,)),)
    good = (Good("x = ''\n", path="conf.yaml"),)


@pytest.fixture
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rule above is installed, and one code of one tool is adopted."""
    card = replace(NamedHost.card, id="YYY777", title="A port by its number")
    code = Code("YYY777", "ports move too", severity=Severity.HIGH, zones=(Zone.TESTS,))
    tables = Adopted({"YYY777": card}, {"tool": Table({"T1": code, "T2": Code("ZZZ001", "not shown")})})
    monkeypatch.setattr(registry, "load_rules", lambda folders=(): [NamedHost])
    monkeypatch.setattr(registry, "adopted", lambda: tables)


class Engine:
    """Stands in for the engine: keeps what it was asked, and gives an audit or raises."""

    def __init__(self) -> None:
        self.result: Audit | Exception = made()
        self.root = Path()
        self.settings = Settings()
        self.only: tuple[Path, ...] = ()

    def done(self, root: Path, settings: Settings, only: tuple[Path, ...], progress: Any) -> Done:
        self.root, self.settings, self.only = root, settings, only
        if isinstance(self.result, Exception):
            raise self.result
        return Done(self.result, Asked.of(root, settings, (3, 10), only), "")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, one_rule: None) -> Engine:
    stand_in = Engine()
    monkeypatch.setattr(auditor.run, "done", stand_in.done)
    return stand_in


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(main, [str(item) for item in arguments])


def test_json_goes_to_standard_output(fake: Engine, tmp_path: Path) -> None:
    result = run("audit", tmp_path, "--json", "--select", "ZZZ", "--jobs", "2", "--no-cache")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["score"]["value"] == 85
    assert json.loads(result.stdout)["command"] == ["audit", str(tmp_path), "--select", "ZZZ"]
    assert fake.root == tmp_path
    assert fake.settings.select == ("ZZZ",)
    assert fake.settings.jobs == 2
    assert not fake.settings.cache


def test_gates_decide_the_status(fake: Engine, tmp_path: Path) -> None:
    assert run("audit", tmp_path, "--fail-under", "85").exit_code == 0
    failed = run("audit", tmp_path, "--quiet", "--fail-under", "85,security=90")
    assert failed.exit_code == 1
    assert failed.stdout == ""
    assert failed.stderr.strip() == "security 70.0 is below the 90 that was asked for"
    fake.result = made(security=None)
    assert run("audit", tmp_path, "--quiet", "--fail-under", "security=90").exit_code == 3


def test_fail_on(fake: Engine, tmp_path: Path) -> None:
    fake.result = made(findings=(FINDING,))
    assert run("audit", tmp_path, "--quiet", "--fail-on", "critical").exit_code == 0
    assert run("audit", tmp_path, "--quiet", "--fail-on", "High").exit_code == 1
    wrong = run("audit", tmp_path, "--fail-on", "hihg")
    assert wrong.exit_code == 2
    assert "did you mean high?" in wrong.stderr


def test_files_are_listed_with_their_places(
    fake: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").touch()
    fake.result = made(findings=(FINDING,))
    result = run("audit", "app.py", "--fail-on", "high")
    assert result.exit_code == 1
    first, second, *_ = result.stdout.splitlines()
    assert first == "app\\x1b.py:3:5: SEC001 high a key of a provider stands in the file"
    assert second == "1 finding in the files given"
    assert fake.only == (tmp_path / "app.py",)


def test_reports_are_written_and_the_card_is_printed(fake: Engine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("audit", tmp_path, "-o", out / "a.json", "-o", out / "b.html", "-o", out / "c.md", "--plain")
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in out.iterdir()) == ["a.json", "b.html", "c.md"]
    assert "85" in result.stdout


def test_unknown_format(fake: Engine, tmp_path: Path) -> None:
    result = run("audit", tmp_path, "--format", "htlm")
    assert result.exit_code == 2
    assert "did you mean html?" in result.stderr


def test_configuration_errors_are_one_sentence(fake: Engine, tmp_path: Path) -> None:
    (tmp_path / "codereview.toml").write_text("fail-under = 1\n")
    result = run("audit", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("did you mean fail_under?")
    assert len(result.stderr.strip().splitlines()) == 1
    assert run("audit", tmp_path, "--isolated", "--quiet").exit_code == 0


def test_rule_folders_of_the_repository_are_refused_with_a_notice(fake: Engine, tmp_path: Path) -> None:
    (tmp_path / "codereview.toml").write_text("rules = ['evil']\n")
    result = run("audit", tmp_path, "--quiet")
    assert result.exit_code == 0
    assert "may select rules, not load code" in result.stderr
    assert fake.settings.rules == ()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RepositoryError("there is no Python file in it"), 2),
        (PluginError("the plugin x cannot be loaded"), 2),
        (ToolError("git", 128, "bad object"), 3),
    ],
)
def test_expected_errors(fake: Engine, tmp_path: Path, error: Exception, status: int) -> None:
    fake.result = error
    result = run("audit", tmp_path)
    assert result.exit_code == status
    assert result.stderr == f"Error: {error}\n"


def test_a_defect_shows_its_trace_and_says_so(fake: Engine, tmp_path: Path) -> None:
    fake.result = ZeroDivisionError("oh")
    result = run("audit", tmp_path)
    assert result.exit_code == 3
    assert "Traceback" in result.stderr
    assert "This is a defect of codereview" in result.stderr


@pytest.mark.usefixtures("one_rule")
def test_interruption(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stop(*_: object, **__: object) -> Audit:
        raise KeyboardInterrupt

    monkeypatch.setattr(auditor.run, "done", stop)
    assert run("audit", tmp_path).exit_code == 130


def test_verbose_tells_what_could_not_be_told(fake: Engine, tmp_path: Path) -> None:
    fake.result = msgspec.structs.replace(made(), timing={"collect": 0.25})
    assert "collect: 0.25 s" in run("audit", tmp_path, "--verbose", "--plain").stdout


def test_render_gives_what_the_audit_gave(fake: Engine, tmp_path: Path) -> None:
    fake.result = made(findings=(FINDING,))
    stored = tmp_path / "audit.json"
    assert run("audit", tmp_path, "-o", stored, "-o", tmp_path / "a.html").exit_code == 0
    assert run("render", stored, "-o", tmp_path / "b.html").exit_code == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    piped = CliRunner().invoke(main, ["render", "-", "--format", "json"], input=stored.read_bytes())
    assert piped.stdout_bytes == stored.read_bytes()


def test_render_of_what_is_no_audit(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert run("render", tmp_path / "a.json").exit_code == 2
    missing = run("render", tmp_path / "none.json")
    assert missing.exit_code == 2
    assert "cannot be read" in missing.stderr


@pytest.mark.usefixtures("one_rule")
def test_explain_prints_the_card_and_examples() -> None:
    result = run("explain", "zzz001")
    assert result.exit_code == 0
    for text in ("# ZZZ001: A host by its name", "Hosts move.", "x = 'host'", "— line 1", "```yaml", "CWE-1"):
        assert text in result.stdout


@pytest.mark.usefixtures("one_rule")
def test_explain_suggests_the_nearest() -> None:
    result = run("explain", "ZZZ010")
    assert result.exit_code == 2
    assert "did you mean ZZZ001?" in result.stderr


@pytest.mark.usefixtures("one_rule")
def test_explain_knows_what_other_tools_report() -> None:
    result = run("explain", "yyy777")
    assert result.exit_code == 0
    assert result.stdout.startswith("# YYY777: A port by its number\n")
    assert "| Looks at | reports of tool |" in result.stdout
    assert "| tool `T1` | high: ports move too; only in tests code |" in result.stdout
    assert "not shown" not in result.stdout


@pytest.mark.usefixtures("one_rule")
def test_rules_are_listed_those_of_other_tools_included() -> None:
    listed = run("rules").stdout
    assert "ZZZ001" in listed
    assert "YYY777" in listed
    other, own = json.loads(run("rules", "--json").stdout)
    assert (other["id"], own["id"]) == ("YYY777", "ZZZ001")
    assert own["category"] == "operations"


def test_help_and_version() -> None:
    assert "audit" in run("--help").stdout
    assert run("--version").stdout.startswith("codereview ")
    assert run("audti").exit_code == 2


@pytest.mark.usefixtures("one_rule")
def test_foreign_code_cannot_end_the_program_with_a_verdict(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def leave(*_: object, **__: object) -> Audit:
        raise SystemExit(0)

    monkeypatch.setattr(auditor.run, "done", leave)
    result = run("audit", tmp_path)
    assert result.exit_code == 3
    assert "ended the program" in result.stderr


def test_a_selector_that_names_no_rule(fake: Engine, tmp_path: Path) -> None:
    wrong = run("audit", tmp_path, "--select", "ZZZ010")
    assert wrong.exit_code == 2
    assert "did you mean ZZZ001?" in wrong.stderr
    assert run("audit", tmp_path, "--quiet", "--select", "ZZZ,typing").exit_code == 0
    ignored = run("audit", tmp_path, "--quiet", "--ignore", "NOT001")
    assert ignored.exit_code == 0
    assert "ignore NOT001: no rule" in ignored.stderr
