"""Results of SARIF files -> findings of their tools, or confirmations of findings that stand.

They weigh nothing: nobody checked them here. Where a table of adopted codes knows the code and a finding of this audit
says the same, it is named there as one more that says so, and neither severity nor confidence changes, so that
the score is the same with and without the file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from codereview.adapters.adopted import Adopted, Code
from codereview.adapters.bandit import QUOTES_SECRETS
from codereview.api import Card
from codereview.auditor.panels import Given
from codereview.auditor.quote import Quotes
from codereview.auditor.sarif_places import Placed, Placing
from codereview.auditor.standing import Standing
from codereview.evidence.values import Result, RuleRead, RunRead, SarifRead
from codereview.model import (
    Category,
    Confidence,
    Finding,
    NotAssessed,
    Related,
    RuleInfo,
    Severity,
    Suppression,
)
from codereview.model_figures import EvidenceFile, ImportedRun

_OWN = "codereview"
_LEVELS = {"error": Severity.HIGH, "warning": Severity.MEDIUM, "note": Severity.LOW, "none": Severity.INFO}
_GRADES = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.1, Severity.LOW))
"""Least ``security-severity`` of each severity, as GitHub's code scanning documents them."""
_TAGS = {
    "security": Category.SECURITY,
    "performance": Category.PERFORMANCE,
    "correctness": Category.RELIABILITY,
    "reliability": Category.RELIABILITY,
    "documentation": Category.DOCUMENTATION,
    "testing": Category.TESTING,
}
_PLACEHOLDER = re.compile(r"[`\"']?\{[^{}]*\}[`\"']?")
_WHY = re.compile(r"#+ (?:Why[^#?]*\?|Rationale) (.+?)(?= #+ |$)", re.IGNORECASE)
_CWE = re.compile(r"(?:^|[^a-z])cwe[-/_](\d{1,5})", re.IGNORECASE)
_SECRETS = re.compile(r"secret|password|passwd|credential|api[-_ ]?key|token|private[-_ ]?key", re.IGNORECASE)
_EFFORT = 10
_MOST_ALIKE = 500
"""Results of one rule in one file that are listed."""


