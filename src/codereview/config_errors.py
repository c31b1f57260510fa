"""Reading a configuration table, and saying in one sentence what is wrong with it and where."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from codereview.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Location = tuple[int | str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*\[(\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_OURS = re.compile(
    r"""(?mx) ^[ \t]* (?: \[{1,2} \s* "?tool"? \s*\.\s* "?codereview"? \s* [].]
                       | (?: "?tool"? \s*\.\s* )? "?codereview"? \s* [.=] )"""
)
_LIMIT = 4 * 1024 * 1024


def read_table(path: Path) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    """The configuration in a file: its values, the file's text, and the keys that lead to the table.

    Raises:
        ConfigError: the file cannot be read, is not UTF-8, is not TOML, or ``tool.codereview`` is no table.
    """
    try:
        if path.stat().st_size > _LIMIT:
            raise ConfigError(f"{path}: this file is larger than 4 MB, which no configuration is")
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        data = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: the file cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: the file is not UTF-8, which TOML requires") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    if path.name != "pyproject.toml":
        return data, text, ()
    tool = data.get("tool", {})
    table = tool.get("codereview", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.codereview is a table, written [tool.codereview]")
    return table, text, ("tool", "codereview")


def names_table(path: Path) -> bool:
    """Whether a ``pyproject.toml`` that is not valid TOML, or not readable, seems to have a table of ours."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_LIMIT).decode("utf-8", "replace")
    except OSError:
        return False
    return _OURS.search(text) is not None


def explain(
    error: ValidationError, model: type[BaseModel], path: Path | None, text: str, prefix: tuple[str, ...]
) -> str:
    """One sentence for the first fault of a validation: file, line, key, what is expected, the nearest right
    key.
    """
    fault = error.errors(include_url=False)[0]
    where: Location = tuple(fault["loc"])
    line = line_of(text, (*prefix, *where)) if path is not None else None
    place = f"{path}:{line}: " if line else f"{path}: " if path is not None else ""
    key = _spell(where)
    if fault["type"] == "extra_forbidden":
        known = _keys(model, where[:-1])
        near = difflib.get_close_matches(str(where[-1]).replace("-", "_").lower(), known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        return f"{place}{key} is not a key of the configuration; {hint}"
    if fault["type"] == "missing":
        return f"{place}{_spell(where[:-1])} lacks the key {where[-1]}, which it must have"
    if fault["type"] == "value_error":
        return f"{place}{key}: {fault['msg'].removeprefix('Value error, ')}"
    return f"{place}{key}: {_lower(fault['msg'])}, not {_shown(fault['input'])}{_near_value(fault)}"


def _near_value(fault: Any) -> str:
    if fault["type"] != "enum" or not isinstance(fault["input"], str):
        return ""
    allowed = re.findall(r"'([^']*)'", fault["msg"])
    near = difflib.get_close_matches(fault["input"].lower(), allowed, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _lower(message: str) -> str:
    message = message.removeprefix("Input should be ")
    return f"expected {message[:1].lower()}{message[1:]}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _spell(where: Location) -> str:
    out = ""
    for part in where:
        if part == "[key]":
            continue
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def _keys(model: type[BaseModel], where: Location) -> list[str]:
    """The keys of the table at `where`, those that no file can set left out."""
    for part in where:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        inner = next(_models(model.model_fields[part].annotation), None)
        model = inner or model
    return [name for name in model.model_fields if name not in ("source", "notices")]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if (
        isinstance(annotation, type)
        and not isinstance(annotation, UnionType)
        and get_origin(annotation) is None
    ):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for item in get_args(annotation):
        yield from _models(item)


def line_of(text: str, where: Location) -> int | None:
    """The line, from 1, on which the deepest part of a key path is written in a TOML text; None if none is.

    A plain scan of headers and keys, since TOML parsers give no positions. Keys within inline tables are
    placed on the line of the table's own key.
    """
    wanted = tuple(part for part in where if part != "[key]")
    best, found = 0, None
    table: Location = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            names = _split(header[2])
            table = names
            if header[1]:
                counts[names] = counts.get(names, -1) + 1
                table = (*names, counts[names])
            here: Location = table
        else:
            key = _KEY.match(line)
            if not key:
                continue
            here = (*table, *_split(key[1]))
        # Of two equal matches the first stands: a header comes before the keys under it.
        if here == wanted[: len(here)] and len(here) > best:
            best, found = len(here), number
    return found if best > 0 else None


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
