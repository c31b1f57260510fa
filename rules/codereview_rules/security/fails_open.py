"""SEC013: a check that lets in when it fails, finds nothing, or never looks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, Note, ProjectRule, Severity, Zone
from codereview.facts.module import FunctionFact
from codereview.facts.project import Key, ProjectFacts

from ._checks.collect import Checks
from ._checks.examples import BAD, GOOD
from ._checks.unread import is_scheme
from ._checks.vocabulary import PASSWORD, STAND_IN

_SAID = {
    "handler": "`{name}` says yes when `except {shown}` catches an error: whoever "
    "makes the check fail gets in",
    "falls": "`{name}` passes over the error that `except {shown}` catches and goes on to say yes",
    "record": "`{name}` says yes when `{shown}` is not found: what does not exist in "
    "the table belongs to everyone",
    "secret": "`{name}` says yes to everything when `{shown}` is not set",
    "option": "`{name}` says yes to everything when `{shown}` of the object is not set",
    "user": "`{name}` gives a user that is written in the code ({shown})",
    "wrapper": "`{name}` runs what it guards when `except {shown}` catches an error of the check",
    "unread": "`{name}` takes `{shown}` and never looks at it",
    "ignored": "`{name}` takes `{shown}` from the request and never looks at it",
    "form": "`{name}` never looks at `{shown}.password`: the name alone lets in",
    "model": "`{name}` reads {uses} of `{shown}` and never `{field}`: the name alone lets in",
    "scheme": "`{name}` asks for credentials in `{shown}` and nothing ever looks at them: any text gets in",
}
_OF_SETTINGS = re.compile(r"(?:Config|Configuration|Settings)\.\w+$")
_ALWAYS = "`{name}` takes `{shown}`, never looks at it, and always says yes"


class FailsOpen(ProjectRule):
    """Functions that by their names verify, authenticate or authorize."""

    card = Card(
        id="SEC013",
        title="Check that fails open",
        severity=Severity.HIGH,
        confidence=Confidence.LOW,
        effort=30,
        why=(
            "The function is trusted to keep strangers out and does not: an error, "
            "a missing record or any value at "
            "all lets them in. Nothing fails and no test of the good case notices."
        ),
        instead=(
            "Let a check say no unless it has seen the proof: return False or "
            "raise in every handler, when nothing "
            "is found, and when the secret is not configured; compare what was given with "
            "`hmac.compare_digest` or the password hash."
        ),
        false_alarms=(
            "A check of something else than a person's rights whose name speaks of "
            "tokens or access. Switches for "
            "development that the condition names, classes whose name says that they stand in for something, "
            "abstract methods, interfaces, and names of the opposite sense "
            "(expired, revoked, locked) are understood."
        ),
        cwe=(636, 287, 863),
    )
    bad = BAD
    good = GOOD
    collects = (Checks,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each place that lets in; the first of its function."""
        for path, notes in project.noted(Checks):
            if project.zone(path) not in (Zone.PRODUCTION, Zone.SCRIPTS) or STAND_IN.search(
                path.rpartition("/")[2]
            ):
                continue
            seen: set[tuple[int, str]] = set()
            for note in notes:
                function = project.files[path].functions[note.function]
                if (note.function, note.kind) in seen or STAND_IN.search(function.qualname):
                    continue
                if _OF_SETTINGS.search(function.qualname):
                    continue  # it asks whether all is set, and nobody who calls
                found = self._judge(project, path, note, function)
                if found is not None:
                    seen.add((note.function, note.kind))
                    yield found

    def _judge(self, project: ProjectFacts, path: str, note: Note, function: FunctionFact) -> Finding | None:
        values = {"name": function.name, "shown": str(note.values[0]), "uses": "", "field": ""}
        text = _SAID[note.kind]
        if note.kind == "model":
            field = _password_field(project, path, note)
            if not field:
                return None
            names = note.values[2]
            assert isinstance(names, tuple)
            values |= {"field": field, "uses": ", ".join(f"`{name}`" for name in names)}
        elif note.kind == "scheme":
            if not self._unread_scheme(project, path, note):
                return None
        elif note.kind == "unread" and note.values[1]:
            text = _ALWAYS
        message = text.format(**values).replace("`except `", "`except`")
        return self.finding(
            path,
            note,
            message,
            symbol=function.qualname,
            severity=Severity.MEDIUM if note.kind in ("secret", "option") else None,
        )

    def _unread_scheme(self, project: ProjectFacts, path: str, note: Note) -> bool:
        """Whether what fills the parameter only takes credentials from the request, and nothing else asks."""
        target = project.resolve(path, str(note.values[1]))
        if target.kind != "external" or not is_scheme(target.name):
            return False
        key: Key = (path, note.function)
        mine = [r for r in project.routes.all if r.handler == key]
        for route in mine:
            for guard in route.guards:
                if guard.authenticates is not False and guard.kind in ("middleware", "hook"):
                    return False
            asking = {g.name for g in route.guards if g.kind != "check" and g.authenticates is not False}
            if len(asking) > 1:
                return False
        return bool(mine)


def _password_field(project: ProjectFacts, path: str, note: Note) -> str:
    """The field of a login model that holds the password; empty if the class is not known to have one."""
    target = project.resolve(path, str(note.values[1]))
    if target.kind != "class":
        return ""
    for key in project.resolver.bases(target.key):
        if not isinstance(key, str):
            for attr in project.resolver.class_(key).attrs:
                if PASSWORD.match(attr.name):
                    return attr.name
    return ""
