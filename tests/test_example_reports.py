"""The reports of the examples are what audits of them give, to the byte, wherever they lie."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest

from codereview import auditor
from codereview.config import Settings
from codereview.model import Audit, Severity
from codereview.registry import load_rules
from codereview.report.summary import summary
from codereview.report.view import View

ROOT = Path(__file__).resolve().parent.parent
SHOP = ROOT / "examples" / "shop"


def test_reports_are_what_the_audit_gives(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "example_reports.py"))
    for name in script["NAMES"]:
        shutil.copytree(ROOT / "examples" / name, tmp_path / "elsewhere" / name)
    changed = script["stale"](script["reports"](tmp_path / "elsewhere"))
    assert changed == [], f"stale: {', '.join(changed)}; to renew them run `{script['COMMAND']}`"


SHOWN = (
    "DEP002 DEP004 DEP005 DEP006 DEP007 DEP008 DEP009 DEP010 DOC003 MNT001 MNT003 OPS001 OPS004 OPS005 OPS007 "
    "OPS008 OPS009 OPS013 PERF001 PERF002 PERF005 PERF008 REL001 REL004 REL005 REL007 REL025 SEC001 SEC002 "
    "SEC003 SEC010 SEC014 TST001 TST007 TYP001 TYP002 TYP004"
)


def test_the_shop_shows_what_its_report_is_for() -> None:
    audit = auditor.audit(SHOP, Settings(jobs=1, cache=False))
    built_in = {rule.card.id for rule in load_rules() if rule.__module__.startswith("codereview_rules.")}
    assert {finding.rule for finding in audit.findings} & built_in == set(SHOWN.split())


def test_no_secret_of_the_shop_is_in_its_reports() -> None:
    lines = (SHOP / ".env.production").read_text(encoding="utf-8").splitlines()
    secret = dict(line.split("=", 1) for line in lines)["SHOP_SMTP_PASSWORD"]
    reports = sorted((ROOT / "examples").glob("shop-report.*"))
    assert len(reports) >= 2
    assert secret
    assert [path.name for path in reports if secret.encode() in path.read_bytes()] == []


@pytest.fixture(scope="module")
def audits() -> dict[str, Audit]:
    script = runpy.run_path(str(ROOT / "scripts" / "example_reports.py"))
    return {name: script["audited"](ROOT / "examples" / name, name) for name in script["NAMES"]}


def test_the_exemplary_one_is_excellent(audits: dict[str, Audit]) -> None:
    audit = audits["exemplary"]
    assert audit.score is not None
    assert audit.review is not None
    assert audit.score.grade[0] == "A"
    assert audit.score.caps == ()
    assert all(finding.severity.rank < Severity.MEDIUM.rank for finding in audit.findings)
    assert audit.review.readiness.verdict == "no blockers found"


def test_the_typical_one_is_mixed(audits: dict[str, Audit]) -> None:
    audit = audits["typical"]
    assert audit.review is not None
    assert value(audits["dangerous"]) < value(audit) < value(audits["exemplary"])
    assert audit.review.readiness.verdict == "conditional"
    assert audit.strengths
    assert Severity.CRITICAL not in {finding.severity for finding in audit.findings}
    assert len({finding.category for finding in audit.findings}) >= 5
    scores = [category.score for category in audit.categories if category.score is not None]
    assert max(scores) > 90
    assert min(scores) < 50


def test_the_dangerous_one_is_capped_and_otherwise_well_kept(audits: dict[str, Audit]) -> None:
    audit = audits["dangerous"]
    assert audit.score is not None
    assert audit.review is not None
    assert audit.score.grade[0] in "DF"
    assert audit.score.caps
    assert audit.review.readiness.verdict == "blocked"
    assert {"SEC005", "SEC006", "SEC007", "SEC012"} <= {finding.rule for finding in audit.findings}
    scores = {
        category.id.value: category.score for category in audit.categories if category.score is not None
    }
    assert min(scores, key=lambda name: scores[name]) == "security"
    assert sum(score > 90 for score in scores.values()) >= 7


def value(audit: Audit) -> float:
    assert audit.score is not None
    return audit.score.value


def test_the_broken_one_is_blocked(audits: dict[str, Audit]) -> None:
    audit = audits["broken"]
    assert audit.score is not None
    assert audit.review is not None
    assert audit.review.readiness.verdict == "blocked"
    assert not audit.score.complete
    assert {"REL001", "REL002"} <= {finding.rule for finding in audit.findings}


def test_summaries_of_the_examples_have_no_sentence_in_common(audits: dict[str, Audit]) -> None:
    said = {name: set(summary(View(audit))) for name, audit in audits.items()}
    assert all(3 <= len(sentences) <= 5 for sentences in said.values())
    assert len(set.union(*said.values())) == sum(len(sentences) for sentences in said.values())
