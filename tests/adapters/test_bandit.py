"""bandit: what it is asked, what it says, and that no value of a secret passes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from codereview.adapters.bandit import Bandit
from codereview.adapters.base import Adapter
from codereview.adapters.process import Process
from codereview.adapters.ruff import Ruff
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.collect import collect
from codereview.model import NotAssessed, Severity
from codereview.registry import adopted
from codereview_rules.security.debug_server import DebugServer

RECORDED = Path(__file__).parent / "recorded" / "bandit"
# Made up, and put together here so that no file holds it in one piece.
SECRET = "zk_" + "live_" + "51f0c7"


def reading(*done: Completed) -> ToolRun:
    asked = [Command((), 1, "", paths=(f"{number}.py",)) for number, _ in enumerate(done)]
    target = Target(root="project", files=(), python=(3, 10), roots=(), scratch="scratch")
    return Bandit(()).read(list(zip(asked, done, strict=True)), target)


def recorded(name: str) -> Completed:
    return Completed(0, (RECORDED / f"{name}.json").read_bytes().replace(b"VALUE", SECRET.encode()), b"")


def project(tmp_path: Path) -> Target:
    files = collect(str(tmp_path)).files
    python = tuple(file for file in files if file.kind == "python")
    return Target(root=str(tmp_path), files=python, python=(3, 10), roots=(), scratch=str(tmp_path))


def test_it_is_asked_for_adopted_tests_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x\n")
    (command,) = Bandit(("B602:low", "B602", "B102")).commands(project(tmp_path))
    arguments = command.arguments
    assert arguments[1] == "-I"
    assert "--ignore-nosec" in arguments
    assert not {"-r", "--recursive", "-c", "--configfile", "--ini"} & set(arguments)
    assert arguments[arguments.index("--tests") + 1] == "B102,B602"
    assert arguments[-2:] == ("--", str(tmp_path / "a.py"))


def test_findings() -> None:
    run = reading(recorded("findings"))
    assert (run.how, run.gaps) == ("ran", ())
    found = {item.code: item for item in run.diagnostics}
    assert set(found) == {"B105", "B110", "B113", "B501", "B506", "B602", "B605"}
    assert {item.path for item in run.diagnostics} == {"faulty.py"}
    swallowed = found["B110"]
    assert (swallowed.line, swallowed.column, swallowed.end_line, swallowed.end_column) == (11, 5, 12, 13)
    assert (found["B602"].severity, found["B605"].severity) == ("high", "low")
    table = adopted().table("bandit")
    assert table.entry("B605", "low") in table.dropped
    assert table.entry("B602", "high") == "B602"


def test_no_value_of_a_secret_passes() -> None:
    assert SECRET.encode() in recorded("findings").out
    run = reading(recorded("findings"))
    assert SECRET not in msgspec.json.encode(run).decode()


def test_clean() -> None:
    assert reading(recorded("clean")) == ToolRun("bandit", "", "ran")


def test_files_that_do_not_parse_are_left_to_the_rule_for_them() -> None:
    assert reading(recorded("unparsable")) == ToolRun("bandit", "", "ran")


def test_a_file_that_it_gave_up_on_is_named() -> None:
    out = b'{"results": [], "errors": [{"filename": "a.py", "reason": "exception while scanning file"}]}'
    (gap,) = reading(Completed(0, out, b"")).gaps
    assert gap == NotAssessed(what="a.py", reason="bandit did not look at it: exception while scanning file")


@pytest.mark.parametrize(
    ("done", "how", "reason"),
    [
        (
            Completed(2, b"", (RECORDED / "refused.err").read_bytes()),
            "failed",
            "it failed (status 2: [extension_loader]",
        ),
        (Completed(-9, b"", b""), "failed", "it failed (status -9)"),
        (Completed(None, b"{", b"", 300.0, True), "timed out", "it did not end within 300 seconds"),
        (Completed(None, b"", b"", missing="No such file"), "not installed", "it could not be started"),
        (Completed(0, b"No issues identified.", b""), "failed", "its JSON is damaged (status 0)"),
        (Completed(0, b"[]", b""), "failed", "its JSON is damaged"),
        (Completed(0, b'{"results": [7], "errors": []}', b""), "failed", "its JSON is damaged"),
        (Completed(0, b'{"results": [], "errors": [7]}', b""), "failed", "its JSON is damaged"),
    ],
)
def test_what_fails_is_said(done: Completed, how: str, reason: str) -> None:
    run = reading(done)
    assert (run.how, run.diagnostics, run.gaps) == (how, (), ()) or run.gaps[0].what == "0.py"
    assert run.how == how
    assert run.reason.startswith(reason)


def test_a_process_that_fails_costs_its_own_files_only() -> None:
    run = reading(recorded("findings"), Completed(None, b"", b"", 300.0, True))
    assert (run.how, len(run.diagnostics)) == ("timed out", 7)
    assert [gap.what for gap in run.gaps] == ["1.py"]


@pytest.mark.real_tool
def test_the_real_program_knows_every_test_and_is_not_steered(tmp_path: Path) -> None:
    (tmp_path / ".bandit").write_text("[bandit]\nskips = B102\nexclude = /\n")
    (tmp_path / "pyproject.toml").write_text("[tool.bandit]\nskips = ['B102']\n")
    (tmp_path / "a.py").write_text(f"exec(x)  # nosec\npassword = '{SECRET}'\n")
    (tmp_path / "b.py").write_text("def (\n")
    table = adopted().table("bandit")
    adapter = Bandit((*table.codes, *table.confirms))
    asked = project(tmp_path)
    (command,) = adapter.commands(asked)
    done = Process(command, str(tmp_path)).wait()
    run = adapter.read([(command, done)], asked)
    assert (run.how, run.reason, run.gaps) == ("ran", "", ())
    assert b"Unknown test" not in done.err
    found = sorted((item.path, item.line, item.code) for item in run.diagnostics)
    assert found == [("a.py", 1, "B102"), ("a.py", 2, "B105")]
    assert SECRET not in msgspec.json.encode(run).decode()


@pytest.mark.parametrize("adapter", [Bandit(()), Ruff(())])
def test_a_debugger_is_graver_where_others_can_reach_it(adapter: Adapter) -> None:
    code = "B201" if adapter.name == "bandit" else "S201"
    said = Diagnostic(adapter.name, code, "a.py", 1, 1, 1, 9, "x")
    table = adopted().table(adapter.name)
    far = adapter.placed(said, "app.run(debug=True, host='0.0.0.0')")
    near = adapter.placed(said, "app.run(debug=True)")
    severities = [table.codes[table.entry(code, item.severity)].severity for item in (near, far)]
    assert severities == [Severity.MEDIUM, None]
    assert DebugServer.card.severity is Severity.HIGH


def test_a_call_stands_where_it_begins() -> None:
    out = (
        b'{"errors": [], "results": [{"filename": "a.py", "test_id": "B602", "line_number": 3, "line_range": '
        b'[1, 2, 3, 4], "col_offset": 4, "end_col_offset": 1, "issue_severity": "HIGH", "issue_confidence": '
        b'"HIGH", "issue_text": "x"}]}'
    )
    (found,) = reading(Completed(0, out, b"")).diagnostics
    assert (found.line, found.column, found.end_line) == (1, 5, 4)
    (found,) = reading(Completed(0, out.replace(b"B602", b"B107"), b"")).diagnostics
    assert (found.line, found.end_line) == (3, 4)
