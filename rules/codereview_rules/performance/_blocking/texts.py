"""How much of a file a function reads or writes through what it opens.

Texts, settings, states, tokens and templates are read or written at once: that blocks as every file does, yet
seldom for long, and a handle that is only passed on is read elsewhere. What goes on for as long as there is
data does: lines and chunks in a loop, all lines, tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from codereview.api import Confidence
from codereview.facts.module import CallFact, LoopFact

from .found import Hit
from .system import OPEN

_SHORT = OPEN._replace(confidence=Confidence.LOW)
_OPENERS = frozenset(
    """
    builtins.open pathlib.Path().open codecs.open os.fdopen io.open_code io.FileIO
    tempfile.NamedTemporaryFile tempfile.TemporaryFile
    """.split()
)
_GROWING = frozenset({"readlines", "writelines"})
_TABLES = ("csv.", "shutil.copyfileobj", "pandas.", "fastavro.", "ijson.", "xml.", "lxml.", "mailbox.")
# of a handle whose reading or writing is what may take long
_ASIDE = frozenset({"close", "seek", "tell", "flush", "detach", "truncate"})


def weighed(hits: list[Hit], calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> list[Hit]:
    """The blocking calls of a function, those of a file that is soon done with in a group that weighs less.

    Args:
        hits: what was found.
        calls: all calls of the function.
        loops: all loops of the function.
    """
    opened = {hit.at.path for hit in hits if hit.name in _OPENERS and isinstance(hit.at, CallFact)}
    small = {path for path in opened if _soon_done(path, calls, loops)}
    return [hit._replace(group=_SHORT) if _is_small(hit, opened, small) else hit for hit in hits]


def _is_small(hit: Hit, opened: set[str], small: set[str]) -> bool:
    path = hit.at.path if isinstance(hit.at, CallFact) else ""
    head = next((head for head in opened if path.startswith(head + "().")), "")
    return path in small or head in small or bool(head and path[len(head) + 3 :] in _ASIDE)


def _soon_done(path: str, calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> bool:
    """Whether what a function opens at ``path`` is read or written at once, or only passed on."""
    handle = path + "()"
    methods = [call for call in calls if call.path.startswith(handle + ".")]
    takers = [call for call in calls if handle in call.args or handle in dict(call.kwargs).values()]
    inside = {call.loop for call in calls if call.path == path}
    if any(loop.iterable == handle for loop in loops):
        return False
    if any(call.loop >= 0 and call.loop not in inside for call in methods + takers):
        return False
    growing = {call.path[len(handle) + 1 :] for call in methods} & _GROWING
    return not growing and not any(call.path.startswith(_TABLES) for call in takers)
