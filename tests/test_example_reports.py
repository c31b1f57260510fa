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


def test_the_shop_shows_every_rule() -> None:
    audit = auditor.audit(SHOP, Settings(jobs=1, cache=False))
    built_in = {rule.card.id for rule in load_rules() if rule.__module__.startswith("codereview_rules.")}
    # DEP001 needs advisories, which are the user's. What asks who uses what is silent where a file cannot be read.
    # The shop knows no sign-in, and has neither cycles nor copies.
    silent = {"DEP003", "ARC006", "MNT010"}
    without = {"SEC011", "SEC012", "REL027", "ARC001", "ARC007"}
    assert built_in - {finding.rule for finding in audit.findings} == {"DEP001"} | silent | without


def test_no_secret_of_the_shop_is_in_its_reports() -> None:
    lines = (SHOP / ".env.production").read_text(encoding="utf-8").splitlines()
    secret = dict(line.split("=", 1) for line in lines)["SHOP_SMTP_PASSWORD"]
    reports = sorted((ROOT / "examples").glob("shop-report.*"))
    assert len(reports) >= 2
    assert secret
    assert [path.name for path in reports if secret.encode() in path.read_bytes()] == []
