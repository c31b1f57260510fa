"""Text that is safe to show: control and bidi characters made visible, Markdown and plain-ASCII escapes.

Names and code of the audited repository are hostile input here. Every writer of a report passes them through
`visible` first; what comes out holds no character that moves a cursor, hides text or reverses its order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape as html_escape

from markupsafe import Markup

from codereview.score.caps import shown

_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_PRINTABLE_ASCII = re.compile(r"[ -~]*")
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$])")
_MARKDOWN_LINE_START = re.compile(r"^(\s*)([#=>]|[+-](?=[\s-]|$)|\d+[.)](?=\s|$))")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_BLANK = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2800\u3164"
)

ROUND_HOURS = 20
"""Hours from which an effort is shown without minutes."""

ASCII_FORMS = {
    "…": "...",
    "–": "-",
    "—": "-",
    "·": "|",
    "→": "->",
    "×": "x",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "≥": ">=",
    "≤": "<=",
    "█": "#",
    "░": ".",
    "✔": "+",
    "∙": ".",
    "•": "*",
    "✖": "x",
    "▲": "^",
    "◆": "*",
    "●": "o",
    "○": "-",
    "\u2212": "-",
}
_ASCII_TABLE = str.maketrans(ASCII_FORMS)


def visible(text: str, keep: str = "") -> str:
    r"""``text`` with every control, bidi and invisible character written as an escape such as ``\u202e``.

    Characters in ``keep`` (a newline, for code) stay. Blanks that only look like a space are escaped too.
    """
    if _PRINTABLE_ASCII.fullmatch(text):
        return text
    return "".join(char if char in keep or not _is_unsafe(char) else _escape(char) for char in text)


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in _UNSAFE_CATEGORIES or char in _BLANK


def _escape(char: str) -> str:
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    if short:
        return short
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def code_line(text: str, limit: int = 400) -> str:
    """One source line as it is shown: tabs as spaces, other controls escaped, cut at ``limit`` characters."""
    shown = visible(text.rstrip("\r\n").expandtabs(4))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def shorten(text: str, limit: int) -> str:
    """``text`` made visible and cut in its middle: both ends of a path matter."""
    shown = visible(text)
    if len(shown) <= limit:
        return shown
    head = (limit - 1) // 2
    return f"{shown[:head]}…{shown[len(shown) - (limit - 1 - head) :]}"


def clip(text: str, limit: int) -> str:
    """``text`` made visible and cut at its end: sentences are read from the left."""
    shown = visible(text)
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def ascii_only(text: str) -> str:
    """``text`` in ASCII alone: known signs by their usual spelling, everything else as an escape."""
    mapped = text.translate(_ASCII_TABLE)
    return mapped.encode("ascii", "backslashreplace").decode("ascii")


def plural(count: int, one: str, many: str = "") -> str:
    """``1 file``, ``2 files``, ``1,200 files``; ``many`` where an s is not enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listing(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    items = list(words)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def number(value: float, digits: int = 1) -> str:
    """A figure with thousands separators and at most ``digits`` decimals, without trailing zeros."""
    figure = f"{value:,.{digits}f}"
    if "." in figure:
        figure = figure.rstrip("0").rstrip(".")
    return "0" if figure == "-0" else figure


def mark(value: float) -> str:
    """A score, to one decimal and never rounded up: 89.97 is not yet 90, and 99.99 is not 100."""
    return number(shown(value))


def ranked(percentile: float, reference: str = "") -> str:
    """Where a score stands: ``better than 63 % of 44 reference projects``; above or below all of them at the ends."""
    of = visible(reference) or "the reference projects"
    if percentile >= 99.5:
        return f"above all of {of}"
    return f"below all of {of}" if percentile < 0.5 else f"better than {number(percentile, 0)} % of {of}"


def points(value: float) -> str:
    """Points of a score: one decimal, and ``< 0.1`` rather than a nought that would read as free."""
    if 0 < value < 0.05:
        return "< 0.1"
    return f"{value:,.1f}" if value else "0"


def minutes(value: int) -> str:
    """An effort: ``5 min``, ``1 h 30 min``, ``43 h``; an estimate of days is not told to the minute."""
    hours, rest = divmod(value, 60)
    if hours >= ROUND_HOURS:
        hours, rest = (value + 30) // 60, 0
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest} min" if rest else f"{hours:,} h"


