"""The audit that a command works on: a stored one, or that of a folder, made now."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codereview.cli import flags
from codereview.cli.progress import Bars
from codereview.errors import AuditFileError, RepositoryError

if TYPE_CHECKING:
    from codereview.auditor.run import Done
    from codereview.model import Audit

Source = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH|AUDIT.json",
        help="A folder to audit, or what `audit --json` printed; - for standard input.",
        show_default=False,
    ),
]


@dataclass(frozen=True)
class Asked:
    """The flags that say how a folder is audited; a stored audit needs none of them."""

    config: Path | None = None
    isolated: bool = False
    profile: str | None = None
    tools: tuple[str, ...] | None = None
    offline: bool = False
    jobs: int | None = None
    no_cache: bool = False


def audit_of(source: Path | None, asked: Asked, *, shown: bool) -> tuple[Audit, Done | None]:
    """The audit, and for a folder what was asked and read.

    Args:
        source: None is the current folder; a folder; else a file that holds an audit.
        asked: how to audit a folder.
        shown: whether to show progress.

    Raises:
        AuditFileError: the file cannot be read or is no audit.
        RepositoryError, ConfigError: the folder cannot be audited so.
    """
    if source is not None and str(source) != "-" and not os.path.lexists(source):
        raise RepositoryError(f"{source}: there is no such folder, and no such Audit file")
    if source is not None and not source.is_dir() and source.suffix not in (".py", ".pyi", ".ipynb"):
        from codereview.report.serialize import from_json

        return from_json(read(source, "Audit"), str(source)), None
    from codereview.cli.audit import again, run

    paths = [source] if source is not None else []
    root, only = flags.targets(paths)
    helpers = flags.helpers(asked.profile, list(asked.tools) if asked.tools else None, asked.offline)
    given: dict[str, Any] = {**helpers, **flags.running(asked.jobs, asked.no_cache)}
    settings = flags.settings(root, asked.config, asked.isolated, given)
    with Bars(shown=shown) as progress:
        done = run(root, settings, only, progress, again(paths, helpers, asked.config, asked.isolated))
    return done.audit, done


def read(source: Path, what: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``.

    Raises:
        AuditFileError: it cannot be read.
    """
    if str(source) == "-":
        return sys.stdin.buffer.read()
    try:
        return source.read_bytes()
    except OSError as error:
        raise AuditFileError(f"{source}: the {what} file cannot be read ({error.strerror})") from None


def scored(audit: Audit, source: Path | None) -> Audit:
    """The audit, if its score can be worked out again by the model of this program.

    Raises:
        AuditFileError: it has no score, does not hold what its score stands on, or is of another model.
    """
    from codereview.score.again import again, judged
    from codereview.score.table import SCORE_MODEL

    name = "this audit" if source is None else str(source)
    if audit.tool.score_model != SCORE_MODEL:
        raise AuditFileError(
            f"{name} was scored by model {audit.tool.score_model}, and this codereview works by model {SCORE_MODEL}: "
            "audit the project again, or take the version that made it"
        )
    if audit.score is None:
        raise AuditFileError(f"{name} has no score: {reasons(audit)}, so that there is nothing to work out")
    if audit.basis is None:
        raise AuditFileError(f"{name} does not hold what its score stands on: audit the project again")
    if any(item.effort_minutes < 0 or item.units < 0 for item in audit.findings):
        raise AuditFileError(
            f"{name} is not a valid audit: a finding has a negative effort or number of units"
        )
    try:
        again(judged(audit), audit.basis)
    except ValueError as error:
        raise AuditFileError(f"{name} is not a valid audit: {error}") from None
    return audit


def reasons(audit: Audit) -> str:
    """Why there is no score."""
    return next(
        (reason for item in audit.categories for reason in item.not_assessed),
        "there are no statements in production code",
    )


def selected(audit: Audit, only: Collection[str], *, safe: bool) -> set[str]:
    """The ids of the root causes that ``--only`` and ``--safe`` leave."""
    from codereview.triage.select import names

    return {
        cause.id
        for cause in audit.causes
        if (not only or names(only, cause.rule, cause.category)) and (cause.safe_fix or not safe)
    }
