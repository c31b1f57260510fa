"""File names as they are shown: any name, as unique printable UTF-8."""

from __future__ import annotations

import os


def display(os_path: str) -> str:
    """The name to show for a path from the file system.

    Bytes that are not UTF-8 become ``\\xNN``, control and other unprintable characters ``\\xNN``,
    ``\\uNNNN`` or ``\\UNNNNNNNN``, a backslash becomes two. So two different names never come out alike, and
    no name can move the cursor of a terminal or reverse the reading direction of a report.
    """
    if os.sep != "/":
        os_path = os_path.replace(os.sep, "/")
    if os_path.isprintable() and "\\" not in os_path:
        return os_path
    return "".join(map(_escaped, os_path))


def _escaped(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if char.isprintable():
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # an undecodable byte, as surrogateescape carries it
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
