"""Comments that say why a handler is as it is."""

from __future__ import annotations

import ast
import re

from ..._syntax.locate import chain

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
    r"#.*\b(?:noqa(?:\s*$|:[^#]*\bTRY002\b)|broad-exception-raised|W0719|NOSONAR)", re.IGNORECASE
)
_MEANT = re.compile(
    r"\b(?:intentional\w*|deliberate\w*|on purpose|unreachable"
    r"|(?:should(?:n't| not)|can(?:'t|not| not)|must not|never|should never|will never) (?:ever )?(?:be )?"
    r"(?:happens?|reach(?:ed)?|get here|occurs?))\b",
    re.IGNORECASE,
)
_ALL_SEEN = re.compile(r"#\s*noqa\s*$", re.IGNORECASE)
"""What turns off everything that is said of a line."""
_PROMISED = re.compile(
    r"\b(?:swallow\w*|silently|best[ -]effort|allowed to fail|fire[ -]and[ -]forget|non-?fatal"
    r"|(?:never|must not|should not|may not|does not|do not|cannot|can't|won't|doesn't|shouldn't|mustn't)\s+"
    r"(?:\w+ )?(?:raises?|blocks?(?! the (?:event )?loop)|fails?|breaks?|crash(?:es)?|interrupts?|propagates?|aborts?)"
    r"|ignor\w+ (?:\w+ ){0,2}(?:errors?|exceptions?|failures?)"
    r"|(?:errors?|exceptions?|failures?) (?:\w+ ){0,3}(?:ignored|suppressed|dropped|discarded|passed over))\b",
    re.IGNORECASE,
)
"""What a docstring says of a function whose failures nobody is to notice."""


def accepted_class(line: str) -> bool:
    """Whether a comment on a line with a ``raise`` accepts that its class is a plain one, as other tools call that."""
    return "#" in line and _CLASS_SEEN.search(line) is not None


def on_purpose(line: int, lines: list[str]) -> bool:
    """Whether a ``raise`` at a line, or the comment above it, says that it is meant or that nothing comes to it."""
    above = lines[line - 2] if line > 1 and lines[line - 2].lstrip().startswith("#") else ""
    return _MEANT.search(f"{above} {lines[line - 1]}") is not None


def explained(handler: ast.ExceptHandler, lines: list[str]) -> bool:
    """Whether a comment in a handler, or right above it, says why it is as it is."""
    if excused(handler.lineno, lines) or _ALL_SEEN.search(lines[handler.lineno - 1]):
        return True
    return remarked(handler.lineno, handler.end_lineno or handler.lineno, lines)


def excused(line: int, lines: list[str]) -> bool:
    """Whether a comment above a ``try`` or handler at a line says that what follows can fail."""
    number = line - 2
    while number >= 0 and lines[number].lstrip().startswith("#"):
        if _EXCUSE.search(lines[number]):
            return True
        number -= 1
    return False


def remarked(first: int, last: int, lines: list[str]) -> bool:
    """Whether a comment on lines that hold no other statement says why they are as they are."""
    remarks = (line.partition("#")[2] for line in lines[first - 1 : last] if "#" in line)
    return any(_SEEN.search(remark) or _WORDS.search(_MARKER.sub("", remark)) for remark in remarks)


def promised(tree: ast.Module, line: int) -> bool:
    """Whether the docstring of the function around a line says that its failures are passed over."""
    around = [item for item in chain(tree, line) if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))]
    text = ast.get_docstring(around[-1], clean=False) if around else None
    return text is not None and _PROMISED.search(" ".join(text.split())) is not None
