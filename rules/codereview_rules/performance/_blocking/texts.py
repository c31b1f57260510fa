"""Texts that are read or written at once: settings, states, tokens, prompts, templates. They block as every
file does, yet seldom for long."""

from __future__ import annotations

from collections.abc import Sequence

from codereview.api import Confidence
from codereview.facts.module import CallFact

from .found import Hit
from .system import OPEN

_SHORT = OPEN._replace(confidence=Confidence.LOW)
_OPENERS = frozenset({"builtins.open", "pathlib.Path().open", "codecs.open", "os.fdopen"})
_TAKERS = frozenset(
    """
    json.load json.dump yaml.safe_load yaml.load yaml.dump yaml.safe_dump toml.load toml.dump tomllib.load
    tomli.load configparser.ConfigParser().read_file configparser.ConfigParser().write
    """.split()
)
_AT_ONCE = frozenset({"read", "write", "flush", "close", "seek", "fileno", "truncate"})


def weighed(hits: list[Hit], calls: Sequence[CallFact]) -> list[Hit]:
    """The blocking calls of a function, those of a text at once in a group that weighs less.

    Args:
        hits: what was found.
        calls: all calls of the function.
    """
    opened = {hit.at.path: hit.name for hit in hits if hit.name in _OPENERS and isinstance(hit.at, CallFact)}
    small = {path for path, name in opened.items() if _at_once(path, name, calls)}
    heads = tuple(path + "()." for path in small)
    return [hit._replace(group=_SHORT) if _within(hit, small, heads) else hit for hit in hits]


def _within(hit: Hit, small: set[str], heads: tuple[str, ...]) -> bool:
    path = hit.at.path if isinstance(hit.at, CallFact) else ""
    return path in small or (bool(heads) and path.startswith(heads))


def _at_once(path: str, name: str, calls: Sequence[CallFact]) -> bool:
    """Whether all that a function opens at ``path`` is a text, and read or written by one call, or elsewhere."""
    handle = path + "()"
    opened = [call for call in calls if call.path == path]
    methods = [call for call in calls if call.path.startswith(handle + ".")]
    takers = [call for call in calls if handle in call.args or handle in dict(call.kwargs).values()]
    if opened and not methods and any(v.startswith(handle + ".") for c in calls for v in c.args):
        return True  # the reading or writing itself is handed to a thread
    if not opened or any(call.loop >= 0 for call in methods + takers):
        return False
    names = {call.path[len(handle) + 1 :] for call in methods}
    if names - _AT_ONCE or {call.path for call in takers} - _TAKERS:
        return False
    return bool(takers) or (bool(names) and all(_is_text(call, name) for call in opened))


def _is_text(call: CallFact, name: str) -> bool:
    modes = call.args[:1] if name == "pathlib.Path().open" else call.args[1:2]
    return "encoding" in dict(call.kwargs) or not (modes or "mode" in dict(call.kwargs))
