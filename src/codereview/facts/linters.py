"""Which linter settings keep a file from being checked."""

from __future__ import annotations

import configparser
import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def excluded_by(path: str, texts: Mapping[str, str]) -> str:
    """The setting that excludes a file from a linter, such as ``extend-exclude of [tool.ruff] in
    pyproject.toml``.

    Args:
        path: the file, relative to the repository.
        texts: manifests by path; those that cannot be read say nothing.

    Returns: the first that does, or an empty string.
    """
    for name in sorted(texts):
        folder = name.rpartition("/")[0]
        if folder and not path.startswith(folder + "/"):
            continue
        relative = path[len(folder) + 1 :] if folder else path
        for setting, patterns in _settings(name, texts[name]):
            if any(_matches(relative, pattern) for pattern in patterns):
                return f"{setting} in {name}"
    return ""


def _settings(name: str, text: str) -> Iterator[tuple[str, list[str]]]:
    kind = name.rpartition("/")[2]
    if kind in ("pyproject.toml", "ruff.toml", ".ruff.toml"):
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            return
        ruff = _table(_table(data, "tool"), "ruff") if kind == "pyproject.toml" else data
        for label, table in (("[tool.ruff]", ruff), ("[tool.ruff.lint]", _table(ruff, "lint"))):
            for key in ("exclude", "extend-exclude"):
                values = table.get(key)
                if isinstance(values, list):
                    yield f"`{key}` of {label}", [value for value in values if isinstance(value, str)]
    elif kind in (".flake8", "setup.cfg", "tox.ini"):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parser.read_string(text)
        except configparser.Error:
            return
        for key in ("exclude", "extend-exclude"):
            if parser.has_option("flake8", key):
                yield f"`{key}` of [flake8]", parser.get("flake8", key).replace(",", " ").split()


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _matches(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./").rstrip("/")
    parts = path.split("/")
    if "/" not in pattern:
        return any(fnmatch(part, pattern) for part in parts)
    patterns = (pattern, pattern.removeprefix("**/"))  # two stars stand for no folder too
    return any(fnmatch(path, item) or fnmatch(path, item + "/*") for item in patterns)
