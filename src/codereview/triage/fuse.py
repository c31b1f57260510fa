"""One fault, one finding: what a rule and a tool, or two tools, say about the same place becomes one.

A finding that comes from an external tool has that tool in ``corroborated_by``, as ``ruff`` or ``ruff S113``;
one of our own has nothing there. Two reports of one origin with different messages are two faults (two
advisories on one line of a manifest). Findings at different places that share a root cause stay apart: the
score counts them once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from codereview.model import Finding
from codereview.triage.context import Context


def fuse(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Fuses duplicates: same rule, same span, same cause and message; or same rule and line from another
    origin.
    """
    by_line: dict[tuple[str, str, int], list[Finding]] = {}
    for item in findings:
        by_line.setdefault((item.rule, item.path, item.line), []).append(item)
    return [item for group in by_line.values() for item in _fused(group)]


def _fused(group: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for item in sorted(group, key=_precedence):
        twin = _twin(item, kept)
        if twin is None:
            kept.append(item)
        else:
            kept[twin] = _merge(kept[twin], item)
    return kept


def _precedence(item: Finding) -> tuple[object, ...]:
    """Our own first, then the more severe and the surer; the rest makes the order the same in every run."""
    return (
        bool(item.corroborated_by),
        -item.severity.rank,
        -item.confidence.rank,
        item.column,
        item.end_line,
        item.end_column,
        item.corroborated_by,
        item.cause,
        item.symbol,
        item.message,
    )


def _twin(item: Finding, kept: Sequence[Finding]) -> int | None:
    """The index of the finding that says the same: on the same span if there is one, else on the same
    line.
    """
    elsewhere: int | None = None
    for index, other in enumerate(kept):
        same_span = _span(item) == _span(other)
        if same_span and item.cause == other.cause and item.message == other.message:
            return index
        foreign = bool(item.corroborated_by) and not _tools(item) & _tools(other)
        if foreign and same_span:
            return index
        if foreign and elsewhere is None:
            elsewhere = index
    return elsewhere


def _tools(item: Finding) -> set[str]:
    """Names of the tools in ``corroborated_by``, without the codes that follow them."""
    return {name.partition(" ")[0] for name in item.corroborated_by}


def _span(item: Finding) -> tuple[int, int, int, int]:
    return (item.line, item.column, item.end_line, item.end_column)


def _merge(first: Finding, second: Finding) -> Finding:
    related = (*first.related, *(place for place in second.related if place not in first.related))
    return replace(
        first,
        severity=max(first.severity, second.severity, key=lambda item: item.rank),
        confidence=max(first.confidence, second.confidence, key=lambda item: item.rank),
        related=related,
        corroborated_by=tuple(sorted({*first.corroborated_by, *second.corroborated_by})),
        suppressed=first.suppressed or second.suppressed,
        fixable=first.fixable or second.fixable,
        fix=first.fix or second.fix,
        symbol=first.symbol or second.symbol,
        cause=first.cause or second.cause,
    )
