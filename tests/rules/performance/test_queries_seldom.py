"""PERF002: queries under conditions that few rounds pass, and the class that a query of a base is for."""

from __future__ import annotations

import pytest

from codereview.api import Confidence
from codereview.engine.memory import examine
from codereview_rules.performance._queries.growth import is_kind
from codereview_rules.performance.query_in_loop import QueryInLoop

HEAD = (
    "from sqlalchemy.orm import Session\n"
    "def work(session: Session, ids, chosen, request):\n    found, rates = [], None\n"
    "    for row in session.query(Row).all():\n"
)
QUERY = "session.query(User).filter_by(id=row.id).first()"


def confidences(text: str) -> list[Confidence]:
    return [finding.confidence for finding in examine({"shop/service.py": text}, [QueryInLoop()])]


SELDOM = {
    "a constant key": f"        if row.key == 'tools':\n            found.append({QUERY})\n",
    "a constant entry": f"        if row['name'] == 'tools' and ids:\n            found.append({QUERY})\n",
    "the id of one row": f"        if chosen == row.get('id'):\n            found.append({QUERY})\n",
    "the row itself": f"        if row == chosen:\n            found.append({QUERY})\n",
    "the user of the request": f"        if request.user == row:\n            found.append({QUERY})\n",
    "a local name filled once": f"        if not rates:\n            rates = {QUERY}\n",
    "two names filled once": f"        if not rates and ids:\n            rates, day = {QUERY}\n",
    "a key met before": f"        if row.id in ids:\n            found.append({QUERY})\n"
    "        else:\n            ids[row.id] = row\n",
}
OFTEN = {
    "a state": f"        if row.status == 'new':\n            found.append({QUERY})\n",
    "another branch": "        if row.key == 'tools':\n            pass\n        else:\n"
    f"            found.append({QUERY})\n",
    "what belongs to the user": f"        if row.owner == request.user:\n            found.append({QUERY})\n",
    "a loop in the branch": "        if row.key == 'tools':\n            for row in row.lines:\n"
    f"                found.append({QUERY})\n",
    "a name reset in each round": f"        rates = row.rate\n        if not rates:\n            rates = {QUERY}\n",
    "a name that may be set anew": f"        if not rates or row.new:\n            rates = {QUERY}\n",
    "groups": f"        if row.id in ids:\n            ids[row.id] += {QUERY}\n"
    "        else:\n            ids[row.id] = row\n",
    "missing": f"        if row.key is None:\n            found.append({QUERY})\n",
}


def test_a_query_for_each_row_of_a_table_is_sure() -> None:
    assert confidences(HEAD + f"        found.append({QUERY})\n") == [Confidence.HIGH]


@pytest.mark.parametrize("body", SELDOM.values(), ids=SELDOM.keys())
def test_what_few_rounds_run_is_of_low_confidence(body: str) -> None:
    [finding] = examine({"shop/service.py": HEAD + body}, [QueryInLoop()])
    assert finding.confidence is Confidence.LOW
    assert "in few of the rounds" in finding.message


@pytest.mark.parametrize("body", OFTEN.values(), ids=OFTEN.keys())
def test_how_many_rounds_pass_other_conditions_is_to_be_checked(body: str) -> None:
    [finding] = examine({"shop/service.py": HEAD + body}, [QueryInLoop()])
    assert finding.confidence is Confidence.LOW
    assert "check first " in finding.message


def test_a_serializer_that_queries_for_the_current_user_only() -> None:
    text = (
        "from django.db import models\nfrom rest_framework import serializers, viewsets\n"
        "class Member(models.Model):\n    pass\n"
        "class Token(models.Model):\n    member = models.ForeignKey(Member, models.CASCADE)\n"
        "class MemberSerializer(serializers.ModelSerializer):\n"
        "    token = serializers.SerializerMethodField()\n"
        "    def get_token(self, member):\n"
        "        if self.context['request'].user == member:\n"
        "            return Token.objects.filter(member=member).first()\n"
        "class MemberViewSet(viewsets.ModelViewSet):\n"
        "    queryset = Member.objects.all()\n    serializer_class = MemberSerializer\n"
    )
    assert confidences(text) == [Confidence.LOW]


