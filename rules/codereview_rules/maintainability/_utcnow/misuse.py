"""Where a naive UTC value is visibly used as what it is not: read as local time, or made once for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codereview.facts.module import CallFact, FileFacts
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern
from .uses import Use, meaning

_VALUE = lazy_pattern(r"(.*)\.(utcnow|utcfromtimestamp)\(\)")
_LOCAL = lazy_pattern(r"(.*\.(?:utcnow|utcfromtimestamp))\(\)((?:\.replace\(\))?)\.(timestamp|astimezone)")
_TUPLE = lazy_pattern(r"(.*\.(?:utcnow|utcfromtimestamp))\(\)\.timetuple\(\)")
_DEFAULTS = frozenset({"default", "onupdate", "insert_default", "missing", "load_default", "dump_default"})
_MODELS = frozenset({"pydantic.BaseModel", "sqlmodel.SQLModel", "pydantic_settings.BaseSettings"})
_LOCAL_SAID = " reads it as local time: the result is wrong by the local offset from UTC"
_COLUMN_TYPES = frozenset({"DateTime", "TIMESTAMP", "TIMESTAMPTZ", "DATETIME"})
_AWARE = "the column keeps a time zone, and the database takes the value for the session's local time"
_ONCE = "it is called once, when the program starts, so that every {what} gets the same time"


@dataclass(frozen=True)
class Misuse:
    """What is wrong besides: ``said`` belongs to the finding, ``told`` to the place where it happens."""

    line: int
    column: int
    said: str
    told: str


class Misuses:
    """The misuses in one file, each with the use that made the value."""

    def __init__(self, project: ProjectFacts, path: str, uses: Sequence[Use]) -> None:
        self._uses = [use for use in uses if use.called]
        self._passed = [use for use in uses if use.passed]
        self._found: dict[tuple[int, int], Misuse] = {}
        facts = project.files[path]
        for call in facts.calls if self._uses else ():
            path_of_use, reader = _read_as_local(project, facts, call)
            if reader:
                told = f"{reader} reads it as local time"
                misuse = Misuse(call.line, call.column, reader + _LOCAL_SAID, told)
                self._note(project, facts, call, path_of_use, misuse)
            self._default(call)
        for what, line in _once(facts) if self._uses else ():
            self._at(line, what)
        for call in facts.calls if self._passed else ():
            if call.path.rpartition(".")[2] in _COLUMN_TYPES and ("timezone", "=True") in call.kwargs:
                self._aware_column(facts, call)

    def of(self, use: Use) -> Misuse | None:
        """The misuse of the value that a use makes, if there is one."""
        return self._found.get((use.line, use.column))

    def _note(
        self, project: ProjectFacts, facts: FileFacts, call: CallFact, path: str, misuse: Misuse
    ) -> None:
        """Gives a misuse to the use that made the value: in the call, or the last one before it."""
        method = meaning(project, facts.path, path)
        if not method:
            return
        same = [u for u in self._uses if u.method == method and u.function == call.function]
        inside = [u for u in same if _within(u, call)]
        before = [u for u in same if (u.line, u.column) < (call.line, call.column)]
        for use in (*inside[:1], *before[-1:])[:1]:
            self._found.setdefault((use.line, use.column), misuse)

    def _default(self, call: CallFact) -> None:
        """``Column(default=datetime.utcnow())`` in a class or at the top of a module."""
        if call.function >= 0 or not any(k in _DEFAULTS and _VALUE.fullmatch(v) for k, v in call.kwargs):
            return
        for use in self._uses:
            if _within(use, call) and (use.line, use.column) != (call.line, call.column):
                told = _ONCE.format(what="new record")
                self._found.setdefault((use.line, use.column), Misuse(use.line, use.column, told, told))

    def _aware_column(self, facts: FileFacts, kind: CallFact) -> None:
        """``Column(DateTime(timezone=True), default=datetime.utcnow)``."""
        for column in facts.calls:
            if not _holds(column, kind) or not any(name in _DEFAULTS for name, _ in column.kwargs):
                continue
            for use in self._passed:
                if use.context in _DEFAULTS and _within(use, column):
                    where = (use.line, use.column)
                    self._found.setdefault(where, Misuse(*where, _AWARE, "the column is aware"))

    def _at(self, line: int, what: str) -> None:
        for use in self._uses:
            if use.line == line:
                told = _ONCE.format(what=what)
                self._found.setdefault((use.line, use.column), Misuse(use.line, use.column, told, told))


def _read_as_local(project: ProjectFacts, facts: FileFacts, call: CallFact) -> tuple[str, str]:
    """The path of the function whose value a call takes for local time, and what the call is; or nothing."""
    match = _LOCAL.fullmatch(call.path)
    if match and not (match.group(2) and _sets_zone(facts, call)):
        return match.group(1), f"`.{match.group(3)}()`"
    first = call.args[0] if call.args else ""
    name = call.path.rpartition(".")[2]
    match = _VALUE.fullmatch(first) if name == "timestamp" else None
    if match and project.resolve(facts.path, call.path).name == "datetime.datetime.timestamp":
        return ".".join(match.groups()), "`.timestamp()`"
    match = _TUPLE.fullmatch(first) if name == "mktime" else None
    if match and project.resolve(facts.path, call.path).name == "time.mktime":
        return match.group(1), "`time.mktime`"
    return "", ""


def _sets_zone(facts: FileFacts, call: CallFact) -> bool:
    """Whether the ``replace`` under a call gives the value a time zone, or cannot be seen."""
    inner = [
        c
        for c in facts.calls
        if c.path.endswith(".replace") and (c.line, c.column) == (call.line, call.column)
    ]
    return (
        not inner
        or any(name in ("tzinfo", "**") for c in inner for name, _ in c.kwargs)
        or any(len(c.args) > 7 for c in inner)
    )


def _holds(outer: CallFact, inner: CallFact) -> bool:
    start, end = (outer.line, outer.column), (outer.end_line, outer.end_column)
    return start < (inner.line, inner.column) and (inner.end_line, inner.end_column) < end


def _within(use: Use, call: CallFact) -> bool:
    start, end = (use.line, use.column), (use.end_line, use.end_column)
    return (call.line, call.column) <= start and end <= (call.end_line, call.end_column)


def _once(facts: FileFacts) -> Iterator[tuple[str, int]]:
    """Defaults of parameters and of annotated fields that are such a value, with their lines."""
    for function in facts.functions:
        for param in function.params:
            if function.name != "<lambda>" and _VALUE.fullmatch(param.default):
                yield "call", param.line
    for cls in facts.classes:
        kept = any(d.rpartition(".")[2].startswith("dataclass") for d in cls.decorators)
        if kept or any(base in _MODELS for base in cls.bases):
            for attr in cls.attrs:
                if attr.annotation and _VALUE.fullmatch(attr.path):
                    yield "instance", attr.line
