"""How a coroutine reaches a blocking call, and what lies in between that clears it."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Mapping

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Finding, Severity
from codereview_rules.performance.blocking_in_async import BlockingInAsync


def found(files: str | Mapping[str, str]) -> list[Finding]:
    texts = {"app.py": files} if isinstance(files, str) else files
    return examine({path: textwrap.dedent(text) for path, text in texts.items()}, [BlockingInAsync()])


def lines(files: str | Mapping[str, str]) -> list[int]:
    return [finding.line for finding in found(files)]


def test_the_path_is_told_hop_by_hop() -> None:
    (finding,) = found(
        {
            "a.py": "from b import first\n\n\nasync def go():\n    first()\n",
            "b.py": "from c import Second\n\n\ndef first():\n    return Second()\n",
            "c.py": "import time\n\n\nclass Second:\n    def __init__(self):\n        self.rest()\n\n"
            "    def rest(self):\n        time.sleep(1)\n",
        }
    )
    assert [(r.path, r.line, r.message) for r in finding.related] == [
        ("a.py", 5, "calls first()"),
        ("b.py", 5, "calls Second()"),
        ("c.py", 6, "calls Second.rest()"),
        ("c.py", 9, "blocks in time.sleep() (sleep)"),
    ]
    assert "3 calls down, time.sleep() in c.py:9" in finding.message
    assert finding.confidence is Confidence.HIGH


def test_several_callers_of_one_blocking_line_are_one_cause() -> None:
    findings = found(
        """
        import requests

        def fetch():
            return requests.get("u")

        async def one():
            fetch()

        async def two():
            fetch()
        """
    )
    assert len(findings) == 2
    assert {f.cause for f in findings} == {"PERF001:app.py:5:12"}


def test_the_worst_of_several_and_the_nearest_of_equals_is_told() -> None:
    (finding,) = found(
        """
        import time

        def far():
            near()

        def near():
            time.sleep(1)

        def both():
            open("a")
            far()
            near()

        async def go():
            both()
        """
    )
    assert [r.line for r in finding.related] == [16, 13, 8]


@pytest.mark.parametrize(
    "body",
    [
        "def a():\n    b()\n\ndef b():\n    a()\n    time.sleep(1)\n",
        "def a():\n    time.sleep(1)\n    a()\n",
    ],
)
def test_cycles_end(body: str) -> None:
    assert len(found("import time\n\n" + body + "\nasync def go():\n    a()\n")) == 1


def test_a_cycle_without_blocking_call_is_silent() -> None:
    assert found("def a():\n    b()\n\ndef b():\n    a()\n\nasync def go():\n    a()\n") == []


def test_async_callees_are_judged_in_their_own_body_only() -> None:
    assert lines("import time\nasync def a():\n    time.sleep(1)\nasync def b():\n    await a()\n") == [3]


def test_methods_overridden_properties_and_call() -> None:
    text = """
        import time

        class Base:
            def work(self):
                self.step()

            def step(self):
                pass

        class Slow(Base):
            def step(self):
                time.sleep(1)

            @property
            def size(self):
                time.sleep(1)
                return 1

            def __call__(self):
                time.sleep(1)

        async def go():
            slow = Slow()
            slow.step()
            slow()
            return slow.size
        """
    assert lines(text) == [25, 26, 27]


def test_context_managers_run_their_body() -> None:
    text = """
        import time
        from contextlib import contextmanager

        class Guard:
            def __enter__(self):
                time.sleep(1)

            def __exit__(self, *error):
                pass

        @contextmanager
        def pause():
            time.sleep(1)
            yield

        async def go():
            with Guard():
                pass
            with pause():
                pass
        """
    assert lines(text) == [18, 20]


def test_generators_block_where_they_are_iterated() -> None:
    text = """
        import requests

        def pages():
            yield requests.get("u")

        async def go():
            made = pages()
            for page in pages():
                print(page)
            return list(made)
        """
    assert lines(text) == [9, 11]


def test_a_nested_function_that_is_called_and_one_that_is_handed_on() -> None:
    text = """
        import asyncio, time

        async def go():
            def nested():
                time.sleep(1)

            await asyncio.to_thread(nested)
            nested()
        """
    assert lines(text) == [9]


@pytest.mark.parametrize(
    ("decorator", "silent"),
    [
        ("def on(f):\n    def inner(*a):\n        return f(*a)\n    return inner\n", False),
        (
            "def on(f):\n    async def inner(*a):\n        return await asyncio.to_thread(f, *a)\n"
            "    return inner\n",
            True,
        ),
        ("def on(f):\n    def inner(*a):\n        return pool.submit(f, *a)\n    return inner\n", True),
        (
            "def on(f):\n    if asyncio.iscoroutinefunction(f):\n        async def inner(*a):\n"
            "            return await f(*a)\n"
            "        return inner\n    def outer(*a):\n        return f(*a)\n    return outer\n",
            False,
        ),
        (
            "def on(f):\n    def inner(*a):\n"
            "        return asyncio.get_event_loop().run_in_executor(None, f)\n    return inner\n",
            True,
        ),
        ("from functools import lru_cache as on\n", False),
        ("from asgiref.sync import sync_to_async as on\n", True),
        ("from huey import SqliteHuey\non = SqliteHuey().task\n", True),
        ("from celery import shared_task as on\n", False),
        ("from homeassistant.core import callback as on\n", False),
        ("from somewhere import run_in_thread as on\n", True),
        ("from somewhere import traced as on\n", False),
    ],
)
def test_decorators(decorator: str, silent: bool) -> None:
    text = (
        "import asyncio, time\n"
        + decorator
        + "\n@on\ndef work():\n    time.sleep(1)\n\nasync def go():\n    work()\n"
    )
    assert (found(text) == []) is silent


def test_unknown_decorators_and_declared_types_are_less_sure() -> None:
    (decorated,) = found(
        "import time\nfrom lib import strange\n@strange\ndef work():\n    time.sleep(1)\n"
        "async def go():\n    work()\n"
    )
    (declared,) = found("import requests\nasync def go(s: requests.Session):\n    s.get('u')\n")
    assert decorated.confidence is Confidence.MEDIUM
    assert declared.confidence is Confidence.MEDIUM


def test_what_runs_only_the_first_time_weighs_little() -> None:
    text = """
        import functools
        _client = None

        @functools.lru_cache
        def settings():
            return open("settings").read()

        def client():
            global _client
            if _client is None:
                _client = connect()
            return _client

        def connect():
            return open("key").read()

        async def go():
            settings()
            client()
        """
    assert [f.confidence for f in found(text)] == [Confidence.LOW, Confidence.LOW]


def test_instance_attributes_and_injected_defaults() -> None:
    text = """
        import boto3

        class Queue:
            def __init__(self, client=None):
                if client:
                    self.client = client
                else:
                    self.client = boto3.client("sqs")

            async def put(self, body):
                self.client.send_message(MessageBody=body)
        """
    assert lines(text) == [12]


def test_awaited_plain_functions_run_until_they_give_the_coroutine_back() -> None:
    text = """
        import asyncio, time

        def waits():
            time.sleep(1)
            return asyncio.sleep(1)

        async def go():
            await waits()
        """
    assert lines(text) == [9]


def test_asynchronous_comprehensions_and_loops_do_not_block() -> None:
    text = """
        from django.db import models

        class Item(models.Model):
            pass

        async def go():
            async for item in Item.objects.all():
                print(item)
            return [item async for item in Item.objects.filter(a=1)]
        """
    assert found(text) == []


def test_own_modules_and_names_shadow_the_standard_ones() -> None:
    files = {
        "requests/__init__.py": "def get(url):\n    return url\n",
        "app.py": "import requests\n\n\nasync def go(open, time, input):\n    requests.get('u')\n"
        "    open('a')\n    time.sleep(1)\n",
        "other.py": "def open(name):\n    return name\n\n\nasync def go():\n    open('a')\n",
    }
    assert found(files) == []


def test_non_blocking_sockets_are_left_alone() -> None:
    text = """
        import socket

        async def go(loop):
            s = socket.socket()
            s.setblocking(False)
            s.connect(("h", 80))
        """
    assert found(text) == []


def test_a_project_without_coroutines_is_not_applicable() -> None:
    assert found("import time\ntime.sleep(1)\n") == []


def test_a_long_chain_is_found_and_stays_fast() -> None:
    chain = "".join(f"def f{i}():\n    f{i + 1}()\n    f{i + 2}()\n" for i in range(400))
    text = (
        "import time\n"
        + chain
        + "def f400():\n    time.sleep(1)\ndef f401():\n    pass\nasync def go():\n    f0()\n"
    )
    start = time.process_time()
    (finding,) = found(text)
    assert len(finding.related) == 202
    assert time.process_time() - start < 5


def test_what_is_kept_by_an_object_weighs_little_unless_more_blocks_each_time() -> None:
    text = """
        import sqlite3

        class Store:
            def __init__(self):
                self.base = None

            def opened(self):
                if self.base is None:
                    self.base = connect()
                return self.base

            def names(self):
                self.opened()
                return audit()

        def connect():
            return sqlite3.connect("shop.db")

        def audit():
            return open("audit.log").readlines()

        async def first(store: Store):
            store.opened()

        async def each(store: Store):
            store.names()
    """
    once, each = found(text)
    assert (once.severity, once.confidence) == (Severity.INFO, Confidence.LOW)
    assert each.severity is Severity.MEDIUM
    assert "open() in app.py" in each.message


def test_a_bots_extension_is_set_up_once() -> None:
    text = (
        "import time\n\nasync def setup(bot):\n    time.sleep(1)\n\nasync def load(bot):\n    time.sleep(1)\n"
    )
    assert [finding.severity for finding in found(text)] == [Severity.INFO, Severity.HIGH]


def test_messages_name_what_the_source_names() -> None:
    text = """
        import sqlite3
        from time import sleep as pause

        base = sqlite3.connect("shop.db")

        async def names(shops):
            pause(1)
            base.cursor().execute("select 1")
            base.execute_all_kinds_of_things_at_once()
    """
    sleep, query = found(text)
    assert sleep.message.startswith("time.sleep() blocks")
    assert query.message.startswith("base.cursor().execute() blocks")
    assert "sqlite3.connect().cursor().execute()" in query.checked


def test_tests_are_told_of_direct_calls_only() -> None:
    text = (
        "import time\n\ndef wait():\n    time.sleep(1)\n\nasync def test():\n    wait()\n    time.sleep(2)\n"
    )
    assert lines({"tests/test_a.py": text}) == [8]


def test_a_script_weighs_less() -> None:
    text = "import time\n\nasync def load():\n    time.sleep(1)\n    open('a').read()\n"
    findings = found({"scripts/load.py": text})
    assert {(f.severity, f.confidence) for f in findings} == {(Severity.INFO, Confidence.LOW)}
    assert "in scripts" in findings[0].message


def test_context_managers_that_have_a_name() -> None:
    text = """
        import time

        class Gate:
            def __enter__(self):
                time.sleep(1)

            def __exit__(self, *error):
                pass

            async def __aenter__(self):
                pass

            async def __aexit__(self, *error):
                pass

        class Door:
            def __init__(self):
                self.gate = Gate()

            async def go(self):
                with self.gate:
                    pass

        async def one():
            gate = Gate()
            with gate:
                pass
            async with gate:
                pass
    """
    assert [text.splitlines()[line - 1].strip() for line in lines(text)] == ["with self.gate:", "with gate:"]


def test_a_decorator_that_queues_the_function_for_another_thread() -> None:
    text = """
        import time

        def queued(function):
            def wrapper(self, *args):
                {}
            return wrapper

        class Base:
            @queued
            def save(self, row):
                time.sleep(1)

        async def handle(base: Base):
            base.save(1)
    """
    assert found(text.format("self.jobs.put((function, args))")) == []
    assert len(found(text.format("return function(self, *args)"))) == 1


def test_a_heap_is_no_queue_to_wait_for() -> None:
    text = """
        import queue

        async def nearest(starts):
            heap = queue.PriorityQueue()
            while heap.qsize() > 0:
                heap.get()

        async def next_job(jobs: queue.Queue):
            return jobs.get()
    """
    assert lines({"app.py": textwrap.dedent(text)}) == [10]


def test_datagrams_and_sockets_that_do_not_wait() -> None:
    text = """
        import socket

        async def beat(address):
            pulse = socket.socket(family=socket.AF_INET, type=socket.SOCK_DGRAM)
            pulse.sendto(b"1", address)

        async def ask(address):
            line = socket.socket()
            line.connect(address)

        class Can:
            def __init__(self):
                self.line = socket.socket()
                self.line.setblocking(False)

            async def read(self):
                return self.line.recv(10)
    """
    assert lines({"app.py": textwrap.dedent(text)}) == [10]


def test_a_wait_for_the_loop_that_is_guarded_by_its_thread() -> None:
    text = """
        import asyncio

        def run(work, loop):
            {}asyncio.run_coroutine_threadsafe(work(), loop).result()

        async def handle(work, loop):
            run(work, loop)
    """
    (guarded,) = found(text.format("if other(loop):\n                "))
    assert guarded.severity is Severity.INFO
    (plain,) = found(text.format(""))
    assert plain.severity is Severity.HIGH


def test_a_pool_of_processes_is_told_as_one() -> None:
    text = """\
        from concurrent.futures import {0}, as_completed

        def sums(rows):
            with {0}() as pool:
                return [one.result() for one in as_completed([pool.submit(sum, row) for row in rows])]

        async def show(rows):
            return sums(rows)
        """
    told = [found(text.format(pool))[0].message for pool in ("ProcessPoolExecutor", "ThreadPoolExecutor")]
    assert "waiting for worker processes" in told[0]
    assert "waiting for a thread" in told[1]


def test_what_is_asked_without_the_answer_of_a_cache_is_told_before_the_cache() -> None:
    (finding,) = found(
        """\
        import redis
        import requests

        kept = redis.Redis()

        def rate(name):
            known = kept.get(name)
            if known is None:
                return requests.get("https://api.example.com/" + name).text
            return known

        async def show(request):
            return rate(request.name)
        """
    )
    assert "requests.get()" in finding.message


@pytest.mark.parametrize(
    ("decorator", "use", "told"),
    [
        ("@asynccontextmanager", "", False),
        ("", "", True),
        (
            "@asynccontextmanager",
            "\n\nasync def other():\n    async with line() as one:\n        return one\n",
            True,
        ),
    ],
)
def test_a_context_manager_that_is_injected_is_never_entered(decorator: str, use: str, told: bool) -> None:
    assert (
        bool(
            found(
                "import time\nfrom contextlib import asynccontextmanager\nfrom fastapi import Depends, FastAPI\n\n"
                f"app = FastAPI()\n\n\n{decorator}\nasync def line():\n    time.sleep(1)\n    yield 'line'\n\n\n"
                f"@app.get('/line')\nasync def show(line=Depends(line)):\n    return line\n{use}"
            )
        )
        == told
    )


_FETCHES = """\
import asyncio
from contextlib import asynccontextmanager

