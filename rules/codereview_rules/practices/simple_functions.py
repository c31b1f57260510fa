"""Functions are easy to follow."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Related, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, repeated, spot
from codereview_rules.practices._examples import in_tests, started, unreached

_LEAST = 150
_SIMPLE = 10
_CODE = repeated("\n\ndef {name}(n):\n    if n:\n        return {n}\n    return n\n", 150)


class SimpleFunctions(Practice):
    """Counts functions by their cyclomatic complexity, as radon counts it."""

    id = "simple-functions"
    title = "No function is complex"
    category = Category.MAINTAINABILITY
    why = "Each one can be read, tested and changed by itself."
    bar = f"{_LEAST} functions, none with a cyclomatic complexity above {_SIMPLE}, and a tenth of them with branches"
    contradicted_by = ("MNT001", "MNT002", "ARC003", "ARC005")
    good = (Has(started({"shop.py": _CODE}), ("shop.py:3",), "150 functions"),)
    bad = (
        Lacks(in_tests([_CODE]), "they are those of tests"),
        Lacks(unreached({"shop.py": _CODE}), "nothing that starts reaches them"),
        Lacks(
            started({"shop.py": _CODE.replace("    if n:\n        return", "    print(n)\n    return")}),
            "none decides anything",
        ),
        Lacks(
            started({"shop.py": _CODE + "\n\ndef big(n):\n" + "    if n:\n        print(n)\n" * 12}),
            "one is complex",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """All functions, if none is complex."""
        total = deciding = worst = 0
        most: dict[str, int] = {}
        first: dict[str, Related] = {}
        for path, _, function in project.live.functions():
            total += 1
            deciding += function.complexity > 1
            worst = max(worst, function.complexity)
            most[path] = most.get(path, 0) + 1
            first.setdefault(path, spot(path, function.line, "functions"))
        if total < _LEAST or worst > _SIMPLE or deciding * 10 < total:
            return None
        largest = sorted(most, key=lambda path: (-most[path], path))
        evidence = tuple(
            spot(path, first[path].line, f"{many(most[path], 'function')} from here") for path in largest
        )
        said = f"None of {many(total, 'function')} has a cyclomatic complexity above {worst}"
        return Seen(said, evidence, total, total)
