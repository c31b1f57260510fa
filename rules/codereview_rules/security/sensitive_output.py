"""SEC020: a password, key or token that is printed or logged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from codereview.api import Card, Confidence, Finding, Note, ProjectRule, Related, Severity, Zone
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._output.collect import (
    ABOUT_FILES,
    ANYTHING,
    DEBUGS,
    EXTRA,
    FILED,
    FIRST,
    KEPT,
    OBJECT,
    OPENS,
    REFUSED,
    Outputs,
)
from ._output.examples import BAD, GOOD
from ._output.fields import is_masked, prints_itself, secrets_of
from ._output.logs import ABOVE, EXTRAS, FORMATS, OPEN
from ._output.names import ADDRESS, BODY, COOKIES, ENVIRONMENT, HEADERS, KEY, SECRET, holds
from ._output.stakes import comes_once, opens_little

_MAKES = lazy_pattern(
    r"seed|generate|keygen|gen_|setup|set_up|sample|demo|populate|reset_|add_(?:admin|user|test)|make_|bootstrap|fixture|"
    r"create_(?:\w*admin|super|test|sample|default|demo|init|first)|(?:^|_)init_?(?:db|admin)|mock|(?:^|[_.])cli(?:[_.]|$)|"
    r"load_?data|banner|burner|throw_?away|disposable",
    re.IGNORECASE,
)
_COMMANDS = lazy_pattern(r"(?:^|/)(?:cli|commands|bin)/")
_DECORATED = lazy_pattern(r"(?:^|\.)(?:click|typer)\.|\.command(?:\(\))?$")
_FIRST = lazy_pattern(r"te?mp|initial|default|first", re.IGNORECASE)
_STARTS = lazy_pattern(
    r"(?<!_)init_|set_?up|bootstrap|first|default|reset|create_(?:\w*admin|\w*user)|seed", re.IGNORECASE
)
_TRIES = lazy_pattern(
    r"(?:^|/)(?:[\w-]*tests?[\w-]*|[\w-]*scripts?)/|(?:^|/)(?:testing|test_\w+|\w+_tests?)\.py$"
)
_SAID = {
    ADDRESS: "`{shown}`, the address of a server with what opens it,",
    HEADERS: "`{shown}`, all headers of a request with its cookies and credentials,",
    COOKIES: "`{shown}`, all cookies of a request, that of its session among them,",
    BODY: "`{shown}`, the whole body of a request,",
    ENVIRONMENT: "`{shown}`, the whole environment with its passwords and keys,",
}


class SensitiveOutput(ProjectRule):
    """Looks at what calls that print and log are given: by name, and by what the name means in the project."""

    card = Card(
        id="SEC020",
        title="Sensitive value printed or logged",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=15,
        why=(
            "What a program prints goes to files, collectors and backups that more people read than "
            "may see the value, and that keep it longer than it lives. Whoever gets hold of a log then "
            "has the passwords and sessions in it."
        ),
        instead=(
            "Write what the reader needs (which account, whether a key is set), hold secrets in "
            "`SecretStr` or a type of your own that prints as stars, and mask fields in one filter of "
            "the logger."
        ),
        false_alarms=(
            "A value that is named like a secret and is none, such as a token of a text. Lengths, "
            "tests, slices, hashed and masked values, `SecretStr`, counts of tokens, what a function "
            "makes of a value, output into a file that the program writes, what a script that makes an "
            "account prints for the person who started it, tests and examples are left out. What other programs "
            "that are started by hand write, tokens of devices and such as nothing around them says to sign in, tokens "
            "that were refused, and what the project's logs leave out as the code sets them up are "
            "asked. What only debugging writes is of low severity."
        ),
        cwe=(532,),
    )
    bad = BAD
    good = GOOD
    collects = (Outputs,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each call."""
        opened = _files(project, OPENS)
        filed = _files(project, FILED)
        kept = {
            str(note.values[0]) for _, notes in project.noted(Outputs) for note in notes if note.kind == KEPT
        }
        for path, notes in project.noted(Outputs):
            said: set[tuple[int, int]] = set()
            whole: dict[str, list[Finding]] = {}
            addressed = any(note.kind == ADDRESS for note in notes)
            reached = project.reachable_from(path) if addressed else frozenset()
            unopened = opened.isdisjoint(reached) or not filed.isdisjoint(reached)
            for note in notes:
                if note.kind in ABOUT_FILES or (note.line, note.column) in said:
                    continue
                for finding in self._judged(project, path, note):
                    if (note.kind == ADDRESS and unopened) or _is_left_out(note, kept):
                        finding = replace(finding, confidence=Confidence.LOW)
                    said.add((note.line, note.column))
                    if note.kind in (HEADERS, COOKIES, BODY):
                        whole.setdefault(note.kind, []).append(finding)
                    else:
                        yield finding
            for first, *rest in whole.values():  # an application has one way of logging requests
                others = [Related(path, item.line, item.message) for item in rest]
                yield replace(first, related=(*first.related, *others[:10]))

    def _judged(self, project: ProjectFacts, path: str, note: Note) -> Iterator[Finding]:
        shown, meant, sink = (str(value) for value in note.values[:3])
        facts = project.files[path]
        if meant and is_masked(project, path, meant):
            return
        if note.kind == OBJECT:
            inside = secrets_of(project, path, meant)
            if not inside:
                return
            what = f"`{shown}`, which has `{inside}` among its fields,"
        elif note.kind == SECRET:
            if meant and prints_itself(project, path, meant):
                return
            name = shown.rpartition("=")[0] or _last(shown)
            if holds(name) == KEY and _is_named_by_route(project, path, name):
                return
            what = f"`{shown.rpartition('=')[2]}`, by its name {holds(name) or 'a secret'},"
        else:
            what = _SAID[note.kind].format(shown=shown)
        if _is_shown_to_its_user(project, path, note, sink, meant):
            return
        if note.kind == BODY and re.search(
            r"csp|telemetry|metric", f"{path} {facts.symbol(note.function)} {shown}"
        ):
            return  # what browsers and agents report
        told = "printed" if _is_print(sink) else "logged"
        yield self.finding(
            path,
            note,
            f"{what} is {told} by `{sink}`",
            severity=_severity(note, sink, facts),
            confidence=(
                Confidence.LOW
                if _is_seen_by_hand(note, sink, facts)
                or _is_tried(project, path)
                or project.live.aside.in_folder(path)
                or _is_little(project, path, note)
                else _confidence(note.kind, shown, sink, facts.symbol(note.function))
            ),
            symbol=facts.symbol(note.function),
            checked="masking, slices, tests, lengths, secret types of settings, output into files",
            cause=f"SEC020:{path}:{facts.symbol(note.function)}:{shown}",
        )


