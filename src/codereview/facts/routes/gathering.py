"""Which lists, dictionaries and calls of a file gather routers, as far as one file's tree tells."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from codereview.facts.routes.declared import OTHER, Value
from codereview.facts.routes.expressions import dotted, last, value
from codereview.facts.routes.vocabulary import PATHS

# by their names: variables that hold several routers, and routers
_GATHERS = re.compile(
    r"router|blueprint|(?:^|_)bps?(?:_|$)|namespace|(?:^|_)ns(?:_|$)|mount|modules|routes|endpoints|views|"
    r"(?:^|_)apis?(?:_|$)|(?:^|_)apps(?:_|$)",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"router|blueprint|(?:^|_)bp(?:_|$)|namespace|(?:^|_)ns(?:_|$)|^api$|_api$", re.IGNORECASE
)
_APPLICATION = re.compile(
    r"(?:^|_)(?:app|application|api|server|router|blueprint|bp)$", re.IGNORECASE
)  # also a router that others are put into
_ROUTE = re.compile(r"(?:/[a-z0-9_/{}.-]{0,60})?\Z", re.IGNORECASE)
_FILES = re.compile(
    r"^(?:\w*_)?(?:routers|blueprints|bps|namespaces)$|"
    r"^(?:register|include|setup|init|add|get|all)_(?:\w+_)?(?:routes?|routers?|blueprints?)$",
    re.IGNORECASE | re.MULTILINE,
)
_STARTS = re.compile(r"/|\Z")
_METHOD = re.compile(r"[A-Z]+\Z")
REGISTERS = "add_url_rule"
"""What helpers of projects call that register routes for others."""
_WRAPS = frozenset({"list", "tuple", "set", "sorted", "reversed", "chain", "values", "items"})
_MOST = 200
_SHORT = 12


def gathers_any(names: Iterable[str]) -> bool:
    """Whether a name of a module says that routers are gathered there, though it may import no framework."""
    return _FILES.search("\n".join(names)) is not None


@lru_cache(maxsize=4096)
def is_application_name(name: str) -> bool:
    """Whether a variable is named as an application, or a router that others are put into, is."""
    return len(name) <= 60 and _APPLICATION.search(name) is not None


def gathers(name: str, node: ast.expr, known: Collection[str]) -> bool:
    """Whether a variable (or what a function of a name returns) holds routers, or modules of them.

    Args:
        name: of the variable or function.
        node: what it is given.
        known: variables of this file that are known to.
    """
    fits = _GATHERS.search(name) is not None
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        items = node.elts
    elif isinstance(node, ast.Dict):
        items = [*(key for key in node.keys if key is not None), *node.values]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return gathers(name, node.left, known) or gathers(name, node.right, known)
    elif isinstance(node, ast.Call) and last(node.func) in _WRAPS:
        inner = node.func.value if isinstance(node.func, ast.Attribute) and not node.args else None
        return any(gathers(name, item, known) for item in (*node.args, *([inner] if inner else [])))
    else:
        return dotted(node) in known
    if len(items) > _MOST:
        return False
    if not items:
        return fits and _MEMBER.search(name) is not None
    leaves = [last(leaf) for item in items for leaf in _leaves(item)]
    return any(leaves) and (fits or any(_MEMBER.search(leaf) for leaf in leaves))


def _leaves(node: ast.expr) -> Iterator[ast.expr]:
    """What an element of a list is, or is made of."""
    if isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) <= _SHORT:
        for item in node.elts:
            yield from _leaves(item)
    elif isinstance(node, ast.Starred):
        yield from _leaves(node.value)
    elif isinstance(node, ast.Call):
        yield node.func
        for item in (*node.args[:_SHORT], *(k.value for k in node.keywords)):
            yield from _leaves(item)
    elif isinstance(node, (ast.Name, ast.Attribute)):
        yield node


def gathered(node: ast.expr) -> Value:
    """A list of routers as data. Of its texts only the beginnings of paths are kept."""
    return _routes_only(value(node, 0, True))


def _routes_only(what: Value) -> Value:
    if what.kind == "text":
        return what if _ROUTE.match(what.text) else OTHER
    if not what.items:
        return what
    return Value(what.kind, what.text, tuple(_routes_only(item) for item in what.items), what.keys)


def passes(call: ast.Call, known: Collection[str]) -> bool:
    """Whether a call hands over an application or router."""
    given = (*call.args, *(item.value for item in call.keywords))
    return any(
        name in known or is_application_name(name.rpartition(".")[2]) for name in map(dotted, given) if name
    )


def targets(node: ast.expr) -> tuple[str, bool]:
    """The names that a loop binds, parted by commas, and whether they stand for an element or its parts."""
    if isinstance(node, ast.Name):
        return node.id, True
    plain = isinstance(node, (ast.Tuple, ast.List)) and all(isinstance(item, ast.Name) for item in node.elts)
    return ",".join(item.id for item in ast.walk(node) if isinstance(item, ast.Name)), plain


def chooses(body: Iterable[ast.AST], names: Collection[str]) -> bool:
    """Whether some condition in a loop asks for what the loop goes over: not all elements fare alike."""
    return any(
        isinstance(name, ast.Name) and name.id in names
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, (ast.If, ast.IfExp, ast.Match))
        for name in ast.walk(node.subject if isinstance(node, ast.Match) else node.test)
    )


def helper(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Value | None:
    """What a function registers that does nothing else: the call, and the loop around it if there is one.

    None for every other function. That nothing else stands in it is what makes its parameters those of the call.
    """
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    around: tuple[Value, ...] = ()
    if len(body) == 1 and isinstance(body[0], ast.For) and not body[0].orelse:
        around = (value(body[0].target), value(body[0].iter))
        body = body[0].body
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if node.decorator_list or not isinstance(call, ast.Call) or last(call.func) != REGISTERS:
        return None
    return Value("list", "", (value(call), *around))


def handed(call: ast.Call) -> Value:
    """A call that hands over a router, as data; of its texts only lists of paths, and the paths that it names so."""
    plain = value(call)
    told = [_texts("paths", arg) if isinstance(arg, (ast.List, ast.Tuple)) else None for arg in call.args]
    told += [_texts(k.arg or "", k.value) for k in call.keywords]
    items = (new or old for new, old in zip(told, plain.items, strict=True))
    return Value(plain.kind, plain.text, tuple(items), plain.keys)


def _texts(key: str, node: ast.expr) -> Value | None:
    """The paths or methods under a keyword, if it names some and nothing else stands there."""
    found = value(node, 0, True) if key in PATHS else OTHER
    every = found.items if found.kind == "list" else (found,)
    fits = _METHOD if key == "methods" else _STARTS
    return found if every and all(i.kind == "text" and fits.match(i.text) for i in every) else None
