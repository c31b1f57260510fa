"""Zones by the names of folders, where the name alone does not tell."""

from __future__ import annotations

from codereview.collect.zones import Zones
from codereview.model import Zone


def test_an_application_may_be_called_cookbook() -> None:
    application = Zones(["cookbook/__init__.py", "cookbook/models.py", "manage.py"])
    assert application.of("cookbook/models.py") is Zone.PRODUCTION
    assert Zones(["cookbook/first.py", "app/__init__.py"]).of("cookbook/first.py") is Zone.EXAMPLES


def test_what_developers_tools_keep_is_no_part_of_the_program() -> None:
    zones = Zones(["app/__init__.py", ".claude/skills/fetch/run.py", ".github/check.py", "app/.hidden/x.py"])
    assert zones.of(".claude/skills/fetch/run.py") is Zone.SCRIPTS
    assert zones.of(".github/check.py") is Zone.SCRIPTS
    assert zones.of("app/.hidden/x.py") is Zone.PRODUCTION
