from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from golden import clean_audit, empty_audit, excellent_audit, golden_audit

from codereview.errors import ConfigError
from codereview.report import FORMATS, format_for, from_json, render

SUFFIXES = {suffix for form in FORMATS.values() for suffix in form.suffixes}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("make", [golden_audit, excellent_audit, clean_audit, empty_audit])
def test_two_renders_of_equal_audits_are_identical(name, make):
    once = render(make(), name)
    assert once == render(make(), name)
    assert isinstance(once, bytes if name == "json" else str)


@pytest.mark.parametrize("name", ["terminal", "text", "markdown", "comment", "html"])
def test_no_format_lets_control_or_bidi_characters_through(name):
    text = render(golden_audit(), name)
    assert "\\u202e" in text
    bad = [
        c
        for c in text
        if (ord(c) < 32 and c != "\n") or "\u2066" <= c <= "\u2069" or "\u202a" <= c <= "\u202e"
    ]
    assert bad == []


@pytest.mark.parametrize("name", ["markdown", "comment", "html", "terminal"])
def test_a_contradiction_is_shown_as_a_defect_of_the_tool(name):
    audit = golden_audit()
    broken = msgspec.structs.replace(audit, terms=audit.terms[1:])
    assert "contradicts itself" in render(broken, name)
    assert "contradicts itself" not in render(audit, name)


def test_json_can_be_read_back():
    assert from_json(render(golden_audit(), "json"), "a.json") == golden_audit()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("report.html", "html"),
        ("out/REPORT.HTM", "html"),
        ("report.md", "markdown"),
        ("a.b.markdown", "markdown"),
        ("audit.json", "json"),
        (Path("findings.txt"), "text"),
    ],
)
def test_the_ending_chooses_the_format(path, name):
    assert format_for(path) == name


@pytest.mark.parametrize("path", ["report", "report.pdf", ".hidden", "html", "json/report"])
def test_an_unknown_ending_is_refused_with_the_known_ones(path):
    with pytest.raises(ConfigError) as caught:
        format_for(path)
    assert all(suffix in str(caught.value) for suffix in SUFFIXES)


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(ConfigError, match="'pdf': the formats are terminal, text, markdown"):
        render(golden_audit(), "pdf")


def test_no_two_formats_share_an_ending():
    listed = [suffix for form in FORMATS.values() for suffix in form.suffixes]
    assert len(listed) == len(set(listed))


def test_listing_formats_loads_no_template_engine():
    code = "import codereview.report, sys; sys.exit(bool({'jinja2', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["markdown", "html", "terminal"])
def test_the_advisories_are_dated(name):
    text = " ".join(render(golden_audit(), name).split())
    assert "advisories of 2026-11-01, 20 days old (from all.zip, imported 2026-11-20)" in text.replace(
        "\\", ""
    )
    undated = msgspec.structs.replace(golden_audit(), advisories=None)
    assert "advisories of" not in render(undated, name)
