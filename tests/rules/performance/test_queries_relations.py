"""PERF002: relations that are loaded row by row."""

from __future__ import annotations

import textwrap

import pytest

from codereview.engine.memory import examine
from codereview_rules.performance.query_in_loop import QueryInLoop

DJANGO = """\
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=9)


class Tag(models.Model):
    word = models.CharField(max_length=9)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    tags = models.ManyToManyField(Tag)

    @property
    def by(self):
        return self.author.name

    def __str__(self):
        return self.author.name

    def to_dict(self):
        return {"words": [tag.word for tag in self.tags.all()]}
"""

ALCHEMY = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list["Book"]] = relationship(back_populates="author")
    prizes: Mapped[list["Book"]] = relationship(lazy="selectin")


class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped["Author"] = relationship(back_populates="books")
"""


def lines(models: str, body: str) -> list[int]:
    files = {"app/models.py": models, "app/views.py": body}
    return [finding.line for finding in examine(files, [QueryInLoop()])]


def django(expression: str) -> list[int]:
    head = "from django.shortcuts import get_object_or_404\nfrom app.models import Author, Book\n\n\n"
    return lines(DJANGO, head + f"def view(request, pk):\n    return {expression}\n")


LAZY = {
    "foreign key": "[b.author.name for b in Book.objects.all()]",
    "property": "[b.by for b in Book.objects.all()]",
    "str": "[str(b) for b in Book.objects.all()]",
    "method with many-to-many": "[b.to_dict() for b in Book.objects.select_related('author')]",
    "reverse manager": "[a.books.count() for a in Author.objects.all()]",
    "many-to-many": "[list(b.tags.all()) for b in Book.objects.all()]",
    "behind a related manager": "[list(b.tags.all()) for b in get_object_or_404(Author, pk=pk).books.all()]",
    "filter of what was "
    "prefetched": "[b.tags.filter(word='x').count() for b in Book.objects.prefetch_related('tags')]",
    "the other relation was loaded": "[b.author.name for b in Book.objects.prefetch_related('tags')]",
}


@pytest.mark.parametrize("expression", LAZY.values(), ids=LAZY.keys())
def test_lazy_relations(expression: str) -> None:
    assert django(expression) == [6]


LOADED = {
    "select_related": "[b.author.name for b in Book.objects.select_related('author')]",
    "select_related of all": "[b.author.name for b in Book.objects.select_related()]",
    "prefetched": "[list(b.tags.all()) for b in Book.objects.prefetch_related('tags')]",
    "prefetched behind": "[list(b.tags.all()) for b in get_object_or_404(Author, "
    "pk=pk).books.prefetch_related('tags')]",
    "the key alone": "[b.author_id for b in Book.objects.all()]",
    "values": "[b['author__name'] for b in Book.objects.values('author__name')]",
    "property when loaded": "[b.by for b in Book.objects.select_related('author')]",
    "the row it came from": "[b.author.name for b in get_object_or_404(Author, pk=pk).books.all()]",
    "one row": "Book.objects.get(pk=pk).author.name",
}


@pytest.mark.parametrize("expression", LOADED.values(), ids=LOADED.keys())
def test_loaded_relations(expression: str) -> None:
    assert django(expression) == []


def test_a_relation_is_told_once_for_each_loop() -> None:
    body = (
        "from app.models import Book\n\n\ndef view():\n    for book in Book.objects.all():\n"
        "        print(book.author.name)\n        print(book.author.pk)\n"
    )
    assert lines(DJANGO, body) == [6]


def test_a_list_of_related_rows_is_loaded_only_once() -> None:
    body = (
        "from app.models import Book\n\n\ndef view():\n"
        "    authors = [book.author for book in Book.objects.all()]\n"
        "    for author in authors:\n        print(author.name)\n"
    )
    assert lines(DJANGO, body) == [5]


def test_a_branch_that_loads_and_refines_keeps_the_query() -> None:
    body = (
        "from app.models import Book\n\n\ndef view(full):\n    books = Book.objects.all()\n"
        "    if full:\n        books = books.filter(x=1)\n    return [book.author.name for book in books]\n"
    )
    assert lines(DJANGO, body) == [8]


def test_a_helper_that_gets_the_row() -> None:
    body = (
        "from app.models import Book\n\n\ndef show(book):\n    return book.author.name\n\n\n"
        "def view():\n    return [show(book) for book in Book.objects.all()]\n\n\n"
        "def loaded():\n    return [show(book) for book in Book.objects.select_related('author')]\n"
    )
    assert lines(DJANGO, body) == [9]


def test_a_list_view_without_the_relation_of_its_serializer() -> None:
    serializers = (
        "from rest_framework import serializers\n\n\nclass "
        "AuthorSerializer(serializers.ModelSerializer):\n    pass\n\n\n"
        "class BookSerializer(serializers.ModelSerializer):\n    author = AuthorSerializer()\n"
    )
    view = (
        "from rest_framework.generics import ListAPIView\nfrom app.models import Book\n"
        "from app.serializers import BookSerializer\n\n\nclass Books(ListAPIView):\n"
        "    queryset = Book.objects.{query}\n    serializer_class = BookSerializer\n"
    )
    for query, expected in (("all()", [9]), ("select_related('author')", [])):
        files = {
            "app/models.py": DJANGO,
            "app/serializers.py": serializers,
            "app/views.py": view.format(query=query),
        }
        assert [finding.line for finding in examine(files, [QueryInLoop()])] == expected


ALCHEMY_READS = {
    "many to one": ("[b.author.id for b in session.query(Book).all()]", [6]),
    "one to many": ("[len(a.books) for a in session.scalars(select(Author)).all()]", [6]),
    "statement": ("[b.author.id for b in session.execute(select(Book)).scalars()]", [6]),
    "selectinload": (
        "[b.author.id for b in session.scalars(select(Book).options(selectinload(Book.author)))]",
        [],
    ),
    "joinedload": ("[b.author.id for b in session.query(Book).options(joinedload(Book.author))]", []),
    "declared eager": ("[len(a.prizes) for a in session.query(Author).all()]", []),
}


@pytest.mark.parametrize(("expression", "expected"), ALCHEMY_READS.values(), ids=ALCHEMY_READS.keys())
def test_relationships(expression: str, expected: list[int]) -> None:
    head = (
        "from sqlalchemy import select\nfrom sqlalchemy.orm import joinedload, selectinload\nfrom "
        "app.models import *\n\n"
    )
    head = head.replace("import *", "import Author, Book")
    assert lines(ALCHEMY, head + f"def view(session):\n    return {expression}\n") == expected


def test_what_a_property_gave_is_not_asked_for_again() -> None:
    models = (
        DJANGO
        + "\n    @property\n    def words(self):\n        return [tag.word for tag in self.tags.all()]\n"
    )
    body = (
        "from app.models import Book\n\n\ndef view():\n    for book in Book.objects.all():\n"
        "        for word in book.words:\n            print(word.upper, word.lower)\n"
    )
    assert lines(models, body) == [6]


def test_a_walk_up_a_tree() -> None:
    text = (
        "from django.db import models\n\n\nclass Node(models.Model):\n"
        "    parent = models.ForeignKey('self', models.CASCADE)\n\n"
        "    def path(self):\n        node, found = self, []\n        while node:\n"
        "            found.append(node)\n            node = node.parent\n        return found\n\n"
        "    def root(self):\n        node = self\n        while node.parent:\n"
        "            node = node.parent\n        return node\n"
    )
    finding, other = examine({"app/models.py": text}, [QueryInLoop()])
    assert (finding.line, finding.severity.value) == (11, "info")
    assert other.line == 16


def test_peewee_by_star_import() -> None:
    text = (
        "from peewee import *\n\n\nclass Person(Model):\n    name = CharField()\n\n\n"
        "class Pet(Model):\n    owner = ForeignKeyField(Person, backref='pets')\n\n\n"
        "def names():\n    return [pet.owner.name for pet in Pet.select()]\n\n\n"
        "def joined():\n    return [pet.owner.name for pet in Pet.select(Pet, Person).join(Person)]\n"
    )
    assert [f.line for f in examine({"app/models.py": text}, [QueryInLoop()])] == [13]


def test_a_foreign_key_to_a_model_of_others_is_joined() -> None:
    text = (
        "from django.contrib.auth.models import User\nfrom django.db import models\n\n\n"
        "class Card(models.Model):\n    user = models.ForeignKey(User, models.CASCADE)\n\n\n"
        "def names():\n    return [card.user.username for card in Card.objects.all()]\n"
    )
    [finding] = examine({"app/models.py": text}, [QueryInLoop()])
    assert 'select_related("user")' in finding.message


def test_a_serializer_field_with_a_source() -> None:
    files = {
        "app/models.py": DJANGO,
        "app/api.py": (
            "from rest_framework import serializers, viewsets\nfrom app.models import Book\n\n\n"
            "class BookSerializer(serializers.ModelSerializer):\n"
            "    by = serializers.CharField(source='author.name')\n\n\n"
            "class Books(viewsets.ModelViewSet):\n"
            "    queryset = Book.objects.all()\n    serializer_class = BookSerializer\n"
        ),
    }
    assert [f.line for f in examine(files, [QueryInLoop()])] == [6]
    files["app/api.py"] = files["app/api.py"].replace("objects.all()", "objects.select_related('author')")
    assert examine(files, [QueryInLoop()]) == []


def test_a_field_of_a_base_may_be_left_out_by_meta() -> None:
    files = {
        "app/models.py": DJANGO,
        "app/api.py": (
            "from rest_framework import serializers, viewsets\nfrom app.models import Book\n\n\n"
            "class Named(serializers.ModelSerializer):\n"
            "    by = serializers.CharField(source='author.name')\n\n\n"
            "class BookSerializer(Named):\n    class Meta:\n        model = Book\n"
            "        fields = ('title',)\n\n\n"
            "class Books(viewsets.ModelViewSet):\n"
            "    queryset = Book.objects.all()\n    serializer_class = BookSerializer\n"
        ),
    }
    [finding] = examine(files, [QueryInLoop()])
    assert (finding.line, finding.confidence.value) == (6, "low")


_FIRMS = """\
from django.db import models


