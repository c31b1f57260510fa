"""MNT003: every spelling, and the three answers to whether awareness shows."""

from __future__ import annotations

import builtins
import datetime as real
from types import SimpleNamespace
from typing import Any

import pytest
from fix_fakes import fixed, only

from codereview.fix.verify import Refused
from codereview.model import Fix

SPELLINGS = [
    (
        ("import datetime\nx = datetime.datetime.utcnow()\n"),
        (3, 10),
        ("import datetime\nx = datetime.datetime.now(datetime.timezone.utc)\n"),
    ),
    (
        ("import datetime as dt\nx = dt.datetime.utcnow()\n"),
        (3, 11),
        ("import datetime as dt\nx = dt.datetime.now(dt.UTC)\n"),
    ),
    (
        ("from datetime import datetime\nx = datetime.utcnow()\n"),
        (3, 10),
        ("from datetime import datetime, timezone\nx = datetime.now(timezone.utc)\n"),
    ),
    (
        ("from datetime import datetime\nx = datetime.utcnow()\n"),
        (3, 12),
        ("from datetime import UTC, datetime\nx = datetime.now(UTC)\n"),
    ),
    (
        ("from datetime import datetime as d\nx = d.utcnow()\n"),
        (3, 9),
        ("from datetime import datetime as d, timezone\nx = d.now(timezone.utc)\n"),
    ),
    (
        ("from datetime import datetime, timezone\nx = datetime.utcnow()\n"),
        (3, 12),
        ("from datetime import datetime, timezone\nx = datetime.now(timezone.utc)\n"),
    ),
    (
        ("from datetime import datetime, timezone as tz\nx = datetime.utcnow()\n"),
        (3, 9),
        ("from datetime import datetime, timezone as tz\nx = datetime.now(tz.utc)\n"),
    ),
    (
        ("from datetime import datetime, tzinfo\nx = datetime.utcnow()\n"),
        (3, 9),
        ("from datetime import datetime, timezone, tzinfo\nx = datetime.now(timezone.utc)\n"),
    ),
    (
        ("from datetime import timedelta, datetime\nx = datetime.utcnow()\n"),
        (3, 9),
        ("from datetime import timedelta, datetime, timezone\nx = datetime.now(timezone.utc)\n"),
    ),
    (
        ("from django.utils import timezone\nfrom datetime import datetime\nx = datetime.utcnow()\n"),
        (3, 9),
        (
            "from django.utils import timezone\n"
            "from datetime import datetime, timezone as dt_timezone\n"
            "x = datetime.now(dt_timezone.utc)\n"
        ),
    ),
    (
        ("from datetime import datetime\nUTC = 'Z'\nx = datetime.utcnow()\n"),
        (3, 12),
        ("from datetime import UTC as DT_UTC, datetime\nUTC = 'Z'\nx = datetime.now(DT_UTC)\n"),
    ),
    (
        ("def f():\n    from datetime import datetime\n    return datetime.utcnow()\n"),
        (3, 9),
        ("def f():\n    from datetime import datetime, timezone\n    return datetime.now(timezone.utc)\n"),
    ),
    (
        ("import datetime\nx = datetime.datetime.utcfromtimestamp(5)\n"),
        (3, 9),
        ("import datetime\nx = datetime.datetime.fromtimestamp(5, tz=datetime.timezone.utc)\n"),
    ),
    (
        ("import datetime\nx = datetime.datetime.utcnow(\n)\n"),
        (3, 9),
        ("import datetime\nx = datetime.datetime.now(datetime.timezone.utc)\n"),
    ),
    (
        (
            "from datetime import (\n"
            "    datetime,  # when\n"
            "    timedelta,  # how long\n"
            ")\n"
            "x = datetime.utcnow()\n"
        ),
        (3, 9),
        (
            "from datetime import (\n"
            "    datetime,  # when\n"
            "    timedelta,  # how long\n"
            "    timezone,\n"
            ")\n"
            "x = datetime.now(timezone.utc)\n"
        ),
    ),
    (
        ("from datetime import (\n    datetime,\n    timedelta  # how long\n)\nx = datetime.utcnow()\n"),
        (3, 12),
        (
            "from datetime import (\n"
            "    UTC,\n"
            "    datetime,\n"
            "    timedelta  # how long\n"
            ")\n"
            "x = datetime.now(UTC)\n"
        ),
    ),
    (
        (
            "from typing import TYPE_CHECKING\n"
            "from datetime import datetime\n"
            "if TYPE_CHECKING:\n"
            "    from datetime import timezone\n"
            "x = datetime.utcnow()\n"
        ),
        (3, 9),
        (
            "from typing import TYPE_CHECKING\n"
            "from datetime import datetime, timezone\n"
            "if TYPE_CHECKING:\n"
            "    from datetime import timezone\n"
            "x = datetime.now(timezone.utc)\n"
        ),
    ),
]


