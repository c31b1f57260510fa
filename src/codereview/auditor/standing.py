"""Findings that stand, and which of them a result of another tool says again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from codereview.api import Card
from codereview.auditor.sarif_places import Placed
from codereview.model import Finding
from codereview.score.table import SECRET_RULES


class Standing:
    """Findings that stand, by path, to find those that a result confirms."""

    def __init__(self, findings: Sequence[Finding], cards: Mapping[str, Card]) -> None:
        self._weaknesses = {rule: frozenset(card.cwe) for rule, card in cards.items()}
        self._by_path: dict[str, list[tuple[int, Finding]]] = defaultdict(list)
        for index, finding in enumerate(findings):
            self._by_path[finding.path].append((index, finding))

    def twin(
        self, rule: str, said: str, weaknesses: frozenset[int], secret: bool, placed: Placed
    ) -> int | None:
        """The finding that says the same: on overlapping lines one of the rule, or that the same tool ran here said
        already; or one that begins on the same line and is about the same weakness by its CWE number, or about a
        secret as well.
        """
        for index, item in self._by_path.get(placed.path, ()):
            if item.line > placed.end_line or placed.line > item.end_line:
                continue
            same = weaknesses & self._weaknesses.get(item.rule, frozenset())
            alike = item.line == placed.line and (same or (secret and item.rule in SECRET_RULES))
            if item.rule == rule or said in item.corroborated_by or alike:
                return index
        return None
