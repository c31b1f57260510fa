"""``codereview explain RULE``: a rule's card and examples."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from codereview.cli import options, output
from codereview.errors import ConfigError


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The id of a rule, such as PERF001.")],
    folders: options.RuleFolders = None,
    plain: options.Plain = False,
) -> None:
    """Explain a rule: what it reports, why it matters, what to write instead, with examples."""
    from codereview.cards import adopted_page, page
    from codereview.registry import adopted, load_rules

    rules = {
        item.card.id.upper(): item for item in load_rules(tuple(path.absolute() for path in folders or ()))
    }
    tables = adopted()
    cards = {name.upper(): card for name, card in tables.cards.items()}
    wanted = rule.strip().upper()
    if wanted in rules:
        text = page(rules[wanted])
    elif wanted in cards:
        text = adopted_page(cards[wanted], tables)
    else:
        near = difflib.get_close_matches(wanted, [*rules, *cards], n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "`codereview rules` lists all of them"
        raise ConfigError(f"{output.printable(rule)}: there is no such rule; {hint}")
    console = output.console()
    if plain or not console.is_terminal:
        output.emit(text)
        return
    from rich.markdown import Markdown

    console.print(Markdown(text, code_theme="ansi_dark"))
