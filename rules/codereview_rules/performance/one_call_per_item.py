"""PERF003: reads over the network that wait for each other without need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts import module as m
from codereview.facts.clones import is_migration
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import Key, ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._clients.runs import runs
from ._rounds.collect import Rounds
from ._rounds.examples import BAD, GOOD
from ._rounds.remote import Remote

_FEW = 3
_IN_ORDER = lazy_pattern(
    r"attempt|retr|tries|page|offset|cursor|chunk|batch|step|delay|round|iteration|mirror|proxy|proxies|endpoint|fallback|provider"
    r"|backend|strateg|candidate|migrat|node",
    re.IGNORECASE,
)
"""Loops that try again, follow pages or prefer one over the next."""
_NOT_EACH = m.EXITS_LOOP | m.SELDOM | m.IN_HANDLER | m.ITERATED | m.RETURNED | m.CONDITIONAL
_PACES = lazy_pattern(
    r"(?:^|\.)(?:sleep|acquire|wait|throttle|limit\w*|gather|as_completed|create_task|submit|map)$"
    r"|(?:^|[._])(?:save|store|put|update|insert|delete|commit|send|write|notify|publish|edit|reply|upload|sync"
    r"|persist|record|enqueue|post|patch)(?:_\w+)?$|(?:^|[._])create_\w+$"
)
"""What makes rounds wait on purpose, and what changes something in an order that can matter."""


class OneCallPerItem(ProjectRule):
    """Looks at loops of asynchronous functions and of what requests run, and at neighbouring awaits."""

    card = Card(
        id="PERF003",
        title="Remote reads one after the other",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        effort=20,
        why=(
            "Each read waits for the one before, though none needs its result: fifty items at a tenth of a second each "
            "are five seconds in which the caller waits, and the other side could have answered at once."
        ),
        instead=(
            "Ask for many items with one request where the other side can. Else start the reads together "
            "(`asyncio.gather`, `asyncio.TaskGroup`, a thread pool in synchronous code), a bounded number at a time "
            "(`asyncio.Semaphore`)."
        ),
        false_alarms=(
            "Reads only (GET, HEAD, embeddings), since changes have an order to keep. Loops that end early, try again, "
            "follow pages, pause between rounds, change something, or read only for some items are left out. That the "
            "other side allows only one request at a time cannot be seen. Queries in loops are PERF002's, and "
            "blocking calls in coroutines PERF001's."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Rounds,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each loop and each row of awaits."""
        remote = Remote(project)
        sync: dict[Key, str] = {}
        leaves: dict[str, set[tuple[int, int]]] = {}
        for path, notes in project.noted(Rounds):
            leaves[path] = {(note.line, note.column) for note in notes if note.kind == "leaves"}
            if any(note.kind == "row" for note in notes) and _is_ours(project, path):
                yield from self._rows(
                    project, path, [note.values[0] for note in notes if note.kind == "row"], remote
                )
        if any(item.module.partition(".")[0] in _SYNC for f in project.files.values() for item in f.imports):
            sync = {
                run.key: run.said
                for run in runs(project)
                if not project.function(run.key).is_async and not _from_coroutine(project, run.key)
            }
        for path, facts in project.files.items():
            if facts.loops and _is_ours(project, path):
                yield from self._loops(project, path, facts, remote, sync, leaves.get(path, set()))

    def _loops(
        self,
        project: ProjectFacts,
        path: str,
        facts: FileFacts,
        remote: Remote,
        sync: dict[Key, str],
        leaves: set[tuple[int, int]],
    ) -> Iterator[Finding]:
        told: set[int] = set()
        for call in facts.calls:
            if call.loop < 0 or call.varies != call.loop or call.loop in told or call.function < 0:
                continue
            if call.flags & _NOT_EACH:
                continue
            waits = facts.functions[call.function].is_async
            if not (call.flags & m.AWAITED if waits else (path, call.function) in sync):
                continue
            read = remote.read_by(path, call, waits=waits) if _is_free(facts, call, leaves) else ""
            if not read:
                continue
            told.add(call.loop)
            loop = facts.loops[call.loop]
            item = loop.targets[0] if len(loop.targets) == 1 else "item"
            through = (
                ""
                if read.rpartition(".")[2] == (call.written or call.path).rpartition(".")[2]
                else f" (`{read}`)"
            )
            name = _named(call)
            often = "" if waits else f", at {sync[path, call.function]}"
            yield self.finding(
                path,
                call,
                f"`{name}`{through} asks another machine for one `{item}` after the other, and no round needs what "
                f"another one brought{often}",
                symbol=facts.symbol(call.function),
                related=[Related(path, loop.line, "the loop")],
                checked="early ends, pauses, retries, pages, changes on the way",
            )

    def _rows(
        self, project: ProjectFacts, path: str, rows: list[object], remote: Remote
    ) -> Iterator[Finding]:
        facts = project.files[path]
        calls = {f"{call.line}:{call.column}": call for call in facts.calls if call.flags & m.AWAITED}
        for row in rows:
            assert isinstance(row, tuple)
            found = [calls[place] for place in row if place in calls]
            if len(found) < len(row) or any(not remote.read_by(path, call, waits=True) for call in found):
                continue
            names = [_named(call) for call in found]
            said = " and ".join(dict.fromkeys(f"`{name}`" for name in names))
            yield self.finding(
                path,
                found[0],
                f"{len(found)} reads of other machines ({said}) are awaited in turn, and none needs another's result",
                severity=Severity.INFO,
                symbol=facts.symbol(found[0].function),
                related=[
                    Related(path, call.line, f"`{name}`")
                    for call, name in zip(found[1:], names[1:], strict=True)
                ],
                effort=10,
            )


_SYNC = frozenset({"requests", "httpx", "urllib", "boto3", "openai"})


def _named(call: CallFact) -> str:
    """What is called, with what it is called on where that is a name."""
    written = call.written or call.path.removeprefix("@.")
    head, _, last = written.rpartition(".")
    owner = head.rpartition(".")[2]
    return f"{owner}.{last}" if call.written and owner.isidentifier() and owner != "self" else last


def _is_ours(project: ProjectFacts, path: str) -> bool:
    return project.zone(path) is Zone.PRODUCTION and not is_migration(path)


def _is_free(facts: FileFacts, call: CallFact, leaves: set[tuple[int, int]]) -> bool:
    """Whether nothing says that the rounds have an order."""
    loop = facts.loops[call.loop]
    if loop.kind in ("while", "async for") or loop.is_async or 0 <= loop.bound <= _FEW:
        return False
    if (loop.line, loop.column) in leaves or loop.iterable.startswith("builtins.range"):
        return False
    if any(_IN_ORDER.search(name) for name in (*loop.targets, loop.iterable.rpartition(".")[2])):
        return False
    return not any(
        other.loop == call.loop
        and not other.path.startswith("=")
        and _PACES.search(other.written or other.path)
        for other in facts.calls
    )


def _from_coroutine(project: ProjectFacts, key: Key) -> bool:
    return any(
        edge.caller[1] >= 0 and project.function(edge.caller).is_async
        for edge in project.callers.get(key, ())
    )
