"""What asks who is calling before a handler runs: told by names, and by whether what is named can turn anybody away."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from planting.source import Function, Source, called_name

_GUARD = re.compile(
    r"login_required|auth|permission|current_user|jwt_required|require_(?!http|post|get|safe|json|param|field|content)|"
    r"check_(?:admin|user|access)|superuser"
)
_SCHEME = re.compile(r"bearer|oauth2|api_?key|security_?scheme", re.IGNORECASE)
_BRINGS = re.compile(
    r"(?:config|settings|service|provider|repo|repository|manager|client|store|backend|session|db)$"
)
_ALIASES = ("CurrentUser", "CurrentActiveUser", "CurrentSuperuser", "CurrentUserDep")
_DEEPEST = 3


class Guards:
    """The dependencies of a project that ask who is calling.

    Args:
        source: its files.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.aliases: dict[str, ast.expr] = {}
        self._known: dict[int, bool] = {}
        for tree in source.trees.values():
            for node in tree.body:
                name = node.targets[0] if isinstance(node, ast.Assign) else None
                if isinstance(node, ast.Assign) and isinstance(name, ast.Name) and _depends(node.value):
                    self.aliases[name.id] = node.value

    def of(self, function: Function) -> list[ast.arg]:
        """The parameters of a handler that ask; with them the credentials that it takes beside them."""
        arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        given = {arg: list(self._given(arg, function)) for arg in arguments}
        asking = [arg for arg, named in given.items() if any(map(self.asks, named))]
        if not asking:
            return []
        return [
            arg for arg in arguments if arg in asking or any(_SCHEME.search(_last(n)) for n in given[arg])
        ]

    def leads(self, function: Function, without: list[ast.arg]) -> bool:
        """Whether a parameter that is left leads to a guard, through what it names."""
        arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        return any(
            self.takes_one(named)
            for arg in arguments
            if arg not in without
            for named in self._given(arg, function)
        )

    def by_list(self, path: str, function: Function) -> bool:
        """Whether a decorator of a handler takes its dependencies from a function of the project that makes a list of
        them, with a guard among these."""
        for decorator in function.decorator_list:
            for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
                made = keyword.value if keyword.arg == "dependencies" else None
                name = called_name(made) if isinstance(made, ast.Call) else ""
                here = [found for where, found, _ in self.source.functions.get(name, []) if where == path]
                named = [n for found in here for node in found.body for n in _depends(node)]
                if any(map(self.takes_one, named)):
                    return True
        return False

    def asks(self, named: ast.expr) -> bool:
        """Whether what a dependency names is called like a guard and can turn somebody away, as far as it is seen."""
        name = _last(named)
        if not is_guard(name) or _BRINGS.search(name.lower()):
            return False
        found = self.source.only(name)
        return found is None or self._refuses(found[1], 0)

    def takes_one(self, named: ast.expr) -> bool:
        """Whether what a dependency names is a guard, or takes one itself."""
        if self.asks(named):
            return True
        found = self.source.only(_last(named))
        if found is None:
            return False
        arguments = (*found[1].args.args, *found[1].args.kwonlyargs)
        return any(self.asks(inner) for arg in arguments for inner in self._given(arg, found[1]))

    def _refuses(self, function: Function, depth: int) -> bool:
        """Whether a function raises something, takes what does, or calls it; each is looked at once."""
        known = self._known.get(id(function))
        if known is None:
            self._known[id(function)] = False
            known = self._known[id(function)] = self._turns_away(function, depth)
        return known

    def _turns_away(self, function: Function, depth: int) -> bool:
        inner = list(ast.walk(function))
        if any(isinstance(node, ast.Raise) for node in inner):
            return True
        named = [
            _last(given)
            for arg in (*function.args.args, *function.args.kwonlyargs)
            for given in self._given(arg, function)
        ]
        if any(map(_SCHEME.search, named)):
            return True
        named += [called_name(node) for node in inner if isinstance(node, ast.Call)]
        found = [item[1] for name in named if (item := self.source.only(name)) is not None]
        return "abort" in named or (
            depth < _DEEPEST and any(self._refuses(item, depth + 1) for item in found)
        )

    def _given(self, arg: ast.arg, function: Function) -> Iterator[ast.expr]:
        """What the ``Depends`` of a parameter name, also through an alias."""
        parts = [part for part in (default_of(arg, function), arg.annotation) if part is not None]
        if isinstance(arg.annotation, ast.Name):
            alias = self.aliases.get(arg.annotation.id)
            if alias is not None:
                parts.append(alias)
            elif arg.annotation.id in _ALIASES:
                yield ast.Name("current_user")
        for part in parts:
            yield from _depends(part)


def is_guard(text: str) -> bool:
    """Whether a text is called like something that asks who is calling."""
    return _GUARD.search(text.lower()) is not None and "form" not in text.lower()


def default_of(arg: ast.arg, function: Function) -> ast.expr | None:
    """The default of a parameter."""
    args = function.args
    positional = [*args.posonlyargs, *args.args]
    if arg in positional:
        index = positional.index(arg) - (len(positional) - len(args.defaults))
        return args.defaults[index] if index >= 0 else None
    return args.kw_defaults[args.kwonlyargs.index(arg)]


def _depends(tree: ast.AST) -> list[ast.expr]:
    """What the calls of ``Depends`` and ``Security`` in an expression name."""
    return [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called_name(node) in ("Depends", "Security") and node.args
    ]


def _last(named: ast.expr) -> str:
    """The last name of what is named; of a call, of what makes it."""
    inner = named.func if isinstance(named, ast.Call) else named
    return ast.unparse(inner).rpartition(".")[2]
