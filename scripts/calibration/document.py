"""The parts of docs/scoring.md on calibration, from the figures that are kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from calibration import halves
from calibration.figures import Figures, Sample
from codereview.model import Category
from codereview.score.table import CATEGORIES

HOW = """\
`scripts/calibrate.py` fetches the source archives of well-known projects of different kinds from PyPI, each held
against the SHA-256 in `scripts/calibration/projects.toml`, unpacks and audits them (nothing of them is built or run),
and keeps what their scores stand on in `scripts/calibration/figures.json`. The audits ask no other tool, whose
findings change with their versions and with the day. `--check`, a test, says whether what ships belongs to the model,
the list and the figures.

The aim was that the median project has 75 in each category. With findings that are mostly right there is little to find
in well-known projects: in nine of ten categories the median project has less than one point per 1,000 statements, and
in performance nothing. A half-life from that would be between 0 and 1.8, at which one low finding in 1,000 statements
costs a quarter of a category or nearly all of it. So

- a category takes the half-life at which its median project has 75 in the finding part, `median / log2(100 / 75)`,
  if that is more than the common half-life: maintainability alone;
- all others take the common half-life, which is the one at which the median project has 75 *overall* (testing a
  quarter of it, since findings in tests weigh a quarter);
- both are rounded to halves, since some forty projects tell no more: drawn again and again from themselves, they give
  a common half-life from {low:.1f} to {high:.1f} in nine cases of ten.

The shares (annotation slots, modules that tests reach, docstrings, hygiene slots) are fixed by the model, so that no
half-life can lift a median above its share: that of docstrings leaves {documentation:.0f} in documentation.

Many archives hold no tests, and most no files of CI, which the projects have all the same. Testing and operations of
such an archive are left out of its overall score, for the neglected ones below too."""

EXTREMES = """\
What one low finding that is sure costs of its category, in points, by the size of the project:"""


def calibration(sample: Sample) -> str:
    """How the half-lives were found, with the spread of the scores."""
    table = halves.reference_table(sample, taken())
    low, high = halves.spread(sample.reference)
    documentation = halves.quantile(table.categories[Category.DOCUMENTATION], 0.5)
    return "\n\n".join(
        (
            HOW.format(low=low, high=high, documentation=documentation),
            markdown(("category", "points of the median", "h by the median", "h taken"), _found(sample)),
            f"Scores of the {len(table.values)} reference projects, audited on {sample.date}, by quantile. The "
            "percentile of a report is the share of them that scores lower; of those that score the same, half.",
            markdown(("", *(f"{step} %" for step in STEPS)), _quantiles(table.values, table.categories)),
            EXTREMES,
            markdown(("statements", *(f"{size:,}" for size in SIZES)), _dearest()),
        )
    )


STEPS = tuple(range(0, 101, 10))
SIZES = (200, 1000, 5000, 20000)


def taken() -> dict[Category, float]:
    """The half-lives of the model."""
    return {category: item.h for category, item in CATEGORIES.items()}


def _found(sample: Sample) -> Iterable[tuple[object, ...]]:
    for category in Category:
        by_median = halves.of_median(sample.reference, category)
        yield (
            category.value,
            f"{by_median * halves.HALVINGS:.2f}",
            f"{by_median:.2f}",
            f"{CATEGORIES[category].h:g}",
        )


def _quantiles(
    values: Sequence[float], categories: Mapping[Category, Sequence[float]]
) -> Iterable[tuple[object, ...]]:
    for name, scores in (("**overall**", values), *((c.value, categories[c]) for c in Category)):
        yield name, *(f"{halves.quantile(scores, step / 100):.0f}" for step in STEPS)


def _dearest() -> Iterable[tuple[object, ...]]:
    for category in (Category.SECURITY, Category.MAINTAINABILITY, Category.TESTING):
        half = CATEGORIES[category].h
        what = {
            Category.SECURITY: f"h {half:g}, a finding in production",
            Category.MAINTAINABILITY: f"maintainability, h {half:g}",
            Category.TESTING: f"testing, h {half:g}, a finding in tests",
        }[category]
        yield what, *(f"{halves.dearest(half, size, category):.1f}" for size in SIZES)


def markdown(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def named(item: Figures) -> str:
    """A project with its version, or a repository with its commit."""
    return f"{item.name} {item.version[:10] if '/' in item.name else item.version}"
