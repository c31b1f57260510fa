"""PERF002: what the rounds of a loop do besides a query, and what its views and callers have loaded."""

from __future__ import annotations

import textwrap

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Finding, Severity
from codereview_rules.performance.query_in_loop import QueryInLoop

MODELS = """
from django.db import models

class Shelf(models.Model):
    name = models.TextField()

    def move(self):
        Shelf.objects.filter(name=self.name).update(name="")

class Book(models.Model):
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="books")
    tags = models.ManyToManyField("Tag")

    def send_back(self):
        self.shelf.move()
        Book.objects.create(shelf=self.shelf)

    def place(self):
        return self.shelf.name

class Tag(models.Model):
    word = models.TextField()
"""
HEAD = "import requests\nfrom django.db import IntegrityError\nfrom shop.models import Book, Shelf, Tag\n"


def found(text: str, **files: str) -> list[Finding]:
    others = {f"shop/{name}.py": textwrap.dedent(body) for name, body in files.items()}
    return examine({"shop/service.py": text, "shop/models.py": MODELS, **others}, [QueryInLoop()])


NOTES = {
    "a name that is free": (
        "def pick(names):\n    for name in names:\n        if not Shelf.objects.filter(name=name).exists():\n"
        "            break\n    return name\n",
        "ends with the first item that fits",
    ),
    "created where it is missing": (
        "def keep(names):\n    for name in names:\n        shelf = Shelf.objects.filter(name=name).first()\n"
        "        if shelf is None:\n            Shelf.objects.create(name=name)\n",
        "what is missing is created",
    ),
    "asked for what is not known yet": (
        "def keep(names, known):\n    for name in names:\n        if name not in known:\n"
        "            known[name] = Shelf.objects.get(name=name).pk\n",
        "",
    ),
    "a stream of another service": (
        "async def keep(channel):\n    async for message in channel.history(limit=None):\n"
        "        print(await Shelf.objects.aget(name=message.id))\n",
        "a stream",
    ),
    "read again on purpose": (
        "def walk():\n    for shelf in Shelf.objects.all():\n        shelf.refresh_from_db()\n"
        "        print(shelf.name)\n",
        "read again on purpose",
    ),
    "a request behind a call": (
        "def ask(name):\n    return requests.get('https://shelves.example/' + name, timeout=3)\n\n"
        "def compare(names):\n    for name in names:\n        print(ask(name), Shelf.objects.get(name=name))\n",
        "slower things",
    ),
    "a job for each row": (
        "def run():\n    for book in Book.objects.all():\n        book.send_back()\n",
        "",
    ),
    "numbers that are tried": (
        "def free(name):\n    for number in range(1, 100):\n"
        "        if not Shelf.objects.filter(name=name + str(number)).exists():\n            return number\n",
        "ends with the first item that fits",
    ),
    "a comment that says why": (
        "def move():\n    for shelf in Shelf.objects.all():\n        # one by one, for the handlers of pre_save\n"
        "        shelf.name = ''\n        shelf.save()\n",
        "a comment says why",
    ),
    "handed to what works on it": (
        "def run(keys):\n    for key in keys:\n        shelf = Shelf.objects.get(pk=key)\n        paint(shelf)\n",
        "a part of what each item needs",
    ),
    "kept by key": (
        "def run(keys, known):\n    for key in keys:\n        shelf = known.get(key)\n        if not shelf:\n"
        "            shelf = known[key] = Shelf.objects.get(pk=key)\n        print(shelf)\n",
        "",
    ),
    "made at the start": (
        "@app.on_event('startup')\nasync def make(names):\n    for name in names:\n"
        "        await Shelf.objects.acreate(name=name)\n",
        "by hand or once",
    ),
}


@pytest.mark.parametrize(("body", "reason"), NOTES.values(), ids=NOTES.keys())
def test_rounds_that_are_more_than_a_query(body: str, reason: str) -> None:
    findings = found(HEAD + body)
    assert {finding.severity for finding in findings} == {Severity.INFO}
    assert any(reason in finding.message for finding in findings)


