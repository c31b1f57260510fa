"""Which tools an audit asks: by profile, by name, by the rules that are on, and by what the project uses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from codereview.adapters.adopted import Adopted
from codereview.adapters.bandit import Bandit
from codereview.adapters.base import Adapter, version_of
from codereview.adapters.mypy import Mypy
from codereview.adapters.pyrefly import Pyrefly
from codereview.adapters.ruff import Ruff
from codereview.adapters.values import ToolRun
from codereview.api import Card
from codereview.config import Settings
from codereview.triage.select import chosen

NAMES = ("bandit", "mypy", "pip-audit", "pyrefly", "ruff")
PROFILES: Mapping[str, tuple[str, ...]] = {
    "quick": ("pyrefly", "ruff"),
    "standard": ("bandit", "mypy", "pyrefly", "ruff"),
    "full": NAMES,
}


class Wanted(msgspec.Struct, frozen=True):
    """The tools to ask, those that take longest first; and for each of the others why it is not asked."""

    adapters: tuple[Adapter, ...]
    left_out: tuple[ToolRun, ...]
    offline: bool = True


def wanted(
    settings: Settings, adopted: Adopted, on: Collection[str], uses: Iterable[str], only: bool
) -> Wanted:
    """The tools of an audit.

    Args:
        settings: profile, tools asked for by name, and whether the network may be used.
        adopted: the tables of codes.
        on: ids of the rules that are on, our own and adopted ones.
        uses: tools that the project itself uses.
        only: whether single files are audited, about which tools that need the whole project have no say.
    """
    named = settings.tools is not None
    asked = PROFILES[settings.profile] if settings.tools is None else settings.tools
    used = set(uses)
    adapters: list[Adapter] = []
    left: list[ToolRun] = []
    for name in NAMES:
        reason = ""
        codes = [
            code
            for code, rule in (
                *((code, item.rule) for code, item in adopted.table(name).codes.items()),
                *adopted.table(name).corroborates.items(),
            )
            if rule in on
        ]
        adapter = made(name, codes)
        if name not in asked:
            reason = "it was not named" if named else f"not part of the profile {settings.profile}"
        elif name == "mypy" and not named and "mypy" not in used:
            reason = "the project does not use it; --tools mypy asks for it all the same"
        elif not codes and name != "pip-audit":
            reason = "none of the rules that it reports are on"
        elif only and adapter is not None and not adapter.by_file:
            reason = "it needs the whole project, and single files were audited"
        if reason or adapter is None:
            left.append(ToolRun(name, version_of(name), "not asked", reason or "it is not supported here"))
        else:
            adapters.append(adapter)
    return Wanted(tuple(adapters), tuple(left), settings.offline or settings.profile != "full")


def adopted_cards(tables: Adopted, settings: Settings) -> dict[str, Card]:
    """The cards of the adopted rules that the settings ask for, by id."""
    return {
        name: card
        for name, card in tables.cards.items()
        if chosen(name, card.area, settings.select, settings.ignore)
    }


def made(name: str, codes: Iterable[str]) -> Adapter | None:
    """The adapter of a tool for a set of codes; None if there is no such tool."""
    kinds: dict[str, Callable[[Sequence[str]], Adapter]] = {
        "bandit": Bandit,
        "mypy": Mypy,
        "pyrefly": Pyrefly,
        "ruff": Ruff,
    }
    kind = kinds.get(name)
    return None if kind is None else kind(tuple(codes))
