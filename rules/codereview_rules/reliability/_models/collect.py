"""What classes of database models declare, and which of their columns queries compare."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codereview.api import Collector, ModuleContext, Note

from ..._syntax.spelled import spells

_DECLARES = frozenset(
    {"Column", "mapped_column", "relationship", "backref", "Field", "ForeignKey", "OneToOneField"}
)
_SIGNS = {
    "Field(": (),
    "olumn(": ("Column(", "mapped_column("),
    "relationship(": (),
    "backref(": (),
    "ForeignKey(": (),
}
"""One of these stands in every file that declares something."""
_FLAGS = frozenset({"primary_key", "index", "unique", "db_index", "timezone"})
_COMPARED = frozenset({"filter", "where", "having", "exists"})
_ASKED = {f".{name}(": () for name in sorted(_COMPARED)}
_KINDS: dict[type[ast.cmpop], str] = {
    ast.Eq: "same",
    ast.Gt: "range",
    ast.GtE: "range",
}
"""What an index helps with. What is earlier than a moment is mostly nearly all there is: ``published <= now``."""
_WORD = re.compile(r"[A-Za-z_][\w.]{0,80}$")
_SETTLED = frozenset(
    {"cascade", "passive_deletes", "viewonly", "secondary", "primaryjoin", "foreign_keys", "**"}
)
"""Options by which a relation says what becomes of the rows behind it, or that they are not simply its children."""
_LITERALS: dict[type, str] = {
    str: "str",
    bool: "bool",
    int: "int",
    float: "float",
    bytes: "bytes",
    type(None): "None",
}


class Models(Collector):
    """Notes each class that declares columns or relations.

    ``table``: qualified name, name of the table, first columns of its indexes, options. ``column``: qualified name of
    the class, attribute, path of what is called, type, flags, foreign key, kind of default, kind of server default.
    ``relation``: class, attribute, path of what is called, target, ``back_populates``, ``backref``, whether it says
    what becomes of the rows behind it.
    """

    nodes = (ast.ClassDef,)

    def wants(self, file: ModuleContext) -> bool:
        """Models import their library, or what has imported it under one of these names."""
        return spells(file.text, _SIGNS)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        """Notes of one class; it is called in the scope around the class."""
        assert isinstance(node, ast.ClassDef)
        name = f"{file.scope}.{node.name}" if file.scope else node.name
        found = []
        for item in node.body:
            value = item.value if isinstance(item, (ast.Assign, ast.AnnAssign)) else None
            target = item.targets[0] if isinstance(item, ast.Assign) else getattr(item, "target", None)
            if isinstance(target, ast.Name) and isinstance(value, ast.Call) and _last(value.func):
                last = _last(value.func)
                if last in _DECLARES or last.endswith("Field"):
                    found.append(self._declared(item, target.id, value, name, file))
        if found:
            yield self.noted(node, file, "table", name, *_table(node))
            yield from found

    def _declared(self, item: ast.stmt, attr: str, call: ast.Call, cls: str, file: ModuleContext) -> Note:
        path, last = file.resolve(call.func), _last(call.func)
        given = {keyword.arg or "**": keyword.value for keyword in call.keywords}
        if last in ("relationship", "backref"):
            target = _word(call.args[0]) if call.args else ""
            other = given.get("backref")
            other = other.args[0] if isinstance(other, ast.Call) and other.args else other
            back, reverse = _word(given.get("back_populates")), _word(other)
            cascade = "yes" if not _SETTLED.isdisjoint(given) else ""
            target = target or _annotated(item)
            return self.noted(item, file, "relation", cls, attr, path, target, back, reverse, cascade)
        inner = given.get("sa_column")
        if isinstance(inner, ast.Call):  # SQLModel: the column itself stands inside
            call = inner
            given = {**given, **{keyword.arg or "**": keyword.value for keyword in inner.keywords}}
        words = {key for key, value in given.items() if key in _FLAGS and _is_true(value)}
        words |= {"**"} if "**" in given else set()
        if not _is_true(given["nullable"]) if "nullable" in given else _is_required(item):
            words.add("not null")
        kind, more = _type(call)
        key, ondelete = _foreign(call)
        words |= more | ondelete | ({"on_delete"} if "on_delete" in given else set())
        words |= {f"args:{len(call.args)}"} | ({"choices"} if "choices" in given else set())
        if "onupdate" in given:
            words.add(f"onupdate:{_default(given['onupdate'], file)}")
        default = _default(given.get("default"), file)
        server = _default(given.get("server_default"), file)
        return self.noted(
            item,
            file,
            "column",
            cls,
            attr,
            path,
            kind or _annotated(item),
            tuple(sorted(words)),
            key,
            default,
            server,
        )


class Compared(Collector):
    """Notes the attributes that queries compare, ``filter(User.email == x)``, as paths: ``same`` or ``range``, with
    the path that each is compared with, if it is an attribute, too."""

    nodes = (ast.Call,)

    def wants(self, file: ModuleContext) -> bool:
        """Comparisons for equality or order within calls that ask."""
        return spells(file.text, _ASKED)

    def note(self, node: ast.AST, file: ModuleContext) -> Iterator[Note]:
        """A note for each comparison among the arguments of a query's method."""
        assert isinstance(node, ast.Call)
        func = node.func
        if not isinstance(func, ast.Attribute) or func.attr not in _COMPARED or not node.args:
            return iter(())
        return self._compared(node, file)

    def _compared(self, node: ast.Call, file: ModuleContext) -> Iterator[Note]:
        for argument in node.args:
            for part in ast.walk(argument):
                if isinstance(part, ast.Compare) and isinstance(part.left, ast.Attribute):
                    kind = _KINDS.get(type(part.ops[0]))
                    path = file.resolve(part.left)
                    right = part.comparators[0]
                    other = file.resolve(right) if isinstance(right, ast.Attribute) else ""
                    if kind is not None and path[0] not in "?=":
                        yield self.noted(part, file, kind, path, other)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _word(node: ast.expr | None) -> str:
    """A text that is a name, or the name of a class; other texts are not kept."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if _WORD.match(node.value) else ""
    return _last(node) if node is not None else ""


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and bool(node.value)


def _is_required(item: ast.stmt) -> bool:
    """Whether ``Mapped[X]`` does not admit None."""
    text = ast.unparse(item.annotation) if isinstance(item, ast.AnnAssign) else ""
    return text.startswith("Mapped[") and "None" not in text and "Optional" not in text


def _annotated(item: ast.stmt) -> str:
    """The innermost class that an annotation names: ``Mapped[list["Item"]]``."""
    node: ast.expr | None = item.annotation if isinstance(item, ast.AnnAssign) else None
    while isinstance(node, ast.Subscript):
        node = node.slice
    while isinstance(node, ast.BinOp):
        node = node.left
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        inner = re.findall(r"\w+", node.value)
        return next(
            (word for word in reversed(inner) if word not in ("None", "Optional", "list", "List")), ""
        )
    return _word(node)


def _type(call: ast.Call) -> tuple[str, set[str]]:
    """The type of a column, and ``timezone`` if it has one."""
    for argument in (*call.args, *(k.value for k in call.keywords if k.arg in ("type_", "sa_type"))):
        inner = argument.func if isinstance(argument, ast.Call) else argument
        last = _last(inner)
        if last and last not in ("ForeignKey", "Computed", "Identity", "Sequence"):
            more = (
                {k.arg for k in argument.keywords if k.arg == "timezone" and _is_true(k.value)}
                if isinstance(argument, ast.Call)
                else set()
            )
            return last, {word for word in more if word}
    return "", set()


def _foreign(call: ast.Call) -> tuple[str, set[str]]:
    """What a foreign key points at, as text, and what it says of deletion."""
    if _last(call.func) in ("ForeignKey", "OneToOneField"):
        return (_word(call.args[0]) if call.args else ""), {"foreign key"}
    for argument in (*call.args, *(k.value for k in call.keywords)):
        if isinstance(argument, ast.Call) and _last(argument.func) == "ForeignKey" and argument.args:
            ondelete = {"ondelete"} if any(k.arg == "ondelete" for k in argument.keywords) else set()
            return _word(argument.args[0]), ondelete | {"foreign key"}
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            continue
    for keyword in call.keywords:
        if keyword.arg == "foreign_key":
            return _word(keyword.value), {"foreign key"}
    return "", set()


def _default(node: ast.expr | None, file: ModuleContext) -> str:
    """The kind of a default: of a literal its type, ``call:`` and the path of what is called, ``ref``, or nothing."""
    if node is None:
        return ""
    if isinstance(node, ast.Constant):
        return _LITERALS.get(type(node.value), "other")
    if isinstance(node, (ast.List, ast.Dict, ast.Set)):
        return "mutable"
    if isinstance(node, ast.Call):
        return f"call:{file.resolve(node.func)}"
    return "ref"


def _table(node: ast.ClassDef) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The table's name, the first columns of its indexes, and its options."""
    name = ""
    columns: set[str] = set()
    options: set[str] = set()
    for item in node.body:
        target = item.targets[0] if isinstance(item, ast.Assign) else getattr(item, "target", None)
        if isinstance(item, ast.ClassDef) and item.name == "Meta":
            _, inner, more = _table(item)
            columns.update(inner)
            options.update(more)
        elif isinstance(item, (ast.Assign, ast.AnnAssign)) and isinstance(target, ast.Name):
            value = item.value
            if target.id == "__tablename__":
                name = _word(value)
            elif target.id in ("abstract", "__abstract__", "proxy") and value is not None and _is_true(value):
                options.add("abstract")
            elif target.id in ("managed",) and value is not None and not _is_true(value):
                options.add("unmanaged")
            elif target.id in (
                "__table_args__",
                "indexes",
                "constraints",
                "unique_together",
                "index_together",
            ):
                columns.update(_firsts(value, target.id))
            elif target.id == "__mapper_args__":
                options.add("mapper")
            elif target.id == "__table__":
                options.add(target.id)
        elif isinstance(item, ast.FunctionDef) and item.name in (
            "__tablename__",
            "__table_args__",
            "__init__",
        ):
            options.add(item.name)
            if item.name == "__init__":
                options.update(_set_anew(item))
    options.update(k.arg for k in node.keywords if k.arg == "table")
    return name, tuple(sorted(columns)), tuple(sorted(options))


