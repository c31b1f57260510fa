from __future__ import annotations

import dataclasses

import msgspec
import pytest
from golden import (
    BLOCKING,
    SECRET,
    clean_audit,
    empty_audit,
    excellent_audit,
    finding,
    golden_audit,
    large_audit,
)

from codereview.model import Cap, Confidence, Severity, Strength
from codereview.report import render
from codereview.report.selfcheck import SHOWN, contradictions
from codereview.report.summary import cap_sentence, gate_sentence, headline
from codereview.report.view import View

replace = msgspec.structs.replace


def test_totals_are_those_of_the_lists():
    view = View(golden_audit())
    assert sum(view.counts.values()) == len(view.open) == sum(row.total for row in view.categories)
    assert sum(len(group.items) for group in view.groups) == len(view.open)
    assert len(view.worst) == len(view.open)
    assert len(view.open) + len(view.suppressed) == len(view.audit.findings)


def test_groups_and_findings_stand_worst_first():
    view = View(golden_audit())
    ranks = [group.severity.rank for group in view.groups]
    assert ranks == sorted(ranks, reverse=True)
    assert [item.finding.severity for item in view.worst][:3] == [
        Severity.CRITICAL,
        Severity.HIGH,
        Severity.HIGH,
    ]


def test_places_of_one_root_cause_are_counted_as_one():
    group = next(g for g in View(golden_audit()).groups if g.id == "PERF001")
    assert (len(group.items), group.causes) == (2, 1)


def test_fix_first_ranks_by_points_a_minute():
    gains = [p.rate for p in View(golden_audit()).fix_first]
    assert gains == sorted(gains, reverse=True)


def test_root_causes_of_one_rule_that_gain_little_share_a_line():
    entries = View(large_audit(300)).fix_first
    annotations = [entry for entry in entries if entry.first.rule == "TYP001"]
    assert len(annotations) == 1
    assert len(annotations[0].causes) > 50
    assert annotations[0].effort_minutes == sum(c.effort_minutes for c in annotations[0].causes)
    assert [entry.rank for entry in entries] == list(range(1, len(entries) + 1))
    assert sum(len(entry.causes) for entry in entries) == len(View(large_audit(300)).audit.causes)


def test_anchors_are_unique_and_safe_even_for_equal_or_hostile_fingerprints():
    audit = golden_audit()
    same = tuple(replace(SECRET, line=n, fingerprint='"><script>') for n in range(1, 4))
    anchors = [i.anchor for g in View(replace(audit, findings=same)).groups for i in g.items]
    assert len(set(anchors)) == 3
    assert all(anchor.replace("-", "").replace(".", "").isalnum() for anchor in anchors)


def test_order_of_findings_in_the_audit_does_not_matter():
    audit = golden_audit()
    turned = replace(audit, findings=tuple(reversed(audit.findings)), causes=tuple(reversed(audit.causes)))
    assert View(turned).groups == View(audit).groups
    assert View(turned).fix_first == View(audit).fix_first


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (golden_audit, "1 critical finding is open"),
        (excellent_audit, "No critical or high finding is open"),
        (clean_audit, "No finding is open"),
        (empty_audit, "No grade can be given"),
    ],
)
def test_headline(make, said):
    assert headline(View(make())) == said


def test_a_project_that_cannot_be_imported_is_told_so():
    audit = golden_audit()
    view = View(replace(audit, findings=tuple(f for f in audit.findings if f.rule != "SEC001")))
    assert headline(view) == "Part of this project cannot be parsed or imported"


def test_the_cap_sentence_says_what_lifts_it_and_is_silent_where_no_cap_binds():
    audit = golden_audit()
    said = cap_sentence(View(audit))
    assert "held at 69 because 1 critical security finding is open" in said
    assert "72.5" in said
    free = replace(audit.score, value=72.5, caps=(Cap(limit=89, reason="r", lifted_by="l"),))
    assert cap_sentence(View(replace(audit, score=free))) == ""
    assert cap_sentence(View(empty_audit())) == ""


def test_gate_sentence():
    audit = golden_audit()
    assert gate_sentence(View(audit)) == "1 of 2 thresholds is not met."
    assert gate_sentence(View(replace(audit, gates=audit.gates[1:]))) == "The threshold is met."
    assert gate_sentence(View(replace(audit, gates=()))) == "No threshold was set."


@pytest.mark.parametrize("make", [golden_audit, excellent_audit, clean_audit, empty_audit])
def test_a_sound_audit_does_not_contradict_itself(make):
    assert contradictions(make()) == ()


def test_a_large_sound_audit_does_not_contradict_itself():
    assert contradictions(large_audit(5000)) == ()


def changed(**values: object):
    return replace(golden_audit(), **values)


def first(**values: object):
    audit = golden_audit()
    return replace(audit, findings=(replace(audit.findings[0], **values), *audit.findings[1:]))


