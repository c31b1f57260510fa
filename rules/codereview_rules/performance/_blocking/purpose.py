"""Functions and classes whose own words say that they block, and that this is accepted, and files whose own words say
that developers alone start them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.module import FileFacts
from codereview.facts.project import Key, ProjectFacts

from .found import Hit

_BLOCKS = re.compile(
    r"(?P<before>[\w']+)?\W*\b(?:blocks|blocking|block|stalls|freezes)\b(?: \w+){0,3} (?:event )?loop\b",
    re.IGNORECASE,
)
# what is said of a call that was moved away, or is to be
_AGAINST = frozenset(
    "to not never without avoid avoids avoiding would could can can't cannot must may might doesn't don't non".split()
)
_ACCEPTED = re.compile(
    r"\baccept|\btolera|\btrade-?off|\bon purpose\b|\bby design\b|\bintention|\bdeliberate|\bbriefly\b|\bnegligible\b",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"(?:\A|[.:!?]\s)\W*blocks?\b(?: the)?(?: \w+)? event loop\b(?P<after>[^.]*)", re.IGNORECASE
)  # that is what it is there for: to try what looks after the program
_FOR_EVER = re.compile(r"\b(?:for ?ever|indefinitely|for (?:a )?tests?|for testing)\b", re.IGNORECASE)
_MEANT = re.compile(
    r"\b(?:deliberate|intentional|purpose|purposeful)ly (?:kept )?(?:sync|synchronous|blocking)\b"
    r"|\b(?:sync|synchronous|blocking) (?:on purpose|by design|deliberately|intentionally)\b",
    re.IGNORECASE,
)
_LOCALLY = re.compile(
    r"\b(?:entry[- ]?point|server|app|application|runner|harness|simulator|emulator|gateway|wrapper)\b[\w ,-]{0,20}?"
    r" for local (?:development|testing|debugging|use)\b"
    r"|\blocal(?:[- ]only)? (?:development|dev|testing) (?:server|entry|app|application|runner|harness|simulator)\b"
    r"|\bsimulat(?:es|or of|or for) (?:the )?(?:AWS |Amazon )?(?:API Gateway|Lambda)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"(?:\A|\s)#(.*)")


class Purpose(Collector):
    """Notes of kind ``meant``, at functions and classes that say of themselves that they block on purpose."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    def wants(self, file: ModuleContext) -> bool:
        text = file.text
        said = _ACCEPTED.search(text) or _FOR_EVER.search(text)
        return ("loop" in text and said is not None) or _MEANT.search(text) is not None

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        said = [ast.get_docstring(node) or ""]
        if not isinstance(node, ast.ClassDef):
            lines = file.lines[node.lineno - 1 : node.end_lineno]
            said.append(" ".join(found[1] for line in lines if (found := _COMMENT.search(line))))
        return [self.noted(node, file, "meant")] if any(map(_is_meant, said)) else ()


def _is_meant(said: str) -> bool:
    """Whether a text says that something blocks and may do so."""
    text = " ".join(said.split())
    if _MEANT.search(text) or any(_FOR_EVER.search(found["after"]) for found in _DOES.finditer(text)):
        return True
    blocks = (found["before"] or "" for found in _BLOCKS.finditer(text))
    return any(before.lower() not in _AGAINST for before in blocks) and _ACCEPTED.search(text) is not None


class Local(Collector):
    """A note at a file whose docstring begins with that it is there for local development."""

    def wants(self, file: ModuleContext) -> bool:
        return "async def" in file.text and _LOCALLY.search(file.text) is not None

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note, or none for most."""
        said = (ast.get_docstring(file.tree) or "").partition("\n\n")[0]
        if _LOCALLY.search(" ".join(said.split())):
            yield Note("local", 1, 0, 1, 0, -1, -1, ())


class Purposes:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    def hold(self, key: Key, hit: Hit) -> bool:
        """Whether a coroutine, or the function in which it blocks, says that it is meant to."""
        return self._is_within(key[0], self._project.function(key).line) or self._is_within(
            hit.key[0], hit.at.line
        )

    def is_local(self, path: str) -> bool:
        """Whether a file says that it is started on the machine of a developer."""
        return path in self._locals

    @cached_property
    def _locals(self) -> frozenset[str]:
        return frozenset(path for path, _ in self._project.noted(Local))

    def _is_within(self, path: str, line: int) -> bool:
        return any(note.line <= line <= note.end_line for note in self._notes.get(path, ()))

    @cached_property
    def _notes(self) -> dict[str, tuple[Note, ...]]:
        return dict(self._project.noted(Purpose))
