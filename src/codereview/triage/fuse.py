"""One fault, one finding: what a rule and a tool, or two tools, say about the same place becomes one.

A finding that comes from an external tool has that tool in ``corroborated_by``, as ``ruff`` or ``ruff S113``;
one of our own has nothing there. Two reports of one origin with different messages are two faults (two
advisories on one line of a manifest). Findings at different places that share a root cause stay apart: the
score counts them once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from codereview.model import Confidence, Finding
from codereview.triage.context import Context


def fuse(findings: Sequence[Finding], context: Context) -> list[Finding]:
    """Fuses duplicates: same rule, same span, same cause and message; or same rule and lines that overlap,
    from another origin. Then takes in the witnesses of the context, which are no findings by themselves, and
    leaves out what a rule that says more about the place absorbs: a bare `except` that passes is swallowing.
    """
    by_file: dict[tuple[str, str], list[Finding]] = {}
    for item in findings:
        by_file.setdefault((item.rule, item.path), []).append(item)
    witnesses: dict[tuple[str, str], list[Finding]] = {}
    for item in context.witnesses:
        witnesses.setdefault((item.rule, item.path), []).append(item)
    fused = [item for key, group in by_file.items() for item in _fused(group, witnesses.get(key, ()))]
    return _absorbed(fused, context)


def _absorbed(findings: list[Finding], context: Context) -> list[Finding]:
    """Without those that begin within an open finding of a rule that absorbs theirs."""
    over: dict[tuple[str, str], list[Finding]] = {}
    for item in findings:
        if item.suppressed is None:
            for rule in context.absorbs.get(item.rule, ()):
                over.setdefault((rule, item.path), []).append(item)
    return [item for item in findings if not any(map(_holds(item), over.get((item.rule, item.path), ())))]


def _holds(inner: Finding) -> Callable[[Finding], bool]:
    """Tells of a finding whether the inner one begins within it."""
    start = (inner.line, inner.column)
    return lambda outer: (outer.line, outer.column) <= start < (outer.end_line, outer.end_column)


def _fused(group: Iterable[Finding], witnesses: Iterable[Finding]) -> list[Finding]:
    by_line: dict[int, list[Finding]] = {}
    foreign: list[Finding] = []
    for item in sorted(group, key=_precedence):
        if item.corroborated_by:
            foreign.append(item)
        else:
            _take_in(item, by_line.setdefault(item.line, []))
    kept = [item for items in by_line.values() for item in items]
    for item in foreign:
        _take_in(item, kept)
    for item in sorted(witnesses, key=_precedence):
        twin = _twin(item, kept)
        if twin is not None:
            kept[twin] = _confirmed(kept[twin], item)
    return kept


def _take_in(item: Finding, kept: list[Finding]) -> None:
    twin = _twin(item, kept)
    if twin is None:
        kept.append(item)
    else:
        kept[twin] = _merge(kept[twin], item)


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
    """The index of the finding that says the same: on the same span if there is one, else on lines that
    overlap, the nearest first line before others.
    """
    elsewhere: list[tuple[int, int]] = []
    for index, other in enumerate(kept):
        if other.line > item.end_line or item.line > other.end_line:
            continue
        same_span = _span(item) == _span(other)
        if same_span and item.cause == other.cause and item.message == other.message:
            return index
        foreign = bool(item.corroborated_by) and not _tools(item) & _tools(other)
        if foreign and same_span:
            return index
        if foreign:
            elsewhere.append((abs(item.line - other.line), index))
    return min(elsewhere)[1] if elsewhere else None


def _tools(item: Finding) -> set[str]:
    """Names of the tools in ``corroborated_by``, without the codes that follow them."""
    return {name.partition(" ")[0] for name in item.corroborated_by}


def _span(item: Finding) -> tuple[int, int, int, int]:
    return (item.line, item.column, item.end_line, item.end_column)


def _confirmed(finding: Finding, witness: Finding) -> Finding:
    """A finding that another tool bears out: surer if it was likely before, and no graver. What our rule doubts
    for what it knows of the place (an example, a demonstration) the other tool does not know; one that only sees
    the same words (its confidence is low) adds nothing.
    """
    likely = finding.confidence is Confidence.MEDIUM and witness.confidence is not Confidence.LOW
    return replace(
        finding,
        confidence=Confidence.HIGH if likely else finding.confidence,
        corroborated_by=tuple(sorted({*finding.corroborated_by, *witness.corroborated_by})),
    )


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
