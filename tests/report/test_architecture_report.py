"""What reports say of how a project is built."""

from __future__ import annotations

import re

import pytest
from golden import HOSTILE_PATH, golden_audit
from golden_architecture import ARCHITECTURE, CYCLE, ROUTES, architecture_audit
from msgspec.structs import replace

from codereview.model_architecture import Architecture, Folder, RouteEntry, Routes, Spot, Start
from codereview.report import architecture
from codereview.report.html import render_html
from codereview.report.markdown import render_comment, render_markdown
from codereview.report.selfcheck import contradictions
from codereview.report.serialize import from_json, to_json
from codereview.report.terminal import render_terminal_text


def counted(known: int, none: int, unknown: int) -> Routes:
    return Routes(total=known + none + unknown, known=known, none=none, unknown=unknown)


@pytest.mark.parametrize(
    ("routes", "sentence"),
    [
        (counted(0, 0, 0), "it registers no route that is understood"),
        (counted(41, 20, 13), "41 of 74 routes ask who is calling, 20 do not, 13 cannot be told"),
        (counted(1, 1, 0), "1 of 2 routes asks who is calling, 1 does not"),
        (counted(0, 0, 1), "none of 1 route asks who is calling, 1 cannot be told"),
        (counted(0, 1200, 0), "none of 1,200 routes asks who is calling, 1,200 do not"),
        (counted(5, 0, 0), "all 5 routes ask who is calling"),
        (counted(1, 0, 0), "its one route asks who is calling"),
    ],
)
def test_what_is_said_of_routes_is_what_is_counted(routes: Routes, sentence: str) -> None:
    assert architecture.routes(routes) == sentence


def test_what_else_is_to_be_known_of_routes() -> None:
    assert architecture.notes(counted(1, 1, 0)) == ()
    notes = architecture.notes(ROUTES)
    assert notes[0] == "1 of those that do not takes POST, PUT, PATCH or DELETE."
    assert notes[1].startswith("1 registration takes path and handler from variables")
    assert notes[2] == "2 routes of examples, documents and the like are not counted."


def test_who_asks_or_why_it_cannot_be_told() -> None:
    opened, unknown, known = ROUTES.listed
    assert architecture.why(opened) == "before it: get_db"
    assert architecture.why(known) == "current_user, require(), a and 1 more"
    assert architecture.why(unknown).endswith("; no application is seen to include its router")
    assert [architecture.methods(route) for route in ROUTES.listed] == ["DELETE", "not told", "GET, POST"]


def test_files_found_by_name_are_counted_and_not_listed() -> None:
    assert [start.path for start in architecture.named(ARCHITECTURE)] == ["src/shop/main.py", HOSTILE_PATH]
    assert architecture.starts(ARCHITECTURE) == "1 file that Django loads by name"
    more = replace(ARCHITECTURE, start_count=9)
    assert architecture.starts(more) == "1 file that Django loads by name and 6 more"
    assert architecture.starts(Architecture()) == ""


def test_html_has_a_section_that_needs_no_script() -> None:
    page = render_html(architecture_audit())
    section = page[page.index('<section id="architecture"') : page.index('<section id="files"')]
    assert 'href="#architecture"' in page
    assert "1 of 3 routes asks who is calling, 1 does not, 1 cannot be told." in section
    rows = re.findall(r'<tr data-p="(\w+)"( data-c)?>', section)
    assert rows == [("none", " data-c"), ("unknown", ""), ("known", " data-c")]
    assert f'<a href="#f-{CYCLE}">the finding</a>' in section
    assert "src/&lt;b&gt; (1,200)" in section
    assert section.count("data-js hidden") == 1
    assert "\\u202e" in section
    assert '<code class="place">Dockerfile:9</code>' in section
    assert 'id="architecture"' not in render_html(golden_audit())


def test_without_routes_and_judgement_a_reason_stands_there() -> None:
    bare = Architecture(not_judged="it is packaged, and others can import what is public in it")
    for text in (render_html(architecture_audit(bare)), render_markdown(architecture_audit(bare))):
        assert "It registers no route that is understood." in text
        assert "Not judged: it is packaged, and others can import what is public in it." in text
        assert "Nothing in it is seen to start a program." in text
    assert "route-filter" not in render_html(architecture_audit(bare)).replace('$("#route-filter")', "")