GOLDEN = golden_audit()
CONTRADICTORY = {
    "The category security says 1 critical findings, and the list holds 0.": first(severity=Severity.HIGH),
    "The lines of the score sum to 27.5 points; 17.5 were lost.": changed(
        score=replace(GOLDEN.score, raw=82.5, strict=70.0)
    ),
    "The findings of SEC001 sum to 1 points, and its line of the score says 11.2.": first(points=1.0),
    "raw score and caps give 69.": changed(score=replace(GOLDEN.score, value=71.0, out_of_ten=7.1)),
    "The score is 69 of 100 and 9.6 of 10.": changed(score=replace(GOLDEN.score, out_of_ten=9.6)),
    "The strict score is higher": changed(score=replace(GOLDEN.score, strict=80.0)),
    "The grade is A+ with 3 critical or high findings open.": changed(
        score=replace(GOLDEN.score, grade="A+")
    ),
    "says 7 findings; the list holds 1.": changed(
        causes=(replace(GOLDEN.causes[0], count=7), *GOLDEN.causes[1:])
    ),
    "root causes of findings are not listed.": changed(causes=GOLDEN.causes[1:]),
    "does not lie in the audited folder.": first(path="../etc/passwd"),
    "SEC001 in src/shop/settings.py:0: line 0 does not exist.": first(line=0, code=None),
    "src/shop/settings.py has 80 lines, and line 900 is cited.": first(line=900, end_line=900, code=None),
    "the span ends before it starts.": first(end_line=1),
    "do not hold the line of the finding.": first(line=20, end_line=20),
    "2 findings share the fingerprint": changed(findings=(*GOLDEN.findings, SECRET)),
    "The rule SEC001 has findings and no card.": changed(rules=GOLDEN.rules[1:]),
    "The rule SEC001 is clean and has findings.": changed(
        outcomes=(replace(GOLDEN.outcomes[0], outcome="clean"),)
    ),
    "The rule PERF002 is said to have found something": changed(
        outcomes=(replace(GOLDEN.outcomes[6], outcome="found"),)
    ),
    "“Secret in a text file” is both a strength and a finding.": changed(
        strengths=(Strength(title="Secret in a text file", message="m"),)
    ),
    "cites a place that a finding of the same category is about.": changed(
        strengths=(
            replace(
                GOLDEN.strengths[0],
                evidence=(replace(BLOCKING.related[0], path="src/shop/settings.py", line=12),),
            ),
        )
    ),
    "is contradicted by SEC001 in": changed(
        strengths=(replace(GOLDEN.strengths[0], contradicted_by=("SEC0",)),)
    ),
    "counts 19 of 18.": changed(strengths=(replace(GOLDEN.strengths[0], count=19, total=18),)),
    "has no evidence.": changed(strengths=(replace(GOLDEN.strengths[0], id="guarded-routes", evidence=()),)),
    "is told twice.": changed(strengths=(replace(GOLDEN.strengths[0], id="guarded-routes"),) * 2),
    "A suppressed finding costs points.": changed(
        findings=(*GOLDEN.findings[:-1], replace(GOLDEN.findings[-1], points=2.0))
    ),
}


@pytest.mark.parametrize("said", CONTRADICTORY)
def test_a_contradiction_is_found(said):
    assert any(said in sentence for sentence in contradictions(CONTRADICTORY[said]))


def test_findings_without_lines_of_the_score_must_not_cost_more_than_was_lost():
    audit = replace(excellent_audit(), terms=())
    assert contradictions(audit) == ()
    dear = replace(audit.findings[0], points=30.0)
    said = contradictions(replace(audit, findings=(dear,), causes=()))
    assert said == ("The findings cost 30 points, and only 3 were lost.",)


def test_many_contradictions_are_cut_and_counted():
    bad = tuple(finding("SEC001", "/etc/passwd", n, "m", confidence=Confidence.LOW) for n in range(1, 50))
    said = contradictions(replace(golden_audit(), findings=bad))
    assert len(said) == SHOWN + 1
    assert said[-1].startswith("And ")


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_rule_that_could_not_look_is_not_nothing(form: str):
    said = "Nothing that was asked for was left out."
    audit = replace(golden_audit(), not_assessed=())
    assert any(outcome.outcome == "not assessed" for outcome in audit.outcomes)
    assert said not in render(audit, form)
    assert said in render(replace(audit, outcomes=()), form)


def test_a_single_root_cause_is_told_in_its_own_words_and_several_by_their_title() -> None:
    first = View(golden_audit()).fix_first
    single = next(entry for entry in first if len(entry.causes) == 1)
    messages = {f.message for f in golden_audit().findings if f.root_cause == single.first.id}
    assert single.what in messages
    several = dataclasses.replace(single, causes=(single.first, single.first))
    assert several.what == single.first.title
