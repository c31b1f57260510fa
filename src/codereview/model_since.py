"""What changed since an earlier audit of the same project, in brief: the whole is a comparison
(`codereview.compare`). Part of `codereview.model`; nothing here enters the score.
"""

from __future__ import annotations

from collections.abc import Mapping

from codereview.model_base import Category, Severity, Struct


class SinceFinding(Struct, frozen=True):
    """A finding that is fixed, or new, since then."""

    rule: str
    title: str
    severity: Severity
    path: str
    line: int
    fingerprint: str = ""


class Since(Struct, frozen=True):
    """The change since a base.

    Attributes:
        base: what it was called: a file, a branch.
        commit: that of the base; empty if it is not known.
        score, grade: those of the base; None where it has none.
        categories: the scores of the base by category.
        new, fixed: the worst of them; ``new_count`` and ``fixed_count`` count all.
        causes: the change of the overall score by cause; the points add up.
        notices: what makes the two less alike than the project is.
    """

    base: str
    commit: str = ""
    score: float | None = None
    grade: str | None = None
    categories: Mapping[Category, float] = {}
    new: tuple[SinceFinding, ...] = ()
    fixed: tuple[SinceFinding, ...] = ()
    new_count: int = 0
    fixed_count: int = 0
    moved: int = 0
    unchanged: int = 0
    not_comparable: int = 0
    causes: tuple[tuple[str, float], ...] = ()
    notices: tuple[str, ...] = ()