def _is_shown_to_its_user(project: ProjectFacts, path: str, note: Note, sink: str, meant: str) -> bool:
    """Whether a program that somebody starts by hand prints what it has just made for that person."""
    if not _is_print(sink):
        return False
    facts = project.files[path]
    if project.zone(path) is Zone.SCRIPTS or _COMMANDS.search(path) or "secrets.token" in meant:
        return True
    if note.function >= 0 and any(map(_DECORATED.search, facts.functions[note.function].decorators)):
        return True
    if note.function < 0 and 0 < facts.main_line < note.line:  # a module that shows what it does
        return True
    return bool(_MAKES.search(path.rpartition("/")[2]) or _MAKES.search(facts.symbol(note.function)))


def _is_seen_by_hand(note: Note, sink: str, facts: FileFacts) -> bool:
    """Whether somebody who starts or debugs the program sees it, or what is logged was refused and opens nothing."""
    doubts = set(str(note.values[3]).split())
    if doubts & ({DEBUGS, REFUSED, FIRST, ANYTHING} if note.kind == SECRET else {DEBUGS, REFUSED}):
        return True
    return note.kind in (SECRET, ADDRESS) and _is_print(sink) and bool(facts.main_line or note.function < 0)


def _is_little(project: ProjectFacts, path: str, note: Note) -> bool:
    """Whether little is at stake: a token that opens little, code that serves nobody."""
    shown = str(note.values[0])
    if note.kind not in (SECRET, ADDRESS, OBJECT):
        return False
    if note.kind == SECRET:
        name = shown.rpartition("=")[0] or _last(shown)
        if opens_little(path, project.files[path].symbol(note.function), shown, name):
            return True
    return comes_once(project, path)


def _is_tried(project: ProjectFacts, path: str) -> bool:
    """Whether code is started by hand or by tests, with values of a trial."""
    return project.zone(path) in (Zone.SCRIPTS, Zone.TESTS) or _TRIES.search(path) is not None


def _is_named_by_route(project: ProjectFacts, path: str, name: str) -> bool:
    """Whether a route of this file has the name in its path: the key's identifier, and not the key."""
    inside = re.compile(rf"[{{<:]{re.escape(name)}[}}>]")
    return any(
        route.handler is not None and route.handler[0] == path and inside.search(route.path)
        for route in project.routes.all
    )


def _is_print(sink: str) -> bool:
    return sink in ("print", "pprint", "pp") or sink.startswith("sys.")


def _last(shown: str) -> str:
    """The name that says what is shown: the last attribute, or the key of an entry."""
    for mark in ("'", '"'):
        if shown.count(mark) >= 2:
            return shown.split(mark)[1]
    return shown.rpartition(".")[2].rstrip("()")


def _severity(note: Note, sink: str, facts: FileFacts) -> Severity:
    """Less where a person starts or debugs the program and sees what it prints, and for what only can be in it."""
    if note.kind in (HEADERS, COOKIES, BODY, ADDRESS) or (_is_print(sink) and facts.main_line):
        return Severity.LOW
    if _is_for_debugging(sink) or DEBUGS in str(note.values[3]):
        return Severity.LOW
    return Severity.MEDIUM


def _is_for_debugging(sink: str) -> bool:
    """Whether lines of this level are left out unless somebody asks for them."""
    return sink.endswith((".debug", ".trace"))


def _is_left_out(note: Note, kept: set[str]) -> bool:
    """Whether the project's logs, as the code sets them up, do not have the value: the level is fixed above that of
    the call, or nothing shows what is handed over beside the message."""
    if _is_for_debugging(str(note.values[2])) and ABOVE in kept and OPEN not in kept:
        return True
    return EXTRA in str(note.values[3]) and FORMATS in kept and EXTRAS not in kept


def _files(project: ProjectFacts, kind: str) -> frozenset[str]:
    """The files that have a note of a kind."""
    return frozenset(path for path, notes in project.noted(Outputs) for note in notes if note.kind == kind)


def _confidence(kind: str, shown: str, sink: str, symbol: str) -> Confidence:
    """As the readings bear it out: a name that means a secret does so three times of four."""
    if kind == BODY or (
        kind == ADDRESS and re.search(r"redis|broker|celery|amqp|rabbit", shown, re.IGNORECASE)
    ):
        return Confidence.LOW  # more often than not there is no password in it
    if kind in (HEADERS, COOKIES) and _is_for_debugging(sink):
        return Confidence.LOW  # neither what is in them nor that they are written is seen
    if kind == SECRET and (_FIRST.search(shown) or _STARTS.search(symbol)):
        return Confidence.LOW  # a password of the first start is often shown on purpose
    return Confidence.MEDIUM
