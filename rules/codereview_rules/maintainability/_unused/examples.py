"""Examples of definitions of which others are in use."""

from __future__ import annotations

from codereview.api import Bad, Confidence

_APP = "from fastapi import FastAPI\n\nimport shop\n\napp = FastAPI()\nshop.add(app)\n"
_BASE = (
    "class Payment:\n    def page_of_success(self):\n        return 1\n\n"
    "    def page_of_failure(self):\n        return 2\n\n\n"
    "class Card(Payment):\n    def page_of_failure(self):\n        return 3\n\n\n"
    "def add(app):\n    Card().page_of_success()\n"
)
_SET = "".join(
    f"def may_{verb}_orders(user):\n    return user.may('{verb}')\n\n\n" for verb in ("see", "add", "alter")
)
_CALLS = "".join(
    f"    def get_all_{name}(self):\n        return self._ask('{name}')\n\n"
    for name in "orders carts shops prices stores routes clerks boxes labels bills taxes rates zones ids ways".split()
)

BAD: tuple[Bad, ...] = (
    Bad(  # what a class below has of its own is told with it
        {"main.py": _APP, "shop.py": _BASE},
        lines=("shop.py:5",),
        confidence=Confidence.LOW,
    ),
    Bad(  # one of a set
        {
            "main.py": _APP,
            "shop.py": _SET + "def add(app):\n    return may_see_orders(app), may_alter_orders(app)\n",
        },
        lines=("shop.py:5",),
        confidence=Confidence.LOW,
    ),
    Bad(  # so is what a service offers
        {
            "main.py": _APP,
            "shop.py": "class Client:\n    def _ask(self, name):\n        return name\n\n"
            + _CALLS
            + "\ndef add(app):\n    one = Client()\n"
            + "".join(
                f"    one.{line.split('(')[0].split()[1]}()\n"
                for line in _CALLS.splitlines()[3:]
                if "def" in line
            ),
        },
        lines=("shop.py:5",),
        confidence=Confidence.LOW,
    ),
    Bad(  # its docstring says for whom it is kept
        {
            "main.py": _APP,
            "shop.py": "def add(app):\n    return app\n\n\ndef added_twice(app):\n"
            "    '''Adds it. Kept for older shops.'''\n    return add(add(app))\n",
        },
        lines=("shop.py:5",),
        confidence=Confidence.LOW,
    ),
    Bad(  # its time is to come
        {
            "main.py": _APP,
            "shop.py": "def add(app):\n    return app\n\n\n# Returns (for future use)\n\n\n"
            "def taken_back(rows):\n    return rows[::-1]\n",
        },
        lines=("shop.py:8",),
        confidence=Confidence.LOW,
    ),
    Bad(  # it is off, and there to be read
        {
            "main.py": _APP,
            "shop.py": "def add(app):\n    return app\n\n\nif False:\n\n    class OldBasket:\n"
            "        def empty_it(self):\n            return []\n",
        },
        lines=("shop.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(  # it shows how the module is used
        {
            "main.py": _APP,
            "shop.py": "def add(app):\n    return app\n\n\nif __name__ == '__main__':\n\n"
            "    def example_usage(rows):\n        return add(rows)\n",
        },
        lines=("shop.py:7",),
        confidence=Confidence.LOW,
    ),
)
