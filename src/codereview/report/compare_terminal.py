"""A comparison for a terminal: the two scores, why they differ, what is new and what is fixed.

Everything printed is a `rich.text.Text` of visible characters.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from codereview.compare.values import Comparison
from codereview.model import Finding
from codereview.report import parts
from codereview.report.compare_view import CompareView, direction, signed, where
from codereview.report.console import laid_out, show
from codereview.report.terminal import GRADE_STYLE, SEVERITY_STYLE
from codereview.report.text import clip, mark, plain_prose, plural, shorten, visible
from codereview.score.caps import shown

NEW, FIXED, MOVED, UNLIKE = 10, 5, 5, 3
"""How many of each are listed."""

STYLE = {"up": "green", "down": "red", "": "dim"}


def render_comparison(found: Comparison, console: Console, plain: bool = False) -> None:
    """Prints a comparison to ``console``; with ``plain``, or where the encoding is not Unicode, as ASCII."""
    show(lambda width: _report(found, width), console, plain=plain)


def comparison_text(found: Comparison) -> str:
    """What `render_comparison` prints to a pipe."""
    return laid_out(lambda width: _report(found, width))


def _report(found: Comparison, width: int) -> RenderableType:
    view = CompareView(found)
    blocks: list[RenderableType] = [
        _title(view),
        _scores(view),
        Padding(Text(plain_prose(view.headline), "bold"), (1, 0, 0, 0)),
    ]
    blocks.append(Text(plain_prose(" ".join(view.sentences))))
    blocks += [Padding(Text(plain_prose(text), "yellow"), (1, 0, 0, 0)) for text in found.notices]
    if view.causes:
        blocks += [_heading("Change of the score by cause"), _causes(view)]
    elif found.score_gap:
        blocks.append(
            Padding(
                Text(plain_prose(f"The causes of the change are not assessed: {found.score_gap}.")),
                (1, 0, 0, 0),
            )
        )
    blocks += [_heading("Categories"), _categories(view, width)]
    for title, findings, most in (("New", found.new, NEW), ("Fixed", found.fixed, FIXED)):
        if findings:
            blocks += [_heading(f"{title}: {plural(len(findings), 'finding')}"), _findings(findings, most)]
    if view.moved:
        blocks += [_heading(f"Moved: {plural(len(view.moved), 'finding')}"), _moves(view)]
    blocks.append(Padding(Text(view.stayed, style="dim"), (1, 0, 0, 0)))
    if found.not_comparable:
        count = plural(len(found.not_comparable), "finding")
        blocks += [_heading(f"Not comparable: {count}"), _unlike(found)]
    if found.suppressed or found.unsuppressed:
        text = (
            f"{len(found.suppressed):,} newly suppressed, {len(found.unsuppressed):,} no longer suppressed."
        )
        blocks.append(Padding(Text(text), (1, 0, 0, 0)))
    if found.gates:
        passed = all(gate.passed for gate in found.gates)
        blocks += [_heading(f"Gate {'passed' if passed else 'failed'}"), _gates(found)]
    return Group(*blocks)


def _title(view: CompareView) -> Text:
    title = Text(f"codereview compare  {visible(view.name)}", style="bold")
    return title.append(f"\n{where(view.old)} → {where(view.new)}", style="not bold dim")


def _scores(view: CompareView) -> Padding:
    text = Text()
    for side, lead in ((view.old, ""), (view.new, "  →  ")):
        text.append(lead, style="dim")
        score = side.score
        if score is None:
            text.append("no score", style="dim")
        else:
            text.append(f"{score.grade} {mark(score.value)}", style=GRADE_STYLE.get(score.grade[:1], "bold"))
    if view.change is not None:
        text.append(f"   {signed(view.change, 1)}", style=f"bold {STYLE[direction(view.change)]}")
    return Padding(text, (1, 0, 0, 0))


def _causes(view: CompareView) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for cause in view.causes:
        points = Text(f"  {signed(cause.points)}", style=f"bold {STYLE[direction(cause.points)]}")
        what = Text(cause.title, style="bold")
        for line in cause.lines[:3]:
            count = f", {plural(line.findings, 'finding')}" if line.findings else ""
            rule = f"{visible(line.rule)} " if line.rule else ""
            what.append(
                f"\n{signed(line.points):>6}  {rule}{clip(line.title, 100)}{count}", style="not bold dim"
            )
        table.add_row(points, what)
    return table


def _categories(view: CompareView, width: int) -> Table:
    table = Table.grid(padding=(0, 2 if width >= 60 else 1))
    table.add_column(no_wrap=True)
    for _ in range(3):
        table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for row in view.found.categories:
        values = [
            Text("n/a", style="dim") if value is None else Text(mark(value)) for value in (row.old, row.new)
        ]
        change = None if row.old is None or row.new is None else round(shown(row.new) - shown(row.old), 1)
        counts = [
            f"{row.new_findings:,} new" if row.new_findings else "",
            f"{row.fixed_findings:,} fixed" if row.fixed_findings else "",
        ]
        cell = Text("" if change is None else signed(change, 1), style=STYLE[direction(change)])
        table.add_row(
            Text(f"  {row.id.value}"), *values, cell, Text(", ".join(filter(None, counts)), style="dim")
        )
    return table


def _findings(findings: Sequence[Finding], most: int) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for finding in findings[:most]:
        what = Text(f"{visible(finding.rule)} ", style="bold")
        what.append(clip(plain_prose(finding.message), 200), style="not bold")
        what.append(f"\n{shorten(finding.path, 160)}:{finding.line}", style="dim not bold")
        table.add_row(Text(f"  {finding.severity.value}", style=SEVERITY_STYLE[finding.severity]), what)
    if len(findings) > most:
        table.add_row(Text(""), Text(f"and {len(findings) - most:,} more", style="dim"))
    return table


def _moves(view: CompareView) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(ratio=1, overflow="fold")
    for item in view.moved[:MOVED]:
        text = Text(f"  {visible(item.rule)} ", style="bold")
        text.append(f"{shorten(item.old.path, 100)}:{item.old.line} → ", style="not bold dim")
        text.append(f"{shorten(item.new.path, 100)}:{item.new.line}", style="not bold")
        table.add_row(text)
    if len(view.moved) > MOVED:
        table.add_row(Text(f"  and {len(view.moved) - MOVED:,} more", style="dim"))
    return table


def _unlike(found: Comparison) -> Table:
    reasons: dict[str, int] = {}
    for item in found.not_comparable:
        reasons[item.reason] = reasons.get(item.reason, 0) + 1
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    ranked = sorted(reasons.items(), key=lambda entry: (-entry[1], entry[0]))
    for reason, count in ranked[:UNLIKE]:
        table.add_row(Text(f"  {count:,}"), Text(clip(plain_prose(reason), 240)))
    if len(ranked) > UNLIKE:
        table.add_row(Text(""), Text(f"and {plural(len(ranked) - UNLIKE, 'more reason')}", style="dim"))
    return table


def _gates(found: Comparison) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for gate in found.gates:
        met = Text("  ✔ met", style="green") if gate.passed else Text("  ✖ not met", style="bold red")
        table.add_row(met, Text(plain_prose(parts.gate_text(gate))))
    return table


def _heading(title: str) -> Padding:
    return Padding(Text(title, style="bold"), (1, 0, 0, 0))
