"""Imports that somebody has put into a comment: the module is switched off for now, and not forgotten."""

from __future__ import annotations

from collections.abc import Iterable

from codereview.api import Collector, ModuleContext
from codereview.facts.module import FileFacts
from codereview.facts.notes import Note
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern

_IMPORT = lazy_pattern(
    r"^[ \t]*#+[ \t]*(?:from[ \t]+(?P<module>[.\w]+)[ \t]+import[ \t]+(?P<name>\w+)|import[ \t]+(?P<whole>[.\w]+))"
)


class SwitchedOff(Collector):
    """Notes the modules that imports in comments name."""

    def wants(self, file: ModuleContext) -> bool:
        return "import" in file.text and "#" in file.text

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note for each such comment."""
        for number, line in enumerate(file.text.split("\n"), 1):
            if "import" in line and (match := _IMPORT.match(line)):
                module = (match["module"] or match["whole"]).strip(".")
                names = (module, f"{module}.{match['name']}".strip(".")) if match["name"] else (module,)
                yield Note("import", number, 0, number, 0, -1, -1, names)


def switched_off(project: ProjectFacts, path: str) -> str:
    """The file in which an import of a module stands in a comment; empty for none."""
    folder, _, _ = path.rpartition("/")
    dotted = "." + path.removesuffix(".py").replace("/", ".")
    for other, notes in project.noted(SwitchedOff):
        near = other.rpartition("/")[0] == folder
        for name in (str(value) for note in notes for value in note.values):
            if other != path and name and dotted.endswith(f".{name}") and (near or "." in name):
                return other
    return ""