@pytest.mark.parametrize(("before", "python", "after"), SPELLINGS)
def test_each_spelling_has_its_own_edit(before: str, python: tuple[int, int], after: str) -> None:
    assert fixed(before, "MNT003", python) == after
    assert fixed(after, "MNT003", python) == after


NOW = real.datetime(2026, 3, 1, 12, 30, 15, 250)  # noqa: DTZ001 - naive, as utcnow is


class Clock(real.datetime):
    """A datetime class whose time stands still."""

    @classmethod
    def utcnow(cls) -> Any:
        return NOW

    @classmethod
    def now(cls, tz: real.tzinfo | None = None) -> Any:
        return NOW.replace(tzinfo=tz)

    @classmethod
    def utcfromtimestamp(cls, stamp: float) -> Any:
        return real.datetime.fromtimestamp(stamp, real.timezone.utc).replace(tzinfo=None)


def run(text: str) -> Any:
    """Run a snippet of this file's tables with the clock stopped."""

    def imported(name: str, *rest: Any) -> Any:
        module = builtins.__import__(name, *rest)
        if name != "datetime":
            return module
        return SimpleNamespace(**{**vars(module), "datetime": Clock})

    scope: dict[str, Any] = {"__builtins__": {**vars(builtins), "__import__": imported}}
    exec(compile(text, "snippet", "exec"), scope)
    return scope["x"]


HEAD = "from datetime import datetime, timedelta, timezone\nold = datetime(2020, 1, 1)\n"
SAME = [
    "datetime.utcnow().year",
    "datetime.utcnow().date()",
    "datetime.utcnow().time()",
    "datetime.utcnow().strftime('%Y-%m-%d')",
    "datetime.utcnow().strftime('%Y %z')",
    "datetime.utcnow().isoformat() + 'Z'",
    "datetime.utcnow().replace(microsecond=0).isoformat()",
    "datetime.utcnow().replace(tzinfo=timezone.utc)",
    "datetime.utcnow().replace(tzinfo=None)",
    "datetime.utcnow().replace(hour=0, tzinfo=timezone.utc)",
    "(datetime.utcnow() - timedelta(days=1)).strftime('%d')",
    "datetime.utcnow() - old",
    "old - datetime.utcnow()",
    "old < datetime.utcnow() - timedelta(days=3)",
    "str(datetime.utcnow())",
    "'%s' % datetime.utcnow()",
    "datetime.utcnow().timetuple()",
    "datetime.utcnow().utctimetuple()",
    "datetime.utcnow().timetz()",
    "datetime.utcnow().tzinfo",
    "(timedelta(1) + datetime.utcnow()).weekday()",
    "datetime.utcfromtimestamp(1700000000.5).isoformat()",
    "datetime.utcfromtimestamp(1700000000).replace(tzinfo=timezone.utc)",
]


@pytest.mark.parametrize("expression", SAME)
def test_a_safe_edit_computes_the_same(expression: str) -> None:
    text = f"{HEAD}x = {expression}\n"
    answer = only(text, "MNT003")
    assert isinstance(answer, Fix)
    assert answer.safety == "safe"
    new = fixed(text, "MNT003", unsafe=False)
    assert "utcnow" not in new
    assert "utcfromtimestamp" not in new
    assert run(new) == run(text)
    assert getattr(run(new), "tzinfo", None) == getattr(run(text), "tzinfo", None)


UNSAFE = [
    "x = datetime.utcnow()",
    "x = [datetime.utcnow()]",
    "x = datetime.utcnow() + timedelta(hours=1)",
    "x = datetime.utcnow().timestamp()",
    "x = datetime.utcnow().astimezone()",
    "x = dict(at=datetime.utcnow())",
    "x = dict(default_factory=datetime.utcnow)",
]


