"""Writes ``src/codereview/triage/readings.json`` from ``docs/evaluation/verdicts.csv``; run it after a draw was read.

A draw has the letter that it has among those of the rare rules (``docs/evaluation/rare-rules.md``), and so have those
of other rules that were read with it. Each line of that file is a finding in an application that no rule had met, as
sure as its rule was of it, with what a reader said who did not know the rule. Of each rule and confidence the latest
draws count, as many as it takes to have twenty findings: rules are mended between draws, so that what was said long ago
says little. Where a family of rules stopped claiming what readers did not accept, only draws from then on count
(`SINCE`).
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
VERDICTS = ROOT / "docs" / "evaluation" / "verdicts.csv"
TARGET = ROOT / "src" / "codereview" / "triage" / "readings.json"
COMMAND = "python scripts/readings.py"

ENOUGH = 20
SINCE = {"REL": "Q", "PERF": "Q"}
"""Where nothing is seen to come to a function, faults of these families are questions from then on."""
DRAWN = (
    *(f"ARC{number:03}" for number in range(1, 16)),
    *(f"REL{number:03}" for number in (*(2, *range(4, 11)), 15, *range(17, 24), 25)),
    *(f"SEC{number:03}" for number in (1, *range(3, 8), *range(10, 23), 24, 26, 27)),
    "MNT010", "OPS007", "OPS010", "DOC007", "PERF001", "PERF002", "PERF006", "PERF011",
)  # fmt: skip
"""The rules of which findings were drawn: one that has none was told too rarely to be read."""
SURE = ("high", "medium")


class Verdict(NamedTuple):
    """What a reader said of one finding; ``line`` and the rest are texts, as they stand in the file."""

    draw: str
    repository: str
    commit: str
    rule: str
    confidence: str
    severity: str
    path: str
    line: str
    verdict: str


def verdicts() -> list[Verdict]:
    """All of them, in the order of the file."""
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        return [Verdict(**row) for row in csv.DictReader(file)]


def counted(told: Iterable[Verdict]) -> Counter[str]:
    """What was said of the findings of one rule and confidence: the latest draws first, until there are enough."""
    by_draw: dict[str, Counter[str]] = defaultdict(Counter)
    for item in told:
        by_draw[item.draw][item.verdict] += 1
    found: Counter[str] = Counter()
    for draw in sorted(by_draw, reverse=True):
        if found.total() >= ENOUGH:
            break
        found += by_draw[draw]
    return found


def readings(told: list[Verdict], date: str) -> str:
    """The table as JSON; ``date`` is the day of the last draw."""
    groups: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for item in told:
        if item.draw >= SINCE.get(item.rule.rstrip("0123456789"), ""):
            groups[item.rule, item.confidence].append(item)

    def rows(rule: str) -> Iterator[tuple[str, dict[str, int]]]:
        for confidence in SURE:
            found = counted(groups[rule, confidence])
            yield confidence, {verdict: found[verdict] for verdict in ("right", "arguable", "wrong")}

    table = {
        "date": date,
        "applications": len({item.repository for item in told}),
        "rules": {rule: dict(rows(rule)) for rule in sorted(DRAWN)},
    }
    return json.dumps(table, indent=1) + "\n"


def main() -> None:
    """Writes the table; the only argument is the day of the last draw, else that of the table that there is."""
    date = sys.argv[1] if len(sys.argv) > 1 else json.loads(TARGET.read_text(encoding="utf-8"))["date"]
    TARGET.write_text(readings(verdicts(), date), encoding="utf-8")


if __name__ == "__main__":
    main()