import requests
import typer

from shelf import indexed

app = typer.Typer()


@asynccontextmanager
async def prepared():
    yield


class Fetch:
    async def __call__(self, name):
        return requests.get(name, timeout=9).text


@prepared()
async def work(name):
    text = requests.get(name, timeout=9).text
    await indexed(text, fetch=Fetch())


@app.command()
def index(name: str):
    asyncio.run(work(name))
"""


def test_the_loop_of_a_command_runs_what_is_decorated_with_a_context_manager_and_what_objects_are_for() -> (
    None
):
    assert {one.line: one.confidence for one in found({"index.py": _FETCHES})} == {
        19: Confidence.LOW,
        24: Confidence.LOW,
    }


def test_what_is_made_for_who_is_served_is_no_part_of_a_command() -> None:
    served = (
        "from fastapi import FastAPI\n\nfrom index import Fetch\nfrom shelf import indexed\n\n"
        "app = FastAPI()\n\n\n@app.get('/')\nasync def show(name: str):\n"
        "    return await indexed(name, fetch=Fetch())\n"
    )
    by_line = {one.line: one for one in found({"index.py": _FETCHES, "web.py": served})}
    assert by_line[19].confidence is not Confidence.LOW
    assert by_line[24].confidence is Confidence.LOW


@pytest.mark.parametrize(
    ("name", "asked", "confidence"),
    [
        ("onboard", "count = await User.find().count()\n    if count > 0:", Confidence.LOW),
        ("initial_setup", "if await has_users(db):", Confidence.LOW),
        (
            "initial_setup",
            "with Users() as users:\n        found, total = users.all(1)\n    if total:",
            Confidence.LOW,
        ),
        ("setup", "old = await User.find(User.mail == data.mail).count()\n    if old:", Confidence.HIGH),
        ("setup", "if not await has_users(db):", Confidence.HIGH),
        ("register", "count = await User.find().count()\n    if count > 0:", Confidence.HIGH),
    ],
)
def test_what_refuses_once_there_is_a_user_is_done_once(
    name: str, asked: str, confidence: Confidence
) -> None:
    (finding,) = found(
        "import bcrypt\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post('/begin')\n"
        f"async def {name}(data: dict, db):\n    {asked}\n        raise PermissionError\n"
        "    return bcrypt.hashpw(data.word, bcrypt.gensalt())\n"
    )
    assert finding.confidence is confidence


@pytest.mark.parametrize(
    ("decorator", "use", "advice"),
    [
        ("", "return list(rows())", "consume it in the thread, as by asyncio.to_thread(list, ...)"),
        (
            "",
            "return {row for row in rows()}",
            "consume it in the thread, as by asyncio.to_thread(list, ...)",
        ),
        (
            "@contextlib.contextmanager",
            "with rows() as row:\n        return row",
            "do all that it is for in asyncio.to_thread, as one function",
        ),
    ],
)
def test_a_generator_is_consumed_in_the_thread(decorator: str, use: str, advice: str) -> None:
    (finding,) = found(
        "import contextlib\nimport requests\n\n\n"
        f"{decorator}\ndef rows():\n    yield requests.get('https://api.example.com', timeout=9)\n\n\n"
        f"async def show():\n    {use}\n"
    )
    assert advice in finding.message
    assert "await it" not in finding.message


def test_what_hands_on_a_parameter_of_its_own_may_hand_on_nothing() -> None:
    text = """
        import requests
        from shop.kinds import Kind

        async def ask(name, kind: Kind | None = None):
            kind = kind or requests.get(name)
            return kind

        async def first(name{own}):
            return await ask(name, kind)
        """
    (given,) = found(text.replace("{own}", ", kind: Kind"))
    (maybe,) = found(text.replace("{own}", ", kind: Kind | None = None"))
    assert (given.confidence, maybe.confidence) == (Confidence.LOW, Confidence.HIGH)


_KEEPS = """
import asyncio

