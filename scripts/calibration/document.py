"""The parts of docs/scoring.md on calibration, from the figures that are kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from calibration import halves
from calibration.figures import Figures, Sample
from codereview.model import Category
from codereview.score.table import CATEGORIES, RULE_CEILING

HOW = """\
`scripts/calibrate.py` fetches the source archives of well-known projects of different kinds from PyPI, each
held against the SHA-256 in `scripts/calibration/projects.toml`, unpacks and audits them (nothing of them is
built or run), and keeps what their scores stand on in `scripts/calibration/figures.json`. The audits ask no
other tool, whose findings change with their versions and with the day. `--check`, a test, says whether what
ships belongs to the model, the list and the figures.

The aim was that the median project has 75 in each category. With findings that are mostly right there is little
to find in well-known projects: in nine of ten categories the median project has less than one point per 1,000
statements, and in performance nothing. A half-life from that would be between 0 and 1.8, at which one low
finding in 1,000 statements costs a quarter of a category or nearly all of it. Even one half-life for all of them at
which the median project has 75 *overall*, {common:.1f} (from {low:.1f} to {high:.1f} in nine of ten draws of as many
projects from these), takes {dear:.0f} points for such a finding, and leaves a small application with a single query in
a loop next to nothing in performance. Nobody believes such grades. So

- a category takes the half-life at which its median project has 75 in the finding part, `median / log2(100 /
  75)`, where that is enough to go by: maintainability alone;
- all others take what severities mean: a finding of severity high that is sure halves its category in a project of
  {usual:,} statements, and less than that in a larger one (testing by the same rule, where findings stand in tests
  and weigh a quarter);
- both are rounded to halves, since some forty projects tell no more.

The median reference project has {median:.0f} overall by that. What 75 was to give, a grade that says where a project
stands among others, the percentile gives beside it.

The shares (annotation slots, modules that tests reach, docstrings, hygiene slots) are fixed by the model, so
that no half-life can lift a median above its share: that of docstrings leaves {documentation:.0f} in
documentation.

Many archives hold no tests, and most no files of CI, which the projects have all the same. Testing and
operations of such an archive are left out of its overall score, for the neglected ones below too."""

EXTREMES = """\
What one low finding that is sure costs of its category, in points, by the size of the project:"""


def calibration(sample: Sample) -> str:
    """How the half-lives were found, with the spread of the scores."""
    table = halves.reference_table(sample, taken())
    low, high = halves.spread(sample.reference)
    words = {
        "common": halves.common(sample.reference),
        "dear": halves.dearest(halves.common(sample.reference), halves.USUAL, Category.SECURITY),
        "usual": halves.USUAL,
        "median": halves.quantile(table.values, 0.5),
        "documentation": halves.quantile(table.categories[Category.DOCUMENTATION], 0.5),
    }
    return "\n\n".join(
        (
            HOW.format(low=low, high=high, **words),
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


CHOICE = """\
Does the score tell well-kept projects from neglected ones? Both groups were chosen before any of their scores
was seen, by what is known of them and not by their code, and none of them is among the reference projects:

- *kept*: a final release since December 2024, annotated for type checkers, public tests and CI, and a broad
  good name;
- *neglected*: once well known, and no release since 2020 or longer.

