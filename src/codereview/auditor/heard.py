"""What the other tools said, as findings, confirmations and a report on each tool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from codereview.adapters.adopted import Adopted
from codereview.adapters.findings import Translated, translated
from codereview.adapters.values import Diagnostic, ToolRun
from codereview.api import Card
from codereview.auditor.outcomes import folded
from codereview.auditor.toolbox import made
from codereview.facts.project import ProjectFacts
from codereview.model import Finding, NotAssessed, Outcome, ToolReport

FAILED = ("failed", "timed out", "not installed")


class Heard:
    """The runs of all tools, translated.

    Args:
        runs: one a tool.
        tables: the adopted codes.
        cards: cards of the rules that are on, our own included.
        project: the facts that candidates are held against.
        line: gives a line of a file, masked.
    """

    def __init__(
        self,
        runs: Sequence[ToolRun],
        tables: Adopted,
        cards: Mapping[str, Card],
        project: ProjectFacts,
        line: Callable[[str, int], str],
    ) -> None:
        self._runs = runs
        self._tables = tables
        self._cards = cards
        self.failed = {run.tool: run.reason for run in runs if run.how in FAILED}
        self._said: dict[str, Translated] = {}
        for run in runs:
            if run.how == "ran" or run.diagnostics:  # of some files, where it failed for others
                reports = [item for item in run.diagnostics if item.path in project.zones]
                adapter = made(run.tool, ())
                admitted: Iterable[Diagnostic] = reports
                if adapter is not None:
                    admitted = adapter.confirm(reports, project)
                    admitted = [adapter.placed(item, line(item.path, item.line)) for item in admitted]
                self._said[run.tool] = translated(admitted, tables.table(run.tool), cards, project, line)

    @property
    def findings(self) -> list[Finding]:
        """Findings of adopted codes."""
        return [item for said in self._said.values() for item in said.findings]

    @property
    def witnesses(self) -> list[Finding]:
        """Reports that only confirm findings of ours."""
        return [item for said in self._said.values() for item in said.witnesses]

    def reports(self, findings: Iterable[Finding]) -> tuple[ToolReport, ...]:
        """One a tool; ``findings`` are those that stand at the end."""
        own: Counter[str] = Counter()
        confirmed: Counter[str] = Counter()
        for item in findings:
            names = {name.partition(" ")[0] for name in item.corroborated_by}
            alone = item.rule in self._tables.cards and len(names) == 1
            (own if alone else confirmed).update(names)
        return tuple(
            ToolReport(
                name=run.tool,
                version=run.version,
                outcome=run.how,
                reason=run.reason,
                findings=own[run.tool],
                confirmed=confirmed[run.tool],
                unknown=self._said[run.tool].unknown if run.tool in self._said else {},
            )
            for run in self._runs
        )

    def outcomes(self, findings: Iterable[Finding], ours: Iterable[str]) -> tuple[Outcome, ...]:
        """What became of each adopted rule that is on and that no rule of ours looks for."""
        found = {item.rule for item in findings}
        state = {run.tool: run for run in self._runs}
        own = set(ours)
        out = []
        for name in sorted(self._cards.keys() - own):
            sources = [tool for tool in sorted(state) if name in self._rules_of(tool)]
            heard = [tool for tool in sources if state[tool].how == "ran"]
            if name in found:
                out.append(Outcome(rule=name, outcome="found"))
            elif heard:
                out.append(Outcome(rule=name, outcome="clean"))
            else:
                why = "; ".join(f"{tool}: {state[tool].how}, {state[tool].reason}" for tool in sources)
                out.append(Outcome(rule=name, outcome="not assessed", reason=why or "no tool reports it"))
        return tuple(out)

    def heard_rules(self) -> frozenset[str]:
        """Adopted rules that at least one tool looked for."""
        return frozenset(name for run in self._runs if run.how == "ran" for name in self._rules_of(run.tool))

    def gaps(self) -> tuple[NotAssessed, ...]:
        """Tools that failed, and what the others did not look at."""
        out = [NotAssessed(what=tool, reason=reason) for tool, reason in sorted(self.failed.items())]
        return (*out, *folded(gap for run in self._runs for gap in run.gaps))

    def _rules_of(self, tool: str) -> frozenset[str]:
        return frozenset(code.rule for code in self._tables.table(tool).codes.values())
