"""Which requirements can be held against advisories: those of the index, that some environment installs."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from codereview.facts.dependencies.advisories import parsed
from codereview.facts.dependencies.markers import applies
from codereview.facts.dependencies.values import Requirement
from codereview.model import NotAssessed


class Judged(msgspec.Struct, frozen=True):
    """Requirements, told apart. ``pins`` have one version, ``ranges`` admit several; ``left_out`` could not be
    judged, each with its reason. Those that no environment of the project installs are in none.
    """

    pins: tuple[Requirement, ...]
    ranges: tuple[Requirement, ...]
    left_out: tuple[NotAssessed, ...]


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
        return f"its version {item.version} is none that PEP 440 knows"
    return ""
