"""Writes ``docs/rules/``: one page a rule, from its card and examples or the codes of other tools that are
adopted as it, and an index.

``--check`` changes nothing, and exits with 1 if a page is missing, stale or left over.
"""

from __future__ import annotations

import sys
from pathlib import Path

from codereview.api import Card, Rule
from codereview.cards import adopted_page, page
from codereview.model import Category
from codereview.registry import adopted, load_rules

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"
BY_HAND = "not-yet.md"
"""What is in no rule stands on a page that is written by hand."""
NOTE = "<!-- Written by scripts/rule_docs.py from the rule itself; change the rule. -->\n\n"


def built_in() -> list[type[Rule]]:
    """The rules that ship with codereview, by id; those of other installed packages left out."""
    return [rule for rule in load_rules() if rule.__module__.split(".")[0] == "codereview_rules"]


def pages() -> dict[str, str]:
    """The text of each page by file name."""
    rules = built_in()
    tables = adopted()
    out = {f"{rule.card.id}.md": NOTE + page(rule) for rule in rules}
    out |= {f"{card.id}.md": NOTE + adopted_page(card, tables) for card in tables.cards.values()}
    cards = sorted((*(rule.card for rule in rules), *tables.cards.values()), key=lambda card: card.id)
    out["index.md"] = NOTE + index(cards)
    return out


def index(cards: list[Card]) -> str:
    """The list of all rules, by category."""
    parts = ["# Rules\n"]
    for category in Category:
        rows = [card for card in cards if card.area is category]
        if not rows:
            continue
        parts.append(
            f"\n## {category.value.capitalize()}\n\n| rule | what it reports | severity |\n|---|---|---|\n"
        )
        parts += [f"| [{card.id}]({card.id}.md) | {card.title} | {card.severity.value} |\n" for card in rows]
    parts.append(
        f"\n[{BY_HAND}]({BY_HAND}) says what of the catalogue is not there, or only in part, and why.\n"
    )
    return "".join(parts)


def stale(wanted: dict[str, str], folder: Path = FOLDER) -> list[str]:
    """What is wrong with the pages in a folder, one sentence each."""
    found = {
        path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md") if path.name != BY_HAND
    }
    return [
        *(f"{name} is missing" for name in sorted(wanted.keys() - found.keys())),
        *(f"{name} belongs to no rule" for name in sorted(found.keys() - wanted.keys())),
        *(f"{name} is stale" for name in sorted(wanted.keys() & found.keys()) if wanted[name] != found[name]),
    ]


def main() -> int:
    """Writes or checks the pages; the exit status."""
    wanted = pages()
    problems = stale(wanted)
    if sys.argv[1:] == ["--check"]:
        for problem in problems:
            print(f"docs/rules: {problem}; run python scripts/rule_docs.py", file=sys.stderr)
        return 1 if problems else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted and path.name != BY_HAND:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_bytes(text.encode("utf-8"))
    print(f"{len(wanted)} pages, {len(problems)} of them changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
