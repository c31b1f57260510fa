"""Diagnostics of tools -> findings, through the tables of adopted codes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from codereview.adapters.accepted import accepted
from codereview.adapters.adopted import Code, Table
from codereview.adapters.comments import is_prose
from codereview.adapters.values import Diagnostic
from codereview.api import Card
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.model import Confidence, Finding, Suppression, Zone

_UNTOLD = (Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT)


class Translated(msgspec.Struct):
    """What the reports of one tool came to.

    Attributes:
        findings: those of adopted codes.
        witnesses: confirmations: they count only where a rule of ours reports the same, and an echo (confidence low)
            makes it no surer.
        unknown: number of reports by code that no table speaks of; they weigh nothing.
    """

    findings: list[Finding]
    witnesses: list[Finding]
    unknown: dict[str, int]


def translated(
    diagnostics: Iterable[Diagnostic],
    table: Table,
    cards: Mapping[str, Card],
    project: ProjectFacts,
    line: Callable[[str, int], str],
) -> Translated:
    """The findings of one tool.

    Args:
        diagnostics: what it reported, each of a file of the project.
        table: its codes.
        cards: all cards by rule id; a code whose rule is not among them is left out (it is switched off).
        project: for zones and the names of functions.
        line: gives a line of a file, masked.
    """
    scopes = _Scopes(project.files)
    out = Translated([], [], {})
    unknown: Counter[str] = Counter()
    said = _Said()
    confirms = table.confirms
    for item in diagnostics:
        entry = table.entry(item.code, item.severity)
        code = table.codes.get(entry)
        own = confirms.get(entry)
        zone = project.zone(item.path)
        if code is None and own is None:
            if entry not in table.dropped:
                unknown[item.code] += 1
        elif own is not None and own in cards:
            weight = Confidence.LOW if entry in table.echoes else Confidence.HIGH
            out.witnesses.append(_finding(item, Code(own, "", confidence=weight), cards[own], scopes, line))
        elif code is None or code.rule not in cards or not _tells(code, zone):
            continue
        elif not (_is_no_code(item, line) or said.before(item, code.rule)):
            out.findings.append(_finding(item, code, cards[code.rule], scopes, line))
    out.unknown = dict(sorted(unknown.items()))
    return out


class _Said:
    """What one tool has said already: the same of one line, or under another code of one rule of one place."""

    def __init__(self) -> None:
        self._lines: set[tuple[str, int, str, str]] = set()
        self._places: dict[tuple[str, str, int, int, int, int], str] = {}

    def before(self, item: Diagnostic, rule: str) -> bool:
        """Whether a report adds nothing."""
        line = (item.path, item.line, item.code, item.message)
        place = (rule, item.path, item.line, item.column, item.end_line, item.end_column)
        known = line in self._lines or self._places.setdefault(place, item.code) != item.code
        self._lines.add(line)
        return known


def _is_no_code(item: Diagnostic, line: Callable[[str, int], str]) -> bool:
    """Whether a report on code in comments is about a grammar or a result."""
    return item.code == "ERA001" and is_prose(
        [line(item.path, number) for number in range(item.line, item.end_line + 1)]
    )


def _tells(code: Code, zone: Zone) -> bool:
    return zone not in _UNTOLD and (not code.zones or zone in code.zones)


def _finding(
    item: Diagnostic, code: Code, card: Card, scopes: _Scopes, line: Callable[[str, int], str]
) -> Finding:
    comment = accepted(item.tool, line(item.path, item.comment_line or item.line), item.code)
    message = code.message or _sentence(item.message)
    return Finding(
        rule=card.id,
        title=card.title,
        category=card.area,
        severity=code.severity or card.severity,
        confidence=code.confidence or card.confidence,
        path=item.path,
        line=item.line,
        column=item.column,
        end_line=max(item.end_line, item.line),
        end_column=item.end_column,
        message=message,
        symbol=item.symbol or scopes.at(item.path, item.line),
        related=item.related,
        cause=f"{item.path}:{message}" if code.shared else "",
        effort_minutes=card.effort if code.effort is None else code.effort,
        corroborated_by=(f"{item.tool} {item.code}",),
        suppressed=Suppression(reason=comment, source="inline") if comment else None,
    )


def _sentence(message: str) -> str:
    """The message on one line, without a full stop at its end, as ours are."""
    text = " ".join(message.split())
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


class _Scopes:
    """The innermost function at a line, by file."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self._known: dict[str, tuple[list[int], list[tuple[int, int, str]]]] = {}

    def at(self, path: str, line: int) -> str:
        """Its qualified name; empty outside of functions."""
        if path not in self._files:
            return ""
        if path not in self._known:
            spans = sorted((f.line, f.end_line, f.qualname) for f in self._files[path].functions)
            self._known[path] = ([start for start, _, _ in spans], spans)
        starts, spans = self._known[path]
        for index in range(bisect_right(starts, line) - 1, -1, -1):
            if spans[index][1] >= line:
                return spans[index][2]
        return ""
