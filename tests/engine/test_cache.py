"""The cache: keeps, misses, and never stands in the way."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codereview.engine.cache import Cache, folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "results.sqlite3"


def test_values_come_back_in_another_process_s_cache(path: Path) -> None:
    first = Cache(path)
    first.put({"a": b"1", "b": b""})
    first.close()
    second = Cache(path)
    assert second.get(["a", "b", "c"]) == {"a": b"1", "b": b""}
    second.put({"a": b"2"})
    assert second.get(["a"]) == {"a": b"2"}
    assert second.notes == []
    second.close()


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=20), st.binary(max_size=200), max_size=30))
def test_what_is_put_is_got(values: dict[str, bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        cache = Cache(Path(place, "x.sqlite3"))
        cache.put(values)
        assert cache.get(list(values)) == values
        cache.close()


def test_more_keys_than_one_statement_takes(path: Path) -> None:
    cache = Cache(path)
    values = {f"key{number}": b"%d" % number for number in range(1700)}
    cache.put(values)
    assert cache.get(list(values)) == values
    cache.close()


def test_no_path_is_a_cache_that_holds_nothing() -> None:
    cache = Cache(None)
    cache.put({"a": b"1"})
    assert cache.get(["a"]) == {}
    assert cache.notes == []


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_made_anew_with_a_note(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    cache = Cache(path)
    assert "made anew" in cache.notes[0]
    cache.put({"a": b"1"})
    assert cache.get(["a"]) == {"a": b"1"}
    cache.close()


def test_a_database_of_another_program_is_made_anew(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE result (x)")
        other.execute("PRAGMA application_id=7")
    other.close()
    cache = Cache(path)
    assert "another program" in cache.notes[0]
    cache.put({"a": b"1"})
    assert cache.get(["a"]) == {"a": b"1"}
    cache.close()


def test_a_value_that_was_altered_counts_as_missing(path: Path) -> None:
    cache = Cache(path)
    cache.put({"a": b"right", "b": b"right"})
    cache.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE result SET value = ? WHERE key = 'a'", (b"wrong",))
    raw.close()
    cache = Cache(path)
    assert cache.get(["a", "b"]) == {"b": b"right"}
    cache.close()


def test_a_folder_that_cannot_be_written_costs_only_the_cache(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    cache = Cache(blocked / "results.sqlite3")
    assert "ran without it" in cache.notes[0]
    cache.put({"a": b"1"})
    assert cache.get(["a"]) == {}


def test_two_at_once(path: Path) -> None:
    def work(number: int) -> list[str]:
        cache = Cache(path)
        for step in range(20):
            cache.put({f"{number}-{step}": b"x" * 1000, "shared": b"%d" % number})
            assert cache.get([f"{number}-{step}"]) == {f"{number}-{step}": b"x" * 1000}
        cache.close()
        return cache.notes

    Cache(path).close()
    with ThreadPoolExecutor(4) as pool:
        assert [note for notes in pool.map(work, range(4)) for note in notes] == []


def test_it_does_not_grow_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codereview.engine.cache._LIMIT", 200_000)
    cache = Cache(path)
    for number in range(100):
        cache.put({str(number): b"x" * 10_000})
    cache.close()
    assert path.stat().st_size < 600_000


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEREVIEW_CACHE_DIR", str(tmp_path))
    assert folder() == tmp_path
    monkeypatch.delenv("CODEREVIEW_CACHE_DIR")
    assert folder().name == "codereview"


def test_a_database_that_somebody_is_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE unrelated (x)")
    other.execute("DROP TABLE unrelated")
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.15, lambda: other.execute("COMMIT"))
    release.start()
    cache = Cache(path)
    release.join()
    assert cache.notes == []
    cache.put({"a": b"1"})
    assert cache.get(["a"]) == {"a": b"1"}
    cache.close()
    other.close()
