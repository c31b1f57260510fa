"""``codereview audit``: the audit itself, its reports and its gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codereview.cli import flags, options, output
from codereview.cli.base import checked, with_base
from codereview.cli.history import with_history
from codereview.cli.progress import Bars

if TYPE_CHECKING:
    from codereview.auditor.run import Done
    from codereview.config import Settings
    from codereview.model import Audit


def audit(
    context: typer.Context,
    paths: options.Paths = None,
    formats: options.Formats = None,
    outputs: options.Outputs = None,
    template: options.Template = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-under", help="Fail below a score: 80, security=90; repeatable.", metavar="SCORE"
        ),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", help="Fail on a finding this severe or worse.", metavar="SEVERITY"),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    exclude: options.Exclude = None,
    rules: options.RuleFolders = None,
    profile: options.Profile = None,
    tools: options.Tools = None,
    offline: options.Offline = False,
    evidence: options.Evidence = None,
    history: options.History = None,
    base: options.Base = None,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print failed gates only.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say also what could not be told, and how long it took.")
    ] = False,
    plain: options.Plain = False,
) -> None:
    """Audit a repository and print its graded review.

    Nothing in the repository is imported or run. Exit status: 0 the gates pass (or none is set), 1 a gate
    failed, 2 usage or configuration error, 3 something that was asked for could not be assessed.
    """
    root, only = flags.targets(paths or [])
    checked(base, only)
    pairs, printed = output.pair(output.known([*(formats or []), *(["json"] if json else [])]), outputs or [])
    templates = output.templates(template, pairs, printed)
    chosen = flags.chosen(select, ignore, exclude, rules)
    limits = {"fail_under": flags.thresholds(fail_under), "fail_on": fail_on.lower() if fail_on else None}
    helpers = flags.helpers(profile, tools, offline)
    given = {**chosen, **limits, **helpers, **flags.evidence(evidence), **flags.running(jobs, no_cache)}
    settings = flags.settings(root, config, isolated, given)
    with Bars(shown=not (quiet or plain)) as progress:
        done = run(
            root,
            settings,
            only,
            progress,
            again(
                paths or [],
                {**chosen, **helpers, "evidence": evidence, "history": history, "base": base},
                config,
                isolated,
            ),
        )
        made = with_base(done.audit, base, root, settings, progress)
    result = with_history(made, history)
    files, out = output.deliver(result, pairs, printed, templates)
    if printed or quiet:
        from codereview.auditor import replay

        told = replay.Told(files, out, complaints(result), status(result))
        typer.echo(told.err, err=True, nl=False)
        # what templates and earlier audits hold is not among what is compared when a command is given again
        if context.obj and templates is None and not (history or base) and not flags.notices(settings):
            replay.keep(context.obj, done.asked, str(config) if config else None, done.key, told)
    else:
        with output.until_closed():
            output.show(result, plain=plain, listing=bool(only), verbose=verbose)
    raise typer.Exit(status(result))


def complaints(audit: Audit) -> str:
    """What failed, for standard error: the report on standard output is for programs, or there is none."""
    return "".join(f"{output.printable(gate.message)}\n" for gate in audit.gates if not gate.passed)


def run(
    root: Path, settings: Settings, only: tuple[Path, ...], progress: Bars, command: tuple[str, ...]
) -> Done:
    """The audit of a folder with its gates evaluated, and the command that gives it again."""
    import msgspec

    from codereview import gate
    from codereview.auditor.run import done
    from codereview.model import Category

    result = done(root, settings, only, progress)
    limits = dict(settings.fail_under)
    wanted = gate.GateSettings(
        fail_under=limits.pop("overall", None),
        fail_under_category={Category(name): least for name, least in limits.items()},
        fail_on=settings.fail_on,
    )
    gates = gate.evaluate(result.audit, wanted)
    audit = msgspec.structs.replace(result.audit, gates=tuple(gates), command=command)
    return msgspec.structs.replace(result, audit=audit)


def status(result: Audit) -> int:
    """The exit status that the gates of an audit ask for."""
    from codereview import gate

    return gate.exit_status(result.gates)


def again(
    paths: Sequence[Path], chosen: Mapping[str, Any], config: Path | None, isolated: bool
) -> tuple[str, ...]:
    """The arguments that give the same audit again; what changes only speed or output is left out."""
    out = ["audit", *(str(path) for path in paths or [Path()])]
    for key, values in chosen.items():
        if values is True:
            out.append(f"--{key}")
            continue
        for value in (values,) if isinstance(values, str) else values or ():
            out += [f"--{key}", str(value)]
    if config is not None:
        out += ["--config", str(config)]
    return (*out, "--isolated") if isolated else tuple(out)
