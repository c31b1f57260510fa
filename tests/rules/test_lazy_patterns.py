"""Patterns that are compiled when they are first used: all of them are patterns, and none is compiled before."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import codereview_rules
from codereview_rules._syntax.patterns import lazy_pattern


def test_a_pattern_is_compiled_when_something_is_asked_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compiled = re.compile

    def compile_(text: str, flags: int = 0) -> re.Pattern[str]:
        made.append(text)
        return compiled(text, flags)

    monkeypatch.setattr(re, "compile", compile_)
    pattern = lazy_pattern(r"(?P<name>a+)b", re.IGNORECASE)
    assert made == []
    match = pattern.search("xAAb")
    assert match is not None
    assert match["name"] == "AA"
    assert pattern.fullmatch("ab")
    assert not pattern.match("b")
    assert pattern.findall("ab aab") == ["a", "aa"]
    assert pattern.pattern == r"(?P<name>a+)b"
    assert pattern.flags & re.IGNORECASE
    assert pattern.groups == 1
    assert made == [r"(?P<name>a+)b"]


def test_every_pattern_of_the_rules_can_be_compiled() -> None:
    kind = type(lazy_pattern("a"))
    found = 0
    for module in pkgutil.walk_packages(codereview_rules.__path__, "codereview_rules."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, kind):
                    found += 1
                    try:
                        re.compile(item.pattern)
                    except re.error as error:
                        pytest.fail(f"{module.name}.{name}: {error}")
    assert found > 100
