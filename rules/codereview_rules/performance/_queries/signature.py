"""Calls that fail before the function that they name begins: it takes fewer arguments than they pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codereview.facts.paths import SPREAD, last_name

if TYPE_CHECKING:
    from codereview.facts.module import CallFact, FunctionFact

_PLAIN = frozenset({"staticmethod", "classmethod"})
"""Decorators that change nothing of what a function takes."""


def takes(function: FunctionFact, call: CallFact) -> bool:
    """Whether a function takes as many positional arguments as a call passes, as far as its declaration tells."""
    kinds = [param.kind for param in function.params]
    # what wraps a function may take more than it does itself
    if "vararg" in kinds or SPREAD in call.args or set(map(last_name, function.decorators)) - _PLAIN:
        return True
    return len(call.args) <= kinds.count("positional")
