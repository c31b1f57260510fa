"""Whether this process can be copied, and work that a copy of it does meanwhile."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


def can_copy() -> bool:
    """Whether this process can be copied: on Linux, as long as no thread could hold a lock in the copy."""
    return sys.platform == "linux" and threading.active_count() == 1


class Meanwhile(Generic[T]):
    """Work that a copy of this process begins at once; where there is no copy, or it fails, it is done here when it is
    asked for, and raises here what it raises.

    Args:
        work: what is to be done; it changes nothing in this process, and its result can be pickled.
        copied: whether a copy is wanted at all.
    """

    def __init__(self, work: Callable[[], T], copied: bool = True) -> None:
        self._work = work
        self._copy = 0
        self._read = -1
        if copied and can_copy():
            self._read, write = os.pipe()
            self._copy = os.fork()
            if not self._copy:
                _answer(work, write)
            os.close(write)

    def result(self) -> T:
        """What the work gave; asked for once."""
        if not self._copy:
            return self._work()
        with open(self._read, "rb") as stream:
            data = stream.read()
        _, status = os.waitpid(self._copy, 0)
        if status or not data:
            return self._work()
        found: T = pickle.loads(data)
        return found


def _answer(work: Callable[[], T], write: int) -> None:
    """Ends the copy, whatever happens: nothing of this process may run in it any further."""
    status = 1
    try:
        with open(write, "wb") as stream:
            stream.write(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
        status = 0
    finally:
        os._exit(status)
