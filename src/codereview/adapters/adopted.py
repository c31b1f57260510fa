"""Which codes of other tools become findings, as which rule, and how much they weigh.

The tables are TOML files in a folder ``adopted`` beside the rules: ``cards.toml`` holds the cards of the rules
that only other tools report, and one file a tool maps its codes.

    # ruff.toml
    [codes.F821]
    rule = "REL003"
    reason = "a name that nothing defines raises NameError when the line runs"
    severity = "high"                 # of the card, where it is not given; so are confidence and effort

    [corroborates]                    # a rule of ours or another tool sees more of these faults: the tool confirms
    S105 = "SEC003"                   # its findings, and is not heard where it is silent

    [echoes]                          # the same, of a tool that sees no more than the words at the place: it is named
    S110 = "REL007"                   # beside our finding and makes it no surer

    [dropped]
    S101 = "asserts are fine where this project uses them"

A code may be followed by a severity that the tool itself or its adapter gives, as in ``"B602:low"``: such an
entry goes before the one of the bare code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from codereview.api import Card
from codereview.errors import PluginError
from codereview.model import Confidence, Severity, Zone

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CARDS = "cards.toml"


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code of a tool. Empty values are those of the card; no zones are all zones. A message stands in place
    of the tool's own. ``shared`` says that reports of one file with the same text have one root cause.
    """

    rule: str
    reason: str
    severity: Severity | None = None
    confidence: Confidence | None = None
    effort: int | None = None
    zones: tuple[Zone, ...] = ()
    fixable: bool = False
    message: str = ""
    shared: bool = False


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codes of one tool: findings, confirmations of rules of ours (with a judgement of its own, or an echo of the
    words at the place), and those left out with the reason."""

    codes: dict[str, Code] = {}
    corroborates: dict[str, str] = {}
    echoes: dict[str, str] = {}
    dropped: dict[str, str] = {}

    @property
    def known(self) -> frozenset[str]:
        """Every code that the table speaks of."""
        return frozenset({*self.codes, *self.confirms, *self.dropped})

    @property
    def confirms(self) -> dict[str, str]:
        """The rules of ours that codes confirm, echoes included."""
        return {**self.corroborates, **self.echoes}

    def entry(self, code: str, severity: str) -> str:
        """The entry that holds for a report: the one of its code and severity if there is one, else its code."""
        exact = f"{code}:{severity}"
        tables = (self.codes, self.corroborates, self.echoes, self.dropped)
        return exact if any(exact in table for table in tables) else code


class Adopted(msgspec.Struct, frozen=True):
    """All tables: cards of rules that no class of ours implements, and the codes by tool."""

    cards: Mapping[str, Card]
    tools: Mapping[str, Table]

    def table(self, tool: str) -> Table:
        """The codes of a tool; an empty table for one that none is adopted from."""
        return self.tools.get(tool, Table())


def load(folders: Iterable[Path]) -> Adopted:
    """Reads the tables of all folders; a later folder adds to the earlier ones.

    Raises:
        PluginError: a file that cannot be read, a code without a reason, a card that is given twice.
    """
    cards: dict[str, Card] = {}
    tools: dict[str, Table] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            values = _values(path)
            if path.name == CARDS:
                for card in (_card(path, item) for item in values.get("rule", [])):
                    if card.id in cards:
                        raise PluginError(f"{path}: the card {card.id} is given twice; remove one")
                    cards[card.id] = card
            else:
                tool = path.stem.replace("_", "-")
                tools[tool] = _joined(tools.get(tool, Table()), _table(path, values))
    return Adopted(cards, tools)


def _values(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PluginError(f"{path} cannot be read: {error}; repair or remove it") from error


def _card(path: Path, item: Mapping[str, Any]) -> Card:
    try:
        severity, confidence = Severity(item["severity"]), Confidence(item["confidence"])
        rest = {key: value for key, value in item.items() if key not in ("severity", "confidence")}
        rest |= {key: tuple(rest.get(key, ())) for key in ("cwe", "absorbs")}
        return Card(severity=severity, confidence=confidence, **rest)
    except (TypeError, ValueError, KeyError) as error:
        raise PluginError(f"{path}: the card {item.get('id', '?')} cannot be used: {error}") from error


def _table(path: Path, values: Mapping[str, Any]) -> Table:
    try:
        return msgspec.convert(values, Table)
    except msgspec.ValidationError as error:
        raise PluginError(f"{path} cannot be used: {error}") from error


def _joined(first: Table, second: Table) -> Table:
    return Table(
        {**first.codes, **second.codes},
        {**first.corroborates, **second.corroborates},
        {**first.echoes, **second.echoes},
        {**first.dropped, **second.dropped},
    )
