"""A comparison as one HTML file: no network, no script, the look of the report."""

from __future__ import annotations

import base64
import hashlib

from markupsafe import Markup

from codereview.compare.values import Comparison
from codereview.report import compare_view, parts
from codereview.report.compare_view import CompareView
from codereview.report.environment import html_environment, source
from codereview.report.html import MAX_BYTES, grade_class

_MOST = (2000, 500, 150)
"""Findings that are listed of each kind, tried in this order until the file is small enough."""

_CODE = 200
"""Findings that are shown with their code."""


def render_comparison(found: Comparison) -> str:
    """The comparison as one self-contained HTML document; equal ones give equal text."""
    page = ""
    for most in _MOST:
        page = _render(found, most)
        if len(page.encode("utf-8", "replace")) < MAX_BYTES:
            break
    return page


def _render(found: Comparison, most: int) -> str:
    style = source("html/style.css") + source("html/compare.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        html_environment()
        .get_template("html/compare.html.j2")
        .render(
            view=CompareView(found),
            found=found,
            most=most,
            with_code=_CODE,
            words=compare_view,
            parts=parts,
            grade_class=grade_class,
            style=Markup(style),
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        )
    )
