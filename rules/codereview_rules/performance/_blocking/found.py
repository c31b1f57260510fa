"""What the scan of a function finds: blocking calls, and calls of plain functions of the project."""

from __future__ import annotations

from typing import NamedTuple

from codereview.api import Confidence, Place
from codereview.facts.module import CONDITIONAL, IN_HANDLER
from codereview.facts.project import Key

from .table import Group

# what is done for those that failed, at leisure
ON_FAILURE = frozenset({"file", "file system", "image or document work"})
_CACHES = ("redis.", "django.core.cache.", "pymemcache.", "memcache.")


def is_conditional(at: Place) -> bool:
    """Whether a call stands under a condition."""
    return bool(getattr(at, "flags", 0) & CONDITIONAL)


class Hit(NamedTuple):
    """A blocking call in a function. ``sure`` is false if the object's type is only declared or inferred;
    ``rare`` is a call in an exception handler; ``shown`` is its name in messages; ``given`` means that it is
    an argument of the call that stands there; ``once`` that it fills what is then kept; ``exchange`` is where what it
    belongs to begins: the first of several statements of one session, which go to a thread together."""

    key: Key
    at: Place
    name: str
    group: Group
    sure: bool
    cause: Place
    shown: str
    rare: bool = False
    given: bool = False
    once: bool = False
    exchange: Place | None = None
    lapses: bool = False
    """Whether it fills what is then kept for a while."""

    @property
    def light(self) -> bool:
        """Whether it asks a cache, which answers in a millisecond: what is done without its answer takes longer."""
        return self.name.startswith(_CACHES)

    @property
    def slight(self) -> bool:
        """Whether it is a note wherever it is reached from: soon done, or done only as something fails."""
        return self.group.confidence is Confidence.LOW or (self.rare and self.group.kind in ON_FAILURE)


class Step(NamedTuple):
    """A call of a first-party plain function. ``title`` is how it is written in messages."""

    key: Key
    at: Place
    callee: Key
    title: str
    sure: bool
    once: bool
    lapses: bool = False

    @property
    def rare(self) -> bool:
        """Whether it stands in an exception handler."""
        return bool(getattr(self.at, "flags", 0) & IN_HANDLER)
