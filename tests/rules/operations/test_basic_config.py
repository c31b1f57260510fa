"""Configuration of logging: the examples, what starts a program, order within a process, causes and edits."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, Example, Finding, Severity, examples
from codereview.engine.memory import examine
from codereview_rules.operations.basic_config import BasicConfig

LIBRARY = "import logging\n\nlogging.basicConfig(level=10)\n\n\ndef ship(): ...\n"
USER = "from shop.orders import ship\n\nship()\n"


def run(files: dict[str, str]) -> list[Finding]:
    return examine(files, [BasicConfig()])


def places(files: dict[str, str]) -> list[str]:
    return [f"{f.path}:{f.line}" for f in run(files)]


@pytest.mark.parametrize("example", examples(BasicConfig))
def test_examples(example: Example) -> None:
    found = examine(example.files, [BasicConfig()])
    assert tuple(sorted((f.path, f.line) for f in found)) == example.expected


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/orders.py", LIBRARY + "\nfrom fastapi import FastAPI\napp = FastAPI()\n"),
        (
            "shop/orders.py",
            LIBRARY + "\nfrom flask import Flask\n\ndef make():\n    app = Flask('x')\n    return app\n",
        ),
        ("shop/orders.py", LIBRARY + "\nimport streamlit as st\nst.title('Orders')\n"),
        (
            "shop/orders.py",
            LIBRARY + "\nfrom discord.ext import commands\nbot = commands.Bot('!')\nbot.run('x')\n",
        ),
        ("shop/orders.py", LIBRARY + "\ndef handle(event, context): ...\n"),
        ("shop/orders.py", LIBRARY + "\nimport asyncio\nasyncio.run(ship())\n"),
    ],
)
def test_what_starts_a_program_may_configure(path: str, text: str) -> None:
    assert places({path: text, "shop/__init__.py": "", "job.py": USER}) == []


@pytest.mark.parametrize("name", ["app.py", "main.py", "cli.py", "manage.py", "wsgi.py"])
def test_names_of_starts(name: str) -> None:
    module = name.removesuffix(".py")
    files = {
        f"shop/{name}": LIBRARY,
        "shop/__init__.py": "",
        "job.py": f"from shop.{module} import ship\n\nship()\n",
    }
    assert places(files) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[project.scripts]\nshop = "shop.orders:ship"\n'),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    shop = shop.orders:ship\n"),
        ("setup.py", "setup(entry_points={'console_scripts': ['shop = shop.orders:ship']})\n"),
        ("setup.py", "setup(entry_points='''\n[console_scripts]\nshop=shop.orders:ship\n''')\n"),
    ],
)
def test_console_script_in_a_manifest(name: str, text: str) -> None:
    assert places({"shop/orders.py": LIBRARY, "shop/__init__.py": "", "job.py": USER, name: text}) == []


def test_a_cached_function_of_streamlit_is_no_page() -> None:
    text = LIBRARY + "\nimport streamlit as st\n\n@st.cache_data(ttl=5)\ndef rows(): ...\n"
    assert places({"shop/orders.py": text, "shop/__init__.py": "", "home.py": USER}) == ["shop/orders.py:3"]


def test_a_script_that_only_tests_import() -> None:
    files = {
        "orders.py": LIBRARY + "\nship()\n",
        "tests/test_orders.py": "from orders import ship\n\ndef test_ship():\n    ship()\n",
    }
    assert places(files) == []


def test_scripts_folder() -> None:
    files = {"scripts/orders.py": LIBRARY, "scripts/all.py": "from scripts.orders import ship\n\nship()\n"}
    assert places(files) == []


def test_a_module_in_a_tools_folder_that_the_program_imports() -> None:
    files = {"tools/log.py": LIBRARY, "main.py": "from tools.log import ship\n\nship()\n"}
    assert places(files) == ["tools/log.py:3"]


def test_package_init() -> None:
    files = {
        "shop/__init__.py": LIBRARY,
        "shop/orders.py": "x = 1\n",
        "job.py": "from shop import orders\n\nprint(orders.x)\n",
    }
    assert places(files) == ["shop/__init__.py:3"]


def test_type_checking_import_is_no_import() -> None:
    user = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop.orders import ship\n"
    text = LIBRARY + "\nship()\n"
    assert places({"shop/orders.py": text, "shop/__init__.py": "", "job.py": user}) == []


CONFIGURES = "import logging\n\nlogging.basicConfig(level=10)\n"


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("orders.py", "def ship(): ...\n"),
        ("shop/orders.py", "class Order: ...\n"),
        ("orders.py", "import warnings\nwarnings.simplefilter('ignore')\ndef ship(): ...\n"),
        ("orders.py", "from functools import lru_cache\n@lru_cache\ndef ship(): ...\n"),
        (
            "orders.py",
            "from flask import Blueprint\nb = Blueprint('o', 'o')\n@b.route('/')\ndef ship(): ...\n",
        ),
        ("orders.py", "from celery import shared_task\n@shared_task(bind=True)\ndef ship(self): ...\n"),
        ("logger.py", "logger = logging.getLogger('shop')\n"),
        ("shop/__init__.py", ""),
        ("shop/__init__.py", "from .orders import ship\n"),
    ],
)
def test_what_is_made_to_be_imported(path: str, rest: str) -> None:
    (found,) = run({path: CONFIGURES + rest})
    assert (found.path, found.line, found.confidence) == (path, 3, Confidence.MEDIUM)
    assert "made to be imported" in found.message


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("orders.py", "def ship(): ...\nship()\n"),
        ("orders.py", "def ship(): ...\nfor order in range(3):\n    x = ship()\n"),
        ("orders.py", "def ship(): ...\nwith open('a') as f:\n    x = ship()\n"),
        ("orders.py", "def ship(): ...\nif __name__ == '__main__':\n    x = ship()\n"),
        ("orders.py", "def main(): ...\n"),
        ("orders.py", "def lambda_handler(event, context): ...\n"),
        ("orders.py", "import click\n@click.command()\ndef ship(): ...\n"),
        ("orders.py", "from locust import HttpUser\nclass Shopper(HttpUser): ...\n"),
        ("orders.py", "x = 1\n"),
        ("settings.py", "def ship(): ...\n"),
        ("tasks.py", "def ship(): ...\n"),
        ("scripts/orders.py", "def ship(): ...\n"),
        ("tests/helpers.py", "def ship(): ...\n"),
        ("shop/__init__.py", "from flask import Flask\ndef create_app():\n    return Flask('shop')\n"),
    ],
)
def test_what_may_be_started(path: str, rest: str) -> None:
    assert places({path: CONFIGURES + rest}) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def fetch(url):\n    logging.basicConfig()\n    return url\n", 3),
        ("class Client:\n    def get(self, u):\n        logging.basicConfig()\n        return u\n", 4),
        ("def solve(x, quiet=0):\n    if x:\n        logging.basicConfig()\n    return x\n", 4),
        ("class Client:\n    def send(self, u):\n        logging.basicConfig()\n", 4),
        ("def get_logger(name):\n    logging.basicConfig()\n    return logging.getLogger(name)\n", 3),
    ],
)
def test_functions_with_other_work(text: str, line: int) -> None:
    (found,) = run({"orders.py": "import logging\n" + text})
    assert (found.line, found.confidence) == (line, Confidence.MEDIUM)
    assert "is called, for the whole process" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "def setup(url):\n    logging.basicConfig()\n    return url\n",
        "def enable_debug(url):\n    logging.basicConfig()\n    return url\n",
        "def fetch(url):\n    logging.basicConfig()\n",
        "def fetch(args):\n    logging.basicConfig()\n    return args\n",
        "class Client:\n    def set_up(self):\n        logging.basicConfig()\n",
        "class Client:\n    def run(self):\n        logging.basicConfig()\n",
        "class LogSettings:\n    def get(self, u):\n        logging.basicConfig()\n        return u\n",
        "@command\ndef fetch(url):\n    logging.basicConfig()\n    return url\n",
        "def fetch(url):\n    logging.basicConfig()\n    return url\nif __name__ == '__main__':\n    fetch('x')\n",
        "def fetch(url):\n    if not logging.root.handlers:\n        logging.basicConfig()\n    return url\n",
    ],
)
def test_functions_that_may_configure(text: str) -> None:
    assert places({"orders.py": "import logging\n" + text}) == []


def test_a_second_try_after_a_failed_one() -> None:
    body = (
        "import logging\n\n\ndef main():\n    try:\n        logging.basicConfig(filename='/a')\n"
        "    except OSError:\n        logging.basicConfig()\n{}main()\n"
    )
    assert places({"job.py": body.format("")}) == []
    assert places({"job.py": body.format("    logging.basicConfig(level=10)\n")}) == ["job.py:9"]


def test_the_root_logger_by_none() -> None:
    body = (
        "import logging\n\nlogging.getLogger({}).addHandler(logging.StreamHandler())\n"
        "logging.basicConfig(level=10)\nprint(1)\n"
    )
    assert places({"job.py": body.format("None")}) == ["job.py:4"]
    assert places({"job.py": body.format("'shop'")}) == []


def test_the_start_that_comes_too_late_is_told_at_the_library() -> None:
    main = "import logging\n\nfrom shop.orders import ship\n\nlogging.basicConfig(level=20)\nship()\n"
    (found,) = run({"shop/orders.py": LIBRARY, "shop/__init__.py": "", "job.py": main})
    assert found.path == "shop/orders.py"
    assert "the call in job.py:5 has no effect" in found.message
    assert [(r.path, r.line) for r in found.related] == [("job.py", 5)]


def test_the_library_that_comes_too_late_has_no_effect() -> None:
    main = "import logging\n\nlogging.basicConfig(level=20)\n\nfrom shop.orders import ship\n\nship()\n"
    (found,) = run({"shop/orders.py": LIBRARY, "shop/__init__.py": "", "job.py": main})
    assert "it has no effect: the call in job.py:3 runs first when job.py is started" in found.message
    assert found.cause == "job.py:3"


def test_import_in_a_function_is_followed() -> None:
    main = (
        "import logging\n\n\ndef main():\n    logging.basicConfig(level=20)\n    import extra\n\n  "
        "  extra.go()\n\n\n"
        "if __name__ == '__main__':\n    main()\n"
    )
    extra = "import logging\n\n\ndef go():\n    logging.basicConfig(level=10)\n"
    assert places({"job.py": main, "extra.py": extra}) == ["extra.py:5"]


def test_a_shared_function_that_works_elsewhere_is_not_at_fault() -> None:
    setup = "import logging\n\n\ndef setup():\n    logging.basicConfig(level=10)\n"
    first = "from logs import setup\n\nif __name__ == '__main__':\n    setup()\n"
    second = (
        "import logging\nfrom logs import setup\n\nif __name__ == '__main__':\n"
        "    logging.basicConfig()\n    setup()\n"
    )
    assert places({"logs.py": setup, "first.py": first, "second.py": second}) == []


def test_two_in_one_run_are_one_cause() -> None:
    text = "import logging\n\nlogging.basicConfig()\nlogging.basicConfig()\nlogging.basicConfig()\n"
    found = run({"job.py": text})
    assert [f.line for f in found] == [4, 5]
    assert {f.cause for f in found} == {"job.py:3"}


@pytest.mark.parametrize(
    "text",
    [
        "if x:\n    logging.basicConfig()\nlogging.basicConfig()\n",
        "if x:\n    logging.basicConfig()\nelse:\n    logging.basicConfig()\n",
        "logging.basicConfig()\nlogging.basicConfig(force=True)\n",
        "logging.basicConfig()\nlogging.basicConfig(**options)\n",
        "log = logging.getLogger('a')\nlog.addHandler(h)\nlogging.basicConfig()\n",
        "logging.getLogger(__name__).warning('x')\nlogging.basicConfig()\n",
        "def f():\n    logging.info('x')\n\nlogging.basicConfig()\nf()\n",
        "if x:\n    logging.info('x')\nlogging.basicConfig()\n",
        "try:\n    f()\nexcept OSError:\n    logging.error('x')\nlogging.basicConfig()\n",
    ],
)
def test_no_certain_order_no_finding(text: str) -> None:
    assert places({"job.py": "import logging\n\n" + text}) == []


@pytest.mark.parametrize(
    "text",
    [
        "logging.getLogger().addHandler(h)\nlogging.basicConfig()\n",
        "root = logging.getLogger()\nroot.addHandler(h)\nlogging.basicConfig()\n",
        "logging.root.addHandler(h)\nlogging.basicConfig()\n",
        "import logging.config\nlogging.config.fileConfig('a.ini')\nlogging.basicConfig()\n",
        "logging.warning('x')\nlogging.basicConfig()\n",
        "def f():\n    logging.info('x')\n\nf()\nlogging.basicConfig()\n",
    ],
)
def test_after_handlers_exist(text: str) -> None:
    (found,) = run({"job.py": "import logging\n\n" + text})
    assert "has no effect" in found.message
    assert found.severity is Severity.MEDIUM


def test_force_false_is_no_force() -> None:
    text = "import logging\n\nlogging.basicConfig()\nlogging.basicConfig(force=False)\n"
    assert places({"job.py": text}) == ["job.py:4"]


def test_force_in_a_library_weighs_more() -> None:
    text = LIBRARY.replace("level=10", "force=True")
    (found,) = run({"shop/orders.py": text, "shop/__init__.py": "", "job.py": USER})
    assert found.severity is Severity.HIGH


def test_a_module_for_logging_alone_weighs_less() -> None:
    (found,) = run(
        {"shop/logger.py": LIBRARY, "shop/__init__.py": "", "job.py": USER.replace("orders", "logger")}
    )
    assert found.severity is Severity.LOW


def test_a_conditional_call_is_less_sure() -> None:
    text = (
        "import logging\nimport os\n\nif os.getenv('DEBUG'):\n    logging.basicConfig(level=10)\n\n"
        "def ship(): ...\n"
    )
    (found,) = run({"shop/orders.py": text, "shop/__init__.py": "", "job.py": USER})
    assert found.confidence is Confidence.MEDIUM
    assert not found.fixable


def test_fixable_at_the_top_only() -> None:
    (top,) = run({"shop/orders.py": LIBRARY, "shop/__init__.py": "", "job.py": USER})
    assert top.fixable
    (late,) = run({"job.py": "import logging\n\nlogging.basicConfig()\nlogging.basicConfig()\n"})
    assert not late.fixable


def test_logger_classes_and_applications_may_configure() -> None:
    text = (
        "import logging\n\n\nclass AppLogger:\n    def __init__(self):\n"
        "        logging.basicConfig()\n\ndef ship(): ...\n"
    )
    assert places({"shop/orders.py": text, "shop/__init__.py": "", "job.py": USER}) == []


def test_import_cycle_ends() -> None:
    files = {
        "a.py": "import logging\nimport b\n\nlogging.basicConfig()\n",
        "b.py": "import logging\nimport a\n\nlogging.basicConfig()\n",
        "job.py": "import a\n",
    }
    found = run(files)
    assert [(f.path, f.line) for f in found] == [("a.py", 4), ("b.py", 4)]
    assert {f.cause for f in found} == {"b.py:4"}
