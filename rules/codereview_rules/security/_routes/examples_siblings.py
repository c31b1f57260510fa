"""Examples of routes whose siblings are protected."""

from __future__ import annotations

from codereview.api import Bad, Good

SECURITY = """from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer

def get_current_user(token=Depends(OAuth2PasswordBearer(tokenUrl="login"))):
    return token

def get_db():
    yield Session()
"""
_FASTAPI = """from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI
from security import get_current_user, get_db

User = Annotated[dict, Depends(get_current_user)]
app = FastAPI()
router = APIRouter(prefix="/items"{own})

@router.post("/")
def add_item(item: dict, user: User, db=Depends(get_db)):
    db.add(item)
    db.commit()

@router.put("/{{key}}")
def change_item(key: int, user: User, db=Depends(get_db)):
    db.commit()

@router.{verb}("/{path}"{more})
def {name}(key: int, {param}db=Depends(get_db)):
    {body}

app.include_router(router{included})
"""


def _fastapi(
    own: str = "", verb: str = "delete", path: str = "{key}", more: str = "", name: str = "drop_item", param: str = "",
    body: str = "db.commit()", included: str = "",
) -> dict[str, str]:  # fmt: skip
    text = _FASTAPI.format(
        own=own, verb=verb, path=path, more=more, name=name, param=param, body=body, included=included
    )
    return {"app.py": text, "security.py": SECURITY}


_FLASK = """from flask import Flask, session
from auth import requires_admin
from models import Item, db

app = Flask(__name__)

@app.route("/items", methods=["POST"])
@requires_admin
def add_item():
    db.session.add(Item())
    db.session.commit()

@app.put("/items/<int:key>")
@requires_admin
def change_item(key):
    db.session.commit()

@app.{route}
{decorator}def {name}(key):
    {body}
"""


def _flask(
    route: str = "delete('/items/<int:key>')", decorator: str = "", name: str = "drop_item",
    body: str = "db.session.commit()",
) -> dict[str, str]:  # fmt: skip
    return {"app.py": _FLASK.format(route=route, decorator=decorator, name=name, body=body)}


_DRF = """from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticated
from items.models import Item

@api_view(["POST"])
@permission_classes([IsAuthenticated])
def add_item(request):
    Item.objects.create(**request.data)

@api_view(["PUT"])
@permission_classes([IsAuthenticated])
def change_item(request, pk):
    Item.objects.get(pk=pk).save()

@api_view(["DELETE"])
{decorator}def drop_item(request, pk):
    Item.objects.get(pk=pk).delete()
"""
_URLS = """from django.urls import path
from items import views

urlpatterns = [
    path("items/", views.add_item),
    path("items/<int:pk>/", views.change_item),
    path("items/<int:pk>/drop/", views.drop_item),
]
"""


def _drf(decorator: str = "") -> dict[str, str]:
    views = _DRF.format(decorator=decorator)
    return {"items/urls.py": _URLS, "items/views.py": views, "items/__init__.py": ""}


BEHIND = """from fastapi import APIRouter, Depends, FastAPI
from audit import Audit
from security import get_current_user, get_db

app = FastAPI()
app.add_middleware(Audit)
router = APIRouter(prefix="/items")

@router.get("/")
def items(user=Depends(get_current_user), db=Depends(get_db)):
    return db.all()

@router.post("/")
def add_item(item: dict, user=Depends(get_current_user), db=Depends(get_db)):
    db.add(item)

@router.put("/{key}")
def change_item(key: int, user=Depends(get_current_user), db=Depends(get_db)):
    db.commit()

@router.post("/{key}/copy")
def copy_item(key: int, user=Depends(get_current_user), db=Depends(get_db)):
    db.commit()

@router.SHAPE
def NAME(key: int, db=Depends(get_db)):
    BODY

app.include_router(router)
"""
AUDIT = """class Audit:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        user = scope["headers"].get("authorization")
        await self.app(scope, receive, send)
"""


