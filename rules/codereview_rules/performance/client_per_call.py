"""PERF008: clients, sessions, engines, models and patterns that are made over and over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codereview.api import Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts import module as m
from codereview.facts.clones import is_migration
from codereview.facts.module import CallFact
from codereview.facts.project import ProjectFacts

from ._clients.examples import BAD, GOOD
from ._clients.given import same_each_time
from ._clients.loops import patterns, repeated
from ._clients.runs import Run, is_rare, runs
from ._clients.table import ROOTS, Kept, kept, loads_model, spelled_like_one

_NOT_ALWAYS = m.CONDITIONAL | m.IN_HANDLER | m.FILLS | m.TYPE_CHECKING | m.PASSED
_MOST = 8


class _Made(NamedTuple):
    """One place where something is made again and again: what, how often, and the way to it."""

    path: str
    call: CallFact
    name: str
    what: Kept
    often: str
    related: tuple[Related, ...]
    confidence: Confidence


class ClientPerCall(ProjectRule):
    """Follows what each request and each task runs, and looks into loops."""

    card = Card(
        id="PERF008",
        title="Client made anew for each call",
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        effort=25,
        why=(
            "A client, session or engine is made to be kept: it holds open connections, and what it has negotiated, "
            "parsed and loaded. One that is made for each request opens and encrypts each connection anew, which takes "
            "longer than many of the calls made over it, and under load uses up ports and the server's connections."
        ),
        instead=(
            "Make it once, where the service starts (lifespan, application factory, start of the worker, cached "
            "function), hand it to those who need it, and close it when the service stops. In a loop: before the loop."
        ),
        false_alarms=(
            "Judged is what requests, Celery tasks and loops run. Clients that are made under a condition, kept in an "
            "attribute, a global or a cache, made with what differs from call to call (keys, addresses), or made on a "
            "path that is seldom used (health, OAuth callbacks, set-up) are left out; so are asynchronous ones where "
            "each call has an event loop of its own, in which no client outlives it. Someone who wants a fresh "
            "set of cookies for each user makes a session for each on purpose."
        ),
        absorbs=("PERF006",),
    )
    bad = BAD
    good = GOOD

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """There has to be something that is made to be kept."""
        if project.vocabulary.roots & (ROOTS | {"re"}):
            return ""
        return "nothing in the project imports a client, a model or patterns that are made to be kept"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each kind of client in a file, the other places as related ones."""
        groups: dict[tuple[str, str], list[_Made]] = {}
        seen: set[tuple[str, int, int]] = set()
        importers = frozenset(
            path
            for path, facts in project.files.items()
            if any(item.module.partition(".")[0] in ROOTS for item in facts.imports)
        )
        for made in (*self._served(project, importers), *self._looped(project, importers)):
            place = (made.path, made.call.line, made.call.column)
            if place not in seen:
                seen.add(place)
                groups.setdefault((made.path, made.name), []).append(made)
        for (path, _), places in groups.items():
            yield self._finding(project, path, sorted(places, key=lambda one: one.call.line))
        yield from self._patterns(project)

    def _served(self, project: ProjectFacts, importers: frozenset[str]) -> Iterator[_Made]:
        for run in runs(project) if importers else ():
            path = run.key[0]
            if path not in importers or is_rare(path.rpartition("/")[2]):
                continue
            for call in project.calls_in(run.key):
                if call.flags & _NOT_ALWAYS or not spelled_like_one(call.path):
                    continue
                target = project.resolve(path, call.path)
                what = kept(target.name) if target.kind == "external" else None
                if what is None or (what.bound and run.own_loop) or not same_each_time(project, path, call):
                    continue
                if not _stays(project, run, call):
                    way = (run.start, *run.way) if run.way else ()
                    sure = Confidence.LOW if what.cookies or len(run.way) > 2 else Confidence.MEDIUM
                    yield _Made(path, call, _short(target.name), what, f"at {run.said}", way, sure)

    def _looped(self, project: ProjectFacts, importers: frozenset[str]) -> Iterator[_Made]:
        for item in repeated(project, importers):
            path, call = item.path, item.call
            if call.flags & (_NOT_ALWAYS | m.RETURNED):
                continue
            target = project.resolve(path, call.path)
            if target.kind != "external":
                continue
            what = kept(target.name) or (loads_model(target.name) if item.direct else None)
            if what is None or not same_each_time(project, path, call, in_loop=item.direct):
                continue
            yield _Made(path, call, _short(target.name), what, item.often, item.related, Confidence.LOW)

    def _finding(self, project: ProjectFacts, path: str, places: list[_Made]) -> Finding:
        first = places[0]
        others = places[1:_MOST]
        related = [Related(path, other.call.line, f"made here too, {other.often}") for other in others]
        more = f", and in {len(places) - 1} more {'place' if len(places) == 2 else 'places'} of this file"
        return self.finding(
            path,
            first.call,
            f"`{first.name}` is made anew {first.often}{more if len(places) > 1 else ''}: it loses {first.what.loses}",
            severity=first.what.severity,
            confidence=first.confidence,
            symbol=project.files[path].symbol(first.call.function),
            related=[*first.related, *related],
            checked="conditions, caches, attributes and globals that keep it, arguments that differ from call to call",
        )

    def _patterns(self, project: ProjectFacts) -> Iterator[Finding]:
        for path, calls in patterns(project):
            more = f", and {len(calls) - 1} more in this file" if len(calls) > 1 else ""
            yield self.finding(
                path,
                calls[0],
                f"the pattern is the same in each round, and `re.compile` looks it up in each{more}",
                severity=Severity.INFO,
                symbol=project.files[path].symbol(calls[0].function),
                related=[Related(path, call.line, "compiled here too") for call in calls[1:_MOST]],
                effort=5,
            )


def _stays(project: ProjectFacts, run: Run, call: CallFact) -> bool:
    """Whether a function keeps what it makes for the next time, or leaves early where it has it already."""
    facts, function = project.files[run.key[0]], project.function(run.key)
    if function.globals or is_migration(run.key[0]) or project.zone(run.key[0]) is not Zone.PRODUCTION:
        return True
    made = f"{call.path}()"
    if any(value.startswith(made) for value in function.returns) and len(function.returns) > 1:
        return True
    if any(value.startswith("@.") and not value.endswith(")") for value in function.returns):
        return True  # it gives back what the module holds already
    if function.cls < 0 or function.name == "__init__":
        return False
    return any(attr.path.startswith(made) for attr in facts.classes[function.cls].attrs)


def _short(name: str) -> str:
    parts = name.replace("()", "").split(".")
    return f"{parts[0]}.{parts[-1]}"
