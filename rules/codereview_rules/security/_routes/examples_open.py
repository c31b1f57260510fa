"""Examples of open routes."""

from __future__ import annotations

from codereview.api import Bad, Good

_FASTAPI = """from fastapi import APIRouter, Depends, FastAPI
from shop.security import get_current_user
from shop.db import get_db

app = FastAPI()
items = APIRouter(prefix="/items"{own})
stock = APIRouter(prefix="/stock"{other})

@items.post("/")
def add_item(item: dict, db=Depends(get_db), user=Depends(get_current_user)):
    db.add(item)
    db.commit()

@items.delete("/{{key}}")
def remove_item(key: int, db=Depends(get_db), user=Depends(get_current_user)):
    db.delete(key)
    db.commit()

@stock.{verb}("/{path}")
def {name}(key: int, {param}db=Depends(get_db)):
    {body}

app.include_router(items)
app.include_router(stock{included})
"""


def _fastapi(
    own: str = "", other: str = "", verb: str = "put", path: str = "{key}", name: str = "set_amount", param: str = "",
    body: str = "db.commit()", included: str = "",
) -> str:  # fmt: skip
    return _FASTAPI.format(
        own=own, other=other, verb=verb, path=path, name=name, param=param, body=body, included=included
    )


_FLASK = """from flask import Blueprint, Flask, request
from flask_login import login_required
from shop.models import Item, db

app = Flask(__name__)
admin = Blueprint("items", __name__, url_prefix="/items")
stock = Blueprint("stock", __name__, url_prefix="/stock")
{before}
@admin.route("/", methods=["POST"])
@login_required
def add_item():
    db.session.add(Item(**request.json))
    db.session.commit()

@admin.route("/<int:key>", methods=["DELETE"])
@login_required
def remove_item(key):
    db.session.delete(Item.query.get(key))
    db.session.commit()

@stock.route("/{path}", methods=["{verb}"]){decorator}
def {name}(key):
    {body}

app.register_blueprint(admin)
app.register_blueprint(stock)
"""


def _flask(
    before: str = "", path: str = "<int:key>", verb: str = "PUT", decorator: str = "", name: str = "set_amount",
    body: str = "db.session.commit()",
) -> str:  # fmt: skip
    return _FLASK.format(before=before, path=path, verb=verb, decorator=decorator, name=name, body=body)


_SECURITY = """from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer

scheme = OAuth2PasswordBearer(tokenUrl="login")

def get_current_user(token=Depends(scheme)):
    return token
"""
_DB = """def get_db():
    yield Session()
"""


def _shop(text: str) -> dict[str, str]:
    return {"shop/app.py": text, "shop/security.py": _SECURITY, "shop/db.py": _DB, "shop/__init__.py": ""}


_DJANGO_URLS = """from django.urls import path
from shop import views

urlpatterns = [
    path("items/add/", views.add_item),
    path("items/<int:pk>/drop/", views.drop_item),
    path("stock/<int:pk>/delete/", views.delete_stock),
]
"""
_DJANGO = """from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from shop.models import Item, Stock

@login_required
def add_item(request):
    Item.objects.create(name=request.POST["name"])
    return redirect("/")

@login_required
def drop_item(request, pk):
    get_object_or_404(Item, pk=pk).delete()
    return redirect("/")

{decorator}def delete_stock(request, pk):
    {body}get_object_or_404(Stock, pk=pk).delete()
    return redirect("/")
"""


def _django(decorator: str = "", body: str = "") -> dict[str, str]:
    views = _DJANGO.format(decorator=decorator, body=body)
    return {"shop/urls.py": _DJANGO_URLS, "shop/views.py": views, "shop/__init__.py": ""}


_HELPER = "save_amount(db, key)\n\ndef save_amount(db, key):\n    db.commit()"

BAD = (
    Bad(_shop(_fastapi()), lines=("shop/app.py:19",)),
    Bad(_shop(_fastapi(verb="delete", name="drop_amount", body="db.delete(key)")), lines=("shop/app.py:19",)),
    Bad(_shop(_fastapi(verb="post", name="raise_amount", path="{key}/raise")), lines=("shop/app.py:19",)),
    Bad(_shop(_fastapi(body=_HELPER)), lines=("shop/app.py:19",)),
    Bad({"shop/app.py": _flask()}, lines=("shop/app.py:21",)),
    Bad({"shop/app.py": _flask(verb="DELETE", name="drop_amount")}, lines=("shop/app.py:21",)),
    Bad(_django(), lines=("shop/views.py:15",)),
    Bad(
        {
            "shop/app.py": _flask(
                before="\ndef ask():\n    login()\n\n\nfor part in (admin,):\n    part.before_request(ask)\n"
            )
        },
        lines=("shop/app.py:28",),
    ),
)

GOOD = (
    Good(  # a helper that an address leads to
        {
            **_django(),
            "shop/urls.py": _DJANGO_URLS.replace("stock/<int:pk>/delete/", "stock/delete/"),
            "shop/views.py": _DJANGO.format(decorator="", body="").replace(
                "(request, pk):\n    get_object_or_404(Stock, pk=pk).delete()\n    return redirect",
                "(stock):\n    stock.delete()\n    print",
            ),
        }
    ),
    Good(  # its address has no number to give: every call fails
        {**_django(), "shop/urls.py": _DJANGO_URLS.replace("stock/<int:pk>/delete/", "stock/delete/")}
    ),
    Good(  # a list of dependencies that has a name
        _shop(
            _fastapi(included=", dependencies=ASKED").replace(
                "app.include", "ASKED = [Depends(get_current_user)]\napp.include", 1
            )
        )
    ),
    Good(
        {
            "shop/app.py": _flask(
                before="\n@login_required\ndef ask():\n    pass\n\n\nfor part in (admin, stock):\n"
                "    part.before_request(ask)\n"
            )
        }
    ),
    Good(_shop(_fastapi(param="user=Depends(get_current_user), "))),
    Good(_shop(_fastapi(other=", dependencies=[Depends(get_current_user)]"))),
    Good(_shop(_fastapi(included=", dependencies=[Depends(get_current_user)]"))),
    Good(_shop(_fastapi(verb="post", path="webhook", name="paid"))),
    Good(_shop(_fastapi(verb="post", path="login", name="login"))),
    Good(_shop(_fastapi(verb="get"))),
    Good(_shop(_fastapi(verb="post", name="count_amount", body="return sum(db.amounts(key))"))),
    Good(_shop(_fastapi(param="x_api_key: str, ", body="check(x_api_key)\n    db.commit()"))),
    Good(_shop(_fastapi(param="gate=Depends(make_gate()), "))),
    Good({"shop/app.py": _flask(decorator="\n@login_required")}),
    Good(
        {
            "shop/app.py": _flask()
            .replace("@login_required", "@admin_only")
            .replace("login_required", "admin_only")
        }
    ),
    Good({"shop/app.py": _flask(decorator="\n@only_on_weekdays")}),
    Good(
        {
            "shop/app.py": _flask(
                before="\n@stock.before_request\ndef gate():\n    if 'id' not in session:\n        abort(401)\n"
            )
        }
    ),
    Good(_django(decorator="@login_required\n")),
    Good(_django(body="if not request.user.is_staff:\n        return redirect('/')\n    ")),
    Good(
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.delete('/items/{key}')\n"
        "def drop(key: int):\n    db.delete(key)\n    db.commit()\n"
    ),
)
