"""Code that PERF002 must report: its documentation and its tests."""

from __future__ import annotations

from codereview.api import Bad
from codereview_rules.performance._queries.examples_sql import SQL

_MODELS = """\
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)


class Book(models.Model):
    title = models.CharField(max_length=80)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    tags = models.ManyToManyField("Tag")

    def label(self):
        return f"{self.title} by {self.author.name}"


class Tag(models.Model):
    word = models.CharField(max_length=20)
"""

BAD: tuple[Bad, ...] = (
    Bad(
        """\
from shop.models import Product


def totals(cart):
    total = 0
    for line in cart.lines:
        product = Product.objects.get(pk=line.product_id)
        total += product.price * line.quantity
    return total
""",
        (7,),
    ),
    Bad(
        """\
from django.shortcuts import get_object_or_404
from shop.models import Coupon, Order


def apply(codes, orders):
    coupons = [get_object_or_404(Coupon, code=code) for code in codes]
    for order in orders:
        if not Order.objects.filter(pk=order["id"], paid=True).exists():
            coupons.append(None)
    return coupons
""",
        (6, 8),
    ),
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from library.models import Book


def listing(request):
    rows = []
    for book in Book.objects.order_by("title"):
        rows.append({"title": book.title, "by": book.author.name})
    return rows
""",
        },
        ("library/views.py:7",),
    ),
    Bad(
        {
            "library/models.py": _MODELS,
            "library/api.py": """\
from library.models import Book


def serialize(book):
    return {"title": book.title, "author": book.author.name}


def recent(request):
    books = Book.objects.all()
    if request.GET.get("q"):
        books = books.filter(title__contains=request.GET["q"])
    return [serialize(book) for book in books]
""",
        },
        ("library/api.py:12",),
    ),
    Bad(
        {
            "library/models.py": _MODELS,
            "library/feed.py": """\
from library.models import Author, Book


def labels():
    return [book.label() for book in Book.objects.all()]


def shelves():
    return {author.name: author.book_set.count() for author in Author.objects.all()}


def words():
    found = []
    for book in Book.objects.select_related("author"):
        found.extend(tag.word for tag in book.tags.all())
    return found
""",
        },
        ("library/feed.py:5", "library/feed.py:9", "library/feed.py:15"),
    ),
    Bad(
        {
            "library/models.py": _MODELS,
            "library/serializers.py": """\
from rest_framework import serializers


class BookSerializer(serializers.ModelSerializer):
    writer = serializers.SerializerMethodField()

    def get_writer(self, book):
        return book.author.name
""",
            "library/views.py": """\
from rest_framework import viewsets

from library.models import Book
from library.serializers import BookSerializer


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.order_by("title")
    serializer_class = BookSerializer
""",
        },
        ("library/serializers.py:8",),
    ),
    Bad(
        {
            "press/models.py": """\
from tortoise import fields
from tortoise.models import Model


class Paper(Model):
    id = fields.IntField(pk=True)
    name = fields.TextField()


class Article(Model):
    paper = fields.ForeignKeyField("models.Paper", related_name="articles")
""",
            "press/listing.py": """\
from press.models import Article


async def names():
    found = []
    for article in await Article.all():
        paper = await article.paper
        found.append(paper.name)
    return found
""",
        },
        ("press/listing.py:7",),
    ),
    *SQL,
)
