"""Sessions that a parameter declares as blocking, while FastAPI injects an asynchronous one.

What a dependency gives is what is there at run time: ``db: Session = Depends(get_db)`` is no blocking session where
``get_db`` yields an ``AsyncSession``.
"""

from __future__ import annotations

from codereview.api import Zone
from codereview.facts.module import CallFact, Param
from codereview.facts.paths import last_name
from codereview.facts.project import Edge, Key, ProjectFacts
from codereview.facts.resolve import ANNOTATED, Target

from .._queries.yielded import gives_async

_DEPENDS = frozenset({"Depends", "Security"})
_SESSIONS = ("sqlalchemy.orm.", "sqlmodel.")
_MOST_LEVELS = 3


class Injected:
    """Answers for one project; remembered by function and annotation."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._known: dict[tuple[Key, str], bool] = {}

    def asynchronous(self, key: Key, call: CallFact, target: Target) -> bool:
        """Whether a call is of a parameter that always holds an asynchronous session, whatever it declares.

        Args:
            key: the function.
            call: what it calls.
            target: what that is by its declaration.
        """
        if target.via != ANNOTATED or not target.name.startswith(_SESSIONS) or "!" not in call.path:
            return False
        return self._holds(key, call.path.partition("!")[0] + "!", _MOST_LEVELS)

    def _holds(self, key: Key, annotation: str, levels: int) -> bool:
        at = (key, annotation)
        if at not in self._known:
            self._known[at] = False  # as long as it is being asked
            params = self._project.function(key).params if key[1] >= 0 else ()
            declared = [param for param in params if param.annotation == annotation]
            self._known[at] = bool(declared) and all(self._is_given(key, one, levels) for one in declared)
        return self._known[at]

    def _is_given(self, key: Key, param: Param, levels: int) -> bool:
        """Whether a parameter is injected with an asynchronous session, or passed one by all that call its function."""
        if last_name(param.default.removesuffix("()")) in _DEPENDS:
            return gives_async(self._project, key[0], self._dependency(key, param))
        edges = [
            edge
            for edge in self._project.callers.get(key, ())
            if self._project.zone(edge.caller[0]) is not Zone.TESTS
        ]
        return levels > 0 and bool(edges) and all(self._passes(edge, param, levels - 1) for edge in edges)

    def _passes(self, edge: Edge, param: Param, levels: int) -> bool:
        """Whether a caller passes a parameter of its own that is declared alike."""
        given = (*edge.call.args, *dict(edge.call.kwargs).values())
        return param.annotation in given and self._holds(edge.caller, param.annotation, levels)

    def _dependency(self, key: Key, param: Param) -> str:
        """What ``Depends`` of a parameter is given: of the calls behind its name the first one."""
        place = (param.line, param.column)
        calls = (
            call
            for call in self._project.files[key[0]].calls
            if last_name(call.path) in _DEPENDS and place < (call.line, call.column)
        )
        call = min(calls, key=lambda one: (one.line, one.column), default=None)
        return call.args[0] if call is not None and call.args else ""
