"""score, verify and plan: what they print, write and refuse, on a small project and on stored audits."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import msgspec
import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner, Result

from codereview.auditor.run import audit
from codereview.cli.main import main
from codereview.config import Settings
from codereview.model import Audit
from codereview.report.serialize import to_json

CODE = '''"""A small shop."""
import yaml


def load(path, base=[]):
    try:
        with open(path) as stream:
            return yaml.load(stream, Loader=yaml.Loader)
    except Exception:
        pass


def check(order):
    if order == None:
        return False
    return True
'''


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "shop.py").write_text(CODE)
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "shop"\nversion = "1"\ndependencies = ["pyyaml"]\n'
    )
    return folder


@pytest.fixture(scope="module")
def made(project: Path) -> Audit:
    return audit(project, Settings(tools=(), cache=False))


@pytest.fixture
def stored(made: Audit, tmp_path: Path) -> Path:
    path = tmp_path / "audit.json"
    path.write_bytes(to_json(made))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(item) for item in arguments], env={"COLUMNS": "80"})


def test_the_score_is_explained_so_that_a_pocket_calculator_comes_to_it(stored: Path, made: Audit) -> None:
    result = run("score", stored, "--explain", "--format", "markdown")
    assert result.exit_code == 0
    assert made.score is not None
    table = result.stdout.split("### All categories")[1].split("**all**")[0]
    rows = re.findall(r"\| \w+ \| [\d.]+ \| ([\d.]+) \| ([\d.]+) \|", table)
    halvings = sum(float(share) * float(own) for share, own in rows)
    assert 100 / 2**halvings == pytest.approx(made.score.raw, abs=0.02)
    rules = re.findall(r"\| [A-Z]+\d+ \| [\d.]+ \| ([\d.]+) \| ([\d.]+) \|", result.stdout)
    figures = [(float(density), float(penalty)) for density, penalty in rules]
    assert figures
    for density, penalty in figures:
        assert penalty == pytest.approx(40 / (1 + 40 / density), abs=2e-4)


def test_points_that_are_shown_sum_to_what_is_lost(stored: Path, made: Audit) -> None:
    assert made.score is not None
    result = run("score", stored, "--plain")
    lines = result.stdout.split("Findings by points")[1].splitlines()
    shown = [float(found[0]) for line in lines if (found := re.match(r"\s*(\d+\.\d\d)\b", line))]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=1e-9)
    assert shown[-1] == pytest.approx(100 - made.score.raw, abs=0.006)
    assert result.stdout.isascii()
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_json_holds_every_finding_with_its_points(stored: Path, made: Audit) -> None:
    found = json.loads(run("score", stored, "--json").stdout)
    assert found["score_model"] == made.tool.score_model
    assert len(found["working"]["entries"]) == len(made.findings)
    assert sum(item["points"] for item in found["working"]["lines"]) == pytest.approx(
        100 - found["working"]["raw"], abs=1e-9
    )


def test_a_receipt_holds_until_a_file_or_a_figure_changes(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in project.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    receipt = folder / "receipt.json"
    assert run("score", folder, "--tools", "none", "--isolated", "--receipt", receipt).exit_code == 0
    assert "yaml.Loader" not in receipt.read_text()
    assert run("verify", receipt).exit_code == 0
    again = run("verify", receipt, "--against", folder, "--audit", "--no-cache")
    assert again.exit_code == 0
    assert again.stdout.count("OK:") == 3
    (folder / "shop.py").write_text(CODE + "\n\ndef late(x):\n    return eval(x)\n")
    (folder / "more.py").write_text("")
    (folder / "pyproject.toml").unlink()
    changed = run("verify", receipt, "--against", folder, "--audit", "--no-cache")
    assert changed.exit_code == 1
    for word in (
        "1 file changed:",
        "  shop.py",
        "1 file missing:",
        "1 file not in the receipt:",
        "instead of",
    ):
        assert word in changed.stdout
    plain = json.loads(receipt.read_text())
    plain["working"]["lines"][0]["penalty"] -= 0.5
    receipt.write_text(json.dumps(plain))
    forged = run("verify", receipt)
    assert forged.exit_code == 1
    assert "penalty" in forged.stdout
    assert "0.5 too little" in forged.stdout


def test_a_name_that_is_not_utf8_is_in_the_receipt(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "shop.py").write_text(CODE)
    (Path(os.fsdecode(os.fsencode(folder) + b"/od\xff.py"))).write_text("x = 1\n")
    receipt = tmp_path / "r.json"
    assert run("score", folder, "--tools", "none", "--isolated", "--receipt", receipt).exit_code == 0
    assert set(json.loads(receipt.read_text())["inputs"]["files"]) == {"shop.py", "od\\xff.py"}
    assert run("verify", receipt, "--against", folder).exit_code == 0


def test_a_receipt_of_a_stored_audit_says_that_it_names_no_files(stored: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "r.json"
    assert run("score", stored, "--receipt", receipt).exit_code == 0
    assert run("verify", receipt).exit_code == 0
    against = run("verify", receipt, "--against", tmp_path)
    assert against.exit_code == 1
    assert "names no files" in against.stdout


def test_a_receipt_of_another_model_is_one_sentence(stored: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "r.json"
    run("score", stored, "--receipt", receipt)
    plain = json.loads(receipt.read_text())
    plain["model"]["score_model"] = 7
    receipt.write_text(json.dumps(plain))
    result = run("verify", receipt)
    assert result.exit_code == 2
    assert "score model 7" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is not JSON"),
        (b"[1]", "is no receipt"),
        (b'{"kind": "codereview receipt", "version": 9}', "version 9"),
        (b'{"kind": "codereview receipt", "version": 1, "model": {"score_model": 1}}', "not a whole receipt"),
    ],
)
def test_what_is_no_receipt_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(content)
    result = run("verify", path)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_plan_says_before_after_and_where(stored: Path, made: Audit) -> None:
    result = run("plan", stored, "--hours", "1", "--plain")
    assert result.exit_code == 0
    assert "within 1 h" in result.stdout
    assert "shop.py" in result.stdout
    assert result.stdout.isascii()
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_plan_is_a_checklist_for_an_issue(stored: Path, tmp_path: Path) -> None:
    target = tmp_path / "plan.md"
    assert run("plan", stored, "--to", "100", "-o", target).exit_code == 0
    text = target.read_text()
    found = json.loads(run("plan", stored, "--to", "100", "--json").stdout)
    assert text.count("- [ ] ") == len(found["steps"]) > 0
    assert found["steps"][-1]["score"] == pytest.approx(found["after"]["score"], abs=1e-9)
    assert found["steps"][-1]["minutes_so_far"] == found["minutes"]
    assert run("plan", stored, "--to", "100", "-f", "markdown").stdout == text


def test_a_target_that_cannot_be_reached_names_what_is_in_the_way(made: Audit, tmp_path: Path) -> None:
    assert made.basis is not None
    basis = msgspec.structs.replace(made.basis, failed_tools=("mypy",))
    path = tmp_path / "audit.json"
    path.write_bytes(to_json(msgspec.structs.replace(made, basis=basis)))
    result = run("plan", path, "--to", "A+")
    assert result.exit_code == 0
    assert "A+ cannot be reached" in result.stdout
    assert "a requested analyser failed: mypy" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan", "--to", "E"), "--to E: expected a grade"),
        (("plan", "--to", "101"), "--to 101"),
        (("plan", "--hours", "0"), "--hours 0"),
        (("plan", "--hours", "nan"), "--hours nan"),
        (("plan", "--minutes", "-5"), "--minutes -5"),
        (("plan", "--hours", "1", "--minutes", "5"), "give one of them"),
        (("plan", "--only", "nonsense"), "--only nonsense"),
        (("plan", "--format", "html"), "--format html"),
        (("plan", "-o", "plan.pdf"), "plan.pdf"),
        (("score", "--format", "html"), "--format html"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(arguments: tuple[str, ...], said: str, stored: Path) -> None:
    result = run(arguments[0], stored, *arguments[1:])
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_what_cannot_be_scored_is_refused(made: Audit, tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    for changes, said in (
        ({"score": None}, "has no score"),
        ({"basis": None}, "audit the project again"),
        ({"tool": msgspec.structs.replace(made.tool, score_model=9)}, "model 9"),
    ):
        path.write_bytes(to_json(msgspec.structs.replace(made, **changes)))
        for command in ("score", "plan"):
            result = run(command, path)
            assert result.exit_code == 2
            assert said in result.stderr


def test_an_audit_of_impossible_numbers_is_refused(made: Audit, tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    assert made.basis is not None
    replace = msgspec.structs.replace
    for wrong in (
        replace(made, basis=replace(made.basis, statements=-1)),
        replace(made, findings=(replace(made.findings[0], effort_minutes=-9),)),
        replace(made, findings=(replace(made.findings[0], units=-1),)),
    ):
        path.write_bytes(to_json(wrong))
        result = run("plan", path)
        assert result.exit_code == 2
        assert "not a valid audit" in result.stderr


def test_hostile_names_stay_text(made: Audit, tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    hostile = "a\x1b[31m\u202e|`</script>[x](y)\n@team"
    replace = msgspec.structs.replace
    findings = tuple(replace(item, path=hostile, title=hostile, message=hostile) for item in made.findings)
    path.write_bytes(to_json(replace(made, findings=findings, project=replace(made.project, name=hostile))))
    for arguments in (
        ("plan", path, "--to", "100"),
        ("plan", path, "--to", "100", "--plain"),
        ("plan", path, "--to", "100", "-f", "markdown"),
        ("score", path, "--explain"),
        ("score", path, "--explain", "-f", "markdown"),
    ):
        text = run(*arguments).stdout
        assert not set("\x1b\u202e") & set(text)
        assert "\\x1b" in text
        if "markdown" in arguments:
            page = MarkdownIt().enable("table").render(text)
            assert "<a " not in page
            assert "script>" not in page
            assert "@team" not in re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)
        if "--plain" in arguments:
            assert text.isascii()
            assert max(map(len, text.splitlines())) <= 80


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = run("plan", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "no such folder" in result.stderr


def test_audit_needs_a_folder(stored: Path) -> None:
    result = run("verify", stored, "--audit")
    assert result.exit_code == 2
    assert "--against" in result.stderr
