"""Whom a blocking call holds up: nobody in a program of one shot or before the application serves."""

from __future__ import annotations

import textwrap

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Severity
from codereview_rules.performance.blocking_in_async import BlockingInAsync

LOW = (Severity.INFO, Confidence.LOW)
HIGH = (Severity.HIGH, Confidence.HIGH)


def weights(text: str, path: str = "tool/cli.py") -> set[tuple[Severity, Confidence]]:
    findings = examine({path: textwrap.dedent(text)}, [BlockingInAsync()])
    assert findings
    return {(f.severity, f.confidence) for f in findings}


@pytest.mark.parametrize(
    "start", ["asyncio.run(main())", "asyncio.get_event_loop().run_until_complete(main())"]
)
def test_a_program_of_one_shot(start: str) -> None:
    text = f"""
        import asyncio
        import subprocess
        import time

        async def load(name):
            time.sleep(1)
            return name

        async def main():
            subprocess.run(["a"])
            return await load("a")

        if __name__ == "__main__":
            {start}
        """
    assert weights(text) == {LOW}


def test_a_pool_of_threads_is_no_company_on_the_loop() -> None:
    text = """
        import asyncio
        import concurrent.futures
        import time

        async def main():
            with concurrent.futures.ThreadPoolExecutor() as pool:
                for done in concurrent.futures.as_completed([pool.submit(print)]):
                    done.result()
            time.sleep(1)

        if __name__ == "__main__":
            asyncio.run(main())
        """
    assert weights(text) == {LOW}


@pytest.mark.parametrize(
    ("company", "weight"),
    [
        ("await asyncio.gather(load('a'), load('b'))", HIGH),
        ("asyncio.create_task(load('a'))", HIGH),
        ("await server.serve()", HIGH),
        ("await dispatcher.start_polling(bot)", HIGH),
        ("await helper()", (Severity.MEDIUM, Confidence.HIGH)),  # all of it are parts of one job
    ],
)
def test_a_program_that_does_more_at_once(company: str, weight: tuple[Severity, Confidence]) -> None:
    text = f"""
        import asyncio
        import time

        async def helper():
            async with asyncio.TaskGroup() as group:
                group.create_task(load("c"))

        async def load(name):
            time.sleep(1)
            return name

        async def main(server=None, dispatcher=None, bot=None):
            {company}
            return await load("a")

        asyncio.run(main())
        """
    assert weights(text) == {weight}


def test_what_is_called_from_elsewhere_too_is_not_alone() -> None:
    text = """
        import asyncio
        import time

        async def load(name):
            time.sleep(1)

        async def handle(request):
            return await load(request)

        async def main():
            return await load("a")

        asyncio.run(main())
        """
    assert weights(text) == {HIGH}


def test_a_command_that_is_picked_by_name_in_the_program() -> None:
    text = """
        import asyncio
        import time
        from tool import commands

        async def main(name):
            return await pick(commands.show)(name)

        def pick(command):
            return command

        asyncio.run(main("a"))
        """
    files = {
        "tool/cli.py": textwrap.dedent(text),
        "tool/commands.py": "import time\n\n\nasync def show(name):\n    time.sleep(1)\n",
    }
    (finding,) = examine(files, [BlockingInAsync()])
    assert (finding.severity, finding.confidence) == LOW


def test_what_start_up_alone_calls() -> None:
    text = """
        import time
        from contextlib import asynccontextmanager

        async def migrate():
            time.sleep(1)

        @asynccontextmanager
        async def lifespan(app):
            await migrate()
            yield
        """
    assert weights(text) == {LOW}
    again = text + "\n        async def endpoint():\n            await migrate()\n"
    assert weights(again) == {HIGH}


def test_a_loader_that_fills_a_global() -> None:
    text = """
        import requests

        _KEYS = None

        def get_keys():
            global _KEYS
            if _KEYS is None:
                reply = requests.get("https://example.org")
                _KEYS = reply.json()
            return _KEYS

        async def handle(token):
            return token in get_keys()
        """
    assert weights(text) == {LOW}
    assert weights(text.replace("get_keys", "refresh")) == {HIGH}


def test_a_route_among_scripts_is_served() -> None:
    text = """
        import time
        from fastapi import FastAPI

        app = FastAPI()

        @app.get("/")
        async def home():
            time.sleep(1)
        """
    assert weights(text, "scripts/served.py") == {(Severity.MEDIUM, Confidence.MEDIUM)}
    assert weights(text, "examples/served.py") == {(Severity.MEDIUM, Confidence.LOW)}
    plain = text.replace('@app.get("/")', "")
    assert weights(plain, "examples/served.py") == {LOW}


def test_what_is_initialized_on_first_use() -> None:
    text = """
        import requests

        class Search:
            ready = False

            def _initialize(self):
                requests.get("https://example.org")

            async def find(self, text):
                if not self.ready:
                    self._initialize()
        """
    assert weights(text) == {LOW}
    assert weights(text.replace("_initialize", "_refresh")) == {HIGH}


