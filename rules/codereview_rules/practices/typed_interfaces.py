"""Public functions say what they take and give."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview.facts.slots import slots_by_file
from codereview_rules.practices._evidence import many, repeated, spot
from codereview_rules.practices._examples import in_tests, started, unreached

_LEAST = 200
_SHARE = 0.95
_CODE = repeated("\n\ndef {name}(a: int, b: str) -> str:\n    return b * a\n", 70)


class TypedInterfaces(Practice):
    """Counts the parameters and returns of public functions and methods, and those with an annotation."""

    id = "typed-interfaces"
    title = "The public interface is annotated"
    category = Category.TYPING
    why = "Editors and type checkers tell a wrong call before it runs."
    bar = f"{_LEAST} parameters and returns of public functions, and {_SHARE:.0%} of them annotated"
    contradicted_by = ("TYP002",)
    good = (Has(started({"shop.py": _CODE}), ("shop.py:3",), "210 of 210"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests are annotated"),
        Lacks(unreached({"shop.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"shop.py": _CODE.replace("b: str", "b")}), "a third is missing"),
        Lacks(started({"shop.py": _CODE.replace("\n\ndef ", "\n\ndef _")}), "nothing of it is public"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        live = project.live
        by_file = slots_by_file(live.files, project.slots)
        filled = total = 0
        best = []
        for path, slots in by_file.items():
            public = [slot for slot in slots if slot.public]
            own = sum(slot.filled for slot in public)
            filled, total = filled + own, total + sum(slot.total for slot in public)
            if public and own == sum(slot.total for slot in public):
                best.append((own, path, public[0].function.line))
        if total < _LEAST or filled < _SHARE * total:
            return None
        best.sort(key=lambda item: (-item[0], item[1]))
        marker = next((path for path in project.others if path.endswith("py.typed")), "")
        evidence = tuple(spot(path, line, f"all {own:,} of the file are") for own, path, line in best)
        evidence += (spot(marker, 1, "tells type checkers so"),) if marker else ()
        said = f"{filled:,} of {many(total, 'parameter')} and returns of public functions are annotated"
        return Seen(
            said + (", and the package is marked as typed" if marker else ""), evidence, filled, total
        )
