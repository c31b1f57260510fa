"""No pattern of the program takes for ever on a text that is made to be slow: repositories are not trusted."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

import codereview
import codereview_rules
from codereview_rules._syntax.patterns import lazy_pattern
from regular_expressions import hard_texts

TIMES = 26
"""Repetitions: what doubles with each takes minutes, all else next to nothing."""
LIMIT = 1.0
"""Seconds of this process, for one text of a few hundred characters."""


lazy = type(lazy_pattern(""))


def modules() -> list[str]:
    found = []
    for top in (codereview, codereview_rules):
        names = pkgutil.walk_packages(top.__path__, f"{top.__name__}.")
        found += [item.name for item in names if not item.name.endswith("__main__")]
    return found


def patterns(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, lazy):
        yield re.compile(value.pattern, value.flags)
    elif depth < 4 and isinstance(value, dict):
        yield from (found for inner in value.values() for found in patterns(inner, depth + 1))
    elif depth < 4 and isinstance(value, (tuple, list, frozenset, set)):
        yield from (found for inner in value for found in patterns(inner, depth + 1))


@pytest.fixture
def limited() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def slow_text(pattern: re.Pattern[Any]) -> str:
    for text in hard_texts(pattern.pattern, pattern.flags & ~re.DEBUG, TIMES):
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        try:
            pattern.search(text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text)
        except TimeoutError:
            return text
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def test_what_takes_for_ever_is_found(limited: None) -> None:
    assert slow_text(re.compile(r"^(?:[ \t]+x*)*$", re.MULTILINE))
    assert slow_text(re.compile(r"addopts(?:\n[ \t]+[^\n]*|\n\s*[\"'][^\n]*)*?--cov"))
    assert not slow_text(re.compile(r"addopts(?:\n[ \t][^\n]*|\n[\"'][^\n]*)*?--cov"))


def test_no_pattern_takes_for_ever(limited: None) -> None:
    found = {
        pattern: name
        for name in modules()
        for value in vars(importlib.import_module(name)).values()
        for pattern in patterns(value)
    }
    assert len(found) > 800
    slow = {f"{name}: {pattern.pattern!r}": slow_text(pattern) for pattern, name in found.items()}
    assert not {name: text for name, text in slow.items() if text}
