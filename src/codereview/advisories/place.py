"""Where the user's own database of advisories is, and whether it is another one than before."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_FILE = "advisories.sqlite3"


def folder() -> Path:
    """The data folder: ``CODEREVIEW_DATA_DIR`` or the platform's place for a user's data."""
    given = os.environ.get("CODEREVIEW_DATA_DIR")
    return Path(given) if given else Path(platformdirs.user_data_dir("codereview", appauthor=False))


def database_path() -> Path:
    """Where the user's own database is, or would be."""
    return folder() / _FILE


def identity(path: Path | None = None) -> str:
    """A text that changes whenever the database does; empty if there is none. Cheap."""
    try:
        found = (path or database_path()).stat()
    except OSError:
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}"
