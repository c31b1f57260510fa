"""How much of a long list of findings a document shows: the worst in full, more as rows, the rest counted."""

from __future__ import annotations

from dataclasses import dataclass

from codereview.report.view import Item, RuleGroup


@dataclass(frozen=True)
class Limits:
    """Findings in full per rule and in all, compact rows in all, characters of a row's message, routes, bytes of
    verified diffs for the patch, and whether what is said for each rule or set as code in rows is left away.
    """

    per_rule: int
    full: int
    rows: int
    row_text: int = 160
    routes: int = 400
    patch: int = 200_000
    tight: bool = False


@dataclass(frozen=True)
class Shown:
    """What of a rule's findings is shown: in full, as rows, and the number left out."""

    group: RuleGroup
    full: tuple[Item, ...]
    rows: tuple[Item, ...]
    left_out: int


def arrange(groups: tuple[RuleGroup, ...], limits: Limits) -> dict[str, Shown]:
    """What is shown of each rule; ``groups`` are worst first, and the worst get their place first."""
    full_left, rows_left = limits.full, limits.rows
    result = {}
    for group in groups:
        full = group.items[: min(limits.per_rule, full_left)]
        rows = group.items[len(full) : len(full) + rows_left]
        full_left -= len(full)
        rows_left -= len(rows)
        result[group.id] = Shown(group, full, rows, len(group.items) - len(full) - len(rows))
    return result