def test_a_page_shows_a_part_of_many_routes_and_says_so() -> None:
    many = replace(
        ROUTES, listed=ROUTES.listed[2:] * 1000, total=1500, known=1500, none=0, unknown=0, open_changing=0
    )
    audit = architecture_audit(replace(ARCHITECTURE, routes=many))
    assert "The first 400 of 1,500 routes." in render_html(audit)
    assert "The first 200 of 1,500 routes." in render_markdown(audit)


def test_markdown_and_comment() -> None:
    audit = architecture_audit()
    text, comment = render_markdown(audit), render_comment(audit)
    assert "\n## Architecture\n" in text
    assert "| **DELETE** | `/orders/{id}` | ✖ nobody asks: before it: get\\_db | `remove` |" in text
    assert "`Dockerfile:9`" in text
    assert "<details><summary>Architecture</summary>" in comment
    assert "- DELETE `/orders/{id}` in `src/shop/api.py:40`: nobody asks who is calling" in comment
    assert "## Architecture" not in render_markdown(golden_audit())


def test_terminal_has_one_line() -> None:
    text = " ".join(render_terminal_text(architecture_audit()).split())
    assert (
        "Architecture 2 entry points, 5 folders, 1 import cycle, 1 unreachable module; 1 of 3 routes asks who is"
        " calling, 1 does not, 1 cannot be told." in text
    )
    assert "Architecture" not in render_terminal_text(golden_audit())


def test_json_both_ways() -> None:
    audit = architecture_audit()
    assert from_json(to_json(audit), "x") == audit


def route(**changed: object) -> Architecture:
    """The architecture with its first route changed."""
    first: RouteEntry = replace(ROUTES.listed[0], **changed)
    return replace(ARCHITECTURE, routes=replace(ROUTES, listed=(first, *ROUTES.listed[1:])))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (route(path="/etc/passwd"), "does not lie in the audited folder"),
        (route(line=0), "line -1 does not exist"),
        (route(line=9999), "has 402 lines"),
        (route(handler_at=Spot(path="src/shop/api.py", line=9999)), "has 402 lines"),
        (route(protection="known"), "another protection"),
        (route(protection="known"), "guards that do not agree"),
        (route(changes=False), "open routes that change data"),
        (replace(ARCHITECTURE, routes=replace(ROUTES, total=4)), "do not sum to 4"),
        (replace(ARCHITECTURE, routes=replace(ROUTES, open_changing=2)), "More routes without protection"),
        (replace(ARCHITECTURE, start_count=1), "counts 1 entry points and lists 3"),
        (replace(ARCHITECTURE, folders=(Folder(path="a", files=59, statements=1),)), "hold 59 modules"),
        (replace(ARCHITECTURE, folders=(Folder(path="a", files=1, statements=4013),)), "more statements"),
        (replace(ARCHITECTURE, starts=(Start(path=f"{HOSTILE_PATH}x.py", kinds=(), said=()),)), "both an entry point"),
        (replace(ARCHITECTURE, not_judged="so"), "reachability was not judged"),
        (replace(ARCHITECTURE, cycles=(replace(ARCHITECTURE.cycles[0], finding="gone"),)), "not there"),
        (replace(ARCHITECTURE, cycles=(replace(ARCHITECTURE.cycles[0], around=("a.py",)),)), "not in it"),
        (replace(ARCHITECTURE, cycles=(replace(ARCHITECTURE.cycles[0], size=1),)), "lists more"),
        (replace(ARCHITECTURE, loose=(replace(ARCHITECTURE.loose[0], path="src/shop/settings.py"),)), "is reached"),
    ],
)  # fmt: skip
def test_contradictions_are_seen(wrong: Architecture, said: str) -> None:
    assert contradictions(architecture_audit()) == ()
    assert any(said in line for line in contradictions(architecture_audit(wrong)))
