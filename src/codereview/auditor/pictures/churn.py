"""Git's history -> how often each production file was changed; read while the files are analysed, cached by commit."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence

import msgspec

from codereview.collect import Repository
from codereview.collect.history import History, Reader
from codereview.engine.cache import Cache
from codereview.model_pictures import Churn, FileChurn

LISTED = 150
_LAYOUT = 1
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(History).decode


class Past(msgspec.Struct, frozen=True):
    """What is known of the past: changes by the path that reports show."""

    history: History
    shown: Mapping[str, str]
    shallow: bool = False


class PastReader:
    """Reads the past of a repository beside other work. Use as a context manager: what still runs at its end is ended.

    Args:
        repository: what was collected.
        cache: where what was read is kept.
        wanted: whether it is to be read at all; an audit of single files does not ask.
    """

    def __init__(self, repository: Repository, cache: Cache, wanted: bool) -> None:
        self._repository = repository
        self._cache = cache
        self._wanted = wanted
        self._reader: Reader | None = None
        self._known: History | None = None
        self._key = ""
        self.lasting = True

    def __enter__(self) -> PastReader:
        vcs = self._repository.vcs
        if not self._wanted:
            return self
        if vcs is None:
            self._known = History(reason="the folder is in no git work tree")
        elif not vcs.commit:
            self._known = History(reason="nothing is committed yet")
        else:
            self._key = _key(self._repository, vcs.commit)
            self._known = _stored(self._cache, self._key)
            if self._known is None:
                self._reader = Reader(self._repository.root)
        return self

    def __exit__(self, *_: object) -> None:
        if self._reader is not None:
            self._reader.close()

    def advance(self) -> None:
        """To be called now and then while it is read."""
        if self._reader is not None:
            self._reader.advance()

    def past(self) -> Past | None:
        """What was read; waits for it. None if it was not wanted."""
        if not self._wanted:
            return None
        if self._known is None and self._reader is not None:
            self._known = self._reader.result()
            self.lasting = self._known.lasting
            if self.lasting:
                self._cache.put({self._key: _encode(self._known)})
        shown = {file.os_path.replace(os.sep, "/"): file.path for file in self._repository.files}
        return Past(self._known or History(), shown, bool(self._repository.shallow))


def _key(repository: Repository, commit: str) -> str:
    parts = (str(_LAYOUT), repository.root, commit, repository.shallow)
    return "history:" + hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:40]


def _stored(cache: Cache, key: str) -> History | None:
    data = cache.get([key]).get(key)
    try:
        return None if data is None else _decode(data)
    except msgspec.DecodeError:
        return None  # stored by another build of the same version


def churn(statements: Mapping[str, int], points: Mapping[str, float], past: Past | None) -> Churn | None:
    """How often files were changed, those first whose changes and points are highest together.

    Args:
        statements: AST statements by file of production code; other files are left out.
        points: what the findings in a file cost.
        past: the history; None where nobody asks for it.
    """
    if past is None:
        return None
    history = past.history
    if history.reason:
        return Churn(not_assessed=history.reason)
    found = [
        FileChurn(
            path=path,
            commits=changes.commits,
            newest=changes.newest,
            statements=statements[path],
            points=points.get(path, 0.0),
        )
        for name, changes in history.files.items()
        if (path := past.shown.get(name, "")) in statements
    ]
    return Churn(
        commits=history.commits,
        more=history.more,
        shallow=past.shallow,
        files=_first(found),
        file_count=len(found),
    )


def _first(found: Sequence[FileChurn]) -> tuple[FileChurn, ...]:
    ranked = sorted(
        found, key=lambda item: (-item.commits * item.points, -item.commits, -item.points, item.path)
    )
    return tuple(ranked[:LISTED])
