"""Bytes to a syntax tree, or to a plain statement of what the file really is.

Nothing of the file is compiled further than `ast.parse` does. Inputs that end the interpreter itself (seen
with 3.10: a sum of a million operands) cannot be caught here; the engine isolates them by process. Seen with
3.10 to 3.13: deep unary, lambda, conditional, power and elif chains raise RecursionError or MemoryError.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from typing import Literal

from codereview.collect.text import Decoded, decode_python

FailureKind = Literal[
    "html",
    "merge-markers",
    "python2",
    "notebook",
    "json",
    "ipython",
    "lfs-pointer",
    "truncated",
    "null-bytes",
    "encoding",
    "too-deep",
    "newer-python",
    "template",
    "syntax",
]
"""With ``newer-python``, ``template``, ``too-deep`` and ``lfs-pointer`` the file is not at fault: it was not
assessed."""


@dataclass(frozen=True)
class Failure:
    """Why there is no tree; ``line`` and ``column`` from 1, ``message`` one sentence without full stop."""

    kind: FailureKind
    line: int
    column: int
    message: str


@dataclass(frozen=True)
class Parsed:
    """A parsed file.

    Attributes:
        tree: None exactly if there is a ``failure``.
        text: the source with ``\\n`` line ends; what can be shown of it if it could not be decoded.
        lines: number of lines; a line end at the end begins no further one.
        encoding: the codec by which the bytes were read.
    """

    tree: ast.Module | None
    text: str
    lines: int
    encoding: str
    failure: Failure | None = None


def parse(data: bytes, path: str) -> Parsed:
    """Parses the bytes of a Python file.

    Args:
        data: the content.
        path: the file's path; only its name is used, as evidence of what the file is.

    Never raises for any content, and never prints the warnings of the parser.
    """
    decoded = decode_python(data)
    text = decoded.text
    tree: ast.Module | None = None
    failure: Failure | None
    try:
        tree, failure = _tree(decoded, path)
    except (RecursionError, MemoryError):
        failure = Failure("too-deep", 1, 1, "the file is nested deeper than this Python can parse")
    lines = text.count("\n") + (not text.endswith("\n") and text != "")
    return Parsed(tree if failure is None else None, text, lines, decoded.encoding, failure)


def _tree(decoded: Decoded, path: str) -> tuple[ast.Module | None, Failure | None]:
    from codereview.facts import diagnose  # which makes failures, and so imports this module

    text = decoded.text
    if decoded.fault:
        return None, diagnose.before_parsing(text) or Failure(
            "encoding", decoded.fault_line, 1, decoded.fault
        )
    if "\0" in text:
        return None, diagnose.null_bytes(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        failure = diagnose.syntax_error(text, path, error)
        tolerated = _with_brackets(text) if failure.kind == "newer-python" else None
        return (None, failure) if tolerated is None else (tolerated, None)
    except ValueError:  # characters that do not go into UTF-8, from an encoding such as UTF-7
        return None, Failure("encoding", 1, 1, f"what {decoded.encoding} gives is not valid Unicode text")
    return tree, diagnose.not_python_after_all(tree, text)


_BARE_EXCEPT = re.compile(
    r"^([ \t]*except[ \t]*\*?[ \t]*)([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)(?=[ \t]*:)", re.MULTILINE
)


def _with_brackets(text: str) -> ast.Module | None:
    """The tree of a file whose only newer syntax is ``except A, B:`` without brackets (PEP 758, Python 3.14).

    The lines stay where they are; the columns behind the brackets on these lines are one too high.
    """
    older = _BARE_EXCEPT.sub(r"\1(\2)", text)
    if older == text:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(older)
    except (SyntaxError, ValueError):
        return None
