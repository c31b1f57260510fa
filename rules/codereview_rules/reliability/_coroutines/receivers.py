"""What takes values and no coroutines: functions of the project by their annotations, models and dataclasses by their
fields, and the parts of the standard library that work with what they are given at once."""

from __future__ import annotations

import re

from codereview.facts import module as m
from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.project import Edge, Key, ProjectFacts
from codereview.facts.targets import INFERRED, Target
from codereview.facts.uses.constructors import Constructors
from codereview.facts.uses.signatures import bound

from .._flow.callees import Callees
from .takes import TAKES, Takes

_BUILTINS = frozenset(
    "len sum sorted list tuple set frozenset dict enumerate zip int float complex str bool abs round min max any all "
    "reversed range repr print bytes bytearray divmod pow ord chr iter next open format hash".split()
)
_SHOW = frozenset(f"builtins.{name}" for name in ("str", "repr", "print", "bool", "format", "hash"))
_OF_STANDARD = re.compile(
    r"(?:json|re|os|math|cmath|uuid|datetime|base64|hashlib|hmac|urllib|pathlib|decimal|fractions|time|statistics|html|"
    r"textwrap|string|csv|io|zoneinfo|struct|zlib|gzip|shutil|secrets|ipaddress|difflib|random|calendar|itertools|"
    r"logging)\.(?!.*(?:put|append|submit)$)"
)
_OF_LITERALS = re.compile(
    r"=(?:str|fstr|bytes)\.\w+|=list\.extend|=dict\.update|=set\.(?:update|union|difference|intersection)"
)
_OF_LOGGER = re.compile(
    r"(?:^|[.!()_])(?:log|logger|logging|_log|_logger|LOG|LOGGER)(?:\(\))?"
    r"\.(?:debug|info|warn|warning|error|critical|exception)$"
)
_OF_SESSION = re.compile(
    r"(?:sqlalchemy\.(?:ext\.asyncio|orm)|sqlmodel)[\w.]*\.(?:Async)?Session\(\)\."
    r"(?:add|add_all|delete|refresh|merge|expunge|execute|scalar|scalars)"
)
_MODELS = frozenset({"model_validate", "parse_obj", "from_orm", "model_construct"})


