"""Through which types and bindings a client is followed: each line that blocks says so."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview_rules.performance.blocking_in_async import BlockingInAsync

CASES = {
    "class attr client": """
import requests
class A:
    session = requests.Session()
    async def go(self):
        return self.session.get("u")  # blocks
""",
    "module fn returns client": """
import requests
def make():
    s = requests.Session()
    s.headers["a"] = "b"
    return s
async def go():
    make().get("u")  # blocks
    s = make()
    s.post("u")  # blocks
""",
    "cached client": """
import functools, boto3
@functools.lru_cache
def s3():
    return boto3.client("s3")
async def go():
    s3().put_object(Key="a")  # blocks
""",
    "annotated ctor param": """
from sqlalchemy.orm import Session
class Repo:
    def __init__(self, db: Session):
        self.db = db
    def all(self):
        return self.db.query(X).all()
async def go(repo: Repo):
    return repo.all()  # blocks
""",
    "Depends class": """
from typing import Annotated
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session, sessionmaker
SessionLocal = sessionmaker()
def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
DB = Annotated[Session, Depends(get_db)]
app = FastAPI()
@app.get("/")
async def go(db: DB):
    db.add(1)
    db.commit()  # blocks
    return db.query(1).filter(2).first()  # blocks
@app.get("/b")
def sync(db: DB):
    db.commit()
@app.get("/c")
async def three(db = Depends(get_db)):
    db.commit()  # blocks
""",
    "with nested with": """
import tempfile, shutil
async def go(f):
    with tempfile.NamedTemporaryFile() as tmp:  # blocks
        shutil.copyfileobj(f, tmp)  # blocks
        tmp.write(b"")  # blocks
""",
    "for line in file": """
async def go(p):
    for line in open(p):  # blocks
        print(line)
""",
    "file passed to helper": """
def parse(f):
    return f.read()
async def go(p):
    with open(p) as f:  # blocks
        return parse(f)  # blocks
""",
    "walrus and conditional": """
import requests
async def go(u):
    if (r := requests.get(u)).ok:  # blocks
        return r
    return requests.get(u) if u else None  # blocks
""",
    "lambda called": """
import time
async def go():
    f = lambda: time.sleep(1)
    f()  # blocks
""",
    "map lazily": """
import requests, asyncio
async def go(us):
    return [requests.get(u) for u in us]  # blocks
""",
    "run_in_executor with method": """
import asyncio, requests
class A:
    def fetch(self, u):
        return requests.get(u)
    async def go(self, u):
        loop = asyncio.get_event_loop()
        return await loop.run_in_executor(None, self.fetch, u)
    async def bad(self, u):
        return await asyncio.gather(asyncio.to_thread(self.fetch, u), self.fetch(u))  # blocks
""",
    "star import": """
from time import *
async def go():
    sleep(1)  # blocks
""",
    "try import": """
try:
    import requests
except ImportError:
    requests = None
async def go():
    requests.get("u")  # blocks
""",
    "local import": """
async def go():
    import requests
    from time import sleep
    requests.get("u")  # blocks
    sleep(1)  # blocks
""",
    "import alias attr": """
import os.path as osp, urllib.request as ur
async def go():
    osp.exists("a")  # blocks
    ur.urlopen("u").read()  # blocks
""",
    "async gen + nested async": """
import time
def outer():
    async def inner():
        time.sleep(1)  # blocks
    return inner
class A:
    class B:
        async def f(self):
            time.sleep(1)  # blocks
""",
    "dataclass field client": """
from dataclasses import dataclass, field
import httpx
@dataclass
class A:
    client: httpx.Client = field(default_factory=httpx.Client)
    async def go(self):
        return self.client.get("u")  # blocks
""",
    "inherit external": """
import requests, threading
class S(requests.Session):
    pass
class T(threading.Thread):
    def run(self): pass
async def go():
    S().get("u")  # blocks
    t = T()
    t.start()
    t.join()  # blocks
""",
    "super call": """
import time
class A:
    def go(self): time.sleep(1)
class B(A):
    async def run(self):
        super().go()  # blocks
""",
    "conditional client": """
import httpx
async def go(proxy):
    client = httpx.Client(proxy=proxy) if proxy else httpx.Client()
    client.get("u")  # blocks
""",
    "dict dispatch": """
import time
def a(): time.sleep(1)
H = {"a": a}
async def go(k):
    H[k]()
""",
    "partial called": """
import functools, requests
fetch = functools.partial(requests.get, timeout=3)
async def go():
    fetch("u")  # blocks
