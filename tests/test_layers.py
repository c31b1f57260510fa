"""Data flows one way: a package imports only from those before it, and rules only from the interface made
for them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import codereview

SOURCES = Path(codereview.__file__).resolve().parent
RULES = SOURCES.parents[1] / "rules" / "codereview_rules"
LAYERS = re.findall(
    r"\w+",
    "model_base model_figures model_architecture model_pictures model_review model_score model_since model "
    "errors config_errors config collect facts "
    "evidence advisories api adapters registry triage score review compare fix engine "
    "cards auditor doctor report gate cli",
)
FOR_RULES = ("codereview.api", "codereview.model", "codereview.facts", "codereview_rules")


def imports(path: Path) -> Iterator[str]:
    """Modules that a file imports when it runs; what only type checkers see is left out."""
    tree = ast.parse(path.read_bytes())
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            skipped.update(inner for statement in node.body for inner in ast.walk(statement))
        elif isinstance(node, ast.Import) and node not in skipped:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node not in skipped:
            top = RULES.parent if path.is_relative_to(RULES) else SOURCES.parent
            here = path.relative_to(top).parts[: -node.level] if node.level else ()
            yield from (".".join(filter(None, (*here, node.module, alias.name))) for alias in node.names)


def test_every_module_has_a_layer() -> None:
    found = {path.stem for path in SOURCES.iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert found - {"__init__", "__main__", "__pycache__"} <= set(LAYERS)


def test_a_layer_imports_only_from_those_before_it() -> None:
    wrong = []
    for path in SOURCES.rglob("*.py"):
        own = path.relative_to(SOURCES).parts[0].removesuffix(".py")
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "codereview_rules" or (parts[0] == "codereview" and own in LAYERS):
                used = parts[1] if parts[0] == "codereview" else "cli"
                if used in LAYERS and LAYERS.index(used) > LAYERS.index(own):
                    wrong.append(f"{path.relative_to(SOURCES)} imports {name}")
    assert not wrong


def test_rules_import_only_what_is_made_for_them() -> None:
    wrong = [
        f"{path.relative_to(RULES)} imports {name}"
        for path in RULES.rglob("*.py")
        for name in imports(path)
        if name.startswith("codereview") and not name.startswith(FOR_RULES)
    ]
    assert not wrong
