"""Texts of manifests, for examples."""

from __future__ import annotations

import json


def pyproject(*needs: str, more: str = "", name: str = "acme") -> str:
    """A ``pyproject.toml`` with dependencies; ``more`` follows them as it is."""
    return f'[project]\nname = "{name}"\nversion = "1"\ndependencies = {json.dumps(needs)}\n{more}'


def group(name: str, *needs: str) -> str:
    """A dependency group of a ``pyproject.toml``."""
    return f"\n[dependency-groups]\n{name} = {json.dumps(needs)}\n"


def extra(name: str, *needs: str) -> str:
    """An extra of a ``pyproject.toml``."""
    return f"\n[project.optional-dependencies]\n{name} = {json.dumps(needs)}\n"


def poetry(*names: str) -> str:
    """A ``pyproject.toml`` of Poetry with dependencies of any version."""
    lines = "".join(f'{name} = "*"\n' for name in names)
    return f'[tool.poetry]\nname = "acme"\nversion = "1"\n\n[tool.poetry.dependencies]\npython = "^3.10"\n{lines}'


def poetry_lock(**needs: str) -> str:
    """A ``poetry.lock``: for each package the one that it needs, or nothing."""
    parts = []
    for name, other in needs.items():
        parts.append(f'[[package]]\nname = "{name}"\nversion = "1.0"\n')
        if other:
            parts.append(f'\n[package.dependencies]\n{other} = "*"\n')
    return "\n".join(parts)
