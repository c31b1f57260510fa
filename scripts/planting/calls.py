"""Faults of imports and calls: methods renamed, arguments swapped, fields dropped, modules deleted, awaits lost."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from planting.source import Fault, Function, Source, called_name, replaced, span

_COMMON = frozenset(
    "get set add run call close open read write update delete save items keys values copy send".split()
)


_LETS_IN = frozenset({"__getattr__", "__getattribute__"})


def renamed_method(source: Source) -> Iterator[Fault]:
    """A method is called otherwise than it is defined, where the code beside the call shows its class."""
    uses: dict[str, list[tuple[str, ast.Attribute]]] = {}
    for path, node in source.walk():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            uses.setdefault(node.func.attr, []).append((path, node.func))
    for path, function in source.defined():
        name = function.name
        found = source.only(name)
        if found is None or found[2] is None or name in _COMMON or name.startswith("__") or name not in uses:
            continue
        asks = {item.name for item in found[2].body if isinstance(item, ast.FunctionDef)} & _LETS_IN
        if function.decorator_list or found[2].decorator_list or asks or not _plain(found[2], source):
            continue
        places = tuple(
            (where, *span(node)) for where, node in uses[name] if source.is_of(node, where, path, found[2])
        )
        if not places:
            continue
        head = f"def {name}("
        lines = source.files[path].split("\n")
        number = next(
            (n for n in range(function.lineno - 1, function.body[0].lineno) if head in lines[n]), -1
        )
        if number >= 0:
            lines[number] = lines[number].replace(head, f"def {name}_renamed(", 1)
            yield Fault(
                "method renamed",
                {path: "\n".join(lines)},
                places,
                ("REL004",),
                f"`{found[2].name}.{name}` is defined under another name",
            )


def _plain(cls: ast.ClassDef, source: Source) -> bool:
    """Whether a class has no bases but such of the project: what others give is nobody's to know."""
    for base in cls.bases:
        if not isinstance(base, ast.Name) or base.id not in source.classes:
            return False
        if not all(_plain(item, source) for _, item in source.classes[base.id] if item is not cls):
            return False
    return not cls.keywords


def swapped_arguments(source: Source) -> Iterator[Fault]:
    """Two arguments that carry the names of their parameters change places."""
    for path, node in source.walk():
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        found = source.only(called_name(node))
        if found is None:
            continue
        names = [arg.arg for arg in (*found[1].args.posonlyargs, *found[1].args.args)]
        if found[2] is not None and names[:1] in (["self"], ["cls"]):
            names = names[1:]
        for one, two, (a, b) in zip(node.args, node.args[1:], pairwise(names), strict=False):
            if isinstance(one, ast.Name) and isinstance(two, ast.Name) and (one.id, two.id) == (a, b):
                text = replaced(replaced(source.files[path], two, one.id), one, two.id)
                yield Fault(
                    "two arguments swapped",
                    {path: text},
                    ((path, *span(node)),),
                    ("REL005",),
                    f"`{found[1].name}` is given `{two.id}, {one.id}`",
                )
                break


def dropped_field(source: Source) -> Iterator[Fault]:
    """A required field of a dataclass or model is not given."""
    for path, node in source.walk():
        if not isinstance(node, ast.Call) or not node.keywords or not isinstance(node.func, ast.Name):
            continue
        known = source.classes.get(node.func.id, [])
        if len(known) != 1 or any(keyword.arg is None for keyword in node.keywords):
            continue
        required = _required(known[0][1])
        for keyword in node.keywords:
            if keyword.arg in required:
                kept = [k for k in node.keywords if k is not keyword]
                new = ast.unparse(ast.Call(node.func, node.args, kept))
                yield Fault(
                    "required field dropped",
                    {path: replaced(source.files[path], node, new)},
                    ((path, node.lineno, node.lineno),),
                    ("REL005",),
                    f"`{node.func.id}` is made without `{keyword.arg}`",
                )
                break


def _required(cls: ast.ClassDef) -> set[str]:
    """The annotated fields without a value, of a dataclass or a direct pydantic model."""
    is_data = any("dataclass" in ast.unparse(item) for item in cls.decorator_list)
    is_model = [ast.unparse(base) for base in cls.bases] == ["BaseModel"]
    if not (is_data or is_model):
        return set()
    return {
        item.target.id
        for item in cls.body
        if isinstance(item, ast.AnnAssign)
        and item.value is None
        and isinstance(item.target, ast.Name)
        and not any(
            word in ast.unparse(item.annotation) for word in ("ClassVar", "None", "Optional", "Field")
        )
    }


def deleted_module(source: Source) -> Iterator[Fault]:
    """A module is gone that others import from, at the top of theirs."""
    wanted: dict[str, list[tuple[str, int, int]]] = {}
    for path, tree in source.trees.items():
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.module:
                base = path.split("/")[: -node.level] if node.level else []
                tail = "/".join([*base, *node.module.split(".")]) + ".py"
                for other in source.trees:
                    if other == tail or (not node.level and other.endswith("/" + tail)):
                        wanted.setdefault(other, []).append((path, *span(node)))
    paths = sorted(wanted)
    source.choose.shuffle(paths)
    for path in paths:
        yield Fault("module deleted", {path: None}, tuple(wanted[path]), ("REL002",), f"`{path}` is gone")


def lost_await(source: Source) -> Iterator[Fault]:
    """A coroutine of the project is called without ``await``."""
    for path, node in source.walk():
        if not isinstance(node, ast.Await) or not isinstance(node.value, ast.Call):
            continue
        found = source.only(called_name(node.value))
        if found is None or not isinstance(found[1], ast.AsyncFunctionDef) or _yields(found[1]):
            continue
        text = source.files[path]
        new = text.encode().split(b"\n")[node.lineno - 1][node.col_offset :].decode()
        if new.startswith("await ") and span(node)[0] == node.value.lineno:
            bare = ast.get_source_segment(text, node.value) or ""
            end = source.end_of_function(
                path, node.lineno
            )  # a name that holds it is at fault where it is used
            yield Fault(
                "await lost",
                {path: replaced(text, node, bare)},
                ((path, node.lineno, end),),
                ("REL015",),
                f"`{called_name(node.value)}` is not awaited",
            )


def _yields(function: Function) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(function))
