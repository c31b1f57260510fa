"""What pytest, unittest and Django collect, as far as names, places and configuration decide it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from facts_lab import facts_of

from codereview.collect.zones import Zones
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.configs import configs
from codereview.facts.testing.ini import sections
from codereview.facts.testing.patterns import Patterns

TEST = "def test_total():\n    assert sum([1]) == 1\n"
CASE = (
    "import unittest\n\n\nclass PriceTests(unittest.TestCase):\n    def test_total(self):\n        "
    "self.assertTrue(1)\n"
)


def project(files: Mapping[str, str]) -> ProjectFacts:
    """A project of these files, with texts as an audit keeps them."""
    zones = Zones(files)
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    texts = {path: text for path, text in files.items() if path not in python}
    facts = [facts_of(text, path) for path, text in python.items()]
    return ProjectFacts(facts, {path: zones.of(path) for path in files}, texts=texts, others=tuple(texts))


def collected(files: Mapping[str, str]) -> list[str]:
    """The tests that are collected, as ``path::name``."""
    found = project(files)
    return [f"{t.path}::{found.files[t.path].functions[t.index].qualname}" for t in found.testing.tests]


def test_the_default_patterns_take_names_at_both_ends() -> None:
    files = {f"tests/{name}.py": TEST for name in ("test_a", "b_test", "testc", "tests_d", "check_e")}
    assert [name.partition("::")[0] for name in collected({**files, "pytest.ini": "[pytest]\n"})] == [
        "tests/b_test.py",
        "tests/test_a.py",
    ]


def test_patterns_of_the_configuration_replace_the_defaults() -> None:
    ini = "[pytest]\npython_files = check_*.py\npython_functions = check\npython_classes = *Checks\n"
    text = "class PriceChecks:\n    def check_sum(self): ...\n    def test_sum(self): ...\n\n\ndef check_mean(): ...\n"
    assert collected({"pytest.ini": ini, "tests/check_a.py": text, "tests/test_b.py": TEST}) == [
        "tests/check_a.py::PriceChecks.check_sum",
        "tests/check_a.py::check_mean",
    ]


def test_a_pattern_with_a_slash_is_held_against_the_path() -> None:
    rules = Patterns(files=("unit/*.py",))
    assert rules.takes_file("tests/unit/a.py")
    assert not rules.takes_file("tests/a.py")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("tests/test_a.py", ""),
        ("shop/test_a.py", "testpaths"),
        ("tests/build/test_a.py", "norecursedirs"),
        ("tests/.hidden/test_a.py", "norecursedirs"),
        ("tests/slow/test_a.py", "ignore"),
    ],
)
def test_folders_that_are_not_looked_into(path: str, reason: str) -> None:
    rules = Patterns(paths=("tests",), ignored=("tests/slow",))
    assert rules.not_looked_into(path) == reason


def test_testpaths_that_do_not_exist_let_pytest_look_everywhere() -> None:
    assert collected({"pytest.ini": "[pytest]\ntestpaths = nowhere\n", "tests/test_a.py": TEST}) == [
        "tests/test_a.py::test_total"
    ]


def test_classes_with_a_constructor_are_passed_over_and_cases_of_unittest_are_not() -> None:
    text = (
        "import unittest\nimport pytest\n\n\nclass Rows:\n    def __init__(self): ...\n\n\nclass TestA(Rows):\n"
        "    def test_a(self): ...\n\n\nclass Prices(unittest.TestCase):\n    def __init__(self, name): ...\n"
        "    def test_b(self): ...\n\n\nclass TestC:\n    __test__ = False\n    def test_c(self): ...\n\n\n"
        "class TestD:\n    class TestE:\n        def test_e(self): ...\n    class Other:\n        def "
        "test_f(self): ...\n"
    )
    assert collected({"tests/test_a.py": text}) == [
        "tests/test_a.py::Prices.test_b",
        "tests/test_a.py::TestD.TestE.test_e",
    ]


def test_fixtures_and_replaced_tests_are_no_tests() -> None:
    text = "import pytest\n\n\n@pytest.fixture\ndef test_data(): ...\n\n\ndef test_a(): ...\n\n\ndef test_a(x): ...\n"
    found = project({"tests/test_a.py": text}).testing.tests
    assert [(t.path, t.index) for t in found] == [("tests/test_a.py", 2)]


def test_django_alone_runs_cases_in_packages_only() -> None:
    files = {
        "manage.py": "import django\n",
        "shop/__init__.py": "",
        "shop/tests.py": CASE + "\n\ndef test_mean(): ...\n",
        "shop/more/test_prices.py": CASE,
    }
    found = project(files).testing
    assert found.runners.only_unittest
    assert [t.path for t in found.tests] == ["shop/tests.py"]
    assert found.collection.left_out("shop/more/test_prices.py") == "package"


def test_a_mock_of_unittest_is_no_sign_of_its_runner() -> None:
    found = project({"tests/test_a.py": "from unittest.mock import patch\n" + TEST}).testing
    assert not found.runners.unittest
    assert found.runners.pytest


def test_the_first_file_in_the_order_of_pytest_is_read() -> None:
    texts = {
        "setup.cfg": "[tool:pytest]\ntestpaths = c\n",
        "tox.ini": "[pytest]\ntestpaths = b\n",
        "pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = ['a']\n",
        "pytest.ini": "",
        "sub/setup.cfg": "[pytest]\ntestpaths = d\n",
    }
    found = configs(texts)
    assert [config.path for config in found[""]] == ["pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg"]
    assert [config.items("testpaths") for config in found[""]] == [(), ("a",), ("b",), ("c",)]
    assert "sub" not in found


def test_an_ini_file_keeps_its_lines_and_doubles() -> None:
    text = "; note\n[pytest]\naddopts = -q ; quiet\n    -x\nmarkers:\n  slow: long\naddopts = -s\n\n[flake8]\nx = 1\n"
    first, second = sections(text)
    assert [(e.key, e.value, e.line) for e in first.entries] == [
        ("addopts", "-q\n-x", 3),
        ("markers", "slow: long", 5),
        ("addopts", "-s", 7),
    ]
    assert (second.name, second.line) == ("flake8", 9)


def test_what_tests_reach_goes_through_imports_conftest_strings_and_names() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/a.py": "from shop import b\n\n\ndef a():\n    return b.b()\n\n\ndef unused():\n    return 1\n",
        "shop/b.py": "def b():\n    return 1\n",
        "shop/c.py": "class C:\n    def run(self):\n        return 1\n",
        "shop/d.py": "def d():\n    return 1\n",
        "shop/e.py": "def e():\n    return 1\n",
        "tests/conftest.py": "import pytest\nfrom shop import c\n\n\n@pytest.fixture\ndef made():\n    return c.C()\n",
        "tests/test_a.py": "from unittest.mock import patch\nfrom shop.a import a\n\n\n@patch('shop.d.d')\n"
        "def test_a(made):\n    assert a() and made.run()\n",
    }
    testing = project(files).testing
    assert testing.unreached_modules == ("shop/e.py",)
    assert (testing.modules_reached, testing.modules_total) == (4, 5)
    missed = {testing.collection.project.function(key).name for key in testing.unreached_functions}
    assert missed == {"unused", "d"}
    assert (testing.functions_reached, testing.functions_total) == (3, 6)


def test_modules_are_found_from_folders_that_only_a_configuration_names() -> None:
    files = {
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['server']\n",
        "server/bot/talk.py": "def talk():\n    return 1\n",
        "tests/test_talk.py": "from bot.talk import talk\n\n\ndef test_it():\n    assert talk()\n",
    }
    assert project(files).testing.unreached_modules == ()


def test_a_module_that_a_test_loads_by_its_name_is_reached() -> None:
    text = "from importlib import import_module\n\n\ndef test_it():\n    assert import_module('app').talk()\n"
    files = {"app.py": "def talk():\n    return 1\n", "tests/test_talk.py": text}
    assert project(files).testing.unreached_modules == ()


def test_a_registry_of_plugins_reaches_the_packages_that_the_project_offers() -> None:
    found = project(
        {
            "pyproject.toml": "[project]\nname = 'shop'\n[project.entry-points.'shop.rates']\nown = 'shop_rates'\n",
            "src/shop/__init__.py": "",
            "src/shop/registry.py": "from importlib.metadata import entry_points\n\n\n"
            "def load():\n    return [e.load() for e in entry_points(group='shop.rates')]\n",
            "rates/shop_rates/__init__.py": "",
            "rates/shop_rates/daily.py": "def rate(x):\n    return x * 2\n",
            "other/shop_more/daily.py": "def rate(x):\n    return x * 3\n",
            "tests/test_a.py": "from shop.registry import load\n\n\ndef test_it():\n    assert load()\n",
        }
    )
    assert found.testing.unreached_modules == ("other/shop_more/daily.py",)


def test_the_value_of_an_option_is_no_place_to_look_in() -> None:
    toml = "[tool.pytest.ini_options]\naddopts = '-n auto --cov shop/ -q'\n"
    files = {"pyproject.toml": toml, "shop/__init__.py": "", "tests/test_a.py": TEST}
    assert collected(files) == ["tests/test_a.py::test_total"]


def test_a_project_without_tests_reaches_nothing() -> None:
    testing = project({"shop.py": "def a():\n    return 1\n"}).testing
    assert not testing.exist
    assert (testing.modules_reached, testing.modules_total) == (0, 1)
