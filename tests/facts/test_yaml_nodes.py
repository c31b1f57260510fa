"""YAML of strangers: what is too much, too deep or in itself is no tree, and takes no time."""

from __future__ import annotations

import pytest

from codereview.facts.deployment.yaml_tree import documents
from codereview.facts.pipeline.tree import read_tree
from codereview.facts.yaml_nodes import composed

LAUGHS = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    "text",
    [LAUGHS, "a: &a\n  b: *a\n", "[" * 100 + "]" * 100, "a: [1, 2\n", "x" * 400_001],
    ids=["aliases of aliases", "in itself", "deep", "broken", "large"],
)
def test_what_is_no_tree(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        list(composed(text))
    assert documents(text) == ()
    assert not read_tree(text)


def test_aliases_within_bounds_are_followed() -> None:
    text = "base: &base {on: [push]}\njob:\n  <<: *base\n  runs: x\n---\nother: 1\n"
    assert read_tree(text).get("job", "on").names() == ["push"]
    assert [tree.has("other") for tree in documents(text)] == [False, True]


def test_a_damaged_document_leaves_those_before_it() -> None:
    text = "jobs: {a: 1}\n---\nb: [\n"
    assert read_tree(text).get("jobs", "a").text == "1"
    assert documents(text) == ()
