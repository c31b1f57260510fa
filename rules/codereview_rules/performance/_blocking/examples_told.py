"""What the project says itself of a call that blocks: where its database is, what its code is for: examples."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_KEPT = (
    "from sqlalchemy.orm import Session\n\n\nasync def keep(db: Session, page):\n    db.add(page)\n"
    "    db.execute(page)\n"
)
_SHELF = (
    "import peewee\n\ndb = peewee.{}\n\n\nclass Page(peewee.Model):\n    text = peewee.TextField()\n\n\n"
    "async def first(request):\n    return Page.get_by_id(request.number)\n"
)

# the only database is a file of this machine
NEAR: tuple[Bad, ...] = (
    Bad(_SHELF.format("SqliteDatabase('pages.db')"), lines=(11,), confidence=Confidence.LOW),
    Bad(_SHELF.format("PostgresqlDatabase('pages')"), lines=(11,), confidence=Confidence.HIGH),
    Bad(_KEPT, lines=(6,), confidence=Confidence.MEDIUM),
    *(
        Bad({"shop/pages.py": _KEPT, path: text}, lines=("shop/pages.py:6",), confidence=confidence)
        for path, text, confidence in (
            (
                "shop/core.py",
                "from pydantic_settings import BaseSettings\n\n\nclass Own(BaseSettings):\n"
                "    url: str = 'sqlite:///./shop.db'\n",
                Confidence.LOW,
            ),
            (
                "shop/run.py",
                "from sqlalchemy import create_engine\n\n\ndef engine(folder):\n"
                "    return create_engine(f'sqlite:///{folder}/shop.db')\n",
                Confidence.LOW,
            ),
            (
                "docker-compose.yml",
                "services:\n  shop:\n    build: .\n    environment:\n      - DATABASE_URL=sqlite:////data/shop.db\n",
                Confidence.LOW,
            ),
            (
                "docker-compose.yml",
                "services:\n  shop:\n    build: .\n    environment:\n      - DATABASE_URL=postgresql://db/shop\n",
                Confidence.MEDIUM,
            ),
        )
    ),
)

_INJECTED = (
    "from fastapi import Depends, FastAPI\nfrom sqlalchemy.ext.asyncio import AsyncSession\n"
    "from sqlalchemy.orm import Session\n\nfrom shop.engine import make\n\napp = FastAPI()\n\n\n"
    "async def session(){}:\n    async with make() as one:\n        yield one\n\n\n"
    "def pages(db: Session):\n    return db.query('page').count()\n\n\n"
    "@app.get('/pages')\nasync def show(db: Session = Depends(session)):\n    return pages(db)\n\n\n"
    "@app.get('/books')\nasync def books(db: Session = Depends(session)):\n    return db.query('book').all()\n"
)
_POST = (
    "import smtplib\n\n\nclass Post:\n    {}\n\n    async def send(self, text):\n        {}\n"
    "        smtplib.SMTP('post').sendmail('a', 'b', text)\n"
)
# its own words accept it, or merely tell of it
MEANT: tuple[Bad, ...] = tuple(
    Bad(_POST.format(of_class, of_call), lines=(9,), confidence=confidence)
    for of_class, of_call, confidence in (
        (
            '"""Letters. This blocks the event loop for a moment, which we accept."""',
            "# one letter",
            Confidence.LOW,
        ),
        ('"""Letters."""', "# synchronous on purpose", Confidence.LOW),
        ('"""Letters."""', "# this blocks the event loop", Confidence.HIGH),
        (
            '"""Letters."""',
            "# For trials: block the event loop for ever, and see who notices.",
            Confidence.LOW,
        ),
        ('"""Letters."""', "# a slow server blocks the event loop for ever", Confidence.HIGH),
        ('"""Letters, by design sent without blocking the event loop."""', "# one letter", Confidence.HIGH),
    )
)
_LOOK = "import time\n\n\nasync def {}(request):\n    time.sleep(1)\n"
_OTHER = {"shop/other.py": "KIND = 'other'\n"}
# for who looks into the program, and not for who waits
DEBUGGED: tuple[Bad, ...] = (
    *(
        Bad({path: _LOOK.format(name), **_OTHER}, lines=(f"{path}:5",), confidence=confidence)
        for path, name, confidence in (
            ("shop/debug/rows.py", "rows", Confidence.LOW),
            ("shop/dbg_rows.py", "rows", Confidence.LOW),
            ("shop/rows.py", "demo_rows", Confidence.LOW),
            ("shop/debugger.py", "demonstrate", Confidence.HIGH),
        )
    ),
    Bad(_LOOK.format("demo_rows"), lines=(5,), confidence=Confidence.HIGH),
    *(
        Bad(
            f'"""{said} {more}"""\n\nimport requests\n\n\nasync def hook(request):\n'
            "    return requests.get(request.url)\n",
            lines=(7,),
            confidence=confidence,
        )
        for said, more, confidence in (
            ("The server for local development:", "it hands requests to the functions.", Confidence.LOW),
            ("The server.", "Without keys, as for local development, it asks nobody.", Confidence.HIGH),
        )
    ),
    Bad(
        "import subprocess\n\nimport memray\n\n\nasync def measured(request, go):\n"
        "    with memray.Tracker('out.bin'):\n        answer = await go(request)\n"
        "    subprocess.run(['memray', 'table', 'out.bin'])\n    return answer\n",
        lines=(9,),
        confidence=Confidence.LOW,
    ),
)
_LOADED = {
    "manage.py": "import os\n\nos.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings'\n",
    "shop/settings.py": "ROOT_URLCONF = 'shop.urls'\n",
    "shop/urls.py": "from django.urls import path\n\nfrom shop.views import show\n\n"
    "urlpatterns = [path('kinds/', show)]\n",
    "shop/kinds.py": "import requests\n\n\nclass Kinds:\n    async def load(self, name):\n"
    "        return requests.get(name)\n\n\nPLACES = {'a': Kinds()}\n",
}
# a plain view has a loop of its own for one coroutine
DJANGO: tuple[Bad, ...] = tuple(
    Bad(
        {**_LOADED, "shop/views.py": f"import asyncio\n\nfrom shop.kinds import PLACES, Kinds\n\n\n{view}"},
        lines=("shop/kinds.py:6",),
        confidence=confidence,
    )
    for view, confidence in (
        (
            "def show(request):\n    return asyncio.run(PLACES[request.place].load('a'))\n",
            Confidence.LOW,
        ),
        ("async def show(request):\n    return await Kinds().load('a')\n", Confidence.MEDIUM),
    )
)
_CALLED = (
    "import requests\nfrom channels.db import database_sync_to_async\n\nURL = 'https://api.example.com/kind'\n\n\n"
    "async def kind(name):\n    return requests.get(URL + name).text\n\n\n"
)
# what is made and never awaited does not run
AWAITED: tuple[Bad, ...] = tuple(
    Bad(_CALLED + called, lines=(8,), confidence=confidence)
    for called, confidence in (
        ("async def show(request):\n    kind(request.name)\n", Confidence.LOW),
        ("async def show(request):\n    return await kind(request.name)\n", Confidence.HIGH),
        ("@database_sync_to_async\ndef show(request):\n    return kind(request.name)\n", Confidence.LOW),
        ("def show(request):\n    return kind(request.name)\n", Confidence.HIGH),
    )
)
_CHECKED = (
    "def place(path, name):\n    with open(path) as file:\n        lines = file.readlines()\n"
    "    return lines.index(name)\n\n\n"
    "def check(rows, path):\n    for name, row in rows.items():\n        if not isinstance(row, list):\n"
    "            number = place(path, name)\n            {}\n\n\n"
    "async def show(request):\n    check(request.rows, request.path)\n"
)
# a file that is read to say what is wrong, or each time
RAISED: tuple[Bad, ...] = (
    Bad(
        _CHECKED.format("raise ValueError(f'{name} in line {number}')"),
        lines=(15,),
        confidence=Confidence.LOW,
    ),
    Bad(_CHECKED.format("row.append(number)"), lines=(15,), confidence=Confidence.MEDIUM),
)
_PAGER = (
    "import requests\n\n\nclass Pager:\n    async def pages(self, url, first{}):\n        if first:\n"
    "            requests.get(url)\n        return url\n\n\n"
    "async def show(request, kinds):\n    return await kinds[request.kind].pages(request.url{})\n"
)
# what nobody passes, whatever it is called on
LEFT: tuple[Bad, ...] = tuple(
    Bad(_PAGER.format(default, given), lines=(7,), confidence=confidence)
    for default, given, confidence in (
        ("=None", "", Confidence.LOW),
        ("=None", ", first=None", Confidence.LOW),
        ("=None", ", request.first", Confidence.HIGH),
        ("=None", ", first=request.first", Confidence.HIGH),
        ("=True", "", Confidence.HIGH),
    )
)
# what is declared stands where what is injected does not say otherwise
TOLD: tuple[Bad, ...] = (
    *NEAR,
    *MEANT,
    *DEBUGGED,
    *DJANGO,
    *AWAITED,
    *RAISED,
    *LEFT,
    Bad(_INJECTED.format(""), lines=(21, 26), confidence=Confidence.MEDIUM),
)
_KINDS = (
    "from asyncio import iscoroutinefunction\n\nimport requests\n\n\nclass Pages:\n    def load(self, url):\n"
    "        return requests.get(url)\n\n\nasync def show(pages: Pages, url):\n"
    "    if iscoroutinefunction(pages.load):\n        return await pages.load(url)\n    return None\n"
)
INJECTED = (
    # a thread of its own, by the decorator
    Good(
        "import requests\nfrom textual import work\nfrom textual.widget import Widget\n\n\nclass Pages(Widget):\n"
        "    @work(thread=True)\n    def load(self, url):\n        requests.get(url)\n\n"
        "    async def on_mount(self):\n        self.load('https://example.org/')\n"
    ),
    Good(_KINDS),
    Good(
        _INJECTED.format(" -> AsyncIterator[AsyncSession]").replace(
            "from fastapi", "from collections.abc import AsyncIterator\n\nfrom fastapi", 1
        )
    ),
)
