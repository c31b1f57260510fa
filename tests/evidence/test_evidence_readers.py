"""Each reader on files made by hand: what they say, and one clear sentence for each that cannot be used."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import evidence_lab as lab
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codereview.evidence.reading import read
from codereview.evidence.values import (
    BenchmarkRead,
    CoverageRead,
    SarifRead,
    SuiteRead,
    UnreadableError,
)

ATTACK = (
    b'<?xml version="1.0"?><!DOCTYPE coverage [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<coverage><sources><source>&b;</source></sources></coverage>"
)
ELSEWHERE = (
    b'<?xml version="1.0"?><!DOCTYPE testsuite [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    b"<testsuite><testcase name='&x;'/></testsuite>"
)


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableError) as told:
        read(data)
    return str(told.value)


def test_cobertura() -> None:
    made = read(lab.COBERTURA)
    assert made.format == "Cobertura XML"
    assert isinstance(made.content, CoverageRead)
    assert (made.content.statements, made.content.covered, made.content.tool) == (4, 3, "coverage.py 7.10.1")
    lines = made.content.files["shop/main.py"]
    assert lines.executed == {1, 4, 5}
    assert lines.executable == {1, 4, 5, 6}
    assert (lines.branches, lines.covered_branches) == (2, 1)
    assert made.content.folders == ("/srv/ci/shop",)


def test_a_document_type_that_only_names_its_definition_is_fine() -> None:
    kind = b'<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">'
    made = read(lab.COBERTURA.replace(b"?>", b"?>" + kind, 1))
    assert made.format == "Cobertura XML"


def test_coverage_json() -> None:
    made = read(lab.coverage_json({"shop/main.py": ([1, 4], [5])}))
    assert isinstance(made.content, CoverageRead)
    assert made.content.files["shop/main.py"].executable == {1, 4, 5}
    assert (made.content.statements, made.content.covered) == (3, 2)


@pytest.mark.parametrize("arcs", [False, True])
def test_coverage_data(tmp_path: Path, arcs: bool) -> None:
    made = read(lab.coverage_data(tmp_path, {"/srv/ci/shop/main.py": [1, 8, 17]}, arcs))
    assert made.format == "coverage.py data"
    assert isinstance(made.content, CoverageRead)
    lines = made.content.files["/srv/ci/shop/main.py"]
    assert lines.executed == {1, 8, 17}
    assert lines.executable is None


def test_coverage_data_of_another_schema(tmp_path: Path) -> None:
    assert "schema 99" in refused(lab.coverage_data(tmp_path, {"a.py": [1]}, schema=99))


def test_a_database_of_something_else(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "x")
    base.execute("CREATE TABLE users (id integer)")
    base.commit()
    base.close()
    assert "coverage.py did not write" in refused((tmp_path / "x").read_bytes())


def test_a_view_in_place_of_a_table_is_not_asked(tmp_path: Path) -> None:
    place = tmp_path / "x"
    place.write_bytes(lab.coverage_data(tmp_path, {"a.py": [1]}))
    base = sqlite3.connect(place)
    base.executescript(
        "DROP TABLE line_bits;"
        "CREATE VIEW line_bits AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i AS file_id, 1 AS context_id, x'02' AS numbits FROM n;"
    )
    base.commit()
    base.close()
    assert "coverage.py did not write" in refused(place.read_bytes())


def test_junit() -> None:
    made = read(lab.JUNIT).content
    assert isinstance(made, SuiteRead)
    assert [case.outcome for case in made.cases] == ["passed", "failed", "skipped", "error"]
    assert made.cases[1].name == "tests.test_a::test_two"
    assert made.seconds == 2.5


def test_junit_counts_tests_and_not_totals() -> None:
    made = read(
        b'<testsuite tests="90" failures="7"><testsuite tests="90"><testcase name="x"/></testsuite></testsuite>'
    )
    assert isinstance(made.content, SuiteRead)
    assert [case.outcome for case in made.content.cases] == ["passed"]


def test_benchmarks_name_no_machine() -> None:
    made = read(lab.benchmark_json("0123456789abcdef")).content
    assert isinstance(made, BenchmarkRead)
    assert [item.name for item in made.benchmarks] == ["test_b.py::test_slow", "test_b.py::test_quick"]
    assert (made.commit, made.python) == ("0123456789abcdef", "3.12.1")
    assert "somebodys-machine" not in repr(made)


def test_benchmarks_made_outside_of_a_work_tree() -> None:
    made = read(lab.benchmark_json("unversioned")).content
    assert isinstance(made, BenchmarkRead)
    assert made.commit == ""


def test_sarif_levels_grades_and_suppressions() -> None:
    rules = (
        {"id": "A1", "defaultConfiguration": {"level": "note"}, "properties": {"security-severity": "9.1"}},
        {
            "id": "B2",
            "shortDescription": {"text": "short"},
            "messageStrings": {"m": {"text": "no {0}, see [x](1)"}},
        },
    )
    results = [
        lab.result("A1", "a.py", 1),
        lab.result("B2", "a.py", 2, level="error", message={"id": "m", "arguments": ["way"]}),
        lab.result("B2", "a.py", 3, suppressions=[{"kind": "inSource", "justification": "it is fine"}]),
        lab.result("B2", "a.py", 4, suppressions=[{"kind": "external", "status": "rejected"}]),
        lab.result("B2", "a.py", 5, kind="pass"),
        lab.result("B2", "a.py", 6, baselineState="absent"),
        {"message": {"text": "nowhere"}, "ruleIndex": 0},
    ]
    made = read(lab.sarif("Tool", results, rules)).content
    assert isinstance(made, SarifRead)
    found = made.runs[0].results
    assert [(item.code, item.level) for item in found] == [
        ("A1", "note"), ("B2", "error"), ("B2", "warning"), ("B2", "warning"), ("A1", "note"),
    ]  # fmt: skip
    assert found[0].grade == 9.1
    assert found[1].message == "no way, see x"
    assert [item.suppressed for item in found] == [None, None, "it is fine", None, None]
    assert found[4].place is None


def test_sarif_bases_artifacts_and_extensions() -> None:
    run = {
        "tool": {
            "driver": {"name": "T"},
            "extensions": [{"name": "pack", "rules": [{"id": "X/1"}, {"id": "X/2"}]}],
        },
        "originalUriBaseIds": {
            "ROOT": {"uri": "file:///srv/ci/"},
            "SRC": {"uri": "src/", "uriBaseId": "ROOT"},
        },
        "artifacts": [{"location": {"uri": "a.py", "uriBaseId": "SRC"}, "hashes": {"sha-256": "AB"}}],
        "results": [
            {
                "message": {"text": "m"},
                "rule": {"index": 1, "toolComponent": {"index": 0}},
                "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}],
            }
        ],
    }
    made = read(json.dumps({"version": "2.1.0", "runs": [run]}).encode()).content
    assert isinstance(made, SarifRead)
    place = made.runs[0].results[0].place
    assert place is not None
    assert (place.path, place.line) == ("file:///srv/ci/src/a.py", 1)
    assert made.runs[0].results[0].code == "X/2"
    assert made.runs[0].hashes == {"file:///srv/ci/src/a.py": "ab"}


def test_sarif_with_a_byte_order_mark() -> None:
    assert read(b"\xef\xbb\xbf" + lab.sarif("T", [])).format == "SARIF"
    assert read(lab.sarif("T", []).decode().encode("utf-16")).format == "SARIF"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"hello", "is neither a coverage file"),
        (b"\x7fELF\x02", "is neither a coverage file"),
        (b"<html></html>", "unknown kind (its root is 'html')"),
        (b"<coverage", "no well-formed XML at line 1"),
        (lab.COBERTURA[:-40], "no well-formed XML at line 12"),
        (b"<coverage/>", "holds no measured file"),
        (b"<coverage><project/></coverage>", "Clover"),
        (b"<testsuites/>", "holds no test"),
        (ATTACK, "declares entities"),
        (ELSEWHERE, "declares entities"),
        (b"<coverage>" * 500_000, "nested too deeply"),
        (b"{", "is cut off before its end"),
        (b'{"a": 1}', "is JSON, but neither"),
        (b'{"version": "2.1.0", "runs": 7}', "is no valid SARIF: Expected `array`"),
        (b'{"version": "2.0.0", "runs": []}', "is SARIF of version 2.0.0"),
        (b'{"version": "2.1.0", "runs": [{}]}', "missing required field `tool`"),
        (b'{"version": "2.1.0", "runs": [' + b"[" * 100_000, "nested too deeply"),
        (b'{"files": {"a.py": {}}, "totals": {}}', "missing required field `executed_lines`"),
        (b'{"files": {}, "totals": {}}', "holds no measured file"),
        (b'{"benchmarks": [{"stats": {}}]}', "missing required field `mean`"),
        (b'{"benchmarks": []}', "holds no benchmark"),
        (b"SQLite format 3\0 and no more", "damaged database"),
        (b'{"runs": [], "version": "\xff"}', "is damaged JSON"),
    ],
)
def test_what_cannot_be_used(data: bytes, part: str) -> None:
    assert part in refused(data)


def test_a_damaged_database(tmp_path: Path) -> None:
    data = bytearray(lab.coverage_data(tmp_path, {"a.py": [1, 2, 3]}))
    data[4096:] = b"\xff" * len(data[4096:])
    assert "damaged" in refused(bytes(data))


SEEDS = [
    lab.COBERTURA,
    lab.JUNIT,
    lab.benchmark_json(),
    lab.coverage_json({"a.py": ([1], [2])}),
    lab.sarif("T", [lab.result("A", "a.py", 1)]),
]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    for start in (b"", b"<coverage>", b'{"runs": ', b"SQLite format 3\0"):
        with contextlib.suppress(UnreadableError):
            assert read(start + data).content is not None


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_no_damage_breaks_the_readers(seed: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, min(start + 40, len(seed))))
    middle = data.draw(
        st.one_of(st.binary(max_size=12), st.sampled_from([b"null", b"-1", b"1e999", b"[]", b"{}", b'""']))
    )
    with contextlib.suppress(UnreadableError):
        assert read(seed[:start] + middle + seed[end:]).content is not None


def test_long_values_of_parametrized_tests_are_left_out() -> None:
    value = "k3y" * 9
    made = read(
        f'<testsuite><testcase classname="t" name="test_x[{value}-name]"/></testsuite>'.encode()
    ).content
    assert isinstance(made, SuiteRead)
    assert made.cases[0].name == "t::test_x[…]"


def test_a_database_of_too_many_lines_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "x"
    place.write_bytes(lab.coverage_data(tmp_path, {"a.py": [1]}))
    base = sqlite3.connect(place)
    base.executemany("INSERT INTO line_bits VALUES (1, ?, ?)", [(n, b"\xff" * 700_000) for n in range(2)])
    base.commit()
    base.close()
    assert "too many lines" in refused(place.read_bytes())
