"""Tests run nearly all of the modules."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, repeated, spot
from codereview_rules.practices._examples import started

_MODULES = 10
_TESTS = 30
_SHARE = 0.9
_PARTS = {
    f"shop/part{n}.py": f"def act(n):\n    if n:\n        return {n}\n    return n\n" for n in range(10)
}
_TEST = "from shop.part{n} import act\n" + repeated("\n\ndef test_{name}():\n    assert act(1)\n", 3)
_TESTED = {f"tests/test_part{n}.py": _TEST.replace("part{n}", f"part{n}") for n in range(10)}


class WideTestReach(Practice):
    """Counts the modules with behaviour that collected tests import, directly or through others."""

    id = "wide-test-reach"
    title = "Tests import nearly every module"
    category = Category.TESTING
    why = "A change that breaks something is likely to be told before it is released."
    bar = f"{_MODULES} modules, {_TESTS} tests, {_SHARE:.0%} of modules imported, and a test for each module"
    where = "tests"
    contradicted_by = ("TST001", "TST002", "TST003")
    good = (
        Has({**started(_PARTS), **_TESTED}, ("tests/test_part0.py:4",), "30 tests import 10 of 10 modules"),
    )
    bad = (
        Lacks({**started(_PARTS), **dict(list(_TESTED.items())[:5])}, "half of the modules are not reached"),
        Lacks(
            {
                **started(_PARTS),
                **{path: text.replace("def test_", "def check_") for path, text in _TESTED.items()},
            },
            "no test is collected",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share, by imports that are written down: what is loaded by computed names is not counted."""
        testing = project.testing
        tests = testing.tests
        if len(tests) < _TESTS or testing.modules_total < _MODULES:
            return None
        total = testing.modules_total
        reached: set[str] = set()
        for start in (*testing.files, *testing.support):
            if start not in reached:
                reached |= project.reachable_from(start)
        modules = len(reached.intersection(testing.modules))
        if modules < _SHARE * total or len(tests) < total:
            return None
        by_file: dict[str, list[int]] = {}
        for test in tests:
            by_file.setdefault(test.path, []).append(test.index)
        largest = sorted(by_file, key=lambda path: (-len(by_file[path]), path))
        evidence = tuple(
            spot(path, project.files[path].functions[by_file[path][0]].line, many(len(by_file[path]), "test"))
            for path in largest
        )
        said = f"{many(len(tests), 'test')} import {modules:,} of {many(total, 'module')}, themselves or through others"
        return Seen(said, evidence[:modules], modules, total)
