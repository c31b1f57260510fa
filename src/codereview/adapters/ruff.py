"""ruff: lint rules over single files. Its own configuration and the target's are both left aside.

Output format: ``ruff check --output-format json``, a list of objects with ``code``, ``filename``, ``location``,
``end_location`` (row and column from 1, columns in characters), ``message`` and ``fix``
(https://docs.astral.sh/ruff/settings/#output-format).
"""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from codereview.adapters.base import CodedAdapter, by_process, debugging, in_chunks, program, relative
from codereview.adapters.undefined import EXAMPLE, is_of_python_2, standing
from codereview.adapters.values import Command, Completed, Diagnostic, Target, ToolRun
from codereview.facts.module import ClassFact, FileFacts, FunctionFact
from codereview.facts.project import ProjectFacts
from codereview.model import NotAssessed, Zone

DEADLINE_SECONDS = 120.0
_LOWEST, _NEWEST = (3, 13), (3, 14)
"""Versions that it is asked for. An older Python than the first changes nothing for the codes that we adopt but
one thing: built-in names of later versions count as undefined, which is a matter of the declared version. The
second evaluates annotations late, so that names may follow in them.
"""
_SETTINGS = re.compile(r"\. (?:Consider (?:specifying|using `preview)|Set ).*", re.DOTALL)
"""Advice about ruff's own settings at the end of a message."""
_FIXED_TEXT = "seems safe"
"""What it says of a command in a shell that is a literal."""
_OPTIONAL = "find_spec"
"""What it advises for an import that only asks whether a package is there."""
_LOCAL = "local"
"""The severity of a name in the body of a function, until its line is known."""
ANNOTATION = "annotation"
"""The severity of a name in an annotation that is not evaluated."""
_BLOCK = 3
"""Lines from one line of commented-out code to the next of the same block: brackets and words in between are no
code by themselves.
"""
_TAKES = re.compile(
    r"\.(?:listens_for|receiver|register\w*|(?:shared_|periodic_)?task|command|subscribe\w*|on_\w+|\w*_?listener|"
    r"\w*handler|hookimpl|before_\w+|after_\w+|step|given|when|then|(?:api_)?route)(?:\(\))?$|"
    r"\.(?:get|post|put|delete|websocket)\(\)$|(?:app|router|api|bp|blueprint)\.(?:patch|head|options)\(\)$"
)
"""Decorators that take a function into a table, by their names."""
_ANNOTATED = re.compile(r"\s+[A-Za-z_][\w.]*\s*:(?!=)")
_OF_RUNS = frozenset({"F811", "F822", "F823", "PIE794", "PIE796", "PLW0127"})
"""Faults of what runs, which a stub does not."""
_LOGGING = ("logging", "loguru", "structlog")


class Ruff(CodedAdapter):
    """The linter, asked for the codes of its table.

    Args:
        codes: the codes to select.
    """

    name = "ruff"
    distribution = "ruff"

    def commands(self, target: Target) -> Sequence[Command]:
        version = "py{}{}".format(*min(max(target.python, _LOWEST), _NEWEST))
        fixed = (
            program("ruff"), "check", "--isolated", "--no-cache", "--ignore-noqa", "--exit-zero", "--quiet",
            "--no-respect-gitignore", "--output-format", "json",
            "--target-version", version, "--select", ",".join(self.codes),
            "--per-file-ignores", "__init__.py:F401", "--",
        )  # fmt: skip
        return [
            Command((*fixed, *absolute), DEADLINE_SECONDS, target.scratch, paths=paths)
            for absolute, paths in in_chunks(target)
        ]

    def confirm(self, diagnostics: Sequence[Diagnostic], project: ProjectFacts) -> Iterable[Diagnostic]:
        return [_judged(item, project) for item in diagnostics if _makes_sense(item, project)]

    def placed(self, item: Diagnostic, line: str) -> Diagnostic:
        if item.severity == _LOCAL:
            item = replace(item, severity=ANNOTATION if _annotates(line, item.column) else "")
        before = line[: item.column - 1]
        if item.code == "F821" and not item.severity and _in_text(before):
            # the words of a `Literal` that is not imported are told with it
            return replace(item, severity=EXAMPLE if "Literal[" in before else ANNOTATION)
        return debugging(item, line) if item.code == "S201" else item

    def read(self, results: Sequence[tuple[Command, Completed]], target: Target) -> ToolRun:
        return by_process(self.name, results, lambda done: _read(done, target))


