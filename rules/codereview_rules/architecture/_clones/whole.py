"""Copies of whole files: what is the same in them is more than the statements that are counted."""

from __future__ import annotations

from codereview.facts.clones import CloneClass
from codereview.facts.fingerprints import unpacked
from codereview.facts.project import ProjectFacts

_MOST = 6
"""Words that one of two files can have and the other not, where the one is a copy of the other."""


def whole_files(project: ProjectFacts, clone: CloneClass) -> str:
    """What is to be said of two files that are the same from end to end, their declarations included; empty for
    others."""
    one, other = (project.files[place.path] for place in clone.places[:2])
    if one.lines != other.lines or one.prints.lines != other.prints.lines:
        return ""
    first, second = set(unpacked(one.prints.words)), set(unpacked(other.prints.words))
    apart = max(len(first - second), len(second - first))
    if apart > _MOST:
        return ""
    but = f" but for {apart}" if apart else ""
    return f"; the two files have {one.lines} lines each and the same words in them{but}"
