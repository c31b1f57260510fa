"""Environments of tox: https://tox.wiki/en/stable/config.html (``-`` before a command and ``ignore_outcome``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from codereview.facts.dependencies.toml_places import load_toml, strings, table
from codereview.facts.pipeline.shell import Run, runs

_SECTION = re.compile(r"\[([^\]\n]+)\]\s*$")
_KEY = re.compile(r"([\w.-]+)\s*=\s*(.*)$")
_FACTOR = re.compile(r"([\w{},!.-]+)\s*:\s+(?=\S)")
_POSARGS = re.compile(r"\{posargs(?::((?:[^{}]|\{[^{}]*\})*))?\}")


class Value(NamedTuple):
    """A key's value: its line, and its lines with their numbers."""

    line: int
    lines: tuple[tuple[int, str], ...]

    @property
    def words(self) -> list[str]:
        """Its parts, split at commas and line ends."""
        return [word.strip() for _, line in self.lines for word in _split(line) if word.strip()]


Sections = dict[str, dict[str, Value]]


def sections(text: str) -> Sections:
    """Sections and keys of an INI file, with lines."""
    found: Sections = {}
    current: dict[str, list[tuple[int, str]]] = {}
    key = ""

    def close() -> dict[str, Value]:
        return {name: Value(lines[0][0], tuple(i for i in lines if i[1])) for name, lines in current.items()}

    name = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip()[0] in "#;":
            continue
        head = _SECTION.match(line)
        pair = _KEY.match(line)
        if head:
            found[name] = {**found.get(name, {}), **close()}
            name, current, key = head.group(1).strip(), {}, ""
        elif line[0] in " \t" and key:
            current[key].append((number, re.sub(r"\s#.*$", "", line).strip()))
        elif pair:
            key = pair.group(1)
            current[key] = [(number, re.sub(r"\s#.*$", "", pair.group(2)).strip())]
    found[name] = {**found.get(name, {}), **close()}
    return found


class Environment(NamedTuple):
    """An environment: its line, whether its outcome is ignored, and its commands with lines of the file."""

    name: str
    line: int
    ignored: bool
    runs: tuple[Run, ...]


class Tox:
    """The environments of one file.

    Args:
        text: of tox.ini, or the INI text in pyproject.toml.
        first: the line of the file before the text's first.
    """

    def __init__(self, text: str, first: int = 0) -> None:
        self._first = first
        self._sections = sections(text)
        head = self._sections.get("tox", {}) or self._sections.get("tox:tox", {})
        listed = head.get("envlist") or head.get("env_list")
        self.default = [name for word in (listed.words if listed else []) for name in _expand(word)]
        self._named = {
            name: section
            for section in self._sections
            if section.startswith("testenv:")
            for part in _split(section[8:])
            for name in _expand(part)
        }

    @property
    def names(self) -> list[str]:
        """The environments that have sections or are listed; ``py`` if there are none."""
        return list(dict.fromkeys((*self.default, *self._named))) or ["py"]

    def environment(self, name: str) -> Environment:
        """An environment, with the commands that it inherits."""
        own = self._sections.get(self._named.get(name, ""), {})
        base = self._sections.get("testenv", {})
        commands = own.get("commands") or base.get("commands")
        before = own.get("commands_pre") or base.get("commands_pre")
        ignored = own.get("ignore_outcome", base.get("ignore_outcome"))
        lines = [item for value in (before, commands) if value for item in self._inherited(value)]
        line = min((v.line for v in own.values()), default=commands.line if commands else 1)
        yes = bool(ignored and ignored.words[:1] and ignored.words[0].lower() == "true")
        return Environment(name, line + self._first, yes, tuple(self._runs(lines, set(name.split("-")))))

    def _inherited(self, value: Value) -> Iterator[tuple[int, str]]:
        """The lines of a value, those that it takes from another section in their place."""
        for number, line in value.lines:
            reference = re.fullmatch(r"\{\[([^\]]+)\](\w+)\}", line)
            taken = self._sections.get(reference.group(1), {}).get(reference.group(2)) if reference else None
            yield from taken.lines if taken else [(number, line)]

    def _runs(self, lines: list[tuple[int, str]], factors: set[str]) -> Iterator[Run]:
        joined: list[tuple[int, str]] = []
        for number, line in lines:
            if joined and joined[-1][1].endswith("\\"):
                joined[-1] = (joined[-1][0], joined[-1][1][:-1] + " " + line)
            else:
                joined.append((number, line))
        for number, line in joined:
            factor = _FACTOR.match(line)
            if factor:
                alternatives = [f for part in _split(factor.group(1)) for f in _expand(part)]
                if not any(_fits(alternative, factors) for alternative in alternatives):
                    continue
                line = line[factor.end() :]
            ignored = line.startswith("-")
            line = _POSARGS.sub(lambda found: found.group(1) or "", line.lstrip("-! "))
            for run in runs(line, strict=True, pipefail=True):
                soft = "a `-` before it ignores its failure" if ignored else run.soft
                yield Run(number + self._first, run.words, soft)


def native(data: dict[str, Any], text: str, *, prefix: str) -> dict[str, Environment]:
    """The environments of tox's TOML form.

    Args:
        data: the table of tox.
        text: of the file, for lines.
        prefix: of the table's name in the file.
    """
    found: dict[str, Environment] = {}
    base = table(data, "env_run_base").get("commands")
    tables = {"": {"commands": base}, **table(data, "env")}
    for name, value in tables.items():
        header = f"[{prefix}env.{name}]" if name else f"[{prefix}env_run_base]"
        line = text.count("\n", 0, max(text.find(header), 0)) + 1
        commands = value.get("commands", base) if isinstance(value, dict) else base
        listed = [tuple(strings(command)) for command in commands] if isinstance(commands, list) else []
        ignored = isinstance(value, dict) and value.get("ignore_outcome") is True
        made = (Run(line, (words[0].lstrip("-"), *words[1:]), "") for words in listed if words)
        found[name] = Environment(name, line, ignored, tuple(made))
    return found


def tox_of(path: str, text: str) -> Tox | dict[str, Environment] | None:
    """What a file says of tox: tox.ini, setup.cfg, tox.toml or pyproject.toml; None if nothing."""
    name = path.rpartition("/")[2]
    if name == "tox.ini" or (name == "setup.cfg" and "[tox:tox]" in text):
        return Tox(text)
    if name not in ("tox.toml", "pyproject.toml") or ("tox" not in text and name != "tox.toml"):
        return None
    data = load_toml(text)
    if isinstance(data, str):
        return None
    own = data if name == "tox.toml" else table(data, "tool", "tox")
    legacy = own.get("legacy_tox_ini")
    if isinstance(legacy, str):
        start = max(text.find("legacy_tox_ini"), 0)
        return Tox(legacy, text.count("\n", 0, start) + 1)
    return native(own, text, prefix="" if name == "tox.toml" else "tool.tox.") if own else None


def _split(text: str) -> list[str]:
    """The parts between commas that stand outside of braces."""
    return re.split(r",(?![^{}]*\})", text)


def _expand(text: str) -> list[str]:
    """``py{38,39}-lint`` as the names that it stands for."""
    parts = re.split(r"\{([^{}]*)\}", text.strip())
    if len(parts) > 13:
        return [text.strip()]
    choices = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    return ["".join(piece.strip() for piece in pieces) for pieces in product(*choices)][:200]


def _fits(alternative: str, factors: set[str]) -> bool:
    return all(
        (part[1:] not in factors) if part.startswith("!") else part in factors
        for part in alternative.split("-")
    )
