"""What a handler is given of the one who calls it, by the parameters that it declares.

Code that is given nothing of its caller can refuse an action and not a person, whatever words stand in it: a token that
it reads is the application's own.
"""

from __future__ import annotations

import re

from codereview.facts.module import CallFact, Param, ReadFact, RefFact
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.routes.values import Guard, Route

from ..._syntax.patterns import lazy_pattern

_CALLER = lazy_pattern(
    r"(?:^|_)(?:user|account|member|actor|caller|viewer|me)$|"
    r"^x_|auth|token|signature|cookie|identity|principal|api_?key|session_?id",
    re.IGNORECASE,
)
"""Names of parameters that hold who is calling, or what he shows."""
_WHOLE = lazy_pattern(r"(?:^|[.!])(?:Request|HTTPConnection|WebSocket)!?$")
_HEADER = lazy_pattern(r"Header|Cookie|Security")
_CREDENTIAL = lazy_pattern(
    r"token|secret|passw|signature|api_?key|(?:^|access_|invite_|auth_|reset_|verification_)code$|^otp|^pin$|credential|"
    r"nonce|captcha",
    re.IGNORECASE,
)
"""Names of what is sent by which somebody may be known."""
_PLAIN = ("builtins.", "datetime.", "uuid.", "decimal.", "pathlib.", "enum.", "pydantic.")
_FILES = ("fastapi.UploadFile", "fastapi.BackgroundTasks", "fastapi.Response", "starlette.")
_OPEN_PLAIN = frozenset({"builtins.dict!", "builtins.object!"})
_TELLS_NOTHING = lazy_pattern(
    r"\.(?:client|url|app|method|base_url|path_params|url_for|is_disconnected)(?![a-z_])|"
    r"\.state\.(?!\w*(?:user|auth|token|tenant|account|member|session|principal|identity|role|claim))\w+"
)
_DEEPEST = 3


class Callers:
    """What handlers know of their callers; each function is judged once.

    Args:
        project: the facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.verdicts = project.routes.verdicts
        self._reads: dict[Key, bool] = {}

    def sees(self, route: Route) -> bool:
        """Whether a handler is given more of its caller than the values that its parameters name."""
        if route.framework != "fastapi" or route.handler is None:
            return True
        given = {route.handler}
        for guard in route.guards:
            if guard.kind == "dependency" and guard.level == "route":
                key = self._dependency(route, guard)
                if key is None:
                    return True
                given.add(key)
        return any(self._shown_to(key) for key in given)

    def only_requests(self, route: Route) -> bool:
        """Whether all that a handler is given of its caller is the request itself, and nothing that is sent may hold
        more: what it does not hand on then tells nothing to what it calls."""
        if route.handler is None or self.carries(route):
            return False
        function = self.project.function(route.handler)
        return not any(_CALLER.search(p.name) or _HEADER.search(p.annotation) for p in function.params)

    def hands_request(self, key: Key, call: CallFact) -> bool:
        """Whether a call of a function hands on its request, or something of it."""
        names = [p.annotation for p in self.project.function(key).params if _WHOLE.search(p.annotation)]
        return any(path.startswith(name) for path in call.given for name in names)

    def carries(self, route: Route) -> bool:
        """Whether what is sent may hold something by which the caller is known: a model with such a field, or values
        of which nothing is declared."""
        if route.handler is None:
            return True
        injected = {name for name, _ in self._injected(route.handler)}
        return any(
            self._may_hold(route.handler[0], param)
            for param in self.project.function(route.handler).params
            if f"{{{param.name}}}" not in route.path
            and "Depends" not in param.default
            and param.annotation.rpartition(".")[2].rstrip("!") not in injected
        )

    def only_brings(self, route: Route, guard: Guard) -> bool:
        """Whether a dependency that nothing is known of is a function of the project that is given nothing of the
        caller, by itself or through its own dependencies."""
        key = self._dependency(route, guard) if guard.kind == "dependency" else None
        if key is None or self._shown_to(key):
            return False
        return all(verdict is False for _, verdict in self._injected(key))

    def _dependency(self, route: Route, guard: Guard) -> Key | None:
        """The function that a dependency of a handler runs."""
        assert route.handler is not None
        found = self.project.resolve(route.handler[0], f"@.{guard.name}")
        return self.project.callee(found)

    def _injected(self, key: Key) -> list[tuple[str, bool | None]]:
        function = self.project.function(key)
        said = self.verdicts.depends.get((key[0], function.qualname, function.line))
        return [] if said is None else self.verdicts.injected(said, key[0])

    def _shown_to(self, key: Key) -> bool:
        """Whether a function is given who is calling, what he shows, or a request of which it reads such a thing."""
        function = self.project.function(key)
        params = function.params
        words = self.verdicts.hints.get((key[0], function.qualname, function.line), ())
        if any(_CALLER.search(p.name) or _HEADER.search(p.annotation + p.default) for p in params):
            return True
        if any(_HEADER.fullmatch(word) for word in words):
            return True
        return self.declares_request(key) and self._reads_request(key, 0)

    def _reads_request(self, key: Key, depth: int) -> bool:
        """Whether a function reads of its request what could tell who sent it, or hands it to what may."""
        known = self._reads.get(key)
        if known is None:
            self._reads[key] = False
            known = self._reads[key] = self._asks_request(key, depth)
        return known

    def _asks_request(self, key: Key, depth: int) -> bool:
        facts = self.project.files[key[0]]
        names = {p.annotation for p in self.project.function(key).params if _WHOLE.search(p.annotation)}
        refs: tuple[RefFact | ReadFact, ...] = (*facts.refs, *facts.reads)
        read = [fact.path for fact in refs if fact.function == key[1]]
        for call in self.project.calls_in(key):
            read.append(call.path)
            read += [path for path in call.given if path not in names]
            if not names.isdisjoint(call.given):
                callee = self.project.callee(self.project.resolve(key[0], call.path))
                if callee is None or depth >= _DEEPEST or not self.declares_request(callee):
                    return True
                if self._reads_request(callee, depth + 1):
                    return True
        rest = [path[len(name) :] for path in read for name in names if path.startswith(f"{name}.")]
        return any(_TELLS_NOTHING.match(path) is None for path in rest)

    def declares_request(self, key: Key) -> bool:
        """Whether a function takes a request, by its annotation."""
        return any(_WHOLE.search(p.annotation) for p in self.project.function(key).params)

    def _may_hold(self, file: str, param: Param) -> bool:
        """Whether a parameter may hold something by which a caller is known."""
        if _CREDENTIAL.search(param.name):
            return True
        path = param.annotation.rstrip("*")
        if path.startswith(_FILES) or (path.startswith(_PLAIN) and path not in _OPEN_PLAIN):
            return False
        if _WHOLE.search(path):
            return False  # judged by what is read of it
        target = self.project.resolve(file, path)
        if target.kind != "instance":
            return target.name != "typing.NewType()()"
        bases = self.project.resolver.bases(target.key)
        inside = [self.project.resolver.class_(base) for base in bases if isinstance(base, tuple)]
        names = [field.name for cls in inside for field in cls.fields] + [
            attr.name for cls in inside for attr in cls.attrs
        ]
        return any(_CREDENTIAL.search(name) for name in names)


__all__ = ["Callers"]
