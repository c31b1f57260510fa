"""pyrefly: types inferred in code without annotations too, as candidates that our own facts have to bear out.

It runs with a configuration of ours and ``--skip-interpreter-query``: without it, it may start an interpreter
that it finds in the target. Output format: ``--output-format json``, an object with ``errors``
(https://pyrefly.org/en/docs/).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from codereview.adapters.base import Adapter, broken, failed, hushed, in_chunks, program, relative
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun

DEADLINE_SECONDS = 300.0
CONFIG = "pyrefly.toml"


class Pyrefly(Adapter):
    """The type checker, asked about all files at once.

    Args:
        codes: kinds of errors that are adopted.
    """

    name = "pyrefly"
    distribution = "pyrefly"

    def __init__(self, codes: Sequence[str] = ()) -> None:
        self.codes = tuple(sorted(codes))

    def config(self, target: Target) -> Mapping[str, str]:
        version = ".".join(map(str, target.python))
        lines = [
            'preset = "basic"',
            f'python-version = "{version}"',
            f"search-path = {json.dumps(list(target.roots))}",
            "site-package-path = []",
            "skip-interpreter-query = true",
            "disable-search-path-heuristics = true",
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
            except (ValueError, KeyError, TypeError):
                return broken(self.name, "", done, "its JSON is damaged")
            found += [said for item in items if (said := _diagnostic(item, target)) is not None]
        return ToolRun(self.name, "", "ran", diagnostics=tuple(found))


def _diagnostic(item: Mapping[str, Any], target: Target) -> Diagnostic | None:
    path = relative(os.path.join(target.scratch, item["path"]), target)
    if not path or item.get("severity") != "error" or item["name"] in ("missing-import", "parse-error"):
        return None
    return Diagnostic(
        "pyrefly", item["name"], path, item["line"], item["column"], item["stop_line"], item["stop_column"],
        hushed(item["concise_description"]),
    )  # fmt: skip
