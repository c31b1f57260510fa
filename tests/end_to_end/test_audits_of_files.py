"""The way of the pre-commit hook: some files, findings with places, a status; and two audits at once."""

from __future__ import annotations

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from commands import GOOD, codereview

SLEEPS = "import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n"
# Modules that Python, a worker process or the command itself imports.
SHADOWS = """
    ast base64 codereview_rules encodings jinja2 logging msgspec multiprocessing queue random rich selectors
    signal sitecustomize socket struct subprocess tempfile threading traceback typer usercustomize
""".split()
PLACE = re.compile(
    r"(?P<path>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<rule>[A-Z]+\d+) (?P<severity>[a-z]+) (?P<message>.+)"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "app").mkdir(parents=True)
    (root / "app" / "a.py").write_text(GOOD)
    (root / "app" / "b.py").write_text(SLEEPS)
    (root / "app" / "c.py").write_text(SLEEPS)
    return root


def places(output: bytes) -> list[tuple[str, ...]]:
    found = [PLACE.fullmatch(line) for line in output.decode("utf-8").splitlines()]
    return [item.group("path", "line", "column", "rule", "severity") for item in found if item]


def test_findings_are_printed_with_their_places(project: Path, tmp_path: Path) -> None:
    result = codereview(
        "audit", "app/a.py", "app/b.py", "--fail-on", "high", cwd=project, cache=tmp_path / "cache"
    )
    assert result.returncode == 1
    assert ("app/b.py", "5", "5", "PERF001", "high") in places(result.stdout)
    assert ("app/a.py", "3", "7", "MNT003", "medium") in places(result.stdout)
    assert b"c.py" not in result.stdout
    assert b"Traceback" not in result.stderr


def test_status_is_that_of_the_worst_finding_in_these_files(project: Path, tmp_path: Path) -> None:
    for arguments, status in (
        (("app/a.py", "--fail-on", "high"), 0),
        (("app/a.py", "--fail-on", "medium"), 1),
    ):
        result = codereview("audit", *arguments, cwd=project, cache=tmp_path / "cache")
        assert result.returncode == status
        assert ("app/a.py", "3", "7", "MNT003", "medium") in places(result.stdout)


def test_a_file_without_findings_passes(project: Path, tmp_path: Path) -> None:
    (project / "app" / "fine.py").write_text('"""Nothing to say."""\n\nLIMIT = 10\n')
    result = codereview("audit", "app/fine.py", "--fail-on", "info", cwd=project, cache=tmp_path / "cache")
    assert result.returncode == 0
    assert places(result.stdout) == []


def test_files_that_are_not_python_are_looked_at_too(project: Path, tmp_path: Path) -> None:
    # As a hook is given them: whatever changed.
    (project / "compose.yaml").write_text(
        "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: " + "open-sesame" + "-41\n"
    )
    (project / "notes.md").write_text("# Notes\n")
    result = codereview(
        "audit", "compose.yaml", "notes.md", "--fail-on", "low", cwd=project, cache=tmp_path / "cache"
    )
    assert result.returncode == 1
    assert [(path, rule) for path, _, _, rule, _ in places(result.stdout)] == [("compose.yaml", "SEC001")]


def test_audits_at_once_share_a_cache_and_agree(project: Path, tmp_path: Path) -> None:
    for number in range(60):
        (project / "app" / f"m{number}.py").write_text(f"{SLEEPS}\n\nNUMBER = {number}\n")
    alone = codereview("audit", ".", "--json", "--no-cache", cwd=project, cache=tmp_path / "other")
    assert alone.returncode == 0

    def run(_: int) -> subprocess.CompletedProcess[bytes]:
        return codereview("audit", ".", "--json", "--jobs", "1", cwd=project, cache=tmp_path / "cache")

    with ThreadPoolExecutor(4) as pool:
        results = [*pool.map(run, range(4)), run(4)]
    assert [item.returncode for item in results] == [0] * 5
    assert {item.stdout for item in results} == {alone.stdout}
    assert {item.stderr for item in results} == {b""}
    assert len(json.loads(alone.stdout)["findings"]) >= 62


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_nothing_of_the_project_is_run(project: Path, tmp_path: Path, jobs: str) -> None:
    mark = tmp_path / "was-run"
    code = f"open({str(mark)!r}, 'a').write(__name__ + ' ')\n"
    for name in SHADOWS:
        (project / f"{name}.py").write_text(code)
    result = codereview("audit", ".", "--json", "--jobs", jobs, cwd=project, cache=tmp_path / "cache")
    assert not mark.exists(), mark.read_text()
    assert result.returncode == 0
    assert result.stderr == b""
    assert json.loads(result.stdout)["project"]["files"]["production"] == 3 + len(SHADOWS)
