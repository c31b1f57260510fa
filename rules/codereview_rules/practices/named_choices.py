"""Choices have names that a program can check."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts.module import ReadFact, RefFact
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, repeated, spot
from codereview_rules.practices._examples import in_tests, started, unreached

_BASES = frozenset(
    [
        *(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag")),
        "django.db.models.TextChoices", "django.db.models.IntegerChoices", "strenum.StrEnum",
    ]
)  # fmt: skip
_LEAST = 5
_USES = 15
_CODE = "from enum import Enum\n" + repeated("\n\nclass Kind{n}(Enum):\n    ONE = 1\n    TWO = 2\n", 5)
_USE = "from shop.kinds import Kind0, Kind1, Kind2, Kind3, Kind4\n" + "".join(
    f"\n\ndef act{n}(x):\n    return x in (Kind{n % 5}.ONE, Kind{n % 5}.TWO)\n" for n in range(15)
)


class NamedChoices(Practice):
    """Counts enumerations and the places that name a member of one."""

    id = "named-choices"
    title = "Choices are enumerations, not texts"
    category = Category.MAINTAINABILITY
    why = "A misspelt state is an error when it is written, and all places that use one can be found."
    bar = f"{_LEAST} enumerations that live code names members of, in {_USES} functions"
    weight = 1
    good = (
        Has(started({"shop/kinds.py": _CODE, "shop/use.py": _USE}), ("shop/kinds.py:4",), "5 enumerations"),
    )
    bad = (
        Lacks(in_tests([_CODE]), "only tests have them"),
        Lacks(unreached({"shop/kinds.py": _CODE, "shop/use.py": _USE}), "nothing that starts reaches them"),
        Lacks(started({"shop/kinds.py": _CODE}), "nobody names a member"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The enumerations that are used."""
        live = project.live
        own: dict[str, tuple[str, int]] = {}
        for path, cls in live.classes():
            if not _BASES.isdisjoint(cls.bases) and len(cls.attrs) > 1:
                own[cls.name] = (path, cls.line)
        uses: dict[str, set[tuple[str, int]]] = {name: set() for name in own}
        for path, facts in live.files.items():
            items: tuple[ReadFact | RefFact, ...] = (*facts.reads, *facts.refs)
            for item in items:
                found = next((part for part in item.path.split(".")[-3:-1] if part in uses), "")
                if found:
                    uses[found].add((path, item.function))
        named = [name for name, places in uses.items() if places]
        total = len(set().union(*uses.values())) if uses else 0
        if len(named) < _LEAST or total < _USES:
            return None
        ordered = sorted(named, key=lambda name: (-len(uses[name]), own[name]))
        evidence = tuple(
            spot(*own[name], f"`{name}`, used in {many(len(uses[name]), 'place')}") for name in ordered
        )
        return Seen(f"{many(len(named), 'enumeration')} are used by {many(total, 'function')}", evidence)
