"""How many items a literal has, and names that hold one."""

from __future__ import annotations

import ast

from codereview.facts.names import nodes

CONTAINERS = (ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Subscript)
_GROWS = frozenset({"append", "extend", "insert", "add", "update", "setdefault", "appendleft"})
_GIVES = frozenset({ast.Call, ast.AugAssign, ast.Subscript})
_FEW = 5
_SAME_LENGTH = frozenset({"enumerate", "sorted", "reversed", "list", "tuple"})


def bound(node: ast.expr) -> int:
    """The number of items of a literal, of its entries, or of a constant range, at most that of a slice; else -1."""
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return len(node.elts) if not any(isinstance(item, ast.Starred) for item in node.elts) else -1
    if isinstance(node, ast.Dict):
        return len(node.keys) if None not in node.keys else -1
    if isinstance(node, ast.Subscript):
        return _sliced(node.slice)
    if not isinstance(node, ast.Call):
        return -1
    if isinstance(node.func, ast.Name) and node.func.id == "range":
        values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        numbers = [value for value in values if isinstance(value, int)]
        whole = numbers and len(numbers) == len(node.args) and 0 not in numbers[2:]
        return _steps(range(*numbers)) if whole else -1
    inner = _contents(node)
    return bound(inner) if inner is not None and not isinstance(inner, ast.Call) else -1


def _steps(steps: range) -> int:
    try:
        return len(steps)
    except OverflowError:  # more than fit into memory: no number of rounds that anything could be told from
        return -1


def _sliced(part: ast.expr) -> int:
    """How many items ``x[:5]``, ``x[10:14]`` or ``x[-3:]`` has at most; -1 if no number says so, or it is a page."""
    if not isinstance(part, ast.Slice) or part.step is not None:
        return -1
    lower, upper = _number(part.lower), _number(part.upper)
    if part.upper is None:
        return -lower if lower is not None and -_FEW <= lower < 0 else -1
    if upper is None or upper <= 0 or (part.lower is not None and lower is None):
        return -1
    found = upper - (lower or 0)
    return found if 0 <= (lower or 0) < upper and found <= _FEW else -1


def _number(node: ast.expr | None) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def held_by(node: ast.expr) -> str:
    """The name of the container whose items, or their entries, an expression gives; else empty."""
    inner = _contents(node) if isinstance(node, ast.Call) else node
    return inner.id if isinstance(inner, ast.Name) else ""


def grown(tree: ast.Module) -> frozenset[str]:
    """Names that anything in a file adds items to."""
    found: set[str] = set()
    for node in nodes(tree):
        if type(node) not in _GIVES:
            continue
        owner: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _GROWS:
            owner = node.func.value
        elif isinstance(node, ast.AugAssign):
            owner = node.target
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            owner = node.value
        if isinstance(owner, ast.Name):
            found.add(owner.id)
    return frozenset(found)


def _contents(node: ast.Call) -> ast.expr | None:
    """What ``enumerate(x)``, ``sorted(x)``, ``x.items()`` and the like go through."""
    func = node.func
    if isinstance(func, ast.Name) and func.id in _SAME_LENGTH and node.args:
        return node.args[0]
    if isinstance(func, ast.Attribute) and func.attr in ("items", "keys", "values") and not node.args:
        return func.value
    return None
