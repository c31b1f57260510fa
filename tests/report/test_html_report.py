from __future__ import annotations

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from generated import broad_audit
from golden import (
    HOSTILE_PATH,
    clean_audit,
    empty_audit,
    excellent_audit,
    finding,
    golden_audit,
    large_audit,
)
from golden_architecture import architecture_audit
from golden_evidence import evidence_audit

from codereview.report.environment import html_environment, source
from codereview.report.html import MAX_BYTES, render_html
from codereview.report.scripts import EARLY, REPORT, joined
from codereview.report.text import visible

AUDITS = {
    "golden": golden_audit,
    "evidence": evidence_audit,
    "architecture": architecture_audit,
    "excellent": excellent_audit,
    "clean": clean_audit,
    "empty": empty_audit,
    "large": lambda: large_audit(700),
}
VOID = {"meta", "input", "br", "img", "link", "hr", "path", "circle", "rect"}


class Page(HTMLParser):
    """The page as elements: ``elements`` holds (tag, attributes), ``text`` what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.problems: list[str] = []
        self.inline: dict[str, list[str]] = {"style": [], "script": [], "data": []}
        self.into = ""
        self.words: list[str] = []
        self.feed(html)
        self.close()
        if self.open:
            self.problems.append(f"never closed: {self.open}")
        self.text = "".join(self.words)

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"attribute twice in {tag}")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        self.into = "data" if dict(attrs).get("type") == "application/json" else tag
        if self.into in self.inline:
            self.inline[self.into].append("")

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] in self.inline:
            self.inline[self.into][-1] += data
        else:
            self.words.append(data)

    def all(self, name):
        return [attrs[name] for _, attrs in self.elements if name in attrs]


@pytest.fixture(scope="module", params=AUDITS)
def page(request):
    return Page(render_html(AUDITS[request.param]()))


def test_tags_are_balanced(page):
    assert page.problems == []


def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere(page):
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    inner = {h[1:] for h in page.all("href") if h.startswith("#")}
    assert inner <= set(ids)
    assert set(" ".join(page.all("aria-labelledby")).split()) <= set(ids)


def test_nothing_is_loaded_and_no_inline_handler_or_style_is_there(page):
    outer = [h for h in page.all("href") if not h.startswith("#")]
    assert all(link.startswith("https://cwe.mitre.org/") for link in outer)
    assert page.all("src") == []
    assert page.all("style") == []
    assert [name for _, attrs in page.elements for name in attrs if name.startswith("on")] == []
    assert "url(" not in page.inline["style"][0]
    assert "@import" not in page.inline["style"][0]


def test_the_policy_allows_exactly_the_style_and_script_of_the_page(page):
    policies = [a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    hashes = [
        "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for text in (page.inline["style"][0], *page.inline["script"])
    ]
    assert policies[0] == (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]} {hashes[2]};"
        " base-uri 'none'; form-action 'none'"
    )
    assert len(page.inline["style"]) == len(page.inline["data"]) == 1
    assert len(page.inline["script"]) == 2


def test_only_tags_of_our_own_are_there(page):
    tags = {tag for tag, _ in page.elements}
    assert "img" not in tags
    assert "iframe" not in tags
    assert "a" in tags
    assert len([tag for tag, _ in page.elements if tag == "script"]) == 3


def test_headings_do_not_skip_a_level(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] in (1, 2)
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_control_has_a_name():
    page = Page(render_html(golden_audit()))
    text = render_html(golden_audit())
    assert all(attrs.get("scope") for tag, attrs in page.elements if tag == "th")
    for tag, attrs in page.elements:
        if tag == "svg":
            assert attrs.get("aria-hidden") == "true" or attrs.get("aria-label")
        if tag in ("input", "select", "textarea") and not attrs.get("aria-label"):
            name = attrs.get("name") or attrs["id"]
            assert re.search(rf"<label[^>]*>(?:(?!</label>).)*(?:name|id)=\"{name}\"", text, re.DOTALL)


def test_hostile_names_are_shown_as_they_are_and_never_run():
    html = render_html(golden_audit())
    page = Page(html)
    assert f"{visible(HOSTILE_PATH)}:3" in page.text
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "{{ 7*7 }}" in html
    assert 'x = "</pre></code></script><!--"' in page.text
    assert "\\x1b[2J" in page.text
    assert "\\u202e" in page.text


def test_our_templates_escape_by_their_name():
    template = html_environment().get_template("html/report.html.j2")
    assert template.environment.autoescape(template.name) is True
    assert html_environment().from_string("{{ x }}").render(x="<\u202e>") == "&lt;\\u202e&gt;"


def test_the_page_tells_what_the_audit_holds():
    text = " ".join(Page(render_html(golden_audit())).text.split())
    for said in (
        "1 critical finding is open",
        "Without caps the score would be 72.5; it is held at 69",
        "Gate failed 1 of 2 thresholds is not met.",
        "✖ not met fail-under: the score is 69, and at least 80 was asked for",
        "412 of 530 annotation slots are filled",
        "▸48 rate = price_of(cart)",
        "- return datetime.utcnow() + return datetime.now(timezone.utc)",
        "calls fetch_rate() src/shop/prices.py:20",
        "Checked: it parses, the finding is gone and a second run changes nothing.",
        "# codereview: ignore[SEC001]",
        "2 places, 1 root cause",
        "preview: costs no points",
        "18 of 18 mutating routes declare a permission",
        "goes with the old importer in March",
        "Score before caps72.50",
        "git checkout 0123456789abcdef0123456789abcdef01234567",
        "The work tree had uncommitted changes",
        "CWE-798",
    ):
        assert said in text, said


def test_without_a_grade_the_page_says_so():
    text = Page(render_html(empty_audit())).text
    assert "No grade can be given" in text
    assert "not assessed" in text


def test_five_thousand_findings_stay_under_two_megabytes_and_are_all_listed():
    audit = large_audit(5000)
    html = render_html(audit)
    assert len(html.encode()) < MAX_BYTES
    ids = set(Page(html).all("id"))
    assert {f"f-{f.fingerprint}" for f in audit.findings} <= ids
    assert "places in brief, after the worst 25 in full" in html
    assert re.search(r"To keep this file small, [\d,]+ findings are shown in brief", Page(html).text)


def test_five_thousand_findings_of_many_rules_and_files_stay_under_two_megabytes_and_are_all_listed():
    audit = broad_audit(5000)
    html = render_html(audit)
    assert len(html.encode()) < MAX_BYTES
    page = Page(html)
    assert page.problems == []
    assert {f"f-{f.fingerprint}" for f in audit.findings} <= set(page.all("id"))
    told = re.search(r"([\d,]+) findings are shown in brief, without code, call path and diff", page.text)
    assert int(told[1].replace(",", "")) == len(re.findall(r"<li id=\"f-\S+ data-m><b>", html))


def test_long_texts_are_cut_rather_than_the_page_growing_without_bound():
    path = "very/long/folder/name/" * 9
    many = tuple(
        finding(
            "TYP001",
            f"{path}{n}.py",
            n,
            "message " * 400,
            cause=f"c{n}",
            related=golden_audit().findings[2].related * 20,
        )
        for n in range(1, 5001)
    )
    html = render_html(msgspec.structs.replace(golden_audit(), findings=many, causes=()))
    assert len(html.encode()) < MAX_BYTES
    assert Page(html).problems == []


def test_more_findings_than_can_be_listed_are_counted():
    html = render_html(large_audit(6000))
    assert len(html.encode()) < MAX_BYTES
    assert re.search(r"[\d,]+ places are not listed here to keep this file small", html)


def test_the_script_builds_with_text_only():
    script = joined()
    for name in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
        "XMLHttp",
    ):
        assert name not in script


def test_the_script_is_of_short_files_and_none_is_forgotten():
    folder = Path(html_environment().get_template("html/report.html.j2").filename).parent / "script"
    assert sorted(path.stem for path in folder.iterdir()) == sorted((*EARLY, *REPORT))
    assert all(len(path.read_text(encoding="utf-8").splitlines()) < 300 for path in folder.iterdir())


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio by WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


SEVERITY_PAIRS = [
    (name, f"{name}-soft") for name in ("critical", "high", "medium", "low", "info", "good", "bad")
]
TEXT_PAIRS = [
    *SEVERITY_PAIRS,
    *((name, ground) for name in ("text", "muted", "accent") for ground in ("page", "surface", "sunken")),
    *(("text", f"{name}-soft") for name in ("critical", "medium", "good", "bad", "accent")),
    *(("muted", f"{name}-soft") for name in ("accent", "medium")),
    *((name, "surface") for name in ("good", "bad", "medium", "ga", "gb", "gc", "gd", "gf")),
    ("muted", "info-soft"),
    ("good", "bad-soft"),
]
GRAPHIC_PAIRS = [
    *((name, "track") for name in ("ga", "gb", "gc", "gd", "gf")),
    ("control", "surface"),
    ("accent", "surface"),
]


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_have_the_contrast_that_wcag_asks_for(theme):
    tokens = {
        name: (light, dark)
        for name, light, dark in re.findall(
            r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", source("html/style.css")
        )
    }
    weak = [
        (one, other, round(contrast(tokens[one][theme], tokens[other][theme]), 2))
        for pairs, least in ((TEXT_PAIRS, 4.5), (GRAPHIC_PAIRS, 3.0))
        for one, other in pairs
        if contrast(tokens[one][theme], tokens[other][theme]) < least
    ]
    assert weak == []


def test_no_control_takes_the_name_of_a_method_of_its_form():
    page = Page(render_html(golden_audit()))
    assert not {"reset", "submit", "elements", "action", "method"} & {*page.all("id"), *page.all("name")}
