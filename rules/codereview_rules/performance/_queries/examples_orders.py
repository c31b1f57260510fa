"""How sure PERF002 is of rows that a query of SQLAlchemy gives."""

from __future__ import annotations

from codereview.api import Bad, Confidence

_ORDERS = """\
from sqlalchemy import Boolean, Column, Integer
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customer"
    id = Column(Integer, primary_key=True)


class Order(Base):
    __tablename__ = "order"
    id = Column(Integer, primary_key=True)
    customer_id = Column(Integer)
    paid = Column(Boolean)
"""

OF_ORDERS: tuple[Bad, ...] = (
    # those of one row, by the foreign key
    Bad(
        {
            "shop/models.py": _ORDERS,
            "shop/api.py": """\
from fastapi import FastAPI
from shop.models import Customer, Order
from sqlalchemy.orm import Session

app = FastAPI()


@app.get("/orders")
def orders(db: Session, shop_id: int):
    found = []
    for order in db.query(Order).filter(Order.customer_id == shop_id).all():
        found.append(db.query(Customer).filter(Customer.id == order.customer_id).first())
    return found
""",
        },
        ("shop/api.py:12",),
        confidence=Confidence.LOW,
    ),
    # what a round deletes, the next does not find
    Bad(
        {
            "shop/models.py": _ORDERS,
            "shop/api.py": """\
from fastapi import FastAPI
from shop.models import Customer, Order
from sqlalchemy.orm import Session

app = FastAPI()


@app.post("/orders")
def clean(db: Session):
    for order in db.query(Order).filter(Order.paid.is_(True)).all():
        found = db.query(Customer).filter(Customer.id == order.customer_id).first()
        db.delete(order)
        print(found)
""",
        },
        ("shop/api.py:11",),
        confidence=Confidence.LOW,
    ),
    # all that there are
    Bad(
        {
            "shop/models.py": _ORDERS,
            "shop/api.py": """\
from fastapi import FastAPI
from shop.models import Customer, Order
from sqlalchemy.orm import Session

app = FastAPI()


@app.get("/orders")
def orders(db: Session):
    found = []
    for order in db.query(Order).filter(Order.paid.is_(True)).all():
        found.append(db.query(Customer).filter(Customer.id == order.customer_id).first())
    return found
""",
        },
        ("shop/api.py:12",),
        confidence=Confidence.HIGH,
    ),
)
