"""Source lines for reports, with every secret masked before it leaves this module."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from codereview.collect import Repository, SourceFile, decode_python, decode_text, read_bytes
from codereview.engine.worker import Span
from codereview.model import Code, Finding

MASK = "*****"
_AROUND = 1
_MOST = 12
_WIDTH = 240


class Quotes:
    """Lines of the audited files.

    Args:
        repository: where they are.
        masks: by path, the stretches that hold secrets.
    """

    def __init__(self, repository: Repository, masks: Mapping[str, Iterable[Span]]) -> None:
        self._repository = repository
        self._files: dict[str, SourceFile] = {file.path: file for file in repository.files}
        self._masks: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        self._texts: dict[str, str] = {}
        self._ascii: dict[str, bool] = {}
        self._plain: dict[str, list[str]] = {}
        self._lines: dict[str, list[str]] = {}
        for path, spans in masks.items():
            for span in spans:
                self.hide(path, span)

    def hide(self, path: str, span: Span) -> None:
        """Masks a stretch of a file, in what was quoted before as well as from now on."""
        for line in range(span.line, span.end_line + 1):
            start = span.column - 1 if line == span.line else 0
            end = span.end_column - 1 if line == span.end_line else 1 << 30
            self._masks[path][line].append((start, end))
        self._lines.pop(path, None)

    def data(self, path: str) -> bytes:
        """The bytes of a file; none if it cannot be read."""
        file = self._files.get(path)
        if file is None:
            return b""
        try:
            return read_bytes(self._repository.root, file)
        except OSError:
            return b""

    def text(self, path: str) -> str:
        """The whole text of a file, unmasked; empty if unreadable. For analysis, never for a report."""
        if path not in self._texts:
            data = self.data(path)
            is_python = path in self._files and self._files[path].kind in ("python", "stub")
            self._texts[path] = decode_python(data).text if is_python else decode_text(data) or ""
        return self._texts[path]

    def is_ascii(self, path: str) -> bool:
        """Whether a file has only ASCII characters, so that columns in bytes and characters are the same."""
        if path not in self._ascii:
            self._ascii[path] = self.text(path).isascii()
        return self._ascii[path]

    def plain(self, path: str) -> Sequence[str]:
        """The lines of a file, unmasked. For analysis, never for a report."""
        found = self._plain.get(path)
        if found is None:
            found = self._plain[path] = self.text(path).split("\n")
        return found

    def lines(self, path: str) -> list[str]:
        """The lines of a file, masked."""
        found = self._lines.get(path)
        if found is None:
            found = list(self.plain(path))
            for number, spans in self._masks.get(path, {}).items():
                if 0 < number <= len(found):
                    found[number - 1] = _masked(found[number - 1], spans)
            self._lines[path] = found
        return found

    def without_secrets(self, path: str, message: str) -> str:
        """A message of another program, with every value masked that is a secret of this file."""
        if path not in self._masks:
            return message
        lines = self.plain(path)
        values = {
            lines[number - 1][start:end].strip("\"' ")
            for number, spans in self._masks[path].items()
            if 0 < number <= len(lines)
            for start, end in spans
        }
        for value in sorted(values, key=len, reverse=True):
            message = message.replace(value, MASK) if len(value) > 3 else message
        return message

    def has_secrets(self, path: str) -> bool:
        """Whether any stretch of a file is masked."""
        return path in self._masks

    def line(self, path: str, number: int) -> str:
        """One masked line, or an empty string."""
        lines = self.lines(path)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def code(self, finding: Finding) -> Code | None:
        """The lines of a finding with one around them."""
        lines = self.lines(finding.path)
        if not (0 < finding.line <= len(lines)):
            return None
        first = max(finding.line - _AROUND, 1)
        last = min(max(finding.end_line, finding.line) + _AROUND, first + _MOST - 1, len(lines))
        return Code(first=first, lines=tuple(_short(line) for line in lines[first - 1 : last]))


def _masked(line: str, spans: Iterable[tuple[int, int]]) -> str:
    """The line with each stretch masked; overlapping ones, as several rules report them, become one."""
    out, done = "", 0
    for start, end in sorted(spans):
        if start >= done:
            out += line[done:start] + MASK
        done = max(done, end)
    return out + line[done:]


def _short(line: str) -> str:
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
