"""A page of headings, sentences and tables, written for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from codereview.report.console import heading, sentence
from codereview.report.text import ascii_only, markdown_text, plain_prose, visible


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 is the title of the page."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Prose:
    """A sentence or more; what stands between backticks is code."""

    text: str


@dataclass(frozen=True)
class Rows:
    """A table. ``align`` has a letter for each column: l, r, or w for the one that takes what width is left.

    ``last`` says that the last row is a sum.
    """

    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    align: str
    last: bool = False


Block = Heading | Prose | Rows


def for_terminal(blocks: Iterable[Block], *, plain: bool = False) -> RenderableType:
    """The page for a terminal; with ``plain`` every text is ASCII before lines are broken."""

    def safe(text: str) -> str:
        shown = visible(text)
        return ascii_only(shown) if plain else shown

    out: list[RenderableType] = []
    for block in blocks:
        if isinstance(block, Heading):
            out.append(
                Text(safe(block.text), style="bold") if block.level == 1 else heading(safe(block.text))
            )
        elif isinstance(block, Prose):
            out.append(sentence(safe(block.text), indent=0))
        else:
            out.append(_table(block, [tuple(safe(cell) for cell in row) for row in block.rows]))
    return Group(*out)


def _table(block: Rows, rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for kind in block.align:
        if kind == "w":
            table.add_column(ratio=1, overflow="fold")
        else:
            table.add_column(justify="right" if kind == "r" else "left", no_wrap=True)
    table.add_row(*(Text(name, style="dim") for name in block.header))
    for number, row in enumerate(rows):
        style = "bold" if block.last and number == len(rows) - 1 else ""
        table.add_row(*(Text(plain_prose(cell), style=style) for cell in row))
    return table


def as_markdown(blocks: Iterable[Block]) -> str:
    """The page as Markdown; nothing of a cell or a sentence comes alive in it."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            out.append(f"{'#' * block.level} {markdown_text(block.text)}")
        elif isinstance(block, Prose):
            out.append(str(markdown_text(block.text)))
        else:
            lines = [block.header, tuple("---:" if kind == "r" else "---" for kind in block.align)]
            cells = [tuple(str(markdown_text(cell)) for cell in row) for row in block.rows]
            if block.last and cells:
                cells[-1] = tuple(f"**{cell}**" if cell else "" for cell in cells[-1])
            out.append("\n".join("| " + " | ".join(row) + " |" for row in [*lines, *cells]))
    return "\n\n".join(out) + "\n"
