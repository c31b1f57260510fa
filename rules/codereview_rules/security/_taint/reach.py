"""Where a parameter of a function goes."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Note, Zone
from codereview.facts.project import Key

from .cleaners import cleans, guards, looks_at_end, raises
from .flow.values import SQL, TEMPLATE, URL, Value
from .origins import DEEP, MANY, Origins
from .sinks import CLIENTS, DATABASES
from .summaries import Arg, arguments, held
from .trails import Hit, Hop, Origin


class Reach(Origins):
    """Follows parameters through calls and attributes to sinks."""

    def reach(self, key: Key, param: str, depth: int = 0) -> tuple[Hit, ...]:
        """The sinks that a parameter of a function reaches."""
        known = self._reach.get((key, param))
        if known is not None:
            return known
        mark = ("reach", key, param)
        if mark in self._open or depth >= DEEP:
            return ()
        self._open.add(mark)
        found = tuple(self._hits(key, param, depth))[:MANY]
        self._open.discard(mark)
        if depth < 2 or found:
            self._reach[key, param] = found
        return found

    def _hits(self, key: Key, param: str, depth: int) -> Iterator[Hit]:
        summary = self.by_key.get(key)
        if summary is None:
            yield from self._unseen(key, param, depth)
            return
        for sink in summary.sinks:
            value = held(sink, 3)
            for origin in self.origins(key, value):
                if origin.name == param and not origin.kind and not origin.mask & int(str(sink.values[0])):
                    yield Hit(key, sink, origin.mask, origin.hops, origin.attr, self.marks(key, value))
        for _, note in summary.calls:
            for name, value in arguments(note):
                for origin in self.origins(key, value):
                    if origin.name == param and not origin.kind:
                        yield from self._onwards(key, note, name, value, origin, depth)
        for note in summary.attrs:
            for origin in self.origins(key, held(note, 1)):
                if origin.name == param and not origin.kind:
                    yield from self._kept(key, str(note.values[0]), origin, depth)

    def _onwards(
        self, key: Key, note: Note, name: str, value: Value, origin: Origin, depth: int
    ) -> Iterator[Hit]:
        """From an argument of a call into the function that is called."""
        for callee, given in self.into(key, note, name, value):
            function = self.project.function(callee)
            hop = Hop(key[0], note.line, f"handed to {function.name}()")
            for hit in self.reach(callee, given, depth + 1):
                if origin.mask & int(str(hit.sink.values[0])):
                    continue
                if hit.attr and origin.attr:
                    continue
                yield hit._replace(
                    mask=hit.mask | origin.mask,
                    hops=(*origin.hops, hop, *hit.hops),
                    attr=hit.attr or origin.attr,
                    marks=hit.marks | {mark for mark in value if mark[0] == "~"},
                    at=hit.at or self.built_here(key, note, value, hit),
                )

    def built_here(self, key: Key, note: Note, value: Value, hit: Hit) -> tuple[Key, Note] | None:
        """The call that hands a text of SQL to a helper which only runs it: each such call is a fault of its own."""
        mine = "~sql" in self.marks(key, value)
        return (key, note) if hit.sink.values[0] == SQL and mine and "~sql" not in hit.marks else None

    def into(self, key: Key, note: Note, name: str, value: Value) -> Iterator[tuple[Key, str]]:
        """The function that a call reaches, and the parameter that an argument of it is."""
        target = self.project.resolve(key[0], str(note.values[0]))
        callee = self.project.callee(target)
        if callee is None or self.project.zone(callee[0]) is Zone.TESTS:
            return
        for param in self.given(self.project.function(callee), target, (Arg(name, value),)):
            yield callee, param

    def _kept(self, key: Key, attr: str, origin: Origin, depth: int) -> Iterator[Hit]:
        """What is put into an attribute of ``self``, in the other methods of the class."""
        function = self.project.function(key)
        if function.cls < 0 or depth >= DEEP - 1:
            return
        hop = Hop(key[0], function.line, f"kept as `self.{attr}`")
        for method in self.of_class((key[0], function.cls)):
            for sink in self.by_key[method].sinks:
                value = held(sink, 3)
                mask = value.get(f"a:{attr}")
                kind = int(str(sink.values[0]))
                if mask is not None and not (mask | origin.mask) & kind:
                    yield Hit(
                        method, sink, mask | origin.mask, (*origin.hops, hop), "", self.marks(method, value)
                    )

    def _unseen(self, key: Key, param: str, depth: int) -> Iterator[Hit]:
        """Through a function that neither reads a source nor reaches a sink itself: its calls tell what it hands on."""
        function = self.project.function(key)
        annotation = next((p.annotation for p in function.params if p.name == param), "?")
        own = f"%{key[1]}:{param}"
        if function.name == "__init__" and function.cls >= 0:
            for attr in self.project.files[key[0]].classes[function.cls].attrs:
                if attr.path == own or (attr.name.lstrip("_") == param and attr.path == annotation):
                    yield from self._kept(key, attr.name, Origin("", param, key[0], attr.line, 0), depth)
        if any(own in call.args and _asks(call.path) for call in self.project.calls_in(key)):
            return
        alike = [p.name for p in function.params if p.annotation == annotation]
        for call in self.project.calls_in(key):
            if call.path[0] in "?=" or not (call.args or call.kwargs):
                continue
            pairs = [(str(at), path) for at, path in enumerate(call.args)] + list(call.kwargs)
            pairs = [
                (name, path)
                for name, path in pairs
                if path == own or (annotation != "?" and path == annotation)
            ]
            if not pairs:
                continue
            target = self.project.resolve(key[0], call.path)
            callee = self.project.callee(target)
            if callee is None or callee == key or self.project.zone(callee[0]) is Zone.TESTS:
                continue
            inner = self.project.function(callee)
            hop = Hop(key[0], call.line, f"handed to {inner.name}()")
            for name, path in pairs:
                for given in self.given(inner, target, (Arg(name, {}),)):
                    if path != own and len(alike) > 1 and given != param:
                        continue
                    for hit in self.reach(callee, given, depth + 1):
                        yield hit._replace(hops=(hop, *hit.hops))

    def verified(self, key: Key, sink: Note) -> bool:
        """Whether a sink that the file alone could not tell is one."""
        path = str(sink.values[2])
        if not path:
            return True
        target = self.project.resolve(key[0], path)
        if target.kind != "external":
            return False
        if sink.values[0] == URL:
            return bool(CLIENTS.match(target.name.rpartition(".")[0]))
        if sink.values[0] == TEMPLATE:
            return target.name.startswith("jinja2.") and "andbox" not in target.name
        return sink.values[0] == SQL and bool(DATABASES.match(target.name))


def _asks(path: str) -> bool:
    name = path[path.rfind(".") + 1 :]
    if name in ("search", "match"):
        return False
    return bool(guards(name) or raises(name) or cleans(name)) and not looks_at_end(name)
