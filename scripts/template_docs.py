"""Writes ``docs/templates.md``: what templates of the user's are given, from the code itself.

``--check`` changes nothing, and exits with 1 if the page is missing or stale.
"""

from __future__ import annotations

import inspect
import re
import sys
import typing
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from pathlib import Path

import msgspec

from codereview.model import Audit, Category, Confidence, Severity, Zone
from codereview.report.arrange import Limits, Shown
from codereview.report.environment import LOADER, OWN
from codereview.report.priorities import Priority
from codereview.report.view import CategoryView, Item, RuleGroup, View

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "templates.md"
NOTE = "<!-- Written by scripts/template_docs.py from the code; change the script or the docstrings. -->\n\n"
INTRODUCTION = """# Templates of your own

`codereview audit . --template FOLDER -o report.html`, and the same option of `codereview render`, puts the files of a
folder in front of ours. A file replaces the one of the same name, partials, style and script included; all others
stay as they are. It works for the formats `html`, `markdown` and `comment`.

```
FOLDER/
  html/_verdict.html.j2       replaces the first screen of the HTML report
  markdown/comment.md.j2      replaces the comment for pull requests
```

Ours stay there under `ours/`, so that a file can add to the one that it replaces:

```jinja
<p>Reviewed for Example Works</p>
{% include "ours/html/_verdict.html.j2" %}
```

[`examples/templates`](../examples/templates) has this with a mark of its own, and a comment of a few lines; a test
renders both.

## What to know

- Templates are code, and so only the command line names them: the configuration of an audited repository cannot. They
  run in jinja2's sandbox, which refuses private attributes and changes of what they are given.
- Whatever is printed is escaped: for HTML by autoescape, for Markdown by a filter over everything that is printed.
  Control and bidirectional characters come out as visible escapes. `|safe` switches that off; names and code of a
  repository are hostile input, so it is for text of your own.
- An undefined name is an error, and so is printing `none`: say in words what is missing. An error ends with status 2
  and one sentence that names the file and the line.
- The page's content security policy holds the hashes of the `<style>` and `<script>` elements that are in it, yours
  too. It admits nothing from the network. Pictures can be inline SVG or `data:` addresses; `style` attributes and
  event handlers in attributes have no effect.
- What a name means can change with a minor version until 1.0; this page is made from the code of its version.
"""
GIVEN: dict[str, tuple[str, str, str]] = {
    "audit": ("both", "Audit", "everything that the audit found, see below"),
    "view": ("both", "View", "the audit arranged for reading, see below"),
    "project": ("both", "Project", "the same as `audit.project`"),
    "score": ("both", "Score or none", "the same as `audit.score`"),
    "headline": ("both", "text", "the state of the project in one line, without a full stop"),
    "sentences": ("both", "list of markup", "the summary, three to five sentences, with links"),
    "cap_sentence": ("both", "text", "which cap holds the score and what lifts it; empty where none does"),
    "gate_sentence": ("both", "text", "how the thresholds ended"),
    "contradictions": (
        "both",
        "list of texts",
        "what the report found wrong with itself: a defect of codereview",
    ),
    "shown": ("both", "Shown by rule id", "which findings of each rule are shown in full and in brief"),
    "parts": (
        "both",
        "module",
        "`size`, `commit`, `scope`, `suppression`, `reproduce`, `advisories` and others",
    ),
    "evidence": ("both", "module", "words for files of evidence"),
    "built": ("both", "module", "words for the architecture"),
    "concluded": ("both", "module", "words and marks for readiness, risks and plan"),
    "drawn": ("both", "module", "the pictures and their tables"),
    "limits": ("HTML", "Limits", "how much fits"),
    "live": ("HTML", "object", "numbers for the script"),
    "data": ("HTML", "markup", "the JSON of the script"),
    "targets": ("HTML", "anchors by anchor", "where a link to a finding leads"),
    "of_finding": ("HTML", "anchors by fingerprint", "the anchor of a finding"),
    "sections": ("HTML", "list", "anchor, title and count of each section that is there"),
    "severities": ("HTML", "list of Severity", "critical first"),
    "confidences": ("HTML", "list of Confidence", "high first"),
    "brief": ("HTML", "two numbers", "findings that are shown in brief, and not at all"),
    "grade_class": ("HTML", "function", "the class that colours a grade"),
    "style": ("HTML", "markup", "the style sheets"),
    "script": ("HTML", "markup", "the script"),
    "early": ("HTML", "markup", "a script that runs before the page is painted"),
    "policy": ("HTML", "markup", "the content security policy; print it once, in the head"),
    "commit": ("Markdown", "text", "branch and commit in brief"),
    "spot": ("Markdown", "function", "a place of the architecture as code"),
    "place": ("Markdown", "function", "path and line as code"),
    "numbered": ("Markdown", "function", "the quoted lines of a finding with their numbers"),
    "diff": ("Markdown", "function", "the lines of a finding's edit"),
    "fixes": ("Markdown", "number", "how many lines of what to fix first are wanted"),
    "left_out": ("Markdown", "number", "findings that are not listed"),
}
"""What templates are given: in which formats, of what type, and what it is."""
_NAMES: tuple[type[Enum], ...] = (Category, Severity, Confidence, Zone)
_ELSEWHERE = ("compare", "markdown/plan.")
"""Parts of the names of templates of other commands, which take no templates of the user's."""
PLAIN = {
    "audit": "the audit itself",
    "open": "findings that count, in the audit's order",
    "suppressed": "findings that a suppression with a reason leaves out",
    "imported": "findings that other programs' files report",
    "cards": "the cards of rules, by id",
}
"""Attributes of the view that are no properties."""
OF_AUDIT = {
    "schema": "version of the JSON",
    "tool": "the program that made it",
    "project": "what was audited",
    "score": "the overall score; none where it cannot be given",
    "categories": "the score of each category",
    "metrics": "measured figures against their targets",
    "findings": "all findings, suppressed and imported ones included",
    "strengths": "what is proved to be done well",
    "outcomes": "what became of each rule",
    "not_assessed": "what the audit could not look at, and why",
    "causes": "root causes, those first that gain most a minute",
    "files": "files worth attention",
    "rules": "the cards of the rules that are cited",
    "annotate_first": "functions whose annotations help most",
    "annotation_by_package": "annotation slots by package",
    "terms": "the lines of the score",
    "basis": "all that the score depends on besides findings",
    "tools": "other tools that were asked",
    "advisories": "the database of known vulnerabilities",
    "evidence": "files of other programs: coverage, tests, benchmarks, results",
    "architecture": "entry points, folders, cycles, routes; none where it was not looked at",
    "review": "priorities, risks, readiness, plan; none where nothing was concluded",
    "pictures": "what pictures are drawn from",
    "history": "scores of earlier audits, oldest first",
    "since": "what changed since a base; none where none was named",
    "gates": "thresholds and how they ended",
    "command": "the arguments that give the audit again",
    "timing": "seconds by stage",
}


