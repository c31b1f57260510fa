"""What is opened is closed, whatever happens."""

from __future__ import annotations

from codereview.api import Category, Has, Lacks, Practice, Seen
from codereview.facts import module as m
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, places, repeated
from codereview_rules.practices._examples import in_tests, started, unreached

_OPENS = frozenset(
    [
        "builtins.open", "io.open", "gzip.open", "bz2.open", "lzma.open", "zipfile.ZipFile", "tarfile.open",
        "tempfile.TemporaryDirectory", "tempfile.NamedTemporaryFile", "tempfile.TemporaryFile", "pathlib.Path().open",
        "aiofiles.open", "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession",
        "smtplib.SMTP", "smtplib.SMTP_SSL",
        "sqlite3.connect", "aiosqlite.connect", "psycopg2.connect", "psycopg.connect", "socket.socket",
        "concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor",
    ]
)  # fmt: skip
_LEAST = 12
_SHARE = 0.95
_CODE = repeated("\n\ndef {name}(path):\n    with open(path) as stream:\n        return stream.read()\n", 12)


class ContextManagers(Practice):
    """Counts calls that open files, archives, clients, connections and pools, and those of them under ``with``."""

    id = "context-managers"
    title = "Resources are opened under `with`"
    category = Category.RELIABILITY
    why = "Files and connections are given back when something fails, too."
    bar = f"{_LEAST} resources under `with`, and {_SHARE:.0%} of all that are opened"
    weight = 1
    contradicted_by = ("REL012",)
    good = (Has(started({"files.py": _CODE}), ("files.py:4", "files.py:59"), "12 of 12 resources"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"files.py": _CODE}), "nothing that starts reaches it"),
        Lacks(
            started(
                {"files.py": _CODE + repeated("\n\ndef {name}_x(path):\n    return open(path).read()\n", 6)}
            ),
            "a third is never closed",
        ),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        uses = [use for use in project.live.calls(*_OPENS) if use.call.path in _OPENS]
        # what is given back or handed on is closed by whoever gets it
        uses = [
            use for use in uses if use.call.flags & m.ENTERED or not use.call.flags & (m.RETURNED | m.PASSED)
        ]
        entered = [use for use in uses if use.call.flags & m.ENTERED]
        if len(entered) < _LEAST or len(entered) < _SHARE * len(uses):
            return None
        said = f"{len(entered):,} of {many(len(uses), 'resource')} that are opened stand under `with`"
        return Seen(said, places(entered), len(entered), len(uses))