@pytest.mark.parametrize("line", UNSAFE)
def test_what_may_show_is_aware_and_marked(line: str) -> None:
    text = f"{HEAD}{line}\n"
    answer = only(text, "MNT003")
    assert isinstance(answer, Fix)
    assert answer.safety == "unsafe"
    assert answer.reason
    assert "now(timezone.utc)" in answer.diff
    assert "tzinfo=None" not in answer.diff
    assert fixed(text, "MNT003", unsafe=False) == text


def test_a_replace_that_only_attaches_utc_goes_away() -> None:
    text = "import pytz\nfrom datetime import datetime\n"
    for old in ("datetime.utcnow().replace(tzinfo=pytz.utc)", "pytz.utc.localize(datetime.utcnow())"):
        assert fixed(f"{text}x = {old}\n", "MNT003") == f"{text}x = datetime.now(pytz.utc)\n"


def test_both_ends_of_a_measured_time_stay_naive() -> None:
    text = f"{HEAD}start = datetime.utcnow()\nx = datetime.utcnow() - start\n"
    new = fixed(text, "MNT003", unsafe=False)
    assert new.count(".replace(tzinfo=None)") == 2
    assert run(new) == run(text)


def test_the_values_of_one_file_stay_alike() -> None:
    text = f"{HEAD}seen = [datetime.utcnow()]\nx = [s for s in seen if s < datetime.utcnow()]\n"
    new = fixed(text, "MNT003", unsafe=False)
    assert new.count(".replace(tzinfo=None)") == 2
    assert run(new) == run(text)


def test_a_format_inside_an_f_string() -> None:
    text = f"{HEAD}x = f'{{datetime.utcnow():%Y}}'\n"
    answer = only(text, "MNT003")
    assert isinstance(answer, (Fix, Refused))
    assert run(fixed(text, "MNT003", unsafe=False)) == run(text) == "2026"


COLUMNS = [
    (
        "Column(DateTime, default=datetime.utcnow)",
        "safe",
        "lambda: datetime.now(timezone.utc).replace(tzinfo=None)",
    ),
    (
        "mapped_column(onupdate=datetime.utcnow)",
        "safe",
        "lambda: datetime.now(timezone.utc).replace(tzinfo=None)",
    ),
    (
        "Column(DateTime(timezone=True), default=datetime.utcnow)",
        "unsafe",
        "lambda: datetime.now(timezone.utc)",
    ),
    ("Field(default_factory=datetime.utcnow)", "unsafe", "lambda: datetime.now(timezone.utc)"),
]


@pytest.mark.parametrize(("call", "safety", "value"), COLUMNS)
def test_a_reference_becomes_a_lambda(call: str, safety: str, value: str) -> None:
    text = f"from datetime import datetime, timezone\nclass A:\n    x = {call}\n"
    answer = only(text, "MNT003")
    assert isinstance(answer, Fix)
    assert answer.safety == safety
    assert fixed(text, "MNT003") == text.replace("datetime.utcnow", value)


REFUSED = [
    (
        (
            "from django.db import models\n"
            "from datetime import datetime\n"
            "x = models.DateTimeField(default=datetime.utcnow)\n"
        ),
        "Django",
    ),
    ("from datetime import datetime\nclass A:\n    now = datetime.utcnow\n", "named function"),
    ("from clock import datetime\nx = datetime.utcnow()\n", "no import"),
    ("from datetime import *\nx = datetime.utcnow()\n", "no import"),
    ("import datetime\nx = map(datetime.datetime.utcfromtimestamp, y)\n", "takes an argument"),
    ("import datetime\nx = datetime.datetime.utcnow(  # now\n)\n", "comment"),
    ("import datetime\nx = datetime.datetime.utcfromtimestamp(*y)\n", "plain value"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_it_declines_with_a_reason(text: str, reason: str) -> None:
    answer = only(text, "MNT003")
    assert isinstance(answer, Refused)
    assert reason in answer.reason


def test_a_lambda_that_is_the_default_of_a_column() -> None:
    text = "from datetime import datetime\nx = Column(DateTime, default=lambda: datetime.utcnow())\n"
    wanted = "default=lambda: datetime.now(timezone.utc).replace(tzinfo=None))"
    assert wanted in fixed(text, "MNT003", unsafe=False)
