"""Reports: every one is a pure function of the `codereview.model.Audit`.

`FORMATS` is the list of formats; a new one is one more entry. The libraries that a format needs are imported
when it is rendered, so that listing formats costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from codereview.errors import ConfigError
from codereview.model import Audit

if TYPE_CHECKING:
    from rich.console import Console

    from codereview.report.environment import Templates

__all__ = [
    "FORMATS", "Format", "format_for", "formats_for", "from_json", "render", "render_terminal", "templates",
]  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A way to write an audit.

    Args:
        name: what ``--format`` takes.
        description: one line for the help text.
        suffixes: the file name endings that choose it, the usual one first; may be none.
        write: makes the report; str for text, bytes where the encoding is part of the format.
        fits: endings of files that can hold it, but choose another format.
        filled: makes it from templates of the user's; None where there are none.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    write: Callable[[Audit], str | bytes]
    fits: tuple[str, ...] = ()
    filled: Callable[[Audit, Templates], str] | None = None


def _terminal(audit: Audit) -> str:
    from codereview.report.terminal import render_terminal_text

    return render_terminal_text(audit)


def _text(audit: Audit) -> str:
    from codereview.report.terminal import render_findings_plain

    return render_findings_plain(audit)


def _markdown(audit: Audit, templates: Templates | None = None) -> str:
    from codereview.report.markdown import render_markdown

    return render_markdown(audit) if templates is None else render_markdown(audit, templates)


def _comment(audit: Audit, templates: Templates | None = None) -> str:
    from codereview.report.markdown import render_comment

    return render_comment(audit) if templates is None else render_comment(audit, templates)


def _html(audit: Audit, templates: Templates | None = None) -> str:
    from codereview.report.html import render_html

    return render_html(audit) if templates is None else render_html(audit, templates)


def _json(audit: Audit) -> bytes:
    from codereview.report.serialize import to_json

    return to_json(audit)


def _badge(audit: Audit) -> str:
    from codereview.report.badge import render_badge

    return render_badge(audit)


def _shields(audit: Audit) -> str:
    from codereview.report.badge import render_shields

    return render_shields(audit)


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("terminal", "the report for a terminal", (), _terminal, (".txt",)),
        Format("text", "one line for each finding", (".txt",), _text),
        Format("markdown", "the whole report as Markdown", (".md", ".markdown"), _markdown, filled=_markdown),
        Format(
            "comment",
            "Markdown that fits a pull-request comment",
            (),
            _comment,
            (".md", ".markdown"),
            _comment,
        ),
        Format("html", "the whole report as one HTML file", (".html", ".htm"), _html, filled=_html),
        Format("json", "the audit itself, for programs and `codereview render`", (".json",), _json),
        Format("badge", "the grade as an SVG badge", (".svg",), _badge),
        Format("shields", "the grade as JSON for shields.io", (), _shields, (".json",)),
    )
}


def render(audit: Audit, format: str, templates: Templates | None = None) -> str | bytes:
    """``audit`` in the named format; equal audits give equal output. ``templates`` are the user's, for the formats that
    are made from templates.

    Raises:
        ConfigError: there is no such format.
        TemplateError: a template of the user's fails.
    """
    if format not in FORMATS:
        raise ConfigError(f"There is no report format {format!r}: the formats are {', '.join(FORMATS)}.")
    form = FORMATS[format]
    return form.write(audit) if templates is None or form.filled is None else form.filled(audit, templates)


def templates(folder: Path | None) -> Templates | None:
    """The templates of a folder, in front of ours; None without a folder.

    Raises:
        TemplateError: it is no folder, holds no template, or one with an error.
    """
    if folder is None:
        return None
    from codereview.report.environment import Templates

    return Templates(folder)


def render_terminal(audit: Audit, console: Console, plain: bool = False) -> None:
    """Prints the report to a rich console; see `codereview.report.terminal`."""
    from codereview.report.terminal import render_terminal

    render_terminal(audit, console, plain)


def from_json(data: bytes, source: str) -> Audit:
    """The audit that was written as JSON; see `codereview.report.serialize`.

    Raises:
        AuditFileError: it is not JSON, of another schema version, or not valid; ``source`` names it there.
    """
    from codereview.report.serialize import from_json

    return from_json(data, source)


def formats_for(path: str | PurePath) -> tuple[str, ...]:
    """The formats that a file can hold by its ending, the one that the ending chooses first; none if the
    ending is not known. Of several endings the longest counts.
    """
    name = PurePath(path).name.lower()
    known = {suffix: form.name for form in FORMATS.values() for suffix in form.suffixes}
    ending = max((suffix for suffix in known if name.endswith(suffix)), key=len, default=None)
    if ending is None:
        return ()
    return (known[ending], *(form.name for form in FORMATS.values() if ending in form.fits))


def format_for(path: str | PurePath) -> str:
    """The name of the format that a file's ending chooses.

    Raises:
        ConfigError: the ending is not known.
    """
    fitting = formats_for(path)
    if not fitting:
        known = ", ".join(suffix for form in FORMATS.values() for suffix in form.suffixes)
        raise ConfigError(
            f"{str(path)!r} has no ending that names a report format: use one of {known}, or give --format."
        )
    return fitting[0]
