"""The score that an audit prints against the one that its basis and its findings give.

Only an audit of this version is asked: the numbers of the model are those of the version that made it.
"""

from __future__ import annotations

from collections.abc import Iterator

from codereview import __version__
from codereview.model import Audit, CategoryScore
from codereview.report.text import number
from codereview.score.again import again, judged
from codereview.score.table import SCORE_MODEL

TOLERANCE = 1e-6


def score_again(audit: Audit) -> Iterator[str]:
    """What differs, one sentence each; nothing where the audit has no basis or is of another version."""
    if audit.basis is None or (audit.tool.version, audit.tool.score_model) != (__version__, SCORE_MODEL):
        return
    made = again(judged(audit), audit.basis)
    if audit.score is None or made.score is None:
        if audit.score is not made.score:
            yield "The audit has a score where its basis gives none, or the other way round."
        return
    for name, said, found in (
        ("score", audit.score.value, made.score.value),
        ("score before caps", audit.score.raw, made.score.raw),
        ("strict score", audit.score.strict, made.score.strict),
    ):
        if not abs(said - found) <= TOLERANCE:
            yield f"The {name} is {number(said, 3)}, and worked out again from its basis {number(found, 3)}."
    if audit.score.grade != made.score.grade:
        yield f"The grade is {audit.score.grade}, and worked out again from its basis {made.score.grade}."
    said_of = {row.id: row for row in audit.categories}
    for row in made.categories:
        if row.id in said_of and not _same(said_of[row.id], row):
            yield (
                f"The score of {row.id.value} is {_shown(said_of[row.id])},"
                f" and worked out again from its basis {_shown(row)}."
            )


def _same(said: CategoryScore, found: CategoryScore) -> bool:
    if said.score is None or found.score is None:
        return said.score is found.score
    return abs(said.score - found.score) <= TOLERANCE


def _shown(row: CategoryScore) -> str:
    return "none" if row.score is None else number(row.score, 3)
