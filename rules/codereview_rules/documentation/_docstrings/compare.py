"""One docstring against the function or class that it stands in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from codereview.facts.documents.docstrings import Docstring

Function = ast.FunctionDef | ast.AsyncFunctionDef

_BOUND = frozenset({"self", "cls", "mcs", "metacls", "mcls", "klass"})
_USUAL = frozenset(
    {
        "request",
        "ctx",
        "context",
        "info",
        "event",
        "interaction",
        "args",
        "kwargs",
        "session",
        "db",
        "update",
        "bot",
    }
)
"""Parameters that a framework gives, and that are the same everywhere: leaving them out is a choice."""
_HARMLESS = frozenset(
    "staticmethod classmethod abstractmethod override final cache lru_cache wraps contextmanager asynccontextmanager "
    "deprecated njit jit get post put delete patch route command task fixture tool no_grad property".split()
)
_ROUTES = frozenset("get post put delete patch head options route websocket api_route".split())
"""Decorators of handlers, whose parameters a framework gives by their annotations."""
_INJECTED = re.compile(
    r"\b(?:Injected\w*|Depends|Provide|FromDishka|Runnable(?:Config)?|RunContext\w*|ToolRuntime|Context)\b"
)
_ALIKE = 0.72
_SIMPLE = (
    ast.Name, ast.Constant, ast.Attribute, ast.Return, ast.Assign, ast.Expr, ast.Tuple, ast.List, ast.Dict, ast.If,
    ast.IfExp, ast.Pass, ast.AnnAssign, ast.expr_context, ast.BoolOp, ast.boolop, ast.JoinedStr,
)  # fmt: skip
"""What cannot fail by itself, as far as a documented error is meant."""


class Disagreement(NamedTuple):
    """What a docstring says and the code does not; ``line`` counts within the docstring, from 1."""

    kind: str
    line: int
    what: str


def of_function(node: Function, doc: Docstring, text: str) -> Iterator[Disagreement]:
    """Where the docstring of a function and the function disagree."""
    names = {name.rpartition(".")[2] for name in map(_called, node.decorator_list)}
    if names & {"overload", "singledispatchmethod", "setter", "hookspec"}:
        return
    arguments = node.args
    taken = [*arguments.posonlyargs, *arguments.args]
    if taken and taken[0].arg in _BOUND:
        taken = taken[1:]
    taken += arguments.kwonlyargs
    spread = [a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None]
    spread += [a.arg for a in taken if a.arg in ("args", "kwargs")]  # handed on as they came
    if not doc.unsure:
        injected = frozenset(a.arg for a in taken) if names & _ROUTES else _injected(node)
        found = _parameters([a.arg for a in taken], spread, doc, text, injected, plain=names <= _HARMLESS)
        yield from (each for each in found if each.kind != "unknown" or not _of_inner(node, each.what))
    if names & {"property", "cached_property"} or _is_stub(node):
        return
    own = list(_own(node))
    if doc.returns and not _gives(own):
        yield Disagreement("returns", doc.returns, "a returned value is documented, and nothing is returned")
    if doc.raises and all(isinstance(each, _SIMPLE) for each in own):
        name, line = doc.raises[0]
        yield Disagreement(
            "raises", line, f"`{name}` is documented as raised, and nothing in it raises or calls"
        )


def of_class(node: ast.ClassDef, doc: Docstring) -> Iterator[Disagreement]:
    """Where the parameters in a class's docstring are none of its ``__init__``, nor anything else that it has."""
    init = next((s for s in node.body if isinstance(s, ast.FunctionDef) and s.name == "__init__"), None)
    if init is None or doc.unsure or node.keywords or node.decorator_list:
        return
    arguments = init.args
    if arguments.vararg or arguments.kwarg:
        return
    taken = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)][1:]
    has = {n.attr for n in ast.walk(init) if isinstance(n, ast.Attribute)}
    has.update(
        n.id
        for s in node.body
        for n in ast.walk(s)
        if isinstance(s, ast.Assign | ast.AnnAssign) and isinstance(n, ast.Name)
    )
    has.update(s.name for s in node.body if isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef))
    documented = [(name, line) for name, line in doc.params if name not in has or name in taken]
    known = {name for name, _ in documented}
    missing = [name for name in taken if name not in known]
    for name, line in documented:
        if name not in taken and name not in _BOUND:
            yield _unknown(name, line, missing)


