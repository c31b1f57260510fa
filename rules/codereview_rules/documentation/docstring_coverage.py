"""DOC001: public code without docstrings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity, Zone
from codereview.facts.documents.coverage import Public, public
from codereview.facts.project import ProjectFacts

_SOURCES = frozenset({"src", "lib", "python", "packages", "apps", "backend", "services"})
_FIRST = 5
_PACKAGES = 3


@dataclass(frozen=True)
class Options:
    """Args:
    least: per cent of public modules, classes and functions that are to have a docstring.
    smallest: packages with fewer public things are not judged.
    """

    least: int = 50
    smallest: int = 20


def _module(count: int, documented: int) -> str:
    """A module with functions, of which the first ones have a docstring."""
    parts = ['"""Prices."""\n'] if documented else []
    for number in range(count):
        text = f'    """Gives {number}."""\n' if number < documented else ""
        parts.append(f"\n\ndef price_{number}(item):\n{text}    return item * {number}\n")
    return "".join(parts)


_USED = "from shop.prices import price_20\n\n\ndef total(items):\n    return sum(price_20(item) for item in items)\n"


class DocstringCoverage(ProjectRule):
    """Counts what users of a package see, and names what is called from most places."""

    card = Card(
        id="DOC001",
        title="Public code without docstrings",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=120,
        why=(
            "Whoever calls a function without a docstring reads its body to learn what goes in, what comes out "
            "and what "
            "it raises, and relies on what it happens to do today."
        ),
        instead="Begin with what is called from most places: one sentence for each, then arguments and errors.",
        false_alarms=(
            "Names that say everything need no sentence. Private names, special methods, overloads, nested functions, "
            "tests, examples and generated code are not counted, and an application is told as information only."
        ),
    )
    bad = (
        Bad({"shop/__init__.py": "", "shop/prices.py": _module(22, 0)}, lines=("shop/prices.py:1",)),
        Bad({"shop/__init__.py": "", "shop/prices.py": _module(30, 9)}, lines=("shop/prices.py:49",)),
        Bad(
            {"shop/__init__.py": "", "shop/prices.py": _module(25, 3), "shop/sum.py": _USED},
            lines=("shop/prices.py:87",),
        ),
        Bad(
            {
                "src/shop/__init__.py": "",
                "src/shop/prices.py": _module(22, 0),
                "src/mail/out.py": _module(22, 22),
            },
            lines=("src/shop/prices.py:1",),
        ),
        Bad({"prices.py": _module(24, 2)}, lines=("prices.py:14",)),
        Bad(
            {"shop/__init__.py": "", "shop/a.py": _module(12, 0), "shop/b.py": _module(12, 4)},
            lines=("shop/a.py:1",),
        ),
        Bad(
            {
                "shop/__init__.py": "",
                "shop/prices.py": _module(22, 5),
                "tests/test_prices.py": _module(30, 30),
            },
            lines=("shop/prices.py:29",),
        ),
        Bad(
            {
                "a/__init__.py": "",
                "a/prices.py": _module(22, 0),
                "b/__init__.py": "",
                "b/prices.py": _module(30, 0),
            },
            lines=("a/prices.py:1", "b/prices.py:1"),
        ),
    )
    good = (
        Good({"shop/__init__.py": "", "shop/prices.py": _module(22, 22)}),
        Good({"shop/__init__.py": "", "shop/a.py": _module(12, 0), "shop/b.py": _module(20, 20)}),
        Good({"examples/prices.py": _module(30, 0)}),
        Good({"shop/prices.py": _module(12, 12) + _module(40, 0).replace("def price", "def _price")}),
        Good({"shop/__init__.py": "", "shop/prices.py": _module(10, 0)}),
        Good({"shop/__init__.py": "", "shop/prices.py": _module(22, 12)}),
        Good({"shop/__init__.py": "", "shop/_prices.py": _module(30, 0)}),
        Good({"shop/__init__.py": "", "tests/test_prices.py": _module(30, 0)}),
    )
    options = Options()

    def not_applicable(self, project: ProjectFacts) -> str:
        """Single scripts have no interface."""
        kinds = {kind.name for kind in project.kinds}
        return "the project is a set of scripts, which nobody imports" if kinds == {"scripts"} else ""

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each package with less than the share, those with most to write first."""
        packages: dict[str, list[tuple[str, Public]]] = defaultdict(list)
        for path, facts in project.files.items():
            if project.zone(path) is Zone.PRODUCTION and facts.failure is None:
                packages[_package(path)] += [(path, thing) for thing in public(facts)]
        poor = []
        for name, things in packages.items():
            have = sum(thing.documented for _, thing in things)
            if len(things) >= self.option.smallest and 100 * have < self.option.least * len(things):
                poor.append((len(things) - have, name, things))
        for _, name, things in sorted(poor, key=lambda row: (-row[0], row[1]))[:_PACKAGES]:
            yield self._finding(project, name, things)

    def _finding(self, project: ProjectFacts, name: str, things: list[tuple[str, Public]]) -> Finding:
        lacking = [(path, thing) for path, thing in things if not thing.documented]
        ranked = sorted(
            ((len(project.callers.get((path, thing.function), ())), path, thing) for path, thing in lacking),
            key=lambda row: (-row[0], row[1], row[2].line),
        )
        have = len(things) - len(lacking)
        _, path, first = ranked[0]
        called = [row for row in ranked[:_FIRST] if row[0]]
        shown = ", ".join(f"`{thing.name}` ({_calls(count)})" for count, _, thing in called)
        where = f"`{name}`" if name else "the top folder"
        message = (
            f"{have} of {len(things)} public modules, classes and functions of {where} have a docstring "
            f"({100 * have // len(things)} %)"
        )
        return self.finding(
            path,
            At(first.line),
            message + (f"; most used without one: {shown}" if shown else ""),
            severity=Severity.LOW if project.is_a("library", "plugin") else Severity.INFO,
            symbol=first.name if first.kind != "module" else "",
            related=[
                Related(
                    other,
                    thing.line,
                    f"{thing.kind} `{thing.name}`" + (f", {_calls(count)}" if count else ""),
                )
                for count, other, thing in ranked[1 : _FIRST + 3]
            ],
            effort=min(960, 3 * len(lacking)),
            units=len(lacking),
        )


def _calls(count: int) -> str:
    return f"called from {count} place" + ("s" if count > 1 else "")


def _package(path: str) -> str:
    """The package or folder of a file below folders that only hold sources."""
    parts = path.split("/")[:-1]
    kept: list[str] = []
    for part in parts:
        kept.append(part)
        if part not in _SOURCES:
            break
    return "/".join(kept)