from sqlalchemy.orm import Session


async def keep(db: Session, page):
    return db.execute(page)


async def carry(db, pages):
    await asyncio.gather(*(keep(db, page) for page in pages))


def work(db, pages):
    asyncio.get_event_loop().create_task(carry(db, pages))


if __name__ == "__main__":
    work(None, [])
"""


@pytest.mark.parametrize(
    ("shown", "confidence"),
    [
        ("async def show(request):\n    return 1\n", Confidence.LOW),
        ("async def show(request):\n    return await keep(request.db, 1)\n", Confidence.MEDIUM),
    ],
)
def test_a_handler_that_comes_to_it_shows_that_somebody_waits(shown: str, confidence: Confidence) -> None:
    web = f"from fastapi import FastAPI\n\nfrom pages import keep, work\n\napp = FastAPI()\n\n\n@app.get('/')\n{shown}"
    (finding,) = found({"pages.py": _KEEPS, "web.py": web})
    assert finding.confidence is confidence
    assert ("no handler" in finding.message) is (confidence is Confidence.LOW)


def test_an_endpoint_that_is_plain_is_for_what_a_framework_calls_alone() -> None:
    text = "from sqlalchemy.orm import Session\n\n\n{}\nasync def keep(db: Session):\n    db.commit()\n"
    assert "def endpoint" in found(text.format("@router.post('/')"))[0].message
    awaits = text.format("@router.post('/')") + "    await tell('kept')\n"
    assert "def endpoint" not in found(awaits)[0].message
    assert "def endpoint" not in found(text.format("@bot.command()"))[0].message


def test_functions_of_one_name_are_told_apart_by_their_files() -> None:
    below = "import requests\n\n\ndef rates(name):\n    return requests.get(name)\n"
    above = "import shelf\n\n\nasync def rates(request):\n    return shelf.rates(request.name)\n"
    (finding,) = found({"shelf.py": below, "web.py": above})
    assert finding.message.startswith("rates() of shelf.py blocks the event loop in rates()")


def test_what_is_named_a_handler_is_one() -> None:
    keeps = _KEEPS.replace(
        "async def carry(db, pages):\n", "class CarryHandler:\n  async def handle(self, db, pages):\n"
    )
    keeps = keeps.replace("create_task(carry(", "create_task(CarryHandler().handle(")
    web = "from fastapi import FastAPI\n\nfrom pages import work\n\napp = FastAPI()\n\n\n"
    web += "@app.get('/')\nasync def show():\n    return 1\n"
    (finding,) = found({"pages.py": keeps, "web.py": web})
    assert finding.confidence is Confidence.MEDIUM
