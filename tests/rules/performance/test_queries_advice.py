"""PERF002: what the advice may say, and what weighs less because the facts prove less."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Finding
from codereview.engine.memory import examine
from codereview_rules.performance.query_in_loop import QueryInLoop

SAME = "run it once before the loop"
GENERAL = "ask once before the loop for what all rounds need"

MODELS = """\
from django.db import models
class Team(models.Model):
    name = models.CharField(max_length=9)
class Sport(models.Model):
    name = models.CharField(max_length=9)
class Player(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="players")
    sports = models.ManyToManyField(Sport)
    def delete(self):
        super().delete()
"""


def found(text: str, **others: str) -> list[Finding]:
    files = {"app/run.py": text, **{f"app/{name}.py": other for name, other in others.items()}}
    return examine(files, [QueryInLoop()])


def one(text: str, **others: str) -> Finding:
    [finding] = found(text, **others)
    return finding


def test_of_a_query_that_a_helper_builds_no_key_is_spelled_out() -> None:
    text = (
        "from app.models import Player, Team\n"
        "def of_team(pk):\n"
        "    return Player.objects.filter(id__in=Member.objects.filter(team=pk).values_list('player_id'))\n"
        "def listing(request):\n    found = []\n    for team in Team.objects.all():\n"
        "        players = of_team(team.pk)\n        for player in players:\n            found.append(player)\n"
        "    return found\n"
    )
    finding = one(text, models=MODELS)
    assert "fetch the rows of all items with one query" in finding.message


HELPERS = {
    "asked by the item": ("Player.objects.filter(team=key).count()", "find(item)", 'values("team")'),
    "the same in all rounds": ("Player.objects.get(team=kind)", "find(item, request)", SAME),
    "by two": ("Player.objects.filter(team=key, kind=kind).first()", "find(item, item)", GENERAL),
    "by what is left at its default": ("Player.objects.filter(kind=kind).count()", "find(item)", SAME),
    "not told": ("Player.objects.filter(Q(team=key)).first()", "find(item, request)", GENERAL),
}


@pytest.mark.parametrize(("query", "call", "advice"), HELPERS.values(), ids=HELPERS.keys())
def test_the_advice_for_a_helper_says_what_is_proven(query: str, call: str, advice: str) -> None:
    text = (
        "from app.models import Player\n"
        f"def find(key, kind=None):\n    return {query}\n"
        f"def all_of(items, request):\n    return [{call} for item in items]\n"
    )
    assert advice in one(text).message


def test_what_does_not_depend_on_the_item_is_told_through_two_helpers() -> None:
    text = (
        "from app.models import Player\n"
        "def players(kind):\n    return Player.objects.get(kind=kind)\n"
        "def named(kind, name):\n    return players(kind), name\n"
        "def all_of(kind, names):\n    return [named(kind, name) for name in names]\n"
    )
    assert SAME in one(text).message


def test_what_is_read_for_a_change_is_a_part_of_the_writing() -> None:
    text = (
        "from app.models import Player\n"
        "def bump(key):\n    player = Player.objects.get(name=key)\n    player.level = 3\n    player.save()\n"
        "def all_of(keys):\n    for key in keys:\n        bump(key)\n"
    )
    assert "write for all items together" in one(text).message


DIRECT = {
    "a delete of its own": ("player.delete()", "Player.delete()` does besides"),
    "many of one relation": ("team.players.add(player)", "call `add(*objects)` once"),
    "a relation of each": ("player.sports.add(sport)", "rows of the through table"),
    "less of each": ("player.sports.remove(sport)", "delete the rows of the through table"),
}


@pytest.mark.parametrize(("call", "advice"), DIRECT.values(), ids=DIRECT.keys())
def test_the_advice_for_writing(call: str, advice: str) -> None:
    text = (
        "from app.models import Player, Sport, Team\ndef work(key):\n    team = Team.objects.get(pk=key)\n"
        "    sport = Sport.objects.get(pk=key)\n"
        f"    for player in Player.objects.filter(team=None):\n        {call}\n"
    )
    assert advice in one(text, models=MODELS).message


DOUBTED = {
    "kept in a dict": (
        "    value = KNOWN.get(key)\n    if not value:\n        value = Player.objects.get(pk=key)\n"
        "    return value\n"
    ),
    "right of or": "    return KNOWN.get(key) or Player.objects.get(pk=key)\n",
    "a job": "    player = Player.objects.get(pk=key)\n" + "    print(player)\n" * 70,
}


@pytest.mark.parametrize("body", DOUBTED.values(), ids=DOUBTED.keys())
def test_what_seldom_asks_or_does_much_besides_is_of_low_confidence(body: str) -> None:
    text = (
        "from app.models import Player\nKNOWN = {}\n"
        f"def find(key):\n{body}def all_of(keys):\n    return [find(key) for key in keys]\n"
    )
    assert {finding.confidence for finding in found(text)} == {Confidence.LOW}


def test_a_task_that_a_queue_may_run_is_of_low_confidence() -> None:
    text = (
        "from app.models import Player\nfrom app.queue import task\n"
        "@task()\ndef find(key):\n    return Player.objects.get(pk=key)\n"
        "def all_of(keys):\n    for key in keys:\n        find(key)\n"
    )
    assert one(text).confidence is Confidence.LOW


def test_a_default_is_given_to_dicts_only() -> None:
    text = (
        "from app.models import Player\ndef work(keys):\n    players = Player.objects.grouped()\n"
        "    return [players.get(key, 0) for key in keys]\n"
    )
    assert found(text, models=MODELS) == []


def test_what_asks_by_many_keys_is_of_low_confidence() -> None:
    text = (
        "from app.models import Player\ndef work(groups):\n    for name, ids in groups.items():\n"
        "        Player.objects.filter(pk__in=ids).update(group=name)\n"
    )
    assert one(text).confidence is Confidence.LOW


QUIET = {
    "a task of its own": "async def start(key):\n    asyncio.create_task(find(key))\n"
    "async def work(keys):\n    for key in keys:\n        await start(key)\n",
    "a stream": "async def work(bus):\n    async for key in bus.listen():\n        await find(key)\n",
    "a set": "def work(names, seen):\n    for name in names:\n        seen.known_set.add(name)\n",
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_no_query_per_item(text: str) -> None:
    helper = (
        "import asyncio\nfrom app.models import Player\n"
        "async def find(key):\n    await Player.objects.aget(pk=key)\n"
    )
    assert found(helper + text) == []


def test_a_serializer_of_many_rows_runs_per_row_where_it_is_called() -> None:
    text = (
        "from rest_framework import serializers\nfrom app.models import Player\n"
        "class PlayerSerializer(serializers.ModelSerializer):\n"
        "    where = serializers.SerializerMethodField()\n    again = serializers.SerializerMethodField()\n"
        "    def get_again(self, player):\n        return player.team.name\n"
        "    def get_where(self, player):\n        return player.team.name\n"
        "def listing(request):\n    return PlayerSerializer(Player.objects.all(), many=True).data\n"
        "def good(request):\n    return PlayerSerializer(Player.objects.select_related('team'), many=True).data\n"
    )
    finding = one(text, models=MODELS)
    assert finding.line == 9  # of both fields the one that comes first
    assert 'select_related("team")' in finding.message


OTHERS = {
    "peewee": (
        "import peewee\nclass Channel(peewee.Model):\n    title = peewee.CharField()\n"
        "class Video(peewee.Model):\n    channel = peewee.ForeignKeyField(Channel, backref='videos')\n",
        "for c in models.Channel.select():\n        for v in c.videos:\n            print(v)\n",
    ),
    "mongoengine": (
        "from mongoengine import Document, StringField\nclass User(Document):\n    name = StringField()\n",
        "for name in names:\n        print(models.User.objects(name=name).first())\n",
    ),
    "tortoise": (
        "from tortoise import fields, models\nclass User(models.Model):\n    name = fields.CharField(max_length=9)\n",
        "for name in names:\n        print(await models.User.filter(name=name))\n",
    ),
}


@pytest.mark.parametrize(("models", "loop"), OTHERS.values(), ids=OTHERS.keys())
def test_other_libraries(models: str, loop: str) -> None:
    text = f"from app import models\nasync def work(names):\n    {loop}"
    assert [finding.confidence for finding in found(text, models=models)] != []


FEES = (
    "from django.db import models\n"
    "class Member(models.Model):\n    name = models.TextField()\n"
    "    def last_fee(self):\n        return self.fees.order_by('day').last()\n"
    "    @property\n    def debt(self):\n        return self.fees.first()\n"
    "class Fee(models.Model):\n"
    "    member = models.ForeignKey(Member, models.CASCADE, related_name='fees')\n"
    "    amount = models.IntegerField()\n"
)
READ_ON = "        if fee and fee.amount > 5:\n            total += fee.amount\n"


@pytest.mark.parametrize("how", ["member.last_fee()", "member.debt"])
def test_what_is_read_of_a_result_is_not_the_call_again(how: str) -> None:
    text = (
        "from app.models import Member\ndef total():\n    total = 0\n"
        f"    for member in Member.objects.all():\n        fee = {how}\n{READ_ON}    return total\n"
    )
    assert one(text, models=FEES).line == 5


def test_two_calls_in_a_loop_are_two() -> None:
    text = (
        "from app.models import Member\ndef total(send):\n    for member in Member.objects.all():\n"
        "        send(member.last_fee())\n        send(member.last_fee().amount)\n"
    )
    assert [finding.line for finding in found(text, models=FEES)] == [4, 5]


@pytest.mark.parametrize(
    "round_",
    [
        "        last = Fee.objects.order_by('day').last()\n        Fee.objects.create(amount=last.amount + amount)\n",
        "        last = Fee.objects.order_by('day').last()\n        note(last, amount)\n",
    ],
)
def test_where_rounds_write_nothing_is_to_be_asked_before_the_loop(round_: str) -> None:
    text = (
        "from app.models import Fee\ndef note(last, amount):\n    Fee.objects.create(amount=last.amount + amount)\n"
        f"def carry(amounts):\n    for amount in amounts:\n{round_}"
    )
    messages = [finding.message for finding in found(text, models=FEES) if "Fee" in finding.message]
    assert messages
    assert not [message for message in messages if SAME in message]


CUPS = """\
from django.db import models
class Club(models.Model):
    name = models.CharField(max_length=9)