def _behind(
    shape: str = 'post("/{key}/close")', name: str = "close_item", body: str = "db.commit()"
) -> dict[str, str]:
    """A router behind a middleware that could ask who is calling."""
    text = BEHIND.replace("SHAPE", shape).replace("NAME", name).replace("BODY", body)
    return {"app.py": text, "audit.py": AUDIT, "security.py": SECURITY}


_LOOP = """from fastapi import APIRouter, Depends
from security import check_admin

router = APIRouter(prefix="/plans")

@router.get("/", dependencies=[Depends(check_admin)])
def plans():
    return []

@router.post("/", dependencies=[Depends(check_admin)])
def add_plan(row: dict):
    return store(row)

@router.put("/{{key}}", dependencies=[Depends(check_admin)])
def change_plan(key: int, row: dict):
    return store(row)

@router.delete("/{{key}}")
def {name}(key: int):
    {body}
"""


def _loop(name: str = "drop_plan", body: str = "return remove(key)") -> dict[str, str]:
    return {
        "plans.py": _LOOP.format(name=name, body=body),
        "security.py": "from fastapi import HTTPException\n\n\ndef check_admin(token: str):\n"
        "    raise HTTPException(401)\n",
    }


_CLOSES = """close(db, key)

def close(db, key):
    if db.locked(key):
        raise HTTPException(403, "the item is locked")
    db.commit()
"""
_SHOWS = """from fastapi import APIRouter, Depends, FastAPI
from audit import Audit
from security import get_current_user, get_db

app = FastAPI()
app.add_middleware(Audit)
router = APIRouter(prefix="/items")

@router.get("/")
def items(db=Depends(get_db)):
    return db.all()

@router.get("/newest")
def newest(db=Depends(get_db)):
    return db.newest()

@router.get("/{key}")
def item(key: int, db=Depends(get_db)):
    return db.get(key)

@router.post("/")
def add_item(item: dict, user=Depends(get_current_user), db=Depends(get_db)):
    db.add(item)

@router.put("/{key}")
def change_item(key: int, user=Depends(get_current_user), db=Depends(get_db)):
    db.commit()

@router.post("/{key}/copy")
def copy_item(key: int, user=Depends(get_current_user), db=Depends(get_db)):
    db.commit()

@router.SHAPE
def NAME(key: int, db=Depends(get_db)):
    BODY

app.include_router(router)
"""


def _shows(
    shape: str = 'delete("/{key}")', name: str = "drop_item", body: str = "db.drop(key)"
) -> dict[str, str]:
    """A router that shows to everyone what it has."""
    text = _SHOWS.replace("SHAPE", shape).replace("NAME", name).replace("BODY", body)
    return {"app.py": text, "audit.py": AUDIT, "security.py": SECURITY}


_STORES = """from fastapi import APIRouter, Depends, FastAPI
from security import get_current_user, in_store

app = FastAPI()
router = APIRouter(prefix="/items")

@router.post("/")
def add_item(item: dict, store=Depends(in_store), user=Depends(get_current_user)):
    store.add(item, user)

@router.put("/{key}")
def change_item(key: int, store=Depends(in_store), user=Depends(get_current_user)):
    store.change(key, user)

@router.post("/{key}/copy")
def copy_item(key: int, store=Depends(in_store), user=Depends(get_current_user)):
    store.copy(key, user)

@router.delete("/{key}")
def drop_item(key: int, store=Depends(in_store)):
    store.drop(key)

app.include_router(router)
"""
_IN_STORE = """class InStore:
    def __init__(self, roles):
        self.roles = roles

    def __call__(self, store_id: int, user=Depends(get_current_user)):
        return user.stores[store_id]

in_store = InStore(["owner"])
"""

