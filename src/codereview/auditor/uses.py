"""Which type checker and linters a project has set up for itself, told from its files without reading them as code."""

from __future__ import annotations

import re

from codereview.collect import Repository, decode_text, read_bytes

_OWN_FILES = {"mypy": ("mypy.ini", ".mypy.ini")}
_NAMED_IN = {
    "mypy": {
        "pyproject.toml": re.compile(r"(?m)^\[+tool\.mypy\b|^\s*[\"']?mypy[\"'\s=<>~!\[(]"),
        "setup.cfg": re.compile(r"(?m)^\[mypy\b"),
        "tox.ini": re.compile(r"(?m)^\[mypy\b|^\s*mypy\b"),
        ".pre-commit-config.yaml": re.compile(r"mirrors-mypy|\bmypy\b"),
        "Makefile": re.compile(r"\bmypy\b"),
    },
}
_WORKFLOW = re.compile(r"\bmypy\b")
_LARGEST = 500_000


def uses(repository: Repository) -> frozenset[str]:
    """The tools, by name: ``mypy`` if a configuration, a hook, a workflow or a development dependency names it."""
    found: set[str] = set()
    for file in repository.files:
        folder, _, name = file.path.rpartition("/")
        if folder.count("/") > 1 or file.size > _LARGEST or name.endswith(".py"):
            continue
        for tool, places in _NAMED_IN.items():
            if tool in found:
                continue
            if name in _OWN_FILES[tool]:
                found.add(tool)
            pattern = places.get(name)
            if pattern is None and (folder == ".github/workflows" or name.startswith("requirements")):
                pattern = _WORKFLOW
            if pattern is not None:
                try:
                    text = decode_text(read_bytes(repository.root, file)) or ""
                except OSError:
                    continue
                if pattern.search(text):
                    found.add(tool)
    return frozenset(found)
