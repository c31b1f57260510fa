"""bandit: security tests over single files, only those whose codes are adopted.

Given files and no folder, it looks for no ``.bandit`` file, and no configuration of the target is named. Output
format: ``--format json``, an object with ``results`` and ``errors`` (https://bandit.readthedocs.io).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from codereview.adapters.base import CodedAdapter, by_process, debugging, in_chunks, module, relative
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.model import NotAssessed

DEADLINE_SECONDS = 300.0
_SMALL = 400_000
"""Bytes of source up to which one process is quicker than several."""
QUOTES_SECRETS = frozenset({"B105", "B106", "B107"})
"""Tests whose message repeats the value that they found: it is replaced before anything else sees it."""


class Bandit(CodedAdapter):
    """The scanner, asked for the tests of its table.

    Args:
        codes: the test ids to run.
    """

    name = "bandit"
    distribution = "bandit"

    def commands(self, target: Target) -> Sequence[Command]:
        fixed = (
            *module("bandit"), "--quiet", "--exit-zero", "--ignore-nosec", "--number", "0",
            "--format", "json", "--tests", ",".join(self.codes), "--",
        )  # fmt: skip
        size = sum(file.size for file in target.files)
        parts = (os.cpu_count() or 1) if size > _SMALL else 1
        return [
            Command((*fixed, *absolute), DEADLINE_SECONDS, target.scratch, paths=paths)
            for absolute, paths in in_chunks(target, parts)
        ]

    def placed(self, item: Diagnostic, line: str) -> Diagnostic:
        return debugging(item, line) if item.code == "B201" else item

    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        return by_process(self.name, results, lambda done: _read(done, target))


def _read(done: Completed, target: Target) -> tuple[list[Diagnostic], list[NotAssessed]] | str:
    if done.status != 0:
        return "it failed"
    try:
        answer = json.loads(done.out)
        found = [said for item in answer["results"] if (said := _diagnostic(item, target)) is not None]
        gaps = [gap for error in answer["errors"] if (gap := _gap(error, target)) is not None]
        return found, gaps
    except (ValueError, KeyError, TypeError, AttributeError):
        return "its JSON is damaged"


def _gap(error: Mapping[str, Any], target: Target) -> NotAssessed | None:
    """A file that it did not look at; none for one that does not parse, which a rule of ours reports."""
    path, reason = relative(str(error["filename"]), target), str(error["reason"])
    if not path or "syntax error" in reason:
        return None
    return NotAssessed(what=path, reason=f"bandit did not look at it: {reason}")


def _diagnostic(item: Mapping[str, Any], target: Target) -> Diagnostic | None:
    path = relative(item["filename"], target)
    if not path:
        return None
    code, line = item["test_id"], item["line_number"]
    lines = item.get("line_range") or [line]
    if code not in QUOTES_SECRETS:
        line = min(lines)  # of the call, as others report it, not of one of its arguments
    same = max(lines) == line
    column = item.get("col_offset", 0) + 1
    return Diagnostic(
        tool="bandit",
        code=code,
        path=path,
        line=line,
        column=column,
        end_line=max(max(lines), line),
        end_column=max(item.get("end_col_offset", 0) + 1, column if same else 1),
        message="a password stands in the code" if code in QUOTES_SECRETS else item["issue_text"],
        severity=item["issue_severity"].lower(),
        confidence=item["issue_confidence"].lower(),
    )
