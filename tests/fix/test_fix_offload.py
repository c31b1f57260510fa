"""PERF001: awaiting the pause, or another thread, where that is allowed."""

from __future__ import annotations

import pytest
from fix_fakes import fixed, only

from codereview.fix.verify import Refused
from codereview.model import Fix

EDITS = [
    (
        ("import time\n\n\nasync def f():\n    time.sleep(1)  # wait\n"),
        (3, 9),
        "safe",
        ("import asyncio\nimport time\n\n\nasync def f():\n    await asyncio.sleep(1)  # wait\n"),
    ),
    (
        ("import asyncio as aio\nfrom time import sleep\nasync def f():\n    sleep(1)\n"),
        (3, 9),
        "safe",
        ("import asyncio as aio\nfrom time import sleep\nasync def f():\n    await aio.sleep(1)\n"),
    ),
    (
        ("import time\nimport trio\nasync def f():\n    time.sleep(1)\n"),
        (3, 9),
        "safe",
        ("import time\nimport trio\nasync def f():\n    await trio.sleep(1)\n"),
    ),
    (
        ("import time\nimport anyio\nasync def f(x=0):\n    return time.clock(x)\n"),
        (3, 9),
        "unsafe",
        (
            "import time\n"
            "import anyio\n"
            "async def f(x=0):\n"
            "    return await anyio.to_thread.run_sync(time.clock, x)\n"
        ),
    ),
    (
        ("import asyncio\nimport requests\nasync def f(u):\n    return requests.get(u, timeout=3)\n"),
        (3, 9),
        "unsafe",
        (
            "import asyncio\n"
            "import requests\n"
            "async def f(u):\n"
            "    return await asyncio.to_thread(requests.get, u, timeout=3)\n"
        ),
    ),
    (
        (
            "import asyncio\n"
            "import requests\n"
            "async def f(*a, **k):\n"
            "    return [requests.get(*a, **k) for b in a]\n"
        ),
        (3, 9),
        "unsafe",
        (
            "import asyncio\n"
            "import requests\n"
            "async def f(*a, **k):\n"
            "    return [await asyncio.to_thread(requests.get, *a, **k) for b in a]\n"
        ),
    ),
    (
        ("import asyncio\nimport requests\nasync def f(u):\n    return (b for b in requests.get(u))\n"),
        (3, 9),
        "unsafe",
        (
            "import asyncio\n"
            "import requests\n"
            "async def f(u):\n"
            "    return (b for b in await asyncio.to_thread(requests.get, u))\n"
        ),
    ),
    (
        ("import asyncio\nimport subprocess\nasync def f(u):\n    return subprocess.run(a for a in u)[0]\n"),
        (3, 9),
        "unsafe",
        (
            "import asyncio\n"
            "import subprocess\n"
            "async def f(u):\n"
            "    return (await asyncio.to_thread(subprocess.run, (a for a in u)))[0]\n"
        ),
    ),
    (
        (
            "import asyncio\n"
            "import requests\n"
            "async def f(u):\n"
            "    return not(requests.get(\n"
            "        u,  # where\n"
            "    )).ok\n"
        ),
        (3, 9),
        "unsafe",
        (
            "import asyncio\n"
            "import requests\n"
            "async def f(u):\n"
            "    return not(await asyncio.to_thread(\n"
            "        requests.get,\n"
            "        u,  # where\n"
            "    )).ok\n"
        ),
    ),
    (
        ("import asyncio\nasync def f(u):\n    é = 'ü'; fetch(é)\n"),
        (3, 9),
        "unsafe",
        ("import asyncio\nasync def f(u):\n    é = 'ü'; await asyncio.to_thread(fetch, é)\n"),
    ),
]


@pytest.mark.parametrize(("before", "python", "safety", "after"), EDITS)
def test_the_call_is_awaited(before: str, python: tuple[int, int], safety: str, after: str) -> None:
    answer = only(before, "PERF001", python)
    assert isinstance(answer, Fix)
    assert answer.safety == safety
    assert fixed(before, "PERF001", python) == after


REFUSED = [
    ("    g = lambda: requests.get(u)", "lambda"),
    ("    def g():\n        requests.get(u)", "not async"),
    ("    class A:\n        x = requests.get(u)", "class body"),
    ("    x = any(requests.get(v) for v in u)", "generator expression"),
    ("    x = any(v for v in u if requests.get(v))", "generator expression"),
    ("    x = f'{requests.get(u)}'", "f-string"),
    ("    x = requests.get(await u)", "await"),
    ("    with open(u) as g:\n        pass", "with block"),
    ("    x = open(u)", "opened file"),
    ("    with LOCK:\n        requests.get(u)", "lock"),
    ("    conn.execute(u)", "database handles"),
    ("    x = [[requests.get(w) for w in v] for v in u]", "nested comprehensions"),
    ("    x = urllib.parse(u)(u).read()", "result of a call"),
]


@pytest.mark.parametrize(("body", "reason"), REFUSED)
def test_it_declines_with_a_reason(body: str, reason: str) -> None:
    from fix_fakes import proposals

    answers = proposals(f"import requests\nasync def f(u):\n{body}\n", "PERF001")
    reasons = [answer.reason for _, answer in answers if isinstance(answer, Refused)]
    assert any(reason in text for text in reasons)


def test_a_default_argument_is_not_awaited() -> None:
    answer = only("import requests\nasync def f(u=requests.get('/')):\n    pass\n", "PERF001")
    assert isinstance(answer, Refused)


def test_old_python_has_no_to_thread() -> None:
    answer = only("import requests\nasync def f(u):\n    requests.get(u)\n", "PERF001", (3, 8))
    assert isinstance(answer, Refused)
    assert "3.9" in answer.reason


def test_anyio_passes_no_keywords_on() -> None:
    answer = only(
        ("import anyio\nimport requests\nasync def f(u):\n    requests.get(u, timeout=1)\n"), "PERF001"
    )
    assert isinstance(answer, Refused)
    assert "keyword" in answer.reason


def test_a_name_that_means_something_else_is_not_imported_over() -> None:
    answer = only("import time\nasyncio = None\nasync def f():\n    time.sleep(1)\n", "PERF001")
    assert isinstance(answer, Refused)
    assert "asyncio" in answer.reason


def test_an_import_that_is_left_alone_is_said() -> None:
    answer = only("import time\nasync def f():\n    time.sleep(1)\n", "PERF001")
    assert isinstance(answer, Fix)
    assert "import of time" in answer.reason
