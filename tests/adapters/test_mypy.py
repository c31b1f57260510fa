"""mypy: what it is asked, what it says, and that one file that it cannot read costs no other."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from codereview.adapters.mypy import Mypy, by_root
from codereview.adapters.process import Process, scratch
from codereview.adapters.running import Running
from codereview.adapters.values import Command, Completed, Target, ToolRun
from codereview.collect import collect

sys.path.append(str(Path(__file__).parents[1] / "facts"))
from facts_lab import project_of

RECORDED = Path(__file__).parent / "recorded" / "mypy"
LEMON = '''
class Lemon:
    """Sour."""

    def squeeze(self, hand: str, times: int = 1) -> int:
        return times


def use(lemon: Lemon) -> None:
    lemon.peel()
    lemon.squeeze()
    lemon.squeeze("left", force=2)
    undefined
'''.lstrip()


def target(
    root: Path | str = "/project", folder: str = "/scratch", roots: Sequence[str] = (), store: str = ""
) -> Target:
    files = collect(str(root)).files if Path(root).is_dir() else ()
    paths = tuple(str(Path(root, name)) if name else str(root) for name in (roots or ("",)))
    return Target(str(root), files, (3, 9), paths, folder, store)


def reading(*done: Completed) -> ToolRun:
    asked = [Command((), 1, "", paths=("a.py", "b.py")) for _ in done]
    return Mypy().read(list(zip(asked, done, strict=True)), target())


def recorded(name: str, status: int) -> Completed:
    return Completed(status, (RECORDED / f"{name}.json").read_bytes(), b"")


def real(root: Path, store: str = "", roots: Sequence[str] = ()) -> ToolRun:
    with scratch() as folder:
        (run,) = Running([(Mypy(), target(root, folder, roots, store))], 2).finish(str)
    return run


def test_it_reads_our_configuration(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (command,) = Mypy().commands(target(tmp_path))
    assert command.arguments[:2] == (sys.executable, "-I")
    assert command.environment == {"MYPYPATH": str(tmp_path)}
    config = Mypy().config(target(tmp_path, store="/store"))
    assert config["mypy-0.txt"] == f"{tmp_path / 'a.py'}\n"
    text = config["mypy-0.ini"]
    assert {"python_version = 3.10", "no_site_packages = True", "check_untyped_defs = True"} <= set(
        text.splitlines()
    )
    assert f"cache_dir = {Path('/store/mypy')}" in text
    assert "plugins" not in text


def test_two_files_of_one_module_and_names_that_cannot_be_imported(tmp_path: Path) -> None:
    for name in (
        "p/__init__.py",
        "p/m.py",
        "p/m.pyi",
        "p/d.py",
        "p/d/__init__.py",
        "do-it.py",
        "q/run.py",
        "run.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    found = by_root(target(tmp_path, roots=("", "q")))
    assert {root.replace(str(tmp_path), ""): [f.path for f in files] for root, files in found.items()} == {
        "": ["p/__init__.py", "p/d/__init__.py", "p/m.py", "run.py"],
        "/q".replace("/", str(Path("/"))): ["q/run.py"],
    }


def test_findings() -> None:
    run = reading(recorded("findings", 1))
    assert (run.how, run.gaps) == ("ran", ())
    assert [(d.path, d.line, d.column, d.end_column, d.code) for d in run.diagnostics] == [
        ("lemon.py", 9, 5, 15, "attr-defined"),
        ("lemon.py", 10, 5, 20, "call-arg"),
        ("lemon.py", 11, 5, 35, "call-arg"),
        ("lemon.py", 12, 5, 14, "name-defined"),
    ]


def test_what_our_facts_bear_out_is_told_as_such() -> None:
    run = reading(recorded("findings", 1))
    said = list(Mypy().confirm(run.diagnostics, project_of({"lemon.py": LEMON})))
    assert [(d.code, d.severity) for d in said] == [
        ("attr-defined", "sure"),
        ("call-arg", "sure"),
        ("call-arg", "sure"),
        ("name-defined", "sure"),
    ]
    assert said[1].message == "The call cannot match `Lemon.squeeze`: no value for `hand`"
    other = list(Mypy().confirm(run.diagnostics, project_of({"lemon.py": "from x import *\n"})))
    assert [d.severity for d in other] == ["", "", "", ""]
    assert other[0].message == '"Lemon" has no attribute "peel"'


def test_nothing_found() -> None:
    assert reading(recorded("clean", 0)) == ToolRun("mypy", "", "ran")


def test_a_file_that_it_cannot_read_is_a_gap() -> None:
    (gap,) = reading(recorded("unparsable", 0)).gaps
    assert gap.what == "broken.py"
    assert gap.reason == "mypy cannot read it: Expected a parameter or the end of the parameter list"


@pytest.mark.parametrize(
    ("done", "how", "reason"),
    [
        (Completed(2, b"", b"INTERNAL ERROR\n"), "failed", "it failed (status 2: INTERNAL ERROR)"),
        (Completed(-9, b"garbage{", b""), "failed", "it failed (status -9)"),
        (Completed(2, b'{"file": "/project/typing.py", "message": "This shadows", "code": null}', b""), "failed",
         "it stopped at typing.py: This shadows (status 2)"),
        (Completed(None, b"", b"", 300.0, True), "timed out", "it did not end within 300 seconds"),
        (Completed(None, b"", b"", missing="No such file"), "not installed", "it could not be started"),
    ],
)  # fmt: skip
def test_what_fails(done: Completed, how: str, reason: str) -> None:
    run = reading(done)
    assert run.how == how
    assert run.reason.startswith(reason)


@pytest.mark.parametrize("lost", [Completed(2, b"", b"boom"), Completed(None, b"", b"", 300.0, True)])
def test_one_folder_that_fails_is_a_gap(lost: Completed) -> None:
    run = reading(lost, recorded("findings", 1))
    assert (run.how, len(run.diagnostics)) == ("ran", 4)
    (gap,) = run.gaps
    assert gap.what == "a.py and 1 more files"


def test_garbage_is_no_finding() -> None:
    run = reading(Completed(0, b"{broken\nnot JSON\n[1]\n", b""))
    assert (run.how, run.diagnostics) == ("ran", ())


@pytest.mark.real_tool
def test_the_real_tool_gets_through_an_awkward_repository(tmp_path: Path) -> None:
    project = tmp_path / "project"
    wrong = 'x: int = "sour"\n'
    for name in (
        "ast.py",
        "main.py",
        "pkg/m.py",
        "space/inner.py",
        "a/run.py",
        "b/run.py",
        "pkg/d/__init__.py",
    ):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(wrong)
    (project / "pkg" / "__init__.py").write_text("import pkg.broken, pkg.coded\n")
    (project / "pkg" / "m.pyi").write_text("x: int\n")
    (project / "pkg" / "d.py").write_text(wrong)
    (project / "pkg" / "broken.py").write_text("def f(:\n")
    (project / "pkg" / "coded.py").write_bytes(b"\xff\xfe\x00")
    (project / "mypy.ini").write_text("[mypy]\nplugins = trap\n")
    (project / "trap.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')\n")
    run = real(project, str(tmp_path / "store"), ("", "a", "b"))
    assert run.how == "ran", run.reason
    assert {d.path for d in run.diagnostics if d.code == "assignment"} == {
        "ast.py", "main.py", "pkg/m.py", "space/inner.py", "a/run.py", "b/run.py", "pkg/d/__init__.py",
    }  # fmt: skip
    assert "pkg/broken.py" in {gap.what for gap in run.gaps}
    assert not (tmp_path / "sprung").exists()
    again = real(project, str(tmp_path / "store"), ("", "a", "b"))
    assert again.diagnostics == run.diagnostics
    assert any((tmp_path / "store" / "mypy").iterdir())


@pytest.mark.real_tool
def test_the_real_tool_starts_no_other_process(tmp_path: Path) -> None:
    (tmp_path / "lemon.py").write_text(LEMON)
    watch = (
        "import runpy, sys\n"
        "def hook(event, args):\n"
        "    if event in ('subprocess.Popen', 'os.exec', 'os.posix_spawn', 'os.fork', 'os.system', 'os.startfile'):\n"
        "        print('started', event, file=sys.stderr)\n"
        "sys.addaudithook(hook)\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    with scratch() as folder:
        asked = target(tmp_path, folder)
        for name, text in Mypy().config(asked).items():
            Path(folder, name).write_text(text)
        (command,) = Mypy().commands(asked)
        start = command.arguments.index("utf8") + 1
        watched = Command(
            (*command.arguments[:start], "-c", watch, *command.arguments[start:]),
            60,
            folder,
            command.environment,
        )
        done = Process(watched, str(tmp_path)).wait()
    assert done.status == 1
    assert b"has no attribute" in done.out
    assert b"started" not in done.err


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ('Unexpected keyword argument "frozen" for "__init_subclass__" of "object"', False),
        ('Variable "app.lines.Line" is not valid as a type', False),
        ('Line? has no attribute "text"', False),
        ('"Lemon" has no attribute "peel"', True),
        ('Unexpected keyword argument "force" for "squeeze" of "Lemon"', True),
    ],
)
def test_what_packages_that_are_not_there_cause_is_not_told(message: str, told: bool) -> None:
    line = {
        "file": "/project/a.py",
        "line": 1,
        "column": 0,
        "message": message,
        "code": "misc",
        "severity": "error",
    }
    run = reading(Completed(1, json.dumps(line).encode(), b""))
    assert bool(run.diagnostics) is told
