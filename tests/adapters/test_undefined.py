"""Names that a file does not define: faults, pieces of documentation, what others put there."""

from __future__ import annotations

import pytest

from codereview.adapters.ruff import ANNOTATION, Ruff
from codereview.adapters.undefined import EXAMPLE, standing
from codereview.adapters.values import Diagnostic
from codereview.engine.worker import Checker, Job
from codereview.facts.project import ProjectFacts
from codereview.model import Severity, Zone
from codereview.registry import adopted

_MAIN = "if __name__ == '__main__':\n    show()\n"
_LOADER = (
    "import importlib\n\n\ndef load(name):\n    found = importlib.import_module(name)\n"
    "    found.manager = object()\n    return found\n"
)


def facts_of(files: dict[str, str], zone: Zone = Zone.PRODUCTION) -> ProjectFacts:
    zones = {path: Zone.PRODUCTION if path == "load.py" else zone for path in files}
    jobs = [Job(path, path, zones[path], "python", path[:-3].replace("/", ".")) for path in files]
    results = [Checker([], (3, 10)).check(job, files[job.path].encode()) for job in jobs]
    return ProjectFacts([result.facts for result in results if result.facts is not None], zones)


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        (Zone.PRODUCTION, "show()\n", "fault"),
        (Zone.TESTS, "show()\n", "fault"),
        (Zone.DOCS, "show()\n", ""),
        (Zone.EXAMPLES, "def f():\n    show()\n", ""),
        (Zone.DOCS, _MAIN, "example"),
        (Zone.EXAMPLES, _MAIN, "example"),
    ],
)
def test_only_examples_that_can_be_started_are_told_of(zone: Zone, text: str, expected: str) -> None:
    assert standing("show", "a.py", 2, facts_of({"a.py": text}, zone)) == expected


def test_a_file_of_snippets_is_there_to_be_copied_from() -> None:
    assert standing("show", "mail_snippets.py", 2, facts_of({"mail_snippets.py": _MAIN})) == "example"
    assert standing("show", "SNIPPET.py", 2, facts_of({"SNIPPET.py": "\nshow()\n"})) == ""


@pytest.mark.parametrize(
    ("name", "path", "text", "given"),
    [
        ("_", "shop.py", "print(_('a'))\n", True),
        ("c", "jupyterhub_config.py", "c.Spawner.cmd = 'a'\n", True),
        ("get_config", "files/jupyterhub_config_lti.py", "c = get_config()\n", True),
        ("c", "shop.py", "c.x = 'a'\n", False),
        ("dbutils", "shop.py", "dbutils.fs.ls('/')\n", True),
        ("spark", "shop.py", "import pyspark\n\nspark.table('a')\n", True),
        ("spark", "shop.py", "spark.table('a')\n", False),
        ("env", "shop.py", "env['sale.order'].search([])\n", False),
    ],
)
def test_what_runs_a_file_puts_names_there(name: str, path: str, text: str, given: bool) -> None:
    assert (standing(name, path, 2, facts_of({path: text})) == "") is given


def test_scripts_for_the_shell_of_odoo_are_given_its_environment() -> None:
    files = {"shop.py": "env['sale.order'].search([])\n", "models.py": "from odoo import models\n"}
    assert standing("env", "shop.py", 2, facts_of(files)) == ""


def test_a_loader_of_modules_sets_their_attributes() -> None:
    page = "@manager.route('/')\ndef index(): ...\n"
    assert standing("manager", "page.py", 2, facts_of({"page.py": page, "load.py": _LOADER})) == ""
    plain = _LOADER.replace("importlib.import_module", "make").replace("import importlib\n", "")
    assert standing("manager", "page.py", 2, facts_of({"page.py": page, "load.py": plain})) == "fault"


def test_a_loader_of_the_project_does_so_too() -> None:
    loader = "from tools import load_module\n\n\ndef load(name):\n    load_module(name).manager = object()\n"
    loader = loader.replace("load_module(name).manager", "page = load_module(name)\n    page.manager")
    files = {"page.py": "@manager.route('/')\ndef index(): ...\n", "load.py": loader}
    assert standing("manager", "page.py", 1, facts_of(files)) == ""


