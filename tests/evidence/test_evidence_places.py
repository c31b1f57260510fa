"""Paths of other machines, led to files of the repository or nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codereview.evidence.places import matched, plain

FILES = (
    "setup.py",
    "src/shop/__init__.py",
    "src/shop/main.py",
    "src/shop/utils.py",
    "tests/test_main.py",
    "utils.py",
)


@pytest.mark.parametrize(
    ("name", "folders", "file"),
    [
        ("src/shop/main.py", (), "src/shop/main.py"),
        ("./src/shop/../shop/main.py", (), "src/shop/main.py"),
        ("src\\shop\\main.py", (), "src/shop/main.py"),
        ("C:\\agent\\1\\s\\src\\shop\\main.py", (), "src/shop/main.py"),
        ("/srv/runner/shop/shop/src/shop/main.py", (), "src/shop/main.py"),
        ("file:///srv/c%20i/shop/src/shop/main.py", (), "src/shop/main.py"),
        ("file:///D:/a/shop/src/shop/main.py", (), "src/shop/main.py"),
        ("shop/main.py", (), "src/shop/main.py"),
        ("main.py", ("/builds/x/src/shop",), "src/shop/main.py"),
        ("shop/main.py", ("/builds/x/src",), "src/shop/main.py"),
        ("project/src/shop/main.py", (), "src/shop/main.py"),
        ("shop/other.py", (), None),
        ("/usr/lib/python3/dist-packages/shop/main.py", (), None),
        ("../../../../etc/passwd", (), None),
        ("", (), None),
    ],
)
def test_one_name(name: str, folders: tuple[str, ...], file: str | None) -> None:
    assert matched([name], FILES, folders).get(name) == file


def test_a_lone_name_of_somebody_elses_package_is_not_ours() -> None:
    names = ["/ci/shop/src/shop/main.py", "/ci/shop/src/shop/utils.py", "/opt/tools/helpers/utils.py"]
    found = matched(names, FILES)
    assert found == {names[0]: "src/shop/main.py", names[1]: "src/shop/utils.py"}


def test_one_prefix_explains_the_names_of_a_file() -> None:
    names = [f"/ci/build/{path}" for path in FILES]
    assert list(matched(names, FILES).values()) == list(FILES)


def test_an_ambiguous_ending_means_nothing() -> None:
    assert matched(["utils.py"], ["a/utils.py", "b/utils.py"]) == {}


@given(st.lists(st.text(max_size=40), max_size=8), st.lists(st.text(max_size=20), max_size=3))
def test_any_name_leads_to_a_file_that_is_there_or_nowhere(names: list[str], folders: list[str]) -> None:
    assert set(matched(names, FILES, folders).values()) <= set(FILES)


@given(st.text(max_size=60))
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert plain(plain(name).replace("%", "")) == plain(name).replace("%", "") or ".." in name or ":" in name
