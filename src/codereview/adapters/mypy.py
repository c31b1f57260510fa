"""mypy, with a configuration of ours: types of code that is annotated and of code that is not.

The target's configuration is never read, since a plugin that it names is code. Nothing outside of the
repository is looked up (``no_site_packages``), so that no interpreter is started; what is imported from
elsewhere is Any. Output format: ``--output json``, one object a line (https://mypy.readthedocs.io).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from codereview.adapters.base import Adapter, broken, failed, hushed, module, relative
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.collect import SourceFile
from codereview.model import NotAssessed

DEADLINE_SECONDS = 300.0
_OLDEST = (3, 10)
"""The oldest Python that mypy still knows."""
_STATUS = (0, 1)
CONFIG = "mypy.ini"


class Mypy(Adapter):
    """The type checker, one process for each folder that modules are imported from.

    Args:
        codes: error codes that are adopted; all others are asked for as well and counted as unknown.
    """

    name = "mypy"
    distribution = "mypy"

    def __init__(self, codes: Sequence[str] = ()) -> None:
        self.codes = tuple(sorted(codes))

    def config(self, target: Target) -> Mapping[str, str]:
        version = ".".join(map(str, max(target.python, _OLDEST)))
        lines = [
            "[mypy]",
            f"python_version = {version}",
            f"cache_dir = {os.path.join(target.store or target.scratch, 'mypy')}",
            "check_untyped_defs = True",
            "ignore_missing_imports = True",
            "no_site_packages = True",
            "namespace_packages = True",
            "explicit_package_bases = True",
            "show_error_codes = True",
            "warn_unused_configs = False",
            "disable_error_code = import, import-untyped, import-not-found, annotation-unchecked",
        ]
        return {CONFIG: "\n".join(lines) + "\n"}

    def commands(self, target: Target) -> Sequence[Command]:
        config = os.path.join(target.scratch, CONFIG)
        out = []
        for root, files in by_root(target).items():
            names = [os.path.join(target.root, file.os_path) for file in files]
            fixed = (*module("mypy"), "--config-file", config, "--output", "json", "--no-error-summary", "--")
            out.append(
                Command(
                    (*fixed, *names), DEADLINE_SECONDS, target.scratch, {"MYPYPATH": root},
                    tuple(file.path for file in files),
                )
            )  # fmt: skip
        return out

    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        found: list[Diagnostic] = []
        gaps: list[NotAssessed] = []
        worked = 0
        trouble: ToolRun | None = None
        for command, done in results:
            trouble = failed(self.name, "", done)
            if trouble is not None:
                return trouble
            items = _objects(done.out)
            if done.status not in _STATUS and not items:
                trouble = broken(self.name, "", done, "it failed")
                gaps.append(NotAssessed(what=_named(command.paths), reason=f"mypy: {trouble.reason}"))
                continue
            worked += 1
            found += [said for item in items if (said := _diagnostic(item, target)) is not None]
        if trouble is not None and not worked:
            return trouble
        return ToolRun(self.name, "", "ran", diagnostics=tuple(found), gaps=tuple(gaps))


def by_root(target: Target) -> dict[str, list[SourceFile]]:
    """The files by the innermost folder from which they are imported.

    Files that cannot be imported by their name (``do-it.py``) are left out, for mypy would refuse all of them.
    """
    out: dict[str, list[SourceFile]] = {}
    nearest = sorted(target.roots, key=lambda root: -len(root))
    for file in target.files:
        full = os.path.join(target.root, file.os_path)
        root = next((root for root in nearest if full.startswith(root.rstrip(os.sep) + os.sep)), target.root)
        parts = os.path.relpath(full, root).replace(os.sep, "/").rpartition(".")[0].split("/")
        if all(part.isidentifier() for part in parts):
            out.setdefault(root, []).append(file)
    return out


def _objects(out: bytes) -> list[Mapping[str, Any]]:
    found = []
    for line in out.decode("utf-8", "replace").splitlines():
        if line.startswith("{"):
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
    return found


def _diagnostic(item: Mapping[str, Any], target: Target) -> Diagnostic | None:
    path = relative(os.path.join(target.scratch, item["file"]), target)
    code = item.get("code") or ""
    if not path or item.get("severity") != "error" or code == "syntax":
        return None
    line, column = max(item["line"], 1), max(item["column"], 0) + 1
    return Diagnostic("mypy", code, path, line, column, line, column, hushed(item["message"]))


def _named(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1:,} more files"
