"""One fault of a container's definition."""

from __future__ import annotations

from typing import NamedTuple

from codereview.api import Confidence, Related, Severity


class Fault(NamedTuple):
    """What was seen. ``kind`` is one of a file's kinds of fault: those of one kind in one file are one finding."""

    path: str
    line: int
    kind: str
    message: str
    severity: Severity
    confidence: Confidence = Confidence.HIGH
    related: tuple[Related, ...] = ()
    effort: int = 10
