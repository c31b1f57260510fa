"""Statements that bind names: assignments, deletions, imports."""

from __future__ import annotations

import ast

from codereview.facts import module as m
from codereview.facts.annotations import admits_others
from codereview.facts.paths import UNKNOWN
from codereview.facts.scope import Scope
from codereview.facts.walk.expressions import Expressions
from codereview.facts.walk.given import declared_names
from codereview.facts.walk.shown import declared_field, made_field
from codereview.facts.walk.sizes import CONTAINERS, bound


class Bindings(Expressions):
    """The part of the walk that deals with what names stand for."""

    def bind(self, target: ast.expr, path: str, value: ast.expr | None = None) -> None:
        """Assigns a path to a target: a name, an attribute of ``self``, a sequence of these."""
        if isinstance(target, ast.Name):
            self.assigned.add(target.id)
            self.scope.bind(target.id, path)
            if self.scope.function >= 0 and target.id in self._rest():
                self.foreign.add("**")
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
            if not self._attribute_set(owner, target, path, value):
                self.foreign.add(target.attr)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, UNKNOWN, value)
        elif (
            isinstance(target, ast.Subscript)
            and isinstance(target.value, ast.Name)
            and target.value.id in self._rest()
        ):
            self.foreign.add("**")
            self.ev(target)
        else:
            self.foreign.update(_built_in(target))
            self.ev(target)

    def _rest(self) -> tuple[str, ...]:
        """The names by which the present function takes further arguments."""
        function = self.functions[self.scope.function].node if self.scope.function >= 0 else None
        rest = (function.args.vararg, function.args.kwarg) if function is not None else ()
        return tuple(arg.arg for arg in rest if arg is not None)

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

    def _attribute_set(self, owner: str, target: ast.Attribute, path: str, value: ast.expr | None) -> bool:
        """Notes an attribute that a method gives its own instance; False if it is of something else."""
        if self.scope.cls < 0 or owner != f"@.{self.classes[self.scope.cls].qualname}()":
            return False
        args: tuple[str, ...] = ()
        if isinstance(value, ast.Call) and value.args:
            args = tuple(self.peek(arg) for arg in value.args[:2])
        self.classes[self.scope.cls].add(m.AttrFact(target.attr, path, "", target.lineno, args))
        return True

    def _assign(self, node: ast.Assign) -> None:
        value = node.value
        flags = self.flags
        if self.filling:
            self.flags |= self.filling.get(node, 0)
        path = self.ev(value)
        self.flags = flags
        cut = ""
        if isinstance(value, ast.Subscript):
            cut = path = self._alias(value) if path.startswith("typing.") else path
        for target in node.targets:
            self.bind(target, path, value)
            if isinstance(target, ast.Name):
                self.scope.sizes[target.id] = bound(value) if isinstance(value, CONTAINERS) else -1
                self.scope.cut[target.id] = cut
        if self.scope.kind == "class":
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self._class_attribute(target.id, path, "", node.value, node.lineno)
                    if made := made_field(node, target.id, path, self.peek):
                        self.classes[self.scope.cls].fields.append(made)

    def _ann_assign(self, node: ast.AnnAssign) -> None:
        annotation = self.annotation(node.annotation)
        self.annotated(node.annotation)
        path = self.ev(node.value) if node.value is not None else ""
        best = path if annotation == UNKNOWN and path else annotation
        if path and annotation != UNKNOWN and path[0] not in "?=%":
            best = path  # what is assigned says more than what was declared
        held = UNKNOWN if admits_others(node.annotation, path, self.forward) else path
        if isinstance(node.target, ast.Name):
            self.assigned.add(node.target.id)
            if path or self.scope.kind != "module" or node.target.id not in self.scope.names:
                self.scope.bind(node.target.id, best)
            if self.scope.kind == "class":
                self._class_attribute(node.target.id, held, annotation, node.value, node.lineno)
                self.classes[self.scope.cls].fields.append(declared_field(node, path, self.peek))
        elif isinstance(node.target, ast.Attribute):
            owner = self.ev(node.target.value)
            if self.scope.cls >= 0 and owner == f"@.{self.classes[self.scope.cls].qualname}()":
                shown = annotation if annotation != UNKNOWN else ""
                self.classes[self.scope.cls].add(
                    m.AttrFact(node.target.attr, held or UNKNOWN, shown, node.lineno)
                )
            else:
                self.foreign.add(node.target.attr)
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
            if self.scope.function >= 0 and name in self._rest():
                self.foreign.add("**")
            if not self.scope.lookup(name).startswith("="):
                self.scope.bind(name, UNKNOWN + name)
            varies = self.varying(node.value)
            if varies >= 0:
                self.scope.taint[name] = max(varies, self.scope.taint.get(name, -1))
        else:
            self.ev(node.target)

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


def _built_in(target: ast.expr) -> tuple[str, ...]:
    """The name that ``builtins.__dict__["name"]`` adds to the built-in ones."""
    if not isinstance(target, ast.Subscript) or not isinstance(target.slice, ast.Constant):
        return ()
    names, key = target.value, target.slice.value
    is_dict = isinstance(names, ast.Attribute) and names.attr == "__dict__"
    module = names.value if isinstance(names, ast.Attribute) else None
    is_module = isinstance(module, ast.Name) and module.id in ("builtins", "__builtin__")
    return (key,) if is_dict and is_module and isinstance(key, str) else ()


def _starred(*nodes: ast.expr) -> bool:
    return any(isinstance(node, ast.Starred) for node in nodes)
