"""The HTML report: one file that works without network and without JavaScript."""

from __future__ import annotations

import base64
import hashlib
import re

from markupsafe import Markup

from codereview.model import Audit, Confidence
from codereview.report import architecture, conclusions, evidence, parts, pictures, summary
from codereview.report.arrange import Limits, Shown, arrange
from codereview.report.environment import OWN, Templates
from codereview.report.live_items import Live
from codereview.report.scripts import EARLY, joined
from codereview.report.selfcheck import contradictions
from codereview.report.summary import links
from codereview.report.view import SEVERITIES, View

MAX_BYTES = 2_000_000
POLICY = "\0policy\0"
"""Stands for the policy until the page is whole; no text of a repository holds a NUL (`text.visible`)."""


LIMITS = (
    Limits(per_rule=25, full=300, rows=5000, row_text=160),
    Limits(per_rule=10, full=120, rows=5000, row_text=120, routes=250, patch=100_000),
    Limits(per_rule=4, full=60, rows=5000, row_text=90, routes=250, patch=60_000, tight=True),
    Limits(per_rule=2, full=30, rows=5000, row_text=70, routes=120, patch=40_000, tight=True),
    Limits(per_rule=1, full=15, rows=5000, row_text=56, routes=50, patch=20_000, tight=True),
    Limits(per_rule=1, full=15, rows=3000, row_text=56, routes=50, patch=20_000, tight=True),
    Limits(per_rule=1, full=10, rows=1000, row_text=70, routes=50, patch=10_000, tight=True),
)
"""How much is shown, the most first; the page takes the first that keeps it under `MAX_BYTES`. What goes first is code,
call paths and diffs of the least severe findings, then the ends of long sentences, and only then findings.
"""


# What other tools report in their files, after our own findings.
IMPORTED = Limits(per_rule=3, full=40, rows=1000, row_text=100)


def render_html(audit: Audit, templates: Templates = OWN) -> str:
    """The report as one self-contained HTML document; equal audits give equal text.

    Raises:
        TemplateError: a template of the user's fails.
    """
    view = View(audit)
    live = Live(view)
    page = _render(view, live, LIMITS[0], templates)
    if _fits(page):
        return page
    # Less shown is never longer: the first that fits is found by halving, since each try takes seconds.
    low, high = 1, len(LIMITS) - 1
    pages: dict[int, str] = {}
    while low < high:
        middle = (low + high) // 2
        pages[middle] = _render(view, live, LIMITS[middle], templates)
        low, high = (low, middle) if _fits(pages[middle]) else (middle + 1, high)
    return pages.get(low) or _render(view, live, LIMITS[low], templates)


def _fits(page: str) -> bool:
    return len(page.encode("utf-8", "replace")) < MAX_BYTES


def _render(view: View, live: Live, limits: Limits, templates: Templates) -> str:
    style = templates.source("html/style.css") + templates.source("html/pictures.css")
    script = joined(source=templates.source)
    shown = {**arrange(view.groups, limits), **arrange(view.imported_groups, IMPORTED)}
    page = templates.render(
        "html/report.html.j2",
        view=view,
        audit=view.audit,
        project=view.audit.project,
        score=view.audit.score,
        headline=summary.headline(view),
        sentences=links.html(summary.clauses(view), _anchors(view, shown)),
        cap_sentence=summary.cap_sentence(view),
        gate_sentence=summary.gate_sentence(view),
        contradictions=contradictions(view.audit),
        shown=shown,
        limits=limits,
        live=live,
        data=Markup(live.json(shown, limits.patch)),
        targets=_targets(shown),
        sections=_sections(view),
        severities=SEVERITIES,
        confidences=tuple(reversed(Confidence)),
        brief=_brief(shown),
        parts=parts,
        evidence=evidence,
        built=architecture,
        drawn=pictures,
        concluded=conclusions,
        of_finding=_of_finding(view),
        grade_class=grade_class,
        style=Markup(style),
        script=Markup(script),
        early=Markup(joined(EARLY, source=templates.source)),
        policy=Markup(POLICY),
    )
    return page.replace(POLICY, _policy(page), 1)


