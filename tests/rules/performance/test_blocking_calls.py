"""Which calls block: one line in a coroutine each."""

from __future__ import annotations

import textwrap

import pytest

from codereview.engine.memory import examine
from codereview.model import Confidence, Finding, Severity
from codereview_rules.performance.blocking_in_async import BlockingInAsync

BLOCKING = """
import time; time.sleep(1)
from time import sleep; sleep(delay)
import time as t; t.sleep(0.5)
import requests; requests.get(u)
import requests; requests.request("GET", u)
from requests import post; post(u)
import requests.api; requests.api.get(u)
import requests; requests.session().get(u)
from requests.sessions import Session; Session().post(u)
import httpx; httpx.get(u)
import httpx; httpx.stream("GET", u)
import httpx; c = httpx.Client(); c.get(u)
import httpx; c: httpx.Client = make(); c.send(r)
import urllib3; urllib3.PoolManager().request("GET", u)
import urllib3; urllib3.HTTPConnectionPool("h").urlopen("GET", u)
from urllib3 import HTTPSConnectionPool; HTTPSConnectionPool("h").request("GET", u)
import urllib3; p = urllib3.connection_from_url(u); p.request("GET", u)
import urllib3; urllib3.request("GET", u)
from urllib.request import urlopen; urlopen(u)
import urllib.request; urllib.request.urlopen(u)
import urllib.request as r; r.urlretrieve(u)
import http.client; c = http.client.HTTPSConnection("h"); c.request("GET", "/")
import subprocess; subprocess.run(["a"])
import subprocess; subprocess.Popen(["a"])
from subprocess import check_output as out; out(["a"])
import subprocess; subprocess.getoutput("a")
import subprocess; p = make(); p = subprocess.Popen(["a"]); p.communicate()
import os; os.system("a")
import os; os.popen("a")
import os; os.spawnlp(os.P_WAIT, "a", "a")
import os; os.posix_spawn("a", [], {})
import os; os.waitpid(1, 0)
from os import system; system("a")
open("a")
import io; io.open("a")
import io; io.open_code("a")
import os; os.fdopen(3)
import codecs; codecs.open("a")
from pathlib import Path; Path("a").open()
from pathlib import Path; Path("a").joinpath("b").read_text()
from pathlib import Path; (Path("a") / "b" / "c").write_bytes(b"")
import pathlib; p = pathlib.Path("a"); p.exists()
import pathlib as pl; pl.Path.home()
from pathlib import Path; p: Path = make(); p.stat()
import os; os.path.exists("a")
from os import path; path.getsize("a")
from os.path import isfile; isfile("a")
import os; os.stat("a")
import os; os.listdir("a")
import shutil; shutil.rmtree("a")
import shutil; shutil.copyfileobj(a, b)
import glob; glob.glob("*")
import gzip; gzip.open("a")
import bz2; bz2.BZ2File("a")
import lzma; lzma.open("a")
import tarfile; tarfile.open("a").extractall("b")
import zipfile; zipfile.ZipFile("a").extractall("b")
import tempfile; tempfile.NamedTemporaryFile()
import tempfile; tempfile.mkdtemp()
f = open("a"); f.readlines()
import io; f: io.TextIOWrapper = make(); f.read()
import os; f = os.fdopen(3); f.write("a")
input("a")
import getpass; getpass.getpass()
import socket; socket.getaddrinfo("h", 80)
import socket; s = socket.socket(); s.connect(("h", 80))
import smtplib; smtplib.SMTP("h").send_message(m)
import imaplib; imaplib.IMAP4_SSL("h")
import ftplib; ftplib.FTP("h").retrbinary("RETR a", w)
import boto3; boto3.resource("s3").Bucket("b").upload_file("a", "b")
import boto3; boto3.Session().client("sqs").send_message(a=1)
import redis; redis.Redis.from_url(u).get("a")
import redis; r = redis.StrictRedis(); r.pipeline().execute()
from redis import Redis; Redis().set("a", 1)
from pymongo import MongoClient; MongoClient()["db"]["users"].find_one({})
import pymongo; pymongo.MongoClient().db.users.insert_one({})
import pymongo; [one for one in pymongo.MongoClient().db.users.find({})]
import qdrant_client; qdrant_client.QdrantClient("store").query_points("a")
import gitlab; gitlab.Gitlab().http_get("/a")
import psycopg2; c = psycopg2.connect(d); c.cursor().execute("q")
import psycopg; psycopg.connect(d)
import sqlite3; sqlite3.connect("a")
import pymysql; pymysql.connect().cursor().execute("q")
import MySQLdb; MySQLdb.connect(host="h")
import mysql.connector; mysql.connector.connect(host="h")
import pyodbc; pyodbc.connect(d)
from elasticsearch import Elasticsearch; Elasticsearch().search(index="a")
from elasticsearch import Elasticsearch; Elasticsearch().indices.create(index="a")
from sqlalchemy import create_engine; create_engine(u).connect()
from sqlalchemy.orm import sessionmaker; S = sessionmaker(); S().commit()
from sqlalchemy.orm import Session; db: Session = make(); db.query(a).filter(b).order_by(c).first()
from sqlmodel import Session; s = Session(e); s.exec(q)
from kafka import KafkaProducer; KafkaProducer().flush()
import pika; pika.BlockingConnection(p)
import paramiko; c = paramiko.SSHClient(); c.exec_command("a")
import docker; docker.from_env().containers.run("a")
import docker; docker.from_env().containers.get("a").stop()
from github import Github; Github().get_repo("a")
import stripe; stripe.Customer.create(a=1)
import stripe; stripe.checkout.Session.create(a=1)
from twilio.rest import Client; Client(a, b).messages.create(to=c)
from sendgrid import SendGridAPIClient; SendGridAPIClient(k).send(m)
from openai import OpenAI; OpenAI().chat.completions.create(model="m")
import openai; openai.ChatCompletion.create(model="m")
import anthropic; anthropic.Anthropic().messages.create(model="m")
from googleapiclient.discovery import build; build("a", "v1").files().list().execute()
from google.cloud import storage; storage.Client().bucket("b").blob("c").upload_from_string("d")
import bcrypt; bcrypt.hashpw(a, bcrypt.gensalt())
from argon2 import PasswordHasher; PasswordHasher().verify(a, b)
import hashlib; hashlib.pbkdf2_hmac("sha256", a, b, 1)
from PIL import Image; i = Image.open(p); i.thumbnail((1, 1))
import cv2; cv2.imread("a")
from pypdf import PdfReader; PdfReader("a")
import fitz; fitz.open("a")
import pandas as pd; pd.read_csv("a")
import pandas as pd; pd.DataFrame(a).to_sql("b", c)
import torch; torch.load("a")
from transformers import pipeline; p = pipeline("a"); p("text")
from transformers import AutoModelForCausalLM as A; m = A.from_pretrained("a"); m.generate(x)
from sentence_transformers import SentenceTransformer; SentenceTransformer("a").encode("b")
import whisper; whisper.load_model("a").transcribe("b")
from threading import Thread; t = Thread(target=f); t.join()
import queue; q = queue.Queue(); q.get()
import concurrent.futures as cf; cf.wait(fs)
import asyncio; asyncio.run_coroutine_threadsafe(c, l).result()
import asyncio; asyncio.run(c)
import asyncio; asyncio.get_event_loop().run_until_complete(c)
import jwt; jwt.PyJWKClient(u).get_signing_key_from_jwt(t)
import urllib3; pool = make(); pool.request("GET", u)
import concurrent.futures as cf; list(cf.ThreadPoolExecutor().map(f, x))
import ssl; ssl.create_default_context()
f = open("a"); f.close()
import time; await time.sleep(1)
import subprocess; await subprocess.run(["a"])
import select; select.select([a], [], [], 5)
import signal; signal.pause()
import sys; [line for line in sys.stdin]
import socket; s: socket.socket = make(); s.sendto(b"", a)
import ssl; s = ssl.create_default_context().wrap_socket(a); s.write(b"")
import os; os.path.abspath("a")
import requests; list(map(requests.get, us))
import os; sorted(names, key=os.path.getmtime)
import asyncio, requests; asyncio.get_running_loop().call_later(5, requests.get, u)
import asyncio, functools, time; loop.call_soon(functools.partial(time.sleep, 5))
import asyncio, time; self.loop.add_signal_handler(15, lambda: time.sleep(5))
subprocess.run(["a"])
requests.get(u)
from langchain_chroma import Chroma; Chroma().similarity_search(u)
from langchain_chroma import Chroma; Chroma().as_retriever().invoke(u)
from langchain_community.vectorstores import FAISS; FAISS.load_local("a").similarity_search(u)
from langgraph.prebuilt import create_react_agent as agent; agent(a, b).invoke(u)
import chromadb; c = chromadb.PersistentClient(); c.get_or_create_collection("a").query(u)
import ccxt; ccxt.binance().fetch_ticker("a")
import cloudinary.uploader; cloudinary.uploader.upload(u)
from deep_translator import GoogleTranslator; GoogleTranslator(source="a").translate(u)
from llama_index.core import VectorStoreIndex as V; V.from_documents(d).as_query_engine().query(u)
import psutil; psutil.cpu_percent(interval=1)
from langchain_openai import ChatOpenAI as C; import langchain_core.prompts as p; (p.T(a) | C()).invoke(b)
""".strip().splitlines()

