"""Named commands of manifests: poe, taskipy, pdm, hatch, rye, pixi, Pipenv and npm.

Documents: https://poethepoet.natn.io · https://github.com/taskipy/taskipy · https://pdm-project.org/latest/usage/scripts/
· https://hatch.pypa.io/latest/config/environment/overview/#scripts · https://docs.npmjs.com/cli/using-npm/scripts
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from codereview.facts.dependencies.toml_places import Places, load_toml, table
from codereview.facts.pipeline.shell import Run, runs

_TABLES = (
    ("poe", ("tool", "poe", "tasks")),
    ("taskipy", ("tool", "taskipy", "tasks")),
    ("pdm", ("tool", "pdm", "scripts")),
    ("rye", ("tool", "rye", "scripts")),
    ("pixi", ("tool", "pixi", "tasks")),
)


class Script(NamedTuple):
    """A named command: who runs it, its line, its commands, and the names of others that it runs."""

    runner: str
    name: str
    line: int
    runs: tuple[Run, ...]
    calls: tuple[str, ...] = ()


def scripts(path: str, text: str) -> Iterator[Script]:
    """The named commands of a manifest."""
    name = path.rpartition("/")[2]
    if name == "package.json":
        yield from _npm(text)
        return
    if name not in ("pyproject.toml", "hatch.toml", "Pipfile") or (
        "scripts" not in text and "tasks" not in text
    ):
        return
    data = load_toml(text)
    if isinstance(data, str):
        return
    places = Places(text)
    if name == "pyproject.toml":
        for runner, keys in _TABLES:
            for key, value in table(data, *keys).items():
                yield _script(runner, key, places.of_key(".".join(keys), key), value)
    elif name == "Pipfile":
        for key, value in table(data, "scripts").items():
            yield _script("pipenv", key, places.of_key("scripts", key), value)
    prefix = ("tool", "hatch", "envs") if name == "pyproject.toml" else ("envs",)
    for environment, settings in table(data, *prefix).items():
        for key, value in table(settings, "scripts").items():
            line = places.of_key(".".join((*prefix, environment, "scripts")), key)
            yield _script("hatch", f"{environment}:{key}", line, value)


def _script(runner: str, name: str, line: int, value: Any) -> Script:
    commands: list[str] = []
    calls: list[str] = []
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, str):
            # an item of a list in poe and a word alone in hatch are names of others
            by_name = isinstance(value, list) and (runner == "poe" or " " not in item)
            (calls if by_name else commands).append(item)
        elif isinstance(item, dict):
            for key in ("cmd", "shell", "command"):
                given = item.get(key)
                commands += [given] if isinstance(given, str) else []
                commands += [" ".join(map(str, given))] if isinstance(given, list) else []
            for key in ("sequence", "composite", "ref", "depends-on", "deps"):
                given = item.get(key)
                for part in given if isinstance(given, list) else [given]:
                    inner = part if isinstance(part, dict) else {"ref": part}
                    calls += [x for x in (inner.get("ref"), inner.get("task")) if isinstance(x, str)]
                    commands += [x for x in (inner.get("cmd"), inner.get("shell")) if isinstance(x, str)]
    made = [Run(line, run.words, run.soft) for text in commands for run in runs(text, strict=False)]
    # what pdm calls may be a name of another, or a command
    made += [Run(line, tuple(c.split()), "") for c in calls if " " in c]
    return Script(runner, name, line, tuple(made), tuple(c.split()[0] for c in calls if c.strip()))


def _npm(text: str) -> Iterator[Script]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for name, command in table(data, "scripts").items():
        if isinstance(command, str):
            line = text.count("\n", 0, max(text.find(f'"{name}"', max(text.find('"scripts"'), 0)), 0)) + 1
            found = (Run(line, run.words, run.soft) for run in runs(command, strict=False))
            yield Script("npm", name, line, tuple(found))
