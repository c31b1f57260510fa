"""What became of each rule, and what the audit did not look at or could not tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from codereview.api import Card, Rule
from codereview.collect import Repository
from codereview.engine.worker import FileResult
from codereview.facts.project import ProjectFacts
from codereview.model import Category, Finding, NotAssessed, Outcome, Zone

_SHOWN = 5


def outcomes(
    rules: Sequence[Rule],
    findings: Iterable[Finding],
    crashes: Mapping[str, Sequence[str]],
    not_applicable: Mapping[str, str],
    not_assessed: Mapping[str, str],
) -> tuple[Outcome, ...]:
    """One outcome a rule. A rule that crashed is not assessed, even where it found something before.

    Args:
        rules: those that were on.
        findings: what they reported.
        crashes: by rule, what happened.
        not_applicable, not_assessed: by rule, the reason.
    """
    found = {finding.rule for finding in findings}
    out = []
    for rule in rules:
        name = rule.card.id
        if crashes.get(name):
            out.append(
                Outcome(rule=name, outcome="not assessed", reason=f"the rule failed: {crashes[name][0]}")
            )
        elif name in not_applicable and name not in found:  # another tool has found it all the same
            out.append(Outcome(rule=name, outcome="not applicable", reason=not_applicable[name]))
        elif name in not_assessed:
            out.append(Outcome(rule=name, outcome="not assessed", reason=not_assessed[name]))
        else:
            out.append(Outcome(rule=name, outcome="found" if name in found else "clean"))
    return tuple(out)


def inactive(
    on: Iterable[Card], available: Iterable[Card], ratios: Iterable[Category]
) -> dict[Category, str]:
    """The categories that no rule or ratio speaks for, with the reason."""
    spoken = {card.area for card in on if not card.preview} | set(ratios)
    known = {card.area for card in available}
    return {
        category: "all of its rules are switched off"
        if category in known
        else "this version has no rule for it"
        for category in Category
        if category not in spoken
    }


def gaps(
    repository: Repository, results: Iterable[FileResult], project: ProjectFacts
) -> tuple[NotAssessed, ...]:
    """Files and folders that were left out, each with its reason; many of one reason in one line."""
    out = [NotAssessed(what=item.path, reason=item.reason) for item in repository.skipped]
    for result in results:
        out += [NotAssessed(what=result.path, reason=note) for note in result.notes]
    for path, facts in project.files.items():
        if facts.failure is None:
            continue
        if facts.failure.is_fault:
            out.append(NotAssessed(what=path, reason="it does not parse, so only its text was looked at"))
        else:
            out.append(NotAssessed(what=f"{path}:{facts.failure.line}", reason=facts.failure.message))
    for item in repository.environments:
        if item.tracked:
            what = {"environment": "an installed environment", "packages": "installed packages"}.get(
                item.kind, "a cache"
            )
            out.append(
                NotAssessed(
                    what=item.path + "/",
                    reason=f"{what}, of which git tracks {item.tracked_files:,} files; it is not analysed",
                )
            )
    for zone in (Zone.GENERATED, Zone.VENDORED):
        count = sum(1 for path in project.files if project.zone(path) is zone)
        if count:
            files = "1 Python file is" if count == 1 else f"{count:,} Python files are"
            out.append(
                NotAssessed(
                    what=f"{zone.value} code", reason=f"{files} read for what others use of it and not judged"
                )
            )
    return tuple(folded(out))


def folded(items: Iterable[NotAssessed]) -> list[NotAssessed]:
    """Many of one reason in one line."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for item in items:
        by_reason[item.reason].append(item.what)
    out = []
    for reason, whats in by_reason.items():
        if len(whats) <= _SHOWN:
            out += [NotAssessed(what=what, reason=reason) for what in whats]
        else:
            more = f"{', '.join(whats[:_SHOWN])} and {len(whats) - _SHOWN:,} more"
            out.append(NotAssessed(what=more, reason=reason))
    return out
