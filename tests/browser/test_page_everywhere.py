"""Every report at every width, light, dark, printed, folded and unfolded: quiet, accessible, as wide as the window."""

from __future__ import annotations

import pytest
from report_pages import WIDTHS, overflow, unfold, violations

CASES = [
    *((name, width) for name in ("everything", "shop") for width in WIDTHS),
    ("golden", 375),
    ("excellent", 768),
    ("clean", 375),
    ("empty", 1440),
]


@pytest.mark.parametrize(("name", "width"), CASES)
def test_the_page_is_accessible_and_as_wide_as_the_window(name, width, report, open_page, axe):
    page = open_page(report(name), width=width)
    assert overflow(page) == []
    assert violations(page, axe) == []
    page.emulate_media(color_scheme="dark")
    unfold(page)
    assert overflow(page) == []
    assert violations(page, axe) == []
    page.emulate_media(media="print", color_scheme="light")
    assert violations(page, axe) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_unfolded_findings_are_accessible_in_light(width, report, open_page, axe):
    page = open_page(report("everything"), width=width)
    unfold(page)
    assert violations(page, axe) == []
