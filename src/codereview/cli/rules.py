"""``codereview rules``: the rules that an audit would use."""

from __future__ import annotations

from typing import Annotated

import typer

from codereview.cli import options, output


def rules(
    json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False,
    folders: options.RuleFolders = None,
    plain: options.Plain = False,
) -> None:
    """List all rules, those of installed packages included."""
    import msgspec

    from codereview.cards import of_card
    from codereview.registry import adopted, load_rules

    own = [rule.card for rule in load_rules(tuple(path.absolute() for path in folders or ()))]
    cards = sorted((*own, *adopted().cards.values()), key=lambda card: card.id)
    if json:
        output.emit(msgspec.json.format(msgspec.json.encode([of_card(card) for card in cards]), indent=1))
        return
    from rich.box import SIMPLE
    from rich.table import Table

    console = output.console()
    if plain or not console.is_terminal:
        for card in cards:
            output.emit(
                output.printable(f"{card.id:<8} {card.severity.value:<9} {card.area.value:<16} {card.title}")
            )
        return
    table = Table(box=SIMPLE, highlight=False)
    for title in ("Rule", "Severity", "Confidence", "Category", "What it reports"):
        table.add_column(title, no_wrap=title != "What it reports")
    for card in cards:
        title = f"{card.title} (preview)" if card.preview else card.title
        table.add_row(
            card.id, card.severity.value, card.confidence.value, card.area.value, output.printable(title)
        )
    console.print(table)
    console.print("codereview explain RULE tells more about one of them.", highlight=False)