def page() -> str:
    """The text of the page."""
    given = ["| Name | In | Type | What it is |", "|---|---|---|---|"]
    given += [f"| `{name}` | {where} | {kind} | {what} |" for name, (where, kind, what) in GIVEN.items()]
    view = ["| Attribute | Type | What it is |", "|---|---|---|"]
    view += [f"| `view.{name}` | {kind} | {what} |" for name, kind, what in _of_view()]
    return "\n".join(
        [
            NOTE + INTRODUCTION,
            "## What templates are given\n",
            *given,
            "\n## The view\n",
            *view,
            "\nThe types that are its own:\n",
            *(_section(kind) for kind in (Item, RuleGroup, CategoryView, Priority, Shown, Limits)),
            "## The audit\n",
            "Frozen values, the same that the JSON holds; [its schema](audit.schema.json) has the bounds.\n",
            *(_section(kind) for kind in _values()),
            "### Names\n",
            "Print their `.value`; `Severity` and `Confidence` have a `.rank` to compare by.\n",
            *(f"- {kind.__name__}: {', '.join(f'`{i.value}`' for i in kind)}" for kind in _NAMES),
            "\n## Filters\n",
            *_filters(),
            "\n## The files that can be replaced\n",
            *(f"- `{name}`" for name in _replaceable()),
            "",
        ]
    )