class Team(models.Model):
    club = models.ForeignKey(Club, models.CASCADE)
    def cheer(self):
        for player in self.players.all():
            print(player.club)
    def town(self):
        return self.club.name
class Player(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="players")
    club = models.ForeignKey(Club, models.CASCADE)
"""


def test_rows_that_a_method_goes_through_are_told_apart_from_those_of_the_loop() -> None:
    head = "from app.models import Team\ndef work(request):\n    for team in Team.objects.{}:\n        team.{}()\n"
    within = [
        item
        for item in found(head.format('prefetch_related("players")', "cheer"), models=CUPS)
        if item.path == "app/run.py"
    ]
    assert [item.line for item in within] == [4]
    assert (
        "each row that `Team.cheer` goes through: have the query that loads those rows" in within[0].message
    )
    own = [item for item in found(head.format("all()", "town"), models=CUPS) if item.path == "app/run.py"]
    assert ['add `.select_related("club")`' in item.message for item in own] == [True]


def test_a_prefetch_is_written_as_the_rows_of_the_loop_see_it() -> None:
    relation, finding = found(
        """from app.models import Visit
def show(request):
    visits = Visit.objects.filter(done=False)
    for visit in visits:
        player = visit.player
        print(player.notes.filter(kept=True).first())
""",
        models=MODELS
        + """class Visit(models.Model):
    player = models.ForeignKey(Player, models.CASCADE)
    done = models.BooleanField()
