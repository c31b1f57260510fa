"""What a command prints besides the report of an audit: laid out for a terminal, a pipe, or plain ASCII."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from codereview.report.text import ascii_only, plain_prose, visible

PLAIN_WIDTH = 80
MOST = 110
"""Columns beyond which text is hard to read."""

Layout = Callable[[int], RenderableType]


def show(layout: Layout, console: Console, *, plain: bool = False) -> None:
    """Prints what ``layout`` makes for a width; with ``plain``, or where the encoding is not Unicode, as ASCII."""
    plain = plain or not console.encoding.lower().startswith(("utf", "cp65001"))
    if console.is_terminal and not plain:
        console.print(layout(min(MOST, console.width)), highlight=False, width=min(MOST, console.width))
        return
    text = laid_out(layout, console.width, plain=plain)
    for line in text.split("\n")[:-1]:
        console.out(line, highlight=False)


def laid_out(layout: Layout, width: int = PLAIN_WIDTH, *, plain: bool = False) -> str:
    """What `show` prints to a pipe: no colour, one newline at the end."""
    # an ellipsis of the layout has two columns to grow into
    inner = max(20, min(MOST, width - 2 if plain else width))
    console = Console(
        file=io.StringIO(),
        width=inner,
        color_system=None,
        no_color=True,
        force_terminal=False,
        _environ={},
    )
    console.print(layout(inner), highlight=False)
    file = console.file
    text = file.getvalue() if isinstance(file, io.StringIO) else ""
    lines = "".join(f"{line.rstrip()}\n" for line in text.rstrip("\n").split("\n"))
    return ascii_only(lines) if plain else lines


def ascii_strings(value: Any) -> Any:
    """Plain values with every text in visible ASCII, as `laid_out` needs it before lines are broken."""
    if isinstance(value, str):
        return ascii_only(visible(value))
    if isinstance(value, dict):
        return {ascii_strings(key): ascii_strings(item) for key, item in value.items()}
    return [ascii_strings(item) for item in value] if isinstance(value, (list, tuple)) else value


def heading(title: str) -> Padding:
    """A line of its own, with a blank one before it."""
    return Padding(Text(visible(title), style="bold"), (1, 0, 0, 0))


def sentence(text: str, *, indent: int = 0, style: str = "") -> Padding:
    """Prose, broken at the width."""
    return Padding(Text(plain_prose(text), style=style), (0, 0, 0, indent))
