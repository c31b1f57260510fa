"""What a handler does, read from its body while the file is walked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import ModuleContext
from codereview.facts.names import own_name

from . import marks as k
from .remarks import explained
from .ways import BLOCKS, goes_on, tells_of_success

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_NAMED_CAUSE = re.compile(
    r"\b(?:invalid|not valid|no valid|malformed|unsupported|not supported|not available|unavailable"
    r"|unknown|parse|parsing|convert)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"(?:\w+_)?(?:default|fallback)(?:_\w+)?\Z")
_ANSWERS = ("status_code", "stderr", "returncode")
"""What tells why another system refused."""
_PASSED_OVER = (ast.keyword, ast.Starred, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.IfExp)
_LEAVES = frozenset({*_DEFINITIONS, ast.ExceptHandler, ast.Name, ast.Constant, ast.Load, ast.Store, ast.Pass})
_EXITS = frozenset({"exit", "_exit", "quit", "abort"})


class Reading(NamedTuple):
    """What a handler's body does: its marks; line and name of the first call that logs or prints; path and line of
    what it raises, and the status that it gives it or returns; the constant that it returns."""

    marks: int
    log_line: int = 0
    log_name: str = ""
    raised: str = ""
    raised_line: int = 0
    status: int = 0
    constant: str = ""


class _Body:
    """One handler's body."""

    def __init__(self, handler: ast.ExceptHandler, file: ModuleContext) -> None:
        self.name = handler.name or ""
        self.file = file
        self.marks = 0
        self.logs: list[tuple[int, str, bool]] = []  # line, name, at warning or above
        self.raised: ast.Raise | None = None
        self.constant = ""
        self.computes = False
        self.answer = 0
        self.errors: set[int] = set()  # calls that make what is raised

    def read(self, body: list[ast.stmt]) -> None:
        for node, parent in _walk(body):
            if isinstance(node, ast.Call):
                if id(node) not in self.errors:
                    self.call(node)
            elif isinstance(node, ast.Name):
                if self.name and node.id == self.name and isinstance(node.ctx, ast.Load):
                    self._use(parent)
            elif isinstance(node, ast.Raise):
                self.raise_(node)
            elif isinstance(node, ast.Return):
                self.marks |= k.RETURNS
                self.answer = self.answer or _answered(node.value)
                if _is_constant(node.value) or _is_given(node.value):
                    self.constant = ast.unparse(node.value) if node.value is not None else "None"
                else:
                    self.computes = True
            elif isinstance(node, (ast.Continue, ast.Break)):
                self.marks |= k.JUMPS | (k.BREAKS if isinstance(node, ast.Break) else 0)
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                if not _is_constant(node.value):
                    self.computes = True
            elif isinstance(node, (ast.AugAssign, ast.Delete, ast.Yield, ast.YieldFrom, ast.Await, ast.With)):
                self.computes = True

    def raise_(self, node: ast.Raise) -> None:
        """Whether the handler raises what it caught, or something else."""
        self.marks |= k.RAISES
        exc = node.exc
        while isinstance(exc, (ast.Call, ast.Attribute)) and _last(exc) == "with_traceback":
            exc = exc.func if isinstance(exc, ast.Call) else exc.value
        if exc is None or (isinstance(exc, ast.Name) and exc.id == self.name):
            self.marks |= k.RETHROWS
            return
        self.raised = self.raised or node
        self.errors.add(id(exc))
        if isinstance(node.cause, ast.Constant):
            self.marks |= k.FROM_NONE
        elif node.cause is not None:
            self.marks |= k.CAUSE

    def _use(self, parent: ast.AST | None) -> None:
        if isinstance(parent, ast.Raise):  # the cause of another one
            return
        self.marks |= k.USES
        if isinstance(parent, ast.Call):
            if _last(parent.func) in ("isinstance", "type", "hasattr", "getattr", "issubclass"):
                self.marks |= k.SORTS
            elif not self._takes_text(parent):
                self.marks |= k.KEEPS
        elif isinstance(parent, ast.Attribute) and parent.attr not in (
            "args",
            "message",
            "__class__",
            "__traceback__",
        ):
            self.marks |= k.SORTS
        elif isinstance(parent, (ast.Return, ast.Assign, ast.AnnAssign, ast.Yield, ast.Await)):
            self.marks |= k.KEEPS

    def _takes_text(self, call: ast.Call) -> bool:
        name = _last(call.func)
        if any(word.arg == "source" for word in call.keywords):  # warnings.warn(..., source=error)
            return False
        return name in k.TEXTS or name in k.LEVELS or name == "exit" or self._logs(call, name)

    def _logs(self, node: ast.Call, name: str) -> bool:
        """Whether a call is one of a logger: by its method's and its receiver's names."""
        func = node.func
        if not isinstance(func, ast.Attribute) or name not in k.LEVELS:
            return False
        return k.is_logger(_last(func.value)) or self.file.resolve(func.value).startswith("logging.")

    def call(self, node: ast.Call) -> None:
        """What a call in the handler tells, and whom."""
        name = _last(node.func)
        if "reraise" in name or name in ("raise_from", "raise_", "throw"):
            self.marks |= k.RAISES | k.RETHROWS | k.ENDS_RAISING
        elif name in k.TRACERS and name != "exception":
            self.marks |= k.TRACE | (k.KEEPS if name == "exc_info" else 0)
        elif name == "err" and self.file.resolve(node.func).startswith("twisted."):
            self.marks |= k.TRACE | k.LOGS | k.LOUD  # without arguments: the error that is being handled
        elif name == "exception" and (node.args or node.keywords or self._logs(node, name)):
            self.marks |= k.TRACE | k.LOGS | k.LOUD
        if any(_asks_for_trace(word) for word in node.keywords):
            self.marks |= k.TRACE
        if self._logs(node, name):
            self.marks |= k.LOGS | (k.LOUD if name in k.LOUD_LEVELS else 0)
            self._first(node)
        elif name in ("print", "secho", "echo"):
            self.marks |= k.PRINTS
            self._first(node)
        elif name in _EXITS:
            self.marks |= k.EXITS
        elif name in k.REPEATING:
            self.marks |= k.REPEATS
        elif k.TELLING.search(name):
            self.marks |= k.TELLS
        elif name not in k.TEXTS and name not in k.TRACERS:
            self.marks |= k.ACTS

    def _first(self, node: ast.Call) -> None:
        name = ast.unparse(node.func)
        self.logs.append((node.lineno, name, name.rpartition(".")[2] in k.LOUD_LEVELS))
        if len(self.logs) == 1 and _names_cause(node):
            self.marks |= k.GUESSES


