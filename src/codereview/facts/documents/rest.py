"""reStructuredText -> the parts of a document.

Read are headings, literal blocks, code directives, inline literals, roles and targets. docutils is not used for it: it
executes directives (``include``, ``raw``, ``csv-table`` open files), and knows none of Sphinx's.
"""

from __future__ import annotations

import re

from codereview.facts.documents.parts import Code, Parts

_UNDERLINE = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"(\s*)\.\. ([\w:-]+)::\s*(.*)$")
_CODE = frozenset(
    {"code", "code-block", "sourcecode", "prompt", "parsed-literal", "doctest", "testcode", "highlight"}
)
_PROSE = frozenset(
    {"note", "warning", "tip", "important", "hint", "caution", "danger", "attention", "admonition", "seealso"}
)
_LITERAL = re.compile(r"``([^`\n]+)``")
_LINK = re.compile(r"`[^`<>]*<([^<>`\s]+)>`__?")
_TARGET = re.compile(r"\s*\.\. _[^:]+:\s+(\S+)\s*$")
_IMAGE = frozenset({"image", "figure"})
_TARGET_OPTION = re.compile(r"\s+:target:\s+(\S+)")


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.parts = Parts()
        self.levels: list[str] = []
        self.default = ""
        self.paragraph: list[str] = []
        self.started = 0

    def read(self) -> Parts:
        number = 0
        while number < len(self.lines):
            number = self._line(number)
        self._end()
        return self.parts

    def _line(self, number: int) -> int:
        """Takes what begins at a line; the number of the line after it."""
        line = self.lines[number]
        if not line.strip():
            self._end()
            return number + 1
        directive = _DIRECTIVE.match(line)
        if directive:
            self._end()
            return self._directive(number, len(directive.group(1)), directive.group(2), directive.group(3))
        target = _TARGET.match(line)
        if target:
            self.parts.links.append((number + 1, target.group(1)))
            return number + 1
        if line.lstrip().startswith(".. "):
            self._end()
            return self._after(number, _indent(line))
        if self._is_heading(number):
            self.paragraph.clear()
            mark = self.lines[number + 1][0]
            if mark not in self.levels:
                self.levels.append(mark)
            self.parts.headings.append((self.levels.index(mark) + 1, number + 1, line.strip()))
            return number + 2
        self._inline(number, line)
        if not self.paragraph:
            self.started = number + 1
        self.paragraph.append(line.strip())
        if line.rstrip().endswith("::"):
            self._end()
            return self._block(number + 1, _indent(line), self.default)
        return number + 1

    def _is_heading(self, number: int) -> bool:
        if number + 1 >= len(self.lines) or self.lines[number][:1].isspace():
            return False
        below = self.lines[number + 1]
        text = self.lines[number]
        return (
            _UNDERLINE.match(below) is not None
            and not _UNDERLINE.match(text)
            and len(below.rstrip()) >= min(len(text.rstrip()), 4)
            and not self.paragraph
        )

    def _inline(self, number: int, line: str) -> None:
        self.parts.spans += [(number + 1, found) for found in _LITERAL.findall(line)]
        self.parts.links += [(number + 1, found) for found in _LINK.findall(line)]

    def _directive(self, number: int, indent: int, name: str, argument: str) -> int:
        if name == "highlight":
            self.default = argument.strip().lower()
            return number + 1
        if name in _CODE:
            return self._block(number + 1, indent, "pycon" if name == "doctest" else argument.strip().lower())
        if name in _IMAGE:
            self.parts.links.append((number + 1, argument.strip()))
        if name in _PROSE:
            return number + 1
        end = self._after(number, indent)
        for at in range(number + 1, end):
            found = _TARGET_OPTION.match(self.lines[at])
            if found:
                self.parts.links.append((at + 1, found.group(1)))
        return end

    def _after(self, number: int, indent: int) -> int:
        """The first line after what is indented below a line."""
        at = number + 1
        while at < len(self.lines) and (not self.lines[at].strip() or _indent(self.lines[at]) > indent):
            at += 1
        while at > number + 1 and not self.lines[at - 1].strip():
            at -= 1
        return at

    def _block(self, number: int, indent: int, language: str) -> int:
        end = self._after(number - 1, indent)
        first = number
        while first < end and re.match(r"\s+:[\w-]+:", self.lines[first]):
            first += 1
        while first < end and not self.lines[first].strip():
            first += 1
        text = "\n".join(self.lines[first:end])
        if text.strip():
            self.parts.blocks.append(Code(first + 1, language.split(" ")[0], text + "\n"))
        return end

    def _end(self) -> None:
        if self.paragraph:
            self.parts.paragraphs.append((self.started, "\n".join(self.paragraph)))
            self.paragraph.clear()


def rest(text: str) -> Parts:
    """The parts of a reStructuredText document. Lines count from 1."""
    return _Reader(text).read()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
