"""What one file says of routes, as data: calls, lists and texts that a declaration is written with."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An expression. ``kind``: ``text`` (a literal text), ``name`` (a dotted name as written), ``call``, ``list``,
    ``dict``, ``join`` (parts put together), ``const`` (``True``, ``None`` ...), ``other``.

    ``text`` is the text, the name, or what is called. ``items`` are arguments, elements or values, and ``keys`` their
    keywords, empty for positional arguments; ``**`` for a spread.
    """

    kind: str
    text: str = ""
    items: tuple[Value, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def last(self) -> str:
        """The last part of the name."""
        return self.text.rpartition(".")[2]

    @property
    def base(self) -> str:
        """What stands before the last part of the name; empty without."""
        return self.text.rpartition(".")[0]

    @property
    def positional(self) -> tuple[Value, ...]:
        """The positional arguments, or the elements."""
        if not self.keys:
            return self.items
        return tuple(item for item, key in zip(self.items, self.keys, strict=True) if not key)

    def keyword(self, name: str) -> Value | None:
        """The argument or entry of a name."""
        for item, key in zip(self.items, self.keys, strict=False):
            if key == name:
                return item
        return None

    def argument(self, position: int, *names: str) -> Value | None:
        """The argument at a position or, without one, of one of the names."""
        given = self.positional
        if position < len(given):
            return given[position]
        return next((found for name in names if (found := self.keyword(name)) is not None), None)

    def texts(self) -> tuple[str, ...]:
        """The texts of a list, or the one text."""
        if self.kind == "text":
            return (self.text,)
        return tuple(item.text for item in self.items if item.kind == "text")

    def calls(self) -> Iterator[Value]:
        """The calls in it, itself included."""
        if self.kind == "call":
            yield self
        for item in self.items:
            yield from item.calls()


OTHER = Value("other")


class Declared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A declaration that routes are made of.

    ``kind``: ``assign``, ``add`` (``+=``), ``call`` (a statement of its own), ``decorator``, ``depends`` (the
    dependencies of a function's parameters), ``attribute`` (of a class), ``hints`` (words of a function that have to
    do with who is asking), ``loop`` (in which routers are included: ``target`` stands for an element of the value;
    ``loops`` where several names, parted by commas, stand for its parts), ``return`` (of a function that gives back
    routers or applications), ``pass`` (a call that hands one over), ``helper`` (a function that registers what it is
    given and does nothing else), ``handler`` (a method that answers requests by its
    name) and ``reader`` (one beside it that reads credentials; see `codereview.facts.routes.handlers`).

    ``target`` is the name that is bound, or the qualified name of what is decorated, with
    its ``def_line``. ``scope`` is the prefix of qualified names around it, empty at module level.
    """

    kind: str
    target: str
    value: Value
    line: int
    column: int
    end_line: int
    end_column: int
    scope: str = ""
    def_line: int = 0
    conditional: bool = False
