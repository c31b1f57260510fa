"""What a handler hides, in words."""

from __future__ import annotations

from typing import NamedTuple

from codereview.api import Related
from codereview.facts.module import CallFact
from codereview.facts.paths import last_name

from . import named as n
from .handlers import Handler
from .hidden import Hidden, Site, written
from .stakes import Stake, only_builds, puts_together

_AT_STAKE = {
    Stake.MONEY: "payment",
    Stake.ACCESS: "access",
    Stake.WRITE: "write",
    Stake.OUTSIDE: "call to another system",
    Stake.LOCAL: "use of a local database",
}
_PLAIN = frozenset(
    "str int float len list dict set tuple bool isinstance getattr hasattr print range enumerate sorted "
    "zip min max repr type "
    "super format join split strip lower upper get append items keys values encode decode replace "
    "startswith endswith "
    "debug info warning error critical exception log sleep now time datetime Path get_logger getLogger "
    "isoformat copy any all "
    "sum abs round map filter next iter open socket warn setattr".split()
)


_MOST_PLACES = 12


class Told(NamedTuple):
    """What a handler hides: a clause of a message, the places, what is at stake, the project's own errors, also those
    of which it is not sure that they come."""

    text: str
    related: tuple[Related, ...]
    stake: Stake
    own: tuple[Site, ...]
    plain: bool = False
    """Whether nothing but conversions is guarded."""


def hides(hidden: Hidden, handler: Handler) -> Told:
    """Describes what a handler of everything hides: errors that surely come from it and below, and the call for which
    most is at stake."""
    own = tuple(hidden.sites(handler))
    risk = hidden.risk(handler)
    parts = []
    can_name = n.of(hidden.project)
    named = tuple(site for site in own if can_name.comes(site))
    called = [site for site in named if site.chain]
    named = (*(site for site in named if not site.chain), *called[:1])  # the nearest is the surest
    if named:
        parts.append(_own(hidden, named))
    if risk.stake in _AT_STAKE:
        parts.append(f"any failure of {risk.shown} ({_AT_STAKE[risk.stake]})")
    first = "" if parts else _leads(own) or _first(hidden, handler)
    plain = not parts and all(_converts(hidden, handler, call) for call in hidden.handlers.calls(handler))
    if not parts:
        parts.append(f"any failure of {first}" if first else "any error of the block")
    # a line in the log tells that something failed
    hidden_by = "its line in the log is all one sees of" if handler.is_error_logged else "it hides"
    text = f"{hidden_by} {' and '.join(parts)}, and programming errors such as TypeError"
    related = [place for site in named for place in hidden.path(site)][:_MOST_PLACES]
    if not related and risk.stake in _AT_STAKE:
        related = [
            Related(path=handler.key[0], line=risk.line, message=f"{_AT_STAKE[risk.stake]}: {risk.shown}")
        ]
    return Told(text, tuple(related), risk.stake, own, plain)


def _own(hidden: Hidden, sites: tuple[Site, ...]) -> str:
    shown = []
    for site in sites:
        count = len(site.chain)
        calls = "" if not count else ", 1 call down" if count == 1 else f", {count} calls down"
        place = f"{site.key[0].rpartition('/')[2]}:{site.line}{calls}"
        shown.append(f"`{hidden.handlers.hierarchy.name(site.error)}` (raised at {place})")
    return ", ".join(shown)


def _leads(sites: tuple[Site, ...]) -> str:
    """The guarded call that leads to the nearest of some errors that are not named."""
    return next((written(site.chain[0].call) for site in sites if site.chain), "")


def _converts(hidden: Hidden, handler: Handler, call: CallFact) -> bool:
    """Whether a call only builds or converts a value."""
    name = last_name(call.written or call.path).lstrip("?")
    return name in _PLAIN - {"open"} or only_builds(hidden.external(handler.key[0], call))


def _is_lazy(hidden: Hidden, handler: Handler, call: CallFact) -> bool:
    """Whether a call only puts a query together."""
    return puts_together(hidden.external(handler.key[0], call) or call.written or call.path)


def _first(hidden: Hidden, handler: Handler) -> str:
    """The call that a reader thinks of first: one that is no conversion."""
    for call in hidden.handlers.calls(handler):
        name = last_name(call.written or call.path).lstrip("?")
        if name and name not in _PLAIN and not name.startswith("__") and not _is_lazy(hidden, handler, call):
            return written(call)
    return ""
