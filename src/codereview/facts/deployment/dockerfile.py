"""Dockerfiles: instructions, stages, bases and what a stage inherits.

The syntax is that of the Dockerfile reference: parser directives, continuation by the escape character with comments
between the lines, here-documents, shell and exec form, variables in ``FROM`` from the arguments before it.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_DIRECTIVE = re.compile(r"#\s*escape\s*=\s*(\S)", re.IGNORECASE)
_HEREDOC = re.compile(r"<<(-?)([\"']?)([A-Za-z_]\w*)\2")
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})")
_WORD = re.compile(r"\s*([A-Za-z]+)(?:\s+|$)(.*)", re.DOTALL)
_FLAG = re.compile(r"--([\w-]+)(?:=(\S+))?\s*")


class Instruction(NamedTuple):
    """One instruction. ``word`` is upper-case, ``value`` the rest in one line without its flags, ``body`` the lines of
    its here-documents."""

    word: str
    value: str
    line: int
    flags: Mapping[str, str]
    body: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of exec form, or of shell form as a shell splits them; none if it cannot be split."""
        if self.value.startswith("["):
            try:
                found = json.loads(self.value)
            except ValueError:
                return ()
            return tuple(str(item) for item in found) if isinstance(found, list) else ()
        try:
            return tuple(shlex.split(self.value))
        except ValueError:
            return ()


class Stage(NamedTuple):
    """One stage. ``base`` is the image or stage with variables filled in, empty where one has no value; ``written`` as
    it stands. ``instructions`` are those after ``FROM``."""

    name: str
    base: str
    written: str
    line: int
    instructions: tuple[Instruction, ...]

    def last(self, *words: str) -> Instruction | None:
        """The last instruction of some kinds."""
        return next((item for item in reversed(self.instructions) if item.word in words), None)


class Dockerfile(NamedTuple):
    """A Dockerfile with at least one stage."""

    path: str
    text: str
    stages: tuple[Stage, ...]

    def parent(self, stage: Stage) -> Stage | None:
        """The stage of this file that a stage begins with, if it is one of them."""
        index = self.stages.index(stage)
        for other in reversed(self.stages[:index]):
            if other.name and other.name.lower() == stage.base.lower():
                return other
        if stage.base.isdigit() and int(stage.base) < index:
            return self.stages[int(stage.base)]
        return None

    def chain(self, stage: Stage | None = None) -> tuple[Stage, ...]:
        """A stage, by default the last one, and those that it begins with, nearest first."""
        found = [stage or self.stages[-1]]
        while (above := self.parent(found[-1])) is not None:
            found.append(above)
        return tuple(found)

    def stage(self, name: str) -> Stage | None:
        """The stage of a name."""
        return next((item for item in self.stages if item.name.lower() == name.lower()), None)

    def effective(self, *words: str, stage: Stage | None = None) -> Instruction | None:
        """The last instruction of some kinds that counts in a stage, those of its parents included."""
        return next((item for one in self.chain(stage) if (item := one.last(*words)) is not None), None)

    def image(self, stage: Stage | None = None) -> str:
        """The image from elsewhere that a stage builds on in the end; empty where it is not known."""
        return self.chain(stage)[-1].base


def dockerfile(path: str, text: str) -> Dockerfile | None:
    """Reads a Dockerfile; None if it has no stage (it is something else, or a template of one)."""
    given: dict[str, str] = {}
    stages: list[Stage] = []
    inside: list[Instruction] = []

    def close() -> None:
        if stages:
            stages[-1] = stages[-1]._replace(instructions=tuple(inside))
        inside.clear()

    for item in instructions(text):
        if item.word == "FROM":
            close()
            parts = item.value.split()
            if not parts:
                return None
            name = parts[2] if len(parts) > 2 and parts[1].lower() == "as" else ""
            stages.append(Stage(name, filled(parts[0], given), parts[0], item.line, ()))
        elif not stages and item.word == "ARG":
            for name, value in assignments(item):
                given[name] = filled(value, given)
        elif stages:
            inside.append(item)
    close()
    return Dockerfile(path, text, tuple(stages)) if stages else None


def instructions(text: str) -> Iterator[Instruction]:
    """The instructions of a Dockerfile, ``ONBUILD`` left out."""
    lines = text.split("\n")
    found = next((m for line in lines[:3] if (m := _DIRECTIVE.match(line.strip()))), None)
    escape = found.group(1) if found else "\\"
    index = 0
    while index < len(lines):
        start = index
        parts = [lines[index]]
        index += 1
        if not parts[0].strip() or parts[0].lstrip().startswith("#"):
            continue
        while parts[-1].rstrip().endswith(escape) and index < len(lines):
            parts[-1] = parts[-1].rstrip()[: -len(escape)]
            while index < len(lines) and (not lines[index].strip() or lines[index].lstrip().startswith("#")):
                index += 1
            if index < len(lines):
                parts.append(lines[index])
                index += 1
        match = _WORD.match(" ".join(part.strip() for part in parts))
        if match is None:
            continue
        word, value = match.group(1).upper(), match.group(2).strip()
        body: list[str] = []
        if word in ("RUN", "COPY", "ADD"):
            for _, _, mark in _HEREDOC.findall(value):
                while index < len(lines) and lines[index].strip() != mark:
                    body.append(lines[index])
                    index += 1
                index += 1
        flags: dict[str, str] = {}
        while (flag := _FLAG.match(value)) is not None:
            flags[flag.group(1)] = flag.group(2) or ""
            value = value[flag.end() :]
        yield Instruction(word, value, start + 1, flags, "\n".join(body))


def assignments(item: Instruction) -> Iterator[tuple[str, str]]:
    """Names and values of ``ARG`` and ``ENV``; an argument without a default has an empty value."""
    try:
        parts = shlex.split(item.value)
    except ValueError:
        return
    if item.word == "ENV" and parts and "=" not in parts[0]:
        yield parts[0], " ".join(parts[1:])
        return
    for part in parts:
        name, _, value = part.partition("=")
        yield name, value


def filled(text: str, given: Mapping[str, str]) -> str:
    """A text with its variables filled in; empty if one has no value."""
    lacking = False

    def value(match: re.Match[str]) -> str:
        nonlocal lacking
        name, sign, word = match.group(1) or match.group(2), match.group(3), match.group(4) or ""
        found = given.get(name, "")
        if sign == "+":
            return word if found else ""
        if not found and sign == "-":
            return word
        lacking = lacking or not found
        return found

    out = _VARIABLE.sub(value, text)
    return "" if lacking or "$" in out else out.strip("\"'")


__all__ = ["Dockerfile", "Instruction", "Stage", "assignments", "dockerfile", "filled", "instructions"]
