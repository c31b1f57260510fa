"""Ticked root causes: the page works out the same score as the tool, and gives away what is ticked."""

from __future__ import annotations

import os
import random
import subprocess

import pytest
from generated import generated_audit, sets_of_causes
from report_pages import ROOT, shop

from codereview.model import Audit
from codereview.report.html import render_html
from codereview.report.text import mark
from codereview.report.view import View
from codereview.score.again import again, judged
from codereview.score.causes import is_open

SEEDS = range(6)
TICK = """(anchors) => {
  document.querySelector("[data-tick-clear]").click();
  for (const anchor of anchors) {
    const box = document.querySelector(`#${CSS.escape(anchor)} > .tick`);
    if (!box.checked) box.click();
  }
  const bar = document.querySelector("#result");
  return { hidden: bar.hidden, before: document.querySelector("#result-before").textContent,
    after: document.querySelector("#result-after").textContent, ...bar.dataset };
}"""


@pytest.fixture(scope="session")
def anchors() -> object:
    """For an audit: where the page lists the first open finding of each root cause, by the cause's id."""

    def of(audit: Audit) -> dict[str, str]:
        listed: dict[str, str] = {}
        for group in View(audit).groups:
            for item in group.items:
                if is_open(item.finding):
                    listed.setdefault(item.finding.root_cause, item.anchor)
        return listed

    return of


@pytest.mark.parametrize("seed", ["shop", *SEEDS])
def test_the_page_scores_as_the_tool_does(seed, anchors, open_page, tmp_path):
    audit = shop() if seed == "shop" else generated_audit(seed)
    path = tmp_path / "report.html"
    path.write_text(render_html(audit), encoding="utf-8")
    page = open_page(path)
    listed = anchors(audit)
    compared = 0
    for fixed in sets_of_causes(audit, 7, 40):
        chosen = fixed & set(listed)
        got = page.evaluate(TICK, sorted(listed[id_] for id_ in chosen))
        assert got["hidden"] == (not chosen)
        if not chosen:
            continue
        expected = again(judged(audit), audit.basis, chosen).score
        assert float(got["value"]) == pytest.approx(expected.value, abs=0.05)
        assert float(got["raw"]) == pytest.approx(expected.raw, abs=0.05)
        assert float(got["strict"]) == pytest.approx(expected.strict, abs=0.05)
        assert got["grade"] == expected.grade
        assert got["after"] == f"{expected.grade} {mark(expected.value)}"
        assert got["before"] == f"{audit.score.grade} {mark(audit.score.value)}"
        compared += 1
    assert compared >= 35


def test_a_tick_stands_at_every_place_of_its_root_cause(open_page, report):
    page = open_page(report("shop"))
    boxes = page.locator("#findings li > .tick")
    assert boxes.count() == page.locator("#findings li[data-m]").count()
    label = boxes.first.get_attribute("aria-label")
    assert label.startswith("Tick as fixed: ")
    boxes.first.check()
    assert page.locator("#result").is_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    assert not boxes.first.is_checked()
    assert page.locator("#result").is_hidden()


def test_sets_of_ticks_and_lines_that_stand_for_several(open_page, report):
    page = open_page(report("shop"))
    tick = page.locator("input.tick")
    page.locator("[data-tick-set=serious]").click()
    serious = page.locator("#findings li > .tick:checked").count()
    severe = page.locator("#findings li[data-m]:has(.sev.critical, .sev.high) > .tick")
    assert serious >= severe.count() > 0
    assert all(severe.evaluate_all("all => all.map((box) => box.checked)"))
    assert page.locator("#result-count").inner_text().endswith("root causes")
    page.locator("[data-tick-clear]").first.click()
    assert page.locator("input:checked.tick").count() == 0
    line = page.locator("#fix-first tbody input[data-ticks]").first
    line.check()
    assert page.locator("#findings li > .tick:checked").count() > 0
    line.uncheck()
    assert page.locator("#findings li > .tick:checked").count() == 0
    assert tick.count() > 0
    phase = page.locator("#plan input[data-ticks]").first
    phase.check()
    assert page.locator("#result").is_visible()
    page.locator("#findings li > .tick:checked").first.uncheck()
    assert phase.evaluate("box => box.indeterminate || !box.checked")


