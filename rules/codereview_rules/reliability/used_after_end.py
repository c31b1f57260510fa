"""REL018: something is used after it was closed or deleted."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, Note, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts

from ._ended.examples_ended import BAD, GOOD
from ._flow.collect import Flow
from ._flow.ended import ENDED


class UsedAfterEnd(ProjectRule):
    """Files, clients, pools and archives after their block or ``close``; attributes and keys after ``del``."""

    card = Card(
        id="REL018",
        title="Used after it was closed or deleted",
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        effort=10,
        why=(
            "A closed file, client or pool raises on the next call (`ValueError: I/O operation on closed file`), and a "
            "deleted attribute or key is gone. A reader or generator that is given back from a `with` block reads the "
            "file only when it is closed already."
        ),
        instead="Do the work inside the block, or read what is needed into a list before it ends.",
        false_alarms=(
            "Only objects whose constructor is seen and whose methods fail once they are closed; a name that is bound "
            "anew in between, or that a call could set again, is not judged."
        ),
        cwe=(672, 416),
    )
    bad = BAD
    good = GOOD
    collects = (Flow,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each use after the end."""
        for path, notes in project.noted(Flow):
            for note in notes:
                if note.kind == ENDED:
                    yield self._finding(project, path, note)

    def _finding(self, project: ProjectFacts, path: str, note: Note) -> Finding:
        name, how, by, what, line = map(str, note.values)
        used = f"read for `{how[1:]}`" if how[0] == "." else how
        if by == "del":
            text = f"`{name}` is read after `del` in line {line} took it away"
        elif by == "close":
            text = f"`{name}` is {used} after line {line} closed the {what}"
        elif by == "lazy" and how == "returned":
            text = f"What is returned reads from `{name}` later, when the `with` block has closed the {what}"
        elif by == "lazy":
            text = f"`{name}` reads from a {what} that the `with` block closed in line {line}"
        else:
            text = f"`{name}` is {used} after the `with` block that ends in line {line} closed the {what}"
        function = project.files[path].symbol(note.function)
        return self.finding(
            path,
            At(note.line, note.column, note.end_line, note.end_column),
            text,
            symbol=function,
            related=(Related(path, int(line), "it ends here"),),
            checked="the name is not bound anew on the way, and the use is on the same straight path",
        )
