"""What the rules on errors say beyond the line: what is hidden, how grave it is, and how sure they are."""

from __future__ import annotations

from codereview.engine.memory import examine
from codereview.model import Confidence, Finding, Severity
from codereview_rules.reliability.broad_except import BroadExcept
from codereview_rules.reliability.cause_lost import CauseLost
from codereview_rules.reliability.error_logged_twice import ErrorLoggedTwice
from codereview_rules.reliability.exception_swallowed import ExceptionSwallowed
from codereview_rules.reliability.plain_exception import PlainException
from codereview_rules.reliability.unseen_failure import UnseenFailure

ORDERS = """class OrderError(Exception): ...

def check(order):
    if not order.lines:
        raise OrderError("nothing ordered")

async def later(order):
    raise OrderError("not now")

def place(order, session):
    check(order)
    session.commit()
"""


def handled(body: str, handler: str = "except Exception", does: str = "pass", above: str = "") -> str:
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    return f"{above}def post(order, session):\n    try:\n{lines}    {handler}:\n        {does}\n"


def swallowed(code: str) -> Finding:
    (one,) = examine({"shop.py": ORDERS + code}, [ExceptionSwallowed()])
    return one


def test_the_error_that_is_hidden_is_named_with_the_calls_that_lead_to_it() -> None:
    found = swallowed(handled("place(order, session)"))
    assert "`OrderError` (raised at shop.py:5, 2 calls down)" in found.message
    assert "`session.commit()` (write)" in found.message
    assert [place.line for place in found.related] == [15, 11, 5]
    assert found.severity is Severity.MEDIUM


def test_an_error_that_is_handled_on_the_way_is_not_hidden() -> None:
    inner = "try:\n    check(order)\nexcept OrderError:\n    session.rest()"
    assert "OrderError" not in swallowed(handled(inner)).message
    again = "try:\n    check(order)\nexcept OrderError:\n    raise"
    assert "OrderError" in swallowed(handled(again)).message


def test_a_handler_before_takes_what_it_names() -> None:
    code = handled("check(order)", "except OrderError:\n        raise\n    except Exception")
    assert "OrderError" not in swallowed(code).message


def test_a_coroutine_that_is_not_awaited_raises_nothing_here() -> None:
    assert "OrderError" not in swallowed(handled("session.keep(later(order))")).message


def test_severity_is_told_by_what_is_at_stake() -> None:
    paid = swallowed(handled("stripe.Charge.create(amount=1)", above="import stripe\n\n"))
    assert (paid.severity, "(payment)" in paid.message) == (Severity.HIGH, True)
    asked = swallowed(handled("requests.get('/', timeout=1)", above="import requests\n\n"))
    assert (asked.severity, "(call to another system)" in asked.message) == (Severity.MEDIUM, True)
    assert swallowed(handled("order.cached.look()")).severity is Severity.LOW


def test_a_local_database_is_no_other_system() -> None:
    found = swallowed(handled("sqlite3.connect(order).execute('SELECT 1')", above="import sqlite3\n\n"))
    assert "(use of a local database)" in found.message
    assert found.confidence is Confidence.LOW


def test_a_later_word_on_all_attempts_makes_a_doubt() -> None:
    code = (
        "import logging\n\ndef post(order, places):\n    for place in places:\n        try:\n{body}"
        "        except Exception:\n            continue\n{then}"
    )
    tried = "            place.write_text(order)\n            break\n"
    told = "    if not order:\n        logging.warning('kept nowhere')\n"
    assert swallowed(code.format(body=tried, then=told)).confidence is Confidence.MEDIUM
    assert swallowed(code.format(body=tried, then="    return order\n")).confidence is Confidence.HIGH
    each = "            place.write_text(order)\n"
    assert swallowed(code.format(body=each, then=told)).confidence is Confidence.HIGH


def test_a_comment_that_explains_makes_a_doubt() -> None:
    found = swallowed(handled("session.commit()", does="# nobody waits for this\n        pass"))
    assert (found.confidence, found.severity) == (Confidence.LOW, Severity.LOW)
    assert swallowed(handled("session.commit()", does="pass  # noqa: F841")).confidence is Confidence.HIGH
    assert swallowed(handled("session.commit()", does="pass  # noqa: S110")).confidence is Confidence.LOW
    assert (
        swallowed(handled("session.commit()", does="pass  # noqa: S110 - only a hint")).confidence
        is Confidence.LOW
    )


