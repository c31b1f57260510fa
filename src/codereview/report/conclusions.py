"""The words and marks for what a review concludes; never colour alone."""

from __future__ import annotations

from codereview.model_review import Ranked, Review

LEVELS = {"P0": "at once", "P1": "before the next release", "P2": "planned", "P3": "when touched anyway"}
VERDICT = {"blocked": "✖", "conditional": "▲", "no blockers found": "✔", "not assessed": "–"}
STATUS = {
    "ready": ("✔", "good"),
    "attention": ("▲", "attention"),
    "not ready": ("✖", "bad"),
    "not assessed": ("–", "not-assessed"),
    "not applicable": ("○", "information"),
}
"""For each status of a gate its mark, and the class that colours it."""
MOST = 25
LEAST = 5


def urgent(review: Review) -> tuple[Ranked, ...]:
    """The root causes that the matrix lists: those of P0 to P2, and the first of P3 where these are few."""
    first = tuple(item for item in review.priorities if item.level != "P3")
    return (first if len(first) >= LEAST else review.priorities[:LEAST])[:MOST]


def sentence(text: str) -> str:
    """A clause as a sentence: with a capital and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "." if text else ""


def line(review: Review) -> str:
    """The verdict in one sentence, for the terminal and for comments."""
    return f"{review.readiness.verdict}: {review.readiness.because}"
