"""Which first-party classes are closed: all that an instance can have is seen in the text.

A type checker that meets a class from a package that is not installed, a metaclass, or attributes that are set by
name, says much that is wrong. What it says of a closed class can be believed.
"""

from __future__ import annotations

import builtins
from collections import defaultdict
from functools import cached_property

from codereview.facts.module import ClassFact
from codereview.facts.project import Key, ProjectFacts

DATACLASS = frozenset({"dataclasses.dataclass", "dataclasses.dataclass()"})
_ATTRS = frozenset({"attr.s", "attr.attrs", "attr.dataclass", "attrs.define", "attr.define", "attrs.frozen",
                    "attr.frozen", "attrs.mutable", "attr.mutable"})  # fmt: skip
_HARMLESS = frozenset({"functools.total_ordering", "typing.final", "typing_extensions.final", "enum.unique",
                       "typing.runtime_checkable", "typing_extensions.runtime_checkable"})  # fmt: skip
_META = frozenset({"abc.ABCMeta", "enum.EnumMeta", "enum.EnumType"})
_MAGIC = ("__getattr__", "__getattribute__", "__setattr__", "__slots__", "__dict__", "__class__")
_SHOWN = frozenset(
    "threading.Thread logging.Handler logging.Formatter logging.Filter json.JSONEncoder ast.NodeVisitor "
    "ast.NodeTransformer html.parser.HTMLParser contextlib.ContextDecorator enum.Enum enum.IntEnum enum.Flag "
    "enum.IntFlag enum.StrEnum".split()
)
"""Classes of the standard library of which the type checker knows all attributes."""


class Classes:
    """The classes of a project, and what is certain of them."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._closed: dict[Key, bool] = {}

    @cached_property
    def by_name(self) -> dict[str, list[Key]]:
        """All classes by their own name."""
        found: dict[str, list[Key]] = defaultdict(list)
        for path, facts in self._project.files.items():
            for index, cls in enumerate(facts.classes):
                found[cls.name].append((path, index))
        return found

    @cached_property
    def _below(self) -> dict[Key, list[Key]]:
        found: dict[Key, list[Key]] = defaultdict(list)
        for path, facts in self._project.files.items():
            for index in range(len(facts.classes)):
                for base in self._project.resolver.bases((path, index))[1:]:
                    if not isinstance(base, str):
                        found[base].append((path, index))
        return found

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Attributes that some file gives to objects from outside, or asks them for by name."""
        return frozenset(name for facts in self._project.files.values() for name in facts.foreign)

    @cached_property
    def made(self) -> frozenset[Key]:
        """Classes of which instances are made somewhere, those that they are made of included: no mere mixins."""
        keys = {edge.target.key for edge in self._project.edges if edge.target.kind == "class"}
        return frozenset(
            base for key in keys for base in self._project.resolver.bases(key) if not isinstance(base, str)
        )

    @cached_property
    def fillers(self) -> frozenset[str]:
        """Files that give attributes whose names are only known at run time to something unknown."""
        return self._set_by_name[1]

    @cached_property
    def _set_by_name(self) -> tuple[frozenset[Key], frozenset[str]]:
        """Classes that get attributes whose names are only known at run time, and files that do so to others."""
        found = set()
        unknown = set()
        for path, facts in self._project.files.items():
            for call in facts.calls:
                name = call.path.rpartition(".")[2]
                if name not in ("setattr", "__setattr__") or not call.args:
                    continue
                if len(call.args) > 1 and call.args[1] in ("=str", "=0"):
                    continue  # its name is among the foreign ones
                target = self._project.resolve(path, call.args[0])
                if target.kind in ("instance", "class"):
                    found.add(target.key)
                else:
                    unknown.add(path)
        return frozenset(found), frozenset(unknown)

    def below(self, key: Key) -> list[Key]:
        """All first-party classes that have it among their bases."""
        return self._below.get(key, [])

    def fact(self, key: Key) -> ClassFact:
        """The class at a key."""
        return self._project.resolver.class_(key)

    def closed(self, key: Key) -> bool:
        """Whether all that it and its bases have is seen: no base from outside but of the standard library, no
        metaclass, no way of making up attributes, no decorator that may add some, one definition."""
        known = self._closed.get(key)
        if known is None:
            bases = self._project.resolver.bases(key)
            known = all(_plain(base) if isinstance(base, str) else self._shows_all(base) for base in bases)
            self._closed[key] = known
        return known

    def _shows_all(self, key: Key) -> bool:
        cls, facts = self.fact(key), self._project.files[key[0]]
        if any(name in cls.methods for name in _MAGIC) or any(attr.name in _MAGIC for attr in cls.attrs):
            return False
        if any(name != "metaclass" or value not in _META for name, value in cls.keywords):
            return False
        if not all(
            path in DATACLASS or path.removesuffix("()") in _ATTRS | _HARMLESS for path in cls.decorators
        ):
            return False
        if "__init_subclass__" in cls.methods or "__dict__" in facts.foreign or key in self._set_by_name[0]:
            return False
        if any(base.endswith(("typing.Protocol", "typing_extensions.Protocol")) for base in cls.bases):
            return False
        if any(
            call.path in ("builtins.vars", "builtins.locals") and call.function < 0 for call in facts.calls
        ):
            return False
        return self.only_one(key)

    def only_one(self, key: Key) -> bool:
        """Whether nothing else in its file has its name: a second definition, an import, an assignment."""
        cls, facts = self.fact(key), self._project.files[key[0]]
        if sum(other.qualname == cls.qualname for other in facts.classes) > 1:
            return False
        if any((item.alias or item.name) == cls.name for item in facts.imports):
            return False
        return "." in cls.qualname or facts.names.get(cls.name) == f"@.{cls.name}"

    def has(self, key: Key, name: str) -> bool:
        """Whether the class or a base of the project has an attribute of that name."""
        for base in self._project.resolver.bases(key):
            if not isinstance(base, str):
                cls, facts = self.fact(base), self._project.files[base[0]]
                if name in cls.methods or any(attr.name == name for attr in cls.attrs):
                    return True
                inner = f"{cls.qualname}.{name}"
                if any(other.qualname == inner for other in facts.classes):
                    return True
        return False

    def lacks(self, key: Key, name: str) -> bool:
        """Whether it is certain that no instance of the class, or of a class made of it, has the attribute."""
        if name in self.foreign or (name.startswith("__") and name.endswith("__")):
            return False
        cls = self.fact(key)
        if (
            cls.name.lower().endswith("mixin")
            or "<locals>" in cls.qualname
            or name.startswith(f"_{cls.name}__")
        ):
            return False
        return all(self.closed(item) and not self.has(item, name) for item in (key, *self.below(key)))


def _plain(base: str) -> bool:
    """Whether a class from outside is one of the standard library that shows all that it has."""
    if base == "?" or base in _META:
        return False
    top, _, rest = base.partition(".")
    if top == "builtins":
        return hasattr(builtins, rest) and rest not in ("type", "super")
    return base in _SHOWN or base.startswith("collections.abc.")
