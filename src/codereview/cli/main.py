"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from codereview import __version__
from codereview.cli.advisories import advisories
from codereview.cli.audit import audit
from codereview.cli.compare import compare
from codereview.cli.doctor import doctor
from codereview.cli.explain import explain
from codereview.cli.fix import fix
from codereview.cli.guard import guarded
from codereview.cli.plan import plan
from codereview.cli.render import render
from codereview.cli.rules import rules
from codereview.cli.score import score
from codereview.cli.verify import verify

main = typer.Typer(
    name="codereview",
    help="Audits a Python repository without running it, and prints a graded, evidence-backed review report.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"codereview {__version__}")
        raise typer.Exit


@main.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Audits a Python repository without running it, and prints a graded, evidence-backed review report.

    Exit status: 0 the gates pass (or none is set), 1 a gate failed, 2 usage or configuration error, 3
    something that was asked for could not be assessed.
    """


for command in (audit, compare, score, verify, plan, fix, explain, rules, render, doctor):
    main.command()(guarded(command))
main.add_typer(advisories)
