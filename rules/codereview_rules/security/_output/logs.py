"""What a file says of what logs keep: the level from which they do, and whether they write what a call hands over
beside its message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

ABOVE = "above"
"""A level is fixed in the code that leaves out what is for debugging."""
OPEN = "open"
"""A level is set that can be that of debugging."""
FORMATS = "formats"
"""Lines of a log are formatted here."""
EXTRAS = "extras"
"""What formats lines shows what is handed over beside the message."""

_SETS = (
    "setLevel(",
    "basicConfig(",
    "dictConfig(",
    "logger.add(",
    "log_level",
    "LOG_LEVEL",
    "fileConfig(",
    "LOGGING",
)
_LEVEL = re.compile(r"""evel(?:\(|\s?=(?!=)|["']\s?:)\s{0,8}([^\s,)}\]]+)""")
_OF_ONE = re.compile(r"""getLogger\(\s?["'][^"'\n]+["']\s?\)\.setL\Z""")
"""A level of the logger of one package, which is often another one's."""
_FIXED = re.compile(
    r"""(?:\w+\.)*["']?(?:INFO|WARN|WARNING|ERROR|CRITICAL|FATAL|20|30|40|50)["']?""", re.IGNORECASE
)
_CHOSEN = ("log_level", "LOG_LEVEL", "loglevel", "LOGLEVEL", "logLevel", "fileConfig(")
_FORMATS = re.compile(r"Formatter\(|\bformat\s*=\s*\(?\s*[rf]?[\"']|[\"']format[\"']\s*:|logger\.add\(")
_FORMATTED = ("Formatter", "formatters", "basicConfig(", "logger.add(")
_COLLECTED = (
    "structlog", "watchtower", "ecs_logging", "opentelemetry", "logging_loki", "graypy", "fluent", "logstash",
    "pythonjsonlogger", "google.cloud.logging",
)  # fmt: skip
"""What sends all that a record has to a place where it is looked up."""
_EXTRAS = re.compile(
    r"[jJ](?:son|SON)_?(?:[lL]og|[fF]ormat)|serialize\s*=\s*True|\{extra|record\.__dict__|vars\(record\)|extra\[|\.extra\b"
)


def kept(text: str, modules: Iterable[str]) -> Iterator[str]:
    """The words above that hold for a file, each once.

    Args:
        text: the file.
        modules: what it imports.
    """
    shows = any(module.startswith(_COLLECTED) for module in modules)
    if "logg" not in text and "LOGG" not in text and not shows:
        return
    if any(word in text for word in _SETS):
        levels = [
            found[1]
            for found in _LEVEL.finditer(text)
            if not _OF_ONE.search(text[max(0, found.start() - 90) : found.start()])
        ]
        fixed = [level for level in levels if _FIXED.fullmatch(level)]
        if len(fixed) < len(levels) or any(word in text for word in _CHOSEN):
            yield OPEN
        elif fixed:
            yield ABOVE
    if any(word in text for word in _FORMATTED):  # few files do, and the rest is not worth a search
        if _FORMATS.search(text):
            yield FORMATS
        shows = shows or _EXTRAS.search(text) is not None
    if shows:
        yield EXTRAS
