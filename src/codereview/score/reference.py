"""Where a score stands among those of the reference projects. The table is data of the package, made by
``scripts/calibrate.py``; nothing is looked up anywhere else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

from codereview.model import Category, Struct
from codereview.score.caps import shown
from codereview.score.table import SCORE_MODEL


class Reference(Struct, frozen=True, forbid_unknown_fields=True):
    """The scores of the reference projects, from the lowest.

    Attributes:
        date: the day on which they were audited.
        model: the scoring model.
        projects: digest of the list of archives.
        half_lives: those of the categories, as the calibration found them.
        values: overall scores.
        categories: scores by category; a project whose archive cannot show a category is not in it.
    """

    date: str
    model: int
    projects: str
    half_lives: Mapping[Category, float]
    values: tuple[float, ...]
    categories: Mapping[Category, tuple[float, ...]]


@lru_cache(maxsize=1)
def reference() -> Reference:
    """The table that ships with this version."""
    data = files("codereview.score").joinpath("reference.json").read_bytes()
    return msgspec.json.decode(data, type=Reference)


def percentile(value: float, category: Category | None = None) -> float | None:
    """The share of the reference projects, 0 to 100, with a lower score; of those with the same, half.

    ``category`` compares the score of that category. None if there is nothing to compare with: no project, or
    a table of another model.
    """
    values = _printed(category)
    if not values or reference().model != SCORE_MODEL:
        return None
    at = shown(value)
    return 100 * (bisect_left(values, at) + bisect_right(values, at)) / 2 / len(values)


@lru_cache(maxsize=16)
def _printed(category: Category | None) -> tuple[float, ...]:
    """The scores as reports print them: a percentile must not tell apart what looks the same."""
    table = reference()
    return tuple(map(shown, table.values if category is None else table.categories.get(category, ())))


def compared_with() -> str:
    """What a score is compared with, in words that every report uses; empty if there is nothing."""
    table = reference()
    if not table.values or table.model != SCORE_MODEL:
        return ""
    return f"{len(table.values)} reference projects, source archives on PyPI of {table.date[:7]}"
