from __future__ import annotations

import io

import msgspec
import pytest
from golden import clean_audit, empty_audit, excellent_audit, golden_audit, large_audit
from golden_evidence import evidence_audit
from rich.cells import cell_len
from rich.console import Console

from codereview.report.terminal import render_findings_plain, render_terminal, render_terminal_text

AUDITS = [golden_audit, evidence_audit, excellent_audit, clean_audit, empty_audit, lambda: large_audit(200)]


def printed(audit, plain=False, width=80, **options):
    console = Console(file=io.StringIO(), width=width, _environ=options.pop("environ", {}), **options)
    render_terminal(audit, console, plain=plain)
    return console.file.getvalue()


@pytest.mark.parametrize("make", AUDITS)
@pytest.mark.parametrize("width", [120, 80, 60, 40, 30])
@pytest.mark.parametrize("plain", [False, True])
def test_no_line_is_wider_than_the_terminal(make, width, plain):
    lines = printed(make(), plain=plain, width=width).split("\n")
    assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize("make", AUDITS)
def test_plain_is_ascii_without_escape_sequences(make):
    text = printed(make(), plain=True, force_terminal=True, color_system="truecolor")
    assert text.isascii()
    assert "\x1b" not in text
    assert text.strip()


def test_a_pipe_gets_no_colour_and_no_trailing_blanks():
    text = printed(golden_audit())
    assert "\x1b" not in text
    assert [line for line in text.split("\n") if line != line.rstrip()] == []
    assert text == render_terminal_text(golden_audit())


def test_a_terminal_gets_colour_unless_no_color_is_set():
    coloured = {"force_terminal": True, "color_system": "truecolor"}
    assert "\x1b[1;31m" in printed(golden_audit(), **coloured)
    uncoloured = printed(golden_audit(), environ={"NO_COLOR": "1"}, **coloured)
    assert "\x1b[1;31m" not in uncoloured
    assert ";31m" not in uncoloured
    assert "[33m" not in uncoloured


def test_a_terminal_that_is_not_unicode_gets_ascii():
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding="latin-1"), width=80, _environ={})
    render_terminal(golden_audit(), console)
    console.file.flush()
    assert raw.getvalue().isascii()
    assert b"Grade D" in raw.getvalue()


def test_controls_of_the_repository_never_reach_the_terminal():
    text = printed(golden_audit(), force_terminal=True, color_system="truecolor")
    assert "\x1b[2J" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "\\u202e" in text


def test_markup_in_names_is_text():
    audit = golden_audit()
    project = msgspec.structs.replace(audit.project, name="[bold red]x[/] :smile:")
    assert "[bold red]x[/] :smile:" in printed(msgspec.structs.replace(audit, project=project))


def test_it_says_grade_cap_gate_worst_and_next():
    text = printed(golden_audit(), width=100)
    for said in (
        "69 / 100",
        "6.9 / 10",
        "strict 68.2",
        "1 critical finding is open",
        "Capped  Without caps the score would be 72.5",
        "Worst of 8 findings",
        "src/shop/settings.py:12",
        "safe fix",
        "Gate failed",
        "✖ not met  fail-under: the score is 69",
        "codereview explain REL001",
        "not assessed",
    ):
        assert said in text, said


def test_without_a_grade_it_says_why():
    assert "No grade can be given" in printed(empty_audit())


def test_plain_findings_are_one_line_each():
    lines = render_findings_plain(golden_audit()).splitlines()
    assert len(lines) == 8
    assert lines[0] == (
        "src/shop/settings.py:12:5: SEC001 critical"
        " a payment provider's live key is assigned to `PAYMENT_KEY`"
    )
    assert lines[1].startswith(
        "src/<script>alert(1)</script>/{{7*7}}{% raw %}|\\u202egpj.py:3:5: REL001 high "
    )
    assert not any("legacy.py" in line for line in lines)
    assert render_findings_plain(clean_audit()) == ""
