"""``codereview advisories``: the user's own database of known vulnerabilities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codereview.cli import output
from codereview.cli.guard import guarded

if TYPE_CHECKING:
    from codereview.advisories.database import Status
    from codereview.advisories.importing import Imported

STALE_DAYS = 30
"""Age of the data from which `status` says that a newer export is due."""

advisories = typer.Typer(
    name="advisories",
    help="Known vulnerabilities, kept on this machine: audits then need no network for them.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@advisories.command(name="import")
@guarded
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="OSV's PyPI export (all.zip), or a checkout of the PyPA advisory database, as folder or zip.",
        ),
    ],
) -> None:
    """Take in advisories from a file; what was imported before is replaced."""
    from codereview.advisories.importing import import_file

    for line in imported(import_file(file)):
        output.emit(output.printable(line))


@advisories.command()
@guarded
def status(json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False) -> None:
    """Show which advisories are there, and how old they are."""
    from datetime import datetime, timezone

    from codereview.advisories.database import Database

    with Database() as database:
        found = database.status
    today = datetime.now(timezone.utc).date().isoformat()
    if json:
        import msgspec

        values = {
            **msgspec.structs.asdict(found),
            "path": str(found.path),
            "age_days": age(found.date, today),
        }
        output.emit(msgspec.json.format(msgspec.json.encode(values), indent=1))
        return
    for line in described(found, today):
        output.emit(output.printable(line))


def imported(found: Imported) -> list[str]:
    """What to say of an import."""
    lines = [f"{_many(found.count, 'advisory', 'advisories')} on {_many(found.packages, 'package')}, data of "
             f"{found.date or 'unknown date'}: {found.path}"]  # fmt: skip
    if found.withdrawn:
        lines.append(f"{_many(found.withdrawn, 'withdrawn advisory', 'withdrawn advisories')} left out")
    if found.foreign:
        lines.append(
            f"{_many(found.foreign, 'advisory', 'advisories')} left out that are about no package of PyPI"
        )
    if found.unread_ranges:
        lines.append(
            f"{_many(found.unread_ranges, 'range')} left out with versions that PEP 440 does not know"
        )
    if found.damaged:
        more = ", ..." if found.damaged > len(found.damaged_names) else ""
        names = ", ".join(found.damaged_names) + more
        lines.append(f"{_many(found.damaged, 'file')} could not be read: {names}; what they say is not known")
    return lines


def described(found: Status, today: str) -> list[str]:
    """What to say of a database."""
    days = age(found.date, today)
    old = "" if days is None else f", {_many(days, 'day')} old"
    lines = [
        f"{_many(found.count, 'advisory', 'advisories')} on {_many(found.packages, 'package')}: {found.path}",
        f"data of {found.date or 'unknown date'}{old}; imported {found.imported} from {found.source}",
    ]
    if found.damaged:
        lines.append(f"{_many(found.damaged, 'file')} of it could not be read")
    if days is None or days > STALE_DAYS:
        lines.append(
            "what has been published since is not known; codereview advisories import FILE takes in a newer export"
        )
    return lines


def age(day: str, today: str) -> int | None:
    """Days between two dates (``2024-10-10``), at least 0; None if the first is no date."""
    from datetime import date

    try:
        return max((date.fromisoformat(today) - date.fromisoformat(day)).days, 0)
    except ValueError:
        return None


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
