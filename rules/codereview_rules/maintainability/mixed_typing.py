"""MNT004: annotations that are spelled in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import Bad, Card, Confidence, Finding, Good, Note, ProjectRule, Related, Severity
from codereview.facts.clones import is_migration
from codereview.facts.project import ProjectFacts

from ._typing.collect import Spellings

_LEAST = 5
_SHARE = 0.05
_MOST = 6


class _Two(NamedTuple):
    """Two spellings of the same thing, where they stand in a note, and the Python from which the new one runs."""

    old: str
    new: str
    at: int
    since: tuple[int, int]


_PAIRS = (
    _Two("`List`, `Dict` and the like of `typing`", "built-in generics such as `list[int]`", 0, (3, 9)),
    _Two("`Optional` and `Union`", "`X | None`", 1, (3, 10)),
)
_HEAD = "from typing import Dict, List, Optional\n\n"


def _old(count: int, kind: str = "List[int]") -> str:
    return "".join(f"def a{i}(x: {kind}): ...\n" for i in range(count))


def _new(count: int, kind: str = "list[int]") -> str:
    return "".join(f"def b{i}(x: {kind}): ...\n" for i in range(count))


class MixedTyping(ProjectRule):
    """Counts both spellings over the whole project."""

    card = Card(
        id="MNT004",
        title="Old and new annotations mixed",
        severity=Severity.INFO,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "Two spellings of the same type make readers look for a difference that is not there, and each new file "
            "is a coin toss. The old names have been deprecated since Python 3.9 (PEP 585)."
        ),
        instead=(
            "Pick the new spelling, which the declared Python has, let a tool rewrite the rest at once (ruff's UP006 "
            "and UP007 with `--fix`), and switch these checks on so that it stays."
        ),
        false_alarms=(
            "Told only if both spellings are there often, and the lowest Python that the project declares knows the "
            "new one. Annotations of code that is kept as others wrote it can look like this, too."
        ),
    )
    bad = (
        Bad(_HEAD + _old(5) + _new(5), (3,)),
        Bad({"a.py": _HEAD + _old(6), "b.py": _new(8)}, ("a.py:3",)),
        Bad(_HEAD + _old(5, "Optional[int]") + _new(6, "int | None"), (3,), python="3.10"),
        Bad("import typing as t\n\n" + _old(5, "t.Dict[str, int]") + _new(5, "dict[str, int]"), (3,)),
        Bad({"a.py": _HEAD + _old(5), "b.py": _HEAD + _old(9), "c.py": _new(5)}, ("b.py:3",)),
        Bad(
            _HEAD + "class A:\n" + "".join(f"    x{i}: List[int]\n    y{i}: list[int]\n" for i in range(6)),
            (4,),
        ),
        Bad(
            "from typing import Union\n\n" + _old(5, "Union[int, str]") + _new(5, "int | str"),
            (3,),
            python="3.10",
        ),
        Bad(
            _HEAD
            + "".join(
                f"def f{i}() -> List[int]: ...\nasync def g{i}() -> list[int]: ...\n" for i in range(5)
            ),
            (3,),
        ),
    )
    good = (
        Good(_HEAD + _old(20)),
        Good(_new(20) + _new(20, "int | None")),
        Good(_HEAD + _old(4) + _new(30)),
        Good(_HEAD + _old(9, "Optional[int]") + _new(9, "int | None"), python="3.9"),
        Good(_HEAD + _old(9) + _new(9), python="3.8"),
        Good({"a.py": _HEAD + _old(9), "tests/test_a.py": _new(9)}),
        Good("from own import List\n\n" + _old(9) + _new(9)),
        Good(_HEAD + "a = List[int]\nb = [list[int], 3 | 4]\n" * 9),
        Good("from typing import Any, Callable, Literal\n\n" + _old(9, "Callable[[int], Any]") + _new(9)),
    )
    collects = (Spellings,)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for the project, at the file with the most old ones."""
        notes = [
            (path, note)
            for path, found in project.noted(Spellings)
            for note in found
            if not is_migration(path)
        ]
        said: list[str] = []
        mixed: list[_Two] = []
        for pair in _PAIRS:
            old = sum(_count(note, pair.at) for _, note in notes)
            new = sum(_count(note, pair.at + 2) for _, note in notes)
            if project.python >= pair.since and min(old, new) >= max(_LEAST, _SHARE * (old + new)):
                mixed.append(pair)
                said.append(f"{pair.old} ({old} times) beside {pair.new} ({new} times)")
        if not mixed:
            return
        files = [(path, note, sum(_count(note, pair.at) for pair in mixed)) for path, note in notes]
        files = sorted((item for item in files if item[2]), key=lambda item: (-item[2], item[0]))
        path, first, _ = files[0]
        major, minor = project.python
        yield self.finding(
            path,
            first,
            f"{', and '.join(said)}; Python {major}.{minor}, the lowest that counts here, has the new ones",
            related=[Related(other, note.line, f"{count} old ones") for other, note, count in files[1:_MOST]],
            checked="the declared Python, annotations of production code",
            effort=min(60, 10 + len(files)),
        )


def _count(note: Note, index: int) -> int:
    value = note.values[index]
    return value if isinstance(value, int) else 0
