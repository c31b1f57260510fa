"""One thing that a document says and that is not so."""

from __future__ import annotations

from typing import NamedTuple

from codereview.api import Confidence


class Fault(NamedTuple):
    """What stands at a line of a document. Faults of one ``kind`` in one document are told together.

    ``what`` is a clause that is complete by itself; ``short`` names it beside others of its kind.
    """

    path: str
    line: int
    kind: str
    what: str
    short: str
    confidence: Confidence = Confidence.HIGH
