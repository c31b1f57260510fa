"""REL010: the same error in the log twice."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.resolve import INFERRED

from ._exceptions import marks as k
from ._exceptions.examples_twice import BAD, GOOD
from ._exceptions.handlers import Handler, Handlers, of
from ._exceptions.hidden import Hidden, Visit, written
from ._exceptions.notes import Errors
from ._exceptions.places import judged, named, symbol


class ErrorLoggedTwice(ProjectRule):
    """Handlers that log and raise on, where a caller logs what arrives."""

    card = Card(
        id="REL010",
        title="Error logged twice",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "One failure stands in the log several times, as if there had been several. Alerts that "
            "count errors are wrong, and "
            "whoever reads the log has to find out that the entries belong together."
        ),
        instead=(
            "Log where the error is dealt with; below, add what is known with `raise ... from error` "
            "and do not log."
        ),
        false_alarms=(
            "Calls are followed through the functions of the project; handlers between the two that keep "
            "the error are understood. "
            "Where the class of an object was inferred, the confidence is medium."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Errors,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each handler that logs what a caller logs again."""
        handlers = of(project)
        hidden = Hidden(handlers)
        found: dict[tuple[str, int], list[tuple[Handler, Handler, Visit]]] = {}
        for outer in handlers.all:
            if outer.has(k.LOGS) and outer.has(k.LOUD) and judged(project, outer.key[0]):
                for inner, visit in hidden.logged_before(outer):
                    found.setdefault((inner.key[0], inner.log_line), []).append((outer, inner, visit))
        for ways in found.values():
            ways.sort(key=lambda way: (len(way[2].chain), way[0].key, way[0].log_line))
            yield self._finding(handlers, ways)

    def _finding(self, handlers: Handlers, ways: list[tuple[Handler, Handler, Visit]]) -> Finding:
        outer, inner, visit = ways[0]
        project = handlers.project
        count = len(visit.chain)
        where = f"{outer.key[0].rpartition('/')[2]}:{outer.log_line}"
        up = "" if not count else ", the caller" if count == 1 else f", {count} calls up"
        others = len({(way[0].key, way[0].log_line) for way in ways}) - 1
        more = (
            ""
            if not others
            else " and in one other place"
            if others == 1
            else f" and in {others} other places"
        )
        raised = (
            f"raises {handlers.hierarchy.name(self._error(handlers, inner))}"
            if inner.raised
            else "raises it on"
        )
        related = [
            Related(path=edge.caller[0], line=edge.call.line, message=f"calls {written(edge.call)}")
            for edge in visit.chain
        ]
        related.append(
            Related(path=outer.key[0], line=outer.log_line, message=f"logs it again with {outer.log_name}")
        )
        sure = all(edge.target.via != INFERRED for edge in visit.chain)
        return self.finding(
            inner.key[0],
            At(inner.log_line, inner.at.column + 4),
            f"`{inner.log_name}()` logs the error and {raised}; {named(project, outer.key)} logs it "
            f"again at {where}{up}{more}",
            severity=Severity.LOW if inner.is_error_logged and outer.is_error_logged else Severity.INFO,
            confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
            symbol=symbol(project, inner.key),
            related=related,
            checked="no handler between the two keeps the error; both log at warning or above",
        )

    def _error(self, handlers: Handlers, inner: Handler) -> str:
        error = handlers.hierarchy.error(inner.key[0], inner.raised)
        return error if error is not None else "builtins.Exception"  # type: ignore[return-value]
