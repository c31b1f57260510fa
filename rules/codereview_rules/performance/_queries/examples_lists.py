"""How sure PERF002 is of the lists that views give, and of rows that are a sample, a table of kinds or one row's."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good
from codereview_rules.performance._queries.examples_bad import _MODELS

_WITH_AUTHOR = """\
class BookSerializer(serializers.ModelSerializer):
    writer = serializers.CharField(source="author.name")
"""
_HEAD = """\
from library.models import Book
from rest_framework import serializers, viewsets


"""
_TITLES = """\


class TitleSerializer(serializers.ModelSerializer):
    class Meta:
        fields = ("title",)
"""
_VIEW = """\


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
"""
_ROUTES = """\
from library.api import BookViewSet
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
router.register("books", BookViewSet)
urlpatterns = router.urls
"""
_SHOP = """\
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import DeclarativeBase, relationship


class Base(DeclarativeBase):
    pass


class Role(Base):
    __tablename__ = "role"
    id = Column(Integer, primary_key=True)


class Clerk(Base):
    __tablename__ = "clerk"
    id = Column(Integer, primary_key=True)
    role_id = Column(ForeignKey("role.id"))
    role = relationship("Role")
    sales = relationship("Sale")


class Sale(Base):
    __tablename__ = "sale"
    id = Column(Integer, primary_key=True)
    clerk_id = Column(ForeignKey("clerk.id"))
"""


def _api(serializers: str, view: str, line: int, confidence: Confidence) -> Bad:
    files = {"library/models.py": _MODELS, "library/api.py": _HEAD + serializers + view}
    if "ViewSet" in view:
        files["library/urls.py"] = _ROUTES
    return Bad(files, (f"library/api.py:{line}",), confidence=confidence)


LISTS: tuple[Bad, ...] = (
    # the list has it: the method that chooses says so of that action
    _api(
        _WITH_AUTHOR + _TITLES,
        _VIEW
        + """\

    def get_serializer_class(self):
        if self.action in ("create", "update"):
            return TitleSerializer
        return super().get_serializer_class()
""",
        6,
        Confidence.HIGH,
    ),
    _api(
        _WITH_AUTHOR + _TITLES,
        _VIEW.replace("= BookSerializer", "= TitleSerializer")
        + """\

    def get_serializer_class(self):
        if self.action == "list":
            return BookSerializer
        return self.serializer_class
""",
        6,
        Confidence.HIGH,
    ),
    # it depends on who asks
    _api(
        _WITH_AUTHOR + _TITLES,
        _VIEW
        + """\

    def get_serializer_class(self):
        if self.request.user.is_anonymous:
            return TitleSerializer
        return super().get_serializer_class()
""",
        6,
        Confidence.LOW,
    ),
    # none of its queries loads it
    _api(
        _WITH_AUTHOR,
        _VIEW
        + """\

    def get_queryset(self):
        if self.request.user.is_staff:
            return Book.objects.all()
        return Book.objects.exclude(title="")
""",
        6,
        Confidence.HIGH,
    ),
    # in the only branch that gives rows they are those of one row
    _api(
        _WITH_AUTHOR,
        _VIEW
        + """\

    def get_queryset(self):
        if hasattr(self.request.user, "author"):
            return Book.objects.filter(author=self.request.user.author)
        return Book.objects.none()
""",
        6,
        Confidence.LOW,
    ),
    # fields that are dropped as it is made
    _api(
        _WITH_AUTHOR
        + """\

    def get_fields(self):
        fields = super().get_fields()
        if "short" in self.context:
            del fields["writer"]
        return fields
""",
        _VIEW,
        6,
        Confidence.LOW,
    ),
    _api(
        _WITH_AUTHOR
        + """\

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if kwargs.get("many"):
            self.fields.pop("writer")
