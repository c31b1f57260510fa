"""How often a loop runs, where a literal tells."""

from __future__ import annotations

import pytest
from facts_lab import facts_of

KNOWN = {
    "a literal": ("for x in (1, 2): pass", 2),
    "a literal with its numbers": ("for i, x in enumerate([1, 2, 3]): pass", 3),
    "a range": ("for x in range(1, 4): pass", 3),
    "a name": ("names = ['a', 'b']\nfor x in names: pass", 2),
    "a constant, from a function": ("NAMES = ('a', 'b')\ndef f():\n    for x in NAMES: pass", 2),
    "entries of a name": ("kinds = {'a': 1}\nfor key, one in kinds.items(): pass", 1),
    "the first": ("for x in rows[:5]: pass", 5),
    "some in the middle": ("for i, x in enumerate(rows[10:14]): pass", 4),
    "the last": ("for x in rows[-3:]: pass", 3),
    "a name for the first": ("def f(rows):\n    few = rows.order_by('a')[:5]\n    for x in few: pass", 5),
    "sorted": ("names = ['a', 'b']\nfor x in sorted(names): pass", 2),
}
UNKNOWN = {
    "an empty list": "names = []\nfor x in names: pass",
    "a list that grows": "names = ['a']\nnames.append('b')\nfor x in names: pass",
    "a list that grows elsewhere": "names = ['a']\ndef more(x): names.extend(x)\nfor x in names: pass",
    "a list that is added to": "names = ['a']\nnames += other()\nfor x in names: pass",
    "a dict that is set": "kinds = {'a': 1}\nkinds[b] = 2\nfor x in kinds: pass",
    "a name bound again": "names = ['a']\nnames = other()\nfor x in names: pass",
    "one branch only": "if a: names = ['a']\nelse: names = other()\nfor x in names: pass",
    "a parameter": "names = ['a']\ndef f(names):\n    for x in names: pass",
    "a starred part": "for x in (1, *other): pass",
    "a dict with another in it": "for x in {'a': 1, **other}: pass",
    "from one on": "for x in rows[1:]: pass",
    "up to a name": "for x in rows[:n]: pass",
    "a page": "for x in rows[:20]: pass",
    "one entry": "for x in rows[5]: pass",
    "all but the last": "for x in rows[:-1]: pass",
    "the first, or others": "def f(rows):\n    few = rows[:5]\n    if a: few = other()\n    for x in few: pass",
    "a range beyond any memory": "for x in range(10**30, 0xFFFFFFFFFFFFFFFFFFFFFF): pass",
    "a range to a large number": "for x in range(0xFFFFFFFFFFFFFFFFFFFFFF): pass",
    "a range to a name": "for x in range(n): pass",
}


@pytest.mark.parametrize(("text", "size"), KNOWN.values(), ids=KNOWN.keys())
def test_literals_tell(text: str, size: int) -> None:
    assert [loop.bound for loop in facts_of(text).loops] == [size]


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_may_be_longer_is_not_told(text: str) -> None:
    assert [loop.bound for loop in facts_of(text).loops] == [-1]
