"""The words of DEP001."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codereview.api import Related, Severity
from codereview.facts.dependencies.advisories import Vulnerability, weight

from .usage import Usage

_DETAILED = 4
_SUMMARIES = 3
_PLACES = 3


def severity(found: Sequence[Vulnerability], usage: Usage) -> Severity:
    """The worst of them; one step lower where the project's running code does not import the package."""
    if any(item.malicious for item in found):
        return Severity.CRITICAL  # it attacks when it is installed
    worst = tuple(Severity)[max(weight(item.severity) for item in found)]
    return lowered(worst) if usage.idle else worst


def lowered(value: Severity) -> Severity:
    """One step less, at least low: a known vulnerability is more than a note."""
    return tuple(Severity)[max(value.rank - 1, min(value.rank, Severity.LOW.rank))]


def counted(found: Sequence[Vulnerability]) -> str:
    """How many there are."""
    return "a known vulnerability" if len(found) == 1 else f"{len(found)} known vulnerabilities"


def listed(found: Sequence[Vulnerability], brief: bool = False) -> str:
    """All of them, the worst first and with their details; the details left out if it is to be brief."""
    first = 0 if brief else _DETAILED
    told = [_detailed(item) for item in found[:first]]
    return ", ".join([*told, *(_named(item) for item in found[first:])])


def _named(item: Vulnerability) -> str:
    cve = next((name for name in item.aliases if name.startswith("CVE-")), "")
    return f"{item.id} ({cve})" if cve else item.id


def _detailed(item: Vulnerability) -> str:
    parts = list(item.aliases)
    if item.malicious:
        parts.append("the package itself is malicious")
    elif item.severity is None:
        parts.append("severity not given")
    else:
        parts.append(item.severity.value + (f", CVSS {item.score:.1f}" if item.score is not None else ""))
    text = ", ".join(parts)
    if not item.malicious:
        text += (
            f"; fixed in {', '.join(item.fixed)}" if item.fixed else "; no later version is named as fixed"
        )
    return f"{item.id} ({text})"


def used(usage: Usage, less: str = ", so one step less severe") -> str:
    """Who uses the package; empty if that is not known. ``less`` says what follows if its own code does not."""
    if usage.how == "imported":
        running = tuple(dict.fromkeys(item.path for item in usage.imports))
        through = usage.through or usage.imports[0]
        others = len(running) - 1
        more = f" and {others} more module{'s' if others > 1 else ''}" if others else ""
        text = f"imported by {through.path}{more}"
        if usage.entry is None:
            return f"{text}, which no known entry point reaches"
        if usage.entry.path == through.path:
            return f"{text}, an entry point itself ({usage.entry.kind})"
        return f"{text}, reached from {usage.entry.path} ({usage.entry.kind})"
    if usage.how == "tests only":
        return f"imported by {usage.imports[0].path} and not by production code{less}"
    if usage.how == "by name":
        return f"named in {usage.named}" if usage.named else "a package that is used without being imported"
    if usage.how == "unknown":
        return ""
    if usage.needed_by is not None:
        name, item = usage.needed_by
        above = f"`{name}`, which {item.path} imports, needs it"
        return f"not imported by the project itself{less}; {above}"
    return f"imported by no module of the project{less}"


def related(usage: Usage, found: Sequence[Vulnerability], path: str, line: int) -> Iterator[Related]:
    """The imports, and what the worst advisories are about, at the line of the manifest."""
    places: dict[str, Related] = {}
    for item in (*((usage.through,) if usage.through else ()), *usage.imports):
        if item.path not in places and len(places) < _PLACES:
            places[item.path] = Related(path=item.path, line=item.line, message=f"imports `{item.name}`")
    yield from places.values()
    if usage.needed_by is not None:
        name, item = usage.needed_by
        yield Related(path=item.path, line=item.line, message=f"imports `{name}`, which needs it")
    for vulnerability in found[:_SUMMARIES]:
        if vulnerability.summary:
            yield Related(path=path, line=line, message=f"{vulnerability.id}: {vulnerability.summary}")