""",
    "rebinding": """
import requests
async def go(x):
    requests = x
    requests.get("u")
""",
    "aiofiles alias open": """
from aiofiles import open
async def go():
    async with open("a") as f:
        await f.read()
""",
    "context exit": """
import httpx
async def go():
    with httpx.Client() as c, open("f") as f:  # blocks
        r = c.get("u")  # blocks
        f.write(r.text)  # blocks
""",
    "django async view": """
from django.http import JsonResponse
from django.contrib.auth.models import User
from django.contrib.auth import get_user_model
U = get_user_model()
async def view(request):
    users = list(User.objects.filter(active=True))  # blocks
    U.objects.get(pk=1)  # blocks
    u = await User.objects.aget(pk=1)
    u.save()  # blocks
    return JsonResponse({})
""",
    "psycopg pool with": """
from psycopg_pool import ConnectionPool
pool = ConnectionPool("d")
async def go():
    with pool.connection() as c:  # blocks
        c.execute("select 1")  # blocks
""",
    "threadpool with": """
import concurrent.futures, time
async def go():
    with concurrent.futures.ThreadPoolExecutor() as ex:
        f = ex.submit(time.sleep, 1)
        return f.result()  # blocks
""",
    "trio": """
import trio, time
async def go():
    await trio.to_thread.run_sync(time.sleep, 1)
    time.sleep(1)  # blocks
""",
    "mixed Optional annotated": """
from typing import Optional
import requests
async def go(s: Optional[requests.Session] = None, t: "requests.Session | None" = None):
    s.get("u")  # blocks
    t.get("u")  # blocks
""",
    "loop call in class __init__": """
import redis
class Cache:
    def __init__(self): self.r = redis.Redis(host="h")
    def get(self, k): return self.r.get(k)
cache = Cache()
async def go():
    return cache.get("a")  # blocks
""",
    "overrides async": """
import requests
class Base:
    def fetch(self, u): return requests.get(u)
class Child(Base):
    async def fetch(self, u): return u
    async def go(self):
        return await self.fetch(1)
""",
    "abstract with several implementations": """
import abc, requests
class Base(abc.ABC):
    @abc.abstractmethod
    def fetch(self): ...
    async def go(self):
        return self.fetch()
class Remote(Base):
    def fetch(self): return requests.get("u")
class Kept(Base):
    def fetch(self): return 3
""",
    "abstract": """
import abc, requests
class Base(abc.ABC):
    @abc.abstractmethod
    def fetch(self): ...
    async def go(self):
        return self.fetch()  # blocks
class Impl(Base):
    def fetch(self): return requests.get("u")
""",
    "middleware": """
import requests
class M:
    async def __call__(self, scope, receive, send):
        requests.get("u")  # blocks
""",
    "async property": """
import requests
class M:
    @property
    async def x(self):
        return requests.get("u")  # blocks
""",
    "ok awaited sync wrapper": """
import asyncio, requests
def fetch(u):
    return asyncio.get_running_loop().run_in_executor(None, requests.get, u)
async def go(u):
    return await fetch(u)
""",
    "maybe transformer": """
from transformers import AutoTokenizer, AutoModelForCausalLM
tok = AutoTokenizer.from_pretrained("m")
model = AutoModelForCausalLM.from_pretrained("m")
async def go(q):
    ids = tok(q, return_tensors="pt")
    out = model.generate(**ids)  # blocks
    return tok.decode(out[0])
""",
    "aws session in async": """
import aioboto3
async def go():
    async with aioboto3.Session().client("s3") as s3:
        await s3.put_object(Key="a")
""",
    "while queue": """
import queue
q = queue.Queue()
async def go():
    while True:
        item = q.get()  # blocks
""",
    "thread join list": """
