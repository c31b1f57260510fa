"""SEC006: a command or code that somebody else writes."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.project import ProjectFacts

from ._taint.collector import Flows
from ._taint.examples_code import BAD_SHELL, GOOD_SHELL
from ._taint.flow.values import CODE, SHELL
from ._taint.report import followed


class ShellOrCode(ProjectRule):
    """What a request, a message or the command line hands to a shell or to the interpreter."""

    card = Card(
        id="SEC006",
        title="Command or code built from values",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=30,
        why=(
            "A shell or the interpreter is given text that is not fixed. A part of it that comes from outside "
            "can be a command of its own, and it runs with the rights of the program."
        ),
        instead=(
            "Start programs with a list of arguments and without a shell; read values with `ast.literal_eval` "
            "or `json`; choose what to run by a look-up in a fixed table."
        ),
        false_alarms=(
            "Tools of developers run what their user typed; there it is meant, so the command line and the "
            "environment weigh little. `shlex.quote`, lists of allowed values and checks are understood. "
            "What only those send whom a check lets through is asked. "
            "Other tools, whose reports are findings of this rule too, do not see where the text comes from."
        ),
        cwe=(78, 95),
    )
    bad = BAD_SHELL
    good = GOOD_SHELL
    collects = (Flows,)

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each shell or interpreter that a value from outside reaches."""
        return followed(self, project, SHELL | CODE)