NOT_BLOCKING = """
import time; time.time()
import requests; requests.Session()
import requests; requests.Request("GET", u)
import httpx; httpx.AsyncClient()
import httpx; await httpx.AsyncClient().get(u)
import os; os.path.join("a", "b")
import os; os.path.basename("a")
import os; os.getenv("a")
import os; os.getpid()
from pathlib import Path; Path("a").with_suffix(".b").name
from pathlib import PurePath; PurePath("a").joinpath("b")
import io; io.BytesIO(b"").read()
import io; io.StringIO().write("a")
import boto3; boto3.client("s3").generate_presigned_url("get_object")
import redis; redis.Redis().pipeline()
from sqlalchemy.orm import Session; db: Session = make(); db.add(a)
from sqlalchemy.orm import Session; db: Session = make(); db.query(a).filter(b)
import asyncio; await asyncio.sleep(1)
import asyncio; asyncio.create_task(f())
import asyncio; q = asyncio.Queue(); await q.get()
import asyncio; asyncio.Queue().get_nowait()
import queue; queue.Queue().get_nowait()
import queue; queue.Queue().get(block=False)
import queue; queue.Queue().get(timeout=0)
import queue; queue.Queue().get(True, 0)
import time; time.sleep(0.0)
import threading; threading.Event().wait(0)
import threading; threading.Event().wait(timeout=0.0)
import threading; threading.Thread(target=f).join(0)
import threading; threading.Lock().acquire(timeout=0)
import threading; threading.Lock().acquire(True, 0)
import asyncio; asyncio.run_coroutine_threadsafe(c, loop).result(0)
import concurrent.futures; concurrent.futures.wait(fs, 0)
import threading; threading.Lock().acquire(blocking=False)
import threading; threading.Event().set()
import subprocess; subprocess.Popen.mro()
from openai import AsyncOpenAI; await AsyncOpenAI().chat.completions.create(model="m")
import stripe; stripe.Webhook.construct_event(a, b, c)
import pymongo; pymongo.MongoClient()["db"]["users"]
import pymongo; pymongo.MongoClient()["db"]["users"].find({})
import chromadb; chromadb.EphemeralClient().get_collection("a")
import fakeredis; fakeredis.FakeRedis().get("a")
import qdrant_client; qdrant_client.QdrantClient(location=":memory:").query_points("a")
import multiprocessing; a, b = multiprocessing.Pipe(); a.poll() and a.recv()
from motor.motor_asyncio import AsyncIOMotorClient; await AsyncIOMotorClient().db.users.find_one({})
import asyncpg; await asyncpg.connect(d)
import aiohttp; s = aiohttp.ClientSession(); await s.get(u)
import trio; await trio.Path("a").read_text()
import anyio; await anyio.Path("a").exists()
import logging; logging.info("a")
print("a")
import json; json.loads("1")
import hashlib; hashlib.sha256(b"").hexdigest()
import zipfile, io; zipfile.ZipFile(io.BytesIO(b)).read("a")
from PIL import Image; Image.new("RGB", (1, 1))
unknown.get(u)
session.get(u)
f.read()
import asyncio; asyncio.to_thread(open, "a")
import functools, requests; functools.partial(requests.get, u)
import redis.asyncio; await redis.asyncio.Redis().get("a")
import psycopg; await psycopg.AsyncConnection.connect(d)
import google.genai as g; await g.Client().aio.models.generate_content(model="m")
import smtplib; smtplib.SMTP()
import trio; trio.wrap_file(open("a"))
import psutil; psutil.cpu_percent()
import urllib3, aiohttp; s = make(); s.request("GET", u)
import requests; map(requests.get, us)
import requests; pool.map(requests.get, us)
import select; select.select([a], [], [], 0)
import asyncio; asyncio.get_running_loop().call_later(5, event.set)
await open("a")
import ccxt.async_support as ccxt; [ccxt.binance().fetch_ticker(s) for s in d]
from langchain_chroma import Chroma; await Chroma().asimilarity_search(u)
import os; os.path.normpath("a")
requests = make(); requests.get(u)
import concurrent.futures as cf; done, rest = make(); [d.result() for d in done]
import feedparser; r = make(); feedparser.parse(r.text)
""".strip().splitlines()


