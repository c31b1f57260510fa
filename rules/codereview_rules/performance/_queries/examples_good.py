"""Code that looks like a query in a loop and is none: PERF002 must stay silent."""

from __future__ import annotations

from codereview.api import Good
from codereview_rules.performance._queries.examples_bad import _MODELS
from codereview_rules.performance._queries.examples_loaded import LOADED

GOOD: tuple[Good, ...] = (
    Good(
        """\
from shop.models import Product


def totals(cart):
    products = Product.objects.in_bulk([line.product_id for line in cart.lines])
    total = 0
    for line in cart.lines:
        total += products[line.product_id].price * line.quantity
    return total
"""
    ),
    Good(
        """\
from shop.models import Product


def export(ids):
    rows = []
    for start in range(0, len(ids), 500):
        rows.extend(Product.objects.filter(pk__in=ids[start : start + 500]))
    for chunk in chunked(ids, 100):
        rows.append(Product.objects.filter(pk__in=chunk).count())
    return rows
"""
    ),
    Good(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from library.models import Author, Book


def listing():
    books = Book.objects.select_related("author").prefetch_related("tags")
    rows = []
    for book in books:
        rows.append((book.title, book.author.name, book.author_id, [tag.word for tag in book.tags.all()]))
    return rows


def shelves():
    return {a.name: len(a.book_set.all()) for a in Author.objects.prefetch_related("book_set")}


def ids():
    return [book.author_id for book in Book.objects.all()]
""",
        }
    ),
    Good(
        {
            "library/models.py": _MODELS,
            "library/plain.py": """\
from library.models import Book


def pairs():
    return [title for title, name in Book.objects.values_list("title", "author__name")]


def label(pk):
    book = Book.objects.get(pk=pk)
    parts = []
    for part in (book.title, book.author.name, "-"):
        parts.append(part.upper())
    return parts
""",
        }
    ),
    Good(
        """\
from shop.models import Job


def fetch(session, statement):
    for attempt in range(3):
        try:
            return Job.objects.get(attempt=attempt)
        except Job.DoesNotExist:
            continue


def poll(queue):
    while True:
        number = queue.get()
        job = Job.objects.get(pk=number)
        job.run()
"""
    ),
    Good(
        """\
from shop.models import Product


def search(terms):
    found = Product.objects.all()
    for term in terms:
        found = found.filter(name__contains=term)
    return found


def fields():
    return {name: Product.objects.filter(kind=name).count() for name in ("book", "toy")}
"""
    ),
    Good(
        """\
def pick(settings, names, cache):
    values = []
    for name in names:
        values.append(settings.get(name))
        values.append(cache.get(name))
        values.append(settings.filter(name))
    return values
"""
    ),
    Good(
        """\
class Command:
    def execute(self, document):
        return document


def run(commands: list[Command], document):
    for command in commands:
        document = command.execute(document)
    return document


def first(frames):
    return [frame.first() for frame in frames]
"""
    ),
    Good(
        """\
import sqlite3


def store(path, rows):
    connection = sqlite3.connect(path)
    connection.executemany("INSERT INTO users VALUES (?, ?)", rows)
    for row in connection.execute("SELECT id, name FROM users"):
        print(row)
    for pragma in ("cache_size", "journal_mode", "synchronous", "foreign_keys", "page_size", "temp_store"):
        connection.execute(f"PRAGMA {pragma}")
"""
    ),
    Good(
        """\
from functools import lru_cache

from shop.models import Rate


@lru_cache(maxsize=None)
def rate(currency):
    return Rate.objects.get(currency=currency).value


def convert(amounts):
    return [amount * rate(currency) for currency, amount in amounts]
"""
    ),
    Good(
        """\
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.tables import Invoice, Tag


def report(session: Session, ids):
    statement = select(Invoice).where(Invoice.id.in_(ids)).options(selectinload(Invoice.customer))
    for invoice in session.scalars(statement):
        session.add(Tag(invoice_id=invoice.id, name=invoice.customer.name))
    session.commit()
"""
    ),
    Good(
        """\
from shop.models import Product


def names():
    for product in Product.objects.filter(active=True).iterator(chunk_size=500):
        yield product.name


def build(rows):
    Product.objects.bulk_create([Product(name=row["name"]) for row in rows])
    return [product.name.lower() for product in Product.objects.all()]
"""
    ),
    Good(
        """\
from shop.models import Product


def test_prices():
    for name in ["a", "b", "c", "d", "e", "f", "g"]:
        assert Product.objects.get(name=name).price
""",
        path="tests/test_prices.py",
    ),
    Good(
        """\
import redis

store = redis.Redis()


def scores(users):
    values = store.mget([f"score:{user}" for user in users])
    with store.pipeline() as pipe:
        for user in users:
            pipe.incr(f"seen:{user}")
        pipe.execute()
    return dict(zip(users, values))
"""
    ),
    Good(
        """\
def load(cursor):
    cursor.execute("SELECT id FROM users")
    while True:
        rows = cursor.fetchmany(500)
        if not rows:
            break
        for row in rows:
            print(row)


def pages(session, Model):
    offset = 0
    while True:
        batch = session.query(Model).limit(100).offset(offset).all()
        if not batch:
            return
        offset += 100
"""
    ),
    Good(
        """\
from shop.models import Product


def first_free(names):
    for name in names:
        if name.startswith("x"):
            product = Product.objects.get(name=name)
            return product
    return None
"""
    ),
    Good(
        """\
from shop.models import Product


def renew():
    oldest = Product.objects.order_by("checked")[:3]
    for product in oldest:
        refresh(product.pk)


def refresh(key):
    return Product.objects.get(pk=key)
"""
    ),
    *LOADED,
)
