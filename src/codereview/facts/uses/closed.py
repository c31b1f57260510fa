"""Which first-party classes are closed: all that an instance can have is seen in the text.

What is said of an attribute that a closed class does not have can be believed. A class from a package that is not
seen, a metaclass, attributes that are set by a name that only the run knows: all of them leave a class open, and of an
open class nothing is claimed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.module import ClassFact
from codereview.facts.uses.outside import META, has_outside, is_shown
from codereview.facts.uses.told import Told, told
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

DATACLASS = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
ATTRS = frozenset({"attr.s", "attr.attrs", "attr.dataclass", "attrs.define", "attr.define", "attrs.frozen",
                   "attr.frozen", "attrs.mutable", "attr.mutable", "attr.attributes"})  # fmt: skip
_HARMLESS = frozenset({"functools.total_ordering", "typing.final", "typing_extensions.final", "enum.unique",
                       "typing.runtime_checkable", "typing_extensions.runtime_checkable"})  # fmt: skip
_KNOWN = DATACLASS | ATTRS | _HARMLESS
_MAGIC = frozenset(
    "__getattr__ __getattribute__ __setattr__ __slots__ __dict__ __class__ __init_subclass__ __getitem__ __truediv__ "
    "__or__ __and__ __add__ __sub__ __mod__ __get__".split()
)
"""Names of which one is enough for a class to have what nothing shows, or to give other objects by an operator or where
it is an attribute, which paths do not follow."""
_REBINDS = ("builtins.staticmethod", "builtins.classmethod")
_KEYWORDS = frozenset({"table", "frozen", "total", "kw_only", "strict"})
"""Keywords of class statements that add no attributes."""


class Classes:
    """The classes of a project, and what is certain of them."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._closed: dict[Key, bool] = {}
        self._plain: dict[Key, bool] = {}
        self._names: dict[Key, frozenset[str]] = {}
        self._files: dict[str, tuple[frozenset[str], dict[int, list[str]]]] = {}

    @cached_property
    def by_name(self) -> dict[str, list[Key]]:
        """All classes by their own name."""
        found: dict[str, list[Key]] = defaultdict(list)
        for path, facts in self._project.files.items():
            for index, cls in enumerate(facts.classes):
                found[cls.name].append((path, index))
        return found

    @cached_property
    def anywhere(self) -> frozenset[str]:
        """The names of all methods and attributes of the project."""
        found: set[str] = set()
        for facts in self._project.files.values():
            for cls in facts.classes:
                found.update(cls.methods)
                found.update([attr.name for attr in cls.attrs])
        return frozenset(found)

    @cached_property
    def _below(self) -> dict[Key, list[Key]]:
        found: dict[Key, list[Key]] = defaultdict(list)
        for path, facts in self._project.files.items():
            for index, cls in enumerate(facts.classes):
                if not cls.bases:
                    continue
                for base in self._project.resolver.bases((path, index))[1:]:
                    if not isinstance(base, str):
                        found[base].append((path, index))
        return found

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Attributes that some file gives to objects from outside, or asks them for by name."""
        return frozenset(name for facts in self._project.files.values() for name in facts.foreign)

    @cached_property
    def _foreign_in_use(self) -> frozenset[str]:
        return frozenset(
            name
            for path, facts in self._project.files.items()
            if self._project.zone(path) is not Zone.TESTS
            for name in facts.foreign
        )

    def given(self, importer: str) -> frozenset[str]:
        """The attributes that objects can have been given from outside, as far as the code of a file can meet them:
        what only tests replace, only tests see replaced."""
        return self.foreign if self._project.zone(importer) is Zone.TESTS else self._foreign_in_use

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
    def fill_all(self) -> bool:
        """Whether production code does so: whatever is not called can then have been handed in."""
        return any(self._project.zone(path) is Zone.PRODUCTION for path in self.fillers)

    @cached_property
    def partial(self) -> frozenset[Key]:
        """Functions and classes of which some arguments are given in advance, somewhere."""
        targets = (
            self._project.resolve(path, call.args[0]) for path, call in self._told.partial if call.args
        )
        return frozenset(target.key for target in targets if target.kind in ("function", "class"))

    @cached_property
    def _set_by_name(self) -> tuple[frozenset[Key], frozenset[str]]:
        """Classes that get attributes whose names are only known at run time, and files that do so to others."""
        found = set()
        unknown = set()
        for path, call in self._told.setting:
            if not call.args or (len(call.args) > 1 and call.args[1] in ("=str", "=0")):
                continue  # its name is among the foreign ones
            target = self._project.resolve(path, call.args[0])
            if target.kind in ("instance", "class"):
                found.add(target.key)
            else:
                unknown.add(path)
        return frozenset(found), frozenset(unknown)

    @property
    def makes_names(self) -> set[str]:
        """Files with calls that can add names to the module that they stand in."""
        return self._told.names

    @property
    def bound(self) -> set[tuple[str, str]]:
        """Names that calls bind in a module, with its file."""
        return self._told.bound

    @property
    def makes_modules(self) -> set[str]:
        """Files that change how modules are found."""
        return self._told.modules

    @cached_property
    def _told(self) -> Told:
        """All that calls tell, from one look at each of them."""
        return told(self._project.files)

    @cached_property
    def _extended(self) -> frozenset[str]:
        """Names of classes that others are made of by a path that does not resolve: those below are not all known."""
        return frozenset(
            base.rpartition(".")[2]
            for path, facts in self._project.files.items()
            for index, cls in enumerate(facts.classes)
            if cls.bases
            for base in self._written(path, index)
        )

    def _written(self, path: str, index: int) -> Iterator[str]:
        """The bases of a class that are not of the project."""
        for base in self._project.resolver.class_((path, index)).bases:
            target = self._project.resolve(path, base)
            if target.kind != "class":
                yield base.removesuffix("()")

    def whole(self, key: Key) -> bool:
        """Whether all classes of the project that are made of it are known."""
        return self.fact(key).name not in self._extended

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
            known = all(is_shown(base) if isinstance(base, str) else self._shows_all(base) for base in bases)
            self._closed[key] = known
        return known

    def _shows_all(self, key: Key) -> bool:
        cls = self.fact(key)
        if not _MAGIC.isdisjoint(self.names(key)) or key[0] in self._told.shuffling or not self.plain(key):
            return False
        if self._enters_as_another(key) or self._makes_others(key) or _takes_extra(cls):
            return False
        return not any(base.endswith(("typing.Protocol", "typing_extensions.Protocol")) for base in cls.bases)

    def _enters_as_another(self, key: Key) -> bool:
        """Whether ``with`` gives something else than the instance: paths do not tell the two apart."""
        cls, functions = self.fact(key), self._project.files[key[0]].functions
        return any(
            index is not None and functions[index].returns != (f"@.{cls.qualname}()",)
            for index in (cls.methods.get("__enter__"), cls.methods.get("__aenter__"))
        )

    def _makes_others(self, key: Key) -> bool:
        """Whether a call of the class gives something else than an instance: its ``__new__`` asks no other for one."""
        index = self.fact(key).methods.get("__new__")
        calls = self._project.calls_in((key[0], index)) if index is not None else ()
        return index is not None and not any(call.path.endswith("__new__") for call in calls)

    def plain(self, key: Key) -> bool:
        """Whether its methods are what their definitions show: no unknown decorator or metaclass, nothing set by a
        name that only the run knows, one definition. Its bases may be from anywhere."""
        known = self._plain.get(key)
        if known is None:
            known = self._plain[key] = self._is_plain(key)
        return known

    def _is_plain(self, key: Key) -> bool:
        cls = self.fact(key)
        if key[0].endswith(".pyi"):
            return False  # what checkers are told of a compiled module
        if any(
            name not in _KEYWORDS and (name != "metaclass" or value not in META)
            for name, value in cls.keywords
        ):
            return False
        if not all(self.decorator(key[0], path) in _KNOWN for path in cls.decorators):
            return False
        if "__getattribute__" in cls.methods or key in self._set_by_name[0]:
            return False
        if any(attr.path.startswith(_REBINDS) and attr.name in cls.methods for attr in cls.attrs):
            return False  # `read = staticmethod(read)`
        return self.only_one(key)

    def decorator(self, file: str, path: str) -> str:
        """The name of a decorator of a class, without its call: as it is written, or where it comes from."""
        name = path.removesuffix("()")
        if name in _KNOWN:
            return name
        target = self._project.resolve(file, path)
        return target.name.removesuffix("()") if target.kind == "external" else ""

    def only_one(self, key: Key) -> bool:
        """Whether nothing else in its file has its name: a second definition, an import, an assignment."""
        cls, facts = self.fact(key), self._project.files[key[0]]
        once, _ = self._of_file(key[0])
        if cls.name not in once:
            return False
        return "." in cls.qualname or facts.names.get(cls.name) == f"@.{cls.name}"

    def _of_file(self, path: str) -> tuple[frozenset[str], dict[int, list[str]]]:
        """Names of the classes of a file that nothing else in it has, and inner classes by the outer one."""
        known = self._files.get(path)
        if known is None:
            facts = self._project.files[path]
            counts = Counter(cls.name for cls in facts.classes)
            counts.update(item.alias or item.name for item in facts.imports)
            inner: dict[int, list[str]] = defaultdict(list)
            for cls in facts.classes:
                if cls.parent >= 0:
                    inner[cls.parent].append(cls.name)
            once = frozenset(name for name, count in counts.items() if count == 1)
            known = self._files[path] = (once, inner)
        return known

    def names(self, key: Key) -> frozenset[str]:
        """The attributes that a class has by itself: methods, what its body and its methods set, inner classes."""
        known = self._names.get(key)
        if known is None:
            cls = self.fact(key)
            inner = self._of_file(key[0])[1].get(key[1], ())
            known = self._names[key] = frozenset([*cls.methods, *[attr.name for attr in cls.attrs], *inner])
        return known

    def has(self, key: Key, name: str) -> bool:
        """Whether the class or a base of it has an attribute of that name."""
        return any(
            has_outside(base, name) if isinstance(base, str) else name in self.names(base)
            for base in self._project.resolver.bases(key)
        )

    def lacks(self, key: Key, name: str, importer: str) -> bool:
        """Whether it is certain that no instance of the class, or of a class made of it, has the attribute that the
        code of a file asks for."""
        if name in self.given(importer) or (name.startswith("__") and name.endswith("__")):
            return False
        cls = self.fact(key)
        if (
            cls.name.lower().endswith("mixin")
            or "<locals>" in cls.qualname
            or name.startswith(f"_{cls.name}__")
            or not self.whole(key)
        ):
            return False
        return all(self.closed(item) and not self.has(item, name) for item in (key, *self.below(key)))


def _takes_extra(cls: ClassFact) -> bool:
    """Whether a model of pydantic takes values that it does not declare, or it cannot be told."""
    for field in cls.fields:
        if field.kind == "config" and field.name == "model_config":
            given = dict(field.given)
            if "**" in given or given.get("extra", "'ignore") not in ("'ignore", "'forbid"):
                return True
        if field.kind == "config" and field.name == "extra" and field.value not in ("'ignore", "'forbid"):
            return True
    return False