def coroutine(line: str) -> str:
    return "async def handle(u, d):\n" + "".join(f"    {part.strip()}\n" for part in line.split(";"))


def found(text: str, path: str = "app.py") -> list[Finding]:
    return examine({path: text}, [BlockingInAsync()])


@pytest.mark.parametrize("line", BLOCKING)
def test_blocking(line: str) -> None:
    text = coroutine(line)
    last = text.count("\n")
    assert last in [finding.line for finding in found(text)]


@pytest.mark.parametrize("line", BLOCKING)
def test_the_same_call_is_no_fault_outside_of_coroutines(line: str) -> None:
    assert found(coroutine(line).removeprefix("async ")) == []


@pytest.mark.parametrize("line", NOT_BLOCKING)
def test_not_blocking(line: str) -> None:
    assert found(coroutine(line)) == []


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        (
            "import msal; msal.ConfidentialClientApplication(u).acquire_token_for_client([])",
            "asyncio.to_thread",
        ),
        ("import celery; celery.Celery().send_task(u)", "asyncio.to_thread"),
        ("import pika; pika.BlockingConnection()", "aio-pika or asyncio.to_thread"),
        ("import kafka; kafka.KafkaProducer()", "aiokafka or asyncio.to_thread"),
    ],
)
def test_advice_is_of_the_package(line: str, advice: str) -> None:
    said = [finding.message.partition("; use ")[2] for finding in found(coroutine(line))]
    assert [text.partition("; check first")[0] for text in said] == [advice]


