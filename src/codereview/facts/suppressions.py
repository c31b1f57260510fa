"""Comments that say why a finding is not to be counted. Text in, `SuppressionComment` values out; pure.

    token = "made-up"   # codereview: ignore[SEC001] -- an example from the vendor's manual
    # codereview: ignore[PERF, REL011] -- start-up only, before the loop runs
    connect()
    # codereview: ignore-file[DOC] -- generated from the schema

A comment behind code is for that line; behind the last line of a statement, for the whole statement. On a
line of its own it is for the statement below it, decorators included; between brackets, for the next line.
Rules are ids, prefixes of ids, or names of categories. Without rules or without a reason a comment has no
effect, which triage reports.

In Python only real comments count, so the text is tokenized, and only if it has the marker at all. In any
other text a comment begins with ``#``, ``//`` or ``<!--``.
"""

from __future__ import annotations

import io
import re
import tokenize
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from codereview.model import Struct

MARKER = "codereview:"
WHOLE_FILE = 2**31 - 1
"""The last line that a comment for the whole file covers."""

_PYTHON = (".py", ".pyi", ".pyw")
_COMMENT = re.compile(
    r"""codereview:[ ]*ignore(?P<file>-file)?(?![\w-])   # what
        [ ]*(?:\[(?P<rules>[^\]\n]{0,500})\])?           # which
        [ ]*(?:--[ ]*(?P<reason>[^\n]{0,500}))?          # why
    """,
    re.VERBOSE,
)
_OPENING = re.compile(r"(?:#|//|<!--)[ \t]*(?=codereview:)")
_TRIVIA = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING})
_STARTS = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START"))
_ENDS = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END"))


class SuppressionComment(Struct, frozen=True):
    """One comment: at `line`, for findings of `rules` that begin on lines `first` to `last`."""

    line: int
    rules: tuple[str, ...]
    reason: str
    first: int
    last: int
    whole_file: bool = False


class _Statement(NamedTuple):
    """One logical line: its rows, whether it is a decorator, and where rows end in a string of several
    rows.
    """

    first: int
    last: int
    decorator: bool


def find(text: str, path: str) -> tuple[SuppressionComment, ...]:
    """The suppression comments of one file in order of their lines; ``path`` tells Python from other text.

    Python that cannot be tokenized to its end gives the comments up to there.
    """
    if MARKER not in text:
        return ()
    found = _in_python(text) if path.endswith(_PYTHON) else _in_text(text, path)
    return tuple(sorted(found, key=lambda item: item.line))


def _comment(text: str, line: int, first: int, last: int) -> SuppressionComment | None:
    match = _COMMENT.match(text)
    if match is None:
        return None
    whole = match["file"] is not None
    return SuppressionComment(
        line=line,
        rules=tuple(rule for rule in re.split(r"[,\s]+", match["rules"] or "") if rule),
        reason=" ".join((match["reason"] or "").split()),
        first=1 if whole else first,
        last=WHOLE_FILE if whole else last,
        whole_file=whole,
    )


def _in_text(text: str, path: str) -> Iterator[SuppressionComment]:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if MARKER not in line:
            continue
        opening = _OPENING.search(line)
        if opening is None:
            continue
        body = line[opening.end() :]
        if opening[0].startswith("<!--"):
            body = body.partition("-->")[0]
        elif path.endswith(".ipynb"):
            # a notebook is JSON: the line of source is a string that ends in \n", or in "
            body = re.sub(r'(?:\\n)?",?\s*$', "", body)
        alone = not line[: opening.start()].strip(' \t"')
        target = number
        if alone:
            target = next(
                (row for row in range(number + 1, len(lines) + 1) if lines[row - 1].strip()), number
            )
        found = _comment(body, number, target, target)
        if found is not None:
            yield found


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    found: list[tokenize.TokenInfo] = []
    try:
        found.extend(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        # such a file is reported as not parsed; what came before the fault is still good
        return found
    return found


def _in_python(text: str) -> Iterator[SuppressionComment]:
    lines = text.split("\n")
    tokens = _tokens(text)
    statements = list(_statements(tokens))
    strings = _long_strings(tokens)
    coded = {
        row
        for token in tokens
        if token.type not in _TRIVIA
        for row in range(token.start[0], token.end[0] + 1)
    }
    for token in tokens:
        if token.type != tokenize.COMMENT or MARKER not in token.string:
            continue
        opening = _OPENING.match(token.string)
        if opening is None:
            continue
        row = token.start[0]
        behind_code = bool(lines[row - 1][: token.start[1]].strip())
        first, last = _behind(row, statements, strings) if behind_code else _above(row, statements, coded)
        found = _comment(token.string[opening.end() :], row, first, last)
        if found is not None:
            yield found


def _statements(tokens: list[tokenize.TokenInfo]) -> Iterator[_Statement]:
    """The logical lines; one that the text ends in the middle of is taken up to its last token."""
    first: tokenize.TokenInfo | None = None
    last = 0
    for token in tokens:
        if token.type in _TRIVIA or token.type == tokenize.ENDMARKER:
            continue
        if first is not None or token.type != tokenize.NEWLINE:
            first = first or token
            last = token.start[0] if token.type == tokenize.NEWLINE else token.end[0]
        if token.type == tokenize.NEWLINE and first is not None:
            yield _Statement(first.start[0], last, first.string == "@")
            first = None
    if first is not None:
        yield _Statement(first.start[0], last, first.string == "@")


def _long_strings(tokens: list[tokenize.TokenInfo]) -> dict[int, int]:
    """The first row of each string that has several, by its last row: no comment can stand inside."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for token in tokens:
        begins, ends = token.start[0], token.end[0]
        if token.type in _STARTS:
            opened.append(begins)
            continue
        if token.type in _ENDS and opened:
            begins = opened.pop()
        elif token.type != tokenize.STRING:
            continue
        if ends > begins:
            found[ends] = min(begins, found.get(ends, begins))
    return found


def _behind(row: int, statements: list[_Statement], strings: dict[int, int]) -> tuple[int, int]:
    """The rows that a comment behind code covers."""
    first = strings.get(row, row)
    index = _before(row + 1, statements)
    ends_here = index >= 0 and statements[index].last == row
    return (min(first, statements[index].first) if ends_here else first), row


def _above(row: int, statements: list[_Statement], coded: set[int]) -> tuple[int, int]:
    """The rows that a comment on a line of its own covers: the next statement, or the next line in
    brackets.
    """
    index = _before(row, statements)
    if index >= 0 and statements[index].last > row:
        inside = statements[index]
        following = next((number for number in range(row + 1, inside.last + 1) if number in coded), row)
        return following, following
    if index + 1 == len(statements):
        return row, row
    end = index + 1
    while statements[end].decorator and end + 1 < len(statements):
        end += 1
    return statements[index + 1].first, statements[end].last


def _before(row: int, statements: list[_Statement]) -> int:
    """The index of the last statement that begins before a row, -1 if there is none."""
    return bisect_left(statements, row, key=lambda item: item.first) - 1
