"""Sessions of nox and tasks of invoke, from the text of their files: https://nox.thea.codes · https://www.pyinvoke.org"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from codereview.facts.pipeline.shell import Run, runs

_LARGEST = 200_000
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_DEEPEST = 3
_RUNS = ("run", "run_always", "run_install")


UNKNOWN = "?"
"""Stands for a program that the text does not name."""


class Session(NamedTuple):
    """A session or task: its line, and its commands."""

    name: str
    line: int
    runs: tuple[Run, ...]


class Sessions(NamedTuple):
    """All of a file, and the names of those that run if none is asked for."""

    by_name: dict[str, Session]
    default: tuple[str, ...]


def sessions(text: str) -> Sessions | None:
    """What a noxfile or an invoke file holds; None if it cannot be read."""
    if len(text) > _LARGEST:
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found: dict[str, Session] = {}
    functions = {node.name: node for node in tree.body if isinstance(node, _FUNCTIONS)}
    names: dict[str, list[str]] = {}
    chosen: list[str] | None = None
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            listed = _texts(node.value, names)
            target = ast.unparse(node.targets[0])
            if target.endswith("options.sessions"):
                chosen = listed
            elif listed:
                names[target] = listed
        elif isinstance(node, _FUNCTIONS):
            name = _session_name(node)
            if name:
                found[name] = Session(name, node.lineno, tuple(_runs(node, names, functions, 0)))
    return Sessions(found, tuple(chosen if chosen is not None else found))


def _session_name(node: _Function) -> str:
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        target = call.func if call else decorator
        word = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
        if word in ("session", "task"):
            given = [k.value for k in call.keywords if k.arg == "name"] if call else []
            if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str):
                return given[0].value
            return node.name if word == "session" else node.name.replace("_", "-")
    return ""


def _runs(
    function: _Function, names: dict[str, list[str]], functions: Mapping[str, _Function], depth: int
) -> Iterator[Run]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if isinstance(node.func, ast.Name) and node.func.id in functions and depth < _DEEPEST:
            yield from _runs(functions[node.func.id], names, functions, depth + 1)
        if not isinstance(node.func, ast.Attribute):
            continue
        soft = ""
        for keyword in node.keywords:
            if keyword.arg == "success_codes" and len(_numbers(keyword.value)) > 1:
                soft = "`success_codes` takes its failure for success"
            elif (
                keyword.arg == "warn"
                and isinstance(keyword.value, ast.Constant)
                and keyword.value.value is True
            ):
                soft = "`warn=True` ignores its failure"
        if node.func.attr in _RUNS:
            words = [word for argument in node.args for word in _texts(argument, names)]
            if not _texts(node.args[0], names):
                words = [UNKNOWN, *words]
            if len(words) == 1:
                for run in runs(words[0], strict=False):
                    yield Run(node.lineno, run.words, soft or run.soft)
            elif words:
                yield Run(node.lineno, tuple(words), soft)
        elif node.func.attr == "notify":
            yield Run(node.lineno, ("nox", "-s", *_texts(node.args[0], names)), soft)


def _texts(node: ast.expr, names: dict[str, list[str]]) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = (str(v.value) if isinstance(v, ast.Constant) else "$" for v in node.values)
        return ["".join(parts)]
    if isinstance(node, (ast.List, ast.Tuple)):
        return [text for item in node.elts for text in _texts(item, names)]
    if isinstance(node, ast.Starred):
        return _texts(node.value, names)
    return names.get(node.id, []) if isinstance(node, ast.Name) else []


def _numbers(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, (ast.List, ast.Tuple)) else []
