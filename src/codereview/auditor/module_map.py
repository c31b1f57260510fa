"""The map of modules: production code by folder, and which folders import from which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from codereview.facts.project import ProjectFacts
from codereview.model_architecture import Folder, FolderImports

FOLDERS = 30
IMPORTS = 12


def module_map(project: ProjectFacts, paths: Sequence[str]) -> tuple[tuple[Folder, ...], int]:
    """Rows of the map, and how many folders there are in all.

    Where a project has more folders than the map has rows, the deepest are counted with those above them; where its top
    level alone has more, those with the most statements are shown.

    Args:
        project: its facts.
        paths: the production modules.
    """
    own = {path: path.rpartition("/")[0] for path in paths}
    shown = _shown(set(own.values()))
    of_file = {path: shown[folder] for path, folder in own.items()}
    files: Counter[str] = Counter(of_file.values())
    statements: Counter[str] = Counter()
    for path, folder in of_file.items():
        statements[folder] += project.files[path].statements
    pairs = _pairs(project, of_file)
    importers: Counter[str] = Counter(other for others in pairs.values() for other in others)
    merged = {short for folder, short in shown.items() if folder != short}
    rows = [
        Folder(
            path=folder or ".",
            files=files[folder],
            statements=statements[folder],
            whole=folder in merged,
            imports=tuple(_most(pairs[folder])),
            imports_from=len(pairs[folder]),
            imported_by=importers[folder],
        )
        for folder in sorted(files)
    ]
    if len(rows) > FOLDERS:
        rows = sorted(rows, key=lambda row: (-row.statements, row.path))[:FOLDERS]
        rows.sort(key=lambda row: row.path)
    return tuple(rows), len(set(own.values()))


def _shown(folders: set[str]) -> Mapping[str, str]:
    """The row of each folder: itself, or what is above it at the depth at which the rows suffice."""
    for depth in range(max((folder.count("/") + 1 for folder in folders), default=1), 0, -1):
        short = {folder: "/".join(folder.split("/")[:depth]) for folder in folders}
        if len(set(short.values())) <= FOLDERS:
            return short
    return {folder: folder.partition("/")[0] for folder in folders}


def _pairs(project: ProjectFacts, of_file: Mapping[str, str]) -> dict[str, Counter[str]]:
    """For each folder the others that its files import from, with the number of pairs of files."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for path, folder in of_file.items():
        for other in set(_imported(project, path)):
            target = of_file.get(other, folder)
            if target != folder:
                found[folder][target] += 1
    return found


def _imported(project: ProjectFacts, path: str) -> Iterator[str]:
    """The modules that a file imports; what only type checkers see is left out."""
    folder, find = path.rpartition("/")[0], project.layout.find
    for item in project.files[path].imports:
        if item.type_checking:
            continue
        found = find(f"{item.module}.{item.name}".strip("."), folder) if item.name else ""
        yield found if found.endswith(".py") else find(item.module, folder)


def _most(counted: Mapping[str, int]) -> Iterable[FolderImports]:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return (FolderImports(folder=folder or ".", pairs=pairs) for folder, pairs in ordered[:IMPORTS])
