"""Examples of PERF011."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_HEAD = """\
from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"
{more}
    id = Column(Integer, primary_key=True)
    number = Column({number})
    paid = Column(Boolean)
    customer_id = Column(Integer, ForeignKey("customers.id"){foreign})


class Customer(Base):
    __tablename__ = "customers"

    id = Column(Integer, primary_key=True)

"""
_THRICE = """
def find(db: Session, number):
    return db.query(Order).filter(Order.number == number).first()


def exists(db: Session, number):
    return db.scalar(select(Order.id).where(Order.number == number)) is not None


def drop(db: Session, number):
    db.query(Order).filter(Order.number == number).delete()
"""
_TWICE = _THRICE.rpartition("\n\ndef drop")[0]
_JOINED = """
def of(db: Session, customer):
    return db.query(Order).filter(Order.customer_id == customer.id).all()


def count(db: Session, key):
    return db.query(Order).filter_by(customer_id=key).count()
"""
_ONCE = """
def find(db: Session, number):
    return db.query(Order).filter(Order.number == number).first()
"""
_DJANGO = """\
from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20{number})
    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)
{more}

def find(number):
    return Order.objects.filter(number=number).first()


def taken(number):
    return Order.objects.filter(number__in=[number]).exists()


def drop(number):
    Order.objects.get(number=number).delete()
"""


def _sql(use: str, number: str = "String(20)", foreign: str = "", more: str = "") -> str:
    return _HEAD.format(number=number, foreign=foreign, more=more) + use


def _django(number: str = "", more: str = "") -> str:
    return _DJANGO.format(number=number, more=more)


_ALEMBIC = {
    "alembic/versions/1_index.py": "from alembic import op\n\n\ndef upgrade():\n"
    '    op.create_index("ix_number", "orders", ["number"])\n'
}
_BEHIND = '\nIndex("ix_orders", Order.number)\n'
_BESIDE = """
def of(db: Session):
    return db.query(Customer).join(Order, Order.customer_id == Customer.id).all()


def count(db: Session):
    return db.query(Order).filter(Order.customer_id == Customer.id).count()
"""
_INSIDE = """\
from sqlalchemy import Column, Integer
from sqlmodel import Field, Session, SQLModel, select


class Order(SQLModel, table=True):
    number: int = Field(sa_column=Column(Integer, {given}))

"""
_MANY = """\
from django.db import models


class Label(models.Model):
    orders = models.ManyToManyField("shop.Order")


def of(order):
    return Label.objects.filter(orders=order).first()


def taken(order):
    return Label.objects.filter(orders=order).exists()


def drop(order):
    Label.objects.filter(orders=order).delete()
"""


_META = "\n    class Meta:\n        indexes = [models.Index(fields=['number', 'owner'])]\n"
_TOGETHER = "\n    class Meta:\n        unique_together = ('number', 'owner')\n"

_OFTEN = "".join(
    f"\ndef find{i}(db: Session, number):\n    return db.query(Order).filter(Order.number == number).first()\n\n"
    for i in range(6)
)
BAD = (
    Bad(_sql(_OFTEN), lines=(11,), confidence=Confidence.MEDIUM),
    Bad(_sql(_OFTEN).replace("Order", "Shelf"), lines=(11,), confidence=Confidence.LOW),  # does it grow?
    Bad(_sql(_THRICE), lines=(11,)),
    Bad(_sql(_JOINED), lines=(13,)),
    Bad(_sql(_THRICE, more='    __table_args__ = (Index("ix_orders", "paid", "number"),)\n'), lines=(12,)),
    Bad(_django(), lines=(5,)),
    Bad(
        {
            "shop/models.py": _sql(""),
            "shop/orders.py": "from shop.models import Order\n" + _THRICE.replace(": Session", ""),
        },
        lines=("shop/models.py:11",),
    ),
    Bad(_sql(_THRICE, number="String(20), nullable=False"), lines=(11,)),
    Bad(_sql(_THRICE.replace("== number", "> number"), number="DateTime"), lines=(11,)),
    Bad(
        _INSIDE.format(given="nullable=False") + _THRICE.replace("db.query(Order)", "select(Order)"),
        lines=(6,),
    ),
    Bad(_django(more=_META.replace("'number', 'owner'", "'owner', 'number'")), lines=(5,)),
)

GOOD = (
    Good(_sql(_THRICE).replace("Order", "OrderView")),
    Good(_sql(_THRICE, number="String(20), index=True")),
    Good(_sql(_THRICE, number="String(20), unique=True")),
    Good(_sql(_THRICE, more='    __table_args__ = (Index("ix_orders", "number", "paid"),)\n')),
    Good(_sql(_THRICE, more='    __table_args__ = (UniqueConstraint("number", "customer_id"),)\n')),
    Good(_sql(_JOINED, foreign=", index=True")),
    Good(_sql(_ONCE)),
    Good(_sql(_TWICE)),
    Good(_sql(_BESIDE)),
    Good(_sql(_BEHIND + _THRICE)),
    Good({"models.py": _sql(_THRICE), **_ALEMBIC}, path="models.py"),
    Good(  # SQL makes it, and says so by its name
        {
            "models.py": _sql(_THRICE),
            "schema/orders.sql": "CREATE INDEX idx_orders_number ON shop.orders (number);\n",
        },
        path="models.py",
    ),
    Good({"models.py": _sql(_JOINED), "requirements.txt": "sqlalchemy\npymysql\n"}),
    Good(_sql(_THRICE).replace("number", "order_state")),
    Good(_django(", choices=NUMBERS")),
    Good(
        {"models.py": _sql(_JOINED), "config.py": 'DATABASE = "mysql+pymysql://db/shop"\n'}, path="models.py"
    ),
    Good(_django(more="\n    class Meta:\n        managed = False\n")),
    Good(_sql(_THRICE.replace("== number", "<= now"), number="DateTime")),
    Good({"models.py": "import pymysql\n" + _sql(_JOINED)}, path="models.py"),
    Good(_INSIDE.format(given="primary_key=True") + _THRICE.replace("db.query(Order)", "select(Order)")),
    Good(_MANY),
    Good(
        _sql(
            _THRICE.replace("Order.number == number", "Order.customer_id == 1, Order.number == number"),
            more='    __table_args__ = (UniqueConstraint("customer_id", "number"),)\n',
        )
    ),
    Good(_sql(_THRICE.replace("== number", "> number"), number="Integer")),
    Good(_sql(_THRICE.replace("Order.number == number", "Order.paid == number"))),
    Good(_sql(_THRICE.replace("Order.number == number", "Order.id == number"))),
    Good(_django(", db_index=True")),
    Good(
        _django().replace("(number=", "(owner_id=1, number=")
    ),  # the index of the foreign key leaves few rows
    Good(_django(more=_META)),
    Good(_django(more=_TOGETHER)),
    Good({"tests/test_orders.py": _sql(_THRICE)}, path="tests/test_orders.py"),
)
