"""The score of an audit: what it stands on, its lines, its limits. Part of `codereview.model`."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field

from codereview.model_base import Category, Struct


class Ratio(Struct, frozen=True):
    """A part of a category that is a share, such as filled annotation slots.

    ``total = 0`` is *not applicable*. Both numbers leave out what the tool itself marks for removal, so that
    deleting it cannot lower the share. ``rule`` names the rule whose findings are the uncovered part: they
    have no weight of their own, since the share counts them already, and split the points that the share
    costs among them, by the units that each leaves uncovered.
    """

    covered: int
    total: int
    label: str
    rule: str = ""


class ScoreBasis(Struct, frozen=True):
    """All that the score depends on besides the findings.

    Attributes:
        statements: AST statements of analysed production files, less what the tool itself marks for removal.
        ratios: the shares of each category.
        not_assessed: reasons why a category could not be assessed; it then has no score.
        inactive: the reason why a category has no rule or does not apply; it then has no score and is no gap
            either.
        broken_entry_points, unparsed: paths of files that cannot be parsed or imported; an entry point only
            in the first.
        failed_tools: requested analysers that failed.
        disabled_rules: rules of severity high or critical that the configuration switched off.
        preview_rules: rules that weigh nothing yet.
    """

    statements: int = 0
    ratios: Mapping[Category, tuple[Ratio, ...]] = {}
    not_assessed: Mapping[Category, tuple[str, ...]] = {}
    inactive: Mapping[Category, str] = {}
    broken_entry_points: tuple[str, ...] = ()
    unparsed: tuple[str, ...] = ()
    failed_tools: tuple[str, ...] = ()
    disabled_rules: tuple[str, ...] = ()
    preview_rules: frozenset[str] = frozenset()


class Cap(Struct, frozen=True):
    """A limit on the overall score, and what lifts it."""

    limit: float
    reason: str
    lifted_by: str


class Score(Struct, frozen=True):
    """The overall score. ``raw`` is before caps, ``strict`` counts suppressed findings too; 0 to 100.

    ``percentile`` is the share of the ``reference`` projects that score lower, 0 to 100.
    """

    value: float
    raw: float
    strict: float
    out_of_ten: float
    grade: str
    caps: tuple[Cap, ...] = ()
    percentile: float | None = None
    complete: bool = True
    reference: str = ""


class CategoryScore(Struct, frozen=True):
    """One category. ``score`` is None when it could not be assessed or does not apply; 0 to 100.

    ``percentile`` is the share of the reference projects with a lower score in it.
    """

    id: Category
    score: float | None
    grade: str | None
    weight: float
    finding_score: float | None = None
    ratio_score: float | None = None
    ratio: str = ""
    not_assessed: tuple[str, ...] = ()
    findings: dict[str, int] = field(default_factory=dict)
    percentile: float | None = None


class Term(Struct, frozen=True):
    """One line of the worked-out score: what entered, and what came out."""

    category: Category
    rule: str
    findings: int
    weight: float
    density: float
    penalty: float
    points: float
