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

    from codereview.cards import info
    from codereview.registry import load_rules

    loaded = sorted(
        load_rules(tuple(path.absolute() for path in folders or ())), key=lambda rule: rule.card.id
    )
    if json:
        output.emit(msgspec.json.format(msgspec.json.encode([info(rule) for rule in loaded]), indent=1))
        return
    from rich.box import SIMPLE
    from rich.table import Table

    console = output.console()
    if plain or not console.is_terminal:
        for rule in loaded:
            card = rule.card
            output.emit(
                output.printable(f"{card.id:<8} {card.severity.value:<9} {card.area.value:<16} {card.title}")
            )
        return
    table = Table(box=SIMPLE, highlight=False)
    for title in ("Rule", "Severity", "Confidence", "Category", "What it reports"):
        table.add_column(title, no_wrap=title != "What it reports")
    for rule in loaded:
        card = rule.card
        title = f"{card.title} (preview)" if card.preview else card.title
        table.add_row(
            card.id, card.severity.value, card.confidence.value, card.area.value, output.printable(title)
        )
    console.print(table)
    console.print("codereview explain RULE tells more about one of them.", highlight=False)
