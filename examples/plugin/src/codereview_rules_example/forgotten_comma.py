"""ACM003: two strings side by side in a list, where a comma was forgotten."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from codereview.api import At, Bad, Card, Category, Confidence, CstRule, Finding, Good, Severity, TextFile


class ForgottenComma(CstRule):
    """Needs concrete syntax: `ast` joins neighbouring strings before anybody can see that there were two."""

    card = Card(
        id="ACM003",
        title="Strings side by side in a list",
        category=Category.RELIABILITY,
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        effort=2,
        why="Python joins neighbouring strings, so a forgotten comma silently makes one item out of two.",
        instead="Put the comma between them, or parentheses around them if they are one string.",
        false_alarms="Strings in parentheses are meant to be one, and so is a list's only item.",
    )
    bad = (
        Bad('NAMES = [\n    "anna",\n    "bert"\n    "carl",\n]\n', lines=(3,)),
        Bad('NAMES = {"anna", "bert" "carl"}\n', lines=(1,)),
        Bad('NAMES = ("anna" "bert", "carl")\n', lines=(1,)),
    )
    good = (
        Good('NAMES = ["anna", "bert", "carl"]\n'),
        Good('TEXTS = ["short", ("long " "text")]\n'),
        Good('TEXT = ["long " "text"]\n'),
        Good('TEXT = "long " "text"\n'),
        Good('call("long " "text", 1)\n'),
    )

    def wants(self, file: TextFile) -> bool:
        """Whether a list of strings is possible at all; libcst takes its time."""
        return file.path.endswith(".py") and any(quote in file.text for quote in ('"', "'"))

    def check(self, module: MetadataWrapper, file: TextFile) -> Iterable[Finding]:
        """One finding for each pair of strings without a comma."""
        finder = _Finder()
        module.visit(finder)
        for position in finder.found:
            start, end = position.start, position.end
            where = At(start.line, start.column + 1, end.line, end.column + 1)
            yield self.finding(file.path, where, "two strings without a comma between them are one item")


class _Finder(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[cst.metadata.CodeRange] = []

    def visit_List(self, node: cst.List) -> None:
        self._look(node.elements)

    def visit_Set(self, node: cst.Set) -> None:
        self._look(node.elements)

    def visit_Tuple(self, node: cst.Tuple) -> None:
        self._look(node.elements)

    def _look(self, elements: Iterable[cst.BaseElement]) -> None:
        values = [element.value for element in elements]
        for value in values:
            if len(values) > 1 and isinstance(value, cst.ConcatenatedString) and not value.lpar:
                self.found.append(self.get_metadata(PositionProvider, value))
