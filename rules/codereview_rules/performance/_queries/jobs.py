"""Loops whose rounds are jobs: each does something slower than a query for its item, or fails apart from the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.api import Zone
from codereview.facts.module import AWAITED, CONDITIONAL, IN_HANDLER
from codereview.facts.paths import known, last_name
from codereview_rules.performance._blocking.callables import table
from codereview_rules.performance._queries.databases import embedded
from codereview_rules.performance._queries.guards import (
    BRANCH,
    DUPLICATES,
    DYNAMIC,
    GUARD,
    JOB,
    LEAVES,
    SEARCH,
    SKIPS,
    UNKNOWN,
    Guards,
)
from codereview_rules.performance._queries.said import CHOSEN, COPY, CUT, DECLINED, OF_ROLE, OWNED, SHORT
from codereview_rules.performance._queries.tables import TASKS

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FileFacts, LoopFact, RefFact
    from codereview.facts.notes import Note
    from codereview.facts.project import Key, ProjectFacts

_SLOW = frozenset(
    {"network", "subprocess", "sleep", "model inference or loading", "image or document work", "file"}
)
_REMOTE_KINDS = _SLOW - {"file", "image or document work"}
# packages whose awaited methods wait for another machine
_REMOTE = frozenset("aiohttp httpx discord telegram telethon pyrogram aiogram aiosmtplib".split())
_LOCAL = frozenset({"send_response", "send_file", "send_from_directory", "send_header"})
_WORDS = frozenset(
    """
    send email mail notify download upload fetch_url publish sleep run_in_executor to_thread urlopen webhook
    post_message git clone api scrape crawl deploy
    """.split()
)

# what gives rows of a store one by one
_OF_STORES = frozenset(
    "find aggregate scan_iter hscan_iter sscan_iter zscan_iter all filter stream scan".split()
)
_NEAR = 15
"""Lines between a query that a name holds and the loop over it."""
_HEADER = 2
"""Lines that the head of a loop takes beyond its first."""
_DEEP = 2
"""Calls between a loop and what it waits for."""

_LOCAL_DRIVERS = frozenset({"sqlite3", "aiosqlite", "apsw", "pysqlite2", "pysqlite3", "pysqlcipher3"})
_REMOTE_DRIVERS = frozenset(
    """
    psycopg psycopg2 psycopg_pool asyncpg aiopg pg8000 pymysql MySQLdb mysql aiomysql asyncmy pyodbc aioodbc cx_Oracle
    oracledb pymssql snowflake clickhouse_driver clickhouse_connect mariadb redshift_connector trino databricks
    sqlalchemy django databases
    """.split()
)


class Jobs:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._slow: dict[tuple[str, int], bool] = {}
        self._waits: dict[tuple[Key, int], bool] = {}
        self._held: dict[tuple[str, str], list[Note]] = defaultdict(list)
        for path, notes in project.noted(Guards):
            for note in notes:
                self._held[path, note.kind].append(note)

    def apart(self, path: str, loop: LoopFact, at: CallFact | RefFact) -> bool:
        """Whether a ``try`` in a loop keeps what goes wrong with one item from the others."""
        return self._is_held(GUARD, path, loop, at)

    def decided(self, path: str, loop: LoopFact, at: CallFact | RefFact, times: int = 1) -> bool:
        """Whether an ``if`` in a loop decides whether a place is reached, or several that stand in each other."""
        return self._held_by(BRANCH, path, loop, at) >= times

    def misses(self, path: str, loop: LoopFact, at: CallFact | RefFact) -> bool:
        """Whether an ``if`` keeps some rounds of a loop from a place in it."""
        loops = self.project.files[path].loops
        return self.decided(path, loop, at) or any(
            loops[note.loop] is loop and loop.line < note.line < at.line
            for note in self._held.get((path, SKIPS), ())
        )

    def unknown(self, path: str, loop: LoopFact, at: CallFact | RefFact) -> bool:
        """Whether a place is reached only for what a collection does not have yet."""
        return self._is_held(UNKNOWN, path, loop, at)

    def skips_duplicates(self, path: str, loop: LoopFact, at: CallFact | RefFact) -> bool:
        """Whether a ``try`` in a loop goes on where the database has a row already."""
        return self._is_held(DUPLICATES, path, loop, at)

    def copies(self, path: str, loop: LoopFact) -> bool:
        """Whether a loop makes new rows of the ones that it has, by taking their key from them."""
        return any(loop.line < note.line <= loop.end_line for note in self._held.get((path, COPY), ()))

    def searches(self, path: str, loop: LoopFact) -> bool:
        """Whether a loop ends with the first item that fits."""
        return self._is_noted(SEARCH, path, loop)

    def leaves(self, path: str, loop: LoopFact, by: tuple[str, ...]) -> bool:
        """Whether a loop is left before its end by one of these statements."""
        at = (loop.line, loop.column)
        return any(
            (note.line, note.column) == at and not {str(value) for value in note.values}.isdisjoint(by)
            for note in self._held.get((path, LEAVES), ())
        )

    def is_short(self, path: str, loop: LoopFact, function: int) -> bool:
        """Whether a number right above a loop says that its query gives few rows."""
        end = loop.end_line if loop.kind == "comprehension" else loop.line + _HEADER
        return self.limited(path, range(max(function, loop.line - _NEAR), end + 1))

    def limited(self, path: str, lines: range) -> bool:
        """Whether a number on some lines says that a query gives few rows."""
        return any(note.line in lines for note in self._held.get((path, SHORT), ()))

    def cut(self, path: str, at: CallFact | RefFact) -> bool:
        """Whether only the first rows of an ordered query are taken."""
        return at.path.endswith(".order_by") and any(
            at.line <= note.line <= at.end_line for note in self._held.get((path, CUT), ())
        )

    def owned(self, path: str, lines: range) -> tuple[str, ...]:
        """The foreign keys that are compared with a value on some lines."""
        return tuple(str(note.values[0]) for note in self._held.get((path, OWNED), ()) if note.line in lines)

    def of_role(self, path: str, lines: range) -> bool:
        """Whether a filter on some lines asks for those whose role lets them do more than others."""
        return any(note.line in lines for note in self._held.get((path, OF_ROLE), ()))

    def chosen(self, path: str, lines: range) -> tuple[str, ...]:
        """The columns of keys that SQL on some lines compares with what it is given."""
        return tuple(str(note.values[0]) for note in self._held.get((path, CHOSEN), ()) if note.line in lines)

    def dynamic(self, path: str, loop: LoopFact) -> bool:
        """Whether a statement of SQL in a loop is for another table in each round."""
        return any(loop.line <= note.line <= loop.end_line for note in self._held.get((path, DYNAMIC), ()))

    @cached_property
    def embedded(self) -> bool:
        """Whether settings name SQLite, and nothing but a name among the requirements tells of a server."""
        return embedded(self.project)

    def hands_on(self, path: str, loop: LoopFact) -> bool:
        """Whether a loop does no more than to get something for its item and to hand that on."""
        return self._is_noted(JOB, path, loop)

    def declined(self, path: str, loop: LoopFact) -> bool:
        """Whether a comment in a loop, or right before it, says why its items are not done together."""
        return any(
            loop.line - 4 < note.line <= loop.end_line for note in self._held.get((path, DECLINED), ())
        )

    def _is_noted(self, kind: str, path: str, loop: LoopFact) -> bool:
        at = (loop.line, loop.column)
        return any((note.line, note.column) == at for note in self._held.get((path, kind), ()))

    def streams(self, loop: LoopFact, of_rows: bool) -> bool:
        """Whether a loop takes item by item from another service, which brings them while it runs."""
        name = last_name(loop.iterable).removesuffix("()")
        return loop.kind == "async for" and not of_rows and name not in _OF_STORES

    def _is_held(self, kind: str, path: str, loop: LoopFact, at: CallFact | RefFact) -> bool:
        return self._held_by(kind, path, loop, at) > 0

    def _held_by(self, kind: str, path: str, loop: LoopFact, at: CallFact | RefFact) -> int:
        return sum(
            loop.line < int(str(note.values[0])) <= at.line <= int(str(note.values[1])) <= loop.end_line
            for note in self._held.get((path, kind), ())
        )

    @cached_property
    def local(self) -> bool:
        """Whether the only database that the project speaks to by SQL of its own is SQLite, where a query is a call
        and no round trip (https://www.sqlite.org/np1queryprob.html)."""
        used = {
            item.module.partition(".")[0]
            for path, facts in self.project.files.items()
            if self.project.zone(path) is not Zone.TESTS and not path.startswith(("ext/", "vendor/", "lib/"))
            for item in facts.imports
        }
        return bool(used & _LOCAL_DRIVERS) and not used & _REMOTE_DRIVERS

    def climbs(self, path: str, facts: FileFacts, loop: LoopFact) -> bool:
        """Whether the function of a loop calls itself in it, to walk over a tree."""
        own = (path, loop.function)
        return loop.function >= 0 and any(
            call.function == loop.function
            and loop.line <= call.line <= loop.end_line
            and last_name(call.path) == facts.functions[loop.function].name
            and self.project.callee(self.project.resolve(path, call.path)) == own
            for call in facts.calls
            if known(call.path)
        )

    def slow(self, path: str, facts: FileFacts, loop: LoopFact) -> bool:
        """Whether a loop does something slower than a query in its rounds: a request, a mail, a process, a file."""
        at = (path, loop.line)
        if at not in self._slow:
            self._slow[at] = self.waits(path, facts, loop) or any(
                self._is_slow(path, call) for call in in_rounds(facts, loop)
            )
        return self._slow[at]

    def waits(self, path: str, facts: FileFacts, loop: LoopFact) -> bool:
        """Whether a loop waits for another machine or a process in its rounds, as far as what it calls is known."""
        return any(
            self._is_remote(path, call) or self._leads_there(path, call, _DEEP)
            for call in in_rounds(facts, loop)
        )

    def _leads_there(self, path: str, call: CallFact, depth: int) -> bool:
        """Whether a function that a call reaches always does something slower than a query."""
        if call.path[:1] in "?=" or call.flags & IN_HANDLER:
            return False
        key = self.project.callee(self.project.resolve(path, call.path))
        if key is None or key[1] < 0:
            return False
        at = (
            key,
            depth,
        )  # what is told depends on how far it is looked, and on nothing that was asked before
        if at not in self._waits:
            self._waits[at] = self._waits_in(key, depth)
        return self._waits[at]

    def _waits_in(self, key: Key, depth: int) -> bool:
        function = self.project.function(key)
        if any(last_name(one).lstrip("?") in TASKS for one in function.decorators):
            return False
        calls = [call for call in self.project.calls_in(key) if not call.flags & (IN_HANDLER | CONDITIONAL)]
        if any(self._is_remote(key[0], call) for call in calls):
            return True
        return depth > 1 and any(self._leads_there(key[0], call, depth - 1) for call in calls)

    def _is_remote(self, path: str, call: CallFact) -> bool:
        """Whether a call asks another machine or starts a process; reading a file is no such wait."""
        target = self.project.resolve(path, call.path) if known(call.path) else None
        if target is None or target.kind != "external":
            return False
        group = table().find(target.name)
        return group is not None and group.kind in _REMOTE_KINDS

    def _is_slow(self, path: str, call: CallFact) -> bool:
        name = last_name(call.written or call.path).strip("_?")
        if name not in _LOCAL and (name in _WORDS or _WORDS & {*name.split("_")[:1], *name.split("_")[-1:]}):
            return True
        target = self.project.resolve(path, call.path) if known(call.path) else None
        if target is None or target.kind != "external":
            return False
        if target.name == "os.makedirs" or target.name.startswith("shutil."):
            return True
        group = table().find(target.name)
        if group is not None:
            return group.kind in _SLOW
        return bool(call.flags & AWAITED) and target.name.partition(".")[0] in _REMOTE


def in_rounds(facts: FileFacts, loop: LoopFact) -> Iterator[CallFact]:
    """The calls in the rounds of a loop, what it runs over left out."""
    for call in facts.calls:
        if (
            call.loop >= 0
            and call.function == loop.function
            and loop.line <= call.line <= loop.end_line
            and (call.line, call.column) > (loop.line, loop.column)
            and not (call.line == loop.line and loop.kind != "comprehension")
        ):
            yield call
