"""A comparison as Markdown: the whole as a file, and a short form that fits a pull-request comment."""

from __future__ import annotations

import re

from markupsafe import Markup

from codereview.compare.values import Comparison
from codereview.model import Finding
from codereview.report import compare_view, parts
from codereview.report.compare_view import CompareView
from codereview.report.environment import markdown_environment
from codereview.report.text import markdown_cell, shorten

COMMENT_CHARACTERS = 65_000
_WHOLE = 10_000
_COMMENT_FINDINGS = (150, 80, 40, 15, 5)
_BLANK_LINES = re.compile(r"\n{3,}")


def render_comparison(found: Comparison) -> str:
    """The whole comparison as Markdown; equal ones give equal text."""
    return _render("markdown/compare.md.j2", found, _WHOLE)


def render_comment(found: Comparison) -> str:
    """The comparison as a comment of at most `COMMENT_CHARACTERS`: the worst that fit, details folded."""
    text = ""
    for most in _COMMENT_FINDINGS:
        text = _render("markdown/compare_comment.md.j2", found, most)
        if len(text) <= COMMENT_CHARACTERS:
            return text
    notice = "\n\nThe rest does not fit here.\n"
    return text[: COMMENT_CHARACTERS - len(notice)] + notice


def _render(template: str, found: Comparison, most: int) -> str:
    text = (
        markdown_environment()
        .get_template(template)
        .render(
            view=CompareView(found),
            found=found,
            most=most,
            words=compare_view,
            parts=parts,
            place=_place,
            numbered=_numbered,
        )
    )
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def _place(path: str, line: int) -> Markup:
    return markdown_cell(f"{shorten(path, 160)}:{line}")


def _numbered(finding: Finding) -> list[str]:
    lines = parts.code_lines(finding)
    width = len(str(lines[-1].number)) if lines else 1
    return [
        f"{'>' if line.kind == 'hot' else ' '} {line.number:>{width}}  {line.text}".rstrip() for line in lines
    ]
