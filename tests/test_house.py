"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "rules", "templates", "scripts", "examples/plugin/src")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
TEXTS = sorted(
    path
    for folder in (*FOLDERS, "tests", "docs", ".ci", ".github")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".md", ".toml", ".yml", ".yaml", ".j2", ".css", ".js", ".json", ".txt", "")
    and path.is_file()
)
LONGEST = 300
"""Lines of a module, blank ones not counted."""


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public classes, functions and methods; overrides that a visitor or protocol prescribes are not looked
    at.
    """
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name[0] != "_":
            yield node
            if isinstance(node, ast.ClassDef) and not node.bases:
                yield from (
                    item
                    for item in node.body
                    if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and item.name[0] != "_"
                )


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_module_is_short_enough_to_read(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_what_is_public_is_explained(path: Path) -> None:
    tree = ast.parse(path.read_bytes())
    if tree.body:
        assert ast.get_docstring(tree), "the module has no docstring"
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    # Put together here, so that this file does not name them either.
    places = tuple(f"/{name}/" for name in ("wo" + "rk", "ro" + "ot", "ho" + "me/[a-z]+"))
    pattern = re.compile("|".join(rf"(?<![\\w.}}]){place}" for place in places))
    assert [named(path) for path in TEXTS if pattern.search(_text(path))] == []


def test_nothing_is_left_for_later() -> None:
    marks = tuple(f"# {mark}" for mark in ("TO" + "DO", "FIX" + "ME", "XX" + "X"))
    assert [named(path) for path in MODULES if any(mark in _text(path) for mark in marks)] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
