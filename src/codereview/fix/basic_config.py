"""OPS001: ``logging.basicConfig(...)`` at the top level of a module that others import.

The statement is removed; if the file has an ``if __name__ == "__main__":`` block without such a call, it
becomes the first statement of that block. Comments directly above it go along when they can only mean it,
else they stay. An ``import logging`` that nothing uses any more is left for the unused-import rule to see.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from codereview.fix.base import Context, Edit, Edited, Python, Refusal, Rewrite, Source, Target
from codereview.fix.names import Names, names_of

_Line = cst.SimpleStatementLine | cst.BaseCompoundStatement


def apply(source: Source, targets: tuple[Target, ...], python: Python, context: Context) -> Edited:
    """Take each target's statement out of the module level; always unsafe, for the output changes."""
    if context.entry_point:
        raise Refusal("the file is an entry point: configuring logging is its business")
    names = names_of(source)
    statements = [_statement(source, names, target) for target in targets]
    _nothing_depends(source, names, statements)
    block = _main(source)
    moves = block is not None and len(statements) == 1 and not _configures(names, block)
    gone = [source.concrete(s, cst.SimpleStatementLine) for s in statements]
    into = source.concrete(block, cst.If, end=False) if block is not None and moves else None
    rewrite = Rewrite(source)
    rewrite.finish.append(lambda module: _moved(module, source.module.body, gone, into))
    said = "moves into the main block" if moves else "goes"
    also: set[int] = set()
    for statement in statements:
        also.update(_around(source, statement))
    if moves and block is not None:
        also.update({block.lineno, block.body[0].lineno})
    left = "" if _used_elsewhere(source, statements) else "; the import that only it used is left"
    reason = f"the call {said}: what this module logs depends on who imports it{left}"
    return Edited(rewrite.text(), "unsafe", reason, frozenset(also))


def _statement(source: Source, names: Names, target: Target) -> ast.Expr:
    calls = [c for c in source.find(target, ast.Call) if names.resolve(c.func) == "logging.basicConfig"]
    if not calls:
        raise Refusal("no call of logging.basicConfig stands at this place")
    statement = source.parents[calls[0]]
    if not isinstance(statement, ast.Expr):
        raise Refusal("the call is a part of a larger expression")
    if not isinstance(source.parents[statement], ast.Module):
        raise Refusal(
            "the call is not a statement of the module's top level; who calls it decides where it belongs"
        )
    node = source.concrete(statement, cst.SimpleStatementLine, end=False)
    if len(node.body) != 1:
        raise Refusal("other statements stand on the same line")
    if any(isinstance(n, ast.NamedExpr) for n in ast.walk(statement)):
        raise Refusal("the call's arguments bind a name")
    return statement


def _nothing_depends(source: Source, names: Names, statements: Sequence[ast.Expr]) -> None:
    """Raise `Refusal` if other code of the file looks at the handlers that the call installs."""
    inside = {n for s in statements for n in ast.walk(s)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node not in inside:
            root = node.attr == "root" and names.resolve(node) == "logging.root"
            if root or node.attr in {"handlers", "hasHandlers"}:
                raise Refusal("the file also works with the handlers that the call installs")


def _main(source: Source) -> ast.If | None:
    for node in source.tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test) in {
            "__name__ == '__main__'",
            "'__main__' == __name__",
        }:
            return node
    return None


def _configures(names: Names, block: ast.If) -> bool:
    return any(
        isinstance(n, ast.Call) and names.resolve(n.func) == "logging.basicConfig" for n in ast.walk(block)
    )


def _used_elsewhere(source: Source, statements: Sequence[ast.Expr]) -> bool:
    inside = {n for s in statements for n in ast.walk(s)}
    root = next(n.id for n in ast.walk(statements[0]) if isinstance(n, ast.Name))
    return any(isinstance(n, ast.Name) and n.id == root and n not in inside for n in ast.walk(source.tree))


def _around(source: Source, statement: ast.stmt) -> set[int]:
    """The lines of a statement, and the comments and blank lines next to it."""
    lines = set(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
    for step, line in ((-1, statement.lineno - 1), (1, (statement.end_lineno or 0) + 1)):
        while 0 < line <= len(source.lines) and source.lines[line - 1].lstrip()[:1] in {"", "#"}:
            lines.add(line)
            line += step
    return lines


def _moved(
    module: cst.Module, body: Sequence[_Line], gone: Sequence[cst.SimpleStatementLine], into: cst.If | None
) -> cst.Module:
    out: list[_Line] = []
    waiting: list[cst.EmptyLine] | None = None
    along: Sequence[cst.EmptyLine] = ()
    for index, line in enumerate(body):
        if line in gone:
            stays, goes = _comments(body, index)
            along = goes
            waiting = [*(waiting or ()), *stays]
            continue
        if waiting is not None:
            own = line.leading_lines
            line_of_blank = sum(1 for empty in own if empty.comment is None)
            if own and own[0].comment is None and waiting and all(empty.comment is None for empty in waiting):
                waiting = [] if line_of_blank >= len(waiting) else waiting
                own = own if not waiting else own[_leading_blanks(own) :]
            new = line.with_changes(leading_lines=[*waiting, *own])
            waiting = None
        else:
            new = line
        if line is into:
            new = _with_first(cst.ensure_type(new, cst.If), gone[0].with_changes(leading_lines=along))
        out.append(new)
    if waiting and any(empty.comment for empty in waiting):
        module = module.with_changes(footer=[*waiting, *module.footer])
    return module.with_changes(body=out)


def _leading_blanks(lines: Sequence[cst.EmptyLine]) -> int:
    return next((i for i, empty in enumerate(lines) if empty.comment is not None), len(lines))


def _comments(body: Sequence[_Line], index: int) -> tuple[Sequence[cst.EmptyLine], Sequence[cst.EmptyLine]]:
    """What stands above a statement: the part that stays, and the comments that mean only it."""
    lines = body[index].leading_lines
    alone = index + 1 == len(body) or bool(body[index + 1].leading_lines)
    if not alone:
        return lines, ()
    start = len(lines)
    while start and lines[start - 1].comment is not None:
        start -= 1
    return lines[:start], lines[start:]


def _with_first(block: cst.If, statement: cst.SimpleStatementLine) -> cst.If:
    if isinstance(block.body, cst.IndentedBlock):
        body = block.body
        return block.with_changes(body=body.with_changes(body=[statement, *body.body]))
    suite = cst.ensure_type(block.body, cst.SimpleStatementSuite)
    rest = cst.SimpleStatementLine(body=suite.body, trailing_whitespace=suite.trailing_whitespace)
    return block.with_changes(body=cst.IndentedBlock(body=[statement, rest]))


EDIT = Edit("OPS001", apply)
