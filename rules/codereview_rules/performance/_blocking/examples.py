"""The rule's examples: its tests and its documentation."""

from __future__ import annotations

from codereview.api import Bad, Good

BAD: tuple[Bad, ...] = ()
GOOD: tuple[Good, ...] = ()
