"""Queries in loops that few rounds may come to: something before them has the answer."""

from __future__ import annotations

from codereview.api import Bad, Confidence

_MODELS = """\
from django.db import models


class Boat(models.Model):
    name = models.CharField(max_length=9)
    length = models.FloatField(null=True)
    open = models.BooleanField(default=True)

    def span(self):
        if self.length is not None:
            return round(self.length)
        return self.surveys.filter(valid=True).order_by("-at").first().length


class Survey(models.Model):
    boat = models.ForeignKey(Boat, on_delete=models.CASCADE, related_name="surveys")
    length = models.FloatField()
    valid = models.BooleanField()
    at = models.DateField()


class Permit(models.Model):
    boat = models.ForeignKey(Boat, on_delete=models.CASCADE)
"""

ANSWERED: tuple[Bad, ...] = (
    # asked for where the first part does not hold
    Bad(
        {
            "boats/models.py": _MODELS,
            "boats/views.py": """\
from boats.models import Boat, Permit


def admitted(request):
    found = []
    for boat in Boat.objects.order_by("name"):
        if boat.open or Permit.objects.filter(boat=boat).exists():
            found.append(boat.name)
    return found
""",
        },
        ("boats/views.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {
            "boats/models.py": _MODELS,
            "boats/views.py": """\
from boats.models import Boat, Permit


def permits(request):
    found = {}
    for boat in Boat.objects.order_by("name"):
        found[boat.name] = 0 if boat.open else Permit.objects.filter(boat=boat).count()
    return found
""",
        },
        ("boats/views.py:7",),
        confidence=Confidence.LOW,
    ),
    # a method that returns what the row has, and asks for the others
    Bad(
        {
            "boats/models.py": _MODELS,
            "boats/views.py": """\
from boats.models import Boat


def spans(request):
    return [boat.span() for boat in Boat.objects.order_by("name")]
""",
        },
        ("boats/views.py:5",),
        confidence=Confidence.LOW,
    ),
    # a page that a cache keeps
    Bad(
        {
            "boats/models.py": _MODELS,
            "boats/views.py": """\
from boats.models import Boat, Permit
from django.core.cache import cache


def permits(request):
    found = cache.get("permits")
    if found is None:
        found = {}
        for boat in Boat.objects.order_by("name"):
            found[boat.name] = Permit.objects.filter(boat=boat).count()
        cache.set("permits", found, 600)
    return found
""",
        },
        ("boats/views.py:10",),
        confidence=Confidence.LOW,
    ),
    # what is asked is put together in each round
    Bad(
        {
            "fleet/models.py": """from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Search(Base):
    __tablename__ = "search"
    id = Column(Integer, primary_key=True)
    words = Column(String)


class Ship(Base):
    __tablename__ = "ship"
    id = Column(Integer, primary_key=True)
    name = Column(String)
""",
            "fleet/found.py": """from fleet.models import Ship
from sqlalchemy import func, select
from sqlalchemy.orm import Session


def how_many(db: Session, words):
    wanted = [Ship.id > 0]
    wanted += [Ship.name.contains(word) for word in words.split()]
    return db.execute(select(func.count()).select_from(Ship).where(*wanted)).scalar_one()
""",
            "fleet/api.py": """from fastapi import FastAPI
from fleet.found import how_many
from fleet.models import Search
from sqlalchemy.orm import Session

app = FastAPI()


@app.get("/searches")
def searches(db: Session):
    found = {}
    for search in db.query(Search).all():
        found[search.id] = how_many(db, search.words)
    return found
""",
        },
        ("fleet/api.py:13",),
        confidence=Confidence.LOW,
    ),
)
