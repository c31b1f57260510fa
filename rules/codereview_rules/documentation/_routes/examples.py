"""Examples of DOC007."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"


def _routes(count: int, *, model: str = "", returns: str = "", text: str = "", first: int = 0) -> str:
    return "".join(
        f"\n\n@app.get('/r{number}'{model})\ndef r{number}(){returns}:\n{text}    return load({number})\n"
        for number in range(first, first + count)
    )


_TEXT = "    '''The stock.'''\n"

BAD: tuple[Bad, ...] = (
    Bad(_APP + _routes(5), (6,)),
    Bad(  # another place gives the description
        "from fastapi import FastAPI\nfrom fastapi.openapi.utils import get_openapi\n\n"
        "app = FastAPI(openapi_url=None)\nshown = get_openapi(title='x', version='1', routes=app.routes)\n"
        + _routes(5),
        (8,),
    ),
    Bad(  # what takes something is no probe, whatever it is called
        _APP
        + _routes(4)
        + "\n\n@app.post('/liveness/verify')\ndef verify(face: bytes):\n    return look(face)\n",
        (6,),
    ),
    Bad(  # a probe's word for what is on the air, which is read from the database
        _APP
        + _routes(4)
        + "\n\n@app.get('/api/live')\ndef on_air(session: Session = Depends(get_db)):\n    return running(session)\n",
        (6,),
    ),
    Bad(_APP + _routes(8, text=_TEXT), (6,)),
    Bad(  # where the models are there, names often say the rest
        _APP + _routes(6, returns=" -> dict[str, int]"), (6,), confidence=Confidence.MEDIUM
    ),
    Bad(_APP + _routes(5, returns=" -> int", text=_TEXT) + _routes(5, first=5), (36,)),
    Bad(_APP + _routes(6, model=", response_model=list[int]"), (6,)),
    Bad(_APP + _routes(6, model=", summary='x'"), (6,)),
    Bad(_APP + _routes(7, model=", tags=['x']"), (6,)),
    Bad({"main.py": _APP + _routes(5), "jobs.py": "x = 1\n"}, ("main.py:6",)),
    Bad(  # of two applications that include it, it is told once
        {
            "api.py": "from fastapi import APIRouter\n\napp = APIRouter()\n" + _routes(6),
            "main.py": "from fastapi import FastAPI\n\nimport api\n\nshop = FastAPI()\nshop.include_router(api.app)\n",
            "inner.py": "from fastapi import FastAPI\n\nimport api\n\nmine = FastAPI()\nmine.include_router(api.app)\n",
        },
        ("api.py:6",),
    ),
)

_MODEL = "from pydantic import BaseModel\n\n\nclass StockResponse(BaseModel):\n    size: int\n\n\n"


def _given(count: int, value: str, *, said: str = "", first: int = 0) -> str:
    return "".join(
        f"\n\n@app.get('/r{number}'{said})\ndef r{number}():\n{_TEXT}    return {value}\n"
        for number in range(first, first + count)
    )


BAD += (
    Bad(_MODEL + _APP + _given(6, "StockResponse(size=1)"), (13,)),  # a model, whatever its name
)

_REDIRECT = (
    "from fastapi.responses import RedirectResponse\n\n\n"
    "def _to(url):\n    return RedirectResponse(url)\n\n\ndef _back():\n    return _to('/')\n\n\n"
)

BAD += (
    Bad(  # what its own pages ask for
        _REDIRECT
        + _APP
        + _given(6, "_back()")
        + _routes(5, first=6)
        + _given(6, "_back()", first=11)
        + _given(6, "page()", said=", response_class=HTMLResponse", first=17),
        (53,),
        confidence=Confidence.LOW,
    ),
)

BAD += (
    Bad(  # an attempt of one file that nothing imports and no command starts, beside the application
        {
            "main.py": _APP + _routes(9, returns=" -> int", text=_TEXT),
            "standalone.py": _APP + _routes(6),
        },
        ("standalone.py:6",),
        confidence=Confidence.LOW,
    ),
    Bad(  # a few of many
        _APP + _routes(8, returns=" -> int", text=_TEXT) + _routes(4, first=8),
        (54,),
        confidence=Confidence.LOW,
    ),
)

GOOD = (
    Good(_APP + _given(6, "None", said=", status_code=204")),  # without content, whatever is returned
    Good(_APP.replace("FastAPI()", "FastAPI(openapi_url=None)") + _routes(6)),  # there is no description
    Good(  # those that declare a model count, whatever the class is called
        _MODEL
        + _APP
        + _given(8, "StockResponse(size=1)", said=", response_model=StockResponse")
        + _given(2, "load()", first=8)
    ),
    Good(  # they give nothing
        _APP
        + "".join(
            f"\n\n@app.post('/r{number}')\ndef r{number}():\n{_TEXT}    unload({number})\n"
            for number in range(6)
        )
    ),
    Good(_REDIRECT + _APP + _given(6, "_back()")),  # redirects through a helper
    Good(  # no application includes it, as another one is
        {
            "main.py": _APP + _routes(1),
            "later.py": "from fastapi import APIRouter\n\napp = APIRouter()\n" + _routes(6),
        }
    ),
    Good({"main.py": _APP + _routes(1), "archive/main.py": _APP + _routes(6)}),
    Good(_APP + _routes(4)),
    Good(  # whoever asks whether it is well, or opens its root, needs no description
        _APP
        + _routes(4)
        + "\n\n@app.get('/')\ndef root():\n    return {'shop': 1}\n"
        + "\n\n@app.get('/health')\ndef health():\n    return load(1)\n"
        + "\n\n@app.get('/api/v1/stock/health')\ndef health_of_stock():\n    return load(2)\n"
    ),
    Good(_APP + _routes(6, returns=" -> int", text=_TEXT)),
    Good(_APP + _routes(6, model=", response_model=int, summary='x'")),
    Good(_APP + _routes(6, model=", include_in_schema=False")),
    Good(_APP + _routes(9, returns=" -> int", text=_TEXT) + _routes(2, first=9)),
    Good(_APP + _routes(6, model=", response_class=HTMLResponse")),
    Good(_APP + _routes(6, model=", status_code=status.HTTP_204_NO_CONTENT")),
    Good("from flask import Flask\n\napp = Flask(__name__)\n" + _routes(6)),
    Good({"tests/test_app.py": _APP + _routes(6)}),
)
