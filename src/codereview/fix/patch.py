"""Diffs of edits, and writing them to files.

Diffs are unified diffs as git reads them (https://git-scm.com/docs/diff-format): ``a/`` and ``b/`` before
paths, odd paths quoted, ``\\ No newline at end of file`` where it applies. They keep carriage returns.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import re
import stat
import tempfile
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from codereview.errors import FixError

_BOM = "\ufeff"
_MISSING = "\\ No newline at end of file\n"


@dataclass(frozen=True)
class Decoded:
    """A Python file as text, line ends as they are, a byte order mark kept as first character."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Decode by PEP 263. Raises `FixError` if the bytes are not of the encoding that they declare."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if encoding == "utf-8-sig":
            return Decoded(_BOM + data[len(codecs.BOM_UTF8) :].decode("utf-8"), "utf-8")
        return Decoded(data.decode(encoding), encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise FixError(f"the file cannot be decoded: {error}") from None


def encode(text: str, encoding: str) -> bytes:
    """The bytes of an edited text. Raises `FixError` if the encoding lacks a character."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise FixError(f"the edit cannot be written in {encoding}: {error}") from None


def digest(data: bytes) -> str:
    """The content hash by which `write` tells whether a file changed."""
    return hashlib.sha256(data).hexdigest()


def unified(path: str, old: str, new: str) -> str:
    """The unified diff of one file, empty if nothing changes."""
    before, after = _git_lines(old), _git_lines(new)
    lines = list(unified_diff(before, after, _name("a/" + path), _name("b/" + path), n=3))
    return "".join(line if line.endswith("\n") else f"{line}\n{_MISSING}" for line in lines)


def join(diffs: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """One patch of several files' diffs, in the order of their paths; one diff per path."""
    items = dict(diffs)
    return "".join(items[path] for path in sorted(items))


def _git_lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _name(path: str) -> str:
    if re.search(r'[\x00-\x1f"\\\x7f]', path):
        escapes = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\r": "\\r"}
        return (
            '"'
            + "".join(escapes.get(c, c if c >= " " and c != "\x7f" else f"\\{ord(c):03o}") for c in path)
            + '"'
        )
    # git ends a name that holds a space with a tab, so that the name's end is known.
    return path + "\t" if " " in path else path


def write(root: Path, path: str, text: str, *, expected: str) -> None:
    """Write an edited file in one step, keeping its mode and encoding.

    Args:
        root: the audited folder.
        path: the file, relative to it.
        text: the new text, with a byte order mark where `decode` gave one.
        expected: the `digest` of the bytes that the edit was made for.

    Raises `FixError` if the file is gone, changed, no regular file, or a link that leads out of the folder.
    """
    place = _inside(root, path)
    try:
        mode = place.stat().st_mode
        if not stat.S_ISREG(mode):
            raise FixError(f"{path} is not a regular file")
        data = place.read_bytes()
    except OSError as error:
        raise FixError(f"{path} cannot be read: {error.strerror}") from None
    if digest(data) != expected:
        raise FixError(f"{path} changed since the audit; audit again")
    new = encode(text, decode(data).encoding)
    if new == data:
        return
    try:
        _replace(place, new, stat.S_IMODE(mode))
    except OSError as error:
        raise FixError(f"{path} cannot be written: {error.strerror}") from None


def _inside(root: Path, path: str) -> Path:
    base = root.resolve()
    try:
        place = (base / path).resolve(strict=True)
    except (OSError, RuntimeError):
        raise FixError(f"{path} is missing or a link that leads nowhere") from None
    if not place.is_relative_to(base):
        raise FixError(f"{path} leads out of the audited folder")
    return place


def _replace(place: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, place)
    except BaseException:
        os.unlink(name)
        raise
