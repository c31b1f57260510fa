"""What a file says of what logs keep: the level from which they do, and whether they write what a call hands over
beside its message."""

from __future__ import annotations

import re
from collections.abc import Iterator

ABOVE = "above"
"""A level is fixed in the code that leaves out what is for debugging."""
OPEN = "open"
"""A level is set that can be that of debugging."""
FORMATS = "formats"
"""Lines of a log are formatted here."""
EXTRAS = "extras"
"""What formats lines shows what is handed over beside the message."""

_SETS = ("setLevel(", "basicConfig(", "dictConfig(", "logger.add(", "log_level", "LOG_LEVEL", "fileConfig(")
_LEVEL = re.compile(
    r"""(getLogger\(\s*["'][^"'\n]+["']\s*\)\s*\.\s*)?(?:\bsetLevel\(|\blevel\s*=|["']level["']\s*:)\s*([^\s,)}\]]+)"""
)
_FIXED = re.compile(
    r"""(?:\w+\.)*["']?(?:INFO|WARN|WARNING|ERROR|CRITICAL|FATAL|20|30|40|50)["']?""", re.IGNORECASE
)
_CHOSEN = re.compile(r"log_?level|fileConfig\(", re.IGNORECASE)
_FORMATS = re.compile(r"Formatter\(|\bformat\s*=\s*\(?\s*[rf]?[\"']|[\"']format[\"']\s*:|logger\.add\(")
_EXTRAS = re.compile(
    r"json_?log|json_?formatter|serialize\s*=\s*True|\{extra|record\.__dict__|vars\(record\)|structlog|logstash|"
    r"google\.cloud\.logging|google\.cloud import logging|watchtower|ecs_logging|opentelemetry|extra\[|\.extra\b|"
    r"loguru import logger as|logging_loki|graypy|fluent",
    re.IGNORECASE,
)


def kept(text: str) -> Iterator[str]:
    """The words above that hold for a file, each once."""
    if "logg" not in text and "structlog" not in text and "log_level" not in text.lower():
        return
    if any(word in text for word in _SETS):
        levels = [(named, level) for named, level in _LEVEL.findall(text) if not named]
        fixed = [level for _, level in levels if _FIXED.fullmatch(level)]
        if len(fixed) < len(levels) or _CHOSEN.search(text):
            yield OPEN
        elif fixed:
            yield ABOVE
    if _FORMATS.search(text):
        yield FORMATS
    if _EXTRAS.search(text):
        yield EXTRAS
