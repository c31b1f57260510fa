"""pyrefly: types inferred in code without annotations too, as candidates that our own facts have to bear out.

It runs with a configuration of ours and ``--skip-interpreter-query``: without it, it may start an interpreter
that it finds in the target. Only the kinds of errors that `codereview.adapters.admission` can check are asked
for. Output format: ``--output-format json``, an object with ``errors`` (https://pyrefly.org/en/docs/).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from codereview.adapters.admission import ATTRIBUTE, CALL, COROUTINE, IMPORT, NAME, Admission
from codereview.adapters.base import Adapter, broken, failed, hushed, in_chunks, program, relative
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.facts.project import ProjectFacts

DEADLINE_SECONDS = 300.0
CONFIG = "pyrefly.toml"
KINDS: Mapping[str, str] = {
    "bad-argument-count": CALL,
    "bad-keyword-argument": CALL,
    "missing-argument": CALL,
    "missing-attribute": ATTRIBUTE,
    "missing-import": IMPORT,
    "missing-module-attribute": IMPORT,
    "not-async": COROUTINE,
    "unexpected-keyword": CALL,
    "unexpected-positional-argument": CALL,
    "unknown-name": NAME,
    "unused-coroutine": COROUTINE,
}
"""What it is asked for, and what of the facts each of it is held against."""


class Pyrefly(Adapter):
    """The type checker, asked about all files at once."""

    name = "pyrefly"
    distribution = "pyrefly"

    def confirm(self, diagnostics: Sequence[Diagnostic], project: ProjectFacts) -> Iterable[Diagnostic]:
        return Admission(project, KINDS).admitted(diagnostics)

    def config(self, target: Target) -> Mapping[str, str]:
        version = ".".join(map(str, target.python))
        lines = [
            'preset = "off"',
            f'python-version = "{version}"',
            f"search-path = {json.dumps(list(target.roots))}",
            "site-package-path = []",
            "skip-interpreter-query = true",
            "disable-search-path-heuristics = true",
            "[errors]",
            *(f'{name} = "error"' for name in KINDS),
        ]
        return {CONFIG: "\n".join(lines) + "\n"}

    def commands(self, target: Target) -> Sequence[Command]:
        config = os.path.join(target.scratch, CONFIG)
        fixed = (
            program("pyrefly"), "check", "--config", config, "--skip-interpreter-query",
            "--output-format", "json", "--color", "never", "--",
        )  # fmt: skip
        return [
            Command((*fixed, *absolute), DEADLINE_SECONDS, target.scratch, paths=paths)
            for absolute, paths in in_chunks(target)
        ]

    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        found: list[Diagnostic] = []
        for _, done in results:
            trouble = failed(self.name, "", done)
            if trouble is not None:
                return trouble
            try:
                items = json.loads(done.out)["errors"]
                found += [said for item in items if (said := _diagnostic(item, target)) is not None]
            except (ValueError, KeyError, TypeError):
                return broken(self.name, "", done, "its JSON is damaged")
        return ToolRun(self.name, "", "ran", diagnostics=tuple(found))


def _diagnostic(item: Mapping[str, Any], target: Target) -> Diagnostic | None:
    path = relative(os.path.join(target.scratch, item["path"]), target)
    if not path or item["name"] not in KINDS:
        return None
    return Diagnostic(
        "pyrefly", item["name"], path, item["line"], item["column"], item["stop_line"], item["stop_column"],
        hushed(item["concise_description"]),
    )  # fmt: skip
