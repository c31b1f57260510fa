"""Which routes a project registers: method, full path, handler."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest
from facts_lab import facts_of, project_of


def table(files: Mapping[str, str]) -> list[str]:
    """The routes of a project, as ``METHOD path handler``; ``~`` before those that no application includes."""
    project = project_of({path: textwrap.dedent(text) for path, text in files.items()})
    return [
        f"{'' if route.placed else '~'}{','.join(route.methods)} {route.path} {route.name}"
        for route in project.routes.all
    ]


def test_fastapi_prefixes_add_up_through_every_include() -> None:
    assert table(
        {
            "app/main.py": """
                from fastapi import FastAPI
                from app.api import api
                app = FastAPI()
                app.include_router(api, prefix="/v1")
                """,
            "app/api/__init__.py": """
                from fastapi import APIRouter
                from . import users
                from .items import router as items
                api = APIRouter(prefix="/api")
                api.include_router(users.router)
                api.include_router(items, prefix="/things")
                """,
            "app/api/users.py": """
                from fastapi import APIRouter
                router = APIRouter(prefix="/users")
                @router.get("/{key}")
                async def one(key): ...
                """,
            "app/api/items.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.api_route("/", methods=["GET", "POST"])
                def items(): ...
                @router.websocket("/live")
                async def live(socket): ...
                """,
            "app/__init__.py": "",
        }
    ) == [
        "GET,POST /v1/api/things/ items",
        "WEBSOCKET /v1/api/things/live live",
        "GET /v1/api/users/{key} one",
    ]


def test_two_routers_of_one_name_are_two_routers() -> None:
    text = (
        "from fastapi import APIRouter\nrouter = APIRouter(prefix='/{0}')\n@router.get('')\ndef {0}(): ...\n"
    )
    main = """
        from fastapi import FastAPI
        from a import router
        from b import router as other
        app = FastAPI()
        app.include_router(router)
        app.include_router(other, prefix="/x")
        """
    assert table({"main.py": main, "a.py": text.format("a"), "b.py": text.format("b")}) == [
        "GET /a a",
        "GET /x/b b",
    ]


def test_a_router_that_nothing_includes_is_not_placed() -> None:
    assert table(
        {"a.py": "from fastapi import APIRouter\nr = APIRouter()\n@r.get('/a')\ndef a(): ...\n"}
    ) == ["~GET /a a"]


def test_prefixes_that_are_names_are_followed_or_named() -> None:
    assert table(
        {
            "main.py": """
                from fastapi import FastAPI
                from settings import settings
                API_PREFIX = "/api"
                app = FastAPI()
                @app.get(API_PREFIX + "/a")
                def a(): ...
                @app.get(f"{settings.root}/b")
                def b(): ...
                """
        }
    ) == ["GET /api/a a", "GET {settings.root}/b b"]


def test_flask_blueprints_and_views() -> None:
    assert table(
        {
            "shop/__init__.py": """
                from flask import Flask
                def create_app():
                    app = Flask(__name__)
                    from shop.items import bp
                    app.register_blueprint(bp, url_prefix="/items")
                    from shop import users
                    app.register_blueprint(users.bp)
                    return app
                """,
            "shop/items.py": """
                from flask import Blueprint
                from flask.views import MethodView
                bp = Blueprint("items", __name__, url_prefix="/unused")
                @bp.route("/<int:key>", methods=["DELETE"])
                def drop(key): ...
                class Items(MethodView):
                    def get(self): ...
                    def post(self): ...
                bp.add_url_rule("/", view_func=Items.as_view("items"))
                """,
            "shop/users.py": """
                from flask import Blueprint
                bp = Blueprint("users", __name__, url_prefix="/users")
                @bp.post("/")
                @bp.get("/all")
                def users(): ...
                """,
        }
    ) == [
        "DELETE /items/<int:key> drop",
        "GET /items/ Items.get",
        "POST /items/ Items.post",
        "POST /users/ users",
        "GET /users/all users",
    ]


def test_a_view_class_in_a_file_of_which_nothing_was_read() -> None:
    files = {
        "app.py": "from flask import Flask\nfrom views import A\napp = Flask(__name__)\n"
        "app.add_url_rule('/a', view_func=A.as_view('a'))\n",
        "views.py": "class A(Base):\n    def get(self): ...\n",
    }
    assert table(files) == ["GET /a A.get"]
    assert [route.protection for route in project_of(files).routes.all] == ["unknown"]


