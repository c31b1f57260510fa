"""Code without Django that PERF002 must report: its documentation and its tests."""

from __future__ import annotations

from codereview.api import Bad

SQL: tuple[Bad, ...] = (
    Bad(
        {
            "app/models.py": """\
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Customer(Base):
    __tablename__ = "customers"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Invoice(Base):
    __tablename__ = "invoices"
    id = Column(Integer, primary_key=True)
    customer_id = Column(ForeignKey("customers.id"))
    customer = relationship("Customer")
""",
            "app/report.py": """\
from app.models import Invoice


def report(session):
    lines = []
    for invoice in session.query(Invoice).filter(Invoice.id > 7).all():
        lines.append((invoice.id, invoice.customer.name))
    return lines
""",
        },
        ("app/report.py:7",),
    ),
    Bad(
        {
            "app/repository.py": """\
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.tables import User


class UserRepository:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def by_email(self, email: str):
        result = await self.session.execute(select(User).where(User.email == email))
        return result.scalar_one_or_none()
""",
            "app/invites.py": """\
from app.repository import UserRepository


class Invites:
    def __init__(self, users: UserRepository):
        self.users = users

    async def known(self, emails):
        found = []
        for email in emails:
            found.append(await self.users.by_email(email))
        return found
""",
        },
        ("app/invites.py:11",),
    ),
    Bad(
        """\
from shop.tables import Item, Order


def fill(db, order_ids):
    orders = []
    for order_id in order_ids:
        order = db.session.query(Order).get(order_id)
        items = Item.query.filter_by(order_id=order_id).all()
        orders.append((order, items))
    return orders
""",
        (7, 8),
    ),
    Bad(
        """\
import sqlite3


def names(path, ids):
    connection = sqlite3.connect(path)
    cursor = connection.cursor()
    found = {}
    for user_id in ids:
        cursor.execute("SELECT name FROM users WHERE id = ?", (user_id,))
        found[user_id] = cursor.fetchone()
    return found


def store(connection, rows):
    for row in rows:
        connection.execute("INSERT INTO users VALUES (?, ?)", row)
""",
        (9, 16),
    ),
    Bad(
        """\
import asyncpg


async def prices(pool: asyncpg.Pool, symbols):
    async with pool.acquire() as connection:
        return [await connection.fetchval("SELECT price FROM quotes WHERE s = $1", s) for s in symbols]
""",
        (6,),
    ),
    Bad(
        """\
from pymongo import MongoClient

client = MongoClient()
posts = client.blog.posts


def with_authors(authors):
    return [posts.find_one({"author": author}) for author in authors]


async def mark(collection, ids):
    for one in ids:
        await collection.update_one({"_id": one}, {"$set": {"seen": True}})
""",
        (8, 13),
    ),
    Bad(
        """\
from tortoise import fields
from tortoise.models import Model


class Event(Model):
    name = fields.CharField(max_length=50)


async def find(names):
    found = []
    for name in names:
        event, _ = await Event.get_or_create(name=name)
        found.append(event)
    return found
""",
        (12,),
    ),
    Bad(
        {
            "jobs/models.py": """\
from django.db import models


class Worker(models.Model):
    busy = models.BooleanField()


class Task(models.Model):
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="tasks")
""",
            "jobs/plan.py": """\
from jobs.models import Task, Worker


def rest():
    for worker in Worker.objects.filter(busy=True):
        worker.busy = False
        worker.save()


def plan(workers):
    for worker in workers:
        Task.objects.create(worker=worker)


def overdue(workers):
    late = []
    for worker in workers:
        for task in Task.objects.filter(worker=worker):
            late.append(task)
    return late
""",
        },
        ("jobs/plan.py:7", "jobs/plan.py:12", "jobs/plan.py:18"),
    ),
    Bad(
        """\
import redis

store = redis.Redis()


def scores(users):
    return {user: store.get(f"score:{user}") for user in users}
""",
        (7,),
    ),
    Bad(
        """\
def titles(cursor, keys):
    query = "SELECT title FROM pages WHERE slug = %s"
    for key in keys:
        cursor.execute(query, (key,))
        yield cursor.fetchone()


def users(supabase, emails):
    return [supabase.table("users").select("*").eq("email", e).execute() for e in emails]
""",
        (4, 9),
    ),
)
