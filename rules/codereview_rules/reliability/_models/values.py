"""A fault of a model before it is a finding."""

from __future__ import annotations

from typing import NamedTuple

from codereview.api import Confidence, Place, Severity


class Fault(NamedTuple):
    """Where, what, of which class, how bad, how sure; ``related`` are paths, lines and texts."""

    path: str
    at: Place
    message: str
    symbol: str
    severity: Severity = Severity.HIGH
    confidence: Confidence = Confidence.HIGH
    related: tuple[tuple[str, int, str], ...] = ()