def _parameters(
    taken: list[str], spread: list[str], doc: Docstring, text: str, injected: frozenset[str], *, plain: bool
) -> Iterator[Disagreement]:
    known = {name for name, _ in doc.params}
    missing = [name for name in taken if name not in known]
    for name, line in doc.params:
        if name in taken or name in spread or name in _BOUND or not name:
            continue
        nearest = _nearest(name, missing)
        if (not spread and plain and (known & set(taken) or len(doc.params) > 1 or nearest)) or (
            nearest and not spread
        ):
            yield _unknown(name, line, missing)
    whole = len(known & set(taken)) >= 2 and not known - set(taken) - _BOUND
    if not plain or spread or len(missing) != 1 or not whole:
        return
    name = missing[0]
    said = name.startswith("_") or name in _USUAL or name in injected or _says(text, name)
    if not said:
        line = doc.params[0][1]
        yield Disagreement("missing", line, f"all parameters are documented but `{name}`")


def _unknown(name: str, line: int, missing: list[str]) -> Disagreement:
    nearest = _nearest(name, missing)
    if nearest:
        return Disagreement("name", line, f"`{name}` is documented, and the parameter is called `{nearest}`")
    return Disagreement("unknown", line, f"`{name}` is documented, and there is no such parameter")


def _nearest(name: str, missing: list[str]) -> str:
    best = max(missing, key=lambda other: SequenceMatcher(None, name, other).ratio(), default="")
    return best if best and SequenceMatcher(None, name, best).ratio() >= _ALIKE else ""


def _says(text: str, name: str) -> bool:
    """Whether a docstring speaks of a name anywhere."""
    words = (
        text.replace("`", " ").replace("*", " ").replace(",", " ").replace(".", " ").replace(":", " ").split()
    )
    return name in words


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return (
        ast.unparse(node)
        if isinstance(node, ast.Attribute)
        else node.id
        if isinstance(node, ast.Name)
        else "?"
    )


def _injected(node: Function) -> frozenset[str]:
    """Parameters whose default is a call, or whose annotation says that a framework gives them their value."""
    arguments = node.args
    given = [*arguments.posonlyargs, *arguments.args]
    pairs = list(zip(reversed(given), reversed(arguments.defaults), strict=False))
    pairs += [
        (a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None
    ]
    by_default = {a.arg for a, default in pairs if isinstance(default, ast.Call)}
    annotated = [(a.arg, a.annotation) for a in (*given, *arguments.kwonlyargs) if a.annotation is not None]
    return frozenset(by_default | {name for name, said in annotated if _INJECTED.search(ast.unparse(said))})


def _of_inner(node: Function, what: str) -> bool:
    """Whether a documented name is a parameter of a function within: of the one that is returned, mostly."""
    inner = (each for each in ast.walk(node) if isinstance(each, ast.arguments) and each is not node.args)
    return any(f"`{a.arg}`" in what for each in inner for a in (*each.args, *each.kwonlyargs))


def _is_stub(node: Function) -> bool:
    """Whether a body has nothing but a docstring, ``...``, ``pass`` or one ``raise``."""
    body = node.body[1:]
    return all(
        isinstance(s, ast.Pass | ast.Raise) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        for s in body
    )


def _own(node: Function) -> Iterator[ast.AST]:
    """What the body of a function holds, without that of functions and classes in it."""
    queue: list[ast.AST] = list(node.body[1:])
    while queue:
        each = queue.pop()
        yield each
        if not isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            queue.extend(ast.iter_child_nodes(each))


def _gives(own: list[ast.AST]) -> bool:
    """Whether something comes back, or the function does not return at all."""
    for each in own:
        if isinstance(each, ast.Yield | ast.YieldFrom | ast.Raise):
            return True
        if isinstance(each, ast.Return) and each.value is not None:
            return True  # `return None` too: somebody thought of it
        if isinstance(each, ast.Call) and _called(each).rpartition(".")[2] in (
            "exit",
            "_exit",
            "abort",
            "fail",
            "skip",
        ):
            return True
    return False
