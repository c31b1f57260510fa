"""Environment keys of a project: documented, read, given; which of them do not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from codereview.facts.deployment.documented import Written, documented, given
from codereview.facts.deployment.keys import SPELLED, read_by_others
from codereview.facts.deployment.mentions import mentioned, unmentioned, used_names
from codereview.facts.deployment.settings import Field, Settings
from codereview.facts.deployment.spelling import is_slip
from codereview.facts.notes import Note
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

NOTES = "codereview_rules.operations._environment.collect.EnvironmentKeys"
"""The collector that notes what files read; without its notes nothing is known to be read."""
_LIBRARIES = (
    "environ.",
    "environs.",
    "decouple.",
    "starlette.config.",
    "django_environ.",
    "prettyconf.",
    "goodconf.",
)
_SCHEMES = {
    "db": "DATABASE_URL", "db_url": "DATABASE_URL", "cache": "CACHE_URL", "cache_url": "CACHE_URL",
    "email": "EMAIL_URL", "email_url": "EMAIL_URL",
}  # fmt: skip
_MAY_READ = (
    ".sh",
    ".mjs",
    ".cjs",
    ".jsx",
    ".vue",
    ".conf",
    ".template",
    ".go",
    ".rb",
    ".php",
    "entrypoint",
    "Makefile",
)
"""Ends of the names of files that read keys by themselves."""
_PROGRAM = (Zone.PRODUCTION, Zone.SCRIPTS)


class Read(NamedTuple):
    """A place that reads a key. ``how``: ``required`` (fails without it), ``optional`` (None without it), ``default``.
    ``by``: ``os``, ``library``, ``settings``, ``option``, ``wrapper``."""

    name: str
    path: str
    line: int
    how: str
    by: str


class Environment:
    """The environment of a project, worked out when it is asked for.

    ``documented`` and ``given`` hold the places of keys by name, ``reads`` those that production code and scripts read
    under a name that is known.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.settings = Settings(project, NOTES)

    @cached_property
    def documented(self) -> Mapping[str, tuple[Written, ...]]:
        """Keys of templates and of tables in documents, outside of tests and examples."""
        return self._by_name(documented(self._texts))

    @cached_property
    def given(self) -> Mapping[str, tuple[Written, ...]]:
        """Keys that compose files, Dockerfiles, workflows and files of platforms give values."""
        deployment = self.project.deployment
        return self._by_name(given(self._texts, deployment.composes, deployment.dockerfiles))

    @cached_property
    def _texts(self) -> dict[str, str]:
        zone = self.project.zone
        wanted = (*_PROGRAM, Zone.DOCS)
        return {path: text for path, text in self.project.texts.items() if zone(path) in wanted}

    def _by_name(self, found: Iterable[Written]) -> Mapping[str, tuple[Written, ...]]:
        out: dict[str, list[Written]] = defaultdict(list)
        for item in found:
            out[item.name].append(item)
        return {name: tuple(items) for name, items in out.items()}

    @cached_property
    def _notes(self) -> tuple[tuple[str, Note], ...]:
        files = self.project.files
        return tuple((path, note) for path, facts in files.items() for note in facts.noted.get(NOTES, ()))

    @cached_property
    def reads(self) -> Mapping[str, tuple[Read, ...]]:
        """All reads of keys whose name is known, by key."""
        constants: dict[str, set[str]] = defaultdict(set)
        for _, note in self._notes:
            if note.kind == "constant":
                constants[str(note.values[0])].add(str(note.values[1]))
        out: dict[str, list[Read]] = defaultdict(list)
        for path, note in self._notes:
            if self.project.zone(path) in _PROGRAM:
                for read in self._read(path, note, constants):
                    out[read.name].append(read)
        for field in self.settings.fields:
            if self.project.zone(field.path) in _PROGRAM:
                for key in field.keys:
                    how = "required" if field.required and len(field.keys) == 1 else "default"
                    out[key].append(Read(key, field.path, field.line, how, "settings"))
        return {name: tuple(reads) for name, reads in sorted(out.items())}

    def _read(self, path: str, note: Note, constants: Mapping[str, set[str]]) -> Iterable[Read]:
        values = note.values
        if note.kind == "read":
            how = (
                "optional"
                if values[1] == "required" and self._is_guarded(path, note.line)
                else str(values[1])
            )
            yield Read(str(values[0]), path, note.line, how, "os")
        elif note.kind == "option":
            yield Read(str(values[0]), path, note.line, "default", "option")
        elif note.kind == "dynamic":
            for key in sorted(constants.get(str(values[0]), ())):
                yield Read(key, path, note.line, "optional", "os")
        elif note.kind == "called":
            callee, key, how = str(values[0]), str(values[1]), str(values[2])
            target = self.project.resolve(path, callee) if callee[:1] not in "?=" else None
            name = target.name if target is not None and target.kind == "external" else callee
            name = name or callee
            if name.startswith(_LIBRARIES):
                scheme = _SCHEMES.get(name.rpartition(".")[2], "")
                # defaults of django-environ can stand where the environment is made
                certain = how == "required" and name.startswith(("decouple.", "starlette.config."))
                if key or scheme:
                    yield Read(
                        key or scheme, path, note.line, "required" if certain else "default", "library"
                    )
            elif key and SPELLED.match(key):
                yield Read(key, path, note.line, "default", "wrapper")

    def _is_guarded(self, path: str, line: int) -> bool:
        notes = self.project.files[path].noted.get(NOTES, ())
        return any(n.kind == "tried" and n.line <= line <= int(str(n.values[0])) for n in notes)

    @cached_property
    def secrets(self) -> Mapping[str, tuple[Read, ...]]:
        """Names that are read from Streamlit's secrets; the empty name where it is not known."""
        out: dict[str, list[Read]] = defaultdict(list)
        for path, note in self._notes:
            if note.kind == "secret":
                key = str(note.values[0])
                out[key].append(Read(key, path, note.line, str(note.values[1]), "secrets"))
        return {name: tuple(reads) for name, reads in out.items()}

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """What keys begin with that are read under names which are put together; the empty text for any key."""
        found = {str(note.values[0]) for _, note in self._notes if note.kind == "prefix"}
        found |= {str(note.values[1]) for _, note in self._notes if note.kind == "dynamic" and note.values[1]}
        found |= {field.nested for field in self.settings.fields if field.nested}
        return tuple(sorted(found))

    @cached_property
    def required(self) -> Mapping[str, tuple[Read, ...]]:
        """Keys without which something fails: no place reads them with a default, or looks whether they are there."""
        return {
            name: reads
            for name, reads in self.reads.items()
            if any(read.how == "required" for read in reads)
            and not any(read.how == "default" and read.by != "wrapper" for read in reads)
        }

    @cached_property
    def unread(self) -> tuple[Written, ...]:
        """Documented keys that nothing of the project reads or mentions, and that no library is known to read."""
        if "" in self.prefixes or self.settings.is_open or not self.documented:
            return ()
        candidates = {
            name
            for name in self.documented
            if name not in self.reads
            and name.upper() not in self.reads
            and not name.upper().startswith(self.prefixes or ("\0",))
            and not read_by_others(name)
            and not self._is_of_library(name)
        }
        candidates = unmentioned(self.project, candidates) | candidates & self.bound.keys()
        return tuple(
            item
            for name, items in self.documented.items()
            if name in candidates
            for item in items
            if item.how in ("template", "readme")
        )

    @cached_property
    def undocumented(self) -> Mapping[str, tuple[Read, ...]]:
        """Required keys that no file beside the code names, and no platform is known to set."""
        wanted = {
            n: r
            for n, r in self.required.items()
            if SPELLED.match(n)
            and "_" in n
            and not read_by_others(n)
            and any(self.project.zone(item.path) is Zone.PRODUCTION for item in r)
        }
        named = mentioned(wanted, self.project.mentions.values())
        return {
            n: r
            for n, r in wanted.items()
            if n not in named and n not in self.documented and n not in self.given
        }

    def near(self, name: str) -> str:
        """The key that is read and that a documented one is meant to be, by its spelling; empty if none is near."""
        free = [key for key in self.reads if key not in self.documented and SPELLED.match(key)]
        return next((key for key in free if is_slip(name.upper(), key)), self.bound.get(name, ""))

    @cached_property
    def bound(self) -> Mapping[str, str]:
        """Names that templates or deployment give, that no code reads, and that are variables into which another key
        is read that nobody gives: the name, that key."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, note in self._notes:
            if note.kind == "bound" and self.project.zone(path) in _PROGRAM:
                found[str(note.values[0])].add(str(note.values[1]))
        told = {**self.documented, **self.given}
        single = {name: min(keys) for name, keys in found.items() if len(keys) == 1 and name in told}
        single = {
            name: key
            for name, key in single.items()
            if name not in self.reads and key not in told and not read_by_others(name)
        }
        data = self.project.mentions
        beside = [words for path, words in data.items() if path.endswith(_MAY_READ)]
        elsewhere = mentioned(single, beside)
        named = mentioned(single.values(), data.values())
        return {name: key for name, key in single.items() if name not in elsewhere and key not in named}

    @cached_property
    def documented_in(self) -> tuple[str, ...]:
        """The files that document keys."""
        return tuple(sorted({item.path for items in self.documented.values() for item in items}))

    @cached_property
    def slips(self) -> tuple[tuple[str, Written, str], ...]:
        """Keys that compose files and platforms set, that nothing reads, and that are nearly one which is read and set
        nowhere: the key, its place, the other."""
        if "" in self.prefixes or self.settings.is_open:
            return ()
        idle = {
            name
            for name, items in self.given.items()
            if any(item.how in ("built", "platform", "container") for item in items)
            and name not in self.reads
            and not read_by_others(name)
        }
        code = [facts.prints.words for facts in self.project.files.values()]
        idle -= mentioned(idle, code) - self.bound.keys()
        found = []
        for name in sorted(idle):
            other = self.near(name)
            if other and other not in self.given:
                found.append((name, self.given[name][0], other))
        return tuple(found)

    @cached_property
    def unused_fields(self) -> Mapping[tuple[str, str], tuple[Field, ...]]:
        """Fields of settings classes that nothing mentions but their definition, by file and class.

        Fields of a class that is looked at as a whole (dumped, walked over) are used.
        """
        out: dict[tuple[str, str], list[Field]] = defaultdict(list)
        for field in self.settings.fields:
            known = field in out[field.path, field.cls]
            if self.project.zone(field.path) in _PROGRAM and len(field.name) > 3 and not known:
                out[field.path, field.cls].append(field)
        names = {field.name for fields in out.values() for field in fields}
        used = used_names(self.project, self.settings.fields, names)
        found = {}
        for key, fields in out.items():
            idle = tuple(field for field in fields if field.name not in used)
            if idle and not self._is_dumped(key[0]):
                found[key] = idle
        return found

    def _is_dumped(self, path: str) -> bool:
        whole = (".model_dump", ".dict", ".model_dump_json", ".json", ".model_fields", ".__fields__")
        return any(
            call.path.endswith(whole) and "ettings" in f"{call.path}{call.written}"
            for facts in self.project.files.values()
            for call in facts.calls
        )

    def _is_of_library(self, name: str) -> bool:
        """Whether a key begins like something that is installed or imported: it may read the key itself."""
        first = name.lower().split("_")[0]
        return len(first) > 2 and any(first in known for known in self._libraries)

    @cached_property
    def _libraries(self) -> frozenset[str]:
        project = self.project
        found = {requirement.name.lower() for requirement in project.dependencies.direct()}
        for path, facts in project.files.items():
            for item in facts.imports:
                top = item.module.partition(".")[0]
                if (
                    item.level == 0
                    and top.lower() not in found
                    and not project.layout.find(top, path.rpartition("/")[0])
                ):
                    found.add(top.lower())
        return frozenset(found)


__all__ = ["NOTES", "Environment", "Field", "Read", "Written"]
