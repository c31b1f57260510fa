"""Files under other names."""

from __future__ import annotations

from pathlib import Path

from collect_lab import write

from codereview.collect.renames import renamed

BODY = "".join(f"value_{number} = {number}\n" for number in range(20))


def found(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    for name, files in (("old", old), ("new", new)):
        (tmp_path / name).mkdir()
        write(tmp_path / name, files)
    return renamed(str(tmp_path / "old"), old, str(tmp_path / "new"), new)


def test_the_same_content_under_another_name(tmp_path: Path) -> None:
    assert found(tmp_path, {"a.py": BODY, "same.py": ""}, {"b/a.py": BODY, "same.py": ""}) == {
        "a.py": "b/a.py"
    }


def test_edited_and_renamed(tmp_path: Path) -> None:
    edited = BODY.replace("value_3 = 3", "value_3 = 33") + "more = 1\n"
    assert found(tmp_path, {"a.py": BODY}, {"c.py": edited, "d.py": "other = 1\n" * 20}) == {"a.py": "c.py"}


def test_a_copy_is_no_rename(tmp_path: Path) -> None:
    assert found(tmp_path, {"a.py": BODY}, {"a.py": BODY, "b.py": BODY}) == {}


def test_of_several_equal_files_those_with_the_same_base_name(tmp_path: Path) -> None:
    old = {"a/one.py": BODY, "a/two.py": BODY}
    assert found(tmp_path, old, {"b/one.py": BODY, "b/two.py": BODY}) == {
        "a/one.py": "b/one.py",
        "a/two.py": "b/two.py",
    }


def test_empty_files_and_unlike_ones_are_nobodys(tmp_path: Path) -> None:
    assert found(tmp_path, {"a.py": "", "b.py": BODY}, {"c.py": "", "d.py": "x = 1\n"}) == {}
