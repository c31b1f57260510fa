"""Which parameters of functions are filled from outside: handlers of routes, commands of programs and bots."""

from __future__ import annotations

from typing import NamedTuple

from codereview.facts.module import FunctionFact, Param
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.values import Route
from codereview.facts.targets import Target

from ..._syntax.patterns import lazy_pattern
from .flow.values import ALL, CODE, HTML, PATH, REDIRECT, SHELL, SQL, TEMPLATE
from .injected import is_injected
from .sources import BOTS

_SEGMENT = PATH | REDIRECT
_METHODS = ("get", "post", "put", "patch", "delete", "head")
_CONVERTED = lazy_pattern(r"<(?:(\w+)(?:\([^)]*\))?:)?\s*(\w+)\s*>")
_BRACED = lazy_pattern(r"\{(\w+)(?::(\w+|[^{}]*))?\}")
_GROUP = lazy_pattern(r"\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
_NARROW = lazy_pattern(r"(?:\[[\w\\\-]+\]|\\[dw]|[\w-])(?:[+*?]|\{[\d,]+\})*\Z")
_TEXT = frozenset(
    "? builtins.str! builtins.str!* builtins.bytes! builtins.dict! builtins.list! pathlib.Path! "
    "builtins.dict!* typing.Any! "
    "builtins.set! =None pydantic.AnyUrl! pydantic.HttpUrl! pydantic.AnyHttpUrl! builtins.object! "
    "typing.Dict! typing.List!".split()
)
_FILES = ("UploadFile!", "UploadFile!*")
_GIVEN = ("Depends()", "Security()", "BackgroundTasks()")
_KINDS = {
    "Form": "form",
    "Body": "request body",
    "Header": "header of the request",
    "Cookie": "cookie of the request",
}
_COMMANDS = ("command()", "callback()")
_ABOVE = 12
"""Lines above the parameters in which the decorators of a command stand."""
_BOT_COMMANDS = ("command()", "hybrid_command()", "slash_command()")


class Outside(NamedTuple):
    """How a parameter is filled: the kind of origin, how it is shown, the sinks it does no harm in. ``model`` is
    the class whose fields it has."""

    kind: str
    shown: str
    mask: int
    model: Target | None = None


class Handlers:
    """Parameters of handlers, by function."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.flask: dict[Key, Route] = {}
        self._found: dict[Key, dict[str, Outside]] = {}
        self.routed: set[Key] = set()  # what only a framework calls
        self._patterns: dict[str, frozenset[int]] = {}
        for route in project.routes.all:
            for key in self._functions(route):
                self._route(route, key)

    def of(self, key: Key) -> dict[str, Outside]:
        """The parameters of a function that are filled from outside."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._command(key)
        return found

    def _functions(self, route: Route) -> list[Key]:
        if route.handler is None:
            return []
        if not route.of_class:
            return [route.handler]
        file, index = route.handler
        facts = self.project.files[file]
        if index < len(facts.classes) and facts.classes[index].qualname.rpartition(".")[2] in route.name:
            methods = facts.classes[index].methods
            return [(file, methods[name]) for name in _METHODS if name in methods]
        return [route.handler]

    def _route(self, route: Route, key: Key) -> None:
        function = self.project.function(key)
        found = self._found.setdefault(key, {})
        self.routed.add(key)
        if route.framework in ("flask", "quart"):
            self.flask.setdefault(key, route)
        if route.path == "?":
            if route.framework not in ("fastapi",):
                return
            inside: dict[str, int] = {}
        else:
            inside = in_path(route.path)
            if route.framework == "django":  # of a regular expression only the name is left
                inside = {name: mask for name, mask in inside.items() if f":{name}>" in route.path}
        for param in function.params:
            name = param.name
            if name in ("self", "cls", "request", "args", "kwargs") or param.kind in ("vararg", "kwarg"):
                continue
            if name in inside:
                if param.annotation in _TEXT and not (param.annotated and param.annotation == "?"):
                    found[name] = Outside("path of the request", name, inside[name])
            elif route.framework == "fastapi":
                outside = self._parameter(key[0], param)
                if outside is not None and not is_injected(self.project, key[0], function, param):
                    found[name] = outside

    def _parameter(self, file: str, param: Param) -> Outside | None:
        """A parameter of a FastAPI handler: query, body, form, header or upload, by its annotation."""
        if param.default.endswith(_GIVEN):
            return None
        where = param.default.rpartition(".")[2].removesuffix("()")
        kind = _KINDS.get(where, "query")
        if where and self._patterned(file, param.line):
            return None
        mask = REDIRECT | HTML if kind.startswith(("header", "cookie")) else 0
        annotation = param.annotation
        if annotation.endswith(_FILES) or where == "File":
            return Outside("upload", param.name, REDIRECT | PATH)
        if annotation == "?" and param.annotated:
            return None
        if annotation in _TEXT:
            if annotation.startswith(("builtins.dict", "typing.Dict")):
                kind = "request body"
            return Outside(kind, param.name, mask)
        target = self.project.resolve(file, annotation.removesuffix("*"))
        if target.kind != "instance":
            return None
        bases = [b for b in self.project.resolver.bases(target.key) if isinstance(b, str)]
        if any(
            base.startswith(("pydantic.", "sqlmodel.", "typing.TypedDict", "pydantic_settings"))
            for base in bases
        ):
            return Outside("request body", param.name, mask, target)
        return None

    def _patterned(self, file: str, line: int) -> bool:
        """Whether a parameter's declaration on a line holds its value against a pattern."""
        lines = self._patterns.get(file)
        if lines is None:
            calls = self.project.files[file].calls
            lines = self._patterns[file] = frozenset(
                call.line
                for call in calls
                if any(name in ("pattern", "regex", "enum") for name, _ in call.kwargs)
            )
        return line in lines

    def field(self, model: Target, name: str) -> bool:
        """Whether a field of a model can hold text of the sender's choice."""
        for key in self.project.resolver.bases(model.key):
            if isinstance(key, str):
                continue
            for attr in self.project.resolver.class_(key).attrs:
                if attr.name == name:
                    if self._patterned(key[0], attr.line):
                        return False
                    return (
                        attr.annotation in _TEXT
                        and attr.annotation not in ("=None", "")
                        and "Url!" not in attr.annotation
                    ) or ("Url!" in attr.annotation)
            if name in self.project.resolver.class_(key).methods:
                return False
        return name in ("model_dump", "dict", "model_dump_json", "json", "dump", "asdict")

    def _command(self, key: Key) -> dict[str, Outside]:
        """Parameters of a command of a program or a bot."""
        if key[1] < 0:
            return {}
        function = self.project.function(key)
        decorators = [d for d in function.decorators if d.endswith(_BOT_COMMANDS + _COMMANDS)]
        if not decorators:
            return {}
        facts = self.project.files[key[0]]
        packages = {item.module.partition(".")[0] for item in facts.imports}
        if packages & BOTS:
            checks = facts.classes[function.cls].methods if function.cls >= 0 else {}
            if "cog_check" in checks or any("is_owner" in name for name in function.decorators):
                return {}  # the bot asks first who sends it
            found = self._texts(function, "message to the bot", HTML | REDIRECT | TEMPLATE)
            own = {p.name for p in [p for p in function.params if p.name != "self"][:1]}  # the context
            own |= self._chosen(key[0], function)
            return {name: item for name, item in found.items() if name not in own}
        if packages & {"click", "typer", "asyncclick", "cyclopts", "rich_click"}:
            return self._texts(function, "command line", ALL & ~(SQL | SHELL | CODE))
        return {}

    def _chosen(self, file: str, function: FunctionFact) -> set[str]:
        """The parameters of a bot's command for which the sender picks one of the choices that the bot gives:
        ``Param(choices=[...])``, ``@app_commands.choices(size=[...])``."""
        first = min((p.line for p in function.params), default=function.line)
        found: set[str] = set()
        for call in self.project.files[file].calls:
            place = (call.line, call.column)
            if call.path.endswith(".choices") and 0 <= first - call.line <= _ABOVE:
                found |= {name for name, _ in call.kwargs}
            elif (
                first <= call.line <= function.end_line
                and call.function < 0
                and any(name == "choices" for name, _ in call.kwargs)
            ):
                before = [p for p in function.params if (p.line, p.column) < place]
                found |= {p.name for p in before[-1:]}
        return found

    def _texts(self, function: FunctionFact, kind: str, mask: int) -> dict[str, Outside]:
        return {
            param.name: Outside(kind, param.name, mask)
            for param in function.params
            if param.annotation in ("?", "builtins.str!", "=None")
            and not (param.annotated and param.annotation == "?")
            and param.name not in ("self", "cls", "ctx", "context", "interaction")
            and param.kind != "vararg"
        }


def in_path(path: str) -> dict[str, int]:
    """The parameters in a route's path, each with the kinds of sinks that its form makes harmless; those that are
    converted to numbers and the like are harmless in all."""
    found: dict[str, int] = {}
    for converter, name in _CONVERTED.findall(_GROUP.sub("", path)):
        if converter in ("int", "float", "uuid", "slug", "any"):
            found[name] = ALL
        elif converter == "path":
            found[name] = REDIRECT
        else:
            found[name] = _SEGMENT if converter in ("", "str", "string", "default") else ALL
    for name, converter in _BRACED.findall(path):
        found[name] = (
            REDIRECT if converter in ("path",) or ".*" in converter else _SEGMENT if not converter else ALL
        )
        if converter == "str":
            found[name] = _SEGMENT
    for name, pattern in _GROUP.findall(path):
        if _NARROW.match(pattern):
            found[name] = ALL
        else:
            found[name] = REDIRECT if "." in pattern else _SEGMENT
    return found
