"""How much a blocking call weighs: how long it takes, how often it comes, and who waits."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Finding, Severity
from codereview_rules.performance.blocking_in_async import BlockingInAsync


def found(files: str | Mapping[str, str]) -> list[Finding]:
    texts = {"app/views.py": files} if isinstance(files, str) else files
    return examine({path: textwrap.dedent(text) for path, text in texts.items()}, [BlockingInAsync()])


def faults(files: str | Mapping[str, str]) -> list[int]:
    return [finding.line for finding in found(files) if finding.severity is not Severity.INFO]


def notes(files: str | Mapping[str, str]) -> list[str]:
    return [finding.message for finding in found(files) if finding.severity is Severity.INFO]


@pytest.mark.parametrize(
    ("imports", "call", "severity"),
    [
        ("import pytesseract", "pytesseract.image_to_string(x)", Severity.HIGH),
        ("from weasyprint import HTML", "HTML(string=x).write_pdf()", Severity.HIGH),
        ("import openpyxl", "openpyxl.load_workbook(x)", Severity.MEDIUM),
        ("from pydub import AudioSegment", "AudioSegment.from_mp3(x)", Severity.MEDIUM),
        ("from PIL import Image", "Image.open(x).resize((9, 9))", Severity.LOW),
        ("import cv2", "cv2.imencode('.jpg', x)", Severity.LOW),
        ("import cv2", "cv2.resize(x, (9, 9))", Severity.INFO),
        ("from pydub import AudioSegment", "AudioSegment.from_wav(x)", Severity.INFO),
        ("import wave", "wave.open(x)", Severity.INFO),
        ("import psycopg2", "psycopg2.connect(x)", Severity.HIGH),
        ("import sqlite3", "sqlite3.connect(x)", Severity.MEDIUM),
        ("import git", "git.Repo(x).git.pull()", Severity.HIGH),
        ("import git", "git.Repo(x).git.add(x)", Severity.MEDIUM),
        ("import psutil", "psutil.cpu_percent(interval=1)", Severity.MEDIUM),
    ],
)
def test_severity_follows_how_long_a_call_takes(imports: str, call: str, severity: Severity) -> None:
    findings = found(f"{imports}\n\n\nasync def view(x):\n    return {call}\n")
    assert max((finding.severity for finding in findings), key=lambda one: one.rank) is severity


@pytest.mark.parametrize(
    "line",
    [
        "import pymupdf; pymupdf.open()",
        "import psutil; psutil.cpu_percent()",
        "import psutil; psutil.cpu_percent(interval=None)",
        "import psutil; psutil.cpu_percent(interval=0, percpu=True)",
    ],
)
def test_what_these_arguments_make_instant_is_silent(line: str) -> None:
    imported, call = line.split("; ")
    assert found(f"{imported}\n\n\nasync def view():\n    {call}\n") == []


def test_a_key_is_generated_and_no_password_hashed() -> None:
    (finding,) = found(
        """
        from cryptography.hazmat.primitives.asymmetric import rsa

        async def create():
            return rsa.generate_private_key(public_exponent=65537, key_size=4096)
        """
    )
    assert "(key generation)" in finding.message


def test_what_is_remembered_is_done_once() -> None:
    (message,) = notes(
        """
        import subprocess

        class Version:
            _known = None

            @classmethod
            def get(cls):
                if cls._known is not None:
                    return cls._known
                text = subprocess.check_output(["git", "describe"])
                cls._known = text.strip()
                return cls._known

        async def about():
            return Version.get()
        """
    )
    assert "once, for what is then kept" in message


@pytest.mark.parametrize(
    "body",
    [
        # a clock lets the value go stale, and a refresh is asked for nothing
        "if self.kept and time.monotonic() < self.until:\n            return self.kept\n"
        "        self.kept = requests.get('u')\n        return self.kept",
        "self.kept = requests.get('u')\n        return self.kept",
        "if self.kept:\n            return None\n        requests.get('u')\n        self.kept = None",
    ],
)
def test_what_is_asked_for_again_is_no_memory(body: str) -> None:
    assert faults(
        f"import requests\nimport time\n\n\nclass Rates:\n    def load(self):\n        {body}\n\n\n"
        "rates = Rates()\n\n\nasync def view():\n    return rates.load()\n"
    )


def test_a_function_that_gives_either_a_coroutine_or_a_result_is_awaited_for_the_first() -> None:
    assert not found(
        """
        import time

        class Store:
            def ping(self):
                if self.is_async:
                    async def later():
                        return True
                    return later()

                def now():
                    time.sleep(1)
                    return True
                return now()

        store = Store()

        async def health():
            return await store.ping()
        """
    )


def test_tasks_of_start_up_that_end_and_those_that_go_on() -> None:
    app = """
        import asyncio
        from fastapi import FastAPI
        import sqlite3

        async def fill():
            sqlite3.connect("a.db").execute("select 1")

        async def poll():
            while True:
                sqlite3.connect("a.db").execute("select 2")
                await asyncio.sleep(9)

        async def lifespan(app):
            first = asyncio.create_task(fill())
            second = asyncio.create_task(poll())
            yield

        app = FastAPI(lifespan=lifespan)
        """
    assert faults(app) == [11]
    assert all("once, as the program starts" in message for message in notes(app))


def test_a_loop_of_a_start_method_is_no_start() -> None:
    assert faults(
        """
        import asyncio
        import time

        class Poller:
            async def start(self):
                time.sleep(1)
                while True:
                    time.sleep(2)
                    await asyncio.sleep(0)
        """
    ) == [9]


def test_what_an_entry_awaits_once_is_start_up_and_what_it_repeats_is_not() -> None:
    program = """
        import asyncio
        import subprocess
        from aiohttp import web

        async def main():
            await prepare()
            asyncio.create_task(web._run_app(None))
            while True:
                await watch()

        async def prepare():
            subprocess.run(["fetch-browser"])

        async def watch():
            subprocess.run(["probe"])

        asyncio.run(main())
        """
    assert faults(program) == [16]


def test_parts_that_are_gathered_wait_for_each_other_and_the_steps_around_do_not() -> None:
    assert faults(
        """
        import asyncio
        import requests

        async def main(urls):
            await asyncio.gather(*(part(url) for url in urls))
            await report()

        async def part(url):
            return requests.get(url)

        async def report():
            requests.post("u")

        asyncio.run(main([]))
        """
    ) == [10]


def test_a_test_that_runs_a_coroutine_does_not_make_a_program_of_it() -> None:
    assert faults(
        {
            "app/tool.py": "import requests\n\n\nasync def work():\n    return requests.get('u')\n",
            "tests/test_tool.py": "import asyncio\nfrom app.tool import work\n\n\ndef test_work():\n"
            "    asyncio.run(work())\n",
        }
    ) == [5]


def test_a_start_up_function_that_tests_call_stays_one() -> None:
    assert not faults(
        {
            "app/main.py": "import bcrypt\nfrom fastapi import FastAPI\n\n\nasync def lifespan(app):\n"
            "    await first_user()\n    yield\n\n\nasync def first_user():\n    bcrypt.hashpw(b'', b'')\n\n\n"
            "app = FastAPI(lifespan=lifespan)\n",
            "tests/test_main.py": "from app.main import first_user\n\n\nasync def test_it():\n    await first_user()\n",
        }
    )


def test_a_coroutine_that_is_run_and_served_is_served() -> None:
    assert faults(
        """
        import asyncio
        import requests
        from fastapi import FastAPI

        app = FastAPI()

        async def work():
            return requests.get("u")

        def from_outside():
            return asyncio.run(work())

        @app.get("/")
        async def view():
            return await work()
        """
    ) == [9]


def test_coroutines_that_a_function_runs_are_entries() -> None:
    assert not faults(
        {
            "app/runner.py": "import asyncio\n\n\ndef run(coroutine):\n"
            "    return asyncio.new_event_loop().run_until_complete(coroutine)\n",
            "app/jobs.py": "import requests\nfrom celery import shared_task\nfrom .runner import run\n\n\n"
            "async def work():\n    return requests.get('u')\n\n\n@shared_task\ndef job():\n    run(work())\n",
        }
    )


def test_flows_and_functions_with_a_container_have_a_loop_of_their_own() -> None:
    assert not faults(
        """
        import requests
        from prefect import flow

        @flow(name="nightly")
        async def nightly():
            requests.get("u")
        """
    )
    modal = (
        "import modal\nimport requests\n\napp = modal.App()\n\n\n{}@app.function(gpu='any')\nasync def infer(x):\n"
        "    return requests.get(x)\n"
    )
    assert not faults(modal.format(""))
    assert faults(modal.format("@modal.concurrent(max_inputs=9)\n"))


def test_questions_on_command_lines_trials_and_migrations_are_notes() -> None:
    code = "import requests\n\n\nasync def work():\n    return requests.get('u')\n"
    for path in (
        "playground/chat.py",
        "app/benchmarks/load.py",
        "benchmarking_tools/run.py",
        "evals/suite.py",
    ):
        assert not faults({path: code}), path
    assert faults({"app/client.py": code})
    question = "async def work(agent):\n    while True:\n        await agent.run(input())\n"
    for path in ("app/cli.py", "app/__main__.py", "app/cli/users.py", "app/user_cli.py"):
        assert not faults({path: question}), path
    assert faults({"app/clip.py": question})
    assert not faults("import sqlite3\n\n\nasync def migrate_users():\n    sqlite3.connect('old.db')\n")


def test_files_of_a_folder_are_many_and_a_file_that_is_found_is_one() -> None:
    each = """
        import json
        from pathlib import Path

        async def listing(folder: Path):
            found = []
            for path in sorted(folder.glob("*.json")):
                found.append(json.loads(path.read_text()))
            return found
        """
    (finding,) = [one for one in found(each) if one.severity is not Severity.INFO]
    assert (finding.severity, finding.line) == (Severity.LOW, 8)
    assert not faults(
        """
        from pathlib import Path

        async def first(folder: Path):
            for path in folder.glob("*.json"):
                return path.read_text()
        """
    )


def test_a_packed_file_whose_methods_are_handed_on_and_chunks_that_arrive() -> None:
    assert not faults(
        """
        import asyncio
        import gzip

        async def export(rows, path):
            with gzip.open(path, "wb") as out:
                async for row in rows:
                    await asyncio.to_thread(out.write, row)
        """
    )
    chunks = found(
        """
        async def download(response, path):
            with open(path, "wb") as out:
                async for chunk in response.aiter_bytes():
                    out.write(chunk)
        """
    )
    assert {finding.severity for finding in chunks} == {Severity.LOW}


def test_a_picture_of_a_failure_is_a_note() -> None:
    (message,) = notes(
        """
        from PIL import Image

        async def shot(page, buffer):
            try:
                return await page.screenshot()
            except OSError:
                Image.new("RGB", (9, 9)).save(buffer)
        """
    )
    assert "only as something fails" in message


def test_a_note_on_the_way_hides_no_finding() -> None:
    (finding,) = [
        one
        for one in found(
            """
            from pathlib import Path
            from PIL import Image

            def store(data, path: Path):
                path.with_suffix(".txt").write_text("")
                Image.open(data).save(path)

            async def upload(data, path):
                store(data, path)
            """
        )
        if one.severity is not Severity.INFO
    ]
    assert (finding.severity, finding.line) == (Severity.LOW, 10)


def test_what_a_test_hands_over_blocks_that_test() -> None:
    assert not faults(
        {
            "app/search.py": "async def search(find, text):\n    return find(text)\n",
            "tests/test_search.py": "import time\nfrom app.search import search\n\n\ndef slow(text):\n"
            "    time.sleep(1)\n\n\nasync def test_it():\n    await search(slow, 'a')\n",
        }
    )


@pytest.mark.parametrize(
    ("opened", "line", "confidence"),
    [
        ("open(name)", "kept.readlines()", Confidence.LOW),
        ("zipfile.ZipFile(name, 'w')", "kept.write(name)", Confidence.LOW),
        ("zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED)", "kept.write(name)", Confidence.MEDIUM),
        ("zipfile.ZipFile(name)", "kept.extractall()", Confidence.MEDIUM),
        ("tarfile.open(name)", "kept.add(name)", Confidence.MEDIUM),
        ("open(name, 'wb')", "shutil.copyfileobj(name.file, kept)", Confidence.MEDIUM),
    ],
)
def test_a_file_that_is_there_is_a_question_and_what_is_packed_or_copied_whole_is_not(
    opened: str, line: str, confidence: Confidence
) -> None:
    text = "import shutil\nimport tarfile\nimport zipfile\n\n\n@router.get('/')\nasync def show(name):\n"
    text += f"    with {opened} as kept:\n        {line}\n"
    beside = {"shop/kinds.py": "KINDS = []\n"}
    findings = found({"shop/views.py": text} | beside)
    assert [finding.confidence for finding in findings if finding.line == 9] == [confidence]
    job = found({"shop/views.py": text.replace("@router.get('/')", "")} | beside)
    assert {finding.confidence for finding in job if finding.line == 9} == {Confidence.LOW}
