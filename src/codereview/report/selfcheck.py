"""The report checks itself before it is written.

What is wrong here is a defect of this tool, never of the audited project, and is shown as such.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import chain

from codereview.model import Audit, Finding, Related, Severity, Zone
from codereview.model_figures import FileCoverage, LineCoverage
from codereview.report.selfcheck_architecture import architecture
from codereview.report.selfcheck_pictures import pictures
from codereview.report.selfcheck_review import conclusions
from codereview.report.selfcheck_score import score_again
from codereview.report.selfcheck_summary import summary
from codereview.report.text import number, shorten
from codereview.report.view import View, count_severities
from codereview.score.causes import is_open

TOLERANCE = 0.01
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:[\\/]|(?:^|/)\.\.(?:/|$)")
SHOWN = 20


def contradictions(audit: Audit) -> tuple[str, ...]:
    """What does not agree within the audit, one sentence each, at most `SHOWN` and a count of the rest."""
    view = View(audit)
    found = list(chain.from_iterable(check(view) for check in _CHECKS))
    if len(found) > SHOWN:
        found[SHOWN:] = [f"And {len(found) - SHOWN} more contradictions."]
    return tuple(found)


def _counted(view: View) -> list[Finding]:
    return [finding for finding in view.open if is_open(finding)]


def _totals(view: View) -> Iterator[str]:
    for category in view.categories:
        if category.score is None:
            continue
        counts = count_severities(f for f in _counted(view) if f.category is category.category)
        for severity, counted in counts.items():
            said = category.score.findings.get(severity.value, 0)
            if said != counted:
                yield (
                    f"The category {category.category.value} says {said} {severity.value} findings,"
                    f" and the list holds {counted}."
                )


def _points(view: View) -> Iterator[str]:
    score = view.audit.score
    if score is None:
        return
    lost = 100 - score.raw
    of_findings = sum(f.points for f in view.open)
    if view.audit.terms:
        of_terms = math.fsum(term.points for term in view.audit.terms)
        if not abs(of_terms - lost) <= TOLERANCE:
            yield f"The lines of the score sum to {number(of_terms, 3)} points; {number(lost, 3)} were lost."
        yield from _points_by_category(view)
    elif of_findings - lost > TOLERANCE:
        yield f"The findings cost {number(of_findings, 3)} points, and only {number(lost, 3)} were lost."
    if any(f.points for f in view.suppressed):
        yield "A suppressed finding costs points."


def _points_by_category(view: View) -> Iterator[str]:
    """Findings and lines agree by category: a line may be a ratio, whose points its rule's findings share."""
    listed: dict[str, float] = defaultdict(float)
    for finding in _counted(view):
        listed[finding.category.value] += finding.points
    said: dict[str, float] = defaultdict(float)
    for term in view.audit.terms:
        said[term.category.value] += term.points
    for category, sum_of_findings in listed.items():
        if sum_of_findings - said[category] > TOLERANCE:
            yield (
                f"The findings in {category} cost {number(sum_of_findings, 3)} points,"
                f" and the lines of the score say {number(said[category], 3)}."
            )
    of_rules: dict[str, float] = defaultdict(float)
    for term in view.audit.terms:
        of_rules[term.rule] += term.points
    for rule in sorted(set(of_rules) & {f.rule for f in view.open}):
        found = sum(f.points for f in view.open if f.rule == rule)
        if of_rules[rule] - found > TOLERANCE:
            yield (
                f"The findings of {shorten(rule, 40)} sum to {number(found, 3)} points,"
                f" and its line of the score says {number(of_rules[rule], 3)}."
            )


def _score(view: View) -> Iterator[str]:
    score = view.audit.score
    if score is None:
        return
    limit = min([score.raw, *(cap.limit for cap in score.caps)])
    if not abs(score.value - limit) <= TOLERANCE:
        yield f"The score is {number(score.value, 3)}, and raw score and caps give {number(limit, 3)}."
    if abs(score.out_of_ten - score.value / 10) > 0.051:
        yield f"The score is {number(score.value)} of 100 and {number(score.out_of_ten)} of 10."
    if score.strict > score.raw + TOLERANCE:
        yield "The strict score is higher than the score before caps."
    serious = [f for f in view.open if f.severity.rank >= Severity.HIGH.rank and f.zone is Zone.PRODUCTION]
    if score.grade == "A+" and serious:
        yield f"The grade is A+ with {len(serious)} critical or high findings open."


def _causes(view: View) -> Iterator[str]:
    counted = Counter(f.root_cause for f in _counted(view))
    summed: dict[str, float] = defaultdict(float)
    for finding in _counted(view):
        summed[finding.root_cause] += finding.points
    known = set()
    for cause in view.audit.causes:
        known.add(cause.id)
        name = shorten(cause.id, 80)
        if counted[cause.id] != cause.count:
            yield f"The root cause {name} says {cause.count} findings; the list holds {counted[cause.id]}."
        elif not abs(summed[cause.id] - cause.points) <= TOLERANCE:
            said, summed_up = number(cause.points, 3), number(summed[cause.id], 3)
            yield f"The root cause {name} says {said} points, and its findings sum to {summed_up}."
    missing = len(set(counted) - known)
    if view.audit.causes and missing:
        yield f"{missing} root causes of findings are not listed."


