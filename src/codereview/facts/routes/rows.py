"""Registrations before their handlers and guards are looked at."""

from __future__ import annotations

from typing import NamedTuple

from codereview.facts.routes.declared import Declared, Value
from codereview.facts.routes.values import Guard, Node
from codereview.facts.targets import Target


class Row(NamedTuple):
    """One registration before its handler and guards are looked at."""

    node: Node
    framework: str
    path: str | None
    methods: tuple[str, ...]
    handler: Target
    name: str
    file: str
    said: Declared
    guards: tuple[Guard, ...]


def verb_first(call: Value) -> bool:
    """Whether a call is aiohttp's ``route("GET", "/path", handler)``."""
    given = call.positional
    return (
        call.last in ("route", "add_route")
        and len(given) >= 2
        and given[0].kind == "text"
        and given[0].text.isupper()
    ) or (call.last == "add_route" and len(given) >= 3 and given[0].text == "*")


def joined(prefix: str, path: str) -> str:
    """A path behind its prefix, with one slash between them."""
    if prefix.endswith("/") and path.startswith("/"):
        return prefix[:-1] + path
    return prefix + path
