"""Values cannot be changed behind one's back."""

from __future__ import annotations

from collections import defaultdict

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.module import ClassFact
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, repeated, spot, spread
from codereview_rules.practices._examples import in_tests, started, unreached

_LEAST = 8
_SHARE = 0.5
_DATACLASS = (
    "dataclasses.dataclass",
    "pydantic.dataclasses.dataclass",
    "attr.s",
    "attrs.define",
    "attr.define",
)
_FROZEN = ("attrs.frozen", "attr.frozen")
_CODE = "from dataclasses import dataclass\n" + repeated(
    "\n\n@dataclass(frozen=True)\nclass Value{n}:\n    size: int\n", 8
)


class FrozenValues(Practice):
    """Counts data classes, named tuples and structures, and those of them whose instances cannot be changed."""

    id = "frozen-values"
    title = "Data is carried by immutable values"
    category = Category.ARCHITECTURE
    why = "Who is given a value knows that nobody else changes it."
    bar = f"{_LEAST} frozen classes, and {_SHARE:.0%} of data classes, named tuples and structures"
    weight = 1
    good = (Has(started({"values.py": _CODE}), ("values.py:5", "values.py:40"), "8 of 8 classes"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests have them"),
        Lacks(unreached({"values.py": _CODE}), "nothing that starts reaches them"),
        Lacks(started({"values.py": _CODE.replace("frozen=True", "frozen=False")}), "they can be changed"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        frozen, total = [], 0
        by_file: dict[str, dict[int, bool]] = defaultdict(dict)
        for path, call in project.live.calls(*_DATACLASS):
            if call.path in _DATACLASS:
                by_file[path][call.line] = ("frozen", "=True") in call.kwargs
        for path, facts in project.live.files.items():
            made = by_file.get(path, {})
            for cls in facts.classes:
                kind = _kind(cls, made)
                total += bool(kind)
                if kind == "frozen":
                    frozen.append(spot(path, cls.line, f"`{cls.name}`"))
        if len(frozen) < _LEAST or len(frozen) < _SHARE * total:
            return None
        said = f"{len(frozen):,} of {many(total, 'class', 'classes')} that carry data are immutable"
        return Seen(said, spread(frozen), len(frozen), total)


def _kind(cls: ClassFact, made: dict[int, bool]) -> str:
    """``frozen``, ``open``, or nothing for a class that carries no data."""
    if any(base in ("typing.NamedTuple", "typing_extensions.NamedTuple") for base in cls.bases):
        return "frozen"
    if any(base == "msgspec.Struct" for base in cls.bases):
        return "frozen" if ("frozen", "=True") in cls.keywords else "open"
    if any(name.removesuffix("()") in _FROZEN for name in cls.decorators):
        return "frozen"
    if any(name.removesuffix("()") in _DATACLASS for name in cls.decorators):
        near = [yes for line, yes in made.items() if 0 < cls.line - line <= 1 + len(cls.decorators)]
        return "frozen" if any(near) else "open"
    return ""
