"""``setup.cfg`` and ``setup.py``: the latter is parsed, never run, and only literals count."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from typing import Any

from codereview.facts.dependencies.entry import Entry, Place, canonical, entries, is_name, relative
from codereview.facts.dependencies.kinds import format_of, group_of
from codereview.facts.dependencies.values import Local, Manifest, Requirement, Unread


def read_setup_cfg(path: str, text: str) -> Manifest:
    """``[options]`` and ``[options.extras_require]`` of a ``setup.cfg``."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text.removeprefix("\ufeff"))
    except (configparser.Error, ValueError):
        return Manifest(path, "setup.cfg", unread=(Unread(path, 1, "is no configuration file"),))
    lines = text.split("\n")
    items: list[Entry] = []
    includes: list[str] = []
    sections = [("options", "install_requires", "main"), ("options", "tests_require", "dev:test")]
    extras = list(parser["options.extras_require"]) if parser.has_section("options.extras_require") else []
    sections += [("options.extras_require", extra, group_of(extra)) for extra in extras]
    for section, key, group in sections:
        value = parser.get(section, key, fallback="") or ""
        if value.strip().startswith("file:"):
            names = value.strip().removeprefix("file:").split(",")
            includes += [t for name in names if (t := relative(path, name.strip()))]
            continue
        for item in value.split("\n"):
            bare = re.sub(r"(?:^|\s)#.*", "", item).strip()
            items += entries(bare, Place(path, _line_of(lines, section, bare), group))
    python = parser.get("options", "python_requires", fallback="") or ""
    classifiers = parser.get("metadata", "classifiers", fallback="") or ""
    return _manifest(
        path,
        "setup.cfg",
        items,
        includes,
        project=parser.get("metadata", "name", fallback="") or "",
        python=python,
        python_line=_line_of(lines, "options", "python_requires"),
        extras=tuple(extras),
        published=bool(classifiers) and "Private ::" not in classifiers,
    )


def _line_of(lines: list[str], section: str, item: str) -> int:
    inside = False
    for number, line in enumerate(lines, 1):
        if line.startswith("["):
            inside = line.strip() == f"[{section}]"
        elif inside and item and item in line:
            return number
    return 1


def read_setup_py(path: str, text: str) -> Manifest:
    """The literal arguments of ``setup()``; what is computed makes the manifest dynamic, and requirements files
    that the script names are then taken as what it reads."""
    try:
        tree = ast.parse(text.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Manifest(path, "setup.py", unread=(Unread(path, 1, "cannot be parsed"),), dynamic=True)
    values = _Values(tree)
    items: list[Entry] = []
    dynamic = False
    found: dict[str, Any] = {}
    python_line = 1
    extras: list[str] = []
    classifiers: list[str] = []
    for keyword in _arguments(tree, values):
        name, node = keyword
        if name in ("install_requires", "tests_require"):
            group = "main" if name == "install_requires" else "dev:test"
            known = values.strings(node)
            dynamic |= known is None and name == "install_requires"
            items += _items(path, known or [], group)
        elif name == "extras_require":
            for extra, listed in values.table(node):
                extras.append(extra)
                items += _items(
                    path, values.strings(listed) or [], group_of(extra.partition(":")[0] or extra)
                )
        elif name == "classifiers":
            # one that is computed is one all the same
            classifiers = [item for item, _ in values.strings(node) or [("computed", 1)]]
        elif name in ("python_requires", "name"):
            literal = values.string(node)
            if literal is not None:
                found[name] = literal[0]
                python_line = literal[1] if name == "python_requires" else python_line
    includes = list(_requirement_files(path, tree)) if dynamic else []
    return _manifest(
        path,
        "setup.py",
        items,
        includes,
        project=found.get("name", ""),
        python=found.get("python_requires", ""),
        python_line=python_line,
        dynamic=dynamic,
        extras=tuple(extras),
        published=bool(classifiers) and not any(item.startswith("Private ::") for item in classifiers),
    )


def _items(path: str, listed: list[tuple[str, int]], group: str) -> Iterator[Entry]:
    for text, line in listed:
        for item in text.split("\n"):
            yield from entries(re.sub(r"(?:^|\s)#.*", "", item), Place(path, line, group))


def _arguments(tree: ast.Module, values: _Values) -> Iterator[tuple[str, ast.expr]]:
    """Keyword arguments of the calls of ``setup``, those of literal ``**options`` included."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name != "setup":
            continue
        for keyword in node.keywords:
            if keyword.arg is not None:
                yield keyword.arg, keyword.value
            else:
                yield from values.table(keyword.value)


class _Values:
    """Literals of a script, through names that are bound once."""

    def __init__(self, tree: ast.Module) -> None:
        bound: dict[str, list[ast.expr | None]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        bound.setdefault(target.id, []).append(node.value)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                bound.setdefault(node.target.id, []).append(node.value)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                bound.setdefault(node.target.id, []).append(None)
        self._bound = {name: found[0] for name, found in bound.items() if len(found) == 1}

    def _literal(self, node: ast.expr | None, depth: int = 0) -> ast.expr | None:
        while isinstance(node, ast.Name) and depth < 8:
            node, depth = self._bound.get(node.id), depth + 1
        return node

    def string(self, node: ast.expr) -> tuple[str, int] | None:
        """A string with its line."""
        found = self._literal(node)
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            return found.value, found.lineno
        return None

    def strings(self, node: ast.expr | None, depth: int = 0) -> list[tuple[str, int]] | None:
        """The strings of a literal list; None if any part of it is computed."""
        node = self._literal(node)
        if node is None or depth > 8:
            return None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return [(node.value, node.lineno)]
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            found: list[tuple[str, int]] = []
            for item in node.elts:
                inner = item.value if isinstance(item, ast.Starred) else item
                part = self.strings(inner, depth + 1)
                if part is None:
                    return None
                found += part
            return found
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.strings(node.left, depth + 1), self.strings(node.right, depth + 1)
            return None if left is None or right is None else left + right
        return None

    def table(self, node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        """Keys and values of a literal dictionary."""
        found = self._literal(node)
        if isinstance(found, ast.Dict):
            for key, value in zip(found.keys, found.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value
        elif isinstance(found, ast.Call) and getattr(found.func, "id", "") == "dict":
            yield from ((k.arg, k.value) for k in found.keywords if k.arg)


def _requirement_files(path: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 200:
            target = relative(path, node.value) if node.value.endswith((".txt", ".in")) else None
            if target and format_of(target) == "requirements":
                yield target


def _manifest(path: str, form: Any, items: list[Entry], includes: list[str], **rest: Any) -> Manifest:
    project = rest.pop("project")
    return Manifest(
        path,
        form,
        tuple(item for item in items if isinstance(item, Requirement)),
        tuple(dict.fromkeys(includes)),
        project=canonical(project) if is_name(project) else "",
        unread=tuple(item for item in items if isinstance(item, Unread)),
        locals=tuple(item for item in items if isinstance(item, Local)),
        **rest,
    )
