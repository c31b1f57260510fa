"""Imports of the project's own modules, and of names in them, that are not there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from codereview.collect.ignore import IgnoreFile, Pattern, deciding
from codereview.facts.dependencies.names import distributions_of
from codereview.facts.module import ImportFact
from codereview.facts.uses.made import Made
from codereview.facts.uses.modules import Modules
from codereview.facts.uses.told import INCLUDES

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_ERRORS = frozenset({"*", "ImportError", "ModuleNotFoundError"})


class Missing(msgspec.Struct, frozen=True):
    """An import that finds nothing.

    ``module`` is what is imported, or imported from. ``name`` is a name that it does not have; empty where the module
    itself, or its part ``part``, is not there. ``where`` is the file or folder (with ``/``) in which it is not.
    ``ignored`` is the line of a ``.gitignore`` that keeps it out of the repository.
    """

    fact: ImportFact
    module: str
    name: str
    part: str
    where: str
    ignored: Pattern | None = None

    @property
    def chosen(self) -> bool:
        """Whether a line of a ``.gitignore`` speaks of this very file or folder: it is kept out on purpose."""
        text = self.ignored.text.strip("/") if self.ignored is not None else ""
        part = self.part or self.name
        return text.endswith(f"{part}.py") or text.endswith(f"/{part}")


def grouped(items: Iterable[Missing]) -> list[list[Missing]]:
    """What one statement asks of one place, together."""
    groups: dict[tuple[int, str, str], list[Missing]] = {}
    for item in items:
        groups.setdefault((item.fact.line, item.where, item.part), []).append(item)
    return list(groups.values())


def told(group: Sequence[Missing]) -> str:
    """What a statement does not find, in words."""
    item = group[0]
    if item.name:
        names = ", ".join(f"`{each.name}`" for each in group)
        them = "it" if len(group) == 1 else "them"
        return f"`{item.module}` has no {names}: nothing in {item.where} defines or imports {them}"
    shown = item.module
    if item.fact.name == item.part and shown.rpartition(".")[2] != item.part:
        shown = f"{shown}.{item.part}" if shown else item.part
    text = f"`{shown}` is not there: {item.where or 'the top folder'} holds no module `{item.part}`"
    if item.ignored is not None:
        text += f" (`{item.ignored.text}` in {item.ignored.source}, line {item.ignored.line}, keeps it out of git)"
    return text


class Imports:
    """The imports of a project against its files."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._modules = Modules(project)
        self._made = Made(project)
        self._ignore: dict[str, IgnoreFile | None] = {}
        self._found: dict[tuple[str, str], int] = {}
        self._from: dict[tuple[str, int, str], tuple[str, str]] = {}
        submodules = "\n".join(t for p, t in project.texts.items() if p.rpartition("/")[2] == ".gitmodules")
        self._submodules = tuple(re.findall(r"path\s*=\s*(\S+)", submodules))

    def missing(self, path: str) -> Iterator[Missing]:
        """The imports of one file that find nothing, in the order of the text."""
        facts = self._project.files[path]
        told: set[tuple[int, str, str]] = set()
        for fact in facts.imports:
            found = self.of(path, fact)
            if found is not None and (key := (fact.line, found.module, found.name)) not in told:
                told.add(key)
                yield found

    def of(self, path: str, fact: ImportFact) -> Missing | None:
        """What one import of a file does not find; None if all is there, or where that cannot be told."""
        if fact.guarded or fact.type_checking or not (fact.module or fact.level):
            return None
        found = self._relative(path, fact) if fact.level else self._absolute(path, fact)
        if found is None or self._expected(path, fact.line):
            return None
        return None if fact.level and self._is_included(path) else found

    def _is_included(self, path: str) -> bool:
        """Whether a settings module runs a file below it in its own package, from which its dots then count."""
        return any(path.startswith(folder) for folder in self._including)

    @cached_property
    def _including(self) -> tuple[str, ...]:
        """The folders of files that include others by `split_settings`."""
        return tuple(
            f"{path.rpartition('/')[0]}/"
            for path, facts in self._project.files.items()
            if any(call.path in INCLUDES for call in facts.calls)
        )

    def asked(self, path: str, fact: ImportFact) -> Missing | None:
        """What an absolute import would not find that stands in a file which is no module, such as a document."""
        return self._absolute(path, fact)

    def _expected(self, path: str, line: int) -> bool:
        guards = self._project.files[path].guards
        return any(first <= line <= last and error in _ERRORS for first, last, error in guards)

    def _relative(self, path: str, fact: ImportFact) -> Missing | None:
        """An import that begins with dots: the folder that it starts from is certain."""
        folder = path.rpartition("/")[0]
        key = (folder, fact.level, fact.module)
        if key not in self._from:
            self._from[key] = self._below(folder, fact)
        here, part = self._from[key]
        if part:
            return self._without(fact, here, part)
        if not here or not fact.name or fact.name == "*":
            return None
        source = self._file(here)
        if source:
            return self._name(path, fact, source)
        if here not in self._project.layout.folders or self._is_there(f"{here}/{fact.name}"):
            return None
        return self._without(fact, here, fact.name)

    def _below(self, folder: str, fact: ImportFact) -> tuple[str, str]:
        """The path without suffix that a relative import means; or the folder, and the part that is not in it."""
        above = folder.split("/") if folder else []
        if fact.level > len(above) + 1 or "\u2024" in fact.module:
            return "", ""
        base = above[: len(above) - fact.level + 1]
        here = "/".join(base)
        for part in fact.module.split(".")[len(base) :] if fact.module else []:
            inner = f"{here}/{part}" if here else part
            if not self._is_there(inner):
                return here, part
            here = inner
        return here, ""

    def _absolute(self, path: str, fact: ImportFact) -> Missing | None:
        folder = path.rpartition("/")[0]
        find = self._project.layout.find
        module = fact.module
        top = module.partition(".")[0]
        if distributions_of(top) and find(top, folder).endswith("/"):
            return (
                None  # a package that is installed goes before a folder of its name without ``__init__.py``
            )
        source = find(module, folder)
        if source:
            if not fact.name or fact.name == "*" or source == path:
                return None
            if source.endswith(".py"):
                found = self._name(path, fact, source)
                return found if found and self._modules.is_meant(source, module, path) else None
            if source.endswith("/") and module.count(".") and self._modules.is_meant(source, module, path):
                inner = source + fact.name
                if not self._is_there(inner) and not self._modules.alike(f"{module}.{fact.name}", path):
                    return self._without(fact, source[:-1], fact.name)
            return None
        place = (folder, module)
        if place not in self._found:
            parts = module.split(".")
            self._found[place] = next(
                (n for n in range(len(parts) - 1, 0, -1) if find(".".join(parts[:n]), folder)), 0
            )
        size = self._found[place]
        if not size or self._modules.alike(module, path):
            return None
        parts = module.split(".")
        if parts[0] in sys.stdlib_module_names:
            return None  # ``http.client`` in a folder ``http``: Python's own, where the audit begins inside a package
        package = ".".join(parts[:size])
        source = find(package, folder)
        if not self._modules.is_meant(source, package, path):
            here, part = self._beside(folder, parts)
            return self._without(fact, here, part) if part else None
        if source.endswith("/"):
            return self._without(fact, source[:-1], parts[size]) if size > 1 else None
        if not source.endswith("/__init__.py"):
            return None
        if size == 1 and not self._project.files[source].statements and distributions_of(parts[0]):
            return None  # what is put into an image of that very library: `airflow/dags`
        return self._without(fact, source.removesuffix("/__init__.py"), parts[size])

    def _beside(self, folder: str, parts: list[str]) -> tuple[str, str]:
        """The folder without ``__init__.py``, in the program that a file belongs to, that a name begins with, and the
        part that is not in it: other programs of the repository may have a package of that name."""
        home = folder
        while home and home not in self._project.layout.programs:
            home = home.rpartition("/")[0]
        here = f"{home}/{parts[0]}"
        if not home or here not in self._imported or self._file(here) or distributions_of(parts[0]):
            return "", ""
        for part in parts[1:]:
            if not self._is_there(f"{here}/{part}"):
                return here, part
            here = f"{here}/{part}"
        return "", ""

    def _name(self, path: str, fact: ImportFact, source: str) -> Missing | None:
        """A name that the module that was found does not have."""
        name = fact.name
        dotted = fact.module if not fact.level else "@"
        if not source.endswith(".py") or not self._modules.lacks(source, name, dotted, path):
            return None
        if not fact.level and self._project.layout.find(f"{fact.module}.{name}", path.rpartition("/")[0]):
            return None
        if source.endswith("/__init__.py"):
            folder = source.removesuffix("/__init__.py")
            if self._is_made(f"{folder}/{name}", name):
                return None
            return Missing(fact, fact.module, name, "", source, self.ignored(folder, name))
        return Missing(fact, fact.module, name, "", source)

    def _without(self, fact: ImportFact, folder: str, part: str) -> Missing | None:
        """A part of a module's name that its folder does not hold."""
        inner = f"{folder}/{part}" if folder else part
        if self._is_made(inner, part):
            return None
        source = self._file(folder)
        if source:
            if not source.endswith("/__init__.py"):
                return None
            if not self._modules.is_ordinary(self._project.files[source]):
                return None
        elif fact.level and folder not in self._imported:
            return None  # no package, as far as anybody imports it: the file is put somewhere else
        return Missing(
            fact, fact.module, "", part, f"{folder}/" if folder else "", self.ignored(folder, part)
        )

    @cached_property
    def _imported(self) -> frozenset[str]:
        """The folders of modules that other files import."""
        return frozenset(found.rpartition("/")[0] for found in self._project.importers)

    def _is_there(self, inner: str) -> bool:
        """Whether a path without suffix is a module, a stub, a folder, or what a module is made from."""
        files = self._project.files
        return (
            f"{inner}.py" in files
            or inner in self._project.layout.folders
            or f"{inner}.pyi" in files
            or f"{inner}.pyw" in files
            or self._modules.made_from(inner)
        )

    def _is_made(self, inner: str, part: str) -> bool:
        return (
            self._is_there(inner)
            or self._made.may_be(inner, part)
            or any(inner == sub or inner.startswith(f"{sub}/") for sub in self._submodules)
            or self._modules.unseen(inner)
        )

    def _file(self, here: str) -> str:
        """The file of a module or package, by its path without suffix; empty for a plain folder."""
        for path in (f"{here}/__init__.py", f"{here}.py", f"{here}/__init__.pyi", f"{here}.pyi"):
            if path in self._project.files:
                return path
        return ""

    def ignored(self, folder: str, part: str) -> Pattern | None:
        """The line of a ``.gitignore`` that keeps a module, or the folder of a package, out of the repository."""
        inner = f"{folder}/{part}" if folder else part
        return deciding(f"{inner}/", self._ignore_file) or deciding(f"{inner}.py", self._ignore_file)

    def _ignore_file(self, base: str) -> IgnoreFile | None:
        if base not in self._ignore:
            text = self._project.texts.get(f"{base}.gitignore")
            self._ignore[base] = IgnoreFile(base, f"{base}.gitignore", text) if text else None
        return self._ignore[base]
