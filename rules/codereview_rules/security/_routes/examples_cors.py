"""Examples of CORS settings."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

_FASTAPI = """from fastapi import FastAPI{more}
from fastapi.middleware.cors import CORSMiddleware
from settings import settings

origins = {origins}
app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    {given},
)
"""


def _fastapi(given: str, origins: str = '["*"]', more: str = ", Cookie") -> str:
    return _FASTAPI.format(given=given, origins=origins, more=more)


_FLASK = "from flask import Flask, session\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n{}\n"
_STARLETTE = """from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.sessions import SessionMiddleware

app = Starlette(
    middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_credentials={})],
)
"""

_APPS = 'INSTALLED_APPS = ["django.contrib.auth", "django.contrib.sessions", "corsheaders"]\n'

_BY_HEADER = """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import NAME
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=KEY)
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
"""

BAD = (
    # who calls says a header, and nothing reads the session
    Bad({"app.py": _BY_HEADER.replace("NAME", "HTTPBearer")}, ("app.py:8",), confidence=Confidence.LOW),
    Bad({"app.py": _BY_HEADER.replace("NAME", "HTTPBasic")}, ("app.py:8",), confidence=Confidence.HIGH),
    Bad(  # another stage switches it off
        {
            "shop/settings/base.py": _APPS + "CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n",
            "shop/settings/production.py": "from .base import *\n\nCORS_ALLOW_ALL_ORIGINS = False\n",
        },
        lines=("shop/settings/base.py:2",),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"shop/settings/development.py": "CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n"},
        lines=("shop/settings/development.py:1",),
        confidence=Confidence.LOW,
    ),
    Bad(_fastapi('allow_origins=["*"], allow_credentials=True'), lines=(7,), confidence=Confidence.MEDIUM),
    Bad(  # elsewhere they are others
        _fastapi(
            "allow_origins=origins, allow_credentials=True", '[]\nif settings.dev:\n    origins = ["*"]'
        ),
        lines=(9,),
        confidence=Confidence.LOW,
    ),
    Bad(
        {"archive/main.py": _fastapi('allow_origins=["*"], allow_credentials=True')},
        lines=("archive/main.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(_fastapi("allow_origins=origins, allow_credentials=True"), lines=(7,)),
    Bad(_fastapi('allow_origin_regex=".*", allow_credentials=True'), lines=(7,)),
    Bad(_STARLETTE.format("True"), lines=(6,)),
    Bad(_FLASK.format("CORS(app, supports_credentials=True)"), lines=(5,)),
    Bad(_FLASK.format('CORS(app, origins="*", supports_credentials=True)'), lines=(5,)),
    Bad(
        _FLASK.format('CORS(app, resources={"/api/*": {"origins": "*"}}, supports_credentials=True)'),
        lines=(5,),
    ),
    Bad(
        "CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n" + _APPS,
        lines=(1,),
        confidence=Confidence.MEDIUM,
        path="shop/settings.py",
    ),
    Bad(
        "CORS_ALLOW_CREDENTIALS = True\nCORS_ORIGIN_ALLOW_ALL = True\n" + _APPS,
        lines=(2,),
        confidence=Confidence.MEDIUM,
        path="shop/settings.py",
    ),
    Bad(  # pages of other sites get the cookie too
        "CORS_ALLOW_CREDENTIALS = True\nCORS_ORIGIN_ALLOW_ALL = True\nSESSION_COOKIE_SAMESITE = 'None'\n"
        + _APPS,
        lines=(2,),
        confidence=Confidence.HIGH,
        path="shop/settings.py",
    ),
    # nothing that a browser sends along by itself
    Bad(
        "CORS_ALLOW_CREDENTIALS = True\nCORS_ORIGIN_ALLOW_ALL = True\n",
        lines=(2,),
        confidence=Confidence.LOW,
        path="shop/settings.py",
    ),
    Bad(
        _fastapi('allow_origins=["*"], allow_credentials=True', more=", Header"),
        lines=(7,),
        confidence=Confidence.LOW,
    ),
    Bad(  # the cookies are those of another application
        {
            "orders/main.py": _fastapi('allow_origins=["*"], allow_credentials=True', more=", Header"),
            "site/main.py": _fastapi('allow_origins=["https://shop.example"]'),
        },
        lines=("orders/main.py:7",),
        confidence=Confidence.LOW,
    ),
    Bad(  # the cookie is set by a router of its own
        {
            "shop/main.py": "from .login import router\n"
            + _fastapi('allow_origins=["*"], allow_credentials=True', more=""),
            "shop/login.py": "from fastapi import APIRouter, Response\n\nrouter = APIRouter()\n\n\n"
            "@router.post('/login')\ndef login(response: Response, name: str):\n"
            "    response.set_cookie('visitor', sign(name), samesite='none')\n",
        },
        lines=("shop/main.py:8",),
        confidence=Confidence.HIGH,
    ),
)

GOOD = (
    Good(_fastapi('allow_origins=["*"]')),
    Good(_fastapi('allow_origins=["*"], allow_credentials=False')),
    Good(_fastapi('allow_origins=["https://shop.example"], allow_credentials=True')),
    Good(_fastapi("allow_origins=settings.origins, allow_credentials=True")),
    Good(_fastapi("allow_origins=origins, allow_credentials=True", origins='["https://shop.example"]')),
    Good(_STARLETTE.format("False")),
    Good(_FLASK.format("CORS(app)")),
    Good(_FLASK.format('CORS(app, origins=["https://shop.example"], supports_credentials=True)')),
    Good(_FLASK.format("CORS(app, supports_credentials=True, **options)")),
    Good("CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = False\n", path="shop/settings.py"),
    Good("CORS_ALLOW_ALL_ORIGINS = DEBUG\nCORS_ALLOW_CREDENTIALS = True\n", path="shop/settings.py"),
)
