"""What reports say of evidence files, and where imported findings stand."""

from __future__ import annotations

import pytest
from golden import golden_audit
from golden_evidence import EVIDENCE, RULE, evidence_audit
from msgspec.structs import replace

from codereview.model_figures import Evidence
from codereview.report import evidence
from codereview.report.html import render_html
from codereview.report.markdown import render_comment, render_markdown
from codereview.report.selfcheck import contradictions
from codereview.report.serialize import from_json, to_json
from codereview.report.summary import headline, summary
from codereview.report.terminal import render_findings_plain, render_terminal_text
from codereview.report.text import seconds
from codereview.report.view import View


def test_one_line_for_each_thing() -> None:
    lines = dict(evidence.lines(EVIDENCE)[:1] + evidence.lines(EVIDENCE)[3:])
    assert lines["coverage"].startswith(
        "99.9 % of 4,012 statements, 75 % of 800 branches (coverage.xml, made before"
    )
    assert lines["benchmarks"] == "1 benchmark (benchmark.json)"
    assert lines["Scanner 1.0"].startswith(
        "2 findings (1 accepted there), 3 that this audit reports too, 4 not listed (scan.sarif"
    )


def test_a_share_is_never_rounded_up_to_the_whole() -> None:
    assert [evidence.share(9999, 10000), evidence.share(10, 10), evidence.share(0, 0)] == [
        "99.9 %",
        "100 %",
        "–",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0 ns"), (8.5e-7, "850 ns"), (0.0000318, "31.8 µs"), (0.00452, "4.52 ms"), (0.25, "250 ms"), (1, "1 s"),
        (73.64, "73.6 s"), (119, "119 s"), (125.4, "2 min 5 s"), (7200, "120 min"),
    ],
)  # fmt: skip
def test_times(value: float, text: str) -> None:
    assert seconds(value) == text


def test_imported_findings_are_in_no_count() -> None:
    plain, view = View(golden_audit()), View(evidence_audit())
    assert (view.counts, view.groups, view.suppressed) == (plain.counts, plain.groups, plain.suppressed)
    assert (headline(view), summary(view)) == (headline(plain), summary(plain))
    assert [group.id for group in view.imported_groups] == [RULE]
    assert [item.line for item in view.imported] == [12]


def test_html_has_panels_and_imported_findings_last() -> None:
    page = render_html(evidence_audit())
    assert page.index('id="evidence"') < page.index('id="findings"') < page.index('id="cat-imported"')
    assert "none of it changes the score" in page
    assert "✖ not passed" in page
    assert "imported: costs no points" in page
    assert 'href="#evidence"' in page
    assert "Covered by tests" in page
    assert 'id="evidence"' not in render_html(golden_audit())


def test_markdown_has_a_section() -> None:
    text = render_markdown(evidence_audit())
    assert "\n## Evidence\n" in text
    assert "| Statements of production code | 2900 | 3000 | 96.7 % |" in text
    assert "\n### Imported\n" in text
    assert "## Evidence" not in render_markdown(golden_audit())
    assert RULE not in render_comment(evidence_audit())


def test_terminal_has_lines() -> None:
    text = render_terminal_text(evidence_audit())
    assert "Evidence files, which never change the score" in text
    assert "1,200 passed, 1 failed, 1 error, 3 skipped in 2 min 5 s" in text
    assert f"src/shop/api.py:12:1: {RULE} critical" in render_findings_plain(evidence_audit())


def test_json_both_ways() -> None:
    audit = evidence_audit()
    assert from_json(to_json(audit), "x") == audit


def test_contradictions_are_seen() -> None:
    audit = evidence_audit()
    assert contradictions(audit) == contradictions(golden_audit())
    assert EVIDENCE.coverage is not None
    wrong = replace(EVIDENCE, coverage=replace(EVIDENCE.coverage, covered=5000))
    assert any("More statements" in line for line in contradictions(replace(audit, evidence=wrong)))
    assert any("hold" in line for line in contradictions(replace(audit, evidence=Evidence())))
