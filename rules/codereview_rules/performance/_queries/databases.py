"""What databases a project is set up for, as far as its texts name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from codereview.api import Collector, ModuleContext, Note
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

LOCAL = "local"
"""A file that names SQLite, and no other database."""
SERVER = "server"
"""A file that names a database that is asked over a connection."""
_SERVERS = ("postgres", "mysql", "mariadb", "mssql", "oracle", "cockroach", "redshift", "snowflake")
_SERVED = re.compile(
    rf"backends\.(?:{'|'.join(_SERVERS)})|(?:{'|'.join(_SERVERS)})\w*(?:\+\w+)?://"
    r"|^[^#\n]*\b(?:Pooled)?(?:Postgres|MySQL|MariaDB|Cockroach)\w*Database\(",
    re.MULTILINE,
)
_FILE = re.compile(r"sqlite(?:\+\w+)?://")
_EMBEDDED = ("sqlite://", "sqlite+", "backends.sqlite3", "SqliteDatabase(", "SqliteExtDatabase(")
_CONNECTING = (
    *(
        "sqlalchemy",
        "flask",
        "sqlmodel",
        "peewee",
        "playhouse",
        "tortoise",
        "databases",
        "quart",
        "aiosqlite",
    ),
    *("pydantic_settings", "decouple", "environs"),
)
"""Modules of those that name a database outside of files that are called settings."""
_OF_SETTINGS = re.compile(
    r"(?:\A|/)[^/]*(?:config|settings|database|db|engine|session|env)[^/]*\.py\Z|/(?:db|config|settings)/"
)
_MANIFESTS = re.compile(
    r"requirements|constraints|\.(?:toml|cfg|lock|in|json)\Z|(?:\A|/)(?:Pipfile|setup\.py)\Z|lock\.\w+\Z"
)
"""Files that name what is installed, whatever is used of it."""
_RUN = re.compile(r"compose[^/]*\.ya?ml\Z|(?:\A|/)(?:Dockerfile|\.env)[^/]*\Z")
"""Files that tell what the program is run with; what a workflow names may be for tests."""


def database(path: str, text: str, connecting: bool) -> str:
    """`LOCAL` or `SERVER` where a file names a database: settings by any word, others by a URL or an engine of Django.

    Both is `SERVER`: SQLite stands there for development. Empty where it names none, and of what is neither one of the
    settings nor ``connecting`` by its imports.
    """
    of_settings = _OF_SETTINGS.search(path) is not None
    if not of_settings and not connecting:
        return ""
    if (of_settings and any(word in text for word in _SERVERS)) or _SERVED.search(text):
        return SERVER
    if "qlite" in text and (of_settings or any(word in text for word in _EMBEDDED)):
        return LOCAL
    return ""


def connects(facts: FileFacts) -> bool:
    """Whether a file imports what connects to databases."""
    return any(item.module.startswith(_CONNECTING) for item in facts.imports)


class Databases(Collector):
    """Files that name a database, each with one note of kind `LOCAL` or `SERVER`."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """The note of a file, if it names one."""
        kind = database(facts.path, file.text, connects(facts))
        return (Note(kind, 1, 1, 1, 1, -1, -1),) if kind else ()


def embedded(project: ProjectFacts) -> bool:
    """Whether settings or a compose file name SQLite, and at most a requirement tells of a server."""
    kinds = {note.kind for _, notes in project.noted(Databases) for note in notes}
    if SERVER in kinds or deploys_server(project.texts):
        return False
    return LOCAL in kinds or any(
        _FILE.search(text) for path, text in project.texts.items() if _RUN.search(path)
    )


def deploys_server(texts: Mapping[str, str]) -> bool:
    """Whether a compose file, a workflow or an example of an environment names a database that is a server; what is
    merely installed may be used for anything."""
    return any(
        word in text for path, text in texts.items() if not _MANIFESTS.search(path) for word in _SERVERS
    )