import threading
async def go():
    ts = [threading.Thread(target=print) for _ in range(3)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()  # blocks
""",
    "event": """
import threading
class A:
    def __init__(self): self.e = threading.Event()
    async def go(self): self.e.wait()  # blocks
""",
    "typed dict of clients": """
import requests
class A:
    def __init__(self):
        self.pool: dict[str, requests.Session] = {}
    async def go(self, k):
        return self.pool[k].get("u")
""",
    "import in TYPE_CHECKING": """
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import requests
async def go(s: requests.Session):
    return s.get("u")  # blocks
""",
    "async closure var": """
import requests
def make_app():
    s = requests.Session()
    async def handler(u):
        return s.get(u)  # blocks
    return handler
""",
    "global var set in main": """
import redis
r = None
def init():
    global r
    r = redis.Redis()
async def go():
    return r.get("a")  # blocks
""",
    "attr set elsewhere method": """
import psycopg2
class A:
    conn = None
    def connect(self):
        self.conn = psycopg2.connect("d")
    async def go(self):
        with self.conn.cursor() as c:
            c.execute("x")  # blocks
            return c.fetchall()  # blocks
""",
    "app.state": """
from fastapi import FastAPI, Request
import redis
app = FastAPI()
app.state.redis = redis.Redis()
async def go(request: Request):
    return request.app.state.redis.get("a")
""",
    "nested helper generator cm": """
import contextlib, requests
@contextlib.asynccontextmanager
async def cm():
    requests.get("u")  # blocks
    yield
async def go():
    async with cm():
        pass
""",
    "try finally": """
import time
async def go():
    try:
        pass
    except ValueError:
        time.sleep(1)  # blocks
    else:
        time.sleep(2)  # blocks
    finally:
        time.sleep(3)  # blocks
""",
    "match": """
import time
async def go(x):
    match x:
        case 1:
            time.sleep(1)  # blocks
""",
    "default arg": """
import requests
async def go(x=requests.get("u")):
    return x
""",
    "sleep module var": """
import time
class C:
    async def m(self):
        await self.n(time.sleep)
        self.n(time.sleep(1))  # blocks
""",
    "zip file memory": """
import io, zipfile
async def go(data):
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return z.read("a")
""",
    "aliased function": """
import time
pause = time.sleep
async def go():
    pause(1)  # blocks
""",
    "getattr": """
import requests
async def go():
    getattr(requests, "get")("u")  # blocks
""",
    "chained session config": """
import requests
from requests.adapters import HTTPAdapter
class Api:
    def __init__(self):
        self._s = requests.Session()
        self._s.mount("https://", HTTPAdapter())
    def _request(self, method, url, **kw):
        resp = self._s.request(method, url, **kw)
        resp.raise_for_status()
        return resp.json()
    def get(self, url): return self._request("GET", url)
class Service:
    def __init__(self, api: Api | None = None):
        self.api = api or Api()
    async def load(self):
        return self.api.get("u")  # blocks
""",
    "two callers types agree": """
import httpx
def get(client, u):
    return client.get(u)
async def a():
    return get(httpx.Client(), 1)
async def b():
    c = httpx.AsyncClient()
    return await get(c, 1)
""",
    "class instance callable offload": """
import asyncio, requests
class Client:
    def __init__(self): self.s = requests.Session()
    def _get(self, u): return self.s.get(u)
    async def get(self, u):
        return await asyncio.to_thread(self._get, u)
async def go(c: Client):
    return await c.get(1)
""",
    "openpyxl and pandas": """
import pandas as pd, io
async def go(f):
    df = pd.read_excel(f)  # blocks
    df.to_csv("x")  # blocks
    df2 = pd.DataFrame([1])
    df2.to_parquet("y")  # blocks
""",
    "upload save": """
import shutil
from pathlib import Path
from fastapi import UploadFile
UP = Path("up")
async def up(file: UploadFile):
    dest = UP / file.filename
    with dest.open("wb") as out:  # blocks
        shutil.copyfileobj(file.file, out)  # blocks
    with open(dest, "wb") as out:  # blocks
        out.write(await file.read())  # blocks
""",
    "yield dep async": """
import psycopg2
async def get_conn():
    conn = psycopg2.connect("d")  # blocks
    try:
        yield conn
    finally:
        conn.close()
""",
    "tornado coroutine": """
import time
class H:
    async def get(self):
        self.write(self._load())  # blocks
    def _load(self):
        return [self._one(i) for i in range(3)]
    def _one(self, i):
        time.sleep(i)
""",
}


@pytest.mark.parametrize("text", list(CASES.values()), ids=list(CASES))
def test_exactly_the_marked_lines_are_found(text: str) -> None:
    expected = [number for number, line in enumerate(text.split("\n"), start=1) if line.endswith("# blocks")]
    findings = examine({"app.py": text}, [BlockingInAsync()])
    assert sorted({finding.line for finding in findings}) == expected


def test_a_client_of_another_module() -> None:
    files = {
        "clients.py": "import httpx\nhttp = httpx.Client()\n",
        "api.py": "from clients import http\nimport clients\n"
        "async def go():\n    http.get('u')\n    clients.http.post('u')\n",
    }
    assert [finding.line for finding in examine(files, [BlockingInAsync()])] == [4, 5]
