"""ruff: lint rules over single files. Its own configuration and the target's are both left aside.

Output format: ``ruff check --output-format json``, a list of objects with ``code``, ``filename``, ``location``,
``end_location`` (row and column from 1, columns in characters), ``message`` and ``fix``
(https://docs.astral.sh/ruff/settings/#output-format).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from codereview.adapters.base import Adapter, broken, failed, in_chunks, program, relative
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun

DEADLINE_SECONDS = 120.0
_NEWEST = (3, 14)


class Ruff(Adapter):
    """The linter, asked for the codes of its table.

    Args:
        codes: the codes to select.
    """

    name = "ruff"
    distribution = "ruff"
    by_file = True

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(sorted(codes))

    def asks(self) -> str:
        return ",".join(self.codes)

    def commands(self, target: Target) -> Sequence[Command]:
        version = "py{}{}".format(*min(target.python, _NEWEST))
        fixed = (
            program("ruff"), "check", "--isolated", "--no-cache", "--ignore-noqa", "--exit-zero", "--quiet",
            "--no-respect-gitignore", "--output-format", "json",
            "--target-version", version, "--select", ",".join(self.codes), "--",
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
                items = json.loads(done.out)
            except ValueError:
                return broken(self.name, "", done, "its JSON is damaged")
            if done.status != 0 or not isinstance(items, list):
                return broken(self.name, "", done, "it failed")
            for item in items:
                if item.get("code") in (None, "invalid-syntax"):
                    continue  # files that do not parse are reported by a rule of ours
                found.extend(_diagnostic(item, target))
        return ToolRun(self.name, "", "ran", diagnostics=tuple(found))


def _diagnostic(item: Mapping[str, Any], target: Target) -> Iterator[Diagnostic]:
    path = relative(item["filename"], target)
    start, end = item["location"], item["end_location"]
    if path:
        yield Diagnostic(
            "ruff", item["code"], path, start["row"], start["column"], end["row"], end["column"],
            item["message"], comment_line=item.get("noqa_row") or 0,
        )  # fmt: skip
