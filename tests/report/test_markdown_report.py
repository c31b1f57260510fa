from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from golden import (
    HOSTILE_LINE,
    HOSTILE_PATH,
    HOSTILE_TEXT,
    clean_audit,
    empty_audit,
    excellent_audit,
    finding,
    golden_audit,
    large_audit,
)
from golden_architecture import architecture_audit
from markdown_it import MarkdownIt

from codereview.model import Gate
from codereview.report.html import render_html
from codereview.report.markdown import COMMENT_CHARACTERS, render_comment, render_markdown
from codereview.report.text import visible

AUDITS = [
    golden_audit,
    architecture_audit,
    excellent_audit,
    clean_audit,
    empty_audit,
    lambda: large_audit(300),
]
FENCE = re.compile(r"^(`{3,})(\w*)$")


def outside_code(text: str) -> list[str]:
    """The lines that do not stand in a fenced block; fails where a fence is not closed."""
    fence, lines = "", []
    for line in text.split("\n"):
        match = FENCE.match(line)
        if fence:
            fence = "" if line == fence else fence
        elif match:
            fence = match.group(1)
        else:
            lines.append(line)
    assert fence == "", "a fence stays open"
    return lines


@pytest.mark.parametrize("make", AUDITS)
@pytest.mark.parametrize("write", [render_markdown, render_comment])
def test_tables_have_as_many_cells_as_their_heads(make, write):
    cells = None
    for line in outside_code(write(make())):
        if not line.startswith("|"):
            cells = None
            continue
        count = len(re.findall(r"(?<!\\)\|", line))
        assert cells in (None, count), line
        cells = count
        assert line.endswith("|")


@pytest.mark.parametrize("make", AUDITS)
@pytest.mark.parametrize("write", [render_markdown, render_comment])
def test_no_html_but_our_own_and_no_living_link(make, write):
    text = "\n".join(outside_code(write(make())))
    bare = re.sub(r"(`+)[^`].*?\1", "", text.replace("\\`", ""))
    assert set(re.findall(r"</?([a-z]+)", bare)) <= {"code", "details", "summary"}
    assert not re.search(r"(?<!\\)\]\((?!#[\w-]+\))", bare)  # links within the document are our own
    assert "@team" not in bare


@pytest.mark.parametrize("make", AUDITS)
def test_sections_stand_in_order_and_nothing_is_left_of_a_template(make):
    text = render_markdown(make())
    heads = [line for line in outside_code(text) if line.startswith("## ")]
    wanted = [
        "Verdict",
        "Categories",
        "Metrics",
        "Fix first",
        "Findings",
        "Strengths",
        "Architecture",
        "Files needing attention",
    ]
    wanted += ["Other tools", "Not assessed", "Suppressed", "How the score came about", "About this audit"]
    assert [head[3:] for head in heads] == [name for name in wanted if f"## {name}" in heads]
    assert heads[0] == "## Verdict"
    assert heads[-1] == "## About this audit"
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert "{%" not in "\n".join(heads)


def test_the_whole_holds_code_path_diff_and_reasons():
    text = render_markdown(golden_audit())
    for said in (
        "# shop: grade D, 69 of 100",
        "> 48      rate = price_of(cart)",
        "2. calls fetch\\_rate() `src/shop/prices.py:20`",
        "-    return datetime.utcnow()\n+    return datetime.now(timezone.utc)",
        "Checked: it parses, the finding is gone and a second run changes nothing.",
        "goes with the old importer in March",
        "not assessed: the advisory database could not be reached",
        "| **Score before caps** | | | | | | **72.50** |",
        "codereview audit . --fail-under 80",
        "pip install codereview-audit==1.2.3",
    ):
        assert said in text, said


def test_both_forms_say_why_nothing_comes_to_a_fault():
    idle = {"reachability": "unreachable", "reached_from": "", "idle": "nothing calls `checkout`"}
    made = golden_audit()
    made = msgspec.structs.replace(
        made, findings=tuple(msgspec.structs.replace(item, **idle) for item in made.findings)
    )
    assert "· unreachable: nothing calls `checkout` ·" in render_markdown(made)
    assert "<dd>unreachable: nothing calls <code>checkout</code></dd>" in render_html(made)


def test_hostile_code_does_not_leave_its_fence():
    lines = render_markdown(golden_audit()).split("\n")
    inside = next(n for n, line in enumerate(lines) if line.startswith("> 3  x = "))
    opening = next(line for line in reversed(lines[:inside]) if line.startswith("```"))
    assert opening == "`" * 5


@pytest.mark.parametrize("make", AUDITS)
def test_a_comment_is_short_and_its_folds_are_closed(make):
    text = render_comment(make())
    assert len(text) <= COMMENT_CHARACTERS
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>")


def test_a_comment_of_thousands_of_findings_fits_and_counts_the_rest():
    text = render_comment(large_audit(5000))
    assert len(text) <= COMMENT_CHARACTERS
    assert (
        sum(
            int(n.replace(",", ""))
            for n in re.findall(r"(?:and|low and info ·) ([\d,]+) (?:more|findings)", text)
        )
        > 3000
    )


def test_a_comment_fits_whatever_the_names_are():
    long = tuple(finding("TYP001", "d" * 3000 + f"/{n}.py", n, "`" * 5000) for n in range(1, 400))
    audit = msgspec.structs.replace(golden_audit(), findings=long, causes=())
    assert len(render_comment(audit)) <= COMMENT_CHARACTERS


def test_a_comment_that_is_too_long_even_without_findings_is_cut_in_words():
    gates = tuple(Gate(name=f"gate {n}", passed=False, message="m" * 900) for n in range(200))
    text = render_comment(msgspec.structs.replace(golden_audit(), gates=gates))
    assert len(text) <= COMMENT_CHARACTERS
    assert text.endswith("The rest does not fit here.\n")


class Reader(HTMLParser):
    """What a reader of the rendered Markdown gets: the tags, and the words without them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.words: list[str] = []
        parser = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
        self.feed(parser.render(text))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("write", [render_markdown, render_comment])
def test_a_markdown_parser_shows_hostile_text_as_it_is(write):
    reader = Reader(write(golden_audit()))
    structure = {"h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "code", "pre", "blockquote"}
    structure |= {"table", "thead", "tbody", "tr", "th", "td", "details", "summary", "a"}
    assert reader.tags <= structure
    words = "".join(reader.words)
    assert visible(HOSTILE_TEXT) in words
    assert f"{visible(HOSTILE_PATH)}:3" in words


def test_a_markdown_parser_sees_every_section_and_table():
    reader = Reader(render_markdown(golden_audit()))
    words = "".join(reader.words)
    assert "|---" not in words
    assert "\n## " not in words
    assert visible(HOSTILE_LINE) in words


def test_other_tools_say_what_became_of_them() -> None:
    text = render_markdown(golden_audit())
    assert "| ruff | 0.17.5 | ran | 3 | 2 | 5 |" in text
    assert "| bandit | 1.9.4 | timed out: it did not end \\| within 300 seconds | – | – | – |" in text
    assert "## Other tools" not in render_markdown(msgspec.structs.replace(golden_audit(), tools=()))
