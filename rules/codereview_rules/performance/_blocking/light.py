"""Calls that their arguments make short: a pause of some milliseconds, a hash of few rounds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.project import ProjectFacts

from .found import Hit

_WORDS = re.compile(r"\bsleep\b|cpu_percent|pbkdf2_hmac|CryptContext")
_SOON = 0.1
"""Seconds of a pause that is over before anybody sees it."""
_FEW_ROUNDS = 50_000
"""Rounds of PBKDF2 that take some ten milliseconds; what passlib does by itself is less."""
_MEASURES = "cpu_percent"
_ROUNDS = "pbkdf2_hmac"
_CONTEXT = "CryptContext"
_BY_DEFAULT = ("passlib.hash.pbkdf2_", "passlib.hash.django_pbkdf2_")


class Light(Collector):
    """Notes of kind ``short`` at pauses and hashes that their numbers make so, of kind ``few`` at a context of passlib
    whose own scheme takes few rounds, and of kind ``many`` at any other one."""

    nodes: ClassVar[tuple[type[ast.AST], ...]] = (ast.Call,)

    def wants(self, file: ModuleContext) -> bool:
        return _WORDS.search(file.text) is not None

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note, or none for most."""
        assert isinstance(node, ast.Call)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "sleep":
            return [self.noted(node, file, "short")] if 0 < _number(node.args[:1]) < _SOON else ()
        if name == _MEASURES:
            given = [one.value for one in node.keywords if one.arg == "interval"] or node.args[:1]
            return [self.noted(node, file, "short")] if 0 < _number(given) <= _SOON else ()
        if name == _ROUNDS:
            given = [one.value for one in node.keywords if one.arg == "iterations"] or node.args[3:4]
            return [self.noted(node, file, "short")] if 0 < _number(given) < _FEW_ROUNDS else ()
        if name == _CONTEXT:
            return [self.noted(node, file, "few" if _takes_few(node) else "many")]
        return ()


def _number(values: list[ast.expr]) -> float:
    """What the first of some values is, if it stands there; else 0."""
    value = values[0].value if values and isinstance(values[0], ast.Constant) else 0
    return float(value) if isinstance(value, (int, float)) else 0.0


def _takes_few(node: ast.Call) -> bool:
    """Whether the scheme that a context of passlib hashes with is PBKDF2, with as many rounds as it has by itself."""
    given = {one.arg or "": one.value for one in node.keywords}
    schemes, default = given.get("schemes"), given.get("default")
    first = default or (
        schemes.elts[0] if isinstance(schemes, (ast.List, ast.Tuple)) and schemes.elts else None
    )
    name = first.value if isinstance(first, ast.Constant) else ""
    numbers = [_number([value]) for key, value in given.items() if key.endswith("rounds")]
    return str(name).startswith("pbkdf2_") and not any(one >= _FEW_ROUNDS or not one for one in numbers)


class Lights:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project

    def is_short(self, hit: Hit) -> bool:
        """Whether a call pauses for some milliseconds, or hashes with few rounds."""
        if hit.group.kind == "password hashing":
            if hit.name.startswith(_BY_DEFAULT):
                return True
            if hit.name.startswith("passlib.context."):
                return self._contexts == {"few"}
        return any(
            kind == "short" and line == hit.cause.line and column == hit.cause.column
            for kind, line, column in self._notes.get(hit.key[0], ())
        )

    @cached_property
    def _contexts(self) -> set[str]:
        return {kind for notes in self._notes.values() for kind, _, _ in notes if kind != "short"}

    @cached_property
    def _notes(self) -> dict[str, tuple[tuple[str, int, int], ...]]:
        return {
            path: tuple((note.kind, note.line, note.column) for note in notes)
            for path, notes in self._project.noted(Light)
        }
