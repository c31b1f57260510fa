"""TST009: tests that need the internet, or wait."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, Note, ProjectRule, Related, Severity
from codereview.facts.module import AWAITED
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.collection import is_fixture

from ._outside.collect import COROUTINES, Outside
from ._outside.examples import BAD, GOOD
from ._outside.replaced import is_double, is_meant, replaces_network

_LONG = 1000
_HANGS = 60_000
_MUCH = 5_000
_SET_UP = (
    "setUp",
    "setUpClass",
    "tearDown",
    "tearDownClass",
    "setup_method",
    "teardown_method",
    "asyncSetUp",
)
_RELATED = 8


class OutsideWorld(ProjectRule):
    """Looks at the requests and pauses that stand in collected tests, their fixtures and helpers."""

    card = Card(
        id="TST009",
        title="Tests that need the network or wait",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=30,
        why=(
            "A test that asks a host of the internet fails when that host, the line or its rate limit does, and says "
            "nothing of the code. One that sleeps costs its seconds in every run, and still fails on a slow machine."
        ),
        instead=(
            "Answer in the host's place (respx, responses, a recorded cassette, a local server), or mark the test and "
            "run it apart. Wait for the condition with a timeout, give the code a clock, or patch its sleep."
        ),
        false_alarms=(
            "Only addresses that the test itself names count, not those of localhost, containers, reserved domains or "
            "variables. A library that answers instead (imported here or in a conftest.py), a patch of a client, a "
            "transport, a fixture named as a double, a mark or folder such as e2e, network or slow, and an "
            "expected failure clear it. Pauses under one second, in polling loops and in functions inside are left out."
        ),
    )
    collects = (Outside,)
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without collected tests nothing asks or waits."""
        return "" if project.testing.tests else "no runner collects a test of the project"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each file that asks, one for all the pauses of the project."""
        tests = frozenset((test.path, test.index) for test in project.testing.tests)
        files = {path for path, _ in tests} | {
            p for p in project.files if p.rpartition("/")[2] == "conftest.py"
        }
        pauses: dict[str, list[Note]] = {}
        for path, notes in project.noted(Outside):
            if path not in files or _is_meant_for_later(notes):
                continue
            patched = {note.values[0] for note in notes if note.kind == "patch"}
            if "net" not in patched and not is_meant(path):
                asked = list(_asked(project, path, notes))
                if asked and not replaces_network(project, path):
                    yield self._asking(project, path, asked)
            if "sleep" not in patched and (waits := list(_waits(project, path, notes, tests))):
                pauses[path] = waits
        if pauses:
            yield self._sleeping(project, pauses)

    def _asking(self, project: ProjectFacts, path: str, asked: list[tuple[Note, str]]) -> Finding:
        first = asked[0][0]
        hosts = list(dict.fromkeys(host for _, host in asked))
        more = f" and {len(hosts) - 3} more hosts" if len(hosts) > 3 else ""
        names = _names(project, path, [note for note, _ in asked])
        verb = "asks" if len(names) == 1 else "ask"
        return self.finding(
            path,
            first,
            f"{_listed(names)} {verb} {', '.join(hosts[:3])}{more} over the network",
            symbol=project.files[path].symbol(first.function),
            related=[
                Related(path=path, line=note.line, message=f"asks {host}")
                for note, host in asked[1 : 1 + _RELATED]
            ],
            checked="libraries that answer instead of the network, patches, transports, fixtures, marks and folders",
        )

    def _sleeping(self, project: ProjectFacts, pauses: dict[str, list[Note]]) -> Finding:
        costs = {path: sum(_milliseconds(note) for note in notes) for path, notes in pauses.items()}
        ordered = sorted(pauses, key=lambda path: (-costs[path], path))
        path, total = ordered[0], sum(costs.values())
        names = _names(project, path, pauses[path])
        here = f"{_listed(names)} {'sleeps' if len(names) == 1 else 'sleep'} {costs[path] / 1000:g} s"
        count = sum(len(notes) for notes in pauses.values())
        rest = (
            f"; {count} pauses in {len(pauses)} test files add {total / 1000:g} s" if len(pauses) > 1 else ""
        )
        return self.finding(
            path,
            pauses[path][0],
            f"{here}{rest}",
            severity=Severity.LOW if total >= _MUCH else Severity.INFO,
            symbol=project.files[path].symbol(pauses[path][0].function),
            related=[
                Related(
                    path=other, line=pauses[other][0].line, message=f"sleeps {costs[other] / 1000:g} s in all"
                )
                for other in ordered[1 : 1 + _RELATED]
            ],
            checked="patched sleeps, polling loops, and marks that say that a test is slow",
            effort=min(self.card.effort * len(pauses), 240),
        )


def _is_meant_for_later(notes: tuple[Note, ...]) -> bool:
    """Whether the marks of a whole file say that it is not for every run."""
    marks = [
        value for note in notes if note.kind == "mark" for value in note.values if isinstance(value, tuple)
    ]
    return any(is_meant(name) for names in marks for name in names)


def _asked(project: ProjectFacts, path: str, notes: tuple[Note, ...]) -> Iterator[tuple[Note, str]]:
    """The requests of a file with the hosts that they go to."""
    hosts = {f"={note.values[0]}": str(note.values[1]) for note in notes if note.kind == "const"}
    guards = project.files[path].guards
    for note in notes:
        if note.kind != "net" or not _is_judged(project, path, note):
            continue
        host = hosts.get(str(note.values[1]), str(note.values[1]))
        if host.startswith("=") or any(first <= note.line <= last for first, last, _ in guards):
            continue
        yield note, host


def _is_judged(project: ProjectFacts, path: str, note: Note) -> bool:
    """Whether a place stands in a function that runs as it is, and nothing around it says that it is meant."""
    if note.function < 0:
        return False
    facts = project.files[path]
    function = facts.functions[note.function]
    if function.parent >= 0 or is_meant(function.name):
        return False
    around = facts.classes[function.cls].decorators if function.cls >= 0 else ()
    if any(is_meant(name) or "patch" in name or "mock" in name for name in (*function.decorators, *around)):
        return False
    return not any(is_double(param.name) for param in function.params)


def _waits(
    project: ProjectFacts, path: str, notes: tuple[Note, ...], tests: frozenset[tuple[str, int]]
) -> Iterator[Note]:
    """The pauses that tests, their set-up and fixtures make themselves."""
    facts = project.files[path]
    awaited = {
        (call.line, call.column): call.flags & AWAITED for call in facts.calls if call.path in COROUTINES
    }
    for note in notes:
        if (
            note.kind != "sleep"
            or not _LONG <= _milliseconds(note) < _HANGS
            or not _is_judged(project, path, note)
        ):
            continue
        function = facts.functions[note.function]
        if (path, note.function) not in tests and not is_fixture(function) and function.name not in _SET_UP:
            continue  # a function that is slow on purpose, for the code under test
        if note.values[0] in COROUTINES and not awaited.get((note.line, note.column)):
            continue
        if note.loop < 0 or (facts.loops[note.loop].kind == "for" and facts.loops[note.loop].bound > 0):
            yield note


def _names(project: ProjectFacts, path: str, notes: list[Note]) -> list[str]:
    return list(dict.fromkeys(f"`{project.files[path].functions[note.function].name}`" for note in notes))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _milliseconds(note: Note) -> int:
    return note.values[1] if isinstance(note.values[1], int) else 0
