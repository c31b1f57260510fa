"""Loops and reads by the function that they stand in."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from codereview.facts.module import LoopFact, RefFact
from codereview.facts.project import Key, ProjectFacts


class Part(NamedTuple):
    """What stands in one function."""

    loops: list[LoopFact]
    refs: list[RefFact]


_NOTHING = Part([], [])


class Parts:
    """Answers for one project, from an index made once for each file that is asked of."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._by_file: dict[str, dict[int, Part]] = {}

    def of(self, key: Key) -> Part:
        """What stands in a function."""
        index = self._by_file.get(key[0])
        if index is None:
            index = self._by_file[key[0]] = defaultdict(lambda: Part([], []))
            for loop in self._project.files[key[0]].loops:
                index[loop.function].loops.append(loop)
            for ref in self._project.files[key[0]].refs:
                index[ref.function].refs.append(ref)
        return index.get(key[1], _NOTHING)