@pytest.mark.parametrize(
    "path", ["app/mock_service.py", "app/fakes/service.py", "app/upload_tests/_test_api.py"]
)
def test_stand_ins_and_tests_by_name(path: str) -> None:
    text = "import time\n\n\nasync def answer():\n    time.sleep(1)\n"
    assert weights(text, path) == {LOW}
    assert weights(text, "app/dummyload/latest.py") == {HIGH}


def test_a_job_that_serves_nobody() -> None:
    text = """
        import asyncio
        import sqlite3
        import time

        async def work(name):
            sqlite3.connect("a").execute("select 1")

        async def wait(name):
            time.sleep(1)

        async def main():
            await asyncio.gather(work("a"), wait("b"))

        asyncio.run(main())
        """
    findings = examine({"tool/cli.py": textwrap.dedent(text)}, [BlockingInAsync()])
    assert [(f.line, f.severity) for f in findings if f.severity is not Severity.INFO] == [
        (10, Severity.MEDIUM)
    ]
    assert any("in a job that serves nobody" in f.message for f in findings)


def test_phases_of_a_program_by_name() -> None:
    text = """
        import time

        async def _close_on_shutdown():
            time.sleep(1)

        class Node:
            async def start(self):
                time.sleep(1)
        """
    assert weights(text) == {LOW}
    assert weights(
        text.replace("start(self)", "start(self, update)").replace("_close_on_shutdown", "close")
    ) == {HIGH}


def test_what_the_program_does_before_it_goes_round() -> None:
    text = """
        import asyncio
        import time

        async def main(server):
            {}time.sleep(1)
            await server.serve_forever()

        asyncio.run(main(make()))
        """
    assert weights(text.format("")) == {LOW}
    assert weights(text.format("while True:\n                ")) == {HIGH}
    assert weights(text.format("").replace("async def", "@app.get('/')\n        async def")) == {HIGH}


def test_code_of_others() -> None:
    text = "import time\n\n\nasync def answer():\n    time.sleep(1)\n"
    assert weights(text, "shop/third_party/tornado/web.py") == {LOW}
    assert weights(text, "bot/ext/web.py") == {HIGH}


def test_a_question_on_a_command_line() -> None:
    text = """
        {}

        async def ask(agent):
            while True:
                await agent.run(input("> "))
        """
    assert weights(text.format("import click")) == {LOW}
    assert weights(text.format("import logging")) == {LOW}
    assert weights(text.format("import logging"), "tool/chat.py") == {HIGH}


def test_what_a_helper_is_given_runs_on_the_loop_of_a_worker() -> None:
    text = """
        import asyncio
        import time

        def in_thread(make):
            def work():
                return asyncio.run(make(1))

            return asyncio.to_thread(work)

        async def preview(request):
            async def steps(session):
                time.sleep(session)
                return session

            return await in_thread(steps)
        """
    assert weights(text, "shop/views.py") == {LOW}


def test_a_question_on_a_terminal_that_a_test_asks_too() -> None:
    files = {
        "wallet/asking.py": "async def amount():\n    return int(input('How much? '))\n",
        "wallet/cli.py": """
            import asyncio

            import click

            from wallet.asking import amount

            @click.command()
            def pay():
                asyncio.run(paid())

            async def paid():
                asyncio.create_task(asyncio.sleep(1))
                return await amount()
            """,
        "tests/test_asking.py": """
            from wallet.asking import amount

            async def test_amount():
                assert await amount() == 3
            """,
    }
    findings = examine({path: textwrap.dedent(text) for path, text in files.items()}, [BlockingInAsync()])
    assert [(f.path, f.severity, f.confidence) for f in findings] == [("wallet/asking.py", *LOW)]


def test_what_a_lambda_makes_runs_on_the_loop_of_a_worker() -> None:
    text = """
        import asyncio
        import time

        from shop.queue import task

        def run(make):
            async def work():
                return await make(session())

            return asyncio.run(work())

        @task
        def orders(day):
            return run(lambda session: counted(session, day))

        async def counted(session, day):
            time.sleep(day)
        """
    assert weights(text, "shop/jobs.py") == {LOW}


def test_a_place_that_others_pass_by_is_that_of_the_job_that_comes_to_it() -> None:
    text = """
        import asyncio
        import redis

        kept = redis.Redis()

        async def begin(name, clear=True):
            if clear:
                kept.delete(name)
            await asyncio.sleep(1)

        async def served(request):
            await begin(request, clear=False)

        def work(names):
            asyncio.run(all_of(names))

        async def all_of(names):
            await asyncio.gather(*(begin(name) for name in names))
        """
    assert weights(text, "shop/jobs.py") == {(Severity.LOW, Confidence.HIGH)}
    assert weights(text.replace(", clear=False", ""), "shop/jobs.py") == {(Severity.MEDIUM, Confidence.HIGH)}


