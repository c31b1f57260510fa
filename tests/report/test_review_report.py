"""What reports say of priorities, risks, readiness, technology and plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from golden import golden_audit
from golden_review import reviewed
from msgspec.structs import replace

from codereview.model import Audit, Severity
from codereview.model_review import Condition, Evidence, Review
from codereview.report import conclusions
from codereview.report.html import render_html
from codereview.report.markdown import render_markdown
from codereview.report.selfcheck import contradictions
from codereview.report.serialize import from_json, to_json
from codereview.report.terminal import render_terminal_text


def made(change: Callable[[Review], Review]) -> Audit:
    audit = reviewed()
    assert audit.review is not None
    return replace(audit, review=change(audit.review))


def test_the_conclusions_agree_and_survive_json() -> None:
    audit = reviewed()
    assert contradictions(audit) == ()
    assert from_json(to_json(audit), "audit.json") == audit


def test_html_has_the_sections_in_the_order_of_the_review() -> None:
    page = render_html(reviewed())
    order = [
        page.index(f'<section id="{name}"') for name in ("priorities", "risks", "readiness", "stack", "plan")
    ]
    assert order == sorted(order)
    assert page.count('href="#readiness"') == 2
    assert "✖ Blocked</strong> 1 of 2 gates does not hold: no secret is committed." in page
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page
    assert "fastapi" in page
    assert "this is asked of a web service only" in page
    assert 'id="priorities"' not in render_html(golden_audit())


def test_markdown_has_every_table() -> None:
    text = render_markdown(reviewed())
    headings = [
        "## Priorities",
        "## Risks",
        "## Readiness",
        "## Technology and tools",
        "### Packages",
        "## Plan",
    ]
    assert [text.index(heading) for heading in headings] == sorted(
        text.index(heading) for heading in headings
    )
    assert "**✖ Blocked.** 1 of 2 gates does not hold: no secret is committed." in text
    assert "\n| P0 | P1 | P2 | P3 |\n|---:|---:|---:|---:|\n" in text
    assert "| `tools` | scripts | 1 | 80 | – (nothing in it could be scored) | none |" in text
    assert "<script>" not in text.replace("\\<script>", "")


def test_the_terminal_names_the_verdict() -> None:
    said = " ".join(render_terminal_text(reviewed()).split())
    assert "Readiness blocked: 1 of 2 gates does not hold: no secret is committed." in said


def test_the_matrix_lists_what_is_urgent_or_else_the_first() -> None:
    review = reviewed().review
    assert review is not None
    assert {item.level for item in conclusions.urgent(review)} >= {"P0"}
    late = replace(review, priorities=tuple(replace(item, level="P3") for item in review.priorities))
    assert len(conclusions.urgent(late)) == min(conclusions.LEAST, len(late.priorities))


def _more_at_p0(review: Review) -> Review:
    return replace(review, levels={**review.levels, "P3": review.levels["P3"] + 1})


def _no_such_cause(review: Review) -> Review:
    return replace(review, priorities=(replace(review.priorities[0], cause="gone"), *review.priorities[1:]))


def _milder(review: Review) -> Review:
    return replace(
        review, priorities=(replace(review.priorities[0], severity=Severity.INFO), *review.priorities[1:])
    )


def _risk_of_nothing(review: Review) -> Review:
    return replace(review, risks=(replace(review.risks[0], findings=()),))


def _risk_elsewhere(review: Review) -> Review:
    return replace(review, risks=(replace(review.risks[0], findings=("0" * 16,)),))


def _not_blocked(review: Review) -> Review:
    return replace(review, readiness=replace(review.readiness, verdict="no blockers found"))


def _other_condition(review: Review) -> Review:
    wrong = Condition(importance="later", gate="health", text="Add one")
    return replace(review, readiness=replace(review.readiness, conditions=(wrong,)))


def _longer(review: Review) -> Review:
    first = review.plan.phases[0]
    phases = (replace(first, minutes=first.minutes + 60), *review.plan.phases[1:])
    return replace(review, plan=replace(review.plan, phases=phases))


def _twice(review: Review) -> Review:
    return replace(review, plan=replace(review.plan, phases=(*review.plan.phases, review.plan.phases[0])))


def _left_out(review: Review) -> Review:
    return replace(review, plan=replace(review.plan, left_out=review.plan.left_out + 3))


def _outside(review: Review) -> Review:
    gates = review.readiness.gates
    away = replace(gates[0], evidence=(Evidence(path="/etc/passwd", line=1),))
    return replace(review, readiness=replace(review.readiness, gates=(away, *gates[1:])))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_more_at_p0, "The priorities place"),
        (_no_such_cause, "which is no root cause"),
        (_milder, "another severity or effort"),
        (_risk_of_nothing, "stands on no finding"),
        (_risk_elsewhere, "points to a finding that is not there"),
        (_not_blocked, "The verdict is no blockers found, and 1 gates are not ready"),
        (_other_condition, "The conditions are not those"),
        (_longer, "root causes take another sum"),
        (_twice, "mended in two phases"),
        (_left_out, "The plan mends"),
        (_outside, "The conclusions cite /etc/passwd:1"),
    ],
)
def test_a_contradiction_is_said(change: Callable[[Review], Review], said: str) -> None:
    found = contradictions(made(change))
    assert any(said in sentence for sentence in found), found