def test_tiers() -> None:
    sleep, file, stat = (
        found(coroutine(line))[0]
        for line in (
            "import time; time.sleep(1)",
            'import tarfile; tarfile.open("a")',
            'import os; os.path.exists("a")',
        )
    )
    assert (sleep.severity, sleep.confidence) == (Severity.HIGH, Confidence.HIGH)
    assert (file.severity, file.confidence) == (Severity.MEDIUM, Confidence.MEDIUM)
    assert (stat.severity, stat.confidence) == (Severity.INFO, Confidence.LOW)
    assert "seldom for long" in stat.message


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ("with open('a') as f: g = f.read()", True),
        ("with open('a', encoding='utf-8') as f: g = f.read()", True),
        ("import json; g = json.load(open('a', 'r'))", True),
        ("from pathlib import Path; Path('a').read_text()", True),
        ("with open('a', 'rb') as f: g = f.read()", True),
        ("with open('a') as f: g = f.readlines()", False),
        ("with open('a') as f: g = [line for line in f]", True),
        ("with open('a') as f: send(f)", True),
        ("import json; f = open('a', 'w'); json.dump({}, f)", True),
        ("with open('a', 'w', encoding='utf-8') as f: f.write('b')", True),
        ("import os; f = os.fdopen(fd, 'w', encoding='utf-8'); f.write('b')", True),
        ("with open('a', 'w') as f: f.write(b)", True),
        (
            "from pathlib import Path; p: Path = d; f = p.open('a', encoding='utf-8'); f.write(u)",
            True,
        ),
        ("import asyncio; f = open('a', 'ab'); await asyncio.to_thread(f.write, d)", True),
        ("f = open('a', encoding='utf-8'); [f.write(b) for b in d]", True),
        ("f = open('a', 'wb'); [f.write(b) async for b in d]", False),
        ("import csv; g = csv.reader(open('a'))", False),
        ("import shutil; shutil.copyfileobj(d, open('a', 'wb'))", False),
        ("import shutil; shutil.rmtree(d)", True),
        ("from pathlib import Path; Path('a').read_bytes()", True),
        ("from pathlib import Path; Path('a').write_text('b')", True),
        ("from pathlib import Path; Path('a').write_bytes(b'b')", True),
    ],
)
def test_what_is_read_or_written_at_once_is_a_note(body: str, note: bool) -> None:
    assert all(f.severity is Severity.INFO for f in found(coroutine(body))) == note


