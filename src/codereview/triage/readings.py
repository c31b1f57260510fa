"""How sure findings are, by what readers found. The table is data of the package, made by ``scripts/readings.py`` from
judgements of findings in applications that no rule had met (``docs/evaluation.md``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from codereview.model import Confidence, Finding, Struct
from codereview.triage.context import Context

EXPECTED = 0.8
"""The share that is right of all that is drawn, 0 to 1: what is to be expected where little was read."""
BARS = ((Confidence.HIGH, 0.9, 2), (Confidence.MEDIUM, 0.75, 10))
"""The share of findings, 0 to 1, that has to be right for a confidence to be claimed, and as how many more findings of
the expected share it is taken to have been read: so much says that a rule is as good as others are."""
FEWEST = 10
"""So many findings have to be read before a rule of those that were drawn can be sure."""


class Reading(Struct, frozen=True, forbid_unknown_fields=True):
    """How many findings of a rule, as sure as it was of them, readers called right, arguable (true, and a good reviewer
    may accept the code as it is) and wrong."""

    right: int
    arguable: int
    wrong: int

    @property
    def judged(self) -> int:
        """How many were read."""
        return self.right + self.arguable + self.wrong

    def share(self, weight: float) -> float:
        """The share that is to be expected of the next ones, 0 to 1, if ``weight`` findings of the share that all have
        were read besides; of none at all, that share."""
        judged = self.judged + weight
        return (self.right + weight * EXPECTED) / judged if judged else EXPECTED


class Readings(Struct, frozen=True, forbid_unknown_fields=True):
    """What was read.

    Attributes:
        date: the day of the last draw.
        applications: how many applications the findings were drawn from.
        rules: by rule and the confidence that it gives, what readers said.
    """

    date: str
    applications: int
    rules: Mapping[str, Mapping[Confidence, Reading]]


@lru_cache(maxsize=1)
def readings() -> Readings:
    """The table that ships with this version."""
    data = files("codereview.triage").joinpath("readings.json").read_bytes()
    return msgspec.json.decode(data, type=Readings)


@lru_cache(maxsize=256)
def most(rule: str, confidence: Confidence) -> Confidence:
    """The most that can be claimed of findings of which a rule is so sure, by the share of right ones among those that
    were read: medium where too few were, and the rule's own word where none were drawn. Findings of which it is surer
    are not claimed less than all of them together."""
    read = readings().rules.get(rule)
    if read is None or confidence not in read:
        return confidence
    allowed = _level(read[confidence])
    if confidence is Confidence.HIGH and allowed is Confidence.LOW:
        allowed = _level(_together(read.values())).at_most(Confidence.MEDIUM)
    if read[confidence].judged < FEWEST:
        allowed = allowed.at_most(Confidence.MEDIUM)
    return confidence.at_most(allowed)


def _level(reading: Reading) -> Confidence:
    return next((level for level, bar, weight in BARS if reading.share(weight) >= bar), Confidence.LOW)


def _together(parts: Collection[Reading]) -> Reading:
    return Reading(
        sum(one.right for one in parts), sum(one.arguable for one in parts), sum(one.wrong for one in parts)
    )


def measured(found: Sequence[Finding], context: Context) -> list[Finding]:
    """Findings are as sure as those of their rule that were read turned out to be, and no surer than the rule is."""
    return [replace(item, confidence=most(item.rule, item.confidence)) for item in found]
