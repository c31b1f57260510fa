"""The same secret in several places: found by its value, which is in memory only and never leaves this module.

A credential file that is taken out of version control leaves its values behind wherever they were copied to. So
the values of credential files and of sure secrets are looked for in all other files: places that no rule
reported are told with the finding and masked, and findings on the same value become one root cause. One value is
as sure everywhere as in the place that tells most.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from codereview.auditor.quote import Quotes
from codereview.collect import SourceFile
from codereview.engine.worker import Span
from codereview.model import Confidence, Finding, Related, Severity, Zone

RULES = frozenset({"SEC001", "SEC002"})
_DEFAULTS = "SEC003"
"""The rule of literal defaults: a generated one that is sure makes its copies so, and is as sure as they are."""
_SHORTEST = 12
"""Characters: what is shorter may be the same by chance."""
_SHORTEST_DOUBTFUL = 20
"""As `_SHORTEST`, for a value that no finding is sure of."""
_DOUBTFUL = "; doubtful: "
"""Behind it the message of a doubtful finding gives the reason."""
_SHOWN = "; no fault by itself: the file is a sample"
"""Behind it that of a note on a value that documentation, a sample or a test shows."""
_COPIED = "; doubtful: it is the default of `{}`, copied into a sample or a document"
"""Behind that of a place that nothing runs with: what is to be mended is the default."""
_ASIDE = ("the line is a comment", "the set-up is one of development", "the path speaks of development")
"""Reasons that hold of a place whatever the value opens elsewhere: the other finding is the one to act on."""
_DOCUMENTS = frozenset({"md", "rst", "adoc"})
_SAMPLES = frozenset({"example", "sample", "template", "dist", "tmpl"})
_MOST_VALUES = 60
_MOST_PLACES = 10
_LARGEST = 1_000_000
_NOT_OURS = (Zone.VENDORED, Zone.ENVIRONMENT, Zone.GENERATED)
_QUOTES = "\"'`,; \t"


class _Place(NamedTuple):
    path: str
    line: int


def with_copies(findings: Sequence[Finding], quotes: Quotes, files: Iterable[SourceFile]) -> list[Finding]:
    """The findings, those on secrets with the other places of their values.

    Args:
        findings: all that rules reported.
        quotes: the texts; the places found are masked in it.
        files: those to look into.
    """
    held = _values(findings, quotes)
    if not held:
        return list(findings)
    places = _places(held, quotes, files)
    reported = {_Place(item.path, item.line) for item in findings if item.rule in RULES}
    findings = _as_sure(findings, held)
    told: dict[int, list[Related]] = {}
    causes: dict[int, str] = {}
    for value, owners in held.items():
        found = places.get(value, [])
        if len({place.path for place in found}) < 2:
            continue
        leader = owners[0]
        cause = findings[leader].cause or f"{findings[leader].path}:{findings[leader].line}"
        for index in owners:
            causes.setdefault(index, cause)
        others = [place for place in dict.fromkeys(found) if place not in reported]
        told.setdefault(leader, []).extend(
            Related(path=place.path, line=place.line, message="the same value stands here")
            for place in others[:_MOST_PLACES]
        )
    return [_joined(item, told.get(index, ()), causes.get(index, "")) for index, item in enumerate(findings)]


def _as_sure(findings: Sequence[Finding], held: dict[str, list[int]]) -> list[Finding]:
    """The findings; doubtful ones on a value that another one is sure of with its confidence."""
    out = list(findings)
    for owners in held.values():
        surest = max((findings[index] for index in owners), key=lambda item: item.confidence.rank)
        for index in owners:
            item = findings[index]
            if item.message.partition(_DOUBTFUL)[2].startswith(_ASIDE):
                continue
            if item.confidence is Confidence.LOW and surest.confidence is not Confidence.LOW:
                said = item.message.partition(_DOUBTFUL)[0].partition(_SHOWN)[0]
                if surest.rule == _DEFAULTS and _only_shows(item) and "assword" not in item.message:
                    if item.severity is not Severity.INFO:
                        said += _COPIED.format(surest.path)
                        out[index] = replace(item, message=said, severity=Severity.LOW)
                    continue
                said = f"{said}; {_where(surest, item)}"
                noted = item.severity is Severity.INFO
                severity = surest.severity if noted else item.severity
                out[index] = replace(item, message=said, severity=severity, confidence=surest.confidence)
    return out


def _only_shows(item: Finding) -> bool:
    """Whether nothing runs with a place: a document, or a file that each installation copies and fills in."""
    parts = item.path.lower().rpartition("/")[2].split(".")
    return _SHOWN in item.message or parts[-1] in _DOCUMENTS or not _SAMPLES.isdisjoint(parts)


def _where(surest: Finding, item: Finding) -> str:
    """What makes a value sure: another place of it, or the credential file that it stands in itself."""
    if surest.path != item.path:
        return f"the same value is in `{surest.path}`"
    if surest.rule == "SEC002":
        return "the file is one of credentials"
    return f"the same value is in line {surest.line}"


def _joined(item: Finding, more: Sequence[Related], cause: str) -> Finding:
    if not more and not cause:
        return item
    known = {(place.path, place.line) for place in item.related} | {(item.path, item.line)}
    new = [place for place in more if (place.path, place.line) not in known]
    return replace(item, related=(*item.related, *new), cause=cause or item.cause)


def _values(findings: Sequence[Finding], quotes: Quotes) -> dict[str, list[int]]:
    """The values of secrets, each with the findings that stand on it; those of credential files come first."""
    order = sorted(
        (i for i, item in enumerate(findings) if _counts(item) and _is_told(item)),
        key=lambda index: _order(findings[index]),
    )
    held: dict[str, list[int]] = {}
    for index in order:
        item = findings[index]
        least = _SHORTEST_DOUBTFUL if item.confidence is Confidence.LOW else _SHORTEST
        for value in _values_of(item, quotes.text(item.path).split("\n")):
            if item.severity is Severity.INFO and value not in held:
                continue  # a sample of a value that is nowhere else
            if value in held or (_tells(value, least) and len(held) < _MOST_VALUES):
                owners = held.setdefault(value, [])
                if index not in owners:
                    owners.append(index)
    return held


def _counts(item: Finding) -> bool:
    """Whether the value of a finding is looked for elsewhere: words that stand in for a secret are in many files."""
    return item.rule in RULES or (item.rule == _DEFAULTS and item.confidence is Confidence.HIGH)


def _is_told(item: Finding) -> bool:
    """Whether a finding claims a fault, or would if its value was one elsewhere."""
    return item.severity is not Severity.INFO or _SHOWN in item.message


def _values_of(item: Finding, lines: Sequence[str]) -> Iterable[str]:
    """The value that a finding spans, and of a credential file those of its other lines."""
    if item.line == item.end_line and 0 < item.line <= len(lines):
        yield lines[item.line - 1][item.column - 1 : item.end_column - 1].strip(_QUOTES)
    if item.rule == "SEC002":
        for place in item.related:
            if place.path == item.path and 0 < place.line <= len(lines):
                _, sign, value = lines[place.line - 1].partition("=")
                yield value.strip(_QUOTES) if sign else ""


def _order(item: Finding) -> tuple[bool, bool, bool, str, int]:
    noted = item.severity is Severity.INFO
    return noted, item.confidence is Confidence.LOW, item.rule != "SEC002", item.path, item.line


def _tells(value: str, least: int) -> bool:
    """Whether a text of so many characters at least is one that nobody writes twice by chance."""
    if len(value) < least or any(char.isspace() for char in value):
        return False
    return any(char.isdigit() for char in value) and any(char.isalpha() for char in value)


def _places(held: Iterable[str], quotes: Quotes, files: Iterable[SourceFile]) -> dict[str, list[_Place]]:
    """Where each value stands as a whole word; every such place is masked."""
    found: dict[str, list[_Place]] = {}
    for file in files:
        if file.kind == "binary" or file.size > _LARGEST or file.zone in _NOT_OURS:
            continue
        text = quotes.text(file.path)
        for value in held:
            start = text.find(value)
            while start >= 0:
                end = start + len(value)
                if not (_word(text, start - 1) or _word(text, end)):
                    line = text.count("\n", 0, start) + 1
                    column = start - text.rfind("\n", 0, start)
                    found.setdefault(value, []).append(_Place(file.path, line))
                    quotes.hide(file.path, Span(line, column, line, column + len(value)))
                start = text.find(value, end)
    return found


def _word(text: str, index: int) -> bool:
    return 0 <= index < len(text) and text[index].isalnum()
