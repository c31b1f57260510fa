"""How OPS007 counts tables beside files that it cannot read."""

from __future__ import annotations

from codereview.engine.memory import examine
from codereview_rules.operations.missing_migrations import MissingMigrations

_MODELS = (
    "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n"
    + "".join(
        f"\n\nclass {name}(Base):\n    __tablename__ = '{name}'\n\n    id = Column(Integer, primary_key=True)\n"
        for name in ("Order", "Line", "Buyer")
    )
)
_MAIN = (
    "from fastapi import FastAPI\nfrom sqlalchemy import create_engine\n\nfrom shop.models import Base\n\n"
    "app = FastAPI()\nBase.metadata.create_all(create_engine('sqlite://'))\n"
)


def _told(**more: str) -> str:
    files = {"shop/__init__.py": "", "shop/models.py": _MODELS, "main.py": _MAIN}
    (found,) = examine(
        {**files, **{f"shop/{name}.py": text for name, text in more.items()}}, [MissingMigrations()]
    )
    return found.message


def test_a_file_that_is_not_read_can_have_more() -> None:
    assert _told().startswith("3 tables are made")
    assert _told(users="class User[T:\n").startswith("At least 3 tables are made")