def test_an_answer_that_becomes_another_one() -> None:
    code = "from fastapi import HTTPException\n\n" + handled(
        "raise HTTPException(status_code=404)", does="raise HTTPException(status_code=500)"
    )
    (one,) = examine({"api.py": code}, [BroadExcept()])
    assert "answers with status 500 instead" in one.message
    assert (one.severity, one.confidence) == (Severity.MEDIUM, Confidence.HIGH)
    assert examine({"api.py": code.replace("404", "500")}, [BroadExcept()]) == []
    (same,) = examine({"api.py": code.replace("404", "500, detail='gone'")}, [BroadExcept()])
    assert same.severity is Severity.LOW


def test_a_cause_that_the_projects_own_handler_can_log_is_not_lost() -> None:
    code = "from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n" + handled(
        "order.ship()", does="raise HTTPException(status_code=500)"
    )
    assert len(examine({"api.py": code}, [CauseLost()])) == 1
    own = "\n@app.exception_handler(HTTPException)\nasync def told(request, error): ...\n"
    assert examine({"api.py": code + own}, [CauseLost()]) == []


def test_a_large_application_without_a_class_of_errors_is_told_once_with_numbers() -> None:
    raises = "".join(f"def g{n}():\n    raise Exception\n\n" for n in range(9))
    calm = "".join(f"def f{n}():\n    return {n}\n\n" for n in range(100))
    found = examine({"a.py": raises, "b.py": calm}, [PlainException()])
    (whole,) = [item for item in found if item.message.startswith("no class of errors")]
    assert "109 functions: 9 of 9 raises, in 1 file" in whole.message
    assert {item.cause for item in found} == {whole.cause}
    assert len(examine({"a.py": raises, "b.py": calm + "class E(Exception): ...\n"}, [PlainException()])) == 9


def test_the_way_to_the_second_log_is_shown() -> None:
    code = (
        "import logging\n\nlog = logging.getLogger()\n\ndef load(x):\n    try:\n        x()\n    except Exception:\n"
        "        log.{}('no')\n        raise\n\ndef middle(x):\n    load(x)\n\n"
        "def use(x):\n    try:\n        middle(x)\n"
        "    except Exception:\n        log.exception('not used')\n"
    )
    (one,) = examine({"a.py": code.format("error")}, [ErrorLoggedTwice()])
    assert "`use()` logs it again at a.py:19, 2 calls up" in one.message
    assert [place.line for place in one.related] == [17, 13, 19]
    (calm,) = examine({"a.py": code.format("warning")}, [ErrorLoggedTwice()])
    assert (one.severity, calm.severity) == (Severity.LOW, Severity.INFO)


def test_a_handler_for_the_whole_loop_sees_what_fails() -> None:
    code = (
        "import asyncio\nimport httpx\n\nasync def sync():\n    async with httpx.AsyncClient() as client:\n"
        "        await client.get('/')\n\nasync def start():\n    asyncio.create_task(sync())\n"
    )
    (one,) = examine({"a.py": code}, [UnseenFailure()])
    assert one.confidence is Confidence.LOW  # only an answer from outside is lost
    own = "\ndef main(loop):\n    loop.set_exception_handler(print)\n"
    assert examine({"a.py": code + own}, [UnseenFailure()]) == []


def test_a_cancellation_that_is_logged_where_a_coroutine_ends_weighs_little() -> None:
    code = (
        "import logging\n\nlog = logging.getLogger()\n\n\nasync def serve(app):\n{loop}"
        "{pad}    try:\n{pad}        await app()\n{pad}    except BaseException:\n{pad}        {does}\n"
    )
    ends = code.format(loop="", pad="", does="log.exception('failed')")
    again = code.format(loop="    while True:\n", pad="    ", does="log.exception('failed')")
    untold = code.format(loop="", pad="", does="log.error('failed')")
    found = [examine({"serve.py": text}, [BroadExcept()]) for text in (ends, again, untold)]
    assert [[item.severity for item in items] for items in found] == [
        [Severity.LOW],
        [Severity.MEDIUM],
        [Severity.MEDIUM],
    ]


def test_settings_of_a_socket_are_no_call_of_another_system() -> None:
    head = "import socket\n\ndef ask(host):\n    sock = socket.socket()\n    try:\n"
    tail = "    except:\n        pass\n    return sock\n"
    local, outside = (
        examine({"ask.py": head + f"        {call}\n" + tail}, [ExceptionSwallowed()])
        for call in ("sock.settimeout(3)", "sock.connect((host, 80))")
    )
    assert all("another system" not in item.message for item in local)
    assert [("another system" in item.message) for item in outside] == [True]
