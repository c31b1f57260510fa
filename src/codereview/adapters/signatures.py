"""Calls against the signatures of first-party functions: what cannot match, whatever the values are."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from codereview.adapters.closed import DATACLASS, Classes
from codereview.facts.module import CallFact, FunctionFact, Param
from codereview.facts.paths import SPREAD, UNKNOWN
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import Target, decorated

# decorators that leave the signature as it is
_TRANSPARENT = frozenset(
    "builtins.staticmethod builtins.classmethod abc.abstractmethod functools.cache functools.lru_cache "
    "functools.lru_cache() typing.final typing.override typing_extensions.override contextlib.contextmanager "
    "contextlib.asynccontextmanager typing.no_type_check".split()
)


class Mismatch(msgspec.Struct, frozen=True):
    """What is wrong with a call, by the names of parameters and keywords; ``surplus`` counts arguments.

    ``key`` is the function that it calls and ``shown`` the name that a reader knows it by.
    """

    key: Key
    shown: str
    line: int
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    takes: int = 0
    surplus: int = 0

    @property
    def any(self) -> bool:
        """Whether the call fails."""
        return bool(self.missing or self.unknown or self.twice or self.surplus)


class Signatures:
    """Calls of a project against what they call."""

    def __init__(self, project: ProjectFacts, classes: Classes) -> None:
        self._project = project
        self._classes = classes

    def mismatch(self, path: str, call: CallFact) -> Mismatch | None:
        """What is wrong with a call in a file; None if it can succeed, or if it is not certain what it calls."""
        target = self._project.resolve(path, call.path)
        if target.kind == "class" and self._by_its_name(path, target, call):
            found = self._construction(path, target, call)
        elif target.kind == "function":
            found = self._of_function(path, target, call)
        else:
            return None
        return found if found is not None and found.any else None

    def certain(self, target: Target) -> bool:
        """Whether a function that was resolved is the one that runs: as it is defined, and not overridden."""
        function = self._project.resolver.function(target)
        if not self._certain(target.key, function):
            return False
        own = (target.file, function.cls)
        return function.cls < 0 or (
            self._classes.closed(own)
            and not any(function.name in self._classes.fact(key).methods for key in self._classes.below(own))
        )

    def _of_function(self, path: str, target: Target, call: CallFact) -> Mismatch | None:
        function = self._project.resolver.function(target)
        if not self._certain(target.key, function):
            return None
        found = _compared(target.key, function.qualname, function, call, _bound(function, target))
        if function.cls < 0:
            return None if self._of_object(path, call) else found
        if not takes_self(function):
            return None
        own = (target.file, function.cls)
        if not all(self._classes.closed(key) for key in {own, *([target.owner] if target.owner else [])}):
            return None
        for key in self._classes.below(own):  # what is called may be of a class made of it
            index = self._classes.fact(key).methods.get(function.name)
            if index is None:
                continue
            other = self._project.files[key[0]].functions[index]
            fits = not _compared((key[0], index), other.qualname, other, call, _bound(other, target)).any
            if fits or not self._certain((key[0], index), other):
                return None
        return found

    def _by_its_name(self, path: str, target: Target, call: CallFact) -> bool:
        """Whether a class is called by its own name, not as an attribute that a subclass may have of its own."""
        owner = self._project.resolve(path, call.path.rpartition(".")[0])
        return owner.kind not in ("instance", "class") or target.name.rpartition(".")[0] == owner.name

    def _of_object(self, path: str, call: CallFact) -> bool:
        """Whether a plain function is called as an attribute of a class or instance, which may bind it."""
        owner, dot, _ = call.path.rpartition(".")
        return bool(dot) and self._project.resolve(path, owner).kind in ("instance", "class")

    def _construction(self, path: str, target: Target, call: CallFact) -> Mismatch | None:
        key = target.key
        cls = self._classes.fact(key)
        if not self._classes.closed(key) or (self._around(path, call) == key and self._classes.below(key)):
            return None  # in the class itself `cls(...)` may be of a class made of it
        bases = self._project.resolver.bases(key)
        facts = [(base, self._classes.fact(base)) for base in bases if not isinstance(base, str)]
        if any("__new__" in fact.methods for _, fact in facts):
            return None
        for base, fact in facts:
            index = fact.methods.get("__init__")
            if index is not None:
                function = self._project.files[base[0]].functions[index]
                sure = self._certain((base[0], index), function)
                return _compared((base[0], index), cls.qualname, function, call, 1) if sure else None
            if fact.decorators:
                return self._record(key, call) if set(fact.decorators) <= DATACLASS else None
        if len(facts) < len(bases) or SPREAD in call.args:
            return None  # the constructor is one from outside
        names = tuple(name for name, _ in call.kwargs if name != "**")
        return Mismatch((key[0], -1), cls.qualname, cls.line, (), names, (), 0, len(call.args))

    def _record(self, key: Key, call: CallFact) -> Mismatch | None:
        """A dataclass: what it lacks of its fields, as far as defaults can be told, and what is no field."""
        fields: dict[str, bool] = {}
        for base in reversed(self._project.resolver.bases(key)):
            if isinstance(base, str) or not set(self._classes.fact(base).decorators) <= DATACLASS:
                return None
            for attr in self._classes.fact(base).attrs:
                if attr.line <= self._first_method(base):
                    fields[attr.name] = attr.path == UNKNOWN
        if SPREAD in call.args:
            return None
        cls = self._classes.fact(key)
        given = {name for name, _ in call.kwargs}
        filled = set(list(fields)[: len(call.args)])
        missing = [n for n, bare in fields.items() if bare and n not in given | filled and "**" not in given]
        unknown = [name for name in given if name != "**" and name not in fields]
        surplus = max(len(call.args) - len(fields), 0)
        return Mismatch(
            (key[0], -1),
            cls.qualname,
            cls.line,
            tuple(missing),
            tuple(sorted(unknown)),
            (),
            len(fields),
            surplus,
        )

    def _first_method(self, key: Key) -> int:
        functions = self._project.files[key[0]].functions
        return min((functions[i].line for i in self._classes.fact(key).methods.values()), default=1 << 30)

    def _around(self, path: str, call: CallFact) -> Key | None:
        """The class in one of whose methods a call stands."""
        functions, index = self._project.files[path].functions, call.function
        while index >= 0:
            if functions[index].cls >= 0:
                return path, functions[index].cls
            index = functions[index].parent
        return None

    def _certain(self, key: Key, function: FunctionFact) -> bool:
        """Whether a function is what its definition shows: one definition, known decorators."""
        facts = self._project.files[key[0]]
        if function.overload or sum(other.qualname == function.qualname for other in facts.functions) > 1:
            return False
        if function.conditional:
            return False
        if function.cls < 0 and function.parent < 0:
            if facts.names.get(function.name) != f"@.{function.qualname}":
                return False
            if any((item.alias or item.name) == function.name for item in facts.imports):
                return False
        if function.name in self._classes.foreign:
            return False
        return all(path in _TRANSPARENT or self._identity(key[0], path) for path in function.decorators)

    def _identity(self, path: str, decorator: str) -> bool:
        """Whether a decorator of the project gives back what it is given."""
        target = self._project.resolve(path, decorator)
        if target.kind != "function":
            return False
        function = self._project.resolver.function(target)
        if function.decorators or not function.params or function.is_generator:
            return False
        return function.returns == (f"%{target.index}:{function.params[0].name}",)


def _bound(function: FunctionFact, target: Target) -> int:
    """How many of the first parameters are given by the way the function is reached."""
    if function.cls < 0 or decorated(function, "staticmethod"):
        return 0
    return 1 if decorated(function, "classmethod") or target.owner is not None else 0


def takes_self(function: FunctionFact) -> bool:
    """Whether a method names its first parameter as methods do, or takes none by a decorator that says so."""
    first = function.params[0].name if function.params else ""
    return decorated(function, "staticmethod") or first.lstrip("_") in ("self", "cls", "mcs", "klass")


def _compared(key: Key, shown: str, function: FunctionFact, call: CallFact, skipped: int) -> Mismatch:
    params = function.params
    positional = [p for p in params if p.kind == "positional"][skipped:]
    names = {p.name for p in params if p.kind in ("positional", "keyword")}
    taken = {p.name for p in params[:skipped]}
    open_end, open_names = _has(params, "vararg"), _has(params, "kwarg")
    spread, mapping = SPREAD in call.args, any(name == "**" for name, _ in call.kwargs)
    given = [name for name, _ in call.kwargs if name != "**"]
    count = len(call.args) - call.args.count(SPREAD)
    filled = {p.name for p in positional[:count]}
    missing = [
        p.name
        for p in params
        if p.kind in ("positional", "keyword")
        and not p.default
        and p.name not in filled | taken | set(given)
        and not (mapping or (spread and p.kind == "positional"))
    ]
    surplus = 0 if open_end else max(count - len(positional), 0)
    unknown = [] if open_names else [name for name in given if name not in names - taken]
    twice = [name for name in given if name in filled]
    return Mismatch(
        key, shown, function.line, tuple(missing), tuple(unknown), tuple(twice), len(positional), surplus
    )


def _has(params: Sequence[Param], kind: str) -> bool:
    return any(p.kind == kind for p in params)
