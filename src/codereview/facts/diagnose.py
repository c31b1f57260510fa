"""What a file that is no valid Python for this interpreter really is.

Each question is asked of the text and of the parser's complaint; the first that is answered wins.
"""

from __future__ import annotations

import ast
import json
import re

from codereview.facts.newer import newer_syntax
from codereview.facts.parse import Failure


def syntax_error(text: str, path: str, error: SyntaxError) -> Failure:
    """The failure behind a complaint of `ast.parse`."""
    lines = text.split("\n")
    number = min(max(error.lineno or 1, 1), len(lines))
    column = max(error.offset or 1, 1)
    if "too many nested" in str(error.msg) or "too many levels" in str(error.msg):
        return Failure("too-deep", number, column, f"line {number} is nested deeper than Python allows")
    known = before_parsing(text) or _template(lines, number, path)
    if known is not None:
        return known
    magic = _ipython(lines, number)
    if magic is not None:
        return magic
    old = python2(lines, number)
    if old is None and "must be parenthesized" in str(error.msg):
        # `except A, B:` is right for the newest Python, `except A, error:` only for the oldest one
        named = (index for index, line in enumerate(lines) if _NAMED_ERROR.match(line))
        old = next((_old(index, _NAMES_ERROR) for index in named), None)
    if old is not None:
        return old
    needed = newer_syntax(text, number, str(error.msg))
    if needed is not None:
        return Failure("newer-python", number, column, f"the file needs Python {needed}")
    cut = _truncated(lines, number, str(error.msg))
    if cut is not None:
        return cut
    return Failure("syntax", number, column, f"line {number} is not valid Python: {_plain(str(error.msg))}")


def _plain(message: str) -> str:
    message = re.sub(r"\s*\(detected at line \d+\)", "", message).strip().rstrip(".?!")
    return message or "invalid syntax"


def before_parsing(text: str) -> Failure | None:
    """What shows in the text alone: markup, merge markers, JSON, a git LFS pointer."""
    return _lfs(text) or _merge_markers(text) or _markup(text) or _json(text)


def _lfs(text: str) -> Failure | None:
    if text.startswith("version https://git-lfs.github.com/spec/"):
        return Failure("lfs-pointer", 1, 1, "the file is a git LFS pointer; its content was not fetched")
    return None


_MERGE = re.compile(r"^<{7}(?: .*)?$.*?^={7}$.*?^>{7}(?: .*)?$", re.MULTILINE | re.DOTALL)


def _merge_markers(text: str) -> Failure | None:
    if "<<<<<<<" not in text or "\n>>>>>>>" not in text:
        return None
    match = _MERGE.search(text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start()) + 1
    count = len(re.findall(r"^<{7}(?: |$)", text, re.MULTILINE))
    conflicts = (
        "an unresolved merge conflict" if count == 1 else f"{count} unresolved merge conflicts, the first"
    )
    return Failure("merge-markers", line, 1, f"the file has {conflicts} in line {line}")


_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|\?xml|svg|script|style|template|div|meta|!--|[a-z]+>)", re.I
)


def _markup(text: str) -> Failure | None:
    start = text[:2000].lstrip()
    match = _MARKUP.match(start)
    if match is None:
        return None
    line = text[: text.index("<")].count("\n") + 1
    what = "XML" if start[:5].lower() == "<?xml" else "HTML"
    return Failure(
        "html", line, 1, f"the file is {what}, not Python; line {line} begins with {match.group()[:20]!r}"
    )


def _json(text: str) -> Failure | None:
    start = text[:200].lstrip()
    if not start.startswith(("{", "[")) or not text.rstrip().endswith(("}", "]")):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict) and "cells" in value and "nbformat" in value:
        return Failure("notebook", 1, 1, "the file is a Jupyter notebook in JSON, saved under a Python name")
    return Failure("json", 1, 1, "the file is JSON, saved under a Python name")


def not_python_after_all(tree: ast.Module, text: str) -> Failure | None:
    """JSON that happens to parse: ``true``, ``false`` and ``null`` read as names."""
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    if not isinstance(tree.body[0].value, (ast.Dict, ast.List)):
        return None
    failure = _json(text)
    if failure is None or failure.kind == "notebook":
        return failure
    names = {node.id for node in ast.walk(tree.body[0]) if isinstance(node, ast.Name)}
    return failure if names & {"true", "false", "null"} else None


def null_bytes(text: str) -> Failure:
    """A file with NUL in it: cut off by a crash, or binary."""
    line = text.count("\n", 0, text.index("\0")) + 1
    if not text.strip("\0"):
        return Failure("null-bytes", 1, 1, "the file holds nothing but NUL bytes")
    if text.count("\0") > len(text) / 20:
        return Failure("null-bytes", line, 1, "the file is binary data, saved under a Python name")
    return Failure("null-bytes", line, 1, f"line {line} holds a NUL byte, which Python refuses")


_STRONG_PLACEHOLDER = re.compile(r"\{\{[-+~ ]*[A-Za-z_][^{}]*\}\}|\{%[-+ ].*?%\}|\{#.*?#\}|<%[=\-# ].*?%>")
_WEAK_PLACEHOLDER = re.compile(
    r"(?<!\$)\$\{?[A-Za-z_]\w*\}?|(?<![\w.])@[A-Za-z_]+@|%\([A-Za-z_]\w*\)s|\[\[ .+? \]\]"
)
_TEMPLATE_PATH = re.compile(r"\{\{|\{%|cookiecutter|templates?(?=[/_.-])|skeleton|scaffold|boilerplate", re.I)