FAULTS = {
    "the loop breaks in a handler": (
        "def pick(names):\n    for name in names:\n        try:\n            Shelf.objects.get(name=name)\n"
        "        except Shelf.DoesNotExist:\n            break\n"
    ),
    "something else is created": (
        "def keep(names):\n    for name in names:\n        shelf = Shelf.objects.get(name=name)\n"
        "        Book.objects.create(shelf=shelf)\n"
    ),
    "a condition around the loop": (
        "def keep(names):\n    if names:\n        for name in names:\n            print(Shelf.objects.get(name=name))\n"
        "            Shelf.objects.create(name=name + '2')\n"
    ),
    "rows that come one by one": (
        "async def keep():\n    async for book in Book.objects.all():\n"
        "        print(await Shelf.objects.aget(name=book.pk))\n"
    ),
    "a comment that asks for it": (
        "def move(names):\n    for shelf in Shelf.objects.all():\n        # TODO: use bulk_update\n"
        "        shelf.name = ''\n        shelf.save()\n"
    ),
    "rows that are searched": (
        "def free(rows):\n    for number in range(len(rows)):\n"
        "        if not Shelf.objects.filter(name=rows[number]).exists():\n            return number\n"
    ),
    "a method that only reads": ("def run():\n    return [book.place() for book in Book.objects.all()]\n"),
}


@pytest.mark.parametrize("body", FAULTS.values(), ids=FAULTS.keys())
def test_what_looks_alike_is_a_fault(body: str) -> None:
    assert {finding.severity for finding in found(HEAD + body)} - {Severity.INFO}


@pytest.mark.parametrize(
    "literal",
    ["('a', 'b', 'c', 'd', 'e', 'f')", "frozenset({'a', 'b', 'c', 'd', 'e', 'f'})", "[k.name for k in Kind]"],
)
def test_a_constant_of_another_file_is_few_rounds(literal: str) -> None:
    text = (
        "from shop.models import Book, Shelf\nfrom shop.kinds import KINDS\n\n"
        "def counts():\n    return [Book.objects.filter(shelf__name=kind).count() for kind in KINDS]\n\n"
        "def of_each():\n    for shelf in Shelf.objects.all():\n        for kind in KINDS:\n"
        "            print(Book.objects.filter(shelf=shelf, tags__word=kind).count())\n"
    )
    findings = found(text, kinds=f"KINDS = {literal}\n")
    assert [(f.line, f.severity) for f in findings] == [(5, Severity.INFO), (10, Severity.HIGH)]
    assert "`shelf` of the loop at line 8" in findings[1].message


@pytest.mark.parametrize(("more", "few"), [("", True), ("\ndef add(kind):\n    kinds.append(kind)\n", False)])
def test_a_list_that_grows_is_no_constant(more: str, few: bool) -> None:
    text = (
        "from shop.models import Shelf\nfrom shop.kinds import kinds\n\n"
        "def all_of_them():\n    return [Shelf.objects.get(name=kind) for kind in kinds]\n"
    )
    (finding,) = found(text, kinds=f"kinds = ['a', 'b', 'c', 'd', 'e', 'f']\n{more}")
    assert ("few rounds" in finding.message) is few


def test_a_row_that_is_saved_with_the_rows_of_its_relations() -> None:
    text = (
        HEAD
        + "def tag(tags):\n    for book in Book.objects.all():\n        book.tags.set(tags)\n        book.save()\n"
    )
    assert [(f.line, f.severity) for f in found(text)] == [(6, Severity.MEDIUM), (7, Severity.INFO)]


ADVICE = {
    "duplicates are passed over": (
        "def keep(names):\n    for name in names:\n        try:\n            Shelf.objects.create(name=name)\n"
        "        except IntegrityError:\n            pass\n",
        "ignore_conflicts=True",
    ),
    "values of the through table": (
        "def tag(tags, notes):\n    book = Book.objects.get(pk=1)\n    for tag in tags:\n"
        "        book.tags.add(tag, through_defaults={'note': notes[tag]})\n",
        "through table",
    ),
    "new rows and old ones": (
        "def made() -> list[Shelf]:\n    return parse()\n\n"
        "def keep():\n    for shelf in made():\n        shelf.save()\n",
        "the others with one `bulk_update`",
    ),
    "two values of the item": (
        "def keep():\n    for book in Book.objects.all():\n"
        "        print(Shelf.objects.get(pk=book.shelf_id, name=slug(book.pk)))\n",
        "fetch the rows of all items",
    ),
}


