"""The summary with its links: for HTML, and for Markdown, where the anchors are those that headings get."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from html import escape, unescape

from markupsafe import Markup

from codereview.report.summary.pieces import Clause
from codereview.report.text import html_prose, markdown_text, visible

_HOLDER = re.compile("\0([^\0]*)\0")
"""Stands for an anchor until the document is whole; no text of a repository holds a NUL (`text.visible`)."""
_HEADING = re.compile(r"^#{1,6} (.+)$")
_FENCE = re.compile(r"^(`{3,})")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def html(clauses: tuple[Clause, ...], anchors: Mapping[str, str]) -> tuple[Markup, ...]:
    """The sentences in HTML; ``anchors`` leads from what pieces name to ids of the document, and what it does not hold
    is not linked."""
    out = []
    for clause in clauses:
        parts, linked = [], set()
        for text, to, _ in clause.pieces:
            prose, anchor = html_prose(text), anchors.get(to, "")
            fresh = anchor and anchor not in linked  # once in a clause is enough
            linked.add(anchor)
            parts.append(f'<a href="#{escape(anchor)}">{prose}</a>' if fresh else str(prose))
        out.append(Markup("".join(parts) + "."))
    return tuple(out)


def markdown(clauses: tuple[Clause, ...], rules: Mapping[str, str] | None) -> tuple[Markup, ...]:
    """The sentences in Markdown.

    Args:
        clauses: what is said.
        rules: the rule of each finding, by fingerprint, for a document with links, whose targets `resolved` fills in;
            None for a text without.
    """
    out = []
    for clause in clauses:
        parts, seen = [], {""}
        for text, to, _ in clause.pieces:
            prose, key = str(markdown_text(text)), _key(to, rules or {})
            fresh = rules is not None and key not in seen
            parts.append(f"[{prose}](#\0{visible(key)}\0)" if fresh else prose)
            seen.add(key)
        out.append(Markup("".join(parts) + "."))
    return tuple(out)


def _key(to: str, rules: Mapping[str, str]) -> str:
    """What a link leads to in Markdown, where a finding is found under its rule."""
    return f"r:{rules.get(to[2:], '')}" if to.startswith("f:") else to


def resolved(document: str) -> str:
    """A whole document with the anchors of its headings in the links of the summary.

    A link whose heading is not there leads to the findings.
    """
    slugs = _slugs(document)

    def anchor(match: re.Match[str]) -> str:
        kind, _, rule = match[1].partition(":")
        if kind == "r":
            return next((slug for slug in slugs if rule and slug.startswith(f"{rule.lower()}-")), "findings")
        section = _SECTIONS.get(kind, kind)
        return section if section in slugs else "findings"

    return _HOLDER.sub(anchor, document)


_SECTIONS = {"score": "how-the-score-came-about", "architecture": "import-cycles"}
"""Sections whose heading has another name, or one that a category has too."""


def _slugs(document: str) -> tuple[str, ...]:
    """The anchors that headings get, as GitHub and GitLab make them."""
    seen: Counter[str] = Counter()
    out = []
    fence = ""
    for line in document.split("\n"):
        opened = _FENCE.match(line)
        if opened and (not fence or opened[1] == fence):
            fence = "" if fence else opened[1]
        heading = _HEADING.match(line) if not fence else None
        if heading is None:
            continue
        plain = re.sub(r"<[^>]*>|[\\`*]", "", unescape(heading[1]))
        slug = _NOT_IN_SLUG.sub("", plain.lower()).replace(" ", "-")
        out.append(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return tuple(out)
