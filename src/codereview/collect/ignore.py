"""The pattern language of ``.gitignore`` files, for folders that git does not know.

Source of the rules: the manual page gitignore(5) and, for brackets, fnmatch(3). A pattern is matched against
an entry itself and never against its parents: the walk does not enter an ignored folder, which is why git
cannot re-include a file below one either. (A general matcher such as pathspec's lets a pattern for a folder
match all that is below it, which gives other answers once patterns are negated.)
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

_LARGEST = 1_000_000


@dataclass(frozen=True)
class Pattern:
    """One line of an ignore file. ``regex`` is for the path relative to the file's folder."""

    source: str
    line: int
    text: str
    negated: bool
    folders_only: bool
    regex: re.Pattern[str]


class IgnoreFile:
    """The patterns of one ignore file; ``base`` is its folder in the root, empty or ending in ``/``."""

    def __init__(self, base: str, source: str, text: str) -> None:
        self.base = base
        self.patterns = [
            pattern
            for number, line in enumerate(text.split("\n"), 1)
            if (pattern := _pattern(line, source, number)) is not None
        ]
        self.patterns.reverse()  # the last matching line decides
        self._any = re.compile(
            "|".join(f"(?:{p.regex.pattern})" for p in self.patterns) or r"(?!)", re.DOTALL
        )

    def match(self, path: str, folder: bool) -> Pattern | None:
        """The line that decides on an entry, if one does; ``path`` is relative to the root."""
        relative = path[len(self.base) :]
        if self._any.match(relative) is None:
            return None
        for pattern in self.patterns:
            if (folder or not pattern.folders_only) and pattern.regex.match(relative):
                return pattern
        return None


def ignored(files: list[IgnoreFile], path: str, folder: bool) -> Pattern | None:
    """The pattern by which an entry is ignored, asking the nearest ignore file first; None if it is not."""
    for file in reversed(files):
        pattern = file.match(path, folder)
        if pattern is not None:
            return None if pattern.negated else pattern
    return None


def read_ignore_file(root: str, base: str, name: str = ".gitignore") -> IgnoreFile | None:
    """The ignore file of a folder, or None if there is none that can be read. Links are not followed."""
    source = base + name
    try:
        descriptor = os.open(
            os.path.join(root, source), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _NONBLOCK
        )
    except OSError:
        return None
    with open(descriptor, "rb") as stream:
        try:
            data = stream.read(_LARGEST)
        except OSError:
            return None
    text = os.fsdecode(data.removeprefix(b"\xef\xbb\xbf"))
    file = IgnoreFile(base, source, text)
    return file if file.patterns else None


_NONBLOCK = getattr(os, "O_NONBLOCK", 0)  # a FIFO of that name must not hold the audit up


def why_ignored(root: str, path: str) -> str | None:
    """Says by which line a path is ignored, such as ``"models/ in .gitignore, line 3"``; None if it is not.

    Looks at ``.gitignore`` files between ``root`` and the path only. ``path`` is relative with ``/``, need
    not exist, and names a folder if it ends in ``/``.
    """
    pattern = deciding(path, lambda base: read_ignore_file(root, base))
    return None if pattern is None else f"{pattern.text} in {pattern.source}, line {pattern.line}"


def deciding(path: str, file_of: Callable[[str], IgnoreFile | None]) -> Pattern | None:
    """The line by which a path, or a folder above it, is ignored; None if it is not.

    Args:
        path: relative with ``/``; a folder if it ends in ``/``. It need not exist.
        file_of: gives the ignore file of a folder, which is empty or ends in ``/``.
    """
    parts = path.rstrip("/").split("/")
    files: list[IgnoreFile] = []
    for depth in range(len(parts)):
        base = "/".join(parts[:depth]) + "/" if depth else ""
        file = file_of(base)
        if file is not None:
            files.append(file)
        folder = depth < len(parts) - 1 or path.endswith("/")
        pattern = ignored(files, "/".join(parts[: depth + 1]), folder)
        if pattern is not None:
            return pattern
    return None


def _pattern(line: str, source: str, number: int) -> Pattern | None:
    text = _without_trailing_space(line.removesuffix("\r"))
    body = text
    if not body or body.startswith("#"):
        return None
    negated = body.startswith("!")
    body = body[1:] if negated else body
    folders_only = body.endswith("/")
    body = body[:-1] if folders_only else body
    anchored = "/" in body
    body = body[1:] if body.startswith("/") else body
    if not body:
        return None
    regex = _regex(body)
    if regex is None:
        return None
    prefix = "" if anchored else "(?:[^/]*/)*"
    return Pattern(source, number, text, negated, folders_only, re.compile(rf"{prefix}{regex}\Z", re.DOTALL))


def _without_trailing_space(line: str) -> str:
    end = len(line)
    while end and line[end - 1] == " " and not _escaped(line, end - 1):
        end -= 1
    return line[:end]


def _escaped(line: str, index: int) -> bool:
    """Whether an odd number of backslashes stands before a character."""
    count = 0
    while index > count and line[index - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def _regex(body: str) -> str | None:
    """The regular expression of a pattern, or None if it can never match."""
    out: list[str] = []
    index = 0
    while index < len(body):
        char = body[index]
        if char == "*":
            piece, index = _stars(body, index)
            out.append(piece)
            continue
        if char == "[":
            bracket = _bracket(body, index)
            if bracket is None:
                return None
            out.append(bracket[0])
            index = bracket[1]
            continue
        if char == "\\":
            index += 1
            if index == len(body):
                return None
            char = body[index]
            out.append(re.escape(char))
        else:
            out.append("[^/]" if char == "?" else re.escape(char))
        index += 1
    return "".join(out)


def _stars(body: str, index: int) -> tuple[str, int]:
    """A run of asterisks: ``**`` crosses folders only where it is a whole component."""
    end = index
    while end < len(body) and body[end] == "*":
        end += 1
    at_start = index == 0 or body[index - 1] == "/"
    if end - index != 2 or not at_start:
        return "[^/]*", end
    if end == len(body):
        return ".*", end
    if body[end] == "/":
        return "(?:.*/)?", end + 1
    return "[^/]*", end


_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\r\\f\\v",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


def _bracket(body: str, start: int) -> tuple[str, int] | None:
    """A bracket expression as a regular expression, and where it ends; None if it is not closed or empty."""
    index = start + 1
    inverted = body[index : index + 1] in ("!", "^")
    index += inverted
    parts: list[str] = []
    first = True
    while index < len(body) and (first or body[index] != "]"):
        first = False
        if body.startswith("[:", index) and (end := body.find(":]", index)) > 0:
            name = _CLASSES.get(body[index + 2 : end])
            if name is None:
                return None
            parts.append(name)
            index = end + 2
            continue
        low, index = _bracket_char(body, index)
        high = low
        if body[index : index + 1] == "-" and body[index + 1 : index + 2] not in ("", "]"):
            high, index = _bracket_char(body, index + 1)
        if low and high and low <= high:
            parts.append(f"{re.escape(low)}-{re.escape(high)}")
    if index >= len(body):
        return None
    if not parts:
        return ("[^/]" if inverted else "(?!)"), index + 1
    return f"(?!/)[{'^' if inverted else ''}{''.join(parts)}]", index + 1


def _bracket_char(body: str, index: int) -> tuple[str, int]:
    if body[index] == "\\" and index + 1 < len(body):
        index += 1
    return body[index], index + 1
