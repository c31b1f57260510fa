"""The audit of a repository that is one large trap, with every tool asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from trapped import Trapped

from codereview.advisories.importing import import_file

TOOLS = ("bandit", "mypy", "pip-audit", "pyrefly", "ruff")


@pytest.fixture
def trapped(tmp_path: Path) -> Trapped:
    made = Trapped(tmp_path)
    made.git()
    return made


def advisories(folder: Path) -> str:
    """A data folder with one advisory, on a package that the repository pins."""
    record = {
        "id": "PYSEC-2026-1",
        "modified": "2026-01-01T00:00:00Z",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "evil"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}],
            }
        ],
    }
    export = folder / "all.zip"
    with zipfile.ZipFile(export, "w") as archive:
        archive.writestr("PYSEC-2026-1.json", json.dumps(record))
    data = folder / "data"
    import_file(export, data / "advisories.sqlite3")
    return str(data)


def audit(trapped: Trapped, *more: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [
            os.path.join(os.path.dirname(sys.executable), "codereview"),
            "audit",
            ".",
            "--json",
            "--no-cache",
            *more,
        ],
        cwd=trapped.root,
        env={**os.environ, "CODEREVIEW_CACHE_DIR": str(trapped.log.parent / "cache"), **environment},
        capture_output=True,
        timeout=300,
        check=False,
    )


def test_the_traps_are_armed(trapped: Trapped) -> None:
    subprocess.run([sys.executable, "app/main.py"], cwd=trapped.root, capture_output=True, check=False)
    subprocess.run([str(trapped.root / ".venv/bin/python")], check=True)
    subprocess.run([sys.executable, "-m", "mypy", "app"], cwd=trapped.root, capture_output=True, check=False)
    assert {"app/main.py", ".venv/bin/python", "mypy.py"} <= set(trapped.sprung)


@pytest.mark.real_tool
def test_no_trap_springs(trapped: Trapped) -> None:
    data = advisories(trapped.log.parent)
    done = audit(trapped, "--tools", ",".join(TOOLS), "--offline", CODEREVIEW_DATA_DIR=data)
    assert trapped.sprung == []
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    how = {tool["name"]: (tool["outcome"], tool["reason"]) for tool in result["tools"]}
    assert {name: how[name][0] for name in TOOLS} == dict.fromkeys(TOOLS, "ran"), how
    (known,) = [item for item in result["findings"] if item["rule"] == "DEP001"]
    assert known["corroborated_by"] == ["pip-audit advisory"]


@pytest.mark.real_tool
def test_the_targets_own_configuration_hides_nothing(trapped: Trapped) -> None:
    done = audit(trapped, "--tools", "ruff,pyrefly", "--select", "REL003")
    found = {(item["path"], item["rule"]) for item in json.loads(done.stdout)["findings"]}
    assert ("app/main.py", "REL003") in found


@pytest.mark.real_tool
def test_no_trap_springs_where_the_environment_points_at_it(trapped: Trapped) -> None:
    root = trapped.root
    done = audit(
        trapped,
        "--tools",
        "ruff,pyrefly,mypy,bandit",
        PATH=os.pathsep.join([str(root / "bin"), ".", os.environ["PATH"]]),
        VIRTUAL_ENV=str(root / ".venv"),
        CONDA_PREFIX=str(root / "venv"),
        MYPYPATH=str(root),
        PYREFLY_CONFIG=str(root / "pyrefly.toml"),
        MYPY_CONFIG_FILE_DIR=str(root),
        UV_PYTHON=str(root / "bin/python"),
    )
    assert trapped.sprung == []
    assert done.returncode == 0, done.stderr
