"""The score of an audit, worked out again from what the audit holds: as it is, and as it would be without some root
causes. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import structs

from codereview.model import Audit, Category, Finding, Ratio, ScoreBasis
from codereview.score.causes import is_open
from codereview.score.formula import ScoreInput, ScoreResult, score

UNPARSED_RULE = "REL001"
"""Its findings are the files that cannot be parsed: mending one lifts the cap that the file stands for."""


def judged(audit: Audit) -> tuple[Finding, ...]:
    """The findings that the score was worked out from: what other programs' files say is not among them."""
    return tuple(item for item in audit.findings if not item.imported)


def again(findings: Iterable[Finding], basis: ScoreBasis, fixed: Collection[str] = ()) -> ScoreResult:
    """The score of an audit without the findings of the root causes whose ids are ``fixed``.

    What a share leaves uncovered because of a fixed root cause counts as covered, and a file that could not be parsed
    as parsed. Nothing else changes: what a mended file would show for the first time, nobody knows.
    """
    listed = tuple(findings)
    gone = set(fixed)
    removed = [item for item in listed if item.root_cause in gone and is_open(item)]
    mended = {item.path for item in removed if item.rule == UNPARSED_RULE}
    return score(
        ScoreInput(
            findings=tuple(item for item in listed if item.root_cause not in gone or not is_open(item)),
            **structs.asdict(
                structs.replace(
                    basis,
                    ratios=_covered(basis.ratios, removed),
                    broken_entry_points=_without(basis.broken_entry_points, mended),
                    unparsed=_without(basis.unparsed, mended),
                )
            ),
        )
    )


def _covered(
    ratios: Mapping[Category, tuple[Ratio, ...]], removed: Sequence[Finding]
) -> dict[Category, tuple[Ratio, ...]]:
    units: dict[tuple[Category, str], int] = {}
    for item in removed:
        key = (item.category, item.rule)
        units[key] = units.get(key, 0) + item.units
    return {
        category: tuple(
            structs.replace(
                ratio, covered=min(ratio.total, ratio.covered + units.get((category, ratio.rule), 0))
            )
            for ratio in parts
        )
        for category, parts in ratios.items()
    }


def _without(paths: tuple[str, ...], mended: Collection[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if path not in mended)
