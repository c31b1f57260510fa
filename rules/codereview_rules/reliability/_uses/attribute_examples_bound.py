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
    Good(  # it is of one class by default, and of the other one where that is set up
        {
            "shop/tills.py": "from typing import Annotated, Literal\n\nfrom pydantic import BaseModel, Field\n\n\n"
            "class Shut(BaseModel):\n    open: Literal[False] = False\n\n\n"
            "class Open(BaseModel):\n    open: Literal[True] = True\n    desk: str\n\n\n"
            "class Shop(BaseModel):\n    till: Annotated[Shut | Open, Field(title='Till')] = Shut()\n",
            "shop/desks.py": "from shop.tills import Shop\n\n\n"
            "def desk(shop: Shop):\n    return shop.till.desk if shop.till.open else ''\n",
        },
        path="shop/desks.py",
    ),
    # what the call of a task gives is for its library to say
)
