"""Pieces that more than one format shows: diffs by line, quoted code, how to suppress, how to reproduce."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from codereview.model import Audit, Code, Finding, Gate, Zone
from codereview.report.text import code_line, plural
from codereview.report.view import UNPARSED_RULE, RuleGroup, View

DISTRIBUTION = "codereview-audit"
MAX_DIFF_LINES = 120
MAX_CODE_LINES = 40
MAX_HOPS = 30
PYTHON = (".py", ".pyi", ".pyw", ".ipynb")
PATH_RULES = frozenset({"PERF001", "PERF002"})
"""Rules whose related places are steps of one path, in order."""
STEPS = ("calls ", "through ")
"""How the message of a step begins that leads to the next."""

ZONE_WORDS = {
    "production": "production",
    "tests": "tests",
    "scripts": "scripts",
    "examples": "examples",
    "docs": "documents",
    "generated": "generated",
    "vendored": "vendored",
    "environment": "environments",
    "text": "other text files",
    "not_parsed": "not parsed",
}


@dataclass(frozen=True)
class Line:
    """A line of a diff or of quoted code: ``kind`` is head, hunk, add, del, same or hot."""

    kind: str
    text: str
    number: int = 0


def diff_lines(diff: str) -> tuple[tuple[Line, ...], int]:
    """A unified diff line by line, safe to show, and how many lines were left out at its end."""
    lines: list[Line] = []
    in_hunk = False
    raw = diff.split("\n")
    if raw and not raw[-1]:
        raw.pop()
    for line in raw:
        if line.startswith("@@"):
            in_hunk = True
            kind = "hunk"
        elif not in_hunk:
            kind = "head"
        else:
            kind = {"+": "add", "-": "del"}.get(line[:1], "same")
        lines.append(Line(kind, code_line(line)))
    return tuple(lines[:MAX_DIFF_LINES]), max(0, len(lines) - MAX_DIFF_LINES)


def code_lines(finding: Finding) -> tuple[Line, ...]:
    """The quoted lines with their numbers; those that the finding spans are ``hot``."""
    code: Code | None = finding.code
    if code is None:
        return ()
    return tuple(
        Line("hot" if finding.line <= number <= finding.end_line else "same", code_line(text), number)
        for number, text in enumerate(code.lines[:MAX_CODE_LINES], code.first)
    )


def related_title(finding: Finding) -> str:
    """The heading above the related places: a path where a step of it is a call that leads on."""
    if finding.rule in PATH_RULES and any(hop.message.startswith(STEPS) for hop in finding.related):
        return "Call path"
    return "Related places" if len(finding.related) > 1 else "Related place"


def suppression(group: RuleGroup) -> str:
    """How to accept findings of a rule, code between backticks; a reason is obligatory.

    A comment is found only in a file that can be read as Python, or in a text that has comments.
    """
    entry = (
        f'an entry of the configuration: `[[tool.codereview.suppress]]` with `rule = "{group.id}"`, `path`'
    )
    if group.id == UNPARSED_RULE:
        return f"with {entry} and `reason`; in a file that does not parse a comment may not be seen"
    comment = f"with a comment on the line: `# codereview: ignore[{group.id}] -- reason`"
    if all(item.finding.path.endswith(PYTHON) for item in group.items):
        return comment
    return f"{comment}; where the file has no comments, with {entry} and `reason`"


def reproduce(audit: Audit) -> tuple[str, ...]:
    """The shell commands that give this audit again, from a checkout of the project."""
    commands = [f"pip install {DISTRIBUTION}=={audit.tool.version}"]
    if audit.project.vcs and audit.project.vcs.commit:
        commands.append(f"git checkout {shlex.quote(audit.project.vcs.commit)}")
    commands.append(shlex.join(["codereview", *(audit.command or ("audit", "."))]))
    return tuple(commands)


def commit(audit: Audit) -> str:
    """The audited commit in brief: ``main at 0123456789ab, with uncommitted changes``."""
    vcs = audit.project.vcs
    if vcs is None:
        return "read without git" if _git_failed(audit) else "not a git work tree"
    if not vcs.commit:
        return f"{vcs.branch}, nothing committed yet" if vcs.branch else "nothing committed yet"
    where = f"{vcs.branch} at {vcs.commit[:12]}" if vcs.branch else vcs.commit[:12]
    return f"{where}, with uncommitted changes" if vcs.dirty else where


def _git_failed(audit: Audit) -> bool:
    """Whether there is a git folder that git could not say anything about."""
    return any(item.reason.startswith("The folder was read without git") for item in audit.not_assessed)


def size(audit: Audit) -> str:
    """What was analysed: ``534 statements in 13 production files; 1 more could not be parsed``."""
    project = audit.project
    broken = project.unparsed.get("production", 0)
    read = plural(max(0, project.files.get("production", 0) - broken), "production file")
    text = f"{plural(project.statements, 'statement')} in {read}"
    return f"{text}; {broken:,} more could not be parsed" if broken else text


def scope(audit: Audit) -> tuple[tuple[str, int, int | None], ...]:
    """What was read: ``(zone in words, files, lines or None)`` in the order of the zones."""
    files, lines = audit.project.files, audit.project.lines_by_zone
    known = [zone.value for zone in Zone] + ["text", "not_parsed"]
    keys = [key for key in known if key in files] + sorted(set(files) - set(known))
    return tuple((ZONE_WORDS.get(key, key), files[key], lines.get(key)) for key in keys)


def advisories(audit: Audit) -> str:
    """What known vulnerabilities were held against, and how old it is; empty without a database."""
    data = audit.advisories
    if data is None:
        return ""
    age = "" if data.age_days is None else f", {plural(data.age_days, 'day')} old"
    return f"Known vulnerabilities: advisories of {data.date}{age} (from {data.source}, imported {data.imported})"


def gate_text(gate: Gate) -> str:
    """How a threshold ended, with its name before it where the message does not begin with it."""
    return gate.message if gate.message.startswith(gate.name) else f"`{gate.name}`: {gate.message}"


def next_step(view: View) -> str:
    """One command to type next."""
    if view.fix_first and view.fix_first[0].first.rule in view.cards:
        return f"codereview explain {shlex.quote(view.fix_first[0].first.rule)}"
    return "codereview audit . -o report.html"
