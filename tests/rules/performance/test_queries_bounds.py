"""PERF002: rows that are few by what all callers ask for, who waits for them, and advice that leaves what is there."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Finding, Severity
from codereview.engine.memory import examine
from codereview_rules.performance.query_in_loop import QueryInLoop

STORE = """\
from sqlalchemy import select
from stall.models import Buyer, Sale


def newest(session, page, limit{default}):
    sales = session.scalars(select(Sale).limit(limit).offset(page * limit)).all()
    return [session.get(Buyer, sale.buyer_number) for sale in sales]
"""
TABLES = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class Buyer(Base):
    __tablename__ = "buyers"
    id: Mapped[int] = mapped_column(primary_key=True)


class Sale(Base):
    __tablename__ = "sales"
    id: Mapped[int] = mapped_column(primary_key=True)
    buyer_number: Mapped[int]
"""
CALLS = {
    "few by all": ("", "newest(session, 1, limit=5)", Confidence.LOW),
    "few by default": ("=10", "newest(session, 1)", Confidence.LOW),
    "many by one": ("", "newest(session, 1, limit=5), newest(session, 1, limit=500)", Confidence.MEDIUM),
    "as many as one asks for": ("", "newest(session, 1, limit=request.args['n'])", Confidence.MEDIUM),
}


def found(files: dict[str, str]) -> Finding:
    [finding] = examine(files, [QueryInLoop()])
    return finding


@pytest.mark.parametrize(("default", "calls", "confidence"), CALLS.values(), ids=CALLS.keys())
def test_rows_are_few_where_all_callers_ask_for_few(default: str, calls: str, confidence: Confidence) -> None:
    views = f"from stall.store import newest\n\n\ndef index(request, session):\n    return {calls}\n"
    store = STORE.format(default=default)
    files = {"stall/models.py": TABLES, "stall/store.py": store, "stall/views.py": views}
    assert found(files).confidence is confidence


MODELS = """\
from django.db import models


class Owner(models.Model):
    pass


class Stall(models.Model):
    owner = models.ForeignKey(Owner, models.CASCADE)
    visits = models.IntegerField()


class Crate(models.Model):
    stall = models.ForeignKey(Stall, models.CASCADE, related_name="crates")
    owner = models.ForeignKey(Owner, models.CASCADE)
"""
OWNERS = (
    "from stall.models import Stall\n\n\ndef owners(request):\n    return [one.owner.pk for one in {rows}]\n"
)


@pytest.mark.parametrize(
    ("path", "severity"),
    [("stall/views.py", Severity.HIGH), ("stall/views_admin.py", Severity.MEDIUM)],
)
def test_few_wait_for_a_page_of_the_administration(path: str, severity: Severity) -> None:
    files = {"stall/models.py": MODELS, path: OWNERS.format(rows="Stall.objects.all()")}
    assert found(files).severity is severity


@pytest.mark.parametrize(("name", "confidence"), [("visits", Confidence.LOW), ("visitors", Confidence.HIGH)])
def test_an_annotation_with_the_name_of_a_field_is_refused(name: str, confidence: Confidence) -> None:
    rows = f"Stall.objects.annotate({name}=Count('crates'))"
    view = f"from django.db.models import Count\n{OWNERS.format(rows=rows)}"
    assert found({"stall/models.py": MODELS, "stall/views.py": view}).confidence is confidence


def test_rows_that_a_prefetch_may_have_loaded_are_left_to_it() -> None:
    view = (
        "from stall.models import Stall\n\n\ndef owners(request):\n"
        "    for stall in Stall.objects.prefetch_related('crates'):\n"
        "        for crate in stall.crates.all():\n            print(crate.owner.pk)\n"
    )
    message = found({"stall/models.py": MODELS, "stall/views.py": view}).message
    assert "have what loads `crates` load the `owner` of its rows as well" in message


@pytest.mark.parametrize(
    ("guard", "said"), [("        if stall.visits in seen:\n            continue\n", True), ("", False)]
)
def test_a_query_that_some_rounds_leave_out_runs_at_most_once_for_each(guard: str, said: bool) -> None:
    view = (
        "from stall.models import Stall\n\n\ndef owners(request):\n    seen = set()\n"
        f"    for stall in Stall.objects.all():\n{guard}"
        "        seen.add(stall.visits)\n        print(stall.owner.pk)\n"
    )
    message = found({"stall/models.py": MODELS, "stall/views.py": view}).message
    assert ("at most once for each `stall`" in message) is said
