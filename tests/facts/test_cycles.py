"""Import cycles: which imports count, and the fewest that break them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping

import pytest
from facts_lab import project_of

from codereview.facts.cycles import cycles, import_graph


def found(files: Mapping[str, str]) -> list[tuple[str, ...]]:
    project = project_of(files)
    return [cycle.files for cycle in cycles(import_graph(project.files, project.layout))]


@pytest.mark.parametrize(
    "second",
    [
        "def f():\n    import a\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\n",
        "try:\n    import a\nexcept ImportError:\n    pass\n",
        "if __name__ == '__main__':\n    import a\n",
    ],
)
def test_imports_that_do_not_run_at_import_close_no_cycle(second: str) -> None:
    assert found({"a.py": "import b\n", "b.py": second}) == []


def test_each_component_is_one_cycle() -> None:
    files = {"a.py": "import b\n", "b.py": "import a\n", "c.py": "import d, a\n", "d.py": "import c\n"}
    assert found(files) == [("a.py", "b.py"), ("c.py", "d.py")]


def test_a_cycle_through_the_own_package_is_told_apart() -> None:
    project = project_of({"p/__init__.py": "from .x import y\n", "p/x.py": "from p import z\n"})
    (cycle,) = cycles(import_graph(project.files, project.layout))
    assert cycle.own
    assert cycle.cuts == (("p/x.py", "p/__init__.py"),)


def acyclic(edges: set[tuple[str, str]]) -> bool:
    nodes = {node for edge in edges for node in edge}
    while nodes:
        ends = {node for node in nodes if not any(a == node and b in nodes for a, b in edges)}
        if not ends:
            return False
        nodes -= ends
    return True


@pytest.mark.parametrize("seed", range(25))
def test_the_cut_is_a_smallest_one(seed: int) -> None:
    chance = random.Random(seed)
    names = "abcde"
    edges = {(a, b) for a in names for b in names if a != b and chance.random() < 0.4}
    files = {f"{a}.py": "".join(f"import {b}\n" for x, b in sorted(edges) if x == a) for a in names}
    project = project_of(files)
    cuts = {
        (a[0], b[0]) for cycle in cycles(import_graph(project.files, project.layout)) for a, b in cycle.cuts
    }
    assert acyclic(edges - cuts)
    smaller = itertools.combinations(sorted(edges), max(0, len(cuts) - 1))
    assert not cuts or not any(acyclic(edges - set(some)) for some in smaller)


def test_a_dense_graph_is_cut_in_bounded_time_and_says_so() -> None:
    names = [f"m{number}" for number in range(30)]
    files = {f"{a}.py": "".join(f"import {b}\n" for b in names if b != a) for a in names}
    project = project_of(files)
    (cycle,) = cycles(import_graph(project.files, project.layout))
    assert not cycle.exact
    left = {(a, b) for a in cycle.files for b in cycle.files if a != b} - set(cycle.cuts)
    assert acyclic(left)
