"""Packages whose modules are started as scripts: Python then puts their own folder on the import path.

``python bot/main.py`` finds ``import database`` in ``bot/database.py`` although ``bot`` has an ``__init__.py``. A file
tells that it is meant so where it can be started, imports a module beside it by its bare name, and does nothing that
only works inside of the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from codereview.facts.dependencies.names import brings
from codereview.facts.dependencies.values import Requirement
from codereview.facts.module import FileFacts


def script_folders(
    files: Mapping[str, FileFacts], requirements: Callable[[], Iterable[Requirement]]
) -> frozenset[str]:
    """The packages that are on the import path because a file in them is started.

    Args:
        files: facts by path.
        requirements: what the project asks for, read if need be: what one of them brings is not the file beside.
    """
    found = set()
    for path, facts in files.items():
        folder = path.rpartition("/")[0]
        if facts.main_line and folder not in found and f"{folder}/__init__.py" in files:
            beside = _beside(folder, facts, files)
            if beside and any(
                not any(brings(asked.name, name) for asked in requirements()) for name in beside
            ):
                found.add(folder)
    return frozenset(found)


def _beside(folder: str, facts: FileFacts, files: Mapping[str, FileFacts]) -> set[str]:
    """The modules of its own folder that a file imports by their bare names; none if it uses its package."""
    names = set()
    for item in facts.imports:
        top = item.module.partition(".")[0]
        if item.level or top in folder.split("/"):
            return set()
        beside = f"{folder}/{top}.py" in files or f"{folder}/{top}/__init__.py" in files
        if beside and not item.guarded and not item.type_checking and item.function < 0:
            names.add(top)
    return names
