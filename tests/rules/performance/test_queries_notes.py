"""Queries in loops that are no more than notes: nobody would gain much by changing them."""

from __future__ import annotations

import textwrap

import pytest

from codereview.engine.memory import examine
from codereview.model import Finding, Severity
from codereview_rules.performance.query_in_loop import QueryInLoop

MODELS = """
from django.db import models

class Shelf(models.Model):
    name = models.TextField()

    def copy(self):
        return self.owner.name

class Book(models.Model):
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="books")
    part_of = models.ForeignKey("Book", models.CASCADE, related_name="parts")
"""


def found(text: str, path: str = "shop/service.py") -> list[Finding]:
    return examine({path: textwrap.dedent(text), "shop/models.py": MODELS}, [QueryInLoop()])


def severities(text: str, path: str = "shop/service.py") -> list[Severity]:
    return [finding.severity for finding in found(text, path)]


HEAD = "from shop.models import Book, Shelf\nimport requests\n"
NOTES = {
    "a request for each item": (
        "def work(urls):\n    for url in urls:\n        reply = requests.get(url, timeout=3)\n"
        "        Book.objects.create(shelf=reply.text)\n",
        "slower things",
    ),
    "a mail for each row": (
        "def work():\n    for shelf in Shelf.objects.all():\n        send_reminder(shelf)\n"
        "        Book.objects.filter(shelf=shelf).update(part_of=None)\n",
        "slower things",
    ),
    "failures of items are kept apart": (
        "def work(names):\n    for name in names:\n        try:\n            Shelf.objects.create(name=name)\n"
        "        except Exception as error:\n            print(name, error)\n",
        "keeps failures of items apart",
    ),
    "only what changed is written": (
        "def work(names):\n    for shelf in Shelf.objects.all():\n        if shelf.name != names[shelf.pk]:\n"
        "            shelf.name = names[shelf.pk]\n            shelf.save()\n",
        "not in every round",
    ),
    "a tree is walked": (
        "def below(book):\n    for child in book.parts.all():\n"
        "        if Book.objects.filter(part_of=child).exists():\n            below(child)\n",
        "a walk over a tree",
    ),
    "a loop over the configuration": (
        "def work(config):\n    for name in config.shelves.values():\n        Shelf.objects.get(name=name)\n",
        "few rounds",
    ),
    "defaults that are made once": (
        "def sync_default_shelves(names):\n    for name in names:\n        Shelf.objects.get_or_create(name=name)\n",
        "by hand or once",
    ),
}


@pytest.mark.parametrize(("body", "reason"), NOTES.values(), ids=NOTES.keys())
def test_a_note_says_why(body: str, reason: str) -> None:
    findings = found(HEAD + body)
    assert {finding.severity for finding in findings} == {Severity.INFO}
    assert reason in findings[0].message


OWN = """
from django.db import models

class Tag(models.Model):
    name = models.TextField()

class Entry(models.Model):
    tag = models.ForeignKey(Tag, models.CASCADE)
    list = models.ForeignKey("List", models.CASCADE)

    def save(self, *args, **kwargs):
        notify_all(self)
        super().save(*args, **kwargs)

class List(models.Model):
    def tags(self):
        return [entry.tag.name for entry in self.entry_set.all()]
"""


def test_a_relation_of_a_rows_own_rows_may_be_loaded_by_its_callers() -> None:
    view = "from app.models import Entry\n\ndef view():\n    return [entry.tag.name for entry in Entry.objects.all()]\n"
    findings = examine({"app/models.py": OWN, "app/views.py": view}, [QueryInLoop()])
    assert [(f.path, f.severity) for f in findings] == [
        ("app/models.py", Severity.INFO),
        ("app/views.py", Severity.HIGH),
    ]
    assert "unless its callers have loaded it" in findings[0].message


def test_a_row_that_does_more_when_it_is_saved() -> None:
    view = (
        "from app.models import Entry\n\ndef view(tag):\n    for entry in Entry.objects.all():\n"
        "        entry.tag = tag\n        entry.save()\n"
    )
    findings = examine({"app/models.py": OWN, "app/views.py": view}, [QueryInLoop()])
    assert [f.severity for f in findings if f.path == "app/views.py"] == [Severity.INFO]


def test_a_prefetch_that_is_not_seen_is_not_denied() -> None:
    text = """
        def work(tournament):
            for question in list(tournament.questions.prefetch_related("answer_set")):
                question.answers = list(question.answer_set.all())
    """
    assert set(severities(text)) <= {Severity.INFO}


FAULTS = {
    "a handler for a missing row": (
        "def work(names):\n    for name in names:\n        try:\n            Shelf.objects.get(name=name)\n"
        "        except Shelf.DoesNotExist:\n            print(name)\n"
    ),
    "a handler around the loop": (
        "def work(names):\n    try:\n        for name in names:\n            Shelf.objects.create(name=name)\n"
        "    except Exception as error:\n        print(error)\n"
    ),
    "a condition around the loop": (
        "def work(names):\n    if names:\n        for name in names:\n            Shelf.objects.create(name=name)\n"
    ),
    "a request before the loop": (
        "def work(url):\n    names = requests.get(url, timeout=3).json()\n    for name in names:\n"
        "        Shelf.objects.get(name=name)\n"
    ),
}


