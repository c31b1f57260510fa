"""A plan as text: for a terminal, as a Markdown checklist for an issue, as JSON."""

from __future__ import annotations

import msgspec
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from codereview.report.console import ascii_strings, heading, laid_out, sentence
from codereview.report.environment import markdown_environment
from codereview.report.serialize import plain_json
from codereview.report.text import clip, mark, minutes, plain_prose, plural, shorten, visible
from codereview.score.again import UNPARSED_RULE
from codereview.score.planned import NOTICEABLE, Figures, Plan, Step

PLACES = 12
"""Places of a root cause that the checklist names."""
ALIKE = 3
"""Consecutive steps of a rule from which the terminal shows them as one; two in a long plan."""
LONG = 20
ROWS = 60
"""Rows that the terminal shows; the other forms hold all steps."""
ESTIMATE = (
    "Minutes are estimates: each rule's card names what one root cause takes somebody who knows the project."
)


def terminal(plan: Plan, width: int, *, plain: bool = False) -> RenderableType:
    """The plan for a terminal of some width."""
    if plain:
        plan = msgspec.convert(ascii_strings(msgspec.to_builtins(plan)), Plan)
    title = Text("codereview plan", style="bold")
    title.append(f"  {shorten(plan.project, 60)} · {asked(plan)}", style="not bold")
    blocks: list[RenderableType] = [title, heading(headline(plan))]
    blocks += [sentence(line) for line in remarks(plan)]
    if plan.steps:
        blocks += [heading("Steps"), _steps(plan, width)]
        blocks += [heading("Categories that change"), _categories(plan)]
    blocks.append(Text())
    blocks.append(sentence(f"{ESTIMATE} {certainty(plan)}".strip(), style="dim"))
    return Group(*blocks)


def terminal_text(plan: Plan, width: int = 80, *, plain: bool = False) -> str:
    """The plan as it goes into a pipe."""
    return laid_out(lambda columns: terminal(plan, columns, plain=plain), width, plain=plain)


def markdown(plan: Plan) -> str:
    """The plan as a checklist, such as an issue holds."""
    return (
        markdown_environment()
        .get_template("markdown/plan.md.j2")
        .render(
            plan=plan,
            asked=asked(plan),
            headline=headline(plan),
            remarks=remarks(plan),
            estimate=f"{ESTIMATE} {certainty(plan)}".strip(),
            changes=changes(plan),
            most=PLACES,
        )
        .strip()
        + "\n"
    )


def json(plan: Plan) -> bytes:
    """The plan as JSON, one value a line; equal plans give equal bytes."""
    return plain_json(plan)


def asked(plan: Plan) -> str:
    """What the plan was asked for, in words."""
    wish = plan.wish
    words = []
    if wish.target is not None:
        words.append(f"to {wish.grade or mark(wish.target)}")
    if wish.minutes is not None:
        words.append(f"within {minutes(wish.minutes)}")
    if wish.only:
        words.append("only " + ", ".join(wish.only))
    if wish.safe:
        words.append("safe fixes only")
    return ", ".join(words) or "all of it"


def headline(plan: Plan) -> str:
    """Before and after, in one sentence."""
    before, after = plan.before, plan.after
    if not plan.steps:
        if plan.wish.target is not None and plan.reached:
            return f"Nothing needs to be done: {_figure(before)} is there already."
        return f"Nothing that this plan may choose from raises the score: it stays at {_figure(before)}."
    work = f"{plural(len(plan.steps), 'root cause')} in {minutes(plan.minutes)}"
    if plan.wish.target is not None and not plan.reached:
        return f"{_target(plan)} cannot be reached: {work} lead from {_figure(before)} to {_figure(after)}."
    return f"{work}: from {_figure(before)} to {_figure(after)}."


