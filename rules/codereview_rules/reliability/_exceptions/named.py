"""Which of the errors that a handler takes can be named: those that come from the very calls that lead to them."""

from __future__ import annotations

from collections.abc import Mapping

from codereview.api import At
from codereview.facts import module as m
from codereview.facts.paths import last_name
from codereview.facts.project import Edge, Key, ProjectFacts

from ..._syntax.given import Given
from ..._syntax.remembered import once_for_a_project
from .conditions import REFUSES, SPARE
from .handlers import Handlers
from .handlers import of as handlers_of
from .hidden import Site

_NEAR, _FAR = 2, 4
"""Calls down to which an error is looked at; far ones where every call on the way is known for what it is."""
_MADE = ("=fstr", "=dict", "=list", "=tuple", "=set", "=lambda")
"""Values that are written down and yet not the same each time."""


class Named:
    """Answers for one project. Use `of`."""

    def __init__(self, handlers: Handlers) -> None:
        self.handlers = handlers
        self.given = Given(handlers.project)

    def comes(self, site: Site) -> bool:
        """Whether an error can be named: it comes from near, and nothing on the way is known to keep it from coming."""
        inner = site.chain[1:]
        near = len(site.chain) <= (_FAR if site.sure else _NEAR)
        sure = near and not any(edge.call.flags & m.CONDITIONAL for edge in inner)
        return sure and not self.is_settled(site)

    def is_settled(self, site: Site) -> bool:
        """Whether the calls on the way settle, by what they give and leave out, that an error does not come."""
        note = next((one for one in self.handlers.raises[site.key] if one.line == site.line), None)
        if note is None or note.values[5] == SPARE:
            return True
        asked = note.values[4]
        assert isinstance(asked, tuple)
        if note.values[5] == REFUSES and site.chain and asked:
            return True  # who calls it has what it asks for, as a rule
        values: Mapping[str, str] = {}
        for number, edge in enumerate(site.chain):
            if not self.given.reaches(edge.caller, edge.call, values):
                return True
            passed = self.given.passed(edge.caller, edge.call, _callee(site, number), values)
            values = {name: self._carried(edge, value, values) for name, value in passed.items()}
        if not self.given.reaches(site.key, At(site.line, 1), values):
            return True
        return bool(asked) and all(_is_fixed(values.get(str(name), "?")) for name in asked)

    def _carried(self, edge: Edge, value: str, around: Mapping[str, str]) -> str:
        """What an annotated parameter holds that is handed on: its path is that of its class."""
        if value[-1:] != "!" or not around or edge.caller[1] < 0:
            return value
        params = self.handlers.project.function(edge.caller).params
        held = [around.get(param.name, "?") for param in params if param.annotation == value]
        return next((one for one in held if not _is_fixed(one)), held[0] if held else value)


def _callee(site: Site, number: int) -> Key:
    """What a call on the way to an error runs."""
    return site.chain[number + 1].caller if number + 1 < len(site.chain) else site.key


def _is_fixed(value: str) -> bool:
    """Whether a parameter is given what is written at the call, a constant, or nothing, so that it has its default."""
    if value[:1] == "!":
        return True
    if value[:1] == "=":
        return not value.startswith(_MADE)
    return value[-1:] not in ")]" and last_name(value).isupper()


@once_for_a_project
def of(project: ProjectFacts) -> Named:
    """What can be named in a project."""
    return Named(handlers_of(project))
