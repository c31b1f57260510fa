"""Which tools an audit asks: by profile, by name, by the rules that are on, and by what the project uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from codereview.adapters.adopted import Adopted
from codereview.adapters.bandit import Bandit
from codereview.adapters.base import Adapter
from codereview.adapters.mypy import Mypy
from codereview.adapters.pyrefly import Pyrefly
from codereview.adapters.ruff import Ruff
from codereview.adapters.values import ToolRun
from codereview.adapters.versions import TOOLS, version_of
from codereview.api import Card
from codereview.config import Settings
from codereview.triage.select import chosen

PROFILES: Mapping[str, tuple[str, ...]] = {
    "quick": ("pyrefly", "ruff"),
    "standard": ("bandit", "mypy", "pyrefly", "ruff"),
    "full": TOOLS,
}


_LONGEST_FIRST = ("mypy", "bandit", "pyrefly", "pip-audit", "ruff")
"""The order of starting: whoever takes longest begins, so that nobody is waited for at the end."""


class Wanted(msgspec.Struct, frozen=True):
    """The tools to ask, those that take longest first; and for each of the others why it is not asked."""

    adapters: tuple[Adapter, ...]
    left_out: tuple[ToolRun, ...]


class Question(msgspec.Struct, frozen=True):
    """What the choice of tools depends on.

    Attributes:
        settings: profile, tools asked for by name, and whether the network may be used.
        adopted: the tables of codes.
        on: ids of the rules that are on, our own and adopted ones.
        uses: tools that the project itself uses.
        only: whether single files are audited, about which tools that need the whole project have no say.
        pip_audit: gives its adapter, or why it cannot be asked; called only if it is wanted.
    """

    settings: Settings
    adopted: Adopted
    on: frozenset[str]
    uses: frozenset[str]
    only: bool
    pip_audit: Callable[[], Adapter | str]


def wanted(question: Question) -> Wanted:
    """The tools of an audit."""
    adapters: list[Adapter] = []
    left: list[ToolRun] = []
    for name in sorted(TOOLS, key=_LONGEST_FIRST.index):
        found = _asked(name, question)
        if isinstance(found, Adapter):
            adapters.append(found)
        else:
            left.append(ToolRun(name, version_of(name), "not asked", found))
    return Wanted(tuple(adapters), tuple(left))


def _asked(name: str, question: Question) -> Adapter | str:
    """The adapter of a tool, or why it is not asked."""
    settings, table = question.settings, question.adopted.table(name)
    named = settings.tools is not None
    if name not in (PROFILES[settings.profile] if settings.tools is None else settings.tools):
        return "it was not named" if named else f"not part of the profile {settings.profile}"
    if name == "mypy" and not named and name not in question.uses:
        return "the project does not use it; --tools mypy asks for it all the same"
    rules = {**{code: item.rule for code, item in table.codes.items()}, **table.confirms}
    codes = [code for code, rule in rules.items() if rule in question.on]
    if not codes:
        return "none of the rules that it reports are on"
    if name == "pip-audit":
        return "single files were audited" if question.only else question.pip_audit()
    adapter = made(name, codes)
    if adapter is None:
        return "there is no adapter for it"
    if question.only and not adapter.by_file:
        return "it needs the whole project, and single files were audited"
    return adapter


def adopted_cards(tables: Adopted, settings: Settings) -> dict[str, Card]:
    """The cards of the adopted rules that the settings ask for, by id."""
    return {
        name: card
        for name, card in tables.cards.items()
        if chosen(name, card.area, settings.select, settings.ignore)
    }


def made(name: str, codes: Iterable[str]) -> Adapter | None:
    """The adapter of a tool for a set of codes; None if there is no such tool."""
    kinds: dict[str, Callable[[], Adapter]] = {
        "bandit": lambda: Bandit(tuple(codes)),
        "mypy": Mypy,
        "pyrefly": Pyrefly,
        "ruff": lambda: Ruff(tuple(codes)),
    }
    kind = kinds.get(name)
    return None if kind is None else kind()
