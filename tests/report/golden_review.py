"""An audit with the conclusions of a reviewer, hostile names included."""

from __future__ import annotations

from golden import HOSTILE_PATH, HOSTILE_TEXT, golden_audit
from msgspec.structs import replace

from codereview.model import Audit
from codereview.model_review import (
    Condition,
    Evidence,
    Part,
    ProjectKind,
    Readiness,
    ReadinessGate,
    Review,
    Risk,
    Stack,
    Technology,
    ToolUse,
)
from codereview.review.levels import ranked
from codereview.review.material import Material
from codereview.review.plan import plan
from codereview.score.causes import is_open


def material(audit: Audit) -> Material:
    """What the conclusions of an audit are drawn from."""
    return Material(
        findings=audit.findings,
        causes=audit.causes,
        outcomes={item.rule: item for item in audit.outcomes},
        cards={card.id: card for card in audit.rules},
    )


def reviewed() -> Audit:
    """The golden audit with conclusions."""
    audit = golden_audit()
    seen = material(audit)
    priorities, levels = ranked(seen)
    worst = max((f for f in audit.findings if is_open(f)), key=lambda f: f.severity.rank)
    gates = (
        ReadinessGate(
            id="starts",
            title="Entry points parse and import",
            status="ready",
            importance="mandatory",
            because="every module that an entry point leads to can be parsed",
            rules=("REL001",),
            evidence=(Evidence(path="src/shop/main.py", line=0, said="ASGI application"),),
        ),
        ReadinessGate(
            id="secrets",
            title="No secret is committed",
            status="not ready",
            importance="mandatory",
            because=HOSTILE_TEXT,
            rules=(worst.rule,),
            evidence=(Evidence(path=worst.path, line=worst.line, said=worst.rule),),
        ),
        ReadinessGate(
            id="health",
            title="A health route tells the state",
            status="not applicable",
            importance="recommended",
            because="this is asked of a web service only",
            rules=(),
        ),
    )
    review = Review(
        kinds=(
            ProjectKind(
                name="web service", path="src/shop/main.py", line=3, because="it makes an application"
            ),
        ),
        priorities=priorities,
        levels=levels,
        risks=(
            Risk(
                rule=worst.rule,
                title=worst.title,
                category=worst.category,
                severity=worst.severity,
                impact=HOSTILE_TEXT,
                likelihood="high",
                because="it is reached from an entry point",
                mitigation="Revoke it.",
                findings=(worst.fingerprint,),
                evidence=(Evidence(path=worst.path, line=worst.line, said=worst.rule),),
            ),
        ),
        readiness=Readiness(
            verdict="blocked",
            because="1 of 2 gates does not hold: no secret is committed.",
            gates=gates,
            conditions=(
                Condition(importance="mandatory", gate="secrets", text="Revoke it: " + HOSTILE_TEXT),
            ),
        ),
        plan=plan(seen),
        stack=Stack(
            python=">=3.10",
            technologies=(
                Technology(
                    name="fastapi",
                    role="web framework",
                    declared=">=0.100",
                    locked="0.115.0",
                    modules=3,
                    evidence=Evidence(path="pyproject.toml", line=8, said="declared"),
                ),
                Technology(
                    name=HOSTILE_TEXT,
                    role="package",
                    declared="",
                    locked="",
                    modules=1,
                    evidence=Evidence(path=HOSTILE_PATH, line=1, said="imported"),
                    conflict="DEP002: Imported, not declared",
                ),
            ),
            more=2,
            tools=(
                ToolUse(
                    name="ruff",
                    kind="linter",
                    declared="pyproject.toml:20",
                    ci=".github/workflows/ci.yml:12",
                    blocking="yes",
                ),
                ToolUse(
                    name="mypy",
                    kind="type checker",
                    ci=".github/workflows/ci.yml:14",
                    blocking="no",
                    reason=HOSTILE_TEXT,
                ),
            ),
        ),
        parts=(
            Part(
                path="api",
                name="api",
                kind="web service",
                files=3,
                statements=210,
                score=71.2,
                grade="C-",
                findings={"high": 1},
            ),
            Part(
                path="tools",
                name="tools",
                kind="scripts",
                files=1,
                statements=80,
                score=None,
                grade=None,
                findings={},
                because="nothing in it could be scored",
            ),
        ),
    )
    return replace(audit, review=review)
