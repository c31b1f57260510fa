"""What is known of vulnerable versions: advisories, and which versions they say are affected.

The evaluation is the one that OSV documents (https://ossf.github.io/osv-schema/#evaluation): a version is
affected if it is listed, or if the last event of a range at or below it leaves it vulnerable. Versions compare
as PEP 440 says. A local version (``1.13.0+cpu``) is judged as the public version that it is a build of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal

import msgspec
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from codereview.model import Severity

Kind = Literal["introduced", "fixed", "last_affected", "limit"]

# At one version: what is mended there comes first, then what begins there, then what ends after it.
_ORDER = {"fixed": 0, "introduced": 1, "last_affected": 2, "limit": 3}
_NAMES = ("PYSEC-", "CVE-", "GHSA-")

MISSING = (
    "no advisories have been imported; `codereview advisories import FILE` takes in OSV's PyPI export "
    "(https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip)"
)
"""Why vulnerabilities are not assessed without a database, and what mends it."""


class Event(msgspec.Struct, frozen=True):
    """Where a range of affected versions begins or ends. ``introduced`` at ``0`` is before all versions."""

    kind: Kind
    version: str


class Affected(msgspec.Struct, frozen=True):
    """One set of affected versions: ranges, and versions that are named."""

    ranges: tuple[tuple[Event, ...], ...] = ()
    versions: tuple[str, ...] = ()


class Advisory(msgspec.Struct, frozen=True):
    """One advisory as far as it is about one package.

    Attributes:
        aliases: other names of the same vulnerability.
        summary: one line; empty if it has none.
        severity: on our scale; None if the advisory gives none.
        score, vector: CVSS base score and vector; None and empty where there is none that can be computed.
        published, modified: RFC 3339.
        unread: whether it names ranges of versions that cannot be compared, which are left out.
    """

    id: str
    affected: tuple[Affected, ...]
    aliases: tuple[str, ...] = ()
    summary: str = ""
    severity: Severity | None = None
    score: float | None = None
    vector: str = ""
    published: str = ""
    modified: str = ""
    unread: bool = False

    @property
    def malicious(self) -> bool:
        """Whether the package itself is the attack (the ids of OSV's list of malicious packages)."""
        return self.id.startswith("MAL-")


class Vulnerability(msgspec.Struct, frozen=True):
    """Advisories that name each other, taken as one. ``fixed`` are the versions above the judged one that end
    it, lowest first; ``severity`` is the highest that one of them gives.
    """

    id: str
    aliases: tuple[str, ...]
    summary: str
    severity: Severity | None
    score: float | None
    fixed: tuple[str, ...]
    malicious: bool = False


class Advisories(msgspec.Struct, frozen=True):
    """What a database holds of the packages of one project.

    Attributes:
        date: day of the newest change in the data (``2024-10-10``).
        imported: day on which they were imported.
        by_name: advisories by canonical name, only of the packages that were asked for.
        source: where they come from, in a few words.
        missing: why there are none, with the command that mends it; empty if there are.
    """

    date: str = ""
    imported: str = ""
    by_name: Mapping[str, tuple[Advisory, ...]] = {}
    source: str = ""
    missing: str = ""

    def of(self, name: str) -> tuple[Advisory, ...]:
        """All advisories on a package, by its canonical name."""
        return self.by_name.get(name, ())

    def affecting(self, name: str, version: str) -> tuple[Advisory, ...]:
        """Those that one version of a package is affected by."""
        return tuple(item for item in self.of(name) if affects(item, version))


@lru_cache(maxsize=1 << 16)
def parsed(version: str) -> Version | None:
    """A version as PEP 440 reads it; None if it does not."""
    try:
        return Version(version)
    except ValueError:  # no version, or one with more digits than Python turns into a number
        return None


def affects(advisory: Advisory, version: str) -> bool:
    """Whether an advisory says that a version is affected. A version that is none of PEP 440 is affected only
    if it is named as it is written.
    """
    own = parsed(version)
    if own is not None and own.local:
        own = parsed(own.public)
    return any(
        version in item.versions
        or (own is not None and any(_in_range(own, events) for events in item.ranges))
        or (own is not None and any(parsed(named) == own for named in item.versions))
        for item in advisory.affected
    )


def _in_range(version: Version, events: Iterable[Event]) -> bool:
    placed = []
    limits = []
    for event in events:
        at = parsed(event.version)
        if event.kind == "limit":
            limits.append(at is None or version < at)
        elif at is None:
            return False  # a range that cannot be read is none
        else:
            placed.append((at, _ORDER[event.kind], event))
    if limits and not any(limits):
        return False
    vulnerable = False
    for at, _, event in sorted(placed, key=lambda item: item[:2]):
        if event.kind == "introduced" and (event.version == "0" or version >= at):
            vulnerable = True
        elif (event.kind == "fixed" and version >= at) or (event.kind == "last_affected" and version > at):
            vulnerable = False
    return vulnerable


def fixed_above(advisory: Advisory, version: str) -> tuple[str, ...]:
    """The versions above one that an advisory names as mended, lowest first."""
    own = parsed(version)
    found = {event.version for event in _events(advisory) if event.kind == "fixed"}
    placed = [(at, name) for name in found if (at := parsed(name)) is not None and (own is None or at > own)]
    return tuple(name for _, name in sorted(placed))


def _events(advisory: Advisory) -> Iterator[Event]:
    for item in advisory.affected:
        for events in item.ranges:
            yield from events


def vulnerabilities(advisories: Iterable[Advisory], version: str) -> tuple[Vulnerability, ...]:
    """Advisories that affect a version, those that share a name joined; the worst first, then by name."""
    groups: list[tuple[set[str], list[Advisory]]] = []
    for item in advisories:
        names, members = {item.id, *item.aliases}, [item]
        apart = []
        for group in groups:
            if group[0] & names:
                names |= group[0]
                members = [*group[1], *members]
            else:
                apart.append(group)
        groups = [*apart, (names, members)]
    found = [_joined(names, members, version) for names, members in groups]
    return tuple(sorted(found, key=lambda item: (-weight(item.severity), -(item.score or 0), item.id)))


def weight(severity: Severity | None) -> int:
    """The rank of a severity; one that is not known counts as medium."""
    return (severity or Severity.MEDIUM).rank


def _joined(names: Iterable[str], members: list[Advisory], version: str) -> Vulnerability:
    ordered = sorted(names, key=lambda name: (_place(name), name))
    leader = next(name for name in ordered if any(name == item.id for item in members))
    known = [item.severity for item in members if item.severity is not None]
    scores = [item.score for item in members if item.score is not None]
    fixed = {name for item in members for name in fixed_above(item, version)}
    return Vulnerability(
        id=leader,
        aliases=tuple(name for name in ordered if name != leader),
        summary=next((item.summary for item in members if item.summary), ""),
        severity=max(known, key=lambda item: item.rank, default=None),
        score=max(scores, default=None),
        fixed=tuple(sorted(fixed, key=lambda name: parsed(name) or Version("0"))),
        malicious=any(item.malicious for item in members),
    )


def _place(name: str) -> int:
    return next((place for place, start in enumerate(_NAMES) if name.startswith(start)), len(_NAMES))


def mended(advisories: Iterable[Advisory], version: str, among: SpecifierSet | None = None) -> str:
    """The lowest version above one that advisories name as mended and none of them affects; empty if there is
    none. Final versions come before pre-releases.

    Args:
        advisories: all that are known of the package.
        version: the one in use; empty for any.
        among: only versions that it admits.
    """
    known = tuple(advisories)
    names = {name for item in known for name in fixed_above(item, version)}
    placed = sorted((at.is_prerelease, at, name) for name in names if (at := parsed(name)) is not None)
    for _, at, name in placed:
        if (among is None or among.contains(at)) and not any(affects(item, name) for item in known):
            return name
    return ""


def admitted(advisory: Advisory, specifier: str) -> str:
    """An affected version that a specifier admits, the highest that is known; empty if none is known.

    Only versions that somebody has named are tried: those of the advisory, and the bounds of the specifier.
    """
    names = {name for item in advisory.affected for name in item.versions}
    names |= {event.version for event in _events(advisory) if event.kind in ("introduced", "last_affected")}
    try:
        asked = SpecifierSet(specifier)
        names |= {item.version for item in asked if not item.version.endswith(".*")}
        placed = sorted((at, name) for name in names - {"0"} if (at := parsed(name)) is not None)
        return next(
            (name for at, name in reversed(placed) if asked.contains(at) and affects(advisory, name)), ""
        )
    except ValueError:
        return ""
