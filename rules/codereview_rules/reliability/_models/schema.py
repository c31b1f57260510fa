"""The tables of a project, as its model classes declare them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from codereview.api import Note
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.patterns import lazy_pattern
from .collect import Models

_ROOTS = lazy_pattern(
    r"sqlalchemy\.orm\.(?:DeclarativeBase|MappedAsDataclass|DeclarativeBaseNoMeta|declarative_base\(\)|decl_api\.\w+)$"
    r"|sqlalchemy\.ext\.declarative\.(?:api\.)?declarative_base\(\)$|sqlalchemy\.ext\.asyncio\.AsyncAttrs$"
    r"|flask_sqlalchemy\.SQLAlchemy\(\)\.Model$|sqlmodel\.SQLModel$|django\.db\.models\.Model$"
)
"""Bases that bring no columns of their own."""
_MADE_BASES = ("declarative_base", "as_declarative", "SQLAlchemy", "generate_base")
_CUSTOM = frozenset({"cls", "model_class", "metaclass", "class_registry", "**"})
_LIBRARIES = (
    ("sqlalchemy.", "sqlalchemy"),
    ("flask_sqlalchemy.", "sqlalchemy"),
    ("sqlmodel.", "sqlmodel"),
    ("django.db.models.", "django"),
    ("django.contrib.", "django"),
)


class Column(NamedTuple):
    """A column. ``default`` and ``server`` are kinds as the collector notes them."""

    name: str
    lib: str
    kind: str
    type: str
    flags: frozenset[str]
    foreign: str
    default: str
    server: str
    note: Note


class Relation(NamedTuple):
    """A relation of SQLAlchemy. ``cascade``: whether it says what becomes of the rows behind it."""

    name: str
    target: str
    back: str
    reverse: str
    cascade: bool
    note: Note


class Table(NamedTuple):
    """A model class with what it declares itself; ``complete`` if nothing unknown can add to it."""

    key: Key
    cls: str
    name: str
    lib: str
    indexed: frozenset[str]
    options: frozenset[str]
    columns: dict[str, Column]
    relations: dict[str, Relation]
    note: Note


class Schema:
    """All model classes.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._answers: dict[str, bool] = {}
        self.tables: dict[Key, Table] = {}
        self.by_class: dict[str, list[Table]] = defaultdict(list)
        for path, notes in project.noted(Models):
            self._read(path, notes)
        for table in self.tables.values():
            self.by_class[table.cls.rpartition(".")[2]].append(table)

    def _read(self, path: str, notes: tuple[Note, ...]) -> None:
        index = {cls.qualname: number for number, cls in enumerate(self.project.files[path].classes)}
        libs: dict[str, str] = {}
        columns: dict[str, dict[str, Column]] = defaultdict(dict)
        relations: dict[str, dict[str, Relation]] = defaultdict(dict)
        for note in notes:
            if note.kind == "table":
                continue
            cls, attr, called = (str(value) for value in note.values[:3])
            known = self.project.resolve(path, called)
            lib = next((lib for prefix, lib in _LIBRARIES if known.name.startswith(prefix)), "")
            if not lib or known.kind != "external":
                continue
            libs[cls] = lib
            if note.kind == "relation":
                target, back, reverse, cascade = (str(value) for value in note.values[3:])
                relations[cls][attr] = Relation(
                    attr, target.rpartition(".")[2], back, reverse, bool(cascade), note
                )
            else:
                columns[cls][attr] = _column(attr, lib, known.name.rpartition(".")[2], note)
        for note in notes:
            cls = str(note.values[0])
            if note.kind == "table" and cls in libs and cls in index:
                _, name, indexed, options = note.values
                key = path, index[cls]
                self.tables[key] = Table(
                    key,
                    cls,
                    str(name),
                    libs[cls],
                    _set(indexed),
                    _set(options),
                    columns[cls],
                    relations[cls],
                    note,
                )

    def kept(self, name: str, find: Callable[[], bool]) -> bool:
        """An answer about the whole project that is found once."""
        if name not in self._answers:
            self._answers[name] = find()
        return self._answers[name]

    def above(self, table: Table) -> list[Table]:
        """The table and those of its bases, nearest first."""
        found = (
            self.tables.get(key) for key in self.project.resolver.bases(table.key) if not isinstance(key, str)
        )
        return [item for item in found if item is not None]

    def outside(self, table: Table) -> list[str]:
        """Bases that are not the project's and could bring columns."""
        bases = self.project.resolver.bases(table.key)
        return [base for base in bases if isinstance(base, str) and not _ROOTS.match(base)]

    @cached_property
    def customised(self) -> bool:
        """Whether the base that a library makes gets more from elsewhere: ``declarative_base(cls=Mine)``."""
        for facts in self.project.files.values():
            for call in facts.calls:
                if (
                    call.kwargs
                    and call.path.endswith(_MADE_BASES)
                    and not _CUSTOM.isdisjoint(name for name, _ in call.kwargs)
                ):
                    return True
        return False

    def is_table(self, table: Table) -> bool:
        """Whether it stands for a table of its own, and is no mixin or abstract base."""
        return "abstract" not in table.options and (
            bool(table.name) or table.lib == "django" or self._named_by_library(table) != ""
        )

    def _named_by_library(self, table: Table) -> str:
        """The name that Flask-SQLAlchemy or SQLModel give a table without one."""
        bases = self.project.resolver.bases(table.key)
        if "table" in table.options:
            return table.cls.lower()
        if any(isinstance(base, str) and base.startswith("flask_sqlalchemy.") for base in bases):
            return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", table.cls).lower()
        return ""

    def name(self, table: Table) -> str:
        """The name of the table; empty where it is not known."""
        return table.name or ("" if "__tablename__" in table.options else self._named_by_library(table))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all tables, as far as they are known."""
        return frozenset(self.name(table) for table in self.tables.values())

    @cached_property
    def all_classes(self) -> frozenset[str]:
        """The names of all classes of the project."""
        return frozenset(cls.name for facts in self.project.files.values() for cls in facts.classes)

    @cached_property
    def reverse_names(self) -> frozenset[str]:
        """Attributes that relations elsewhere give to the classes they point at."""
        return frozenset(
            r.reverse for table in self.tables.values() for r in table.relations.values() if r.reverse
        )

    def one_to_one(self, table: Table) -> frozenset[str]:
        """What Django calls the one row behind a row: by the class of a model below it, or of a `OneToOneField`."""
        below = (self.project.classes.fact(key).name for key in self.project.classes.below(table.key))
        return self._one_to_one | {name.lower() for name in below}

    @cached_property
    def _one_to_one(self) -> frozenset[str]:
        found: set[str] = set()
        for table in self.tables.values():
            for attr in self.project.classes.fact(table.key).attrs:
                if attr.path.endswith("OneToOneField()"):
                    named = dict(attr.kwargs).get("related_name", "")
                    found.add(named.lstrip("'=") or table.cls.rpartition(".")[2].lower())
        return frozenset(found)

    def attributes(self, table: Table) -> frozenset[str] | None:
        """All names that instances have; None where something unknown could add to them."""
        if self.outside(table) or (table.lib != "django" and self.customised):
            return None
        found: set[str] = set()
        for key in self.project.resolver.bases(table.key):
            if isinstance(key, str):
                continue
            cls = self.project.resolver.class_(key)
            if cls.keywords and [name for name, _ in cls.keywords] != ["table"]:
                return None
            if "__getattr__" in cls.methods or "__init__" in cls.methods or cls.decorators:
                return None
            found.update(cls.methods, (attr.name for attr in cls.attrs))
            for function in self.project.files[key[0]].functions:
                if function.cls == key[1]:
                    found.add(function.name)
        return frozenset(found)


def _column(attr: str, lib: str, called: str, note: Note) -> Column:
    kind, flags, foreign, default, server = note.values[3:]
    return Column(attr, lib, called, str(kind), _set(flags), str(foreign), str(default), str(server), note)


def _set(value: object) -> frozenset[str]:
    return frozenset(value) if isinstance(value, tuple) else frozenset()
