"""Examples of REL004: names and parameters that stand for something else than it seems."""

from __future__ import annotations

from codereview.api import Good

GOOD = (
    Good(  # what is asked is the module, until this line has run
        {
            "shop/__init__.py": "import shop.till\n\ntill = shop.till.till\n",
            "shop/till.py": "class Till:\n    def count(self):\n        return 1\n\n\ntill = Till()\n",
        },
        path="shop/__init__.py",
    ),
    Good(  # the decorator hands it a context before what the pipeline passes
        {
            "shop/steps.py": "from dagster import op\n\nfrom shop.sheets import Sheet\n\n\n@op\n"
            "def fill(context, sheet: Sheet):\n    return context.op_config, sheet\n",
            "shop/sheets.py": "class Sheet:\n    def __init__(self):\n        self.rows = []\n",
            "shop/flow.py": "from shop.sheets import Sheet\nfrom shop.steps import fill\n\n\n"
            "def flow():\n    fill(Sheet())\n",
        },
        path="shop/steps.py",
    ),
    # what the call of a task gives is for its library to say
)
