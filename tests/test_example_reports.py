"""The reports of ``examples/shop`` are what an audit of it gives, to the byte, wherever it lies."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

from codereview import auditor
from codereview.config import Settings
from codereview.registry import load_rules

ROOT = Path(__file__).resolve().parent.parent
SHOP = ROOT / "examples" / "shop"


def test_reports_are_what_the_audit_gives(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "example_reports.py"))
    shutil.copytree(SHOP, tmp_path / "elsewhere")
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
