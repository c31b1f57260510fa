"""Constructors that nobody writes: of dataclasses, named tuples, attrs classes and models of pydantic.

What each of them takes is from its documentation: `dataclasses` and `typing.NamedTuple` of the standard library,
attrs 21 to 25, pydantic 1 and 2, SQLModel. Where the two versions of pydantic differ, the milder one counts unless the
project imports what only the second has.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from codereview.facts.module import CallFact, ClassFact, FieldFact, Param
from codereview.facts.paths import SPREAD
from codereview.facts.uses.closed import ATTRS, DATACLASS, Classes
from codereview.facts.uses.compared import Mismatch, compared
from codereview.facts.uses.outside import makes_plainly

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_FIELDS = frozenset(
    "dataclasses.field() pydantic.Field() pydantic.fields.Field() sqlmodel.Field() sqlmodel.main.Field() "
    "pydantic.v1.Field() attrs.field() attr.field() attr.ib() attr.attrib()".split()
)
_MODELS = frozenset(
    "pydantic.BaseModel pydantic.main.BaseModel pydantic.v1.BaseModel sqlmodel.SQLModel sqlmodel.main.SQLModel".split()
)
_SETTINGS = frozenset(
    "pydantic.BaseSettings pydantic_settings.BaseSettings pydantic.env_settings.BaseSettings "
    "pydantic.v1.BaseSettings".split()
)
_SECOND = frozenset(
    "ConfigDict field_validator model_validator computed_field field_serializer model_serializer RootModel "
    "TypeAdapter AliasChoices".split()
)
_FILL = ("model_validator()", "root_validator()", "root_validator", "wrap_validator()")
_OPEN = ("alias_generator", "**")
_MAKES_OTHERS = frozenset({"these", "field_transformer"})
"""Options of attrs that make fields which the class does not show."""


class Generated(msgspec.Struct, frozen=True):
    """What a generated constructor takes. ``other`` are aliases with the names of their fields; ``renamed``: there are
    further names, which nothing shows."""

    key: Key
    shown: str
    line: int
    params: tuple[Param, ...]
    other: tuple[tuple[str, str], ...] = ()
    renamed: bool = False

    def compared(self, call: CallFact) -> Mismatch | None:
        """A call of the class beside its fields."""
        if SPREAD in call.args:
            return None
        aliases = dict(self.other)
        if self.renamed and not {name for name, _ in call.kwargs} <= {
            *aliases,
            *(p.name for p in self.params),
        }:
            return None
        kwargs = tuple((aliases.get(name, name), value) for name, value in call.kwargs)
        seen = msgspec.structs.replace(call, kwargs=kwargs)
        return compared((self.key[0], -1), self.shown, self.line, self.params, seen, 0)


class Constructors:
    """The generated constructors of a project's classes."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._classes: Classes = project.classes
        self._known: dict[Key, Generated | None] = {}

    def params(self, key: Key) -> Generated | None:
        """What the constructor of a class takes; None if it has none of these kinds or cannot be told."""
        if key not in self._known:
            self._known[key] = self._generated(key)
        return self._known[key]

    def _generated(self, key: Key) -> Generated | None:
        bases = self._project.resolver.bases(key)
        outside = [base for base in bases if isinstance(base, str)]
        inside = [base for base in bases if not isinstance(base, str)]
        if not all(self._classes.plain(base) for base in inside):
            return None
        if outside == ["typing.NamedTuple"] and len(inside) == 1:
            return self._tuple(key)
        if len(outside) == 1 and outside[0] in _MODELS | _SETTINGS:
            return self._model(key, inside, outside[0])
        if not all(map(makes_plainly, outside)):
            return None
        kinds = {
            self._classes.decorator(base[0], path) for base in inside for path in self._fact(base).decorators
        }
        if kinds and kinds <= DATACLASS:
            return self._record(key, inside, attrs=False)
        if kinds and kinds <= ATTRS:
            return self._record(key, inside, attrs=True)
        return None

    def _tuple(self, key: Key) -> Generated:
        cls = self._fact(key)
        fields = {field.name: _param(field, "positional", bool(field.value)) for field in cls.fields}
        return Generated(key, cls.qualname, cls.line, tuple(fields.values()))

    def _record(self, key: Key, inside: list[Key], attrs: bool) -> Generated | None:
        params: dict[str, Param] = {}
        for base in reversed(inside):
            fields = self._fields(base, attrs)
            if fields is None:
                return None
            for name, param in fields:
                if attrs:
                    params.pop(name, None)
                if param is None:
                    params.pop(name, None)
                else:
                    params[name] = param
        cls = self._fact(key)
        return Generated(key, cls.qualname, cls.line, tuple(params.values()))

    def _fields(self, key: Key, attrs: bool) -> list[tuple[str, Param | None]] | None:
        """What a class adds to the parameters, by the names of its fields; None for a field that it leaves out, or
        where it cannot be told."""
        cls = self._fact(key)
        if not cls.decorators:
            return []  # what a plain class declares is no field, neither here nor in what is made of it
        options = self._options(key)
        if options is None or options.get("init") == "=False" or not _MAKES_OTHERS.isdisjoint(options):
            return None
        if any(item.kind == "call" for item in cls.fields):
            return None
        only_made = attrs and not _reads_annotations(cls, options)
        lenient = attrs and self._sets_defaults(key)
        only = options.get("kw_only", "=False") != "=False"
        found: list[tuple[str, Param | None]] = []
        for item in cls.fields:
            given = dict(item.given)
            if item.kind == "kw_only":
                only = True
            elif item.kind in ("class", "config") or (only_made and item.value not in _FIELDS):
                continue
            elif given.get("init", "=True") != "=True":
                found.append((item.name, None))
            else:
                kw_only = given.get("kw_only", "=True" if only else "=False") != "=False"
                name = given.get("alias", "'" + (item.name.lstrip("_") if attrs else item.name))
                if name[:1] != "'":
                    return None
                has = lenient or self._has_default(key[0], item)
                found.append((item.name, _param(item, "keyword" if kw_only else "positional", has, name[1:])))
        return found

    def _sets_defaults(self, key: Key) -> bool:
        """Whether a class of attrs has methods that make defaults: ``@x.default``."""
        functions = self._project.files[key[0]].functions
        return any(f.cls == key[1] and any(d.endswith(".default") for d in f.decorators) for f in functions)

    def _model(self, key: Key, inside: list[Key], base: str) -> Generated | None:
        params: dict[str, Param] = {}
        other: dict[str, str] = {}
        renamed = False
        for item in reversed(inside):
            cls = self._fact(item)
            if any(name == "table" for name, _ in cls.keywords) or self._fills(item):
                return None
            renamed = renamed or self._renames(item, cls)
            for field in cls.fields:
                if field.kind in ("class", "config") or field.name.startswith("_"):
                    continue
                given = dict(field.given)
                aliases = [value for name, value in field.given if name in ("alias", "validation_alias")]
                other = {alias: name for alias, name in other.items() if name != field.name}
                other |= {alias[1:]: field.name for alias in aliases if alias[:1] == "'"}
                mild = (
                    base in _SETTINGS
                    or field.kind == "call"
                    or (field.kind == "none" and not self._second)
                    or any(alias[:1] != "'" for alias in aliases)
                    or "**" in given
                )
                params[field.name] = _param(field, "keyword", mild or self._has_default(item[0], field))
            # pydantic 1: an assignment without annotation is a default of the field that a base declares
            own = {field.name for field in cls.fields}
            for attr in cls.attrs:
                if attr.name in params and attr.name not in own:
                    params[attr.name] = msgspec.structs.replace(params[attr.name], default="=?")
        cls = self._fact(key)
        rest = Param("**", "kwarg", False, "?", "", cls.line, 1)
        return Generated(key, cls.qualname, cls.line, (*params.values(), rest), tuple(other.items()), renamed)

    def _renames(self, key: Key, cls: ClassFact) -> bool:
        """Whether the settings of a model make names of arguments that are not in the text."""
        if any(name in _OPEN for field in cls.fields if field.kind == "config" for name, _ in field.given):
            return True
        return any(attr.name in _OPEN for inner in self._inner(key) for attr in self._fact(inner).attrs)

    def _fills(self, key: Key) -> bool:
        """Whether a class has code that sees all values before they are looked at."""
        functions = self._project.files[key[0]].functions
        cls = self._fact(key)
        if "__new__" in cls.methods or "__init__" in cls.methods:
            return True
        return any(
            path.endswith(_FILL)
            for function in functions
            if function.cls == key[1] and not (function.params and function.params[0].name == "self")
            for path in function.decorators
        )

    def _inner(self, key: Key) -> list[Key]:
        """The ``Config`` of a model."""
        name = f"{self._fact(key).qualname}.Config"
        classes = self._project.files[key[0]].classes
        return [(key[0], index) for index, cls in enumerate(classes) if cls.qualname == name]

    @cached_property
    def _second(self) -> bool:
        """Whether the project uses what only the second version of pydantic has."""
        return any(
            item.module == "pydantic_settings"
            or (item.module.startswith("pydantic") and item.name in _SECOND)
            for facts in self._project.files.values()
            for item in facts.imports
        )

    def _has_default(self, file: str, field: FieldFact) -> bool:
        if not field.value:
            return False
        name = field.value
        if name not in _FIELDS:
            target = self._project.resolve(file, name)
            name = target.name if target.kind == "external" else ""
        if name not in _FIELDS:
            return field.value != "..." and dict(field.given).get("0") != "..."
        given = dict(field.given)
        values = (given.get(key, "...") for key in ("0", "default", "default_factory", "factory"))
        return "**" in given or any(value != "..." for value in values)

    def _options(self, key: Key) -> dict[str, str] | None:
        """The keywords of the one decorator that makes the constructor; None if it is among several."""
        cls = self._fact(key)
        makers = [
            path for path in cls.decorators if self._classes.decorator(key[0], path) in DATACLASS | ATTRS
        ]
        if len(makers) != 1:
            return None
        if not makers[0].endswith("()"):
            return {}
        name = makers[0].removesuffix("()")
        calls = [c for c in self._project.files[key[0]].calls if c.path == name and c.line <= cls.line]
        found = max(calls, key=lambda call: call.line, default=None)
        return dict(found.kwargs) if found is not None and not found.args else None

    def _fact(self, key: Key) -> ClassFact:
        return self._classes.fact(key)


def _reads_annotations(cls: ClassFact, options: dict[str, str]) -> bool:
    """Whether a class of attrs takes its fields from annotations."""
    names = {path.removesuffix("()") for path in cls.decorators}
    if names & {"attr.s", "attr.attrs", "attr.attributes"}:
        return options.get("auto_attribs", "=False") == "=True"
    if "auto_attribs" in options:
        return options["auto_attribs"] == "=True"
    return not any(field.kind == "made" for field in cls.fields)


def _param(field: FieldFact, kind: str, has_default: bool, name: str = "") -> Param:
    return Param(name or field.name, kind, True, "?", "=?" if has_default else "", field.line, 1)
