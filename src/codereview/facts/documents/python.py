"""Blocks of Python in documents: what they import, and whether they are Python at all."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterator

from codereview.facts.documents.parts import Code
from codereview.facts.documents.values import Broken, Imported

_PYTHON = frozenset(
    {"python", "py", "python3", "pycon", "pycon3", "python-repl", "ipython", "ipython3", "py3"}
)
_REPL = re.compile(r"^\s*(>>>|\.\.\.|In \[\d*\]:)", re.MULTILINE)
_PROMPT = re.compile(r"^\s*(?:>>>|\.\.\.)(?: |$)(.*)$")
_NOT_MEANT = re.compile(
    r"^\s*[+-](?:\s|[a-zA-Z])|--8<--|\{\{|\{%|\{!|<[A-Za-z][\w \t./-]*>|\u2026|^\s*[%!$]\s*\w|"
    r"^\s*\.\.\.\s*$|\[\.\.\.\]|"
    r"\.\.\.|^\s*-{3,}|^\s*={3,}|<<|^\s*\?|\?\s*$|\{[a-z_ ]+\}\s*$|^@@|\bXXX\b|=>|->\s*\S+\s*$|\betc\b|"
    r"\[[A-Z]{2,}\]|^\s*(?:GET|POST|PUT|PATCH|DELETE|HTTP|pip3?|npm|git|cd|uv|python3?|docker)\s",
    re.MULTILINE,
)
"""What a block shows that is not meant to be run as it stands: differences, templates, gaps, other programs."""
_WHOLE = re.compile(r"^(?:from\s+[\w.]+\s+import\s|import\s+\w)", re.MULTILINE)
_PARTIAL = re.compile(
    r"f-string|indent|never closed|unterminated triple|EOF|end of file|was never", re.IGNORECASE
)
_LEAST = 3


def imports(block: Code) -> Iterator[Imported]:
    """What a block of Python imports, but for what it guards; lines are those of the document."""
    if block.language not in _PYTHON and not (not block.language and ">>> " in block.text):
        return
    text = _code(block.text)
    if "import" not in text:
        return
    tree = _parsed(text)
    if tree is not None:
        yield from _of(tree.body, block.line)
        return
    for number, line in enumerate(text.split("\n")):
        if _WHOLE.match(line.strip()):
            single = _parsed(line.strip())
            if single is not None:
                yield from _of(single.body, block.line + number)


def broken(block: Code) -> Broken | None:
    """Why a block that is meant to be run is no Python; None if it is, or if it is not certain that it should be."""
    if block.language not in ("python", "py", "python3") or _REPL.search(block.text):
        return None
    text = textwrap.dedent(block.text)
    if text.count("\n") < _LEAST or not _WHOLE.search(text) or _NOT_MEANT.search(text):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        message = str(error.msg)
        if _PARTIAL.search(message):
            return None
        return Broken(block.line + max((error.lineno or 1) - 1, 0), _worded(message))
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _worded(message: str) -> str:
    """The parser's message in one form for all versions of Python, as far as it is about the same thing."""
    if "print" in message:
        return "`print` stands without parentheses"
    return message.partition(".")[0].partition(" (")[0]


def _code(text: str) -> str:
    """The code of a block, line by line; of a session only what is typed."""
    if not _REPL.search(text):
        return textwrap.dedent(text)
    typed = []
    for line in text.split("\n"):
        found = _PROMPT.match(line)
        typed.append(found.group(1) if found else "")
    return "\n".join(typed)


def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _of(statements: list[ast.stmt], first: int) -> Iterator[Imported]:
    for statement in statements:
        line = first + statement.lineno - 1
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield Imported(line, alias.name, "")
        elif isinstance(statement, ast.ImportFrom):
            if not statement.level and statement.module:
                for alias in statement.names:
                    yield Imported(line, statement.module, alias.name)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.With, ast.If)):
            yield from _of(statement.body, first)
