from __future__ import annotations

import pytest
from generated import generated_audit
from golden import golden_audit
from msgspec.structs import replace

from codereview import __version__
from codereview.model import Audit, Category
from codereview.report.selfcheck import contradictions
from codereview.report.selfcheck_score import score_again


def scored(seed: int = 1) -> Audit:
    audit = generated_audit(seed)
    return replace(audit, tool=replace(audit.tool, version=__version__))


@pytest.mark.parametrize("seed", range(20))
def test_what_was_scored_by_this_version_agrees(seed):
    assert list(score_again(scored(seed))) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [("value", "The score is"), ("raw", "The score before caps"), ("strict", "The strict score")],
)
def test_a_figure_that_its_basis_does_not_give_is_told(name, said):
    audit = scored()
    wrong = replace(audit, score=replace(audit.score, **{name: getattr(audit.score, name) - 0.5}))
    assert [text for text in contradictions(wrong) if text.startswith(said) and "from its basis" in text]


def test_a_grade_and_a_category_that_the_basis_does_not_give_are_told():
    audit = scored()
    wrong = replace(
        audit,
        score=replace(audit.score, grade="A+"),
        categories=tuple(
            replace(row, score=None if row.id is Category.SECURITY else row.score) for row in audit.categories
        ),
    )
    grade, category = score_again(wrong)
    assert grade == f"The grade is A+, and worked out again from its basis {audit.score.grade}."
    assert category.startswith("The score of security is none, and worked out again from its basis ")


def test_a_score_where_the_basis_gives_none_is_told():
    audit = scored()
    assert list(score_again(replace(audit, basis=replace(audit.basis, statements=0)))) == [
        "The audit has a score where its basis gives none, or the other way round."
    ]


def test_an_audit_of_another_version_or_without_a_basis_is_not_asked():
    audit = scored()
    wrong = replace(audit, score=replace(audit.score, value=1.0))
    assert list(score_again(replace(wrong, tool=replace(audit.tool, version="0.0.1")))) == []
    assert list(score_again(replace(wrong, basis=None))) == []
    assert list(score_again(golden_audit())) == []