class Note(models.Model):
    player = models.ForeignKey(Player, models.CASCADE, related_name="notes")
    kept = models.BooleanField()
""",
    )
    assert 'select_related("player")' in relation.message
    assert 'Prefetch("player__notes", queryset=...)' in finding.message


def test_no_join_is_told_where_the_database_has_no_constraint() -> None:
    text = """from app.models import Visit
def show(request):
    for visit in Visit.objects.all():
        print(visit.player.team_id)
"""
    visit = """class Visit(models.Model):
    player = models.ForeignKey(Player, models.CASCADE%s)
"""
    assert "select_related" in one(text, models=MODELS + visit % "").message
    assert GENERAL in one(text, models=MODELS + visit % ", db_constraint=False").message


SUMS = {
    "by one column": (
        "select(func.sum(Goal.points)).where(Goal.player_id == player.id)",
        "aggregate in one query before it, with `group_by(Goal.player_id)`",
    ),
    "within limits of each": (
        "select(func.sum(Goal.points)).where(Goal.minute >= player.came, Goal.minute <= player.went)",
        "aggregate for all in one query before it, by `group_by`",
    ),
    "by another model as well": (
        "select(func.count(Goal.id)).join(Match).where(Match.day == player.day, Goal.minute == player.came)",
        "count for all in one query before it, by `group_by`",
    ),
}


@pytest.mark.parametrize(("query", "advice"), SUMS.values(), ids=SUMS.keys())
def test_numbers_are_grouped_by_a_column_only_where_one_tells(query: str, advice: str) -> None:
    text = (
        "from sqlalchemy import func, select\nfrom app.models import Goal, Match, Player\n"
        "def all_of(session):\n    found = {}\n    for player in session.scalars(select(Player)).all():\n"
        f"        found[player.id] = session.scalar({query})\n    return found\n"
    )
    columns = "    id = Column(Integer, primary_key=True)\n    {} = Column(Integer)\n"
    models = (
        "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n"
        "Base = declarative_base()\n"
    )
    for name, column in (("Player", "came"), ("Goal", "minute"), ("Match", "day")):
        models += f"class {name}(Base):\n    __tablename__ = '{name}'\n" + columns.format(column)
    assert advice in one(text, models=models).message


@pytest.mark.parametrize(
    ("given", "said"), [("", False), (", null=True", True)], ids=["always", "where it is not empty"]
)
def test_a_key_that_may_be_empty_is_read_without_a_query_where_it_is(given: str, said: bool) -> None:
    models = MODELS.replace(
        "models.ForeignKey(Team, models.CASCADE,", f"models.ForeignKey(Team, models.CASCADE{given},"
    )
    text = (
        "from rest_framework import generics, serializers\nfrom app.models import Player\n"
        "def teams():\n    return [player.team.name for player in Player.objects.all()]\n"
        "class PlayerSerializer(serializers.ModelSerializer):\n"
        "    team_name = serializers.CharField(source='team.name')\n"
        "class Players(generics.ListAPIView):\n    queryset = Player.objects.all()\n"
        "    serializer_class = PlayerSerializer\n"
    )
    in_list, in_loop = sorted(
        (one.message for one in found(text, models=models)), key=lambda one: "Reading" in one
    )
    assert ("that has one: " in in_loop) is said
    assert ("for each Player with one in the list" in in_list) is said


NEWEST = {
    "first": (
        "Player.objects.filter(team=team).order_by('-pk').first()",
        "Window(RowNumber(), partition_by=...)",
    ),
    "latest": ("Player.objects.filter(team=team).latest('pk')", "Subquery(...)"),
    "unordered": ("Player.objects.filter(team=team).first()", "team__in="),
    "by key": ("Player.objects.order_by('pk').filter(pk=team.captain).first()", "pk__in="),
}


@pytest.mark.parametrize("case", NEWEST)
def test_the_first_row_of_each_is_not_asked_for_by_a_filter_for_all_keys(case: str) -> None:
    query, advice = NEWEST[case]
    text = "from app.models import Player, Team\n\ndef newest():\n    found = []\n    for team in Team.objects.all():\n"
    finding = one(f"{text}        found.append({query})\n    return found\n", models=MODELS)
    assert advice in finding.message
    assert finding.confidence is Confidence.HIGH


def test_a_model_that_each_row_chooses_is_no_name_of_a_model() -> None:
    text = """\
