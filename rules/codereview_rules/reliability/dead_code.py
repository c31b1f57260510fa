"""REL021: code that never runs."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import At, Card, Confidence, Finding, Note, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts

from ._ended.examples_dead import BAD, GOOD
from ._flow.collect import Flow
from ._flow.dead import DEAD


class DeadCode(ProjectRule):
    """Statements after the end of their block, branches and handlers that one before them takes."""

    card = Card(
        id="REL021",
        title="Duplicate or unreachable code",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=10,
        absorbs=("REL006",),
        why=(
            "The same name, key, condition or handler is given twice and only one of the two counts, or control never "
            "gets to a statement. What is dead looks alive, is maintained, and does nothing."
        ),
        instead="Remove what is dead, or give it the place, name or condition that it was meant to have.",
        false_alarms=(
            "Statements after `return` that only make a generator or satisfy a checker are not reported; where the "
            "error or a comment at the exit says that the rest is switched off, confidence is low. A second "
            "definition that replaces the first on purpose, under a condition that is not seen, is."
        ),
        cwe=(561,),
    )
    bad = BAD
    good = GOOD
    collects = (Flow,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each stretch of code that never runs."""
        for path, notes in project.noted(Flow):
            for note in notes:
                if note.kind == DEAD:
                    yield self._finding(project, path, note)

    def _finding(self, project: ProjectFacts, path: str, note: Note) -> Finding:
        why, what, line, *more = map(str, note.values)
        meant = why == "after" and more[1] == "meant"
        if why == "after":
            lines = "This line never runs" if more[0] == "1" else f"These {more[0]} lines never run"
            text = f"{lines}: {what} in line {line} comes before it in the same block"
        elif why == "branch":
            text = f"This branch never runs: `{what}` was asked in line {line} already"
        else:
            text = f"This handler never runs: `except {what}` in line {line} takes these exceptions before it"
        function = project.files[path].symbol(note.function)
        return self.finding(
            path,
            At(note.line, note.column, note.end_line, note.end_column),
            text,
            # a branch that does what the one before it does is only one too many
            severity=Severity.MEDIUM if why != "after" and "same" not in more else None,
            confidence=Confidence.LOW if meant else None,
            symbol=function,
            related=(Related(path, int(line), "this is in its way"),),
            checked="the statements of the block, its branches and handlers, in order",
        )
