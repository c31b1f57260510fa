"""The script of the page, joined from its files: one scope of its own, nothing reaches the page's globals."""

from __future__ import annotations

from collections.abc import Callable

from codereview.report.environment import source

EARLY = ("early",)
"""What runs in the head of the page."""

REPORT = (
    "dom",
    "theme",
    "tables",
    "page",
    "data",
    "score",
    "ticks",
    "result",
    "checklist",
    "patch",
    "facets",
    "groups",
    "address",
    "keys",
)
"""The files of the audit's report, each after those whose names it uses while it is read."""


def joined(names: tuple[str, ...] = REPORT, source: Callable[[str], str] = source) -> str:
    """The files ``html/script/NAME.js`` as one strict script; ``source`` gives the text of a file by its name."""
    files = "\n".join(source(f"html/script/{name}.js") for name in names)
    return f'"use strict";\n(() => {{\n{files}}})();\n'
