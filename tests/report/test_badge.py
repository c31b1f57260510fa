"""The badge: it parses, it can be read, it asks for nothing, and it says what the audit says."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import golden
import pytest
from msgspec import structs

from codereview.model import Audit, Score
from codereview.report import format_for, render
from codereview.report.badge import COLOURS, LABEL_COLOUR, NO_SCORE, message, width

SVG = "{http://www.w3.org/2000/svg}"


def graded(grade: str, value: float, complete: bool = True) -> Audit:
    score = Score(value=value, raw=value, strict=value, out_of_ten=value / 10, grade=grade, complete=complete)
    return structs.replace(golden.golden_audit(), score=score)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [*COLOURS.values(), LABEL_COLOUR, NO_SCORE])
def test_white_text_can_be_read_on_every_colour(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


@pytest.mark.parametrize("grade", ["A+", "A-", "B", "C+", "D", "F"])
def test_the_badge_says_grade_and_score_and_asks_for_nothing(grade: str) -> None:
    text = render(graded(grade, 87.46), "badge")
    assert isinstance(text, str)
    root = ElementTree.fromstring(text)
    assert [item.text for item in root.iter(f"{SVG}text")] == ["code review", f"{grade} 87.4"]
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == root.get("aria-label") == f"code review: grade {grade}, 87.4 of 100"
    assert COLOURS[grade[0]] in text
    assert not re.search(r"href|url\((?!#)|@import|<script|<style", text)
    assert text == render(graded(grade, 87.46), "badge")


def test_the_parts_are_as_wide_as_their_texts() -> None:
    root = ElementTree.fromstring(str(render(graded("B+", 88), "badge")))
    total, left = float(root.get("width", "0")), 12 + width("code review")
    places = [float(item.get("x", "0")) for item in root.iter(f"{SVG}text")]
    assert total == pytest.approx(left + 12 + width("B+ 88"), abs=1)
    assert places == pytest.approx([left / 2, (left + total) / 2], abs=1)


def test_two_badges_on_one_page_share_no_name() -> None:
    assert " id=" not in str(render(graded("B+", 88), "badge"))


def test_what_is_incomplete_and_what_has_no_score_is_said() -> None:
    assert message(graded("B", 84, complete=False)) == "B 84, incomplete"
    nothing = structs.replace(golden.golden_audit(), score=None)
    assert message(nothing) == "no score"
    assert ElementTree.fromstring(str(render(nothing, "badge"))).get("aria-label") == "code review: no score"


def test_shields_gets_what_its_endpoint_asks_for() -> None:
    found = json.loads(render(graded("C", 74), "shields"))
    assert found == {"schemaVersion": 1, "label": "code review", "message": "C 74", "color": COLOURS["C"]}


def test_an_svg_is_a_badge() -> None:
    assert format_for("docs/badge.svg") == "badge"
