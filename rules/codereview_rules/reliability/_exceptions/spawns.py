"""Notes on what is started in the background, and what becomes of its result."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts import module as m
from codereview.facts.module import CallFact, FileFacts
from codereview.facts.paths import last_name

TASK = "task"
"""A task of an event loop: it tells of an error when it is collected, if nobody asked before."""
FUTURE = "future"
"""A future of an executor: it never tells."""
THREAD = "thread"
"""A thread: it prints its traceback and is gone."""
# values of all: path of the function that runs, how it is started, the name that keeps the result, whether a comment
# beside it says that nobody is to wait (0, 1)

_TASKS = frozenset({"create_task", "ensure_future"})
_FUTURES = frozenset({"submit", "run_coroutine_threadsafe", "apply_async"})
_LOOPS = frozenset(
    {
        "asyncio",
        "loop",
        "_loop",
        "event_loop",
        "main_loop",
        "get_event_loop",
        "get_running_loop",
        "new_event_loop",
    }
)
_POOLS = (
    "concurrent.futures.ThreadPoolExecutor()",
    "concurrent.futures.ProcessPoolExecutor()",
    "multiprocessing.Pool()",
    "multiprocessing.pool.ThreadPool()",
    "multiprocessing.pool.Pool()",
)
_NAMED_POOLS = frozenset(
    {"executor", "_executor", "thread_pool", "threadpool", "_thread_pool", "pool_executor"}
)
# what is asked of a task without looking at its error
_IDLE = frozenset(
    {"cancel", "done", "cancelled", "set_name", "get_name", "cancelling", "is_alive", "running"}
)
_SPENT = m.AWAITED | m.ENTERED | m.PASSED | m.RETURNED | m.ITERATED


_MEANT = re.compile(
    r"#.*(?:fire.?(?:and|&|n).?forget|best.effort|do(?:n'?t| not) (?:wait|care)|no need to (?:wait|await))",
    re.I,
)
"""What a comment beside a start says that nobody is meant to wait for."""


class Spawns(Collector):
    """Background work outside of tests whose result nobody takes."""

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """One note for each call that starts something and whose result is dropped or only kept."""
        if file.zone is Zone.TESTS:
            return
        kept: list[tuple[CallFact, str, str]] = []
        for call in facts.calls:
            path = call.path
            if not path.endswith(
                (
                    "create_task",
                    "ensure_future",
                    "submit",
                    "run_coroutine_threadsafe",
                    "apply_async",
                    "Thread",
                )
            ):
                continue
            kind = _kind(call)
            target = _target(call, kind) if kind else ""
            if not target:
                continue
            if kind == THREAD or call.flags & m.DROPPED:
                if not call.flags & m.AWAITED:
                    yield _noted(call, kind, target, "", file.lines)
            elif not call.flags & _SPENT:
                kept.append((call, kind, target))
        if kept:
            yield from _never_asked(file.tree, kept, file.lines)


def _kind(call: CallFact) -> str:
    name = last_name(call.path)
    if call.path == "threading.Thread":
        return THREAD
    shown = call.written or call.path
    owner = last_name(shown.rpartition(".")[0].replace("(...)", "()"))
    if (
        name in _TASKS
        and "TaskGroup" not in call.path
        and (owner in _LOOPS or call.path.startswith("asyncio."))
    ):
        return TASK
    if name == "run_coroutine_threadsafe" and call.path.startswith("asyncio."):
        return FUTURE
    if name in _FUTURES:
        pool = call.path.rpartition(".")[0]
        return FUTURE if pool in _POOLS or (name == "submit" and owner in _NAMED_POOLS) else ""
    return ""


def _target(call: CallFact, kind: str) -> str:
    """The path of the function that runs."""
    given = dict(call.kwargs).get("target", "") if kind == THREAD else call.args[0] if call.args else ""
    if not given or given[0] in "?=%":
        return ""
    if kind == TASK or call.path.endswith("run_coroutine_threadsafe"):
        return given[:-2] if given.endswith("()") else ""
    return given


def _noted(call: CallFact, kind: str, target: str, kept: str, lines: list[str]) -> Note:
    shown = call.written or call.path
    return Note(
        kind,
        call.line,
        call.column,
        call.end_line,
        call.end_column,
        call.function,
        call.loop,
        (target, shown, kept, int(any(map(_MEANT.search, lines[max(call.line - 3, 0) : call.end_line])))),
    )


def _never_asked(tree: ast.Module, kept: list[tuple[CallFact, str, str]], lines: list[str]) -> Iterator[Note]:
    """Those of which nothing in the file asks for the result."""
    names: dict[tuple[int, int], str] = {}
    used: set[str] = set()
    stack: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(tree, ())]
    while stack:
        node, above = stack.pop()
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Call):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names[node.value.lineno, node.value.col_offset + 1] = (
                _name(targets[0]) if len(targets) == 1 else ""
            )
        elif (
            isinstance(node, (ast.Name, ast.Attribute))
            and isinstance(node.ctx, ast.Load)
            and not _is_idle(above)
        ):
            used.add(_name(node))
        stack.extend((child, (node, *above[:2])) for child in ast.iter_child_nodes(node))
    for call, kind, target in kept:
        name = names.get((call.line, call.column), "")
        if name and name not in used:
            yield _noted(call, kind, target, name, lines)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return "." + node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_idle(above: tuple[ast.AST, ...]) -> bool:
    """Whether a use does not look at the result: ``t.cancel()``, ``if t``, ``t is None``, ``not t``."""
    parent = above[0]
    if isinstance(parent, ast.Attribute):
        return parent.attr in _IDLE
    return isinstance(parent, (ast.If, ast.BoolOp, ast.UnaryOp, ast.While)) or (
        isinstance(parent, ast.Compare) and all(isinstance(op, (ast.Is, ast.IsNot)) for op in parent.ops)
    )
