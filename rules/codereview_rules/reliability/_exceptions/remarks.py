"""Comments that say why a handler is as it is."""

from __future__ import annotations

import ast
import re

# what comments tell tools
_MARKER = re.compile(
    r"(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|pylint:\s*[\w=,-]+|nosec(?:\s+B\d+)?|type:\s*ignore\S*|pragma:\s*no\s*\w+|fmt:.*"
    r"|pyright:.*|mypy:.*|todo\b.*|fixme\b.*|xxx\b.*)",
    re.IGNORECASE,
)
# the faults that these rules report, as other tools call them: who names one has seen it
_SEEN = re.compile(
    r"\b(?:BLE001|S110|S112|E722|B110|B112|W0702|W0703|W0718|broad-except\w*|broad-exception-caught|bare-except)\b"
)
_WORDS = re.compile(r"\w[^\s]*\s+\w|\bignored?\b|\bdefensive\b", re.IGNORECASE)
_EXCUSE = re.compile(
    r"#.*\b(?:best.effort|ignor\w+|must not|must never|never|don't|do not|does not matter|doesn't matter"
    r"|optional\w*|swallow\w*"
    r"|harmless|non.?fatal|not fatal|safe\w*|fail\w*|errors?|exceptions?|whatever|don.t care|suppress\w*"
    r"|try|attempt)\b",
    re.IGNORECASE,
)
_CLASS_SEEN = re.compile(
    r"#.*\b(?:noqa(?:\s*$|:[^#]*\bTRY002\b)|broad-exception-raised|W0719)", re.IGNORECASE
)


def accepted_class(line: str) -> bool:
    """Whether a comment on a line with a ``raise`` accepts that its class is a plain one, as other tools call that."""
    return "#" in line and _CLASS_SEEN.search(line) is not None


def explained(handler: ast.ExceptHandler, lines: list[str]) -> bool:
    """Whether a comment in a handler, or right above it, says why it is as it is."""
    if excused(handler.lineno, lines):
        return True
    end = handler.end_lineno or handler.lineno
    remarks = (line.partition("#")[2] for line in lines[handler.lineno - 1 : end] if "#" in line)
    return any(_SEEN.search(remark) or _WORDS.search(_MARKER.sub("", remark)) for remark in remarks)


def excused(line: int, lines: list[str]) -> bool:
    """Whether a comment above a ``try`` or handler at a line says that what follows can fail."""
    number = line - 2
    while number >= 0 and lines[number].lstrip().startswith("#"):
        if _EXCUSE.search(lines[number]):
            return True
        number -= 1
    return False
