"""Public code says what it is for."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Related, Seen
from codereview.facts.project import ProjectFacts
from codereview.facts.slots import is_public
from codereview_rules.practices._evidence import many, repeated, spot
from codereview_rules.practices._examples import in_tests, started, unreached

_LEAST = 80
_SHARE = 0.85
_CODE = '"""Shop."""\n' + repeated('\n\ndef {name}(n):\n    """Gives one of {name}."""\n    return n\n', 80)


class DocumentedCode(Practice):
    """Counts public modules, classes and functions, and those with a docstring."""

    id = "documented-code"
    title = "Public code is documented"
    category = Category.DOCUMENTATION
    why = "Whoever uses a function need not read it first."
    bar = f"{_LEAST} public modules, classes and functions, and {_SHARE:.0%} of them with a docstring"
    contradicted_by = ("DOC001", "DOC002")
    good = (Has(started({"shop.py": _CODE}), ("shop.py:4",), "81 of 82"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests are documented"),
        Lacks(unreached({"shop.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"shop.py": _CODE.replace('    """Gives', '    # """Gives')}), "they are comments"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        have = total = 0
        best: list[tuple[int, Related]] = []
        for path, facts in project.live.files.items():
            things = (
                [(1, facts.docstring)]
                if facts.statements and not facts.module.split(".")[-1].startswith("_")
                else []
            )
            things += [
                (f.line, f.docstring)
                for f in facts.functions
                if f.name != "<lambda>"
                and not f.overload
                and not f.name.startswith("__")
                and is_public(facts, f)
            ]
            things += [
                (c.line, c.docstring)
                for c in facts.classes
                if "_" not in {p[0] for p in c.qualname.split(".")}
            ]
            documented = [line for line, yes in things if yes]
            have, total = have + len(documented), total + len(things)
            if documented and len(documented) == len(things):
                line = next((line for line in documented if line > 1), 1)
                best.append((len(things), spot(path, line, f"all {len(things)} of the file are")))
        if total < _LEAST or have < _SHARE * total:
            return None
        best.sort(key=lambda pair: (-pair[0], pair[1].path))
        said = f"{have:,} of {many(total, 'public module')}, classes and functions have a docstring"
        return Seen(said, tuple(item for _, item in best), have, total)
