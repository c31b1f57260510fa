"""A rule in print: its card and examples as one Markdown page, for ``explain`` and for ``docs/rules/``.

The examples of a rule about secrets hold made-up secrets. They are masked here by the spans of the rule's
own findings, so that no page holds a value that a scanner would report.
"""

from __future__ import annotations

from collections.abc import Iterable

from codereview.adapters.adopted import Adopted
from codereview.api import Card, CstRule, Example, ModuleRule, ProjectRule, Rule, TextRule, examples
from codereview.model import Confidence, Finding, RuleInfo
from codereview.triage.readings import most, readings

KINDS = (
    (ModuleRule, "each Python file by itself"),
    (TextRule, "the text of every file"),
    (CstRule, "the concrete syntax of each Python file"),
    (ProjectRule, "the whole project"),
)
_SURE = {Confidence.HIGH: "sure", Confidence.MEDIUM: "fairly sure", Confidence.LOW: "not sure"}
LANGUAGES = {"py": "python", "pyi": "python", "yml": "yaml", "md": "markdown", "sh": "shell", "env": "shell"}


def info(rule: type[Rule]) -> RuleInfo:
    """The card as an audit carries it."""
    return of_card(rule.card)


def of_card(card: Card) -> RuleInfo:
    """The same for a card by itself, as adopted rules have."""
    return RuleInfo(
        id=card.id,
        title=card.title,
        category=card.area,
        severity=card.severity,
        confidence=card.confidence,
        why=card.why,
        instead=card.instead,
        false_alarms=card.false_alarms,
        cwe=card.cwe,
        preview=card.preview,
    )


def page(rule: type[Rule]) -> str:
    """The page of a rule, in Markdown (GitHub flavour), ending with a line end."""
    every = examples(rule)
    bad = [item for item in every if item.expected]
    good = [item for item in every if not item.expected]
    looks = next((text for kind, text in KINDS if issubclass(rule, kind)), "")
    parts = _of_card(rule.card, looks, "yes" if any(item.fixed is not None for item in bad) else "no")
    parts += _options(rule)
    parts += ["## Reported", *(block for item in bad for block in _shown(item))]
    parts += ["## Not reported", *(block for item in good for block in _shown(item))]
    return _joined(parts)


def _read(rule: str) -> list[tuple[str, str]]:
    """What readers said of a rule's findings in applications; nothing where none were read."""
    told = [
        f"{reading.right} of {reading.judged} right where the rule was {_SURE[confidence]}"
        f" ({reading.arguable} arguable, {reading.wrong} wrong)"
        for confidence, reading in sorted(
            readings().rules.get(rule, {}).items(), key=lambda item: -item[0].rank
        )
        if reading.judged
    ]
    return [("Read in applications", "; ".join(told))] if told else []


def adopted_page(card: Card, tables: Adopted) -> str:
    """The page of a rule that other tools report, with their codes."""
    codes = [
        (tool, code, item)
        for tool, table in sorted(tables.tools.items())
        for code, item in table.codes.items()
        if item.rule == card.id
    ]
    tools = sorted({tool for tool, _, _ in codes})
    parts = _of_card(card, f"reports of {' and '.join(tools)}", "no")
    rows = []
    for tool, code, item in codes:
        severity = (item.severity or card.severity).value
        where = f"; only in {' and '.join(zone.value for zone in item.zones)} code" if item.zones else ""
        rows.append((f"{tool} `{code}`", f"{severity}: {item.reason}{where}"))
    parts += ["## Reported by", _table(rows, ("code", "severity and reason"))]
    return _joined(parts)


def _of_card(card: Card, looks: str, edit: str) -> list[str]:
    """The parts of a page that a card alone fills."""
    effort = f"{card.effort} minute{'' if card.effort == 1 else 's'}"
    rows = [
        ("Category", card.area.value),
        ("Severity", card.severity.value),
        ("Confidence", most(card.id, card.confidence).value),
        *_read(card.id),
        ("Effort", effort),
        ("Looks at", looks),
        ("Edit", edit),
    ]
    if card.cwe:
        links = (
            f"[CWE-{number}](https://cwe.mitre.org/data/definitions/{number}.html)" for number in card.cwe
        )
        rows.append(("Weakness", ", ".join(links)))
    if card.preview:
        rows.append(("Preview", "weighs nothing in the score yet"))
    parts = [f"# {card.id}: {card.title}", _table(rows), "## Why", card.why, "## Instead", card.instead]
    return [*parts, "## When it is wrong", card.false_alarms]


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def masked(text: str, spans: Iterable[Finding]) -> str:
    """The text with the spans of findings replaced by asterisks; line ends stay.

    Columns count UTF-8 bytes or characters, whichever the finding's rule counts; where the two differ the
    wider is taken.
    """
    lines = text.split("\n")
    for span in spans:
        for number in range(span.line, span.end_line + 1):
            if not 1 <= number <= len(lines):
                continue
            line = lines[number - 1]
            first = span.column - 1 if number == span.line else 0
            last = span.end_column - 1 if number == span.end_line else len(line)
            if not line.isascii():
                first, last = 0, len(line)
            lines[number - 1] = line[:first] + "*" * len(line[first:last]) + line[last:]
    return "\n".join(lines)


def _options(rule: type[Rule]) -> list[str]:
    if rule.options is None:
        return []
    values = {name: getattr(rule.options, name) for name in rule.options.__dataclass_fields__}
    rows = [(f"`{name}`", f"`{value!r}`") for name, value in values.items()]
    where = f"In `[tool.codereview.rule.{rule.card.id}]`:"
    return ["## Options", where, _table(rows, ("option", "default"))]


def _shown(item: Example) -> list[str]:
    """The files of an example, the reported lines under each, and what the edit makes of it."""
    out = []
    files = dict(item.files)
    if item.rule.quotes_secrets:
        files = _without_secrets(item)
    for path, text in files.items():
        reported = [str(line) for name, line in item.expected if name == path]
        note = f" — line{'s' if len(reported) > 1 else ''} {', '.join(reported)}" if reported else ""
        if len(files) > 1 or note or path != "app.py":
            out.append(f"`{path}`{note}")
        out.append(_fence(text, path))
    if item.fixed is not None and not item.rule.quotes_secrets:
        out += ["after the edit:", _fence(item.fixed, next(iter(files)))]
    return out


def _without_secrets(item: Example) -> dict[str, str]:
    from codereview.engine.memory import examine

    found = examine(item.files, [item.rule()], python=(3, 10))
    return {
        path: masked(text, (finding for finding in found if finding.path == path))
        for path, text in item.files.items()
    }


def _fence(text: str, path: str) -> str:
    suffix = path.rpartition(".")[2].lower()
    language = LANGUAGES.get(suffix, suffix if suffix.isalnum() and len(suffix) < 6 else "")
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _table(rows: Iterable[tuple[str, str]], head: tuple[str, str] = ("", "")) -> str:
    lines = [f"| {head[0]} | {head[1]} |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {value.replace('|', chr(92) + '|')} |" for name, value in rows)])
