"""Which linter settings keep a file from being checked."""

from __future__ import annotations

import configparser
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class Exclusion:
    """A setting that keeps files from a linter.

    Attributes:
        folder: the folder of the settings file with a slash, or empty; the patterns are relative to it.
        said: the setting and its file.
        patterns: as they are written.
    """

    folder: str
    said: str
    patterns: tuple[str, ...]


def exclusions(texts: Mapping[str, str]) -> list[Exclusion]:
    """What the settings of ruff and flake8 exclude, by the name of the settings file.

    Args:
        texts: manifests by path; those that cannot be read say nothing.
    """
    return [
        Exclusion(name[: name.rfind("/") + 1], f"{setting} in {name}", tuple(patterns))
        for name in sorted(texts)
        for setting, patterns in _settings(name, texts[name])
    ]


def excluded_by(path: str, settings: Iterable[Exclusion]) -> str:
    """The setting that excludes a file from a linter, such as ``extend-exclude of [tool.ruff] in
    pyproject.toml``.

    Args:
        path: the file, relative to the repository.
        settings: as `exclusions` gives them.

    Returns: the first that does, or an empty string.
    """
    for item in settings:
        if path.startswith(item.folder):
            relative = path.removeprefix(item.folder)
            if any(_matches(relative, pattern) for pattern in item.patterns):
                return item.said
    return ""


def _settings(name: str, text: str) -> Iterator[tuple[str, list[str]]]:
    kind = name.rpartition("/")[2]
    if kind in ("pyproject.toml", "ruff.toml", ".ruff.toml"):
        try:
            data = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError):
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
