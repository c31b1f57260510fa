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
    assert zones.of("app/.cursor/templates/router.py") is Zone.SCRIPTS
    assert Zones(["__init__.py"]).of(".agents/skills/serve/templates/router.py") is Zone.SCRIPTS


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


def test_folders_for_packages_hold_the_projects_own_unless_their_content_says_otherwise() -> None:
    zones = Zones(
        ["packages/rows/pyproject.toml", "packages/requests/api.py", "libs/telegram/bot.py", "libs/store.py"]
    )
    assert zones.of("packages/rows/rows/core.py") is Zone.PRODUCTION
    assert zones.of("packages/requests/api.py") is Zone.PRODUCTION  # what customers ask for
    assert zones.of("libs/telegram/bot.py") is Zone.PRODUCTION
    assert zones.of("libs/store.py") is Zone.PRODUCTION


def test_what_pip_installed_into_a_folder_is_of_others() -> None:
    zones = Zones(["libs/Flask-3.0.0.dist-info/METADATA", "libs/flask/app.py", "app/libs/mail.py"])
    assert zones.of("libs/flask/app.py") is Zone.VENDORED
    assert zones.of("app/libs/mail.py") is Zone.PRODUCTION


def test_names_of_published_packages_tell_copies() -> None:
    zones = Zones(
        ["libs/ddt.py", "libs/mail.py", "lib/six.py", "lib/pytz/__init__.py", "lib/certifi/core.py"]
    )
    assert zones.of("libs/ddt.py") is Zone.VENDORED
    assert zones.of("libs/mail.py") is Zone.PRODUCTION
    assert zones.of("lib/anything/core.py") is Zone.VENDORED  # beside three such
    assert zones.of("externals/yaml-6.0.1/setup.py") is Zone.VENDORED


def test_what_a_build_copies_is_generated() -> None:
    assert Zones(["PKG-INFO", "shop/__init__.py"]).of("PKG-INFO") is Zone.GENERATED


def test_folders_named_after_a_kind_of_examples_hold_examples() -> None:
    zones = Zones(
        ["db_scripts/load.py", "shop/__init__.py", "shop/site_scripts/a.py", "job_scripts/__init__.py"]
    )
    assert zones.of("db_scripts/load.py") is Zone.SCRIPTS
    assert zones.of("performance-test/load.py") is Zone.TESTS
    assert zones.of("scripts-dev/load.py") is Zone.SCRIPTS
    assert zones.of("shop/site_scripts/a.py") is Zone.PRODUCTION
    assert zones.of("job_scripts/a.py") is Zone.PRODUCTION
    zones = Zones(["typing-examples/first.py", "app/__init__.py", "shop_examples/__init__.py"])
    assert zones.of("typing-examples/first.py") is Zone.EXAMPLES
    assert zones.of("app/client_examples/first.py") is Zone.PRODUCTION
    assert zones.of("shop_examples/core.py") is Zone.PRODUCTION  # a package that can be imported


def test_former_states_that_a_tool_keeps_are_copies() -> None:
    zones = Zones(["app/__init__.py", ".stversions/app/views~2025.py", "app/.history/views_2025.py"])
    assert zones.of(".stversions/app/views~2025.py") is Zone.GENERATED
    assert zones.of("app/.history/views_2025.py") is Zone.GENERATED
