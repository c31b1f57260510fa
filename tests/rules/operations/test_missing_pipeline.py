"""What examples cannot show of OPS005: where it does not apply, so that nothing is claimed to hold."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import pytest

from codereview.engine.memory import examine
from codereview.facts.extract import Extraction
from codereview.facts.project import ProjectFacts
from codereview.model import Severity
from codereview_rules.operations._checks.samples import TESTS, package
from codereview_rules.operations.missing_pipeline import MissingPipeline

WORKFLOW = {".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: ruff check .\n"}


@pytest.mark.parametrize(
    ("texts", "lines", "applies"), [({}, 400, False), (WORKFLOW, 400, True), ({}, 1200, True)]
)
def test_little_code_without_tests_is_asked_only_where_ci_is_configured(
    texts: Mapping[str, str], lines: int, applies: bool
) -> None:
    code = "import shop\n" + "print(shop)\n" * lines + "\nif __name__ == '__main__':\n    print(shop)\n"
    files = {
        "shop/__init__.py": "",
        "shop/main.py": code,
        "shop/more.py": "def run(rows):\n    return rows\n",
    }
    facts = [
        Extraction(ast.parse(text), path, path, text.count("\n") + 1, frozenset(), text).run()
        for path, text in files.items()
    ]
    texts = {
        "pyproject.toml": "[project]\nname = 'shop'\n[project.scripts]\nshop = 'shop.main:run'\n",
        **texts,
    }
    project = ProjectFacts(facts, {}, texts=texts, others=tuple(texts))
    assert (MissingPipeline().not_applicable(project) == "") == applies


@pytest.mark.parametrize(
    ("beside", "pages", "severity"),
    [({}, 30, Severity.LOW), ({".gitignore": "dist\n"}, 30, Severity.MEDIUM), ({}, 3, Severity.MEDIUM)],
)
def test_a_copy_without_hidden_files_weighs_little(
    beside: Mapping[str, str], pages: int, severity: Severity
) -> None:
    files = {f"docs/page{number}.md": "# Page\n" for number in range(pages)}
    (found,) = examine(package({"tests/test_core.py": TESTS, **files, **beside}), [MissingPipeline()])
    assert found.severity is severity
    assert ("no hidden file and no history of git" in found.message) is (severity is Severity.LOW)
