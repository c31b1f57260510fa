"""Pictures: what is drawn is in proportion to what was counted, inside its frame, and the same each time."""

from __future__ import annotations

import itertools
import math

import pytest
from golden_pictures import AREAS, CHURN, CYCLOMATIC, FILES, PAST, pictured
from hypothesis import given
from hypothesis import strategies as st

from codereview.model_architecture import Cut, CycleLink, ImportCycle
from codereview.model_pictures import Area, FileChurn
from codereview.report import pictures
from codereview.report.pictures.squarify import Box, squarified
from codereview.report.pictures.treemap import Tile, level

SIZES = st.lists(st.integers(1, 10**6), min_size=1, max_size=120).map(
    lambda values: sorted(values, reverse=True)
)
FRAMES = st.builds(Box, st.just(0.0), st.just(0.0), st.floats(50, 2000), st.floats(50, 2000))
NAMES = st.lists(
    st.sampled_from(["a", "b", "core", "x.py", "y.py", "long_name_of_a_module.py"]), min_size=1, max_size=4
)


def overlap(one: Box | Tile, other: Box | Tile) -> float:
    """The area that two rectangles share."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(across, 0.0) * max(down, 0.0)


@given(SIZES, FRAMES)
def test_rectangles_are_in_proportion_and_fill_the_frame(values: list[int], frame: Box) -> None:
    boxes = squarified(values, frame)
    whole = frame.width * frame.height
    for value, box in zip(values, boxes, strict=True):
        assert box.width * box.height == pytest.approx(whole * value / sum(values), rel=1e-6)
        assert box.x >= -1e-6
        assert box.y >= -1e-6
        assert box.x + box.width <= frame.width * (1 + 1e-9) + 1e-6
        assert box.y + box.height <= frame.height * (1 + 1e-9) + 1e-6


@given(
    st.lists(st.integers(1, 1000), min_size=2, max_size=25).map(lambda values: sorted(values, reverse=True)),
    FRAMES,
)
def test_rectangles_do_not_overlap(values: list[int], frame: Box) -> None:
    boxes = squarified(values, frame)
    assert all(overlap(one, other) < 1e-3 for one, other in itertools.combinations(boxes, 2))


def test_nearly_equal_values_give_nearly_squares() -> None:
    boxes = squarified([6, 6, 4, 3, 2, 2, 1], Box(0, 0, 6, 4))
    worst = max(max(box.width / box.height, box.height / box.width) for box in boxes)
    assert worst < 3  # the example of the paper


@given(
    st.dictionaries(
        NAMES.map("/".join), st.tuples(st.integers(0, 500), st.floats(0, 9)), min_size=1, max_size=30
    )
)
def test_tiles_of_any_folders_stay_in_the_frame_and_apart(found: dict[str, tuple[int, float]]) -> None:
    files = {
        path: figures for path, figures in found.items() if not any(o.startswith(f"{path}/") for o in found)
    }
    areas = [Area(path=path, files=1, statements=size, points=cost) for path, (size, cost) in files.items()]
    picture = pictures.treemap(areas, 640.0, 400.0)
    shown = [area for area in areas if area.statements]
    if picture is None:
        assert not shown
        return
    assert len(picture.tiles) == len(shown)
    assert sum(tile.width * tile.height for tile in picture.tiles) == pytest.approx(640 * 400, rel=0.05)
    for tile in picture.tiles:
        assert 0 <= tile.x <= 640
        assert 0 <= tile.y <= 400
        assert tile.x + tile.width <= 640.1
        assert tile.y + tile.height <= 400.1
        assert all(value == round(value, 1) for value in (tile.x, tile.y, tile.width, tile.height))
        assert all(tile.y < label.y <= tile.y + tile.height for label in tile.labels)
    pairs = itertools.combinations(picture.tiles, 2)
    assert all(overlap(one, other) <= 0.11 * 640 for one, other in pairs)


def test_the_colour_tells_what_is_lost_per_statement() -> None:
    picture = pictures.treemap(AREAS, 640.0, 400.0)
    assert picture is not None
    by_title = {tile.title.partition(":")[0]: tile.level for tile in picture.tiles}
    assert by_title["src/app/deep/er/nested.py"] == 0
    assert by_title["src/app/service.py"] > by_title["src/app/… (4 files)"] > 0
    assert [level(Area(path="", files=1, statements=1000, points=p), 2.0) for p in (0, 1, 3, 8, 9)] == [
        0,
        1,
        2,
        3,
        4,
    ]
    assert len(picture.legend) == 5
    assert pictures.treemap([AREAS[3]], 100.0, 100.0).legend[0].text == "nothing lost"  # type: ignore[union-attr]
    assert pictures.treemap([AREAS[5]], 100.0, 100.0) is None


def test_the_histogram_parts_at_the_target() -> None:
    picture = pictures.histogram(CYCLOMATIC)
    assert [(row.name, row.count, row.above) for row in picture.rows] == [
        ("1–5", "100", False),
        ("6–15", "3", False),
        ("16–50", "3", True),
        ("51+", "1", True),
    ]
    assert picture.line is not None
    assert picture.rows[1].y + picture.bar < picture.line < picture.rows[2].y
    assert all(row.width >= 2 for row in picture.rows)
    assert picture.left + max(row.width for row in picture.rows) < picture.width


@given(
    st.lists(
        st.builds(
            FileChurn,
            path=st.just("a.py"),
            commits=st.integers(1, 2000),
            newest=st.integers(1, 2000),
            statements=st.integers(0, 5000),
            points=st.floats(0, 100),
        ),
        max_size=40,
    )
)
def test_dots_and_marks_stay_in_the_plot(files: list[FileChurn]) -> None:
    picture = pictures.scatter(files, 340.0, 320.0, 6)
    if picture is None:
        assert not any(file.points > 0 for file in files)
        return
    assert len(picture.dots) == len(files)
    for dot in picture.dots:
        assert picture.left <= dot.x <= picture.right
        assert picture.top <= dot.y <= picture.bottom
        if dot.number:
            assert 0 <= dot.mark_x <= picture.width
            assert 0 <= dot.mark_y <= picture.height
    assert sum(dot.number > 0 for dot in picture.dots) == sum(file.points > 0 for file in files[:6])
    for one, other in itertools.pairwise(picture.across):
        assert other.at - one.at >= 10


def test_marks_of_the_same_place_are_moved_apart() -> None:
    picture = pictures.scatter((FILES[0], FILES[2], FILES[1]), 640.0, 320.0)
    assert picture is not None
    marks = [(dot.mark_x, dot.mark_y) for dot in picture.dots if dot.number]
    assert all(math.dist(one, other) >= 2 * picture.mark for one, other in itertools.combinations(marks, 2))


def test_ticks_are_as_exact_as_their_values() -> None:
    small = FileChurn(path="a.py", commits=3, newest=1, statements=10, points=0.004)
    picture = pictures.scatter((small,), 640.0, 320.0)
    assert picture is not None
    assert [tick.text for tick in picture.up] == ["0", "0.001", "0.002"]
    assert [tick.text for tick in picture.across] == ["1", "2"]


def ring(count: int, cuts: tuple[Cut, ...] = (), links: tuple[CycleLink, ...] = ()) -> ImportCycle:
    files = tuple(f"pkg/m{number:02}.py" for number in range(count))
    return ImportCycle(
        files=files[:30],
        size=count,
        around=files[:30],
        cuts=cuts,
        cut_count=len(cuts),
        smallest=True,
        own=False,
        links=links,
    )


def test_what_is_cut_is_dashed_and_numbered() -> None:
    cut = Cut(path="pkg/m02.py", line=4, imports="pkg/m00.py")
    picture = pictures.cycle(ring(3, (cut,)))
    assert picture is not None
    assert len(picture.nodes) == len(picture.labels) == len(picture.arrows) == 3
    assert [arrow.cut for arrow in picture.arrows] == [0, 0, 1]
    assert picture.arrows[-1].at is not None
    assert picture.arrows[-1].at.text == "cut 1"


def test_all_known_imports_are_drawn() -> None:
    links = tuple(CycleLink(importer=a, imported=b) for a, b in ((0, 1), (1, 0), (1, 2), (2, 0)))
    picture = pictures.cycle(ring(3, (), links))
    assert picture is not None
    assert len(picture.arrows) == 4


@pytest.mark.parametrize("count", [2, 3, 7, 10, 11, 29, 80])
def test_a_ring_of_any_size_stays_in_its_frame(count: int) -> None:
    last = min(count, 30) - 1
    picture = pictures.cycle(ring(count, (Cut(path=f"pkg/m{last:02}.py", line=1, imports="pkg/m00.py"),)))
    assert picture is not None
    assert len(picture.nodes) + picture.left_out == count
    assert len(picture.nodes) <= 10
    for x, y in picture.nodes:
        assert 0 < x < picture.width
        assert 0 < y < picture.height
    if picture.left_out:
        assert picture.labels[-1].text == f"… {picture.left_out} more"
        assert picture.arrows[-1].cut == 1, "the import to cut is among those drawn"


def test_no_ring_of_one_module() -> None:
    assert pictures.cycle(ring(1)) is None


def test_the_trend_ends_with_this_audit() -> None:
    audit = pictured()
    found = pictures.entries(audit)
    assert found[:-1] == PAST
    assert audit.score is not None
    assert found[-1].score == audit.score.value
    picture = pictures.trend(found, 640.0, 240.0)
    assert picture is not None
    assert len(picture.points) == 2
    assert picture.lines == (), "an audit without a score breaks the line"
    assert picture.points[0].x < picture.points[1].x
    assert picture.across[0].text.startswith("</svg><b>")


@given(st.lists(st.floats(0, 100), min_size=2, max_size=60))
def test_the_line_of_the_trend_stays_in_its_frame(values: list[float]) -> None:
    found = [
        PAST[0].__class__(
            label=f"{number}.json", commit="", score=value, grade="B", raw=value, statements=1, findings=0,
            score_model=1, categories=(),
        )
        for number, value in enumerate(values)
    ]  # fmt: skip
    picture = pictures.trend(found, 340.0, 240.0)
    assert picture is not None
    assert len(picture.points) == len(values)
    assert all(picture.left <= point.x <= picture.right for point in picture.points)
    assert all(0 <= point.y <= picture.bottom for point in picture.points)


def test_without_history_there_is_no_trend() -> None:
    assert pictures.trend(pictures.entries(pictured(history=())), 640.0, 240.0) is None


def test_what_was_looked_at_is_said() -> None:
    text = pictures.looked_at(CHURN)
    assert text.startswith(
        "12 production files changed in the newest 2,000 commits, merges left out; this is a shallow"
    )
