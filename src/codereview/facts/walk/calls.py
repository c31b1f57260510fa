"""Calls: what is called with what, and what it gives back."""

from __future__ import annotations

import ast

from codereview.facts import module as m
from codereview.facts.paths import SPREAD, UNKNOWN, element, is_literal, join, written
from codereview.facts.routes.vocabulary import TELLING
from codereview.facts.scope import default
from codereview.facts.walk.base import Walk
from codereview.facts.walk.given import entities, module_given, names_given
from codereview.facts.walk.shown import argument_names

# builtins and helpers whose result has the elements, or is the value, of their first argument
_SAME_ELEMENTS = frozenset(
    "builtins.list builtins.sorted builtins.tuple builtins.reversed builtins.set builtins.iter builtins.frozenset "
    "tqdm.tqdm tqdm.auto.tqdm tqdm.trange copy.copy copy.deepcopy contextlib.closing contextlib.aclosing "
    "asyncio.wait_for asyncio.shield asyncio.create_task asyncio.ensure_future rich.progress.track "
    "django.core.paginator.Paginator itertools.islice itertools.cycle functools.partial collections.deque".split()
)
_CONTAINERS = frozenset(
    f"builtins.{name}" for name in ("list", "sorted", "tuple", "reversed", "set", "iter", "frozenset")
)
"""Those of them that give a container of their own, whatever they are given."""
_NAMED_ARGUMENTS = frozenset({"select_related", "prefetch_related", "options", "Prefetch", "only", "defer"})
_ENTITIES = frozenset({"query", "select"})
# whose second argument names an attribute of the first: also of `patch.object` and `monkeypatch`
_BY_NAME = frozenset({"setattr", "hasattr", "getattr", "delattr", "__setattr__", "object"})
# what these give back is told by the statement that they run
_GETS_ROW = frozenset({"get_object_or_404", "aget_object_or_404"})
_RUNS_STATEMENT = frozenset({"execute", "scalars", "scalar", "exec", "stream", "stream_scalars"})
_TELLS_ARGUMENTS = _NAMED_ARGUMENTS | _ENTITIES | _GETS_ROW | _RUNS_STATEMENT
_GIVES_MODULE = frozenset({"importlib.import_module", "builtins.__import__"})
_ENTERS = frozenset({"enter_context", "enter_async_context"})


