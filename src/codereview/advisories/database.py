"""The advisories in one SQLite file of the user's data folder.

It is written once and replaced as a whole (`codereview.advisories.importing`), so that readers never see half of
it. Each row holds one advisory on one package, as a record of OSV.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import msgspec
from packaging.utils import canonicalize_name

from codereview.advisories.place import database_path
from codereview.advisories.records import OsvRecord, advisory
from codereview.errors import ConfigError
from codereview.facts.dependencies.advisories import MISSING, Advisories, Advisory, affects

_APPLICATION_ID = 0x0C0DEADB
_LAYOUT = 1
_DECODER = msgspec.json.Decoder(OsvRecord)


class Status(msgspec.Struct, frozen=True):
    """What is known of a database. ``date`` is the day of the newest change in its data, ``imported`` the day
    of the import, ``source`` the name of the file that was imported, ``damaged`` the number of files in that
    could not be read.
    """

    path: Path
    date: str
    imported: str
    count: int
    packages: int
    source: str
    damaged: int


class Database:
    """A database that is open for reading; safe to ask from several threads.

    Args:
        path: the file; the user's own if it is None.

    Raises:
        ConfigError: there is none, or it is damaged or of another version. The message names the command that
            mends it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or database_path()
        self._lock = threading.Lock()
        if not self.path.is_file():
            raise ConfigError(MISSING)
        try:
            self._connection = _connect(self.path)
            rows = self._connection.execute("SELECT key, value FROM meta").fetchall()
            meta = {str(key): str(value) for key, value in rows}
            self.status = Status(
                self.path, meta["date"], meta["imported"], int(meta["count"]), int(meta["packages"]),
                meta["source"], int(meta["damaged"]),
            )  # fmt: skip
        except (sqlite3.Error, KeyError, ValueError, OSError) as error:
            raise self._damaged(error) from error

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def _damaged(self, error: Exception) -> ConfigError:
        return ConfigError(
            f"the advisory database {self.path} is damaged or of another version ({error}); "
            "make it anew with `codereview advisories import FILE`"
        )

    def records(self, name: str) -> list[OsvRecord]:
        """The records on a package, by any spelling of its name, in the order of their ids.

        Raises:
            ConfigError: the file is damaged.
        """
        try:
            with self._lock:
                rows = self._connection.execute(
                    "SELECT record FROM advisory WHERE name = ? ORDER BY id", (canonicalize_name(name),)
                ).fetchall()
            return [_DECODER.decode(data) for (data,) in rows]
        except (sqlite3.Error, msgspec.DecodeError, TypeError, UnicodeDecodeError) as error:
            raise self._damaged(error) from error

    def advisories(self, name: str) -> tuple[Advisory, ...]:
        """The advisories on a package. Raises ConfigError: the file is damaged."""
        canonical = canonicalize_name(name)
        return tuple(advisory(record, canonical) for record in self.records(canonical))

    def lookup(self, name: str, version: str) -> tuple[Advisory, ...]:
        """Those that one version is affected by. Raises ConfigError: the file is damaged."""
        return tuple(item for item in self.advisories(name) if affects(item, version))

    def known(self, names: Iterable[str]) -> Advisories:
        """All that the database holds of some packages. Raises ConfigError: the file is damaged."""
        found = {name: self.advisories(name) for name in sorted({canonicalize_name(name) for name in names})}
        return Advisories(
            date=self.status.date,
            imported=self.status.imported,
            by_name={str(name): items for name, items in found.items() if items},
            source=self.status.source,
        )


def lookup(name: str, version: str, path: Path | None = None) -> tuple[Advisory, ...]:
    """The advisories that one version of a package is affected by; see `Database`."""
    with Database(path) as database:
        return database.lookup(name, version)


def read(names: Iterable[str], path: Path | None = None) -> Advisories:
    """What is known of some packages; without a usable database a value that says why. Never raises for it."""
    try:
        with Database(path) as database:
            return database.known(names)
    except ConfigError as error:
        return Advisories(missing=str(error))


def create(path: Path, meta: Mapping[str, str], rows: Mapping[tuple[str, str], bytes]) -> None:
    """Fills an empty file.

    Args:
        path: the file.
        meta: what `Status` shows.
        rows: records by canonical name of the package and id.

    Raises:
        sqlite3.Error, OSError: it cannot be written.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        connection.execute(
            "CREATE TABLE advisory (name TEXT NOT NULL, id TEXT NOT NULL, record BLOB NOT NULL,"
            " PRIMARY KEY (name, id))"
        )
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        connection.executemany(
            "INSERT INTO advisory VALUES (?, ?, ?)",
            ((name, number, data) for (name, number), data in sorted(rows.items())),
        )
        connection.execute(f"PRAGMA application_id={_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={_LAYOUT}")
        connection.execute("COMMIT")
    finally:
        connection.close()
    with open(path, "rb+") as stream:
        os.fsync(stream.fileno())


def _connect(path: Path) -> sqlite3.Connection:
    # immutable: nobody writes to this file; it is replaced by another one
    where = f"file:{quote(str(path.absolute()).replace(os.sep, '/'))}?mode=ro&immutable=1"
    connection = sqlite3.connect(where, uri=True, check_same_thread=False)
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        if (application, layout) != (_APPLICATION_ID, _LAYOUT):
            raise sqlite3.DatabaseError("it was not made by this version of codereview")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
