"""Classes, functions, lambdas and their parameters."""

from __future__ import annotations

import ast

from codereview.facts import module as m
from codereview.facts.annotations import needs_classes, says_any
from codereview.facts.drafts import ClassDraft, FunctionDraft
from codereview.facts.paths import UNKNOWN, join
from codereview.facts.routes.vocabulary import DECORATES, HANDLES
from codereview.facts.scope import Scope
from codereview.facts.walk.branches import Branches

_INJECTS = ("Depends()", "Security()")
_REBINDS = frozenset({ast.Global, ast.Nonlocal})


class Definitions(Branches):
    """The part of the walk that deals with definitions."""

    def _class(self, node: ast.ClassDef) -> None:
        outer, decisions = self.scope, self.decisions
        self.decisions = []
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
        draft.complete(self.scope.names, node.lineno)
        self.scope, self.decisions = outer, decisions
        self.ended = False

    def _base(self, node: ast.expr) -> str:
        path = self.ev(node)
        return self.peek(node.value) if isinstance(node, ast.Subscript) else path

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        scope, decisions = self.scope, self.decisions
        self.decisions = []
        qualname = scope.prefix + node.name
        index, draft = self._draft(node, qualname)
        for item in node.decorator_list:
            draft.decorators.append(self.ev(item))
            if (
                isinstance(item, ast.Call)
                and isinstance(item.func, ast.Attribute)
                and item.func.attr in DECORATES
            ):
                self.routing = True
        if getattr(node, "type_params", None):
            self._type_params(node)
        if node.returns is not None:
            draft.annotation = self.annotation(node.returns)
        if node.name in HANDLES:
            self.routing = True
        if scope.kind == "class" and not _is_accessor(node):
            self.classes[scope.cls].methods[node.name] = index
        self.annotated(node.returns)
        inner = self._parameters(node.args, draft, index, qualname + ".<locals>.")
        if says_any(node.returns, self.forward):
            draft.anys.append("return")
        self.scope, self.decisions = scope, decisions
        scope.bind(node.name, "@." + qualname)
        if not _REBINDS.isdisjoint(map(type, node.body)):
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
        draft.decisions = self.decisions  # they count where the lambda stands
        self.deciding.add(self.passed[-1])
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
            name, value, annotation, none = arg.arg, "", UNKNOWN, None
            if default is not None:
                value = self._argument(default, name) if walk_defaults else self.peek(default)
            if arg.annotation is not None:
                annotation = self.annotation(arg.annotation)
                self.annotated(arg.annotation)
                if says_any(arg.annotation, self.forward):
                    draft.anys.append(name)
                none = self._none_default(arg, default)
            draft.params.append(
                m.Param(
                    name, kind, arg.annotation is not None, annotation, value, arg.lineno, arg.col_offset + 1, none
                )
            )  # fmt: skip
            path = _parameter_path(index, name, kind, annotation)
            if annotation == UNKNOWN and value.endswith(_INJECTS) and value.rpartition(".")[2] in _INJECTS:
                path = self._injected(default) or path
            elif annotation == UNKNOWN and isinstance(arg.annotation, ast.Subscript):
                path = self._annotated_injection(arg.annotation) or path
            inner.names[name] = path
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
        self.scope, self.flags, self.decisions = scope, 0, draft.decisions
        self.in_async = isinstance(node, ast.AsyncFunctionDef)
        if isinstance(node, ast.Lambda):
            draft.result(self._flagged(node.body, m.RETURNED))
            if self.completes:
                self.complete(ast.Expr(node.body))
        else:
            self.block(node.body)
        self.scope, self.flags, self.in_async = before


def _parameter_path(index: int, name: str, kind: str, annotation: str) -> str:
    if kind == "vararg":
        return join(annotation, "*") if annotation != UNKNOWN else "=tuple"
    if kind == "kwarg":
        return "=dict"
    if annotation not in (UNKNOWN, "=None"):
        return annotation
    return f"%{index}:{name}"


def _is_accessor(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is the setter or deleter of a property, whose getter has the same name."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter"):
            return True
    return False