def _template(lines: list[str], number: int, path: str) -> Failure | None:
    """A file to be filled in by Jinja, cookiecutter, Mako, string.Template and such."""
    near = lines[max(number - 2, 0) : number + 1]
    pattern = _STRONG_PLACEHOLDER
    found = [match.group() for line in near if (match := pattern.search(line))]
    if not found and _TEMPLATE_PATH.search(path):
        # the parser often complains far below the first block, at an indentation it does not expect
        found = [match.group() for line in lines if (match := pattern.search(line))]
        found += [match.group() for line in near if (match := _WEAK_PLACEHOLDER.search(line))]
    if not found:
        blocks = [
            line
            for line in lines
            if re.match(r"\s*\{%-? *(?:if|for|endif|endfor|else|set|raw)\b.*%\}\s*$", line)
        ]
        found = blocks[:1] if len(blocks) > 1 else []
    if not found:
        return None
    return Failure(
        "template", number, 1, f"the file is a template with placeholders such as {found[0].strip()[:40]!r}"
    )


_MAGIC = re.compile(
    r"\s*(?:%{1,2}[A-Za-z_][\w.]*(?:\s|$)|![A-Za-z./]|\?{1,2}[A-Za-z_]|[A-Za-z_][\w.]*\?{1,2}\s*$)"
)


def _ipython(lines: list[str], number: int) -> Failure | None:
    line = lines[number - 1]
    if not _MAGIC.match(line):
        return None
    return Failure(
        "ipython",
        number,
        1,
        f"line {number} is an IPython command ({line.strip()[:40]!r}), which only notebooks run",
    )


_NAMES_ERROR = "`except Error, name`"
_NAMED_ERROR = re.compile(r"\s*except\s+(?:[\w.]+|\([^)]*\))\s*,\s*[a-z_]\w*\s*:")
_PYTHON2 = (
    (re.compile(r"(?:^|[;:])\s*print\s+(?!\()[\"'\w%>(]"), "the print statement"),
    (re.compile(r"(?:^|[;:])\s*print\s*>>"), "the print statement"),
    (re.compile(r"(?:^|[;:])\s*print\s*\(.*\)\s*%|(?:^|[;:])\s*print\s+.+,\s*$"), "the print statement"),
    (re.compile(r"(?:^|[;:])\s*exec\s+(?!\()\S"), "the exec statement"),
    (_NAMED_ERROR, _NAMES_ERROR),
    (re.compile(r"\s*raise\s+[\w.]+\s*,\s*\S"), "`raise Error, message`"),
    (re.compile(r"(?<![\w.])0[0-7]+(?![\w.])"), "an octal number without 0o"),
    (re.compile(r"(?<![\w.])(?:0[xX][0-9a-fA-F]+|\d+)[lL]\b"), "a long integer"),
    (re.compile(r"[\w)\]]\s*<>\s*[\w(\['\"]"), "`<>`"),
    (re.compile(r"`[^`]+`"), "backquotes"),
    (re.compile(r"(?<!\w)[uU][rR][\"']"), "a ur'' string"),
    (re.compile(r"\s*def\s+\w+\s*\([^()]*\([\w\s,]+\)[^()]*\)\s*:"), "a tuple parameter"),
)


# What stands in strings is no code, and Python 2 has no formatted strings.
_STRING = re.compile(r"([\"'])(?:(?!\1)[^\\]|\\.)*\1")
_FORMATTED = re.compile(r"(?<!\w)(?:[fF][rR]?|[rR][fF])[\"']")


def python2(lines: list[str], number: int) -> Failure | None:
    """Python 2, told by a construct in the line of the complaint or the one before it."""
    for index in (number - 1, number - 2):
        if index < 0:
            continue
        line = _STRING.sub(r"\1\1", lines[index])
        if line.lstrip().startswith("#") or _FORMATTED.search(line):
            continue
        for pattern, name in _PYTHON2:
            if pattern.match(line) if pattern.pattern.startswith(r"\s*") else pattern.search(line):
                return _old(index, name)
    return None


def _old(index: int, name: str) -> Failure:
    return Failure("python2", index + 1, 1, f"the file is Python 2: line {index + 1} has {name}")


_NEW_STATEMENT = re.compile(r"(?:def|class|import|from|if|for|while|return|with|try|async|@)\b|\w+ = ")


def _truncated(lines: list[str], number: int, message: str) -> Failure | None:
    """A file that ends in the middle: what was opened is still open and nothing new begins after it."""
    last = len(lines)
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    cut = Failure("truncated", last, 1, f"the file breaks off in line {last}, in the middle of a statement")
    if "expected an indented block" in message or "unexpected EOF" in message:
        return cut if number >= last else None
    if "expected 'except' or 'finally' block" in message:
        return cut if number > last else None
    opened = "was never closed" in message or "unterminated triple-quoted" in message or "EOF" in message
    if not opened or any(_NEW_STATEMENT.match(line) for line in lines[number:last]):
        return None
    return cut
