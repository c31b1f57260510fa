"""ARC007: the same code in several files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity, Zone
from codereview.facts.clones import CloneClass, Place
from codereview.facts.project import ProjectFacts

from .._syntax.aside import is_set_aside
from .._syntax.by_hand import is_run_by_hand, is_run_once

_LARGE = 20
_SHOWN = 12
_SMALL = 8
_OF_HAND = 40
"""Statements below which a copy costs scripts that are started by hand less than a module that both need."""
_VERSION = re.compile(r"(?<![A-Za-z0-9])v\d+(?![A-Za-z0-9])")
_STAGES = frozenset(
    "dev development local prod production stage staging test testing qa uat demo ci deploy docker heroku".split()
)
_MANIFEST = re.compile(
    r"(?:^|/)(?:pyproject\.toml|setup\.py|requirements[\w.-]*\.txt|Pipfile|Dockerfile[\w.-]*|package\.json)$"
)

CARD = Card(
    id="ARC007",
    title="Duplicated code",
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    effort=45,
    why=(
        "Copies drift apart: a fault that is mended in one of them stays in the others, and nobody knows any more "
        "which of their differences are meant. Each reader reads the same code several times."
    ),
    instead=(
        "Move what is the same into one function, base class or fixture of data that all places use, and pass in "
        "what differs. Delete copies that nothing uses."
    ),
    false_alarms=(
        "Compared are the statements of production files, not tests, generated code, migrations, imports, fields of "
        "classes, copies of parameters to attributes, or tables of values. At least six statements that do "
        "something are surely the same: to the letter, or in shape and in all that they call. Code that is the same "
        "today and is to change for different reasons is reported, too."
    ),
)

_COPY = """def load(path, session):
    rows = session.read(path, encoding="utf-8")
    kept = [row for row in rows if row.strip()]
    if not kept:
        raise ValueError(f"{path} holds nothing")
    total = session.count(kept, by="name")
    session.log.info("read %d rows", total)
    for row in kept:
        session.insert(row.upper(), total=total)
    session.commit()
    return total
"""
_RENAMED = _COPY.replace("rows", "lines").replace("row", "line").replace("path", "file")
_ALIKE = _RENAMED.replace("total", "sum").replace("kept", "left").replace("session", "store")
_CHANGED = _COPY.replace("    session.commit()\n", "    session.flush(kept)\n    session.commit()\n")
_PART = _COPY.replace("    return total\n", "    return len(kept)\n")
_LONG = _COPY.replace(
    "    return total\n",
    "    session.close(wait=True)\n    session.log.info('closed', total)\n    session.tell(path)\n    return total\n",
)
_METHODS = """class Store:
    def __init__(self, client, bucket):
        self.client = client
        self.bucket = bucket

    def put(self, key, body):
        name = self.client.normalise(key, strict=True)
        self.client.upload(self.bucket, name, body, retries=3)
        return self.client.url(self.bucket, name)

    def get(self, key):
        name = self.client.normalise(key, strict=True)
        found = self.client.download(self.bucket, name)
        if found is None:
            raise KeyError(key)
        return found.read().decode("utf-8")
"""
_SCRIPT = """import streamlit as st

st.title("Report")
frame = load(st.session_state["user"], limit=100)
if frame.empty:
    st.warning("Nothing there yet")
    st.stop()
