"""``codereview doctor``: what an audit would use on this machine, and what mends what is missing."""

from __future__ import annotations

import os
import platform
import sys
from typing import Annotated

import typer

from codereview.cli import options, output


def doctor(
    json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False,
    plain: options.Plain = False,
) -> None:
    """Show which tools, versions, databases and caches are in use, and what is missing.

    Exit status: 0 all is there, 3 something is missing.
    """
    import msgspec

    from codereview.doctor import examined

    rows = examined()
    if json:
        output.emit(msgspec.json.format(msgspec.json.encode(rows), indent=1))
    else:
        width = max(len(row.what) for row in rows)
        lines = [f"Python {platform.python_version()}, {sys.platform}, {os.cpu_count() or 1} cores"]
        for row in rows:
            lines.append(f"{'ok     ' if row.ok else 'missing'}  {row.what:<{width}}  {row.state}")
            if row.remedy:
                lines.append(f"{'':9}{'':{width}}  -> {row.remedy}")
        output.emit("\n".join(output.printable(line) for line in lines))
    raise typer.Exit(0 if all(row.ok for row in rows) else 3)
