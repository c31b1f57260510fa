"""Naive UTC datetimes: examples, other spellings, misuse, shared causes, and which have an edit."""

from __future__ import annotations

import pytest

from codereview.api import Example, Finding, Severity, examples
from codereview.engine.memory import examine
from codereview_rules.maintainability.deprecated_utcnow import DeprecatedUtcnow

HEAD = "from datetime import datetime, timedelta\n"


def run(text: str | dict[str, str]) -> list[Finding]:
    files = {"app.py": HEAD + text} if isinstance(text, str) else text
    return examine(files, [DeprecatedUtcnow()])


@pytest.mark.parametrize("example", examples(DeprecatedUtcnow))
def test_examples(example: Example) -> None:
    found = examine(example.files, [DeprecatedUtcnow()])
    assert tuple(sorted((f.path, f.line) for f in found)) == example.expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x = datetime.now().utcnow()\n", "`datetime.now().utcnow()`"),
        ("def f(x: datetime):\n    return type(x).utcnow()\n", "utcnow()`"),
        ("def f(x: datetime):\n    return x.utcnow()\n", "utcnow()`"),
        ("import datetime as clock\nx = clock.datetime.utcnow()\n", "`clock.datetime.utcnow()`"),
        ("@register(datetime.utcnow)\ndef f(): ...\n", "passed on"),
        ("x = lambda: datetime.utcnow()\n", "`datetime.utcnow()`"),
        ("x = getattr(datetime, 'utcnow')()\n", "`datetime.utcnow()`"),
        (
            "try:\n    from datetime import datetime\nexcept ImportError:\n    datetime = None\n"
            "x = datetime.utcnow()\n",
            "datetime",
        ),
        (
            "if True:\n    import datetime as other\n    x = other.datetime.utcnow()\n",
            "`other.datetime.utcnow()`",
        ),
        ("def f(clock=datetime.utcnow): ...\n", "passed as `clock`"),
        (
            "from django.utils import timezone\nx = timezone.datetime.utcnow()\n",
            "`timezone.datetime.utcnow()`",
        ),
        ("from django.utils.timezone import datetime as when\nx = when.utcnow()\n", "`when.utcnow()`"),
        ("xs = [datetime.utcfromtimestamp(x) for x in range(3)]\n", "`datetime.utcfromtimestamp(...)`"),
        ("x = f'{datetime.utcnow():%Y}'\n", "`datetime.utcnow()`"),
    ],
)
def test_spellings(text: str, shown: str) -> None:
    found = run(text)
    assert len(found) == 1
    assert shown in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "x = datetime.utcnow().timestamp()\n",
        "x = datetime.utcnow().replace(microsecond=0).timestamp()\n",
        "x = (datetime.utcnow() + timedelta(days=1)).timestamp()\n",
        "x = datetime.timestamp(datetime.utcnow() - timedelta(hours=1))\n",
        "def f():\n    now = datetime.utcnow()\n    return now.astimezone(None)\n",
        "import time\nx = time.mktime(datetime.utcnow().timetuple())\n",
    ],
)
def test_read_as_local_time(text: str) -> None:
    (found,) = run(text)
    assert found.severity is Severity.HIGH
    assert "local time" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import timezone\nx = datetime.utcnow().replace(tzinfo=timezone.utc).timestamp()\n",
        "x = datetime.utcnow().isoformat()\n",
        "def f():\n    now = datetime.utcnow()\n    return now\n\ndef g(now):\n    return now.timestamp()\n",
        "import calendar\nx = calendar.timegm(datetime.utcnow().timetuple())\n",
    ],
)
def test_not_read_as_local_time(text: str) -> None:
    (found,) = run(text)
    assert found.severity is Severity.MEDIUM


@pytest.mark.parametrize(
    "text",
    [
        "from sqlalchemy import Column, DateTime\n\nclass A:\n"
        "    at = Column(DateTime, default=datetime.utcnow())\n",
        "def f(at=datetime.utcnow()):\n    return at\n",
        "from dataclasses import dataclass\n\n@dataclass\nclass A:\n    at: datetime = datetime.utcnow()\n",
        "from pydantic import BaseModel\n\nclass A(BaseModel):\n    at: datetime = datetime.utcnow()\n",
    ],
)
def test_made_once_for_all(text: str) -> None:
    (found,) = run(text)
    assert found.severity is Severity.HIGH
    assert "once" in found.message


@pytest.mark.parametrize(("aware", "severity"), [("True", Severity.HIGH), ("False", Severity.MEDIUM)])
def test_default_of_an_aware_column(aware: str, severity: Severity) -> None:
    (found,) = run(
        "from sqlalchemy import Column, DateTime\n\nclass A:\n"
        f"    at = Column(DateTime(timezone={aware}), default=datetime.utcnow)\n"
    )
    assert found.severity is severity


def test_default_in_a_function_is_made_each_time() -> None:
    (found,) = run("def f(make):\n    return make(default=datetime.utcnow())\n")
    assert found.severity is Severity.MEDIUM


def test_calls_by_another_name_share_the_cause() -> None:
    found = run(
        "now = datetime.utcnow\n\ndef f():\n    return now()\n\ndef g(field):\n"
        "    return field(default=now)\n"
    )
    assert [f.line for f in found] == [2, 5, 8]
    assert len({f.cause for f in found}) == 1
    assert found[0].cause


def test_another_name_in_another_module_shares_the_cause() -> None:
    files = {
        "clock.py": "import datetime\n\nnow = datetime.datetime.utcnow\n",
        "pkg/a.py": "from clock import now\n\nx = now()\n",
        "pkg/b.py": "import clock\n\nx = clock.now()\n",
    }
    found = run(files)
    assert [f.path for f in found] == ["clock.py", "pkg/a.py", "pkg/b.py"]
    assert len({f.cause for f in found}) == 1


def test_plain_calls_have_no_common_cause() -> None:
    assert [f.cause for f in run("x = datetime.utcnow()\ny = datetime.utcnow()\n")] == ["", ""]


@pytest.mark.parametrize(
    ("text", "fixable"),
    [
        ("x = datetime.utcnow()\n", True),
        ("x = datetime.utcfromtimestamp(1)\n", True),
        ("f(default=datetime.utcnow)\n", True),
        ("f(default=datetime.utcfromtimestamp)\n", False),
        ("now = datetime.utcnow\n", False),
    ],
)
def test_fixable(text: str, fixable: bool) -> None:
    (found,) = run(text)
    assert found.fixable is fixable


@pytest.mark.parametrize(
    "text",
    [
        "datetime.utcnow = lambda: 1\n",
        "x = {'utcnow': 1}\nx.utcnow\n",
        "import freezegun\nfreezegun.utcnow()\n",
        "import pandas as pd\nx = pd.Timestamp.utcfromtimestamp(1)\n",
        "class C:\n    utcnow = 1\n\nprint(C.utcnow)\n",
        "def utcnow():\n    return 1\n\nutcnow()\n",
        "def f(datetime):\n    return datetime.utcnow()\n",
    ],
)
def test_other_things_of_that_name(text: str) -> None:
    assert run(text) == []
