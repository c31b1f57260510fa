"""Who may call a Django view: decorators, mixins, permission classes and their default, middleware."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from codereview.facts.routes.declared import Value
from codereview.facts.routes.identity import Identity
from codereview.facts.routes.values import Guard
from codereview.facts.routes.verdicts import Verdicts
from codereview.facts.targets import Target
from codereview.model import Zone

_OPEN = frozenset({"AllowAny"})
_HALF_OPEN = re.compile(r"OrReadOnly")
_PERMITS = re.compile(
    r"Login|Permission|UserPasses|Auth|Staff|Superuser|Access|Admin|Required|Owner|Protected|Private|Role|Member",
    re.IGNORECASE,
)
_PLAIN_BASE = re.compile(
    r"^(django\.views|rest_framework\.(views|viewsets|generics|mixins)|django\.contrib\.messages)"
)
_STANDARD = re.compile(
    r"^(django\.|corsheaders|whitenoise|debug_toolbar|django_prometheus|silk|simple_history)"
)
_REQUIRES = {"require_POST": ("POST",), "require_GET": ("GET",), "require_safe": ("GET", "HEAD")}


class Permissions:
    """Answers for one project."""

    def __init__(self, identity: Identity, verdicts: Verdicts) -> None:
        self.identity = identity
        self.verdicts = verdicts
        self.project = identity.project
        self._attributes: dict[tuple[str, str], Value] = {}
        self._decorators: dict[tuple[str, str, int], list[Value]] = {}
        for path, facts in identity.files.items():
            for said in facts.routing:
                if said.kind == "attribute":
                    self._attributes[path, said.target] = said.value
                elif said.kind == "decorator":
                    self._decorators.setdefault((path, said.target, said.def_line), []).append(said.value)

    def _settings(self, name: str) -> list[Value]:
        """What settings outside of tests assign to a name."""
        return [
            said.value
            for path, facts in self.identity.files.items()
            if self.project.zone(path) is not Zone.TESTS
            for said in facts.routing
            if said.target == name and said.kind in ("assign", "add")
        ]

    @cached_property
    def default(self) -> tuple[Guard, ...]:
        """The default of the REST framework's permission classes; it admits everyone where none is set."""
        found = self._settings("REST_FRAMEWORK")
        for value in found:
            classes = value.keyword("DEFAULT_PERMISSION_CLASSES")
            if classes is not None or value.kind != "dict" or "**" in value.keys:
                return self._permissions(classes or Value("other"), "settings")
        return (Guard("permission", "AllowAny", "settings", False),)

    @cached_property
    def middleware(self) -> tuple[Guard, ...]:
        """Middleware of the settings that is no standard one: what it lets through cannot be told."""
        found = []
        for value in (*self._settings("MIDDLEWARE"), *self._settings("MIDDLEWARE_CLASSES")):
            for text in value.texts():
                if not _STANDARD.match(text):
                    asks = self.verdicts.middleware(text)
                    first_party = self.identity.target(next(iter(self.identity.files)), "", text)
                    words = self.verdicts.hints_of(first_party) if first_party.kind == "class" else None
                    if (
                        asks is None
                        and re.search(r"auth|login|permission|token|tenant|access", text, re.IGNORECASE)
                    ) or (words and self.verdicts.words_ask(words)):
                        found.append(Guard("middleware", text, "settings", None))
        return tuple(found)

    def _permissions(self, value: Value, level: str) -> tuple[Guard, ...]:
        """The guards that a list of permission classes is."""
        if value.kind != "list":
            return (Guard("permission", value.text or "?", level, None),)
        if not value.items:
            return (Guard("permission", "none", level, False),)
        found = []
        for item in value.items:
            name = item.text.rpartition(".")[2]
            asks: bool | None = None if item.kind not in ("name", "text") or _HALF_OPEN.search(name) else True
            found.append(Guard("permission", name or "?", level, False if name in _OPEN else asks))
        return tuple(found)

    def attribute(self, target: Target, name: str) -> tuple[str, Value] | None:
        """What a class or the nearest of its bases assigns to an attribute, with the class's file."""
        for key in self.project.resolver.bases(target.key):
            if not isinstance(key, str):
                cls = self.project.resolver.class_(key)
                found = self._attributes.get((key[0], f"{cls.qualname}.{name}"))
                if found is not None:
                    return key[0], found
        return None

    def of_class(self, target: Target) -> Iterator[Guard]:
        """What a class-based view has before its methods."""
        resolver = self.project.resolver
        bases = resolver.bases(target.key)
        rest = any(isinstance(base, str) and base.startswith("rest_framework") for base in bases)
        own = self.attribute(target, "permission_classes")
        if own is not None:
            yield from self._permissions(own[1], "class")
        elif rest:
            yield from self.default
        if rest and self.attribute(target, "authentication_classes") is not None and own is None:
            yield Guard("permission", "authentication_classes", "class", None)
        for base in bases:
            if isinstance(base, str):
                last = base.rpartition(".")[2]
                if _PERMITS.search(last):
                    yield Guard("mixin", last, "class", True)
                elif not _PLAIN_BASE.match(base):
                    yield Guard("mixin", last, "class", None)
                continue
            cls = resolver.class_(base)
            for path in cls.decorators:
                if not path.endswith("extend_schema()") and not path.endswith("extend_schema_view()"):
                    yield from self._class_decorator(base[0], cls.qualname, cls.line, path)
            if base != target.key and _PERMITS.search(cls.name):
                yield Guard("mixin", cls.name, "class", True)
            for name in ("get_permissions", "dispatch", "initial", "check_permissions", "test_func", "setup"):
                if name in cls.methods:
                    yield Guard("check", name, "class", None)
                    yield from self._before_dispatch(base[0], cls.methods[name])

    def _before_dispatch(self, file: str, index: int) -> Iterator[Guard]:
        """What is put before the method that all others come by: ``@method_decorator(login_required)``."""
        function = self.project.files[file].functions[index]
        for value in self._decorators.get((file, function.qualname, function.line), ()):
            inner = value.positional[0] if value.last == "method_decorator" and value.positional else None
            if inner is not None and inner.kind in ("name", "call") and self.verdicts.decorator(inner.text):
                yield Guard("decorator", inner.text, "class", True)

    def _class_decorator(self, file: str, qualname: str, line: int, path: str) -> Iterator[Guard]:
        for value in self._decorators.get((file, qualname, line), ()):
            if value.last == "method_decorator":
                inner = value.positional[0] if value.positional else Value("other")
                asks = self.verdicts.decorator(inner.text) if inner.kind in ("name", "call") else None
                yield Guard("decorator", inner.text or "?", "class", asks)
                return
        asks = self.verdicts.decorator(path)
        if asks is not False:
            yield Guard("decorator", path, "class", asks)

    def of_function(self, target: Target) -> Iterator[Guard]:
        """What stands before a view function or a method of a view, and what its code asks."""
        function = self.project.resolver.function(target)
        given = self._decorators.get((target.file, function.qualname, function.line), ())
        for value in given:
            if value.last == "permission_classes" and value.positional:
                yield from self._permissions(value.positional[0], "route")
        if any(v.last == "api_view" for v in given) and not any(
            v.last == "permission_classes" for v in given
        ):
            yield from self.default
        for path in function.decorators:
            asks = self.verdicts.decorator(path)
            if asks is not False and not path.endswith("permission_classes()"):
                yield Guard("decorator", path.lstrip("@.?"), "route", asks)
        word = self.verdicts.asks(target.key, True)
        if word:
            yield Guard("check", word, "route", None)

    def methods(self, target: Target) -> tuple[str, ...]:
        """The methods that the decorators of a view function admit."""
        if target.kind != "function":
            return ("*",)
        function = self.project.resolver.function(target)
        for value in self._decorators.get((target.file, function.qualname, function.line), ()):
            if value.last in _REQUIRES:
                return _REQUIRES[value.last]
            if value.last in ("api_view", "require_http_methods"):
                first = value.argument(0, "http_method_names")
                if first is None:
                    return ("GET",)
                return tuple(text.upper() for text in first.texts()) or ("*",)
        return ("*",)

    def actions(self, target: Target) -> Iterator[tuple[Target, Value]]:
        """The methods of a view set that ``@action`` makes routes of."""
        for key in self.project.resolver.bases(target.key):
            if isinstance(key, str):
                continue
            for index in self.project.resolver.class_(key).methods.values():
                function = self.project.files[key[0]].functions[index]
                for value in self._decorators.get((key[0], function.qualname, function.line), ()):
                    if value.last == "action":
                        yield Target("function", function.qualname, key[0], index, target.key), value

    def of_action(self, call: Value) -> tuple[Guard, ...]:
        """The permission classes that an action has of its own."""
        given = call.keyword("permission_classes")
        return () if given is None else self._permissions(given, "route")