@pytest.mark.parametrize(("body", "advice"), ADVICE.values(), ids=ADVICE.keys())
def test_advice_fits_what_the_loop_does(body: str, advice: str) -> None:
    assert advice in found(HEAD + body)[0].message


def test_psycopg2_runs_executemany_one_by_one() -> None:
    body = (
        "def keep(cursor, rows):\n    for row in rows:\n"
        "        cursor.execute('INSERT INTO shelf VALUES (%s)', row)\n"
    )
    texts = [
        examine({"shop/db.py": f"import {one}\n\n{body}"}, [QueryInLoop()])[0]
        for one in ("psycopg2", "psycopg")
    ]
    assert "`execute_values`" in texts[0].message
    assert "`executemany`" in texts[1].message


VIEW = """
from rest_framework import serializers, viewsets
from shop.models import Book

class BookSerializer(serializers.ModelSerializer):
    shelf_name = serializers.CharField(source="shelf.name")

class ShortSerializer(serializers.ModelSerializer):
    pass

def seen_by(user, books):
    return books.filter(shelf__name=user)

def others(books):
    return seen_by("", Book.objects.all())

class Books(viewsets.ModelViewSet):
    serializer_class = BookSerializer
    queryset = Book.objects.{loads}

    def {method}
"""


@pytest.mark.parametrize(
    ("loads", "method", "count"),
    [
        ("all()", "get_queryset(self):\n        return super().get_queryset()", 1),
        ("all()", "filter_queryset(self, books):\n        return books.select_related('shelf')", 0),
        (
            "all()",
            "list(self, request):\n        return reply(self.get_queryset().select_related('shelf'))",
            0,
        ),
        ("all()", "get_queryset(self):\n        return Book.objects.filter(pk=self.request.user.book_id)", 0),
        ("all()", "get_queryset(self):\n        return Book.objects.filter(pk__in=self.request.ids)", 1),
        ("select_related('shelf')", "get_queryset(self):\n        return seen_by('', self.queryset)", 0),
        (
            "all()",
            "get_serializer_class(self):\n        return ShortSerializer if self.action == 'list' else BookSerializer",
            0,
        ),
        (
            "all()",
            "get_serializer_class(self):\n        return ShortSerializer if self.action == 'x' else BookSerializer",
            1,
        ),
    ],
)
def test_what_a_view_loads_or_chooses_for_its_list(loads: str, method: str, count: int) -> None:
    assert len(found(VIEW.format(loads=loads, method=method))) == count


TORTOISE = """
from tortoise import fields
from tortoise.models import Model

class Shelf(Model):
    id = fields.IntField(pk=True)

class Book(Model):
    shelf = fields.ForeignKeyField("models.Shelf", related_name="books")

async def pairs():
    return [(book.id, {what}) for book in await Book.all()]
"""


@pytest.mark.parametrize(("what", "count"), [("book.shelf", 0), ("await book.shelf", 1)])
def test_relations_of_tortoise_query_where_they_are_awaited(what: str, count: int) -> None:
    assert len(examine({"shop/models.py": TORTOISE.format(what=what)}, [QueryInLoop()])) == count


def test_a_query_in_an_inner_loop_is_told_where_it_stands() -> None:
    text = HEAD + (
        "def each(book):\n    for tag in book.tags.all():\n"
        "        print(Tag.objects.filter(word=tag.word + book.pk).count())\n\n"
        "def everything(books):\n    for book in books:\n        each(book)\n"
    )
    assert {f.symbol for f in found(text)} == {"each"}