class Receivers:
    """What the functions and classes of a project take.

    Args:
        project: its facts.
        callees: which functions calls certainly run.
    """

    def __init__(self, project: ProjectFacts, callees: Callees) -> None:
        self.project = project
        self.callees = callees
        self._constructors = Constructors(project)
        self._said: dict[str, dict[int, dict[str, tuple[str, ...]]]] = {}
        for path, notes in project.noted(Takes):
            found = self._said[path] = {}
            for note in notes:
                if note.kind == TAKES:
                    pairs = (str(value).partition("=") for value in note.values)
                    found[note.line] = {name: tuple(paths.split()) for name, _, paths in pairs}

    def takes_one(self, path: str, receivers: str, others: bool) -> str:
        """What a name is passed to that takes it for a value; empty if nothing does. What only shows a value tells
        less: then everything else must be known.

        Args:
            path: the file.
            receivers: what it is passed to.
            others: whether it is used in other ways, too.
        """
        shown = ""
        for receiver in receivers.split():
            called, _, place = receiver.rpartition("|")
            if self.takes_value(path, called, place):
                if not _shows(called):
                    return _shown(called)
                shown = shown or _shown(called)
            elif not called.rpartition(".")[2][:1].isupper() and not _OF_LOGGER.search(called):
                others = True
        return "" if others else shown

    def passed(self, edge: Edge) -> str:
        """What a call is an argument of, if that takes it for a value; else nothing."""
        call, path = edge.call, edge.caller[0]
        around = [outer for outer in self.project.calls_in(edge.caller) if _holds(outer, call)]
        outer = max(around, key=lambda o: (o.line, o.column, -o.end_line, -o.end_column), default=None)
        if outer is None or any(
            other.path == call.path and other is not call and other.flags & m.AWAITED and _holds(outer, other)
            for other in self.project.calls_in(edge.caller)
        ):
            return ""
        given = f"{call.path}()"
        places = [str(number) for number, path in enumerate(outer.args) if path == given]
        places += [name for name, path in outer.kwargs if path == given]
        sure = places and all(self.takes_value(path, outer.path, place) for place in places)
        return _shown(outer.path) if sure else ""

    def takes_value(self, file: str, called: str, place: str) -> bool:
        """Whether what is called takes a value at a position or under a name, and nothing that is to be awaited."""
        head, _, last = called.rpartition(".")
        if head == "builtins":
            return last in _BUILTINS or (last in ("map", "filter") and place != "0")
        if _OF_STANDARD.match(called) or _OF_LITERALS.match(called):
            return True
        target = self.project.resolve(file, called)
        if target.kind == "function":
            callee = self.callees.certain(target)
            return callee is not None and self._parameter(callee.key, callee.function, target, place)
        if target.kind == "class" and target.via != INFERRED:
            return self._field(target, place)
        if target.kind == "external":
            return _OF_SESSION.fullmatch(target.name) is not None
        return last in _MODELS and self.project.resolve(file, head).kind == "class"

    def _parameter(self, key: Key, function: FunctionFact, target: Target, place: str) -> bool:
        name = place
        if place.isdigit():
            positional = [p.name for p in function.params if p.kind == "positional"]
            number = int(place) + bound(function, target)
            if number >= len(positional):
                return False
            name = positional[number]
        return self._is_value(key[0], function.line, name)

    def _field(self, target: Target, place: str) -> bool:
        made = self.project.callee(target)
        if made is not None:
            function = self.project.function(made)
            return self._parameter(made, function, target.but(kind="instance", owner=target.key), place)
        generated = self._constructors.params(target.key)
        if generated is None:
            return False
        name = dict(generated.other).get(place, place)
        if place.isdigit():
            names = [param.name for param in generated.params if param.kind == "positional"]
            if int(place) >= len(names):
                return False
            name = names[int(place)]
        bases = self.project.resolver.bases(target.key)
        model = any(isinstance(base, str) and base.startswith(("pydantic", "sqlmodel")) for base in bases)
        for base in bases:
            if isinstance(base, tuple):
                cls = self.project.resolver.class_(base)
                if any(field.name == name for field in cls.fields):
                    return self._is_value(base[0], cls.line, name, model)
        return False

    def _is_value(self, file: str, line: int, name: str, model: bool = False) -> bool:
        """Whether an annotation is of a value; a type variable is, in a model, which is held against its type."""
        paths = self._said.get(file, {}).get(line, {}).get(name)
        if paths is None:
            return False
        return all(self._is_class(file, path) or (model and self._is_variable(file, path)) for path in paths)

    def _is_variable(self, file: str, path: str) -> bool:
        return self.project.resolve(file, path).name == "typing.TypeVar()"

    def _is_class(self, file: str, path: str) -> bool:
        """Whether a path is a class whose objects cannot be awaited."""
        target = self.project.resolve(file, path)
        if target.kind == "external":
            return not target.name.startswith(("typing", "asyncio", "concurrent", "?", "="))
        if target.kind != "class":
            return False
        bases = self.project.resolver.bases(target.key)
        own = [self.project.resolver.class_(base) for base in bases if isinstance(base, tuple)]
        return not any("__await__" in cls.methods for cls in own)


def _holds(outer: CallFact, inner: CallFact) -> bool:
    """Whether a call stands within the brackets of another."""
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    return (outer.line, outer.column) <= start and end < (outer.end_line, outer.end_column)


def _shows(called: str) -> bool:
    """Whether something only makes a text of a value, or asks for its truth."""
    return called in _SHOW or called.startswith(("logging.", "=fstr", "=str"))


def _shown(called: str) -> str:
    return (
        called.removeprefix("builtins.").removeprefix("@.").rpartition("!.")[2].replace("()", "").lstrip("=")
    )
