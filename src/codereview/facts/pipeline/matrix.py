"""The tool matrix: which tool is declared, configured, run by hooks, tasks and CI."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from codereview.facts.pipeline.table import TOOLS, Tool
from codereview.facts.pipeline.tools import harmless, harmless_use, tools_of, tools_of_hook, tools_of_use
from codereview.facts.pipeline.unwrap import unwrapped
from codereview.facts.pipeline.values import Row, Spot, Step

_INI = (
    "setup.cfg",
    "tox.ini",
    ".flake8",
    "mypy.ini",
    ".mypy.ini",
    ".pylintrc",
    "pylintrc",
    "pytest.ini",
    ".coveragerc",
    ".style.yapf",
)


def checks(step: Step) -> list[tuple[Tool, Step]]:
    """The tools that a step runs itself, each with the step as it counts for that tool."""
    found: list[tuple[Tool, Step]] = []
    if step.words:
        for words in unwrapped(step.words):
            for tool in tools_of(words):
                soft = step.soft
                if not soft and step.provider != "pre-commit":  # a hook fails where it changes a file
                    soft = harmless(words, tool)
                found.append((tool, msgspec.structs.replace(step, soft=soft)))
    if step.provider == "pre-commit":
        found += [(tool, step) for tool in tools_of_hook(step.name) if all(t is not tool for t, _ in found)]
    elif step.uses:
        step = msgspec.structs.replace(step, soft=step.soft or harmless_use(step.uses, step.given))
        found += [(tool, step) for tool in tools_of_use(step.uses, step.given)]
    return found


def rows(
    ci: Iterable[Step],
    hooks: Iterable[Step],
    tasks: Iterable[Step],
    texts: Mapping[str, str],
    declared: Mapping[str, tuple[Spot, ...]],
) -> tuple[Row, ...]:
    """The rows of all tools of which there is any trace, in the order of the table.

    Args:
        ci, hooks, tasks: steps, already followed.
        texts: configuration by path, of the project alone.
        declared: places by name of a distribution.
    """
    by_place: list[dict[str, list[Step]]] = []
    for steps in (ci, hooks, tasks):
        found: dict[str, list[Step]] = defaultdict(list)
        for step in steps:
            for tool, counted in checks(step):
                found[tool.name].append(counted)
        by_place.append(found)
    out = []
    for tool in TOOLS:
        row = Row(
            tool.name,
            tool.kind,
            tuple(spot for name in tool.packages.split() for spot in declared.get(name, ())),
            tuple(_configured(tool, texts)),
            *(tuple(found.get(tool.name, ())) for found in (by_place[1], by_place[2], by_place[0])),
        )
        if row.declared or row.configured or row.hooks or row.tasks or row.ci:
            out.append(row)
    return tuple(out)


def _configured(tool: Tool, texts: Mapping[str, str]) -> Iterable[Spot]:
    for setting in tool.settings.split():
        if setting.startswith("tool."):
            pattern = re.compile(rf"^\s*\[+\s*{re.escape(setting)}(?:\.[^\]]*)?\s*\]", re.MULTILINE)
            for path in texts:
                if path.rpartition("/")[2] == "pyproject.toml":
                    found = pattern.search(texts[path])
                    if found:
                        yield Spot(path, texts[path].count("\n", 0, found.end()) + 1)
        elif setting.startswith("["):
            closed = setting.endswith("]")
            pattern = re.compile(
                rf"^{re.escape(setting.rstrip(']'))}{'' if closed else '[^]]*'}(?:-[^\]]*)?\]", re.MULTILINE
            )
            for path in texts:
                if path.rpartition("/")[2] in _INI:
                    found = pattern.search(texts[path])
                    if found:
                        yield Spot(path, texts[path].count("\n", 0, found.start()) + 1)
        else:
            yield from (
                Spot(p, 1)
                for p in texts
                if p == setting or (p.endswith("/" + setting) and "/" not in setting)
            )
