"""Zones by the names of folders, where the name alone does not tell."""

from __future__ import annotations

from codereview.collect.zones import Zones
from codereview.model import Zone


def test_an_application_may_be_called_cookbook() -> None:
    application = Zones(["cookbook/__init__.py", "cookbook/models.py", "manage.py"])
    assert application.of("cookbook/models.py") is Zone.PRODUCTION
    assert Zones(["cookbook/first.py", "app/__init__.py"]).of("cookbook/first.py") is Zone.EXAMPLES
