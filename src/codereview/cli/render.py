"""``codereview render``: reports from a stored Audit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from codereview.cli import options, output
from codereview.cli.history import with_history
from codereview.cli.source import read


def render(
    source: Annotated[
        Path, typer.Argument(metavar="AUDIT.json", help="What `audit --json` printed; - for standard input.")
    ],
    formats: options.Formats = None,
    outputs: options.Outputs = None,
    template: options.Template = None,
    history: options.History = None,
    plain: options.Plain = False,
) -> None:
    """Make reports from an audit that was stored as JSON; the repository is not needed."""
    from codereview.report.serialize import from_json

    pairs, printed = output.pair(output.known(formats or []), outputs or [])
    templates = output.templates(template, pairs, printed)
    audit = with_history(from_json(read(source, "Audit"), str(source)), history)
    output.deliver(audit, pairs, printed, templates)
    if not pairs and not printed:
        output.show(audit, plain=plain, listing=False, verbose=False)