def grade_class(grade: str | None) -> str:
    """The class that colours a grade: ``ga`` to ``gf``, ``gn`` where there is none."""
    letter = (grade or "n")[:1].lower()
    return f"g{letter}" if letter in "abcdf" else "gn"


def _targets(shown: dict[str, Shown]) -> dict[str, str]:
    """Where a link to an item leads: to itself, or to its rule when it is not listed."""
    targets = {"findings": "findings"}
    for part in shown.values():
        targets.update({item.anchor: part.group.anchor for item in part.group.items})
        targets.update({item.anchor: item.anchor for item in (*part.full, *part.rows)})
    return targets


def _of_finding(view: View) -> dict[str, str]:
    """Anchors by fingerprint."""
    return {item.finding.fingerprint: item.anchor for group in view.groups for item in group.items}


def _anchors(view: View, shown: dict[str, Shown]) -> dict[str, str]:
    """Where a piece of the summary leads to: a finding, a rule, or a section that is there."""
    targets, of_finding = _targets(shown), _of_finding(view)
    anchors = {anchor: anchor for anchor, _, _ in _sections(view)}
    if "architecture" in anchors:
        anchors["routes"] = "routes"
    anchors.update({f"r:{group.id}": group.anchor for group in view.groups})
    anchors.update({f"f:{print_}": targets[anchor] for print_, anchor in of_finding.items()})
    return anchors


def _brief(shown: dict[str, Shown]) -> tuple[int, int]:
    """How many findings are shown in brief, and how many not at all."""
    return sum(len(part.rows) for part in shown.values()), sum(part.left_out for part in shown.values())


def _policy(page: str) -> str:
    """What the page allows itself: the style and scripts that are in it, by hash, and pictures where it holds them."""

    def hashed(tag: str) -> str:
        texts = re.findall(rf"<{tag}(?:(?!application/json)[^>])*>(.*?)</{tag}>", page, re.DOTALL)
        prints = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
        return " ".join(dict.fromkeys(f"'sha256-{one}'" for one in prints)) or "'none'"

    pictures = " img-src data:;" if 'src="data:image/' in page else ""
    return (
        f"default-src 'none'; style-src {hashed('style')}; script-src {hashed('script')};{pictures}"
        " base-uri 'none'; form-action 'none'"
    )


def _sections(view: View) -> tuple[tuple[str, str, str], ...]:
    """The table of contents: ``(anchor, title, count or empty)`` of the sections that are there."""
    audit = view.audit
    metrics = (
        audit.metrics or audit.annotation_by_package or audit.annotate_first or audit.pictures is not None
    )
    reviewed = audit.review is not None
    risks = len(audit.review.risks) if audit.review is not None else 0
    entries = [
        ("verdict", "Verdict", "", True),
        ("categories", "Categories", "", True),
        ("trend", "Trend", "", bool(audit.history)),
        ("metrics", "Metrics", str(len(audit.metrics) or ""), bool(metrics)),
        ("evidence", "Evidence files", str(len(audit.evidence.files)), bool(audit.evidence.files)),
        ("fix-first", "Fix first", f"{len(audit.causes):,}", bool(audit.causes)),
        ("findings", "Findings", f"{len(view.open):,}", True),
        ("strengths", "Strengths", str(len(audit.strengths)), bool(audit.strengths)),
        ("priorities", "Priorities", "", reviewed),
        ("risks", "Risks", str(risks), bool(risks)),
        ("readiness", "Readiness", "", reviewed),
        ("stack", "Technology and tools", "", reviewed),
        ("architecture", "Architecture", "", audit.architecture is not None),
        ("files", "Files needing attention", f"{len(audit.files):,}", bool(audit.files or audit.pictures)),
        ("plan", "Plan", "", bool(audit.review and audit.review.plan.phases)),
        ("tools", "Other tools", "", bool(audit.tools)),
        ("not-assessed", "Not assessed", f"{len(view.not_assessed) or ''}", True),
        ("suppressed", "Suppressed", f"{len(view.suppressed):,}", bool(view.suppressed)),
        ("score", "How the score came about", "", audit.score is not None),
        ("about", "About this audit", "", True),
    ]
    return tuple((anchor, title, count) for anchor, title, count, wanted in entries if wanted)
