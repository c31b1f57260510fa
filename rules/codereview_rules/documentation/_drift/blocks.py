"""Blocks of Python in documents that are no Python, or import what the project does not have."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Confidence
from codereview.facts.documents.values import Document
from codereview.facts.module import ImportFact
from codereview.facts.project import ProjectFacts
from codereview.facts.uses.imports import Imports, told
from codereview.model import Zone

from ..._syntax.patterns import lazy_pattern
from .fault import Fault

_ANY_NAME = lazy_pattern(
    r"(?:^|[._])(?:my|your|our|some|example|foo|bar|module|new|custom|mine|demo|sample|xxx)(?:[._]|$)|"
    r"\b(?:My|Your|Some|Custom|New|Example)[A-Z]|ClassName|FunctionName|\.X$"
)


class Blocks:
    """The blocks of a project's documents against its modules."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.imports = Imports(project)

    def faults(self, document: Document) -> Iterator[Fault]:
        """What of one document's blocks does not work."""
        for broken in document.broken:
            yield Fault(
                document.path, broken.line, "blocks", f"the block of Python does not parse: {broken.message}",
                "a block that does not parse", Confidence.MEDIUM,
            )  # fmt: skip
        seen: set[tuple[str, str]] = set()
        for item in document.imports:
            if (item.module, item.name) in seen:
                continue
            seen.add((item.module, item.name))
            fact = ImportFact(item.module, item.name, "", 0, item.line, 1, False, False, -1)
            missing = self.imports.asked(document.path, fact)
            if (
                missing is None
                or _ANY_NAME.search(f"{item.module}.{item.name}")
                or not self._is_product(missing.where)
            ):
                continue
            shown = f"`from {item.module} import {item.name}`" if item.name else f"`import {item.module}`"
            what = f"{shown} fails: {told([missing])}"
            yield Fault(document.path, item.line, "imports", what, shown, Confidence.MEDIUM)

    def _is_product(self, where: str) -> bool:
        """Whether what lacks a name is part of the product: examples have modules that their texts make."""
        if where.endswith("/"):
            return any(
                p.startswith(where) and self.project.zone(p) is Zone.PRODUCTION for p in self.project.files
            )
        return self.project.zone(where) is Zone.PRODUCTION
