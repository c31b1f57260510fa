"""REL017: a datetime with a time zone meets one without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codereview.api import At, Card, Confidence, Finding, Note, ProjectRule, Related, Severity
from codereview.facts.project import Key, ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._flow.callees import callees_of
from ._models.values import asks_older
from ._moments.collect import GIVES, HOLDS, MEETING, Moments
from ._moments.examples import BAD, GOOD
from ._moments.kinds import AWARE, DJANGO, NAIVE, UNKNOWN

_ROW = lazy_pattern(
    r"(?P<model>[@\w.]+)\.objects(?:\.\w+\([^()]*\))*\.(?:get|first|last|create|latest|earliest|aget|afirst)\(\)"
    r"|.*\.(?:query|select|get)\((?P<entity>[@\w.]+)\).*\.(?:first|one|one_or_none|scalar_one|scalar_one_or_none|get|"
    r"scalar)\(\)"
)


_COLUMNS = (".Column()", ".mapped_column()", ".DateTimeField()")


class MixedDatetimes(ProjectRule):
    """Comparisons and differences of an aware and a naive datetime; columns and helpers are followed."""

    card = Card(
        id="REL017",
        title="Aware and naive datetimes mixed",
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        effort=15,
        why=(
            "Python refuses to order or subtract a datetime with a time zone and one without: the line raises "
            "`TypeError`. Compared with `==` they are never equal, whatever the time is."
        ),
        instead=(
            "Keep one kind: `datetime.now(timezone.utc)` and columns with `DateTime(timezone=True)`, or add the zone "
            "where a value comes in."
        ),
        false_alarms=(
            "Both sides have to be certain: constructors, columns with a literal type, functions and attributes of "
            "which all assignments agree. Code that asks for `tzinfo` is not judged. A database "
            "driver that ignores the type "
            "of the column is not seen."
        ),
        cwe=(704,),
    )
    bad = BAD
    good = GOOD
    collects = (Moments,)

    asked_anyway = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """It is about one class of one module."""
        if project.vocabulary.roots & {"datetime", "django", "pendulum", "arrow", "pandas"}:
            return ""
        return "nothing in the project imports `datetime`"

    def check(self, project: ProjectFacts) -> Iterable[Finding]:
        """One finding for each place where both kinds meet."""
        kinds = _Kinds(project)
        for path, notes in project.noted(Moments):
            for note in notes:
                if note.kind == MEETING:
                    yield from self._meeting(project, kinds, path, note)

    def _meeting(self, project: ProjectFacts, kinds: _Kinds, path: str, note: Note) -> Iterator[Finding]:
        operator, left, right, shown_left, shown_right = map(str, note.values)
        sides = [kinds.of(path, side) for side in (left, right)]
        told = {kind for kind, _, _ in sides}
        if NAIVE not in told or not told & {AWARE, DJANGO}:
            return
        if DJANGO in told and not kinds.zoned:
            return
        guards = project.files[path].guards
        if any(first <= note.line <= last and error in ("*", "TypeError") for first, last, error in guards):
            return
        words = ["has no time zone" if kind == NAIVE else "has one" for kind, _, _ in sides]
        related = [Related(file, line, "its kind is told here") for _, file, line in sides if file]
        equal = operator in ("==", "!=")
        end = "they are never equal" if equal else f"`{operator}` raises TypeError"
        function = project.files[path].symbol(note.function)
        yield self.finding(
            path,
            At(note.line, note.column, note.end_line, note.end_column),
            f"`{shown_left}` {words[0]} and `{shown_right}` {words[1]}: {end}",
            severity=Severity.MEDIUM if equal else None,
            symbol=function,
            related=related,
            checked="all that is assigned to either side; nothing in the function asks for tzinfo",
        )


class _Kinds:
    """The kinds of what paths stand for, as the notes of all files tell them."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._gives: dict[Key, Note] = {}
        self._holds: dict[tuple[Key, str], set[str]] = {}
        self._lines: dict[tuple[Key, str], int] = {}
        self._columns: set[tuple[Key, str]] = set()
        for path, notes in project.noted(Moments):
            for note in notes:
                if note.kind == GIVES:
                    self._gives[path, note.function] = note
                elif note.kind == HOLDS:
                    number, name, kind, column = map(str, note.values)
                    key = ((path, int(number)), name)
                    if column:
                        self._columns.add(key)
                    if column or key not in self._lines:
                        self._lines[key] = note.line
                    self._holds.setdefault(key, set()).add(kind)
        self.zoned = _has_zones(project)

    def of(self, file: str, value: str) -> tuple[str, str, int]:
        """The kind of one side, with the place that tells it if that is another one."""
        if value in (AWARE, NAIVE, DJANGO):
            return value, "", 0
        if value.endswith("()"):
            callee = callees_of(self.project).of(file, value[:-2])
            note = self._gives.get(callee.key) if callee is not None else None
            if callee is None or note is None or callee.function.is_async:
                return UNKNOWN, "", 0
            return str(note.values[0]), callee.key[0], callee.function.line
        owner, _, name = value.rpartition(".")
        cls = self._class(file, owner)
        for base in self.project.resolver.bases(cls) if cls is not None else ():
            if isinstance(base, tuple) and (found := self._holds.get((base, name))):
                kind = next(iter(found)) if len(found) == 1 and self._only(base, name) else UNKNOWN
                return kind, base[0], self._lines[base, name]
        return UNKNOWN, "", 0

    def _only(self, key: Key, name: str) -> bool:
        """Whether nothing but datetimes and None is assigned to an attribute anywhere in its class; what is written to
        a column is no proof of what is read from it, which its type has to tell."""
        paths = [
            a.path for a in self.project.resolver.class_(key).attrs if a.name == name and a.path != "=None"
        ]
        return all(
            (key, name) in self._columns if path.endswith(_COLUMNS) else "time" in path for path in paths
        )

    def _class(self, file: str, owner: str) -> Key | None:
        """The class of the object whose attribute is read."""
        target = self.project.resolve(file, owner)
        if target.kind == "instance":
            return target.key
        row = _ROW.fullmatch(owner)
        if row is None:
            return None
        model = self.project.resolve(file, row["model"] or row["entity"])
        return model.key if model.kind == "class" else None


def _has_zones(project: ProjectFacts) -> bool:
    """Whether Django gives moments with a time zone: as its settings say, or by default from Django 5 on."""
    said = {value for facts in project.files.values() if (value := facts.names.get("USE_TZ")) is not None}
    return "=False" not in said and (bool(said) or not asks_older(project, "django", 5))
