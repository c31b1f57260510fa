"""Routes that are registered on an application or router: by decorator, by call, in a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.routes.applications import Applications, Placement
from codereview.facts.routes.declared import Declared, Value
from codereview.facts.routes.helpers import Helpers
from codereview.facts.routes.rows import Row, joined, verb_first
from codereview.facts.routes.values import Guard, Node, Route
from codereview.facts.routes.verdicts import Verdicts
from codereview.facts.routes.vocabulary import VERBS
from codereview.facts.targets import Target

if TYPE_CHECKING:
    from codereview.facts.module import FunctionFact

_DECORATES = VERBS | {"route", "api_route", "websocket", "websocket_route", "view"}
_ADDS = frozenset({f"add_{verb}" for verb in VERBS}) | {
    "add_route", "add_api_route", "add_url_rule", "add_api_websocket_route", "add_websocket_route", "add_resource",
    "add_view",
}  # fmt: skip
_CLASS_METHODS = ("get", "post", "put", "patch", "delete")


class Registered:
    """Finds the routes of FastAPI, Starlette, Flask, Quart and aiohttp."""

    def __init__(self, applications: Applications, verdicts: Verdicts) -> None:
        self.applications = applications
        self.identity = applications.identity
        self.verdicts = verdicts
        self.project = applications.identity.project
        self.helpers = Helpers(applications.rounds)

    def routes(self) -> Iterator[Route]:
        """All of them, in the order of files and lines."""
        for path, facts in self.identity.files.items():
            for said in facts.routing:
                through = self.helpers.calls(path, said) if said.kind == "pass" else ()
                for one in through or (said,):
                    for row in self._rows(path, one):
                        yield from self._placed(row)

    def _rows(self, path: str, said: Declared) -> Iterator[Row]:
        call = said.value
        if call.kind != "call":
            return
        if said.kind == "decorator" and call.last in _DECORATES and call.base:
            handler = self._defined(path, said)
            yield from self._row(path, said, call, handler, said.target)
        elif said.kind == "call" and call.text == "()" and call.items[0].last in _DECORATES:
            given = call.items[1] if len(call.items) > 1 else Value("other")
            yield from self._row(path, said, call.items[0], *self._given(path, said, given))
        elif said.kind == "call" and call.last in _ADDS and call.base:
            if self.helpers.told(path, said.scope) or _draws(call):
                return
            at = 2 if call.last in ("add_route", "add_url_rule") else 1
            if call.last == "add_resource":
                for item in call.positional[1:]:
                    one = Value("call", call.text, (item,), ("",))
                    yield from self._row(path, said, one, *self._given(path, said, call.positional[0]))
                return
            if call.last == "add_route" and len(call.positional) == 2:
                at = 1
            given = call.argument(at, "endpoint", "view_func", "handler", "route") or Value("other")
            if call.last == "add_url_rule" and call.keyword("view_func") is not None:
                given = call.keyword("view_func") or given
            yield from self._row(path, said, call, *self._given(path, said, given))
        elif said.kind == "call" and call.last == "add_routes":
            node = self.applications.receiver(path, said.scope, call.base)
            yield from self._listed(path, said, node, call.argument(0, "routes"), "", ())
        elif said.kind == "assign":
            given_list = call.keyword("routes")
            if given_list is not None:
                node = self.identity.node(path, said.scope, said.target)
                yield from self._listed(path, said, node, given_list, "", ())

    def _listed(
        self, path: str, said: Declared, node: Node, given: Value | None, prefix: str, guards: tuple[Guard, ...],
        depth: int = 0,
    ) -> Iterator[Row]:  # fmt: skip
        """The routes of ``[Route("/a", f), Mount("/b", routes=[...])]`` or ``[web.get("/a", f)]``."""
        if given is None or depth > 6:
            return
        if given.kind == "name":
            bound = self.identity.bound.get(self.identity.node(path, said.scope, given.text), [])
            for file, declared in bound:
                if declared.value.kind != "call":
                    yield from self._listed(file, declared, node, declared.value, prefix, guards, depth + 1)
            return
        for item in given.items:
            if item.kind in ("name", "list", "join", "star"):
                yield from self._listed(path, said, node, item, prefix, guards, depth + 1)
            elif item.kind == "call":
                at = item.argument(0, "path")
                here = self.identity.text(at, path, said.scope)
                if item.last == "Mount":
                    inner = item.keyword("routes")
                    if here is not None and inner is not None:
                        more = guards if item.keyword("middleware") is None else (
                            *guards, Guard("middleware", "?", "router", None))  # fmt: skip
                        yield from self._listed(path, said, node, inner, prefix + here, more, depth + 1)
                elif item.last in ("Route", "WebSocketRoute") or item.last in VERBS or item.last == "route":
                    handler = item.argument(2 if item.last == "route" else 1, "endpoint", "handler")
                    target, name = self._given(path, said, handler or Value("other"))
                    methods = self._methods(item, target)
                    whole = None if here is None else prefix + here
                    framework = self.applications.framework(node) or "starlette"
                    yield Row(node, framework, whole, methods, target, name, path, said, guards)

    def _defined(self, path: str, said: Declared) -> Target:
        """What a decorator stands on."""
        facts = self.project.files[path]
        for index, function in enumerate(facts.functions):
            if function.line == said.def_line and function.qualname == said.target:
                return Target("function", function.qualname, path, index)
        for index, cls in enumerate(facts.classes):
            if cls.line == said.def_line and cls.qualname == said.target:
                return Target("class", cls.qualname, path, index)
        return Target("unknown")

    def _given(self, path: str, said: Declared, given: Value) -> tuple[Target, str]:
        """A handler that is handed over by name: a function, or a class with ``as_view``."""
        name = given.text
        if given.kind == "call" and given.last != "as_view":
            inner = next((i for i in given.positional if i.kind in ("name", "call")), None)
            return (Target("unknown"), name) if inner is None else (Target("unknown"), inner.text)
        return self.identity.target(path, said.scope, name.removesuffix(".as_view")), name.removesuffix(
            ".as_view"
        )

    def _row(self, path: str, said: Declared, call: Value, handler: Target, name: str) -> Iterator[Row]:
        base = call.base
        node = self.applications.receiver(path, said.scope, base)
        framework = self.applications.framework(node)
        first = call.argument(1 if verb_first(call) else 0, "path", "rule", "uri")
        if not framework:
            if node in self.applications.made or first is None or first.kind not in ("text", "join", "name"):
                return
            text = first.text if first.kind == "text" else "/"
            if not (text.startswith("/") or text == "") or (
                node.file != path and node not in self.applications.made
            ):
                return
            framework = self._guessed(path, base)
            if not framework:
                return
        spread = first is None and "**" in call.keys
        where = None if spread else self.identity.text(first, path, said.scope)
        methods = self._methods(call, handler)
        guards = tuple(self.applications.dependencies(call, path, said.scope, "route"))
        yield Row(node, framework, where, methods, handler, name, path, said, guards)

    def _guessed(self, path: str, base: str) -> str:
        """The framework of a receiver that is not seen to be made: told by the one that the file imports."""
        if base.rpartition(".")[2] not in (
            "app",
            "router",
            "bp",
            "blueprint",
            "api",
            "application",
            "routes",
        ):
            return ""
        packages = {item.module.partition(".")[0] for item in self.project.files[path].imports}
        found = [name for name in ("fastapi", "flask", "quart", "aiohttp", "starlette") if name in packages]
        return found[0] if found else ""

    def _methods(self, call: Value, handler: Target) -> tuple[str, ...]:
        last = call.last.removeprefix("add_")
        if last in VERBS:
            return (last.upper(),)
        if "websocket" in last.lower():
            return ("WEBSOCKET",)
        if verb_first(call):
            verb = call.positional[0]
            return (verb.text.upper(),) if verb.kind == "text" else ()
        given = call.keyword("methods")
        if last in ("resource", "view") or (handler.kind == "class" and given is None):
            return self._class_methods(handler)
        if given is None or (given.kind == "const" and given.text == "None"):
            return () if "**" in call.keys else ("GET",)
        texts = given.texts()
        return (
            tuple(text.upper() for text in texts) if texts and len(texts) == len(given.items or texts) else ()
        )

    def _class_methods(self, handler: Target) -> tuple[str, ...]:
        if handler.kind != "class":
            return ()
        methods = self.project.resolver.class_(handler.key).methods
        return tuple(name.upper() for name in _CLASS_METHODS if name in methods)

    def _placed(self, row: Row) -> Iterator[Route]:
        own = list(row.guards)
        handlers: list[tuple[tuple[str, ...], Target]] = [(row.methods, row.handler)]
        if row.handler.kind == "class":
            methods = self.project.resolver.class_(row.handler.key).methods
            own += self._of_class(row.handler)
            split: list[tuple[tuple[str, ...], Target]] = [
                ((name.upper(),), Target("function", name, row.handler.file, methods[name]))
                for name in _CLASS_METHODS
                if name in methods
            ]
            handlers = split or handlers
        for methods_, handler in handlers:
            guards = (*own, *self._of_handler(handler, row))
            for placement in self.applications.placements(row.node):
                yield self._route(row, methods_, handler, placement, guards)

    def _route(
        self,
        row: Row,
        methods: tuple[str, ...],
        handler: Target,
        placement: Placement,
        guards: tuple[Guard, ...],
    ) -> Route:
        said = row.said
        whole = None if row.path is None or placement.prefix is None else joined(placement.prefix, row.path)
        known = handler.kind in ("function", "class")
        name = row.name
        if handler.kind == "function" and row.handler.kind == "class":
            name = f"{row.name}.{handler.name}"
        return Route(
            row.framework, methods, whole if whole is not None else "?", handler.key if known else None, name, row.file,
            said.line, said.column, said.end_line, said.end_column, str(row.node), placement.application,
            (*placement.guards, *guards), placement.placed and whole is not None, said.conditional,
            handler.kind == "class", row.path if whole is None and row.path else "",
        )  # fmt: skip

    def _of_class(self, handler: Target) -> list[Guard]:
        """What a class has before its methods: decorators, and bases that are not only the framework's."""
        cls = self.project.resolver.class_(handler.key)
        facts = self.identity.files.get(handler.file)
        names = (f"{cls.qualname}.decorators", f"{cls.qualname}.method_decorators")
        given = (
            [s.target for s in facts.routing if s.kind == "attribute" and s.target in names] if facts else []
        )
        found = [Guard("decorator", attr, "class", None) for attr in given]
        outside = list(self.project.resolver.bases(handler.key)[1:])
        for base in outside:
            if not isinstance(base, str):
                found.append(Guard("mixin", self.project.resolver.class_(base).qualname, "class", None))
            elif base.partition(".")[0] not in (
                "flask",
                "flask_restful",
                "flask_restx",
                "starlette",
                "aiohttp",
                "quart",
            ):
                found.append(Guard("mixin", base, "class", None))
        return found

    def _of_handler(self, handler: Target, row: Row) -> Iterator[Guard]:
        """Dependencies of the parameters, decorators, and checks in the code."""
        if handler.kind != "function":
            yield Guard("check", "?", "route", None)
            return
        key = handler.key
        function = self.project.function(key)
        if (
            function.cls >= 0 and row.said.kind == "decorator"
        ):  # of a controller, whose class may ask for all of them
            yield Guard("mixin", function.qualname.rpartition(".")[0], "class", None)
        said = self.verdicts.depends.get((key[0], function.qualname, function.line))
        if said is not None:
            for name, asks in self.verdicts.injected(said, key[0]):
                yield Guard("dependency", name, "route", asks)
        yield from self._decorators(function)
        word = self.verdicts.asks(key, row.framework in ("flask", "quart", "aiohttp"))
        if word:
            yield Guard("check", word, "route", None)

    def _decorators(self, function: FunctionFact) -> Iterator[Guard]:
        for path in function.decorators:
            asks = self.verdicts.decorator(path)
            if asks is not False:
                yield Guard("decorator", path.lstrip("@.?"), "route", asks)


def _draws(call: Value) -> bool:
    """Whether a call only shares its name with aiohttp's: ``axes.add_patch(circle)`` has no handler."""
    return call.last.removeprefix("add_") in VERBS and len(call.items) < 2