BASE = (
    "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
    "class Stored(db.Model):\n    name = db.Column(db.String(9))\n"
    "    @classmethod\n    def by_name(cls, name):\n"
    "        return cls.query.filter_by(name=name).first()\n"
    "class Coin(Stored):\n    pass\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "def all_of(names):\n    return [Coin.by_name(name) for name in names]\n",
        "def one(name):\n    return Coin.by_name(name)\n"
        "def all_of(names):\n    return [one(name) for name in names]\n",
    ],
    ids=["called", "called by a helper"],
)
def test_a_query_of_a_base_class_is_for_the_class_that_is_called(text: str) -> None:
    [finding] = examine({"shop/coins.py": BASE + text}, [QueryInLoop()])
    assert "queries Coin once" in finding.message
    assert "Coin.name.in_" in finding.message
    assert "on Coin" in finding.related[-1].message


def test_a_method_that_the_class_does_not_have_is_no_query() -> None:
    text = (
        "class Films:\n    def _update_one(self, asked, change):\n        pass\n"
        "def work(films):\n    store = Films()\n    for film in films:\n"
        "        store.update_one({'id': film.id}, {'$set': {'seen': True}})\n"
    )
    assert confidences(text) == []
    assert confidences(text.replace("def _update_one", "def __getattr__")) == [Confidence.LOW]


def test_a_document_is_not_said_to_be_found_by_its_id() -> None:
    text = "def work(collection, codes):\n    return [collection.find_one({'code': c}) for c in codes]\n"
    [finding] = examine({"shop/codes.py": text}, [QueryInLoop()])
    assert "_id" not in finding.message
    assert '`find` with `{"$in": [...]}`' in finding.message


def test_what_stands_behind_a_condition_of_the_same_expression_is_told_as_at_most_once() -> None:
    text = HEAD + f"        found.append(row.paid and {QUERY})\n"
    (finding,) = examine({"shop/service.py": text}, [QueryInLoop()])
    assert "at most once for each" in finding.message


@pytest.mark.parametrize("chosen", [f"row.user or {QUERY}", f"{QUERY} if row.paid else None"])
def test_what_another_part_of_an_expression_decides_about_is_a_question(chosen: str) -> None:
    assert confidences(HEAD + f"        found.append({chosen})\n") == [Confidence.LOW]


GIVEN = {
    "itself": ("return row.user", Confidence.LOW),
    "a part of it": ("return float(row.user.rate)", Confidence.LOW),
    "what another function makes of it": ("return made(row.user)", Confidence.LOW),
    "what it is given to besides": ("return self.made(row.user, 1)", Confidence.MEDIUM),
    "nothing": ("return None", Confidence.MEDIUM),
}


@pytest.mark.parametrize("given", GIVEN)
def test_a_function_that_returns_what_it_has_does_not_always_ask(given: str) -> None:
    text = (
        "from sqlalchemy.orm import Session\n\n\n"
        "def user_of(session: Session, row_id, row):\n"
        f"    if row.user:\n        {GIVEN[given][0]}\n"
        "    return session.query(User).filter_by(id=row_id).first()\n\n\n"
        "def work(session: Session):\n    found = []\n    for row in session.query(Row).all():\n"
        "        found.append(user_of(session, row.id, row))\n    return found\n"
    )
    assert confidences(text) == [GIVEN[given][1]]


LEFT = {
    "an if that does something else first": "        if not row.paid:\n            found.append(row)\n"
    "            continue\n",
    "a handler": "        try:\n            paid = row['paid']\n        except KeyError:\n            continue\n",
}


@pytest.mark.parametrize("left", LEFT)
def test_what_stands_behind_what_goes_on_to_the_next_round_is_told_as_at_most_once(left: str) -> None:
    (finding,) = examine(
        {"shop/service.py": HEAD + LEFT[left] + f"        found.append({QUERY})\n"}, [QueryInLoop()]
    )
    assert "at most once for each" in finding.message


def test_a_table_of_kinds_is_known_by_its_name_whatever_that_adds() -> None:
    assert all(is_kind(name) for name in ("BoatType", "BoatTypeModel", "BoatTypeCustom", "LaunchPhase"))
    assert not any(is_kind(name) for name in ("Boat", "BoatCustom", "Phased"))
