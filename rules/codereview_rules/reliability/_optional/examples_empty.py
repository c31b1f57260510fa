"""Examples of elements that are taken of results that can be empty, and of code that looks like it."""

from __future__ import annotations

from codereview.api import Bad, Good

_OPEN = "def opened(rows):\n    return [row for row in rows if row.open]\n\n"
_GATHER = """def names(rows):
    found = []
    for row in rows:
        if row.name:
            found.append(row.name)
    return found

"""
_READ = """def read(path):
    if not path.exists():
        return []
    return path.read_text().split()

"""
_ASYNC = """class Users:
    async def all(self, rows):
        return [row async for row in rows if row]

    async def one(self, rows):
"""

BAD = (
    Bad(_OPEN + "def first(rows):\n    return opened(rows)[0]\n", lines=(5,)),
    Bad(_OPEN + "def last(rows):\n    found = opened(rows)\n    return found[-1]\n", lines=(6,)),
    Bad(
        _GATHER + "def first(rows):\n    print(rows)\n    found = names(rows)\n    return found[0].title()\n",
        lines=(11,),
    ),
    Bad(
        {
            "shop/files.py": _READ,
            "shop/show.py": "from shop.files import read\n\ndef show(path):\n    return read(path)[0]\n",
        },
        lines=("shop/show.py:4",),
    ),
    Bad(_OPEN + "def best(rows):\n    return max(opened(rows))\n", lines=(5,)),
    Bad(_GATHER + "def least(rows):\n    return min(names(rows), key=len)\n", lines=(9,)),
    Bad(_ASYNC + "        return (await self.all(rows))[0]\n", lines=(6,)),
    Bad(
        _ASYNC + "        found = await self.all(rows)\n        print('found')\n        return found[0]\n",
        lines=(8,),
    ),
)

GOOD = (
    Good(  # given one, it gives one
        "def made(orders):\n    if not orders.ready:\n        return []\n    return [o.number for o in orders]\n\n\n"
        "def number(order):\n    return made([order])[0]\n"
    ),
    Good(_OPEN + "def first(rows):\n    found = opened(rows)\n    return found[0] if found else None\n"),
    Good(
        _OPEN + "def first(rows):\n    found = opened(rows)\n    if not found:\n"
        "        return None\n    return found[0]\n"
    ),
    Good(
        _GATHER + "def first(rows):\n    found = names(rows)\n    assert len(found) == 1\n"
        "    return found[0]\n"
    ),
    Good(
        _OPEN + "def first(rows):\n    try:\n        return opened(rows)[0]\n"
        "    except IndexError:\n        return None\n"
    ),
    Good(_OPEN + "def best(rows):\n    return max(opened(rows), default=None)\n"),
    Good(
        "def parts(text):\n    return [text.lower() for text in text.split()]\n\ndef first(text):\n"
        "    return parts(text)[0]\n"
    ),
    Good(_OPEN + "def some(rows):\n    return opened(rows)[:1]\n"),
    Good(
        "def names(rows):\n    found = ['all']\n    for row in rows:\n"
        "        found.append(row.name)\n    return found\n\n"
        "def first(rows):\n    return names(rows)[0]\n"
    ),
    Good("def read(path):\n    return path.split(',')\n\ndef first(path):\n    return read(path)[0]\n"),
    Good(
        "def lower(texts):\n    if not texts:\n        return []\n    return texts.lower()\n\n"
        "def first(text):\n    found = lower([text])\n    return found[0]\n"
    ),
    Good(_OPEN + "def first(rows):\n    if opened(rows):\n        return opened(rows)[0]\n    return None\n"),
)
