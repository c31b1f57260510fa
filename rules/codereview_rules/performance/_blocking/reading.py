"""Texts that are read at once: settings, tokens, prompts, templates. They block as every file does, yet seldom
for long."""

from __future__ import annotations

from collections.abc import Sequence

from codereview.api import Confidence
from codereview.facts.module import CallFact

from .found import Hit
from .system import OPEN

_SHORT = OPEN._replace(confidence=Confidence.LOW)
_OPENERS = frozenset({"builtins.open", "pathlib.Path().open", "codecs.open"})
_PARSERS = frozenset(
    {
        "json.load",
        "yaml.safe_load",
        "yaml.load",
        "toml.load",
        "tomllib.load",
        "tomli.load",
        "configparser.ConfigParser().read_file",
    }
)
_READ = frozenset({"read", "close", "seek"})


def weighed(hits: list[Hit], calls: Sequence[CallFact]) -> list[Hit]:
    """The blocking calls of a function, those that read a text at once in a group that weighs less.

    Args:
        hits: what was found.
        calls: all calls of the function.
    """
    small = {name for name in _OPENERS if _read_at_once(name, calls)}
    if not small:
        return hits
    heads = tuple(name + "()." for name in small)
    return [
        hit._replace(group=_SHORT)
        if (hit.group is OPEN and hit.name in small) or hit.name.startswith(heads)
        else hit
        for hit in hits
    ]


def _read_at_once(name: str, calls: Sequence[CallFact]) -> bool:
    """Whether all that a function opens by ``name`` is a text, and read to its end by one call."""
    handle = name + "()"
    opened = [call for call in calls if call.path == name]
    if not opened:
        return False
    methods = {call.path[len(handle) + 1 :] for call in calls if call.path.startswith(handle + ".")}
    takers = {call.path for call in calls if handle in call.args or handle in dict(call.kwargs).values()}
    if methods - _READ or takers - _PARSERS:
        return False
    return bool(takers) or ("read" in methods and all(_is_text(call, name) for call in opened))


def _is_text(call: CallFact, name: str) -> bool:
    modes = call.args[1:2] if name != "pathlib.Path().open" else call.args[:1]
    return "encoding" in dict(call.kwargs) or not (modes or "mode" in dict(call.kwargs))
