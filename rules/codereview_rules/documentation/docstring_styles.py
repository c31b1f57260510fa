"""DOC006: docstrings of several styles in one project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts

from .docstring_drift import STYLE, Disagreements

_NAMES = {"google": "Google", "numpy": "NumPy", "sphinx": "Sphinx", "epytext": "Epytext"}
_LEAST = 20
_FEW = 5
_SHARE = 0.15


def _google(count: int, start: int = 0) -> str:
    text = '    """Adds.\n\n    Args:\n        one: the first\n    """\n'
    return "\n\n".join(
        f"def add_{n}(one):\n{text}    return one + {n}\n" for n in range(start, start + count)
    )


def _sphinx(count: int) -> str:
    text = '    """Takes.\n\n    :param one: the first\n    """\n'
    return "\n\n".join(f"def take_{n}(one):\n{text}    return one - {n}\n" for n in range(count))


def _numpy(count: int) -> str:
    text = '    """Times.\n\n    Parameters\n    ----------\n    one : int\n        The first.\n    """\n'
    return "\n\n".join(f"def times_{n}(one):\n{text}    return one * {n}\n" for n in range(count))


class DocstringStyles(ProjectRule):
    """Counts the docstrings with sections or fields by their style."""

    card = Card(
        id="DOC006",
        title="Mixed docstring styles",
        severity=Severity.INFO,
        confidence=Confidence.HIGH,
        effort=60,
        why=(
            "Generators of pages and checkers of docstrings read one style; what is written in another comes out "
            "as plain "
            "text and is not checked."
        ),
        instead="Choose the style that most have, name it in the linter's configuration, and turn the rest into it.",
        false_alarms=(
            "Styles with fewer than five docstrings or less than 15 % are left out, and so are tests and code of "
            "others. "
            "A project that takes over another's code keeps its style on purpose."
        ),
    )
    bad = (
        Bad({"shop/a.py": _google(15), "shop/b.py": _sphinx(10)}, lines=("shop/b.py:4",)),
        Bad({"shop/a.py": _numpy(15), "shop/b.py": _google(9)}, lines=("shop/b.py:4",)),
        Bad({"shop/a.py": _sphinx(20), "shop/b.py": _numpy(5)}, lines=("shop/b.py:4",)),
        Bad(
            {"shop/a.py": _google(8), "shop/b.py": _numpy(7), "shop/c.py": _sphinx(9)}, lines=("shop/a.py:4",)
        ),
        Bad({"shop/a.py": _google(15) + "\n\n" + _sphinx(8)}, lines=("shop/a.py:139",)),
        Bad(
            {"shop/a.py": _sphinx(30), "shop/b.py": _google(3), "shop/c.py": _google(4)},
            lines=("shop/c.py:4",),
        ),
        Bad({"shop/a.py": _numpy(12), "shop/b.py": _sphinx(12)}, lines=("shop/b.py:4",)),
        Bad(
            {"shop/a.py": _google(12), "shop/b.py": _sphinx(9).replace(":param one", "@param one")},
            lines=("shop/b.py:4",),
        ),
    )
    good = (
        Good({"shop/a.py": _google(15), "shop/b.py": _google(15)}),
        Good({"shop/a.py": _numpy(30), "examples/b.py": _google(20)}),
        Good({"shop/a.py": _sphinx(50), "shop/b.py": _numpy(7)}),
        Good({"shop/a.py": _google(20).replace("Args:", "It takes one."), "shop/b.py": _sphinx(19)}),
        Good(
            {"shop/a.py": _google(30), "shop/b.py": "def f(x):\n    return ':param x: no docstring'\n" * 20}
        ),
        Good({"shop/a.py": _google(40), "shop/b.py": _sphinx(4)}),
        Good({"shop/a.py": _google(6), "shop/b.py": _sphinx(6)}),
        Good({"shop/a.py": _google(30), "tests/test_b.py": _sphinx(20)}),
    )
    collects = (Disagreements,)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding, at the file with most docstrings of the second style."""
        counts: Counter[str] = Counter()
        places: dict[str, Counter[str]] = {}
        first: dict[tuple[str, str], int] = {}
        for path, notes in project.noted(Disagreements):
            for note in notes:
                if note.kind == STYLE:
                    style = str(note.values[0])
                    counts[style] += 1
                    places.setdefault(style, Counter())[path] += 1
                    first.setdefault((style, path), note.line)
        total = sum(counts.values())
        used = [(style, n) for style, n in counts.most_common() if n >= max(_FEW, _SHARE * total)]
        if total < _LEAST or len(used) < 2:
            return
        shown = ", ".join(f"{_NAMES[style]} {n} ({100 * n // total} %)" for style, n in used)
        second = used[1][0]
        files = sorted(places[second].items(), key=lambda item: (-item[1], item[0]))
        path = files[0][0]
        yield self.finding(
            path,
            At(first[second, path]),
            f"{total} docstrings with sections have {len(used)} styles: {shown}",
            related=[
                Related(other, first[second, other], f"{n} of {_NAMES[second]}'s style")
                for other, n in files[1:6]
            ],
            effort=min(480, 2 * (total - used[0][1])),
        )
