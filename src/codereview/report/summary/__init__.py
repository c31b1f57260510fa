"""The verdict in words: a headline, and three to five sentences, each a function of the Audit alone.

Every clause is chosen by what the audit holds and how much it matters, says where its figures and names come from, and
links to it. `codereview.report.selfcheck_summary` looks all of them up again.
"""

from __future__ import annotations

from codereview.model import Severity
from codereview.report.summary import danger, outlook, quality
from codereview.report.summary.pieces import Clause, Piece
from codereview.report.summary.standing import binding, standing
from codereview.report.text import mark, number, plural
from codereview.report.view import View

__all__ = ["Clause", "Piece", "cap_sentence", "clauses", "gate_sentence", "headline", "summary"]

LEAST, MOST = 3, 5
_OTHERS = (
    danger.danger,
    danger.after,
    danger.routes,
    quality.lacking,
    quality.good,
    outlook.first,
    outlook.unknown,
)
"""What can be said after where the project stands, in the order in which it is told."""


def clauses(view: View) -> tuple[Clause, ...]:
    """The sentences: where it stands, then the weightiest of the rest, in their order."""
    found = [clause for clause in (make(view) for make in _OTHERS) if clause is not None]
    chosen = sorted(range(len(found)), key=lambda index: (-found[index].salience, index))[: MOST - 1]
    said = [standing(view), *(found[index] for index in sorted(chosen))]
    if len(said) < LEAST or (len(said) == LEAST and not view.open):
        said.append(outlook.ran(view))
    return tuple(said)


def summary(view: View) -> tuple[str, ...]:
    """The sentences as plain text, with code between backticks."""
    return tuple(clause.text for clause in clauses(view))


def headline(view: View) -> str:
    """The state of the project in one line, without a full stop."""
    if view.audit.score is None:
        return "No grade can be given"
    if view.broken and danger.worst(view) in view.broken:
        stopped = any(finding.severity is Severity.CRITICAL for finding in view.broken)
        return "It does not start" if stopped else "Part of this project cannot be parsed or imported"
    if view.counts[Severity.CRITICAL]:
        return f"{_of(view.counts[Severity.CRITICAL], 'critical')} open"
    if view.broken:
        return "Part of this project cannot be parsed or imported"
    if view.counts[Severity.HIGH]:
        return f"{_of(view.counts[Severity.HIGH], 'high')} open"
    return "No critical or high finding is open" if view.open else "No finding is open"


def cap_sentence(view: View) -> str:
    """Which cap holds the score down and what lifts it; empty where none does."""
    score = view.audit.score
    cap = binding(view)
    if score is None or cap is None:
        return ""
    return (
        f"Without caps the score would be {mark(score.raw)}; it is held at {number(cap.limit)} because"
        f" {_clause(cap.reason)}. Lifted by: {_clause(cap.lifted_by)}."
    )


def gate_sentence(view: View) -> str:
    """How the thresholds ended."""
    gates = view.audit.gates
    if not gates:
        return "No threshold was set."
    failed = [gate for gate in gates if not gate.passed]
    if not failed:
        return "The threshold is met." if len(gates) == 1 else f"All {len(gates)} thresholds are met."
    if len(gates) == 1:
        return "The threshold is not met."
    return (
        f"{len(failed)} of {plural(len(gates), 'threshold')} {'is' if len(failed) == 1 else 'are'} not met."
    )


def _of(count: int, severity: str) -> str:
    return f"{count:,} {severity} {'finding is' if count == 1 else 'findings are'}"


def _clause(text: str) -> str:
    return text.strip().rstrip(".") or "no reason was recorded"
