"""DOC002: docstrings that say what the signature does not."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codereview.api import (
    At,
    Card,
    Collector,
    Confidence,
    Finding,
    ModuleContext,
    Note,
    ProjectRule,
    Related,
    Severity,
    Zone,
)
from codereview.facts.documents.docstrings import HINTS, parse
from codereview.facts.project import ProjectFacts

from ._docstrings.compare import of_class, of_function
from ._docstrings.examples import BAD, GOOD

STYLE = "style"
"""The kind of the note that tells a docstring's style; all others tell disagreements."""
_SHOWN = 3
_MANY = 15
"""Files that get a finding each; more are one finding."""


class Disagreements(Collector):
    """Docstrings with sections or fields, against the function or class in which they stand."""

    nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    def wants(self, file: ModuleContext) -> bool:
        """Production files with a section or field."""
        return file.zone is Zone.PRODUCTION and any(hint in file.text for hint in HINTS)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for the style, and one for each disagreement: what it is, in which function."""
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        first = node.body[0] if node.body else None
        if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
            return ()
        text = first.value.value
        if not isinstance(text, str) or (doc := parse(text)) is None:
            return ()
        found = of_class(node, doc) if isinstance(node, ast.ClassDef) else of_function(node, doc, text)
        symbol = f"{file.scope}.{node.name}" if file.scope else node.name
        last = first.end_lineno or first.lineno
        style = Note(STYLE, first.lineno + doc.line - 1, 1, first.lineno, 1, -1, -1, (doc.style,))
        return [style] + [
            Note(each.kind, line, 1, line, 1, file.function, file.loop, (symbol, each.what))
            for each in found
            if (line := min(first.lineno + each.line - 1, last))
        ]


class DocstringDrift(ProjectRule):
    """Parameters, returned values and errors in docstrings of Google's, NumPy's and Sphinx's styles."""

    card = Card(
        id="DOC002",
        title="Docstring against its signature",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "Editors and generated pages show the docstring where the function is called. A parameter that is "
            "not there "
            "is passed and fails; one that was renamed or added is not found."
        ),
        instead="Bring the section up to date with the signature; pydoclint or ruff's D417 hold it so.",
        false_alarms=(
            "Functions with `*args` or `**kwargs` can take more than they name and are only held against what they do "
            "name. Overloads, stubs, abstract methods, properties, classes without an `__init__` of their own, "
            "attributes "
            "in the docstrings of classes, and parameters that a framework injects are understood; sections with lines "
            "that are no entries are not judged."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Disagreements,)

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each file; where many files have some, one for all."""
        found = [
            self._of_file(path, told)
            for path, notes in project.noted(Disagreements)
            if (told := [note for note in notes if note.kind != STYLE])
        ]
        if len(found) <= _MANY:
            yield from found
            return
        worst = max(found, key=lambda finding: (len(finding.related), finding.path))
        count = sum(len(finding.related) + 1 for finding in found)
        others = sorted((f for f in found if f is not worst), key=lambda f: (-len(f.related), f.path))
        yield self.finding(
            worst.path,
            At(worst.line),
            f"{count} docstrings in {len(found)} files disagree with their signatures. Here: {worst.message}",
            symbol=worst.symbol,
            related=[*worst.related[:4], *(Related(f.path, f.line, f.message) for f in others[:12])],
            effort=min(480, 5 * count),
        )

    def _of_file(self, path: str, notes: list[Note]) -> Finding:
        by_symbol: dict[str, list[Note]] = {}
        for note in sorted(notes, key=lambda note: note.line):
            by_symbol.setdefault(str(note.values[0]), []).append(note)
        told = [
            (group[0].line, symbol, "; ".join(dict.fromkeys(str(note.values[1]) for note in group[:3])))
            for symbol, group in by_symbol.items()
        ]
        line, symbol, what = told[0]
        message = f"`{symbol}`: {what}"
        if len(told) > 1:
            names = ", ".join(f"`{name}`" for _, name, _ in told[1:_SHOWN])
            more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
            message += f"; likewise {names}{more}"
        return self.finding(
            path,
            At(line),
            message,
            symbol=symbol,
            related=[Related(path, at, f"`{name}`: {said}") for at, name, said in told[1:]],
            effort=min(120, 5 + 5 * len(told)),
        )
