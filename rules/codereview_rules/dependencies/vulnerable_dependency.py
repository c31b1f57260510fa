"""DEP001: a version with a known vulnerability is pinned, locked or admitted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.dependencies.advisories import (
    Advisory,
    admitted,
    affects,
    mended,
    parsed,
    vulnerabilities,
)
from codereview.facts.dependencies.pins import asked_of, undecided
from codereview.facts.dependencies.values import Requirement
from codereview.facts.project import ProjectFacts

from ._vulnerable.samples import BAD, GOOD, SAMPLE
from ._vulnerable.telling import counted, listed, related, severity, used
from ._vulnerable.usage import Usage, Users

_SMALL, _LARGE = 15, 60
_FAR = "999999"
"""A version later than any: what a range without an upper bound admits some day."""


class VulnerableDependency(ProjectRule):
    """One finding a package and manifest; all findings on one package share their cause."""

    card = Card(
        id="DEP001",
        title="Dependency with a known vulnerability",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=30,
        why=(
            "A published vulnerability comes with a description of how to use it, and scanners look for "
            "it within "
            "days. What a program installs is part of what it exposes, whether its authors wrote it or not."
        ),
        instead=(
            "Raise the version to the one that the finding names, run the tests, and write the lock file "
            "anew. "
            "Where no fixed version exists, replace the package, or keep what an attacker controls away "
            "from it."
        ),
        false_alarms=(
            "A vulnerable function that this project never calls. Markers that hold nowhere, local versions, "
            "packages from a URL, and ranges that a lock file decides are understood. The severity is "
            "that of the "
            "advisory (CVSS; medium where there is none), one step lower where no running code imports "
            "the package."
        ),
        cwe=(1395, 937),
    )
    bad = BAD
    good = GOOD
    sample_advisories = SAMPLE

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without a requirement there is nothing to hold against advisories."""
        manifests = project.dependencies.manifests.values()
        return "" if any(item.requirements for item in manifests) else "no manifest names a dependency"

    def not_assessed(self, project: ProjectFacts) -> str:
        """Without advisories nothing is known, which is not the same as nothing to be found."""
        return project.advisories.missing

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """Pins first, then the ranges that no pin of the same application decides. Where a name stands alone,
        nothing is judged: that is said among what was not assessed.
        """
        users = Users(project)
        found = asked_of(project.dependencies, project.python)
        pinned: dict[tuple[str, str], list[Requirement]] = defaultdict(list)
        for item in found.pins:
            if project.advisories.affecting(item.name, item.version):
                pinned[item.path, item.name].append(item)
        for items in pinned.values():
            yield self._pinned(project, items, users.of(items[0]))
        told: set[tuple[str, str]] = set()
        for item in undecided(project.dependencies, found):
            if item.specifier and (item.path, item.name) not in told:
                for finding in self._range(project, item, users):
                    told.add((item.path, item.name))
                    yield finding

    def _pinned(self, project: ProjectFacts, items: Sequence[Requirement], usage: Usage) -> Finding:
        first = items[0]
        known = project.advisories.of(first.name)
        versions = tuple(dict.fromkeys(item.version for item in items))
        affecting = [item for item in known if any(affects(item, version) for version in versions)]
        highest = max(versions, key=lambda version: parsed(version) or Version("0"))
        found = vulnerabilities(affecting, highest)
        target = mended(known, highest)
        have = "has" if len(versions) == 1 else "have"
        parts = [f"`{first.name}` {' and '.join(versions)} {have} {counted(found)}: {listed(found)}"]
        if not any(item.malicious for item in found):
            parts.append(_advice(target))
        if first.group.startswith("dev:"):
            parts.append("installed for development")
        parts.append(used(usage))
        return self.finding(
            first.path,
            _place(project, first),
            "; ".join(part for part in parts if part),
            severity=severity(found, usage),
            related=related(usage, found, first.path, first.line),
            checked="other versions, markers, imports of it, and entry points that lead there",
            cause=first.name,
            effort=_effort(highest, target),
        )

    def _range(self, project: ProjectFacts, item: Requirement, users: Users) -> Iterator[Finding]:
        known = project.advisories.of(item.name)
        examples = [version for entry in known if (version := admitted(entry, item.specifier))]
        if not examples:
            return
        example = max(examples, key=lambda version: parsed(version) or Version("0"))
        affecting = [entry for entry in known if affects(entry, example)]
        found = vulnerabilities(affecting, example)
        usage = users.of(item)
        asked = SpecifierSet(item.specifier)
        target = mended(known, example, asked) or mended(known, "", asked)
        later = bool(target) or _admits_later(asked, known)
        parts = [
            f"`{item.name}{item.specifier}` admits {example}, which has {counted(found)}: {listed(found, brief=later)}",
            "nothing here decides which version is installed",
        ]
        if target:
            parts.append(f"{target}, which has none, is admitted too")
        elif not later:
            parts.append("no version without a known one is admitted")
        parts.append(used(usage, "") if later else used(usage))
        yield self.finding(
            item.path,
            _place(project, item),
            "; ".join(part for part in parts if part),
            severity=Severity.INFO if later else severity(found, usage),
            confidence=Confidence.LOW,
            related=related(usage, found, item.path, item.line),
            checked="pins and lock files of the same application",
            cause=item.name,
            effort=_SMALL if later else _LARGE,
        )


def _admits_later(asked: SpecifierSet, known: Sequence[Advisory]) -> bool:
    """Whether versions later than all that are known to be affected are admitted."""
    return asked.contains(_FAR) and not any(affects(item, _FAR) for item in known)


def _advice(target: str) -> str:
    return (
        f"{target} is the next version without a known one"
        if target
        else "no later version without one is known"
    )


def _effort(version: str, target: str) -> int:
    own, next_one = parsed(version), parsed(target)
    if own is None or next_one is None or own.major != next_one.major:
        return _LARGE
    return _SMALL


def _place(project: ProjectFacts, item: Requirement) -> At:
    lines = project.texts.get(item.path, "").split("\n")
    text = lines[item.line - 1] if 0 < item.line <= len(lines) else ""
    start = len(text) - len(text.lstrip()) + 1
    return At(item.line, start, item.line, max(len(text.rstrip()) + 1, start))
