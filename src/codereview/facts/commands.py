"""Commands that start the program, as containers, Procfiles, workflows, scripts and instructions write them.

Read are Python on a file or module, the servers of ASGI and WSGI applications, Celery, Streamlit and FastAPI's own
command, in shell and exec form, and console scripts of manifests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from codereview.facts.dependencies.installs import where_of
from codereview.facts.dependencies.kinds import format_of
from codereview.facts.dependencies.requirements_file import joined_lines
from codereview.facts.pipeline.files import is_of_interest

Form = Literal["file", "module", "application", "script"]

_RUN_FILE = re.compile(
    r"(?:python[\d.]*|streamlit\s+run|fastapi\s+(?:run|dev)|coverage\s+run|chainlit\s+run|functions-framework\s+--source)"
    r"\s+(?:-[uOBEI]+\s+)*(?P<file>[\w./-]+\.py)\b"
)
_RUN_MODULE = re.compile(r"python[\d.]*\s+(?:-[uOBEI]+\s+)*-m\s+(?P<module>[\w.]+)(?![\w.-])")
_RUN_APP = re.compile(
    r"\b(?P<server>uvicorn|gunicorn|hypercorn|daphne|granian|waitress-serve)\b(?P<options>[^\n]*?)\s\"?"
    r"(?P<module>[A-Za-z_][\w.]*):(?P<name>[A-Za-z_][\w.]*)(?![\w:/.])"
)
_RUN_CELERY = re.compile(r"\bcelery\b[^\n]*?\s(?:-A|--app)[ =](?P<module>[\w.]+)(?::(?P<name>\w+))?")
_SCRIPT = re.compile(
    r"""(?:^|["'])\s*["']?[\w.-]+["']?\s*=\s*["']?(?P<module>[\w.]+):(?P<name>[\w.]+)""", re.MULTILINE
)
_PLUGIN = re.compile(
    r"""(?:^|["'])\s*["']?[\w.-]+["']?\s*=\s*["'](?P<module>[a-zA-Z_]\w*(?:\.\w+)+)["']""", re.MULTILINE
)
# ["python", "run.py"], as Dockerfiles and compose files may write a command
_EXEC_FORM = re.compile(r"""\[\s*["'][^\]\n]*\]""")
_SAYS = re.compile(r"\s*@?(?:echo|printf|print|Write-Host|write-output|log|info|warn)\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*(?:"|$)|\'[^\']*(?:\'|$)')
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")
_FOLDER = re.compile(r"^\s*WORKDIR\s+(\S+)|working-directory:\s*[\"']?([\w./-]+)|(?:^|[\s&;])cd\s+([\w./-]+)")
_CHANGED = re.compile(r"(?:--chdir|--app-dir|--pythonpath)[ =]([\w./-]+)")


class Command(NamedTuple):
    """One command.

    Attributes:
        path, line: where it stands.
        where: ``container``, ``workflow``, ``script``, ``instructions``, or ``manifest``.
        form: what it names: a file, a module (``python -m``, ``celery -A``), an application in a module, or the
            function of a console script.
        named: the file, or the dotted module.
        attribute: the name in the module, if it gives one; a dotted one may go through an object.
        folders: the folders that the file changes to before it, or that the command gives.
        written: the command's essential part as it stands.
    """

    path: str
    line: int
    where: str
    form: Form
    named: str
    attribute: str
    folders: tuple[str, ...]
    written: str


def commands(path: str, text: str) -> Iterator[Command]:
    """The commands of one file, in the order of lines."""
    if path.rpartition("/")[2] in _MANIFESTS:
        yield from _scripts(path, text)
        return
    where = "instructions" if path.endswith((".md", ".rst")) else where_of(path)
    folders: list[str] = []
    for number, line in _lines(text, where == "instructions"):
        flat = _EXEC_FORM.sub(lambda found: re.sub(r"""["'\[\],\s]+""", " ", found.group()), line)
        folders += [a or b or c for a, b, c in _FOLDER.findall(flat)]
        given = (*folders[-3:], *_CHANGED.findall(flat))
        # what a script only prints is for somebody who reads it
        told = "instructions" if _SAYS.match(flat) else where or ""
        for form, pattern in _FORMS:
            for match in pattern.finditer(flat):
                parts = match.groupdict()
                named = parts.get("file") or parts["module"]
                shown = " ".join(match.group().split())
                yield Command(path, number, told, form, named, parts.get("name") or "", given, shown)


_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("file", _RUN_FILE),
    ("application", _RUN_APP),
    ("module", _RUN_CELERY),
    ("module", _RUN_MODULE),
)


def holds_commands(path: str) -> bool:
    """Whether the commands of a file are looked at: lists of packages have none, and what is read for its checks
    alone (hooks, settings of linters) starts nothing."""
    if where_of(path) is None and is_of_interest(path):
        return False
    return format_of(path) in (None, "pyproject", "setup.cfg", "setup.py")


def may_start(path: str) -> bool:
    """Whether commands in a file start the program: not those of instructions."""
    if path.endswith((".gitignore", ".gitmodules")):
        return False
    return where_of(path) != "instructions" and holds_commands(path)


def _scripts(path: str, text: str) -> Iterator[Command]:
    """What a manifest declares: console scripts and plug-ins."""
    for pattern in (_SCRIPT, _PLUGIN):
        for match in pattern.finditer(text):
            if _commented(text, match.start("module")):
                continue
            line = text.count("\n", 0, match.start("module")) + 1
            name = match.groupdict().get("name") or ""
            written = match.group().strip().strip("\"'").strip()
            yield Command(path, line, "manifest", "script", match.group("module"), name, (), written)
    for form, pattern in _FORMS:  # tasks of poe, pdm, hatch and the like
        for match in pattern.finditer(text):
            if _commented(text, match.start()):
                continue
            parts = match.groupdict()
            line = text.count("\n", 0, match.start()) + 1
            named = parts.get("file") or parts["module"]
            shown = " ".join(match.group().split())
            yield Command(path, line, "manifest", form, named, parts.get("name") or "", (), shown)


def _commented(text: str, position: int) -> bool:
    """Whether a comment of the line stands before a place: a ``#`` that is outside of quotes."""
    before = text[text.rfind("\n", 0, position) + 1 : position]
    return "#" in _QUOTED.sub("", before)


def _lines(text: str, fenced: bool) -> Iterator[tuple[int, str]]:
    """Logical lines; of instructions those that are set as code."""
    if not fenced:
        yield from joined_lines(text)
        return
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if _FENCE.match(line):
            inside = not inside
        elif inside or line.startswith(("    ", "\t")) or line.lstrip().startswith("$ "):
            yield number, line
