"""Settings classes: which keys their fields take, with prefixes, nesting and aliases, through their bases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.notes import Note

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_BASE = re.compile(r"pydantic(?:_settings|\.v1|\.env_settings|_settings\.main)?(?:\.\w+)*\.BaseSettings$")
_NONE = "-"
_UNKNOWN = "?"
_DEEPEST = 8


class Field(NamedTuple):
    """A field of a settings class. ``keys`` are the environment keys that it takes, in upper case; empty where they
    are not known. ``nested``: what keys of its parts begin with, empty if it has none. ``named``: how often its name
    stands in the file that declares it."""

    cls: str
    name: str
    path: str
    line: int
    keys: tuple[str, ...]
    required: bool
    nested: str = ""
    named: int = 1


class Settings:
    """All settings classes of a project.

    Args:
        project: the project.
        notes: the name of the collector that noted classes and fields.
    """

    def __init__(self, project: ProjectFacts, notes: str) -> None:
        self.project = project
        self._declared: dict[tuple[str, str], Note] = {}
        self._fields: dict[tuple[str, str], list[Note]] = defaultdict(list)
        for path, facts in project.files.items():
            for note in facts.noted.get(notes, ()):
                if note.kind == "settings":
                    self._declared[path, str(note.values[0])] = note
                elif note.kind == "field":
                    self._fields[path, str(note.values[0])].append(note)

    @cached_property
    def classes(self) -> dict[tuple[str, str], tuple[str, str, tuple[str, ...]]]:
        """Classes that come from ``BaseSettings``, with prefix, delimiter and options; ``?`` for what is not known."""
        found = {}
        for key in self._declared:
            chain = list(self._chain(key, 0))
            if chain and chain[-1] is None:
                own = [link for link in chain if link is not None]
                prefix = next((v for k in own if (v := str(self._declared[k].values[2])) != _NONE), "")
                delimiter = next((v for k in own if (v := str(self._declared[k].values[3])) != _NONE), "")
                options = tuple(str(o) for k in own for o in self._options(k))
                found[key] = prefix, "" if delimiter == "None" else delimiter, options
        return found

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields of all of them, those of their own bases under each."""
        found: list[Field] = []
        for key, (prefix, delimiter, _) in self.classes.items():
            seen: set[str] = set()
            for link in self._chain(key, 0):
                for note in self._fields[link] if link is not None else ():
                    if link is not None and str(note.values[1]) not in seen:
                        seen.add(str(note.values[1]))
                        found.append(self._field(link[0], note, prefix, delimiter))
        return tuple(found)

    @property
    def is_open(self) -> bool:
        """Whether some class takes keys whose names are not known."""
        return any(prefix == _UNKNOWN for prefix, _, _ in self.classes.values())

    def _field(self, path: str, note: Note, prefix: str, delimiter: str) -> Field:
        name = str(note.values[1])
        aliases = note.values[2]
        given = aliases if isinstance(aliases, tuple) else ()
        keys = tuple(alias.upper() for alias in given) or (f"{prefix}{name}".upper(),)
        known = _UNKNOWN not in (*given, prefix)
        nested = f"{prefix}{name}{delimiter}".upper() if delimiter else ""
        required = note.values[3] == "required"
        if required and self.project.resolve(path, str(note.values[4])).kind in ("class", "instance"):
            required = False  # a model of its own is built of its own keys, or by a default of its parts
        return Field(
            str(note.values[0]),
            name,
            path,
            note.line,
            keys if known else (),
            required,
            nested,
            int(str(note.values[5])),
        )

    def _options(self, key: tuple[str, str]) -> tuple[str, ...]:
        found = self._declared[key].values[4]
        return found if isinstance(found, tuple) else ()

    def _chain(self, key: tuple[str, str], depth: int) -> Iterator[tuple[str, str] | None]:
        """A class and its bases, nearest first; None in the end if they lead to ``BaseSettings``."""
        note = self._declared.get(key)
        if note is None or depth > _DEEPEST:
            return
        yield key
        bases = note.values[1]
        for base in bases if isinstance(bases, tuple) else ():
            target = self.project.resolve(key[0], base)
            if _BASE.match(base) or (target.kind == "external" and _BASE.match(target.name)):
                yield None
                return
            if target.kind == "class":
                name = self.project.files[target.file].classes[target.index].qualname
                rest = list(self._chain((target.file, name), depth + 1))
                if rest:
                    yield from rest
                    return


__all__ = ["Field", "Settings"]
