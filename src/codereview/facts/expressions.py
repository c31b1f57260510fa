"""The walk through expressions: gives each its symbolic path, and records calls, reads and loops on the way."""

from __future__ import annotations

import ast
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any

from codereview.facts import module as m
from codereview.facts.annotations import value_path
from codereview.facts.paths import UNKNOWN, element, is_literal, join, written
from codereview.facts.scope import Scope, agreed, default

# builtins and helpers whose result has the elements, or is the value, of their first argument
_SAME_ELEMENTS = frozenset(
    "builtins.list builtins.sorted builtins.tuple builtins.reversed builtins.set builtins.iter builtins.frozenset "
    "tqdm.tqdm tqdm.auto.tqdm tqdm.trange copy.copy copy.deepcopy contextlib.closing contextlib.aclosing "
    "asyncio.wait_for asyncio.shield asyncio.create_task asyncio.ensure_future rich.progress.track "
    "django.core.paginator.Paginator itertools.islice itertools.cycle functools.partial collections.deque".split()
)
# what is shifted by one of these stays what it is
_SPANS = frozenset({"datetime.timedelta()", "dateutil.relativedelta.relativedelta()", "pandas.Timedelta()"})
_NAMED_ARGUMENTS = frozenset({"select_related", "prefetch_related", "options", "Prefetch", "only", "defer"})
_ENTITIES = frozenset({"query", "select"})
# what these give back is told by the statement that they run
_GETS_ROW = frozenset({"get_object_or_404", "aget_object_or_404"})
_RUNS_STATEMENT = frozenset({"execute", "scalars", "scalar", "exec", "stream", "stream_scalars"})
_RELATIONS = frozenset(
    "ForeignKey OneToOneField ManyToManyField relationship relation Relationship ForeignKeyField ReverseRelation "
    "ManyToManyRelation OneToOneRelation backref dynamic_loader GenericRelation ParentalKey TreeForeignKey "
    "ParentalManyToManyField TreeManyToManyField BackRef Link".split()
)
_SQL = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*\(?\s*(select|insert|update|delete|replace|with|merge|call|exec|create|alter|drop|pragma|begin|"
    r"truncate|show|explain|set|copy)\s",
    re.IGNORECASE,
)
_IDENTIFIERS = re.compile(r"[A-Za-z_][\w.]{0,60}\Z")
_CONST = {str: "=str", bytes: "=bytes", int: "=int", float: "=float", complex: "=int"}

Hook = Callable[[ast.AST], None]


class Expressions(ABC):
    """State of one file's walk, and the part that deals with expressions."""

    def __init__(self, watch: frozenset[str], hooks: dict[type[ast.AST], list[Hook]]) -> None:
        self.watch = watch
        self.hooks = hooks
        self.scope = Scope("module", None, "", -1, -1)
        self.flags = 0
        self.in_async = False
        self.calls: list[m.CallFact] = []
        self.refs: list[m.RefFact] = []
        self.loops: list[m.LoopFact] = []
        self.memo: dict[ast.AST, str] = {}
        self.fired: set[ast.AST] = set()  # expressions that rules were called for
        self.enclosing: list[dict[str, str]] = []  # names around the comprehensions that are open
        self._eval: dict[type[ast.AST], Callable[[Any], str]] = {
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.Constant: self._constant,
            ast.Await: self._await,
            ast.Subscript: self._subscript,
            ast.BinOp: self._binop,
            ast.BoolOp: self._boolop,
            ast.IfExp: self._ifexp,
            ast.JoinedStr: self._joined,
            ast.NamedExpr: self._named,
            ast.Starred: self._starred,
            ast.Lambda: self._lambda,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
            ast.GeneratorExp: self._comprehension,
            ast.DictComp: self._comprehension,
            ast.List: self._sequence,
            ast.Tuple: self._sequence,
            ast.Set: self._sequence,
            ast.Dict: self._dict,
            ast.Yield: self._yield,
            ast.YieldFrom: self._yield,
        }

    def ev(self, node: ast.expr) -> str:
        """Walks an expression once; returns its path."""
        kind = type(node)
        how = self._eval.get(kind)
        if how is not None:
            path = how(node)
        else:
            path = UNKNOWN
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.ev(child)
        hooks = self.hooks.get(kind)
        if self.hooks:
            self.memo[node] = path
            if hooks:
                self.fire(node, hooks)
        return path

    def fire(self, node: ast.AST, hooks: list[Hook]) -> None:
        """Calls the rules that asked for this type of node."""
        self.fired.add(node)
        for hook in hooks:
            hook(node)

    def complete(self, node: ast.AST) -> None:
        """Calls the rules for the parts of a statement or lambda that are not walked as expressions: arguments, keywords,
        handlers, patterns, names that are bound. Statements in it, and bodies of lambdas, have their own turn."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.stmt, ast.expr_context)):
                continue
            self.complete(child.args if isinstance(child, ast.Lambda) else child)
            for part in (child.args, child) if isinstance(child, ast.Lambda) else (child,):
                hooks = self.hooks.get(type(part))
                if hooks and part not in self.fired:
                    self.fire(part, hooks)

    def annotated(self, node: ast.expr | None) -> None:
        """Walks an annotation: only the calls in it are facts (``Annotated[int, Query(default_factory=f)]``)."""
        if isinstance(node, ast.Call):
            self.ev(node)
        elif node is not None and not (isinstance(node, (ast.Name, ast.Constant)) and not self.hooks):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.annotated(child)
            hooks = self.hooks.get(type(node))
            if hooks:
                self.fire(node, hooks)

    def peek(self, node: ast.expr) -> str:
        """The path of a name or dotted name, without recording anything."""
        if isinstance(node, ast.Name):
            return self.scope.lookup(node.id)
        if isinstance(node, ast.Attribute):
            base = self.peek(node.value)
            return base if base == UNKNOWN else join(base, "." + node.attr)
        return UNKNOWN

    def annotation(self, node: ast.expr | None) -> str:
        """The path of a value with this annotation."""
        return value_path(node, self.forward)

    def forward(self, node: ast.expr) -> str:
        """The path of a name in an annotation, which may be defined further down the module."""
        path = self.peek(node)
        if path[0] != UNKNOWN or path == UNKNOWN:
            return path
        while isinstance(node, ast.Attribute):
            node = node.value
        return "@." + path[1:] if isinstance(node, ast.Name) and not self.scope.binds(node.id) else path

    def _name(self, node: ast.Name) -> str:
        path = self.scope.lookup(node.id)
        if path.rpartition(".")[2] in self.watch and path[0] not in "?=":
            self._ref(node, path, flag=m.BY_NAME)
        return path

    def _attribute(self, node: ast.Attribute) -> str:
        return self._attr_path(node, called=False)

    def _attr_path(self, node: ast.Attribute, called: bool) -> str:
        value = node.value
        if isinstance(value, ast.Attribute):
            base = self._attr_path(value, called=True)
            if self.hooks:
                self.memo[value] = base
        else:
            base = self.ev(value)
        path = UNKNOWN if base == UNKNOWN else join(base, "." + node.attr)
        if (
            not called
            and path[0] not in "?="
            and (
                self.in_async or self.scope.loop >= 0 or node.attr in self.watch or _reads_through(path, base)
            )
        ):
            self._ref(node, path)
        return path

    def _ref(self, node: ast.expr, path: str, context: str = "", flag: int = 0) -> None:
        scope = self.scope
        self.refs.append(
            m.RefFact(
                path, node.lineno, node.col_offset + 1, node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1,
                scope.function, scope.loop, self.varying(node), self.flags | flag, context,
            )
        )  # fmt: skip

    def _constant(self, node: ast.Constant) -> str:
        value = node.value
        if isinstance(value, str):
            found = _SQL.match(value)
            return f"=sql:{found.group(1).upper()}" if found else "=str"
        if value is None:
            return "=None"
        if value == 0 and value is not False and type(value) in (int, float):
            return "=0"
        if isinstance(value, bool):
            return f"={value}"
        return _CONST.get(type(value), UNKNOWN)

    def _joined(self, node: ast.JoinedStr) -> str:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.ev(part.value)
                if part.format_spec is not None:
                    self.ev(part.format_spec)
        first = node.values[0] if node.values else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            found = _SQL.match(first.value)
            if found:
                return f"=sql:{found.group(1).upper()}"
        return "=fstr"

    def _await(self, node: ast.Await) -> str:
        return self._flagged(node.value, m.AWAITED)

    def _flagged(self, node: ast.expr, flag: int) -> str:
        """Walks an expression whose outermost call carries a flag of its own."""
        if isinstance(node, ast.Call):
            path = self._call(node, flag)
            if self.hooks:
                self.memo[node] = path
                if hooks := self.hooks.get(ast.Call):
                    self.fire(node, hooks)
            return path
        if flag == m.AWAITED and isinstance(node, ast.IfExp):
            return self._ifexp(node, flag)
        return self.ev(node)

    def _subscript(self, node: ast.Subscript) -> str:
        sliced = isinstance(node.slice, ast.Slice)
        base = self.ev(node.value) if sliced else self._flagged(node.value, m.CONSUMED)
        self.ev(node.slice)
        if sliced:
            return base
        return element(base)

    def _binop(self, node: ast.BinOp) -> str:
        left = self.ev(node.left)
        right = self.ev(node.right)
        if isinstance(node.op, ast.Div):
            return left if left[0] not in "?=" else UNKNOWN
        if left.startswith("=") and isinstance(node.op, (ast.Add, ast.Mod)):
            return left
        if isinstance(node.op, (ast.Add, ast.Sub)) and right in _SPANS and left[0] not in "?=":
            return left
        if isinstance(node.op, ast.BitOr) and left[0] != "=" and right[0] not in "?=":
            return right  # sets, querysets, and the last step of a pipeline
        return right if right.startswith("=sql") else UNKNOWN

    def _boolop(self, node: ast.BoolOp) -> str:
        paths = [self.ev(value) for value in node.values]
        if isinstance(node.op, ast.And):
            return paths[-1]
        result = paths[0]
        for path in paths[1:]:
            result = self._either(result, path)
        return result

    def _ifexp(self, node: ast.IfExp, flag: int = 0) -> str:
        self.ev(node.test)
        before = self.flags
        self.flags |= m.CONDITIONAL
        path = self._either(self._flagged(node.body, flag), self._flagged(node.orelse, flag))
        self.flags = before
        return path

    @staticmethod
    def _either(one: str, other: str) -> str:
        if one == other or other == "=None":
            return one
        if one == "=None" or (one[0] in "%?" and other[0] not in "?=%"):
            return other
        if other[0] in "%?" and one[0] not in "?=%":
            return one
        return default(one, other) or UNKNOWN

    def _named(self, node: ast.NamedExpr) -> str:
        path = self.ev(node.value)
        name = node.target.id
        for names in self.enclosing:  # out of a comprehension it binds in the scope around
            names[name] = agreed(name, names.get(name), path)
        self.scope.bind(name, path)
        self.taint_from(node.target.id, node.value)
        return path

    def _starred(self, node: ast.Starred) -> str:
        self.ev(node.value)
        return UNKNOWN

    def _lambda(self, node: ast.Lambda) -> str:
        for default in (*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)):
            self.ev(default)
        return f"=lambda:{self.add_lambda(node)}"

    @abstractmethod
    def add_lambda(self, node: ast.Lambda) -> int:
        """Registers a lambda as a function of its own; its body is walked later. Returns its index."""

    def _sequence(self, node: ast.List | ast.Tuple | ast.Set) -> str:
        paths = [self.ev(item) for item in node.elts]
        if paths and len(set(paths)) == 1 and paths[0][0] not in "?=":
            return join(paths[0], "*")
        return {ast.List: "=list", ast.Tuple: "=tuple", ast.Set: "=set"}[type(node)]

    def _dict(self, node: ast.Dict) -> str:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                self.ev(key)
            self._argument(
                value, key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            )
        return "=dict"

    def _yield(self, node: ast.Yield | ast.YieldFrom) -> str:
        path = self.ev(node.value) if node.value is not None else "=None"
        self.yielded(element(path) if isinstance(node, ast.YieldFrom) else path)
        return UNKNOWN

    @abstractmethod
    def yielded(self, path: str) -> None:
        """Notes what the present function yields."""

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> str:
        scope = self.scope
        saved, taint, loop, flags = scope.names, scope.taint, scope.loop, self.flags
        scope.names, scope.taint = dict(saved), dict(taint)
        self.enclosing.append(saved)
        for generator in node.generators:
            path = self._flagged(generator.iter, m.ITERATED | (m.AWAITED if generator.is_async else 0))
            kind = "async comprehension" if generator.is_async else "comprehension"
            self.open_loop(node, kind, generator.iter, generator.target, path)
            for test in generator.ifs:
                self.ev(test)
        if isinstance(node, ast.DictComp):
            self.ev(node.key)
            result = self.ev(node.value)
        else:
            result = self.ev(node.elt)
        self.enclosing.pop()
        scope.names, scope.taint, scope.loop, self.flags = saved, taint, loop, flags
        if isinstance(node, ast.DictComp):
            return "=dict"
        return join(result, "*") if result[0] not in "?=" else "=list"

    @abstractmethod
    def open_loop(self, node: ast.AST, kind: str, iterable: ast.expr, target: ast.expr, path: str) -> int:
        """Notes a loop and makes it the innermost one; binds its targets. Returns its index."""

    def varying(self, node: ast.AST) -> int:
        """The innermost open loop on whose variables an expression depends, or -1."""
        scope = self.scope
        if scope.loop < 0 or not scope.taint:
            return -1
        taint = scope.taint
        return max((taint.get(n.id, -1) for n in ast.walk(node) if isinstance(n, ast.Name)), default=-1)

    def taint_from(self, name: str, value: ast.AST) -> None:
        """A name takes over the dependence on loop variables of what is assigned to it."""
        varies = self.varying(value)
        if varies >= 0:
            self.scope.taint[name] = varies
        else:
            self.scope.taint.pop(name, None)

    def _argument(self, node: ast.expr, keyword: str) -> str:
        flags, self.flags = self.flags, (self.flags & ~m.AWAITED) | m.PASSED
        before = len(self.refs)
        path = self.ev(node)
        self.flags = flags
        if keyword and len(self.refs) == before + 1 and isinstance(node, (ast.Attribute, ast.Name)):
            ref = self.refs[before]
            self.refs[before] = m.RefFact(
                ref.path, ref.line, ref.column, ref.end_line, ref.end_column, ref.function, ref.loop, ref.varies,
                ref.flags, keyword,
            )  # fmt: skip
        return path

    def _call(self, node: ast.Call, flag: int = 0) -> str:
        func = node.func
        if isinstance(func, ast.Attribute):
            callee = self._attr_path(func, called=True)
            if self.hooks:
                self.memo[func] = callee
        elif isinstance(func, ast.Name):
            callee = self.scope.lookup(func.id)
            flag |= m.BY_NAME
            if self.hooks:
                self.memo[func] = callee
        else:
            callee = self.ev(func)
        args = tuple(self._argument(arg, "") for arg in node.args)
        kwargs = tuple((k.arg or "**", self._argument(k.value, k.arg or "")) for k in node.keywords)
        scope = self.scope
        callee = self._named_attribute(callee, node) or callee
        self.calls.append(
            m.CallFact(
                callee, node.lineno, node.col_offset + 1, node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1,
                scope.function, scope.loop, self.varying(node) if scope.loop >= 0 else -1, self.flags | flag, args, kwargs,
                written(func, callee),
            )
        )  # fmt: skip
        return self._result(callee, node, args)

    def _named_attribute(self, callee: str, node: ast.Call) -> str:
        """``getattr(x, "name")(...)`` is ``x.name(...)`` : the path of such a callee, or nothing."""
        func = node.func
        if (
            callee == UNKNOWN
            and isinstance(func, ast.Call)
            and isinstance(func.func, ast.Name)
            and func.func.id == "getattr"
        ):
            return self._result("builtins.getattr", func, (self.peek(func.args[0]),) if func.args else ())
        return ""

    def _result(self, callee: str, node: ast.Call, args: tuple[str, ...]) -> str:
        """The path of what a call gives back."""
        first = args[0] if args else ""
        if callee in _SAME_ELEMENTS and first:
            return first if first[0] != "=" or first.startswith("=lambda") else UNKNOWN
        if callee.startswith("builtins.") and (path := self._builtin(callee[9:], node, args)):
            return path
        if callee in ("importlib.import_module", "builtins.__import__"):
            return _module_given(node, whole=callee[0] == "i")
        if callee == "typing.cast" and len(node.args) == 2:
            return self.annotation(node.args[0])
        name = callee.rpartition(".")[2]
        if name in ("enter_context", "enter_async_context") and first:
            return first
        if callee[0] == "?":
            return UNKNOWN if callee == UNKNOWN else join(callee, "()")
        if is_literal(callee) and not callee.startswith("=lambda"):
            return UNKNOWN
        if name in _NAMED_ARGUMENTS:
            return join(callee, f"({','.join(_names_given(node))})")
        if name in _ENTITIES:
            return join(callee, f"({','.join(_entities(node))})")
        if name in _GETS_ROW and first and first[0] not in "?=%":
            return join(first, ".get()" if "(" in first or first.endswith("objects") else ".objects.get()")
        if name in _RUNS_STATEMENT and ".select(" in first:
            return join(first, f".{name}()")
        return join(callee, "()")

    def _builtin(self, name: str, node: ast.Call, args: tuple[str, ...]) -> str:
        if name == "super":
            receivers = (self.scope.lookup("self"), self.scope.lookup("cls")) if not args else args[-1:]
            return next((join(own, "^") for own in receivers if own.startswith("@.")), UNKNOWN)
        if name == "type" and len(args) == 1:
            if args[0].endswith("!") and args[0][0] not in "?=":
                return args[0][:-1]
            return args[0][:-2] if args[0].endswith("()") and args[0].startswith("@.") else UNKNOWN
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


def _reads_through(path: str, base: str) -> bool:
    """Whether an attribute is read on a parameter, or through an attribute of ``self``: what callers' loops repeat."""
    return path[0] == "%" or "!." in path or (base[0] == "@" and "()." in base)


def _names_given(node: ast.Call) -> Iterator[str]:
    """Names that an eager-loading call is given: strings and last attributes, through nested loader options."""
    for arg in (*node.args, *(k.value for k in node.keywords)):
        yield from _names_in(arg)
    if not node.args and not node.keywords:
        yield "all"


def _module_given(node: ast.Call, whole: bool) -> str:
    """The module that a call imports by a literal name; ``__import__`` gives the outermost package."""
    name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    if not isinstance(name, str) or not name.replace(".", "").isidentifier() or name.startswith("."):
        return UNKNOWN
    return name if whole else name.partition(".")[0]


def _entities(node: ast.Call) -> Iterator[str]:
    """Class names that ``query`` or ``select`` is given; none if it is given anything else first."""
    for arg in node.args[:1]:
        if isinstance(arg, ast.Name) and arg.id[:1].isupper():
            yield arg.id
        elif isinstance(arg, ast.Attribute) and arg.attr[:1].isupper():
            yield arg.attr


def _names_in(arg: ast.expr) -> Iterator[str]:
    if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and _IDENTIFIERS.match(arg.value):
        yield arg.value
    elif isinstance(arg, ast.Attribute):
        yield arg.attr
    elif isinstance(arg, ast.Starred):
        yield "all"
    elif isinstance(arg, ast.Call):
        if isinstance(arg.func, ast.Attribute):
            yield from _names_in(arg.func.value) if isinstance(arg.func.value, ast.Call) else ()
        for inner in arg.args:
            yield from _names_in(inner)


def declared_names(node: ast.Call, callee: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]] | None:
    """Bare identifier-like strings given to a relation declaration such as ``ForeignKey("app.User")``, else None."""
    if callee.rpartition(".")[2] not in _RELATIONS:
        return None

    def text(value: ast.expr) -> str:
        if isinstance(value, ast.Constant):
            if isinstance(value.value, str) and _IDENTIFIERS.match(value.value):
                return "'" + value.value
            if isinstance(value.value, bool):
                return f"={value.value}"
        if isinstance(value, ast.Lambda):
            return text(value.body)
        return ""

    return (
        tuple(text(arg) for arg in node.args),
        tuple((k.arg or "**", text(k.value)) for k in node.keywords),
    )
