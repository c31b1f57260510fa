"""The formats of a comparison: every one is a pure function of it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from codereview.compare.values import COMPARISON_VERSION, Comparison
from codereview.errors import AuditFileError, ConfigError
from codereview.report.serialize import plain_json


def _terminal(found: Comparison) -> str:
    from codereview.report.compare_terminal import comparison_text

    return comparison_text(found)


def _markdown(found: Comparison) -> str:
    from codereview.report.compare_markdown import render_comparison

    return render_comparison(found)


def _comment(found: Comparison) -> str:
    from codereview.report.compare_markdown import render_comment

    return render_comment(found)


def _html(found: Comparison) -> str:
    from codereview.report.compare_html import render_comparison

    return render_comparison(found)


def to_json(found: Comparison) -> bytes:
    """The comparison as UTF-8 JSON with a final newline; equal ones give equal bytes."""
    return plain_json(found)


def from_json(data: bytes, source: str) -> Comparison:
    """The comparison that `to_json` wrote; ``source`` names the file in errors.

    Raises:
        AuditFileError: not JSON, of another version, or not valid.
    """
    try:
        found = msgspec.json.decode(data, type=Comparison)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AuditFileError(f"{source} is not a comparison: {error}.") from None
    if found.schema != COMPARISON_VERSION:
        raise AuditFileError(
            f"{source} is a comparison of version {found.schema}, and this codereview reads {COMPARISON_VERSION}."
        )
    return found


FORMATS: dict[str, Callable[[Comparison], str | bytes]] = {
    "terminal": _terminal,
    "text": _terminal,
    "markdown": _markdown,
    "comment": _comment,
    "html": _html,
    "json": to_json,
}


def render(found: Comparison, format: str) -> str | bytes:
    """A comparison in the named format; equal ones give equal output.

    Raises:
        ConfigError: comparisons have no such format.
    """
    if format not in FORMATS:
        raise ConfigError(f"A comparison has no format {format!r}: the formats are {', '.join(FORMATS)}.")
    return FORMATS[format](found)
