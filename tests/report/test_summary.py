"""The summary: true, different for different projects, linked, and checked."""

from __future__ import annotations

import re

import msgspec
import pytest
from golden import clean_audit, empty_audit, excellent_audit, finding, golden_audit
from golden_architecture import architecture_audit
from golden_review import reviewed

from codereview.model import Audit, Category, Score, ScoreBasis, Severity, Strength, Zone
from codereview.report import render
from codereview.report.selfcheck_summary import summary as problems
from codereview.report.summary import clauses, summary
from codereview.report.summary.pieces import Clause, Piece, brief, lowered, told
from codereview.report.text import mark
from codereview.report.view import View
from codereview.score.again import again, judged

replace = msgspec.structs.replace
AUDITS = [golden_audit, excellent_audit, clean_audit, empty_audit, architecture_audit, reviewed]


def scored(audit: Audit, basis: ScoreBasis | None = None) -> Audit:
    """The audit with the score that its findings give, and all that it stands on."""
    basis = basis or ScoreBasis(statements=900)
    result = again(judged(audit), basis)
    findings = tuple(replace(f, points=p) for f, p in zip(judged(audit), result.points, strict=True))
    return replace(
        audit,
        findings=findings,
        basis=basis,
        score=result.score,
        categories=result.categories,
        terms=result.terms,
        causes=result.causes,
    )


@pytest.mark.parametrize("make", AUDITS)
def test_it_has_three_to_five_sentences(make):
    sentences = summary(View(make()))
    assert 2 <= len(sentences) <= 5
    assert len(sentences) >= 3 or make is empty_audit
    assert all(re.match(r"[A-Z0-9`]|shop", sentence) and sentence.endswith(".") for sentence in sentences)
    assert sentences == summary(View(make()))


@pytest.mark.parametrize("make", AUDITS)
def test_every_figure_and_place_is_in_the_audit(make):
    assert list(problems(View(make()))) == []


def test_sentences_of_different_audits_differ():
    told_of = [set(summary(View(make()))[:2]) for make in AUDITS[:4]]
    assert len(set.union(*told_of)) == sum(len(some) for some in told_of)


def test_it_names_the_worst_its_place_and_what_comes_of_it():
    text = " ".join(summary(View(golden_audit())))
    assert "`src/shop/settings.py:12`: a payment provider's live key is assigned to `PAYMENT_KEY`" in text
    assert "whoever can read the repository can use the credential" in text
    assert "1 critical and 2 high findings are open in all" in text
    assert "but 1 critical security finding is open" in text


def test_it_says_what_cannot_be_imported():
    audit = golden_audit()
    broken = next(f for f in audit.findings if f.rule == "REL001")
    one = replace(broken, path="src/shop/app.py", message="the file holds merge markers; every import fails")
    text = " ".join(summary(View(replace(audit, findings=(one,)))))
    assert "Nothing that imports or runs `src/shop/app.py:3` can start: the file holds merge markers." in text
    two = replace(audit, findings=(one, replace(one, path="src/shop/old.py", fingerprint="another")))
    assert "2 production files cannot be parsed" in " ".join(summary(View(two)))


def test_the_first_step_gains_what_the_score_says():
    audit = scored(golden_audit())
    text = " ".join(summary(View(audit)))
    assert audit.score is not None
    assert audit.basis is not None
    serious = [cause for cause in audit.causes if cause.severity.rank >= Severity.HIGH.rank]
    critical = [cause for cause in serious if cause.severity is Severity.CRITICAL]
    grades = [again(judged(audit), audit.basis, [c.id for c in some]).score for some in (serious, critical)]
    assert any(then is not None and mark(then.value) in text for then in grades)
    assert re.search(
        r"An estimated [\w ]+ on .* turns the \S+ into \S+ \([\d.]+\)\.|Start with .*: an estimated", text
    )
    assert list(problems(View(audit))) == []


def test_no_gain_is_told_where_the_score_cannot_be_worked_out_again():
    audit = scored(golden_audit())
    assert audit.score is not None
    other = replace(audit, score=replace(audit.score, value=audit.score.value - 3, raw=audit.score.raw - 3))
    assert "estimated" not in " ".join(summary(View(other)))


def test_strengths_are_told_in_their_own_words():
    good = Strength(
        title="Tests run over many cases",
        message="8 of 20 tests run over several cases",
        id="parametrised-tests",
    )
    text = " ".join(summary(View(replace(excellent_audit(), strengths=(good,)))))
    assert "8 of 20 tests run over several cases" in text


