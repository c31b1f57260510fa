"""What examples cannot show of values that are followed: severity, the way that is shown, root causes."""

from __future__ import annotations

import pytest

from codereview.api import Confidence, ProjectRule, Severity
from codereview.engine.memory import examine
from codereview.model import Finding
from codereview_rules.security.open_redirect import OpenRedirect
from codereview_rules.security.request_path import RequestPath
from codereview_rules.security.shell_or_code import ShellOrCode
from codereview_rules.security.sql_text import SqlText
from codereview_rules.security.unescaped_output import UnescapedOutput

_FLASK = "import os\nfrom flask import Flask, request\n\napp = Flask(__name__)\n"


def found(rule: type[ProjectRule], files: dict[str, str]) -> list[Finding]:
    return examine(files, [rule()], python=(3, 10))


def view(body: str) -> dict[str, str]:
    return {"app.py": f'{_FLASK}\n@app.route("/items")\ndef items():\n    {body}\n'}


def test_the_way_is_shown_from_the_source_over_each_call_to_the_sink() -> None:
    files = {
        "shop/views.py": "from shop.service import find\n\ndef items(request):\n    return find(request.GET['q'])\n",
        "shop/service.py": "from shop.store import search\n\ndef find(term):\n    return search(term)\n",
        "shop/store.py": 'def search(term):\n    cursor.execute(f"SELECT a FROM t WHERE b = {term}")\n',
    }
    (finding,) = found(SqlText, files)
    assert (finding.path, finding.line) == ("shop/store.py", 2)
    assert finding.severity is Severity.CRITICAL
    assert finding.confidence is Confidence.HIGH
    assert [(place.path, place.line) for place in finding.related] == [
        ("shop/views.py", 4),
        ("shop/views.py", 4),
        ("shop/service.py", 4),
        ("shop/store.py", 2),
    ]


def test_a_helper_that_runs_what_it_is_given_is_not_at_fault() -> None:
    run = "def run(sql):\n    cursor.execute(sql)\n\n"
    one = "def one(request):\n    run(\"SELECT a FROM t WHERE b = '\" + request.GET['b'] + \"'\")\n\n"
    two = "def two(request):\n    run(f\"SELECT a FROM t WHERE c = '{request.GET['c']}'\")\n"
    assert [f.line for f in found(SqlText, {"app.py": run + one + two})] == [5, 8]


@pytest.mark.parametrize(
    ("source", "severity", "confidence"),
    [
        ("request.args['a']", Severity.CRITICAL, Confidence.HIGH),
        ("os.environ['A']", Severity.LOW, Confidence.LOW),
        ("input()", Severity.LOW, Confidence.LOW),
    ],
)
def test_who_chooses_the_value_decides_how_grave_it_is(
    source: str, severity: Severity, confidence: Confidence
) -> None:
    (finding,) = found(ShellOrCode, view(f"os.system('run ' + {source})"))
    assert (finding.severity, finding.confidence) == (severity, confidence)


def test_unknown_parameters_in_sql_are_doubtful() -> None:
    (finding,) = found(
        SqlText, {"a.py": "def f(c, name):\n    c.execute(f\"DELETE FROM t WHERE a = '{name}'\")\n"}
    )
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.LOW)


def test_pages_of_one_view_are_one_root_cause() -> None:
    body = (
        "if request.args['a'] == 'x':\n        return 'no ' + request.args['b']\n"
        "    return 'none ' + request.args['c']"
    )
    first, second = found(UnescapedOutput, view(body))
    assert first.cause == second.cause != ""
    assert first.confidence is Confidence.LOW


def test_a_test_is_never_looked_at() -> None:
    code = view("os.system(request.args['a'])")["app.py"]
    assert found(ShellOrCode, {"tests/test_app.py": code}) == []


def test_a_check_in_a_branch_counts_where_it_raises() -> None:
    body = (
        "target = os.path.join('files', request.args['a'])\n    if app.config['STRICT']:\n"
        "        validate_path(target)\n    return open(target).read()"
    )
    assert found(RequestPath, view(body)) == []


def test_what_both_parts_of_a_refusal_say_is_known_after_it() -> None:
    body = (
        "to = request.args['to']\n    if to != '/' and to not in PLACES:\n"
        "        return 'no'\n    return redirect(to)"
    )
    code = view(body)["app.py"].replace("import Flask,", "import Flask, redirect,")
    assert found(OpenRedirect, {"app.py": code}) == []


def test_circles_of_calls_end() -> None:
    code = (
        "def a(x):\n    return b(x)\n\ndef b(x):\n    return a(x)\n\nclass C:\n"
        "    def __init__(self, x):\n        self.x = C(x)\n\n"
        "    def f(self):\n        return a(self.x)\n"
    )
    assert found(ShellOrCode, {**view("return a(C(request.args['x']).f())"), "b.py": code}) == []


def test_the_first_place_is_where_the_entry_is_read_and_not_another_of_the_same_form() -> None:
    body = (
        "state = request.form.get('state')\n    to = request.form.get('next')\n    return flask.redirect(to)"
    )
    files = {name: text.replace("import os\n", "import flask\n") for name, text in view(body).items()}
    (finding,) = found(OpenRedirect, files)
    assert [place.line for place in finding.related] == [9, 10]


@pytest.mark.parametrize(
    ("module", "severity"), [("jinja2", Severity.CRITICAL), ("django.template", Severity.HIGH)]
)
def test_the_language_of_a_template_decides_how_grave_it_is(module: str, severity: Severity) -> None:
    text = (
        f"from {module} import Template\n\n\ndef show(request):\n    return Template(request.GET['text'])\n"
    )
    (finding,) = found(UnescapedOutput, {"shop/views.py": text})
    assert finding.severity is severity
