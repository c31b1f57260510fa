"""Two audits of one repository give the same bytes, whatever order hashes and processes bring."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import codereview

SHOP = Path(__file__).parents[2] / "examples" / "shop"
REPORTS = ("audit.json", "report.html", "report.md", "badge.svg")


def test_two_audits_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        project = tmp_path / seed / "shop"
        shutil.copytree(SHOP, project)
        out = [argument for name in REPORTS for argument in ("-o", f"../{name}")]
        done = codereview(
            "audit", ".", "--no-cache", "--jobs", "2", "--quiet", *out,
            cwd=project, cache=tmp_path / seed / "cache", PYTHONHASHSEED=seed,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        made.append({name: (project.parent / name).read_bytes() for name in REPORTS})
    assert {name: made[0][name] == made[1][name] for name in REPORTS} == dict.fromkeys(REPORTS, True)


@pytest.mark.parametrize("form", ["html", "markdown", "comment", "shields", "text"])
def test_a_stored_audit_gives_the_same_report_under_another_hash_seed(form: str, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    codereview("audit", str(SHOP), "--quiet", "-o", "audit.json", cwd=tmp_path, cache=cache)
    first, second = (
        codereview("render", "audit.json", "-f", form, cwd=tmp_path, cache=cache, PYTHONHASHSEED=seed)
        for seed in ("1", "2")
    )
    assert first.stdout
    assert first.stdout == second.stdout


def test_a_stored_audit_gives_the_page_that_the_audit_gave(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    out = ("-o", "audit.json", "-o", "report.html", "-o", "report.md")
    codereview("audit", str(SHOP), "--quiet", *out, cwd=tmp_path, cache=cache)
    codereview("render", "audit.json", "-o", "again.html", "-o", "again.md", cwd=tmp_path, cache=cache)
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "report.html").read_bytes()
    assert (tmp_path / "again.md").read_bytes() == (tmp_path / "report.md").read_bytes()