def test_what_is_hard_to_read_is_not_called_dangerous():
    audit = excellent_audit()
    tangled = finding("MNT003", "src/shop/api.py", 3, "`f` has 40 paths", severity=Severity.HIGH)
    text = " ".join(summary(View(replace(audit, findings=(tangled,)))))
    assert "Nothing critical or high breaks or leaks; the heaviest finding is about maintainability" in text


def test_a_finding_in_tests_stands_behind_one_in_production():
    audit = golden_audit()
    tests = replace(audit.findings[0], zone=Zone.TESTS, rule="PERF001", title="Blocking call in async code")
    text = summary(
        View(replace(audit, findings=(tests, replace(audit.findings[2], severity=Severity.CRITICAL))))
    )[1]
    assert "src/shop/api.py:48" in text


def lies(**changed: object) -> Audit:
    return replace(golden_audit(), **changed)


@pytest.mark.parametrize(
    ("piece", "told_of"),
    [
        (Piece("7 dwarfs"), "which has no source"),
        (Piece("9,999 statements", "", ("statements",)), "where the audit gives 4,012"),
        (Piece("`src/nowhere.py:3`", "", ("place", "src/nowhere.py", "3")), "which the audit does not"),
        (Piece("the moon is blue", "", ("why", "SEC001")), "which the audit does not"),
        (Piece("3", "", ("tea leaves",)), "of a kind that is not known"),
        (Piece("A+", "", ("grade", "value")), "where the audit gives D"),
    ],
)
def test_what_nothing_bears_out_is_seen(monkeypatch, piece, told_of):
    monkeypatch.setattr("codereview.report.selfcheck_summary.clauses", lambda view: (Clause(1, (piece,)),))
    found = list(problems(View(golden_audit())))
    assert len(found) == 1
    assert told_of in found[0]


def test_links_lead_to_anchors_of_the_document():
    for make in AUDITS:
        page = str(render(make(), "html"))
        lead = page[page.index('<p class="lead">') :]
        lead = lead[: lead.index("</p>")]
        targets = re.findall(r'<a href="#([^"]+)">', lead)
        assert set(targets) <= set(re.findall(r'id="([^"]+)"', page))
    assert len(targets) > 3


def test_links_in_markdown_lead_to_headings():
    text = str(render(golden_audit(), "markdown"))
    first = text[text.index("## Verdict") : text.index("## Categories")]
    targets = re.findall(r"\]\(#([^)]*)\)", first)
    assert "sec001-secret-in-a-text-file" in targets
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", re.sub(r"[\\`]", "", head).lower()).replace(" ", "-") for head in heads}
    assert set(targets) <= slugs
    assert "\0" not in text
    assert "](#" not in str(render(golden_audit(), "comment"))


def test_a_percentile_is_told_where_there_is_one():
    score = Score(value=98.0, raw=98.0, strict=98.0, out_of_ten=9.8, grade="A+", percentile=91.0)
    assert "better than 91 % of the reference projects" in summary(View(lies(score=score, findings=())))[0]


def test_brief_ends_where_a_text_says_something():
    assert brief("short; and whole.") == "short; and whole"
    long = "one thing that was seen in the code is this: " + "x" * 200
    assert brief(long) == "one thing that was seen in the code is this"
    assert brief("`" + "y" * 300 + "`").count("`") == 0
    assert lowered("The call") == "the call"
    assert lowered("JWT is") == "JWT is"
    assert told("a {b} c", b=Piece("B")) == (Piece("a "), Piece("B"), Piece(" c"))
    assert clauses(View(golden_audit()))[0].salience == 1.0
    assert Category.SECURITY.value in " ".join(summary(View(golden_audit())))


def test_a_pipeline_without_tests_is_no_strength_of_the_summary():
    review = reviewed().review
    assert review is not None
    gate = replace(review.readiness.gates[0], id="tests", because="no test was found that a runner collects")
    none = replace(review, readiness=replace(review.readiness, gates=(gate,)))
    pipeline = Strength(title="CI runs tests", message="CI fails on tests", id="blocking-pipeline")
    audit = replace(excellent_audit(), strengths=(pipeline,), findings=(), review=none)
    text = " ".join(summary(View(audit)))
    assert "not one test that a runner would collect" in text.lower()
    assert "CI fails" not in text
    assert "CI fails on tests" in " ".join(summary(View(replace(audit, review=None))))
