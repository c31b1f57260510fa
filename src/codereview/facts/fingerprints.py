"""What a file mentions and how its statements look, as hashes: small, quick, and no text is kept.

Words are the identifiers in a file's text, comments and literals included: a name that no file mentions is used by
nobody who spells it. Statements are compared by two hashes each: of the text without blanks, and of what is left of it
when letters and digits go too, which renaming does not change.

Hashes are CRC-32. Two different words share one about once in four billion pairs; a rule is then silent where it could
have spoken.
"""

from __future__ import annotations

import ast
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

from codereview.facts.module import Prints

_WORD = bytes(c for c in range(256) if chr(c).isalnum() or c == 95 or c > 127)
_ONLY_WORDS = bytes(c if c in _WORD else 32 for c in range(256))
_DEFINITIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef})
_UNTOLD = frozenset({ast.ClassDef, ast.Import, ast.ImportFrom, ast.Pass, ast.Global, ast.Nonlocal})
_DOTTED = re.compile(r"[./\w:-]{2,119}")
_SEPARATORS = re.compile(r"[./:]+")
# from the start of a word: data of one word in hexadecimal would be gone through from each of its characters
_PATH = re.compile(r"(?<!\w)[A-Za-z_]\w*(?:[./:]\w+)+", re.ASCII)
PAGES = (".md", ".rst", ".txt", ".ipynb", ".html", ".htm", ".jinja", ".jinja2", ".j2", ".tex", ".adoc")
"""Ends of names of files that are read, and load nothing."""
_COPIED_PARAMETER = b".="
_NOT_TELLING = (
    ".po",
    ".pot",
    ".css",
    ".scss",
    ".less",
    ".svg",
    ".lock",
    ".csv",
    ".tsv",
    ".map",
    ".js",
    ".ts",
    ".tsx",
)
_SHORTEST = 3
_LARGEST_TEXT = 500_000
_LONG = 127
"""Signs of a statement from which its size is no longer told apart: it fills a byte."""


def words_of(text: str) -> list[bytes]:
    """All words of a text, as often as they occur."""
    return text.encode("utf-8", "surrogatepass").translate(_ONLY_WORDS).split()


def hashes(words: Iterable[bytes]) -> bytes:
    """Hashes of words, distinct and in order."""
    return array("I", sorted(set(map(crc32, set(words))))).tobytes()


def unpacked(data: bytes) -> array[int]:
    """Hashes again as numbers."""
    found = array("I")
    found.frombytes(data)
    return found


def word_hash(word: str) -> int:
    """The hash under which a word is found among those of a file."""
    return crc32(word.encode("utf-8", "surrogatepass"))


_PROXIES = (".conf", ".nginx", "Caddyfile", ".conf.template", ".vcl", "haproxy.cfg", ".htaccess")
_COMMENT = re.compile(r"(?m)^[ \t]*#.*$")


def mentions_of(text: str, path: str = "") -> bytes:
    """Hashes of the words of a file that is not Python; none for data of that size that nobody wrote it. What a proxy's
    configuration has switched off, in comments, is not mentioned. Of what may say what is loaded also two parts of a
    path that follow each other, as ``jobs.nightly`` and ``nightly.py`` of ``jobs/nightly.py``."""
    if len(text) >= _LARGEST_TEXT:
        return b""
    if path.endswith(_PROXIES):
        text = _COMMENT.sub("", text)
    words = words_of(text)
    if not path.endswith(PAGES):
        for run in _PATH.findall(text):
            words += [f"{one}.{other}".encode() for one, other in pairwise(_SEPARATORS.split(run))]
    return hashes(words)


def told(path: str) -> bool:
    """Whether a file that is not Python is likely to name what runs: no catalogues of messages, styles, locks."""
    return not path.endswith(_NOT_TELLING)


