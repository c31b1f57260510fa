"""Results by content, in one SQLite file of the user's cache folder.

Two audits may use it at once (write-ahead log, short transactions). A value carries a checksum; one that
does not match counts as missing. A file that is damaged or no database of ours is put away and made anew.
Whatever goes wrong with the cache costs time, never a result.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import platformdirs

_APPLICATION_ID = 0x0C0DE4E7
_LAYOUT = 1
_LIMIT = 512 * 1024 * 1024
"""Bytes above which the oldest half of the entries is dropped."""
_CHUNK = 500
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between attempts to open a database that somebody else is making."""


def folder() -> Path:
    """The cache folder: ``CODEREVIEW_CACHE_DIR`` or the platform's place for caches."""
    given = os.environ.get("CODEREVIEW_CACHE_DIR")
    return Path(given) if given else Path(platformdirs.user_cache_dir("codereview", appauthor=False))


class Cache:
    """A map of keys to bytes. Never raises; ``notes`` says what went wrong.

    Args:
        path: the database file; None is a cache that holds nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self.notes: list[str] = []
        self._connection: sqlite3.Connection | None = None
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = self._opened(path)
        except (sqlite3.Error, OSError) as error:
            self.notes.append(f"The cache at {path} cannot be used ({error}); the audit ran without it.")

    def _opened(self, path: Path) -> sqlite3.Connection:
        try:
            return _connected(path)
        except sqlite3.OperationalError:
            raise  # locked or not writable: it is not ours to remove
        except sqlite3.DatabaseError as error:
            self.notes.append(f"The cache at {path} was damaged ({error}) and has been made anew.")
            for suffix in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(f"{path}{suffix}")
            return _connected(path)

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The values of those keys that are there and whole."""
        found: dict[str, bytes] = {}
        if self._connection is None:
            return found
        try:
            for start in range(0, len(keys), _CHUNK):
                part = keys[start : start + _CHUNK]
                marks = ",".join("?" * len(part))
                rows = self._connection.execute(
                    f"SELECT key, crc, value FROM result WHERE key IN ({marks})", part
                )
                found.update({key: value for key, crc, value in rows if zlib.crc32(value) == crc})
        except sqlite3.Error as error:
            self._give_up(error)
        return found

    def put(self, values: Mapping[str, bytes]) -> None:
        """Stores values; those of the same key are replaced."""
        if self._connection is None or not values:
            return
        rows: Iterable[tuple[str, int, bytes]] = (
            (key, zlib.crc32(value), value) for key, value in values.items()
        )
        try:
            with self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO result (key, crc, value) VALUES (?, ?, ?)", rows
                )
            self._trim()
        except sqlite3.Error as error:
            self._give_up(error)

    def _trim(self) -> None:
        if self._connection is None:
            return
        (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
        (size,) = self._connection.execute("PRAGMA page_size").fetchone()
        if pages * size > _LIMIT:
            with self._connection:
                self._connection.execute(
                    "DELETE FROM result WHERE rowid <= (SELECT rowid FROM result ORDER BY rowid"
                    " LIMIT 1 OFFSET (SELECT count(*) / 2 FROM result))"
                )
            self._connection.execute("VACUUM")

    def _give_up(self, error: sqlite3.Error) -> None:
        self.notes.append(f"The cache failed ({error}); the audit went on without it.")
        self.close()

    def close(self) -> None:
        """Closes the file."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _connected(path: Path) -> sqlite3.Connection:
    """Opens the database, also while others are making it: sqlite does not wait for the change to its write-ahead log,
    nor where a reader becomes a writer, whatever the time-out (https://www.sqlite.org/wal.html, "Sometimes queries
    return SQLITE_BUSY in WAL mode").
    """
    for pause in _PAUSES:
        connection = _unless_locked(path)
        if connection is not None:
            return connection
        time.sleep(pause)
    return _connect(path)


def _unless_locked(path: Path) -> sqlite3.Connection | None:
    try:
        return _connect(path)
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level="DEFERRED")
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        if (application, layout) not in ((0, 0), (_APPLICATION_ID, _LAYOUT)):
            raise sqlite3.DatabaseError("it is of another program or version")
        with connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS result"
                " (key TEXT PRIMARY KEY, crc INTEGER NOT NULL, value BLOB NOT NULL)"
            )
            connection.execute(f"PRAGMA application_id={_APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={_LAYOUT}")
        connection.execute("SELECT key, crc, value FROM result LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