class City(models.Model):
    name = models.CharField(max_length=9)


class Firm(models.Model):
    owner = models.ForeignKey(City, null=True, on_delete=models.CASCADE, related_name="owned")


class Place(models.Model):
    firm = models.ForeignKey(Firm, related_name="places", on_delete=models.CASCADE)
    city = models.ForeignKey(City, on_delete=models.CASCADE)
"""
_SHOWN = """\
from django.db.models import Prefetch
from rest_framework import serializers

from firms.models import City, Firm, Place


class FirmSerializer(serializers.ModelSerializer):
    {field}

    def get_town(self, firm):
        places = list(firm.places.all())
        return places[0].city.name if places else ""


class Listing:
    def get(self, request):
        firms = Firm.objects.{query}
        return FirmSerializer(firms, many=True).data
"""
_TOWN = "town = serializers.SerializerMethodField()"
_OWNED = "owner_name = serializers.CharField(source='owner.name')"


def of_firms(field: str, query: str) -> list[str]:
    files = {"firms/models.py": _FIRMS, "firms/api.py": _SHOWN.format(field=field, query=query)}
    return [finding.message for finding in examine(files, [QueryInLoop()])]


@pytest.mark.parametrize(
    "query",
    [
        "prefetch_related(Prefetch('places', queryset=Place.objects.select_related('city')))",
        "prefetch_related(Prefetch('places', Place.objects.order_by('id').prefetch_related('city')))",
        "prefetch_related('places__city')",
    ],
)
def test_what_the_query_of_a_prefetch_loads_is_there(query: str) -> None:
    assert of_firms(_TOWN, query) == []


@pytest.mark.parametrize(
    "query",
    ["prefetch_related('places')", "prefetch_related(Prefetch('places', Place.objects.order_by('id')))"],
)
def test_what_rows_of_rows_lead_to_is_loaded_with_its_whole_path(query: str) -> None:
    (message,) = of_firms(_TOWN, query)
    assert 'prefetch_related("places__city")' in message


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("filter(owner__isnull=True)", 0),
        ("filter(owner=None)", 0),
        ("filter(owner__isnull=False)", 1),
        ("filter(places__isnull=True)", 1),
    ],
)
def test_rows_that_were_kept_for_having_none_ask_nothing(query: str, number: int) -> None:
    assert len(of_firms(_OWNED, query)) == number


@pytest.mark.parametrize(
    ("field", "number"),
    [
        ("city_id = serializers.PrimaryKeyRelatedField(source='owner', read_only=True)", 0),
        ("city_name = serializers.CharField(source='owner.name')", 1),
        ("owner = serializers.StringRelatedField()", 1),
    ],
)
def test_the_key_of_a_relation_is_in_the_row(field: str, number: int) -> None:
    assert len(of_firms(field, "all()")) == number


_CLIENT = """\
import redis.asyncio as redis


class Store:
    async def open(self, url):
        self.redis_client = await redis.from_url(url)
"""
_NAMES = """\
class Names:
    def __init__(self, store):
        self.store = store

    async def all_of(self, keys):
        found = {}
        for key in keys:
            text = %sself.store.redis_client.get(key)
            found[key] = text
        return found
"""


@pytest.mark.parametrize(("awaits", "number"), [("", 0), ("await ", 1)])
def test_what_an_asynchronous_client_is_not_awaited_for_is_never_asked(awaits: str, number: int) -> None:
    files = {"names/store.py": _CLIENT, "names/names.py": _NAMES % awaits}
    assert len(examine(files, [QueryInLoop()])) == number


def test_a_query_that_a_method_of_its_own_builds_has_no_key_in_the_advice() -> None:
    text = """
        def count(orders):
            number = 0
            for order in orders.open_ones():
                lines = order.lines.in_order_of_print()
                if lines.count():
                    for line in lines:
                        number += line.pieces
            return number
        """
    found = examine({"orders/count.py": textwrap.dedent(text)}, [QueryInLoop()])
    assert not any("pk__in" in finding.message for finding in found)
