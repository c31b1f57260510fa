"""A file of advisories -> the database. A failure leaves the old one as it was."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import msgspec

from codereview.advisories.database import create
from codereview.advisories.place import database_path
from codereview.advisories.records import OsvRecord, sane
from codereview.advisories.sources import entries
from codereview.errors import ConfigError

_NAMED = 5


class Imported(msgspec.Struct, frozen=True):
    """What an import took in.

    Attributes:
        count: advisories that are in the database now.
        packages: how many packages they are about.
        withdrawn: advisories left out, because they were withdrawn.
        date: day of the newest change in the data.
        damaged: files that could not be read; ``damaged_names`` are the first of them.
        foreign: advisories that are about no package of PyPI.
        unread_ranges: ranges left out, because their versions are none of PEP 440.
        path: the database.
    """

    count: int
    packages: int
    withdrawn: int
    date: str
    damaged: int
    damaged_names: tuple[str, ...]
    foreign: int
    unread_ranges: int
    path: Path


class _Taken:
    """What has been read so far."""

    def __init__(self, latest: str) -> None:
        self.latest = latest
        self.rows: dict[tuple[str, str], bytes] = {}
        self.ids: set[str] = set()
        self.newest = ""
        self.withdrawn = self.foreign = self.unread = 0
        self.damaged: list[str] = []

    def add(self, record: OsvRecord) -> None:
        found = sane(record)
        if self.newest < found.record.modified <= self.latest:
            self.newest = found.record.modified
        if record.withdrawn:
            self.withdrawn += 1
            return
        names = {item.package.name for item in found.record.affected or () if item.package is not None}
        if not names:
            self.foreign += 1
            return
        self.ids.add(record.id)
        self.unread += found.unread
        data = msgspec.json.encode(found.record)
        self.rows.update(((name, record.id), data) for name in names)


def import_file(path: Path, database: Path | None = None, today: date | None = None) -> Imported:
    """Makes the database from OSV's PyPI export or a checkout of the PyPA advisory database.

    Args:
        path: the zip or folder; see `codereview.advisories.sources`.
        database: the database to replace; the user's own if it is None.
        today: the day that is noted; the present one if it is None. Changes of a later day do not count as
            the date of the data.

    Raises:
        ConfigError: nothing usable at that path, or the database cannot be written.
    """
    now = today or datetime.now(timezone.utc).date()
    taken = _Taken((now + timedelta(days=2)).isoformat())
    for name, record in entries(path):
        if record is None:
            taken.damaged.append(name)
        else:
            taken.add(record)
    if not taken.ids:
        raise ConfigError(
            f"{path} holds no advisory that could be read ({len(taken.damaged):,} damaged files, "
            f"{taken.withdrawn:,} withdrawn advisories, {taken.foreign:,} on other ecosystems); download it again"
        )
    target = database or database_path()
    meta = {
        "date": taken.newest[:10],
        "imported": now.isoformat(),
        "count": str(len(taken.ids)),
        "packages": str(len({name for name, _ in taken.rows})),
        "source": path.name,
        "damaged": str(len(taken.damaged)),
    }
    _write(target, meta, taken.rows)
    return Imported(
        count=len(taken.ids),
        packages=int(meta["packages"]),
        withdrawn=taken.withdrawn,
        date=meta["date"],
        damaged=len(taken.damaged),
        damaged_names=tuple(taken.damaged[:_NAMED]),
        foreign=taken.foreign,
        unread_ranges=taken.unread,
        path=target,
    )


def _write(target: Path, meta: Mapping[str, str], rows: Mapping[tuple[str, str], bytes]) -> None:
    """Writes a new file beside the old one and puts it in its place."""
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".advisories-", suffix=".tmp", dir=target.parent)
        os.close(handle)
        create(Path(temporary), meta, rows)
        os.replace(temporary, target)
    except (OSError, sqlite3.Error) as error:
        raise ConfigError(
            f"the advisory database {target} cannot be written ({error}); see to its folder, or name another one "
            "in CODEREVIEW_DATA_DIR"
        ) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
