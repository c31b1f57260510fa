"""PERF002: which queries, which loops, how sure and how bad."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Finding, Severity
from codereview.engine.memory import examine
from codereview_rules.performance.query_in_loop import QueryInLoop

REQUEST = "def work(session, db, cursor, conn, collection, ids, rows):\n    found = []\n"


def found(text: str, path: str = "shop/service.py") -> list[Finding]:
    return examine({path: text}, [QueryInLoop()])


def lines(text: str, path: str = "shop/service.py") -> list[int]:
    return [finding.line for finding in found(text, path)]


READS = {
    "session.query": "session.query(User).filter_by(id=i).first()",
    "session.get": "session.get(User, i)",
    "db.execute select": "db.execute(select(User).where(User.id == i))",
    "db.session.scalar": "db.session.scalar(select(User).where(User.id == i))",
    "Model.query": "User.query.filter(User.id == i).one_or_none()",
    "Model.objects": "User.objects.filter(pk=i).exists()",
    "Model.objects indexed": "User.objects.filter(pk=i)[0]",
    "list of a queryset": "list(User.objects.filter(boss=i))",
    "cursor": "cursor.execute('SELECT 1 FROM users WHERE id = %s', (i,))",
    "sql held in a name": "cursor.execute(SQL, (i,))",
    "asyncpg": "conn.fetchrow('SELECT 1 FROM users WHERE id = $1', i)",
    "mongo": "collection.find_one({'_id': i})",
    "mongo by subscript": "db['users'].find_one({'_id': i})",
}


@pytest.mark.parametrize("call", READS.values(), ids=READS.keys())
def test_reads_per_item(call: str) -> None:
    head = (
        "from shop.models import User\nfrom sqlalchemy import select\nSQL = 'SELECT 1 FROM t WHERE id = %s'\n"
    )
    text = head + REQUEST + f"    for i in ids:\n        found.append({call})\n    return found\n"
    [finding] = found(text)
    assert (finding.line, finding.severity) == (7, Severity.MEDIUM)
    assert finding.related[0].line == 6


WRITES = {
    "create": "User.objects.create(name=i)",
    "update of one": "User.objects.filter(pk=i).update(name='x')",
    "insert": "cursor.execute('INSERT INTO users VALUES (%s)', (i,))",
    "insert_one": "collection.insert_one(i)",
}


@pytest.mark.parametrize("call", WRITES.values(), ids=WRITES.keys())
def test_writes_per_item_are_less_severe(call: str) -> None:
    text = "from shop.models import User\n" + REQUEST + f"    for i in ids:\n        {call}\n"
    [finding] = found(text)
    assert finding.severity is Severity.LOW


SILENT = {
    "chunks by range": "for i in range(0, len(ids), 100):\n        User.objects.filter(pk__in=ids[i:i + "
    "100]).count()",
    "named chunks": "for chunk in chunked(ids, 100):\n        User.objects.filter(pk__in=chunk).count()",
    "retries": "for attempt in range(3):\n        return User.objects.get(pk=attempt)",
    "few literals": "for kind in ('a', 'b', 'c'):\n        User.objects.filter(kind=kind).count()",
    "leaves at once": "for i in ids:\n        if i:\n            user = User.objects.get(pk=i)\n           "
    " return user",
    "its own iterable": "for user in User.objects.filter(pk__in=ids):\n        print(user.name)",
    "polling": "while True:\n        User.objects.filter(ready=True).first()",
    "only built": "for i in ids:\n        found.append(User.objects.filter(pk=i).order_by('x'))",
    "add without flush": "for i in ids:\n        session.add(User(name=i))",
    "a cache": "for i in ids:\n        cache.get(i)",
    "a dict": "for i in ids:\n        found.append({}.get(i))",
    "the statement is the item": "for sql in rows:\n        cursor.execute(sql, (1,))",
    "other sql": "for i in ids:\n        cursor.execute('PRAGMA foreign_keys = ON')",
    "schema": "for i in ids:\n        conn.execute(DropTable(i))",
    "path of a client": "for i in ids:\n        found.append(i.get('name'))",
}


@pytest.mark.parametrize("loop", SILENT.values(), ids=SILENT.keys())
def test_no_query_per_item(loop: str) -> None:
    head = (
        "from shop.models import User\nfrom sqlalchemy.schema import DropTable\nfrom django.core.cache "
        "import cache\n"
    )
    assert lines(head + REQUEST + f"    {loop}\n") == []


def test_tests_and_migrations_are_silent_and_scripts_a_note() -> None:
    text = "from shop.models import User\ndef work(ids):\n    for i in ids:\n        User.objects.get(pk=i)\n"
    assert lines(text, "tests/test_users.py") == []
    assert lines(text, "shop/migrations/0002_fill.py") == []
    [finding] = found(text, "shop/management/commands/fill.py")
    assert finding.severity is Severity.INFO
    assert "runs by hand or once" in finding.message


def test_a_path_through_several_functions_is_told() -> None:
    files = {
        "app/store.py": "from app.models import Rate\n\n\ndef rate(name):\n    return "
        "Rate.objects.get(name=name)\n",
        "app/price.py": "from app.store import rate\n\n\ndef price(item):\n    return rate(item.name) * 2\n",
        "app/view.py": "from app.price import price\n\n\ndef view(items):\n    return [price(item) for "
        "item in items]\n",
    }
    [finding] = examine(files, [QueryInLoop()])
    assert (finding.path, finding.line, finding.confidence) == ("app/view.py", 5, Confidence.LOW)
    assert "check first how many `item` there are" in finding.message
    assert [(hop.path, hop.line) for hop in finding.related] == [
        ("app/view.py", 5),
        ("app/price.py", 5),
        ("app/store.py", 5),
    ]
    assert finding.cause == "app/store.py:5"


def test_several_calls_of_one_helper_share_the_cause() -> None:
    text = (
        "from app.models import Rate\n"
        "def rate(name):\n    return Rate.objects.get(name=name)\n"
        "def view(items):\n    for item in items:\n        a = rate(item.one)\n        b = rate(item.two)\n"
    )
    one, two = found(text)
    assert (one.line, two.line) == (6, 7)
    assert one.cause == two.cause


def test_a_repository_that_is_not_annotated_is_known_by_its_method() -> None:
    text = (
        "class UserRepository:\n"
        "    def __init__(self, session):\n        self.session = session\n"
        "    def by_mail(self, mail):\n        return self.session.query(User).filter_by(mail=mail).first()\n"
        "class Inviter:\n"
        "    def __init__(self, users):\n        self.user_repository = users\n"
        "    def invite(self, mails):\n        return [self.user_repository.by_mail(m) for m in mails]\n"
    )
    assert lines(text) == [10]


def test_an_abstract_method_leads_to_its_implementation() -> None:
    text = (
        "from abc import ABC, abstractmethod\n"
        "from app.models import User\n"
        "class Store(ABC):\n    @abstractmethod\n    def one(self, key): ...\n"
        "class DjangoStore(Store):\n    def one(self, key):\n        return User.objects.get(pk=key)\n"
        "def work(store: Store, keys):\n    return [store.one(key) for key in keys]\n"
    )
    [finding] = found(text)
    assert (finding.line, finding.confidence) == (10, Confidence.LOW)


def test_a_cached_helper_is_no_query() -> None:
    text = (
        "from functools import cache\nfrom app.models import User\n"
        "@cache\ndef one(key):\n    return User.objects.get(pk=key)\n"
        "def work(keys):\n    return [one(key) for key in keys]\n"
    )
    assert lines(text) == []


def test_redis_is_a_lookup_of_low_severity() -> None:
    text = "import redis\nr = redis.Redis()\ndef work(keys):\n    return [r.get(k) for k in keys]\n"
    [finding] = found(text)
    assert finding.severity is Severity.LOW
    assert "mget" in finding.message


def test_the_message_names_the_loop_and_the_batch_call() -> None:
    text = "from app.models import User\ndef work(ids):\n    for i in ids:\n        User.objects.get(pk=i)\n"
    [finding] = found(text)
    assert "the loop at line 3" in finding.message
    assert "in_bulk" in finding.message


def test_two_queries_in_one_chain_do_not_stop_the_search() -> None:
    text = (
        "from django.db import models\n\n\nclass Boss(models.Model):\n    pass\n\n\n"
        "class Report(models.Model):\n    boss = models.ForeignKey(Boss, models.CASCADE)\n\n\n"
        "def reports(i):\n    return Boss.objects.get(pk=i).report_set.count()\n\n\n"
        "def all_of(ids):\n    return [reports(i) for i in ids]\n"
    )
    [finding] = found(text)
    assert finding.line == 17
    assert finding.related[-1].line == 13


def test_a_few_names_of_a_literal_are_no_data() -> None:
    text = (
        "from app.models import Role\nROLES = ('admin', 'user')\n"
        "def make():\n    for name in ROLES:\n        Role.objects.get(name=name)\n"
    )
    assert lines(text) == []


def test_members_of_an_enumeration_are_few() -> None:
    text = (
        "from enum import Enum\nfrom app.models import User\nclass Kind(Enum):\n    A = 1\n    B = 2\n"
        "def work():\n    return [User.objects.filter(kind=kind).count() for kind in Kind]\n"
    )
    [finding] = found(text)
    assert finding.confidence is Confidence.LOW


def test_what_is_kept_by_key_is_of_low_confidence() -> None:
    text = (
        "from app.models import User\ndef work(rows):\n    users = {}\n    for row in rows:\n"
        "        if row.user not in users:\n            users[row.user] = User.objects.get(pk=row.user)\n"
    )
    [finding] = found(text)
    assert finding.confidence is Confidence.LOW


ADVICE = {
    "key of a filter": ("User.objects.filter(mail=i).first()", "filter(mail__in=mails)"),
    "key in a branch of a query": ("q.filter(kind='x').count()", 'values("boss")'),
    "several keys": ("User.objects.filter(mail=i, boss=i.boss).first()", "the rows of all items"),
    "key of a column": ("session.query(User).filter(User.mail == i.mail).all()", "User.mail.in_(mails)"),
    "several columns": (
        "session.query(User).filter(User.mail == i, User.age > 3).all()",
        "the rows of all items",
    ),
    "a count": (
        "session.scalar(select(func.count()).select_from(User).where(User.boss_id == i.id))",
        "select(User.boss_id, func.count()).group_by(User.boss_id)",
    ),
    "a count of a column": (
        "session.scalar(select(func.count(User.id)).where(User.boss_id == i.id))",
        "group_by(User.boss_id)",
    ),
    "delete": (
        "session.execute(delete(User).where(User.boss_id == i.id))",
        "delete(User).where(User.boss_id.in_(boss_ids))",
    ),
    "get_or_create": ("User.objects.get_or_create(name=i)", "`bulk_create` the others"),
    "update_or_create": ("User.objects.update_or_create(name=i)", "update_conflicts=True"),
    "insert_one": ("collection.insert_one(i)", "`insert_many` once"),
    "count_documents": ("collection.count_documents({'a': i})", "`$group`"),
}


@pytest.mark.parametrize(("call", "advice"), ADVICE.values(), ids=ADVICE.keys())
def test_the_advice_fits_the_query(call: str, advice: str) -> None:
    text = (
        "from sqlalchemy import delete, func, select\nfrom shop.models import User\n"
        f"{REQUEST}    for i in ids:\n        q = User.objects.filter(boss=i)\n        found.append({call})\n"
    )
    [finding] = found(text)
    assert advice in finding.message
    assert len(finding.message) <= 200


def test_commits_per_item() -> None:
    text = (
        "def work(session, rows):\n    for row in rows:\n        session.add(row)\n        session.commit()\n"
        "def safe(session, rows):\n    for row in rows:\n        try:\n            session.add(row)\n"
        "            session.commit()\n        except ValueError:\n            session.rollback()\n"
        "def good(session, rows):\n    for row in rows:\n        session.add(row)\n    session.commit()\n"
    )
    [finding] = found(text)
    assert (finding.line, finding.severity, finding.confidence) == (4, Severity.LOW, Confidence.LOW)


def test_the_path_of_a_repository_names_its_method() -> None:
    text = (
        "from sqlalchemy.orm import Session\nfrom app.models import User\n"
        "class UserRepository:\n    def __init__(self, db: Session):\n        self.db = db\n"
        "    def by_id(self, i):\n        return self.db.get(User, i)\n"
        "def names(users: UserRepository, ids):\n    return [users.by_id(i).name for i in ids]\n"
    )
    [finding] = found(text)
    assert finding.related[-1].line == 7
    assert "`UserRepository.by_id` runs `get()` on User" in finding.related[-1].message