class Imported:
    """The SARIF files of one audit.

    Args:
        given: the files.
        tables: codes of other tools that are adopted.
        cards: all cards by rule id.
        quotes: gives lines and masks.
        paths: the files of the repository.
    """

    def __init__(
        self,
        given: Iterable[Given],
        tables: Adopted,
        cards: Mapping[str, Card],
        quotes: Quotes,
        paths: Sequence[str],
    ) -> None:
        self._files = [
            (item, item.read.content) for item in given if isinstance(item.read.content, SarifRead)
        ]
        self._tables = tables
        self._cards = cards
        self._quotes = quotes
        self._paths = paths
        self._infos: dict[str, RuleInfo] = {}
        self._taken: Counter[tuple[str, str, str]] = Counter()
        self.secretive: frozenset[str] = frozenset()
        self.files: list[EvidenceFile] = []
        self.runs: list[ImportedRun] = []
        self.gaps: list[NotAssessed] = []

    def merged(
        self,
        standing: Sequence[Finding],
        triaged: Callable[[Sequence[Finding], frozenset[str]], Sequence[Finding]],
    ) -> list[Finding]:
        """The findings that stand, those that a file confirms marked, and the results that nothing says already.

        Args:
            standing: findings of this audit after triage.
            triaged: leads findings through triage; told the rules whose lines hold secrets.
        """
        confirmed: dict[int, set[str]] = defaultdict(set)
        known = Standing(standing, self._cards)
        fresh: list[tuple[int, Finding]] = []
        for item, made in self._files:
            placing = Placing(made, self._paths, self._quotes)
            for run in made.runs:
                if run.tool.lower() == _OWN:
                    self._leave(item.file.path)
                    continue
                number = len(self.runs)
                same = self._read(run, placing, known, confirmed, number, fresh)
                self.runs.append(
                    ImportedRun(
                        source=item.file.path,
                        tool=run.tool,
                        version=run.version,
                        results=len(run.results),
                        confirmed=same,
                    )
                )
            self.files.append(self._described(item, made, placing))
        kept = triaged([finding for _, finding in fresh], self.secretive)
        self._count(fresh, kept)
        out = [
            replace(finding, corroborated_by=tuple(sorted({*finding.corroborated_by, *confirmed[index]})))
            if index in confirmed
            else finding
            for index, finding in enumerate(standing)
        ]
        return [*out, *kept]

    def info(self, rule: str) -> RuleInfo:
        """The card of such a rule."""
        return self._infos[rule]

    def _read(
        self,
        run: RunRead,
        placing: Placing,
        known: Standing,
        confirmed: dict[int, set[str]],
        number: int,
        fresh: list[tuple[int, Finding]],
    ) -> int:
        tool = _name(run.tool)
        table = self._tables.table(tool)
        flat = _ungraded(run)
        same = 0
        for result in run.results:
            placed = placing.place(result.place) if result.place else None
            if placed is None:
                continue
            code = table.codes.get(result.code)
            rule = code.rule if code else table.confirms.get(result.code, "")
            read = run.rules.get(result.code, RuleRead(result.code))
            weaknesses = frozenset(_weaknesses(read))
            secret = _secretive(run, result, read)
            twin = known.twin(rule, f"{tool} {result.code}", weaknesses, secret, placed)
            if twin is not None:
                confirmed[twin].add(f"{tool} {result.code}")
                same += 1
            elif self._taken[tool, result.code, placed.path] < _MOST_ALIKE:
                self._taken[tool, result.code, placed.path] += 1
                fresh.append((number, self._finding(run, result, placed, code, placing, flat)))
        return same

    def _finding(
        self, run: RunRead, result: Result, placed: Placed, code: Code | None, placing: Placing, flat: bool
    ) -> Finding:
        tool = _name(run.tool)
        rule = f"{tool}:{result.code}"
        read = run.rules.get(result.code, RuleRead(result.code))
        table = self._tables.table(tool)
        card = self._cards.get(code.rule if code else table.confirms.get(result.code, ""))
        info = self._infos.get(rule)
        severity = _severity(result, flat, code, card)
        if info is None:
            info = self._infos[rule] = _info(rule, run, result, read, severity, card)
        message = self._quotes.without_secrets(placed.path, result.message) or info.title
        if _secretive(run, result, read):
            # such a message, and the line that it is about, may repeat the value
            self.secretive |= {rule}
            message = info.title
        return Finding(
            rule=rule,
            title=info.title,
            category=info.category,
            severity=severity,
            confidence=Confidence.MEDIUM,
            path=placed.path,
            line=placed.line,
            column=placed.column,
            end_line=placed.end_line,
            end_column=placed.end_column,
            message=message,
            related=tuple(
                Related(
                    path=spot.path,
                    line=spot.line,
                    message=self._quotes.without_secrets(spot.path, item.message),
                )
                for item in result.related
                if (spot := placing.place(item)) is not None
            ),
            effort_minutes=(code.effort if code and code.effort else card.effort if card else _EFFORT),
            corroborated_by=(f"{tool} {result.code}",),
            suppressed=Suppression(reason=result.suppressed, source="inline") if result.suppressed else None,
        )

    def _count(self, fresh: Sequence[tuple[int, Finding]], kept: Sequence[Finding]) -> None:
        """Fills the counts of each run. Two files may report the same: it is listed once and counts for the first."""
        left = Counter(_key(finding) for finding in kept)
        accepted = {_key(finding) for finding in kept if finding.suppressed is not None}
        listed: Counter[int] = Counter()
        suppressed: Counter[int] = Counter()
        for number, finding in fresh:
            key = _key(finding)
            if left[key]:
                left[key] -= 1
                listed[number] += 1
                suppressed[number] += key in accepted
        for number, run in enumerate(self.runs):
            out = run.results - run.confirmed - listed[number]
            self.runs[number] = replace(
                run, findings=listed[number], suppressed=suppressed[number], left_out=out
            )
            if out:
                what = f"{out:,} result{'' if out == 1 else 's'} of {run.tool} in {run.source}"
                reason = (
                    "not listed: they name no file or line that is there or holds what they quote, say what"
                    " another says, or are about rules or code that this audit does not judge"
                )
                self.gaps.append(NotAssessed(what=what, reason=reason))

    def _leave(self, path: str) -> None:
        self.gaps.append(
            NotAssessed(what=path, reason="a report of codereview itself is not read as evidence")
        )

    def _described(self, item: Given, made: SarifRead, placing: Placing) -> EvidenceFile:
        tools = sorted({f"{run.tool} {run.version}".strip() for run in made.runs})
        notes = tuple(f"{run.tool} says that its run did not end well" for run in made.runs if run.failed)
        return EvidenceFile(
            path=item.file.path,
            format=item.read.format,
            tool=", ".join(tools),
            outdated=placing.outdated(),
            missing=placing.missing(),
            notes=notes,
        )


