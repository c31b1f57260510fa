"""Functions that nothing of the program calls or names, or whose class nobody makes.

Names count wherever they stand, but for tests, documents, and packages that only pass them on (``__init__.py``).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts import module as m
from codereview.facts.module import CallFact, FileFacts, FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.taken import Taken
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_MOST_LEVELS = 3
_NAME = re.compile(r"\w+")
WRAPS = re.compile(
    r"(?:\w+_required|require_\w+|csrf_\w+|never_cache|cache_page|staticmethod|classmethod|atomic|user_passes_test"
    r"|lru_cache|cache|override|contextmanager|asynccontextmanager|sync_to_async|database_sync_to_async|async_to_sync"
    r"|api_view|(?:permission|throttle|authentication|parser|renderer)_classes|extend_schema|swagger_auto_schema)\Z"
)
"""Decorators that give back what takes the place of a function, and keep it nowhere else."""
# what a server, a framework or a platform calls by its name
_BY_NAME = re.compile(
    r"__\w+__\Z|(?:get|put|patch|delete|head|options|trace|connect|disconnect|dispatch|forward|lifespan|application|app)\Z"
    r"|(?:on|do|handle|handler|setup|teardown|pre|post|before|after|main|run|startup|shutdown|lambda_handler|command|cmd"
    r"|callback|process|websocket|receive|execute|call|invoke|async_\w+)(?:_\w*)?\Z"
)
_BY_NAME_OF_OBJECTS = re.compile(
    r"__\w+__\Z|(?:on|do|handle|visit|callback|async)_\w*\Z|(?:get|put|patch|delete|head|options|trace|connect|disconnect"
    r"|dispatch|forward|handle|handler|setup|teardown|main|run|command|callback|process|execute|call|invoke)\Z"
)
"""The same of an object whose class has nothing from outside: who takes it asks for what it needs by a plain word."""
PROPERTIES = frozenset({"property", "cached_property", "hybrid_property"})
_OF_DATA = (
    "django.db.models.", "django.contrib.auth.models.", "django.contrib.auth.base_user.", "pydantic.",
    "pydantic_settings.", "sqlmodel.", "sqlalchemy.orm.", "sqlalchemy.ext.declarative.", "flask_sqlalchemy.", "enum.",
    "abc.ABC", "typing.", "builtins.",
)  # fmt: skip
"""Bases that call few methods of what extends them, all of them known."""
_PROTOCOL = re.compile(
    r"[a-z]+[A-Z]\w*\Z|resolve_\w+\Z|create_(?:super)?user\Z|get_by_natural_key\Z|mutate\Z|_after_\w+\Z"
    r"|(?:save|delete|clean|check|validate|serialize|natural_key|as_|from_|to_|model_|has_|is_|set_|email_user|default"
    r"|keys|values|items|copy|update|pop|append|extend|insert|remove|sort|index|count|format|encode|decode|read|write"
    r"|send|close|get_(?:absolute_url|full_name|short_name|username|\w+_display|next_\w+|previous_\w+|session_\w+"
    r"|\w*permissions?)|json|dict|parse|construct|generate_next|metadata|query|registry)\w*\Z"
)
_ASKED_OF_DATA = re.compile(
    r"__\w+__\Z|(?:save|delete|full_clean|clean|validate|check|model|get_absolute_url|natural_key|create_(?:super)?user"
    r"|get_by_natural_key|get_queryset|has_\w*perms?|dict|json|generate_next)(?:_\w*)?\Z"
)
"""Methods of such a class that its bases call by name."""
_MAKES = frozenset(
    "dataclass define frozen attrs total_ordering final runtime_checkable deconstructible".split()
)
"""Decorators that give a class back and keep it nowhere."""
_VIEWS = ("django.views.", "rest_framework.views.", "rest_framework.generics.", "rest_framework.viewsets.")
_WALKING = frozenset({"dir", "getmembers"})
_PICKING = _WALKING | {"getattr", "vars"}
_TAKEN_WHOLE = re.compile(
    r"(?:\A|/)(?:tools?|plugins?|hooks?|commands|cogs|extensions|handlers|tasks|jobs)(?:/|\.py\Z|_)"
)


class Uncalled:
    """Answers for one project; names are looked for on the first question.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.taken = Taken(project)

    def holds(
        self, key: Key, levels: int = _MOST_LEVELS, *, closed: bool = False, surely: bool = False
    ) -> bool:
        """Whether nothing of an application comes to a function, as far as calls and names say.

        Args:
            key: the function.
            levels: how many callers further up are asked the same.
            closed: whether nobody outside of the project calls its code, though it is packaged as if somebody did.
            surely: a method that all known heirs of its class have for themselves is not enough: there may be more.
        """
        function = self.project.function(key)
        names = [last_name(path) for path in function.decorators]
        if function.parent >= 0 or not all(WRAPS.match(name) or name in PROPERTIES for name in names):
            return False
        if (
            (self.project.for_others and not closed)
            or len(self.project.files) == 1
            or self.is_taken_whole(key[0])
        ):
            return False
        if function.cls >= 0 and self._is_unmade((key[0], function.cls)):
            return True
        if function.cls >= 0 and not surely and self._is_replaced(key):
            return True
        if self._is_a_hook(key, function) if function.cls >= 0 else _BY_NAME.match(function.name):
            return False
        edges = [one for one in self.project.callers.get(key, ()) if not _is_left(function, one.call)]
        callers = {one.caller for one in edges if self.project.zone(one.caller[0]) is not Zone.TESTS} - {key}
        if not callers:
            return self._is_taken_nowhere(key, function)
        known = {one[0] for one in callers} | {key[0]}
        return (
            levels > 0
            and known.issuperset(self.taken.others(key[0], function.name))
            and all(
                one[1] >= 0 and self.holds(one, levels - 1, closed=closed, surely=surely) for one in callers
            )
        )

    def _is_taken_nowhere(self, key: Key, function: FunctionFact) -> bool:
        """Whether nothing can mean a function that nothing calls."""
        taken, (path, _), name = self.taken, key, function.name
        if function.cls >= 0:
            return taken.is_lone(path, name)
        return taken.is_taken_nowhere(path, name) or taken.is_routed_elsewhere(key)

    def may_be_a_hook(self, key: Key) -> bool:
        """Whether what a method's class, or one that extends it, has from outside may call it by its name."""
        function = self.project.function(key)
        opened = self._opened((key[0], function.cls))
        if opened and self._only_hold_data(opened):
            return _ASKED_OF_DATA.match(function.name) is not None
        return bool(opened)

    def is_unnamed(self, key: Key, *, closed: bool = False) -> bool:
        """Whether the name of a method stands nowhere but where it is defined, whatever its class has for bases;
        ``closed`` as in `holds`."""
        function = self.project.function(key)
        plain = not function.decorators and not _BY_NAME.match(function.name)
        for_others = self.project.for_others and not closed
        return plain and not for_others and self.taken.is_lone(key[0], function.name)

    def is_taken_whole(self, path: str) -> bool:
        """Whether a program may look for what a file has: something picks from it by a name that it works out, or it
        is named so, and no other file calls it."""
        named = _TAKEN_WHOLE.search(path) is not None and path not in self._called_from_elsewhere
        return named or path in self._picked_from

    @cached_property
    def _picked_from(self) -> frozenset[str]:
        """The modules of which names are picked that are worked out (``getattr(handlers, kind)``), with what a package
        imports to be picked from it."""
        found: set[str] = set()
        for path, calls in self.project.spellings.calls(_PICKING).items():
            found.update(
                module
                for call in calls
                if call.args[1:2] != ("=str",) and (module := self._module(path, call))
            )
        inner = (self.project.imports.get(path, ()) for path in found if path.endswith("__init__.py"))
        return frozenset(found).union(*inner)

    def _module(self, path: str, call: CallFact) -> str:
        """The module of the project that a call is given first, if it is one."""
        first = call.args[0] if call.args else "?"
        target = self.project.resolve(path, first) if first[:1] not in ("", "=", "?", "%", "@") else None
        return target.key[0] if target is not None and target.kind == "module" else ""

    @cached_property
    def _called_from_elsewhere(self) -> frozenset[str]:
        """The files of which another one calls functions, tests left out."""
        return frozenset(
            key[0]
            for key, edges in self.project.callers.items()
            if any(
                one.caller[0] != key[0] and self.project.zone(one.caller[0]) is not Zone.TESTS
                for one in edges
            )
        )

    def _is_unmade(self, key: Key) -> bool:
        """Whether nothing makes, names or extends a class."""
        cls = self.project.files[key[0]].classes[key[1]]
        if self._is_open(key) and not self._is_routed_by_name(key):
            return False
        return self.taken.is_taken_nowhere(key[0], cls.name) and not self.taken.is_passed_on(cls.name)

    def _is_routed_by_name(self, key: Key) -> bool:
        """Whether all that a class has from outside are views, which serve when a routing table names them."""
        bases = self._outside(key)
        return bool(bases) and all(base.startswith(_VIEWS) for base in bases)

    def _outside(self, key: Key) -> list[str]:
        """The bases of a class that are not of the project."""
        return [base for base in self.project.resolver.bases(key) if isinstance(base, str)]

    def _is_replaced(self, key: Key) -> bool:
        """Whether nothing but what extends a class is made, and that has its own method without asking for this one."""
        function = self.project.function(key)
        if function.cls < 0 or function.name.startswith("__"):  # syntax asks for those
            return False
        if any("^" in edge.call.path for edge in self.project.callers.get(key, ())):
            return False
        return self._has_heirs((key[0], function.cls), function.name)

    def _has_heirs(self, cls: Key, method: str) -> bool:
        """Whether a class is only extended, and all that extend it have a method of their own."""
        heirs = self._heirs.get(cls, ())
        if not heirs or self.project.resolver.class_(cls).name in self._held:
            return False
        return all(
            method in self.project.resolver.class_(heir).methods or self._has_heirs(heir, method)
            for heir in heirs
        )

    @cached_property
    def _heirs(self) -> dict[Key, list[Key]]:
        """For each class, those that extend it."""
        found: dict[Key, list[Key]] = {}
        for path, facts in self.project.files.items():
            for index, cls in enumerate(facts.classes):
                for base in cls.bases:
                    target = self.project.resolve(path, base)
                    if target.kind == "class":
                        found.setdefault(target.key, []).append((path, index))
        return found

    def _is_a_hook(self, key: Key, function: FunctionFact) -> bool:
        """Whether what a class has from outside may call one of its methods: all, unless its bases only hold data."""
        opened = self._opened((key[0], function.cls))
        if self._walks_objects and not function.name.startswith("_"):
            return True
        if _PROTOCOL.match(function.name) or (_BY_NAME if opened else _BY_NAME_OF_OBJECTS).match(
            function.name
        ):
            return True
        return bool(opened) and not self._only_hold_data(opened)

    def _opened(self, cls: Key) -> list[Key]:
        """A class and what extends it, as far as they have something from outside."""
        return [one for one in (cls, *self._all_heirs(cls)) if self._is_open(one)]

    def _only_hold_data(self, opened: list[Key]) -> bool:
        """Whether what some classes have from outside calls few of their methods, all of them known."""
        bases = (base for one in opened for base in self._outside(one))
        return all(base.startswith(_OF_DATA) for base in bases) and not any(map(self._is_kept, opened))

    @cached_property
    def _walks_objects(self) -> bool:
        """Whether something asks objects for all that they have: ``for name in dir(section)``."""
        return any(
            call.args and not (call.args[0][0] == "@" or self._module(path, call))
            for path, calls in self.project.spellings.calls(_WALKING).items()
            for call in calls
            if self.project.zone(path) is not Zone.TESTS
        )

    def _all_heirs(self, cls: Key) -> list[Key]:
        """What extends a class, and what extends that."""
        found, queue = [], [cls]
        while queue:
            for heir in self._heirs.get(queue.pop(), ()):
                if heir not in found:
                    found.append(heir)
                    queue.append(heir)
        return found

    def _is_kept(self, key: Key) -> bool:
        """Whether a class has a decorator that may keep it, or a base or a metaclass that keeps all that extend it."""
        resolver = self.project.resolver
        if any(last_name(path) not in _MAKES for path in resolver.class_(key).decorators):
            return True
        above = [resolver.class_(base) for base in resolver.bases(key) if not isinstance(base, str)]
        return any(
            (cls.name != resolver.class_(key).name and "__init_subclass__" in cls.methods)
            or any(name == "metaclass" and last_name(value) != "ABCMeta" for name, value in cls.keywords)
            for cls in above
        )

    def _is_open(self, key: Key) -> bool:
        """Whether a class has a decorator that may keep it, or a base that is not of the project: either may call its
        methods."""
        return self._is_kept(key) or any(
            base not in ("builtins.object", "abc.ABC", "typing.Protocol") for base in self._outside(key)
        )

    @cached_property
    def _held(self) -> frozenset[str]:
        """All names in what the program calls, reads and passes on: also of classes whose methods are called; what a
        class says of itself (``self.work()``) is left out."""
        found: set[str] = set()
        for path, facts in self.project.files.items():
            if self.project.zone(path) is Zone.TESTS:
                continue
            own = [self._itself(facts, function) for function in facts.functions]
            said: list[tuple[int, tuple[str, ...]]] = [(ref.function, (ref.path,)) for ref in facts.refs]
            said += [(read.function, (read.path,)) for read in facts.reads]
            said += [(call.function, (call.path, *call.given)) for call in facts.calls]
            for index, paths in said:
                head = own[index] if index >= 0 else ""
                found.update(one.removeprefix(head) if head else one for one in paths)
        return frozenset(name for path in found for name in _NAME.findall(path))

    def _itself(self, facts: FileFacts, function: FunctionFact) -> str:
        """How paths in a method begin with its object."""
        return f"@.{facts.classes[function.cls].qualname}()" if function.cls >= 0 else ""


def _is_left(function: FunctionFact, call: CallFact) -> bool:
    """Whether a call makes a coroutine and leaves it there: its body never runs."""
    left = bool(call.flags & m.DROPPED) and not call.flags & m.AWAITED
    return left and function.is_async and not function.is_generator