class Calls(Walk):
    """The part of the walk that deals with calls."""

    @staticmethod
    def _either(one: str, other: str) -> str:
        if one == other or other == "=None":
            return one
        if one == "=None" or (one[0] in "%?" and other[0] not in "?=%"):
            return other
        if other[0] in "%?" and one[0] not in "?=%":
            return one
        return default(one, other) or UNKNOWN

    def _argument(self, node: ast.expr, keyword: str) -> str:
        flags, self.flags = self.flags, (self.flags & ~m.AWAITED) | m.PASSED
        before = len(self.refs)
        path = self.ev(node)
        self.flags = flags
        if len(self.refs) == before + 1 and keyword and isinstance(node, (ast.Attribute, ast.Name)):
            ref = self.refs[before]
            self.refs[before] = m.RefFact(
                ref.path, ref.line, ref.column, ref.end_line, ref.end_column, ref.function, ref.loop, ref.varies,
                ref.flags, keyword,
            )  # fmt: skip
        return path

    def _positional(self, nodes: list[ast.expr]) -> tuple[str, ...]:
        """The paths of arguments."""
        if not nodes:
            return ()
        flags, self.flags = self.flags, (self.flags & ~m.AWAITED) | m.PASSED
        paths = []
        for node in nodes:
            path = self.ev(node)
            paths.append(SPREAD if type(node) is ast.Starred else path)
        self.flags = flags
        return tuple(paths)

    def _call(self, node: ast.Call, flag: int = 0) -> str:
        func = node.func
        if isinstance(func, ast.Attribute):
            callee = self._attr_path(func, called=True)
            if isinstance(func.value, ast.Name) and func.value.id in ("self", "cls"):
                self.called.setdefault(func.attr, []).append(self.passed[-1])
            if func.attr in TELLING:
                self.routing = True
            self.memo[func] = callee
        elif isinstance(func, ast.Name):
            callee = self.scope.lookup(func.id)
            self.called.setdefault(func.id, []).append(self.passed[-1])
            flag |= m.BY_NAME
            self.memo[func] = callee
        else:
            callee = self.ev(func)
        args = self._positional(node.args)
        kwargs: tuple[tuple[str, str], ...] = ()
        if node.keywords:
            kwargs = tuple([(k.arg or "**", self._argument(k.value, k.arg or "")) for k in node.keywords])
        scope = self.scope
        if callee == UNKNOWN:
            callee = self._named_attribute(node) or callee
        if len(args) > 1 and callee.rpartition(".")[2] in _BY_NAME:
            named = node.args[1]
            if isinstance(named, ast.Constant) and isinstance(named.value, str):
                self.foreign.add(named.value)
        self.calls.append(
            m.CallFact(
                callee, node.lineno, node.col_offset + 1,
                node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1,
                scope.function, scope.loop, self.varying(node) if scope.loop >= 0 else -1,
                self.flags | flag, args, kwargs,
                "" if flag & m.BY_NAME else written(func, callee),
                argument_names(node.args) if len(node.args) > 1 else (),
            )
        )  # fmt: skip
        return self._result(callee, node, args)

    def _named_attribute(self, node: ast.Call) -> str:
        """``getattr(x, "name")(...)`` is ``x.name(...)`` : the path of such a callee, or nothing."""
        func = node.func
        if isinstance(func, ast.Call) and isinstance(func.func, ast.Name) and func.func.id == "getattr":
            return self._result("builtins.getattr", func, (self.peek(func.args[0]),) if func.args else ())
        return ""

    def _result(self, callee: str, node: ast.Call, args: tuple[str, ...]) -> str:
        """The path of what a call gives back."""
        first = args[0] if args else ""
        if first and callee in _CONTAINERS and first[0] not in "?=" and not first.endswith("*"):
            return join(element(first), "*")
        if first and callee in _SAME_ELEMENTS:
            return first if first[0] != "=" or first.startswith("=lambda") else UNKNOWN
        if callee.startswith("builtins.") and (path := self._builtin(callee[9:], node, args)):
            return path
        if callee in _GIVES_MODULE:
            return module_given(node, whole=callee[0] == "i")
        if callee == "typing.cast" and len(node.args) == 2:
            return self.annotation(node.args[0])
        name = callee.rpartition(".")[2]
        if first and name in _ENTERS:
            return first
        if callee[0] == "?":
            return UNKNOWN if callee == UNKNOWN else join(callee, "()")
        if callee[0] == "=" and is_literal(callee) and not callee.startswith("=lambda"):
            return UNKNOWN
        return _of_method(callee, name, first, node) if name in _TELLS_ARGUMENTS else join(callee, "()")

    def _builtin(self, name: str, node: ast.Call, args: tuple[str, ...]) -> str:
        if name == "super":
            receivers = (self.scope.lookup("self"), self.scope.lookup("cls")) if not args else args[-1:]
            return next((join(own, "^") for own in receivers if own.startswith("@.")), UNKNOWN)
        if name == "type" and len(args) == 1:
            if args[0].endswith("!") and args[0][0] not in "?=":
                return args[0][:-1]
            made = args[0].startswith("@.") and args[0].endswith("()") and _is_instance(args[0], node.args[0])
            return args[0][:-2] if made else UNKNOWN
        if name == "next" and args:
            return element(args[0])
        if name == "getattr" and len(node.args) >= 2 and args and args[0][0] not in "?=":
            key = node.args[1]
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.isidentifier():
                path = join(args[0], "." + key.value)
                if key.value in self.watch:
                    self._ref(node, path)
                return path
        return ""


def _is_instance(path: str, node: ast.expr) -> bool:
    """Whether what a call gave is an instance of what was called, as its name says: a function gives anything."""
    made = path[:-2].rpartition(".")[2].lstrip("_")
    return made[:1].isupper() or (isinstance(node, ast.Name) and node.id == "self")


def _of_method(callee: str, name: str, first: str, node: ast.Call) -> str:
    """The path of what a call gives back; of some methods it keeps what was asked for."""
    if name in _NAMED_ARGUMENTS:
        return join(callee, f"({','.join(names_given(node))})")
    if name in _ENTITIES:
        return join(callee, f"({','.join(entities(node))})")
    if name in _GETS_ROW and first and first[0] not in "?=%":
        return join(first, ".get()" if "(" in first or first.endswith("objects") else ".objects.get()")
    if name in _RUNS_STATEMENT and ".select(" in first:
        return join(first, f".{name}()")
    return join(callee, "()")
