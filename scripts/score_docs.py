"""Writes ``docs/scoring.md`` from the score modules; run it after a change of a number or a formula there."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable
from pathlib import Path

from calibration.document import calibration, gaming, validity
from calibration.figures import stored

from codereview.score import caps as limits
from codereview.score import formula, soft_cap
from codereview.score.table import (
    CAP_CRITICAL,
    CAP_CRITICAL_STEP,
    CAP_ENTRY_POINT,
    CAP_HIGH,
    CAP_HIGH_STEP,
    CAP_INCOMPLETE,
    CAP_RULE_OFF,
    CAP_STEPS,
    CATEGORIES,
    CONFIDENCE_FACTOR,
    GRADES,
    PROVISIONAL,
    RULE_CEILING,
    SCORE_MODEL,
    SECRET_RULES,
    SEVERITY_WEIGHT,
    STATEMENTS_OFFSET,
    TARGET_MEDIAN,
    ZONE_FACTOR,
)

TARGET = Path(__file__).parents[1] / "docs" / "scoring.md"

ATTRIBUTION = """\
The logarithm of a geometric mean is a sum. Each rule has `weight / h * penalty` in it, divided by the
weights of the categories that have a score; the share of a ratio part has `weight * log2(100 / its
score)`. A term costs that part of `100 - raw` which it has in the sum, and within a rule each finding
costs the part that it has of the rule's weight. So the points of all terms sum to `100 - raw` exactly.
Of the findings of one root cause the heaviest carries the points and the others carry none. Findings
that a share counts already (a function without annotations) have no weight of their own and split the
points of the share. A cap is a line of its own: it costs what lies between the raw score and itself.

Points say what a finding costs *as things stand*. Fixing one raises the score by a little more or less
than that, because the curves are not straight."""

PROPERTIES = """\
Each of these is a test on generated repositories (`tests/score/test_score_properties.py`).

- Every score is above 0 and at most 100; the strict score is never above the score, nor the score above
  the raw one.
- The order of the findings changes nothing.
- A further finding never raises a score, and one finding less never lowers one.
- The raw score has no plateau: a further root cause that weighs anything lowers it, however many there
  are.
- The points sum to `100 - raw` within 1e-9.
- No amount of clean code lifts a critical security finding above its cap.
- k copies of a repository have the same raw and category scores within 1.5 points, from 5,000 statements
  on. The bound comes from the offset in the density: with S statements, copying raises a density by at
  most the factor `1 + offset / S`, and the largest drop that this can cause is `100 * offset / (e * S)`,
  1.47 at S = 5,000. The caps count findings, not densities, and so ten copies of a critical finding are
  ten critical findings.
- Deleting code that the tool marks for removal never lowers a score: it is in neither the size nor the
  shares.
- A repository without statements has no grade."""

HONESTY = """\
- Suppressed findings leave the score and stay in the strict score, which is printed beside it. A
  suppression without a reason is not honoured.
- Findings in a baseline stay in the score: a baseline is for gates.
- No clock, network, history or coverage file changes the score.
- A new rule weighs nothing (*preview*) until the next model."""


def table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def quoted(thing: object) -> str:
    """The docstring of a module or function without its first paragraph, in Markdown's spelling of code."""
    text = inspect.getdoc(thing) or ""
    return text.partition("\n\n")[2].replace("``", "`").strip()


def categories() -> str:
    """The table of categories."""
    rows = [
        (
            category.value,
            f"{item.weight:.2f}",
            f"{item.h:g}",
            f"{item.h * usual():.1f}",
            item.holds,
            item.why,
        )
        for category, item in CATEGORIES.items()
    ]
    return table(("category", "weight", "h", "points at the median", "holds", "why this h"), rows)


def usual() -> float:
    """The part of `h` that a category with the target score has: ``log2(100 / target)``."""
    return -math.log2(TARGET_MEDIAN / 100)


def caps() -> str:
    """The table of caps."""
    rows = [
        (
            "n critical security findings",
            f"{CAP_CRITICAL:g} - {CAP_CRITICAL_STEP:g} * min(n - 1, {CAP_STEPS})",
        ),
        ("n high security findings", f"{CAP_HIGH:g} - {CAP_HIGH_STEP:g} * min(n - 1, {CAP_STEPS})"),
        ("an entry point that cannot be parsed or imported", f"{CAP_ENTRY_POINT:g}"),
        ("any other file that cannot be parsed; the result is marked *incomplete*", f"{CAP_INCOMPLETE:g}"),
        ("a requested analyser that failed; the result is marked *incomplete*", f"{CAP_INCOMPLETE:g}"),
        ("a rule of severity high or critical that is switched off", f"{CAP_RULE_OFF:g}"),
    ]
    return table(("open, confidence at least medium, in production code", "overall at most"), rows)


def weights() -> str:
    """The tables of what a finding weighs."""
    zones = [(zone.value, f"{factor:g}") for zone, factor in ZONE_FACTOR.items()]
    return "\n\n".join(
        (
            table(
                ("severity", "weight"), ((key.value, f"{value:g}") for key, value in SEVERITY_WEIGHT.items())
            ),
            table(
                ("confidence", "factor"),
                ((key.value, f"{value:g}") for key, value in CONFIDENCE_FACTOR.items()),
            ),
            table(("zone", "factor"), zones),
            f"Secrets ({', '.join(sorted(SECRET_RULES))}) have zone factor 1 in every zone that is scored.",
        )
    )


def half_lives() -> str:
    """What `h` means, and how far its values are to be trusted."""
    text = (
        "`h` is the number of points per 1,000 statements that halves a category's score. The column *points "
        f"at the median* is what a category with a score of {TARGET_MEDIAN:g} has."
    )
    if PROVISIONAL:
        text += (
            "\n\n**The values of `h` are provisional until calibrated.** They are first guesses, made so "
            f"that a well-kept project of the middle would have about {TARGET_MEDIAN:g} in each category."
        )
    return text


def render() -> str:
    """The whole document."""
    soft = quoted(soft_cap)
    parts = (
        f"# Scoring model {SCORE_MODEL}",
        "<!-- generated by scripts/score_docs.py; edit src/codereview/score/ instead -->",
        quoted(formula),
        "## What a finding weighs",
        weights(),
        "## The penalty of a rule",
        f"`soft_cap(x)` with a ceiling of {RULE_CEILING:g} and an offset of {STATEMENTS_OFFSET} statements. "
        + soft,
        "## Categories",
        half_lives(),
        categories(),
        "## Calibration",
        calibration(stored()),
        "## Does it mean something?",
        validity(stored()),
        "## What moves it cheaply",
        gaming(),
        "## Caps",
        quoted(limits),
        caps(),
        "## Grades",
        "A grade goes by the figure as it is printed, with one decimal. A+ also needs that nothing of "
        "severity high or critical is open.",
        table(("grade", "from"), ((letter, f"{least:g}") for least, letter in GRADES)),
        "## Points",
        ATTRIBUTION,
        "## Honesty",
        HONESTY,
        "## Properties",
        PROPERTIES,
    )
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Writes the document beside the others of this checkout."""
    TARGET.write_text(render(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
