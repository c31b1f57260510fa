"""What an audit concludes of a whole repository: kinds, packages, tools, parts, readiness, plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from codereview import auditor
from codereview.auditor import conclusions
from codereview.config import Settings
from codereview.model import Audit
from codereview.model_review import Review
from codereview.report.selfcheck import contradictions

NAMES = "orders rates parcels drivers depots claims bills notes stops trips fares zones tolls tours berths".split()
HANDLER = '@app.get("/{0}")\ndef {0}() -> int:\n    first = 1\n    second = first + 2\n    return first * second\n\n\n'
STEP = "def step_{0}(value: int) -> int:\n    other = value + {0}\n    return other\n\n\n"
API = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n" + "".join(HANDLER.format(name) for name in NAMES)
MAIN = "if __name__ == '__main__':\n    print(argparse.ArgumentParser().parse_args())\n"
TOOL = "import argparse\n\n\n" + "".join(STEP.format(number) for number in range(25)) + MAIN
WORKFLOW = """on: push
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: pip install ruff mypy
      - run: ruff check .
      - run: mypy . || true
"""
FILES = {
    "api/pyproject.toml": "[project]\nname = 'api'\nversion = '1'\ndependencies = ['fastapi>=0.100', 'httpx']\n",
    "api/main.py": API,
    "worker/pyproject.toml": "[project]\nname = 'worker'\nversion = '1'\n",
    "worker/run.py": TOOL,
    ".github/workflows/ci.yml": WORKFLOW,
}


def audited(folder: Path, files: dict[str, str]) -> Audit:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return auditor.audit(folder, Settings(jobs=1, cache=False, tools=()))


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return audited(tmp_path_factory.mktemp("mono"), FILES)


@pytest.fixture(scope="module")
def review(audit: Audit) -> Review:
    assert audit.review is not None
    return audit.review


def test_nothing_in_it_contradicts_itself(audit: Audit) -> None:
    assert contradictions(audit) == ()


def test_each_project_of_the_repository_has_a_kind_and_a_score(review: Review) -> None:
    assert [(part.path, part.kind) for part in review.parts] == [
        ("api", "web service (FastAPI)"),
        ("worker", "command-line tool"),
    ]
    assert all(part.score is not None and 0 < part.score <= 100 for part in review.parts)


def test_a_single_project_has_no_parts(tmp_path: Path) -> None:
    alone = {
        name.removeprefix("api/"): text for name, text in FILES.items() if not name.startswith("worker/")
    }
    made = audited(tmp_path, alone).review
    assert made is not None
    assert made.parts == ()


def test_packages_are_those_of_manifests_and_imports(review: Review) -> None:
    assert review.stack is not None
    shown = {item.name: (item.role, item.declared, item.modules) for item in review.stack.technologies}
    assert shown == {"fastapi": ("web framework", ">=0.100", 1), "httpx": ("HTTP client", "any version", 0)}
    places = {item.name: (item.evidence.path, item.evidence.line) for item in review.stack.technologies}
    assert places["fastapi"] == ("api/pyproject.toml", 4)


def test_a_tool_that_cannot_fail_does_not_block(review: Review) -> None:
    assert review.stack is not None
    tools = {item.name: item for item in review.stack.tools}
    assert (tools["ruff"].blocking, tools["ruff"].ci) == ("yes", ".github/workflows/ci.yml:7")
    assert tools["mypy"].blocking == "no"
    assert tools["mypy"].reason


def test_a_service_is_asked_what_a_library_is_not(audit: Audit, tmp_path: Path) -> None:
    library = audited(
        tmp_path,
        {
            "pyproject.toml": "[build-system]\nrequires = []\n[project]\nname = 'rates'\nversion = '1'\n",
            "rates/__init__.py": "def rate(x: int) -> int:\n    return x\n",
        },
    )
    assert audit.review is not None
    assert library.review is not None
    of_service = {gate.id: gate.status for gate in audit.review.readiness.gates}
    of_library = {gate.id: gate.status for gate in library.review.readiness.gates}
    assert of_library["health"] == of_library["timeouts"] == "not applicable"
    assert of_service["tests"] == of_library["tests"] == "attention"
    assert [kind.name for kind in library.review.kinds] == ["library"]


def test_a_defect_in_the_conclusions_costs_them_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no plan")

    monkeypatch.setattr(conclusions, "plan", broken)
    made = audited(tmp_path, {"main.py": API})
    assert made.review is None
    assert made.score is not None
    assert [gap.reason for gap in made.not_assessed if "readiness" in gap.what] == [
        "the sections could not be made: RuntimeError: no plan"
    ]