left, right = st.columns(2)
left.metric("Sum", frame["amount"].sum())
right.metric("Mean", frame["amount"].mean())
st.dataframe(frame.sort_values("amount"), width=600)
"""

BAD = (
    Bad({"a.py": _COPY, "b.py": _COPY}, lines=("a.py:1",)),
    Bad({"shop/orders.py": _COPY, "shop/bills.py": _RENAMED}, lines=("shop/bills.py:2",)),
    Bad({"shop/orders.py": _COPY, "shop/bills.py": _CHANGED}, lines=("shop/bills.py:1",)),
    Bad({"a.py": _COPY, "b.py": "# of a\n" + _COPY, "c.py": "import os\n\n" + _COPY}, lines=("a.py:1",)),
    Bad(
        {"s3/store.py": _METHODS, "gcs/store.py": _METHODS.replace("Store", "Bucket")},
        lines=("gcs/store.py:2",),
    ),
    Bad(
        {"pages/one.py": _SCRIPT, "pages/two.py": _SCRIPT.replace("Report", "Other")},
        lines=("pages/one.py:3",),
    ),
    Bad(  # scripts that run once
        {"jobs/backfill_names.py": _COPY, "jobs/backfill_sums.py": _COPY},
        lines=("jobs/backfill_names.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # each of them is built by itself
        {
            "ask/pyproject.toml": '[project]\nname = "ask"\n',
            "ask/rows.py": _COPY,
            "tell/pyproject.toml": '[project]\nname = "tell"\n',
            "tell/rows.py": _COPY,
        },
        lines=("ask/rows.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # started by hand, each by itself
        {
            "audit_names.py": _COPY + "\n\nload('names', Session())\n",
            "audit_sums.py": _COPY + "\n\nload('sums', Session())\n",
        },
        lines=("audit_names.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # put aside
        {"old_dags/names.py": _COPY, "sums.py": _COPY},
        lines=("old_dags/names.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"shop/v1/orders.py": _COPY, "shop/v2/orders.py": _COPY},
        lines=("shop/v1/orders.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(  # few statements, alike in form alone
        {"shop/orders.py": _COPY, "shop/bills.py": _ALIKE},
        lines=("shop/bills.py:2",),
        confidence=Confidence.LOW,
    ),
    Bad(  # told at the two files that have most in common
        {"a.py": _PART, "b.py": _LONG, "c.py": _LONG},
        lines=("b.py:1",),
        confidence=Confidence.MEDIUM,
    ),
    Bad(
        {"a.py": _COPY, "b.py": _COPY.replace('path, encoding="utf-8"', 'path,\n        encoding="utf-8"')},
        lines=("a.py:1",),
    ),
)

_FIELDS = "".join(
    f"    {name}: str = field(default='')\n" for name in "one two three four five six seven eight".split()
)
_PARAMS = "one, two, three, four, five, six, seven, eight"
_KEPT = "".join(f"        self.{name} = {name}\n" for name in _PARAMS.split(", "))
_STUBS = "from typing import Protocol\n\n\nclass Store(Protocol):\n" + "".join(
    f"    def {name}(self, key: str, limit: int) -> list[str]: ...\n" for name in _PARAMS.split(", ")
)
_TABLE = "".join(f'{name.upper()} = ("{name}", 1, [2, 3])\n' for name in _PARAMS.split(", "))

_IMPORTS = (
    "import os\nimport sys\nimport json\nimport re\nimport io\nimport ast\nimport abc\n\nprint(os.name)\n"
)

GOOD = (
    Good({"a.py": _COPY, "tests/test_a.py": _COPY}),
    Good({"a.py": _COPY + "\n\n" + _COPY.replace("load", "again")}),
    Good(
        {
            "a.py": "from dataclasses import dataclass, field\n\n\n@dataclass\nclass A:\n" + _FIELDS,
            "b.py": "from dataclasses import dataclass, field\n\n\n@dataclass\nclass B:\n" + _FIELDS,
        }
    ),
    Good(
        {
            "a.py": f"class A:\n    def __init__(self, {_PARAMS}):\n{_KEPT}",
            "b.py": f"class B:\n    def __init__(self, {_PARAMS}):\n{_KEPT}",
        }
    ),
    Good({"a.py": _STUBS, "b.py": _STUBS}),
    Good({"a.py": _TABLE, "b.py": _TABLE}),
    Good({"shop/migrations/0001_initial.py": _COPY, "shop/migrations/0002_more.py": _COPY}),
    Good({"a.py": _COPY, "client_pb2.py": _COPY}),
    Good(
        {
            "a.py": _COPY,
            "b.py": "def load(path, session):\n    rows = session.read(path, encoding='utf-8')\n    return len(rows)\n",
        }
    ),
    Good(
        {
            "a.py": _IMPORTS,
            "b.py": _IMPORTS,
        }
    ),
    # the same shape, but it calls other things
    Good(
        {
            "a.py": _COPY,
            "b.py": _COPY.replace("session.", "api.fetch_")
            .replace("rows", "x")
            .replace("kept", "y")
            .replace("total", "z")
            .replace("insert", "send")
            .replace("commit", "close")
            .replace("read", "list")
            .replace("count", "length")
            .replace("info", "debug")
            .replace("path", "p"),
        }
    ),
)


_WAYS = frozenset("sync async asgi wsgi asyncio aio trio anyio curio gevent twisted threading".split())


def _are_ways_of_waiting(clone: CloneClass) -> bool:
    """Whether the files are one module for threads and for event loops: ``sync/client.py`` and ``aio/client.py``. The
    language has no way to write both at once; they are to be made from one another."""
    return len({_without_way(place.path) for place in clone.places}) == 1


def _without_way(path: str) -> tuple[str, ...]:
    parts = path.removesuffix(".py").split("/")
    named = ("_".join(word for word in part.split("_") if word not in _WAYS) for part in parts)
    return tuple(name for name in named if name)


def _are_kept_apart(one: str, other: str) -> bool:
    """Whether two files are versions of one interface, or the settings of two stages, each of them written out."""
    if _VERSION.search(one) and _VERSION.sub("v", one) == _VERSION.sub("v", other):
        return True
    return "settings" in one and _without_stage(one) == _without_stage(other)


def _without_stage(path: str) -> tuple[str, ...]:
    words = re.split(r"[/_.-]", path.removesuffix(".py"))
    return tuple(word for word in words if word not in _STAGES and word not in ("__init__", "settings", ""))


def told(clone: CloneClass) -> str:
    """What is the same, in words."""
    parts = f" in {clone.parts} places of each" if clone.parts > 1 else ""
    statements = f"{clone.same} statements{parts}"
    if clone.exact == clone.compared:
        return f"{statements} are the same"
    if clone.same == clone.compared and 2 * clone.exact < clone.same:
        return f"{statements} are the same but for names and values"
    if clone.exact == clone.same:
        return f"{statements} are the same, of {clone.compared} that were compared"
    if clone.same == clone.compared:
        return f"{statements} are the same, {clone.same - clone.exact} of them but for names and values"
    but = f"{clone.same - clone.exact} of them but for names and values"
    return f"{statements} are the same, {but}, of {clone.compared} that were compared"


def _others(places: tuple[Place, ...]) -> str:
    """The files beside the two that have most in common."""
    if not places:
        return ""
    more = f" and {len(places) - 2} more files" if len(places) > 2 else ""
    names = ", ".join(f"`{place.path}`" for place in places[:2])
    return f"; {names}{more} {'has' if len(places) == 1 else 'have'} part of it"


def _owner(path: str, manifests: frozenset[str]) -> str:
    """The nearest folder above a file that has a manifest or a container of its own; empty for the root."""
    folder = path.rpartition("/")[0]
    while folder and folder not in manifests:
        folder = folder.rpartition("/")[0]
    return folder


def _deployed(project: ProjectFacts) -> frozenset[str]:
    """The folders with a manifest or a container of their own."""
    return frozenset(
        path.rpartition("/")[0] for path in (*project.others, *project.files) if _MANIFEST.search(path)
    )


def _stand_apart(project: ProjectFacts, clone: CloneClass, manifests: frozenset[str]) -> bool:
    """Whether there is hardly a place for what is the same: scripts that run once or by hand, what was put
    aside, versions and stages that are kept beside each other, or parts that are deployed each by itself."""
    paths = [place.path for place in clone.places]
    if all(project.zone(path) is Zone.SCRIPTS or is_run_once(path) for path in paths[:2]):
        return True
    if sum(not is_set_aside(project, path) for path in paths) < 2:
        return True
    first, second = paths[:2]
    if clone.same < _OF_HAND and is_run_by_hand(project, first) and is_run_by_hand(project, second):
        return True
    owners = [_owner(path, manifests) for path in paths]
    return len(set(owners)) == len(owners) or _are_kept_apart(first, second)


def _is_doubtful(clone: CloneClass) -> bool:
    """Whether few statements are alike, and most of them in form alone: that is often a usual form."""
    least = clone.same if clone.same < _SMALL else clone.same / 2
    return clone.same < _LARGE and clone.exact < least


class DuplicatedCode(ProjectRule):
    """One finding for all code that the same files share; see `codereview.facts.clones`."""

    card = CARD
    bad = BAD
    good = GOOD

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        manifests = _deployed(project) if project.clones.classes else frozenset()
        for clone in project.clones.classes:
            first, second, *others = clone.places
            ways = _are_ways_of_waiting(clone)
            grave = clone.same >= _LARGE and not ways
            sure = grave and 2 * clone.exact >= clone.same
            apart = _stand_apart(project, clone, manifests)
            doubtful = apart or _is_doubtful(clone)
            yield self.finding(
                first.path,
                At(first.line, 1, first.end_line, 1),
                f"{told(clone)} in this file and in `{second.path}`{_others(tuple(others))}"
                + (": one module for each way of waiting" if ways else ""),
                severity=None if grave and not apart else Severity.LOW,
                # few statements are often those of a usual form
                confidence=Confidence.LOW if doubtful else None if sure else Confidence.MEDIUM,
                related=[
                    Related(place.path, place.line, f"the copy, lines {place.line} to {place.end_line}")
                    for place in (second, *others)[:_SHOWN]
                ],
                checked="imports, declarations, tables, tests, migrations and generated code are not compared",
            )