@pytest.mark.parametrize("body", FAULTS.values(), ids=FAULTS.keys())
def test_what_looks_alike_is_a_fault(body: str) -> None:
    assert severities(HEAD + body) not in ([], [Severity.INFO])


@pytest.mark.parametrize(("driver", "expected"), [("sqlite3", Severity.INFO), ("psycopg2", Severity.MEDIUM)])
def test_sqlite_makes_no_round_trips(driver: str, expected: Severity) -> None:
    text = (
        f"import {driver}\n\ndef work(ids):\n    cursor = {driver}.connect('shop').cursor()\n    for i in ids:\n"
        "        cursor.execute('SELECT name FROM shelf WHERE id = ?', (i,))\n"
    )
    assert [f.severity for f in examine({"shop/db.py": text}, [QueryInLoop()])] == [expected]


def test_what_a_helper_asks_of_something_else_is_a_fault_over_rows_only() -> None:
    text = """
        from shop.models import Book, Shelf

        def total(this, that):
            return Book.objects.filter(shelf__name=this.name + that).count()

        def over_rows(that):
            return [total(shelf, that) for shelf in Shelf.objects.all()]

        def over_names(names, that):
            return [total(name, that) for name in names]
    """
    assert severities(text) == [Severity.HIGH, Severity.INFO]


def test_a_row_that_all_rows_were_reached_from_is_read_once() -> None:
    models = (
        "from django.db import models\n\nclass Owner(models.Model):\n    name = models.TextField()\n\n"
        "class Shelf(models.Model):\n    owner = models.ForeignKey(Owner, models.CASCADE)\n\n"
        "    def names(self):\n        return [book.shelf.owner.name for book in self.book_set.all()]\n\n"
        "class Book(models.Model):\n    shelf = models.ForeignKey(Shelf, models.CASCADE)\n\n"
        "def all_names():\n    return [book.shelf.owner.name for book in Book.objects.all()]\n"
    )
    assert [f.line for f in examine({"shop/models.py": models}, [QueryInLoop()])] == [16]


VIEW = """
    from rest_framework import generics, serializers
    from shop.models import Book

    class BookSerializer(serializers.ModelSerializer):
        shelf_name = serializers.CharField(source="shelf.name")

    class Books(generics.ListAPIView):
        serializer_class = BookSerializer

        def get_queryset(self):
            if self.request.user.is_anonymous:
                return Book.objects.none()
            return {query}
"""


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("Book.objects.all()", 1),
        ('Book.objects.select_related("shelf")', 0),
        ("self.filter_queryset(super().get_queryset())", 0),
    ],
)
def test_an_empty_queryset_says_nothing_of_the_others(query: str, count: int) -> None:
    assert len(found(VIEW.format(query=query))) == count


def test_a_property_that_reads_what_the_view_has_loaded() -> None:
    text = """
        from rest_framework import generics, serializers
        from shop.models import Shelf

        class ShelfSerializer(serializers.ModelSerializer):
            titles = serializers.SerializerMethodField()

            def get_titles(self, shelf):
                return [book.pk for book in shelf.books.all()]

        class Shelves(generics.ListAPIView):
            serializer_class = ShelfSerializer
            queryset = Shelf.objects.prefetch_related("books")
    """
    assert found(text) == []


def test_an_unknown_collection_that_is_searched_gives_many() -> None:
    text = """
        async def words_of(chat):
            found = await words_collection.find_one({"chat": chat["id"], "kind": KIND + chat["kind"]})
            return found or {}

        async def count(store):
            total = 0
            async for chat in store.chats.find({}):
                total += len(await words_of(chat))
            return total
    """
    assert severities(text) == [Severity.HIGH]


def test_rows_grow_with_the_data_and_lists_are_of_unknown_length() -> None:
    text = HEAD + (
        "def work(names):\n    for name in names:\n        Shelf.objects.get(name=name)\n"
        "    for name in names:\n        Shelf.objects.create(name=name)\n"
        "    for book in Book.objects.all():\n        Shelf.objects.get(name=book.pk)\n"
        "    for book in Book.objects.all():\n        Shelf.objects.create(name=book.pk)\n"
    )
    assert severities(text) == [Severity.MEDIUM, Severity.LOW, Severity.HIGH, Severity.MEDIUM]


@pytest.mark.parametrize("module", ["click", "argparse"])
def test_a_command_line_is_run_by_hand(module: str) -> None:
    text = (
        HEAD
        + f"import {module}\ndef work(names):\n    for name in names:\n        Shelf.objects.get(name=name)\n"
    )
    assert severities(text) == [Severity.INFO]
