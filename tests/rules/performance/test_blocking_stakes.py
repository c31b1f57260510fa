"""Severity by what is at stake: how long a call takes by its kind, and how often anybody comes to it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Finding, Severity
from codereview_rules.performance.blocking_in_async import BlockingInAsync

SESSION = (
    "from sqlalchemy import select\nfrom sqlalchemy.orm import Session\n\n\n"
    "async def show(db: Session, key, keys):\n"
)


def found(files: str | Mapping[str, str], path: str = "app/views.py") -> list[Finding]:
    texts = {path: files} if isinstance(files, str) else files
    return examine({one: textwrap.dedent(text) for one, text in texts.items()}, [BlockingInAsync()])


def severities(files: str | Mapping[str, str], path: str = "app/views.py") -> list[Severity]:
    return [finding.severity for finding in found(files, path)]


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        ("    return db.get(User, key)", Severity.MEDIUM),
        ("    return db.query(User).filter(User.key == key).first()", Severity.MEDIUM),
        ("    return db.execute(select(User).where(User.key == key)).scalar_one()", Severity.MEDIUM),
        ("    db.commit()", Severity.MEDIUM),
        ("    return db.query(User).limit(20).all()", Severity.MEDIUM),
        ("    return db.execute(select(User).limit(20)).scalars().all()", Severity.MEDIUM),
        ("    return db.query(User).all()", Severity.HIGH),
        ("    return db.execute(select(User)).scalars().all()", Severity.HIGH),
        ("    found = db.execute(select(User))\n    return found.scalars().all()", Severity.HIGH),
        ("    for key in keys:\n        db.get(User, key)", Severity.HIGH),
        ("    return [db.get(User, key) for key in keys]", Severity.HIGH),
        ("    for key in (1, 2):\n        db.get(User, key)", Severity.MEDIUM),
        ("    for key in keys:\n        db.get(User, key)\n        await pause()", Severity.MEDIUM),
    ],
)
def test_a_query_weighs_what_it_takes(lines: str, severity: Severity) -> None:
    findings = found(f"{SESSION}{lines}\n")
    assert findings
    assert {finding.severity for finding in findings} == {severity}


@pytest.mark.parametrize(
    ("made", "call", "severity"),
    [
        ("redis.Redis()", "store.get(key)", Severity.MEDIUM),
        ("redis.Redis()", "store.blpop(key)", Severity.HIGH),
        ("pymongo.MongoClient().a.b", "store.find_one(key)", Severity.MEDIUM),
        ("pymongo.MongoClient().a.b", "store.aggregate(key)", Severity.HIGH),
        ("pymongo.MongoClient().a.b", "list(store.find(key))", Severity.HIGH),
        ("elasticsearch.Elasticsearch()", "store.search(index=key)", Severity.HIGH),
    ],
)
def test_a_store_weighs_what_it_is_asked(made: str, call: str, severity: Severity) -> None:
    package = made.partition(".")[0]
    assert severities(
        f"import {package}\n\nstore = {made}\n\n\nasync def show(key):\n    return {call}\n"
    ) == [severity]


def test_a_helper_that_is_called_for_each_item_makes_one_look_up_many() -> None:
    helper = "from sqlalchemy.orm import Session\n\n\ndef one(db: Session, key):\n    return db.get(User, key)\n\n\n"
    assert severities(helper + "async def show(db, key):\n    return one(db, key)\n") == [Severity.MEDIUM]
    assert severities(helper + "async def show(db, keys):\n    return [one(db, key) for key in keys]\n") == [
        Severity.HIGH
    ]


def test_the_call_that_takes_longer_is_the_one_that_is_named() -> None:
    (finding,) = found("""
        import requests
        from sqlalchemy.orm import Session

        def work(db: Session, key):
            row = db.get(User, key)
            return requests.post(row.url, timeout=5)

        async def show(db, key):
            return work(db, key)
        """)
    assert "requests.post()" in finding.message


def test_what_stands_in_for_a_missing_package_is_not_named_before_what_is_always_done() -> None:
    (finding,) = found("""
        import requests
        from sqlalchemy.orm import Session

        def work(db: Session, key):
            try:
                import fast
            except ImportError:
                requests.post(key, timeout=5)
            return db.get(User, key)

        async def show(db, key):
            return work(db, key)
        """)
    assert "db.get()" in finding.message
    assert finding.confidence is not Confidence.LOW


ASKS = "import requests\n\nURL = 'https://api.example.com'\nADMINS = {1}\n\n\n"
SHOW = "async def show(request):\n    return requests.get(URL)\n"


@pytest.mark.parametrize(
    ("code", "path"),
    [
        (ASKS + "@router.get('/admin/kinds')\n" + SHOW, "app/views.py"),
        (ASKS + "@commands.is_owner()\n" + SHOW, "app/views.py"),
        (ASKS + SHOW.replace("request)", "request, user=Depends(current_superuser))", 1), "app/views.py"),
        (ASKS + SHOW.replace("request)", "request, user: CurrentAdmin)", 1), "app/views.py"),
        (
            ASKS + SHOW.replace(":\n", ":\n    if request.user not in ADMINS:\n        return None\n", 1),
            "app/views.py",
        ),
        (
            ASKS + SHOW.replace(":\n", ":\n    if not is_admin(request):\n        raise Denied\n", 1),
            "app/views.py",
        ),
        (
            ASKS
            + SHOW.replace(
                ":\n", ":\n    if not ADMIN_KEY or request.key != ADMIN_KEY:\n        raise Denied\n", 1
            ),
            "app/views.py",
        ),
        (ASKS + "class AdminPages:\n    " + SHOW.replace("\n    ", "\n        "), "app/views.py"),
        (ASKS + "@router.get('/kinds')\n" + SHOW, "app/admin_panel/views.py"),
        (
            ASKS + "router = APIRouter(prefix='/admin')\n\n\n@router.get('/kinds')\n" + SHOW,
            "app/views.py",
        ),
        (
            ASKS + "async def kinds():\n    return requests.get(URL)\n\n\n"
            "@router.get('/admin')\nasync def show():\n    return await kinds()\n",
            "app/views.py",
        ),
        (ASKS + "@tasks.loop(hours=1)\n" + SHOW, "app/views.py"),
        (ASKS + "@scheduler.scheduled_job('cron', hour=3)\n" + SHOW, "app/views.py"),
        (ASKS + SHOW + "\n\nscheduler.add_job(show, 'cron', day=25)\n", "app/views.py"),
        (ASKS + SHOW + "\n\nscheduler.add_job(show, CronTrigger(hour=3))\n", "app/views.py"),
        (
            "import asyncio\n" + ASKS + "PAUSE = 24 * 3600\n\n\nasync def tidy():\n    while True:\n"
            "        requests.get(URL)\n        await asyncio.sleep(PAUSE)\n",
            "app/views.py",
        ),
        (
            "import asyncio\n" + ASKS + "class Tidier:\n    def __init__(self, pause=86400):\n"
            "        self.pause = pause\n\n    async def tidy(self):\n        while True:\n"
            "            requests.get(URL)\n            await asyncio.sleep(self.pause)\n",
            "app/views.py",
        ),
    ],
)
def test_what_is_seldom_come_to_weighs_less(code: str, path: str) -> None:
    (finding,) = found(code, path)
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.HIGH)


@pytest.mark.parametrize(
    "code",
    [
        ASKS + SHOW,
        ASKS + "@router.get('/kinds')\n" + SHOW,
        ASKS + SHOW.replace("request)", "request, user=Depends(role('teacher', 'admin')))", 1),
        ASKS + SHOW.replace("request)", "request, user=Depends(role(Role.TEACHER, Role.ADMIN)))", 1),
        ASKS + SHOW.replace("request)", "request, user=Depends(admin_or_teacher))", 1),
        ASKS
        + SHOW.replace(
            ":\n", ":\n    if request.name != ADMIN or not same(request):\n        raise Denied\n", 1
        ),
        ASKS + "@tasks.loop(minutes=1)\n" + SHOW,
        ASKS + "@scheduler.scheduled_job('cron', minute='*/5')\n" + SHOW,
        # one of two ways
        ASKS
        + "async def kinds():\n    return requests.get(URL)\n\n\n@router.get('/admin')\nasync def one():\n"
        "    return await kinds()\n\n\n@router.get('/all')\nasync def all():\n    return await kinds()\n",
        # somebody is told, and does not ask
        ASKS + "async def notify_admins(text):\n    requests.post(URL, text)\n",
        "import asyncio\n" + ASKS + "async def tidy():\n    while True:\n        requests.get(URL)\n"
        "        await asyncio.sleep(30)\n",
    ],
)
def test_what_all_may_come_to_weighs_what_its_kind_does(code: str) -> None:
    assert severities(code) == [Severity.HIGH]


def test_what_is_short_and_seldom_come_to_weighs_least() -> None:
    (finding,) = found("""
        from sqlalchemy.orm import Session

        @router.get("/admin/one")
        async def show(db: Session, key):
            return db.get(User, key)
        """)
    assert finding.severity is Severity.LOW
    assert finding.confidence is not Confidence.LOW


@pytest.mark.parametrize(
    ("call", "confidence"),
    [
        ("db.get(User, key)", Confidence.LOW),
        ("bcrypt.checkpw(key, db)", Confidence.LOW),
        ("db.query(User).all()", Confidence.MEDIUM),
        ("requests.get(key)", Confidence.MEDIUM),
    ],
)
def test_one_row_that_an_administrator_asks_for_is_a_question(call: str, confidence: Confidence) -> None:
    head = "import bcrypt\nimport requests\nfrom sqlalchemy.orm import Session\n\n\n"
    pages = head + "@router.get('/admin/one')\nasync def show(db: Session, key):\n"
    (finding,) = found({"app/pages.py": f"{pages}    return {call}\n", "app/other.py": "KINDS = []\n"})
    assert finding.confidence is confidence


def test_one_message_for_a_queue_is_soon_sent_and_many_are_not() -> None:
    head = "import celery\n\nQUEUE = celery.Celery()\n\n\nasync def show(keys):\n"
    (one,) = found(head + "    QUEUE.send_task('carry', keys)\n")
    assert (one.severity, one.confidence) == (Severity.LOW, Confidence.LOW)
    (many,) = found(head + "    for key in keys:\n        QUEUE.send_task('carry', key)\n")
    assert (many.severity, many.confidence) == (Severity.MEDIUM, Confidence.HIGH)


@pytest.mark.parametrize(
    ("built", "call", "confidence"),
    [
        ("Application.builder().token('')", "db.execute(1)", Confidence.LOW),
        ("Application.builder().token('').concurrent_updates(True)", "db.commit()", Confidence.LOW),
        ("Application.builder().token('').concurrent_updates(True)", "db.execute(1)", Confidence.MEDIUM),
        ("Application.builder().token('')", "requests.get(db)", Confidence.MEDIUM),
        ("Application.builder().token('')", "db.query(1).all()", Confidence.MEDIUM),
    ],
)
def test_a_bot_that_takes_one_update_after_another(built: str, call: str, confidence: Confidence) -> None:
    bot = f"""
        import requests
        from sqlalchemy.orm import Session
        from telegram.ext import Application, CommandHandler

        async def join(update, context, db: Session):
            {call}

        def main():
            app = {built}.build()
            app.add_handler(CommandHandler("join", join))
            app.run_polling()
        """
    (finding,) = found({"club/bot.py": bot, "club/kinds.py": "KINDS = []\n"})
    assert finding.confidence is confidence


def test_a_file_that_an_operator_has_shown_is_a_question() -> None:
    _, finding = found("""
        @commands.is_owner()
        async def log(self, ctx):
            with open("bot.log") as lines:
                return lines.readlines()
        """)
    assert (finding.severity, finding.confidence) == (Severity.LOW, Confidence.LOW)
    assert "check first how often that is come to" in finding.message


@pytest.mark.parametrize(
    ("context", "confidence"),
    [
        ("CryptContext(schemes=['bcrypt'])", Confidence.HIGH),
        ("CryptContext(schemes=['pbkdf2_sha256', 'bcrypt'])", Confidence.LOW),
        ("CryptContext(schemes=['bcrypt', 'pbkdf2_sha256'])", Confidence.HIGH),
        ("CryptContext(schemes=['pbkdf2_sha256'], pbkdf2_sha256__rounds=600000)", Confidence.HIGH),
    ],
)
def test_a_hash_of_few_rounds_is_a_question(context: str, confidence: Confidence) -> None:
    (finding,) = found(
        f"from passlib.context import CryptContext\n\ncontext = {context}\n\n\n"
        "async def check(one, kept):\n    return context.verify(one, kept)\n"
    )
    assert finding.confidence is confidence


@pytest.mark.parametrize(("seconds", "severity"), [("0.01", Severity.MEDIUM), ("2", Severity.HIGH)])
def test_a_pause_weighs_what_it_takes(seconds: str, severity: Severity) -> None:
    assert severities(f"import time\n\n\nasync def work(x):\n    time.sleep({seconds})\n") == [severity]


@pytest.mark.parametrize(
    ("call", "confidence"),
    [
        ("await check(1, 2)", Confidence.HIGH),
        ("await check(1)", Confidence.LOW),
        ("await check(1, kept=2)", Confidence.HIGH),
        ("await check(*request)", Confidence.HIGH),
        ("not check(1, 2)", Confidence.LOW),
        ("1 if check(1, 2) else 2", Confidence.LOW),
    ],
)
def test_a_coroutine_whose_code_never_runs_is_a_question(call: str, confidence: Confidence) -> None:
    (finding,) = found(
        "import bcrypt\n\n\nasync def check(one, kept):\n    return bcrypt.checkpw(one, kept)\n\n\n"
        f"@router.get('/one')\nasync def show(request):\n    if {call}:\n        return 1\n"
    )
    assert finding.confidence is confidence


def test_a_job_that_ends_has_its_own_parts_wait_alone() -> None:
    job = """
        import asyncio
        import requests

        async def ask(url):
            return requests.get(url, timeout=5)

        async def main(urls):
            await asyncio.gather(*(ask(url) for url in urls))

        @shared_task
        def collect(urls):
            asyncio.run(main(urls))
        """
    assert Severity.HIGH not in severities(job)
    served = job.replace(
        "        async def main(urls):\n", "        async def main(urls):\n            await bot.start()\n"
    )
    assert severities(served) == [Severity.HIGH]


def test_what_measures_for_a_moment_weighs_little() -> None:
    text = "import psutil\n\n\nasync def show(request):\n    return psutil.cpu_percent(interval={})\n"
    assert severities(text.format("0.1")) == [Severity.LOW]
    assert severities(text.format("1")) == [Severity.MEDIUM]


def test_what_weighs_less_as_operators_alone_come_to_it_is_less_sure_as_well() -> None:
    text = "import subprocess\n\n\n@commands.{}()\nasync def renew(ctx):\n    subprocess.run(['carry', ctx.name])\n"
    beside = {"club/kinds.py": "KINDS = []\n"}
    (finding,) = found({"club/bot.py": text.format("is_owner")} | beside)
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.MEDIUM)
    (finding,) = found({"club/bot.py": text.format("command")} | beside)
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.HIGH)
