"""One name for each thing of the standard library and well-known packages that has several.

Sources: the public documentation of each package. Only spellings that name the very same object are joined.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SAME = {
    "requests.session": "requests.Session",
    "requests.sessions.Session": "requests.Session",
    "requests.api": "requests",
    "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.session.sessionmaker": "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.orm.sessionmaker()()": "sqlalchemy.orm.Session()",
    "sqlalchemy.orm.sessionmaker().begin()": "sqlalchemy.orm.Session()",
    "sqlalchemy.orm.scoped_session()": "sqlalchemy.orm.Session()",
    "sqlalchemy.orm.scoped_session()()": "sqlalchemy.orm.Session()",
    "sqlalchemy.orm.Session().begin()": "sqlalchemy.orm.Session()",
    "sqlalchemy.orm.create_session()": "sqlalchemy.orm.Session()",
    "sqlalchemy.ext.asyncio.session.AsyncSession": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.async_sessionmaker()()": "sqlalchemy.ext.asyncio.AsyncSession()",
    "sqlalchemy.ext.asyncio.async_sessionmaker().begin()": "sqlalchemy.ext.asyncio.AsyncSession()",
    "sqlalchemy.ext.asyncio.async_scoped_session()()": "sqlalchemy.ext.asyncio.AsyncSession()",
    "sqlalchemy.ext.asyncio.async_scoped_session()": "sqlalchemy.ext.asyncio.AsyncSession()",
    "sqlalchemy.orm.scoped_session[]": "sqlalchemy.orm.scoped_session",
    "sqlalchemy.orm.sessionmaker[]": "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.ext.asyncio.async_sessionmaker[]": "sqlalchemy.ext.asyncio.async_sessionmaker",
    "sqlalchemy.ext.asyncio.async_scoped_session[]": "sqlalchemy.ext.asyncio.async_scoped_session",
    "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.engine.Engine()": "sqlalchemy.create_engine()",
    "sqlalchemy.engine.base.Engine()": "sqlalchemy.create_engine()",
    "sqlalchemy.Engine()": "sqlalchemy.create_engine()",
    "sqlalchemy.engine.Connection()": "sqlalchemy.create_engine().connect()",
    "sqlalchemy.Connection()": "sqlalchemy.create_engine().connect()",
    "sqlalchemy.create_engine().begin()": "sqlalchemy.create_engine().connect()",
    "sqlmodel.create_engine": "sqlalchemy.create_engine",
    "sqlmodel.Session": "sqlalchemy.orm.Session",
    "sqlmodel.sql.expression.select": "sqlalchemy.select",
    "sqlmodel.select": "sqlalchemy.select",
    "sqlmodel.ext.asyncio.session.AsyncSession": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlmodel.Relationship": "sqlalchemy.orm.relationship",
    "sqlalchemy.orm.relation": "sqlalchemy.orm.relationship",
    "sqlalchemy.future.select": "sqlalchemy.select",
    "sqlalchemy.sql.select": "sqlalchemy.select",
    "sqlalchemy.ext.declarative.declarative_base": "sqlalchemy.orm.declarative_base",
    "pathlib.PosixPath": "pathlib.Path",
    "pathlib.Path.cwd()": "pathlib.Path()",
    "pathlib.Path.home()": "pathlib.Path()",
    "io.open": "builtins.open",
    "_io.open": "builtins.open",
    "boto3.session.Session": "boto3.Session",
    "boto3.Session().client": "boto3.client",
    "boto3.Session().resource": "boto3.resource",
    "boto3.session.Session().client": "boto3.client",
    "redis.StrictRedis": "redis.Redis",
    "redis.client.Redis": "redis.Redis",
    "redis.client.StrictRedis": "redis.Redis",
    "redis.Redis.from_url()": "redis.Redis()",
    "redis.from_url()": "redis.Redis()",
    "redis.StrictRedis.from_url()": "redis.Redis()",
    "redis.asyncio.client.Redis": "redis.asyncio.Redis",
    "redis.asyncio.from_url()": "redis.asyncio.Redis()",
    "redis.asyncio.Redis.from_url()": "redis.asyncio.Redis()",
    "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
    "httpx._client.Client": "httpx.Client",
    "aiohttp.client.ClientSession": "aiohttp.ClientSession",
    "psycopg2.extensions.connection()": "psycopg2.connect()",
    "psycopg2.extensions.cursor()": "psycopg2.connect().cursor()",
    "psycopg.Connection.connect()": "psycopg.connect()",
    "psycopg.Connection()": "psycopg.connect()",
    "psycopg.Cursor()": "psycopg.connect().cursor()",
    "sqlite3.Connection()": "sqlite3.connect()",
    "sqlite3.dbapi2.connect": "sqlite3.connect",
    "sqlite3.Cursor()": "sqlite3.connect().cursor()",
    "sqlite3.connect().execute()": "sqlite3.connect().cursor()",
    "sqlite3.connect().cursor().execute()": "sqlite3.connect().cursor()",
    "MySQLdb.connections.Connection()": "MySQLdb.connect()",
    "pymysql.connections.Connection()": "pymysql.connect()",
    "pymysql.Connection()": "pymysql.connect()",
    "urllib3.poolmanager.PoolManager": "urllib3.PoolManager",
    "concurrent.futures.thread.ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor": "concurrent.futures.ProcessPoolExecutor",
    "fastapi.routing.APIRouter": "fastapi.APIRouter",
    "fastapi.applications.FastAPI": "fastapi.FastAPI",
    "flask.app.Flask": "flask.Flask",
    "flask.blueprints.Blueprint": "flask.Blueprint",
    "fastapi.concurrency.run_in_threadpool": "starlette.concurrency.run_in_threadpool",
    "django.db.models.base.Model": "django.db.models.Model",
    "django.contrib.gis.db.models.Model": "django.db.models.Model",
    "paramiko.client.SSHClient": "paramiko.SSHClient",
    "flask_sqlalchemy.SQLAlchemy().session": "sqlalchemy.orm.Session()",
    "flask_sqlalchemy.SQLAlchemy().select": "sqlalchemy.select",
    "flask_sqlalchemy.SQLAlchemy().relationship": "sqlalchemy.orm.relationship",
    "flask_sqlalchemy.SQLAlchemy().Column": "sqlalchemy.Column",
    "flask_sqlalchemy.SQLAlchemy().ForeignKey": "sqlalchemy.ForeignKey",
    "typing_extensions": "typing",
    "smtplib.SMTP_SSL": "smtplib.SMTP",
    "openai.Client": "openai.OpenAI",
    "anthropic.Client": "anthropic.Anthropic",
}

# methods and properties that give back an object of the same kind
_FLUENT: dict[str, frozenset[str]] = {
    "pathlib.Path()": frozenset(
        ".parent .resolve() .absolute() .expanduser() .joinpath() .with_suffix() .with_name() .with_stem() "
        ".relative_to() .rename() .replace() .readlink() .parents[] .iterdir()[] .glob()[] .rglob()[]".split()
    ),
}


# a class with type arguments, as in an alias: queue.Queue[str]
_GENERIC = re.compile(r"[\w.]+\.[A-Z]+[a-z]\w*\[\]\Z")


@lru_cache(maxsize=100_000)
def canonical(name: str) -> str:
    """The one name of an external path; a path that has no other is returned as it is."""
    same = _SAME.get(name)
    if same is not None:
        return same
    if name.endswith("[]") and _GENERIC.match(name):
        return canonical(name[:-2])
    for kind, fluent in _FLUENT.items():
        if name.startswith(kind) and name[len(kind) :] in fluent:
            return kind
    return name
