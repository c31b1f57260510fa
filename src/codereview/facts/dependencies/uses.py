"""How distributions are used without being imported, and what they bring with them: ``uses.toml``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Uses(NamedTuple):
    """``uses.toml``; its comments say what each part is."""

    by_name: re.Pattern[str]
    brings: Mapping[str, tuple[str, ...]]
    serves: Mapping[str, tuple[str, ...]]
    images: Mapping[str, tuple[str, ...]]
    hosts: frozenset[str]


@lru_cache(maxsize=1)
def uses() -> Uses:
    """The bundled table, read when it is first needed."""
    data = tomllib.loads((files(__package__) / "uses.toml").read_text("utf-8"))
    names = (re.escape(name).replace(r"\*", ".+") for name in data["by_name"].split())

    def split(part: str) -> dict[str, tuple[str, ...]]:
        return {name: tuple(value.split()) for name, value in data[part].items()}

    return Uses(
        re.compile("|".join(names)),
        split("brings"),
        split("serves"),
        split("images"),
        frozenset(data["hosts"]["modules"].split()),
    )


def is_used_by_name(distribution: str) -> bool:
    """Whether a distribution is a command, server, plug-in, driver or tool, so that no import is to be expected."""
    return uses().by_name.fullmatch(distribution) is not None


def serves(distribution: str, others: Iterable[str]) -> str:
    """One of the other distributions that uses this one when it is there; empty if none does."""
    wanted = uses().serves.get(distribution, ())
    return next((name for name in others if name in wanted), "")


def brought(distributions: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """What well-known distributions bring along.

    Args:
        distributions: canonical names with the extras that are asked for.

    Returns:
        For each distribution that comes along and is not itself given, the given one that brings it, directly or
        through others.
    """
    table = uses().brings
    found: dict[str, str] = {}
    queue = [
        (key, name)
        for name, extras in distributions.items()
        for key in (name, *(f"{name}[{extra}]" for extra in extras))
    ]
    while queue:
        key, first = queue.pop(0)
        for name in table.get(key, ()):
            if name not in found and name not in distributions:
                found[name] = first
                queue.append((name, first))
    return found
