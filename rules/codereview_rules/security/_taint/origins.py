"""Where a value of a function comes from: sources of its own, of what it calls, and its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codereview.api import Note, Zone
from codereview.facts.module import FunctionFact
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import Target

from .collector import Flows
from .flow.values import PATH, Value
from .handlers import Handlers, Outside
from .summaries import Arg, Summary, arguments, held, summaries
from .trails import Hit, Hop, Origin

DEEP = 5
MANY = 60
"""The longest way in calls, and the most answers to one question."""
_SAME = frozenset(
    {"strip()", "lower()", "upper()", "strip().lower()", "encode()", "decode()", "rstrip()", "lstrip()"}
)


class Origins:
    """Answers for one project; remembers what it has told."""

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

    def origins(self, key: Key, value: Value, depth: int = 0) -> list[Origin]:
        """The sources and parameters that a value of a function holds."""
        found: list[Origin] = []
        for label, mask in value.items():
            if label[0] == "~":
                continue
            told = self._label(key, label, depth)
            found.extend([origin._replace(mask=origin.mask | mask) for origin in told] if mask else told)
        return found

    def _label(self, key: Key, label: str, depth: int) -> tuple[Origin, ...]:
        if label[0] == "p":
            return tuple(self._parameter(key, label[2:]))
        if label[0] == "a":
            return tuple(self._attribute(key, label[2:], depth)) if depth < DEEP else ()
        known = self._origins.get((key[0], label))
        if known is not None:
            return known
        mark = ("label", key[0], label)
        if mark in self._open or depth >= DEEP:
            return ()
        self._open.add(mark)
        number = int(label[2:].removesuffix("#"))
        note = self.notes[key[0]][number]
        if label[0] == "s":
            kind, shown = str(note.values[0]), str(note.values[1])
            found: tuple[Origin, ...] = (Origin(kind, shown, key[0], note.line, 0),)
        else:
            found = tuple(self._returned(key, note, depth))[:MANY]
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
        origin = Origin(outside.kind, name, key[0], line, outside.mask, model=None if attr else outside.model)
        if outside.kind == "upload" and attr == "filename":
            return named_upload(origin, attr)
        return origin._replace(shown=f"{name}.{attr}") if attr else origin

    def _attribute(self, key: Key, text: str, depth: int) -> Iterator[Origin]:
        """What other methods of the class put into an attribute."""
        if key[1] < 0:
            return
        cls = self.project.function(key).cls
        if cls < 0:
            return
        for method in self.of_class((key[0], cls)):
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

    def of_class(self, cls: tuple[str, int]) -> list[Key]:
        """The methods of a class that have a summary."""
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
        given = self.given(function, target, arguments(note))
        hop = Hop(key[0], note.line, f"given back by {function.name}()")
        unasked = self._has_no_request(key[0], note, function)
        for value in self._results(callee, function):
            for origin in self.origins(callee, value, depth + 1):
                if origin.kind:
                    if not (unasked and origin.shown.startswith("request.")):
                        yield origin._replace(hops=(*origin.hops, hop))
                    continue
                for arg in given.get(origin.name, ()):
                    for outer in self.origins(key, arg, depth + 1):
                        yield outer._replace(mask=outer.mask | origin.mask, hops=(*outer.hops, hop))

    def _has_no_request(self, path: str, note: Note, function: FunctionFact) -> bool:
        """Whether a function that can be given a request is given none, and so reads nothing of one."""
        if not any(p.name == "request" and p.default for p in function.params):
            return False
        return any(
            call.line == note.line and call.path == note.values[0] and not call.args and not call.kwargs
            for call in self.project.files[path].calls
        )

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

    def given(self, function: FunctionFact, target: Target, args: Iterable[Arg]) -> dict[str, list[Value]]:
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


def named_upload(origin: Origin, attr: str) -> Origin:
    """The name that comes with an upload, where that is what is read of it: the sender chooses it, unlike the upload's
    own place on the disk."""
    if origin.kind != "upload" or attr != "filename":
        return origin
    return origin._replace(mask=origin.mask & ~PATH, shown=f"{origin.shown}.filename")
