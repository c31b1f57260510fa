"""What a call of a function of the project gives: a coroutine, an asynchronous generator, or something plain."""

from __future__ import annotations

from codereview.facts.module import AWAITED, PASSED, RETURNED, FunctionFact
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import INFERRED, Target

from .._flow.callees import MANAGERS, Callee, callees_of

COROUTINE, GENERATOR, MANAGER, PLAIN, UNKNOWN = "coroutine", "generator", "manager", "plain", ""
_LITERALS = frozenset("=str =int =0 =None =True =False =list =dict =tuple =set =bytes =fstr =float".split())
_AWAITABLE = ("Awaitable", "Coroutine", "Future", "Task", "Generator", "Deferred")


class Given:
    """What functions give, each judged once.

    Args:
        project: the facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.callees = callees_of(project)
        self._known: dict[Key, str] = {}

    def of(self, file: str, path: str) -> tuple[str, Callee] | None:
        """The kind of what calling a path gives, with the function; None if that is not certain."""
        return self.of_target(self.project.resolve(file, path), path)

    def of_target(self, target: Target, path: str) -> tuple[str, Callee] | None:
        """The same of a target that is known, and the path that leads to it."""
        if target.kind != "function" or (target.via == INFERRED and not _is_made(target, path)):
            return None
        key = target.key
        kind = self._known.get(key)
        if kind is None:
            self._known[key] = UNKNOWN  # a circle of helpers gives nothing certain
            kind = self._known[key] = self._kind(key, self.project.function(key))
        callee = self.callees.certain(target) if kind else None
        return (kind, callee) if callee is not None else None

    def _kind(self, key: Key, function: FunctionFact) -> str:
        if function.is_async:
            if function.stub and function.cls >= 0 and self._is_protocol(key, function):
                return UNKNOWN  # what stands behind it can be of another kind
            if any(self.project.resolve(key[0], path).name in MANAGERS for path in function.decorators):
                return MANAGER if function.is_generator else UNKNOWN
            return GENERATOR if function.is_generator else COROUTINE
        if function.is_generator or function.stub or function.decorators:
            return UNKNOWN
        if not function.returns_value and not function.returns:
            return UNKNOWN if function.annotated and function.annotation != "=None" else PLAIN
        if function.returns and all(path in _LITERALS for path in function.returns):
            return UNKNOWN if self._holds_function(key) else PLAIN
        return self._handed_on(key, function)

    def _holds_function(self, key: Key) -> bool:
        """Whether a function inside may give another value to the name that is returned."""
        return any(inner.parent == key[1] for inner in self.project.files[key[0]].functions)

    def _is_protocol(self, key: Key, function: FunctionFact) -> bool:
        bases = self.project.files[key[0]].classes[function.cls].bases
        return any(path.rpartition(".")[2] == "Protocol" for path in bases)

    def _handed_on(self, key: Key, function: FunctionFact) -> str:
        """A plain function that gives back the coroutine that another one made."""
        if len(function.returns) != 1 or not function.returns[0].endswith("()"):
            return UNKNOWN
        path = function.returns[0][:-2]
        given = [call for call in self.project.calls_in(key) if call.path == path and call.flags & RETURNED]
        if not given or any(call.flags & (AWAITED | PASSED) for call in given):
            return UNKNOWN
        inner = self.of(key[0], path)
        return COROUTINE if inner is not None and inner[0] == COROUTINE else UNKNOWN


def _is_made(target: Target, path: str) -> bool:
    """Whether a function is the one that a name of a module is given by what makes it: ``load = wrapped(_load)``."""
    return target.owner is None and "<locals>" in target.name and path[0] != "%" and "(" not in path[:-2]


def may_await(function: FunctionFact) -> bool:
    """Whether an annotation says that what a function gives can be awaited."""
    return any(name in function.annotation for name in _AWAITABLE)
