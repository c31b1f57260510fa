"""Examples of functions that give a value on some ways only, and of code that looks like it."""

from __future__ import annotations

from codereview.api import Bad, Good

_USE = "\ndef use(rows, key):\n    found = find(rows, key)\n    print(found.name)\n"

BAD = (
    Bad("def find(rows, key):\n    if key in rows:\n        return rows[key]\n" + _USE, lines=(1,)),
    Bad("def find(rows, key):\n    if not rows:\n        return\n    return rows[key]\n" + _USE, lines=(1,)),
    Bad(
        "def rate(kind):\n    if kind == 'a':\n        return 1\n    elif kind == 'b':\n"
        "        return 2\n\n"
        "def use(kind):\n    value = rate(kind)\n    return value * 2\n",
        lines=(1,),
    ),
    Bad(
        "class Rows:\n    def find(self, key):\n        if key:\n            return self.rows[key]\n\n"
        "    def name(self, key):\n        return self.find(key).name()\n",
        lines=(2,),
    ),
    Bad(
        "async def find(rows, key):\n    if key in rows:\n        return rows[key]\n\n"
        "async def use(rows, key):\n    found = await find(rows, key)\n    print(found.name)\n",
        lines=(1,),
    ),
    Bad(
        {
            "shop/rows.py": "def find(rows, key):\n    if key in rows:\n        return rows[key]\n",
            "shop/use.py": "from shop.rows import find\n\ndef use(rows, key):\n"
            "    return find(rows, key)['name']\n",
        },
        lines=("shop/rows.py:1",),
    ),
    Bad(
        "class Box:\n    def load(self):\n        if self.path:\n            return self.path.read()\n\n"
        "    def lines(self):\n        for line in self.load().splitlines():\n            print(line)\n",
        lines=(2,),
    ),
    Bad(
        "def pick(rows, key):\n    if key == 1:\n        return rows[0]\n    elif key == 2:\n"
        "        return\n"
        "    return rows[1]\n\ndef use(rows, key):\n    one = pick(rows, key)\n    one.close()\n",
        lines=(1,),
    ),
)

GOOD = (
    Good("def find(rows, key):\n    if key in rows:\n        return rows[key]\n    return None\n" + _USE),
    Good(
        "def find(rows, key):\n    if key in rows:\n        return rows[key]\n"
        "    raise KeyError(key)\n" + _USE
    ),
    Good("def find(rows, key) -> 'Row | None':\n    if key in rows:\n        return rows[key]\n" + _USE),
    Good(
        "def find(rows, key):\n    if key in rows:\n        return rows[key]\n\ndef use(rows):\n"
        "    find(rows, 1)\n"
    ),
    Good(
        "def find(rows, key):\n    if key in rows:\n        return rows[key]\n    else:\n"
        "        return 1\n" + _USE
    ),
    Good(
        "def find(rows, key):\n    while True:\n        if key in rows:\n"
        "            return rows[key]\n" + _USE
    ),
    Good("def find(rows, key):\n    with rows:\n        return rows[key]\n" + _USE),
    Good("def find(rows, key):\n    if not key:\n        return\n    yield rows[key]\n" + _USE),
    Good("def find(rows, key):\n    if not key:\n        return\n    rows.pop(key)\n" + _USE),
)
