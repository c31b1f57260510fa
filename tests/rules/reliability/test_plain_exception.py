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