def spoken_of(texts: Iterable[str]) -> Iterator[bytes]:
    """The parts of string literals that look like modules or files, as ``last two.parts`` and ``=whole word``.

    ``"app.jobs.nightly"`` and ``"jobs/nightly.py"`` both speak of ``jobs.nightly``; ``"nightly.py"`` of
    ``.nightly``; ``"nightly"`` of ``=nightly``.
    """
    for text in texts:
        if text.isidentifier() and text.isascii():  # most are a single word
            if len(text) > 1:
                yield b"=" + text.encode()
            continue
        if not _DOTTED.fullmatch(text):
            continue
        is_file = text.endswith(".py")
        parts = [part for part in _SEPARATORS.split(text.removesuffix(".py")) if part]
        if len(parts) == 1:
            yield (("." if is_file else "=") + parts[0]).encode("utf-8", "surrogatepass")
        for one, other in pairwise(parts):
            yield f"{one}.{other}".encode("utf-8", "surrogatepass")


def prints_of(
    text: str,
    literals: Iterable[str],
    defined: Iterable[str],
    statements: Sequence[ast.stmt],
    fields: frozenset[ast.stmt],
    imported: Iterable[str] = (),
) -> Prints:
    """The fingerprints of one file.

    Args:
        text: its text.
        literals: its string literals.
        defined: names of functions and classes, one for each definition.
        statements: all statements, in any order; none if they are not to be compared.
        fields: those of class bodies that declare something.
        imported: names that it imports and calls by the same name, one for each import.
    """
    words = words_of(text)
    counts, taken = _counted(defined), _counted(imported)
    asked = counts.keys() | taken.keys()
    found = Counter(filter(asked.__contains__, words))  # of all others nobody asks how often they occur
    lone, unused = _no_others(counts, found), _no_others(taken, found)
    lines, exact, shapes, sizes = _sequence(text, statements, fields) if statements else (b"", b"", b"", b"")
    return Prints(hashes(words), hashes(spoken_of(literals)), lone, lines, exact, shapes, sizes, unused)


def _counted(names: Iterable[str]) -> Counter[bytes]:
    """How often each name is given, those left out that are too short to be told apart."""
    return Counter([name.encode("utf-8", "surrogatepass") for name in names if len(name) >= _SHORTEST])


def _no_others(counts: Counter[bytes], found: Counter[bytes]) -> tuple[str, ...]:
    """The words that occur as often as they are counted, sorted."""
    return tuple(
        sorted(
            word.decode("utf-8", "surrogatepass") for word, count in counts.items() if found[word] == count
        )
    )


def _sequence(
    text: str, statements: Sequence[ast.stmt], fields: frozenset[ast.stmt]
) -> tuple[bytes, bytes, bytes, bytes]:
    """Line, hash, hash of the shape and size in tokens of each statement that can be part of a clone."""
    data = text.encode("utf-8", "surrogatepass").translate(None, b" \t\r\f")
    lines = data.split(b"\n")
    outlines = data.translate(None, _WORD).split(b"\n")
    at = {statement.lineno: statement for statement in reversed(statements)}  # the first of each line
    order = sorted(at)
    found: list[tuple[int, bytes, bytes, int]] = []
    for start, following in zip(order, [*order[1:], len(lines) + 1], strict=True):
        statement = at[start]
        kind = type(statement)
        if kind in _UNTOLD or statement in fields:
            continue
        if kind is ast.Expr and type(statement.value) is ast.Constant:  # type: ignore[attr-defined]
            continue
        end = statement.end_lineno or start
        if end == start or following == start + 1:
            exact, shape = lines[start - 1], outlines[start - 1]
        else:
            rows = [row for row in range(start - 1, min(following - 1, end)) if lines[row][:1] != b"#"]
            exact, shape = b"".join([lines[row] for row in rows]), b"".join([outlines[row] for row in rows])
        if shape != _COPIED_PARAMETER:
            tokens = 0 if kind in _DEFINITIONS else 2 * len(shape) + 1 if len(shape) < _LONG else 255
            found.append((start, exact, shape, tokens))
    if not found:
        return b"", b"", b"", b""
    starts, texts, shapes, sizes = zip(*found, strict=True)
    return (
        array("I", starts).tobytes(),
        array("I", map(crc32, texts)).tobytes(),
        array("I", map(crc32, shapes)).tobytes(),
        bytes(sizes),
    )
