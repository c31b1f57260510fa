"""What a project's manifests declare, read as data: nothing is imported, run or resolved.

The lowest Python version comes from the first of these that names one: ``project.requires-python`` (PEP 621),
``tool.poetry.dependencies.python``, ``[options] python_requires`` in ``setup.cfg``, the literal
``python_requires=`` in ``setup.py``, and at last the ``.python-version`` file, which pins what developers
run and not what users may have.
"""

from __future__ import annotations

import ast
import configparser
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Version = tuple[int, int]

LIMIT = 1024 * 1024
"""Bytes of a manifest that are read; a larger file is no manifest."""

_CLAUSE = re.compile(r"(===|==|>=|<=|~=|!=|>|<|\^|~|=)?\s*(\d+)(?:\.(\d+|\*))?(?:\.(\d+|\*))?")


def requires_python(root: Path) -> Version | None:
    """The lowest Python version that the project in `root` declares, such as ``(3, 10)``, or None."""
    return minimum_python({name: text for name in READERS if (text := _text(root / name)) is not None})


def minimum_python(manifests: Mapping[str, str]) -> Version | None:
    """As `requires_python`, from the texts of the manifests by file name. Damaged manifests are passed
    over.
    """
    for name, reader in READERS.items():
        if name in manifests:
            for declared in reader(manifests[name]):
                version = lowest(declared)
                if version is not None:
                    return version
    return None


def lowest(specifier: str) -> Version | None:
    """The lowest version that a specifier admits: PEP 440 clauses, Poetry's ``^3.9``, ``~3.9``, ``3.9.*``
    and ``||``.

    Upper bounds and exclusions say nothing of a lowest version. A specifier with alternatives has the lowest
    of theirs; one of which an alternative has no lower bound has none.
    """
    bounds = [_lower_bound(part) for part in specifier.split("||")]
    known = [bound for bound in bounds if bound is not None]
    return min(known) if known and len(known) == len(bounds) else None


def _lower_bound(part: str) -> Version | None:
    found: list[Version] = []
    for operator, major, minor, patch in _CLAUSE.findall(part):
        if operator in ("<", "<=", "!="):
            continue
        number = int(minor) if minor.isdigit() else 0
        # ">3.9" also excludes 3.9.0 only, but whoever writes it means 3.10; ">3.9.1" does admit 3.9.
        above = operator == ">" and minor.isdigit() and not patch
        found.append((int(major), number + above))
    return max(found, default=None)


def _text(path: Path) -> str | None:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LIMIT:
            return None
        return path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return None


def _pyproject(text: str) -> Iterator[str]:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    for keys in (("project", "requires-python"), ("tool", "poetry", "dependencies", "python")):
        value: Any = data
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, dict):
            value = value.get("version")
        if isinstance(value, str):
            yield value


def _setup_cfg(text: str) -> Iterator[str]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    if parser.has_option("options", "python_requires"):
        yield parser.get("options", "python_requires")


def _setup_py(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    # A name that is assigned one literal at module level is as good as the literal.
    names: dict[str, str] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            for target in statement.targets:
                if isinstance(target, ast.Name) and isinstance(statement.value.value, str):
                    names[target.id] = statement.value.value
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "python_requires":
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                yield node.value.value
            elif isinstance(node.value, ast.Name) and node.value.id in names:
                yield names[node.value.id]


def _python_version(text: str) -> Iterator[str]:
    for line in text.splitlines():
        match = re.fullmatch(r"\s*(?:cpython-|python-)?(\d+\.\d+)(?:\.\d+)?\S*\s*", line)
        if match:
            yield match[1]


READERS: dict[str, Callable[[str], Iterator[str]]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    ".python-version": _python_version,
}