def _set_anew(function: ast.FunctionDef) -> Iterator[str]:
    """What a method sets in any case to what a call gives, or to a parameter that it asks for; for one that may be left
    out, and is None then, a default stands in."""
    asked = function.args.args[: len(function.args.args) - len(function.args.defaults)]
    pairs = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    names = {part.arg for part in (*asked, *(part for part, default in pairs if default is None))}
    for item in function.body:
        if isinstance(item, ast.Assign) and _is_given(item.value, names):
            for target in item.targets:
                if isinstance(target, ast.Attribute) and _last(target.value) == "self":
                    yield f"sets:{target.attr}"


def _is_given(value: ast.expr, names: set[str]) -> bool:
    """Whether it is what a call gives, or one of some names, on either way."""
    if isinstance(value, ast.IfExp):
        return _is_given(value.body, names) and _is_given(value.orelse, names)
    return isinstance(value, ast.Call) or (isinstance(value, ast.Name) and value.id in names)


def _firsts(value: ast.expr | None, target: str) -> Iterator[str]:
    """The first column of each index or constraint."""
    if value is None:
        return
    if target.endswith("_together") and isinstance(value, (ast.Tuple, ast.List)):
        groups = value.elts if value.elts and isinstance(value.elts[0], (ast.Tuple, ast.List)) else [value]
        for group in groups:
            if isinstance(group, (ast.Tuple, ast.List)) and group.elts:
                yield _word(group.elts[0])
        return
    for part in ast.walk(value):
        if not isinstance(part, ast.Call):
            continue
        last = _last(part.func)
        fields = next((k.value for k in part.keywords if k.arg == "fields"), None)
        if isinstance(fields, (ast.Tuple, ast.List)) and fields.elts:
            yield _word(fields.elts[0]).lstrip("-")
        elif last == "Index" and len(part.args) > 1:
            yield _word(part.args[1])
        elif last in ("UniqueConstraint", "PrimaryKeyConstraint") and part.args:
            yield _word(part.args[0])
