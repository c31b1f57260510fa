"""coverage.py's ``.coverage``: the SQLite database that a run leaves behind.

Format: https://coverage.readthedocs.io/en/latest/dbschema.html. It holds the lines that ran (as bits, see
``numbits`` there) or the jumps between them, and not which lines there are: those are counted from the sources.

The file is read by SQLite itself and not through coverage.py, which would bring a tracer into every installation
to read three tables. A database of strangers can carry views and triggers that run for ever or read elsewhere:
only plain tables are read, nothing is written, and the number of steps is bounded.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections import defaultdict
from pathlib import Path

from codereview.evidence.values import MOST_FILES, CoverageRead, Lines, UnreadableError

MAGIC = b"SQLite format 3\0"
_STEPS = 1_000
_MOST_CALLS = 100_000
_SCHEMAS = (7,)
_WIDEST = 2_000_000
"""Bytes of one number of bits: sixteen million lines."""
_MOST_LINES = 10_000_000
_BITS = [bin(byte).count("1") for byte in range(256)]
_TABLES = ("file", "line_bits", "arc")


def read(data: bytes) -> CoverageRead:
    """The lines that ran, by file.

    Raises:
        UnreadableError: it is no such database, is damaged, or of a schema that is not known.
    """
    with tempfile.TemporaryDirectory(prefix="codereview-") as folder:
        place = Path(folder, "data")
        place.write_bytes(data)
        try:
            with contextlib.closing(_opened(place)) as base:
                return _read(base)
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeDecodeError, ValueError) as error:
            if isinstance(error, sqlite3.OperationalError) and "interrupted" in str(error):
                raise UnreadableError("takes too long to read") from None
            raise UnreadableError("is a damaged database, or none that coverage.py wrote") from None


def _opened(place: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"{place.as_uri()}?mode=ro&immutable=1", uri=True)
    calls = 0

    def too_long() -> bool:
        nonlocal calls
        calls += 1
        return calls > _MOST_CALLS

    base.set_progress_handler(too_long, _STEPS)
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA cell_size_check = ON")
    return base


def _read(base: sqlite3.Connection) -> CoverageRead:
    plain = {
        name
        for name, kind, sql in base.execute("SELECT name, type, sql FROM sqlite_master LIMIT 1000")
        if kind == "table" and "virtual" not in str(sql).lower()[:40]
    }
    if "coverage_schema" not in plain or not plain.issuperset(_TABLES):
        raise UnreadableError("is a database that coverage.py did not write")
    schema = base.execute("SELECT version FROM coverage_schema LIMIT 1").fetchone()
    if schema is None or schema[0] not in _SCHEMAS:
        found = "unknown" if schema is None else str(schema[0])[:20]
        raise UnreadableError(f"has the schema {found} of coverage.py's data, and 7 is the one that is known")
    meta = (
        {str(k): str(v) for k, v in base.execute("SELECT key, value FROM meta LIMIT 100")}
        if "meta" in plain
        else {}
    )
    paths = dict(base.execute("SELECT id, path FROM file LIMIT ?", (MOST_FILES,)))
    lines: dict[int, set[int]] = defaultdict(set)
    total = 0
    for number, bits in base.execute("SELECT file_id, numbits FROM line_bits"):
        if isinstance(bits, bytes) and len(bits) <= _WIDEST:
            total += sum(map(_BITS.__getitem__, bits))
            if total > _MOST_LINES:
                raise UnreadableError("names too many lines")
            lines[number].update(_numbers(bits))
    for number, start, end in base.execute("SELECT DISTINCT file_id, fromno, tono FROM arc"):
        # a negative number is an entry into a scope, or an exit from one
        lines[number].update(line for line in (start, end) if isinstance(line, int) and line > 0)
    files = {
        path: Lines(frozenset(lines[number]), None) for number, path in paths.items() if isinstance(path, str)
    }
    if not files:
        raise UnreadableError("holds no measured file")
    return CoverageRead(
        tool=f"coverage.py {meta.get('version', '')[:40]}".strip(),
        files=files,
    )


def _numbers(bits: bytes) -> list[int]:
    return [
        index * 8 + bit for index, byte in enumerate(bits) if byte for bit in range(8) if byte & (1 << bit)
    ]