from sqlalchemy.orm import Session

def media(session: Session, rows):
    for row in session.query(Row).all():
        kind = kind_of(row)
        print(session.get(kind.model, row.owner))
"""
    assert "a model chosen per row" in one(text).message


def test_what_is_narrowed_by_what_the_round_has_read_is_not_one_query_for_all() -> None:
    text = """\
from app.models import Player, Team

def later():
    found = []
    for team in Team.objects.all():
        last = Player.objects.filter(team=team, name="x").first()
        players = Player.objects.filter(team=team)
        players = players.filter(pk__gt=last.pk)
        found.append(players.count())
        found.append(Player.objects.filter(team=team).count())
    return found
"""
    first, narrowed, plain = found(text, models=MODELS)
    assert "join or a subquery" in narrowed.message
    assert narrowed.confidence is Confidence.LOW
    assert "join or a subquery" not in first.message + plain.message
    assert {first.confidence, plain.confidence} == {Confidence.HIGH}


CONDITIONS = {
    "its key alone": ("Player.objects.filter(team=team).exists()", ""),
    "another beside it": (
        "Player.objects.filter(team=team, active=True).exists()",
        ", with its other conditions",
    ),
    "in a second filter": (
        "Player.objects.filter(team=team).filter(kind=kind).count()",
        ", with its other conditions",
    ),
    "of a relation": (
        "team.players.filter(active=True).count()",
        ", with the condition of it as `filter=Q(...)`",
    ),
    "of a relation, none": ("team.players.count()", ""),
}


@pytest.mark.parametrize(("query", "said"), CONDITIONS.values(), ids=CONDITIONS.keys())
def test_a_query_that_is_spelled_out_keeps_its_other_conditions(query: str, said: str) -> None:
    text = (
        "from app.models import Player, Team\n"
        f"def all_of(kind):\n    return [{query} for team in Team.objects.all()]\n"
    )
    message = one(text, models=MODELS).message
    assert (said in message) if said else ("condition" not in message)


SHOP = """\
from django.db import models
class Country(models.Model):
    name = models.CharField(max_length=9)
