"""What is lost, and how names are looked up among tests."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property

from codereview.api import At, Confidence, Place, Related
from codereview.facts.fingerprints import word_hash
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts


@dataclass(frozen=True)
class Lost:
    """Something that looks like a test and is run by nobody: where, in words, and how sure."""

    path: str
    at: Place
    message: str
    symbol: str = ""
    confidence: Confidence = Confidence.HIGH
    related: tuple[Related, ...] = ()
    cause: str = ""


class Mentions:
    """Tells whether a name is spelled anywhere else among the tests.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    def alone(self, facts: FileFacts, name: str) -> bool:
        """Whether nothing but its definitions spells a name, in its file and in all other files among tests."""
        if name not in facts.prints.lone:
            return False
        # in four bytes each: a hit across two of them only makes the rule silent
        wanted = word_hash(name).to_bytes(4, sys.byteorder)
        return not any(path != facts.path and wanted in other.prints.words for path, other in self._files)

    @cached_property
    def _files(self) -> list[tuple[str, FileFacts]]:
        return list(self._project.testing.collection.test_like())


def header(line: int, column: int) -> At:
    """The place of a definition: its first line only."""
    return At(line, column, line, column)


def some(names: list[str], shown: int = 3) -> str:
    """Names in words: the first ones, and how many more."""
    text = ", ".join(f"`{name}`" for name in names[:shown])
    return text if len(names) <= shown else f"{text} and {len(names) - shown} more"


def counted(count: int, noun: str) -> str:
    """A number with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