""",
        _VIEW,
        6,
        Confidence.LOW,
    ),
    # a field that is added changes nothing of the others
    _api(
        _WITH_AUTHOR
        + """\

    def get_fields(self):
        fields = super().get_fields()
        fields["note"] = serializers.CharField()
        return fields
""",
        _VIEW,
        6,
        Confidence.HIGH,
    ),
    # the newest five
    _api(
        _WITH_AUTHOR,
        """\


def newest(request):
    books = BookSerializer(
        Book.objects.order_by("-pk")[:5], many=True
    )
    return books.data
""",
        6,
        Confidence.LOW,
    ),
    # a number that a parameter has by default
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from library.models import Book


def newest(request, count=5):
    return [book.author.name for book in Book.objects.order_by("-pk")[:count]]
""",
        },
        ("library/views.py:5",),
        confidence=Confidence.LOW,
    ),
    # books that go by one name
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from library.models import Book


def editions(request, title):
    return [book.author.name for book in Book.objects.filter(title=title)]
""",
        },
        ("library/views.py:5",),
        confidence=Confidence.LOW,
    ),
    # the rows of one row, in a loop over them and in one over theirs
    Bad(
        {
            "library/models.py": _MODELS,
            "library/views.py": """\
from django.shortcuts import get_object_or_404
from library.models import Author


def words(request, pk):
    author = get_object_or_404(Author, pk=pk)
    found = []
    for book in author.book_set.all():
        for tag in book.tags.filter(word__gt="m"):
            found.append(tag)
    return found
""",
        },
        ("library/views.py:9",),
        confidence=Confidence.LOW,
    ),
    # a session finds again what it has loaded: as many queries as there are roles
    Bad(
        {
            "shop/models.py": _SHOP,
            "shop/staff.py": """\
from shop.models import Clerk
from sqlalchemy import select


def names(session):
    return [clerk.role.name for clerk in session.scalars(select(Clerk)).all()]
""",
        },
        ("shop/staff.py:6",),
        confidence=Confidence.LOW,
    ),
    # rows of SQL by a key that is given
    Bad(
        """\
import psycopg2


def classes(key):
    cursor = psycopg2.connect("dbname=x").cursor()
    cursor.execute("SELECT id FROM lesson WHERE teacher_id = %s", (key,))
    found = []
    for row in cursor.fetchall():
        cursor.execute("SELECT name FROM pupil WHERE lesson = %s", (row[0],))
        found.extend(cursor.fetchall())
    return found
""",
        (9,),
        confidence=Confidence.LOW,
    ),
)

LISTED: tuple[Good, ...] = (
    # the path leads through it
    Good(
        {
            "library/models.py": _MODELS
            + """\


def words_of(author):
    return [book.title for book in author.book_set.all()]
""",
            "library/views.py": """\
from django.db.models import Prefetch
from library.models import Author, words_of


def listing(request):
    return [words_of(author) for author in Author.objects.prefetch_related(Prefetch("book_set__tags"))]
""",
        }
    ),
    # it answers without its fields
    Good(
        {
            "library/models.py": _MODELS,
            "library/api.py": _HEAD
            + _WITH_AUTHOR
            + """\

    def to_representation(self, book):
        return {"title": book.title}
"""
            + _VIEW,
        }
    ),
    # SQLModel hands on how it is loaded
    Good(
        {
            "shop/models.py": """\
from sqlmodel import Field, Relationship, SQLModel


class Clerk(SQLModel, table=True):
    id: int = Field(primary_key=True)
    sales: list["Sale"] = Relationship(sa_relationship_kwargs={"lazy": "selectin"})


class Sale(SQLModel, table=True):
    id: int = Field(primary_key=True)
    clerk_id: int = Field(foreign_key="clerk.id")
""",
            "shop/staff.py": """\
from shop.models import Clerk
from sqlmodel import Session, select


def counts(session: Session):
    return [len(clerk.sales) for clerk in session.exec(select(Clerk)).all()]
""",
        }
    ),
)