def _replaceable() -> list[str]:
    names = [name for name in LOADER.list_templates() if name.endswith((".j2", ".css", ".js"))]
    return [name for name in names if not any(part in name for part in _ELSEWHERE)]


def _of_view() -> Iterator[tuple[str, str, str]]:
    hints = {"audit": "Audit", "cards": "RuleInfo by id"}
    for name, what in PLAIN.items():
        yield name, hints.get(name, "list of Finding"), what
    for name, member in vars(View).items():
        function = member.func if isinstance(member, cached_property) else getattr(member, "fget", None)
        if function is not None and not name.startswith("_"):
            kind = _kind(typing.get_type_hints(function, vars(sys.modules[View.__module__]))["return"])
            yield name, kind, _line(function.__doc__)


def _section(kind: type) -> str:
    lines = [
        f"### {kind.__name__}\n",
        f"{_line(kind.__doc__)}\n",
        "| Attribute | Type | What it is |",
        "|---|---|---|",
    ]
    known = OF_AUDIT if kind is Audit else _attributes(kind.__doc__ or "")
    for name, hint in typing.get_type_hints(kind).items():
        if not name.startswith("_"):
            lines.append(f"| `{name}` | {_kind(hint)} | {known.get(name, '')} |")
    for name, member in vars(kind).items():
        if isinstance(member, property):
            lines.append(
                f"| `{name}` | {_kind(typing.get_type_hints(member.fget)['return'])} | {_line(member.__doc__)} |"
            )
    return "\n".join(lines) + "\n"


def _attributes(doc: str) -> dict[str, str]:
    """What a docstring's section of attributes says, by name; several names may share a line."""
    section = inspect.cleandoc(doc).partition("Attributes:\n")[2]
    found: dict[str, str] = {}
    for names, text in re.findall(r"^    ([\w, ]+): (.*(?:\n {8}.*)*)", section, re.MULTILINE):
        for name in names.split(", "):
            found[name] = " ".join(text.split()).replace("|", "\\|")
    return found


def _values() -> list[type]:
    """The types that an audit is made of, in the order in which they are met."""
    met: list[type] = [Audit]
    for kind in met:
        for hint in typing.get_type_hints(kind).values():
            met += [part for part in _structs(hint) if part not in met]
    return met


def _structs(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for part in typing.get_args(hint):
        yield from _structs(part)


def _kind(hint: object) -> str:
    """A type in words."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if args and type(None) in args:
        return f"{' or '.join(_kind(part) for part in args if part is not type(None))} or none"
    if origin is typing.Literal:
        return "one of " + ", ".join(f"`{value}`" for value in args)
    if origin is tuple:
        return (
            f"list of {_kind(args[0])}"
            if args[-1] is ...
            else "(" + ", ".join(_kind(part) for part in args) + ")"
        )
    if isinstance(origin, type) and len(args) == 2:
        return f"{_kind(args[1])} by {_kind(args[0])}"
    if origin is not None and args:
        return (
            f"set of {_kind(args[0])}" if origin is frozenset else " or ".join(_kind(part) for part in args)
        )
    names = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint.__name__
    return names.get(typing.cast(type, hint), getattr(hint, "__name__", str(hint)))


def _line(doc: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(doc or "").split("\n\n")[0].split()).replace("|", "\\|")


def _filters() -> list[str]:
    lines = ["| Filter | In | What it gives |", "|---|---|---|"]
    for name in sorted({*OWN.html.filters, *OWN.markdown.filters}):
        html, markdown = OWN.html.filters.get(name), OWN.markdown.filters.get(name)
        function = html or markdown
        if function is None or not getattr(function, "__module__", "").startswith("codereview"):
            continue
        where = "both" if html and markdown else "HTML" if html else "Markdown"
        lines.append(f"| `{name}` | {where} | {_line(function.__doc__)} |")
    return lines


def main() -> int:
    """Writes or checks the page; the exit status."""
    text = page()
    current = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    if sys.argv[1:] == ["--check"]:
        if text != current:
            print(
                f"{PAGE.relative_to(ROOT)} is missing or stale; run python scripts/template_docs.py",
                file=sys.stderr,
            )
        return int(text != current)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