def test_details_of_the_result_tell_what_moves(open_page, report):
    page = open_page(report("shop"))
    page.locator("[data-tick-set=serious]").click()
    more = page.locator("#result-more")
    assert more.get_attribute("aria-expanded") == "false"
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    assert page.locator("#result-categories tr").count() > 0
    assert "lifted" in page.locator("#result-caps").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#result-details").is_hidden()
    page.wait_for_function("() => document.querySelector('#result-said').textContent.startsWith('With ')")


def test_ticks_ride_in_the_address(open_page, report):
    page = open_page(report("shop"))
    page.locator("[data-tick-set=serious]").click()
    page.wait_for_function("() => location.hash.includes('ticks=')")
    value = page.locator("#result").get_attribute("data-value")
    again_ = open_page(report("shop"), page.evaluate("() => location.hash"))
    assert again_.locator("#result").get_attribute("data-value") == value
    assert (
        again_.locator("#findings li > .tick:checked").count()
        == page.locator("#findings li > .tick:checked").count()
    )


def test_the_checklist_lists_what_is_ticked(open_page, report):
    page = open_page(report("shop"), permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-tick-set=serious]").click()
    with page.expect_download() as saved:
        page.locator("#save-checklist").click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert saved.value.suggested_filename == "fixes.md"
    count = int(page.locator("#result-count").inner_text().split()[0])
    assert text.count("\n- [ ] **") == count
    assert page.locator("#result-after").inner_text().split()[-1] in text
    assert text.startswith("## Fixes for shop\n")
    page.locator("#copy-checklist").click()
    page.wait_for_function("() => document.querySelector('#result-done').textContent")


def test_without_a_clipboard_the_checklist_is_shown(open_page, report):
    page = open_page(report("shop"))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator("[data-tick-set=serious]").click()
    page.locator("#copy-checklist").click()
    page.locator("#export[open]").wait_for()
    assert page.locator("#export-text").input_value().startswith("## Fixes for shop\n")
    with page.expect_download() as saved:
        page.locator("#export-save").click()
    assert saved.value.path().read_text(encoding="utf-8") == page.locator("#export-text").input_value()
    page.keyboard.press("Escape")
    assert page.locator("#export[open]").count() == 0


def test_the_patch_applies_to_the_audited_files(open_page, report, tmp_path):
    page = open_page(report("shop"))
    page.locator("[data-tick-set=safe]").click()
    with page.expect_download() as saved:
        page.locator("#save-patch").click()
    patch = tmp_path / "fixes.patch"
    patch.write_bytes(saved.value.path().read_bytes())
    assert patch.read_text(encoding="utf-8").startswith("--- a/")
    done = subprocess.run(
        ["git", "apply", "--check", "--verbose", str(patch)], cwd=ROOT / "examples" / "shop", capture_output=True,
        check=False, env={"PATH": os.environ["PATH"], "GIT_CEILING_DIRECTORIES": str(ROOT / "examples")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()


def test_an_audit_without_what_its_score_stands_on_cannot_be_ticked(open_page, report):
    page = open_page(report("golden"))
    assert page.locator("input.tick").count() == 0
    assert page.locator("#no-ticks").is_visible()
    assert page.locator("#result").count() == 0


def test_random_clicks_leave_the_result_right(anchors, open_page, report):
    audit = shop()
    page = open_page(report("shop"))
    listed = anchors(audit)
    luck = random.Random(3)
    fixed: set[str] = set()
    for _ in range(25):
        id_ = luck.choice(sorted(listed))
        page.evaluate(
            "(anchor) => document.querySelector(`#${CSS.escape(anchor)} > .tick`).click()", listed[id_]
        )
        fixed ^= {id_}
        if fixed:
            shown = float(page.locator("#result").get_attribute("data-value"))
            assert shown == pytest.approx(again(judged(audit), audit.basis, fixed).score.value, abs=0.05)
