"""What the files around the code promise: one thing said twice must be said alike."""

from __future__ import annotations

import re
import stat
import sys
from pathlib import Path

import pytest

from codereview import __version__

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = [
    *(ROOT / ".github").rglob("*.yml"),
    *(ROOT / "examples" / "workflows").glob("*.yml"),
    ROOT / "action.yml",
]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_matrix_is_what_the_classifiers_promise() -> None:
    promised = [
        item.rpartition(" ")[2] for item in PROJECT["classifiers"] if re.search(r":: Python :: 3\.\d+$", item)
    ]
    matrix = re.search(r"python: \[(.*)\]", text(".github/workflows/ci.yml"))
    assert matrix is not None
    assert re.findall(r"\d\.\d+", matrix[1]) == promised
    assert PROJECT["requires-python"] == f">={promised[0]}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    uses = re.findall(r"^\s*-?\s*uses: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert [
        use for use in uses if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)
    ] == []


def test_pins_of_the_readme_are_those_of_the_workflows() -> None:
    pins = re.compile(r"(actions/[\w-]+)@([0-9a-f]{40})")
    known = {pin for path in WORKFLOWS for pin in pins.findall(path.read_text(encoding="utf-8"))}
    assert set(pins.findall(text("README.md"))) <= known


def test_workflows_start_without_permissions() -> None:
    for path in WORKFLOWS:
        content = path.read_text(encoding="utf-8")
        if "\njobs:" in content:
            assert "\npermissions: {}\n" in content


def test_inputs_of_the_action_never_become_part_of_a_script() -> None:
    for script in re.findall(r"run: \|\n((?:(?: {8}.*)?\n)+)", text("action.yml")):
        assert "${{" not in script


def test_set_up_is_two_commands_and_the_script_runs_the_second() -> None:
    readme = text("README.md")
    first, second = "pip install . && codereview audit .", "pip install -e '.[dev]' && pytest"
    section = readme[readme.index("## Set-up") : readme.index("## Use")]
    assert re.findall(r"```console\n(.*?)\n```", section, re.DOTALL) == [first, second]
    assert "pip install -q -e '.[dev]' && pytest" in text(".ci/run")


def test_every_dependency_has_its_reason() -> None:
    reasons = text("docs/architecture.md")
    for item in PROJECT["dependencies"]:
        name = re.split(r"[<>=;\[ ]", item)[0]
        assert f"| {name} |" in reasons
    for item in PROJECT["optional-dependencies"]["dev"]:
        assert re.split(r"[<>=;\[ ]", item)[0] in reasons


def test_links_between_documents_lead_somewhere() -> None:
    documents = (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "examples" / "plugin").glob("*.md"),
    )
    links = [
        (path, target) for path in documents for target in _links(path) if not re.match(r"[a-z]+:", target)
    ]
    assert len(links) > 10
    assert [f"{path.name}: {target}" for path, target in links if not (path.parent / target).exists()] == []


def _links(path: Path) -> list[str]:
    prose = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose)


def test_script_can_be_run() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & stat.S_IXUSR


def test_example_workflow_names_this_version() -> None:
    assert f"codereview-audit=={__version__}" in text("examples/workflows/threshold.yml")


def test_every_exit_status_is_in_the_readme() -> None:
    from codereview import gate
    from codereview.cli import guard

    statuses = re.findall(r"^\| (\d) \|", text("README.md"), re.MULTILINE)
    assert statuses == [str(item) for item in (gate.PASSED, gate.FAILED, guard.USAGE, gate.NOT_ASSESSED)]
    assert guard.NOT_ASSESSED == gate.NOT_ASSESSED