def _read(done: Completed, target: Target) -> tuple[list[Diagnostic], list[NotAssessed]] | str:
    if done.status != 0:
        return "it failed"
    try:
        items = json.loads(done.out)
        # files that do not parse are reported by a rule of ours
        items = [item for item in items if item["code"] not in (None, "invalid-syntax")]
        return _in_blocks(said for item in items for said in _diagnostic(item, target)), []
    except (ValueError, KeyError, TypeError):
        return "its JSON is damaged"


def _in_blocks(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """With one report a block of commented-out code, where ruff gives one a line."""
    out: list[Diagnostic] = []
    last = -1  # the index of the latest one
    for item in found:
        if item.code == "ERA001":
            before = out[last] if last >= 0 else None
            if before and before.path == item.path and 0 <= item.line - before.end_line <= _BLOCK:
                out[last] = replace(before, end_line=item.end_line, end_column=item.end_column)
                continue
            last = len(out)
        out.append(item)
    return out


def _diagnostic(item: Mapping[str, Any], target: Target) -> Iterator[Diagnostic]:
    path = relative(item["filename"], target)
    start, end = item["location"], item["end_location"]
    message = item["message"]
    if path and not (item["code"] == "F401" and _OPTIONAL in message):
        yield Diagnostic(
            "ruff", item["code"], path, start["row"], start["column"], end["row"], end["column"],
            _SETTINGS.sub("", message), severity="low" if _FIXED_TEXT in message else "",
            comment_line=item.get("noqa_row") or 0,
        )  # fmt: skip


def _in_text(before: str) -> bool:
    """Whether what follows a piece of a line stands in a literal, and not in the braces of one."""
    open_ones = (quote for quote in "\"'" if before.count(quote) % 2)
    return any("{" not in before[before.rindex(quote) :] for quote in open_ones)


def _judged(item: Diagnostic, project: ProjectFacts) -> Diagnostic:
    if item.code != "F821":
        return item
    if standing(_named(item), item.path, item.line, project) == EXAMPLE:
        return replace(item, severity=EXAMPLE)
    facts = project.files[item.path]
    if _late(item, facts):
        return replace(item, severity=ANNOTATION)
    return replace(item, severity=_LOCAL) if _is_local(item.line, facts) else item


def _is_local(line: int, facts: FileFacts) -> bool:
    """Whether a line stands in the body of a function, and not in that of a class in it."""
    inside = max((f.line for f in facts.functions if f.body_line <= line <= f.end_line), default=0)
    return inside > max((c.line for c in facts.classes if c.line < line <= c.end_line), default=0)


def _annotates(line: str, column: int) -> bool:
    """Whether a column stands in the annotation of a local variable, which nothing evaluates."""
    found = _ANNOTATED.match(line)
    return found is not None and found.end() < column <= (line.find("=", found.end()) % (len(line) + 1))


def _named(item: Diagnostic) -> str:
    """The name that a message begins with, between backticks."""
    return item.message.partition("`")[2].partition("`")[0]


def _late(item: Diagnostic, facts: FileFacts) -> bool:
    """Whether a name stands in the annotations of a signature or class of a file that does not evaluate them.

    That is said by an import from ``__future__``, or by the name's definition further down: with a Python that
    evaluates annotations, nobody could ever have imported the file.
    """
    name = _named(item)
    future = any(one.module == "__future__" and one.name == "annotations" for one in facts.imports)
    if not (future or name in facts.names or any(made.name == name for made in facts.classes)):
        return False
    name = re.escape(name)
    attributes = [attr for made in facts.classes for attr in made.attrs if attr.line == item.line]
    signatures = [f for f in facts.functions if f.line <= item.line < f.body_line]
    evaluated = [text for attr in attributes for text in (attr.path, *attr.args)]
    evaluated += [parameter.default for function in signatures for parameter in function.params]
    evaluated += [path for function in signatures for path in function.decorators]
    annotated = any(attr.annotation or attr.path == "?" for attr in attributes) or bool(signatures)
    return annotated and not any(re.search(rf"\b{name}\b", text) for text in evaluated)


def _makes_sense(item: Diagnostic, project: ProjectFacts) -> bool:
    facts = project.files.get(item.path)
    if facts is None or facts.failure is not None:
        return False
    if item.code == "F821" and not standing(_named(item), item.path, item.line, project):
        return False
    if item.code == "T201":
        return _uses(facts, _LOGGING)
    if item.code == "PIE796" and re.search(r"[\w\]]\(|`\.\.\.`", item.message):
        return False  # a stub; or each call makes a value of its own: `object()`
    if item.code == "PLE0101":
        return not _returns_initialiser(item, facts)
    if item.code in ("PLE1205", "PLE1206"):
        return _uses(facts, _LOGGING[:1])  # other loggers have formats of their own
    if item.code == "F401" and project.zone(item.path) is Zone.TESTS:
        return not _may_be_fixture(item, facts)
    if item.code == "F811" and _registered(item, facts):
        return False
    if item.path.endswith(".pyi") and item.code in _OF_RUNS:
        return False
    if item.code == "PLW0127":
        return not _keeps(item, facts)
    if item.code == "F811" and project.zone(item.path) is Zone.TESTS:
        # a fixture that is imported and then asked for as a parameter is no second definition
        spans = [(thing.line, thing.end_line, thing.name) for thing in facts.functions]
        spans += [(thing.line, thing.end_line, thing.name) for thing in facts.classes]
        return any(first <= item.line <= last and f"`{name}`" in item.message for first, last, name in spans)
    return True


def _keeps(item: Diagnostic, facts: FileFacts) -> bool:
    """Whether ``name = name`` makes a name one of the module: of a built-in one, or of one that is imported to be given
    out again."""
    name = _named(item)
    imported = any((one.alias or one.name) == name and one.line < item.line for one in facts.imports)
    return imported or hasattr(builtins, name) or is_of_python_2(name)


def _registered(item: Diagnostic, facts: FileFacts) -> bool:
    """Whether a decorator has handed the first of two definitions on, so that its name is no longer needed: the method
    of an object (``app.route``), or one that is called like what takes functions."""
    name = _named(item)
    things: tuple[FunctionFact | ClassFact, ...] = (*facts.functions, *facts.classes)
    made = [(thing.line, thing.decorators) for thing in things if thing.name == name]
    before = max((found for found in made if found[0] < item.line), default=(0, ()))
    return any("()." in path or _TAKES.search(path) for path in before[1])


def _returns_initialiser(item: Diagnostic, facts: FileFacts) -> bool:
    """Whether an `__init__` hands on what the one of its base returned, which is None."""
    return any(
        call.line == item.line and call.path.endswith(".__init__") and call.column > item.column
        for call in facts.calls
    )


def _may_be_fixture(item: Diagnostic, facts: FileFacts) -> bool:
    """Whether an import of a test file may be there for pytest, which hands fixtures to parameters by name."""
    name = _named(item).rpartition(" as ")[2].rpartition(".")[2]
    asked = any(parameter.name == name for function in facts.functions for parameter in function.params)
    return asked or item.path.rpartition("/")[2] == "conftest.py"


def _uses(facts: FileFacts, packages: tuple[str, ...]) -> bool:
    return any(path.partition(".")[0] in packages for path in facts.names.values())
