"""Routes of the standard library's `http.server`: classes whose methods answer every path there is."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.facts.routes.declared import Declared, Value
from codereview.facts.routes.identity import Identity
from codereview.facts.routes.values import Guard, Route
from codereview.facts.routes.verdicts import Verdicts

FRAMEWORK = "http.server"
_BASES = frozenset(
    {
        "BaseHTTPRequestHandler",
        "SimpleHTTPRequestHandler",
        "CGIHTTPRequestHandler",
        "SimpleXMLRPCRequestHandler",
    }
)
_ANY = "{any path}"


class Served:
    """The routes of one project that no framework registers.

    They are kept apart from those that one does: there is no router, no dependency and no way to say what guards
    them, so that what rules expect of a route is not to be had here. Somebody is known to ask where a method turns a
    request away before it looks at the path, by a header with credentials; else it cannot be told.
    """

    def __init__(self, identity: Identity, verdicts: Verdicts) -> None:
        self.identity = identity
        self.project = identity.project
        self.verdicts = verdicts
        self.readers: dict[tuple[str, str, int], Value] = {
            (path, said.target, said.def_line): said.value
            for path, facts in identity.files.items()
            for said in facts.routing
            if said.kind == "reader"
        }

    def routes(self) -> Iterator[Route]:
        """All of them, in the order of files and lines."""
        for path, facts in self.identity.files.items():
            for said in facts.routing:
                if said.kind == "handler":
                    yield from self._of(path, said)

    def _of(self, path: str, said: Declared) -> Iterator[Route]:
        facts = self.project.files[path]
        place = (said.target, said.def_line)
        index = next((i for i, f in enumerate(facts.functions) if (f.qualname, f.line) == place), -1)
        if index < 0 or facts.functions[index].cls < 0:
            return
        owner = (path, facts.functions[index].cls)
        above = self.project.resolver.bases(owner)
        if not any(isinstance(base, str) and base.rpartition(".")[2] in _BASES for base in above):
            return
        paths, asked = said.value.items
        guards = tuple(self._guards(path, index, said, asked))
        method = said.target.rpartition("_")[2]
        router = f"{path}:{facts.classes[owner[1]].qualname}"
        for text in paths.texts() or ("*",):
            url = text[:-1] + _ANY if text.endswith("*") else text
            yield Route(
                FRAMEWORK, (method,), url if url.startswith("/") else "/" + url, (path, index), said.target, path,
                said.line, said.column, said.end_line, said.end_column, router, "", guards,
            )  # fmt: skip

    def _guards(self, path: str, index: int, said: Declared, asked: Value) -> Iterator[Guard]:
        for item in asked.items:
            header = self._header(path, said, item)
            if header:
                yield Guard("check", header, "route", True)
        for name in self.project.function((path, index)).decorators:
            yield Guard("decorator", name.lstrip("@.?"), "route", None)
        yield Guard("check", self.verdicts.asks((path, index), False) or "?", "route", None)

    def _header(self, path: str, said: Declared, item: Value) -> str:
        """The header by which a condition turns strangers away; empty if it is not seen to."""
        if item.kind == "text":
            return item.text if item.items else ""
        found = self.identity.target(path, f"{said.target}.<locals>.", item.text)
        if found.kind != "function":
            return ""
        function = self.project.resolver.function(found)
        read = self.readers.get((found.file, function.qualname, function.line))
        return read.text if read is not None and (item.items or read.items) else ""
