"""Which modules of the project show all of their names, and what is not among them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.dependencies.names import distributions_of
from codereview.facts.layout import is_hidden
from codereview.facts.module import FileFacts

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts


_RUNS_ITSELF = frozenset({"alembic"})
"""Programs that run a folder which is often called like them: by then they are imported themselves."""


class Modules:
    """The modules of a project and the names in them."""

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._seen: dict[str, frozenset[str] | None] = {}

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        """Dotted names of all modules by their last part."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._project.layout.files:
            found[name.rpartition(".")[2]].append(name)
        return found

    @cached_property
    def _stems(self) -> frozenset[str]:
        """Paths of files that are not Python, up to the first dot of their names: extension modules, templates of
        modules, what a build turns into modules."""
        return frozenset(
            f"{folder}/{name.partition('.')[0]}" if folder else name.partition(".")[0]
            for folder, _, name in (
                path.rpartition("/") for path in (*self._project.others, *self._project.left_out)
            )
        )

    @cached_property
    def _unseen(self) -> frozenset[str]:
        return frozenset(self._project.left_out)

    def unseen(self, path: str) -> bool:
        """Whether a path lies in a folder of which nothing is known: behind a link, in a submodule."""
        while path:
            if path in self._unseen:
                return True
            path = path.rpartition("/")[0]
        return False

    def made_from(self, path: str) -> bool:
        """Whether a file that is not Python has the name of a module, path without its suffix."""
        return path in self._stems

    def alike(self, name: str, importer: str) -> list[str]:
        """Files of modules that could have a dotted name if another folder were on the import path, for a file that
        imports it: hidden folders for hidden files alone.
        """
        hidden = is_hidden(importer)
        files = self._project.layout.files
        return [
            files[other]
            for other in self._by_last.get(name.rpartition(".")[2], ())
            if (other == name or other.endswith("." + name)) and (hidden or not is_hidden(files[other]))
        ]

    def is_meant(self, source: str, module: str, importer: str) -> bool:
        """Whether a module that was found for a dotted name is one that the importing file can mean.

        The folder above the package holds the importing file, or is the source folder of one that does; a package of
        an installed distribution is not hidden by a folder of the same name deep in the project. Deep in it, a folder
        that starts a program of its own (a service of many) is where the modules of that program are looked for.
        """
        parts = source.rstrip("/").removesuffix("/__init__.py").removesuffix(".py").split("/")
        root = parts[: len(parts) - module.count(".") - 1]
        if root and root[-1] in ("src", "lib", "python"):
            root = root[:-1]
        folder = importer.split("/")[:-1]
        near = folder == root or len(root) < 2 or "." in module or self._is_program("/".join(root))
        if folder[: len(root)] != root or not near:
            return False
        if _of_tests(source) and not _of_tests(module.replace(".", "/")):
            return False  # a folder of tests that mirrors the package
        top = module.partition(".")[0]
        if not distributions_of(top):
            return True
        if module in _RUNS_ITSELF:
            return False
        package = [*root, top]
        inside = folder[: len(package)] == package
        is_regular = "." in module and "/".join((*package, "__init__.py")) in self._project.files
        return inside and (
            self._has_manifest("/".join(root)) or (is_regular and self._is_program("/".join(root)))
        )

    def _has_manifest(self, root: str) -> bool:
        """Whether a folder is the top, or one that is installed by itself."""
        names = ["pyproject.toml", "setup.cfg"]
        if f"{root}/__init__.py" not in self._project.files:  # there it is a module like others
            names.append("setup.py")
        paths = {f"{root}/{name}" for name in names}
        return (
            not root
            or not paths.isdisjoint(self._project.files)
            or not paths.isdisjoint(self._project.others)
        )

    def _is_program(self, root: str) -> bool:
        """Whether a folder is the top, or one that is installed or started by itself."""
        return not root or root in self._project.layout.programs

    def lacks(self, path: str, name: str, dotted: str, importer: str) -> bool:
        """Whether it is certain that a module does not have a name, and that it is the module that is meant.

        Args:
            path: its file.
            name: what is asked of it.
            dotted: the name that it is imported by.
            importer: the file that asks.
        """
        if (
            name in self._project.classes.given(importer)
            or path == importer
            or (name.startswith("__") and name.endswith("__"))
        ):
            return False
        if not self._lacks(path, name) or self._is_hidden(path):
            return False
        return dotted.startswith("@") or all(self._lacks(each, name) for each in self.alike(dotted, importer))

    def _is_hidden(self, path: str) -> bool:
        """Whether a call in the package binds the name of the module to something else, or a star import of names that
        are not seen can."""
        folder, _, name = path.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")
        package = f"{folder}/__init__.py"
        facts, find = self._project.files.get(package), self._project.layout.find
        return (package, name) in self._project.classes.bound or any(
            self.names(find(star, folder)) is None for star in (facts.stars if facts is not None else ())
        )

    def shows_without(self, path: str, name: str) -> bool:
        """Whether a module shows all of its names, and one is not among them."""
        names = self.names(path) if path.endswith(".py") else None
        return names is not None and name not in names

    def _lacks(self, path: str, name: str) -> bool:
        names = self.names(path)
        if names is None or name in names:
            return False
        facts = self._project.files[path]
        if any(name.startswith(cls.name) and not _known(cls.decorators) for cls in facts.classes):
            return False  # a decorator of the class can have made it
        if facts.is_package:
            folder = path.rpartition("/")[0]
            inner = f"{folder}/{name}" if folder else name
            if (
                f"{inner}.py" in self._project.files
                or f"{inner}.pyi" in self._project.files
                or inner in self._project.layout.folders
                or inner in self._stems
            ):
                return False
        return not any(name in function.globals for function in facts.functions)

    def names(self, path: str) -> frozenset[str] | None:
        """All names of a module; None if it can have others."""
        if path not in self._seen:
            self._seen[path] = None  # star imports may go in circles
            self._seen[path] = self._names(path)
        return self._seen[path]

    def _names(self, path: str) -> frozenset[str] | None:
        facts = self._project.files.get(path)
        if facts is None or not self._shows_all(facts):
            return None
        stem = path.removesuffix(".py")
        if stem == path:
            return None
        found = set(facts.names)
        folder = path.rpartition("/")[0]
        for star in facts.stars:
            source = self._project.layout.find(star, folder)
            names = self.names(source) if source.endswith(".py") and source != path else None
            if names is None:
                return None
            found |= names
        return frozenset(found)

    def _shows_all(self, facts: FileFacts) -> bool:
        """Whether the names of a module are those of its text."""
        return (
            facts.failure is None
            and "__getattr__" not in facts.names
            and facts.path not in self._project.classes.makes_names
            and self.is_ordinary(facts)
        )

    def is_ordinary(self, facts: FileFacts) -> bool:
        """Whether a package leaves it to Python to find its modules."""
        return (
            "__path__" not in facts.names
            and facts.path not in self._project.classes.makes_modules
            and not any(read.path == "sys.modules" for read in facts.reads)
            and not any(ref.path == "sys.modules" for ref in facts.refs)
        )


def _known(decorators: tuple[str, ...]) -> bool:
    return all(path.startswith(("dataclasses.", "functools.", "typing.", "enum.")) for path in decorators)


def _of_tests(path: str) -> bool:
    return not {"test", "tests"}.isdisjoint(path.split("/"))
