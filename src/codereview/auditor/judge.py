"""Results of files -> project facts, project rules, triage, edits, score: the `Audit`."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from codereview import __version__
from codereview.adapters.adopted import Adopted
from codereview.adapters.values import ToolRun
from codereview.api import ProjectRule, Rule, TextRule
from codereview.auditor.architecture import architecture_or_gap
from codereview.auditor.conclusions import review_or_gap
from codereview.auditor.copies import with_copies
from codereview.auditor.edits import with_edits
from codereview.auditor.evidenced import Evidenced
from codereview.auditor.heard import Heard
from codereview.auditor.labels import labelled
from codereview.auditor.measure import Measured
from codereview.auditor.outcomes import gaps, outcomes
from codereview.auditor.pictures import pictures_or_gap
from codereview.auditor.pictures.churn import Past
from codereview.auditor.portrait import portrait
from codereview.auditor.quote import Quotes
from codereview.auditor.read import Reading
from codereview.auditor.scored import Scored
from codereview.auditor.strengths import strengths
from codereview.auditor.toolbox import adopted_cards
from codereview.auditor.vulnerabilities import data, known
from codereview.cards import of_card
from codereview.collect.left_behind import LeftBehind
from codereview.config import Settings
from codereview.engine.plan import Plan
from codereview.engine.whole import ask, settle
from codereview.engine.worker import characters
from codereview.facts.dependencies.pins import not_judged
from codereview.facts.deployment.leftovers import LARGE
from codereview.facts.project import ProjectFacts
from codereview.model import (
    SCHEMA_VERSION,
    Audit,
    Finding,
    NotAssessed,
    ScoreBasis,
    Tool,
)
from codereview.registry import load_rules
from codereview.score import ScoreResult
from codereview.score.table import SCORE_MODEL
from codereview.triage.context import Context, Entry
from codereview.triage.pipeline import Triaged, triage


class Judge:
    """One audit's second half.

    Args:
        reading: what the files gave.
        plan: the rules that are on.
        settings: the settings.
        tables: codes of other tools that are adopted.
        today: to say how old the advisories are.
        left_behind: files of other programs.
        past: gives git's history; called when all else is done.
    """

    def __init__(
        self,
        reading: Reading,
        plan: Plan,
        settings: Settings,
        tables: Adopted,
        today: datetime.date,
        left_behind: Sequence[LeftBehind] = (),
        past: Callable[[], Past | None] = lambda: None,
    ) -> None:
        self.reading = reading
        self.plan = plan
        self.settings = settings
        self.tables = tables
        self.past = past
        self.rules: list[Rule] = plan.instances()
        self.cards = {**adopted_cards(tables, settings), **{rule.card.id: rule.card for rule in self.rules}}
        repository = reading.repository
        self.project = ProjectFacts(
            [result.facts for result in reading.results if result.facts is not None],
            {file.path: file.zone for file in repository.files},
            texts=reading.texts,
            tracked={file.path: file.tracked for file in repository.files if file.tracked is not None},
            python=plan.python,
            others=[file.path for file in repository.files if file.kind not in ("python", "stub")],
            mentions={result.path: result.mentions for result in reading.results if result.mentions},
            left_out=repository.left_out,
            sizes={file.path: file.size for file in repository.files if file.size > LARGE},
            installed=[(e.path, e.kind, e.tracked_files) for e in repository.environments],
            documents={r.path: r.document for r in reading.results if r.document is not None},
        )
        self.project.advisories = known(self.project.dependencies)
        self.advisories = data(self.project.advisories, today)
        self.reachability = self.project.live.reachability
        masks = {result.path: result.masks for result in reading.results if result.masks}
        self.quotes = Quotes(repository, masks)
        self.evidenced = Evidenced(
            left_behind, tables, self.cards, self.project, self.quotes, repository.files
        )
        self.in_text = frozenset(rule.card.id for rule in self.rules if isinstance(rule, TextRule))
        self.crashes: dict[str, list[str]] = defaultdict(list)
        self.failed_practices: dict[str, list[str]] = defaultdict(list)
        self.not_applicable: dict[str, str] = {}
        self.not_assessed: dict[str, str] = {}

    def audit(self, tools: Callable[[], Sequence[ToolRun]]) -> Audit:
        """The whole. ``tools`` gives what other tools said; it is called when our own work is done."""
        found = with_copies(self._findings(), self.quotes, self.reading.repository.files)
        heard = Heard(tools(), self.tables, self.cards, self.project, self.quotes.line)
        for name in heard.heard_rules():
            self.not_assessed.pop(name, None)
        found = labelled(self.project, [*found, *heard.findings])
        triaged = triage(found, self._context(heard.witnesses))
        findings, bounded = with_edits(
            triaged.findings, self.rules, self.project, self.quotes, self.settings.processes
        )
        measured = Measured(self.project, self.settings.targets)
        scored = self._scored(measured, heard)
        basis, result = scored.whole(findings)
        shown = [
            replace(self._in_characters(finding), points=points, code=self.quotes.code(finding))
            for finding, points in zip(findings, result.points, strict=True)
        ]
        made = self._assemble(shown, basis, result, measured, triaged, bounded, heard)
        made = self._concluded(made, scored)
        return self._with_pictures(self._with_evidence(made), measured)

    def _with_pictures(self, made: Audit, measured: Measured) -> Audit:
        """The audit with what pictures are drawn from; the history has had all the time until now to be read."""
        own = [finding for finding in made.findings if not finding.imported]
        drawn, gap = pictures_or_gap(measured.files, own, self.settings.targets, self.past)
        return replace(made, pictures=drawn, not_assessed=(*made.not_assessed, *gap))

    def _concluded(self, made: Audit, scored: Scored) -> Audit:
        """The audit with what a reviewer concludes from all that is in it."""
        built, gap = review_or_gap(self.project, made, self.cards, scored.folder)
        return replace(made, review=built, not_assessed=(*made.not_assessed, *gap))

    def _with_evidence(self, made: Audit) -> Audit:
        """The audit with what files of other programs say: all that is scored has been scored before."""
        evidenced, vcs = self.evidenced, made.project.vcs
        findings = evidenced.merged(made.findings, self._triaged)
        cards = {card.id: card for card in made.rules}
        cards |= {item.rule: evidenced.info(item.rule) for item in findings if item.imported}
        return replace(
            made,
            findings=tuple(
                replace(item, code=self.quotes.code(item))
                if item.imported and item.rule not in evidenced.secretive
                else item
                for item in findings
            ),
            rules=tuple(cards[name] for name in sorted(cards)),
            metrics=(*made.metrics, evidenced.metric(self.settings.targets.test_coverage)),
            evidence=evidenced.evidence(vcs.commit if vcs else "", [file.path for file in made.files]),
            not_assessed=(*made.not_assessed, *evidenced.gaps()),
        )

    def _triaged(self, imported: Sequence[Finding], secretive: frozenset[str]) -> Sequence[Finding]:
        """Imported findings by themselves: nothing of ours is fused with them, and no witness is theirs."""
        context = self._context((), secretive)
        return triage(labelled(self.project, imported), context).findings

    def _findings(self) -> list[Finding]:
        found: list[Finding] = []
        for result in self.reading.results:
            found.extend(result.findings)
            for crash in result.crashes:
                where = self.failed_practices if crash.rule in self.plan.practices else self.crashes
                where[crash.rule].append(f"{crash.error} (in {result.path})")
        whole = [rule for rule in self.rules if isinstance(rule, ProjectRule)]
        single, found = settle(self.rules, found, self.project), []
        for asked in (*single, *ask(whole, self.project, self.settings.processes)):
            found.extend(asked.findings)
            if asked.not_applicable:
                self.not_applicable[asked.rule] = asked.not_applicable
            if asked.not_assessed:
                self.not_assessed[asked.rule] = asked.not_assessed
            if asked.crash:
                self.crashes[asked.rule].append(asked.crash)
        return found

    def _context(self, witnesses: Sequence[Finding], secretive: frozenset[str] = frozenset()) -> Context:
        return Context(
            witnesses=tuple(witnesses),
            zones=self.project.zones,
            line=self.quotes.line,
            select=self.settings.select,
            ignore=self.settings.ignore,
            comments={
                result.path: result.suppressions for result in self.reading.results if result.suppressions
            },
            entries=tuple(Entry((item.rule,), (item.path,), item.reason) for item in self.settings.suppress),
            quotes_secrets=secretive | {rule.card.id for rule in self.rules if rule.quotes_secrets},
            absorbs={name: card.absorbs for name, card in self.cards.items() if card.absorbs},
            starts_are_told=self.project.live.reachability.is_told,
        )

    def _in_characters(self, finding: Finding) -> Finding:
        """Columns of findings that come from syntax trees count bytes until here."""
        if finding.rule in self.in_text or self.quotes.is_ascii(finding.path):
            return finding
        lines = self.quotes.plain(finding.path)
        if not 0 < finding.line <= len(lines):
            return finding
        end_line = lines[min(finding.end_line, len(lines)) - 1]
        return replace(
            finding,
            column=characters(lines[finding.line - 1], finding.column),
            end_column=characters(end_line, finding.end_column),
        )

    def _scored(self, measured: Measured, heard: Heard) -> Scored:
        known = [*self.tables.cards.values(), *(rule.card for rule in load_rules(self.settings.rules))]
        failed = (*self.crashes, *heard.failed)
        return Scored(self.project, measured, self.cards, known, self.not_assessed, failed)

    def _assemble(
        self,
        findings: Sequence[Finding],
        basis: ScoreBasis,
        result: ScoreResult,
        measured: Measured,
        triaged: Triaged,
        bounded: Sequence[NotAssessed],
        heard: Heard,
    ) -> Audit:
        reported = {finding.rule for finding in findings}
        notes = (NotAssessed(what="the folder", reason=note) for note in self.reading.repository.notes)
        built, unbuilt = architecture_or_gap(self.project, self.reachability, findings)
        failed, silent = self.failed_practices, (*self.crashes, *self.not_assessed)
        proved, unproved = strengths(self.project, self.plan, findings, failed, silent)
        return Audit(
            schema=SCHEMA_VERSION,
            tool=Tool(name="codereview", version=__version__, rules=len(self.cards), score_model=SCORE_MODEL),
            project=portrait(self.project, self.reading, self.plan, measured),
            score=result.score,
            categories=result.categories,
            metrics=(
                *measured.metrics(),
                *([measured.duplication()] if "ARC007" in self.plan.rules else []),
            ),
            findings=tuple(findings),
            strengths=proved,
            outcomes=(
                *outcomes(self.rules, findings, self.crashes, self.not_applicable, self.not_assessed),
                *heard.outcomes(findings, (rule.card.id for rule in self.rules)),
            ),
            not_assessed=(
                *heard.gaps(),
                *self._undecided_versions(),
                *gaps(self.reading.repository, self.reading.results, self.project),
                *notes, *triaged.notices, *bounded, *unbuilt, *unproved,
            ),
            causes=result.causes,
            files=measured.attention(findings, self.quotes.text),
            rules=tuple(of_card(self.cards[name]) for name in sorted(reported)),
            tools=heard.reports(findings),
            advisories=self.advisories,
            annotate_first=measured.annotate_first(),
            annotation_by_package=measured.packages(),
            terms=result.terms,
            basis=basis,
            architecture=built,
        )  # fmt: skip

    def _undecided_versions(self) -> tuple[NotAssessed, ...]:
        """Requirements and manifests that known vulnerabilities could not be held against, by name."""
        if "DEP001" not in self.cards or "DEP001" in self.not_assessed:
            return ()
        project = self.project
        return (
            *not_judged(project.dependencies, project.python, project.advisories),
            *(
                NotAssessed(what=f"{item.path}:{item.line}", reason=item.reason)
                for item in project.dependencies.unread
            ),
        )
