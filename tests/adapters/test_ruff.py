"""ruff: what it is asked, what it says, and which of its reports make sense where they stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from codereview.adapters.adopted import Table
from codereview.adapters.process import Process
from codereview.adapters.ruff import ANNOTATION, Ruff
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.collect import collect
from codereview.engine.worker import Checker, Job
from codereview.facts.project import ProjectFacts
from codereview.model import Severity, Zone
from codereview.registry import adopted

RECORDED = Path(__file__).parent / "recorded" / "ruff"


def target(root: str = "project", python: tuple[int, int] = (3, 9)) -> Target:
    return Target(root=root, files=(), python=python, roots=(), scratch="scratch")


def reading(*done: Completed, paths: Sequence[str] = ("a.py",)) -> ToolRun:
    asked = [Command((), 1, "", paths=(path,)) for path in paths]
    return Ruff(()).read(list(zip(asked, done, strict=True)), target())


def recorded(name: str) -> Completed:
    return Completed(0, (RECORDED / f"{name}.json").read_bytes(), b"")


def project(tmp_path: Path, python: tuple[int, int] = (3, 9)) -> Target:
    files = collect(str(tmp_path)).files
    return Target(root=str(tmp_path), files=files, python=python, roots=(), scratch=str(tmp_path))


@pytest.mark.parametrize(
    ("declared", "asked"), [((3, 9), "py313"), ((3, 13), "py313"), ((3, 14), "py314"), ((3, 20), "py314")]
)
def test_it_is_asked_for_adopted_codes_and_reads_no_configuration(
    tmp_path: Path, declared: tuple[int, int], asked: str
) -> None:
    (tmp_path / "a.py").write_text("x\n")
    (command,) = Ruff(("S602:low", "S602", "F821")).commands(project(tmp_path, declared))
    arguments = command.arguments
    assert {"--isolated", "--no-cache", "--ignore-noqa", "--no-respect-gitignore"} <= set(arguments)
    assert arguments[arguments.index("--select") + 1] == "F821,S602"
    assert arguments[arguments.index("--target-version") + 1] == asked
    assert arguments[-2:] == ("--", str(tmp_path / "a.py"))
    assert command.paths == ("a.py",)


def test_findings() -> None:
    run = reading(recorded("findings"))
    assert (run.how, run.gaps) == ("ran", ())
    found = {(item.code, item.path, item.line): item for item in run.diagnostics}
    assert {code for code, _, _ in found} == {
        "B006", "E722", "F821", "S105", "S110", "S113", "S501", "S506", "S602", "S605",
    }  # fmt: skip
    assert {path for _, path, _ in found} == {"faulty.py"}
    bare = found["E722", "faulty.py", 11]
    swallowed = found["S110", "faulty.py", 11]
    assert (bare.column, bare.end_line, swallowed.column, swallowed.end_line) == (5, 11, 5, 12)


def test_a_fixed_command_is_told_from_one_that_is_not() -> None:
    found = {item.code: item for item in reading(recorded("findings")).diagnostics}
    assert (found["S602"].severity, found["S605"].severity) == ("", "low")
    table = adopted().table("ruff")
    assert table.entry("S602", "") in table.codes
    assert table.entry("S605", "low") in table.dropped


def report(code: str, message: str) -> Completed:
    place = {"row": 1, "column": 1}
    item = {"code": code, "filename": "a.py", "location": place, "end_location": place, "message": message}
    return Completed(0, json.dumps([item]).encode(), b"")


def test_no_advice_about_its_own_settings() -> None:
    told = (
        'Undefined name `aiter`. Consider specifying `requires-python = ">= 3.10"` in your `pyproject.toml`.'
    )
    (said,) = reading(report("F821", told)).diagnostics
    assert said.message == "Undefined name `aiter`"


def test_a_block_of_commented_out_code_is_told_once() -> None:
    items = [
        {"code": code, "filename": path, "location": {"row": row, "column": 1},
         "end_location": {"row": row, "column": 9}, "message": "m"}
        for path, row, code in [
            ("a.py", 1, "ERA001"), ("a.py", 2, "F401"), ("a.py", 2, "ERA001"), ("a.py", 5, "ERA001"),
            ("a.py", 9, "ERA001"), ("b.py", 9, "ERA001"),
        ]
    ]  # fmt: skip
    found = reading(Completed(0, json.dumps(items).encode(), b"")).diagnostics
    blocks = [(item.path, item.line, item.end_line) for item in found if item.code == "ERA001"]
    assert blocks == [("a.py", 1, 5), ("a.py", 9, 9), ("b.py", 9, 9)]
    assert len(found) == 4


def test_clean() -> None:
    assert reading(recorded("clean")) == ToolRun("ruff", "", "ran")


def test_files_that_do_not_parse_are_left_to_the_rule_for_them() -> None:
    assert reading(recorded("unparsable")) == ToolRun("ruff", "", "ran")


REFUSED = (RECORDED / "refused.err").read_bytes()


@pytest.mark.parametrize(
    ("done", "how", "reason"),
    [
        (
            Completed(2, b"", REFUSED),
            "failed",
            "it failed (status 2: ruff failed;   Cause: Unknown rule selector",
        ),
        (Completed(-11, b"", b""), "failed", "it failed (status -11)"),
        (Completed(None, b"[", b"", 120.0, True), "timed out", "it did not end within 120 seconds"),
        (Completed(None, b"", b"", missing="No such file"), "not installed", "it could not be started"),
        (Completed(0, b"All checks passed!", b""), "failed", "its JSON is damaged (status 0)"),
        (Completed(0, b"7", b""), "failed", "its JSON is damaged"),
        (Completed(0, b'[{"code": "F821"}]', b""), "failed", "its JSON is damaged"),
        (Completed(0, b"[[]]", b""), "failed", "its JSON is damaged"),
    ],
)
def test_what_fails_is_said(done: Completed, how: str, reason: str) -> None:
    run = reading(done)
    assert (run.how, run.diagnostics) == (how, ())
    assert run.reason.startswith(reason)


def test_an_import_that_asks_whether_a_package_is_there_is_used() -> None:
    optional = "`x` imported but unused; consider using `importlib.util.find_spec` to test for availability"
    assert reading(report("F401", optional)).diagnostics == ()
    assert len(reading(report("F401", "`x` imported but unused")).diagnostics) == 1


def confirmed(files: dict[str, str], code: str, path: str, line: int, message: str) -> bool:
    zones = {name: Zone.TESTS if name.startswith("tests/") else Zone.PRODUCTION for name in files}
    jobs = [Job(name, name, zone, "python", name[:-3].replace("/", ".")) for name, zone in zones.items()]
    results = [Checker([], (3, 10)).check(job, files[job.path].encode()) for job in jobs]
    facts = [result.facts for result in results if result.facts is not None]
    said = Diagnostic("ruff", code, path, line, 1, line, 5, message)
    return list(Ruff(()).confirm([said], ProjectFacts(facts, zones))) == [said]


def test_print_counts_where_there_is_a_logger() -> None:
    files = {
        "a.py": "import logging\nprint(1)\n",
        "b.py": "print(1)\n",
        "c.py": "from loguru import logger\n",
    }
    assert confirmed(files, "T201", "a.py", 2, "`print` found")
    assert not confirmed(files, "T201", "b.py", 1, "`print` found")
    assert confirmed(files, "T201", "c.py", 1, "`print` found")


def test_log_formats_are_those_of_logging() -> None:
    files = {"a.py": "import logging\n", "b.py": "from loguru import logger\n"}
    assert confirmed(files, "PLE1205", "a.py", 1, "Too many arguments")
    assert not confirmed(files, "PLE1205", "b.py", 1, "Too many arguments")


def test_handing_on_what_an_initialiser_returned_is_no_value() -> None:
    text = "class A(dict):\n    def __init__(self):\n        return super().__init__()\n"
    files = {"a.py": text, "b.py": text.replace("super().__init__()", "1")}
    assert not confirmed(files, "PLE0101", "a.py", 3, "Explicit return in `__init__`")
    assert confirmed(files, "PLE0101", "b.py", 3, "Explicit return in `__init__`")


def test_members_of_an_enumeration_that_are_made_by_calls_are_no_duplicates() -> None:
    files = {"a.py": "import enum\n"}
    assert not confirmed(files, "PIE796", "a.py", 1, "Enum contains duplicate value: `object()`")
    assert confirmed(files, "PIE796", "a.py", 1, "Enum contains duplicate value: `1`")
    assert confirmed(files, "PIE796", "a.py", 1, "Enum contains duplicate value: `(1, 2)`")


def undefined(line: int, column: int = 1) -> Diagnostic:
    return Diagnostic("ruff", "F821", "a.py", line, column, line, column + 1, "Undefined name `Sql`")


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("def f(x: 'Sql') -> None: ...", True),
        ('x: "list[Sql]" = []', True),
        ("print(f'{Sql}')", False),
        ("print('a', Sql)", False),
        ("x = Sql", False),
    ],
)
def test_a_name_in_a_quoted_annotation_raises_nothing(line: str, quoted: bool) -> None:
    said = Ruff(()).placed(undefined(1, line.index("Sql") + 1), line)
    assert said.severity == (ANNOTATION if quoted else "")
    entry = adopted().table("ruff").codes["F821:annotation"]
    assert (entry.rule, entry.severity) == ("REL003", Severity.LOW)


LATE = """\
from __future__ import annotations

