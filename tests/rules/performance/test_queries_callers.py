"""PERF002: who calls the function of a loop, what they pass to it, and what its rounds wait for."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Finding
from codereview.engine.memory import examine
from codereview_rules.performance.query_in_loop import QueryInLoop

HANGAR = """\
from django.db import models


class Plane(models.Model):
    tail_uid = models.CharField(max_length=8)

    def {name}(self):
        return [Flight.objects.filter(plane=plane).first() for plane in Plane.objects.all()]


class Flight(models.Model):
    plane = models.ForeignKey(Plane, models.CASCADE)
"""
MODELS = HANGAR.format(name="latest")
WSGI = "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n"


def found(files: dict[str, str]) -> Finding:
    [finding] = examine(files, [QueryInLoop()])
    return finding


@pytest.mark.parametrize(
    ("method", "confidence"),
    [("warm_up_all", Confidence.LOW), ("shown", Confidence.MEDIUM), ("clean", Confidence.MEDIUM)],
    ids=["named nowhere", "named by a view", "called by the framework"],
)
def test_a_method_of_a_model_that_nothing_names_may_not_run(method: str, confidence: Confidence) -> None:
    view = (
        "from hangar.models import Plane\n\n\ndef index(request):\n    return Plane.objects.first().shown()\n"
    )
    files = {"hangar/models.py": HANGAR.format(name=method), "hangar/views.py": view, "hangar/wsgi.py": WSGI}
    assert found(files).confidence is confidence


@pytest.mark.parametrize(
    ("method", "confidence"),
    [("announce", Confidence.LOW), ("get_planes", Confidence.HIGH)],
    ids=["an action", "a part of each page"],
)
def test_an_action_of_the_administration_is_started_by_hand(method: str, confidence: Confidence) -> None:
    admin = (
        "from django.contrib import admin\nfrom hangar.models import Flight, Plane\n\n\n"
        "class PlaneAdmin(admin.ModelAdmin):\n"
        f"    def {method}(self, request, obj):\n"
        "        return [Flight.objects.filter(plane=one).first() for one in Plane.objects.all()]\n"
    )
    models = MODELS.replace("Plane.objects.all()", "()")
    assert found({"hangar/models.py": models, "hangar/admin.py": admin}).confidence is confidence


ROWS = {
    "by one key": ("Plane.objects.filter(tail_uid=request.GET['tail'])", Confidence.LOW),
    "by some keys": ("Plane.objects.filter(pk__in=request.POST.getlist('planes'))", Confidence.LOW),
    "all of them": ("Plane.objects.all()", Confidence.MEDIUM),
}


@pytest.mark.parametrize(("rows", "confidence"), ROWS.values(), ids=ROWS.keys())
def test_what_all_callers_pass_tells_how_many_rounds_there_are(rows: str, confidence: Confidence) -> None:
    views = (
        "from hangar.models import Flight, Plane\n\n\n"
        "def newest(plane):\n    return Flight.objects.filter(plane=plane).order_by('pk').first()\n\n\n"
        "def listed(planes):\n    found = []\n    for plane in planes:\n        found.append(newest(plane))\n"
        "    return found\n\n\n"
        f"def index(request):\n    planes = {rows}\n    return listed(planes)\n"
    )
    models = MODELS.replace("Plane.objects.all()", "()")
    assert found({"hangar/models.py": models, "hangar/views.py": views}).confidence is confidence


@pytest.mark.parametrize(
    ("call", "confidence"),
    [("await port.ground(plane.id)", Confidence.LOW), ("seen.append(plane.id)", Confidence.HIGH)],
    ids=["an adapter", "nothing else"],
)
def test_rounds_that_await_an_adapter_wait_for_something_else(call: str, confidence: Confidence) -> None:
    text = (
        "from typing import Protocol\nfrom sqlalchemy import select\nfrom sqlalchemy.ext.asyncio import AsyncSession\n"
        "from hangar.tables import Flight, Plane\n\n\n"
        "class Tower(Protocol):\n    async def ground(self, key: int) -> None: ...\n\n\n"
        "async def ground_all(session: AsyncSession, port: Tower):\n    seen = []\n"
        "    for plane in (await session.scalars(select(Plane))).all():\n"
        "        flight = await session.scalar(select(Flight).where(Flight.plane_id == plane.id))\n"
        f"        {call}\n        seen.append(flight)\n    return seen\n"
    )
    tables = (
        "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\n"
        "Base = declarative_base()\n"
        + "".join(
            f"\n\nclass {name}(Base):\n    __tablename__ = '{name}'\n    id = Column(Integer, primary_key=True)\n"
            "    plane_id = Column(Integer)\n"
            for name in ("Plane", "Flight")
        )
    )
    assert found({"hangar/tables.py": tables, "hangar/work.py": text}).confidence is confidence


def test_a_packaged_service_calls_its_code_itself() -> None:
    service = (
        "from hangar.models import Flight, Plane\n\n\n"
        "def reconcile_planes():\n"
        "    return [Flight.objects.filter(plane=plane).first() for plane in Plane.objects.all()]\n"
    )
    files = {
        "pyproject.toml": '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n'
        '[project]\nname = "hangar"\nversion = "1"\n',
        "hangar/models.py": MODELS.replace("Plane.objects.all()", "()"),
        "hangar/service.py": service,
        "hangar/wsgi.py": WSGI,
        "tests/test_service.py": "from hangar.service import reconcile_planes\n\n\n"
        "def test_all():\n    assert reconcile_planes() == []\n",
    }
    finding = found(files)
    assert finding.confidence is Confidence.LOW
