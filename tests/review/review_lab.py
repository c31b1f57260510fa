"""Findings, root causes and outcomes, made by hand for the conclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from codereview.model import Category, Confidence, Finding, Outcome, RuleInfo, Severity, Zone
from codereview.model_review import ProjectKind
from codereview.review.material import Material
from codereview.score.causes import causes


def finding(rule: str, severity: Severity = Severity.HIGH, **more: Any) -> Finding:
    """A finding of a rule with high confidence in production code, reached from a service."""
    values: dict[str, Any] = {
        "title": f"Title of {rule}",
        "category": Category.SECURITY if rule.startswith("SEC") else Category.RELIABILITY,
        "confidence": Confidence.HIGH,
        "path": "shop/orders.py",
        "line": 3,
        "column": 1,
        "end_line": 3,
        "end_column": 9,
        "message": f"Seen by {rule}.",
        "zone": Zone.PRODUCTION,
        "reachability": "reachable",
        "reached_from": "main.py (ASGI application)",
        "effort_minutes": 20,
        "points": 1.5,
        **more,
    }
    values.setdefault("fingerprint", f"{rule}:{values['path']}:{values['line']}")
    return Finding(rule=rule, severity=severity, **values)


def card(rule: str) -> RuleInfo:
    return RuleInfo(
        id=rule, title=f"Card of {rule}", category=Category.SECURITY, severity=Severity.HIGH,
        confidence=Confidence.HIGH, why="It breaks, e.g. on Monday. Then more.", instead="Mend it. Then test it.",
        false_alarms="None is known.",
    )  # fmt: skip


def material(
    findings: Sequence[Finding] = (),
    outcomes: Mapping[str, str] | None = None,
    kinds: Sequence[str] = ("web service",),
) -> Material:
    """What conclusions are drawn from: rules that found something are *found*, the others as they are given."""
    said = {item.rule: "found" for item in findings} | dict(outcomes or {})
    return Material(
        findings=findings,
        causes=causes(findings, [item.points for item in findings]),
        outcomes={
            rule: Outcome(rule=rule, outcome=outcome.partition(":")[0], reason=outcome.partition(":")[2])  # type: ignore[arg-type]
            for rule, outcome in said.items()
        },
        cards={item.rule: card(item.rule) for item in findings},
        kinds=tuple(ProjectKind(name=kind, path="main.py", line=1, because="it is") for kind in kinds),
        importers=lambda path: 4,
        tested=frozenset({"shop/orders.py"}),
    )
