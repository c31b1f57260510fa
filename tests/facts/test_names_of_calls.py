"""Names that come by star imports, through `type` and under other names."""

from __future__ import annotations

import ast

from codereview.facts import module as m
from codereview.facts.extract import Extraction
from codereview.facts.layout import module_name
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts

WATCH = frozenset({"utcnow"})


def facts_of(path: str, text: str) -> FileFacts:
    return Extraction(ast.parse(text), path, module_name(path), text.count("\n") + 1, WATCH).run()


def project_of(files: dict[str, str]) -> ProjectFacts:
    return ProjectFacts([facts_of(path, text) for path, text in files.items()], {})


def called(project: ProjectFacts, path: str) -> list[str]:
    return [project.resolve(path, call.path).name for call in project.files[path].calls]


def test_star_import_of_the_standard_library() -> None:
    project = project_of({"a.py": "from datetime import *\nx = datetime.utcnow()\n"})
    assert called(project, "a.py") == ["datetime.datetime.utcnow"]


def test_star_import_of_a_module_of_the_project() -> None:
    files = {
        "common.py": "from datetime import datetime\n",
        "a.py": "from common import *\n\ndef f():\n    datetime.utcnow()\n",
    }
    assert called(project_of(files), "a.py") == ["datetime.datetime.utcnow"]


def test_a_star_import_hides_a_package_that_star_imports_as_well() -> None:
    files = {
        "shop/__init__.py": "from .orders import *\n",
        "shop/orders.py": "from rest_framework import forms\n",
        "shop/forms/__init__.py": "from .visits import *\n",
        "shop/forms/visits.py": "class Visit: ...\n",
        "a.py": "from shop import forms\nx = forms.Form()\ny = forms.Visit()\n",
    }
    assert called(project_of(files), "a.py") == ["rest_framework.forms.Form", "Visit"]


def test_a_name_that_no_star_import_gives_is_unknown() -> None:
    project = project_of({"a.py": "from datetime import *\nfrom other import *\nx = clock.utcnow()\n"})
    assert project.resolve("a.py", project.files["a.py"].calls[0].path).kind == "unknown"


def test_unknown_names_without_star_import_stay_unknown() -> None:
    assert facts_of("a.py", "x = datetime.utcnow()\n").calls[0].path.startswith("?")


def test_class_of_an_annotated_value() -> None:
    text = "from datetime import datetime\n\ndef f(x: datetime):\n    return type(x).utcnow()\n"
    project = project_of({"a.py": text})
    assert "datetime.datetime.utcnow" in called(project, "a.py")


def test_calls_and_references_by_a_bare_name_are_told() -> None:
    text = "from datetime import datetime\nnow = datetime.utcnow\nnow()\ndatetime.utcnow()\nf(default=now)\n"
    facts = facts_of("a.py", text)
    assert [bool(call.flags & m.BY_NAME) for call in facts.calls] == [True, False, True]
    assert [(ref.line, ref.context, bool(ref.flags & m.BY_NAME)) for ref in facts.refs] == [
        (2, "", False),
        (5, "default", True),
    ]


def test_true_and_false_are_told_apart() -> None:
    facts = facts_of("a.py", "f(True, x=False)\n")
    assert (facts.calls[0].args, facts.calls[0].kwargs) == (("=True",), (("x", "=False"),))


def test_a_time_plus_a_span_is_a_time() -> None:
    text = "from datetime import datetime, timedelta\nx = (datetime.now() - timedelta(days=1)).timestamp()\n"
    assert facts_of("a.py", text).calls[-1].path == "datetime.datetime.now().timestamp"
    text = text.replace("timedelta(days=1)", "datetime.now()")
    assert facts_of("a.py", text).calls[-1].path.startswith("?")


def test_modules_imported_by_a_call() -> None:
    text = "import importlib\nimportlib.import_module('os.path').join()\n__import__('datetime').datetime.utcnow()\n"
    paths = [call.path for call in facts_of("a.py", text).calls]
    assert "os.path.join" in paths
    assert "datetime.datetime.utcnow" in paths
    assert facts_of("a.py", "__import__(name).x()\n").calls[-1].path.startswith("?")
