"""One test, many cases."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, repeated, spot, spread
from codereview_rules.practices._examples import starting

_LEAST = 8
_SHARE = 0.1
_MARK = "pytest.mark.parametrize"
_CODE = "import pytest\n" + repeated(
    "\n\n@pytest.mark.parametrize('n', [1, 2])\ndef test_{name}(n):\n    assert n\n", 8
)


class ParametrisedTests(Practice):
    """Counts the collected tests that pytest runs with several cases."""

    id = "parametrised-tests"
    title = "Tests run over many cases"
    category = Category.TESTING
    why = "Edge cases are a line each, so there are more of them."
    bar = f"{_LEAST} tests that are collected, and {_SHARE:.0%} of all"
    where = "tests"
    weight = 1
    contradicted_by = ("TST002", "TST003")
    good = (
        Has({"main.py": starting(), "tests/test_shop.py": _CODE}, ("tests/test_shop.py:5",), "8 of 8 tests"),
    )
    bad = (
        Lacks(
            {"main.py": starting(), "tests/test_shop.py": _CODE.replace("def test_", "def check_")},
            "none is collected",
        ),
        Lacks(
            {"main.py": starting(), "tests/test_shop.py": _CODE.replace("@pytest", "# @pytest")},
            "only comments",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share of the tests that are collected."""
        tests = [
            (test.path, project.files[test.path].functions[test.index]) for test in project.testing.tests
        ]
        marked = [(path, f) for path, f in tests if any(d.startswith(_MARK) for d in f.decorators)]
        if len(marked) < _LEAST or len(marked) < _SHARE * len(tests):
            return None
        evidence = spread(spot(path, function.line, f"`{function.name}`") for path, function in marked)
        said = f"{len(marked):,} of {many(len(tests), 'test')} run over several cases"
        return Seen(said, evidence, len(marked), len(tests))
