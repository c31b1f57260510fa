"""Which files of a project importing one of its files imports."""

from __future__ import annotations

from collections.abc import Mapping

from codereview.facts.layout import Layout
from codereview.facts.module import FileFacts


def imported_files(files: Mapping[str, FileFacts], layout: Layout) -> dict[str, frozenset[str]]:
    """For each file, the first-party files that importing it imports, packages above them included.

    Args:
        files: facts by path.
        layout: where modules are found.
    """
    above: dict[str, tuple[str, ...]] = {"": ()}

    def packages(folder: str) -> tuple[str, ...]:
        """The ``__init__.py`` of a folder and of those around it."""
        if folder not in above:
            outer = packages(folder.rpartition("/")[0])
            init = f"{folder}/__init__.py"
            above[folder] = (init, *outer) if init in files else outer
        return above[folder]

    result = {}
    for path, facts in files.items():
        found = _named(path, facts, layout)
        for folder in {name.rpartition("/")[0] for name in found}:
            found.update(packages(folder))
        result[path] = frozenset(found - {path})
    return result


def _named(path: str, facts: FileFacts, layout: Layout) -> set[str]:
    """The files that a file's imports name."""
    folder, found = path.rpartition("/")[0], set()
    for item in facts.imports:
        if not item.type_checking:
            found.add(layout.find(item.module, folder))
            if item.name:
                found.add(layout.find(f"{item.module}.{item.name}", folder))
    return {name for name in found if name.endswith(".py")} - {path}


__all__ = ["imported_files"]
