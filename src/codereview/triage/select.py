"""Which rules are asked for: ids, prefixes of ids, and names of categories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codereview.model import Category, Finding
from codereview.triage.context import Context


def specificity(selector: str, rule: str, category: Category) -> int:
    """How exactly a selector names a rule: 0 not at all, 1 by its category, more the longer the prefix is."""
    wanted = selector.strip()
    if not wanted:
        return 0
    if wanted.lower() == category.value:
        return 1
    return 1 + len(wanted) if rule.upper().startswith(wanted.upper()) else 0


def names(selectors: Iterable[str], rule: str, category: Category) -> bool:
    """Whether one of the selectors names the rule."""
    return any(specificity(item, rule, category) for item in selectors)


def chosen(rule: str, category: Category, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> bool:
    """Whether a rule is on. The more specific selector wins, so that ``--ignore SEC --select SEC001`` leaves
    one rule; between equals ``ignore`` wins. An empty ``select`` takes every rule.
    """
    wanted = max((specificity(item, rule, category) for item in select), default=0)
    unwanted = max((specificity(item, rule, category) for item in ignore), default=0)
    if select and not wanted:
        return False
    return not unwanted or wanted > unwanted


def select(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Leaves the findings of the rules that are on."""
    on = {
        (rule, category): chosen(rule, category, context.select, context.ignore)
        for rule, category in {(item.rule, item.category) for item in findings}
    }
    return [item for item in findings if on[item.rule, item.category]]
