"""Which file a module name means."""

from __future__ import annotations

import pytest

from codereview.facts.layout import Layout, module_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("app.py", "app"),
        ("src/app/__init__.py", "src.app"),
        ("src/app/models.pyi", "src.app.models"),
        ("my.folder/x.py", "my\u2024folder.x"),
        ("__init__.py", ""),
    ],
)
def test_names_of_modules(path: str, name: str) -> None:
    assert module_name(path) == name


FILES = (
    "src/shop/__init__.py", "src/shop/models.py", "src/shop/api/__init__.py", "src/shop/api/views.py",
    "tools/run.py", "tools/helper.py", "spaces/deep/thing.py", "both.py", "both/__init__.py", "typed.py",
    "typed.pyi", "only.pyi", "one/manage.py", "one/conf/__init__.py", "one/conf/urls.py",
    "two/manage.py", "two/conf/__init__.py", "two/conf/urls.py", "calendar/__init__.py",
    "calendar/days.py",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "folder", "found"),
    [
        ("shop.models", "src/shop/api", "src/shop/models.py"),
        ("shop", "tools", "src/shop/__init__.py"),
        ("src.shop.models", "tools", "src/shop/models.py"),
        ("helper", "tools", "tools/helper.py"),
        ("tools.helper", "src/shop", "tools/helper.py"),
        ("helper", "src/shop", ""),
        ("models", "src/shop/api", ""),
        ("spaces", "", "spaces/"),
        ("spaces.deep", "", "spaces/deep/"),
        ("spaces.deep.thing", "", "spaces/deep/thing.py"),
        ("both", "", "both/__init__.py"),
        ("typed", "", "typed.py"),
        ("only", "", "only.pyi"),
        ("conf.urls", "one/conf", "one/conf/urls.py"),
        ("conf.urls", "two/conf", "two/conf/urls.py"),
        ("json", "", ""),
        ("calendar", "", ""),
        ("calendar.days", "", ""),
        ("calendar.days", "calendar", "calendar/days.py"),
        ("calendar.nothing", "calendar", ""),
        ("requests", "", ""),
        ("", "", ""),
    ],
)
def test_where_a_module_is(name: str, folder: str, found: str) -> None:
    assert Layout(FILES).find(name, folder) == found


def test_hidden_folders_are_for_hidden_files() -> None:
    layout = Layout(
        [".old/app/core.py", ".old/app/main.py", "backend/app/main.py"],
        [".old/pyproject.toml", "backend/pyproject.toml"],
    )
    assert layout.find("app.core", "backend/app") == ""
    assert layout.find("app.core", ".old/app") == ".old/app/core.py"


def test_the_order_of_the_files_does_not_matter() -> None:
    names = [("both", ""), ("typed", ""), ("shop", "tools")]
    backwards = Layout(tuple(reversed(FILES)))
    assert [backwards.find(*name) for name in names] == [Layout(FILES).find(*name) for name in names]


def test_no_files_at_all() -> None:
    assert Layout(()).find("app", "src") == ""


def test_a_setup_inside_of_a_package_is_a_module_of_it() -> None:
    """``from celery import Celery`` in ``shop/celery/app.py`` means the installed package."""
    files = [
        "src/shop/__init__.py",
        "src/shop/setup.py",
        "src/shop/celery/__init__.py",
        "src/shop/celery/app.py",
    ]
    layout = Layout(files, ["pyproject.toml"])
    assert layout.find("celery", "src/shop/celery") == ""
    assert layout.find("shop.celery.app", "src/shop/celery") == "src/shop/celery/app.py"
    assert Layout(files).find("celery", "src/shop/celery") == "src/shop/celery/__init__.py"
