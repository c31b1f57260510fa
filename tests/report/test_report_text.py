from __future__ import annotations

import re

import pytest

from codereview.report.text import (
    ascii_only,
    clip,
    code_line,
    html_prose,
    listing,
    markdown_cell,
    markdown_code,
    markdown_fence,
    markdown_text,
    minutes,
    number,
    plain_prose,
    plural,
    points,
    ranked,
    shorten,
    visible,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("src/app.py", "src/app.py"),
        ("naïve/日本語/Ж.py", "naïve/日本語/Ж.py"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u2066b\u200fc\u061cd", "a\\u2066b\\u200fc\\u061cd"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("caf\udce9", "caf\\udce9"),
        ("wide\u3000space\u00a0", "wide\\u3000space\\xa0"),
    ],
)
def test_visible(raw, shown):
    assert visible(raw) == shown


def test_kept_characters_stay():
    assert visible("a\nb\x1b", keep="\n") == "a\nb\\x1b"


def test_a_code_line_keeps_its_indent_and_is_cut():
    assert code_line("\tx = 1\r\n") == "    x = 1"
    assert code_line("x" * 1000) == "x" * 399 + "…"


def test_shorten_keeps_both_ends_and_clip_the_start():
    assert shorten("src/" + "a" * 100 + "/app.py", 21) == "src/aaaaaa…aaa/app.py"
    assert shorten("short", 5) == "short"
    assert clip("one two three", 8) == "one two…"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(71.0, "71"), (71.25, "71.2"), (-0.01, "0"), (1234.5, "1,234.5"), (100.0, "100")],
)
def test_number(value, shown):
    assert number(value) == shown


def test_small_points_do_not_read_as_none():
    assert [points(0.0), points(0.01), points(4.25)] == ["0", "< 0.1", "4.2"]


def test_efforts_counts_and_listings():
    assert [minutes(5), minutes(60), minutes(95)] == ["5 min", "1 h", "1 h 35 min"]
    assert [minutes(1199), minutes(1200), minutes(2579)] == ["19 h 59 min", "20 h", "43 h"]
    assert [plural(1, "file"), plural(2000, "file"), plural(2, "is", "are")] == [
        "1 file",
        "2,000 files",
        "2 are",
    ]
    assert [listing([]), listing("a"), listing("abc")] == ["", "a", "a, b and c"]


def test_ascii_only():
    assert ascii_only("a → b · “ж” █░") == 'a -> b | "\\u0436" #.'


def test_prose_sets_code_and_escapes_everything():
    assert html_prose("call `a<b>` & <i>") == "call <code>a&lt;b&gt;</code> &amp; &lt;i&gt;"
    assert html_prose("one ` alone") == "one ` alone"
    assert html_prose("``x ` y``") == "<code>x ` y</code>"
    assert plain_prose("`a` and `b`") == "a and b"


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("plain words, 1.2.3 (yes)", "plain words, 1.2.3 (yes)"),
        ("a_b *c*", r"a\_b \*c\*"),
        ("[x](javascript:y)", r"\[x\](javascript:y)"),
        ("![x](y)", r"!\[x\](y)"),
        ("a | b", r"a \| b"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("&lt;", "&amp;lt;"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("1.5 points", "1.5 points"),
        ("@team and #12", "@<!-- -->team and #<!-- -->12"),
        ("https://evil.example www.evil.example", "https&#58;//evil.example www&#46;evil.example"),
        ("`ok` and ` not", r"`ok` and \` not"),
        ("\u202e\x1b", r"\\u202e\\x1b"),
    ],
)
def test_markdown_text(raw, written):
    assert markdown_text(raw) == written


@pytest.mark.parametrize("raw", ["a`b", "``", "`", " a ", "a``b```c", "x`", ""])
def test_a_code_span_cannot_be_left(raw):
    written = str(markdown_code(raw))
    fence = re.match(r"`+", written).group()
    inner = written[len(fence) : -len(fence)]
    assert written.endswith(fence)
    assert fence not in re.findall(r"`+", inner)


def test_a_pipe_in_a_table_cell_is_no_border():
    written = str(markdown_cell("a|b<script>`"))
    assert "|" not in written
    assert "<script" not in written
    assert written.startswith("<code>")
    assert markdown_cell("a.py") == "`a.py`"


def test_a_fence_is_longer_than_any_run_in_it():
    written = markdown_fence(["x", "`````", "``` y"], "python").split("\n")
    assert written[0] == "``````python"
    assert written[-1] == "``````"
    assert markdown_fence(["x"]) == "```\nx\n```"


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (0.0, "below all of"),
        (0.6, "better than 1 % of"),
        (63.2, "better than 63 % of"),
        (100.0, "above all of"),
    ],
)
def test_where_a_score_stands_reads_at_the_ends_too(percentile: float, words: str) -> None:
    assert ranked(percentile, "44 projects\x1b") == f"{words} 44 projects{visible(chr(27))}"
    assert ranked(percentile) == f"{words} the reference projects"
