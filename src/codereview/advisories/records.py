"""Advisories in the form of OSV (https://ossf.github.io/osv-schema/): read, made sane, turned into our values."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

import msgspec
from packaging.utils import canonicalize_name

from codereview.advisories.cvss import base_score, severity_named, severity_of
from codereview.facts.dependencies.advisories import Advisory, Affected, Event, Kind, parsed
from codereview.model import Severity

SCHEMA_VERSION = "1.6.0"
ECOSYSTEM = "PyPI"
_SUMMARY = 160
_KINDS: tuple[Kind, ...] = ("introduced", "fixed", "last_affected", "limit")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?\s*(Z|z|[+-]\d\d:?\d\d)?")


class _Struct(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base: fields that we do not know are passed over, those without a value are not written."""


class OsvPackage(_Struct, frozen=True):
    """A package of an ecosystem."""

    name: str
    ecosystem: str


class OsvEvent(_Struct, frozen=True):
    """One event of a range; exactly one field is set."""

    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    limit: str | None = None

    def plain(self) -> Event | None:
        """As a value of ours; None if no field is set."""
        for kind in _KINDS:
            version = getattr(self, kind)
            if version is not None:
                return Event(kind, version)
        return None


class OsvRange(_Struct, frozen=True):
    """A range of versions of a type; those of type GIT are left out when a record is read."""

    type: str
    events: tuple[OsvEvent, ...] = ()


class OsvSeverity(_Struct, frozen=True):
    """A CVSS vector. ``type`` is such as ``CVSS_V3``."""

    type: str
    score: str


class OsvDetails(_Struct, frozen=True):
    """What a database adds of its own; some name the severity here in a word. ``unread`` is our own note that
    ranges were left out.
    """

    severity: Any = None
    unread: Any = False


class OsvAffected(_Struct, frozen=True):
    """A package with its affected versions."""

    package: OsvPackage | None = None
    ranges: tuple[OsvRange, ...] | None = None
    versions: tuple[str, ...] | None = None
    severity: tuple[OsvSeverity, ...] | None = None


class OsvRecord(_Struct, frozen=True):
    """One advisory, as far as we use it."""

    id: str
    modified: str = ""
    published: str = ""
    withdrawn: str | None = None
    aliases: tuple[str, ...] | None = None
    summary: str = ""
    details: str = ""
    severity: tuple[OsvSeverity, ...] | None = None
    affected: tuple[OsvAffected, ...] | None = None
    database_specific: OsvDetails | None = None
    schema_version: str = ""


class Sane(_Struct, frozen=True):
    """A record with only what can be used. ``unread`` is the number of ranges that could not be."""

    record: OsvRecord
    unread: int


def sane(record: OsvRecord) -> Sane:
    """Leaves out other ecosystems, ranges of commits and ranges with versions that are none; brings names to
    their canonical form and times to UTC; cuts the text down to one line.
    """
    unread = 0
    kept = []
    for item in record.affected or ():
        if item.package is None or item.package.ecosystem != ECOSYSTEM:
            continue
        ranges = [found for found in item.ranges or () if found.type == "ECOSYSTEM"]
        readable = tuple(found for found in ranges if _readable(found))
        unread += len(ranges) - len(readable)
        name = canonicalize_name(item.package.name)
        kept.append(
            OsvAffected(OsvPackage(name, ECOSYSTEM), readable, item.versions or (), item.severity or ())
        )
    return Sane(
        OsvRecord(
            id=record.id,
            modified=utc(record.modified),
            published=utc(record.published),
            withdrawn=record.withdrawn,
            aliases=tuple(record.aliases or ()),
            summary=_line(record.summary or record.details),
            severity=record.severity or (),
            affected=tuple(kept),
            database_specific=_details(record.database_specific, unread > 0),
            schema_version=SCHEMA_VERSION,
        ),
        unread,
    )


def _details(given: OsvDetails | None, unread: bool) -> OsvDetails | None:
    severity = given.severity if given is not None and isinstance(given.severity, str) else None
    return OsvDetails(severity, unread) if severity or unread else None


def _readable(found: OsvRange) -> bool:
    events = [event.plain() for event in found.events]
    return bool(events) and all(
        event is not None and (event.kind == "limit" or parsed(event.version) is not None) for event in events
    )


def utc(time: str) -> str:
    """A time of RFC 3339 in UTC with six digits; empty if it is none."""
    found = _TIME.fullmatch(time.strip())
    if found is None:
        return ""
    day, clock, fraction, zone = found.groups()
    zone = "+00:00" if zone in (None, "Z", "z") else zone
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}.{(fraction or '0')[:6]:0<6}{zone}")
        return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    except (ValueError, OverflowError):
        return ""


def _line(text: str) -> str:
    """The first sentence, in one line and not too long."""
    line = " ".join(text.split())
    sentence = re.match(r".{20,}?[.!?](?=\s|$)", line)
    line = sentence.group().rstrip(".") if sentence else line
    return line if len(line) <= _SUMMARY else line[:_SUMMARY].rsplit(" ", 1)[0] + " …"


def advisory(record: OsvRecord, name: str) -> Advisory:
    """What a sane record says about one package, by its canonical name."""
    own = [item for item in record.affected or () if item.package is not None and item.package.name == name]
    affected = tuple(
        Affected(
            tuple(
                tuple(event for given in found.events if (event := given.plain()) is not None)
                for found in item.ranges or ()
            ),
            tuple(item.versions or ()),
        )
        for item in own
    )
    vectors = [*(record.severity or ()), *(entry for item in own for entry in item.severity or ())]
    severity, score, vector = _severity(vectors, record.database_specific)
    return Advisory(
        id=record.id,
        affected=affected,
        aliases=tuple(record.aliases or ()),
        summary=record.summary,
        severity=severity,
        score=score,
        vector=vector,
        published=record.published,
        modified=record.modified,
        unread=record.database_specific is not None and record.database_specific.unread is True,
    )


def _severity(
    vectors: list[OsvSeverity], details: OsvDetails | None
) -> tuple[Severity | None, float | None, str]:
    """From CVSS version 3, else from the database's own word, else from version 2."""
    named = severity_named(details.severity) if details is not None else None
    scored = [(item, score) for item in vectors if (score := base_score(item.score)) is not None]
    third = [pair for pair in scored if pair[0].score.startswith("CVSS:3")]
    if third:
        item, score = max(third, key=lambda pair: pair[1])
        return severity_of(score), score, item.score
    if named is not None:
        return named, None, vectors[0].score if vectors else ""
    if scored:
        item, score = max(scored, key=lambda pair: pair[1])
        return severity_of(score), score, item.score
    return None, None, vectors[0].score if vectors else ""
