"""A new error keeps the one that caused it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codereview.api import Category, Collector, Has, Lacks, ModuleContext, Note, Practice, Seen
from codereview.facts.project import ProjectFacts
from codereview_rules.practices._evidence import many, repeated, spot, spread
from codereview_rules.practices._examples import in_tests, started, unreached

_LEAST = 8
_SHARE = 0.85
_CODE = repeated(
    "\n\ndef {name}(x):\n    try:\n        return int(x)\n"
    "    except ValueError as error:\n        raise KeyError(x) from error\n",
    8,
)


class Raises(Collector):
    """Notes what handlers raise: ``chained`` with a cause, ``plain`` without. A bare ``raise`` is none of both."""

    nodes = (ast.Try,)

    def wants(self, file: ModuleContext) -> bool:
        """Files that raise from something are the ones to look at, and those that raise in handlers at all."""
        return "except" in file.text and "raise " in file.text

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """The raises of its handlers, those of nested blocks left to them."""
        assert isinstance(node, ast.Try)
        for handler in node.handlers:
            for found in _raises(handler.body):
                if _hides(found):
                    continue
                if found.exc is not None and not (
                    isinstance(found.exc, ast.Name) and found.exc.id == handler.name
                ):
                    yield self.noted(found, file, "chained" if found.cause is not None else "plain")


def _hides(found: ast.Raise) -> bool:
    """Whether it says ``from None``: the cause is left out on purpose."""
    return isinstance(found.cause, ast.Constant)


def _raises(body: list[ast.stmt]) -> Iterator[ast.Raise]:
    for statement in body:
        if isinstance(statement, ast.Raise):
            yield statement
        elif isinstance(statement, ast.If):
            yield from _raises(statement.body)
            yield from _raises(statement.orelse)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from _raises(statement.body)


class ChainedExceptions(Practice):
    """Counts the errors that handlers raise instead of the caught one, and those of them that name their cause."""

    id = "chained-exceptions"
    title = "New errors name their cause"
    category = Category.RELIABILITY
    why = "A traceback shows what really happened, and where it began."
    bar = f"{_LEAST} errors with a cause, and {_SHARE:.0%} of those that handlers raise"
    weight = 1
    contradicted_by = ("REL008",)
    collects = (Raises,)
    good = (Has(started({"parse.py": _CODE}), ("parse.py:7", "parse.py:56"), "8 of 8 errors"),)
    bad = (
        Lacks(in_tests([_CODE]), "only tests do it"),
        Lacks(unreached({"parse.py": _CODE}), "nothing that starts reaches it"),
        Lacks(started({"parse.py": _CODE.replace(" from error", "")}), "the cause is only implied"),
        Lacks(started({"parse.py": _CODE.replace("from error", "from None")}), "the cause is left out"),
    )

    def check(self, project: ProjectFacts) -> Seen | None:
        """The share."""
        files = project.live.files
        notes = [(path, note) for path, found in project.noted(Raises) if path in files for note in found]
        chained = [spot(path, note.line, "names its cause") for path, note in notes if note.kind == "chained"]
        if len(chained) < _LEAST or len(chained) < _SHARE * len(notes):
            return None
        said = f"{len(chained):,} of {many(len(notes), 'error')} that handlers raise name their cause"
        return Seen(said, spread(chained), len(chained), len(notes))
