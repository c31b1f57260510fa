"""OPS001: ``logging.basicConfig`` where it configures logging for others, or does nothing."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts import module as m
from codereview.facts.project import ProjectFacts

from .._syntax.mentions import Mentions
from ._logging.definitions import LOGGING_MODULE
from ._logging.events import BASIC, HANDLER, Event
from ._logging.examples import BAD, GOOD
from ._logging.starts import Starts
from ._logging.verdict import Verdict, verdicts

_MOST_RELATED = 12


class Configures(Mentions):
    """Files that name the function."""

    words = frozenset({BASIC})


class BasicConfig(ProjectRule):
    """Calls of ``logging.basicConfig`` outside of a program's start, or after logging is configured."""

    card = Card(
        id="OPS001",
        title="Logging configured in the wrong place",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "`logging.basicConfig` changes the root logger of the whole process, and only the "
            "first call counts. "
            "In a module that others import, the order of imports decides about level, format and "
            "destination, "
            "and the program's own configuration silently does nothing: logs are lost when they are needed."
        ),
        instead=(
            "Call it once, where the program starts: under `if __name__ == '__main__'`, in "
            "`main()`, or in a "
            "function such as `configure_logging()` that only entry points call. Modules write "
            "`logger = logging.getLogger(__name__)` and nothing else."
        ),
        false_alarms=(
            "A module that is a start of its own in a way that no file of the repository tells. "
            "Main blocks and "
            "main functions, web applications, Streamlit pages, bots, Lambda handlers, scripts that nothing "
            "imports, `force=True` and calls that look at existing handlers first are understood. A file that "
            "nothing is seen to import is reported if it only defines things for others."
        ),
    )
    watch = frozenset({"handlers"})
    collects = (Configures,)
    bad = BAD
    good = GOOD

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each call at fault; those of one process share their cause."""
        if not Configures.anywhere(project):
            return
        found, starts = verdicts(project)
        for verdict in found:
            yield self._finding(project, starts, verdict)

    def _finding(self, project: ProjectFacts, starts: Starts, verdict: Verdict) -> Finding:
        event = verdict.event
        call = event.call
        facts = project.files[event.path]
        conditional = bool(call.flags & (m.CONDITIONAL | m.IN_HANDLER))
        top = call.function < 0 and bool(call.flags & m.DROPPED)
        sure = not conditional and not (verdict.constructor or verdict.worker) and _is_used(starts, verdict)
        return self.finding(
            event.path,
            call,
            _message(starts, verdict),
            severity=_severity(verdict),
            confidence=None if sure else Confidence.MEDIUM,
            symbol=facts.symbol(call.function),
            related=_related(verdict),
            cause=_cause(verdict),
            checked="the files that import this one, main blocks and functions, applications, and `force`",
            fixable=verdict.misplaced and top and not call.flags & (m.CONDITIONAL | m.IN_TRY | m.IN_HANDLER),
        )


def _is_used(starts: Starts, verdict: Verdict) -> bool:
    """Whether files of this repository are seen to run it."""
    return not verdict.imported or any(starts.importers.get(path) for path, _ in verdict.imported)


def _severity(verdict: Verdict) -> Severity:
    for_logging = LOGGING_MODULE.fullmatch(verdict.event.path.rpartition("/")[2])
    if verdict.misplaced and verdict.event.forced:
        return Severity.MEDIUM if for_logging else Severity.HIGH
    alone = verdict.misplaced and not verdict.blocks and verdict.first is None
    return Severity.LOW if alone and for_logging else Severity.MEDIUM


def _message(starts: Starts, verdict: Verdict) -> str:
    parts = []
    path = verdict.event.path
    if verdict.imported:
        parts.append(_at_import(starts, verdict))
    elif verdict.constructor:
        parts.append(
            f"`logging.basicConfig` runs whenever a `{verdict.constructor}` is made, for the whole process"
        )
    elif verdict.worker:
        parts.append(
            f"`logging.basicConfig` runs whenever `{verdict.worker}` is called, for the whole process"
        )
    if verdict.misplaced and verdict.event.forced:
        parts.append("`force=True` removes the handlers that others have set up")
    if verdict.first is not None:
        said = "it" if parts else "`logging.basicConfig`"
        parts.append(f"{said} has no effect: {_before(verdict.first, path, verdict.root)}")
    elif verdict.blocks:
        other = verdict.blocks[0]
        rest = len(verdict.blocks) - 1
        more = f" and {rest} more call{'s' if rest > 1 else ''}" if rest else ""
        have = "have" if rest else "has"
        said = "it" if parts else "`logging.basicConfig`"
        parts.append(
            f"{said} runs first, so that the call in {other.path}:{other.call.line}{more} {have} no effect"
        )
    return "; ".join(parts)


def _at_import(starts: Starts, verdict: Verdict) -> str:
    path, line = verdict.imported[0]
    if path == verdict.event.path and verdict.event.call.function < 0:
        by = starts.importers.get(path, ())
        if not by:
            return "`logging.basicConfig` runs when this module is imported, and it is made to be imported"
        who = f"{by[0]} does" if len(by) == 1 else f"{by[0]} and {_modules(len(by) - 1)} do"
        return f"`logging.basicConfig` runs when this module is imported, as {who}"
    others = len({where for where, _ in verdict.imported}) - 1
    more = f", and through {_modules(others)}" if others else ""
    return f"`logging.basicConfig` runs when {path} is imported, through the call in line {line}{more}"


def _modules(count: int) -> str:
    return "1 more module" if count == 1 else f"{count} more modules"


def _before(first: Event, path: str, root: str) -> str:
    where = f"line {first.call.line}" if first.path == path else f"{first.path}:{first.call.line}"
    start = "" if root == path else f" when {root} is started"
    if first.kind == BASIC:
        return f"the call in {where} runs first{start}"
    if first.kind == HANDLER:
        return f"{where} gives the root logger a handler first{start}"
    return f"{where} logs through the module's function first{start}, which installs a handler by itself"


def _related(verdict: Verdict) -> list[Related]:
    found = []
    if verdict.first is not None:
        found.append(
            Related(path=verdict.first.path, line=verdict.first.call.line, message="this runs first")
        )
    for path, line in verdict.imported:
        if (path, line) != (verdict.event.path, verdict.event.call.line):
            found.append(Related(path=path, line=line, message="this runs it at import"))
    found += [Related(path=e.path, line=e.call.line, message="this has no effect") for e in verdict.blocks]
    return found[:_MOST_RELATED]


def _cause(verdict: Verdict) -> str:
    event = verdict.first if verdict.first is not None and verdict.first.kind == BASIC else verdict.event
    return f"{event.path}:{event.call.line}"
