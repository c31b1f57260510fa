"""The walk through statements: scopes, branches, loops, imports, classes and functions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

from codereview.facts import module as m
from codereview.facts.annotations import needs_classes
from codereview.facts.drafts import ClassDraft, FunctionDraft
from codereview.facts.expressions import Expressions, Hook, declared_names
from codereview.facts.paths import UNKNOWN, element, join
from codereview.facts.scope import Scope, merge

_EXITS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_SWALLOWS = frozenset({"suppress", "raises", "assertRaises", "assertRaisesRegex"})
# expressions that are met in other places than `ev`: bound, in chains of attributes, in patterns, in
# f-strings
_MET_ELSEWHERE = (ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Starred, ast.Constant, ast.FormattedValue)
_LEAVES_LOOP = (ast.Return, ast.Raise, ast.Break)


class Statements(Expressions):
    """One file's walk. Use `walk`; function bodies are walked after the scope that holds them is complete."""

    def __init__(self, package: str, watch: frozenset[str], hooks: dict[type[ast.AST], list[Hook]]) -> None:
        super().__init__(watch, hooks)
        self.package = package
        self.functions: list[FunctionDraft] = []
        self.classes: list[ClassDraft] = []
        self.imports: list[m.ImportFact] = []
        self.stars: list[str] = []
        self.statements = 0
        self.main_line = 0
        self.pending: list[tuple[int, Scope]] = []
        self.assigned: set[str] = set()  # names that any scope binds by assignment
        self.completes = False  # whether a rule asks for nodes that are no expressions
        self.ended = False  # whether the statement just walked never goes on to the next
        self.jumps: list[list[tuple[bool, dict[str, str]]]] = []  # per open loop: is it a break, names there
        self._run: dict[type[ast.AST], Callable[[Any], None]] = {
            ast.Expr: self._expr,
            ast.Assign: self._assign,
            ast.AnnAssign: self._ann_assign,
            ast.AugAssign: self._aug_assign,
            ast.Return: self._return,
            ast.If: self._if,
            ast.For: self._for,
            ast.AsyncFor: self._for,
            ast.While: self._while,
            ast.With: self._with,
            ast.AsyncWith: self._with,
            ast.Try: self._try,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.ClassDef: self._class,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.Global: self._global,
            ast.Nonlocal: self._nonlocal,
            ast.Match: self._match,
            ast.Delete: self._delete,
        }
        if hasattr(ast, "TypeAlias"):  # Python 3.12
            self._run[ast.TypeAlias] = self._type_alias
        if hasattr(ast, "TryStar"):  # Python 3.11
            self._run[ast.TryStar] = self._try

    def walk(self, tree: ast.Module) -> None:
        """Walks the module, then every function body that it defines."""
        self.completes = any(
            kind in _MET_ELSEWHERE or not issubclass(kind, (ast.stmt, ast.expr)) for kind in self.hooks
        )
        self.block(tree.body)
        while self.pending:
            index, scope = self.pending.pop(0)
            self._body(self.functions[index], index, scope)

    def close(self) -> None:
        """Undoes the references of the walk to itself and to the tree."""
        self._run.clear()
        self._eval.clear()
        self.hooks.clear()
        self.memo.clear()
        self.functions.clear()
        self.classes.clear()

    def block(self, body: Iterable[ast.stmt]) -> bool:
        """Walks statements; returns whether the end can be reached (no return, raise, break or continue
        before)."""
        open_end = True
        for statement in body:
            kind = type(statement)
            self.statements += 1
            self.ended = kind in _EXITS
            run = self._run.get(kind)
            if run is not None:
                run(statement)
            else:
                for child in ast.iter_child_nodes(statement):
                    if isinstance(child, ast.expr):
                        self.ev(child)
            if self.completes:
                self.complete(statement)
            for hook in self.hooks.get(kind, ()):
                hook(statement)
            if self.ended:
                open_end = False
                if self.jumps and kind in (ast.Break, ast.Continue):
                    self.jumps[-1].append((kind is ast.Break, dict(self.scope.names)))
        self.ended = not open_end
        return open_end

    # names

    def bind(self, target: ast.expr, path: str, value: ast.expr | None = None) -> None:
        """Assigns a path to a target: a name, an attribute of ``self``, a sequence of these."""
        if isinstance(target, ast.Name):
            self.assigned.add(target.id)
            self.scope.bind(target.id, path)
            if value is not None and self.scope.loop >= 0:
                self.taint_from(target.id, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = value.elts if isinstance(value, (ast.Tuple, ast.List)) else None
            parts: list[ast.expr | None] = [None] * len(target.elts)
            if values is not None and len(values) == len(parts) and not _starred(*values, *target.elts):
                parts = list(values)
            paths = [self.memo_path(part) if part is not None else UNKNOWN for part in parts]
            for item, part, part_path in zip(target.elts, parts, paths, strict=True):
                self.bind(item, part_path, part or value)
        elif isinstance(target, ast.Attribute):
            owner = self.ev(target.value)
            if owner.startswith("@.") and owner.endswith("()") and self.scope.cls >= 0:
                self._attribute_set(owner, target, path, value)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, UNKNOWN, value)
        else:
            self.ev(target)

    def memo_path(self, node: ast.expr) -> str:
        """The path of an expression that was walked before, as far as it can be told without walking it
        again."""
        if isinstance(node, ast.Call):
            callee = self.peek(node.func)
            return (
                UNKNOWN
                if callee[0] in "?="
                else self._result(callee, node, tuple(self.peek(a) for a in node.args))
            )
        return self.peek(node)

    def _attribute_set(self, owner: str, target: ast.Attribute, path: str, value: ast.expr | None) -> None:
        own = self.classes[self.scope.cls]
        if owner == f"@.{own.qualname}()":
            args: tuple[str, ...] = ()
            if isinstance(value, ast.Call) and value.args:
                args = tuple(self.peek(arg) for arg in value.args[:2])
            own.add(m.AttrFact(target.attr, path, "", target.lineno, args))

    # statements

    def _expr(self, node: ast.Expr) -> None:
        value = node.value
        if isinstance(value, ast.Await):
            self._flagged(value.value, m.AWAITED | m.DROPPED)
        else:
            self._flagged(value, m.DROPPED)

    def _assign(self, node: ast.Assign) -> None:
        path = self.ev(node.value)
        if isinstance(node.value, ast.Subscript) and path.startswith("typing."):
            path = self._alias(node.value)
        for target in node.targets:
            self.bind(target, path, node.value)
        if self.scope.kind == "class":
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self._class_attribute(target.id, path, "", node.value, node.lineno)

    def _ann_assign(self, node: ast.AnnAssign) -> None:
        annotation = self.annotation(node.annotation)
        self.annotated(node.annotation)
        path = self.ev(node.value) if node.value is not None else ""
        best = path if annotation == UNKNOWN and path else annotation
        if path and annotation != UNKNOWN and path[0] not in "?=%":
            best = path  # what is assigned says more than what was declared
        if isinstance(node.target, ast.Name):
            self.assigned.add(node.target.id)
            if path or self.scope.kind != "module" or node.target.id not in self.scope.names:
                self.scope.bind(node.target.id, best)
            if self.scope.kind == "class":
                self._class_attribute(node.target.id, path, annotation, node.value, node.lineno)
        elif isinstance(node.target, ast.Attribute):
            owner = self.ev(node.target.value)
            if self.scope.cls >= 0 and owner == f"@.{self.classes[self.scope.cls].qualname}()":
                shown = annotation if annotation != UNKNOWN else ""
                self.classes[self.scope.cls].add(
                    m.AttrFact(node.target.attr, path or UNKNOWN, shown, node.lineno)
                )
        else:
            self.ev(node.target)

    def _alias(self, value: ast.expr) -> str:
        """``X = Annotated[Session, ...]``: the name stands for the class."""
        path = self.annotation(value)
        return path[:-1] if path.endswith("!") else UNKNOWN

    def _type_alias(self, node: ast.stmt) -> None:
        name, value = getattr(node, "name", None), getattr(node, "value", None)
        if isinstance(name, ast.Name) and isinstance(value, ast.expr):
            self._type_params(node)
            path = self.annotation(value)
            self.annotated(value)
            self.scope = self.scope.parent or self.scope
            self.assigned.add(name.id)
            self.scope.bind(name.id, path[:-1] if path.endswith("!") else UNKNOWN)

    def _type_params(self, node: ast.AST) -> None:
        """Opens a scope with the type parameters of a definition (PEP 695); whoever calls this closes it."""
        outer = self.scope
        self.scope = Scope("function", outer, outer.prefix, outer.function, outer.cls)
        for item in getattr(node, "type_params", ()):
            self.scope.bind(item.name, UNKNOWN + item.name)
            self.annotated(getattr(item, "bound", None))
            self.annotated(getattr(item, "default_value", None))

    def _class_attribute(
        self, name: str, path: str, annotation: str, value: ast.expr | None, line: int
    ) -> None:
        args: tuple[str, ...] = ()
        kwargs: tuple[tuple[str, str], ...] = ()
        if isinstance(value, ast.Call):
            declared = declared_names(value, path[:-2] if path.endswith("()") else path)
            given = declared[0] if declared else tuple("" for _ in value.args)
            named = declared[1] if declared else tuple((k.arg or "**", "") for k in value.keywords)
            args = tuple(text or self.peek(arg) for text, arg in zip(given, value.args, strict=True))
            kwargs = tuple(
                (key, text or self.peek(k.value))
                for (key, text), k in zip(named, value.keywords, strict=True)
            )
        shown = annotation if annotation and annotation != UNKNOWN else ""
        self.classes[self.scope.cls].add(m.AttrFact(name, path or UNKNOWN, shown, line, args, kwargs))

    def _aug_assign(self, node: ast.AugAssign) -> None:
        self.ev(node.value)
        if isinstance(node.target, ast.Name):
            name = node.target.id
            if not self.scope.lookup(name).startswith("="):
                self.scope.bind(name, UNKNOWN + name)
            varies = self.varying(node.value)
            if varies >= 0:
                self.scope.taint[name] = max(varies, self.scope.taint.get(name, -1))
        else:
            self.ev(node.target)

    def _return(self, node: ast.Return) -> None:
        if node.value is None:
            return
        flag = m.RETURNED
        value = node.value
        if isinstance(value, ast.Await):
            flag, value = flag | m.AWAITED, value.value
        path = self._flagged(value, flag)
        if self.scope.function >= 0:
            draft = self.functions[self.scope.function]
            draft.result(path)
            draft.returns_value = draft.returns_value or path != "=None"

    def yielded(self, path: str) -> None:
        if self.scope.function >= 0:
            draft = self.functions[self.scope.function]
            draft.is_generator = True
            if path not in draft.yields and len(draft.yields) < 4:
                draft.yields.append(path)

    def _branch(self, body: list[ast.stmt], start: dict[str, str], flag: int) -> tuple[dict[str, str], bool]:
        scope, flags = self.scope, self.flags
        scope.names = dict(start)
        self.flags |= flag
        if scope.loop >= 0 and body and isinstance(body[-1], _LEAVES_LOOP):
            self.flags |= m.EXITS_LOOP
        open_end = self.block(body)
        self.flags = flags
        return scope.names, open_end

    def _if(self, node: ast.If) -> None:
        self._flagged(node.test, m.CONSUMED)
        flag = m.CONDITIONAL
        if _is_main_guard(node.test):
            flag = m.IN_MAIN
            self.main_line = self.main_line or node.lineno
        elif _is_type_checking(node.test):
            flag = m.TYPE_CHECKING
        before = self.scope.names
        ends = [self._branch(node.body, before, flag), self._branch(node.orelse, before, m.CONDITIONAL)]
        if flag == m.TYPE_CHECKING:
            self.scope.names = {**before, **ends[1][0], **ends[0][0]}
            self.ended = False
        else:
            self._join(before, ends)

    def _join(self, before: dict[str, str], ends: list[tuple[dict[str, str], bool]]) -> None:
        """Goes on after branches, each with its names and whether it goes on. What only the others bind
        stays known for the functions that they define."""
        names = merge(before, [end for end, goes_on in ends if goes_on])
        self.ended = not any(goes_on for _, goes_on in ends)
        for end, goes_on in ends:
            if not goes_on:
                for name in end.keys() - names.keys():
                    names[name] = end[name]
        self.scope.names = names

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        is_async = isinstance(node, ast.AsyncFor)
        path = self._flagged(node.iter, m.ITERATED | (m.AWAITED if is_async else 0))
        loop, taint, flags = self.scope.loop, dict(self.scope.taint), self.flags
        self.open_loop(node, "async for" if is_async else "for", node.iter, node.target, path)
        rounds = self._rounds(node.body)
        self.scope.loop, self.scope.taint, self.flags = loop, taint, flags
        self._after_loop(node.orelse, rounds, endless=False)

    def _while(self, node: ast.While) -> None:
        loop, taint, flags = self.scope.loop, dict(self.scope.taint), self.flags
        self._add_loop(node, "while", UNKNOWN, (), -1)
        self.ev(node.test)
        rounds = self._rounds(node.body)
        self.scope.loop, self.scope.taint, self.flags = loop, taint, flags
        self._after_loop(node.orelse, rounds, isinstance(node.test, ast.Constant) and bool(node.test.value))

    def _rounds(self, body: list[ast.stmt]) -> list[tuple[bool, dict[str, str]]]:
        """Walks the body of a loop. Returns the names at each way out of a round, and whether that is a
        break."""
        self.jumps.append([])
        before = self.scope.names
        names, goes_on = self._branch(body, before, 0)
        self.scope.names = before
        ways = self.jumps.pop()
        return [(False, names), *ways] if goes_on else ways

    def _after_loop(
        self, orelse: list[ast.stmt], rounds: list[tuple[bool, dict[str, str]]], endless: bool
    ) -> None:
        before = self.scope.names
        ends = [(names, True) for is_break, names in rounds if is_break]
        if not endless:
            start = merge(before, [before, *(names for is_break, names in rounds if not is_break)])
            ends.append(self._branch(orelse, start, 0))
        self._join(before, ends)

    def _add_loop(self, node: ast.AST, kind: str, path: str, targets: tuple[str, ...], bound: int) -> int:
        index = len(self.loops)
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1
        end = (getattr(node, "end_lineno", line), getattr(node, "end_col_offset", 0) + 1)
        self.loops.append(
            m.LoopFact(
                "comprehension" if kind == "async "
                "comprehension" else kind, line, column, *end, path, targets, bound,
                self.scope.loop, self.scope.function, kind.startswith("async"),
            )
        )  # fmt: skip
        self.scope.loop = index
        self.flags &= ~m.EXITS_LOOP
        return index

    def open_loop(self, node: ast.AST, kind: str, iterable: ast.expr, target: ast.expr, path: str) -> int:
        targets = tuple(n.id for n in ast.walk(target) if isinstance(n, ast.Name))
        index = self._add_loop(node, kind, path, targets, _bound(iterable))
        self._bind_target(target, iterable, path)
        for name in targets:
            self.scope.taint[name] = index
        return index

    def _bind_target(self, target: ast.expr, iterable: ast.expr, path: str) -> None:
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(iterable, ast.Call):
            callee = self.peek(iterable.func)
            inner = [self.memo_path(arg) for arg in iterable.args]
            if callee == "builtins.enumerate" and inner and len(target.elts) == 2:
                self.bind(target.elts[0], UNKNOWN)
                self._bind_target(target.elts[1], iterable.args[0], inner[0])
                return
            if callee == "builtins.zip" and len(inner) == len(target.elts):
                for item, part in zip(target.elts, inner, strict=True):
                    self.bind(item, element(part))
                return
        self.bind(target, element(path) if isinstance(target, ast.Name) else UNKNOWN)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        flag = m.ENTERED | (m.AWAITED if isinstance(node, ast.AsyncWith) else 0)
        swallows = False
        for item in node.items:
            path = self._flagged(item.context_expr, flag)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, path, item.context_expr)
            swallows = swallows or path.removesuffix("()").rpartition(".")[2].lstrip("?") in _SWALLOWS
        self.block(node.body)
        self.ended = self.ended and not swallows

    def _try(self, node: ast.Try) -> None:
        before = self.scope.names
        body, goes_on = self._branch(node.body, before, m.IN_TRY)
        imports = all(isinstance(s, (ast.Import, ast.ImportFrom)) for s in node.body)
        failed = before if imports else merge(before, [before, body])  # it fails before, after or in between
        ends: list[tuple[dict[str, str], bool]] = []
        for handler in node.handlers:
            if handler.type is not None:
                self.ev(handler.type)
            start = {**failed, **({handler.name: UNKNOWN + handler.name} if handler.name else {})}
            names, open_end = self._branch(handler.body, start, m.IN_HANDLER | m.CONDITIONAL)
            if (
                open_end and imports and goes_on
            ):  # an import that has a substitute is what it is where it works
                body.update({name: path for name, path in names.items() if name not in body})
            else:
                ends.append((names, open_end))
        tried = merge(before, [failed, body, *(names for names, _ in ends)])
        if node.orelse:
            body, no_exit = self._branch(node.orelse, body, 0)
            goes_on = goes_on and no_exit
        self._join(before, [(body, goes_on), *ends])
        if node.finalbody:
            self._finally(node.finalbody, tried)

    def _finally(self, body: list[ast.stmt], start: dict[str, str]) -> None:
        """Walks a ``finally`` body, which runs from anywhere; what it binds counts afterwards."""
        after, ended = self.scope.names, self.ended
        names, goes_on = self._branch(body, start, 0)
        self.scope.names = {
            **after,
            **{name: path for name, path in names.items() if start.get(name) != path},
        }
        self.ended = ended or not goes_on

    def _match(self, node: ast.Match) -> None:
        self.ev(node.subject)
        before = self.scope.names
        ends: list[tuple[dict[str, str], bool]] = []
        covered = False
        for case in node.cases:
            for value in _values(case.pattern):
                self.ev(value)
            self.scope.names = {**before, **{n: UNKNOWN + n for n in _captures(case.pattern)}}
            if case.guard is not None:
                self.ev(case.guard)
            elif isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
                covered = True
            ends.append(self._branch(case.body, self.scope.names, m.CONDITIONAL))
        self._join(before, ends if covered else [(before, True), *ends])

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._deleted(target)

    def _deleted(self, target: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.scope.bind(target.id, UNKNOWN + target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for item in target.elts:
                self._deleted(item)
        else:
            self.ev(target)

    def _global(self, node: ast.Global) -> None:
        for name in node.names:
            self.scope.declare(name, "global")
        if self.scope.function >= 0:
            self.functions[self.scope.function].globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        for name in node.names:
            self.scope.declare(name, "nonlocal")

    # imports

    def _import(self, node: ast.Import) -> None:
        for item in node.names:
            top = item.name.partition(".")[0]
            self.scope.bind(item.asname or top, item.name if item.asname else top)
            self._imported(item.name, "", item.asname or "", 0, node)

    def _import_from(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        beyond = False  # the top of the repository: its importers put the name somewhere unknown
        if node.level:
            parts = self.package.split(".") if self.package else []
            beyond = node.level > len(parts) + 1
            parts = parts[: max(len(parts) - node.level + 1, 0)]
            module = ".".join([*parts, module] if module else parts)
        for item in node.names:
            if item.name == "*":
                self.stars.append(module)
                self.scope.starred[0] = True
            else:
                full = f"{module}.{item.name}" if module else item.name
                self.scope.bind(item.asname or item.name, UNKNOWN + item.name if beyond else full)
            self._imported(module, item.name, item.asname or "", node.level, node)

    def _imported(self, module: str, name: str, alias: str, level: int, node: ast.stmt) -> None:
        guarded = bool(self.flags & (m.IN_TRY | m.CONDITIONAL | m.IN_HANDLER))
        self.imports.append(
            m.ImportFact(
                module, name, alias, level, node.lineno, node.col_offset + 1,
                bool(self.flags & m.TYPE_CHECKING), guarded, self.scope.function,
            )
        )  # fmt: skip

    # definitions

    def _class(self, node: ast.ClassDef) -> None:
        outer = self.scope
        index = len(self.classes)
        draft = ClassDraft(node, outer.prefix + node.name, outer.cls if outer.kind == "class" else -1)
        self.classes.append(draft)
        draft.decorators = [self.ev(item) for item in node.decorator_list]
        if getattr(node, "type_params", None):
            self._type_params(node)
        draft.bases = [self._base(base) for base in node.bases]
        draft.keywords = [(k.arg or "**", self.ev(k.value)) for k in node.keywords]
        outer.bind(node.name, "@." + draft.qualname)
        self.scope = Scope("class", self.scope, draft.qualname + ".", outer.function, index)
        self.block(node.body)
        self.scope = outer
        self.ended = False

    def _base(self, node: ast.expr) -> str:
        path = self.ev(node)
        return self.peek(node.value) if isinstance(node, ast.Subscript) else path

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        scope = self.scope
        qualname = scope.prefix + node.name
        index, draft = self._draft(node, qualname)
        for item in node.decorator_list:
            draft.decorators.append(self.ev(item))
        if getattr(node, "type_params", None):
            self._type_params(node)
        draft.annotation = self.annotation(node.returns) if node.returns is not None else UNKNOWN
        if scope.kind == "class" and not _is_accessor(node):
            self.classes[scope.cls].methods[node.name] = index
        self.annotated(node.returns)
        inner = self._parameters(node.args, draft, index, qualname + ".<locals>.")
        self.scope = scope
        scope.bind(node.name, "@." + qualname)
        if any(isinstance(statement, (ast.Global, ast.Nonlocal)) for statement in node.body):
            self.pending.insert(0, (index, inner))  # others see what it binds
        else:
            self.pending.append((index, inner))

    def _draft(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, qualname: str
    ) -> tuple[int, FunctionDraft]:
        scope = self.scope
        cls = scope.cls if scope.kind == "class" else -1
        draft = FunctionDraft(
            node, qualname, scope.function, cls, bool(self.flags & (m.CONDITIONAL | m.IN_TRY))
        )
        self.functions.append(draft)
        return len(self.functions) - 1, draft

    def add_lambda(self, node: ast.Lambda) -> int:
        index, draft = self._draft(node, self.scope.prefix + "<lambda>")
        draft.cls = -1
        outer = self.scope
        if self.enclosing:  # the names of the comprehension are gone when the body is walked
            own = {name: path for name, path in outer.names.items() if self.enclosing[0].get(name) != path}
            self.scope = Scope("function", outer, outer.prefix, outer.function, outer.cls)
            self.scope.names = own
        self.pending.append((index, self._parameters(node.args, draft, index, draft.qualname + ".")))
        self.scope = outer
        return index

    def _parameters(self, args: ast.arguments, draft: FunctionDraft, index: int, prefix: str) -> Scope:
        outer = self.scope
        inner = Scope("function", outer, prefix, index, outer.cls)
        positional = [*args.posonlyargs, *args.args]
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults))
        rows: list[tuple[ast.arg, str, ast.expr | None]] = [
            (arg, "positional", default)
            for arg, default in zip(positional, [*defaults, *args.defaults], strict=True)
        ]
        if args.vararg:
            rows.append((args.vararg, "vararg", None))
        rows += [
            (arg, "keyword", value) for arg, value in zip(args.kwonlyargs, args.kw_defaults, strict=True)
        ]
        if args.kwarg:
            rows.append((args.kwarg, "kwarg", None))
        walk_defaults = not isinstance(draft.node, ast.Lambda)
        for arg, kind, default in rows:
            value = ""
            if default is not None:
                value = self._argument(default, arg.arg) if walk_defaults else self.peek(default)
            annotation = self.annotation(arg.annotation)
            self.annotated(arg.annotation)
            draft.params.append(
                m.Param(
                    arg.arg,
                    kind,
                    arg.annotation is not None,
                    annotation,
                    value,
                    arg.lineno,
                    arg.col_offset + 1,
                    self._none_default(arg, default),
                )
            )
            inner.names[arg.arg] = _parameter_path(index, arg.arg, kind, annotation, value, default)
            if annotation == UNKNOWN and value.rpartition(".")[2] in ("Depends()", "Security()"):
                inner.names[arg.arg] = self._injected(default) or inner.names[arg.arg]
            elif isinstance(arg.annotation, ast.Subscript) and annotation == UNKNOWN:
                inner.names[arg.arg] = self._annotated_injection(arg.annotation) or inner.names[arg.arg]
        self._bind_self(draft, positional, inner)
        return inner

    def _none_default(self, arg: ast.arg, default: ast.expr | None) -> m.NoneDefault | None:
        if arg.annotation is None or not isinstance(default, ast.Constant) or default.value is not None:
            return None
        names = needs_classes(arg.annotation, self._type_name)
        if names is None:
            return None
        end = (arg.end_lineno or arg.lineno, (arg.end_col_offset or arg.col_offset) + 1)
        return m.NoneDefault(ast.unparse(arg.annotation), names, *end)

    def _type_name(self, node: ast.expr) -> str:
        """The path of a name in an annotation; a name that is assigned may stand for any type."""
        return UNKNOWN if isinstance(node, ast.Name) and node.id in self.assigned else self.forward(node)

    def _injected(self, node: ast.expr | None) -> str:
        """What ``Depends(f)`` gives: the result of ``f``."""
        if isinstance(node, ast.Call) and node.args:
            path = self.peek(node.args[0])
            return join(path, "()") if path[0] not in "?=%" else ""
        return ""

    def _annotated_injection(self, node: ast.Subscript) -> str:
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
        calls = [
            i
            for i in items
            if isinstance(i, ast.Call) and self.peek(i.func).endswith((".Depends", ".Security"))
        ]
        return self._injected(calls[0]) if calls else ""

    def _bind_self(self, draft: FunctionDraft, positional: list[ast.arg], inner: Scope) -> None:
        if draft.cls < 0 or not positional or positional[0].annotation is not None:
            return
        kinds = {path.rpartition(".")[2] for path in draft.decorators}
        own = "@." + self.classes[draft.cls].qualname
        if "staticmethod" in kinds:
            return
        name = getattr(draft.node, "name", "")
        is_class = "classmethod" in kinds or name in ("__new__", "__init_subclass__", "__class_getitem__")
        inner.names[positional[0].arg] = own if is_class else own + "()"

    def _body(self, draft: FunctionDraft, index: int, scope: Scope) -> None:
        node = draft.node
        before = (self.scope, self.flags, self.in_async)
        self.scope, self.flags = scope, 0
        self.in_async = isinstance(node, ast.AsyncFunctionDef)
        if isinstance(node, ast.Lambda):
            draft.result(self._flagged(node.body, m.RETURNED))
            if self.completes:
                self.complete(ast.Expr(node.body))
        else:
            self.block(node.body)
        self.scope, self.flags, self.in_async = before


def _parameter_path(
    index: int, name: str, kind: str, annotation: str, value: str, default: ast.expr | None
) -> str:
    if kind == "vararg":
        return join(annotation, "*") if annotation != UNKNOWN else "=tuple"
    if kind == "kwarg":
        return "=dict"
    if annotation not in (UNKNOWN, "=None"):
        return annotation
    return f"%{index}:{name}"


def _is_main_guard(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or len(test.comparators) != 1:
        return False
    sides = [test.left, test.comparators[0]]
    return any(isinstance(s, ast.Name) and s.id == "__name__" for s in sides) and any(
        isinstance(s, ast.Constant) and s.value == "__main__" for s in sides
    )


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _bound(node: ast.expr) -> int:
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return len(node.elts) if not any(isinstance(item, ast.Starred) for item in node.elts) else -1
    if isinstance(node, ast.Dict):
        return len(node.keys)
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("range", "enumerate")
    ):
        if node.func.id == "enumerate":
            return _bound(node.args[0]) if node.args else -1
        values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        numbers = [value for value in values if isinstance(value, int)]
        return (
            len(range(*numbers))
            if numbers and len(numbers) == len(node.args) and 0 not in numbers[2:]
            else -1
        )
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Dict)
    ):
        return len(node.func.value.keys)
    return -1


def _is_accessor(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is the setter or deleter of a property, whose getter has the same name."""
    decorators = node.decorator_list
    return any(isinstance(d, ast.Attribute) and d.attr in ("setter", "deleter") for d in decorators)


def _starred(*nodes: ast.expr) -> bool:
    return any(isinstance(node, ast.Starred) for node in nodes)


def _values(pattern: ast.pattern) -> list[ast.expr]:
    """The expressions in a pattern that are looked up: values, keys and classes."""
    found: list[ast.expr] = []
    for node in ast.walk(pattern):
        if isinstance(node, ast.MatchValue):
            found.append(node.value)
        elif isinstance(node, ast.MatchMapping):
            found += node.keys
        elif isinstance(node, ast.MatchClass):
            found.append(node.cls)
    return found


def _captures(pattern: ast.pattern) -> list[str]:
    return [name for n in ast.walk(pattern) if (name := getattr(n, "name", None) or getattr(n, "rest", None))]
