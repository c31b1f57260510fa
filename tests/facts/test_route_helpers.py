"""Routes that a helper of the project registers: each of its calls is one, where the helper does nothing else."""

from __future__ import annotations

import textwrap

import pytest
from facts_lab import project_of

from codereview.auditor.route_table import route_table

LOOP = """
def register_view(router, routes, view_func, *args, **kwargs):
    for route in routes:
        router.add_url_rule(route, view_func=view_func, *args, **kwargs)
"""
VIEWS = """
from flask import Blueprint, Flask
from flask.views import MethodView
from helpers import register_view
class Show(MethodView):
    def get(self): ...
    def post(self): ...
def plain(): ...
def load(app: Flask):
    pages = Blueprint("pages", __name__)
{calls}
    app.register_blueprint(pages, url_prefix="/pages")
app = Flask(__name__)
load(app)
"""


def table(helper: str, *calls: str) -> list[str]:
    """The routes of a project with this helper and these calls of it."""
    views = VIEWS.format(calls=textwrap.indent("\n".join(calls), "    "))
    project = project_of({"helpers.py": helper, "views.py": views})
    return sorted(f"{','.join(r.methods)} {r.path} {r.name}" for r in project.routes.all)


def test_each_path_of_each_call_is_a_route() -> None:
    found = table(
        LOOP,
        'register_view(pages, routes=["/a", "/a/<int:key>-<slug>"], view_func=Show.as_view("show"))',
        'register_view(pages, routes=["/b"], view_func=plain, methods=["POST"])',
    )
    assert found == [
        "GET /pages/a Show.get",
        "GET /pages/a/<int:key>-<slug> Show.get",
        "POST /pages/a Show.post",
        "POST /pages/a/<int:key>-<slug> Show.post",
        "POST /pages/b plain",
    ]


def test_a_helper_without_a_loop() -> None:
    helper = 'def register_view(router, rule, view):\n    """One."""\n    router.add_url_rule(rule, view_func=view)\n'
    assert table(helper, 'register_view(pages, rule="/a", view=plain)') == ["GET /pages/a plain"]


def test_a_call_that_cannot_be_read_leaves_the_row_of_the_helper() -> None:
    found = table(
        LOOP,
        'register_view(pages, routes=["/a"], view_func=plain)',
        "register_view(pages, routes=found(), view_func=plain)",
        'register_view(pages, routes=["/b", named], view_func=plain)',
    )
    assert "GET /pages/a plain" in found
    assert len(found) == 2


@pytest.mark.parametrize(
    "helper",
    [
        LOOP.replace("    for", "    routes = prefixed(routes)\n    for"),
        LOOP.replace("        router.", "        route = '/x' + route\n        router."),
        LOOP.replace("add_url_rule(route,", "add_url_rule('/x' + route,"),
        LOOP.replace("view_func=view_func", "view_func=guarded(view_func)"),
        LOOP.replace("        router.", "        if route:\n          router."),
    ],
)
def test_a_helper_that_does_more_is_not_followed(helper: str) -> None:
    found = table(helper, 'register_view(pages, routes=["/a"], view_func=plain)')
    assert "GET /pages/a plain" not in found
    assert len(found) == 1


def test_a_prefix_that_is_not_told_stands_before_the_path() -> None:
    views = VIEWS.format(calls='    register_view(pages, routes=["/a"], view_func=plain)')
    views = views.replace('"/pages"', 'app.config["PREFIX"]')
    project = project_of({"helpers.py": LOOP, "views.py": views})
    assert [(r.path, r.placed) for r in project.routes.all] == [("?", False)]
    table = route_table(project)
    assert ([row.url for row in table.listed], table.computed) == (["{prefix}/a"], 0)


def test_the_lines_are_those_of_the_calls() -> None:
    call = '    register_view(pages, routes=["/a"], view_func=plain)'
    project = project_of({"helpers.py": LOOP, "views.py": VIEWS.format(calls=call)})
    (row,) = route_table(project).listed
    assert (row.path, row.line, row.conditional, row.placed) == ("views.py", 11, False, True)
