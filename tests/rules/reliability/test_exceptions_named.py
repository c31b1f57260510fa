"""Errors are named where the very call can meet them, and left out where it settles that they do not come."""

from __future__ import annotations

import pytest

from codereview.engine.memory import examine
from codereview_rules.reliability.broad_except import BroadExcept
from codereview_rules.reliability.exception_swallowed import ExceptionSwallowed
from codereview_rules.reliability.unseen_failure import UnseenFailure

STORE = """
class StoreError(Exception): ...

TEXTS = {"greeting": "hello"}

def text(name: str):
    found = TEXTS.get(name)
    if found is None:
        raise StoreError(name)
    return found

def shown(name: str, size: int = 1):
    return text(name) * size

def checked(row, strict=False):
    if strict:
        refuse(row)
    return row

def refuse(row):
    raise StoreError(row)

def listed(rows=None):
    if not rows:
        return []
    return [refuse(row) for row in rows]

def wanted(row):
    if row is None:
        raise ValueError("no row")
    if not row.open():
        raise KeyError("not open")
    return row

def asked(client):
    for attempt in range(2):
        try:
            answer = client.ask()
        except OSError:
            if attempt:
                raise
            continue
        return answer
    raise StoreError("never asked")

def tried(clients):
    last = None
    for client in clients:
        try:
            return client.ask()
        except OSError as error:
            last = error
    if last is not None:
        raise last
    raise StoreError("no client")

def kept(rows):
    count = 0
    try:
        for row in rows:
            refuse(row)
            count += 1
    finally:
        return count
"""


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("text('greeting')", False),
        ("text(row.name)", True),
        ("shown('greeting')", False),
        ("shown('greeting', row.size)", False),
        ("shown(row.name)", True),
        ("checked(row)", False),
        ("checked(row, strict=False)", False),
        ("listed()", False),
        ("refuse(row)", True),
        ("asked(row)", False),
        ("kept(row)", False),
        ("tried(row)", False),
    ],
)
def test_an_error_is_named_where_the_call_can_meet_it(call: str, named: bool) -> None:
    body = f"        row.save()\n        {call}\n"
    code = f"{STORE}\ndef use(row):\n    try:\n{body}    except Exception:\n        pass\n"
    (found,) = examine({"shop.py": code}, [ExceptionSwallowed()])
    assert ("StoreError" in found.message) is named
    assert "`row.save()` (write)" in found.message


def test_a_function_that_refuses_nothing_is_given_something_as_a_rule() -> None:
    body = "        row.save()\n        wanted(row)\n"
    code = f"{STORE}\ndef use(row):\n    try:\n{body}    except Exception:\n        pass\n"
    (found,) = examine({"shop.py": code}, [ExceptionSwallowed()])
    assert "KeyError" in found.message
    assert "ValueError" not in found.message


def test_a_refusal_of_what_is_known_is_not_named_beyond_its_caller() -> None:
    code = (
        "class TwiceError(Exception): ...\n\nclass Desk:\n    def __init__(self):\n        self.known = {}\n\n"
        "    def add(self, row):\n        if row.key in self.known:\n            raise TwiceError(row.key)\n"
        "        self.known[row.key] = row\n\n    def put(self, row):\n        if row.key in self.known:\n"
        "            return\n        try:\n            row.save()\n            self.add(row)\n"
        "        except Exception:\n            pass\n"
    )
    (found,) = examine({"shop.py": code}, [ExceptionSwallowed()])
    assert "TwiceError" not in found.message


def test_background_work_is_told_without_an_error_that_cannot_come() -> None:
    code = (
        f"import asyncio\n{STORE}\nasync def work(row):\n    row.name = text('greeting')\n    row.save()\n\n"
        "async def start(row):\n    asyncio.create_task(work(row))\n"
    )
    (found,) = examine({"shop.py": code}, [UnseenFailure()])
    assert "StoreError" not in found.message


THREADED = """
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

def opened(port):
    try:
        return port.open()
    except:
        return None

def check(port):
    return opened(port)

class Watch(Thread):
    def run(self):
        try:
            self.port.open()
        except:
            self.port = None

def later(pool: ThreadPoolExecutor, method, port):
    return pool.submit(method, port)

def stored(port):
    try:
        port.close()
        port.store()
    except:
        return None

def end(pool, port):
    return later(pool, stored, port)

def scan(ports):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(check, ports))
"""


def test_ctrl_c_does_not_come_to_what_runs_in_threads_alone() -> None:
    found = examine({"ports.py": THREADED}, [BroadExcept()])
    assert [one.line for one in found] == [8, 18, 28]
    assert not any("Ctrl-C" in one.message for one in found)
    page = f"import streamlit as st\n\nst.title('ports')\n{THREADED}\nst.write(opened(None))\n"
    assert not any("Ctrl-C" in one.message for one in examine({"app.py": page}, [BroadExcept()]))
    directly = examine({"ports.py": f"{THREADED}\nopened(None)\n"}, [BroadExcept()])
    assert "Ctrl-C" in directly[0].message
