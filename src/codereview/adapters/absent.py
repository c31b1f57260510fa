"""Modules of the project, and names in them, that are imported and are not there."""

from __future__ import annotations

import re

from msgspec.structs import replace

from codereview.adapters.closed import Classes
from codereview.adapters.values import Diagnostic
from codereview.facts import module as m
from codereview.facts.project import ProjectFacts
from codereview.model import Related

ABSENT = "absent"
"""How such a report is marked."""
_FROM_MODULE = re.compile(r"Could not import `(?P<name>\w+)` from `(?P<module>[\w.]+)`")
OF_MODULE = re.compile(r"No attribute `(?P<name>\w+)` in module `(?P<module>[\w.]+)`")
_MOST_LINES = 60
"""Lines that one import statement may span."""
_MADE = re.compile(r"_pb2(_grpc)?$|^_?version|version$|^_|^local_|secret|_rc$|^ui_")
"""Names of modules that are made by a build, or are kept out of the repository on purpose."""
_MAKES_NAMES = frozenset(
    {"builtins.globals", "builtins.exec", "builtins.setattr", "builtins.vars", "builtins.locals"}
)


class Absent:
    """What imports name against the modules of the project."""

    def __init__(self, project: ProjectFacts, classes: Classes) -> None:
        self._project = project
        self._classes = classes

    def found(self, item: Diagnostic) -> Diagnostic | None:
        """A name that a module of the project does not have."""
        found = next(
            (match for match in (shape.search(item.message) for shape in (_FROM_MODULE, OF_MODULE)) if match),
            None,
        )
        if found is None:
            return self._module(item)
        module, name = found["module"], found["name"]
        if name.startswith("_") and found.re is OF_MODULE:
            return None
        facts = self._project.files[item.path]
        written = [fact for fact in facts.imports if fact.name == name and _near(item, fact.line)]
        if any(fact.guarded or fact.type_checking for fact in written):
            return None
        module = written[0].module if written else module
        source = self._project.layout.find(module, item.path.rpartition("/")[0])
        if not _on_path(source, module, item.path):
            return None
        there = self._project.files.get(source)
        if (
            there is None
            or source == item.path
            or not self._names_all(there)
            or name in self._classes.foreign
        ):
            return None
        if self._project.resolver.symbol(source, name).kind != "unknown" or name in there.names:
            return None
        if any(name in function.globals for function in there.functions):
            return None
        if self._project.layout.find(f"{module}.{name}", item.path.rpartition("/")[0]):
            return None
        text = f"`{module}` has no `{name}`: nothing in {source} defines or imports it"
        return replace(item,
            severity=ABSENT, message=text,
                       related=(Related(source, 1, f"`{module}` is this file"),))  # fmt: skip

    def _module(self, item: Diagnostic) -> Diagnostic | None:
        """A module of a package of the project that is not there."""
        facts, folder = self._project.files[item.path], item.path.rpartition("/")[0]
        written = [
            fact
            for fact in facts.imports
            if fact.line <= item.line and fact.module and _near(item, fact.line)
        ]
        if not written:
            return None
        fact = max(written, key=lambda each: each.line)
        named = item.message.partition("`")[2].partition("`")[0]
        tail = f".{fact.module}".endswith(f".{named}")  # a relative import is named from the nearest root
        if not named or not (tail if fact.level else named == fact.module):
            return None
        if fact.guarded or fact.type_checking:
            return None
        parts = fact.module.split(".")
        find = self._project.layout.find
        size = max((n for n in range(len(parts)) if n and find(".".join(parts[:n]), folder)), default=0)
        package = ".".join(parts[:size])
        source = find(package, folder)
        if not size or find(fact.module, folder) or _MADE.search(parts[size]):
            return None
        if not fact.level and _of_tests(source) and not _of_tests(package.replace(".", "/")):
            return None  # a folder of tests that mirrors the package
        there = self._project.files.get(source)
        if there is None and (size < 2 or not source.endswith("/")):
            return None  # a folder that only happens to have the name of a package
        if there is not None and not (
            there.is_package and self._names_all(there) and parts[size] not in there.names
        ):
            return None
        base = source.removesuffix("__init__.py")
        if not _on_path(source.rstrip("/"), package, item.path) or any(
            other.startswith(f"{base}{parts[size]}") for other in self._project.others
        ):
            return None
        text = f"`{fact.module}` is not there: {base} holds no module `{parts[size]}`"
        return replace(item, line=fact.line, column=fact.column, message=text, severity=ABSENT)

    @staticmethod
    def _names_all(facts: m.FileFacts) -> bool:
        """Whether the names of a module are all seen."""
        return (
            facts.failure is None
            and not facts.stars
            and "__getattr__" not in facts.names
            and not any(call.path in _MAKES_NAMES for call in facts.calls)
        )


def _on_path(source: str, module: str, importer: str) -> bool:
    """Whether a module that was found for a dotted name is one that the importing file can mean.

    The folder above the package holds the importing file, or is the source folder of one that does; a package of
    an installed distribution is not hidden by a folder of the same name deep in the project.
    """
    parts = source.removesuffix("/__init__.py").removesuffix(".py").split("/")
    root = parts[: len(parts) - module.count(".") - 1]
    if root and root[-1] in ("src", "lib", "python"):
        root = root[:-1]
    folder = importer.split("/")[:-1]
    return folder[: len(root)] == root and (folder == root or len(root) < 2 or "." in module)


def _of_tests(path: str) -> bool:
    return not {"test", "tests"}.isdisjoint(path.split("/"))


def _near(item: Diagnostic, line: int) -> bool:
    return line <= item.line <= line + _MOST_LINES
