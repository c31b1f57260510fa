"""What paths keep of queries: their class, eager loading, refinement in branches; where lazy queries run."""

from __future__ import annotations

import ast

from codereview.facts import module as m
from codereview.facts.extract import Extraction


def facts(text: str) -> m.FileFacts:
    return Extraction(ast.parse(text), "app.py", "app", text.count("\n") + 1, frozenset()).run()


def paths(text: str) -> list[str]:
    return [call.path for call in facts(text).calls]


def test_a_query_keeps_its_class_and_a_result_its_statement() -> None:
    text = (
        "from sqlalchemy import select\ndef f(s):\n    "
        "s.scalars(select(User).options(joinedload(User.a))).all()\n"
    )
    assert paths(text)[-1] == "sqlalchemy.select(User).options(a).scalars().all"


def test_a_refined_query_stays_itself_after_a_branch() -> None:
    text = (
        "from app2 import q\nif c:\n    q = q.all().filter(x=1)\nelse:\n    q = "
        "q.all().order_by('x').exclude(y=2)\nq.probe()\n"
    )
    assert paths(text)[-1] == "app2.q.all().order_by().exclude().probe"


def test_different_values_are_unknown_after_a_branch() -> None:
    text = "from app2 import q\nif c:\n    r = q.get()\nelse:\n    r = q.post()\nr.probe()\n"
    assert paths(text)[-1] == "?r.probe"


def test_get_object_or_404_gives_a_row() -> None:
    text = (
        "from django.shortcuts import get_object_or_404\nfrom x import Book\nget_object_or_404(Book, "
        "pk=1).probe()\n"
    )
    assert paths(text)[-1] == "x.Book.objects.get().probe"


def test_a_branch_that_leaves_the_loop_is_flagged() -> None:
    text = "for x in y:\n    if x:\n        one()\n        break\n    two()\n"
    flags = {call.path: bool(call.flags & m.EXITS_LOOP) for call in facts(text).calls}
    assert flags == {"?one": True, "?two": False}


def test_what_is_indexed_or_tested_is_consumed() -> None:
    text = "a()[0]\nb()[1:]\nif c():\n    pass\nd()\n"
    consumed = [call.path for call in facts(text).calls if call.flags & m.CONSUMED]
    assert consumed == ["?a", "?c"]


def test_reads_on_parameters_are_kept_outside_loops() -> None:
    text = (
        "class A:\n    def f(self, row):\n        x = row.author\n        y = self.author.name\n        "
        "z = self.plain\n"
    )
    assert [ref.path for ref in facts(text).refs] == ["%0:row.author", "@.A().author.name"]


def test_calls_that_fill_what_was_missing() -> None:
    text = (
        "def f(self, made, key, other=None):\n"
        "    if self.a is None:\n        self.a = one()\n"
        "    if key not in made:\n        made[key] = two()\n"
        "    if not hasattr(self.local, 'c') or self.local.c is None:\n        self.local.c = three()\n"
        "    if other is None:\n        other = four()\n"
        "    if self.a is None:\n        self.b = five()\n"
        "    if key in made:\n        made[key] = six()\n"
        "    thing = made.get(key)\n    if thing is None:\n        seven()\n        thing = eight()\n"
        "        made[key] = thing\n"
    )
    filling = [call.path for call in facts(text).calls if call.flags & m.FILLS]
    assert filling == ["?one", "?two", "?three", "?eight"]


def test_calls_that_few_rounds_of_a_loop_reach() -> None:
    text = (
        "def f(rows, chosen, request, rate=None):\n"
        "    for i, row in enumerate(rows):\n"
        "        if row.key == 'a':\n            one()\n        else:\n            no()\n"
        "        if row is chosen:\n            two()\n            for part in row.parts:\n                no()\n"
        "        if i == 0:\n            three()\n"
        "        if row.state == 'a' or row.key in chosen:\n            no()\n"
        "        if rate is None:\n            rate = four()\n"
        "    if request.user == rows:\n        five()\n"
    )
    seldom = [call.path for call in facts(text).calls if call.flags & m.SELDOM]
    assert seldom == ["?one", "?two", "?three", "?four", "?five"]


def test_what_is_called_is_kept_as_it_is_written() -> None:
    text = "import sqlite3\nbase = sqlite3.connect('x')\nbase.cursor().execute(1)\nsqlite3.connect('y')\n"
    assert [call.written for call in facts(text).calls] == ["", "base.cursor", "base.cursor().execute", ""]
