"""How calls that can fail a test are named."""

from __future__ import annotations

import re
from functools import lru_cache

# words by which helpers, mocks, browsers and plug-ins name what can fail a test; also whole names
_WORDS = re.compile(
    r"(^|_)(assert|asserts|asserted|expect|expects|expected|check|checks|verify|verifies|ensure|should|must|raises?|warns?"
    r"|fail|fails|failed|xfail|match|matches|compare|compares|validate|validates|approx|snapshot|regression|benchmark|confirm"
    r"|require|equals?|eq|ok|test|tests|skip|wait|until|exit|gradcheck|golden|regtest|doctest|testmod|outcomes?)(_|$)"
    r"|^(assert|expect|check|verify|ensure|should|raises|fail|wait|compare|validate|skip|run_?test|doctest)[A-Z_]"
    r"|(Equal|Equals|Raises|Warns|Contains|Compare|Validate|Check|Assert|Expect|Test)$|importorskip|fnmatch_lines"
)
_EXPLICIT = frozenset(
    {"nullcontext", "does_not_raise", "not_raises", "catch_warnings", "simplefilter", "filterwarnings"}
)


@lru_cache(maxsize=20_000)
def is_check(name: str) -> bool:
    """Whether a function or method of this name checks something."""
    return name in _EXPLICIT or _WORDS.search(name) is not None


__all__ = ["is_check"]
