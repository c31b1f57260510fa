"""The findings and root causes as columns, for filtering, ticking and exporting in the page.

A column with a value below 64 is a string of one character an item (`codereview.report.live.DIGITS`): five thousand
findings take some 20 bytes each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from codereview.model import Cause as ListedCause
from codereview.model import Finding, Zone
from codereview.report.arrange import Shown
from codereview.report.live import DIGITS, Causes, basis, tokens, why_not
from codereview.report.text import clip, shorten, visible
from codereview.report.view import View

MOST_CAUSES = 20_000
"""More root causes than these are not listed for ticking: the page would be nothing but their data."""
_REACH = ("reachable", "tests only", "unreachable", "unknown")
_UNSAFE, _SAFE, _OLD = 1, 2, 4


class Live:
    """The data of one page; what does not depend on how much of the findings is shown is worked out once.

    Attributes:
        reason: why nothing can be ticked; empty where it can.
        causes: the root causes by number, or None.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._groups = [group for row in view.categories for group in row.groups] + list(view.imported_groups)
        self.rules = [group.id for group in self._groups]
        causes = Causes(view.audit, self.rules)
        self.reason = why_not(view.audit)
        if not self.reason and len(causes.all) > MOST_CAUSES:
            self.reason = f"There are {len(causes.all):,} root causes, too many to tick in a page."
        self.causes = None if self.reason else causes
        self._paths: dict[str, int] = {}
        self._leaders = {c.id: causes.of(c)[0].path for c in causes.all} if self.causes is not None else {}
        self._constant = self._of_causes(causes) if not self.reason else {}

    def json(self, shown: dict[str, Shown], patch_bytes: int) -> str:
        """The data as JSON that stands in a script element.

        Args:
            shown: which findings are listed. patch_bytes: how much of the verified diffs, the safe and worst first.
        """
        items = [item for group in self._groups for item in (*shown[group.id].full, *shown[group.id].rows)]
        data = {
            "rules": [[visible(group.id), clip(group.title, 120)] for group in self._groups],
            **self._of_items([item.finding for item in items]),
            **self._constant,
        }
        if self.causes is not None:
            data["fixes"], data["fixesLeft"] = _fixes(
                [self.causes.of(c) for c in self.causes.all], patch_bytes
            )
        return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")

    def ticks(self, ids: Iterable[str]) -> str:
        """The numbers of root causes as an attribute says them: ``0-12,15``."""
        if self.causes is None:
            return ""
        known = sorted({self.causes.number[id_] for id_ in ids if id_ in self.causes.number})
        runs: list[list[int]] = []
        for number in known:
            if runs and number == runs[-1][1] + 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)

    def ticks_for(self, causes: Iterable[ListedCause]) -> str:
        """`ticks` for root causes as the audit lists them."""
        return self.ticks(cause.id for cause in causes)

    def _of_items(self, findings: Sequence[Finding]) -> dict[str, Any]:
        paths = self._paths
        for finding in findings:
            paths.setdefault(finding.path, len(paths))
        known = self.causes.number if self.causes is not None else {}
        if self.causes is None:
            # Grouping by root cause needs their numbers, ticking or not.
            known = {id_: n for n, id_ in enumerate(dict.fromkeys(f.root_cause for f in findings))}
        numbered = dict(known)
        for finding in findings:
            numbered.setdefault(finding.root_cause, len(numbered))
        return {
            "paths": [shorten(path, 200) for path in paths],
            "items": {
                "severity": "".join(DIGITS[f.severity.rank] for f in findings),
                "confidence": "".join(DIGITS[f.confidence.rank] for f in findings),
                "zone": "".join(DIGITS[list(Zone).index(f.zone)] for f in findings),
                "reach": "".join(DIGITS[_REACH.index(f.reachability)] for f in findings),
                "flags": "".join(DIGITS[_flags(f)] for f in findings),
                "cause": [numbered[f.root_cause] for f in findings],
                "elsewhere": [
                    [index, paths[f.path]]
                    for index, f in enumerate(findings)
                    if self._leaders.get(f.root_cause) != f.path
                ],
            },
            "zones": [zone.value for zone in Zone],
            "reaches": list(_REACH),
            "baseline": any(_flags(f) & _OLD for f in findings),
        }

    def _of_causes(self, causes: Causes) -> dict[str, Any]:
        members = [causes.of(cause) for cause in causes.all]
        for found in members:
            self._paths.setdefault(found[0].path, len(self._paths))
        named = tokens(cause.id for cause in causes.all)
        place = {rule: number for number, rule in enumerate(self.rules)}
        score = self._view.audit.score
        return {
            "score": basis(self._view.audit, causes, self.rules),
            "printed": None if score is None else [score.value, score.raw, score.strict, score.grade],
            "causes": {
                "tokens": "".join(named.values()),
                "rule": [[place[rule], len(list(run))] for rule, run in groupby(f[0].rule for f in members)],
                "path": [self._paths[found[0].path] for found in members],
                "line": [found[0].line for found in members],
                "places": [[n, len(found)] for n, found in enumerate(members) if len(found) > 1],
                **_efforts([cause.minutes for cause in causes.all]),
                "severity": "".join(DIGITS[max(f.severity.rank for f in found)] for found in members),
                "safe": "".join(
                    str(int(all(f.fix is not None and f.fix.safety == "safe" for f in found)))
                    for found in members
                ),
            },
        }


def _efforts(minutes: Sequence[int]) -> dict[str, Any]:
    """A column of estimates: the different ones, and which of them each root cause has; all in turn if many differ."""
    different = [value for value, _ in Counter(minutes).most_common(len(DIGITS))]
    place = {value: DIGITS[number] for number, value in enumerate(different)}
    if len(set(minutes)) > len(DIGITS):
        return {"efforts": list(minutes), "effort": ""}
    return {"efforts": different, "effort": "".join(place[value] for value in minutes)}


def _flags(finding: Finding) -> int:
    flags = 0
    if finding.fix is not None:
        flags = _SAFE if finding.fix.safety == "safe" else _UNSAFE
    old = finding.suppressed is not None and finding.suppressed.source == "baseline"
    return flags + (_OLD if old else 0)


def _fixes(members: Sequence[Sequence[Finding]], room: int) -> tuple[list[list[Any]], list[list[int]]]:
    """The diffs by root cause as ``number, safe, diff``, and the number of those that the page has no room for."""
    entries = [
        (finding, number)
        for number, found in enumerate(members)
        for finding in found
        if finding.fix is not None and finding.fix.diff
    ]
    # Safe ones first, then the worst: what the page has room for is what somebody would take.
    entries.sort(key=lambda e: (e[0].fix is None or e[0].fix.safety != "safe", -e[0].severity.rank, e[1]))
    fixes: list[list[Any]] = []
    left: dict[int, int] = {}
    for finding, number in entries:
        if finding.fix is None:
            continue
        room -= len(finding.fix.diff.encode("utf-8", "backslashreplace")) + 20
        if room > 0:
            fixes.append([number, int(finding.fix.safety == "safe"), finding.fix.diff])
        else:
            left[number] = left.get(number, 0) + 1
    return fixes, [[number, count] for number, count in sorted(left.items())]
