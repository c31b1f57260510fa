"""``codereview compare OLD NEW``: what changed between two audits, two commits, or a commit and the work tree."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codereview.cli import flags, options, output, sides
from codereview.cli.progress import Bars
from codereview.errors import ConfigError

if TYPE_CHECKING:
    from codereview.compare import Comparison
    from codereview.model import Severity


def compare(
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="A stored audit (.json), a commit, branch or tag, or a folder."),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same; . is the work tree as it stands.")],
    repository: Annotated[
        Path | None,
        typer.Option(
            "--repository", help="Where commits are looked up; the current folder.", metavar="FOLDER"
        ),
    ] = None,
    formats: options.Formats = None,
    outputs: options.Outputs = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    fail_on_new: Annotated[
        str | None,
        typer.Option("--fail-on-new", help="Fail on a new finding this severe or worse.", metavar="SEVERITY"),
    ] = None,
    fail_if_lower: Annotated[
        float | None,
        typer.Option(
            "--fail-if-lower",
            help="Fail if the score fell by more than so many points; 0 for any.",
            min=0.0,
            metavar="POINTS",
        ),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    exclude: options.Exclude = None,
    rules: options.RuleFolders = None,
    profile: options.Profile = None,
    tools: options.Tools = None,
    offline: options.Offline = False,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print failed gates only.")] = False,
    plain: options.Plain = False,
) -> None:
    """Compare two audits: new, fixed and moved findings, and the change of the score by cause.

    Commits are read from git's objects; work tree, index and hooks are not touched. Both sides are audited with the
    same settings, those of the new one. Exit status: 0 the gates pass (or none is set), 1 a gate failed, 2 usage or
    configuration error, 3 something that was asked for could not be assessed.
    """
    from codereview.gate import exit_status

    pairs, printed = output.pair(output.known([*(formats or []), *(["json"] if json else [])]), outputs or [])
    least = severity(fail_on_new)
    given = {
        **flags.chosen(select, ignore, exclude, rules),
        **flags.helpers(profile, tools, offline),
        **flags.running(jobs, no_cache),
    }
    named = sides.named(old, new, repository)
    with Bars(shown=not (quiet or plain)) as progress:
        found = made(named, given, config, isolated, progress)
    found = gated(found, least, fail_if_lower)
    deliver(found, pairs, printed)
    if printed or quiet or pairs:
        failed = [gate.message for gate in found.gates if not gate.passed]
        typer.echo("".join(f"{output.printable(message)}\n" for message in failed), err=True, nl=False)
    if not (printed or quiet):
        from codereview.report.compare_terminal import render_comparison

        with output.until_closed():
            render_comparison(found, output.console(), plain)
    raise typer.Exit(exit_status(found.gates))


def made(
    named: Sequence[sides.Named],
    given: dict[str, object],
    config: Path | None,
    isolated: bool,
    progress: Bars,
) -> Comparison:
    """The comparison of two sides; those that are no stored audits are audited first."""
    from codereview.compare import compare as compared

    with sides.ready(named) as (before, after):
        settings = None
        if any(side.kind != "audit" for side in named):
            settings = sides.settings_for((before, after), config, isolated, given)
        old, new = (sides.audit(side, settings, progress) for side in (before, after))
        renamed, unread = sides.files(before, after)
        return compared(
            old,
            new,
            labels=(named[0].label, named[1].label),
            kinds=(named[0].kind, named[1].kind),
            renamed=renamed,
            unread=unread,
        )


def gated(found: Comparison, least: Severity | None, points: float | None) -> Comparison:
    """The comparison with the thresholds that were asked for."""
    import msgspec

    from codereview.compare.gates import evaluate

    return msgspec.structs.replace(found, gates=evaluate(found, least, points))


def deliver(found: Comparison, pairs: Sequence[tuple[Path, str]], printed: Sequence[str]) -> None:
    """Writes the reports that go into files, and prints those that go to standard output.

    Raises:
        ConfigError: a file cannot be written.
    """
    from codereview.report.compare_formats import render

    for path, name in pairs:
        output.write(path, output.encoded(render(found, name)))
    with output.until_closed():
        output.emit(b"".join(output.ended(render(found, name)) for name in printed))


def severity(given: str | None) -> Severity | None:
    """The severity that ``--fail-on-new`` names.

    Raises:
        ConfigError: there is none of that name.
    """
    from codereview.model import Severity

    if given is None:
        return None
    names = [item.value for item in Severity]
    if given.strip().lower() in names:
        return Severity(given.strip().lower())
    near = difflib.get_close_matches(given.lower(), names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
    raise ConfigError(f"--fail-on-new {output.printable(given)}: there is no such severity; {hint}")
