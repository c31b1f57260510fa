"""Matched findings, sorted by what became of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from codereview.compare.comparable import Sides, Unlike
from codereview.compare.matching import code_of, match, order
from codereview.compare.values import Accepted, Change, Moved, Place, Regraded, Uncompared
from codereview.model import Audit, Finding
from codereview.score.again import judged


class Sorted(NamedTuple):
    """All findings of two audits that are judged, each once.

    ``pairs`` are the same fault on both sides; ``fixed``, ``new`` what only one side has though the other looked;
    ``unlike_old``, ``unlike_new`` what the other side could not have told, with the reason. All of them hold suppressed
    findings as well.
    """

    pairs: tuple[tuple[Finding, Finding], ...]
    fixed: tuple[Finding, ...]
    new: tuple[Finding, ...]
    unlike_old: tuple[tuple[Finding, Unlike], ...]
    unlike_new: tuple[tuple[Finding, Unlike], ...]
    renamed: dict[str, str]


def sort(
    old: Audit,
    new: Audit,
    renamed: Mapping[str, str] | None = None,
    unread: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> Sorted:
    """Matches the findings of two audits; ``renamed`` are files known under another name, old to new, ``unread`` those
    that each side left out, with the reason.
    """
    matching = match(judged(old), judged(new), renamed)
    sides = Sides(old, new, unread)
    names = matching.renamed
    back = {there: here for here, there in names.items()}
    gone = [(item, sides.unlike(item, names.get(item.path, item.path), "new")) for item in matching.only_old]
    come = [(item, sides.unlike(item, back.get(item.path, item.path), "old")) for item in matching.only_new]
    return Sorted(
        pairs=matching.pairs,
        fixed=tuple(item for item, why in gone if why is None),
        new=tuple(item for item, why in come if why is None),
        unlike_old=tuple((item, why) for item, why in gone if why is not None),
        unlike_new=tuple((item, why) for item, why in come if why is not None),
        renamed=names,
    )


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as reports list them."""
    return tuple(sorted(findings, key=lambda item: (-item.severity.rank, -item.confidence.rank, order(item))))


def opened(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that nobody has accepted, worst first."""
    return worst_first(item for item in findings if item.suppressed is None)


def is_unchanged(old: Finding, new: Finding) -> bool:
    """Whether a fault stands where it stood."""
    return _place(old) == _place(new)


def moved(pairs: Iterable[tuple[Finding, Finding]]) -> tuple[Moved, ...]:
    """The open faults at another place, those first that moved farthest."""
    out = []
    for old, new in pairs:
        if old.suppressed is None and new.suppressed is None and not is_unchanged(old, new):
            how: list[Change] = []
            if old.path != new.path:
                how.append("file")
            if old.symbol != new.symbol:
                how.append("symbol")
            if code_of(old) != code_of(new):
                how.append("code")
            if old.line != new.line:
                how.append("line")
            out.append(
                Moved(
                    rule=new.rule,
                    title=new.title,
                    severity=new.severity,
                    fingerprint=new.fingerprint,
                    old=_place(old),
                    new=_place(new),
                    how=tuple(how),
                )
            )
    ranks = ("file", "symbol", "code", "line")
    return tuple(
        sorted(
            out, key=lambda m: (ranks.index(m.how[0]), m.new.path, m.new.line, m.rule, m.old.path, m.old.line)
        )
    )


def regraded(pairs: Iterable[tuple[Finding, Finding]]) -> tuple[Regraded, ...]:
    """The open faults that are judged otherwise, those that became graver first."""
    out = [
        Regraded(
            rule=new.rule,
            title=new.title,
            place=_place(new),
            old_severity=old.severity,
            new_severity=new.severity,
            old_confidence=old.confidence,
            new_confidence=new.confidence,
        )
        for old, new in pairs
        if old.suppressed is None
        and new.suppressed is None
        and (old.severity, old.confidence) != (new.severity, new.confidence)
    ]
    return tuple(
        sorted(
            out, key=lambda r: (r.old_severity.rank - r.new_severity.rank, r.place.path, r.place.line, r.rule)
        )
    )


def accepted(found: Sorted, side: Literal["old", "new"], baseline: bool) -> tuple[Accepted, ...]:
    """Findings that only one side accepts: by a comment or the configuration, or by a baseline."""
    pairs = [(new, old) if side == "new" else (old, new) for old, new in found.pairs]
    alone = found.new if side == "new" else found.fixed
    out = []
    for item, partner in (*pairs, *((item, None) for item in alone)):
        if (own := item.suppressed) is None or (own.source == "baseline") is not baseline:
            continue
        other = partner.suppressed if partner is not None else None
        if other is None or (other.source == "baseline") is not baseline:
            out.append(Accepted(finding=item, suppression=own, alone=partner is None))
    return tuple(sorted(out, key=lambda entry: (-entry.finding.severity.rank, order(entry.finding))))


def uncompared(found: Sorted) -> tuple[Uncompared, ...]:
    """Open findings that are neither new nor fixed, worst first."""
    sides: tuple[tuple[Literal["old", "new"], tuple[tuple[Finding, Unlike], ...]], ...] = (
        ("old", found.unlike_old),
        ("new", found.unlike_new),
    )
    out = [
        Uncompared(finding=item, side=side, reason=why.reason)
        for side, entries in sides
        for item, why in entries
        if item.suppressed is None
    ]
    return tuple(
        sorted(out, key=lambda entry: (-entry.finding.severity.rank, order(entry.finding), entry.side))
    )


def _place(item: Finding) -> Place:
    return Place(path=item.path, line=item.line, symbol=item.symbol)
