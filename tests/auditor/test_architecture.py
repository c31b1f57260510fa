"""What an audit says of how small projects are built: entry points, folders, cycles, routes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from codereview import auditor
from codereview.auditor import architecture as builder
from codereview.auditor.module_map import FOLDERS
from codereview.auditor.route_table import ROUTES
from codereview.config import Settings
from codereview.model import Audit
from codereview.model_architecture import Architecture, FolderImports, RouteEntry, Spot
from codereview.report.selfcheck import contradictions

SETTINGS = Settings(jobs=1, cache=False, select=("ARC001", "ARC006"))

FASTAPI = {
    "Dockerfile": 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "shop.main:app"]\n',
    "requirements.txt": "fastapi\n",
    "shop/__init__.py": "",
    "shop/auth.py": (
        "from fastapi import Depends, HTTPException\nfrom fastapi.security import OAuth2PasswordBearer\n\n"
        "scheme = OAuth2PasswordBearer(tokenUrl='token')\n\n\n"
        "def current_user(token: str = Depends(scheme)):\n    if token != 'x':\n"
        "        raise HTTPException(status_code=401)\n    return token\n"
    ),
    "shop/orders.py": (
        "from fastapi import APIRouter, Depends\n\nfrom shop.auth import current_user\n\n"
        "router = APIRouter(prefix='/orders')\n\n\n"
        "@router.get('/')\ndef listed():\n    return []\n\n\n"
        "@router.post('/')\ndef added(user: str = Depends(current_user)):\n    return user\n\n\n"
        "@router.delete('/{number}')\ndef removed(number: int):\n    return number\n"
    ),
    "shop/main.py": (
        "from fastapi import FastAPI\n\nfrom shop import orders\n\napp = FastAPI()\napp.include_router(orders.router)\n"
    ),
    "shop/old_totals.py": "def total(rows):\n    return sum(rows)\n",
    "tests/test_orders.py": "from shop.main import app\n\n\n@app.get('/only-here')\ndef test_it():\n    assert app\n",
}
FLASK = {
    "requirements.txt": "flask\nflask-login\n",
    "wsgi.py": "from shop import app\n\nif __name__ == '__main__':\n    app.run()\n",
    "shop/__init__.py": (
        "from flask import Flask\n\nfrom shop.admin.views import admin\n\napp = Flask(__name__)\n"
        "app.register_blueprint(admin, url_prefix='/admin')\n"
    ),
    "shop/admin/__init__.py": "",
    "shop/admin/views.py": (
        "from flask import Blueprint\nfrom flask_login import login_required\n\nfrom shop.models import rows\n\n"
        "admin = Blueprint('admin', __name__)\n\n\n"
        "@admin.route('/rows')\n@login_required\ndef show():\n    return rows()\n\n\n"
        "@admin.route('/rows', methods=['POST'])\ndef add():\n    return rows()\n"
    ),
    "shop/models.py": "from shop import store\n\n\ndef rows():\n    return store.load()\n",
    "shop/store.py": "import shop.models\n\n\ndef load():\n    return shop.models\n",
    "examples/app.py": (
        "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route('/x')\ndef x():\n    return ''\n"
    ),
}
DJANGO = {
    "manage.py": "import django\n\nif __name__ == '__main__':\n    print(django)\n",
    "site/__init__.py": "",
    "shop/__init__.py": "",
    "shop/settings.py": "ROOT_URLCONF = 'shop.urls'\nMIDDLEWARE = []\n",
    "shop/urls.py": (
        "from django.urls import include, path\n\nurlpatterns = [\n    path('orders/', include('orders.urls')),\n]\n"
    ),
    "orders/__init__.py": "",
    "orders/urls.py": (
        "from django.urls import path\n\nfrom orders import views\n\n"
        "urlpatterns = [\n    path('', views.listed),\n    path('new/', views.New.as_view()),\n]\n"
    ),
    "orders/views.py": (
        "from django.contrib.auth.mixins import LoginRequiredMixin\nfrom django.shortcuts import render\n"
        "from django.views import View\n\n\n"
        "def listed(request):\n    return render(request, 'orders.html')\n\n\n"
        "class New(LoginRequiredMixin, View):\n"
        "    def post(self, request):\n        return render(request, 'new.html')\n"
    ),
}


def audit_of(root: Path, files: Mapping[str, str]) -> Audit:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return auditor.audit(root, SETTINGS)


def built(root: Path, files: Mapping[str, str]) -> Architecture:
    """The architecture, after what it cites has been looked up in the files."""
    audit = audit_of(root, files)
    found = audit.architecture
    assert found is not None
    assert contradictions(audit) == ()
    spots = [spot for start in found.starts for spot in (Spot(path=start.path), *start.said)]
    spots += [Spot(path=cut.path, line=cut.line) for cycle in found.cycles for cut in cycle.cuts]
    spots += [Spot(path=item.path) for item in found.loose]
    for route in found.routes.listed:
        spots += [Spot(path=route.path, line=route.line), *([route.handler_at] if route.handler_at else [])]
    for spot in spots:
        assert spot.line <= files[spot.path].count("\n"), spot
    return found


def short(route: RouteEntry) -> tuple[str, str, str, str]:
    return ",".join(route.methods), route.url, route.handler, route.protection


def test_fastapi(tmp_path: Path) -> None:
    found = built(tmp_path, FASTAPI)
    assert [(start.path, start.kinds) for start in found.starts] == [
        ("shop/main.py", ("ASGI application", "command"))
    ]
    assert found.starts[0].said == (Spot(path="shop/main.py"), Spot(path="Dockerfile", line=3))
    routes = found.routes
    assert [short(route) for route in routes.listed] == [
        ("DELETE", "/orders/{number}", "removed", "none"),
        ("GET", "/orders/", "listed", "none"),
        ("POST", "/orders/", "added", "known"),
    ]
    assert (routes.total, routes.known, routes.none, routes.unknown, routes.open_changing) == (3, 1, 2, 0, 1)
    first, _, last = routes.listed
    assert (first.path, first.line, first.changes) == ("shop/orders.py", 18, True)
    assert first.handler_at == Spot(path="shop/orders.py", line=19)
    assert [guard.name for guard in last.guards] == ["current_user"]
    assert [(item.path, item.tests) for item in found.loose] == [("shop/old_totals.py", False)]
    assert found.not_judged == ""


def test_flask(tmp_path: Path) -> None:
    found = built(tmp_path, FLASK)
    assert [short(route) for route in found.routes.listed] == [
        ("POST", "/admin/rows", "add", "none"),
        ("GET", "/admin/rows", "show", "known"),
    ]
    assert found.routes.elsewhere == 1
    assert found.starts[0].path == "shop/__init__.py"
    assert found.starts[1].said == (Spot(path="wsgi.py", line=3),)
    folders = {folder.path: folder for folder in found.folders}
    assert sorted(folders) == [".", "shop", "shop/admin"]
    assert folders["shop/admin"].imports == (FolderImports(folder="shop", pairs=1),)
    assert (folders["shop"].files, folders["shop"].imported_by) == (3, 2)
    sizes = [(cycle.files, cycle.cut_count, bool(cycle.finding)) for cycle in found.cycles]
    assert sizes
    assert all(finding for _, _, finding in sizes)


def test_django(tmp_path: Path) -> None:
    found = built(tmp_path, DJANGO)
    assert [short(route) for route in found.routes.listed] == [
        ("*", "/orders/", "listed", "none"),
        ("POST", "/orders/new/", "New.post", "known"),
    ]
    assert found.routes.open_changing == 0
    assert found.starts[0].path == "manage.py"
    assert "script" in found.starts[0].kinds


def test_a_cycle_has_its_cut_and_its_finding(tmp_path: Path) -> None:
    files = {
        "a.py": "import os\nimport b\n", "b.py": "import c\n", "c.py": "import a\n",
        "main.py": "import a\n\nif __name__ == '__main__':\n    print(a)\n",
    }  # fmt: skip
    audit = audit_of(tmp_path, files)
    assert audit.architecture is not None
    (cycle,) = audit.architecture.cycles
    assert (cycle.files, cycle.size, cycle.cut_count, cycle.smallest) == (
        ("a.py", "b.py", "c.py"),
        3,
        1,
        True,
    )
    assert len(cycle.around) == 3
    (finding,) = [item for item in audit.findings if item.rule == "ARC001"]
    assert cycle.finding == finding.fingerprint
    assert (cycle.cuts[0].path, cycle.cuts[0].line) == (finding.path, finding.line)


def test_without_routes_there_are_none(tmp_path: Path) -> None:
    found = built(tmp_path, {"half.py": "import math\n\nHALF = math.pi / 2\n"})
    assert found.routes.total == found.start_count == found.cycle_count == 0
    assert found.not_judged.startswith("nothing in it starts a program")


def test_many_routes_are_bounded_and_the_worst_stay(tmp_path: Path) -> None:
    text = "from fastapi import FastAPI\n\napp = FastAPI()\n"
    text += "".join(f"\n\n@app.get('/p{n}')\ndef p{n}():\n    return {n}\n" for n in range(ROUTES))
    text += "\n\n@app.post('/last')\ndef last():\n    return 0\n"
    found = built(tmp_path, {"main.py": text})
    assert (len(found.routes.listed), found.routes.total) == (ROUTES, ROUTES + 1)
    assert found.routes.listed[0].url == "/last"


def test_deep_folders_are_counted_with_those_above(tmp_path: Path) -> None:
    files = {f"app/p{n % 5}/deep{n}/mod.py": "X = 1\n" for n in range(FOLDERS + 5)}
    found = built(
        tmp_path, {**files, "app/main.py": "import os\n\nif __name__ == '__main__':\n    os.abort()\n"}
    )
    assert [folder.path for folder in found.folders] == ["app", *(f"app/p{n}" for n in range(5))]
    assert [folder.whole for folder in found.folders] == [False, True, True, True, True, True]
    assert sum(folder.files for folder in found.folders) == len(files) + 1
    assert found.folder_count == len(files) + 1


def test_many_folders_at_the_top_leave_the_largest(tmp_path: Path) -> None:
    files = {f"d{n:03}/mod.py": "X = 1\n" * (n + 1) for n in range(FOLDERS + 3)}
    found = built(tmp_path, files)
    assert [folder.path for folder in found.folders] == [f"d{n:03}" for n in range(3, FOLDERS + 3)]


def test_a_defect_costs_the_section_and_not_the_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(builder, "route_table", fails)
    audit = audit_of(tmp_path, FASTAPI)
    assert audit.architecture is None
    assert [gap.reason for gap in audit.not_assessed if gap.what == "the architecture"] == [
        "the section could not be made: RuntimeError: broken"
    ]


def test_routes_that_a_helper_registers_are_one_row_that_says_so(tmp_path: Path) -> None:
    helper = (
        "def register(app, routes, view):\n    for route in routes:\n        print(route)\n"
        "        app.add_url_rule(route, view_func=view)\n"
    )
    main = (
        "from flask import Flask\n\nfrom shop.helpers import register\n\napp = Flask(__name__)\n\n\n"
        "def index():\n    return 'a'\n\n\nregister(app, ['/'], index)\nregister(app, ['/b', '/c'], index)\n"
    )
    routes = built(tmp_path, {"shop/__init__.py": "", "shop/helpers.py": helper, "shop/main.py": main}).routes
    assert routes.computed == 1
    assert [route.handler for route in routes.listed] == ["not placed: through register(), called 2 times"]
    followed = helper.replace("        print(route)\n", "")
    files = {"shop/__init__.py": "", "shop/helpers.py": followed, "shop/main.py": main}
    routes = built(tmp_path, files).routes
    assert routes.computed == 0
    assert [route.url for route in routes.listed] == ["/", "/b", "/c"]
