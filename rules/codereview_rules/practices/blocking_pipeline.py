"""A change that breaks something cannot be merged unseen."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import spot
from codereview_rules.practices._examples import starting

_ASKS = ("linter", "type checker", "formatter", "security scan", "dependency scan")
_REPORTS = frozenset({"codeql"})
"""Tools whose findings go to a page of the host, while the job passes."""
_LEAST = 2
_FLOW = (
    "name: checks\non: [push, pull_request]\njobs:\n  all:\n    runs-on: ubuntu-latest\n    steps:\n"
    "      - run: ruff check .\n      - run: mypy src\n      - run: pytest\n"
)
_TEST = "def test_sum():\n    assert sum([1, 2]) == 3\n"
_PLACE = ".github/workflows/checks.yml"


class BlockingPipeline(Practice):
    """Reads workflows and pipelines, and what in them fails when a tool finds something."""

    id = "blocking-pipeline"
    title = "CI runs tests and checks, and fails on them"
    category = Category.OPERATIONS
    why = "What is broken is told with the change that broke it."
    bar = f"tests and checks of {_LEAST} kinds in CI, of which each failure stops the build"
    where = "files"
    contradicted_by = ("OPS005",)
    good = (
        Has(
            {"main.py": starting(), "tests/test_sums.py": _TEST, _PLACE: _FLOW},
            (f"{_PLACE}:7", f"{_PLACE}:9"),
            "on 2 kinds of checks (linter, type checker) by mypy, ruff",
        ),
    )
    bad = (
        Lacks(
            {
                "main.py": starting(),
                "tests/test_sums.py": _TEST,
                _PLACE: _FLOW.replace("run: pytest", "run: pytest || true"),
            },
            "tests cannot fail",
        ),
        Lacks(
            {
                "main.py": starting(),
                "tests/test_sums.py": _TEST,
                _PLACE: _FLOW.replace("- run: pytest", "# run: pytest"),
            },
            "tests do not run",
        ),
        Lacks(
            {"main.py": starting(), "tests/test_sums.py": _TEST, "docs/checks.yml": _FLOW},
            "it is no workflow",
        ),
        Lacks({"main.py": starting(), _PLACE: _FLOW}, "there is no test that could fail"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The tools that block, one place each."""
        rows = [row for row in project.pipeline.tools if row.blocking and row.tool not in _REPORTS]
        tests = [row for row in rows if row.kind == "tests"]
        kinds = list(dict.fromkeys(row.kind for row in rows if row.kind in _ASKS))
        if not tests or not project.testing.exist or len(kinds) < _LEAST:
            return None
        evidence = []
        for row in (*tests, *(row for row in rows if row.kind in kinds)):
            step = next(step for step in row.ci if not step.soft)
            evidence.append(spot(step.path, step.line, f"`{row.tool}` ({row.kind})"))
        tools = ", ".join(sorted({row.tool for row in rows if row.kind in kinds}))
        said = f"CI fails on tests, and on {len(kinds)} kinds of checks ({', '.join(kinds)}) by {tools}"
        return Seen(said, tuple(dict.fromkeys(evidence)))
