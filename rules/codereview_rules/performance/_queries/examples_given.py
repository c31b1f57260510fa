"""What PERF002 says where a session, a model or a row is not what it looks like."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good
from codereview_rules.performance._queries.examples_orders import _ORDERS

_API = """\
from fastapi import Depends, FastAPI
from shop.db import opened
from shop.models import Customer, Order
from sqlalchemy.orm import Session

app = FastAPI()


@app.get("/orders")
def orders(db: Session = Depends(opened)):
    found = []
    for order in db.query(Order).filter(Order.paid.is_(True)).all():
        found.append(db.query(Customer).filter(Customer.id == order.customer_id).first())
    return found
"""

SILENT: tuple[Good, ...] = (
    # `AsyncSession` has no `query`: the first line of the handler raises
    Good(
        {
            "shop/models.py": _ORDERS,
            "shop/db.py": """\
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

Local = async_sessionmaker(create_async_engine("postgresql+asyncpg://shop"))


async def opened():
    async with Local() as session:
        yield session
""",
            "shop/api.py": _API,
        }
    ),
)
TOLD: tuple[Bad, ...] = (
    # the same with a session that has it
    Bad(
        {
            "shop/models.py": _ORDERS,
            "shop/db.py": """\
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

Local = sessionmaker(create_engine("postgresql://shop"))


def opened():
    with Local() as session:
        yield session
""",
            "shop/api.py": _API,
        },
        ("shop/api.py:13",),
        confidence=Confidence.HIGH,
    ),
)
