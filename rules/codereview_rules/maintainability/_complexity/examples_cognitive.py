"""Examples of functions that are hard to follow, and of those that only look so."""

from __future__ import annotations

from codereview.api import Bad, Good


def _deep(kinds: str, head: str = "def run(a):\n", indent: int = 4) -> str:
    """Blocks in each other: ``if`` with ``else``, ``for``, ``try``, ``with``, by first letters."""
    lines, ends = [], []
    for number, kind in enumerate(kinds):
        space = " " * (indent * (number + 1))
        opened = {"i": f"if a[{number}]:", "f": f"for b{number} in a:", "t": "try:", "w": "with a:"}[kind]
        lines.append(space + opened)
        if kind == "i":
            ends.append(f"{space}else:\n{space}    a.other({number})")
        if kind == "t":
            ends.append(f"{space}except KeyError:\n{space}    a.lost({number})")
    lines.append(" " * (indent * (len(kinds) + 1)) + "a.go()")
    return head + "\n".join([*lines, *reversed(ends)]) + "\n"


_METHOD = "class A:\n" + "".join("    " + line + "\n" for line in _deep("fififi").splitlines())
_DECORATOR = (
    "def retry(f):\n    def inner(a):\n"
    + "".join("    " + line + "\n" for line in _deep("fififi", "").splitlines())
    + "    return inner\n"
)
BAD = (
    Bad(_deep("fififi"), (1,)),
    Bad(_deep("iiiiii"), (1,)),
    Bad(_deep("fftifif"), (1,)),
    Bad(
        _deep("fiwifi", "async def run(a):\n")
        + "    if a and a.b or a.c:\n        a.d()\n    elif a.e:\n        a.f()\n",
        (1,),
    ),
    Bad(_METHOD, (2,)),
    Bad(_DECORATOR, (1,)),
    Bad(
        "def walk(node, depth):\n    for child in node:\n        if child.kids and depth:\n"
        "            for kid in child.kids:\n"
        "                if kid.ok and (kid.a or kid.b):\n                    walk(kid, depth - 1)\n"
        "                else:\n                    return walk(child, 0) if depth else 0 if child else None\n"
        "    return None\n",
        (1,),
    ),
    Bad(
        "def read(a):\n    while a:\n        match a.kind:\n            case 1:\n                for b in a:\n"
        "                    if b:\n                        a.go()\n                    elif a.c or a.d:\n"
        "                        a.e()\n            case 2:\n                if a.f and a.h:\n"
        "                    while a.i:\n"
        "                        a.j() if a.k else a.l()\n                    a.g()\n"
        "            case _:\n                pass\n        a = a.next\n",
        (1,),
    ),
)
GOOD = (
    Good(
        "def pick(a):\n"
        + "".join(f"    if a == {i}:\n        return {i}\n" for i in range(13))
        + "    return None\n"
    ),
    Good(
        "def pick(a):\n    if a == 0:\n        return 0\n"
        + "".join(f"    elif a == {i}:\n        return {i}\n" for i in range(1, 13))
        + "    return None\n"
    ),
    Good(
        "def pick(a):\n    match a:\n"
        + "".join(f"        case {i}:\n            return {i}\n" for i in range(13))
    ),
    Good(_deep("wwwwif")),
    Good(_deep("fififi", "def test_run(a):\n"), path="tests/test_run.py"),
    Good(
        "def run(a):\n    for b in a:\n        if not b:\n            continue\n        _one(b)\n\n\n"
        "def _one(b):\n    for c in b:\n        if c.ok:\n            c.go()\n        else:\n            c.stop()\n"
    ),
    Good(
        "def pairs(a):\n    return [(x, y) for x in a if x for y in a if y for z in a if z if x if y for w in a if w]\n"
    ),
    Good(
        "def outer(a):\n    def one(b):\n        return b if b else a\n\n"
        "    def two(b):\n        return a if b else 0\n\n    return one, two\n"
    ),
    Good(
        "def route(a):\n"
        + "".join(f"    if a.part{i} and a.kind:\n        a.total += {i}\n" for i in range(9))
    ),
)