def _names_cause(call: ast.Call) -> bool:
    """Whether a line of a log says itself what was wrong: in its text, or by what another system answered."""
    for number, argument in enumerate(call.args):
        for part in ast.walk(argument):
            if isinstance(part, ast.Attribute) and part.attr in _ANSWERS:
                return True
            said = part.value if number < 2 and isinstance(part, ast.Constant) else None
            if isinstance(said, str) and _NAMED_CAUSE.search(said):
                return True
    return False


def outlined(handler: ast.ExceptHandler, file: ModuleContext) -> Reading:
    """Reads of a narrow handler whether it logs and what it raises: that is all that callers have to know of it."""
    body = _Body(handler, file)
    stack: list[ast.stmt] = handler.body[::-1]
    while stack:
        statement = stack.pop()
        kind = type(statement)
        if kind is ast.Raise:
            body.raise_(statement)  # type: ignore[arg-type]
        elif kind is ast.Expr:
            value = statement.value  # type: ignore[attr-defined]
            if type(value) is ast.Call:
                body.call(value)
        elif kind is ast.With:
            for item in statement.items:  # type: ignore[attr-defined]
                if type(item.context_expr) is ast.Call:
                    body.call(item.context_expr)
            stack.extend(reversed(statement.body))  # type: ignore[attr-defined]
        elif kind not in _DEFINITIONS:
            for name in BLOCKS:
                stack.extend(reversed(getattr(statement, name, ())))
    found = body.marks | (k.ENDS_RAISING if isinstance(handler.body[-1], ast.Raise) else 0)
    if not found & k.LOGS:
        return Reading(found)
    parted, line, name = _told(body, handler)
    return Reading(found | parted, line, name, *_raised(body.raised, file))


