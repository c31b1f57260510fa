"""What looks at an address before it is asked, and whether the answer may lead on to another one."""

from __future__ import annotations

from typing import NamedTuple

from codereview.facts.module import CallFact
from codereview.facts.paths import last_name
from codereview.facts.project import ProjectFacts

from .cleaners import guards, raises
from .trails import Trace

_FOLLOW = ("requests.", "aiohttp.", "urllib.")
"""Clients that go where an answer sends them unless they are told not to; httpx goes where it is told to."""
_OPTIONS = frozenset({"follow_redirects", "allow_redirects"})


class Look(NamedTuple):
    """A check before a request: its name, its line, and whether redirects are followed past it."""

    name: str
    line: int
    passed_by: bool


def look_before(project: ProjectFacts, trace: Trace) -> Look | None:
    """The check that is given the same address further up in the function of a request, None if there is none."""
    (file, index), sink = trace.place
    calls = [call for call in project.files[file].calls if call.function == index]
    asking = next((call for call in calls if (call.line, call.column) == (sink.line, sink.column)), None)
    if asking is None:
        return None
    given = {path for path in asking.given if path and path[0] not in "=?"}
    for call in calls:
        name = last_name(call.path)
        if call.line < sink.line and not given.isdisjoint(call.given) and (raises(name) or guards(name)):
            return Look(name, call.line, _follows(asking, calls))
    return None


def _follows(asking: CallFact, calls: list[CallFact]) -> bool:
    """Whether a request goes where an answer sends it."""
    client = asking.path.rpartition("().")[0]
    made = [call for call in calls if client and call.path == client]
    told = [value for call in (asking, *made) for name, value in call.kwargs if name in _OPTIONS]
    return told[0] == "=True" if told else asking.path.startswith(_FOLLOW)
