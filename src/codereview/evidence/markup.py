"""XML of strangers, element by element: no entity is expanded, nothing outside is fetched, memory is bounded."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import Protocol
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from codereview.evidence.values import UnreadableError

DEEPEST = 64
MOST_ELEMENTS = 5_000_000


class Element(Protocol):
    """What is used of an element."""

    tag: str
    text: str | None

    def get(self, key: str, default: str = "") -> str:
        """The value of an attribute."""
        ...

    def clear(self) -> None:
        """Forgets what it holds."""
        ...


def each(
    data: bytes, starts: Callable[[str, Element, int], None], ends: Callable[[str, Element, int], None]
) -> None:
    """Calls ``starts`` and ``ends`` with local name, element and depth (the root has 0), in document order.

    An element is emptied after its end, so that a large file does not fill the memory.

    Raises:
        UnreadableError: it is not well-formed, declares entities, or is nested deeper than `DEEPEST`.
    """
    depth = count = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end")):
            name = element.tag.rpartition("}")[2]
            if event == "start":
                count += 1
                if depth >= DEEPEST or count > MOST_ELEMENTS:
                    raise UnreadableError("is nested too deeply or has too many elements")
                starts(name, element, depth)
                depth += 1
            else:
                depth -= 1
                ends(name, element, depth)
                element.clear()
    except ParseError as error:
        line, column = getattr(error, "position", (1, 0))
        raise UnreadableError(f"is no well-formed XML at line {line}, column {column + 1}") from None
    except DefusedXmlException:
        raise UnreadableError(
            "declares entities, which no tool's report does and which can be an attack"
        ) from None
    except (LookupError, ValueError):  # an encoding that there is not
        raise UnreadableError("is XML in an encoding that cannot be read") from None


def root_of(data: bytes) -> tuple[str, frozenset[str]]:
    """Local name of the root element, and the names of its first children as far as they are needed.

    Raises:
        UnreadableError: as `each`.
    """
    found: list[str] = []
    children: set[str] = set()

    def starts(name: str, element: Element, depth: int) -> None:
        if depth == 0:
            found.append(name)
        elif depth == 1:
            children.add(name)
        if len(children) >= 2 or depth > 1:
            raise _EnoughError

    with contextlib.suppress(_EnoughError):
        each(data, starts, lambda name, element, depth: None)
    return (found[0] if found else "", frozenset(children))


class _EnoughError(Exception):
    """Stops reading."""


def whole(text: str | None) -> int:
    """A whole number from 0 to a billion; 0 for anything else."""
    value = seconds(text)
    return int(value) if value is not None and value <= 1_000_000_000 else 0


def seconds(text: str | None) -> float | None:
    """A number that is not negative, with or without thousands separators; None for anything else."""
    try:
        value = float((text or "").replace(",", "")[:40])
    except ValueError:
        return None
    return value if 0 <= value < 1e12 else None