def _places(view: View) -> Iterator[str]:
    lines = {file.path: file.lines for file in view.audit.files if file.lines}
    for finding in view.audit.findings:
        problem = _span_problem(finding)
        if problem:
            yield f"{_place(finding)}: {problem}."
        here = Related(path=finding.path, line=finding.line, message="")
        for spot in (here, *finding.related):
            problem = _path_problem(spot, lines)
            if problem:
                yield f"{_place(finding)}: {problem}."
    for strength in view.audit.strengths:
        for spot in strength.evidence:
            problem = _path_problem(spot, lines)
            if problem:
                yield f"The strength “{shorten(strength.title, 80)}”: {problem}."


def _span_problem(finding: Finding) -> str:
    if finding.column < 1 or (finding.end_line, finding.end_column) < (finding.line, finding.column):
        return "the span ends before it starts"
    code = finding.code
    if code is not None and not code.first <= finding.line < code.first + max(1, len(code.lines)):
        return f"the quoted lines start at {code.first} and do not hold the line of the finding"
    return ""


def _path_problem(spot: Related, lines: dict[str, int]) -> str:
    if not spot.path or _OUTSIDE.search(spot.path):
        return f"the path {shorten(spot.path, 80) or '(empty)'} does not lie in the audited folder"
    if spot.line < 1:
        return f"line {spot.line} does not exist"
    if spot.path in lines and spot.line > lines[spot.path] + 1:
        return f"{shorten(spot.path, 80)} has {lines[spot.path]} lines, and line {spot.line} is cited"
    return ""


def _identity(view: View) -> Iterator[str]:
    prints = Counter(f.fingerprint for f in view.audit.findings if f.fingerprint)
    for fingerprint, times in prints.items():
        if times > 1:
            yield f"{times} findings share the fingerprint {shorten(fingerprint, 40)}."
    rules = {f.rule for f in view.audit.findings}
    for rule in sorted(rules - set(view.cards)):
        yield f"The rule {shorten(rule, 40)} has findings and no card."
    for outcome in view.audit.outcomes:
        has = outcome.rule in rules
        if has and outcome.outcome in ("clean", "not applicable"):
            yield f"The rule {shorten(outcome.rule, 40)} is {outcome.outcome} and has findings."
        elif not has and outcome.outcome == "found":
            yield f"The rule {shorten(outcome.rule, 40)} is said to have found something, and has no finding."


def _strengths(view: View) -> Iterator[str]:
    places = {(f.category, f.path, f.line) for f in view.open}
    titles = {f.title for f in view.open}
    for strength in view.audit.strengths:
        name = shorten(strength.title, 80)
        if strength.title in titles:
            yield f"“{name}” is both a strength and a finding."
        elif any((strength.category, spot.path, spot.line) in places for spot in strength.evidence):
            yield f"The strength “{name}” cites a place that a finding of the same category is about."
        refuting = next((f for f in view.open if strength.refuted(f)), None)
        if refuting is not None:
            yield f"The strength “{name}” is contradicted by {_place(refuting)}."
        if strength.total and strength.count > strength.total:
            yield f"The strength “{name}” counts {strength.count} of {strength.total}."
        if strength.id and not strength.evidence:
            yield f"The strength “{name}” has no evidence."
    repeated = [
        name for name, times in Counter(s.id for s in view.audit.strengths if s.id).items() if times > 1
    ]
    for name in repeated:
        yield f"The strength {shorten(name, 40)} is told twice."


def _evidence(view: View) -> Iterator[str]:
    found = view.audit.evidence
    if found.coverage is not None:
        rows: list[LineCoverage | FileCoverage] = [found.coverage, *found.coverage.files]
        if any(row.covered > row.statements or row.covered_branches > row.branches for row in rows):
            yield "More statements or branches are covered than there are."
    listed = sum(finding.imported for finding in view.audit.findings)
    said = sum(run.findings for run in found.imported)
    if listed != said:
        yield f"The imported runs say {said} findings, and the list holds {listed}."
    if any(finding.points for finding in view.imported):
        yield "An imported finding costs points."


def _architecture(view: View) -> Iterator[str]:
    lines = {file.path: file.lines for file in view.audit.files if file.lines}
    yield from architecture(
        view.audit, lambda path, line: _path_problem(Related(path=path, line=line, message=""), lines)
    )


def _pictures(view: View) -> Iterator[str]:
    yield from pictures(view.audit)


def _conclusions(view: View) -> Iterator[str]:
    lines = {file.path: file.lines for file in view.audit.files if file.lines}
    yield from conclusions(
        view.audit, lambda path, line: _path_problem(Related(path=path, line=line, message=""), lines)
    )


def _again(view: View) -> Iterator[str]:
    yield from score_again(view.audit)


def _place(finding: Finding) -> str:
    return f"{shorten(finding.rule, 40)} in {shorten(finding.path, 80)}:{finding.line}"


_CHECKS: tuple[Callable[[View], Iterator[str]], ...] = (
    _totals,
    _points,
    _score,
    _again,
    _causes,
    _places,
    _identity,
    _strengths,
    _evidence,
    _architecture,
    _pictures,
    _conclusions,
    summary,
)