def test_a_number_that_takes_more_than_the_row_is_no_group() -> None:
    models = (
        "from django.db import models\n\nclass Limit(models.Model):\n    most = models.IntegerField()\n\n"
        "    def is_over(self, plan):\n"
        "        return plan.courses().aggregate(n=models.Sum('credits'))['n'] + "
        "Course.objects.filter(plan=plan).aggregate(n=models.Sum('credits'))['n'] > self.most\n\n"
        "class Course(models.Model):\n    plan = models.TextField()\n\n"
        "def check(plan):\n    return [limit.pk for limit in Limit.objects.all() if limit.is_over(plan)]\n"
    )
    assert {f.severity for f in examine({"shop/models.py": models}, [QueryInLoop()])} <= {Severity.INFO}


SQL = {
    "one row": ("self.db.one('SELECT name FROM shelf WHERE id = %s', (i,))", "`one()` queries the database"),
    "a function": ("cursor.run('SELECT tidy(%s)', (i,))", "`run()` runs a statement on the database"),
    "a write": ("cursor.run('DELETE FROM shelf WHERE id = %s', (i,))", "`executemany`"),
    "a write that is read": (
        "db.one('INSERT INTO shelf VALUES (%s) RETURNING id', (i,))",
        "read what it returns",
    ),
    "a cursor with a name": (
        "books_curs.execute(made(), (i,))",
        "`execute()` runs a statement on the database",
    ),
}


@pytest.mark.parametrize(("call", "said"), SQL.values(), ids=SQL.keys())
def test_sql_through_methods_of_other_names(call: str, said: str) -> None:
    head = "import psycopg\n\ndef work(self, db, cursor, books_curs, ids):\n"
    text = f"{head}    for i in ids:\n        print({call})\n"
    assert said in examine({"shop/db.py": text}, [QueryInLoop()])[0].message


@pytest.mark.parametrize("call", ["agent.run('Select the best of ' + i)", "agent.run('select the best')"])
def test_a_prompt_is_no_sql(call: str) -> None:
    assert (
        examine(
            {"shop/bot.py": f"def work(agent, names):\n    for i in names:\n        {call}\n"},
            [QueryInLoop()],
        )
        == []
    )


CACHED = """
from django.core.cache import cache
from django.db import models

class Team(models.Model):
    name = models.TextField()

class Flag(models.Model):
    teams = models.ManyToManyField(Team)

    def team_ids(self):
        {first}
        return set(self.teams.all().values_list("pk", flat=True))

def active(team):
    return [flag.pk for flag in Flag.objects.all() if team in flag.team_ids()]
"""


@pytest.mark.parametrize(
    ("first", "count"),
    [
        ("known = cache.get(self.pk)", 0),
        ("known = get_team_cache_value(self.pk)", 0),
        ("known = print(self.pk)", 1),
    ],
)
def test_a_method_of_a_row_that_asks_a_cache(first: str, count: int) -> None:
    assert len(examine({"shop/models.py": CACHED.format(first=first)}, [QueryInLoop()])) == count


def test_copies_of_rows_are_created_together() -> None:
    text = (
        HEAD
        + "def copy():\n    for shelf in Shelf.objects.all():\n        shelf.pk = None\n        shelf.save()\n"
    )
    assert "bulk_create" in found(text)[0].message


def test_what_is_called_for_its_effects_is_no_query_that_can_be_taken_out() -> None:
    files = {
        "shop/queue.py": "from shop.models import Shelf\n\ndef request(url):\n"
        "    if Shelf.objects.count() > 7:\n"
        "        return\n    post(url)\n",
        "shop/radio.py": "from shop.queue import request\n\ndef fill(urls):\n"
        "    for url in urls:\n        request(url)\n",
    }
    assert {f.severity for f in examine({**files, "shop/models.py": MODELS}, [QueryInLoop()])} <= {
        Severity.INFO
    }


def test_what_was_created_a_moment_ago_is_written_once() -> None:
    text = HEAD + (
        "def keep(names):\n    for name in names:\n        shelf = Shelf.objects.create(name=name)\n"
        "        shelf.save()\n"
    )
    assert [f.line for f in found(text)] == [6]


def test_a_count_behind_a_call_in_a_loop_over_no_rows_is_no_annotation() -> None:
    text = HEAD + (
        "def known(shelf, title):\n    return shelf.books.filter(title=title).count()\n\n"
        "def read(name, lines):\n    shelf = Shelf.objects.get(name=name)\n"
        "    return [known(shelf, line) for line in lines]\n"
    )
    assert all("annotate the query that it runs over" not in f.message for f in found(text))


