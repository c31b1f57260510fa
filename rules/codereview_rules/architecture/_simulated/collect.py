"""What is noted of code that could be pretending."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone, place
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.notes import Value

from ..._syntax.ends import ends
from ..._syntax.locate import FunctionNode, chain, function_node, last_name, own
from ..._syntax.spelled import lines_with
from .answers import given
from .names import GAME, HINTS, LABEL, LATER, PLACES, SOMEBODY, SWITCH, made_up, measured, stands_in

_DRAWS = frozenset(
    {"random.uniform", "random.random", "random.randint", "random.gauss", "random.randrange", "random.normalvariate",
     "random.triangular", "numpy.random.uniform", "numpy.random.random", "numpy.random.rand", "numpy.random.randint",
     "numpy.random.normal", "random.choice"}
)  # fmt: skip
_BRANCHES = 4
"""Answers of a function of which one may say that it is not there yet: it hands out work, and the others do some."""
_SLEEPS = frozenset({"time.sleep", "asyncio.sleep", "anyio.sleep"})
_SUCCEEDED = ("success", "ok", "succeeded", "successful")
_DESCRIBES = frozenset({"openapi", "swagger"})
"""Keys of the description of an API, which gives examples and whom to write to."""
_TRIVIAL = frozenset(
    """
    sleep print debug info warning warn error exception log str int float round len dict list range format now utcnow
    isoformat time uuid4 hex randint uniform random choice choices sample append get join upper lower title strip
    timestamp strftime timedelta min max sum randrange sorted items values keys split update progress copy
    """.split()
)


class Pretences(Collector):
    """Notes by kind: ``drawn`` (a measure is a random number: its name and the source), ``slept`` (a function that
    sleeps and returns what is written in it), ``stand-in`` (a function whose name says that it makes things up),
    ``constant`` (made-up data is returned: its name), ``later`` (a text says that it is not there yet), ``somebody``
    (data of invented people is returned), ``unfinished`` (raises NotImplementedError and does nothing else),
    ``labelled`` (an answer says itself that something in it is made up).
    """

    def finish(self, file: ModuleContext, facts: FileFacts) -> Iterable[Note]:
        """Notes of one file."""
        if file.zone is not Zone.PRODUCTION or PLACES.search(file.path):
            return
        tree = file.tree
        drawing = any(item.module.startswith(("random", "numpy")) for item in facts.imports)
        sleeping = any(item.module in ("time", "asyncio", "anyio") for item in facts.imports)
        if drawing or sleeping:
            found = list(_by_calls(tree, facts))
            played = any(note.kind == "drawn" for note in found) and GAME.search(file.text)
            yield from (note for note in found if not (played and note.kind == "drawn"))
        constants = {name for name, path in facts.names.items() if path[:2] != "@." and made_up(name)}
        web = bool(facts.routing)
        lines = lines_with(file.text, HINTS) if web or constants else []
        for index, function in enumerate(facts.functions):
            if stands_in(function.name):
                yield _at("stand-in", function, index, function.name)
            if not (web or constants):
                continue
            near = bisect_left(lines, function.line)
            if function.stub or (near < len(lines) and lines[near] <= function.end_line):
                node = function_node(tree, function)
                if node is not None:
                    yield from _returned(node, function, index, constants, web)


def _by_calls(tree: ast.Module, facts: FileFacts) -> Iterator[Note]:
    asleep: set[int] = set()
    for call in facts.calls:
        if call.function < 0:
            continue
        if call.path in _DRAWS:
            around = chain(tree, call.line)
            if not around:
                continue
            for node in ast.walk(around[-1]):
                if isinstance(node, ast.Call) and (node.lineno, node.col_offset + 1) == (
                    call.line,
                    call.column,
                ):
                    found = ends(around[-1], node)
                    if found is not None and measured(found.name):
                        yield Note("drawn", call.line, call.column, call.end_line, call.end_column, call.function, -1,
                                   (found.name, call.path))  # fmt: skip
                    break
        elif call.path in _SLEEPS and call.loop < 0 and call.function not in asleep:
            asleep.add(call.function)
            function = facts.functions[call.function]
            tree_node = function_node(tree, function)
            if tree_node is not None and _only_sleeps(tree_node) and not _is_asked_for(tree_node):
                yield Note(
                    "slept",
                    call.line,
                    call.column,
                    call.end_line,
                    call.end_column,
                    call.function,
                    -1,
                    (function.name,),
                )


def _only_sleeps(node: FunctionNode) -> bool:
    """Whether a function does nothing but wait and return what is written in it."""
    returns = False
    for item in own(node):
        if isinstance(item, ast.Call) and last_name(item.func) not in _TRIVIAL:
            return False
        if isinstance(item, (ast.Yield, ast.YieldFrom, ast.Await)) and not (
            isinstance(item, ast.Await) and last_name(item.value) == "sleep"
        ):
            return False
        if isinstance(item, (ast.While, ast.Global, ast.Nonlocal)):
            return False
        if isinstance(item, ast.Assign) and any(
            isinstance(t, (ast.Attribute, ast.Subscript)) for t in item.targets
        ):
            return False
        if isinstance(item, ast.Return) and item.value is not None and _telling(item.value):
            returns = True
    return returns


def _is_asked_for(node: FunctionNode) -> bool:
    """Whether the time of a sleep comes from outside of the function: waiting is then what it was asked to do."""
    given = {
        name.id
        for call in own(node)
        if isinstance(call, ast.Call) and last_name(call.func) == "sleep"
        for arg in call.args
        for name in ast.walk(arg)
        if isinstance(name, ast.Name)
    }
    return any(name not in ("random", "np", "numpy") and not name.isupper() for name in given)


def _telling(value: ast.expr) -> bool:
    """Whether a returned value poses as a result: a dictionary, list or text that is written there."""
    if isinstance(value, (ast.Dict, ast.List)):
        return bool(value.keys if isinstance(value, ast.Dict) else value.elts)
    if isinstance(value, ast.JoinedStr):
        return True
    return isinstance(value, ast.Constant) and (
        value.value is True or (isinstance(value.value, str) and len(value.value) > 3)
    )


def _returned(
    node: FunctionNode, function: FunctionFact, index: int, constants: set[str], web: bool
) -> Iterator[Note]:
    body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    raised = body[0].exc if len(body) == 1 and isinstance(body[0], ast.Raise) else None
    if raised is not None and last_name(raised) == "NotImplementedError":
        yield _at("unfinished", function, index, function.name)
    inside = list(own(node))
    local = {
        n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and made_up(n.id)
    }
    honest = any(isinstance(n, ast.Constant) and _is_refusal(n.value) for n in inside) if web else False
    several = _of_several(node, inside) if web else set()
    asides = [
        t for t in inside if isinstance(t, ast.ExceptHandler) or (isinstance(t, ast.If) and _switches(t.test))
    ]
    aside = {r for t in asides for s in t.body for r in ast.walk(s)}
    for item in inside:
        if not isinstance(item, ast.Return) or item.value is None or item in aside:
            continue
        if _labels(item.value):
            yield _at("labelled", function, index)
            continue
        for name in sorted(given(item.value) & (constants | local)):
            yield _note("constant", item, index, name)
            return
        texts = [
            n.value for n in ast.walk(item.value) if isinstance(n, ast.Constant) and isinstance(n.value, str)
        ]
        if (
            web
            and not honest
            and item not in several
            and not _fails(item.value)
            and any(len(t) < 200 and LATER.search(t) for t in texts)
        ):
            yield _note("later", item, index, function.name)
            return
        if (
            web
            and isinstance(_payload(item.value), (ast.List, ast.Dict))
            and not _DESCRIBES.intersection(texts)
            and any(SOMEBODY.search(t) for t in set(texts) - _defaults(item.value))
        ):
            yield _note("somebody", item, index, function.name)
            return


def _is_refusal(value: object) -> bool:
    """Whether a constant is the status *not implemented*, or a text with it."""
    return value == 501 or (isinstance(value, str) and "501" in value)


def _switches(test: ast.expr) -> bool:
    """Whether a condition asks for a way of running in which something may be made up."""
    said = (
        part.attr
        if isinstance(part, ast.Attribute)
        else part.id
        if isinstance(part, ast.Name)
        else part.value
        for part in ast.walk(test)
        if isinstance(part, (ast.Attribute, ast.Name, ast.Constant))
    )
    return any(isinstance(word, str) and SWITCH.search(word) for word in said)


def _of_several(node: FunctionNode, inside: list[ast.AST]) -> set[ast.AST]:
    """The answers beside which others do the work: all of a function with many, else those of one branch of several,
    and those behind a chain of such branches."""
    answers: set[ast.AST] = {n for n in inside if isinstance(n, ast.Return) and n.value is not None}
    if len(answers) >= _BRANCHES:
        return answers
    found: set[ast.AST] = set()
    blocks = [node.body]
    while blocks:
        behind = False
        for item in blocks.pop():
            if isinstance(item, ast.Return) and behind:
                found.add(item)
            if isinstance(item, ast.If):
                branches = [item.body]
                while len(item.orelse) == 1 and isinstance(item.orelse[0], ast.If):
                    item = item.orelse[0]
                    branches.append(item.body)
                branches += [item.orelse] if item.orelse else []
                if len(branches) > 1:
                    behind = True
                    found.update(s for b in branches for s in b if isinstance(s, ast.Return))
                blocks += branches
            else:
                blocks += [getattr(item, name) for name in ("body", "finalbody") if getattr(item, name, None)]
    return found


def _labels(value: ast.expr) -> bool:
    """Whether a key of an answer says that what it gives is made up."""
    return any(
        isinstance(key, ast.Constant) and isinstance(key.value, str) and LABEL.search(key.value)
        for item in ast.walk(value)
        if isinstance(item, ast.Dict)
        for key in item.keys
    )


def _defaults(value: ast.expr) -> set[str]:
    """The texts that stand in only where a value is missing."""
    found: set[str] = set()
    for item in ast.walk(value):
        parts: list[ast.expr] = []
        if isinstance(item, ast.BoolOp):
            parts = item.values[1:]
        elif isinstance(item, ast.IfExp):
            parts = [item.body, item.orelse]
        elif isinstance(item, ast.Call) and last_name(item.func) in ("get", "getattr"):
            parts = item.args[1:]
        found.update(n.value for part in parts for n in ast.walk(part)
                     if isinstance(n, ast.Constant) and isinstance(n.value, str))  # fmt: skip
    return found


def _fails(value: ast.expr) -> bool:
    """Whether an answer says that it is an error: by its status, or by a key for that."""
    for item in ast.walk(value):
        if isinstance(item, ast.Constant) and (
            item.value in ("error", "unavailable", "service_unavailable")
            or (isinstance(item.value, int) and 400 <= item.value < 600)
        ):
            return True
        if isinstance(item, ast.keyword) and item.arg in _SUCCEEDED and _is_false(item.value):
            return True
        if isinstance(item, ast.Dict) and any(
            isinstance(key, ast.Constant) and key.value in _SUCCEEDED and _is_false(given)
            for key, given in zip(item.keys, item.values, strict=True)
        ):
            return True
    return False


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def _payload(value: ast.expr) -> ast.expr:
    while (
        isinstance(value, ast.Call)
        and value.args
        and last_name(value) in ("jsonify", "JsonResponse", "Response", "JSONResponse")
    ):
        value = value.args[0]
    return value


def _at(kind: str, function: FunctionFact, index: int, *values: Value) -> Note:
    return Note(kind, function.line, function.column, function.line, function.column, index, -1, values)


def _note(kind: str, node: ast.AST, function: int, *values: Value) -> Note:
    at = place(node)
    return Note(kind, at.line, at.column, at.end_line, at.end_column, function, -1, values)
