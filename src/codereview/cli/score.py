"""``codereview score``: the score worked out, and a receipt that anybody can check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codereview.cli import options, output, source
from codereview.errors import ConfigError

if TYPE_CHECKING:
    from codereview.auditor.run import Done
    from codereview.model import Audit
    from codereview.score.working import Working

NOT_SCORED = ("source", "rules", "evidence", "targets")
"""Settings that change no score, or name folders of this machine."""
FORMATS = ("terminal", "markdown", "json")


def score(
    path: source.Source = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show every step between.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="terminal, markdown or json.", metavar="NAME")
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option("--receipt", help="Write a receipt that `verify` works out again.", metavar="FILE"),
    ] = None,
    config: options.ConfigFile = None,
    isolated: options.Isolated = False,
    profile: options.Profile = None,
    tools: options.Tools = None,
    offline: options.Offline = False,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
    plain: options.Plain = False,
) -> None:
    """Show what the score is made of: points by finding, caps, the strict score.

    Exit status: 0, or 2 for a usage or configuration error.
    """
    from codereview.score.again import judged
    from codereview.score.working import working

    name = "json" if json else (format or "terminal").strip().lower()
    if name not in FORMATS:
        raise ConfigError(f"--format {format}: a score is written as {', '.join(FORMATS)}")
    asked = source.Asked(config, isolated, profile, tuple(tools or ()), offline, jobs, no_cache)
    audit, done = source.audit_of(path, asked, shown=not plain and name == "terminal")
    audit = source.scored(audit, path)
    assert audit.basis is not None
    work = working(judged(audit), audit.basis)
    assert work is not None, "an audit with a score and its basis can be worked out"
    _differs(audit, work)
    if receipt is not None:
        _receipt(receipt, audit, done)
    _deliver(audit, work, name, whole=explain, plain=plain)


def _differs(audit: Audit, work: Working) -> None:
    """Says so where a stored audit was scored with other numbers."""
    assert audit.score is not None
    if abs(audit.score.value - work.value) > 1e-6:
        typer.echo(
            f"Note: the audit says {audit.score.value:.2f}; with the numbers of this codereview its findings give"
            f" {work.value:.2f}.",
            err=True,
        )


def _deliver(audit: Audit, work: Working, name: str, *, whole: bool, plain: bool) -> None:
    from codereview.report import explained
    from codereview.report.blocks import as_markdown, for_terminal
    from codereview.report.console import show
    from codereview.report.serialize import plain_json

    if name == "json":
        output.emit(plain_json(explained.explained(audit, work)))
        return
    blocks = explained.page(audit, work, whole=whole)
    if name == "markdown":
        output.emit(as_markdown(blocks))
        return
    with output.until_closed():
        console = output.console()
        show(lambda width: for_terminal(blocks, plain=plain), console, plain=plain)


def _receipt(target: Path, audit: Audit, done: Done | None) -> None:
    """Writes the receipt. What is read from a stored audit has no files to hash, and the receipt says so."""
    import json

    from codereview.registry import packages
    from codereview.report.serialize import plain_json
    from codereview.score import receipt

    read, values = receipt.NOT_HASHED, {}
    if done is not None:
        if done.asked.only:
            raise ConfigError(
                "--receipt: a receipt is of a whole folder; give the folder instead of files in it"
            )
        read = receipt.inputs(done.files, done.unreadable)
        values = {key: value for key, value in json.loads(done.asked.dump).items() if key not in NOT_SCORED}
    made = receipt.receipt(audit, read, receipt.settings(values), packages())
    assert made is not None, "an audit with a score and its basis has a receipt"
    output.write(target, plain_json(made))
    typer.echo(f"The receipt is in {output.printable(str(target))}; `codereview verify` checks it.", err=True)
