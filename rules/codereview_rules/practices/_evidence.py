"""What practices share: places of evidence, and how shares are said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from codereview.api import Related
from codereview.facts.live import Use
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.paths import last_name
from codereview.facts.routes.declared import Value
from codereview.facts.routes.values import Route

_NAMES = re.compile(r"(?<![%\w])[A-Za-z_]\w*")
"""The names in a path or in what is written, marks and arguments left out."""


def spot(path: str, line: int, message: str = "") -> Related:
    """A place of evidence."""
    return Related(path=path, line=line, message=message)


def places(uses: Iterable[Use], message: str = "") -> tuple[Related, ...]:
    """The places of calls, each line once; without a message each says what is called."""
    found: dict[tuple[str, int], Related] = {}
    for path, call in uses:
        found.setdefault((path, call.line), spot(path, call.line, message or f"`{shown(call)}`"))
    return spread(found.values())


def shown(call: CallFact) -> str:
    """The last two names of what is called, as far as they are known."""
    parts = _NAMES.findall(call.written or call.path) if call.path[:1] in "@%?" else _NAMES.findall(call.path)
    return ".".join(parts[-2:]) or last_name(call.path)


def spread(spots: Iterable[Related]) -> tuple[Related, ...]:
    """Evidence with the first place of every file before the second of any: a reader sees how far it goes."""
    rounds: dict[str, list[Related]] = {}
    for item in spots:
        rounds.setdefault(item.path, []).append(item)
    deepest = max((len(items) for items in rounds.values()), default=0)
    return tuple(items[n] for n in range(deepest) for items in rounds.values() if n < len(items))


def many(number: int, one: str, more: str = "") -> str:
    """A number with its noun: ``1 route``, ``3 routes``."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def files_of(items: Iterable[Related]) -> int:
    """In how many files evidence stands."""
    return len({item.path for item in items})


def keyword(call: CallFact, name: str) -> str:
    """The path of a keyword argument; empty if it is not given."""
    return next((path for key, path in call.kwargs if key == name), "")


def numbered(text: str, *parts: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that hold one of some parts, with their numbers; comments are left out."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare.startswith("#") and any(part in bare for part in parts):
            yield number, bare


def repeated(template: str, times: int, names: Sequence[str] = ()) -> str:
    """For examples: a text several times, with ``{n}`` for the number and ``{name}`` for the name of each."""
    return "".join(
        template.replace("{n}", str(number)).replace("{name}", names[number] if names else f"thing{number}")
        for number in range(times)
    )


def named(route: Route) -> str:
    """A route as evidence shows it: its path, or its handler where the path is not known."""
    return f"`{route.path if '/' in route.path else route.name}`"


def given_aliases(facts: Iterable[FileFacts]) -> frozenset[str]:
    """The names that stand for a dependency of FastAPI: ``CurrentUser = Annotated[User, Depends(...)]``."""
    return frozenset(
        item.target for file in facts for item in file.routing if item.kind == "assign" and gives(item.value)
    )


def gives(value: Value, aliases: frozenset[str] = frozenset()) -> bool:
    """Whether an expression holds a dependency of FastAPI, itself or by an alias."""
    if value.kind == "name" and value.last in aliases:
        return True
    if value.kind == "call" and value.last in ("Depends", "Security"):
        return True
    return value.kind in ("list", "call") and any(gives(item, aliases) for item in value.items)
