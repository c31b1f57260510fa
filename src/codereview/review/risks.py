"""The risk register: one risk for each rule that has critical or high findings open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from codereview.model import Confidence, Finding, Severity
from codereview.model_review import Risk
from codereview.review.material import SERIOUS, Material, counts, places

SHORT = 240
_END = re.compile(r"(?<=[^\s.][^\s.])\.(?=\s+[A-Z`“\"(]|$)")
Likelihood = Literal["high", "medium", "low"]


def risks(material: Material) -> tuple[Risk, ...]:
    """Risks, the most severe and most likely first."""
    found = []
    for rule, items in material.by_rule.items():
        serious = [item for item in items if item.severity in SERIOUS]
        card = material.cards.get(rule)
        if not serious or card is None:
            continue
        likelihood, because = _likelihood(serious)
        found.append(
            Risk(
                rule=rule,
                title=card.title,
                category=card.category,
                severity=max((item.severity for item in serious), key=lambda severity: severity.rank),
                impact=opening(card.why),
                likelihood=likelihood,
                because=because,
                mitigation=opening(card.instead),
                findings=tuple(item.fingerprint for item in serious),
                evidence=places(serious),
            )
        )
    ranks = ("high", "medium", "low")
    found.sort(key=lambda r: (-r.severity.rank, ranks.index(r.likelihood), -len(r.findings), r.rule))
    return tuple(found)


def opening(text: str, most: int = SHORT) -> str:
    """The first sentence of a text, and the next ones as long as all are no longer than ``most`` characters."""
    clean = " ".join(text.split())
    ends = [match.end() for match in _END.finditer(clean)] or [len(clean)]
    return clean[: max([ends[0], *(end for end in ends if end <= most)])]


def _likelihood(items: Sequence[Finding]) -> tuple[Likelihood, str]:
    started = [item for item in items if item.reached_from and counts(item)]
    sure = [item for item in items if item.confidence is Confidence.HIGH and counts(item)]
    total = len(items)
    if started:
        by = started[0].reached_from
        share = "it is" if total == 1 else f"{len(started)} of {total} are"
        doubt = "" if any(item in sure for item in started) else "; the rule is not certain"
        return ("medium" if doubt else "high"), f"{share} reached from an entry point ({by}){doubt}"
    if sure:
        critical = any(item.severity is Severity.CRITICAL for item in sure)
        said = "it stands in the files as they are; what starts the code was not told"
        return ("high" if critical else "medium"), said
    if any(counts(item) for item in items):
        return "medium", "what starts the code was not told"
    return "low", "nothing but tests starts the code, it is not production code, or the rule is not sure"
