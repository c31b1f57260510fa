"""What a reviewer concludes from findings and facts: what comes first, what can go wrong, whether it can be released,
what it is built with, and in which steps to go on. Part of `codereview.model`; nothing here enters the score.

Each statement names what it rests on: findings by fingerprint, root causes by id, outcomes of rules by rule, places by
path and line.
"""

from __future__ import annotations

from typing import Literal

from codereview.model_base import Category, Severity, Struct

Level = Literal["P0", "P1", "P2", "P3"]
Status = Literal["ready", "attention", "not ready", "not assessed", "not applicable"]
Importance = Literal["mandatory", "recommended", "later"]
Verdict = Literal["blocked", "conditional", "no blockers found", "not assessed"]


class Evidence(Struct, frozen=True):
    """A place that bears a statement out; ``line`` 0 is the file as such, an empty path the project as a whole."""

    path: str
    line: int
    said: str = ""


class ProjectKind(Struct, frozen=True):
    """A kind that the project is, and the place that tells."""

    name: str
    path: str
    line: int
    because: str


class Ranked(Struct, frozen=True):
    """A root cause and the level that it was placed at.

    Attributes:
        level: P0 at once, P1 before the next release, P2 planned, P3 when the code is touched anyway.
        cause: the id of the root cause.
        because: the rule that placed it, in words.
        impact: points of the score before caps.
        minutes: estimated effort.
        callers: modules that import the first file, at any distance; what a mistake in mending it can break.
        tested: whether a test reaches that file; None where that was not looked at.
    """

    level: Level
    cause: str
    rule: str
    title: str
    category: Category
    severity: Severity
    path: str
    line: int
    count: int
    because: str
    impact: float
    minutes: int
    callers: int = 0
    tested: bool | None = None


class Risk(Struct, frozen=True):
    """What can go wrong as long as the critical and high findings of one rule are open.

    Attributes:
        impact: what happens, from the rule's card.
        likelihood: by what starts the code at fault.
        because: how the likelihood was told.
        mitigation: what to do instead, from the rule's card.
        findings: fingerprints of the findings that it stands for.
    """

    rule: str
    title: str
    category: Category
    severity: Severity
    impact: str
    likelihood: Literal["high", "medium", "low"]
    because: str
    mitigation: str
    findings: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class ReadinessGate(Struct, frozen=True):
    """One condition of going live, told from the outcomes of rules.

    Attributes:
        importance: what it is for this kind of project.
        because: one sentence on what was seen.
        rules: whose outcomes were asked.
    """

    id: str
    title: str
    status: Status
    importance: Importance
    because: str
    rules: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()


class Condition(Struct, frozen=True):
    """What has to happen before a verdict gets better; ``gate`` is the id of the gate that asks for it."""

    importance: Importance
    gate: str
    text: str


class Readiness(Struct, frozen=True):
    """Whether anything that can be read from the files speaks against a release."""

    verdict: Verdict
    because: str
    gates: tuple[ReadinessGate, ...]
    conditions: tuple[Condition, ...] = ()


class Criterion(Struct, frozen=True):
    """How one sees that a phase is done: the findings of a rule that are open now, and how many may be left."""

    rule: str
    title: str
    now: int
    target: int = 0


class Phase(Struct, frozen=True):
    """A step of the plan.

    Attributes:
        causes: ids of the root causes that it mends.
        after: what has to be done before, in words; empty for the first.
        minutes: the sum of their estimates; low and high are the bounds of the range.
        points: what the score before caps gains.
    """

    title: str
    goal: str
    after: str
    causes: tuple[str, ...]
    minutes: int
    low: int
    high: int
    points: float
    criteria: tuple[Criterion, ...]


class Plan(Struct, frozen=True):
    """All phases, with totals that are their sums; ``left_out`` root causes are mere notes."""

    phases: tuple[Phase, ...]
    minutes: int
    low: int
    high: int
    points: float
    left_out: int
    basis: str


class Technology(Struct, frozen=True):
    """A package that the code uses or that a manifest names.

    Attributes:
        declared: the requirement as it is written; empty if no manifest names it.
        locked: the version in a lock file; empty without one.
        modules: production modules that import it.
        conflict: why its declarations cannot agree; empty if nothing is known.
        evidence: where it is declared, or first imported.
    """

    name: str
    role: str
    declared: str
    locked: str
    modules: int
    evidence: Evidence
    conflict: str = ""


class ToolUse(Struct, frozen=True):
    """A development tool and where it is set up. Empty texts: not seen there."""

    name: str
    kind: str
    declared: str = ""
    configured: str = ""
    hook: str = ""
    ci: str = ""
    blocking: Literal["yes", "no", ""] = ""
    reason: str = ""


class Stack(Struct, frozen=True):
    """What the project is built with, and the tools that watch over it."""

    python: str
    technologies: tuple[Technology, ...]
    more: int = 0
    tools: tuple[ToolUse, ...] = ()


class Part(Struct, frozen=True):
    """A project within the repository: a folder with a manifest of its own.

    Attributes:
        score: by the same model over its own files; None where it cannot be given, with the reason in ``because``.
    """

    path: str
    name: str
    kind: str
    files: int
    statements: int
    score: float | None
    grade: str | None
    findings: dict[str, int]
    because: str = ""


class Review(Struct, frozen=True):
    """The conclusions of an audit."""

    kinds: tuple[ProjectKind, ...]
    priorities: tuple[Ranked, ...]
    levels: dict[str, int]
    risks: tuple[Risk, ...]
    readiness: Readiness
    plan: Plan
    stack: Stack | None = None
    parts: tuple[Part, ...] = ()
