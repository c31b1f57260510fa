"""The values of an audit: what a rule reports, what the score says, and the Audit that holds it all.

Everything here is frozen and plain data (`msgspec.Struct`): it pickles, compares, and goes to JSON and back.
Paths are relative to the audited folder with ``/``; lines and columns count from 1, end columns are
exclusive.
"""

from __future__ import annotations

from typing import Literal

from msgspec import field

from codereview.model_architecture import Architecture as Architecture
from codereview.model_base import Category as Category
from codereview.model_base import Confidence as Confidence
from codereview.model_base import Severity as Severity
from codereview.model_base import Struct as Struct
from codereview.model_base import Zone as Zone
from codereview.model_figures import AnnotationTarget as AnnotationTarget
from codereview.model_figures import Coverage as Coverage
from codereview.model_figures import Evidence as Evidence
from codereview.model_pictures import PastScore as PastScore
from codereview.model_pictures import Pictures as Pictures
from codereview.model_review import Review as Review
from codereview.model_score import Cap as Cap
from codereview.model_score import CategoryScore as CategoryScore
from codereview.model_score import Ratio as Ratio
from codereview.model_score import Score as Score
from codereview.model_score import ScoreBasis as ScoreBasis
from codereview.model_score import Term as Term
from codereview.model_since import Since as Since

SCHEMA_VERSION = 1


class Related(Struct, frozen=True):
    """Another place that belongs to a finding: a hop of a call path, a conflicting declaration."""

    path: str
    line: int
    message: str


class Suppression(Struct, frozen=True):
    """Why a finding is not counted: an inline comment or a configuration entry, with its reason."""

    reason: str
    source: Literal["inline", "config", "baseline"]


class Fix(Struct, frozen=True):
    """A verified edit. ``diff`` is a unified diff of one file; ``proofs`` lists what was checked."""

    safety: Literal["safe", "unsafe"]
    reason: str
    diff: str
    proofs: tuple[str, ...] = ()


class Code(Struct, frozen=True):
    """Source lines quoted in a report, secrets masked; ``first`` is the number of the first line."""

    first: int
    lines: tuple[str, ...]


class Finding(Struct, frozen=True):
    """One fault at one place.

    A rule fills the first part (see `codereview.api.Rule.finding`); the engine, triage and the score fill
    the rest; ``reached_from`` is the entry point that leads to a reachable place, with its kind. Findings that
    share ``cause`` are one root cause: they count once in the score and in the effort. ``units`` is how much of a
    category's share it leaves uncovered (annotation slots, modules, docstrings); it splits the points of the share.
    ``idle`` says why nothing comes to the place as things stand; empty where something may.
    """

    rule: str
    title: str
    category: Category
    severity: Severity
    confidence: Confidence
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    symbol: str = ""
    related: tuple[Related, ...] = ()
    checked: str = ""
    cause: str = ""
    effort_minutes: int = 5
    units: int = 1
    fixable: bool = False
    # filled after the rules have run
    zone: Zone = Zone.PRODUCTION
    reachability: Literal["reachable", "unreachable", "tests only", "unknown"] = "unknown"
    reached_from: str = ""
    idle: str = ""
    corroborated_by: tuple[str, ...] = ()
    points: float = 0.0
    fingerprint: str = ""
    suppressed: Suppression | None = None
    fix: Fix | None = None
    code: Code | None = None

    @property
    def imported(self) -> bool:
        """Whether another tool's file says it (`tool:code`), so that nothing of it was checked here."""
        return ":" in self.rule

    @property
    def root_cause(self) -> str:
        """The id of its `Cause`: findings with the same one are one root cause."""
        place = self.fingerprint or f"{self.path}:{self.line}:{self.column}"
        return f"{self.rule}:{self.cause or place}"


class RuleInfo(Struct, frozen=True):
    """A rule's card as reports print it."""

    id: str
    title: str
    category: Category
    severity: Severity
    confidence: Confidence
    why: str
    instead: str
    false_alarms: str
    cwe: tuple[int, ...] = ()
    preview: bool = False


class Outcome(Struct, frozen=True):
    """What became of a rule in this audit; ``reason`` is empty for found and clean."""

    rule: str
    outcome: Literal["found", "clean", "not applicable", "not assessed"]
    reason: str = ""


class NotAssessed(Struct, frozen=True):
    """Something that the audit did not look at or could not tell, and why."""

    what: str
    reason: str


class Tool(Struct, frozen=True):
    """The program that made the audit."""

    name: str
    version: str
    rules: int
    score_model: int


class AdvisoryData(Struct, frozen=True):
    """The advisories that an audit held versions against: ``date`` is that of their newest change, ``imported``
    the day of the import; ``age_days`` counts from ``date`` to the day of the audit.
    """

    source: str
    date: str
    imported: str
    age_days: int | None = None


