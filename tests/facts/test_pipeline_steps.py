"""What CI runs, followed through task runners, and what becomes of its failure."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from codereview.facts.dependencies.project import Dependencies
from codereview.facts.pipeline.project import Pipeline
from codereview.facts.pipeline.states import state
from codereview.facts.pipeline.values import Step

HEAD = "on: {on}\njobs:\n  check:\n    runs-on: x\n{job}    steps:\n"
WORKFLOW = ".github/workflows/ci.yml"


def pipeline(files: Mapping[str, str]) -> Pipeline:
    return Pipeline(files, tuple(files), {}, Dependencies(files))


def github(command: str, others: Mapping[str, str], *, on: str = "push", job: str = "") -> Pipeline:
    return pipeline({WORKFLOW: HEAD.format(on=on, job=job) + f"      - run: {command}\n", **others})


def steps_of(made: Pipeline, tool: str) -> list[Step]:
    return [step for row in made.tools if row.tool == tool for step in row.ci]


@pytest.mark.parametrize(
    ("command", "others", "place"),
    [
        ("make check", {"Makefile": "check: lint\n\nlint:\n\t@mypy src\n"}, "Makefile:4"),
        ("just check", {"justfile": "check:\n  mypy src\n"}, "justfile:2"),
        ("tox -e types", {"tox.ini": "[testenv:types]\ncommands =\n  mypy src\n"}, "tox.ini:3"),
        ("tox", {"tox.ini": "[tox]\nenvlist = py, t\n[testenv]\ncommands =\n  t: mypy src\n"}, "tox.ini:5"),
        (
            "tox -e t",
            {"pyproject.toml": '[tool.tox.env.t]\ncommands = [["mypy", "src"]]\n'},
            "pyproject.toml:1",
        ),
        (
            "nox -s types",
            {"noxfile.py": "import nox\n@nox.session\ndef types(s):\n    s.run('mypy', 'src')\n"},
            "noxfile.py:4",
        ),
        ("npm run types", {"package.json": '{"scripts": {\n"types": "mypy src"}}'}, "package.json:2"),
        ("poe types", {"pyproject.toml": '[tool.poe.tasks]\ntypes = "mypy src"\n'}, "pyproject.toml:2"),
        (
            "hatch run types:check",
            {"pyproject.toml": '[tool.hatch.envs.types.scripts]\ncheck = "mypy src"\n'},
            "pyproject.toml:2",
        ),
        ("pdm run t", {"pyproject.toml": '[tool.pdm.scripts]\nt = {cmd = "mypy src"}\n'}, "pyproject.toml:2"),
        ("scripts/types", {"scripts/types": "#!/bin/sh -e\nmypy src\n"}, "scripts/types:2"),
        ("bash ci/types.sh", {"ci/types.sh": "mypy src\n"}, "ci/types.sh:1"),
        (
            "pre-commit run -a",
            {".pre-commit-config.yaml": "repos:\n- repo: x\n  hooks:\n  - id: mypy\n"},
            ".pre-commit-config.yaml:4",
        ),
        ("cd api && make t", {"api/Makefile": "t:\n\tmypy src\n"}, "api/Makefile:2"),
    ],
)
def test_commands_are_followed_to_what_they_run(command: str, others: dict[str, str], place: str) -> None:
    (step,) = steps_of(github(command, others), "mypy")
    assert f"{step.path}:{step.line}" == place
    assert step.through[0] == (WORKFLOW, 6)
    assert not step.soft


@pytest.mark.parametrize(
    "command",
    [
        "npx nx affected -t lint test",
        "npx --yes turbo run test",
        "yarn nx run-many -t test",
        "pnpm exec nx test",
    ],
)
def test_what_a_runner_of_another_language_starts_is_unknown(command: str) -> None:
    made = github(command, {"tests/test_a.py": "def test_a():\n    assert 1\n"})
    assert state(made, "tests").level == "unknown"


def test_other_programs_of_node_hide_nothing() -> None:
    assert state(github("npx eslint src", {}), "linter").level == "missing"


@pytest.mark.parametrize(
    ("on", "job"),
    [
        ("schedule", ""),
        ("workflow_dispatch", ""),
        ("{push: {tags: ['v*']}}", ""),
        ("{pull_request: {types: [labeled]}}", ""),
        ("push", "    continue-on-error: true\n"),
        ("push", "    if: ${{ false }}\n"),
        ("push", "    if: github.event_name == 'schedule'\n"),
    ],
)
def test_a_job_that_judges_no_change_is_soft(on: str, job: str) -> None:
    (step,) = steps_of(github("mypy src", {}, on=on, job=job), "mypy")
    assert step.soft


def test_an_outcome_that_a_later_step_asks_for_counts() -> None:
    text = HEAD.format(on="push", job="") + (
        "      - id: types\n        run: mypy src\n        continue-on-error: true\n"
        "      - if: steps.types.outcome == 'failure'\n        run: exit 1\n"
    )
    (step,) = steps_of(pipeline({WORKFLOW: text}), "mypy")
    assert not step.soft


def test_scripts_that_call_each_other_over_and_over_are_followed_once() -> None:
    calls = {"a": "b", "b": "c", "c": "a"}
    scripts = {
        f"ci/{name}.sh": "".join(f"bash ci/{other}.sh --part={n}\n" for n in range(20)) + "mypy src\n"
        for name, other in calls.items()
    }
    made = github("bash ci/a.sh", scripts)
    assert {step.path for step in steps_of(made, "mypy")} == set(scripts)
    assert len(made.ci) < 4 * 20 * 20 * len(calls)


def test_a_check_that_is_met_deep_and_then_directly_is_followed_from_both() -> None:
    chain = {f"ci/{n}.sh": f"bash ci/{n + 1}.sh\n" for n in range(6)}
    last = {"ci/6.sh": "make check\n", "Makefile": "check: lint\n\nlint:\n\t@mypy src\n"}
    made = github("bash ci/0.sh; bash ci/6.sh", {**chain, **last})
    assert steps_of(made, "mypy")[0].path == "Makefile"


def test_called_workflows_and_own_actions_are_followed() -> None:
    made = pipeline(
        {
            WORKFLOW: "on: push\njobs:\n  a:\n    uses: ./.github/workflows/types.yml\n",
            ".github/workflows/types.yml": HEAD.format(on="workflow_call", job="")
            + "      - uses: ./.github/actions/types\n",
            ".github/actions/types/action.yml": "runs:\n  steps:\n    - run: mypy src\n      shell: bash\n",
        }
    )
    (step,) = steps_of(made, "mypy")
    assert step.triggers == ("push",)
    assert [spot.path for spot in step.through] == [WORKFLOW, ".github/workflows/types.yml"]


@pytest.mark.parametrize(
    ("path", "text", "soft"),
    [
        (".gitlab-ci.yml", ".b:\n  script: [mypy src]\n\nt:\n  extends: .b\n", False),
        (".gitlab-ci.yml", "t:\n  script: [mypy src]\n  when: manual\n", True),
        (".gitlab-ci.yml", "t:\n  script: [mypy src]\n  only: [tags]\n", True),
        (".circleci/config.yml", "jobs:\n  t:\n    steps:\n      - run: {command: mypy src}\n", False),
        ("azure-pipelines.yml", "steps:\n  - script: mypy src\n    continueOnError: true\n", True),
        (".travis.yml", "script:\n  - mypy src\n", False),
        (".travis.yml", "after_success: mypy src\n", True),
        ("bitbucket-pipelines.yml", "pipelines:\n  default:\n    - step:\n        script: [mypy src]\n", False),
        ("bitbucket-pipelines.yml", "pipelines:\n  custom:\n    t:\n    - step:\n        script: [mypy src]\n", True),
    ],
)  # fmt: skip
def test_other_providers_are_read(path: str, text: str, soft: bool) -> None:
    (step,) = steps_of(pipeline({path: text}), "mypy")
    assert bool(step.soft) is soft


@pytest.mark.parametrize(
    "files",
    [
        {WORKFLOW: "on: [push\n"},
        {WORKFLOW: "on: push\njobs:\n  a:\n    uses: acme/ci/.github/workflows/test.yml@v1\n"},
        {WORKFLOW: HEAD.format(on="push", job="") + "      - run: make test\n"},
        {WORKFLOW: HEAD.format(on="push", job="") + "      - run: python scripts/run_checks.py\n"},
        {WORKFLOW: HEAD.format(on="push", job="") + "      - run: gulp coverage\n"},
        {"Jenkinsfile": "node {}"},
    ],
)
def test_what_cannot_be_read_is_unknown(files: dict[str, str]) -> None:
    assert state(pipeline(files), "tests").level == "unknown"


def test_templates_and_test_data_hold_no_pipeline_of_the_project() -> None:
    assert not pipeline({"{{cookiecutter.name}}/Makefile": "t:\n\tmypy src\n"}).tools


@pytest.mark.parametrize(
    ("given", "blocking"),
    [
        ("{format: sarif, severity: HIGH}", False),
        ("{format: sarif, exit-code: '0'}", False),
        ("{format: table, exit-code: '1'}", True),
        ("{trivy-config: trivy.yaml}", True),
    ],
)
def test_an_action_that_only_reports_stops_nothing(given: str, blocking: bool) -> None:
    step = f"      - uses: aquasecurity/trivy-action@0.33.1\n        with: {given}\n"
    made = pipeline({WORKFLOW: HEAD.format(on="push", job="") + step})
    assert [not found.soft for found in steps_of(made, "trivy")] == [blocking]


def test_keeping_hooks_up_to_date_runs_none() -> None:
    hooks = {
        ".pre-commit-config.yaml": "repos:\n- repo: local\n  hooks:\n  - id: mypy\n    entry: mypy src\n"
    }
    assert steps_of(github("uv run prek auto-update --freeze", hooks), "mypy") == []
    assert len(steps_of(github("uv run prek run --all-files", hooks), "mypy")) == 1


def test_a_script_that_prepares_tests_runs_none() -> None:
    assert steps_of(github("python app/tests_pre_start.py", {}), "tests") == []
    assert len(steps_of(github("python app/run_tests.py", {}), "tests")) == 1