def seconds(value: float) -> str:
    """A time to three digits: ``2 min 5 s``, ``73.6 s``, ``4.52 ms``, ``12 µs``, ``850 ns``."""
    if value >= 120:
        whole, rest = divmod(round(value), 60)
        return f"{whole:,} min {rest} s" if rest else f"{whole:,} min"
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs"), (1e9, "ns")):
        if value * factor >= 1 or unit == "ns":
            shown = value * factor
            return f"{number(shown, 2 if shown < 10 else 1 if shown < 100 else 0)} {unit}"
    return "0 s"


def html_prose(text: str) -> Markup:
    """A sentence for HTML: escaped, and what stands between backticks set as code."""
    parts = []
    for piece, is_code in _spans(visible(text)):
        safe = html_escape(piece)
        parts.append(f"<code>{safe}</code>" if is_code else safe)
    return Markup("".join(parts))


def plain_prose(text: str) -> str:
    """A sentence for a terminal: made visible, without the backticks around code."""
    return "".join(piece for piece, _ in _spans(visible(text)))


def markdown_text(text: str) -> Markup:
    """A sentence for Markdown, tables included: no markup, link, mention or HTML in it comes alive."""
    return Markup("".join(_cell_code(p) if code else _markdown_plain(p) for p, code in _spans(visible(text))))


def markdown_code(text: str) -> Markup:
    """An inline code span that its content cannot leave; not for tables (see `markdown_cell`)."""
    return Markup(_code_span(visible(text)))


def markdown_cell(text: str) -> Markup:
    """An inline code span for a table cell, where a pipe needs a backslash even in code."""
    return Markup(_cell_code(visible(text)))


def markdown_fence(lines: Iterable[str], language: str = "") -> Markup:
    """A fenced code block whose fence is longer than any run of backticks in it."""
    body = [code_line(line) for line in lines]
    fence = "`" * max(3, 1 + max((_longest_run(line) for line in body), default=0))
    return Markup("\n".join([fence + language, *body, fence]))


def html_escaped(text: str) -> Markup:
    """HTML escapes for the tags that Markdown lacks (``summary``): Markdown leaves them alone there."""
    return Markup(html_escape(visible(text)))


def _spans(text: str) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it stood between backticks."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _CODE_SPAN.finditer(text):
        pieces.append((text[end : match.start()], False))
        pieces.append((match.group(2).strip() or match.group(2), True))
        end = match.end()
    pieces.append((text[end:], False))
    return [piece for piece in pieces if piece[0]]


def _markdown_plain(text: str) -> str:
    escaped = _MARKDOWN_SPECIAL.sub(r"\\\1", text)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A comment splits what forges would turn into a mention of a person or a reference to an issue.
    escaped = re.sub(r"([@#])(?=\w)", r"\1<!-- -->", escaped)
    escaped = escaped.replace("://", "&#58;//").replace("www.", "www&#46;")
    return _MARKDOWN_LINE_START.sub(lambda m: m[1] + m[2][:-1] + "\\" + m[2][-1], escaped)


def _cell_code(text: str) -> str:
    if "|" in text:
        # A backslash before the pipe is removed by tables only; entities in `code` elements work everywhere.
        return f"<code>{_entities(text)}</code>"
    return _code_span(text)


def _entities(text: str) -> str:
    return "".join(char if char.isalnum() or char in " /.," else f"&#{ord(char)};" for char in text)


def _code_span(text: str) -> str:
    if not text.strip():
        return "`(empty)`" if not text else "`(blank)`"
    fence = "`" * (1 + _longest_run(text))
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