class ToolReport(Struct, frozen=True):
    """Another tool in this audit.

    Attributes:
        outcome: what became of it; ``reason`` says why it did not run, and is empty if it did.
        findings: findings that it reported and that stand.
        confirmed: findings of others that its reports confirm.
        unknown: reports by code that no table of adopted codes speaks of; they weigh nothing.
    """

    name: str
    version: str
    outcome: Literal["ran", "failed", "timed out", "not installed", "not asked", "not applicable"]
    reason: str = ""
    findings: int = 0
    confirmed: int = 0
    unknown: dict[str, int] = field(default_factory=dict)


class Vcs(Struct, frozen=True):
    """The state of the git work tree. ``commit`` is empty where there is none yet."""

    commit: str
    branch: str | None
    dirty: bool


class Project(Struct, frozen=True):
    """What was audited. ``files`` counts Python files by zone, plus ``text`` and ``not_parsed``.

    ``lines`` and ``statements`` are of production Python; ``lines_by_zone`` has the rest, and ``unparsed``
    the number of files that do not parse by zone, which ``files`` holds too.
    """

    name: str
    root: str
    kind: str
    vcs: Vcs | None
    files: dict[str, int]
    lines: int
    statements: int
    lines_by_zone: dict[str, int] = field(default_factory=dict)
    requires_python: str | None = None
    unparsed: dict[str, int] = field(default_factory=dict)


class Metric(Struct, frozen=True):
    """A measured figure against its target. ``basis`` says what was counted."""

    id: str
    title: str
    value: float | None
    target: float | None
    unit: str
    status: Literal["good", "attention", "bad", "information", "not assessed"]
    basis: str = ""


class Strength(Struct, frozen=True):
    """Something verified as well done.

    Attributes:
        evidence: places, at most some; ``count`` counts them all, and ``total`` those that could have done it (0: no
            share is meant).
        id: that of the practice.
        reached_from: the entry point that leads to the evidence, with its kind; empty for what no code is.
        contradicted_by: ids or prefixes of rules of which no finding that counts is open.
    """

    title: str
    message: str
    evidence: tuple[Related, ...] = ()
    category: Category | None = None
    id: str = ""
    count: int = 0
    total: int = 0
    reached_from: str = ""
    contradicted_by: tuple[str, ...] = ()

    def refuted(self, finding: Finding) -> bool:
        """Whether an open finding says the opposite: in production, low or worse, of medium confidence or more."""
        return (
            bool(self.contradicted_by)
            and finding.rule.startswith(self.contradicted_by)
            and finding.zone is Zone.PRODUCTION
            and finding.severity.rank >= Severity.LOW.rank
            and finding.confidence.rank >= Confidence.MEDIUM.rank
        )


class Cause(Struct, frozen=True):
    """A root cause: findings to be fixed together, with what that gains and costs."""

    id: str
    rule: str
    title: str
    category: Category
    severity: Severity
    path: str
    line: int
    count: int
    points: float
    effort_minutes: int
    safe_fix: bool = False


class FileSummary(Struct, frozen=True):
    """A file worth attention: weighted findings, size and its most complex function."""

    path: str
    zone: Zone
    lines: int
    statements: int
    findings: int
    points: float
    worst_complexity: int
    maintainability_index: float | None = None


class Gate(Struct, frozen=True):
    """One threshold that was asked for and how it ended. What could not be assessed did not pass."""

    name: str
    passed: bool
    message: str
    assessed: bool = True


class Audit(Struct, frozen=True):
    """The product: everything that any report shows. Frozen, versioned, JSON both ways.

    ``command`` holds the arguments after ``codereview`` that give this audit again; ``timing`` holds seconds
    by stage, ``total`` among them, and is left out when two audits are compared. ``basis`` and the findings are all
    that the score depends on: anybody can work it out again.
    """

    schema: int
    tool: Tool
    project: Project
    score: Score | None
    categories: tuple[CategoryScore, ...]
    metrics: tuple[Metric, ...]
    findings: tuple[Finding, ...]
    strengths: tuple[Strength, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    not_assessed: tuple[NotAssessed, ...] = ()
    causes: tuple[Cause, ...] = ()
    files: tuple[FileSummary, ...] = ()
    rules: tuple[RuleInfo, ...] = ()
    annotate_first: tuple[AnnotationTarget, ...] = ()
    annotation_by_package: tuple[Coverage, ...] = ()
    terms: tuple[Term, ...] = ()
    basis: ScoreBasis | None = None
    tools: tuple[ToolReport, ...] = ()
    advisories: AdvisoryData | None = None
    evidence: Evidence = Evidence()
    architecture: Architecture | None = None
    review: Review | None = None
    pictures: Pictures | None = None
    history: tuple[PastScore, ...] = ()
    since: Since | None = None
    gates: tuple[Gate, ...] = ()
    command: tuple[str, ...] = ()
    timing: dict[str, float] | None = None
