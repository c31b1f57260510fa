"""What the steps of triage may know besides the findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from codereview.facts.suppressions import SuppressionComment
from codereview.model import Finding, Zone


@dataclass(frozen=True)
class Entry:
    """One suppression of the configuration.

    Args:
        rules: ids, prefixes or names of categories.
        paths: globs in the manner of ``.gitignore``.
        reason: why; an entry without one is not honoured.
    """

    rules: tuple[str, ...]
    paths: tuple[str, ...]
    reason: str


def _no_line(path: str, line: int) -> str:
    return ""


@dataclass(frozen=True)
class Context:
    """Input of every step.

    Args:
        zones: zone by path; a path that is not in it is production.
        line: the text of a line of a file, empty when there is none.
        select, ignore: ids, prefixes or names of categories; an empty ``select`` takes every rule.
        comments: suppression comments by path.
        entries: suppressions of the configuration.
        quotes_secrets: rules whose findings stand on a secret's value.
        witnesses: reports of other tools that count only where they confirm a finding.
        not_in_tests: rules that say nothing about test code.
        absorbs: by rule, the rules that say less about the same place.
        starts_are_told: whether it is known of most code what starts it.
    """

    zones: Mapping[str, Zone] = field(default_factory=dict)
    line: Callable[[str, int], str] = _no_line
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    comments: Mapping[str, tuple[SuppressionComment, ...]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    quotes_secrets: frozenset[str] = frozenset({"SEC001", "SEC002", "SEC003"})
    witnesses: tuple[Finding, ...] = ()
    not_in_tests: tuple[str, ...] = ("ARC", "DOC")
    absorbs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    starts_are_told: bool = False
