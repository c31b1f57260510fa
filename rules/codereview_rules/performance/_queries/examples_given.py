"""What PERF002 says where a session, a model or a row is not what it looks like."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good
from codereview_rules.performance._queries.examples_bad import _MODELS
from codereview_rules.performance._queries.examples_lists import _HEAD, _ROUTES, _VIEW, _WITH_AUTHOR
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
    # one row at most
    Good(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from library.models import Book


def shown(request, key):
    found = []
    for book in Book.objects.filter(pk=key, author__isnull=False):
        found.append(book.author.name)
    return found
""",
        }
    ),
    Good(
        {
            "library/models.py": _MODELS,
            "library/api.py": _HEAD
            + _WITH_AUTHOR
            + """\


def shown(request, key):
    books = Book.objects.filter(id=key)
    return BookSerializer(books, many=True).data
""",
        }
    ),
)
TOLD: tuple[Bad, ...] = (
    # the view that gives this list is not among those that are routed
    Bad(
        {
            "library/models.py": _MODELS,
            "library/api.py": _HEAD
            + _WITH_AUTHOR
            + _VIEW
            + """\


class LoanSerializer(serializers.ModelSerializer):
    class Meta:
        fields = ("title",)


class LoanViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = LoanSerializer
""",
            "library/urls.py": _ROUTES.replace("BookViewSet", "LoanViewSet"),
        },
        ("library/api.py:6",),
        confidence=Confidence.LOW,
    ),
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
    # which model it is, each row says
    Bad(
        {
            "shop/models.py": _ORDERS,
            "shop/api.py": """\
from fastapi import FastAPI
from shop.kinds import kind_of
from shop.models import Order
from sqlalchemy.orm import Session

app = FastAPI()


@app.get("/orders")
def sources(db: Session):
    found = []
    for order in db.query(Order).all():
        kind = kind_of(order)
        found.append(db.get(kind.model, order.customer_id))
    return found
""",
        },
        ("shop/api.py:14",),
        confidence=Confidence.LOW,
    ),
    # the newest of each: an IN would bring all
    Bad(
        {
            "shop/models.py": _ORDERS,
            "shop/api.py": """\
from fastapi import FastAPI
from shop.models import Customer, Order
from sqlalchemy import select
from sqlalchemy.orm import Session

app = FastAPI()


@app.get("/customers")
def newest(db: Session):
    found = {}
    for customer in db.query(Customer).all():
        asked = (
            select(Order)
            .where(Order.customer_id == customer.id)
            .order_by(Order.id.desc())
            .limit(1)
        )
        found[customer.id] = db.execute(asked).scalars().first()
    return found
""",
        },
        ("shop/api.py:19",),
        confidence=Confidence.HIGH,
    ),
    # what is cleared elsewhere is a set
    Bad(
        {
            "pantry/stock.py": """\
import redis


class Shelf:
    def __init__(self):
        self.store = redis.Redis()

    def clear(self):
        for key in self.store.scan_iter(match="shelf:*"):
            self.store.delete(key)
""",
            "pantry/api.py": """\
from fastapi import FastAPI
from pantry.stock import Shelf

app = FastAPI()
shelf, seen = Shelf(), set()


@app.post("/seen")
def forget(request):
    seen.clear()
    request.state.pending.clear()
    return shelf.store.dbsize()
""",
        },
        ("pantry/stock.py:10",),
        confidence=Confidence.LOW,
    ),
    # from when on they count, another query of the round says
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from library.models import Author, Book


def since_last(request):
    found = {}
    for author in Author.objects.all():
        books = Book.objects.filter(author=author)
        last = Book.objects.filter(author=author, title="").order_by("-pk").first()
        if last:
            books = books.filter(pk__gt=last.pk)
        found[author.name] = [book.title for book in books.all()]
    return found
""",
        },
        ("library/views.py:8", "library/views.py:11"),
    ),
)