def test_a_function_that_ran_before_a_name_was_deleted_has_it() -> None:
    text = "def load():\n    return folder\n\n\nfolder = 'a'\nload()\ndel folder\n"
    assert standing("folder", "a.py", 2, facts_of({"a.py": text})) == ""
    assert standing("folder", "a.py", 7, facts_of({"a.py": text})) == "fault"


def test_ruff_is_heard_accordingly() -> None:
    said = Diagnostic("ruff", "F821", "a.py", 2, 5, 2, 9, "Undefined name `show`")
    (found,) = Ruff(()).confirm([said], facts_of({"a.py": _MAIN}, Zone.EXAMPLES))
    assert found.severity == EXAMPLE
    entry = adopted().table("ruff").codes["F821:example"]
    assert (entry.rule, entry.severity) == ("REL003", Severity.INFO)
    assert not list(Ruff(()).confirm([said], facts_of({"a.py": "\nshow()\n"}, Zone.DOCS)))
    assert list(Ruff(()).confirm([said], facts_of({"a.py": "\nshow()\n"}))) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "import builtins\n\nbuiltins.__dict__['translated'] = str\n",
        "import builtins\n\nbuiltins.translated = str\n",
        "import builtins\n\nsetattr(builtins, 'translated', str)\n",
    ],
)
def test_what_is_put_among_the_built_in_names_is_known_everywhere(text: str) -> None:
    files = {"page.py": "print(translated('a'))\n", "start.py": text}
    assert standing("translated", "page.py", 1, facts_of(files)) == ""
    plain = {"page.py": "print(translated('a'))\n", "start.py": "names['translated'] = str\n"}
    assert standing("translated", "page.py", 1, facts_of(plain)) == "fault"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import six\n\nkinds = (int,) if six.PY3 else (int, long)\n", ""),
        ("import sys\n\nkinds = (int,) if sys.version_info[0] > 2 else (int, long)\n", ""),
        ("#!/usr/bin/env python2\n\nkinds = (int, long)\n", ""),
        ("kinds = (int, long)\n", "fault"),
    ],
)
def test_names_of_python_2_belong_to_files_that_ask_which_python_it_is(text: str, expected: str) -> None:
    assert standing("long", "a.py", 3, facts_of({"a.py": text})) == expected


@pytest.mark.parametrize(
    ("runner", "expected"),
    [
        ("def run(path, names):\n    exec(compile(open(path).read(), path, 'exec'), names)\n", ""),
        ("import runpy\n\n\ndef run(path, names):\n    runpy.run_path(path, names)\n", ""),
        ("def run(text):\n    exec(text)\n", "fault"),
    ],
)
def test_scripts_that_the_program_executes_are_given_names(runner: str, expected: str) -> None:
    files = {"scripts/light.py": "if home.dark():\n    home.lamp(1)\n", "run.py": runner}
    assert standing("home", "scripts/light.py", 1, facts_of(files)) == expected
    assert standing("home", "run.py", 1, facts_of({**files, "a.py": "import run\n"})) == "fault"


@pytest.mark.parametrize(
    ("first", "kept"),
    [
        (
            "from flask import Blueprint\n\npage = Blueprint('a', __name__)\n\n\n@page.app_errorhandler(404)\n",
            False,
        ),
        ("from sqlalchemy import event\n\n\n@event.listens_for(Order, 'load')\n", False),
        ("from shop import api\n\n\n@api.router.post('/a')\n", False),
        ("from unittest import mock\n\n\n@mock.patch('a')\n", True),
        ("import pytest\n\n\n@pytest.mark.parametrize('a', [1])\n", True),
        ("", True),
    ],
)
def test_a_definition_that_a_decorator_has_handed_on_is_not_lost(first: str, kept: bool) -> None:
    text = f"{first}def show(): ...\n\n\ndef show(): ...\n"
    line = text.count("\n")
    said = Diagnostic("ruff", "F811", "a.py", line, 5, line, 9, "Redefinition of unused `show` from line 1")
    assert bool(list(Ruff(()).confirm([said], facts_of({"a.py": text})))) is kept


@pytest.mark.parametrize(
    ("text", "line", "name", "kept"),
    [
        ("from .player import init\n\ninit = init\n", 3, "init", False),
        ("try:\n    xrange = xrange\nexcept NameError:\n    xrange = range\n", 2, "xrange", False),
        ("def rename(name):\n    name = name\n    return name\n", 2, "name", True),
    ],
)
def test_a_name_is_given_out_again(text: str, line: int, name: str, kept: bool) -> None:
    said = Diagnostic("ruff", "PLW0127", "a.py", line, 1, line, 9, f"Self-assignment of variable `{name}`")
    assert bool(list(Ruff(()).confirm([said], facts_of({"a.py": text})))) is kept


