"""Reading files and turning bytes into text: PEP 263 for Python, good sense for everything else."""

from __future__ import annotations

import codecs
import os
import re
import stat

import msgspec

from codereview.collect.values import SourceFile


class Decoded(msgspec.Struct, frozen=True):
    """Python source as text.

    Attributes:
        text: with ``\\n`` line ends and without byte order mark; if decoding failed, what can be shown.
        encoding: the codec by which it was read.
        notes: what was odd, as sentences.
        fault: why Python itself cannot read the file, as a sentence; empty if it can.
        fault_line: the line of the fault.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    fault: str = ""
    fault_line: int = 1


def read_bytes(root: str | os.PathLike[str], file: SourceFile) -> bytes:
    """The content of a collected file. Never follows a link and never waits on a FIFO that took its place.

    Raises:
        OSError: gone, unreadable, or no longer a regular file.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    descriptor = os.open(os.path.join(root, file.os_path), flags)
    with open(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{file.path} is no longer a regular file")
        return stream.read()


_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
# Codecs that take quadratic time or are no encoding of source in practice.
_REFUSED = frozenset({"idna", "punycode", "undefined", "mbcs", "oem", "dbcs"})

_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_python(data: bytes) -> Decoded:
    """Decodes Python source by its byte order mark and coding comment (PEP 263)."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return _wide(data, encoding)
    if b"\0" in data[:200] and (guess := _wide_without_mark(data)):
        return _wide(data, guess)
    marked = data.startswith(codecs.BOM_UTF8)
    body = data[3:] if marked else data
    declared, line = _cookie(body)
    if declared is None:
        return _decode(body, "utf-8", "utf-8-sig" if marked else "utf-8", 1)
    name = _codec(declared)
    if name is None:
        return _lenient(body, f"the coding comment names an unknown encoding, {declared!r}", line)
    if marked and name != "utf-8":
        return _lenient(body, f"the byte order mark says UTF-8 and the coding comment {declared!r}", line)
    return _decode(body, name, "utf-8-sig" if marked else name, line)


def _cookie(body: bytes) -> tuple[str | None, int]:
    lines = re.split(rb"\r\n|\r|\n", body[:4096], maxsplit=2)[:2]
    for number, line in enumerate(lines, 1):
        match = _COOKIE.match(line)
        if match:
            return match.group(1).decode("ascii", "replace"), number
        if not _BLANK.match(line):
            break
    return None, 1


def _codec(name: str) -> str | None:
    """The normal name of a text encoding; None if there is none of that name."""
    plain = name.lower().replace("_", "-")
    if plain in ("utf-8", "utf8", "u8") or plain.startswith("utf-8-"):
        return "utf-8"
    if "." in name:  # codecs of other packages are not looked for
        return None
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if info.name in _REFUSED or not getattr(info, "_is_text_encoding", True):
        return None
    if info.name.startswith(("utf-16", "utf-32")):  # Python's own tokenizer refuses these as well
        return None
    return info.name


def _decode(body: bytes, codec: str, name: str, line: int) -> Decoded:
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        byte = body[error.start]
        return _lenient(body, f"byte 0x{byte:02x} in line {line} is not {name}", line)
    except (UnicodeError, ValueError):
        return _lenient(body, f"the file cannot be read as {name}", line)
    return Decoded(normal_line_ends(text), name)


def _lenient(body: bytes, fault: str, line: int) -> Decoded:
    """Text of a file that Python cannot read, for rules that look at text."""
    try:
        text, encoding = body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = body.decode("cp1252", "replace"), "cp1252"
    return Decoded(normal_line_ends(text), encoding, (fault,), fault, line)


def _wide(data: bytes, encoding: str) -> Decoded:
    fault = f"the file is {encoding.upper()}, which Python does not read as source"
    return Decoded(
        normal_line_ends(data.decode(encoding, "replace").removeprefix("\ufeff")), encoding, (fault,), fault
    )


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark, told by every second byte being NUL; None if it is not that."""
    head = data[:200]
    half = len(head) // 2
    if half < 4:
        return None
    if head[1::2].count(0) >= half * 0.9 and 0 not in head[0::2]:
        return "utf-16-le"
    if head[0::2].count(0) >= half * 0.9 and 0 not in head[1::2]:
        return "utf-16-be"
    return None


_CONTROL = bytes(range(0x20)).translate(None, b"\t\n\r\f\b\x1b") + b"\x7f"


def decode_text(data: bytes) -> str | None:
    """Text of a file of any kind with ``\\n`` line ends; None if it is binary.

    UTF-8 first, UTF-16 and UTF-32 by their marks, else the Western code page, in which all text can at least
    be searched. Binary is what has a NUL byte, or more than a tenth control characters.
    """
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            try:
                return normal_line_ends(data.decode(encoding))
            except UnicodeDecodeError:
                return None
    if b"\0" in data:
        guess = _wide_without_mark(data)
        if guess is None:
            return None
        return normal_line_ends(data.decode(guess, "replace"))
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return normal_line_ends(body.decode("utf-8"))
    except UnicodeDecodeError:
        head = body[:8192]
        if len(head) - len(head.translate(None, _CONTROL)) > len(head) / 10:
            return None
        return normal_line_ends(body.decode("cp1252", "replace"))


def normal_line_ends(text: str) -> str:
    """``\\r\\n`` and ``\\r`` as ``\\n``, which is also how Python's tokenizer reads source."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
