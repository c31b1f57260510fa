"""The project's database models and the relations that they declare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.paths import last_name
from codereview_rules.performance._queries import tables
from codereview_rules.performance._queries.kinds import by_fields
from codereview_rules.performance._queries.loading import loaders

if TYPE_CHECKING:
    from codereview.facts.module import AttrFact, ClassFact
    from codereview.facts.project import Key, ProjectFacts

_TABLES = frozenset({"__tablename__", "__table__"})
_BASES = tuple(prefix for prefixes in tables.ACTIVE_BASES.values() for prefix in prefixes)


SAME = "<"
"""Marks the name of a relation that leads back to the very row that the rows were reached from."""


class Relation(NamedTuple):
    """A relation of a model to one or ``many`` rows of ``target``; ``lazy`` if reading it runs a query."""

    name: str
    many: bool
    target: Key | None
    lib: str
    lazy: bool
    path: str
    line: int
    manager: bool = False
    inverse: str = ""
    """The attribute of the target's rows that leads back, which is known without a query."""
    generic: bool = False
    """A foreign key to any model, which no join can follow."""
    apart: bool = False
    """A key without a constraint of the database: the other table may stand in another one."""
    optional: bool = False
    """A key that may be empty: reading it runs a query only where it is not."""


class Models:
    """All models of a project. Answers are remembered."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.libs: dict[Key, str] = {}
        self.by_name: dict[str, list[Key]] = defaultdict(list)
        self.own: dict[Key, dict[str, Relation]] = {}
        self.reverse: dict[Key, dict[str, Relation]] = defaultdict(dict)
        self.reverse_names: set[str] = set()
        self.accessors: dict[str, Relation] = {}
        """Accessors like ``book_set`` that only one model has."""
        self._find()
        self.users = self._users()
        for key in self.libs:
            self.own[key] = dict(self._declared(key))
        for key in self.libs:
            self._reversed(key)
        self._relations: dict[tuple[Key, str], Relation | None] = {}

    @cached_property
    def has_django(self) -> bool:
        """Whether a file of the project imports Django."""
        files = self.project.files.values()
        return any(one.module.startswith("django") for facts in files for one in facts.imports)

    def lib(self, key: Key) -> str:
        """The library whose model a class is, or an empty string."""
        return self.libs.get(key, "")

    def label(self, key: Key | None) -> str:
        """The class's name."""
        return self.project.files[key[0]].classes[key[1]].name if key else ""

    def relation(self, key: Key, name: str) -> Relation | None:
        """The relation that an attribute of a model is, its bases and reverse accessors included."""
        at = (key, name)
        if at not in self._relations:
            self._relations[at] = self._look(key, name)
        return self._relations[at]

    def back(self, owner: Key, relation: Relation) -> frozenset[str]:
        """The attributes of a relation's rows that lead back to the row they were reached from: known,
        without a query."""
        if relation.inverse:
            return frozenset({relation.inverse, SAME + relation.inverse})
        if relation.lib != "sqlalchemy" or not relation.many or relation.target is None:
            return frozenset()
        own = self.own.get(relation.target, {})
        return frozenset(name for name, other in own.items() if not other.many and other.target == owner)

    def _look(self, key: Key, name: str) -> Relation | None:
        for base in self.project.resolver.bases(key):
            if not isinstance(base, str):
                found = self.own.get(base, {}).get(name) or self.reverse.get(base, {}).get(name)
                if found is not None:
                    return found
        return None

    def named(self, name: str, file: str) -> Key | None:
        """The model of that class name as seen from a file: its own or imported one, else the only one."""
        target = self.project.resolver.symbol(file, name)
        if target.kind == "class":
            return target.key if target.key in self.libs else None
        keys = self.by_name.get(name, [])
        near = [key for key in keys if key[0] == file] or keys
        return near[0] if len(near) == 1 else None

    def _find(self) -> None:
        project = self.project
        for path, facts in project.files.items():
            for index, cls in enumerate(facts.classes):
                if not cls.bases and not cls.attrs:
                    continue
                lib = self._library((path, index), cls)
                if lib:
                    self.libs[path, index] = lib
                    self.by_name[cls.name].append((path, index))

    def _library(self, key: Key, cls: ClassFact) -> str:
        for attr in cls.attrs:
            if attr.name in _TABLES:
                return "sqlalchemy"
        if not cls.bases:
            return by_fields(cls)
        bases = self.project.resolver.bases(key)
        outside = [base for base in bases if isinstance(base, str)]
        known = [base for base in outside if base.startswith(_BASES)]
        for lib, prefixes in tables.ACTIVE_BASES.items() if known else ():
            if any(base.startswith(prefixes) for base in outside) and not any(
                b.startswith(("django.db.models.TextChoices", "django.db.models.IntegerChoices"))
                for b in outside
            ):
                if outside[0] == "sqlmodel.SQLModel" and not any(name == "table" for name, _ in cls.keywords):
                    continue
                return lib
        for base in outside:
            if base.endswith((".db.Model", ".db.Model()")):
                return "sqlalchemy"
        if self._stars and any(not isinstance(base, str) and self._starred(base) for base in bases):
            return "peewee"
        return by_fields(cls)

    @cached_property
    def _stars(self) -> bool:
        """Whether some file has ``from peewee import *``."""
        return any("peewee" in facts.stars for facts in self.project.files.values())

    def _starred(self, key: Key) -> bool:
        """Whether a class has peewee's ``Model`` as its base, by ``from peewee import *``."""
        facts = self.project.files[key[0]]
        return "peewee" in facts.stars and "@.Model" in facts.classes[key[1]].bases

    def _users(self) -> Key | None:
        found = [
            key
            for key in self.libs
            if any(
                isinstance(base, str) and base.endswith((".AbstractUser", ".AbstractBaseUser"))
                for base in self.project.resolver.bases(key)
            )
        ]
        named = [key for key in found if self.label(key) in ("User", "CustomUser", "Account", "UserProfile")]
        return next(iter(named or found or self.by_name.get("User", [])), None)

    def _declared(self, key: Key) -> Iterator[tuple[str, Relation]]:
        cls = self.project.files[key[0]].classes[key[1]]
        for attr in cls.attrs:
            relation = self._relation_of(key, attr)
            if relation is not None:
                if relation.manager and relation.lib == "django":
                    self.reverse_names.add(attr.name)
                yield attr.name, relation

    def _relation_of(self, key: Key, attr: AttrFact) -> Relation | None:
        kind = last_name(attr.path)
        kwargs = dict(attr.kwargs)
        if kind in tables.FOREIGN_KEYS and kwargs.get("rel_model") != "":
            given = attr.args[0] if attr.args else kwargs.get("to", kwargs.get("model", ""))
            if kind == "ForeignKey" and "sqlalchemy" in attr.path:
                return None
            target, generic = self._target(key, given), kind == "GenericForeignKey"
            apart, optional = kwargs.get("db_constraint") == "=False", kwargs.get("null") == "=True"
            return Relation(
                attr.name, False, target, self.lib(key), True, key[0], attr.line,
                generic=generic, apart=apart, optional=optional,
            )  # fmt: skip
        if kind in tables.TO_MANY:
            given = attr.args[0] if attr.args else kwargs.get("to", "")
            return Relation(
                attr.name, True, self._target(key, given), "django", True, key[0], attr.line, True
            )
        if kind in tables.RELATIONSHIPS:
            return self._relationship(key, attr, kwargs)
        return None

    def _relationship(self, key: Key, attr: AttrFact, kwargs: dict[str, str]) -> Relation:
        lazy = kwargs.get("lazy", _of_sqlmodel(kwargs)).lstrip("'=")
        target = self._target(key, attr.args[0]) if attr.args else None
        many = attr.name.endswith("s")
        if attr.annotation:
            noted = self.project.resolve(key[0], attr.annotation)
            many = noted.kind == "elements" or attr.annotation.endswith("*")
            inner = noted.inner if noted.kind == "elements" else noted
            if target is None and inner is not None and inner.kind == "instance":
                target = inner.key
        many = many and kwargs.get("uselist") != "=False"
        return Relation(
            attr.name,
            many,
            target,
            "sqlalchemy",
            lazy not in tables.EAGER_LAZY,
            key[0],
            attr.line,
            lazy == "dynamic",
        )

    def _target(self, key: Key, given: str) -> Key | None:
        if not given:
            return None
        if given[0] == "'":
            name = given[1:].rpartition(".")[2]
            return key if name == "self" else self.named(name, key[0])
        if given.endswith("AUTH_USER_MODEL") or given.endswith("get_user_model()"):
            return self.users
        target = self.project.resolve(key[0], given)
        return target.key if target.kind == "class" else None

    def _reversed(self, key: Key) -> None:
        """Adds the accessors that the relations of a model make on the models that they point at."""
        cls = self.project.files[key[0]].classes[key[1]]
        for attr in cls.attrs:
            relation = self.own[key].get(attr.name)
            if relation is None or relation.target is None:
                continue
            kwargs = dict(attr.kwargs)
            if relation.lib == "sqlalchemy":
                name = kwargs.get("backref", "")
                many, manager = not relation.many, False
            else:
                single = last_name(attr.path) in ("OneToOneField", "AutoOneToOneField")
                default = "'" + cls.name.lower() + ("" if single else "_set")
                name = kwargs.get("related_name", kwargs.get("backref", default))
                many, manager = not single, not single
            if name.startswith("'") and name[1:].isidentifier():
                inverse = "" if relation.many else attr.name
                made = Relation(name[1:], many, key, relation.lib, True, key[0], attr.line, manager, inverse)
                self.reverse[relation.target][name[1:]] = made
            if name.startswith("'") and manager and relation.lib == "django":
                self._accessor(name[1:], made)

    def _accessor(self, name: str, made: Relation) -> None:
        if name in self.reverse_names:
            self.accessors.pop(name, None)
        else:
            self.accessors[name] = made
        self.reverse_names.add(name)

    def is_ordered(self, key: Key | None) -> bool:
        """Whether a model of Django says in its ``Meta`` in which order its rows come."""
        for base in self.project.resolver.bases(key) if key is not None else ():
            if not isinstance(base, str):
                classes = self.project.files[base[0]].classes
                name = f"{classes[base[1]].qualname}.Meta"
                if any(c.qualname == name and any(a.name == "ordering" for a in c.attrs) for c in classes):
                    return True
        return False

    @cached_property
    def members(self) -> frozenset[str]:
        """The names of all that the rows of some model have: relations, methods, what is assigned to them."""
        found = {name for own in (*self.own.values(), *self.reverse.values()) for name in own}
        bases = {base for key in self.libs for base in self.project.resolver.bases(key)}
        for base in bases:
            if not isinstance(base, str):
                cls = self.project.resolver.class_(base)
                found.update(cls.methods)
                found.update(attr.name for attr in cls.attrs)
        return frozenset(found)

    @cached_property
    def loaded_through(self) -> frozenset[str]:
        """Accessors behind which some query of the project loads more: ``book_set`` of
        ``"book_set__author"``."""
        found: set[str] = set()
        for facts in self.project.files.values():
            paths = [path for function in facts.functions for path in function.returns]
            paths += [loop.iterable for loop in facts.loops]
            paths += [call.path for call in facts.calls]
            for path in paths:
                if "__" in path and "_related(" in path:
                    found.update(
                        part for name in path.replace("(", ",").split(",") for part in name.split("__")[:-1]
                    )
        return frozenset(found)

    @cached_property
    def loaders(self) -> frozenset[str]:
        """Names of first-party functions that load relations with a query."""
        return loaders(self.project)


def _of_sqlmodel(kwargs: dict[str, str]) -> str:
    """How a relationship is loaded by what SQLModel is given for it; what stands elsewhere is not told, and so no
    claim is made."""
    given = kwargs.get("sa_relationship_kwargs", "'select")
    return "'select" if given == "=dict" else given if given[:1] == "'" else "'noload"