No rule was tuned on a neglected project. httpx and rich had been read before as healthy code, for false
findings; without these two the figures below differ by at most 0.06."""

MEANING = """\
The area under the curve is the share of pairs, one of each group, in which the well-kept project has the higher
score (Mann and Whitney's U over the number of pairs): 1 is a clean separation, 0.5 is chance. Years alone make
much of it: old code has no annotations, and some of it no longer parses. So the same is shown without these
categories: without all shares the separation is still good, without reliability too it is little better than
chance. What was neglected shows in what broke and in what was never added, not in complexity or structure; as
libraries these projects are not worse built than the others, and have next to nothing in security and
performance, like nearly all of the others."""

OUTLIERS = """\
What stands out was read:

- uvicorn and attrs stand lowest of the well-kept. uvicorn catches `BaseException` in coroutines, cancellation with
  it, and repeats most of each protocol in the next; attrs loses most by the complexity of what makes its classes.
  The findings are true.
- black and cattrs lose by functions with a complexity of 40 to 80, which is true of them.
- boto and raven stand highest of the neglected: they parse, have tests, and lose most by annotations.
- In earlier runs false findings held some of them down, and were mended before the figures here: keys that a
  document shows, certificates of a server for tests, a file whose numbers no machine can count (black), names that
  a call binds over those of modules (mailman), futures that are known to be done (tenacity), tokens that are public
  on purpose (trio). `docs/evaluation/reference-projects.md` tells of them. So the two lists are no longer unseen."""

LAST = """\
As a third group, repositories of applications, by the same command; the version is the commit. *maintained*:
known and in use; *vulnerable*: made to be attacked, for training; *drawn*: by a fixed seed from a thousand
public repositories, pupils' work and products alike. Many maintained applications have been read by the authors
of rules, so that they prove less. *Drawn* ones come from those at hand when rules were written, which some of
them were read for.

These repositories were audited on the same day before the faults of the last point above were mended.

Applications score lower than libraries by what they are: they load rows in loops, which costs a category in
which libraries have nothing, few of them are annotated or documented for others, and what they ship with
(credentials of a development setup, containers) is judged too. The percentile says nothing else than where they
stand among libraries and tools of good name."""

_GROUPS = {"applications": "maintained", "vulnerable": "vulnerable", "drawn": "drawn"}
_SHARES = frozenset({Category.TYPING, Category.TESTING, Category.DOCUMENTATION, Category.OPERATIONS})
_WITHOUT: tuple[tuple[str, frozenset[Category]], ...] = (
    ("all, caps included", frozenset()),
    ("without typing", frozenset({Category.TYPING})),
    ("without reliability, where files that do not parse count", frozenset({Category.RELIABILITY})),
    ("without typing, testing, documentation and operations, which have shares", _SHARES),
    ("without these and reliability", _SHARES | {Category.RELIABILITY}),
)


def validity(sample: Sample) -> str:
    """Well-kept against neglected projects, and other repositories."""
    halves_taken = taken()
    return "\n\n".join(
        (
            CHOICE,
            markdown(("kept", "score", "neglected", "score"), _side_by_side(sample)),
            markdown(("categories", "area under the curve"), _areas(sample)),
            MEANING,
            OUTLIERS,
            LAST,
            markdown(
                ("group", "projects", "lowest", "lower quarter", "median", "upper quarter", "highest"),
                (
                    _spread(name, [halves.overall(item, halves_taken) for item in items])
                    for name, items in (
                        ("reference", sample.reference),
                        ("kept", sample.kept),
                        ("neglected", sample.neglected),
                        *((title, sample.repositories.get(key, ())) for key, title in _GROUPS.items()),
                    )
                    if items
                ),
            ),
            markdown(("group", "repository", "statements", "score"), _repositories(sample)),
        )
    )


def _ranked(items: Sequence[Figures]) -> list[tuple[str, float]]:
    scores = [(named(item), halves.overall(item, taken())) for item in items]
    return sorted(scores, key=lambda row: (-row[1], row[0]))


def _side_by_side(sample: Sample) -> Iterable[tuple[object, ...]]:
    kept, neglected = _ranked(sample.kept), _ranked(sample.neglected)
    for (one, high), (other, low) in zip(kept, neglected, strict=True):
        yield one, f"{high:.0f}", other, f"{low:.0f}"


def _areas(sample: Sample) -> Iterable[tuple[object, ...]]:
    for title, without in _WITHOUT:
        kept, neglected = (
            [halves.overall(item, taken(), without) for item in items]
            for items in (sample.kept, sample.neglected)
        )
        yield title, f"{halves.above(kept, neglected):.2f}"


def _spread(name: str, scores: Sequence[float]) -> tuple[object, ...]:
    return name, len(scores), *(f"{halves.quantile(scores, part):.0f}" for part in (0, 0.25, 0.5, 0.75, 1))


def _repositories(sample: Sample) -> Iterable[tuple[object, ...]]:
    for key, title in _GROUPS.items():
        items = sample.repositories.get(key, ())
        sizes = {named(item): item.statements for item in items}
        for name, score in _ranked(items):
            yield title, name, f"{sizes[name]:,}", f"{score:.0f}"


GAMING = """\
What moves the score cheaply, and why that is not gaming:

- *Suppressing findings.* It needs a reason, stays in the strict score beside the score, and switching off a
  rule of severity high or critical is a cap.
- *Adding code.* A density falls with size: twice the code, with nothing in it, lifts a category with 75 to 87.
  It has to be reached (what nothing reaches is not counted), no copy (redundant copies are not counted), and
  annotated, documented and tested, or the shares fall. A cap does not move.
- *Moving code* into folders of tests, scripts or examples quarters its weight, and takes its statements out of
  the size. Secrets weigh the same everywhere. Marking code as generated or vendored takes it out whole; reports
  say how much was.
- *Annotating* with `Any`, and docstrings that say nothing, fill slots like good ones: a share counts what is
  there, not what it is worth. Types that let anything through are findings and a metric of their own.
- *An import in a test* makes a module reached. Tests without assertions are findings. The share says so in its
  label.
- *Splitting or merging findings.* Findings of one root cause count once, and one rule counts at most
  {ceiling:g} points.
- The cheapest honest points are the shares: in the median reference project missing annotations cost about as
  much as all findings of reliability. They are slow to raise in a large project, and quick in a small one."""


def gaming() -> str:
    """What moves the score cheaply."""
    return GAMING.format(ceiling=RULE_CEILING)
