"""FastAPI, Starlette, Flask and aiohttp: applications, routers, and what is put into what."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.facts.routes.declared import Declared, Value
from codereview.facts.routes.identity import Identity
from codereview.facts.routes.rounds import Given, Round, Rounds
from codereview.facts.routes.values import Edge, Guard, Node
from codereview.facts.routes.verdicts import Verdicts
from codereview.facts.routes.vocabulary import APPLICATIONS, INCLUDES, makes
from codereview.model import Zone

_FRAMEWORKS = {
    "FastAPI": "fastapi", "APIRouter": "fastapi", "Flask": "flask", "Blueprint": "flask", "Quart": "quart",
    "Starlette": "starlette", "Router": "starlette", "Application": "aiohttp", "RouteTableDef": "aiohttp",
    "Namespace": "flask", "Api": "flask",
}  # fmt: skip
_KNOWN = frozenset({"fastapi", "flask", "quart", "starlette", "aiohttp"})
_DEEP = 8


class Placement:
    """Where the routes of a router end up: prefix, what guards them there, and the application."""

    __slots__ = ("application", "guards", "placed", "prefix")

    def __init__(self, prefix: str | None, guards: tuple[Guard, ...], application: str, placed: bool) -> None:
        self.prefix = prefix
        self.guards = guards
        self.application = application
        self.placed = placed


class Applications:
    """The applications and routers of one project."""

    def __init__(self, identity: Identity, verdicts: Verdicts) -> None:
        self.identity = identity
        self.verdicts = verdicts
        self.made: dict[Node, tuple[str, Declared]] = {}
        self.edges: dict[Node, list[Edge]] = {}
        self.hooks: dict[Node, list[Guard]] = {}
        self.everywhere: list[Guard] = []  # hooks of a blueprint before all of the application's routes
        self.rounds = Rounds(identity)
        for node, said in identity.bound.items():
            path, first = said[0]
            if first.value.kind == "call" and makes(first.value.last):
                self.made[node] = (path, first)
        for path, facts in identity.files.items():
            for declared in facts.routing:
                self._read(path, declared)
        self._placements: dict[Node, list[Placement]] = {}

    def framework(self, node: Node) -> str:
        """The framework of an application or router; empty if it is none that is known."""
        made = self.made.get(node)
        if made is None:
            return ""
        path, said = made
        outside = self.identity.outside(path, said.scope, said.value.text)
        root = outside.partition(".")[0]
        root = "flask" if root.startswith("flask") else root
        if root in _KNOWN:
            return root
        return _FRAMEWORKS.get(said.value.last, "") if not outside or outside.startswith("?") else ""

    def is_application(self, node: Node) -> bool:
        """Whether it is one that can be served."""
        made = self.made.get(node)
        if made is None:
            return False
        last = self.identity.outside(made[0], made[1].scope, made[1].value.text).rpartition(".")[2]
        return made[1].value.last in APPLICATIONS or last.removesuffix("()") in APPLICATIONS

    def applications(self) -> list[Node]:
        """All applications, in the order of their files."""
        return sorted(node for node in self.made if self.is_application(node))

    def _read(self, path: str, said: Declared) -> None:
        call = said.value
        if said.kind == "decorator" and call.last in ("before_request", "middleware", "before_app_request"):
            words = self.verdicts.hints.get((path, said.target, said.def_line), ())
            asks = None if self.verdicts.words_ask(words) else False
            hook = Guard("hook", said.target, "application", asks)
            if call.last == "before_app_request":
                self.everywhere.append(hook)
            else:
                self._hook(path, said, hook)
        if said.kind != "call" or call.kind != "call":
            return
        if call.last in INCLUDES:
            for known in self.rounds.of(path, said):
                self._include(path, said, call, known)
        elif call.last in ("add_middleware", "before_request", "middleware"):
            given = call.argument(0, "middleware_class")
            name = given.text if given is not None else "?"
            hook = Guard("middleware", name, "application", self.verdicts.middleware(name))
            for known in self.rounds.of(path, said):
                self._hook(path, said, hook, known)

    def _hook(self, path: str, said: Declared, hook: Guard, known: Round | None = None) -> None:
        """A hook of one application, of all those that a function is called with, or of one round of the loops around
        it."""
        base = said.value.base
        here = Given(path, said.scope, Value("name", base), said.line)
        for node in self.receivers(self.rounds.filled(here.value, here, known or {})):
            self.hooks.setdefault(node, []).append(hook)
            handed = "<locals>" in said.scope and "." not in base and node not in self.made
            if handed and hook.authenticates is None and self.identity.project.zone(path) is not Zone.TESTS:
                self.everywhere.append(hook)  # whose hook it is cannot be told

    def receiver(self, path: str, scope: str, name: str) -> Node:
        """The application or router that a method is called on, the first one where there are several."""
        return self.receivers(Given(path, scope, Value("name", name)))[0]

    def receivers(self, given: Given) -> list[Node]:
        """The applications or routers that a method is called on; a parameter of which nothing is known is the
        one application there is."""
        path, scope, name = given.file, given.scope, given.value.text
        shorter = name.removesuffix(".router") if name != "router" else name
        found = [
            node
            for node in self.rounds.routers(given._replace(value=Value("name", shorter)))
            if node in self.made
        ]
        if not found and shorter != name:
            found = [node for node in self.rounds.routers(given) if node in self.made]
        if found:
            return found
        node = self.identity.node(path, scope, shorter)
        only = self._only(path) if "<locals>" in scope and node.file == path else None
        return [only or node]

    def _only(self, path: str) -> Node | None:
        """The one application that a function of a file can be given: the only one, or the only one near it."""
        zones = (Zone.TESTS, Zone.SCRIPTS)
        own = [
            n for n in self.made if self.is_application(n) and self.identity.project.zone(n.file) not in zones
        ]
        near = [n for n in own if n.file.partition("/")[0] == path.partition("/")[0]]
        return own[0] if len(own) == 1 else near[0] if len(near) == 1 else None

    def _include(self, path: str, said: Declared, call: Value, known: Round) -> None:
        """One router that is put into another one, in one round of the loops around it."""
        if call.last in ("mount", "add_subapp"):
            given, prefix = call.argument(1, "app", "subapp"), call.argument(0, "path", "prefix")
        elif call.last == "add_namespace":
            given, prefix = call.argument(0, "ns"), call.keyword("path")
        else:
            given, prefix = call.argument(0, "router", "blueprint", "routes"), call.keyword("prefix")
        if call.last == "register_blueprint":
            prefix = call.keyword("url_prefix")
        here = Given(path, said.scope, call, said.line)
        child = self.rounds.filled(given, here, known) if given is not None else None
        if child is None or child.value.kind not in ("name", "call"):
            return
        text = self._prefix(prefix, here, known)
        if call.last in ("register_blueprint", "add_namespace") and prefix is None:
            text = None if "**" in call.keys else "*"
        elif "**" in call.keys:
            text = None
        whole = self.rounds.filled(call, here, known).value if known else call
        base = self.rounds.filled(Value("name", call.base), here, known)
        for node in self.rounds.routers(child):
            # aiohttp's application is given a table of routes, or a list of them, which is none
            if call.last == "add_routes" and node not in self.made:
                continue
            for parent in self.receivers(base):
                self.edges.setdefault(node, []).append(Edge(parent, node, text, said, path, whole))

    def _prefix(self, prefix: Value | None, here: Given, known: Round) -> str | None:
        if prefix is None:
            return ""
        what = self.rounds.filled(prefix, here, known)
        if what.value.kind == "const" and here.value.last == "register_blueprint":
            return "*"
        return self.identity.text(what.value, what.file, what.scope)

    def dependencies(self, call: Value, path: str, scope: str, level: str) -> Iterator[Guard]:
        """What ``dependencies=[Depends(x)]`` of a call puts before its routes."""
        given = call.keyword("dependencies")
        if given is None or (given.kind == "const" and given.text == "None"):
            if "**" in call.keys:
                yield Guard("dependency", "**", level, None)
            return
        if given.kind == "name":
            bound = self.identity.assigned(path, scope, given.text)
            if bound is None:
                yield Guard("dependency", given.text, level, None)
                return
            path, scope, given = bound[0], bound[1].scope, bound[1].value
        if given.kind != "list":
            yield Guard("dependency", "?", level, None)
            return
        for item in given.items:
            if item.kind == "call" and item.last in ("Depends", "Security"):
                name = item.positional[0].text if item.positional else item.text
                yield Guard("dependency", name, level, self.verdicts.dependency(item, path, scope))
            elif item.kind == "name":
                bound = self.identity.assigned(path, scope, item.text)
                known = self.verdicts.dependency(bound[1].value, bound[0], bound[1].scope) if bound else None
                yield Guard("dependency", item.text, level, known)
            else:
                yield Guard("dependency", "?", level, None)

    def own(self, node: Node) -> tuple[str | None, tuple[Guard, ...]]:
        """The prefix that an application or router has of itself, and what guards it."""
        guards = [*self.everywhere, *self.hooks.get(node, ())]
        made = self.made.get(node)
        if made is None:
            return "", tuple(guards)
        path, said = made
        call = said.value
        level = "application" if self.is_application(node) else "router"
        guards += self.dependencies(call, path, said.scope, level)
        given = call.keyword("middleware") or call.keyword("middlewares")
        if given is not None:
            names = [item.positional[0].text if item.positional else item.text for item in given.items]
            guards += [Guard("middleware", n, level, self.verdicts.middleware(n)) for n in names or ["?"]]
        for key in ("route_class", "decorators"):
            if call.keyword(key) is not None:
                guards.append(Guard("hook", key, level, None))
        prefix = call.keyword("url_prefix") or call.keyword("prefix")
        if call.last == "Namespace":
            prefix = call.keyword("path")
            first = call.argument(0)
            if prefix is None and first is not None and first.kind == "text":
                return "/" + first.text, tuple(guards)
        return self.identity.text(prefix, path, said.scope), tuple(guards)

    def placements(self, node: Node, depth: int = 0) -> list[Placement]:
        """Where a router's routes end up; one that nothing includes stands on its own, not placed."""
        known = self._placements.get(node)
        if known is not None:
            return known
        if depth == 0:
            self._placements[node] = []
        prefix, guards = self.own(node)
        found: list[Placement] = []
        if depth < _DEEP:
            for edge in self.edges.get(node, ()):
                if edge.parent != node:
                    found += self._through(edge, prefix, guards, depth)
        if not found:
            root = self.is_application(node)
            found = [Placement("" if root else prefix, guards, str(node) if root else "", root)]
        if depth == 0:
            self._placements[node] = found
        return found

    def _through(
        self, edge: Edge, prefix: str | None, guards: tuple[Guard, ...], depth: int
    ) -> Iterator[Placement]:
        scope = edge.said.scope
        mounted = edge.call.last in ("mount", "add_subapp") and self.is_application(edge.child)
        more = tuple(self.dependencies(edge.call, edge.file, scope, "router"))
        given = edge.prefix
        if given == "*":
            given, own = "", prefix
        elif edge.call.last in ("register_blueprint", "add_namespace"):
            own = ""
        else:
            own = "" if mounted else prefix
        for above in self.placements(edge.parent, depth + 1):
            parts = (above.prefix, given, own)
            whole = None if None in parts else "".join(part or "" for part in parts)
            if edge.call.last == "register_blueprint" and whole is not None:
                whole = "/".join(
                    p.strip("/") for p in (above.prefix or "", given or "", own or "") if p.strip("/")
                )
                whole = "/" + whole if whole else ""
            yield Placement(whole, (*above.guards, *more, *guards), above.application, above.placed)
