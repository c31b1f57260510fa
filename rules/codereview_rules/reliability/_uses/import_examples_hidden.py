"""Examples of REL002: modules whose names begin with an underscore."""

from __future__ import annotations

from codereview.api import Bad, Good

BAD: tuple[Bad, ...] = (
    Bad(  # a package that hides all of its modules has lost one
        {
            "shop/__init__.py": "",
            "shop/fields/__init__.py": "from ._dates import Day\nfrom ._names import Name\nfrom ._sums import Sum\n",
            "shop/fields/_names.py": "class Name: ...\n",
            "shop/fields/_sums.py": "class Sum: ...\n",
            "app.py": "from shop.fields import Day\n\nprint(Day())\n",
        },
        lines=("shop/fields/__init__.py:1",),
    ),
)
GOOD: tuple[Good, ...] = (
    Good(  # what is compiled is hidden by the same sign
        {
            "shop/__init__.py": "",
            "shop/fields/__init__.py": "from ._fast import Day\nfrom ._names import Name\nfrom ._sums import Sum\n",
            "shop/fields/_names.py": "class Name: ...\n",
            "shop/fields/_sums.py": "class Sum: ...\n",
            "shop/fields/fast.pyx": "cdef class Day: pass\n",
        }
    ),
    Good(
        {"shop/__init__.py": "from ._fast import Day\n", "app.py": "from shop import Day\n\nprint(Day())\n"}
    ),
)
