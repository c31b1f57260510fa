"""Functions of a project that register routes for others: ``register(bp, routes=["/a", "/b"], view_func=show)``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from codereview.facts.routes.declared import OTHER, Declared, Value
from codereview.facts.routes.gathering import REGISTERS
from codereview.facts.routes.rounds import Rounds

if TYPE_CHECKING:
    from codereview.facts.project import Key


class Helpers:
    """The helpers of one project, and what their calls register."""

    def __init__(self, rounds: Rounds) -> None:
        identity = rounds.identity
        self.project = identity.project
        self._helpers: dict[tuple[str, str], Value] = {}
        self._calls: dict[tuple[str, Declared], list[Declared]] = {}
        self._placed: dict[tuple[str, str], int] = {}
        passing: list[tuple[str, Declared]] = []
        for path, facts in identity.files.items():
            for said in facts.routing:
                if said.kind == "helper":
                    self._helpers[path, said.target] = said.value
                elif said.kind == "pass":
                    passing.append((path, said))
        for path, said in passing if self._helpers else ():
            given = list(rounds.arguments(path, said))
            key = given[0][1] if given else ("", "")
            if key in self._helpers:
                made = self._made(self._helpers[key], said, {name: item for name, _, item in given})
                if made:
                    self._calls[path, said] = made
                    self._placed[key] = self._placed.get(key, 0) + 1

    def calls(self, path: str, said: Declared) -> list[Declared]:
        """What a call that hands over a router registers; nothing if it is none of a helper, or cannot be told."""
        return self._calls.get((path, said), [])

    def told(self, path: str, scope: str) -> bool:
        """Whether a registration stands in a helper of which every call is told."""
        key = (path, scope.removesuffix(".").removesuffix("<locals>").removesuffix("."))
        if not self._placed.get(key):
            return False
        callers = self.project.callers.get(self._key(key), ())
        return self._placed[key] >= len(callers)

    def _key(self, key: tuple[str, str]) -> Key:
        functions = self.project.files[key[0]].functions
        return key[0], next(i for i, function in enumerate(functions) if function.qualname == key[1])

    def _made(self, written: Value, said: Declared, given: dict[str, Value]) -> list[Declared]:
        """One registration for each path; nothing where the router, the handler or a path is not given by a call."""
        call, *around = written.items
        rule, view = call.argument(0, "rule"), call.keyword("view_func")
        router = given.get(call.base)
        if around and rule == around[0]:
            rule = around[1]
        if rule is None or view is None or router is None or router.kind != "name":
            return []
        paths, handler = given.get(rule.text, OTHER), given.get(view.text)
        if rule.kind != "name" or view.kind != "name" or handler is None:
            return []
        each = paths.items if around and paths.kind == "list" else () if around else (paths,)
        if any(item.kind != "text" for item in each):
            return []
        more = list(self._more(call, given))
        keys = ("", "view_func", *(key for key, _ in more))
        return [
            msgspec.structs.replace(
                said,
                kind="call",
                value=Value(
                    "call", f"{router.text}.{REGISTERS}", (item, handler, *(v for _, v in more)), keys
                ),
            )
            for item in each
        ]

    def _more(self, call: Value, given: dict[str, Value]) -> Iterator[tuple[str, Value]]:
        """The methods, from the helper or from its caller where it hands on what it is given."""
        own = call.keyword("methods")
        if own is not None:
            yield "methods", given.get(own.text, own) if own.kind == "name" else own
        elif "**" in call.keys and "methods" in given:
            yield "methods", given["methods"]
