"""Whole audits with evidence files: panels, imported findings, what is said of stale files, and never the score."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import evidence_lab as lab
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codereview.auditor import audit
from codereview.config import Settings, load
from codereview.model import Audit, Confidence, Severity
from codereview.report.selfcheck import contradictions

MAIN = (
    "from datetime import datetime\n\n\ndef now() -> datetime:\n    return datetime.utcnow()\n\n\n"
    "def later(seconds: int) -> int:\n    return seconds + 1\n"
)
FILES = {
    "shop/__init__.py": "",
    "shop/main.py": MAIN,
    "tests/test_main.py": "def test_now() -> None:\n    assert 1\n",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def audited(root: Path, *evidence: Path, **values: Any) -> Audit:
    result = audit(root, Settings(tools=(), evidence=evidence, **values))
    assert contradictions(result) == ()
    return result


def coverage_metric(result: Audit) -> tuple[float | None, str]:
    found = next(metric for metric in result.metrics if metric.id == "test_coverage")
    return found.value, found.basis


def gaps(result: Audit) -> list[str]:
    return [f"{item.what}: {item.reason}" for item in result.not_assessed]


def test_without_a_file_there_is_no_figure(shop: Path) -> None:
    value, basis = coverage_metric(audited(shop))
    assert value is None
    assert "no coverage file was found" in basis


def test_coverage_of_the_usual_place(shop: Path) -> None:
    (shop / "coverage.json").write_bytes(lab.coverage_json({"shop/main.py": ([1, 4, 8], [5, 9])}))
    result = audited(shop)
    assert coverage_metric(result) == (60.0, "3 of 5 statements in 1 file, as coverage.json says")
    found = result.evidence.coverage
    assert found is not None
    assert (found.production_statements, found.unmeasured) == (5, 0)
    assert [(file.path, file.covered) for file in found.files] == [("shop/main.py", 3)]


def test_coverage_ignored_by_git_is_found_and_seen_when_it_changes(shop: Path) -> None:
    (shop / ".gitignore").write_text("coverage.*\n")
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=shop, check=True)
    assert coverage_metric(audited(shop))[0] is None
    (shop / "coverage.json").write_bytes(lab.coverage_json({"shop/main.py": ([1, 4, 5], [8, 9])}))
    assert coverage_metric(audited(shop))[0] == 60
    (shop / "coverage.json").write_bytes(lab.coverage_json({"shop/main.py": ([1, 4, 5, 8], [9])}))
    assert coverage_metric(audited(shop))[0] == 80
    assert coverage_metric(audited(shop, exclude=("/coverage.json",)))[0] is None


def test_the_database_is_counted_from_the_sources(shop: Path, tmp_path: Path) -> None:
    data = lab.coverage_data(
        tmp_path, {"/srv/ci/x/shop/main.py": [1, 4, 5], "/srv/ci/x/shop/__init__.py": []}
    )
    (shop / ".coverage").write_bytes(data)
    result = audited(shop)
    assert coverage_metric(result)[0] == 60
    assert "counted from the sources" in result.evidence.files[0].notes[0]


def test_a_named_file_outside_goes_before_those_found(shop: Path, tmp_path: Path) -> None:
    (shop / "coverage.json").write_bytes(lab.coverage_json({"shop/main.py": ([1], [4])}))
    named = tmp_path / "ci.json"
    named.write_bytes(lab.coverage_json({"/builds/shop/shop/main.py": ([1, 4], [])}))
    result = audited(shop, named)
    assert coverage_metric(result) == (100.0, "2 of 2 statements in 1 file, as ci.json says")
    assert "coverage.json: the figures of coverage are those of ci.json, not of this file" in gaps(result)


def test_a_file_from_before_a_change_says_so(shop: Path) -> None:
    files = {"shop/main.py": ([1, 4, 40], []), "shop/gone.py": ([1], [])}
    (shop / "coverage.json").write_bytes(lab.coverage_json(files))
    result = audited(shop)
    assert "coverage.json: made before the last change of 1 file (shop/main.py)" in gaps(result)
    assert "coverage.json: names 1 file (shop/gone.py), which is not there" in gaps(result)


def test_coverage_of_another_project(shop: Path) -> None:
    (shop / "coverage.json").write_bytes(lab.coverage_json({"other/thing.py": ([1], [])}))
    result = audited(shop)
    assert coverage_metric(result)[0] is None
    assert "coverage.json: it names no Python file of this project" in gaps(result)


def test_tests_and_benchmarks(shop: Path) -> None:
    (shop / "reports").mkdir()
    (shop / "reports" / "junit.xml").write_bytes(lab.JUNIT)
    (shop / ".benchmarks" / "Linux").mkdir(parents=True)
    (shop / ".benchmarks" / "Linux" / "0001_old.json").write_bytes(b"{}")
    (shop / ".benchmarks" / "Linux" / "0002_new.json").write_bytes(lab.benchmark_json())
    result = audited(shop)
    (run,) = result.evidence.tests
    assert (run.passed, run.failed, run.skipped, run.errors, run.seconds) == (1, 1, 1, 1, 2.5)
    assert run.slowest[0].name == "tests.test_a::test_two"
    assert run.not_passed == ("tests.test_a::test_two", "tests.test_b::test_four")
    (times,) = result.evidence.benchmarks
    assert times.source == ".benchmarks/Linux/0002_new.json"
    assert (times.benchmarks[0].name, times.benchmarks[0].unit) == ("test_b.py::test_slow", "s")


def test_what_cannot_be_read_is_one_sentence(shop: Path) -> None:
    (shop / "coverage.xml").write_bytes(b"<coverage")
    (shop / "scan.sarif").write_bytes(b"{}")
    result = audited(shop)
    assert "coverage.xml: it is no well-formed XML at line 1, column 1" in gaps(result)
    assert "scan.sarif: it is JSON, but neither SARIF, coverage.py's report nor pytest-benchmark's" in gaps(
        result
    )
    assert result.score is not None
    assert result.score.complete


def test_results_of_another_tool_are_findings_of_that_tool(shop: Path) -> None:
    rules = (
        {"id": "py.sqli", "shortDescription": {"text": "SQL"}, "properties": {"security-severity": "9.8"}},
    )
    results = [
        lab.result("py.sqli", "shop/main.py", 9, snippet="    return seconds + 1", relatedLocations=[]),
        lab.result(
            "py.sqli", "shop/main.py", 4, suppressions=[{"kind": "inSource", "justification": "no input"}]
        ),
        lab.result("py.sqli", "shop/gone.py", 1),
        lab.result("py.sqli", "shop/main.py", 900),
    ]
    (shop / "scan.sarif").write_bytes(lab.sarif("Scanner X", results, rules))
    before, after = audited(shop, exclude=("scan.sarif",)), audited(shop)
    found = [item for item in after.findings if item.imported]
    assert [(item.rule, item.severity, item.line, item.points) for item in found] == [
        ("scanner-x:py.sqli", Severity.CRITICAL, 4, 0.0),
        ("scanner-x:py.sqli", Severity.CRITICAL, 9, 0.0),
    ]
    assert found[0].suppressed is not None
    assert found[0].suppressed.reason == "no input"
    assert found[1].code is not None
    card = next(card for card in after.rules if card.id == "scanner-x:py.sqli")
    assert (card.title, card.category.value, card.preview) == ("SQL", "security", True)
    (run,) = after.evidence.imported
    assert (run.results, run.findings, run.suppressed, run.left_out) == (4, 2, 1, 2)
    assert after.score == before.score
    assert after.categories == before.categories
    assert after.causes == before.causes


def test_a_result_that_we_report_too_confirms_and_changes_nothing(shop: Path) -> None:
    before = audited(shop)
    ours = next(item for item in before.findings if item.rule == "MNT003")
    (shop / "ruff.sarif").write_bytes(lab.sarif("ruff", [lab.result("DTZ003", "shop/main.py", ours.line)]))
    after = audited(shop)
    same = next(item for item in after.findings if item.rule == "MNT003")
    assert same.corroborated_by == ("ruff DTZ003",)
    assert (same.confidence, same.points, same.fingerprint) == (
        ours.confidence,
        ours.points,
        ours.fingerprint,
    )
    assert not any(item.imported for item in after.findings)
    assert after.evidence.imported[0].confirmed == 1
    assert after.score == before.score


def test_a_result_whose_code_has_moved_moves_along(shop: Path) -> None:
    results = [
        lab.result("A", "shop/main.py", 1, snippet="    return seconds + 1"),
        lab.result("A", "shop/main.py", 5, snippet="    return nothing"),
    ]
    (shop / "scan.sarif").write_bytes(lab.sarif("X", results))
    result = audited(shop)
    assert [item.line for item in result.findings if item.imported] == [9]
    assert "scan.sarif: made before the last change of 1 file (shop/main.py)" in gaps(result)


def test_no_line_that_holds_a_secret_is_quoted(shop: Path) -> None:
    value = "hunter" + "2-of-the-shop"
    (shop / "shop" / "keys.py").write_text(f"first = 1\nother = '{value}'\n")
    results = [
        lab.result("hardcoded-password", "shop/keys.py", 2, message={"text": f"found {value}"}),
        lab.result("B105", "shop/keys.py", 2, message={"text": f"Possible: '{value}'"}),
    ]
    (shop / "scan.sarif").write_bytes(lab.sarif("Bandit", results))
    result = audited(shop)
    assert value not in repr([item for item in result.findings if item.imported])
    assert value not in repr((result.evidence, result.rules, result.not_assessed))


def test_columns_count_characters(shop: Path) -> None:
    (shop / "shop" / "wide.py").write_text("x = '\U0001f600'; y = 1\n")
    place = {"startColumn": 11, "endColumn": 12}
    (shop / "scan.sarif").write_bytes(lab.sarif("X", [lab.result("A", "shop/wide.py", 1, region=place)]))
    (found,) = (item for item in audited(shop).findings if item.imported)
    assert (found.column, found.end_column) == (10, 11)


def test_rules_of_files_are_selected_and_ignored_as_ours(shop: Path) -> None:
    (shop / "scan.sarif").write_bytes(lab.sarif("X", [lab.result(c, "shop/main.py", 5) for c in ("A", "B")]))
    assert [f.rule for f in audited(shop, ignore=("x:A",)).findings if f.imported] == ["x:B"]
    assert not [f for f in audited(shop, select=("MNT003",)).findings if f.imported]


def test_our_own_report_is_no_evidence(shop: Path) -> None:
    (shop / "own.sarif").write_bytes(lab.sarif("codereview", [lab.result("SEC001", "shop/main.py", 5)]))
    result = audited(shop)
    assert not any(item.imported for item in result.findings)
    assert "own.sarif: a report of codereview itself is not read as evidence" in gaps(result)


def test_single_files_are_audited_without_the_usual_places(shop: Path) -> None:
    (shop / "coverage.json").write_bytes(lab.coverage_json({"shop/main.py": ([1], [4])}))
    result = audit(shop, Settings(tools=()), only=["shop/main.py"])
    assert result.evidence.files == ()


def test_a_configuration_names_files_inside_only(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.sarif").write_bytes(lab.sarif("X", []))
    (shop / "out.json").write_bytes(lab.coverage_json({"shop/main.py": ([1], [])}))
    (shop / "codereview.toml").write_text('evidence = ["out.json", "../outside.sarif"]\n')
    loaded = load(shop)
    assert [path.name for path in loaded.evidence] == ["out.json"]
    assert "outside of the audited folder (../outside.sarif) were not read" in loaded.notices[0]


RESULTS = st.lists(
    st.builds(
        lab.result,
        st.sampled_from(["DTZ003", "F401", "S608", "custom"]),
        st.sampled_from(["shop/main.py", "tests/test_main.py", "gone.py"]),
        st.integers(1, 12),
        level=st.sampled_from(["error", "warning", "note"]),
    ),
    max_size=6,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RESULTS, st.sampled_from(["ruff", "Bandit", "pyrefly", "other"]), st.sets(st.integers(1, 12)))
def test_evidence_never_changes_the_score(shop: Path, results: list[Any], tool: str, lines: set[int]) -> None:
    (shop / "scan.sarif").write_bytes(lab.sarif(tool, results))
    (shop / "coverage.json").write_bytes(lab.coverage_json({"shop/main.py": (sorted(lines), [])}))
    after = audited(shop)
    before = audited(shop, exclude=("scan.sarif", "coverage.json"))
    assert (after.score, after.categories, after.terms) == (before.score, before.categories, before.terms)
    judged = [item for item in after.findings if not item.imported]
    assert [(f.rule, f.severity, f.confidence, f.points) for f in judged] == [
        (f.rule, f.severity, f.confidence, f.points) for f in before.findings
    ]
    assert all(f.confidence is Confidence.MEDIUM for f in after.findings if f.imported)


def test_one_rule_does_not_flood_the_list(shop: Path) -> None:
    results = [lab.result("A", "shop/main.py", 1, message={"text": f"number {n}"}) for n in range(600)]
    (shop / "scan.sarif").write_bytes(lab.sarif("X", results))
    (run,) = audited(shop).evidence.imported
    assert (run.results, run.findings, run.left_out) == (600, 500, 100)


def test_a_tool_without_a_table_is_fused_by_weakness_and_by_secret(shop: Path) -> None:
    value = "sword" + "fish-9000-x"
    (shop / "shop" / "run.py").write_text(
        "import subprocess\n\n\ndef run(cmd: str) -> int:\n    return subprocess.call(cmd, shell=True)\n\n\n"
        f"password = '{value}'\n"
    )
    rules = ({"id": "shell", "properties": {"tags": ["CWE-78: OS Command Injection"]}},)
    results = [lab.result("shell", "shop/run.py", 5), lab.result("hardcoded-password", "shop/run.py", 8)]
    (shop / "scan.sarif").write_bytes(lab.sarif("Other", results, rules))
    result = audit(shop, Settings(tools=("bandit",)))
    assert not [item for item in result.findings if item.imported]
    by_line = {item.line: item.corroborated_by for item in result.findings if item.path == "shop/run.py"}
    assert "other shell" in by_line[5]
    assert by_line[8] == ("other hardcoded-password",)
