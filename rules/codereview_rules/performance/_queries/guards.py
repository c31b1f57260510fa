"""Notes on ``try`` and ``if`` statements in loops: which lines they guard."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.paths import last_name

GUARD = "guard"
"""Values: the first and the last line of the body of a ``try`` in a loop that catches more than a query tells."""
BRANCH = "branch"
"""Values: the first and the last line of what an ``if`` in a loop decides."""
_LEAVES = (ast.Continue, ast.Break, ast.Raise, ast.Return, ast.Pass)
_TRIES: tuple[type[ast.AST], ...] = tuple(
    getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name)
)
# errors by which a query or what is around it says that there is no row, or that there is one already
_OF_QUERIES = (
    "DoesNotExist", "NotFound", "NotFoundException", "NoResultFound", "MultipleObjectsReturned", "IntegrityError",
    "KeyError", "ValueError", "TypeError", "AttributeError", "IndexError", "Http404", "MultipleResultsFound",
)  # fmt: skip


class Guards(Collector):
    """What ``try`` and ``if`` statements in loops hold, outside of tests."""

    nodes = (*_TRIES, ast.If)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """A note for a ``try`` that keeps going whatever goes wrong with an item, and for an ``if``."""
        if file.loop < 0 or file.zone is Zone.TESTS:
            return ()
        if isinstance(node, ast.If):
            if not node.orelse and len(node.body) == 1 and isinstance(node.body[0], _LEAVES):
                return ()
            return (self.noted(node, file, BRANCH, node.body[0].lineno, node.end_lineno or node.lineno),)
        body: list[ast.stmt] = getattr(node, "body")  # noqa: B009
        handlers: list[ast.ExceptHandler] = getattr(node, "handlers")  # noqa: B009
        if not any(_is_wide(handler, file) for handler in handlers):
            return ()
        return (self.noted(node, file, GUARD, body[0].lineno, body[-1].end_lineno or body[-1].lineno),)


def _is_wide(handler: ast.ExceptHandler, file: ModuleContext) -> bool:
    """Whether a handler is for more than what a query says by an error, and does not raise again."""
    if any(isinstance(statement, ast.Raise) for statement in handler.body):
        return False
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(part is None or not last_name(file.resolve(part)).endswith(_OF_QUERIES) for part in parts)
