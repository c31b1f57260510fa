"""``codereview plan``: what to fix in the time there is, or to reach a grade."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codereview.cli import flags, options, output, source
from codereview.errors import ConfigError

if TYPE_CHECKING:
    from codereview.model import Audit
    from codereview.score.planned import Plan

DEFAULT_MINUTES = 120
FORMATS = ("terminal", "markdown", "json")
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".json": "json", ".txt": "terminal"}


def plan(
    path: source.Source = None,
    hours: Annotated[
        float | None,
        typer.Option("--hours", help="The time there is; 2 if nothing is said.", metavar="HOURS"),
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", help="The same in minutes.", metavar="MINUTES")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="Reach a grade (B+) or a score (85).", metavar="GRADE")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Choose from these only: ids, prefixes, categories.", metavar="RULES"),
    ] = None,
    safe: Annotated[bool, typer.Option("--safe", help="Choose only what a safe fix mends.")] = False,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="terminal, markdown or json.", metavar="NAME")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write the plan here, format by suffix.", metavar="FILE"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    profile: options.Profile = None,
    tools: options.Tools = None,
    offline: options.Offline = False,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
    plain: options.Plain = False,
) -> None:
    """Choose the root causes that raise the score most in some time, or reach a grade soonest.

    The score is worked out by the model itself, caps and all. Exit status: 0, also where the grade cannot be
    reached; 2 usage or configuration error.
    """
    from codereview.score.planned import Wish
    from codereview.score.planned import plan as planned

    name = _format("json" if json else format, out)
    time = _minutes(hours, minutes)
    least, grade = _target(to)
    if time is None and least is None and not safe:
        time = DEFAULT_MINUTES
    chosen = flags.split(only) or ()
    asked = source.Asked(config, isolated, profile, tuple(tools or ()), offline, jobs, no_cache)
    audit, _ = source.audit_of(path, asked, shown=not plain)
    audit = source.scored(audit, path)
    _known(chosen, audit)
    wish = Wish(minutes=time, target=least, grade=grade, only=chosen, safe=safe)
    made = planned(audit, wish, source.selected(audit, chosen, safe=safe))
    assert made is not None, "an audit with a score and its basis has a plan"
    _deliver(made, name, out, plain=plain)


def _deliver(made: Plan, name: str, out: Path | None, *, plain: bool) -> None:
    from codereview.report import plan as report
    from codereview.report.console import show

    if name == "terminal" and out is None:
        with output.until_closed():
            console = output.console()
            show(lambda width: report.terminal(made, width, plain=plain), console, plain=plain)
        return
    content: str | bytes
    if name == "markdown":
        content = report.markdown(made)
    else:
        content = report.json(made) if name == "json" else report.terminal_text(made, plain=plain)
    if out is None:
        output.emit(content)
    else:
        output.write(out, output.ended(content))


def _format(name: str | None, out: Path | None) -> str:
    by_suffix = SUFFIXES.get(out.suffix.lower()) if out is not None else None
    if name is None:
        if out is not None and by_suffix is None:
            raise ConfigError(
                f"{out}: the ending names no format of a plan; use one of {', '.join(SUFFIXES)}, or give --format"
            )
        return by_suffix or "terminal"
    if name.strip().lower() not in FORMATS:
        raise ConfigError(f"--format {name}: a plan is written as {', '.join(FORMATS)}")
    return name.strip().lower()


def _minutes(hours: float | None, minutes: int | None) -> int | None:
    if hours is not None and minutes is not None:
        raise ConfigError("--hours and --minutes say the same: give one of them")
    if hours is not None and not (math.isfinite(hours) and 0 < hours <= 100_000):
        raise ConfigError(f"--hours {hours:g}: expected a positive number such as 2 or 0.5")
    if minutes is not None and minutes <= 0:
        raise ConfigError(f"--minutes {minutes}: expected a positive number such as 90")
    return round(hours * 60) if hours is not None else minutes


def _target(to: str | None) -> tuple[float | None, str]:
    from codereview.score.table import GRADES

    if to is None:
        return None, ""
    grades = {name: least for least, name in GRADES}
    name = to.strip().upper()
    if name in grades:
        return grades[name], name
    try:
        least = float(to)
    except ValueError:
        least = math.nan
    if not 0 <= least <= 100:
        raise ConfigError(f"--to {to}: expected a grade ({', '.join(grades)}) or a score from 0 to 100")
    return least, ""


def _known(only: Iterable[str], audit: Audit) -> None:
    """Refuses what names no rule of the audit and no category: a plan for a slip of the pen would be empty."""
    from codereview.model import Category
    from codereview.triage.select import names

    rules = {(card.id, card.category) for card in audit.rules} | {(c.rule, c.category) for c in audit.causes}
    categories = [category.value for category in Category]
    for item in only:
        if item.lower() not in categories and not any(names([item], *rule) for rule in rules):
            raise ConfigError(
                f"--only {item}: no rule of this audit has this id or prefix; categories are {', '.join(categories)}"
            )
