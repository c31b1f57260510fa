"""The values of a comparison of two audits. Frozen, versioned, JSON both ways (`codereview.report.compare_json`)."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from codereview.model import (
    AdvisoryData,
    Category,
    Confidence,
    Finding,
    Gate,
    Project,
    Score,
    Severity,
    Struct,
    Suppression,
    Tool,
)

COMPARISON_VERSION = 1

Change = Literal["line", "code", "symbol", "file"]
"""In what the same fault differs between two audits."""

CauseId = Literal[
    "assessed",
    "rules",
    "advisories",
    "size",
    "shares",
    "suppressions",
    "fixed",
    "judged",
    "new",
    "caps",
    "model",
]


class Side(Struct, frozen=True):
    """One of the two audits.

    Attributes:
        label: what it was called on the command line.
        kind: whether it was read from a file, or made of a commit or a folder.
        open: open findings by severity.
    """

    label: str
    kind: Literal["audit", "commit", "folder"]
    project: Project
    tool: Tool
    score: Score | None
    open: dict[str, int]
    advisories: AdvisoryData | None = None


class CategoryChange(Struct, frozen=True):
    """A category on both sides; ``change`` is None where one of them has no score, for the reasons given."""

    id: Category
    weight: float
    old: float | None
    new: float | None
    change: float | None
    old_grade: str | None
    new_grade: str | None
    new_findings: int = 0
    fixed_findings: int = 0
    reasons: tuple[str, ...] = ()


class Place(Struct, frozen=True):
    """Where a finding stands."""

    path: str
    line: int
    symbol: str = ""


class Moved(Struct, frozen=True):
    """A fault that is on both sides, at different places. ``how`` says in what the places differ."""

    rule: str
    title: str
    severity: Severity
    fingerprint: str
    old: Place
    new: Place
    how: tuple[Change, ...]


class Regraded(Struct, frozen=True):
    """A fault that is on both sides and is judged otherwise."""

    rule: str
    title: str
    place: Place
    old_severity: Severity
    new_severity: Severity
    old_confidence: Confidence
    new_confidence: Confidence


class Accepted(Struct, frozen=True):
    """A finding whose suppression came or went. ``alone`` is set where the finding itself came or went with it."""

    finding: Finding
    suppression: Suppression
    alone: bool = False


class Uncompared(Struct, frozen=True):
    """A finding of which the other side could say nothing: it is neither new nor fixed."""

    finding: Finding
    side: Literal["old", "new"]
    reason: str


class ScoreLine(Struct, frozen=True):
    """A part of a cause: points of the overall score that a rule or a share gained (positive) or cost."""

    title: str
    points: float
    category: Category | None = None
    rule: str = ""
    findings: int = 0


class ScoreCause(Struct, frozen=True):
    """One cause of the change; its ``lines`` sum to its ``points``."""

    id: CauseId
    title: str
    points: float
    lines: tuple[ScoreLine, ...] = ()


class ScoreChange(Struct, frozen=True):
    """The change of the overall score: the points of all ``causes`` sum to ``new - old``."""

    old: float
    new: float
    causes: tuple[ScoreCause, ...]


class Comparison(Struct, frozen=True):
    """What changed from one audit to another.

    Attributes:
        schema: version of this value.
        before, after: the two audits.
        new, fixed: open findings of one side that the other looked for and does not have, worst first.
        moved: the same fault at another line, in a renamed file or in another symbol.
        unchanged: the number of open findings at the same place on both sides.
        suppressed, unsuppressed: suppressions with a reason that came or went.
        baselined, unbaselined: the same for entries in a baseline, which count in the score all the same.
        not_comparable: findings of rules or files that one side could not assess.
        regraded: the same fault, of another severity or confidence.
        score: the change by cause; None where it is not assessed, for the reason in ``score_gap``.
        notices: what a reader should know of the two sides before the figures.
        renamed: files that were found under another name.
        gates: thresholds that were asked for.
    """

    schema: int
    before: Side
    after: Side
    categories: tuple[CategoryChange, ...]
    new: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    moved: tuple[Moved, ...] = ()
    unchanged: int = 0
    suppressed: tuple[Accepted, ...] = ()
    unsuppressed: tuple[Accepted, ...] = ()
    baselined: tuple[Accepted, ...] = ()
    unbaselined: tuple[Accepted, ...] = ()
    not_comparable: tuple[Uncompared, ...] = ()
    regraded: tuple[Regraded, ...] = ()
    score: ScoreChange | None = None
    score_gap: str = ""
    notices: tuple[str, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict)
    gates: tuple[Gate, ...] = ()
