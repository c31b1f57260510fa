"""The calibration that ships: it belongs to the model, to the pinned list and to the figures that are kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from codereview.model import Category, Severity, Zone
from codereview.score import ScoreInput, reference, score
from codereview.score.caps import shown
from codereview.score.table import CATEGORIES

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
import calibrate
from calibration import halves
from calibration.figures import Figures, stored
from test_again import finding


def figure(penalty: float, share: float = 1.0, unseen: tuple[Category, ...] = ()) -> Figures:
    penalties = dict.fromkeys(Category, 0.0) | {Category.RELIABILITY: penalty}
    return Figures("a", "1", 1000, penalties, {Category.TYPING: share}, {}, 100.0, unseen)


def test_what_ships_belongs_to_model_list_and_figures() -> None:
    assert list(calibrate.faults()) == []
    assert calibrate.main(["--check"]) == 0


def test_no_project_that_the_score_is_tried_on_is_one_that_it_is_calibrated_on() -> None:
    sample = stored()
    names = {item.name for item in sample.reference}
    assert len(names) == len(sample.reference) >= 40
    assert not names & {item.name for item in (*sample.kept, *sample.neglected)}


def test_the_median_reference_project_has_about_the_target() -> None:
    table = reference.reference()
    assert 75 <= halves.quantile(table.values, 0.5) <= 90
    assert halves.quantile(table.categories[Category.MAINTAINABILITY], 0.5) == pytest.approx(75, abs=1)


def test_the_median_has_the_target_where_it_alone_decides() -> None:
    items = [figure(penalty) for penalty in (4.0, 5.0, 6.0)]
    half = halves.of_median(items, Category.RELIABILITY)
    assert 100 * 2 ** (-5.0 / half) == pytest.approx(75)


@pytest.mark.parametrize(("category", "zone"), [("security", "production"), ("testing", "tests")])
def test_a_sure_high_finding_halves_its_category_in_a_thousand_statements(category: str, zone: str) -> None:
    item = finding(
        "SEC005" if category == "security" else "TST002",
        Category(category),
        severity=Severity.HIGH,
        zone=Zone(zone),
    )
    row = next(r for r in score(ScoreInput(findings=(item,), statements=1000)).categories if r.id == category)
    assert row.score == pytest.approx(50, abs=5)


def test_the_common_half_life_puts_the_median_at_the_target_overall() -> None:
    items = [figure(0.0, 0.9), figure(1.5, 0.05), figure(1.5, 0.05)]
    shared = halves.common(items)
    middle = sorted(halves.overall(item, dict.fromkeys(Category, shared)) for item in items)[1]
    assert middle == pytest.approx(75, abs=0.5)


def test_what_an_archive_cannot_show_is_left_out() -> None:
    taken = {category: item.h for category, item in CATEGORIES.items()}
    whole, part = figure(3.0), figure(3.0, unseen=(Category.RELIABILITY,))
    assert halves.value(part, taken, Category.RELIABILITY) is None
    assert halves.overall(part, taken) == 100 > halves.overall(whole, taken)


def test_the_area_under_the_curve_counts_pairs() -> None:
    assert halves.above([3, 4], [1, 2]) == 1
    assert halves.above([1, 4], [1, 2]) == 0.625


def test_a_percentile_is_the_share_that_scores_lower_and_half_of_those_that_score_the_same() -> None:
    values = tuple(map(shown, reference.reference().values))
    assert reference.percentile(0) == 0
    assert reference.percentile(100.0) == 100
    lower, same = sum(v < values[9] for v in values), values.count(values[9])
    assert reference.percentile(values[9]) == pytest.approx(100 * (lower + same / 2) / len(values))
    assert reference.percentile(values[9] + 0.01) == reference.percentile(values[9]), "as reports print it"


def test_a_score_says_where_it_stands_and_among_what() -> None:
    result = score(ScoreInput(statements=800))
    assert result.score is not None
    assert result.score.percentile == 100
    assert (
        result.score.reference
        == f"{len(reference.reference().values)} reference projects, source archives on "
        + (f"PyPI of {reference.reference().date[:7]}")
    )
    assert all(row.percentile is not None for row in result.categories)
