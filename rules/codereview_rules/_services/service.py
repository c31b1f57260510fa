"""A web service as its repository shows it: how it is deployed, what it imports, where it starts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from codereview.api import At, Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

_DEPLOYS = lazy_pattern(
    r"(?:^|/)(?:(?:Dockerfile|Containerfile)[^/]*|[^/]*\.dockerfile|(?:docker-)?compose[^/]*\.ya?ml"
    r"|Procfile|fly\.toml|render\.yaml"
    r"|app\.yaml|serverless\.ya?ml|railway\.(?:toml|json)|heroku\.yml|captain-definition"
    r"|nixpacks\.toml|Chart\.yaml|gunicorn[\w.]*\.py"
    r"|(?:k8s|kubernetes|helm|manifests)/(?:[^/]+/)*[^/]+\.ya?ml|[^/]+\.service)$"
)
_HELPS = lazy_pattern(
    r"sonar|test|\bci\b|local|override|debug|lint|docs?\b|jenkins|base|build|db|database|redis|kafka|elastic|monitor",
    re.IGNORECASE,
)
"""Names of files that deploy something beside the service; taken where there is no other."""
_CONTAINER = lazy_pattern(
    r"Dockerfile|Containerfile|dockerfile|compose|Chart\.yaml|k8s/|kubernetes/|helm/|manifests/"
)
_ASIDE = lazy_pattern(
    r"(?:^|/)(?:\.devcontainer|\.github|tests?|docs?|examples?|samples?|benchmarks?|vendor"
    r"|node_modules)/|\.dev\b|dev\."
)
_MAKES = lazy_pattern(
    r"(?:fastapi\.(?:applications\.)?FastAPI|flask\.(?:app\.)?Flask"
    r"|starlette\.applications\.Starlette|quart\.Quart|sanic\.Sanic"
    r"|litestar\.Litestar|aiohttp\.web\.Application|connexion\.\w+|apiflask\.APIFlask"
    r"|falcon\.(?:asgi\.)?App|tornado\.web\.Application)$"
)


_WEB = frozenset(
    "aiohttp aiohttp_cors bottle connexion corsheaders django falcon fastapi flask flask_cors hug litestar nicegui "
    "pyramid quart rest_framework robyn sanic starlette tornado twisted werkzeug".split()
)


_DATABASES = frozenset(
    "MySQLdb aioboto3 aiomysql aiopg aioredis aiosqlite apsw asyncmy asyncpg beanie boto3 cassandra clickhouse_connect "
    "clickhouse_driver couchdb cx_Oracle databases dataset django duckdb edgedb elasticsearch firebase_admin "
    "flask_sqlalchemy gino google influxdb mongoengine motor mysql neo4j odmantic opensearchpy oracledb ormar peewee "
    "piccolo playhouse pony prisma psycopg psycopg2 pymongo pymssql pymysql pyodbc records redis snowflake sqlalchemy "
    "sqlite3 sqlmodel supabase tinydb tortoise valkey".split()
)
_QUERIES = frozenset(
    "bulk_create bulk_write commit delete_many delete_one execute executemany executescript fetchall fetchone find_one "
    "get_or_create insert_many insert_one query replace_one rollback scalar scalars update_many update_one".split()
)


def answers_nothing(project: ProjectFacts) -> str:
    """Why advice on answers to requests does not apply: no route is registered and no framework for them is imported;
    empty where it does."""
    if project.routes.all or project.is_a("web service") or project.vocabulary.roots & _WEB:
        return ""
    return "nothing in the project answers requests of the web"


def queries_nothing(project: ProjectFacts) -> str:
    """Why advice on databases does not apply: no driver and no mapper is imported, and nothing is called that runs a
    query by its name; empty where it does."""
    words = project.vocabulary
    if words.roots & _DATABASES or words.called & _QUERIES or words.has_managers:
        return ""
    return "nothing in the project queries a database"


def no_web_service(project: ProjectFacts) -> str:
    """Why advice on what serves requests does not apply; empty where it does."""
    if project.is_a("web service"):
        return ""
    if project.is_a("Streamlit application"):
        return "Streamlit itself serves the pages: requests, health and signals are not the project's"
    return "the project is no web service"


def deployed_by(project: ProjectFacts, container: bool = False) -> str:
    """The file that puts the service into operation, the one nearest to the root; empty without.

    Args:
        project: the project.
        container: only containers, compose and Kubernetes count.
    """
    found = [
        path
        for path in (*project.others, *project.files)
        if _DEPLOYS.search(path) and not _ASIDE.search(path) and (not container or _CONTAINER.search(path))
    ]
    return min(found, key=lambda path: (bool(_HELPS.search(path)), path.count("/"), path), default="")


def not_a_service(project: ProjectFacts, container: bool = False) -> str:
    """Why advice on running a service does not apply; empty where it does."""
    if reason := no_web_service(project):
        return reason
    if not project.routes.all:
        return "the project registers no route that is understood"
    if project.library.startswith(("it is packaged for", "it extends")):
        return "others build their services with it"
    if not deployed_by(project, container):
        kinds = (
            "container, compose file or Kubernetes manifest"
            if container
            else "container, Procfile or other file that deploys it"
        )
        return f"the repository has no {kinds}"
    return ""


def own(project: ProjectFacts) -> Iterator[tuple[str, FileFacts]]:
    """The production files."""
    for path, facts in project.files.items():
        if project.zone(path) is Zone.PRODUCTION:
            yield path, facts


def uses(project: ProjectFacts, packages: frozenset[str], words: Iterable[str] = ()) -> str:
    """What of some packages is imported, required or named in another file; empty for nothing.

    Args:
        project: the project.
        packages: roots of imports and names of distributions, with ``_`` for ``-``.
        words: words that settings, containers and proxies would say.
    """
    for facts in project.files.values():
        for item in facts.imports:
            root, _, rest = item.module.partition(".")
            if root in packages or f"{root}.{rest.partition('.')[0] or item.name}" in packages:
                return item.module
        for word in facts.words:
            if word in packages:
                return word
    for requirement in project.dependencies.direct():
        name = requirement.name.replace("-", "_")
        if name in packages or name.split("_")[0] in packages:
            return requirement.name
    return said(project, words)


def said(project: ProjectFacts, words: Iterable[str]) -> str:
    """The first of some words that a file that is not Python says; empty for none."""
    hashed = {word_hash(word): word for word in words}
    if hashed:
        for data in project.mentions.values():
            for item in unpacked(data):
                if item in hashed:
                    return hashed[item]
    return ""


def start(project: ProjectFacts) -> tuple[str, At | CallFact]:
    """Where the service is made: its application, else its first route."""
    routes = Counter(route.application.partition(":")[0] for route in project.routes.all if route.application)
    for path in (*(path for path, _ in routes.most_common()), *(path for path, _ in own(project))):
        facts = project.files.get(path) if not _HELPS.search(path) and "example" not in path else None
        for call in facts.calls if facts is not None else ():
            if call.path[:1] not in "?=@%" and _MAKES.match(call.path):
                return path, call
    kind = next((kind for kind in project.kinds if kind.name == "web service"), None)
    if kind is not None and kind.path in project.files:
        return kind.path, At(max(kind.line, 1))
    route = project.routes.all[0]
    return route.file, At(route.line, route.column, route.end_line, route.end_column)
