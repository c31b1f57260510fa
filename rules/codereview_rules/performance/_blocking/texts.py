"""How much of a file a function reads or writes through what it opens.

Texts, settings, states, tokens and templates are read or written at once: that blocks as every file does, yet
seldom for long, and a handle that is only passed on is read elsewhere. What goes on for as long as there is
data does: lines and chunks in a loop, all lines, tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from codereview.api import Confidence, Place, Severity
from codereview.facts.module import EXITS_LOOP, CallFact, LoopFact
from codereview.facts.paths import last_name

from .extent import in_rounds
from .found import Hit
from .system import HANDLE, OPEN, TEXT

SHORT = OPEN._replace(confidence=Confidence.LOW)
# what is handed to the system's cache, a few microseconds each time, while the next one arrives
_CHUNKS = OPEN._replace(severity=Severity.LOW)
_MANY = OPEN._replace(severity=Severity.LOW, instead="the whole loop in asyncio.to_thread")
_OPENERS = frozenset(
    """
    builtins.open pathlib.Path().open codecs.open os.fdopen io.open_code io.FileIO
    tempfile.NamedTemporaryFile tempfile.TemporaryFile
    """.split()
)
# of these only what is passed on: what is packed or unpacked here takes its time
_PACKED = frozenset({"gzip.open", "bz2.open", "lzma.open"})
_HEADS = tuple(name + "()." for name in _OPENERS)
_GROWING = frozenset({"readlines"})
_TABLES = ("csv.", "shutil.copyfileobj", "pandas.", "fastavro.", "ijson.", "xml.", "lxml.", "mailbox.")
_WHOLE = frozenset(
    "copyfileobj copytree copy copy2 copyfile move rmtree extract extractall unpack_archive make_archive".split()
)
_LISTINGS = ("os.walk", "os.listdir", "os.scandir", "glob.glob", "glob.iglob", ".iterdir", ".rglob", ".glob")
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
    passed = {hit.at.path for hit in hits if hit.name in _PACKED and isinstance(hit.at, CallFact)}
    small |= {path for path in passed if _is_passed_on(path, calls)}
    chunked = {path for path in opened - small if _is_chunked(path, calls, loops)}
    heads = tuple(path + "()." for path in chunked)
    found = [hit._replace(group=SHORT) if _is_small(hit, opened, small) else hit for hit in hits]
    found = [
        hit._replace(group=_CHUNKS._replace(follows=hit.group.follows))
        if _is_of(hit, chunked, heads)
        else hit
        for hit in found
    ]
    return [
        hit._replace(group=_MANY) if is_short(hit) and of_a_folder(hit.at, calls, loops) else hit
        for hit in found
    ]


def is_short(hit: Hit) -> bool:
    """Whether a call is of a file that is read or written at once."""
    return hit.group is TEXT or hit.group is SHORT


def is_much(hit: Hit, calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> bool:
    """Whether what is done with a file is more than to read or write one that is there: all of it is copied, packed
    with compression or unpacked, or one comes after another.

    Args:
        hit: the call.
        calls: all calls of the function in which it is.
        loops: all loops of that function.
    """
    return (
        hit.name.rpartition(".")[2] in _WHOLE
        or any(last_name(call.path) in _WHOLE or _packs(call) for call in calls)
        or in_rounds(hit.at, calls, loops)
    )


def _packs(call: CallFact) -> bool:
    """Whether a call makes an archive that is compressed, as those of tar may be."""
    return call.path == "tarfile.open" or any("ZIP_DEFLATED" in value for value in call.given)


def of_a_folder(at: Place, calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> bool:
    """Whether a place stands in a loop over all files of a folder.

    Args:
        at: the place.
        calls: all calls of the function in which it is.
        loops: all loops of that function.
    """
    if getattr(at, "flags", 0) & EXITS_LOOP:
        return False
    around = {loop.line for loop in loops if loop.line <= at.line <= loop.end_line and not loop.is_async}
    return any(call.line in around and call.path.endswith(_LISTINGS) for call in calls)


def _is_of(hit: Hit, paths: set[str], heads: tuple[str, ...]) -> bool:
    """Whether a call opens one of some files, or is a method of one."""
    path = getattr(hit.at, "path", "")
    return hit.group in (OPEN, HANDLE) and (path in paths or path.startswith(heads))


def _is_chunked(path: str, calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> bool:
    """Whether what is opened at ``path`` is only written to, each time something has arrived."""
    methods = [call for call in calls if call.path.startswith(path + "().")]
    waiting = [loop for loop in loops if loop.is_async]
    writes = [call for call in methods if call.path.rpartition(".")[2] not in _ASIDE]
    return bool(writes) and all(
        call.path.endswith(".write") and any(loop.line <= call.line <= loop.end_line for loop in waiting)
        for call in writes
    )


def _is_small(hit: Hit, opened: set[str], small: set[str]) -> bool:
    if hit.group is not HANDLE and hit.name not in _OPENERS | _PACKED:
        return False
    if not isinstance(hit.at, CallFact) or hit.name.endswith("__iter__"):
        return hit.group is HANDLE  # line by line
    path = hit.at.path
    head = next((head for head in opened if path.startswith(head + "().")), "")
    if path in small or head in small or path.rpartition(".")[2] in _ASIDE:
        return True
    return (
        not head
        and path not in opened
        and hit.name.startswith(_HEADS)
        and not hit.name.endswith(".readlines")
    )


def _soon_done(path: str, calls: Sequence[CallFact], loops: Sequence[LoopFact]) -> bool:
    """Whether what a function opens at ``path`` is read or written at once, or only passed on."""
    handle = path + "()"
    methods = [call for call in calls if call.path.startswith(handle + ".")]
    takers = [call for call in calls if handle in call.args or handle in dict(call.kwargs).values()]
    inside = {call.loop for call in calls if call.path == path}
    waiting = [loop for loop in loops if loop.is_async]
    if any(
        loop.line <= call.line <= loop.end_line
        for loop in waiting
        for call in methods
        if call.loop not in inside
    ):
        return False  # again for each chunk that arrives
    growing = {call.path[len(handle) + 1 :] for call in methods} & _GROWING
    return not growing and not any(call.path.startswith(_TABLES) for call in takers)


def _is_passed_on(path: str, calls: Sequence[CallFact]) -> bool:
    """Whether a function calls nothing of a handle itself, and hands its methods to somebody: ``f(handle.write)``."""
    handle = path + "()"
    return not any(call.path.startswith(handle) or handle in call.args for call in calls) and any(
        value.startswith(handle + ".") for call in calls for value in call.args
    )
