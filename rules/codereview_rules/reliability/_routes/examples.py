"""Examples of routes that are registered twice."""

from __future__ import annotations

from codereview.api import Bad, Good

_FASTAPI = """from fastapi import APIRouter, FastAPI

app = FastAPI()
a = APIRouter(prefix="/items"{own})
b = APIRouter()

@a.get("/{{key}}")
def one(key: int):
    return key

@{router}.{verb}("{path}")
def other(key: int):
    return key

app.include_router(a)
app.include_router(b{included})
"""


def _fastapi(
    own: str = "", router: str = "a", verb: str = "get", path: str = "/{key}", included: str = ""
) -> str:
    return _FASTAPI.format(own=own, router=router, verb=verb, path=path, included=included)


_FLASK = """from flask import Flask

app = Flask(__name__)

@app.route("/items/<int:key>")
def one(key):
    return str(key)

@app.route("{}"{})
def other(key):
    return str(key)
"""
_DJANGO = """from django.urls import path
from shop.views import one, other

urlpatterns = [
    path("items/<int:pk>/", one),
    path("{}", other),
]
"""
_VIEWS = "from django.shortcuts import render\n\ndef one(request, pk): ...\n\ndef other(request, pk): ...\n"


def _django(route: str) -> dict[str, str]:
    return {"shop/urls.py": _DJANGO.format(route), "shop/views.py": _VIEWS, "shop/__init__.py": ""}


BAD = (
    Bad(_fastapi(), lines=(11,)),
    Bad(_fastapi(path="/{number}"), lines=(11,)),
    Bad(_fastapi(router="b", path="/items/{key}"), lines=(11,)),
    Bad(_fastapi(router="b", included=', prefix="/items"'), lines=(11,)),
    Bad(_FLASK.format("/items/<int:key>", ""), lines=(9,)),
    Bad(_FLASK.format("/items/<int:number>", ', methods=["GET", "POST"]'), lines=(9,)),
    Bad(_django("items/<int:pk>/"), lines=("shop/views.py:5",)),
    Bad(_django("items/<int:number>/"), lines=("shop/views.py:5",)),
    Bad(
        "from fastapi import APIRouter\n\nrouter = APIRouter(prefix='/items')\n\n@router.get('/{key}')\n"
        "def one(key): ...\n\n@router.get('/{name}')\ndef two(name): ...\n",
        lines=(8,),
    ),
)

GOOD = (
    Good(_fastapi(verb="post")),
    Good(_fastapi(path="/{key}/parts")),
    Good(_fastapi(router="b")),
    Good(_fastapi(router="b", included=', prefix="/parts"')),
    Good(_fastapi(router="b", path="/items/{key:path}")),
    Good(_FLASK.format("/items/<string:key>", "")),
    Good(_FLASK.format("/items/<int:key>", ', methods=["POST"]')),
    Good(_FLASK.format("/items/<int:key>", ', methods=["DELETE", "OPTIONS"]')),
    Good(_django("parts/<int:pk>/")),
    Good(
        {
            **_django("x/"),
            "shop/urls.py": "from django.urls import re_path\nfrom shop.views import one, other\n\nurlpatterns = [\n"
            "    re_path(r'^items/(?P<pk>[0-9]+)/$', one),\n    re_path(r'^items/(?P<pk>[a-z]+)/$', other),\n]\n",
        }
    ),
    Good(
        "from fastapi import FastAPI\n\napp = FastAPI()\nother = FastAPI()\n\n@app.get('/')\n"
        "def one(): ...\n\n@other.get('/')\ndef two(): ...\n"
    ),
    Good(
        "from fastapi import APIRouter\n\na = APIRouter(prefix='/items')\nb = APIRouter(prefix='/items')\n\n"
        "@a.get('/{key}')\ndef one(key): ...\n\n@b.get('/{name}')\ndef two(name): ...\n"
    ),
    Good(
        "from flask import Flask\n\napp = Flask(__name__)\n\nif app.debug:\n    @app.route('/')\n"
        "    def one(): ...\nelse:\n    @app.route('/')\n    def two(): ...\n"
    ),
    Good(
        "import flask\n\n\ndef one(path):\n    app = flask.Flask('one')\n\n    @app.route(path)\n    def hello():\n"
        "        return '1'\n\n    @app.route(other)\n    def bye():\n        return '2'\n\n    return app\n\n\n"
        "def two(path):\n    app = flask.Flask('two')\n\n    @app.route(path)\n    def hello():\n        return '3'\n\n"
        "    return app\n"
    ),
)
