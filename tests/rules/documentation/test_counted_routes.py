"""Which routes DOC007 counts, as its message tells."""

from __future__ import annotations

from codereview.engine.memory import examine
from codereview_rules.documentation.undescribed_routes import UndescribedRoutes

_APP = (
    "from fastapi import FastAPI\nfrom fastapi.responses import JSONResponse\nfrom pydantic import BaseModel\n\n\n"
    "class Stock(BaseModel):\n    size: int\n\n\nclass StockResponse(Stock):\n    ok: bool\n\n\n"
    "class Shown(JSONResponse):\n    pass\n\n\napp = FastAPI()\n"
)


def _route(number: int, value: str, *, said: str = "", returns: str = "") -> str:
    return f"\n\n@app.get('/{number}'{said})\ndef r{number}(){returns}:\n    '''One.'''\n    return {value}\n"


def _told(*routes: str) -> str:
    (found,) = examine({"main.py": _APP + "".join(routes)}, [UndescribedRoutes()])
    return found.message


def test_a_declared_model_counts_whatever_its_name_and_an_answer_of_the_framework_does_not() -> None:
    plain = [_route(number, "load()") for number in range(5)]
    declared = _route(5, "StockResponse()", said=", response_model=StockResponse")
    annotated = _route(6, "StockResponse()", returns=" -> StockResponse")
    raw = _route(7, "Shown({})") + _route(8, "JSONResponse({})", returns=" -> JSONResponse")
    told = "5 of 7 routes declare no model of their answer; 2 more do not count: "
    assert _told(*plain, declared, annotated, raw).startswith(told)


def test_a_declared_model_counts_where_a_raw_answer_is_given() -> None:
    plain = [_route(number, "load()") for number in range(5)]
    declared = _route(5, "JSONResponse({})", said=", response_model=Stock")
    assert _told(*plain, declared) == "5 of 6 routes declare no model of their answer"


def test_what_gives_nothing_stands_in_neither_count() -> None:
    plain = [_route(number, "load()") for number in range(5)]
    told = _told(*plain, _route(5, ""))
    assert told.startswith("5 of 5 routes declare no model of their answer; 1 more does not count")
