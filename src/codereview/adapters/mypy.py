"""mypy, with a configuration of ours: types of code that is annotated and of code that is not.

The target's configuration is never read, since a plugin that it names is code. Nothing outside of the
repository is looked up (``no_site_packages``), so that no interpreter is started; what is imported from
elsewhere is Any. Output format: ``--output json``, one object a line (https://mypy.readthedocs.io).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from codereview.adapters.admission import ATTRIBUTE, CALL, COROUTINE, NAME, Admission
from codereview.adapters.base import Adapter, broken, failed, hushed, relative
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.collect import SourceFile
from codereview.facts.project import ProjectFacts
from codereview.model import NotAssessed

DEADLINE_SECONDS = 300.0
KINDS: Mapping[str, str] = {
    "attr-defined": ATTRIBUTE,
    "call-arg": CALL,
    "name-defined": NAME,
    "unused-coroutine": COROUTINE,
}
"""Reports that are held against the facts, as those of pyrefly are."""
_MISLED = re.compile(
    r"""Unexpected\ keyword\ argument\ .*\ for\ "__init_subclass__"   # of a class of a package
    |Variable\ .*\ is\ not\ valid\ as\ a\ type                     # an alias of such a class
    |\S+\?\ (?:has\ no\ attribute|not\ callable)                   # and what is of that type
    """,
    re.VERBOSE,
)
"""What mypy says where a class is of a package that it was not given: no fault of the project."""
_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r'"(\w+)" has no attribute "(\w+)"', "Object of class `{}` has no attribute `{}`"),
        (r'"type\[(\w+)\]" has no attribute "(\w+)"', "Class `{}` has no class attribute `{}`"),
        (r'Module "([\w.]+)" has no attribute "(\w+)"', "No attribute `{1}` in module `{0}`"),
        (r'Missing (?:positional|named) arguments? "(\w+)"', "Missing argument `{}`"),
        (r'Unexpected keyword argument "(\w+)"', "Unexpected keyword argument `{}`"),
        (r"Too many (?:positional )?arguments", "Expected 0 positional arguments"),
        (r'.* gets multiple values for keyword argument "(\w+)"', "Multiple values for argument `{}`"),
        (r'Name "(\w+)" is not defined', "Could not find name `{}`"),
        (r'Value of type "Coroutine', "Result of async function call is unused"),
    )
)
_OLDEST = (3, 10)
"""The oldest Python that mypy still knows."""
_STATUS = (0, 1)
_START = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mypy_start.py")


class Mypy(Adapter):
    """The type checker, one process for each folder that modules are imported from."""

    name = "mypy"
    distribution = "mypy"

    def config(self, target: Target) -> Mapping[str, str]:
        version = ".".join(map(str, max(target.python, _OLDEST)))
        lines = [
            f"python_version = {version}",
            "check_untyped_defs = True",
            "ignore_missing_imports = True",
            "no_site_packages = True",
            "namespace_packages = True",
            "explicit_package_bases = True",
            "show_error_codes = True",
            "warn_unused_configs = False",
            "disable_error_code = import, import-untyped, import-not-found, annotation-unchecked",
        ]
        out = {}
        for number, (root, files) in enumerate(by_root(target).items()):
            cache = os.path.join(target.store or target.scratch, "mypy", _short(root))
            text = "\n".join(["[mypy]", f"cache_dir = {cache.replace('%', '%%')}", *lines])
            out[f"mypy-{number}.ini"] = text + "\n"
            names = [os.path.join(target.root, file.os_path) for file in files]
            out[f"mypy-{number}.txt"] = "\n".join(names) + "\n"
        return out

    def confirm(self, diagnostics: Sequence[Diagnostic], project: ProjectFacts) -> Iterable[Diagnostic]:
        """All of them; those that our facts bear out too carry `SURE` as their severity."""
        admission = Admission(project, KINDS)
        for item in diagnostics:
            candidate = _candidate(item)
            found = next(iter(admission.admitted([candidate])), None) if candidate is not None else None
            # of a module that our facts do not know, a package may be meant that mypy was not given
            if found is not None or not item.message.startswith("Module "):
                yield item if found is None else found

    def commands(self, target: Target) -> Sequence[Command]:
        out = []
        for number, (root, files) in enumerate(by_root(target).items()):
            config, names = (os.path.join(target.scratch, f"mypy-{number}.{kind}") for kind in ("ini", "txt"))
            arguments = (sys.executable, "-I", "-X", "utf8", _START, config, root, names)
            paths = tuple(file.path for file in files)
            out.append(Command(arguments, DEADLINE_SECONDS, target.scratch, {"MYPYPATH": root}, paths))
        return out

    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        found: list[Diagnostic] = []
        gaps: list[NotAssessed] = []
        worked = 0
        trouble: ToolRun | None = None
        for command, done in results:
            wrong = failed(self.name, "", done)
            items = _objects(done.out)
            told = [item for item in items if item.get("code")]
            if wrong is not None and wrong.how == "not installed":
                return wrong
            if wrong is None and done.status not in _STATUS:
                blocking = next((item for item in items if "message" in item and not item.get("code")), None)
                what = f"it stopped at {_said(blocking, target)}" if blocking else "it failed"
                wrong = broken(self.name, "", done, what)
            if wrong is not None:
                trouble = trouble or wrong
                gaps.append(NotAssessed(what=_named(command.paths), reason=f"mypy: {wrong.reason}"))
                continue
            worked += 1
            found += [said for item in told if (said := _diagnostic(item, target)) is not None]
            gaps += [gap for item in items if (gap := _left_out(item, target)) is not None]
        if trouble is not None and not worked:
            return trouble
        return ToolRun(self.name, "", "ran", diagnostics=tuple(dict.fromkeys(found)), gaps=tuple(gaps))


def _candidate(item: Diagnostic) -> Diagnostic | None:
    """A report in the words that `Admission` knows; None if it is of another kind."""
    for pattern, words in _WORDS:
        found = pattern.match(item.message)
        if found and item.code in KINDS:
            return replace(item, message=words.format(*found.groups()))
    return None


def by_root(target: Target) -> dict[str, list[SourceFile]]:
    """The files by the innermost folder from which they are imported.

    Files that cannot be imported by their name (``do-it.py``) are left out, for mypy would refuse all of them; so
    is the second of two files of one module, such as a stub beside its module, or a module beside a package of
    its name.
    """
    out: dict[str, dict[str, SourceFile]] = {}
    nearest = sorted(target.roots, key=lambda root: -len(root))
    for file in sorted(target.files, key=_preferred):
        full = os.path.join(target.root, file.os_path)
        root = next((root for root in nearest if full.startswith(root.rstrip(os.sep) + os.sep)), target.root)
        parts = os.path.relpath(full, root).replace(os.sep, "/").rpartition(".")[0].split("/")
        if all(part.isidentifier() for part in parts):
            name = ".".join(parts).removesuffix(".__init__")
            out.setdefault(root, {}).setdefault(name, file)
    return {root: sorted(out[root].values(), key=lambda file: file.path) for root in sorted(out)}


def _preferred(file: SourceFile) -> tuple[bool, bool, str]:
    """Sorts before others what Python would import: packages before modules, and modules before stubs."""
    return (file.path.endswith(".pyi"), not file.path.endswith("/__init__.py"), file.path)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _left_out(item: Mapping[str, Any], target: Target) -> NotAssessed | None:
    """A file that mypy could not read; one that does not parse is told by our own analysis."""
    if "left_out" not in item:
        return None
    path = relative(item["left_out"], target)
    return NotAssessed(
        what=path or "a file elsewhere", reason=f"mypy cannot read it: {hushed(item['reason'])}"
    )


def _said(item: Mapping[str, Any], target: Target) -> str:
    path = relative(os.path.join(target.scratch, item["file"]), target) or "a file elsewhere"
    return f"{path}: {hushed(item['message'])}"


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
    if not path or item.get("severity") != "error" or code in ("", "syntax"):
        return None
    if _MISLED.match(item["message"]):
        return None
    line, column = max(item["line"], 1), max(item["column"], 0) + 1
    end_line, end_column = item.get("end_line") or line, (item.get("end_column") or 0) + 1
    if (end_line, end_column) < (line, column):
        end_line, end_column = line, column
    return Diagnostic("mypy", code, path, line, column, end_line, end_column, hushed(item["message"]))


def _named(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1:,} more files"
