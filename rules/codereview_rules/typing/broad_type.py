"""TYP003: types in public signatures that say less than the code knows."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Card, Confidence, Finding, Note, ProjectRule, Related, Severity
from codereview.facts.clones import is_migration
from codereview.facts.project import ProjectFacts

from ._broad.collect import Broad
from ._broad.examples import BAD, GOOD

_SHOWN = 3
_MANY = 10
_RELATED = 8
_OPEN_BASES = ("builtins.object", "abc.", "typing.Generic", "typing.Protocol", "pydantic.BaseModel", "enum.")


class BroadType(ProjectRule):
    """Holds broad annotations of public functions against what their bodies do with the values."""

    card = Card(
        id="TYP003",
        title="Over-broad types in public signatures",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        effort=10,
        why=(
            "`Any`, a bare `dict`, `list` or `Callable` switches the type checker off for whatever passes through: a "
            "misspelt key or a wrong argument is found by a user. The body knows what it wants, the caller has "
            "to read it."
        ),
        instead=(
            "Write what the body relies on: a dataclass, TypedDict or model for known keys, a Protocol or the "
            "class for "
            "known attributes, `list[Row]`, `Callable[[str], int]`."
        ),
        false_alarms=(
            "Only public functions of production code whose body shows the keys, attributes, arguments or elements. "
            "Parameters that are tested with isinstance or hasattr, indexed by variables or given another value, "
            "`*args`, `**kwargs`, validators, overrides and classes on bases of libraries are left out."
        ),
    )
    collects = (Broad,)
    bad = BAD
    good = GOOD

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding a file, or one for all where there are many."""
        found: dict[str, list[Note]] = {}
        for path, notes in project.noted(Broad):
            if is_migration(path):
                continue
            own = [note for note in notes if not self._is_bound(project, path, note)]
            if own:
                found[path] = own
        if len(found) > _MANY:
            yield self._of_all(found)
            return
        for path, notes_of_file in found.items():
            yield self._of_file(path, notes_of_file)

    def _of_all(self, found: dict[str, list[Note]]) -> Finding:
        ordered = sorted(found, key=lambda path: (-len(found[path]), path))
        path, count = ordered[0], sum(len(notes) for notes in found.values())
        first = found[path]
        return self.finding(
            path,
            first[0],
            f"{count} public signatures in {len(found)} files say less than the code knows, most of them here: "
            f"{'; '.join(_told(note) for note in first[:_SHOWN])}",
            symbol=str(first[0].values[0]),
            related=[
                Related(path=other, line=found[other][0].line, message=_told(found[other][0]))
                for other in ordered[1 : 1 + _RELATED]
            ],
            checked="what the bodies do with these values, and the bases of their classes",
            effort=480,
        )

    def _is_bound(self, project: ProjectFacts, path: str, note: Note) -> bool:
        """Whether a base of its class can ask for the signature as it is."""
        facts = project.files[path]
        # the facts know a function by its name's line, the syntax by that of `def`
        found = next((f for f in facts.functions if f.line == note.line and f.name == note.values[0]), None)
        if found is None or found.cls < 0:
            return False
        for base in project.resolver.bases((path, found.cls))[1:]:
            if isinstance(base, str):
                if not base.startswith(_OPEN_BASES):
                    return True
            elif found.name in project.files[base[0]].classes[base[1]].methods:
                return True
        return False

    def _of_file(self, path: str, notes: list[Note]) -> Finding:
        told = [_told(note) for note in notes]
        more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        head = "1 public signature says" if len(told) == 1 else f"{len(told)} public signatures say"
        return self.finding(
            path,
            notes[0],
            f"{head} less than the code knows: {'; '.join(told[:_SHOWN])}{more}",
            symbol=str(notes[0].values[0]),
            related=[
                Related(path=path, line=note.line, message=text)
                for note, text in list(zip(notes, told, strict=True))[1 : 1 + _RELATED]
            ],
            checked="what the bodies do with these values, and the bases of their classes",
            effort=min(self.card.effort * len(told), 240),
        )


def _told(note: Note) -> str:
    function, name, kind, shown = (str(value) for value in note.values)
    return (
        f"`{function}({name}: {kind})` {shown}"
        if note.kind == "param"
        else f"`{function}() -> {kind}` {shown}"
    )
