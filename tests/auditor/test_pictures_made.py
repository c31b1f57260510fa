"""What pictures are drawn from adds up, is the same each time, and is read beside other work."""

from __future__ import annotations

import itertools
import os
import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codereview import auditor
from codereview.auditor.pictures.areas import areas
from codereview.auditor.pictures.churn import LISTED, Past, churn
from codereview.auditor.pictures.distributions import bars, distribution
from codereview.collect.history import Changes, History
from codereview.config import Settings
from codereview.model import Audit
from codereview.model_pictures import ComplexFunction, Pictures
from codereview.report.selfcheck import contradictions

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "A"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@example.org"),
}
PATHS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=5).map("/".join)
TREES = st.dictionaries(PATHS, st.tuples(st.integers(0, 300), st.floats(0, 5)), min_size=1, max_size=80)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)


def files_of(tree: dict[str, tuple[int, float]]) -> dict[str, tuple[int, float]]:
    """Files with their figures; a path that is a folder of another is none."""
    return {f"{path}.py": figures for path, figures in tree.items()}


@given(TREES, st.integers(1, 40))
def test_areas_are_bounded_and_add_up(tree: dict[str, tuple[int, float]], most: int) -> None:
    files = files_of(tree)
    found = areas(
        {path: size for path, (size, _) in files.items()},
        {path: cost for path, (_, cost) in files.items()},
        most,
    )
    assert len(found) <= most
    assert sum(area.files for area in found) == len(files)
    assert sum(area.statements for area in found) == sum(size for size, _ in files.values())
    assert sum(area.points for area in found) == pytest.approx(sum(cost for _, cost in files.values()))
    assert len({(area.path, area.rest) for area in found}) == len(found)


def test_every_file_has_its_area_where_there_is_room() -> None:
    found = areas({"a/x.py": 5, "a/y.py": 9, "b.py": 1}, {"b.py": 2.0})
    assert [(area.path, area.statements, area.points, area.rest) for area in found] == [
        ("a/y.py", 9, 0.0, False),
        ("a/x.py", 5, 0.0, False),
        ("b.py", 1, 2.0, False),
    ]


def test_what_has_no_area_of_its_own_is_told_by_its_folder() -> None:
    found = areas({f"pkg/m{number}.py": 10 + number for number in range(9)} | {"top.py": 1}, {}, most=4)
    assert [(area.path, area.files, area.rest) for area in found] == [
        ("pkg", 8, True),
        ("pkg/m8.py", 1, False),
        ("top.py", 1, False),
    ] or sum(area.files for area in found) == 10
    assert any(area.rest for area in found)


def test_nothing_has_no_area() -> None:
    assert areas({}, {}) == ()


@given(st.lists(st.integers(0, 300)), st.integers(0, 1), st.integers(1, 90))
def test_bars_hold_all_and_part_at_the_target(values: list[int], lowest: int, target: int) -> None:
    known = [max(value, lowest) for value in values]
    found = bars(known, lowest, target)
    assert sum(bar.count for bar in found) == len(known)
    assert sum(bar.count for bar in found if bar.least > target) == sum(value > target for value in known)
    assert found[0].least == lowest
    for one, other in itertools.pairwise(found):
        assert one.most is not None
        assert other.least == one.most + 1
    assert any(bar.most == max(target, lowest) for bar in found)


def test_the_highest_functions_are_named() -> None:
    functions = [ComplexFunction(path="a.py", line=n, symbol=f"f{n}", value=n % 7) for n in range(40)]
    found = distribution("x", "X", 0, 3, functions, "")
    assert (found.functions, found.above) == (40, sum(n % 7 > 3 for n in range(40)))
    assert [item.value for item in found.highest[:3]] == [6, 6, 6]


def test_changes_are_those_of_production_files() -> None:
    files = {"a.py": Changes(5, 2), "gone.py": Changes(9, 9), "b\\x.py": Changes(1, 1)}
    past = Past(History(commits=10, more=True, files=files), {"a.py": "a.py", "b\\x.py": "b\\\\x.py"}, True)
    found = churn({"a.py": 7, "b\\\\x.py": 3}, {"a.py": 1.5}, past)
    assert found is not None
    assert [(item.path, item.commits, item.points) for item in found.files] == [
        ("a.py", 5, 1.5),
        ("b\\\\x.py", 1, 0.0),
    ]
    assert (found.commits, found.more, found.shallow, found.file_count) == (10, True, True, 2)


def test_the_list_of_changes_is_bounded() -> None:
    names = [f"m{number}.py" for number in range(LISTED + 5)]
    past = Past(
        History(commits=1, files={name: Changes(1, 1) for name in names}), {name: name for name in names}
    )
    found = churn(dict.fromkeys(names, 1), {}, past)
    assert found is not None
    assert len(found.files) == LISTED
    assert found.file_count == LISTED + 5


def audited(root: Path, **more: object) -> Audit:
    return auditor.audit(
        root, Settings.model_validate({"jobs": 1, "tools": (), "select": ("MNT002",), **more})
    )


def pictures_of(audit: Audit) -> Pictures:
    assert audit.pictures is not None
    return audit.pictures


def test_an_audit_counts_changes_without_scoring_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "project"
    (root / "pkg").mkdir(parents=True)
    (root / "pkg" / "__init__.py").write_text("")
    (root / "pkg" / "core.py").write_text("def double(number):\n    return 2 * number\n")
    before = audited(root)
    assert pictures_of(before).churn is not None
    assert pictures_of(before).churn.not_assessed == "the folder is in no git work tree"  # type: ignore[union-attr]
    git(root, "init", "-q")
    for number in range(3):
        (root / "pkg" / "core.py").write_text(f"def double(number):\n    return {number} * number\n")
        git(root, "add", ".")
        git(root, "commit", "-q", "-m", "change")
    after = audited(root)
    found = pictures_of(after).churn
    assert found is not None
    assert found.commits == 3
    assert [(item.path, item.commits) for item in found.files] == [("pkg/core.py", 3), ("pkg/__init__.py", 1)]
    assert after.score == before.score
    assert sum(area.statements for area in pictures_of(after).areas) == after.project.statements
    assert not contradictions(after)
    assert msgspec.json.encode(audited(root, cache=False)) == msgspec.json.encode(audited(root, cache=False))
    assert not any("changed" in item.what for item in after.not_assessed)
    assert any("changed" in item.what for item in before.not_assessed)
    only = auditor.audit(root, Settings(jobs=1, tools=(), select=("MNT002",)), only=["pkg/core.py"])
    assert pictures_of(only).churn is None
