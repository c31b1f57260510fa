"""REL002: an import of the project that finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.project import ProjectFacts
from codereview.facts.uses.imports import Imports, Missing, grouped, told

from ._flow.collect import Flow
from ._uses import import_examples, import_examples_hidden
from ._uses.places import is_idle, is_laid_over, judged, severity, symbol


class MissingImport(ProjectRule):
    """Modules of the project, and names in them, that are imported and are not there."""

    card = Card(
        id="REL002",
        title="Import of the project that does not resolve",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "The import names a module of the project, or a name in one, that is not there: "
            "`ImportError` as soon as the "
            "line runs. Often it is left over from a rename, or the file was never committed."
        ),
        instead=(
            "Import what is there, add what is missing, or remove what needs it. If an ignore rule "
            "of git swallows the "
            "file, mend the rule."
        ),
        false_alarms=(
            "Modules that a build step writes under an ordinary name, and names that are put into a "
            "module from outside. "
            "Imports under a condition, in `try` or for type checkers only, modules with "
            "`__getattr__`, star imports "
            "from packages, stubs, extension modules and submodules of git are not judged."
        ),
    )
    bad = (*import_examples.BAD, *import_examples_hidden.BAD)
    good = (*import_examples.GOOD, *import_examples_hidden.GOOD)
    collects = (Flow,)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each statement and module."""
        imports = Imports(project)
        for path in judged(project):
            for group in grouped(imports.missing(path)):
                yield self._finding(project, path, group[0], told(group))

    def _finding(self, project: ProjectFacts, path: str, item: Missing, message: str) -> Finding:
        related: tuple[Related, ...] = ()
        if item.name:
            related = (Related(item.where, 1, f"`{item.module}` is this file"),)
        elif item.ignored is not None and item.ignored.source in project.others:
            related = (
                Related(
                    item.ignored.source,
                    item.ignored.line,
                    f"git leaves out what `{item.ignored.text}` matches",
                ),
            )
        idle = is_idle(project, path, item.fact.line) or (not item.name and is_laid_over(project, path))
        return self.finding(
            path,
            At(item.fact.line, item.fact.column),
            message,
            confidence=Confidence.LOW if item.chosen or idle else None,
            severity=severity(project, path, item.fact.line),
            symbol=symbol(project, path, item.fact.function),
            related=related,
            cause=f"{item.module}:{item.part}:{item.name}",
            checked="every folder that can be on the import path, stubs, extension modules, star "
            "imports and `__getattr__`",
        )
