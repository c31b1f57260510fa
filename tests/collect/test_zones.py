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


def test_folders_named_after_a_kind_of_tests_hold_tests() -> None:
    zones = Zones(["app/__init__.py", "app/tests_e2e/__init__.py", "scripts/test-environments/sso/users.yml"])
    assert zones.of("app/tests_e2e/helpers.py") is Zone.TESTS
    assert zones.of("integration_tests/browser.py") is Zone.TESTS
    assert zones.of("scripts/test-environments/sso/users.yml") is Zone.TESTS
    assert zones.of("scripts/release.py") is Zone.SCRIPTS


def test_an_application_that_manages_tests_is_none() -> None:
    zones = Zones(["lab/__init__.py", "lab/tests_ordered/__init__.py", "lab/tests_ordered/models.py"])
    assert zones.of("lab/tests_ordered/models.py") is Zone.PRODUCTION
    assert zones.of("lab/blood_tests/views.py") is Zone.PRODUCTION
