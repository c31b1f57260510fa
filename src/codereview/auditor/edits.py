"""Verified edits for the findings that have one, within a bound on the work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from codereview.api import Rule
from codereview.auditor.quote import Quotes
from codereview.engine.memory import examine
from codereview.facts.project import ProjectFacts
from codereview.model import Finding, Fix, NotAssessed, Zone

MOST_FILES = 24
"""Files that an audit makes diffs for; `codereview fix` makes them for all."""
_LARGE = 150_000


def with_edits(
    findings: Sequence[Finding], rules: Sequence[Rule], project: ProjectFacts, quotes: Quotes, most: int | None = MOST_FILES
) -> tuple[list[Finding], list[NotAssessed]]:
    """The findings with their diffs.

    Args:
        findings: all, in order of importance.
        rules: the rules that were on; those with an edit prove the result.
        project: facts of the project.
        quotes: the files' text.
        most: so many files at the most, those with the most important findings first; None is all.

    Returns: the findings, and a note on files beyond the bound.
    """
    by_path: dict[str, list[int]] = defaultdict(list)
    for index, finding in enumerate(findings):
        if finding.fixable and finding.suppressed is None and finding.zone is not Zone.TESTS:
            by_path[finding.path].append(index)
    out = list(findings)
    chosen = list(by_path)[:most]
    if not chosen:
        return out, []
    from codereview.fix.edits import EDITS  # libcst is slow to import
    from codereview.fix.verify import propose

    provers = [rule for rule in rules if rule.card.id in EDITS]

    def findings_of(path: str, text: str) -> Sequence[Finding]:
        return examine({path: text}, provers, python=project.python, zones={path: project.zone(path)})

    for path in chosen:
        text = quotes.text(path)
        if not text or len(text) > _LARGE or quotes.has_secrets(path):
            continue
        mine = [out[index] for index in by_path[path]]
        answers = propose(path, text, mine, python=project.python, findings_of=findings_of)
        for position, answer in answers.items():
            if isinstance(answer, Fix):
                index = by_path[path][position]
                out[index] = replace(out[index], fix=answer)
    left = len(by_path) - len(chosen)
    if not left:
        return out, []
    note = f"an audit makes diffs for the {MOST_FILES} most important files; `codereview fix --diff` makes all of them"
    return out, [NotAssessed(what=f"diffs in {left:,} more {'file' if left == 1 else 'files'}", reason=note)]
