"""Examples of routes among protected ones: what code does that is given nothing of its caller."""

from __future__ import annotations

from codereview.api import Bad, Confidence, Good

from .examples_siblings import AUDIT, BEHIND, SECURITY

_HEALTH = """@router.get("/health")
def health():
    return "up"

@router.SHAPE"""
_SIGN_UP = """@router.post("/sign-up")
def sign_up(sent: dict, db=Depends(get_db)):
    db.add(sent)

@router.SHAPE"""


def _more(shape: str, name: str, given: str, body: str, before: str = "", after: str = "") -> dict[str, str]:
    """A router behind a middleware, with more routes before, other parameters, and functions after."""
    text = BEHIND.replace("@router.SHAPE", before or "@router.SHAPE")
    text = text.replace("SHAPE", shape).replace("NAME(key: int,", f"NAME({given},").replace("NAME", name)
    text = text.replace("import APIRouter,", "import APIRouter, Request,").replace("BODY", body)
    return {"app.py": text + after, "audit.py": AUDIT, "security.py": SECURITY}


_OWNED = """
def open_item(key: int, db=Depends(get_db)):
    if db.closed(key, by="owner"):
        raise HTTPException(400)
    return db.get(key)
"""
_NOTED = """
def noted(sent: Request, key: int):
    print(sent.client.host, key)
"""

BAD = (
    # the token is the application's own
    Bad(
        _more('put("/{key}/sent")', "send", "key: int", "push(db.get(key), db.access_token)"),
        lines=("app.py:25",),
        confidence=Confidence.LOW,  # who counts the others has not seen what this one does
    ),
    # what it takes beside is given nothing of the caller
    Bad(
        _more('put("/{key}")', "edit", "item=Depends(open_item)", "db.commit()", after=_OWNED),
        lines=("app.py:25",),
    ),
    # of the request it takes what anybody has
    Bad(
        _more(
            'put("/{key}")',
            "edit",
            "sent: Request, key: int",
            "noted(sent, key)\n    db.commit()",
            after=_NOTED,
        ),
        lines=("app.py:25",),
    ),
    # the route for everyone is none of the siblings
    Bad(
        {
            path: text.replace('@router.post("/{key}/copy")\ndef copy_item', "def copy_item")
            for path, text in _more('delete("/{key}")', "drop", "key: int", "db.drop(key)", _HEALTH).items()
        },
        lines=("app.py:28",),
    ),
    # people sign up elsewhere
    Bad(_more('post("/users")', "create_user", "row: dict", "db.add(row)", _SIGN_UP), lines=("app.py:29",)),
    Bad(
        _more('put("/{key_id}")', "reject_registration", "key_id: int", "db.drop(key_id)"),
        lines=("app.py:25",),
    ),
)

_VIEWS = """from django.views.generic import CreateView, ListView
from items.models import Item

class Items(ListView):
    model = Item

class AddItem(CreateView):
    model = Item
"""
_PATHS = """from django.urls import path
from items import views

urlpatterns = [path("items/", views.Items.as_view()), path("items/add/", views.AddItem.as_view())]
"""

_EVERYBODY = {  # who shows nothing is handed on, and the siblings are as open
    path: text.replace("    return token\n", "    if not token:\n        return {}\n    return token\n")
    for path, text in _more('delete("/{key}")', "drop", "key: int", "db.drop(key)").items()
}

GOOD = (
    Good(_EVERYBODY),
    Good(_more('post("/login/again")', "send_again", "key: int", "db.commit(key)")),
    Good(_more('post("/{key}/resend-otp")', "ask_again", "key: int", "db.commit(key)")),
    Good({"items/urls.py": _PATHS, "items/views.py": _VIEWS, "items/__init__.py": ""}),  # no function at all
    Good(_more('put("/public/{key}")', "edit", "key: int, db=Depends(get_db)", "db.commit(key)")),
    Good(
        _more(
            'post("/paid/success")',
            "finish_paid",
            "session_id: str, db=Depends(get_db)",
            "db.commit(session_id)",
        )
    ),
    Good(_more('post("/start")', "start_call", "key: int", "return {'started': key}")),  # still to be written
    Good(_more('post("/users")', "create_user", "row: dict", "db.add(row)")),
    Good(_more('put("/{key}")', "edit", "sent: Request, key: int", "db.commit(sent.headers['x-api-key'])")),
    Good(  # who sends it is asked for by what it brings
        _more(
            'put("/{key}")',
            "edit",
            "item=Depends(open_item)",
            "db.commit()",
            after=_OWNED.replace("key: int,", "key: int, sent: Request,").replace(
                'by="owner"', "by=sent.headers['owner']"
            ),
        )
    ),
    Good(
        _more(
            'post("/made")',
            "make",
            "sent: Registration",
            "db.add(sent)",
            after="\n\nclass Registration(BaseModel):\n    name: str\n",
        )
    ),
)
