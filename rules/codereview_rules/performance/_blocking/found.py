"""What the scan of a function finds: blocking calls, and calls of plain functions of the project."""

from __future__ import annotations

from typing import NamedTuple

from codereview.api import Place
from codereview.facts.project import Key

from .table import Group


class Hit(NamedTuple):
    """A blocking call in a function. ``sure`` is false if the object's type is only declared or inferred;
    ``rare`` is a call in an exception handler; ``shown`` is its name in messages; ``given`` means that it is
    an argument of the call that stands there; ``once`` that it fills what is then kept."""

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


class Step(NamedTuple):
    """A call of a first-party plain function. ``title`` is how it is written in messages."""

    key: Key
    at: Place
    callee: Key
    title: str
    sure: bool
    once: bool
