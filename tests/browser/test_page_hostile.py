"""A repository whose every name and text is an attack: its reports show it as text, and nothing of it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import hostile_repository
import pytest
from markdown_it import MarkdownIt
from report_pages import overflow, unfold, violations

FORMATS = ("report.html", "report.md", "comment.md", "audit.json")
OURS = set(
    "a abbr article aside b blockquote body br button caption circle code dd defs del desc details dialog div "
    "dl dt ellipse em fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header hr html i input "
    "ins kbd label legend li line main mark meta nav ol option p path pattern polygon polyline pre rect script "
    "section select small span strong style sub summary svg symbol table tbody td text textarea th thead title "
    "tr ul use".split()
)
STYLES = {"text-align:left", "text-align:right", "text-align:center"}
"""What the renderer of Markdown writes for the columns of a table."""

INVENTORY = """() => ({
  tags: Array.from(new Set(Array.from(document.querySelectorAll("*"), (node) => node.localName))),
  handlers: Array.from(document.querySelectorAll("*")).flatMap((node) => node.getAttributeNames())
    .filter((name) => name.startsWith("on") || name === "src" || name === "srcset"),
  styles: Array.from(document.querySelectorAll("[style]"), (node) => node.getAttribute("style"))
    .filter((text) => !/^contain-intrinsic-height: auto \\d+px;$/.test(text)),
  links: Array.from(document.querySelectorAll("[href]"), (node) => node.getAttribute("href"))
    .filter((link) => !link.startsWith("#")),
  scripts: document.scripts.length,
  planted: window.planted ?? null,
  text: document.body.textContent,
})"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the reports that the real command writes of the hostile repository."""
    folder = tmp_path_factory.mktemp("hostile")
    root = folder / "<b>shop{{7*7}}"
    hostile_repository.write(root)
    outputs = [part for name in FORMATS if name != "comment.md" for part in ("-o", str(folder / name))]
    for arguments in (
        ("audit", str(root), "--tools", "none", "--isolated", "--no-cache", "--quiet", *outputs),
        ("render", str(folder / "audit.json"), "--format", "comment", "-o", str(folder / "comment.md")),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "codereview", *arguments],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
    return folder


def test_the_audit_has_enough_to_quote(reports):
    audit = json.loads((reports / "audit.json").read_text(encoding="utf-8"))
    assert len(audit["findings"]) > 100
    paths = {finding["path"] for finding in audit["findings"]}
    assert any("<hostile-element" in path for path in paths)
    assert any(r"\u202e" in path for path in paths)
    assert any("{% raw %}" in path for path in paths)


@pytest.mark.parametrize("name", FORMATS[:3])
def test_no_character_that_hides_or_reorders_text_is_in_a_report(name, reports):
    text = (reports / name).read_text(encoding="utf-8")
    assert [hex(ord(character)) for character in hostile_repository.RAW if character in text] == []
    assert not any("\ud800" <= character <= "\udfff" for character in text)


@pytest.mark.parametrize("width", [375, 1440])
def test_the_page_shows_the_attacks_as_text(width, reports, open_page, axe):
    page = open_page(reports / "report.html", width=width)
    unfold(page)
    seen = page.evaluate(INVENTORY)
    assert set(seen["tags"]) <= OURS
    assert seen["handlers"] == []
    assert seen["styles"] == []
    assert [link for link in seen["links"] if not link.startswith("https://cwe.mitre.org/")] == []
    assert seen["planted"] is None
    assert [text for text in hostile_repository.SHOWN if text not in seen["text"]] == []
    assert "49" not in page.title()
    assert overflow(page) == []
    assert violations(page, axe) == []


def test_searching_and_grouping_keep_them_text(reports, open_page):
    page = open_page(reports / "report.html")
    before = page.evaluate(INVENTORY)
    for by in page.locator("#filter select[name=by] option").evaluate_all(
        "all => all.map((one) => one.value)"
    ):
        page.select_option("#filter select[name=by]", by)
        page.fill("#q", "<script>window.planted")
        page.wait_for_function("() => document.querySelector('#shown').textContent.startsWith('Showing')")
        page.wait_for_timeout(200)
        assert page.locator("#shown").inner_text().startswith("Showing")
        after = page.evaluate(INVENTORY)
        assert set(after["tags"]) <= OURS
        assert after["handlers"] == []
        assert after["scripts"] == before["scripts"]
        assert after["planted"] is None


@pytest.mark.parametrize(
    "fragment",
    [
        "#<img src=x onerror=window.planted=5>",
        "#?q=<script>window.planted=6</script>&by=file",
        '#?by=<b>&cat="><script>&sev=%3Cimg%3E,high',
        "#?%",
        "#%E0%A4%A",
        "#?rule=__proto__&by=constructor",
    ],
)
def test_a_hostile_address_does_nothing(fragment, reports, open_page):
    page = open_page(reports / "report.html", fragment)
    page.wait_for_timeout(200)
    seen = page.evaluate(INVENTORY)
    assert set(seen["tags"]) <= OURS
    assert seen["handlers"] == []
    assert seen["planted"] is None


@pytest.mark.parametrize("name", ["report.md", "comment.md"])
def test_markdown_that_nobody_cleans_runs_nothing(name, reports, open_page, tmp_path):
    """Rendered with raw HTML let through, as no forge does: even so there is nothing but our own markup."""
    rendered = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .render((reports / name).read_text(encoding="utf-8"))
    )
    path = tmp_path / "rendered.html"
    path.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><body>{rendered}',
        encoding="utf-8",
    )
    seen = open_page(path).evaluate(INVENTORY)
    assert set(seen["tags"]) <= OURS - {"script", "style", "input", "form", "button", "textarea"}
    assert seen["handlers"] == []
    assert set(seen["styles"]) <= STYLES
    assert [link for link in seen["links"] if not link.startswith("https://cwe.mitre.org/")] == []
    assert seen["planted"] is None
    assert [text for text in hostile_repository.SHOWN if text not in seen["text"]] == []
