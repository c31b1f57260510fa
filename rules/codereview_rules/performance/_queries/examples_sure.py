"""How sure PERF002 is: queries in loops with the confidence that is asked of it."""

from __future__ import annotations

from codereview.api import Bad, Confidence
from codereview_rules.performance._queries.examples_bad import _MODELS
from codereview_rules.performance._queries.examples_growth import GROWTH, URLS

_LISTING = """\
from library.models import Book


def listing(request):
    return [book.author.name for book in Book.objects.order_by("title")]
"""
_SETTINGS = 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "books.db"}}\n'

SURE: tuple[Bad, ...] = (
    # what a driver among the requirements is for is not told; what is deployed is
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": _LISTING,
            "library/urls.py": URLS,
            "library/settings.py": _SETTINGS,
            "requirements.txt": "django==5.2\npsycopg2==2.9.10\n",
        },
        ("library/views.py:5",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": _LISTING,
            "library/urls.py": URLS,
            "library/settings.py": _SETTINGS,
            "compose.yaml": "services:\n  db:\n    image: postgres:17\n",
        },
        ("library/views.py:5",),
        confidence=Confidence.HIGH,
    ),
    # the rounds write: each is more than what it reads
    Bad(
        {
            "library/models.py": _MODELS,
            "library/merging.py": """\
from library.models import Book


def forget(request, word):
    said = []
    for book in Book.objects.filter(title__contains=word):
        said.append(f"{book.title} by {book.author}")
        book.delete()
    return said
""",
        },
        ("library/merging.py:7", "library/merging.py:8"),
        confidence=Confidence.LOW,
    ),
    # a helper gives the rows again that it was given
    Bad(
        {
            "library/models.py": _MODELS,
            "library/ordering.py": """\
def by_length(books):
    return sorted(books, key=lambda book: len(book.title))
""",
            "library/views.py": """\
from library.models import Book
from library.ordering import by_length


def listing(request):
    return [book.author.name for book in by_length(Book.objects.all())]
""",
        },
        ("library/views.py:6",),
        confidence=Confidence.LOW,
    ),
    # few: the rows of one row
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from django.shortcuts import get_object_or_404
from library.models import Tag


def shelf(request, pk):
    tag = get_object_or_404(Tag, pk=pk)
    return [book.author.name for book in tag.book_set.all()]
""",
        },
        ("library/views.py:7",),
        confidence=Confidence.LOW,
    ),
    # what else is run for a row that is written is not told
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from library.models import Author, Book


def anonymous(request):
    for author in Author.objects.filter(name=""):
        Book.objects.create(title="?", author=author)
""",
        },
        ("library/views.py:6",),
        confidence=Confidence.LOW,
    ),
    # a list of its own, with a serializer that is not the view's
    Bad(
        {
            "library/models.py": _MODELS,
            "library/api.py": """\
from library.models import Book
from rest_framework import serializers, viewsets
from rest_framework.response import Response


class BookSerializer(serializers.ModelSerializer):
    writer = serializers.CharField(source="author.name")


class TitleSerializer(serializers.ModelSerializer):
    class Meta:
        fields = ("title",)


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer

    def list(self, request):
        return Response(TitleSerializer(self.queryset, many=True).data)
""",
        },
        ("library/api.py:7",),
        confidence=Confidence.LOW,
    ),
    # another serializer for the list
    Bad(
        {
            "library/models.py": _MODELS,
            "library/api.py": """\
from library.models import Book
from rest_framework import serializers, viewsets


class BookSerializer(serializers.ModelSerializer):
    writer = serializers.CharField(source="author.name")


class TitleSerializer(serializers.ModelSerializer):
    class Meta:
        fields = ("title",)


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    serializer_classes = {"list": TitleSerializer}
""",
        },
        ("library/api.py:6",),
        confidence=Confidence.LOW,
    ),
    # another query for each action
    Bad(
        {
            "library/models.py": _MODELS,
            "library/api.py": """\
from library.models import Book
from rest_framework import serializers, viewsets


class BookSerializer(serializers.ModelSerializer):
    writer = serializers.CharField(source="author.name")


class BookViewSet(viewsets.ModelViewSet):
    serializer_class = BookSerializer

    def get_queryset(self):
        if self.action == "export":
            return Book.objects.filter(title__gte="A")
        return Book.objects.order_by("title")
""",
        },
        ("library/api.py:6",),
        confidence=Confidence.LOW,
    ),
    # what a query of its own loads is said there
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from django.db.models import Prefetch
from library.models import Author, Book


def listing(request):
    found = []
    for author in Author.objects.prefetch_related(Prefetch("book_set", queryset=Book.objects.with_tags())):
        for book in author.book_set.all():
            found.extend(tag.word for tag in book.tags.all())
    return found
""",
        },
        ("library/views.py:9",),
        confidence=Confidence.LOW,
    ),
    # beside the one that runs
    Bad(
        {"library/models.py": _MODELS, "library/legacy/views.py": _LISTING},
        ("library/legacy/views.py:5",),
        confidence=Confidence.LOW,
    ),
    # a count that the query may have brought along
    Bad(
        {
            "library/models.py": _MODELS,
            "library/api.py": """\
from library.models import Author
from rest_framework import serializers, viewsets


class AuthorSerializer(serializers.ModelSerializer):
    books = serializers.SerializerMethodField()

    def get_books(self, author):
        counted = getattr(author, "counted", None)
        if counted is not None:
            return counted
        return author.book_set.count()


class AuthorViewSet(viewsets.ModelViewSet):
    queryset = Author.objects.all()
    serializer_class = AuthorSerializer
""",
        },
        ("library/api.py:12",),
        confidence=Confidence.LOW,
    ),
    # each row is locked for what is done with it
    Bad(
        """\
from sqlalchemy import select

from bank.models import Account


async def rotate(session, key):
    for account in (await session.scalars(select(Account).where(Account.key != key))).all():
        locked = await session.scalar(select(Account).where(Account.id == account.id).with_for_update())
        if locked is not None:
            locked.key = key
""",
        (8,),
        confidence=Confidence.LOW,
    ),
    # it is named like a seed, and a route calls it
    Bad(
        {
            "hives/models.py": """\
from sqlalchemy import Column, Integer
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Hive(Base):
    __tablename__ = "hive"
    id = Column(Integer, primary_key=True)


class Weight(Base):
    __tablename__ = "weight"
    id = Column(Integer, primary_key=True)
    hive_id = Column(Integer)
""",
            "hives/routes.py": """\
from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from hives.models import Hive, Weight

router = APIRouter()


def populate_weights(session: Session):
    found = {}
    for hive in session.scalars(select(Hive)).all():
        found[hive.id] = session.scalars(select(Weight).where(Weight.hive_id == hive.id)).all()
    return found


@router.get("/hives")
def listing(session: Session):
    return populate_weights(session)
""",
        },
        ("hives/routes.py:13",),
        confidence=Confidence.HIGH,
    ),
    *GROWTH,
)
