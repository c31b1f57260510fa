"""The pictures in reports: escaped, with titles and tables, no inline styles; and what contradicts itself is said."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from golden import golden_audit
from golden_architecture import architecture_audit
from golden_pictures import AREAS, CHURN, CYCLOMATIC, pictured

from codereview.model import Audit
from codereview.model_pictures import Churn, Pictures
from codereview.report.html import render_html
from codereview.report.markdown import render_markdown
from codereview.report.selfcheck import contradictions

PAGE = render_html(pictured())


class Elements(HTMLParser):
    """All start tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_pictures_are_named_for_those_who_do_not_see_them() -> None:
    tags = Elements(PAGE).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [attributes for tag, attributes in tags if tag == "svg" and attributes.get("role") == "img"]
    labelled = [item["aria-labelledby"] for item in named if "aria-labelledby" in item]
    assert len(labelled) >= 7, "treemap, scatter and trend in two sizes, and a histogram"
    for label in labelled:
        assert label is not None
        assert set(label.split()) <= set(ids)


def test_no_element_has_a_style_of_its_own() -> None:
    assert not [tag for tag, attributes in Elements(PAGE).tags if "style" in attributes]


def test_what_patterns_and_marks_point_at_is_there() -> None:
    page = render_html(pictured()) + render_html(architecture_audit())
    wanted = set(re.findall(r"url\(#([\w-]+)\)", page))
    assert wanted
    assert wanted <= set(re.findall(r'id="([\w-]+)"', page))


def test_hostile_names_are_text() -> None:
    assert "<script>alert(1)" not in PAGE
    assert "</svg><script>" not in PAGE
    assert "&lt;/svg&gt;&lt;script&gt;" in PAGE
    assert "\u202e" not in PAGE


def test_each_picture_has_its_table() -> None:
    for label in ("Files and folders by points lost", "Changes and points by file", "Scores by audit"):
        assert f'aria-label="{label}"' in PAGE
    assert "Functions of the highest cyclomatic complexity" in PAGE
    assert "cut 1" in render_html(architecture_audit())


def test_a_picture_without_figures_is_not_there() -> None:
    page = render_html(golden_audit())
    assert 'id="trend"' not in page
    assert 'class="picture"' not in page


def test_why_the_history_was_not_read_is_said() -> None:
    audit = pictured(Churn(not_assessed="the folder is in no git work tree"), history=())
    assert "Not assessed: the folder is in no git work tree." in render_html(audit)
    assert "Not assessed: the folder is in no git work tree." in render_markdown(audit)
    assert '<th scope="col" data-sort="number" class="num">Commits</th></tr>' not in render_html(audit)


def test_markdown_has_the_tables() -> None:
    text = render_markdown(pictured())
    assert "## Trend" in text
    assert "| 1–5 | 6–15 | 16–50 | 51+ |" in text
    assert "| 100 | 3 | 3 | 1 |" in text
    assert "### Changes against points" in text
    assert "### Where the points are lost" in text
    assert "12 production files changed in the newest 2,000 commits" in text


def test_equal_audits_give_equal_pages() -> None:
    assert render_html(pictured()) == PAGE


def test_the_golden_audit_does_not_contradict_itself() -> None:
    assert contradictions(pictured()) == contradictions(golden_audit())


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (Pictures(areas=AREAS[1:]), "The areas hold 700 statements, and the project has 1,300"),
        (Pictures(areas=(*AREAS, AREAS[-1])), "A file or folder has two areas."),
        (
            Pictures(areas=AREAS, distributions=(msgspec.structs.replace(CYCLOMATIC, functions=9),)),
            "The bars of Cyclomatic complexity do not add up to 9 functions.",
        ),
        (
            Pictures(areas=AREAS, distributions=(msgspec.structs.replace(CYCLOMATIC, above=5),)),
            "Cyclomatic complexity says that 5 functions are above the target, and its bars hold 4.",
        ),
        (
            Pictures(areas=AREAS, churn=msgspec.structs.replace(CHURN, file_count=1)),
            "The changes count 1 files and list 4.",
        ),
        (
            Pictures(areas=AREAS, churn=msgspec.structs.replace(CHURN, commits=50)),
            "A file is said to be changed by more commits than were looked at.",
        ),
    ],
)
def test_contradictions_are_said(drawn: Pictures, said: str) -> None:
    audit: Audit = msgspec.structs.replace(pictured(), pictures=drawn)
    assert any(sentence.startswith(said) for sentence in contradictions(audit))
