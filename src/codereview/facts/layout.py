"""Which file a dotted module name means, seen from a given file.

A repository may hold several applications with modules of the same name. A name is looked up from the folders
that Python would have on its path: the folders above the importing file that are not packages themselves or
that hold what starts a program of their own (a manifest, requirements, a Dockerfile), their ``src`` and
``lib`` folders, and every folder with a manifest (hidden ones for hidden files alone). The nearest wins. After them all
comes a package of which a file is started as a script (`codereview.facts.script_folders`), for what stands in it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import lru_cache

_MANIFESTS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "manage.py"})
_PROGRAM = _MANIFESTS | {"requirements.txt", "Dockerfile", "Pipfile"}
_SOURCES = ("src", "lib", "python")


def module_name(path: str) -> str:
    """The dotted name of a file from the repository's root: ``src/app/__init__.py`` -> ``src.app``."""
    parts = path.rpartition(".")[0].split("/")
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(part.replace(".", "\u2024") for part in parts)


class Layout:
    """Modules of a repository.

    Args:
        paths: all Python files, relative.
        others: all other files (to see manifests).
        scripts: packages of which a file is started as a script.

    Attributes:
        programs: the folders that hold what starts a program of their own.
    """

    def __init__(self, paths: Iterable[str], others: Iterable[str] = (), scripts: Iterable[str] = ()) -> None:
        self.files: dict[str, str] = {}
        self.folders: set[str] = {""}
        packages: set[str] = set()
        for path in sorted(paths, reverse=True):
            name = module_name(path)
            if name not in self.files or (
                path.endswith(".py") and not self.files[name].endswith("/__init__.py")
            ):
                self.files[name] = path
            folder = path.rpartition("/")[0]
            if path.rpartition("/")[2] == "__init__.py":
                packages.add(folder)
            while folder and folder not in self.folders:
                self.folders.add(folder)
                folder = folder.rpartition("/")[0]
        self._packages = packages
        self._scripts = frozenset(scripts)
        self._dotted = {folder.replace(".", "\u2024").replace("/", ".") for folder in self.folders}
        starts = [
            (folder, name)
            for folder, _, name in (path.rpartition("/") for path in (*self.files.values(), *others))
            if name in _PROGRAM
        ]
        described = {folder for folder, name in starts if name in _MANIFESTS}
        starts = [item for item in starts if not self._is_module(*item, described)]
        manifests = {folder for folder, name in starts if name in _MANIFESTS}
        self.programs = {folder for folder, _ in starts}
        self._extra = tuple(sorted({"", *manifests}, key=lambda f: (f.count("/"), f)))
        self.roots = lru_cache(maxsize=None)(self._roots)
        self.find = lru_cache(maxsize=None)(self._find)

    def _is_module(self, folder: str, name: str, described: set[str]) -> bool:
        """Whether a ``setup.py`` is a module of a package, in a project that has its manifest above it."""
        if name != "setup.py" or folder not in self._packages:
            return False
        return any(folder.startswith(f"{above}/" if above else "") for above in described - {folder})

    def _roots(self, folder: str) -> tuple[str, ...]:
        """The folders on the import path of a file in ``folder``, nearest first."""
        found: list[str] = []
        current = folder
        while True:
            if current not in self._packages or current in self.programs or not current:
                found.append(current)
            for name in _SOURCES:
                inner = f"{current}/{name}" if current else name
                if inner in self.folders and inner not in self._packages:
                    found.append(inner)
            if not current:
                break
            current = current.rpartition("/")[0]
        for root in sorted(self._extra, key=lambda extra: -_shared(extra, folder)):
            if is_hidden(root) and not is_hidden(folder):
                continue
            found.append(root)
            found += [
                f"{root}/{s}" if root else s
                for s in _SOURCES
                if (f"{root}/{s}" if root else s) in self.folders
            ]
        if self._scripts:
            above = [folder, *(folder[:end] for end in range(len(folder) - 1, 0, -1) if folder[end] == "/")]
            found += [started for started in above if started in self._scripts]
        return tuple(dict.fromkeys(found))

    def _find(self, name: str, folder: str) -> str:
        """The path of the module or package folder that a dotted name means for files in ``folder``.

        Returns the file's path, a folder's path with a trailing ``/`` for a namespace package, or nothing.
        """
        if not name:
            return ""
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names and top not in ("test", "site"):
            # except where a file of a folder with such a name imports from its own folder
            return self.files.get(name, "") if folder.partition("/")[0] == top else ""
        direct = ""
        for root in self.roots(folder):
            dotted = root.replace(".", "\u2024").replace("/", ".")
            full = f"{dotted}.{name}" if dotted else name
            path = self.files.get(full)
            if path is not None:
                return path
            if not direct and full in self._dotted:
                direct = full.replace(".", "/").replace("\u2024", ".") + "/"
        return direct


def is_hidden(path: str) -> bool:
    """Whether a path lies in a folder whose name begins with a dot: work of tools, copies. No module outside of such
    folders imports from them."""
    return path.startswith(".") or "/." in path


def _shared(one: str, other: str) -> int:
    """How many leading components two folders have in common."""
    count = 0
    for a, b in zip(one.split("/"), other.split("/"), strict=False):
        if a != b:
            break
        count += 1
    return count