def remarks(plan: Plan) -> list[str]:
    """What a reader should know of the result: caps, and what stands in the way of more."""
    out = []
    lifted = [cap for cap in plan.before.caps if cap not in plan.after.caps]
    if plan.steps and lifted and min(plan.before.score, plan.after.score) < plan.before.raw:
        out.append(
            f"A cap holds the score at {mark(plan.before.score)}, which is {mark(plan.before.raw)} without it; "
            "what lifts it comes first."
        )
    if any(step.rule == UNPARSED_RULE for step in plan.steps):
        out.append("What a file that can be read again would show for the first time, nobody knows.")
    return [*out, *([plan.without_limit] if plan.without_limit else []), *plan.in_the_way]


def certainty(plan: Plan) -> str:
    """How good the choice is known to be."""
    if not plan.steps:
        return ""
    if plan.wish.target is not None and not plan.without_limit:
        if not plan.gap:
            return "No cheaper choice gets there."
        return f"A cheaper choice would save {minutes(max(1, round(plan.gap)))} at most."
    time = " in this time" if plan.wish.minutes is not None else ""
    if not plan.gap:
        return f"No other choice gains more{time}."
    if plan.gap < NOTICEABLE:
        return f"No other choice gains a tenth of a point more{time}."
    return f"Another choice would gain {mark(plan.gap + 0.05)} points more{time} at most."


def changes(plan: Plan) -> list[tuple[str, float, float]]:
    """Categories whose score the plan changes: name, before, after."""
    after = plan.after.categories
    return [
        (name, value, after[name])
        for name, value in plan.before.categories.items()
        if mark(value) != mark(after.get(name, value))
    ]


def _figure(figures: Figures) -> str:
    return f"{mark(figures.score)} ({figures.grade})"


def _target(plan: Plan) -> str:
    name = plan.wish.grade or mark(plan.wish.target or 0)
    return f"{name} in {minutes(plan.wish.minutes or 0)}" if plan.without_limit else name


def _runs(plan: Plan) -> list[list[Step]]:
    """Consecutive steps of one rule, together."""
    out: list[list[Step]] = []
    for step in plan.steps:
        last = out[-1][0] if out else None
        same = last is not None and (last.rule, last.title, last.safe_fix, last.lifts_cap) == (
            step.rule, step.title, step.safe_fix, step.lifts_cap,
        )  # fmt: skip
        if same:
            out[-1].append(step)
        else:
            out.append([step])
    alike = ALIKE if len(plan.steps) <= LONG else 2
    return [part for run in out for part in ([run] if len(run) >= alike else [[step] for step in run])]


def _steps(plan: Plan, width: int) -> Table:
    table = Table.grid(padding=(0, 2))
    for name in ("", "takes", "so far", "score"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_row(
        *(Text(word, style="dim") for word in ("  #", "takes", "so far", "score", "what and where"))
    )
    room = max(24, width - 40)
    number = 0
    for run in _runs(plan)[:ROWS]:
        first, last = run[0], run[-1]
        name = f"{number + 1}" if len(run) == 1 else f"{number + 1}-{number + len(run)}"
        number += len(run)
        what = Text(f"{visible(first.rule)} ", style="bold")
        what.append(clip(plain_prose(first.title), 120), style="not bold")
        if first.lifts_cap:
            what.append("  lifts the cap", style="yellow not bold")
        if first.safe_fix:
            what.append("  safe fix", style="green not bold")
        place = first.places[0]
        what.append(f"\n{shorten(place.path, room)}:{place.line}", style="dim not bold")
        others = sum(len(step.places) for step in run) - 1
        if others:
            what.append(f" and {plural(others, 'other place')}", style="dim not bold")
        table.add_row(
            Text(f"  {name}"),
            Text(minutes(sum(step.minutes for step in run))),
            Text(minutes(last.minutes_so_far)),
            Text(f"{mark(last.score)} {last.grade:<2}"),
            what,
        )
    if number < len(plan.steps):
        left = plural(len(plan.steps) - number, "more root cause")
        table.add_row("", "", "", "", Text(f"and {left}; -o plan.md lists all", style="dim"))
    return table


def _categories(plan: Plan) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for name, before, after in changes(plan):
        table.add_row(Text(f"  {name}"), Text(mark(before)), Text(f"→ {mark(after)}"))
    return table
