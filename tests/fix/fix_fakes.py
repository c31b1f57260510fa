"""Small stand-ins for the rules that have edits, and for `patch`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codereview.fix.base import parse, span
from codereview.fix.verify import Refused, apply_all, propose
from codereview.model import Category, Confidence, Finding, Fix, Severity

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKING = {"requests", "time", "sleep", "subprocess", "urllib", "conn", "open", "clock", "fetch"}


def finding(rule: str, node: ast.AST, symbol: str, message: str = "seen") -> Finding:
    at = span(node)
    return Finding(
        rule=rule,
        title="a fault",
        category=Category.MAINTAINABILITY,
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        path="app.py",
        line=at.line,
        column=at.column,
        end_line=at.end_line,
        end_column=at.end_column,
        message=message,
        symbol=symbol,
        fixable=True,
    )


def findings_of(path: str, text: str) -> list[Finding]:
    tree = parse(text.removeprefix("\ufeff"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    out: list[Finding] = []
    for node in ast.walk(tree):
        out += _at(node, parents)
    return out


def _symbol(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    names: list[str] = []
    up: ast.AST | None = node
    while up is not None:
        if isinstance(up, (*FUNCTIONS, ast.ClassDef)):
            names.insert(0, up.name)
        up = parents.get(up)
    return ".".join(names)


def _at(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[Finding]:
    symbol = _symbol(node, parents)
    if isinstance(node, ast.Attribute) and node.attr in {"utcnow", "utcfromtimestamp"}:
        yield finding("MNT003", node, symbol)
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name.endswith("basicConfig") and "__main__" not in _guard(node, parents):
            yield finding("OPS001", node, symbol)
        waits = isinstance(parents[node], ast.Await)
        if name.partition(".")[0] in BLOCKING and not waits and _in_async(node, parents):
            yield finding("PERF001", node, symbol)
    if isinstance(node, FUNCTIONS):
        missing = [a.arg for a in node.args.args if a.annotation is None] + ["return"] * (
            node.returns is None
        )
        if missing:
            yield finding("TYP001", node, symbol, f"{node.name} lacks {', '.join(missing)}")
        plain = [*node.args.posonlyargs, *node.args.args]
        pairs = list(zip(reversed(plain), reversed(node.args.defaults), strict=False))
        for argument, default in [*pairs, *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]:
            if argument.annotation is None or not isinstance(default, ast.Constant):
                continue
            if default.value is None and not re.search("None|Optional", ast.unparse(argument.annotation)):
                yield finding("TYP002", argument, symbol)


def _guard(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    up = parents.get(node)
    while up is not None:
        if isinstance(up, ast.If):
            return ast.unparse(up.test)
        up = parents.get(up)
    return ""


def _in_async(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    up = parents.get(node)
    while up is not None:
        if isinstance(up, ast.AsyncFunctionDef):
            return True
        up = parents.get(up)
    return False


def proposals(text: str, rule: str, python: tuple[int, int] = (3, 10)) -> list[tuple[Finding, Fix | Refused]]:
    found = [f for f in findings_of("app.py", text) if f.rule == rule]
    answers = propose("app.py", text, found, python=python, findings_of=findings_of)
    return sorted(
        ((found[i], answer) for i, answer in answers.items()), key=lambda pair: (pair[0].line, pair[0].column)
    )


def only(text: str, rule: str, python: tuple[int, int] = (3, 10)) -> Fix | Refused:
    ((_, answer),) = proposals(text, rule, python)
    return answer


def fixed(text: str, rule: str, python: tuple[int, int] = (3, 10), *, unsafe: bool = True) -> str:
    found = [f for f in findings_of("app.py", text) if f.rule == rule]
    return apply_all("app.py", text, found, python=python, findings_of=findings_of, unsafe=unsafe)


def patched(text: str, diff: str) -> str:
    """Apply a unified diff by its line numbers, checking each line that it mentions."""
    old = re.findall(r"[^\n]*\n|[^\n]+", text)
    out: list[str] = []
    at = 0
    previous = ""
    for line in re.findall(r"[^\n]*\n", diff)[2:]:
        head = re.match(r"@@ -(\d+)(?:,(\d+))? ", line)
        if head:
            start = int(head[1]) - (head[2] != "0")
            out += old[at:start]
            at = start
        elif line[0] == "\\":
            if out and previous != "-":
                out[-1] = out[-1].removesuffix("\n")
            previous = line[0]
        else:
            previous = line[0]
            if line[0] in " -":
                assert old[at].rstrip("\n") == line[1:].rstrip("\n")
                at += 1
            if line[0] in " +":
                out.append(line[1:])
    return "".join(out + old[at:])
