"""Routers that are included in a loop, through a list or by a function are placed; others stay untold."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest
from facts_lab import project_of

ROUTERS = {
    "api/users.py": """
        from fastapi import APIRouter
        router = APIRouter(prefix="/users")
        @router.get("/me")
        def me(): ...
        """,
    "api/items.py": """
        from fastapi import APIRouter
        router = APIRouter()
        @router.get("/items")
        def items(): ...
        """,
    "api/__init__.py": "",
}
MAIN = """
from fastapi import APIRouter, FastAPI
from api import items, users
{before}
app = FastAPI()
{include}
"""
BOTH = ["GET /items", "GET /users/me"]
UNTOLD = ["~GET /items", "~GET /users/me"]


def paths(files: Mapping[str, str]) -> list[str]:
    """The routes of a project; ``~`` before those that no application includes."""
    project = project_of({path: textwrap.dedent(text) for path, text in files.items()})
    found = project.routes.all
    return sorted(f"{'' if r.placed else '~'}{','.join(r.methods)} {r.path}" for r in found)


@pytest.mark.parametrize(
    ("before", "include", "expected"),
    [
        ("", "for r in (users.router, items.router): app.include_router(r)", BOTH),
        ("", "for m in [users, items]:\n    app.include_router(m.router)", BOTH),
        ("ROUTERS = [users.router, items.router]", "for r in ROUTERS: app.include_router(r)", BOTH),
        ("ROUTERS = [users.router]\nROUTERS.append(items.router)", "for r in ROUTERS: app.include_router(r)", BOTH),
        ("A = [users.router]\nROUTERS = [*A, items.router]", "for r in ROUTERS: app.include_router(r)", BOTH),
        ("A = [users.router]\nROUTERS = list(A + [items.router])", "for r in ROUTERS: app.include_router(r)", BOTH),
        ("ROUTERS = {'u': users.router, 'i': items.router}", "for r in ROUTERS.values(): app.include_router(r)", BOTH),
        ("def routers(): return [users.router, items.router]", "for r in routers(): app.include_router(r)", BOTH),
        ("", "[app.include_router(r) for r in (users.router, items.router)]", BOTH),
        (
            "MOUNTS = [(users.router, '/v1', ['a']), (items.router, '/v2', ['b'])]",
            "for r, p, t in MOUNTS: app.include_router(r, prefix=p, tags=t)",
            ["GET /v1/users/me", "GET /v2/items"],
        ),
        (
            "ROUTERS = {'/v1': users.router, '/v2': items.router}",
            "for p, r in ROUTERS.items(): app.include_router(r, prefix=p)",
            ["GET /v1/users/me", "GET /v2/items"],
        ),
        (
            "GROUPS = [[users.router], [items.router]]\nROUTERS = GROUPS",
            "for group in ROUTERS:\n    for r in group: app.include_router(r)",
            BOTH,
        ),
        ("def register(to):\n    for m in (users, items): to.include_router(m.router)", "register(app)", BOTH),
        # what is chosen, found at run time, or bound more than once is not told
        ("", "for r in (users.router, items.router):\n    if ok(r): app.include_router(r)", UNTOLD),
        ("", "for r in discover(): app.include_router(r)", UNTOLD),
        ("", "[app.include_router(r) for r in (users.router, items.router) if ok(r)]", UNTOLD),
        ("ROUTERS = [users.router]\nROUTERS = [items.router]", "for r in ROUTERS: app.include_router(r)", UNTOLD),
        (
            "MOUNTS = [(users.router, '/v1'), items.router]",
            "for r, p in MOUNTS: app.include_router(r, prefix=p)",
            ["GET /v1/users/me", "~GET /items"],
        ),
    ],
)  # fmt: skip
def test_includes_in_loops(before: str, include: str, expected: list[str]) -> None:
    assert paths({**ROUTERS, "main.py": MAIN.format(before=before, include=include)}) == expected


def test_a_list_of_another_module_and_an_application_of_a_function() -> None:
    files = {
        **ROUTERS,
        "api/all.py": "from . import items, users\nROUTERS = [users.router, items.router]\n",
        "main.py": """
            from fastapi import FastAPI
            from api.all import ROUTERS

            class Factory:
                def build(self):
                    for r in self.more: self.app.include_router(r)

            def create_app():
                app = FastAPI()
                for router in ROUTERS:
                    app.include_router(router, prefix="/api")
                return app

            app = create_app()

            @app.get("/health")
            def health(): ...
            """,
    }
    assert paths(files) == ["GET /api/items", "GET /api/users/me", "GET /health"]


def test_each_application_that_is_handed_over_gets_the_routes() -> None:
    files = {
        **ROUTERS,
        "register.py": "from api import users\ndef register(app): app.include_router(users.router)\n",
        "one/main.py": "from fastapi import FastAPI\nfrom register import register\na = FastAPI()\nregister(a)\n",
        "two/main.py": "from fastapi import FastAPI\nfrom register import register\nb = FastAPI()\nregister(app=b)\n",
    }
    assert paths(files) == ["GET /users/me", "GET /users/me", "~GET /items"]


def test_blueprints_imported_in_a_function_under_one_name() -> None:
    bp = "from flask import Blueprint\nbp = Blueprint('x', __name__)\n@bp.route('/x')\ndef x(): ...\n"
    files = {
        "a.py": bp,
        "b.py": bp,
        "views.py": "from flask import Blueprint\ndef make():\n    made = Blueprint('m', __name__)\n"
        "    @made.route('/made')\n    def m(): ...\n    return made\n",
        "main.py": """
            from flask import Flask
            import views

            def create_app():
                app = Flask(__name__)
                from a import bp
                app.register_blueprint(bp, url_prefix="/a")
                from b import bp
                for one in (bp,):
                    app.register_blueprint(one, url_prefix="/b")
                for module in [views]:
                    app.register_blueprint(module.make())
                return app
            """,
    }
    assert paths(files) == ["GET /a/x", "GET /b/x", "GET /made"]


def test_no_text_but_beginnings_of_paths_is_kept_of_lists() -> None:
    text = MAIN.format(before="ROUTERS = [(users.router, '/v1', 'a' 'bc-secret')]", include="x(app)")
    facts = project_of({"main.py": text}).files["main.py"]
    assert "/v1" in repr(facts.routing)
    assert "secret" not in repr(facts.routing)
