"""The reports of a comparison: the same facts in each format, safe whatever the repository holds."""

from __future__ import annotations

import base64
import hashlib
import io
import math
import re

import msgspec
import pytest
from golden import HOSTILE_LINE, HOSTILE_PATH, HOSTILE_TEXT, golden_audit
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from codereview.compare import Comparison, compare
from codereview.compare.gates import evaluate
from codereview.compare.since import since
from codereview.errors import AuditFileError, ConfigError
from codereview.model import Audit, Code, Finding, Severity
from codereview.report import render as render_audit
from codereview.report.compare_formats import FORMATS, from_json, render, to_json
from codereview.report.compare_terminal import render_comparison
from codereview.report.compare_view import CompareView, apportioned, signed


def changed(audit: Audit) -> Audit:
    """The audit with some findings gone, some come, and some moved."""
    kept = list(audit.findings[2:])
    one = audit.findings[0]
    new = [
        msgspec.structs.replace(
            one,
            path=HOSTILE_PATH,
            symbol=f"Hostile<{number}>",
            message=HOSTILE_TEXT,
            fingerprint=f"new{number}",
            code=Code(first=one.line, lines=(HOSTILE_LINE, "")),
        )
        for number in range(3)
    ]
    moved = msgspec.structs.replace(kept[-1], line=kept[-1].line + 7, end_line=kept[-1].end_line + 7)
    return msgspec.structs.replace(audit, findings=(*new, *kept[:-1], moved))


def made(old: Audit, new: Audit, **more: object) -> Comparison:
    found = compare(old, new, labels=("v1<b>\x1b[31m", HOSTILE_PATH), **more)  # type: ignore[arg-type]
    return msgspec.structs.replace(found, gates=evaluate(found, Severity.LOW, 0.0))


@pytest.fixture(scope="module")
def found() -> Comparison:
    old = golden_audit()
    return made(old, changed(old), renamed={"a<b>.py": "`c|d`.py"})


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_has_the_counts_and_is_the_same_twice(found: Comparison, name: str) -> None:
    text = render(found, name)
    assert text == render(found, name)
    shown = text if isinstance(text, str) else text.decode()
    assert found.new
    assert found.fixed
    assert found.new[0].rule in shown


@pytest.mark.parametrize("name", ["terminal", "markdown", "comment", "html"])
def test_nothing_of_the_repository_comes_alive(found: Comparison, name: str) -> None:
    text = str(render(found, name))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "7*7" in text.replace("\\*", "*").replace("&#42;", "*")
    if name == "html":
        assert "<script" not in text
        assert "<img" not in text
    elif name != "terminal":
        outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text, flags=re.DOTALL)
        assert "<script" not in outside
        assert "<img" not in outside
        assert not re.search(r"(?<!\\)\[x\]\(", outside)


def test_the_page_is_one_file_whose_style_its_policy_names(found: Comparison) -> None:
    page = str(render(found, "html"))
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert " style=" not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_json_comes_back(found: Comparison) -> None:
    data = to_json(found)
    assert from_json(data, "x.json") == found
    assert data.endswith(b"}\n")
    for wrong in (b"[]", b"{", data.replace(b'"schema": 1', b'"schema": 7', 1)):
        with pytest.raises(AuditFileError, match=r"x\.json is"):
            from_json(wrong, "x.json")


def test_there_is_no_other_format(found: Comparison) -> None:
    with pytest.raises(ConfigError, match="no format 'sarif'"):
        render(found, "sarif")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_terminal_stays_within_its_width(found: Comparison, width: int) -> None:
    stream = io.StringIO()
    render_comparison(found, Console(file=stream, width=width, color_system=None), plain=True)
    text = stream.getvalue()
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= width


def test_a_comment_always_fits() -> None:
    old = golden_audit()
    one = old.findings[0]
    many = tuple(
        msgspec.structs.replace(
            one, rule=f"SEC{n % 90:03}", line=n + 1, fingerprint=str(n), message="x" * 400
        )
        for n in range(5000)
    )
    found = made(old, msgspec.structs.replace(old, findings=many))
    text = str(render(found, "comment"))
    assert len(text) <= 65_000
    assert "not listed here" in text
    assert len(str(render(found, "html")).encode()) < 2_000_000


def test_nothing_changed_is_said_in_one_line() -> None:
    old = golden_audit()
    view = CompareView(compare(old, old))
    assert view.headline == "Nothing new and nothing fixed"
    assert view.sentences[0].startswith("The score stays at")


@given(st.lists(st.floats(-60, 60), max_size=12), st.floats(-1e-9, 1e-9))
def test_printed_points_add_up(values: list[float], noise: float) -> None:
    total = round(math.fsum(values) + noise, 2)
    shown = apportioned(values, total) if values else []
    assert not values or math.isclose(math.fsum(shown), total, abs_tol=1e-6)
    assert all(abs(one - two) <= 0.0101 for one, two in zip(values, shown, strict=True))


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.25, "+1.25"), (-0.4, "−0.40"), (0.0, "0"), (0.004, "0"), (-0.001, "0"), (1234.5, "+1,234.50")],
)
def test_points_have_their_sign(value: float, text: str) -> None:
    assert signed(value) == text


@pytest.mark.parametrize("name", ["comment", "markdown", "html"])
def test_an_audit_with_a_base_begins_with_the_change(name: str) -> None:
    old = golden_audit()
    new = changed(old)
    text = str(render_audit(msgspec.structs.replace(new, since=since(made(old, new))), name))
    assert "finding is new" in text or "findings are new" in text
    plain = str(render_audit(new, name))
    assert "Change</th>" not in plain
    assert ("Change</th>" if name == "html" else "| Change |") in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    if name == "comment":
        assert text.index("Since") < text.index("Critical")


def findings_of(severity: Severity) -> Finding:
    return msgspec.structs.replace(
        golden_audit().findings[0], severity=severity, fingerprint="z", line=400, symbol="zzz"
    )


def test_gates_in_words() -> None:
    old = golden_audit()
    new = msgspec.structs.replace(old, findings=(*old.findings, findings_of(Severity.MEDIUM)))
    found = compare(old, new)
    high, medium, lower = (*evaluate(found, Severity.HIGH, None), *evaluate(found, Severity.MEDIUM, 0))
    assert (high.passed, high.message) == (True, "there are no new findings of severity high or worse")
    assert not medium.passed
    assert medium.message.startswith(
        "1 new finding of severity medium or worse is there, and none was allowed"
    )
    assert lower.passed
    unscored = compare(msgspec.structs.replace(old, score=None), new)
    (gate,) = evaluate(unscored, None, 1.0)
    assert (gate.passed, gate.assessed) == (False, False)