class A:
    x: list[int | Sql]
    y: int = Sql
    z = Sql

def f(
    a: Sql,
    b: int = Sql,
) -> None:
    return Sql
"""


def test_annotations_that_are_not_evaluated_raise_nothing() -> None:
    def late(text: str) -> list[int]:
        done = Checker([], (3, 10)).check(Job("a.py", "a.py", Zone.PRODUCTION, "python", "a"), text.encode())
        assert done.facts is not None
        lines = [number for number, line in enumerate(text.splitlines(), 1) if "Sql" in line]
        said = Ruff(()).confirm([undefined(line) for line in lines], ProjectFacts([done.facts], {}))
        return [item.line for item in said if item.severity == ANNOTATION]

    assert late(LATE.replace("    b: int = Sql,\n", "")) == [4, 9]
    assert late(LATE) == [4], "a default in a signature is evaluated, and its line is not told from others"
    now = LATE.partition("\n")[2].replace("    b: int = Sql,\n", "")
    assert late(now) == []
    assert late(now + "class Sql: ...\n") == [3, 8], (
        "defined later: it is read by a Python that does not look"
    )


FIXTURE = "from fixtures import client\n\ndef test_a(client):\n    pass\n\ndef test_b():\n    pass\n"


@pytest.mark.parametrize(
    ("code", "line", "message", "counts"),
    [
        ("F811", 3, "Redefinition of unused `client` from line 1: `client` redefined here", False),
        ("F811", 6, "Redefinition of unused `test_b` from line 2: `test_b` redefined here", True),
        ("F401", 1, "`fixtures.client` imported but unused", False),
        ("F401", 1, "`fixtures.x as client` imported but unused", False),
        ("F401", 1, "`fixtures.other` imported but unused", True),
    ],
)
def test_fixtures_that_are_imported_are_asked_for_by_name(
    code: str, line: int, message: str, counts: bool
) -> None:
    files = {"tests/test_a.py": FIXTURE, "a.py": FIXTURE}
    assert confirmed(files, code, "tests/test_a.py", line, message) is counts
    assert confirmed(files, code, "a.py", line, message)


def test_conftest_imports_fixtures_for_others() -> None:
    files = {"tests/conftest.py": "from a import b\n"}
    assert not confirmed(files, "F401", "tests/conftest.py", 1, "`a.b` imported but unused")


def test_a_file_without_facts_is_left_out() -> None:
    assert not confirmed({"a.py": "def (\n"}, "T201", "a.py", 1, "`print` found")


@pytest.mark.real_tool
def test_the_real_program_knows_every_code_and_is_not_steered(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text("lint.select = []\nexclude = ['*.py']\n")
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nexclude = ['*']\n")
    (tmp_path / "a.py").write_text("import os\nprint(missing)  # noqa\n")
    (tmp_path / "__init__.py").write_text("import os\n")
    table: Table = adopted().table("ruff")
    adapter = Ruff((*table.codes, *table.confirms))
    asked = project(tmp_path)
    (tmp_path / ".gitignore").write_text("*.py\n")
    (command,) = adapter.commands(asked)
    process = Process(command, str(tmp_path))
    done = process.wait()
    run = adapter.read([(command, done)], asked)
    assert (run.how, run.reason, done.err) == ("ran", "", b"")
    found = sorted((item.path, item.line, item.code, item.comment_line) for item in run.diagnostics)
    assert found == [
        ("a.py", 1, "F401", 1),
        ("a.py", 2, "F821", 2),
        ("a.py", 2, "PGH004", 2),
        ("a.py", 2, "T201", 2),
    ]
