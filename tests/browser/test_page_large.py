"""Five thousand findings: a page that stays small, lists all of them, and answers as a small one does."""

from __future__ import annotations

import pytest
from report_pages import WIDTHS, large, overflow, shown

from codereview.report.html import MAX_BYTES
from codereview.score.again import again, judged


def test_the_file_is_under_two_megabytes(report):
    assert report("large").stat().st_size < MAX_BYTES == 2_000_000


@pytest.mark.parametrize("width", WIDTHS)
def test_all_are_listed_and_filtered_at_every_width(width, report, open_page):
    page = open_page(report("large"), width=width)
    assert overflow(page) == []
    assert len(shown(page)) == 5000
    page.select_option("#filter select[name=by]", "file")
    page.locator("#filter input[name=sev][value=medium]").check(force=True)
    expected = sum(finding.severity.value == "medium" for finding in large().findings)
    assert len(shown(page)) == expected
    assert page.locator("#shown").inner_text() == f"Showing {expected:,} of 5,000 findings"


def test_a_permalink_to_the_last_finding_leads_to_it(report, open_page):
    page = open_page(report("large"))
    last = shown(page)[-1]
    page = open_page(report("large"), f"#{last}")
    page.wait_for_function(
        """(id) => {
          const box = document.getElementById(id).getBoundingClientRect();
          return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
        }""",
        arg=last,
    )


def test_everything_ticked_is_scored_as_the_tool_does(report, open_page):
    audit = large()
    page = open_page(report("large"))
    page.evaluate(
        "() => { for (const box of document.querySelectorAll('#findings .group-meta [data-ticks]')) box.click(); }"
    )
    expected = again(judged(audit), audit.basis, {finding.root_cause for finding in audit.findings}).score
    bar = page.locator("#result")
    assert float(bar.get_attribute("data-value")) == pytest.approx(expected.value, abs=0.05)
    assert bar.get_attribute("data-grade") == expected.grade
