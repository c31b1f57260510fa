"""Notes on handlers, on what is raised, and on blocks that suppress errors."""

from __future__ import annotations

import ast
import zlib
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone, place

from . import marks as k
from .after import is_told_later, is_unreachable, marks_after
from .conditions import asked_of, is_helper, is_remainder, kind_of
from .reading import outlined, read, status_of
from .remarks import accepted_class, excused, on_purpose, promised, remarked

HANDLER = "handler"
"""Values: paths of the types (none for a bare one), marks, first and last line of what it guards, line and name of
its first log call, path and line of what it raises, the status of that, the constant that it returns."""
SUPPRESS = "suppress"
"""A ``with suppress(...)`` block. Values: paths of the types, first and last line of the block, marks."""
RAISE = "raise"
"""Values: path of what is raised, the status that it is given, 1 where a comment on the line says that its class is
meant, where it only stands in for an error that is not there or for what cannot happen, a number for its arguments if
they are constants, else 0, the parameters on which it depends whether it is come to, and its kind as `conditions`
tells it; not for what was caught and is raised again, nor behind a ``return`` or ``break``."""
FINALLY = "finally"
"""The body of a ``finally``. Values, where it returns and so drops what was raised: first and last line of that."""

_TRIES: tuple[type[ast.AST], ...] = (
    ast.Try,
    getattr(ast, "TryStar", ast.Try),
)  # the latter since Python 3.11


# of these it matters what is done with them; others say by their names what went wrong
_WIDE = tuple(
    """
    Exception .OSError .IOError .EnvironmentError RequestException SQLAlchemyError DBAPIError ClientError BotoCoreError
    SMTPException SubprocessError DatabaseError .Error RedisError HTTPError RequestError PyMongoError URLError APIError
    socket.error OpenAIError StripeError PostgresError SSHException LDAPError MySQLError
    """.split()
)


class Errors(Collector):
    """Handlers and raises outside of tests."""

    nodes = (*_TRIES, ast.Raise, ast.With)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note for each handler, ``finally``, raise and suppressing block."""
        if file.zone is Zone.TESTS:
            return ()
        if isinstance(node, ast.Raise):
            if node.exc is None or is_unreachable(file.tree, node):
                return ()
            return (self._raise(node, node.exc, file),)
        if isinstance(node, ast.With):
            return self._with(node, file)
        return self._try(node, file)

    def _raise(self, node: ast.Raise, exc: ast.expr, file: ModuleContext) -> Note:
        status = status_of(exc) if isinstance(exc, ast.Call) else 0
        line, column = node.lineno, node.col_offset + 1
        meant = (
            accepted_class(file.lines[line - 1])
            or isinstance(exc, ast.BoolOp)  # ``raise last or Exception()``
            or is_remainder(file.tree, node)
            or is_helper(file.tree, node)
            or on_purpose(line, file.lines)
        )
        values = (
            file.resolve(exc),
            status,
            int(meant),
            _constants(exc),
            asked_of(file.tree, node),
            kind_of(file.tree, node),
        )
        return Note(RAISE, line, column, line, column + 5, file.function, file.loop, values)

    def _with(self, node: ast.With, file: ModuleContext) -> Iterable[Note]:
        call = node.items[0].context_expr
        if not isinstance(call, ast.Call) or file.resolve(call.func) != "contextlib.suppress":
            return ()
        types = tuple(file.resolve(arg) for arg in call.args)
        said = excused(node.lineno, file.lines) or remarked(node.lineno, node.body[0].lineno - 1, file.lines)
        excuse = k.EXPLAINED if said or promised(file.tree, node.lineno) else 0
        excuse |= marks_after(file.tree, node, node.body)
        excuse |= k.TOLD_LATER if is_told_later(file.tree, node, node.body) else 0
        first, last = node.body[0].lineno, node.body[-1].end_lineno or node.body[-1].lineno
        at = place(call)
        return (Note(SUPPRESS, at.line, at.column, at.end_line, at.end_column, file.function, file.loop,
                     (types, first, last, excuse)),)  # fmt: skip

    def _try(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        assert isinstance(node, _TRIES)
        body: list[ast.stmt] = node.body  # type: ignore[attr-defined]
        first, last = body[0].lineno, body[-1].end_lineno or body[-1].lineno
        excuse = k.EXPLAINED if excused(place(node).line, file.lines) else 0
        for handler in node.handlers:  # type: ignore[attr-defined]
            parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            types = tuple(file.resolve(part) for part in parts if part is not None)
            wide = handler.type is None or any(path.endswith(_WIDE) for path in types)
            found = read(handler, file) if wide else outlined(handler, file)
            passes = wide and found.marks & k.SILENT and not found.marks & (k.RETURNS | k.JUMPS)
            after = marks_after(file.tree, node, body) if passes else 0  # type: ignore[arg-type]
            if wide and found.marks & (k.SILENT | k.CONSTANT) and promised(file.tree, handler.lineno):
                after |= k.EXPLAINED
            if wide and found.marks & k.SILENT and is_told_later(file.tree, node, body):  # type: ignore[arg-type]
                after |= k.TOLD_LATER
            yield self.noted(
                handler, file, HANDLER, types, first, last, found.marks | excuse | after, *found[1:]
            )
        final: list[ast.stmt] = node.finalbody  # type: ignore[attr-defined]
        if final:
            end = final[-1].end_lineno or final[-1].lineno
            drops = any(isinstance(item, ast.Return) for item in final)
            values = (first, final[0].lineno - 1) if drops else ()
            yield Note(FINALLY, final[0].lineno, 1, end, 1, file.function, file.loop, values)


def _constants(exc: ast.expr) -> int:
    """A number for the arguments of what is raised, where they are all constants; they need not have the same names."""
    if not isinstance(exc, ast.Call):
        return 0
    values = [*exc.args, *(word.value for word in exc.keywords)]
    if not values or not all(isinstance(value, ast.Constant) for value in values):
        return 0
    return zlib.crc32(ast.unparse(ast.Tuple(values, ast.Load())).encode())
