"""Which requirements can be held against advisories: those of the index, that some environment installs."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from codereview.facts.dependencies.advisories import Advisories, affects, parsed
from codereview.facts.dependencies.markers import applies
from codereview.facts.dependencies.project import Dependencies
from codereview.facts.dependencies.values import Requirement
from codereview.model import NotAssessed


class Judged(msgspec.Struct, frozen=True):
    """Requirements, told apart. ``pins`` have one version, ``ranges`` admit several; ``left_out`` could not be
    judged, each with its reason. Those that no environment of the project installs are in none.
    """

    pins: tuple[Requirement, ...]
    ranges: tuple[Requirement, ...]
    left_out: tuple[NotAssessed, ...]


def asked_of(dependencies: Dependencies, python: tuple[int, int]) -> Judged:
    """The requirements of a project, told apart: the pins of all manifests, and the ranges of those that ask for
    something.

    Args:
        dependencies: all manifests.
        python: the lowest Python version that the project declares.
    """
    ranges = [item for item in dependencies.direct() if not item.version]
    return judged([*dependencies.pins(), *ranges], python)


def undecided(dependencies: Dependencies, found: Judged) -> tuple[Requirement, ...]:
    """The ranges that no pin of the same application decides."""

    def home(path: str) -> str:
        if path not in homes:
            application = dependencies.application_of(path)
            homes[path] = application.folder if application is not None else ""
        return homes[path]

    homes: dict[str, str] = {}
    decided = {(home(pin.path), pin.name) for pin in found.pins}
    return tuple(item for item in found.ranges if (home(item.path), item.name) not in decided)


def not_judged(
    dependencies: Dependencies, python: tuple[int, int], advisories: Advisories
) -> tuple[NotAssessed, ...]:
    """What the advisories that are there cannot tell of a project, by name: requirements that cannot be held
    against them, names without a version on which there are advisories, and pins that an advisory speaks of in
    versions that cannot be compared.
    """
    if advisories.missing:
        return ()
    found = asked_of(dependencies, python)
    loose = {
        NotAssessed(
            what=f"{item.name} in {item.path}",
            reason="it has known vulnerabilities, and no manifest says which version is installed",
        )
        for item in undecided(dependencies, found)
        if not item.specifier and advisories.of(item.name)
    }
    odd = {
        NotAssessed(
            what=f"{pin.name} {pin.version} in {pin.path}",
            reason=f"the advisory {item.id} names versions that PEP 440 does not know",
        )
        for pin in found.pins
        for item in advisories.of(pin.name)
        if item.unread and not affects(item, pin.version)
    }
    return (*found.left_out, *sorted(loose | odd, key=lambda gap: (gap.reason, gap.what)))


def judged(requirements: Iterable[Requirement], python: tuple[int, int]) -> Judged:
    """Tells requirements apart.

    Args:
        requirements: of all manifests, in any order.
        python: the lowest Python version that the project declares.
    """
    pins, ranges, left_out = [], [], []
    for item in requirements:
        if not applies(item.marker, python):
            continue
        reason = unfit(item)
        if reason:
            left_out.append(NotAssessed(what=f"{item.name} in {item.path}", reason=reason))
        elif item.version:
            pins.append(item)
        else:
            ranges.append(item)

    def place(item: Requirement) -> tuple[str, int, str, str]:
        return (item.path, item.line, item.name, item.version)

    unique = {(gap.what, gap.reason): gap for gap in left_out}
    return Judged(
        tuple(sorted(pins, key=place)),
        tuple(sorted(ranges, key=place)),
        tuple(unique[key] for key in sorted(unique)),
    )


def unfit(item: Requirement) -> str:
    """Why a requirement cannot be held against the advisories on PyPI's packages; empty if it can."""
    if item.url or not item.exact_name:
        return "it is not taken from an index, so that advisories cannot tell which version it is"
    if item.conda:
        return "it comes from a conda channel, whose names and versions are not those of PyPI"
    if item.version and parsed(item.version) is None:
        return f"its version {item.version[:40]} is none that PEP 440 knows"
    return ""
