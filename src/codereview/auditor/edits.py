"""Verified edits for the findings that have one, within a bound on the work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from codereview.api import Rule
from codereview.auditor.quote import Quotes
from codereview.engine.copies import Meanwhile
from codereview.engine.memory import examine
from codereview.errors import FixError
from codereview.facts.project import ProjectFacts
from codereview.model import Finding, Fix, NotAssessed, Zone

_BUDGET = 400_000
"""Characters of the files that the edits of one audit may rewrite, counted once for each edit: making and
proving one takes some 10 µs a character.
"""
_MINOR_BUDGET = 60_000
_MINOR_FILE = 15_000
"""The same for findings that weigh least, such as return annotations, of which there can be thousands."""
_MINOR_MOST = 500
"""Where there are more of them a handful of diffs says nothing; `codereview fix` has all."""
_MINOR = frozenset({"TYP001", "TYP002"})


def with_edits(
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    project: ProjectFacts,
    quotes: Quotes,
    processes: int = 1,
) -> tuple[list[Finding], list[NotAssessed]]:
    """The findings with their diffs.

    Args:
        findings: all, in order of importance.
        rules: the rules that were on; those with an edit prove the result.
        project: facts of the project.
        quotes: the files' text.
        processes: how many may be used.

    Returns: the findings, and a note on those beyond the bound.
    """
    fixable = [index for index, item in enumerate(findings) if _wanted(item, quotes)]
    if not fixable:
        return list(findings), []
    chosen = _within_budget(findings, _ranked(findings, fixable, project), quotes)
    out = list(findings)
    if not chosen:
        return out, _left(len(fixable))
    from codereview.fix.edits import EDITS  # libcst is slow to import
    from codereview.fix.patch import decode
    from codereview.fix.verify import propose

    provers = [rule for rule in rules if rule.card.id in EDITS]

    def findings_of(path: str, text: str) -> Sequence[Finding]:
        return examine({path: text}, provers, python=project.python, zones={path: project.zone(path)})

    by_path: dict[str, list[int]] = defaultdict(list)
    for index in sorted(chosen):
        by_path[findings[index].path].append(index)

    def proposed(paths: Sequence[str]) -> dict[int, Fix]:
        made: dict[int, Fix] = {}
        for path in paths:
            mine = [findings[index] for index in by_path[path]]
            try:
                text = decode(quotes.data(path)).text
                answers = propose(path, text, mine, python=project.python, findings_of=findings_of)
            except (FixError, RuntimeError):  # the file changed under us, or a rule failed on an edited text
                continue
            made.update({by_path[path][at]: fix for at, fix in answers.items() if isinstance(fix, Fix)})
        return made

    here, apart = _halves({path: len(quotes.text(path)) * len(of) for path, of in by_path.items()})
    meanwhile = Meanwhile(lambda: proposed(apart), processes > 1 and bool(apart))
    for index, fix in {**proposed(here), **meanwhile.result()}.items():
        out[index] = replace(findings[index], fix=fix)
    return out, _left(len(fixable) - len(chosen))


def _halves(costs: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Files in two parts that cost about the same."""
    parts: tuple[list[str], list[str]] = ([], [])
    sums = [0, 0]
    for path in sorted(costs, key=lambda path: (-costs[path], path)):
        lighter = sums.index(min(sums))
        parts[lighter].append(path)
        sums[lighter] += costs[path]
    return parts


def _left(count: int) -> list[NotAssessed]:
    """The note on edits that were not made."""
    if not count:
        return []
    what = f"{count:,} more {'edit' if count == 1 else 'edits'}"
    reason = "an audit shows diffs for what matters most; `codereview fix` has all of them"
    return [NotAssessed(what=what, reason=reason)]


def _wanted(finding: Finding, quotes: Quotes) -> bool:
    if not finding.fixable or finding.suppressed is not None or finding.zone is Zone.TESTS:
        return False
    return not quotes.has_secrets(finding.path)  # a diff would show the lines around


def _ranked(findings: Sequence[Finding], fixable: Sequence[int], project: ProjectFacts) -> list[int]:
    """The important ones in their order, then the minor ones by the number of callers."""
    callers = {
        (key[0], function.line): len(project.callers.get(key, ())) for key, function in project.functions
    }
    return sorted(
        fixable,
        key=lambda i: (
            findings[i].rule in _MINOR,
            -callers.get((findings[i].path, findings[i].line), 0) if findings[i].rule in _MINOR else 0,
            i,
        ),
    )


def _within_budget(findings: Sequence[Finding], ranked: Sequence[int], quotes: Quotes) -> set[int]:
    chosen: set[int] = set()
    if sum(findings[index].rule in _MINOR for index in ranked) > _MINOR_MOST:
        ranked = [index for index in ranked if findings[index].rule not in _MINOR]
    left = {False: _BUDGET, True: _MINOR_BUDGET}
    for index in ranked:
        minor = findings[index].rule in _MINOR
        cost = len(quotes.text(findings[index].path))
        if minor and left[minor] < _MINOR_FILE:
            break
        if 0 < cost <= (_MINOR_FILE if minor else left[minor]):
            left[minor] -= cost
            chosen.add(index)
    return chosen
