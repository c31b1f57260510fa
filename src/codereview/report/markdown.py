"""The Markdown reports: the whole as a file, and a short form that fits a pull-request comment."""

from __future__ import annotations

import re

from markupsafe import Markup

from codereview.model import Audit, Finding, Severity
from codereview.model_architecture import Spot
from codereview.report import architecture, conclusions, evidence, parts, pictures, summary
from codereview.report.arrange import Limits, Shown, arrange
from codereview.report.environment import OWN, Templates
from codereview.report.selfcheck import contradictions
from codereview.report.summary import links
from codereview.report.text import markdown_cell, shorten
from codereview.report.view import View

WHOLE_REPORT = "markdown/report.md.j2"
WHOLE = Limits(per_rule=25, full=300, rows=10_000)
IMPORTED = Limits(per_rule=0, full=0, rows=200)
COMMENT_CHARACTERS = 65_000
COMMENT_LEAST = Severity.MEDIUM
"""The severity from which a comment lists findings; of the rest it names rules."""
COMMENT_FINDINGS = (300, 150, 80, 40, 20, 8, 0)
_BLANK_LINES = re.compile(r"\n{3,}")


def render_markdown(audit: Audit, templates: Templates = OWN) -> str:
    """The whole report as Markdown; equal audits give equal text.

    Raises:
        TemplateError: a template of the user's fails.
    """
    view = View(audit)
    shown = {**arrange(view.groups, WHOLE), **arrange(view.imported_groups, IMPORTED)}
    return _render(WHOLE_REPORT, view, shown, 10, templates)


def render_comment(audit: Audit, templates: Templates = OWN) -> str:
    """The report as a comment of at most `COMMENT_CHARACTERS`: the worst that fit, details folded.

    Raises:
        TemplateError: a template of the user's fails.
    """
    view = View(audit)
    text, groups = "", tuple(group for group in view.groups if group.severity.rank >= COMMENT_LEAST.rank)
    for findings in COMMENT_FINDINGS:
        shown = arrange(groups, Limits(per_rule=20, full=findings, rows=0))
        text = _render("markdown/comment.md.j2", view, shown, 5, templates)
        if len(text) <= COMMENT_CHARACTERS:
            return text
    notice = "\n\nThe rest does not fit here.\n"
    return text[: COMMENT_CHARACTERS - len(notice)] + notice


def _render(template: str, view: View, shown: dict[str, Shown], fixes: int, templates: Templates) -> str:
    audit = view.audit
    rules = {finding.fingerprint: finding.rule for finding in view.open}
    text = templates.render(
        template,
        view=view,
        audit=audit,
        project=audit.project,
        score=audit.score,
        headline=summary.headline(view),
        sentences=links.markdown(summary.clauses(view), rules if template == WHOLE_REPORT else None),
        cap_sentence=summary.cap_sentence(view),
        gate_sentence=summary.gate_sentence(view),
        contradictions=contradictions(audit),
        commit=parts.commit(audit),
        shown=shown,
        evidence=evidence,
        built=architecture,
        drawn=pictures,
        concluded=conclusions,
        spot=_spot,
        left_out=sum(len(g.items) for g in view.groups if g.id in shown and not shown[g.id].full),
        fixes=fixes,
        parts=parts,
        place=_place,
        numbered=_numbered,
        diff=_diff,
    )
    text = _BLANK_LINES.sub("\n\n", text).strip() + "\n"
    return links.resolved(text)


def _place(path: str, line: int) -> Markup:
    return markdown_cell(f"{shorten(path, 160)}:{line}")


def _spot(spot: Spot) -> Markup:
    return _place(spot.path, spot.line) if spot.line else markdown_cell(shorten(spot.path, 160))


def _numbered(finding: Finding) -> list[str]:
    lines = parts.code_lines(finding)
    width = len(str(lines[-1].number)) if lines else 1
    return [
        f"{'>' if line.kind == 'hot' else ' '} {line.number:>{width}}  {line.text}".rstrip() for line in lines
    ]


def _diff(finding: Finding) -> list[str]:
    lines, left = parts.diff_lines(finding.fix.diff if finding.fix else "")
    more = [f"... and {left} more lines"] if left else []
    return [*(line.text for line in lines), *more]
