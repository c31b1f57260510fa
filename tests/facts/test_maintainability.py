"""The maintainability index is radon's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from radon.metrics import mi_visit

from codereview.facts.maintainability import maintainability_index

LIBRARY = Path(os.__file__).parent


@pytest.mark.parametrize("name", ["abc", "bisect", "shlex", "textwrap", "sched"])
def test_the_index_is_close_to_radons(name: str) -> None:
    text = (LIBRARY / f"{name}.py").read_text(encoding="utf-8")
    ours = maintainability_index(text)
    assert ours is not None
    # radon counts a clause such as `else:` as a logical line, and blank lines of docstrings
    assert ours == pytest.approx(mi_visit(text, multi=True), abs=4)


def test_straight_code_is_easier_than_tangled_code() -> None:
    straight = "def f(a):\n    return a\n"
    tangled = "def f(a):\n" + "".join(
        f"    if a > {n} and a < {n + 1} or a == {n}:\n        a = a * {n}\n" for n in range(60)
    )
    assert (maintainability_index(straight) or 0) > (maintainability_index(tangled) or 0)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "def f(:\n"])
def test_no_code_has_no_index(text: str) -> None:
    assert maintainability_index(text) is None