def read(handler: ast.ExceptHandler, file: ModuleContext) -> Reading:
    """Reads a handler's body."""
    silent = all(_is_empty(statement) for statement in handler.body)
    remark = k.EXPLAINED if explained(handler, file.lines) else 0
    if silent:
        jumps = k.JUMPS if any(isinstance(s, (ast.Continue, ast.Break)) for s in handler.body) else 0
        jumps |= k.BREAKS if any(isinstance(s, ast.Break) for s in handler.body) else 0
        returns = k.RETURNS if any(isinstance(s, ast.Return) for s in handler.body) else 0
        return Reading(k.SILENT | k.CONSTANT | remark | jumps | returns)
    body = _Body(handler, file)
    body.read(handler.body)
    found = body.marks | remark
    told = k.RAISES | k.LOGS | k.PRINTS | k.TELLS | k.ACTS | k.EXITS | k.USES | k.TRACE
    if not body.computes and not found & told:
        found |= k.CONSTANT
    if body.computes:
        found |= k.ACTS
    if isinstance(handler.body[-1], ast.Raise):
        found |= k.ENDS_RAISING
    parted, log_line, log_name = _told(body, handler)
    raised, line, status = _raised(body.raised, file) if body.raised else ("", 0, body.answer)
    return Reading(found | parted, log_line, log_name, raised, line, status, body.constant[:40])


def _told(body: _Body, handler: ast.ExceptHandler) -> tuple[int, int, str]:
    """The log call that counts: the first at warning or above after which the handler goes on to its end, else the
    first; with a mark if a jump follows each of those."""
    logs = [log for log in body.logs if not tells_of_success(handler.body, log[0])]
    if not logs:
        return 0, 0, ""
    loud = [log for log in logs if log[2]]
    for line, name, _ in loud:
        if goes_on(handler.body, line):
            return 0, line, name
    line, name, _ = (loud or logs)[0]
    return (k.PARTED if loud else 0), line, name


def _raised(node: ast.Raise | None, file: ModuleContext) -> tuple[str, int, int]:
    if node is None or node.exc is None:
        return "", 0, 0
    status = status_of(node.exc) if isinstance(node.exc, ast.Call) else 0
    return file.resolve(node.exc), node.lineno, status


def _answered(value: ast.expr | None) -> int:
    """The status of HTTP that is returned: ``Response(..., status=401)``, ``{...}, 401``; 0 for none."""
    if isinstance(value, ast.Tuple):
        return next((status for status in map(_status, value.elts[1:2]) if status), 0)
    return status_of(value) if isinstance(value, ast.Call) else 0


def status_of(call: ast.Call) -> int:
    """The status of HTTP that a call is given; 0 if that cannot be told."""
    values = [*call.args[:1], *(w.value for w in call.keywords if w.arg in ("status_code", "status", "code"))]
    return next((s for s in map(_status, values) if s), 0)


def _status(node: ast.expr) -> int:
    if isinstance(node, ast.Constant):
        value = node.value
        return value if type(value) is int and 100 <= value < 600 else 0
    name = own_name(node)
    found = re.search(r"HTTP_(\d{3})", name) if "HTTP_" in name else None
    if found:
        return int(found.group(1))
    return 500 if name == "INTERNAL_SERVER_ERROR" else 0


def _walk(body: list[ast.stmt]) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    """All nodes of a body with their parents (keywords and displays passed over), not those of definitions in it."""
    stack: list[tuple[ast.AST, ast.AST | None]] = [(statement, None) for statement in reversed(body)]
    while stack:
        node, parent = stack.pop()
        yield node, parent
        kind = type(node)
        if kind in _LEAVES:
            continue
        above = parent if kind in _PASSED_OVER else node
        for name in reversed(node._fields):
            value = getattr(node, name, None)
            if isinstance(value, list):
                stack.extend((child, above) for child in reversed(value) if isinstance(child, ast.AST))
            elif isinstance(value, ast.AST):
                stack.append((value, above))


def _is_empty(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Return):
        return statement.value is None
    return isinstance(statement, (ast.Pass, ast.Continue, ast.Break))


def _is_given(node: ast.expr | None) -> bool:
    """Whether a value is what callers give for that: ``default``."""
    return isinstance(node, ast.Name) and _GIVEN.match(node.id) is not None


def _is_constant(node: ast.expr | None) -> bool:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return all(map(_is_constant, node.elts))
    if isinstance(node, ast.Dict):
        return all(map(_is_constant, node.values))
    return node is None or isinstance(node, (ast.Constant, ast.UnaryOp))


def _asks_for_trace(word: ast.keyword) -> bool:
    return word.arg in ("exc_info", "exception", "stack_info", "exc") and not (
        isinstance(word.value, ast.Constant) and not word.value.value
    )


def _last(node: ast.expr) -> str:
    """The last name of an expression: of an attribute, a name, what is called."""
    while isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