def test_what_is_made_once_in_a_try_is_kept_as_well() -> None:
    text = """
        import joblib

        class Kinds:
            def load(self):
                if self._model is None:
                    try:
                        self._model = joblib.load("kinds.bin")
                    except OSError as error:
                        raise RuntimeError("no model") from error
                return self._model

        async def kind(kinds: Kinds, row):
            return kinds.load()
        """
    assert weights(text, "shop/kinds.py") == {LOW}


def test_no_await_is_asked_for_where_a_lock_of_threads_is_held() -> None:
    text = """
        import time

        class Orders:
            async def wait(self):
                with self._lock:
                    time.sleep(3)
        """
    findings = examine({"shop/orders.py": textwrap.dedent(text)}, [BlockingInAsync()])
    assert "hand all that is done while the lock is held to asyncio.to_thread" in findings[0].message
    assert not findings[0].fixable


def test_whether_the_loop_of_a_job_matters_is_to_be_checked_first() -> None:
    text = """
        import asyncio
        import requests

        async def begin(name):
            requests.get(name)
            await asyncio.sleep(1)

        def work(names):
            asyncio.run(all_of(names))

        async def all_of(names):
            await asyncio.gather(*(begin(name) for name in names))
        """
    files = {"shop/jobs.py": textwrap.dedent(text), "shop/web.py": "from shop.jobs import work\n"}
    [finding] = examine(files, [BlockingInAsync()])
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.LOW)


def test_what_goes_on_beside_a_task_of_a_queue_ends_with_it() -> None:
    text = """
        import asyncio
        import requests
        from shop.queue import app

        @app.task(bind=True)
        def work(self, names):
            return asyncio.run(all_of(names))

        async def all_of(names):
            beat = asyncio.create_task(heart())
            await asyncio.gather(*(begin(name) for name in names))
            beat.cancel()

        async def begin(name):
            requests.get(name)
            await asyncio.sleep(1)

        async def heart():
            while True:
                await asyncio.sleep(5)
        """
    assert weights(text, "shop/jobs.py") == {(Severity.MEDIUM, Confidence.HIGH)}
    assert weights(text.replace("@app.task(bind=True)", ""), "shop/jobs.py") == {HIGH}


def test_what_a_job_awaits_in_turn_is_to_be_checked_first() -> None:
    task = """
        import asyncio
        from shop.orders import carry
        from shop.queue import app

        @app.task(bind=True)
        def work(self, name):
            return asyncio.run(all_of(name))

        async def all_of(name):
            beat = asyncio.create_task(heart())
            await carry(name)
            beat.cancel()

        async def heart():
            while True:
                await asyncio.sleep(5)
        """
    orders = "import requests\n\n\nasync def carry(name):\n    requests.get(name)\n"
    hook = "from shop.orders import carry\n\n\nasync def handle_hook(name):\n    await carry(name)\n"
    web = "from fastapi import FastAPI\n\nfrom shop import jobs\n{}\n\napp = FastAPI()\nJOB = jobs.work\n"
    files = {"shop/jobs.py": textwrap.dedent(task), "shop/orders.py": orders, "shop/web.py": web.format("")}
    files["Dockerfile"] = 'FROM python:3.12\nCMD ["uvicorn", "shop.web:app"]\n'
    [finding] = examine(files, [BlockingInAsync()])
    assert finding.confidence is Confidence.LOW
    # nothing comes to the other one that awaits it
    [finding] = examine({**files, "shop/hook.py": hook}, [BlockingInAsync()])
    assert finding.confidence is Confidence.LOW
    served = "from shop.hook import handle_hook"
    [finding] = examine(
        {**files, "shop/hook.py": hook, "shop/web.py": web.format(served)}, [BlockingInAsync()]
    )
    assert finding.confidence is Confidence.MEDIUM


def test_what_is_kept_for_a_while_is_seldom_waited_for() -> None:
    text = """
        import time
        import requests

        class Rates:
            def get(self):
                now = time.time()
                if self._rates and now - self._asked < self._ttl:
                    return self._rates
                self._rates = requests.get("https://example.com/rates").json()
                self._asked = now
                return self._rates

        async def rate(rates: Rates, kind):
            return rates.get()[kind]
        """
    assert {severity for severity, _ in weights(text, "shop/rates.py")} == {Severity.MEDIUM}


def test_what_is_taken_back_is_done_as_something_fails() -> None:
    text = "from sqlalchemy.orm import Session\n\n\n@bot.command()\nasync def undo(db: Session):\n    db.rollback()\n"
    [finding] = examine({"shop/web.py": text, "shop/kinds.py": "KINDS = []\n"}, [BlockingInAsync()])
    assert finding.confidence is Confidence.LOW


@pytest.mark.parametrize(("family", "severity"), [("AF_UNIX", Severity.MEDIUM), ("AF_INET", Severity.HIGH)])
def test_a_socket_of_this_machine_answers_soon(family: str, severity: Severity) -> None:
    text = f"""
        import socket

        async def state(place):
            with socket.socket(socket.{family}, socket.SOCK_STREAM) as line:
                line.connect(place)
                line.sendall(b"state")
                return line.recv(100)
        """
    assert {one for one, _ in weights(text, "tool/pages.py")} == {severity}