def _key(finding: Finding) -> tuple[object, ...]:
    return (finding.rule, finding.path, finding.line, finding.column, finding.message)


def _name(tool: str) -> str:
    return re.sub(r"[^a-z0-9_.+-]+", "-", tool.lower()).strip("-") or "tool"


def _ungraded(run: RunRead) -> bool:
    """Whether a tool calls everything an error, so that the level says nothing."""
    return len({result.code for result in run.results}) > 1 and {result.level for result in run.results} == {
        "error"
    }


def _severity(result: Result, flat: bool, code: Code | None, card: Card | None) -> Severity:
    if code is not None and card is not None:
        return code.severity or card.severity
    if result.grade is not None:
        return next((severity for least, severity in _GRADES if result.grade >= least), Severity.INFO)
    return Severity.LOW if flat else _LEVELS[result.level]


def _info(
    rule: str, run: RunRead, result: Result, read: RuleRead, severity: Severity, card: Card | None
) -> RuleInfo:
    by_tag = (_TAGS[part] for tag in read.tags for part in re.split(r"[/-]", tag.lower()) if part in _TAGS)
    graded = Category.SECURITY if result.grade is not None else None
    other = Category.RELIABILITY if severity.rank >= Severity.HIGH.rank else Category.MAINTAINABILITY
    short = _PLACEHOLDER.sub("…", read.short).rstrip(".: ") or read.name or result.code
    version = f" {run.version}" if run.version else ""
    return RuleInfo(
        id=rule,
        title=_clipped(short, 120),
        category=card.area if card else graded or next(by_tag, other),
        severity=severity,
        confidence=Confidence.MEDIUM,
        why=_clipped(_reason(read.full) or read.short, 500) or f"{run.tool} gives no reason with its rule.",
        instead=f"See the documentation of {run.tool}.",
        false_alarms=f"{run.tool}{version} reported it in a file; nothing was checked here, and it weighs nothing.",
        cwe=_weaknesses(read),
        preview=True,
    )


def _secretive(run: RunRead, result: Result, read: RuleRead) -> bool:
    """Whether a result is about a secret, so that its message and its line may hold the value."""
    about = f"{run.tool} {result.code} {read.name} {read.short}"
    return result.code in QUOTES_SECRETS or _SECRETS.search(about) is not None


def _weaknesses(read: RuleRead) -> tuple[int, ...]:
    return tuple(sorted({int(found[1]) for tag in read.tags for found in _CWE.finditer(tag)}))[:5]


def _reason(text: str) -> str:
    """Of a page in Markdown on one line the paragraph that gives the reason; any other text as it is."""
    found = _WHY.search(text)
    return found[1] if found else text


def _clipped(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
