"""How long a query takes by its kind: one row by its key or one commit is soon done, many rows are not.

What the table says of databases fits queries of any length. A server answers a look-up of one row, a commit or a read
of a cache in a millisecond or two: that holds up a loop, and seldom for long. All rows that match, many rows at once,
one query after another and a connection that is made anew take as long as there is data, or as the network likes.
"""

from __future__ import annotations

from collections.abc import Sequence

from codereview.api import Place, Severity
from codereview.facts.module import AWAITED, CallFact, LoopFact

from .found import Hit
from .services import QUEUED

# servers that are asked for rows and keys; the others search, or are asked over HTTP
_OF_ROWS = frozenset(
    """
    sqlalchemy sqlmodel flask_sqlalchemy peewee mongoengine pymongo flask_pymongo redis fakeredis pymemcache memcache
    psycopg2 psycopg psycopg_pool pymysql MySQLdb mysql mariadb pyodbc pymssql cx_Oracle oracledb records dataset
    """.split()
)
_CACHE = "django.core.cache."
_GIVES_MANY = frozenset("all fetchall fetchmany to_list __iter__ partitions".split())
_MANY = _GIVES_MANY | frozenset(
    """
    aggregate distinct bulk_write bulk_create bulk_update bulk_save_objects bulk_insert_mappings
    bulk_update_mappings insert_many update_many delete_many executemany executescript callproc copy copy_from copy_to
    copy_expert stream create_all drop_all reflect create_index create_indexes
    """.split()
)
# of Redis: what waits for something to come, and what walks over all keys
_WAITS = frozenset(
    "blpop brpop brpoplpush blmove bzpopmin bzpopmax xread xreadgroup listen acquire keys scan_iter".split()
)
# a millisecond, unless the broker is away
_ONE_MESSAGE = QUEUED._replace(severity=Severity.LOW)
_LIMITED = (".limit()", ".slice()", ".paginate()", ".fetch()")
_LAST = 1_000_000
_LOOPS = frozenset({"for", "comprehension"})
_FEW = 8
"""Rounds that a loop may have for its queries to be soon done with."""


def measured(hits: Sequence[Hit], calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> list[Hit]:
    """The blocking calls of a function, those queries and messages that are soon done in a group that weighs less.

    Args:
        hits: what was found.
        calls: all calls of the function.
        loops: all loops of the function.
    """
    return [
        hit._replace(group=hit.group._replace(severity=Severity.MEDIUM))
        if is_of_rows(hit) and not (_takes_many(hit, calls, loops) or in_rounds(hit.at, calls, loops))
        else hit._replace(group=_ONE_MESSAGE)
        if hit.group is QUEUED and not any(loop.line < hit.at.line <= loop.end_line for loop in loops)
        else hit
        for hit in hits
    ]


def is_of_rows(hit: Hit) -> bool:
    """Whether a call asks a server for rows or keys, so that its kind tells how long that takes."""
    of_kind = hit.group.kind == "database" and not hit.group.refused
    return of_kind and (hit.name.partition(".")[0] in _OF_ROWS or hit.name.startswith(_CACHE))


def in_rounds(at: Place, calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> bool:
    """Whether a place stands in a loop that never lets go: without ``await``, and of more than a few rounds.

    Args:
        at: the place.
        calls: all calls of the function in which it is.
        loops: all loops of that function.
    """
    return any(
        loop.kind in _LOOPS
        and not loop.is_async
        and not 0 <= loop.bound <= _FEW
        and _is_within(at, loop)
        and not any(call.flags & AWAITED and loop.line <= call.line <= loop.end_line for call in calls)
        for loop in loops
    )


def _is_within(at: Place, loop: LoopFact) -> bool:
    """Whether a place stands in the rounds of a loop: what it runs over stands before them."""
    begins, ends = (loop.line, loop.column), (loop.end_line, loop.end_column)
    if loop.kind == "comprehension":
        is_head = getattr(at, "path", "?") + "()" == loop.iterable
        return begins <= (at.line, at.column) and (at.end_line, at.end_column) <= ends and not is_head
    return loop.line < at.line <= loop.end_line


def _takes_many(hit: Hit, calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> bool:
    name = hit.name.rpartition(".")[2]
    if name == "connect" and "(" not in hit.name:
        return True  # of a driver: it is made anew
    if name in _WAITS and hit.name.startswith(("redis.", "fakeredis.")):
        return True
    path = getattr(hit.at, "path", "")
    given = getattr(hit.at, "args", ())
    if any(word in text for text in (hit.name, path, *given) for word in _LIMITED):
        return False
    return name in _MANY or (name in ("execute", "scalars", "exec") and _gives_many(hit.at, calls, loops))


def _gives_many(at: Place, calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> bool:
    """Whether all rows that a statement gives are taken: ``session.execute(...).scalars().all()``."""
    path, name = getattr(at, "path", "?"), getattr(at, "path", "?").rpartition(".")[2]
    # what is known of the statement goes before what is known of the session
    results = (path + "()", *(f"{given}.{name}()" for given in getattr(at, "args", ())[:1]))
    again = [call.line for call in calls if call.path == path and call.line > at.end_line]
    lines = range(at.line, min(again, default=_LAST))
    taken = [call for call in calls if call.line in lines and call.path.rpartition(".")[2] in _GIVES_MANY]
    heads = tuple(one + "." for one in results)
    if any(call.path.startswith(heads) for call in taken):
        return True
    return any(loop.iterable.startswith(results) and loop.line in lines for loop in loops)
