"""Django and Django REST framework: URL patterns through ``include``, view sets of routers, permissions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codereview.facts.routes.declared import Declared, Value
from codereview.facts.routes.identity import Identity
from codereview.facts.routes.permissions import Permissions
from codereview.facts.routes.values import Guard, Route
from codereview.facts.targets import NOTHING, Target
from codereview.model import Zone

_PATHS = frozenset({"path", "re_path", "url"})
_DEEP = 8
_ACTIONS = {
    "list": ("GET", False), "create": ("POST", False), "retrieve": ("GET", True), "update": ("PUT", True),
    "partial_update": ("PATCH", True), "destroy": ("DELETE", True),
}  # fmt: skip
_MIXINS = {
    "ModelViewSet": tuple(_ACTIONS), "ReadOnlyModelViewSet": ("list", "retrieve"), "CreateModelMixin": ("create",),
    "ListModelMixin": ("list",), "RetrieveModelMixin": ("retrieve",), "UpdateModelMixin": ("update", "partial_update"),
    "DestroyModelMixin": ("destroy",),
}  # fmt: skip
_GENERIC = {
    "CreateAPIView": ("POST",), "ListAPIView": ("GET",), "RetrieveAPIView": ("GET",), "DestroyAPIView": ("DELETE",),
    "UpdateAPIView": ("PUT", "PATCH"), "ListCreateAPIView": ("GET", "POST"), "RetrieveUpdateAPIView": ("GET", "PUT",
    "PATCH"), "RetrieveDestroyAPIView": ("GET", "DELETE"), "RetrieveUpdateDestroyAPIView": ("GET", "PUT", "PATCH",
    "DELETE"), "TemplateView": ("GET",), "ListView": ("GET",), "DetailView": ("GET",), "RedirectView": ("GET",),
    "FormView": ("GET", "POST"), "CreateView": ("GET", "POST"), "UpdateView": ("GET", "POST"), "DeleteView": ("GET",
    "POST"), "LoginView": ("GET", "POST"), "LogoutView": ("POST",),
}  # fmt: skip
_VERBS = ("get", "post", "put", "patch", "delete")


class _Place(NamedTuple):
    """Where a pattern stands: file, declaration, prefix, the file of the root, whether all above is known."""

    file: str
    said: Declared
    prefix: str
    root: str
    conditional: bool


class Patterns:
    """Finds the routes of Django's URL configurations."""

    def __init__(self, identity: Identity, permissions: Permissions) -> None:
        self.identity = identity
        self.project = identity.project
        self.permissions = permissions
        self.lists: dict[str, list[Declared]] = {}
        for path, facts in identity.files.items():
            found = [s for s in facts.routing if s.target == "urlpatterns" and s.kind in ("assign", "add")]
            if found and self.project.zone(path) is not Zone.TESTS:  # what tests mount is served to nobody
                self.lists[path] = found

    def routes(self) -> Iterator[Route]:
        """All of them, from each configuration that no other one includes."""
        included = {child for path in self.lists for child in self._included(path)}
        for path in self.lists:
            if path not in included:
                yield from self._file(path, "", path, 0, False)

    def _included(self, path: str) -> Iterator[str]:
        for said in self.lists[path]:
            for call in said.value.calls():
                if call.last == "include" and call.positional:
                    found = self._module(path, call.positional[0])
                    if found and found != path:
                        yield found

    def _module(self, path: str, given: Value) -> str:
        """The file of an included configuration."""
        if given.kind == "list" and given.items:
            given = given.items[0]
        folder = path.rpartition("/")[0]
        if given.kind == "text":
            found = self.project.layout.find(given.text, folder)
            return found if found in self.lists else ""
        if given.kind == "name":
            node = self.identity.node(path, "", given.text)
            if node.name == "urlpatterns" and node.file in self.lists and node.file != path:
                return node.file
            target = self.identity.target(path, "", given.text)
            return target.file if target.kind == "module" and target.file in self.lists else ""
        return ""

    def _file(self, path: str, prefix: str, root: str, depth: int, conditional: bool) -> Iterator[Route]:
        if depth > _DEEP:
            return
        for said in _in_force(self.lists[path]):
            place = _Place(path, said, prefix, root, conditional or said.conditional)
            yield from self._value(said.value, place, depth)

    def _value(self, what: Value, place: _Place, depth: int) -> Iterator[Route]:
        if depth > 2 * _DEEP:
            return
        if what.kind == "call" and what.last in _PATHS:
            yield from self._pattern(what, place, depth)
        elif what.kind in ("list", "join", "star") or what.last == "i18n_patterns":
            for item in what.items:
                yield from self._value(item, place, depth + 1)
        elif what.kind == "call" and what.last == "format_suffix_patterns" and what.items:
            yield from self._value(what.items[0], place, depth + 1)
        elif what.kind == "name" and what.last == "urls":
            yield from self._router(what.base, place)
        elif what.kind == "name" and what.text == place.said.target:
            if not place.said.conditional:  # else it stands for what is counted anyway
                earlier = [s for s in self.lists.get(place.file, ()) if s.line < place.said.line]
                for said in _in_force(earlier):
                    yield from self._value(said.value, place._replace(said=said), depth + 1)
        elif what.kind == "name":
            node = self.identity.node(place.file, place.said.scope, what.text)
            for said in _in_force([said for _, said in self.identity.bound.get(node, ())]):
                if said.value.kind in ("list", "join"):
                    inner = place._replace(file=node.file, said=said)
                    yield from self._value(said.value, inner, depth + 1)

    def _pattern(self, call: Value, place: _Place, depth: int) -> Iterator[Route]:
        given = self.identity.text(call.argument(0, "route", "regex"), place.file, place.said.scope)
        view = call.argument(1, "view")
        if given is None or view is None:
            return
        regex = call.last != "path"
        prefix = place.prefix + (_plain(given) if regex else given)
        if view.kind == "call" and view.last == "include":
            inner = view.positional[0] if view.positional else Value("other")
            module = self._module(place.file, inner)
            if module:
                yield from self._file(module, prefix, place.root, depth + 1, place.conditional)
                return
            if inner.kind == "list" and inner.items and inner.items[0].kind in ("list", "name"):
                inner = (
                    inner.items[0]
                    if inner.items[0].kind == "list" or inner.items[0].last == "urls"
                    else inner
                )
            yield from self._value(inner, place._replace(prefix=prefix), depth + 1)
            return
        if view.kind == "name" and view.last == "urls":
            return  # admin.site.urls
        guards: list[Guard] = []
        methods: dict[str, str] = {}
        while view.kind == "call" and view.last != "as_view":
            asks = self.permissions.verdicts.decorator(view.text)
            guards += [Guard("decorator", view.text, "route", asks)]
            inner_view = next((i for i in view.positional if i.kind in ("name", "call")), None)
            if inner_view is None:
                break
            view = inner_view
        if view.kind == "call" and view.positional and view.positional[0].kind == "dict":
            actions = view.positional[0]
            methods = {i.text: key.upper() for i, key in zip(actions.items, actions.keys, strict=True)}
            if not all(i.kind == "text" for i in actions.items):
                methods = {}
        name = view.text.removesuffix(".as_view")
        target = self.identity.target(place.file, place.said.scope, name)
        yield from self._view(prefix, target, name, place, tuple(guards), methods)

    def _view(
        self,
        path: str,
        target: Target,
        name: str,
        place: _Place,
        guards: tuple[Guard, ...],
        actions: dict[str, str],
    ) -> Iterator[Route]:
        whole = "/" + path.lstrip("/")
        if target.kind == "class":
            more = (*guards, *self.permissions.of_class(target))
            if actions:
                for action, verb in actions.items():
                    yield self._route(
                        whole, (verb,), self._method(target, action), f"{name}.{action}", place, more
                    )
                return
            verbs = self._verbs(target)
            for verb in verbs or ("*",):
                method = self._method(target, verb.lower()) if verb != "*" else NOTHING
                yield self._route(
                    whole, (verb,), method if method.kind == "function" else target, name, place, more
                )
            return
        yield self._route(whole, self.permissions.methods(target), target, name, place, guards)

    def _route(
        self,
        path: str,
        methods: tuple[str, ...],
        target: Target,
        name: str,
        place: _Place,
        guards: tuple[Guard, ...],
    ) -> Route:
        said = place.said
        facts = self.project.files[place.file]
        line, column, end = said.line, said.column, (said.end_line, said.end_column)
        last = name.rpartition(".")[2]
        found = target
        if target.kind == "function":
            function = self.project.resolver.function(target)
            guards = (*guards, *self.permissions.of_function(target))
            file, line, column = target.file, function.line, function.column
            end = (function.line, function.column + 3)
        elif target.kind == "class":
            cls = self.project.resolver.class_(target.key)
            file, line, column = target.file, cls.line, cls.column
            end = (cls.line, cls.column + 5)
        else:
            file = facts.path
            guards = (*guards, Guard("check", last or "?", "route", None))
        return Route(
            "django", methods, path, target.key if target.kind in ("function", "class") else None, name, file, line,
            column, *end, place.file, place.root, (*self.permissions.middleware, *guards), True, place.conditional,
            found.kind == "class",
        )  # fmt: skip

    def _method(self, target: Target, name: str) -> Target:
        return self.project.resolver.member(target.but(kind="instance"), name)

    def _bases(self, target: Target) -> list[str]:
        bases = self.project.resolver.bases(target.key)
        return [base.rpartition(".")[2] for base in bases if isinstance(base, str)]

    def _verbs(self, target: Target) -> tuple[str, ...]:
        found = {verb.upper() for verb in _VERBS if self._method(target, verb).kind == "function"}
        for base in self._bases(target):
            found.update(_GENERIC.get(base, ()))
        limited = self.permissions.attribute(target, "http_method_names")
        if limited is not None and limited[1].texts():
            found &= {text.upper() for text in limited[1].texts()}
        return tuple(verb.upper() for verb in _VERBS if verb.upper() in found)

    def _router(self, name: str, place: _Place) -> Iterator[Route]:
        """The routes of a router of the REST framework: each view set that is registered on it."""
        node = self.identity.node(place.file, place.said.scope, name)
        for path, facts in self.identity.files.items():
            for said in facts.routing:
                call = said.value
                if said.kind != "call" or call.last != "register" or len(call.positional) < 2:
                    continue
                if self.identity.node(path, said.scope, call.base) != node:
                    continue
                prefix = self.identity.text(call.positional[0], path, said.scope)
                given = call.positional[1]
                target = self.identity.target(path, said.scope, given.text)
                if prefix is None:
                    continue
                here = place._replace(file=path, said=said)
                base = f"/{place.prefix}{_plain(prefix)}/".replace("//", "/")
                yield from self._viewset(base, target, given.text, here)

    def _viewset(self, base: str, target: Target, name: str, place: _Place) -> Iterator[Route]:
        if target.kind != "class":
            yield self._route(base, ("*",), target, name, place, ())
            return
        guards = tuple(self.permissions.of_class(target))
        actions = {action for outside in self._bases(target) for action in _MIXINS.get(outside, ())}
        for action, (verb, of_one) in _ACTIONS.items():
            method = self._method(target, action)
            if action in actions or method.kind == "function":
                path = f"{base}{{pk}}/" if of_one else base
                found = method if method.kind == "function" else target
                yield self._route(path, (verb,), found, f"{name}.{action}", place, guards)
        for found, call in self.permissions.actions(target):
            detail = call.keyword("detail")
            own = (
                self.identity.text(call.keyword("url_path"), place.file, "") or found.name.rpartition(".")[2]
            )
            given = call.keyword("methods")
            verbs = tuple(t.upper() for t in given.texts()) if given is not None else ("GET",)
            path = f"{base}{{pk}}/{own}/" if detail is not None and detail.text == "True" else f"{base}{own}/"
            label = f"{name}.{found.name.rpartition('.')[2]}"
            yield self._route(path, verbs, found, label, place, (*guards, *self.permissions.of_action(call)))


def _in_force(lists: list[Declared]) -> list[Declared]:
    """The declarations from the last one on that takes in those before it: ``urlpatterns = [include(urlpatterns)]``."""
    start = 0
    for position, said in enumerate(lists):
        itself = any(item.text == said.target for item in _names(said.value))
        if said.kind == "assign" and itself and not said.conditional:
            start = position
    return lists[start:]


def _names(what: Value) -> Iterator[Value]:
    if what.kind == "name":
        yield what
    for item in what.items:
        yield from _names(item)


def _plain(regex: str) -> str:
    """A pattern with its anchors off and its groups by name: ``^user/(?P<pk>\\d+)/$`` -> ``user/<pk>/``."""
    text = regex.removeprefix("^").removesuffix("$").removesuffix("\\Z")
    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)
