"""Flows of functions joined over the calls of the project: from sources to sinks, with every hop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from codereview.api import Note, Zone
from codereview.facts.module import FunctionFact
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import Target

from .cleaners import EXTENSIONS, GUARDS, NAMED, STATEMENTS
from .collector import Flows
from .flow.values import HTML, NAME, PATH, SQL, TEMPLATE, URL, Value
from .handlers import Handlers, Outside
from .sinks import CLIENTS, DATABASES
from .summaries import Arg, Summary, arguments, held, summaries

_DEEP = 5
_MANY = 60


class Hop(NamedTuple):
    """A step of a path: a call that hands the value on, or gives it back."""

    file: str
    line: int
    text: str


class Origin(NamedTuple):
    """Where a value comes from: a source, or a parameter (``name``) of the function that is looked at."""

    kind: str  # of the source; empty for a parameter
    shown: str
    file: str
    line: int
    mask: int
    hops: tuple[Hop, ...] = ()
    name: str = ""
    attr: str = ""
    model: Target | None = None


class Hit(NamedTuple):
    """A sink that a parameter reaches. ``at`` is where the text is put together that a helper runs, if it is not at the
    sink."""

    key: Key
    sink: Note
    mask: int
    hops: tuple[Hop, ...]
    attr: str
    marks: frozenset[str]
    at: tuple[Key, Note] | None = None


class Trace(NamedTuple):
    """A value from outside at a sink, with the way that it takes."""

    origin: Origin
    key: Key
    sink: Note
    hops: tuple[Hop, ...]
    marks: frozenset[str]
    at: tuple[Key, Note] | None = None

    @property
    def place(self) -> tuple[Key, Note]:
        """Where the fault stands: at the sink, or where the text for it is put together."""
        return self.at or (self.key, self.sink)


class Built(NamedTuple):
    """SQL text that a function builds from a parameter of its own, and that is run."""

    key: Key
    at: Note
    params: tuple[str, ...]
    hops: tuple[Hop, ...]
    shown: str


class Join:
    """All traces of a project. Make it with `joined_flows`."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.notes = {
            path: notes for path, notes in project.noted(Flows) if project.zone(path) is not Zone.TESTS
        }
        self.by_key: dict[Key, Summary] = {}
        for path, notes in self.notes.items():
            for index, summary in summaries(notes).items():
                self.by_key[path, index] = summary
        self.handlers = Handlers(project)
        self._origins: dict[tuple[str, str], tuple[Origin, ...]] = {}
        self._reach: dict[tuple[Key, str], tuple[Hit, ...]] = {}
        self._open: set[object] = set()
        self._methods: dict[tuple[str, int], list[Key]] | None = None
        self.traces = sorted(self._traces(), key=_order)

    # where a value comes from

    def origins(self, key: Key, value: Value, depth: int = 0) -> list[Origin]:
        """The sources and parameters that a value of a function holds."""
        found: list[Origin] = []
        for label, mask in value.items():
            if label[0] == "~":
                continue
            for origin in self._label(key, label, depth):
                found.append(origin._replace(mask=origin.mask | mask) if mask else origin)
        return found

    def _label(self, key: Key, label: str, depth: int) -> tuple[Origin, ...]:
        if label[0] == "p":
            return tuple(self._parameter(key, label[2:]))
        if label[0] == "a":
            return tuple(self._attribute(key, label[2:], depth)) if depth < _DEEP else ()
        known = self._origins.get((key[0], label))
        if known is not None:
            return known
        mark = ("label", key[0], label)
        if mark in self._open or depth >= _DEEP:
            return ()
        self._open.add(mark)
        number = int(label[2:].removesuffix("#"))
        note = self.notes[key[0]][number]
        if label[0] == "s":
            kind, shown = str(note.values[0]), str(note.values[1])
            found: tuple[Origin, ...] = (Origin(kind, shown, key[0], note.line, 0),)
        else:
            found = tuple(self._returned(key, note, depth))[:_MANY]
        self._open.discard(mark)
        self._origins[key[0], label] = found
        return found

    def _parameter(self, key: Key, text: str) -> Iterator[Origin]:
        of_keys = text[-1] == "#"
        name, _, attr = text.removesuffix("#").partition(".")
        outside = self.handlers.of(key).get(name)
        if outside is not None:
            if of_keys and (outside.model is not None or outside.kind == "query"):
                return
            if outside.model is None or not attr or self.handlers.field(outside.model, attr):
                yield self._outside(key, name, outside, attr)
            return
        if not of_keys:
            line = self.project.function(key).line if key[1] >= 0 else 1
            yield Origin("", name, key[0], line, 0, (), name, attr)

    def _outside(self, key: Key, name: str, outside: Outside, attr: str) -> Origin:
        function = self.project.function(key)
        line = next((p.line for p in function.params if p.name == name), function.line)
        shown = f"{name}.{attr}" if attr else name
        mask = outside.mask & ~PATH if outside.kind == "upload" and attr == "filename" else outside.mask
        return Origin(outside.kind, shown, key[0], line, mask, model=None if attr else outside.model)

    def _attribute(self, key: Key, text: str, depth: int) -> Iterator[Origin]:
        """What other methods of the class put into an attribute."""
        if key[1] < 0:
            return
        cls = self.project.function(key).cls
        if cls < 0:
            return
        for method in self._of_class((key[0], cls)):
            if method == key:
                continue
            for note in self.by_key[method].attrs:
                if note.values[0] != text:
                    continue
                function = self.project.function(method)
                for origin in self.origins(method, held(note, 1), depth + 1):
                    if origin.kind:
                        hop = Hop(method[0], function.line, f"kept as `self.{text}` in {function.name}()")
                        yield origin._replace(hops=(*origin.hops, hop))

    def _of_class(self, cls: tuple[str, int]) -> list[Key]:
        if self._methods is None:
            self._methods = {}
            for key in self.by_key:
                if key[1] >= 0 and (index := self.project.function(key).cls) >= 0:
                    self._methods.setdefault((key[0], index), []).append(key)
        return self._methods.get(cls, [])

    def _returned(self, key: Key, note: Note, depth: int) -> Iterator[Origin]:
        """What a call of the project gives back."""
        path = str(note.values[0])
        target = self.project.resolve(key[0], path)
        if target.kind != "function":
            return
        callee = target.key
        function = self.project.function(callee)
        given = self._given(function, target, arguments(note))
        hop = Hop(key[0], note.line, f"given back by {function.name}()")
        for value in self._results(callee, function):
            for origin in self.origins(callee, value, depth + 1):
                if origin.kind:
                    yield origin._replace(hops=(*origin.hops, hop))
                    continue
                for arg in given.get(origin.name, ()):
                    for outer in self.origins(key, arg, depth + 1):
                        yield outer._replace(mask=outer.mask | origin.mask, hops=(*outer.hops, hop))

    def _results(self, key: Key, function: FunctionFact) -> list[Value]:
        summary = self.by_key.get(key)
        if summary is not None:
            return [held(note, 0) for note in summary.returns]
        own = f"%{key[1]}:"
        found: list[Value] = []
        if function.end_line - function.body_line > 1:
            return found  # it does more with it than can be told from here
        for path in function.returns:
            if path.startswith(own):
                name, _, rest = path[len(own) :].partition(".")
                if not rest or rest in _SAME:
                    found.append({f"p:{name}": 0})
        return found

    def marks(self, key: Key, value: Value) -> frozenset[str]:
        """The marks of a value, those of texts that helpers give back included."""
        found = {label for label in value if label[0] == "~"}
        for label in value:
            if label[0] == "r":
                note = self.notes[key[0]][int(label[2:].removesuffix("#"))]
                target = self.project.resolve(key[0], str(note.values[0]))
                if target.kind == "function" and target.key in self.by_key:
                    for result in self.by_key[target.key].returns:
                        found |= {mark for mark in held(result, 0) if mark[0] == "~"}
        return frozenset(found)

    # what a call is given

    def _given(self, function: FunctionFact, target: Target, args: Iterable[Arg]) -> dict[str, list[Value]]:
        """What the parameters of a function hold in a call."""
        params = [p for p in function.params if p.kind == "positional"]
        bound = function.cls >= 0 and not any(d.endswith("staticmethod") for d in function.decorators)
        if bound and not (target.kind == "function" and target.owner is None):
            params = params[1:]
        names = {p.name for p in function.params}
        found: dict[str, list[Value]] = {}
        for name, value in args:
            if name.isdigit():
                if int(name) < len(params):
                    found.setdefault(params[int(name)].name, []).append(value)
            elif name in names:
                found.setdefault(name, []).append(value)
        return found

    # where a parameter goes

    def reach(self, key: Key, param: str, depth: int = 0) -> tuple[Hit, ...]:
        """The sinks that a parameter of a function reaches."""
        known = self._reach.get((key, param))
        if known is not None:
            return known
        mark = ("reach", key, param)
        if mark in self._open or depth >= _DEEP:
            return ()
        self._open.add(mark)
        found = tuple(self._hits(key, param, depth))[:_MANY]
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
        for callee, given in self._into(key, note, name, value):
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
                    at=hit.at or self._built_here(key, note, value, hit),
                )

    def _built_here(self, key: Key, note: Note, value: Value, hit: Hit) -> tuple[Key, Note] | None:
        """The call that hands a text of SQL to a helper which only runs it: each such call is a fault of its own."""
        mine = "~sql" in self.marks(key, value)
        return (key, note) if hit.sink.values[0] == SQL and mine and "~sql" not in hit.marks else None

    def _into(self, key: Key, note: Note, name: str, value: Value) -> Iterator[tuple[Key, str]]:
        """The function that a call reaches, and the parameter that an argument of it is."""
        target = self.project.resolve(key[0], str(note.values[0]))
        callee = self.project.callee(target)
        if callee is None or self.project.zone(callee[0]) is Zone.TESTS:
            return
        for param in self._given(self.project.function(callee), target, (Arg(name, value),)):
            yield callee, param

    def _kept(self, key: Key, attr: str, origin: Origin, depth: int) -> Iterator[Hit]:
        """What is put into an attribute of ``self``, in the other methods of the class."""
        function = self.project.function(key)
        if function.cls < 0 or depth >= _DEEP - 1:
            return
        hop = Hop(key[0], function.line, f"kept as `self.{attr}`")
        for method in self._of_class((key[0], function.cls)):
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
                for given in self._given(inner, target, (Arg(name, {}),)):
                    if path != own and len(alike) > 1 and given != param:
                        continue
                    for hit in self.reach(callee, given, depth + 1):
                        yield hit._replace(hops=(hop, *hit.hops))

    # all of them

    def _traces(self) -> Iterator[Trace]:
        for key, summary in self.by_key.items():
            for sink in summary.sinks:
                value = held(sink, 3)
                kind = int(str(sink.values[0]))
                for origin in self.origins(key, value):
                    if origin.kind and not origin.mask & kind and self.verified(key, sink):
                        yield Trace(origin, key, sink, origin.hops, self.marks(key, value))
            for _, note in summary.calls:
                for name, value in arguments(note):
                    yield from self._forward(key, note, name, value)
            if key in self.handlers.flask and self.project.function(key).cls < 0:
                yield from self._pages(key, summary)

    def _forward(self, key: Key, note: Note, name: str, value: Value) -> Iterator[Trace]:
        sources = [origin for origin in self.origins(key, value) if origin.kind]
        if not sources:
            return
        for callee, given in self._into(key, note, name, value):
            hop = Hop(key[0], note.line, f"handed to {self.project.function(callee).name}()")
            for hit in self.reach(callee, given):
                kind = int(str(hit.sink.values[0]))
                if not self.verified(hit.key, hit.sink):
                    continue
                marks = hit.marks | {mark for mark in value if mark[0] == "~"}
                for origin in sources:
                    if origin.mask & kind:
                        continue
                    if (
                        hit.attr
                        and origin.model is not None
                        and not self.handlers.field(origin.model, hit.attr)
                    ):
                        continue
                    at = hit.at or self._built_here(key, note, value, hit)
                    yield Trace(origin, hit.key, hit.sink, (*origin.hops, hop, *hit.hops), marks, at)

    def _pages(self, key: Key, summary: Summary) -> Iterator[Trace]:
        """What a view of Flask gives back is a page, if it is text."""
        for note in summary.returns:
            value = held(note, 0)
            marks = self.marks(key, value)
            if not marks & {"~html", "~text"}:
                continue
            sink = Note(
                "page",
                note.line,
                note.column,
                note.end_line,
                note.end_column,
                key[1],
                -1,
                (HTML, "return", "", ()),
            )
            for origin in self.origins(key, value):
                if origin.kind and not origin.mask & HTML:
                    yield Trace(origin, key, sink, origin.hops, marks)

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

    def built(self) -> Iterator[Built]:
        """SQL text that is built from parameters of which nobody knows what they hold."""
        for key, summary in self.by_key.items():
            if key[1] < 0 or self.project.function(key).name.startswith("<"):
                continue
            for sink in summary.sinks:
                if int(str(sink.values[0])) != 1 or not self.verified(key, sink):
                    continue
                value = held(sink, 3)
                if "~sql" in self.marks(key, value):
                    names = {
                        o.name
                        for o in self.origins(key, value)
                        if not o.kind and not o.mask & 1 and not o.attr
                    }
                    if names:
                        yield Built(key, sink, tuple(sorted(names)), (), str(sink.values[1]))
            for _, note in summary.calls:
                for name, value in arguments(note):
                    yield from self._built_for(key, note, name, value)

    def _own(self, key: Key, value: Value) -> set[str]:
        """Parameters that a value holds as a value of SQL, not as a name of a table or column."""
        return {
            o.name
            for o in self.origins(key, value)
            if not o.kind and not o.mask & (SQL | NAME) and not o.attr
        }

    def _built_for(self, key: Key, note: Note, name: str, value: Value) -> Iterator[Built]:
        """The same, run by a helper."""
        if "~sql" not in value or "~ddl" in value:
            return
        names = self._own(key, value)
        for callee, given in self._into(key, note, name, value) if names else ():
            for hit in self.reach(callee, given):
                if hit.sink.values[0] == SQL and "~sql" not in hit.marks and self.verified(hit.key, hit.sink):
                    hop = Hop(key[0], note.line, f"handed to {self.project.function(callee).name}()")
                    yield Built(key, note, tuple(sorted(names)), (hop, *hit.hops), str(hit.sink.values[1]))
                    return


_SAME = frozenset(
    {"strip()", "lower()", "upper()", "strip().lower()", "encode()", "decode()", "rstrip()", "lstrip()"}
)


def _asks(path: str) -> bool:
    name = path[path.rfind(".") + 1 :]
    return bool(
        GUARDS.search(name) or STATEMENTS.search(name) or NAMED.search(name)
    ) and not EXTENSIONS.search(name)


def _order(trace: Trace) -> tuple[object, ...]:
    key, sink = trace.place
    return (key[0], sink.line, sink.column, len(trace.hops), trace.origin.file, trace.origin.line, trace.origin.shown,
            trace.hops)  # fmt: skip


_known: WeakKeyDictionary[ProjectFacts, Join] = WeakKeyDictionary()


def joined_flows(project: ProjectFacts) -> Join:
    """The flows of a project; several rules ask, one of them pays."""
    found = _known.get(project)
    if found is None:
        found = _known[project] = Join(project)
    return found
