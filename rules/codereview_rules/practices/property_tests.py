"""Tests look for counter-examples themselves."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import files_of, many, repeated, spot, spread
from codereview_rules.practices._examples import starting

_LEAST = 3
_CODE = "from hypothesis import given, strategies as st\n" + repeated(
    "\n\n@given(st.integers())\ndef test_{name}(n):\n    assert n + {n} >= n\n", 3
)


class PropertyTests(Practice):
    """Counts the collected tests that hypothesis feeds."""

    id = "property-tests"
    title = "Properties are tested with generated inputs"
    category = Category.TESTING
    why = "Cases that nobody thought of are tried, too."
    bar = f"{_LEAST} tests of hypothesis that are collected"
    where = "tests"
    contradicted_by = ("TST002", "TST003")
    good = (
        Has(
            {"main.py": starting(), "tests/test_sums.py": _CODE},
            ("tests/test_sums.py:5",),
            "3 tests in 1 file",
        ),
    )
    bad = (
        Lacks(
            {"main.py": starting(), "tests/test_sums.py": _CODE.replace("def test_", "def sum_")},
            "none is collected",
        ),
        Lacks(
            {
                "main.py": starting(),
                "tests/test_sums.py": "import hypothesis\n\n\ndef test_it():\n    assert 1\n",
            },
            "imported only",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The tests."""
        tests = [
            (test.path, project.files[test.path].functions[test.index]) for test in project.testing.tests
        ]
        found = [
            (path, f) for path, f in tests if any(d.startswith("hypothesis.given") for d in f.decorators)
        ]
        if len(found) < _LEAST:
            return None
        evidence = spread(spot(path, function.line, f"`{function.name}`") for path, function in found)
        where = many(files_of(evidence), "file")
        return Seen(f"{many(len(found), 'test')} in {where} check properties over generated inputs", evidence)
