"""pyrefly: what it is asked, what it says, and that what our facts do not bear out is not told."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview.adapters.process import scratch
from codereview.adapters.pyrefly import CONFIG, KINDS, Pyrefly
from codereview.adapters.running import Running
from codereview.adapters.values import Command, Completed, Target, ToolRun
from codereview.collect import collect
from codereview.registry import adopted

RECORDED = Path(__file__).parent / "recorded" / "pyrefly"


def target(
    root: str = "/project", folder: str = "/scratch", roots: tuple[str, ...] = ("/project",)
) -> Target:
    files = collect(root).files if Path(root).is_dir() else ()
    return Target(root=root, files=files, python=(3, 10), roots=roots, scratch=folder)


def reading(done: Completed) -> ToolRun:
    return Pyrefly().read([(Command((), 1, "", paths=("a.py",)), done)], target())


def recorded(name: str, status: int) -> Completed:
    return Completed(status, (RECORDED / f"{name}.json").read_bytes(), b" INFO 4 errors\n")


def test_it_reads_our_configuration_and_starts_no_interpreter(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (command,) = Pyrefly().commands(target(str(tmp_path)))
    arguments = command.arguments
    assert arguments[arguments.index("--config") + 1] == str(Path("/scratch") / CONFIG)
    assert "--skip-interpreter-query" in arguments
    assert arguments[-2:] == ("--", str(tmp_path / "a.py"))
    text = Pyrefly().config(target())[CONFIG]
    assert "skip-interpreter-query = true" in text
    assert "site-package-path = []" in text
    assert 'search-path = ["/project"]' in text
    assert all(f'{kind} = "error"' in text for kind in KINDS)


def test_every_kind_that_it_is_asked_for_is_adopted() -> None:
    table = adopted().table("pyrefly")
    assert set(KINDS) <= {code.partition(":")[0] for code in table.known}


def test_findings() -> None:
    run = reading(recorded("findings", 1))
    assert (run.how, run.gaps) == ("ran", ())
    assert [(d.path, d.line, d.column, d.code) for d in run.diagnostics] == [
        ("lemon.py", 9, 5, "missing-attribute"),
        ("lemon.py", 10, 18, "missing-argument"),
        ("lemon.py", 11, 27, "unexpected-keyword"),
        ("lemon.py", 12, 5, "unknown-name"),
    ]
    assert run.diagnostics[0].message == "Object of class `Lemon` has no attribute `peel`"


@pytest.mark.parametrize("name", ["clean", "unparsable"])
def test_nothing_found(name: str) -> None:
    run = reading(recorded(name, 0))
    assert (run.how, run.diagnostics) == ("ran", ())


@pytest.mark.parametrize(
    ("done", "how", "reason"),
    [
        (
            Completed(101, b"", b"thread 'main' panicked\n"),
            "failed",
            "its JSON is damaged (status 101: thread",
        ),
        (Completed(0, b"no JSON", b""), "failed", "its JSON is damaged (status 0)"),
        (Completed(1, b'{"errors": [{"name": "x"}]}', b""), "failed", "its JSON is damaged (status 1)"),
        (Completed(1, b'{"errors": 7}', b""), "failed", "its JSON is damaged (status 1)"),
        (Completed(None, b"", b"", 300.0, True), "timed out", "it did not end within 300 seconds"),
        (Completed(None, b"", b"", missing="No such file"), "not installed", "it could not be started"),
    ],
)
def test_what_fails(done: Completed, how: str, reason: str) -> None:
    run = reading(done)
    assert run.how == how
    assert run.reason.startswith(reason)
    assert run.diagnostics == ()


def test_texts_of_the_code_are_not_quoted() -> None:
    item = '{"line": 1, "column": 1, "stop_line": 1, "stop_column": 2, "path": "/project/a.py", '
    item += '"name": "missing-attribute", "concise_description": "Literal[\'sour\'] has none"}'
    (said,) = reading(Completed(1, f'{{"errors": [{item}]}}'.encode(), b"")).diagnostics
    assert said.message == "Literal[...] has none"


@pytest.mark.real_tool
def test_the_real_tool_is_not_steered_by_the_target(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyrefly.toml").write_text('preset = "off"\n')
    (project / "lemon.py").write_text("class Lemon: ...\nLemon().peel()\nLemon(1)\n")
    with scratch() as folder:
        (run,) = Running([(Pyrefly(), target(str(project), folder, (str(project),)))], 1).finish(str)
    assert run.how == "ran", run.reason
    assert {(d.path, d.line, d.code) for d in run.diagnostics} == {
        ("lemon.py", 2, "missing-attribute"),
        ("lemon.py", 3, "bad-argument-count"),
    }
