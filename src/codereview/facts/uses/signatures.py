"""Calls against the signatures of first-party functions: what cannot match, whatever the values are."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from codereview.facts.module import CallFact, FunctionFact
from codereview.facts.paths import SPREAD
from codereview.facts.targets import EXACT, Target, decorated
from codereview.facts.uses.closed import Classes
from codereview.facts.uses.compared import Mismatch, Shape, compared, shape_of
from codereview.facts.uses.constructors import Constructors, Generated
from codereview.facts.uses.wrappers import keeps_signature, passes_on

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts


class Signatures:
    """Calls of a project against what they call."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._classes: Classes = project.classes
        self._constructors = Constructors(project)
        self._sure: dict[Key, bool] = {}
        self._counts: dict[str, Counter[str]] = {}
        self._imported: dict[str, frozenset[str]] = {}
        self._shapes: dict[tuple[str, int, bool], Shape] = {}
        self._makers: dict[Key, Key | Generated | None] = {}

    def mismatch(self, path: str, call: CallFact) -> Mismatch | None:
        """What is wrong with a call in a file; None if it can succeed, or if it is not certain what it calls."""
        return self.of_target(path, call, self._project.resolve(path, call.path))

    def of_target(self, path: str, call: CallFact, target: Target) -> Mismatch | None:
        """The same, where it is known what the call resolves to."""
        if target.kind == "function":
            shape = self._shapes.get((target.file, target.index, target.owner is None))
            if shape is not None and shape.fits(call):
                return None  # the quick answer for nearly all
        if target.kind == "class" and target.via == EXACT and self._by_its_name(path, target, call):
            found = self._construction(path, target, call)
        elif target.kind == "function":
            found = self._of_function(path, target, call)
        else:
            return None
        return found if found is not None and found.any else None

    def certain(self, target: Target) -> bool:
        """Whether a function that was resolved is the one that runs: as it is defined, and not overridden."""
        function = self._project.resolver.function(target)
        if not self._certain(target.key, function) or function.name in self._classes.foreign:
            return False
        own = (target.file, function.cls)
        return function.cls < 0 or (
            self._classes.closed(own)
            and not any(function.name in self._classes.fact(key).methods for key in self._classes.below(own))
        )

    def _of_function(self, path: str, target: Target, call: CallFact) -> Mismatch | None:
        function = self._project.resolver.function(target)
        skipped = bound(function, target)
        if self._fits(target.key, function, skipped, call, target.owner is None) or self._is_of_class(
            path, call
        ):
            return None
        found = compared(target.key, function.qualname, function.line, function.params, call, skipped)
        found = self._without_reversal(path, call, found)
        if not found.any or target.key in self._classes.partial or not self._certain(target.key, function):
            return None
        if function.name in self._classes.given(path):
            return None
        if function.cls < 0:
            return None if self._of_object(path, call) else found
        if not takes_self(function) or self._is_alias(path, target, call):
            return None
        bare = function.stub and not decorated(function, "staticmethod", "classmethod")
        if bare and (target.file, function.cls) not in self._classes.made:
            return None  # it is for others to define
        if not self._is_own(target, function) or ("^" in call.path and not self._one_line(path, call)):
            return None
        own = (target.file, function.cls)
        if not self._classes.whole(own) or (
            target.owner is not None and not self._classes.whole(target.owner)
        ):
            return None
        for key in self._classes.below(own):  # what is called may be of a class made of it
            cls = self._classes.fact(key)
            index = cls.methods.get(function.name)
            if index is None:
                continue
            other = self._project.files[key[0]].functions[index]
            there = (key[0], index)
            fits = not compared(
                there, other.qualname, other.line, other.params, call, bound(other, target)
            ).any
            if (fits and "^" not in call.path) or not self._certain(there, other):
                return None
        return found

    def _fits(
        self, key: Key, function: FunctionFact, skipped: int, call: CallFact, unbound: bool = False
    ) -> bool:
        """Whether a call surely matches: the quick answer for nearly all."""
        place = (*key, unbound)
        shape = self._shapes.get(place)
        if shape is None:
            shape = self._shapes[place] = shape_of(function.params, skipped)
        return shape.fits(call)

    def _without_reversal(self, path: str, call: CallFact, found: Mismatch) -> Mismatch:
        """Without names that trade places in code whose name says so, or that calls the same both ways round."""
        if not found.crossed:
            return found
        function = self._project.files[path].functions[call.function] if call.function >= 0 else None
        names = f"{function.qualname if function else ''} {found.shown}"
        both = any(
            other.path == call.path and other.names and other.names != call.names
            for other in self._project.files[path].calls
            if other.function == call.function and set(other.names) == set(call.names)
        )
        params = {param.name for param in function.params} if function is not None else set()
        same = (
            function is not None
            and function.name == found.shown.rpartition(".")[2]
            and params >= set(found.crossed)
        )
        return (
            msgspec.structs.replace(found, crossed=()) if both or same or _REVERSES.search(names) else found
        )

    def _is_alias(self, path: str, target: Target, call: CallFact) -> bool:
        """Whether a method is reached through an attribute of an instance that was given the function, or a class."""
        owner = call.path.rpartition(".")[0]
        return target.owner is None and (
            "(" in owner or "!" in owner or self._project.resolve(path, owner).kind != "class"
        )

    def _is_of_class(self, path: str, call: CallFact) -> bool:
        """Whether a method that hands its ``self`` on is called with the class for an instance: nothing is bound."""
        if call.function < 0 or not call.args or call.args[0] != call.path.rpartition(".")[0]:
            return False
        return any(
            edge.call.args[:1] == (edge.call.path.rpartition(".")[0],)
            and self._project.resolve(edge.caller[0], edge.call.args[0]).kind == "class"
            for edge in self._project.callers.get((path, call.function), ())
        )

    def _is_own(self, target: Target, function: FunctionFact) -> bool:
        """Whether the method is the one that the class of the receiver has: no base from outside comes before, and
        nothing of the same name is set on it."""
        own = (target.file, function.cls)
        classes = self._classes
        if not classes.plain(own):
            return False
        family = [own, *classes.below(own)]
        if target.owner is not None and target.owner != own:
            for key in self._project.resolver.bases(target.owner):
                if key == own:
                    break
                if isinstance(key, str) or not classes.plain(key) or self._outside_first(key):
                    return False
        return not any(attr.name == function.name for key in family for attr in classes.fact(key).attrs)

    def _outside_first(self, key: Key) -> bool:
        """Whether a class names a base from outside before another one."""
        bases = [self._project.resolve(key[0], base) for base in self._classes.fact(key).bases]
        return any(base.kind != "class" for base in bases[:-1])

    def _one_line(self, path: str, call: CallFact) -> bool:
        """Whether ``super()`` can only mean the one base: no class around or below has several."""
        here = self._around(path, call)
        return here is not None and all(
            len(self._classes.fact(key).bases) == 1 and not self._classes.fact(key).name.endswith("Mixin")
            for key in (here, *self._classes.below(here))
        )

    def _by_its_name(self, path: str, target: Target, call: CallFact) -> bool:
        """Whether a class is called by its own name, not as an attribute that a subclass may have of its own, nor as
        the result of a call, which may be a class made of it."""
        if "(" in call.path or "!" in call.path or self._is_parameter(path, call):
            return False
        owner = self._project.resolve(path, call.path.rpartition(".")[0])
        return owner.kind not in ("instance", "class") or target.name.rpartition(".")[0] == owner.name

    def _is_parameter(self, path: str, call: CallFact) -> bool:
        """Whether what is called is a parameter, of which ``type[X]`` says that it is the class or one made of it."""
        function = call.function
        while function >= 0:
            fact = self._project.files[path].functions[function]
            if any(param.annotation == call.path for param in fact.params):
                return True
            function = fact.parent
        return False

    def _of_object(self, path: str, call: CallFact) -> bool:
        """Whether a plain function is called as an attribute of a class or instance, which may bind it."""
        owner, dot, _ = call.path.rpartition(".")
        return bool(dot) and self._project.resolve(path, owner).kind in ("instance", "class")

    def _construction(self, path: str, target: Target, call: CallFact) -> Mismatch | None:
        key = target.key
        if key not in self._makers:
            self._makers[key] = self._maker(key)
        maker = self._makers[key]
        if maker is None:
            return None
        cls = self._classes.fact(key)
        if isinstance(maker, Generated):
            found = maker.compared(call)
        elif maker == _BARE:
            if self._is_given_away(path, call.path):
                return None  # to a mapper, which gives it a constructor
            names = tuple(name for name, _ in call.kwargs if name != "**")
            given = 0 if SPREAD in call.args else len(call.args)
            found = Mismatch((key[0], -1), cls.qualname, cls.line, (), names, (), 0, given)
        else:
            function = self._project.files[maker[0]].functions[maker[1]]
            if self._fits(maker, function, 1, call):
                return None
            found = compared(maker, cls.qualname, function.line, function.params, call, 1)
            found = self._without_reversal(path, call, found)
            if found.any and not self._certain(maker, function):
                return None
        if found is None or not found.any or key in self._classes.partial:
            return None
        if self._around(path, call) == key and self._classes.below(key):
            return None  # in the class itself `cls(...)` may be of a class made of it
        return found

    def _is_given_away(self, path: str, cls: str) -> bool:
        """Whether a class is an argument of a call of something that is not of the project."""
        return any(
            cls in call.args and not call.path.startswith("builtins.")
            for call in self._project.files[path].calls
        )

    def _maker(self, key: Key) -> Key | Generated | None:
        """What runs when a class is called: an ``__init__`` of the project, a generated one, or nothing that takes
        arguments; None where that cannot be told."""
        if not self._classes.plain(key) or any(
            base.endswith(".Protocol") for base in self._classes.fact(key).bases
        ):
            return None
        bases = self._project.resolver.bases(key)
        outside = [base for base in bases if isinstance(base, str)]
        for base in bases:
            if isinstance(base, str):
                break
            fact = self._classes.fact(base)
            if "__new__" in fact.methods or not self._classes.plain(base):
                return None
            index = fact.methods.get("__init__")
            if index is not None:
                return None if "?" in outside or _MAKE_THEMSELVES & set(outside) else (base[0], index)
            if self._outside_first(base):
                return None
            if fact.decorators:
                break
        generated = self._constructors.params(key)
        if generated is not None:
            return generated
        if outside or any(self._classes.fact(base).decorators for base in bases if not isinstance(base, str)):
            return None  # the constructor is one from outside
        return _BARE

    def _around(self, path: str, call: CallFact) -> Key | None:
        """The class in one of whose methods a call stands."""
        functions, index = self._project.files[path].functions, call.function
        while index >= 0:
            if functions[index].cls >= 0:
                return path, functions[index].cls
            index = functions[index].parent
        return None

    def _certain(self, key: Key, function: FunctionFact) -> bool:
        known = self._sure.get(key)
        if known is None:
            known = self._sure[key] = self._is_certain(key, function)
        return known

    def _is_certain(self, key: Key, function: FunctionFact) -> bool:
        """Whether a function is what its definition shows: one definition, known decorators."""
        path = key[0]
        if path.endswith(".pyi"):
            return False  # what checkers are told of a compiled module
        facts = self._project.files[path]
        if path not in self._counts:
            self._counts[path] = Counter(other.qualname for other in facts.functions)
            self._imported[path] = frozenset(item.alias or item.name for item in facts.imports)
        if function.name != "<lambda>" and (function.overload or self._counts[path][function.qualname] > 1):
            return False
        if function.conditional:
            return False
        of_module = function.cls < 0 and function.parent < 0 and function.name != "<lambda>"
        if of_module and (
            facts.names.get(function.name) != f"@.{function.qualname}"
            or function.name in self._imported[path]
        ):
            return False
        return all(
            keeps_signature(self._project, path, item) or passes_on(self._project, path, item)
            for item in function.decorators
        )


_REVERSES = re.compile(
    r"neg|inver|rever|swap|flip|transpos|mirror|rotat|undo|roll_?back|backward|downgrade|exchange|cross|symmetr|opposite|"
    r"commut|__r\w+__|landscape|portrait|switch",
    re.IGNORECASE,
)
_BARE: Key = ("", -1)  # the constructor of `object`, which takes nothing
_MAKE_THEMSELVES = frozenset(
    {*"enum.Enum enum.IntEnum enum.Flag enum.IntFlag enum.StrEnum typing.Protocol".split(), "luigi.Task"}
)
"""Classes whose instances are made in a way of their own."""


def bound(function: FunctionFact, target: Target) -> int:
    """How many of the first parameters are given by the way the function is reached."""
    if function.cls < 0 or decorated(function, "staticmethod"):
        return 0
    return 1 if decorated(function, "classmethod") or target.owner is not None else 0


def takes_self(function: FunctionFact) -> bool:
    """Whether a method names its first parameter as methods do, or takes none by a decorator that says so."""
    first = function.params[0].name if function.params else ""
    return decorated(function, "staticmethod") or first.lstrip("_") in ("self", "cls", "mcs", "klass")