@pytest.mark.parametrize(
    ("body", "column", "late"),
    [
        ("    job: Job = take()", 10, True),
        ("    job: Job", 10, True),
        ("    job: int = Job()", 16, False),
        ("    self.jobs: List[Job] = []", 21, True),
        ("    job = Job()", 11, False),
    ],
)
def test_annotations_of_local_variables_are_not_evaluated(body: str, column: int, late: bool) -> None:
    said = Diagnostic("ruff", "F821", "a.py", 2, column, 2, column + 3, "Undefined name `Job`")
    tool = Ruff(())
    for text in (f"def run():\n{body}\n    return job\n", f"class Run:\n{body}\n"):
        (found,) = tool.confirm([said], facts_of({"a.py": text}))
        shown = tool.placed(found, body).severity
        assert shown == (ANNOTATION if late and text.startswith("def") else "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def f(debug):\n    return port if 'port' in locals() else 1\n", "port"),
        ("def f():\n    globals()['port'] = 1\n    return port\n", "port"),
        ("from java.util import ArrayList\n\nprint(session)\n", "session"),
        ("if __name__ == '__channelexec__':\n    channel.send(1)\n", "channel"),
        ("import IS_PYTHON_2\n\nx = unicode\n", "unicode"),
        ("import urllib2\n\nx = unicode\n", "unicode"),
    ],
)
def test_a_file_shows_who_gives_it_a_name(text: str, name: str) -> None:
    assert standing(name, "a.py", 2, facts_of({"a.py": text})) == ""
    assert standing(f"{name}s", "a.py", 2, facts_of({"a.py": text})) == (
        "" if text.startswith("from java") else "fault"
    )


def test_a_program_of_python_2_is_known_by_its_neighbours() -> None:
    text = {"shop/a.py": "x = unicode\n"}
    assert standing("unicode", "shop/a.py", 1, facts_of({**text, "shop/old/b.py": "print 'a'\n"})) == ""
    assert standing("unicode", "shop/a.py", 1, facts_of({**text, "shop/b.py": "import urllib2\n"})) == ""
    assert standing("unicode", "shop/a.py", 1, facts_of({**text, "tools/b.py": "print 'a'\n"})) == "fault"
    guarded = "try:\n    import urllib2\nexcept ImportError:\n    urllib2 = None\n"
    assert standing("unicode", "shop/a.py", 1, facts_of({**text, "shop/b.py": guarded})) == "fault"


def test_a_package_has_the_modules_that_it_imports_from() -> None:
    files = {"shop/__init__.py": "def make():\n    from shop.pages import show\n    return pages.show\n"}
    files["shop/pages.py"] = "def show(): ...\n"
    assert standing("pages", "shop/__init__.py", 3, facts_of(files)) == ""
    assert standing("page", "shop/__init__.py", 3, facts_of(files)) == "fault"


def test_who_imports_a_module_sets_names_of_it() -> None:
    files = {"shop/page.py": "def show():\n    return sign()\n", "shop/__init__.py": ""}
    setter = "from shop import page\n\nsetattr(page, 'sign', len)\n"
    assert standing("sign", "shop/page.py", 2, facts_of({**files, "start.py": setter})) == ""
    other = setter.replace("setattr(page", "setattr(site")
    assert standing("sign", "shop/page.py", 2, facts_of({**files, "start.py": other})) == "fault"


def test_settings_that_are_put_together_share_their_names() -> None:
    files = {
        "site/settings/__init__.py": "from split_settings.tools import include\n\ninclude('a.py', 'b.py')\n",
        "site/settings/b.py": "APPS += ['shop']\n",
    }
    assert standing("APPS", "site/settings/b.py", 1, facts_of(files)) == ""
    assert standing("APPS", "site/b.py", 1, facts_of({**files, "site/b.py": "APPS += [1]\n"})) == "fault"


def test_a_stub_does_not_run() -> None:
    said = Diagnostic("ruff", "F821", "a.pyi", 1, 5, 1, 9, "Undefined name `show`")
    assert not list(Ruff(()).confirm([said], facts_of({"a.pyi": "x: show\n"})))