def test_messages_name_the_call_the_place_and_the_way_out() -> None:
    (finding,) = found(coroutine("import requests; requests.get(u)"))
    assert "requests.get()" in finding.message
    assert "handle()" in finding.message
    assert "httpx.AsyncClient" in finding.message
    assert "event loop" in finding.message
    assert finding.checked


def test_an_edit_is_offered_where_the_call_can_be_moved() -> None:
    assert found(coroutine("import time; time.sleep(1)"))[0].fixable
    assert found(coroutine("import requests; requests.get(u)"))[0].fixable
    assert not found("async def f():\n    with open('a') as g:\n        pass\n")[0].fixable


def test_no_edit_is_offered_for_what_is_awaited_already_or_handed_on() -> None:
    for line in ("import time; await time.sleep(1)", "import requests; list(map(requests.get, u))"):
        (finding,) = found(coroutine(line))
        assert not finding.fixable


def test_an_open_that_is_entered_asynchronously_blocks_and_fails() -> None:
    assert [f.line for f in found("async def f():\n    async with open('a') as g:\n        g\n")] == [2]


def test_reading_a_file_has_the_cause_of_opening_it() -> None:
    text = "async def f():\n    with open('a') as g:\n        g.read()\n        g.read()\n"
    findings = found(text)
    assert [f.line for f in findings] == [2, 3, 4]
    assert {f.cause for f in findings} == {"PERF001:app.py:2:10"}


def test_what_is_said_to_one_session_is_one_cause() -> None:
    text = (
        "from sqlalchemy.orm import Session\n\n\nasync def f(db: Session, row):\n    db.execute(row)\n"
        "    db.commit()\n    db.refresh(row)\n\n\nasync def g(db: Session):\n    db.commit()\n"
    )
    findings = found(text)
    assert [f.line for f in findings] == [5, 6, 7, 11]
    assert [f.cause for f in findings] == ["PERF001:app.py:5:5"] * 3 + ["PERF001:app.py:11:5"]


def test_pauses_are_causes_of_their_own() -> None:
    text = "import time\n\n\nasync def f(a):\n    time.sleep(a)\n    a.go()\n    time.sleep(a)\n"
    assert len({f.cause for f in found(text)}) == 2


def test_tests_carry_low_confidence_and_cheap_calls_there_are_left_out() -> None:
    text = "import os\nimport time\n\n\nasync def test_a():\n    time.sleep(1)\n    os.path.exists('a')\n"
    findings = found(text, "tests/test_a.py")
    assert [(f.line, f.confidence) for f in findings] == [(6, Confidence.LOW)]


def test_start_up_code_weighs_little() -> None:
    text = (
        "import time\nfrom contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n\n\n"
        "@asynccontextmanager\n"
        "async def life(app):\n    time.sleep(1)\n    yield\n\n\napp = FastAPI(lifespan=life)\n"
    )
    (finding,) = found(text)
    assert (finding.severity, finding.confidence) == (Severity.INFO, Confidence.LOW)


def test_a_process_that_was_asked_whether_it_has_ended() -> None:
    text = """
        import asyncio
        import subprocess

        async def run(command):
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            while process.poll() is None:
                await asyncio.sleep(1)
            return process.communicate()

        async def waits(command):
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            return process.communicate()
        """
    findings = examine({"app.py": textwrap.dedent(text)}, [BlockingInAsync()])
    assert [f.line for f in findings if "communicate" in f.message] == [13]
