"""Copies that differ only in how they wait weigh less than other ones."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview.model import Severity
from codereview_rules.architecture.duplicated_code import DuplicatedCode

LONG = """def load(path, session):
    rows = session.read(path, encoding="utf-8")
    kept = [row for row in rows if row.strip()]
    if not kept:
        raise ValueError(f"{path} holds nothing")
    total = session.count(kept, by="name")
    session.log.info("read %d rows", total)
    for row in kept:
        session.insert(row.upper(), total=total)
    session.commit()
    left = {name: session.size(name) for name in session.names()}
    while left and session.waits(total):
        name, size = left.popitem()
        if size > total:
            session.drop(name, at=size)
            continue
        total -= session.shrink(name)
    try:
        session.flush(total)
    except OSError as error:
        session.log.exception("cannot flush %s", error)
        raise RuntimeError(path) from error
    with session.lock(path) as lock:
        lock.note(sorted(left), total)
        session.publish(lock.key, list(kept))
    assert session.check(total), path
    return session.summary(total, left)
"""


def severity(one: str, other: str) -> Severity:
    (finding,) = examine({one: LONG, other: LONG}, [DuplicatedCode()])
    return finding.severity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shop/sync/client.py", "shop/asyncio/client.py"),
        ("shop/client.py", "shop/aio/client.py"),
        ("shop/async_client.py", "shop/client.py"),
        ("shop/_trio/client.py", "shop/_sync/client.py"),
    ],
)
def test_one_module_for_each_way_of_waiting_weighs_little(one: str, other: str) -> None:
    assert severity(one, other) is Severity.LOW


@pytest.mark.parametrize(
    ("one", "other"),
    [("shop/sync/client.py", "shop/asyncio/server.py"), ("shop/orders.py", "shop/bills.py")],
)
def test_other_copies_weigh_as_before(one: str, other: str) -> None:
    assert severity(one, other) is Severity.MEDIUM
