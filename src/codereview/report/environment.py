"""The two template environments. In both, what a template prints is escaped unless it is marked as safe.

HTML escapes by jinja2's autoescape. Markdown has none of its own, so there ``finalize`` escapes every printed
string for Markdown and marks it as safe. In both, control and bidi characters come out as visible escapes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from codereview.report import text

LOADER = PackageLoader("codereview_templates", ".")
"""The templates as they are installed."""

_FILTERS = {
    "clip": text.clip,
    "ascii": text.ascii_only,
    "listing": text.listing,
    "mark": text.mark,
    "minutes": text.minutes,
    "number": text.number,
    "plural": text.plural,
    "seconds": text.seconds,
    "points": text.points,
    "shorten": text.shorten,
}


def _shown(value: Any) -> Any:
    if value is None:
        raise TypeError("a template printed None: say in words what is missing")
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return text.visible(value)


def _shown_in_markdown(value: Any) -> Any:
    shown = _shown(value)
    if isinstance(shown, str) and not isinstance(shown, Markup):
        return text.markdown_text(shown)
    return shown


@lru_cache(maxsize=1)
def html_environment() -> Environment:
    """For ``html/*.html.j2``."""
    environment = Environment(
        loader=LOADER,
        autoescape=select_autoescape(["html", "html.j2"]),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS, prose=text.html_prose)
    return environment


@lru_cache(maxsize=1)
def markdown_environment() -> Environment:
    """For ``markdown/*.md.j2``."""
    environment = Environment(
        loader=LOADER,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown_in_markdown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        _FILTERS,
        cell=text.markdown_cell,
        code=text.markdown_code,
        fence=text.markdown_fence,
        html=text.html_escaped,
    )
    return environment


def source(name: str) -> str:
    """The text of a file of the template package, such as ``html/style.css``."""
    return LOADER.get_source(html_environment(), name)[0]
