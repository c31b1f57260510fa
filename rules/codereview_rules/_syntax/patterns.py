"""Regular expressions that are compiled when they are first used.

There are some hundreds of them, most for what few projects have: compiling all would take a good part of the time in
which nothing is audited yet.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


class _Lazy:
    """Stands for a pattern; takes over each of its methods when that is asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what is asked of any object, by `copy` among others
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern for its methods and attributes; `re.compile` is called when the first of them is.

    For what few projects or files need. What every file is searched for is compiled at once: the worker processes are
    copies and have it then.

    Args:
        text: the expression.
        flags: those of `re.compile`.

    Raises:
        re.error: at the first use, if the expression is none.
    """
    return cast("re.Pattern[str]", _Lazy(text, flags))