def test_a_document_that_is_indexed_is_written() -> None:
    text = (
        "import elasticsearch\n\ndef load(es, rows):\n    for row in rows:\n"
        "        es.index(index='books', id=row.pk, document=row.body)\n"
    )
    (finding,) = examine({"shop/search.py": text}, [QueryInLoop()])
    assert "writes Elasticsearch" in finding.message
    assert "bulk helpers" in finding.message


def test_a_session_is_no_model() -> None:
    text = (
        "from shop import model\nfrom shop.tables import Source\n\ndef states(ids):\n    return [\n"
        "        model.Session.query(Source).filter(Source.id == one).first() for one in ids\n    ]\n"
    )
    (finding,) = examine({"shop/states.py": text}, [QueryInLoop()])
    assert "queries Source " in finding.message


def test_a_relation_of_a_row_that_each_round_asks_for() -> None:
    text = HEAD + (
        "def latest():\n    for tag in Tag.objects.all():\n"
        "        book = tag.book_set.first()\n        print(book.shelf)\n"
    )
    assert [f.line for f in found(text)] == [6]


@pytest.mark.parametrize(
    ("before", "given", "advice"),
    [
        ("    team = current()\n", "team.key", "run it once before the loop"),
        ("", "current(tag).key", "fetch all in one query"),
    ],
)
def test_what_was_got_before_the_loop_is_the_same_in_all_rounds(before: str, given: str, advice: str) -> None:
    text = "from shop.teams import current\n" + HEAD
    text += "def fitting(tag, key):\n    shelf = Shelf.objects.filter(name=key).first()\n"
    text += "    return shelf, tag.word\n\n\n"
    text += f"def page():\n{before}    return [fitting(tag, {given}) for tag in Tag.objects.all()]\n"
    teams = "def current(tag=None):\n    return tag\n"
    assert [advice in one.message for one in found(text, teams=teams)] == [True]


_COUNTED = (
    HEAD + "class Team:\n    def count_up(self):\n        shelves = [\n"
    "            Shelf.objects.get(name=tag.word) for tag in Tag.objects.all()\n        ]\n        return shelves\n"
)
_COMMAND = (
    "from django.core.management import BaseCommand\n\n\nclass Command(BaseCommand):\n"
    "    def handle(self, *args, **options):\n        for team in options['teams']:\n            team.count_up()\n"
)


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ({"management/commands/count": _COMMAND}, Severity.MEDIUM),
        (
            {
                "management/commands/count": _COMMAND,
                "views": "def show(request):\n    return request.team.count_up()\n",
            },
            Severity.HIGH,
        ),
        (
            {
                "web": "from shop.service import Team\n\n\ndef build(app):\n    team = Team()\n"
                "    app.on_shutdown.append(team.count_up)\n"
            },
            Severity.MEDIUM,
        ),
        ({}, Severity.HIGH),
    ],
)
def test_what_commands_alone_or_the_end_come_to_keeps_nobody_waiting(
    more: dict[str, str], severity: Severity
) -> None:
    (finding,) = found(_COUNTED, **more)
    assert finding.severity is severity
    assert ("how often it runs" in finding.message) is (severity is Severity.MEDIUM)
    assert (finding.confidence is Confidence.LOW) is (severity is Severity.MEDIUM)


@pytest.mark.parametrize(("again", "severity"), [("time.sleep(30)", Severity.HIGH), ("", Severity.INFO)])
def test_what_is_started_once_and_waits_to_do_it_again_is_not_rare(again: str, severity: Severity) -> None:
    web = (
        "import time\n\nfrom shop.service import Team\n\n\ndef keep():\n    team = Team()\n    while team.open:\n"
        f"        team.count_up()\n        {again or 'team.close()'}\n\n\n"
        "def lifespan(app):\n    keep()\n"
    )
    (finding,) = found(
        _COUNTED.replace("return shelves", "return shelves\n    def close(self):\n        pass"), web=web
    )
    assert finding.severity is severity
