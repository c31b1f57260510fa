"""The whole audit on small repositories made here."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from codereview.auditor import audit
from codereview.config import Settings, Suppress
from codereview.errors import ConfigError, RepositoryError
from codereview.model import Audit, Finding
from codereview.report.serialize import to_json

SERVICE = {
    "pyproject.toml": '[project]\nname = "shop"\nrequires-python = ">=3.11"\n',
    "shop/__init__.py": "",
    "shop/main.py": "import time\n\nfrom fastapi import FastAPI\n\nfrom shop.helpers import wait\n\n"
    "app = FastAPI()\n\n\n"
    "@app.get('/')\nasync def index():\n    wait()\n    return time.time()\n",
    "shop/helpers.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
    "tests/test_main.py": "def test_index():\n    assert True\n",
    "README.md": "# shop\n",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def rules_of(result: Audit) -> set[tuple[str, str]]:
    return {(finding.rule, finding.path) for finding in result.findings}


def test_a_service_is_understood(tmp_path: Path) -> None:
    result = audit(write(tmp_path / "shop", SERVICE))
    assert result.project.name == "shop"
    assert result.project.kind == "web service (FastAPI)"
    assert result.project.requires_python == ">=3.11"
    assert result.project.files["production"] == 3
    assert result.project.files["tests"] == 1
    assert {("PERF001", "shop/main.py"), ("TYP001", "shop/helpers.py")} <= rules_of(result)
    blocking = next(finding for finding in result.findings if finding.rule == "PERF001")
    assert blocking.related[-1].path == "shop/helpers.py"
    assert blocking.code is not None
    assert "wait()" in "\n".join(blocking.code.lines)
    assert blocking.reachability == "reachable"
    assert result.score is not None
    assert sum(term.points for term in result.terms) == pytest.approx(100 - result.score.raw, abs=1e-9)


def test_the_second_run_is_the_same_to_the_byte(tmp_path: Path) -> None:
    root = write(tmp_path / "shop", SERVICE)
    first, second = to_json(audit(root)), to_json(audit(root))
    assert first == second
    assert first == to_json(audit(root, Settings(cache=False)))


def test_a_change_is_seen_through_the_cache(tmp_path: Path) -> None:
    root = write(tmp_path / "shop", SERVICE)
    assert ("PERF001", "shop/main.py") in rules_of(audit(root))
    write(root, {"shop/helpers.py": "def wait():\n    return 1\n"})
    assert ("PERF001", "shop/main.py") not in rules_of(audit(root))


def test_a_suppression_leaves_the_finding_in_the_strict_score(tmp_path: Path) -> None:
    root = write(tmp_path / "shop", SERVICE)
    settings = Settings(suppress=(Suppress(rule="PERF001", path="shop/**", reason="start-up only"),))
    result = audit(root, settings)
    finding = next(finding for finding in result.findings if finding.rule == "PERF001")
    assert finding.suppressed is not None
    assert finding.suppressed.reason == "start-up only"
    assert result.score is not None
    assert result.score.strict < result.score.raw


def test_rules_can_be_chosen_and_the_rest_is_said(tmp_path: Path) -> None:
    result = audit(write(tmp_path / "shop", SERVICE), Settings(select=("TYP",)))
    assert {finding.rule for finding in result.findings} <= {"TYP001", "TYP002"}
    performance = next(c for c in result.categories if c.id.value == "performance")
    assert performance.score is None
    assert performance.not_assessed == ("all of its rules are switched off",)


def test_a_file_that_is_no_python_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    files = {**SERVICE, "shop/page.py": "<!DOCTYPE html>\n<html><body>404</body></html>\n"}
    result = audit(write(tmp_path / "shop", files))
    assert ("REL001", "shop/page.py") in rules_of(result)
    assert ("PERF001", "shop/main.py") in rules_of(result)
    assert result.project.files["not_parsed"] == 1
    assert result.score is not None
    assert result.score.value <= 89


def test_only_some_files(tmp_path: Path) -> None:
    root = write(tmp_path / "shop", SERVICE)
    result = audit(root, only=[root / "shop/helpers.py"])
    assert {finding.path for finding in result.findings} == {"shop/helpers.py"}


def test_a_secret_is_in_no_byte_of_the_audit_or_the_cache(tmp_path: Path) -> None:
    value = "ghp_" + "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2"
    text = f'TOKEN = "{value}"\n\n\ndef f(token="{value}", x: int = None):\n    return token, x\n'
    root = write(tmp_path / "shop", {**SERVICE, "shop/keys.py": text, ".env": f"GITHUB_TOKEN={value}\n"})
    result = audit(root)
    assert any(
        finding.rule.startswith("SEC") and finding.path == "shop/keys.py" for finding in result.findings
    )
    assert value.encode() not in to_json(result)
    folder = Path(os.environ["CODEREVIEW_CACHE_DIR"])
    stored = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert stored
    assert value.encode() not in stored


def test_a_project_without_statements_has_no_grade(tmp_path: Path) -> None:
    result = audit(write(tmp_path / "empty", {"a.py": ""}))
    assert result.score is None
    assert result.findings == ()


@pytest.mark.parametrize(("files", "words"), [({}, "does not exist"), ({"README.md": "x"}, "no Python file")])
def test_nothing_to_audit_is_one_sentence(tmp_path: Path, files: dict[str, str], words: str) -> None:
    root = write(tmp_path / "x", files) if files else tmp_path / "missing"
    with pytest.raises(RepositoryError, match=words):
        audit(root)


def test_options_are_checked(tmp_path: Path) -> None:
    root = write(tmp_path / "shop", SERVICE)
    with pytest.raises(ConfigError, match="no rule NOPE1"):
        audit(root, Settings(rule={"NOPE1": {"x": 1}}))
    with pytest.raises(ConfigError, match="has no such option"):
        audit(root, Settings(rule={"TYP001": {"speed": 1}}))
    with pytest.raises(ConfigError, match="true or false"):
        audit(root, Settings(rule={"TYP001": {"private": 3}}))
    assert audit(root, Settings(rule={"TYP001": {"private": False}})).findings


def test_the_state_of_git_is_in_the_audit(tmp_path: Path) -> None:
    root = write(tmp_path / "shop", SERVICE)
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    for command in (["init", "-q", "-b", "main"], ["add", "."], [*who, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=root, env=env, check=True)
    state = audit(root).project.vcs
    assert state is not None
    assert (state.branch, state.dirty) == ("main", False)
    write(root, {"shop/helpers.py": "x = 1\n"})
    state = audit(root).project.vcs
    assert state is not None
    assert state.dirty


def test_a_rule_that_fails_on_an_edited_text_costs_the_diff_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> list[Finding]:
        raise RuntimeError("PERF001: ValueError: no good")

    root = write(
        tmp_path / "shop", {**SERVICE, "shop/wait.py": "import time\n\n\nasync def f():\n    time.sleep(1)\n"}
    )
    assert any(finding.fix for finding in audit(root, Settings(cache=False)).findings)
    monkeypatch.setattr("codereview.auditor.edits.examine", fails)
    result = audit(root, Settings(cache=False))
    assert ("PERF001", "shop/wait.py") in rules_of(result)
    assert not any(finding.fix for finding in result.findings)
