"""What is known of who may call a route: known, none, unknown."""

from __future__ import annotations

import textwrap

import pytest
from facts_lab import project_of

_SECURITY = """
from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
scheme = OAuth2PasswordBearer(tokenUrl="x")
def who(token=Depends(scheme)):
    return token
def get_db():
    yield 1
def limits(skip: int = 0):
    return skip
"""


def fastapi(
    param: str = "", router: str = "", include: str = "", body: str = "return 1", top: str = ""
) -> str:
    """The protection of one route of FastAPI."""
    text = f"""
from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, Security
from security import get_db, limits, who
{top}
app = FastAPI()
router = APIRouter({router})
@router.post("/a")
def a({param}):
    {body}
app.include_router(router{include})
"""
    (route,) = project_of({"main.py": text, "security.py": _SECURITY}).routes.all
    return route.protection


@pytest.mark.parametrize(
    ("given", "protection"),
    [
        ({}, "none"),
        ({"param": "db=Depends(get_db), at=Depends(limits)"}, "none"),
        ({"param": "at=Depends(get_token_settings)", "top": "from lib import get_token_settings"}, "unknown"),
        ({"param": "at=Depends(get_app_config)", "top": "def get_app_config():\n    return {}\n"}, "none"),
        ({"param": "x=Depends(who)"}, "known"),
        ({"param": "x=Security(limits)"}, "known"),
        ({"param": "x: Annotated[str, Depends(who)]"}, "known"),
        ({"param": "x: Me", "top": "Me = Annotated[str, Depends(who)]"}, "known"),
        ({"router": "dependencies=[Depends(who)]"}, "known"),
        ({"router": "dependencies=[Depends(limits)]"}, "none"),
        ({"router": "dependencies=COMMON"}, "unknown"),
        ({"include": ", dependencies=[Depends(who)]"}, "known"),
        ({"include": ", **options"}, "unknown"),
        ({"param": "x=Depends(elsewhere)", "top": "from lib import elsewhere"}, "unknown"),
        ({"body": "check_token(1)"}, "unknown"),
        ({"top": "def inner(request):\n    verify_signature(request)\n", "body": "inner(1)"}, "unknown"),
    ],
)
def test_dependencies_of_fastapi(given: dict[str, str], protection: str) -> None:
    assert fastapi(**given) == protection


@pytest.mark.parametrize(
    ("decorator", "body", "before", "protection"),
    [
        ("", "db.session.commit()", "", "none"),
        ("@login_required", "pass", "", "known"),
        ("@cache.cached(10)", "pass", "", "none"),
        ("@wrapped_somehow", "pass", "", "unknown"),
        ("@require_json", "pass", "", "unknown"),
        ("", "return session['id']", "", "unknown"),
        ("", "pass", "@app.before_request\ndef gate():\n    abort(401)\n", "unknown"),
        ("", "pass", "@app.before_request\ndef gate():\n    count()\n", "none"),
    ],
)
def test_decorators_and_hooks_of_flask(decorator: str, body: str, before: str, protection: str) -> None:
    text = f"""
from flask import Flask, abort, session
app = Flask(__name__)
{before}
@app.route("/a", methods=["POST"])
{decorator}
def a():
    {body}
"""
    (route,) = project_of({"app.py": text}).routes.all
    assert route.protection == protection


@pytest.mark.parametrize(
    ("attribute", "settings", "protection"),
    [
        ("", "", "none"),
        ("permission_classes = [IsAuthenticated]", "", "known"),
        ("permission_classes = []", "", "none"),
        ("permission_classes = [AllowAny]", "'DEFAULT_PERMISSION_CLASSES': ['rest.IsAuthenticated']", "none"),
        ("", "'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']", "known"),
        ("", "'DEFAULT_PERMISSION_CLASSES': [pick()]", "unknown"),
        ("permission_classes = [IsAuthenticatedOrReadOnly]", "", "unknown"),
        ("def get_permissions(self): ...", "", "unknown"),
    ],
)
def test_permission_classes(attribute: str, settings: str, protection: str) -> None:
    view = f"""
from rest_framework.views import APIView
from rest_framework.permissions import AllowAny, IsAuthenticated, IsAuthenticatedOrReadOnly
class A(APIView):
    {attribute}
    def post(self, request):
        return 1
"""
    files = {
        "views.py": view,
        "settings.py": f"REST_FRAMEWORK = {{{settings}}}\n",
        "urls.py": "from django.urls import path\nfrom views import A\nurlpatterns = [path('a', A.as_view())]\n",
    }
    (route,) = project_of({path: textwrap.dedent(text) for path, text in files.items()}).routes.all
    assert route.protection == protection


@pytest.mark.parametrize(
    ("decorator", "protection"),
    [
        ("require_setting('PD_APP_ID')", "unknown"),
        ("require_team_mode", "unknown"),
        ("require_AJAX", "unknown"),
        ("require_feature('x')", "unknown"),
        ("require_sudo_mode", "known"),
        ("require_permission('x')", "known"),
    ],
)
def test_what_a_decorator_requires_need_not_be_a_person(decorator: str, protection: str) -> None:
    text = f"""
from flask import Flask
from guards import require_setting, require_team_mode, require_AJAX, require_feature, require_sudo_mode
from guards import require_permission
app = Flask(__name__)
@app.route("/a", methods=["POST"])
@{decorator}
def a():
    return 1
"""
    (route,) = project_of({"main.py": text}).routes.all
    assert route.protection == protection


def test_what_is_given_the_request_in_a_file_that_was_not_read_may_ask() -> None:
    files = {
        "site/urls.py": (
            "from django.urls import path\nfrom site import views\n"
            "urlpatterns = [path('a/<int:pk>', views.show), path('b', views.plain)]\n"
        ),
        "site/views.py": (
            "from django.http import HttpResponse\nfrom site import access\n"
            "def show(request, pk):\n    return HttpResponse(access.readable(request, pk).text)\n"
            "def plain(request):\n    return HttpResponse(access.text())\n"
        ),
        "site/access.py": (
            "def readable(request, pk):\n    if request.user.pk != pk:\n        raise LookupError\n    return pk\n"
            "def text():\n    return 'x'\n"
        ),
    }
    routes = project_of(files).routes.all
    assert [(route.name, route.protection) for route in routes] == [
        ("views.show", "unknown"),
        ("views.plain", "none"),
    ]
