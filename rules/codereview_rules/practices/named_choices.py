"""Choices have names that a program can check."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
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
_USES = 20
_CODE = "from enum import Enum\n" + repeated("\n\nclass Kind{n}(Enum):\n    ONE = 1\n    TWO = 2\n", 5)
_USE = "from shop.kinds import Kind0, Kind1, Kind2, Kind3, Kind4\n" + "".join(
    f"\n\ndef act{n}(x):\n    return x in (Kind{n}.ONE, Kind{n}.TWO) or x.a == Kind{n}.ONE or x.b == Kind{n}.TWO\n"
    for n in range(5)
)


class NamedChoices(Practice):
    """Counts enumerations and the places that name a member of one."""

    id = "named-choices"
    title = "Choices are enumerations, not texts"
    category = Category.MAINTAINABILITY
    why = "A misspelt state is an error when it is written, and all places that use one can be found."
    bar = f"{_LEAST} enumerations that live code names members of, at {_USES} places"
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
        uses: dict[str, int] = dict.fromkeys(own, 0)
        for facts in live.files.values():
            names = [item.path for item in (*facts.refs, *facts.reads)]
            names += [value for call in facts.calls for value in (*call.args, *(v for _, v in call.kwargs))]
            for name in names:
                parts = name.split(".")
                found = next((part for part in parts[-3:-1] if part in uses), "")
                if found:
                    uses[found] += 1
        named = [name for name, times in uses.items() if times]
        total = sum(uses.values())
        if len(named) < _LEAST or total < _USES:
            return None
        ordered = sorted(named, key=lambda name: (-uses[name], own[name]))
        evidence = tuple(spot(*own[name], f"`{name}`, {many(uses[name], 'use')}") for name in ordered)
        return Seen(f"{many(len(named), 'enumeration')} are used at {many(total, 'place')}", evidence)
