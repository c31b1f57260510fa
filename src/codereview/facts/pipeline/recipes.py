"""Recipes of Makefiles and justfiles: targets with their commands and what they depend on.

GNU make: https://www.gnu.org/software/make/manual/ (``-`` before a line ignores its failure, each line is a shell of
its own) · just: https://just.systems/man/en/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codereview.facts.pipeline.shell import Run, runs

_VARIABLE = re.compile(r"(?:export\s+|override\s+)?([\w.-]+)\s*(?:[:?+]{0,3}=)\s*(.*)")
_TARGET = re.compile(
    r"(?P<names>@?[A-Za-z0-9_%][\w./%-]*(?:[ \t]+[A-Za-z0-9_*+'\"=$.,:/{}-]+)*)[ \t]*::?(?!=)(?P<needs>[^=\n]*)$"
)
_USE = re.compile(r"\$[({]([\w.-]+)[)}]|\{\{\s*([\w-]+)\s*\}\}")


class Recipe(NamedTuple):
    """A target: its line, what it needs first, and its commands with lines of the file."""

    name: str
    line: int
    needs: tuple[str, ...]
    runs: tuple[Run, ...]


def recipes(text: str, just: bool = False) -> dict[str, Recipe]:
    """The targets of a Makefile or justfile by name; the first one is its default."""
    variables: dict[str, str] = {}
    found: dict[str, Recipe] = {}
    for names, needs, number, body in _blocks(text, variables):
        commands = tuple(_commands(body, variables, just))
        for name in names:
            old = found.get(name)
            found[name] = Recipe(
                name,
                number if old is None or not old.runs else old.line,
                (*(old.needs if old else ()), *needs),
                (*(old.runs if old else ()), *commands),
            )
    return found


def _blocks(
    text: str, variables: dict[str, str]
) -> Iterator[tuple[list[str], list[str], int, list[tuple[int, str]]]]:
    names: list[str] = []
    needs: list[str] = []
    start, body = 0, list[tuple[int, str]]()
    for number, line in enumerate(text.split("\n"), 1):
        continued = bool(body) and body[-1][1].endswith("\\")
        if names and (continued or line[:1] in ("\t", " ")) and line.strip():
            body.append((number, line))
            continue
        if not line.strip() or line[0] in "#\t ":
            continue
        target = _TARGET.match(re.sub(r"\s+#.*$", "", line))
        variable = _VARIABLE.match(line)
        if target is None and variable:
            variables.setdefault(variable.group(1), variable.group(2).split(" #")[0].strip().strip("\"'"))
            continue
        if target is None:
            continue
        if names:
            yield names, needs, start, body
        words = target.group("names").lstrip("@").split()
        after, _, inline = target.group("needs").partition(";")
        names = words[:1] if "=" in target.group("names") or "*" in target.group("names") else words
        names = [name for name in names if name != ".PHONY"]
        needs = [word for word in after.split("#")[0].split() if re.fullmatch(r"[\w./-]+", word)]
        start, body = number, [(number, inline)] if inline.strip() else []
    if names:
        yield names, needs, start, body


def _commands(body: list[tuple[int, str]], variables: dict[str, str], just: bool) -> Iterator[Run]:
    index = 0
    script = just and bool(body) and body[0][1].strip().startswith("#!")
    while index < len(body):
        first, line = body[index]
        index += 1
        while index < len(body) and (script or line.endswith("\\")):
            line += "\n" + body[index][1]
            index += 1
        line = line.strip(" \t")
        ignored = False
        while line[:1] in ("@", "-", "+") and not script:
            ignored |= line[0] == "-"
            line = line[1:].lstrip()
        for _ in range(4):
            line = _USE.sub(lambda m: variables.get(m.group(1) or m.group(2), m.group()), line)
        strict = script and re.search(r"\bset -\w*e|#!.*\s-\w*e", line) is not None
        for run in runs(line.replace("$$", "$"), strict=strict):
            soft = "a `-` before it in its recipe ignores its failure" if ignored else run.soft
            yield Run(first + run.line, run.words, soft)