class Town(models.Model):
    country = models.ForeignKey(Country, models.CASCADE)
class Shop(models.Model):
    town = models.ForeignKey(Town, models.CASCADE)
    @property
    def land(self):
        return self.town.country
class Basket(models.Model):
    shop = models.OneToOneField(Shop, models.CASCADE, related_name="basket")
class Part(models.Model):
    basket = models.ForeignKey(Basket, models.CASCADE, related_name="parts")
class Season(models.Model):
    year = models.PositiveIntegerField(unique=True)
    shop = models.ForeignKey(Shop, models.CASCADE)
"""


def test_the_relations_that_are_followed_are_named_together() -> None:
    text = "from app.models import Shop\ndef lands():\n    return [shop.land.name for shop in Shop.objects.all()]\n"
    assert '.select_related("town__country")' in one(text, models=SHOP).message


BASKETS = (
    "from rest_framework import serializers, viewsets\n"
    "from app.models import Shop\n"
    "def part(shop, kind):\n    return shop.basket.parts.filter(kind=kind).first()\n"
    "class ShopSerializer(serializers.ModelSerializer):\n"
    "    small = serializers.SerializerMethodField()\n    large = serializers.SerializerMethodField()\n"
    "    def get_small(self, shop):\n        return part(shop, 1)\n"
    "    def get_large(self, shop):\n        return part(shop, 2)\n"
    "class Shops(viewsets.ModelViewSet):\n"
    '    queryset = Shop.objects.select_related("basket")\n    serializer_class = ShopSerializer\n'
)


def test_the_path_of_a_prefetch_begins_at_the_row_and_is_said_once_for_a_helper() -> None:
    assert 'Prefetch("basket__parts", queryset=...)' in one(BASKETS, models=SHOP).message


def test_what_a_helper_asks_of_the_item_itself_depends_on_it() -> None:
    text = (
        "from app.models import Shop\n"
        "def part(shop, kind):\n    return shop.basket.parts.filter(kind=kind).first()\n"
        "def parts():\n"
        '    return [part(shop, "a") for shop in Shop.objects.select_related("basket").all()]\n'
    )
    assert GENERAL in one(text, models=SHOP).message


def test_of_a_table_with_one_row_a_year_there_are_few() -> None:
    text = (
        "from app.models import Season\n"
        "def shops():\n    return [season.shop.name for season in Season.objects.all()]\n"
    )
    finding = one(text, models=SHOP)
    assert finding.confidence is Confidence.LOW
    assert finding.message.endswith("check first how many `Season` there are")


def test_a_loop_that_collects_for_an_error_seldom_finds_something() -> None:
    text = (
        "from app.models import Shop\n"
        "def look():\n    missing = []\n    for shop in Shop.objects.filter(open=None):\n"
        "        missing.append(shop.town.name)\n"
        "    if missing:\n        raise ValueError(missing)\n"
    )
    finding = one(text, models=SHOP)
    assert finding.confidence is Confidence.LOW
    assert "for an error that is raised then" in finding.message
    kept = text.replace("        raise ValueError(missing)\n", "        return missing\n")
    assert one(kept, models=SHOP).confidence is Confidence.HIGH


def test_rows_of_one_user_are_few_in_whatever_branch_they_are_asked_for() -> None:
    text = (
        "from app.models import Shop\n"
        "def towns(request, key=None):\n"
        "    if key:\n        return Shop.objects.get(pk=key)\n"
        "    else:\n        shops = Shop.objects.filter(owner=request.user)\n"
        "    return [shop.town.name for shop in shops]\n"
    )
    models = SHOP.replace(
        "    @property", '    owner = models.ForeignKey("auth.User", models.CASCADE)\n    @property'
    )
    assert one(text, models=models).message.endswith("check first how many rows one `owner` has")


def test_what_a_row_asks_by_a_literal_is_asked_once() -> None:
    text = (
        "from sqlalchemy.orm import Session\n"
        "from app.tables import Partner\n"
        "def rates(session: Session):\n"
        "    return [one.rate() for one in session.query(Partner).all()]\n"
    )
    tables = (
        "from flask_sqlalchemy import SQLAlchemy\n"
        "db = SQLAlchemy()\n"
        "class Setting(db.Model):\n    key = db.Column(db.String)\n"
        "    @classmethod\n    def find(cls, key):\n        return cls.query.filter_by(key=key).first()\n"
        "class Partner(db.Model):\n    id = db.Column(db.Integer)\n"
        "    def rate(self):\n        return Setting.find('rate')\n"
    )
    assert SAME in one(text, tables=tables).message


def test_what_the_session_holds_is_not_asked_for_again() -> None:
    tables = (
        "from flask_sqlalchemy import SQLAlchemy\n"
        "db = SQLAlchemy()\n"
        "class User(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n"
        "class Entry(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n"
        "    user_id = db.Column(db.Integer, db.ForeignKey('user.id'))\n"
        "    user = db.relationship('User')\n"
    )
    text = (
        "from app.tables import Entry, User\n"
        "def report():\n    users = User.query.all()\n"
        "    return users, [entry.user.name for entry in Entry.query.all()]\n"
    )
    assert one(text, tables=tables).message.endswith("which rows the session does not hold since line 3")
    alone = text.replace("User.query.all()", "[]")
    assert one(alone, tables=tables).confidence is not Confidence.LOW
