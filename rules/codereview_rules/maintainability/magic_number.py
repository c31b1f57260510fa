"""MNT006: the same unexplained number in several conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from codereview.api import Bad, Card, Confidence, Finding, Good, Note, ProjectRule, Related, Severity
from codereview.facts.clones import is_migration
from codereview.facts.project import ProjectFacts

from ._numbers.collect import Compared

_LEAST = 3
_MOST = 6


def _thrice(condition: str, head: str = "") -> str:
    return head + "".join(f"def f{i}(order):\n    if {condition}:\n        return {i}\n\n" for i in range(3))


class MagicNumber(ProjectRule):
    """Counts the comparisons of one name with one number in each file."""

    card = Card(
        id="MNT006",
        title="Unexplained number in several conditions",
        severity=Severity.INFO,
        confidence=Confidence.LOW,
        effort=10,
        why=(
            "Nobody sees what the number means, and whoever changes the rule has to find all of its places; the one "
            "that is missed is a bug that no test names."
        ),
        instead="Give it a name beside the others of its kind (`FREE_SHIPPING_FROM = 79`), and compare with that.",
        false_alarms=(
            "Told only where the same name is compared with the same number at least three times in a file. Small "
            "whole numbers, powers of two and of ten, numbers of time, angles and bytes, HTTP statuses, and names that "
            "say what the number is (`year`, `port`, `version`) are left out, and so are tests. Formulas of science "
            "can be right as they are."
        ),
    )
    bad = (
        Bad(_thrice("order.total > 79"), (2,)),
        Bad(_thrice("order.total >= 79.5"), (2,)),
        Bad(_thrice("79 < order.total"), (2,)),
        Bad(_thrice("len(order.name) > 37"), (2,)),
        Bad(_thrice("order.score == 42"), (2,)),
        Bad(_thrice("13 <= order.score"), (2,)),
        Bad(
            "def f(order):\n    if order.total > 79 or order.weight > 79:\n        return 1\n"
            "    while order.total < 79:\n        order.add()\n    return 2 if order.total == 79 else 3\n",
            (2,),
        ),
        Bad(_thrice("order.total > 79") + _thrice("order.total > 83 and order.total != 83"), (14,)),
    )
    good = (
        Good(_thrice("order.total > LIMIT", "LIMIT = 79\n\n")),
        Good(_thrice("order.total > 100")),
        Good(_thrice("order.status_code == 404")),
        Good(_thrice("len(order.parts) == 3")),
        Good(_thrice("order.year > 1987")),
        Good(_thrice("order.total > 64")),
        Good(_thrice("order.mask == 0x2A")),
        Good("def f(order):\n    if order.total > 79:\n        return 1\n    return order.score > 79\n"),
        Good(_thrice("order.total > 79"), path="tests/test_order.py"),
        Good(_thrice("order.hours > 3600")),
        Good("def check(order):\n" + "    assert order.total == 79\n" * 3),
    )
    collects = (Compared,)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """At most one finding for each file: the number that is there most often."""
        for path, notes in project.noted(Compared):
            if is_migration(path):
                continue
            groups: dict[tuple[str, str], list[Note]] = defaultdict(list)
            for note in notes:
                groups[str(note.values[0]), str(note.values[1])].append(note)
            told = sorted(
                ((pair, group) for pair, group in groups.items() if len(group) >= _LEAST),
                key=lambda item: (-len(item[1]), item[1][0].line),
            )
            if told:
                yield self._finding(project, path, told)

    def _finding(
        self, project: ProjectFacts, path: str, told: list[tuple[tuple[str, str], list[Note]]]
    ) -> Finding:
        (number, name), group = told[0]
        rest = [f"`{other}` with {value} ({len(places)} times)" for (value, other), places in told[1:4]]
        more = f"; so {'is' if len(rest) == 1 else 'are'} {', '.join(rest)}" if rest else ""
        return self.finding(
            path,
            group[0],
            f"`{name}` is compared with {number} in {len(group)} places, and nothing says what {number} means{more}",
            symbol=project.files[path].symbol(group[0].function),
            related=[Related(path, note.line, f"{number} again") for note in group[1:_MOST]],
        )
