"""The values that pass between the recognisers: a format of a provider, a candidate, a hit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from codereview.api import At, Confidence, Severity

Check = Callable[[str], bool]


@dataclass(frozen=True)
class Format:
    """The shape of one provider's secrets.

    Args:
        label: what the secret is, in the provider's words.
        prefix: how every such secret begins; it is public, and all of a value that a message may show.
        pattern: the whole secret, matched at the prefix; compiled when first needed.
        severity: of a finding.
        check: a test of the matched text that the pattern cannot make, such as a checksum.
        group: the group of the pattern that is the secret.
    """

    label: str
    prefix: str
    pattern: str
    severity: Severity = Severity.CRITICAL
    check: Check | None = None
    group: int = 0

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)


@dataclass(frozen=True)
class Hit:
    """One secret in a text: ``start`` and ``end`` are offsets, exactly around the value.

    The value itself is not kept: it can be cut from the text by whoever holds the text.
    """

    start: int
    end: int
    label: str
    severity: Severity
    confidence: Confidence
    name: str = ""
    prefix: str = ""
    structured: bool = field(default=False)
    note: str = ""
    """Why this is no fault, or, where the severity is not info, why that is doubtful."""
    asked: bool = False
    """Whether it is a setting that a module of the project has to read."""

    @property
    def masked(self) -> str:
        """What a message may show: the public prefix and the length."""
        size = self.end - self.start
        return f"{self.prefix}… ({size} characters)" if self.prefix else f"{size} characters"


class Lines:
    """Turns offsets of a text into lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        find = text.find
        position = find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = find("\n", position + 1)

    def at(self, start: int, end: int) -> At:
        """The place of the span from ``start`` to ``end`` (exclusive)."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        return At(first + 1, start - self._starts[first] + 1, last + 1, end - self._starts[last] + 1)
