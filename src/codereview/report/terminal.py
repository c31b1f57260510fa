"""The report for a terminal: grade, gauges, the worst findings, what to fix first and the next step.

Everything printed is a `rich.text.Text` of visible characters: neither markup nor a control sequence of the
audited repository comes alive.
"""

from __future__ import annotations

import io
from typing import Any

import msgspec
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from codereview.model import Audit, Severity
from codereview.report import architecture as built
from codereview.report import conclusions, evidence, parts, summary
from codereview.report.selfcheck import contradictions
from codereview.report.text import (
    ascii_only,
    clip,
    mark,
    minutes,
    plain_prose,
    plural,
    points,
    ranked,
    shorten,
    visible,
)
from codereview.report.view import CategoryView, View

WORST = 5
MOST_EVIDENCE = 8
PLAIN_WIDTH = 80
SEVERITY_STYLE = {
    Severity.CRITICAL: "bold magenta",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "blue",
    Severity.INFO: "dim",
}
GRADE_STYLE = {"A": "bold green", "B": "green", "C": "yellow", "D": "bold yellow", "F": "bold red"}


def render_terminal(audit: Audit, console: Console, plain: bool = False) -> None:
    """Prints the report to ``console``.

    Args:
        audit: the audit.
        console: where to; its width, colours and ``NO_COLOR`` are respected.
        plain: ASCII alone and no colour. Also what a console gets whose encoding is not Unicode.
    """
    plain = plain or not console.encoding.lower().startswith(("utf", "cp65001"))
    if not plain and console.is_terminal:
        console.print(_report(audit, console.width), highlight=False)
        return
    text = _plain_text(audit, console.width) if plain else render_terminal_text(audit, console.width)
    for line in text.split("\n")[:-1]:
        console.out(line, highlight=False)


def render_terminal_text(audit: Audit, width: int = PLAIN_WIDTH) -> str:
    """The report as `render_terminal` prints it to a pipe: Unicode, no colour."""
    inner = _inner_console(width)
    inner.print(_report(audit, width), highlight=False)
    return _strip_lines(inner)


def render_findings_plain(audit: Audit) -> str:
    """One line for each open finding, ``path:line:column: RULE severity message``, in the audit's order; what other
    tools' files report comes last.
    """
    view = View(audit)
    return "".join(
        f"{visible(f.path)}:{f.line}:{f.column}: {visible(f.rule)} {f.severity.value} {visible(f.message)}\n"
        for f in (*view.open, *view.imported)
    )


def _plain_text(audit: Audit, width: int) -> str:
    # Escapes are longer than what they stand for: they are made before the lines are broken, and an ellipsis
    # of the layout has two columns to grow into.
    ascii_audit = msgspec.convert(_ascii_strings(msgspec.to_builtins(audit)), Audit)
    inner = _inner_console(width - 2)
    inner.print(_report(ascii_audit, width - 2, plain=True), highlight=False)
    return ascii_only(_strip_lines(inner))


def _ascii_strings(value: Any) -> Any:
    if isinstance(value, str):
        return ascii_only(visible(value))
    if isinstance(value, dict):
        return {key: _ascii_strings(item) for key, item in value.items()}
    return [_ascii_strings(item) for item in value] if isinstance(value, (list, tuple)) else value


def _inner_console(width: int) -> Console:
    return Console(
        file=io.StringIO(),
        width=max(20, width),
        color_system=None,
        no_color=True,
        force_terminal=False,
        _environ={},
    )


def _strip_lines(console: Console) -> str:
    file = console.file
    text = file.getvalue() if isinstance(file, io.StringIO) else ""
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip("\n").split("\n"))


def _report(audit: Audit, width: int, plain: bool = False) -> RenderableType:
    view = View(audit)
    blocks: list[RenderableType] = [_title(audit), _grade(view, width, plain)]
    problems = contradictions(audit)
    if problems:
        blocks.append(_heading("This report contradicts itself: a defect of codereview", "bold red"))
        blocks.extend(_line("  - ", problem) for problem in problems)
    blocks.append(Padding(Text(plain_prose(" ".join(summary.summary(view)))), (1, 0, 0, 0)))
    cap = summary.cap_sentence(view)
    if cap:
        blocks.append(Padding(_labelled("Capped", cap, "yellow"), (1, 0, 0, 0)))
    blocks.append(_heading("Categories"))
    blocks.append(_gauges(view, width))
    if view.open:
        blocks.append(_heading(f"Worst of {plural(len(view.open), 'finding')}  {_counts(view)}"))
        blocks.append(_worst(view))
    if view.fix_first:
        blocks.append(_heading("Fix first"))
        blocks.append(_fix_first(view))
    if audit.evidence.files:
        blocks.append(_heading("Evidence files, which never change the score"))
        blocks.append(_evidence(audit))
    if audit.review is not None:
        said = clip(conclusions.line(audit.review), 300)
        blocks.append(Padding(_labelled("Readiness", said, "default"), (1, 0, 0, 0)))
    if audit.architecture is not None:
        blocks.append(
            Padding(_labelled("Architecture", f"{built.line(audit.architecture)}.", "default"), (1, 0, 0, 0))
        )
    if audit.gates:
        blocks.append(_heading(f"Gate {'passed' if view.gates_passed else 'failed'}"))
        blocks.append(_gates(audit))
    if known := parts.advisories(audit):
        blocks.append(Padding(Text(f"{plain_prose(known)}.", style="dim"), (1, 0, 0, 0)))
    blocks.append(_heading("Next"))
    blocks.append(Text(f"  {parts.next_step(view)}\n  codereview audit . -o report.html"))
    return Group(*blocks)


