"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help="The folder to audit; with files, those only.",
        show_default=False,
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", help="Only these rules: ids, prefixes, categories.", metavar="RULES"),
]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", help="Not these rules.", metavar="RULES")]
Exclude = Annotated[
    list[str] | None, typer.Option("--exclude", help="Leave these paths out.", metavar="GLOBS")
]
RuleFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules", help="A folder with rules of your own, which will be run; repeatable.", metavar="FOLDER"
    ),
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", help="Worker processes; one a core.", min=1)]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the cache.")]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Read this configuration file.", metavar="FILE")
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration file.")]
Formats = Annotated[
    list[str] | None, typer.Option("--format", "-f", help="Report format; repeatable.", metavar="NAME")
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        help="Write a report here, format by suffix, or a --format that its name says; repeatable.",
        metavar="FILE",
    ),
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile", help="Other tools to ask: quick, standard (no network) or full.", metavar="NAME"
    ),
]
Tools = Annotated[
    list[str] | None,
    typer.Option("--tools", help="These tools instead: ruff, mypy ...; none for none.", metavar="NAMES"),
]
Offline = Annotated[bool, typer.Option("--offline", help="Ask nothing over the network.")]
Evidence = Annotated[
    list[Path] | None,
    typer.Option(
        "--evidence",
        help="Coverage, JUnit XML, benchmarks or SARIF to show; never changes the score; repeatable.",
        metavar="FILE",
    ),
]
Base = Annotated[
    str | None,
    typer.Option(
        "--base", help="Show the change since this stored audit (.json) or commit.", metavar="AUDIT|COMMIT"
    ),
]
Plain = Annotated[bool, typer.Option("--plain", help="No colour, no box drawing, no progress.")]
Template = Annotated[
    Path | None,
    typer.Option(
        "--template",
        help="Templates of your own for HTML, Markdown and comment; files of the same name replace ours.",
        metavar="FOLDER",
    ),
]
History = Annotated[
    list[Path] | None,
    typer.Option(
        "--history",
        help="An earlier audit as JSON, for the trend; repeatable, the oldest first.",
        metavar="FILE",
    ),
]
