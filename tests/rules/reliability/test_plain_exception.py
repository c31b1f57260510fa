"""A plain error of a function that nobody comes to as things stand."""

from __future__ import annotations

from codereview.engine.memory import examine
from codereview.model import Confidence
from codereview_rules.reliability.plain_exception import PlainException

_API = "from fastapi import FastAPI\n\nfrom service import Clocks\n\napp = FastAPI()\n\n\n"
_ROUTE = "@app.post('/clocks')\ndef start():\n    return Clocks().start()\n"
_DEPLOYED = {"Dockerfile": "FROM python:3.12\nCMD uvicorn api:app\n"}


def test_a_plain_error_of_a_function_that_nothing_calls_is_a_question() -> None:
    service = "class Clocks:\n    def start(self):\n        return 1\n\n    def wind(self, key):\n"
    service += "        if not key:\n            raise Exception('no key')\n        return key\n"
    found = examine({**_DEPLOYED, "service.py": service, "api.py": _API + _ROUTE}, [PlainException()])
    assert [item.confidence for item in found] == [Confidence.LOW]
    called = _ROUTE + "\n\n@app.post('/wind')\ndef wind(key: str):\n    return Clocks().wind(key)\n"
    found = examine({**_DEPLOYED, "service.py": service, "api.py": _API + called}, [PlainException()])
    assert [item.confidence for item in found] == [Confidence.HIGH]


def test_a_plain_error_that_only_scripts_and_tests_meet_ends_their_run() -> None:
    files = {
        "shop/stock.py": "def settle(rows):\n    if rows:\n        raise Exception('rows are left')\n    return rows\n",
        "tests/test_stock.py": "from shop.stock import settle\n\n\ndef test_settle():\n    assert not settle([])\n",
    }
    script = {"scripts/count.py": "from shop.stock import settle\n\n\ndef main(rows):\n    settle(rows)\n"}
    used = {"shop/sale.py": "from shop.stock import settle\n\n\ndef sell(rows):\n    settle(rows)\n"}
    assert _confidence({**files, **script}) == [Confidence.LOW]
    assert _confidence({**files, **script, **used}) == [Confidence.HIGH]


def test_the_loop_that_takes_every_error_needs_no_class_of_this_one() -> None:
    loop = (
        "import logging\n\n\ndef work(queue):\n    {head}:\n        try:\n            item = queue.take()\n"
        "            if not item:\n                raise Exception('nothing there')\n        except Exception:\n"
        "            logging.exception('not taken')\n            continue\n        item.run()\n"
    )
    assert _confidence({"shop/queue.py": loop.format(head="while True")}) == [Confidence.LOW]
    assert _confidence({"shop/queue.py": loop.format(head="for _ in range(3)")}) == [Confidence.HIGH]


def _confidence(files: dict[str, str]) -> list[Confidence]:
    return [item.confidence for item in examine(files, [PlainException()])]