def _title(audit: Audit) -> Text:
    title = Text(f"codereview {visible(audit.tool.version)}", style="bold")
    title.append(f"  {shorten(audit.project.name, 60)} · {visible(audit.project.kind)}", style="not bold")
    title.append(f" · {visible(parts.commit(audit))}", style="not bold dim")
    return title


def _grade(view: View, width: int, plain: bool) -> RenderableType:
    score = view.audit.score
    headline = Text(summary.headline(view), style="bold")
    if score is None:
        return Padding(headline, (1, 0, 0, 0))
    style = GRADE_STYLE.get(score.grade[:1], "bold")
    figures = Text(f"{mark(score.value)} / 100", style=style)
    figures.append(
        f"   {mark(score.out_of_ten)} / 10   strict {mark(score.strict)}", style="default not bold"
    )
    if not score.complete:
        figures.append("   incomplete", style="yellow")
    if score.percentile is not None:
        figures.append(f"\n{ranked(score.percentile, score.reference)}", style="default not bold")
    if plain or width < 40:
        return Padding(Group(Text(f"Grade {score.grade}  ").append(figures), headline), (1, 0, 0, 0))
    badge = Panel(Text(f"{score.grade:^3}", style=style, justify="center"), expand=False, border_style=style)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, vertical="middle")
    grid.add_row(badge, Group(figures, headline))
    return grid


def _gauges(view: View, width: int) -> Table:
    cells = max(0, min(30, width - 50))
    table = Table.grid(padding=(0, 2 if width >= 60 else 1))
    table.add_column(no_wrap=True)
    if cells >= 8:
        table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    if width >= 40:
        table.add_column(ratio=1)
    for row in view.categories:
        bar = [_bar(row, cells)] if cells >= 8 else []
        scored = row.score is not None and row.score.score is not None
        value = Text(mark(row.score.score or 0) if scored and row.score else "n/a")
        grade = (row.score.grade or "" if row.score else "") if scored else ""
        style = GRADE_STYLE.get(grade[:1], "dim")
        found = [_found(row)] if width >= 40 else []
        table.add_row(Text(f"  {row.category.value}"), *bar, value, Text(grade, style=style), *found)
    return table


def _bar(row: CategoryView, cells: int) -> Text:
    score = row.score.score if row.score else None
    if row.score is None or score is None:
        return Text("∙" * cells, style="dim")
    full = min(cells, max(0, round(score / 100 * cells)))
    bar = Text("█" * full, style=GRADE_STYLE.get((row.score.grade or "")[:1], "default"))
    return bar.append("░" * (cells - full), style="dim")


def _found(row: CategoryView) -> Text:
    if row.score is None or row.score.score is None:
        return Text("not assessed", style="dim")
    found = [(severity, count) for severity, count in row.counts.items() if count]
    if not found:
        return Text("-", style="dim")
    severity, count = found[0]
    text = Text(f"{count:,} {severity.value}", style=SEVERITY_STYLE[severity])
    rest = row.total - count
    return text.append(f" +{rest:,}", style="dim not bold") if rest else text


def _worst(view: View) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for item in view.worst[:WORST]:
        finding = item.finding
        what = Text(f"{visible(finding.rule)} ", style="bold")
        what.append(clip(plain_prose(finding.message), 240), style="not bold")
        what.append(f"\n{shorten(finding.path, 160)}:{finding.line}", style="dim not bold")
        table.add_row(Text(f"  {finding.severity.value}", style=SEVERITY_STYLE[finding.severity]), what)
    return table


def _fix_first(view: View) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for entry in view.fix_first[:WORST]:
        cause = entry.first
        what = Text(f"{visible(cause.rule)} ", style="bold")
        what.append(clip(plain_prose(entry.what), 160), style="not bold")
        if entry.safe_fix:
            what.append("  safe fix", style="green not bold")
        what.append(f"\n{shorten(cause.path, 160)}:{cause.line}", style="dim not bold")
        if entry.places > 1:
            what.append(f" and {plural(entry.places - 1, 'other place')}", style="dim not bold")
        gain = Text(f"{points(entry.points)} pt", style="green")
        table.add_row(Text(f"  {entry.rank}"), gain, Text(minutes(entry.effort_minutes)), what)
    return table


def _counts(view: View) -> str:
    return ", ".join(f"{count:,} {severity.value}" for severity, count in view.counts.items() if count)


def _evidence(audit: Audit) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for label, sentence in evidence.lines(audit.evidence)[:MOST_EVIDENCE]:
        table.add_row(Text(f"  {shorten(label, 30)}"), Text(clip(sentence, 240)))
    return table


def _gates(audit: Audit) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for gate in audit.gates:
        met = Text("  ✔ met", style="green") if gate.passed else Text("  ✖ not met", style="bold red")
        table.add_row(met, Text(plain_prose(parts.gate_text(gate))))
    return table


def _heading(title: str, style: str = "bold") -> Padding:
    return Padding(Text(title, style=style), (1, 0, 0, 0))


def _labelled(label: str, sentence: str, style: str) -> Text:
    return Text(f"{label}  ", style=f"bold {style}").append(plain_prose(sentence), style="default not bold")


def _line(lead: str, sentence: str) -> Text:
    return Text(lead + visible(sentence))
