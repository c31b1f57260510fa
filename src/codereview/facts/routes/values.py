"""What the table of routes is made of."""

from __future__ import annotations

from typing import NamedTuple

from codereview.facts.routes.declared import Declared, Value


class Guard(NamedTuple):
    """Something that runs before a handler. ``kind``: ``dependency``, ``decorator``, ``permission``, ``mixin``,
    ``middleware``, ``hook``, ``check`` (in the handler's own code). ``level``: ``route``, ``class``, ``router``,
    ``application``, ``settings``. ``authenticates`` is None where that cannot be told."""

    kind: str
    name: str
    level: str
    authenticates: bool | None


class Route(NamedTuple):
    """One method-independent route: the handler at a path.

    ``methods`` are upper-case; ``*`` for any, empty where they are not literal. ``path`` is complete from the
    application's root, with ``{name}`` for a prefix that is no literal; ``placed`` is False where no application is
    seen to include its router. ``handler`` is file and index of the function (of the class where ``of_class``).
    ``own`` is what is registered, where ``path`` is not told because the prefix is not. ``router`` and ``application``
    identify what it is registered on. ``protection``: ``known``, ``none``,
    ``unknown``.
    """

    framework: str
    methods: tuple[str, ...]
    path: str
    handler: tuple[str, int] | None
    name: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    router: str
    application: str
    guards: tuple[Guard, ...]
    placed: bool = True
    conditional: bool = False
    of_class: bool = False
    own: str = ""

    @property
    def protection(self) -> str:
        """Whether somebody is known to ask who calls: ``known``, ``none``, or ``unknown``."""
        verdicts = {guard.authenticates for guard in self.guards}
        if True in verdicts:
            return "known"
        return "unknown" if None in verdicts or not self.placed else "none"

    @property
    def changes(self) -> bool:
        """Whether one of the methods is meant to change something."""
        return not {"POST", "PUT", "PATCH", "DELETE"}.isdisjoint(self.methods)


class Node(NamedTuple):
    """An application or router: the file and scope that bind its name."""

    file: str
    scope: str
    name: str

    def __str__(self) -> str:
        return f"{self.file}:{self.scope}{self.name}"


class Edge(NamedTuple):
    """A router that is put into another one or into an application."""

    parent: Node
    child: Node
    prefix: str | None
    said: Declared
    file: str
    call: Value
