"""Whether what a command starts is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from codereview.facts.commands import Command
from codereview.facts.dependencies.names import brings
from codereview.facts.dependencies.toml_places import load_toml, table
from codereview.facts.entrypoints import started
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

from ..._syntax.patterns import lazy_pattern

_ELSEWHERE = lazy_pattern(
    r"git\s+clone|\bcurl\b|\bwget\b|COPY\s+--from|ADD\s+https?:|\bunzip\b|\btar\s+-?x|cookiecutter"
    r"|copier|repository:\s"
    r"|\bdownload|\bcat\s*>|<<\s*['\"]?EOF|protoc\b|\bgsutil\b|\baws\s+s3"
)
"""Words of a file that gets code from somewhere else."""
_TEMPLATE = lazy_pattern(r"\{\{|\{%|\$\{?\w+\}?/|<[a-z_-]+>")
_ANY_NAME = lazy_pattern(
    r"(?:^|[_./-])(?:your|my|some|example|script|foo|bar|path|file|name|xxx)(?:[_./-]|$)", re.IGNORECASE
)
_ZONES = (Zone.PRODUCTION, Zone.SCRIPTS)


class Missing:
    """The commands of a project and what they start."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def reason(self, command: Command) -> str:
        """Why a command cannot work, as a clause; empty if it can, or if that is not known."""
        project = self.project
        text = project.texts.get(command.path, "")
        if project.zone(command.path) not in _ZONES:
            return ""
        if command.named.endswith("."):
            return ""  # a variable follows: ``shop.jobs.$name``
        if "template" in command.path or _TEMPLATE.search(command.written) or "../" in command.named:
            return ""
        if command.where == "container" and _is_foreign_service(command, text):
            return ""
        if command.where == "manifest" and not self._declared(command, text):
            return ""
        if started(command, project.files, project.layout):
            return self._lacks(command)
        if command.where != "manifest" and _ELSEWHERE.search(text):
            return ""
        return self._no_file(command, text) if command.form == "file" else self._no_module(command, text)

    def working(self, command: Command) -> Iterator[Command]:
        """Commands of other files near it that start something of the same form, and can."""
        here = command.path.rpartition("/")[0]
        for other in self.project.commands:
            there = other.path.rpartition("/")[0]
            near = (
                f"{here}/".startswith(f"{there}/")
                or f"{there}/".startswith(f"{here}/")
                or not (here and there)
            )
            if (
                near
                and other.path != command.path
                and other.form == command.form
                and other.where != "workflow"
            ):
                found = started(other, self.project.files, self.project.layout)
                if found and not self.reason(other):
                    yield other

    def _lacks(self, command: Command) -> str:
        """The module is there; whether it has what the command names."""
        name = command.attribute.partition(".")[0]
        if not name:
            return ""
        named = self._named_alike(command.named)
        candidates = [self.project.files[path] for path in _beside(command, named) or named]
        candidates = [facts for facts in candidates if facts.path.endswith(".py")]
        if not candidates or any(_may_have(facts, name) for facts in candidates):
            return ""
        if self.project.layout.find(f"{command.named}.{name}", command.path.rpartition("/")[0]):
            return ""  # a module of that name in a package
        return f"`{candidates[0].path}` has no `{name}`"

    def _named_alike(self, dotted: str) -> list[str]:
        """All modules of the project that a dotted name could mean from some folder."""
        ending = "." + dotted
        files = self.project.layout.files
        return [path for name, path in files.items() if name == dotted or name.endswith(ending)]

    def _no_file(self, command: Command, text: str) -> str:
        name = command.named.rpartition("/")[2]
        if name in self._names or _ANY_NAME.search(command.named):
            return ""
        if text.count(name) > len(
            [c for c in self.project.commands if c.path == command.path and name in c.written]
        ):
            return ""  # it is spoken of elsewhere: written, copied or explained there
        folder = command.named.rpartition("/")[0].strip("./")
        if command.where in ("instructions", "workflow") and not (folder and self._has_folder(folder)):
            return ""
        return f"no file of the project is called `{name}`"

    def _no_module(self, command: Command, text: str) -> str:
        top, _, rest = command.named.partition(".")
        if (
            self._named_alike(command.named)
            or self._packages_alike(command.named)
            or _ANY_NAME.search(command.named)
        ):
            return ""
        if rest:
            holder, _, last = command.named.rpartition(".")
            owners = self._named_alike(holder)  # Celery takes `module.name`, too
            if not self._is_own(top) or any(_may_have(self.project.files[path], last) for path in owners):
                return ""
            return f"the project has no module `{command.named}`"
        known = self._is_own(top) or command.form != "application" or command.where != "container"
        if known or top in self._declared_names or text.count(f"{top}.py"):
            return ""
        return f"no module of the project is called `{top}`"

    def _packages_alike(self, dotted: str) -> bool:
        folder = dotted.replace(".", "/")
        return any(f == folder or f.endswith("/" + folder) for f in self.project.layout.folders)

    def _is_own(self, top: str) -> bool:
        """Whether a top-level name is a package of the project, and of nobody else.

        A folder that nothing imports from and that has no ``__init__.py`` can be called after a program of others,
        as one that holds what is deployed for a package that is required.
        """
        folders = [
            f
            for f in self.project.layout.folders
            if f.rpartition("/")[2] == top and not f.startswith(("tests/", "docs/"))
        ]
        known = top in self._imported or any(f"{f}/__init__.py" in self.project.files for f in folders)
        return bool(folders) and known and top not in self._declared_names and not self._is_brought(top)

    def _is_brought(self, top: str) -> bool:
        """Whether something that the project asks for brings a module of that name."""
        return any(brings(asked.name, top) for asked in self.project.dependencies.direct())

    def _has_folder(self, folder: str) -> bool:
        return any(f == folder or f.endswith("/" + folder) for f in self.project.layout.folders)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of all files, Python or not."""
        return frozenset(path.rpartition("/")[2] for path in (*self.project.files, *self.project.others))

    @cached_property
    def _imported(self) -> frozenset[str]:
        """The first names of all that is imported."""
        files = self.project.files.values()
        return frozenset(item.module.partition(".")[0] for facts in files for item in facts.imports)

    @cached_property
    def _declared_names(self) -> frozenset[str]:
        """Packages of others, as they are imported somewhere without being found here."""
        layout = self.project.layout
        return frozenset(
            item.module.partition(".")[0]
            for path, facts in self.project.files.items()
            for item in facts.imports
            if item.level == 0 and not layout.find(item.module.partition(".")[0], path.rpartition("/")[0])
        )

    def _declared(self, command: Command, text: str) -> bool:
        """Whether a manifest really declares a console script: tables of other tools look alike."""
        if not command.path.endswith("pyproject.toml") or command.form != "script" or not command.attribute:
            return False
        data = load_toml(text)
        if isinstance(data, str):
            return False
        groups = [
            table(data, "project", "scripts"),
            table(data, "project", "gui-scripts"),
            table(data, "tool", "poetry", "scripts"),
        ]
        wanted = f"{command.named}:{command.attribute}"
        values = [value for group in groups for value in group.values()]
        return any(isinstance(value, str) and value.partition("[")[0].strip() == wanted for value in values)


def _beside(command: Command, paths: list[str]) -> list[str]:
    """Of modules of one name those that a manifest means: in its own folder, or in the sources below it."""
    if command.where != "manifest":
        return []
    folder, file = command.path.rpartition("/")[0], command.named.replace(".", "/")
    places = {f"{above}{file}{end}" for above in ("", "src/") for end in (".py", "/__init__.py")}
    return [path for path in paths if path in {f"{folder}/{place}".lstrip("/") for place in places}]


def _is_foreign_service(command: Command, text: str) -> bool:
    """Whether a command of a compose file is that of a service with an image that is not built there."""
    if not command.path.endswith((".yml", ".yaml")):
        return False
    lines = text.split("\n")
    depth = _depth(lines[command.line - 1])
    block = [lines[command.line - 1]]
    for step in (-1, 1):
        at = command.line - 1 + step
        while 0 <= at < len(lines) and (not lines[at].strip() or _depth(lines[at]) >= depth):
            block.append(lines[at])
            at += step
    words = {line.split(":")[0].strip() for line in block}
    return "image" in words and "build" not in words


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _may_have(facts: FileFacts, name: str) -> bool:
    """Whether a module could have a name: defined, given by a star import, or made when asked."""
    if facts.failure is not None or facts.stars or name in facts.names or "__getattr__" in facts.names:
        return True
    defined = {f.name for f in facts.functions} | {c.name for c in facts.classes}
    return name in defined or "__dict__" in facts.foreign or any(name in f.globals for f in facts.functions)
