"""Templates of the user's: what replaces ours, what a mistake in one says, and that the page about them is right."""

from __future__ import annotations

import base64
import hashlib
import re
import runpy
from pathlib import Path

import pytest
from golden import HOSTILE_TEXT, golden_audit
from golden_architecture import architecture_audit
from golden_review import reviewed
from msgspec.structs import replace
from typer.testing import CliRunner

from codereview.cli.main import main
from codereview.errors import TemplateError
from codereview.report import render, templates
from codereview.report.environment import OWN, Templates
from codereview.report.serialize import to_json

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "templates"


def folder(tmp_path: Path, **files: str) -> Path:
    """A folder with templates: ``html__verdict`` is ``html/_verdict.html.j2``, ``html_a_css`` is ``html/a.css``."""
    for name, text in files.items():
        kind, _, stem = name.partition("_")
        ending = {"html": ".html.j2", "markdown": ".md.j2"}[kind]
        path = tmp_path / kind / (stem.replace("_css", ".css") if stem.endswith("_css") else stem + ending)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("make", [golden_audit, architecture_audit, reviewed])
@pytest.mark.parametrize("form", ["html", "markdown", "comment"])
def test_ours_in_the_sandbox_give_what_they_give_without(tmp_path, make, form):
    audit = make()
    keys = OWN.source("html/_keys.html.j2")
    assert render(audit, form, Templates(folder(tmp_path, html__keys=keys))) == render(audit, form)


def test_a_partial_is_replaced_and_the_rest_stays(tmp_path):
    own = Templates(folder(tmp_path, html__verdict="<p>{{ project.name }} by us</p>"))
    page = str(render(golden_audit(), "html", own))
    assert "<p>shop by us</p>" in page
    assert 'class="hero"' not in page
    assert 'id="findings"' in page


def test_what_is_replaced_is_still_there_to_include(tmp_path):
    text = 'Before.\n\n{% include "ours/markdown/_verdict.md.j2" %}'
    own = Templates(folder(tmp_path, markdown__verdict=text))
    for form in ("markdown", "comment"):
        said = str(render(golden_audit(), form, own))
        assert "Before.\n\n**1 critical finding is open.**" in said


def test_what_a_template_prints_is_escaped(tmp_path):
    hostile = replace(golden_audit(), project=replace(golden_audit().project, name=HOSTILE_TEXT))
    own = Templates(
        folder(tmp_path, html__verdict="[[{{ project.name }}]]", markdown_comment="{{ project.name }}")
    )
    page = str(render(hostile, "html", own))
    assert "[[&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in page
    comment = str(render(hostile, "comment", own))
    assert "<img" not in comment
    assert "\x1b" not in comment + page


def test_the_policy_is_of_what_is_there(tmp_path):
    own = Templates(
        folder(
            tmp_path,
            html__verdict='<style>b { color: red }</style><script type="module">1</script>'
            '<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
            html_style_css="i { color: blue }",
        )
    )
    page = str(render(golden_audit(), "html", own))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    for text in ("b { color: red }", "1", re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert "i { color: blue }" in page
    assert "img-src data:" in policy[1]
    assert "img-src" not in str(render(golden_audit(), "html"))[:2000]
    assert "\0" not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{{ nosuch }}", r"_verdict\.html\.j2:2: 'nosuch' is undefined"),
        ("a\nb\n{% if %}", r"_verdict\.html\.j2:3: Expected an expression"),
        ("{{ project.name and none }}", r"_verdict\.html\.j2:1: a template printed None"),
        ("{{ 1 / 0 }}", r"_verdict\.html\.j2:1: division by zero"),
        ("{{ ().__class__ }}", r"_verdict\.html\.j2:1: access to attribute '__class__'"),
        ('{% include "html/nowhere.html.j2" %}', r"_verdict\.html\.j2:1: .*html/nowhere"),
        ('{% include "html/_verdict.html.j2" %}', r"_verdict\.html\.j2:1: maximum recursion"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(tmp_path, text, said):
    with pytest.raises(TemplateError, match=said):
        render(golden_audit(), "html", Templates(folder(tmp_path, html__verdict=text)))


def test_a_file_that_is_no_text_is_told(tmp_path):
    own = folder(tmp_path, html_style_css="")
    (own / "html" / "style.css").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(TemplateError, match=r"html/style\.css: the file is not UTF-8"):
        Templates(own)


def test_a_folder_that_cannot_be_meant_is_told(tmp_path):
    with pytest.raises(TemplateError, match="it does not exist"):
        templates(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(TemplateError, match="it is not a folder"):
        templates(tmp_path / "file")
    with pytest.raises(TemplateError, match="no file in it has the name of a template"):
        templates(tmp_path)
    assert templates(None) is None


def test_a_defect_of_ours_is_not_blamed_on_the_user(tmp_path, monkeypatch):
    own = Templates(folder(tmp_path, html__keys=""))
    monkeypatch.setattr("codereview.report.parts.commit", lambda audit: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        render(golden_audit(), "html", own)


def test_the_command_line(tmp_path):
    stored = tmp_path / "audit.json"
    stored.write_bytes(to_json(golden_audit()))
    own = folder(tmp_path, markdown_comment="{{ project.name }}: {{ score.grade }}")
    run = CliRunner().invoke(main, ["render", str(stored), "--template", str(own), "--format", "comment"])
    assert (run.exit_code, run.stdout) == (0, "shop: D\n")
    (own / "markdown" / "comment.md.j2").write_text("{{ nosuch }}")
    run = CliRunner().invoke(main, ["render", str(stored), "--template", str(own), "--format", "comment"])
    assert run.exit_code == 2
    assert run.stderr.count("\n") == 1
    assert "comment.md.j2:1: 'nosuch' is undefined" in run.stderr
    run = CliRunner().invoke(main, ["render", str(stored), "--template", str(own)])
    assert run.exit_code == 2
    assert "no report is written that has templates" in run.stderr


def test_the_example_works():
    own = Templates(EXAMPLE)
    page = str(render(golden_audit(), "html", own))
    assert 'aria-label="Example Works"' in page
    assert 'class="hero"' in page
    comment = str(render(golden_audit(), "comment", own))
    assert comment.startswith("**shop: D, 69 of 100.**")
    assert len(comment) < 2500


def test_the_page_is_what_the_code_says():
    script = runpy.run_path(str(ROOT / "scripts" / "template_docs.py"))
    assert script["PAGE"].read_text(encoding="utf-8") == script["page"](), (
        "run python scripts/template_docs.py"
    )


def test_all_that_templates_are_given_is_on_the_page():
    script = runpy.run_path(str(ROOT / "scripts" / "template_docs.py"))
    seen: dict[str, set[str]] = {}

    class Recording(Templates):
        def render(self, name: str, **values: object) -> str:
            seen[name] = set(values)
            return super().render(name, **values)

    for form in ("html", "markdown", "comment"):
        render(golden_audit(), form, Recording())
    page, text = seen["html/report.html.j2"], seen["markdown/report.md.j2"]
    assert text == seen["markdown/comment.md.j2"]
    columns = {"both": (1, 1), "HTML": (1, 0), "Markdown": (0, 1)}
    wanted = {name: columns[where] for name, (where, *_) in script["GIVEN"].items()}
    assert {name: (int(name in page), int(name in text)) for name in page | text} == wanted
    assert set(script["OF_AUDIT"]) == set(type(golden_audit()).__struct_fields__)
