"""What is read of Markdown, reStructuredText and docstrings: parts and their lines, and nothing that is a value."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

from codereview.facts.documents.claims import licence_of
from codereview.facts.documents.coverage import documented, public
from codereview.facts.documents.docstrings import parse
from codereview.facts.documents.read import LARGEST, document, is_read
from codereview.facts.documents.values import Document

MARKDOWN = """---
title: Shop
---
# Shop

See [the guide](docs/guide.md#start), [site](https://shop.example) and
`src/shop/api.py`.

```bash
export TOKEN=abc && cd web
SHOP=1 uv run shop serve --port 9123 --key=hunter2 \\
  --reload
make test lint DEBUG=1
```

| file | what |
|---|---|
| [a](a.md) | `src/b.py` |
"""
REST = """Shop
====

See `the guide <docs/guide.rst>`_ and ``src/shop/api.py``::

    $ make test
    done

.. code-block:: python
   :linenos:

   from shop import api

.. note::

   Python 3.9+ is needed.

Use
---
"""


def read(text: str, path: str = "README.md") -> Document:
    found = document(path, text)
    assert found is not None
    return found


def test_parts_of_markdown_stand_at_their_lines() -> None:
    found = read(MARKDOWN)
    assert [(h.level, h.line, h.text) for h in found.headings] == [(1, 4, "Shop")]
    assert [(link.line, link.target) for link in found.links] == [(6, "docs/guide.md"), (18, "a.md")]
    assert [(m.line, m.path) for m in found.mentions] == [(7, "src/shop/api.py"), (18, "src/b.py")]
    assert [(b.line, b.language) for b in found.blocks] == [(10, "bash")]


def test_options_of_a_directive_are_no_code() -> None:
    text = "# Shop\n\n```{code-block} python\n:caption: shop.py\n\nimport shop\n```\n"
    assert not read(text, "docs/use.md").broken


def test_commands_are_kept_without_their_values() -> None:
    shop, make = read(MARKDOWN).commands
    assert (shop.line, shop.program, shop.words, shop.folders) == (11, "shop", ("serve",), ("web",))
    assert shop.options == ("--port", "--key", "--reload")
    assert (make.line, make.program, make.words) == (13, "make", ("test", "lint"))
    assert "hunter2" not in repr(read(MARKDOWN))
    assert "abc" not in repr(read(MARKDOWN))


def test_parts_of_rest_stand_at_their_lines() -> None:
    found = read(REST, "README.rst")
    assert [(h.level, h.line) for h in found.headings] == [(1, 1), (2, 18)]
    assert [(link.line, link.target) for link in found.links] == [(4, "docs/guide.rst")]
    assert [(c.line, c.program, c.words) for c in found.commands] == [(6, "make", ("test",))]
    assert [(i.line, i.module, i.name) for i in found.imports] == [(12, "shop", "api")]
    assert [(c.kind, c.line, c.value) for c in found.claims] == [("python", 16, "3.9")]


def test_a_picture_of_folders_becomes_paths() -> None:
    found = read("```\nshop/\n├── src/  # code\n│   ├── api.py\n│   └── b.py\n└── README.md\n```\n")
    assert found.trees[0].entries == ((3, "src/"), (4, "src/api.py"), (5, "src/b.py"), (6, "README.md"))


@pytest.mark.parametrize(
    "block",
    [
        "import shop\nx = [1,\n",
        "import shop\n...\nx = = 1\n\n",
        "import shop\n$ shop\nx = = 1\n",
        "x = = 1\n\n\n",
    ],
)
def test_a_part_of_a_program_is_not_called_broken(block: str) -> None:
    assert not read(f"```python\n{block}```\n").broken


def test_a_session_is_read_by_what_is_typed() -> None:
    found = read("```pycon\n>>> from shop import api\n>>> api.x\nfrom here on\n```\n")
    assert [(i.line, i.module, i.name) for i in found.imports] == [(2, "shop", "api")]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Apache License\n   Version 2.0, January 2004", "Apache"),
        ("GNU LESSER GENERAL PUBLIC LICENSE\nVersion 3", "LGPL"),
        ("All rights reserved.", ""),
    ],
)
def test_texts_of_licences_are_known(text: str, family: str) -> None:
    assert licence_of(text) == family
    assert read(text, "LICENSE").licence == family


def test_what_is_no_document_is_not_read() -> None:
    assert is_read("docs/a.md")
    assert not is_read("docs/a.mdx")
    assert not is_read("licensing.py")
    assert document("a.md", "x" * (LARGEST + 1)) is None


def test_three_styles_of_docstrings_tell_the_same() -> None:
    google = "Does.\n\n    Args:\n        a (int): one\n        *rest: others\n\n    Raises:\n        ValueError: if\n"
    numpy = (
        "Does.\n\n    Parameters\n    ----------\n    a : int\n        one\n    *rest\n        others\n\n"
        "    Raises\n    ------\n    ValueError\n        if\n"
    )
    sphinx = "Does.\n\n    :param int a: one\n    :param rest: others\n    :raises ValueError: if\n"
    for style, text in (("google", google), ("numpy", numpy), ("sphinx", sphinx)):
        found = parse(text)
        assert found is not None
        assert (found.style, [name for name, _ in found.params]) == (style, ["a", "rest"])
        assert [name for name, _ in found.raises] == ["ValueError"]
        assert (found.returns, found.unsure) == (0, False)
        lines = text.split("\n")
        assert all(name in lines[line - 1] for name, line in (*found.params, *found.raises))


def test_a_section_with_lines_that_are_no_entries_is_unsure() -> None:
    found = parse("Does.\n\n    Args:\n        a: one\n        and whatever else is given\n")
    assert found is not None
    assert found.unsure
    assert parse("It returns one: the first.") is None


def test_what_is_public_is_counted_as_the_metric_counts_it() -> None:
    facts = facts_of(
        '"""Module."""\n\n\nclass A:\n    """A."""\n\n    def f(self): ...\n\n    def _g(self): ...\n\n'
        "    def __len__(self): ...\n"
        "\n\ndef h():\n    def inner(): ...\n\n\nclass _B: ...\n"
    )
    things = list(public(facts))
    assert (sum(thing.documented for thing in things), len(things)) == documented(facts) == (2, 4)
    assert [thing.line for thing in things] == [1, 7, 14, 4]