def test_django_patterns_through_includes() -> None:
    assert table(
        {
            "shopsite/urls.py": """
                from django.urls import include, path, re_path
                from shop import views
                urlpatterns = [
                    path("shop/", include("shop.urls")),
                    re_path(r"^old/(?P<pk>\\d+)/$", views.old),
                ]
                urlpatterns = [path("site/", include(urlpatterns))]
                """,
            "shop/urls.py": """
                from django.urls import path
                from . import views
                urlpatterns = [path("<int:pk>/", views.Item.as_view()), path("new/", views.new)]
                """,
            "shop/views.py": """
                from django.views.generic import View
                from django.views.decorators.http import require_POST
                class Item(View):
                    def get(self, request, pk): ...
                    def delete(self, request, pk): ...
                @require_POST
                def new(request): ...
                def old(request, pk): ...
                """,
            "shop/__init__.py": "",
        }
    ) == [
        "GET /site/shop/<int:pk>/ views.Item",
        "DELETE /site/shop/<int:pk>/ views.Item",
        "POST /site/shop/new/ views.new",
        "* /site/old/<pk>/ views.old",
    ]


def test_view_sets_of_rest_framework() -> None:
    assert table(
        {
            "urls.py": """
                from django.urls import include, path
                from rest_framework.routers import DefaultRouter
                from views import Items
                router = DefaultRouter()
                router.register("items", Items)
                urlpatterns = [path("api/", include(router.urls))]
                """,
            "views.py": """
                from rest_framework import viewsets
                from rest_framework.decorators import action
                class Items(viewsets.ReadOnlyModelViewSet):
                    def create(self, request): ...
                    @action(detail=True, methods=["post"])
                    def hide(self, request, pk): ...
                """,
        }
    ) == [
        "GET /api/items/ Items.list",
        "GET /api/items/{pk}/ Items.retrieve",
        "POST /api/items/ Items.create",
        "POST /api/items/{pk}/hide/ Items.hide",
    ]


def test_starlette_lists_and_aiohttp_tables() -> None:
    assert table(
        {
            "a.py": """
                from starlette.applications import Starlette
                from starlette.routing import Mount, Route
                async def one(request): ...
                app = Starlette(routes=[Mount("/v1", routes=[Route("/one", one, methods=["POST"])])])
                """,
            "b.py": """
                from aiohttp import web
                routes = web.RouteTableDef()
                @routes.get("/two")
                async def two(request): ...
                async def three(request): ...
                app = web.Application()
                app.add_routes(routes)
                app.router.add_post("/three", three)
                app.add_routes([web.delete("/four", three)])
                """,
        }
    ) == ["POST /v1/one one", "GET /two two", "POST /three three", "DELETE /four three"]


@pytest.mark.parametrize(
    "text",
    [
        "cache = {}\n@cache.get('/a')\ndef a(): ...\n",
        "import requests\nrequests.get('/a')\nclient.post('/b', json={})\n",
        "from django.urls import path\nhome = path('a')\n",
        "from flask import Flask\napp = Flask(__name__)\n@app.errorhandler(404)\ndef gone(error): ...\n",
    ],
)
def test_what_looks_like_a_route_and_is_none(text: str) -> None:
    assert table({"a.py": text}) == []


def test_no_text_but_of_routes_gets_into_the_facts() -> None:
    word = "hunter" + "2hunter2"
    facts = facts_of(
        f"""
        from fastapi import FastAPI
        from starlette.middleware.sessions import SessionMiddleware
        SECRET = "{word}"
        app = FastAPI(secret_key="{word}")
        app.add_middleware(SessionMiddleware, "{word}", secret_key="{word}")
        @app.get("/a", responses={{"x": "{word}"}})
        def a(token="{word}"):
            return login("{word}")
        """
    )
    assert facts.routing
    assert word not in repr(facts.routing)


def test_a_list_that_is_wrapped_twice_and_under_a_condition_has_each_route_once() -> None:
    assert table(
        {
            "site/urls.py": """
                from django.conf import settings
                from django.urls import include, path
                from . import views
                urlpatterns = [path("notes", views.notes), path("health", views.health)]
                urlpatterns = [path("", include((urlpatterns, "notes")))]
                urlpatterns += [path("login/", views.login)]
                if settings.MOUNTED_AT:
                    urlpatterns = [path(settings.MOUNTED_AT, include(urlpatterns))]
                if settings.DEBUG:
                    urlpatterns = [path("debug/", views.debug)] + urlpatterns
                """,
            "site/views.py": """
                def notes(request): ...
                def health(request): ...
                def login(request): ...
                def debug(request): ...
                """,
        }
    ) == ["* /notes views.notes", "* /health views.health", "* /login/ views.login", "* /debug/ views.debug"]


def test_what_is_drawn_is_no_route_of_aiohttp() -> None:
    assert table(
        {
            "app.py": """
                from fastapi import FastAPI
                app = FastAPI()

                @app.get("/stock")
                def stock():
                    return 1

                def draw(axes, circle):
                    axes.add_patch(circle)
                """,
        }
    ) == ["GET /stock stock"]
