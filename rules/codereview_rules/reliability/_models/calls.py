"""Calls that use models in ways that fail: unknown keywords, SQL as bare text, deletions that leave rows behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import Confidence, Severity
from codereview.facts.module import CONDITIONAL, CallFact
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

from ..._syntax.patterns import lazy_pattern
from .schema import Schema, Table
from .values import Fault, asks_older

_ASYNC = lazy_pattern(
    r"sqlalchemy\.ext\.asyncio\.(?:\w+\.)?(?:AsyncSession|AsyncConnection|async_sessionmaker\(\)|AsyncEngine\(\)\.\w+)\(\)\.execute$"
)
_SYNC = lazy_pattern(
    r"sqlalchemy\.(?:orm\.)?(?:\w+\.)?(?:Session|Connection|sessionmaker\(\)|scoped_session\(\)|create_engine\(\)\.(?:connect|begin))"
    r"\(\)\.execute$|flask_sqlalchemy\.SQLAlchemy\(\)\.session\.execute$"
)
_MAPPERS = ("sqlalchemy", "flask_sqlalchemy", "sqlmodel")
_ADDING = ("modeltranslation", "parler", "taggit", "polymorphic", "mptt")
_TRANSLATED = "TranslationField()"
_LANGUAGE = lazy_pattern(r"[a-z]{2,3}|i18n")
"""What django-modeltrans puts behind the names of the fields that a `TranslationField` names."""
_OF_BASES = frozenset({"metadata", "registry"})
"""What the base of all models has: its constructor takes them for that."""
_FOUND = frozenset({"first", "one_or_none", "scalar_one_or_none", "scalar", "get"})
_SECOND = ("sqlalchemy.orm.DeclarativeBase", "sqlalchemy.orm.mapped_column")
_STAND_IN = lazy_pattern(r"(?:unittest\.)?mock\.(?:patch|Mock|MagicMock|AsyncMock|create_autospec)\b")
_GIVEN = lazy_pattern(r"mock")
"""Parameters that are stand-ins: ``mock_session``, or `mocker` of pytest-mock."""
_DELETES = lazy_pattern(
    r"^(?:flask_)?sqlalchemy\..*(?:Session|sessionmaker\(\)|scoped_session\(\)|\.session)(?:\(\))?\.delete$"
)


def misused_calls(schema: Schema) -> Iterator[Fault]:
    """Faults of calls, in the order of files."""
    project = schema.project
    mapped = any(
        item.module.startswith(_MAPPERS) for facts in project.files.values() for item in facts.imports
    )
    second = mapped and _is_second(project)
    for path, facts in project.files.items():
        if project.zone(path) not in (Zone.PRODUCTION, Zone.SCRIPTS, Zone.TESTS):
            continue
        for call in facts.calls:
            if call.kwargs and call.path.rpartition(".")[2] in schema.by_class:
                yield from _unknown_keyword(schema, path, call)
            elif not mapped or not call.args:
                continue
            elif call.path.endswith(".execute") and call.args[0].startswith(("=str", "=sql", "=fstr")):
                yield from _bare_sql(project, path, call, second)
            elif call.path.endswith(".delete") and len(call.args) == 1:
                yield from _left_behind(schema, path, call)


def _bare_sql(project: ProjectFacts, path: str, call: CallFact, second: bool) -> Iterator[Fault]:
    name = project.resolve(path, call.path).name
    if project.zone(path) is Zone.TESTS and _mocks(project, path, call.function):
        return  # the session is a stand-in, as often as not
    if _ASYNC.search(name) or (second and _SYNC.search(name)):
        shown = call.written or call.path
        message = f"`{shown}` is given SQL as bare text, which SQLAlchemy 2 refuses; it takes `text(...)`"
        yield Fault(path, call, message, "")


def _mocks(project: ProjectFacts, path: str, function: int) -> bool:
    """Whether a function of a test makes stand-ins of `unittest.mock`, or is given what makes them."""
    calls = (call.path for call in project.files[path].calls if call.function == function)
    if any(_STAND_IN.match(called) for called in calls):
        return True
    functions = project.files[path].functions
    return function >= 0 and any(_GIVEN.search(param.name) for param in functions[function].params)


def _is_second(project: ProjectFacts) -> bool:
    """Whether the project uses what only SQLAlchemy 2 has, and does not ask for an older one."""
    return not asks_older(project, "sqlalchemy", 2) and any(
        f"{item.module}.{item.name}" in _SECOND
        for path, facts in project.files.items()
        if project.zone(path) is Zone.PRODUCTION
        for item in facts.imports
        if item.module.startswith("sqlalchemy.orm")
    )


def _unknown_keyword(schema: Schema, path: str, call: CallFact) -> Iterator[Fault]:
    target = schema.project.resolve(path, call.path)
    table = schema.tables.get(target.key) if target.kind == "class" else None
    if table is None or table.lib == "sqlmodel" or not table.options.isdisjoint(("__init__", "abstract")):
        return  # of an abstract class only those below it are made: ``cls(...)``
    names = schema.attributes(table)
    if names is None or any("__table__" in one.options for one in schema.above(table)):
        return  # the columns are those of a `Table` that stands elsewhere
    if table.lib == "django" and _adds_fields(schema):
        return
    allowed = set(names) | schema.reverse_names
    if table.lib == "django":
        allowed |= {"pk", "id"} | {f"{c.name}_id" for t in schema.above(table) for c in t.columns.values()}
        allowed |= schema.one_to_one(table)
    unknown = [name for name, _ in call.kwargs if name not in allowed and name != "**"]
    missing = [name for name in unknown if not _is_translation(schema, table, name, allowed)]
    if missing:
        if table.lib != "django" and set(missing) <= _OF_BASES:
            text = f"`{table.cls}` is made with `{missing[0]}=`, which every model has and no column keeps: it is lost"
            yield Fault(path, call, text, "", Severity.MEDIUM)
            return
        confidence = Confidence.LOW if _is_stand_by(schema, path, call) else Confidence.HIGH
        shown = ", ".join(f"`{name}=`" for name in missing[:4])
        more = f" and {len(missing) - 4} more" if len(missing) > 4 else ""
        message = f"`{table.cls}` is made with {shown}{more}, which the model does not have"
        place = (table.key[0], table.note.line, f"`{table.cls}` without {shown}")
        yield Fault(path, call, message, "", confidence=confidence, related=(place,))


def is_always_given(schema: Schema, table: Table, name: str) -> bool:
    """Whether every call in the program that makes a row gives one column a value, and there is one."""
    if table.lib == "django":
        return False  # rows are made by managers, too
    found = False
    for path, facts in schema.project.files.items():
        if schema.project.zone(path) not in (Zone.PRODUCTION, Zone.SCRIPTS):
            continue
        for call in facts.calls:
            if call.path.rpartition(".")[2] != table.cls.rpartition(".")[2]:
                continue
            target = schema.project.resolve(path, call.path)
            if target.kind == "class" and target.key == table.key:
                found = True
                if not {name, "**"} & {key for key, _ in call.kwargs}:
                    return False
    return found


def _is_stand_by(schema: Schema, path: str, call: CallFact) -> bool:
    """Whether a test makes a row only where it has found none: what prepares the tests may see to it that there is."""
    if schema.project.zone(path) is not Zone.TESTS or not call.flags & CONDITIONAL:
        return False
    return any(
        other.function == call.function
        and other.line < call.line
        and (other.written or other.path).rpartition(".")[2] in _FOUND
        for other in schema.project.files[path].calls
    )


def _adds_fields(schema: Schema) -> bool:
    """Whether a package is used that adds fields to models from outside."""
    names = (item.module for facts in schema.project.files.values() for item in facts.imports)
    return any(name.partition(".")[0] in _ADDING for name in names)


def _is_translation(schema: Schema, table: Table, name: str, fields: set[str]) -> bool:
    """Whether a name is that of a field in a language, of a model that keeps its fields in several."""
    field, _, language = name.rpartition("_")
    if not _LANGUAGE.fullmatch(language) or field not in fields:
        return False
    classes = (schema.project.resolver.class_(one.key) for one in schema.above(table))
    return any(attr.path.endswith(_TRANSLATED) for cls in classes for attr in cls.attrs)


def _left_behind(schema: Schema, path: str, call: CallFact) -> Iterator[Fault]:
    """A row is deleted whose children must have a parent, and nothing says what becomes of them."""
    name = schema.project.resolve(path, call.path).name
    if not _DELETES.search(name) or schema.project.zone(path) is Zone.TESTS:
        return
    target = schema.project.resolve(path, call.args[0])
    parent = schema.tables.get(target.key) if target.kind == "instance" else None
    if parent is None or parent.lib != "sqlalchemy":
        return
    for relation in parent.relations.values():
        children = schema.by_class.get(relation.target, [])
        if relation.cascade or len(children) != 1:
            continue
        column = _points_back(schema, children[0], parent)
        if column and not _looks_after(schema, path, call, children[0].cls, relation.name):
            message = (
                f"`{parent.cls}` is deleted while rows of `{children[0].cls}` can refer to it: `{column}` must not be "
                f"null, and neither the relation `{relation.name}` nor the foreign key says what becomes of them"
            )
            places = ((parent.key[0], relation.note.line, "the relation without `cascade`"),)
            yield Fault(path, call, message, "", Severity.MEDIUM, Confidence.MEDIUM, places)
            return


def _looks_after(schema: Schema, path: str, call: CallFact, child: str, relation: str) -> bool:
    """Whether the function has named the children before: it counts them, deletes them or gives them to another."""
    facts = schema.project.files[path]
    wanted = {child, relation}
    told = [(c.function, c.line, (c.path, *c.args, *c.given)) for c in facts.calls if c.line < call.line]
    told += [(r.function, r.line, (r.path,)) for r in facts.refs if r.line < call.line]
    told += [(r.function, r.line, (r.path,)) for r in facts.reads if r.line < call.line]
    return any(
        function == call.function and not wanted.isdisjoint(re.findall(r"\w+", " ".join(paths)))
        for function, _, paths in told
    )


def _points_back(schema: Schema, child: Table, parent: Table) -> str:
    name = schema.name(parent)
    for column in child.columns.values():
        required = "not null" in column.flags and "ondelete" not in column.flags
        if name and required and column.foreign.split(".")[0] == name:
            return f"{child.cls}.{column.name}"
    return ""