BAD = (
    Bad(_behind(body=_CLOSES), lines=("app.py:25",)),
    Bad(_behind('delete("/contacts/{key}")', "drop_contact"), lines=("app.py:25",)),
    Bad(_behind('patch("/{key}/activate")', "activate_item"), lines=("app.py:25",)),
    Bad(_shows(), lines=("app.py:33",)),
    Bad(_shows('post("/{key}/archive")', "archive_item", "db.archive(key)"), lines=("app.py:33",)),
    Bad(_loop(), lines=("plans.py:18",)),
    Bad(_loop(name="archive_plan"), lines=("plans.py:18",)),
    Bad(_behind(), lines=("app.py:25",)),
    Bad(_behind('api_route("/{key}/edit", methods=["GET", "POST"])', "edit_item"), lines=("app.py:25",)),
    Bad(_fastapi(), lines=("app.py:18",)),
    Bad(_fastapi(verb="patch", name="rename_item"), lines=("app.py:18",)),
    Bad(_fastapi(verb="post", path="{key}/copy", name="copy_item"), lines=("app.py:18",)),
    Bad(_flask(), lines=("app.py:18",)),
    Bad(
        _flask(route="route('/items/<int:key>/hide', methods=['POST'])", name="hide_item"),
        lines=("app.py:18",),
    ),
    Bad(_drf(), lines=("items/views.py:16",)),
)

GOOD = (
    Good({"app.py": _STORES, "security.py": f"{SECURITY}\n{_IN_STORE}"}),
    Good(  # what is sent along is compared
        {
            path: text.replace("def close_item(key: int,", "def close_item(key: int, sent: dict,")
            for path, text in _behind(
                body=_CLOSES.replace("(db, key)", "(db, key, sent)").replace(
                    "db.locked(key)", "db.code(key) != sent.api_token"
                )
            ).items()
        }
    ),
    Good(_behind(body="if db.locked(key):\n        raise HTTPException(403)\n    db.commit()")),
    Good(
        {
            path: text.replace("def close_item(key: int,", "def close_item(key: int, sent: Request,").replace(
                "import APIRouter,", "import Request, APIRouter,"
            )
            for path, text in _behind(body=_CLOSES.replace("(db, key)", "(db, sent)")).items()
        }
    ),
    Good(_behind('post("/activate")', "activate", "db.commit()")),
    Good(
        _behind(
            'post("/trial", description="Try it out. No authentication is required.")',
            "start_it",
            "db.commit()",
        )
    ),
    Good(_behind(body='"""Anybody with the key may do so without logging in."""\n    db.commit()')),
    Good(_behind('post("/{key}/contact")', "contact_seller", "db.commit()")),
    Good(_behind('post("/{key}/price")', "price_of", "return db.price(key)")),
    Good(_behind('post("/reload")', "reload_items", "items.cache_clear()")),
    Good(_shows('post("/{key}/preview")', "preview", "return db.shown(key)")),
    Good(_shows('post("/{key}/comments")', "comment_on", "db.commit()")),
    Good(_shows('get("/{key}/history")', "history", "return db.history(key)")),
    Good(_loop(name="reset_password")),
    Good(_loop(body="if not allowed(key):\n        raise HTTPException(403)")),
    Good(
        {
            path: text.replace("def drop_plan(key: int", "def drop_plan(key: int, request: Request").replace(
                "import APIRouter,", "import Request, APIRouter,"
            )
            for path, text in _loop(body="return remove(key, request.cookies['key'])").items()
        }
    ),
    Good(_behind('post("/{key}/paypal/notify")', "paid")),
    Good(_behind('api_route("/{key}/view", methods=["GET", "POST"])', "view_item", "return db.get(key)")),
    Good(_behind(body="if not db.current_user:\n        raise HTTPException(401)\n    db.commit()")),
    Good(_fastapi(param="user: User, ")),
    Good(_fastapi(more=", dependencies=[Depends(get_current_user)]")),
    Good(_fastapi(own=", dependencies=[Depends(get_current_user)]")),
    Good(_fastapi(included=", dependencies=[Depends(get_current_user)]")),
    Good(_fastapi(verb="get")),
    Good(_fastapi(verb="post", path="register", name="register")),
    Good(_fastapi(verb="post", name="price_of", body="return db.price(key)")),
    Good(_flask(decorator="@requires_admin\n")),
    Good(_flask(body="if 'id' not in session:\n        return 'no', 401\n    db.session.commit()")),
    Good(_flask(route="route('/items/<int:key>')", name="show_item")),
    Good(_drf("@permission_classes([AllowAny])\n")),
    Good(_drf("@permission_classes([IsAuthenticated])\n")),
)
