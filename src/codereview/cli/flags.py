"""The values of flags: comma-separated lists, thresholds, and the paths to audit."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from codereview.cli.output import printable
from codereview.errors import ConfigError, RepositoryError

if TYPE_CHECKING:
    from codereview.config import Settings


def split(values: Iterable[str] | None) -> tuple[str, ...] | None:
    """The items of a repeatable flag that also takes commas; None if it was not given."""
    items = tuple(item.strip() for value in values or () for item in value.split(",") if item.strip())
    return items or None


def thresholds(values: Iterable[str] | None) -> dict[str, float] | None:
    """``80`` and ``security=90`` as ``{"overall": 80.0, "security": 90.0}``; None if none was given.

    Raises:
        ConfigError: not a number. Unknown categories and numbers out of range are told by the settings.
    """
    out: dict[str, float] = {}
    for item in split(values) or ():
        name, sign, number = item.rpartition("=")
        try:
            out[name.strip().lower() if sign else "overall"] = float(number)
        except ValueError:
            raise ConfigError(
                f"--fail-under {item}: expected a score such as 80, or one of a category such as security=90"
            ) from None
    return out or None


def targets(paths: Sequence[Path]) -> tuple[Path, tuple[Path, ...]]:
    """The folder to audit, and the absolute paths to which the audit is limited (none: all of the folder).

    One folder is audited whole. Files, as a pre-commit hook passes them, and several folders limit the audit
    to themselves. Then the project is the current folder if it holds all of them, and else the nearest folder
    above them with ``.git`` or ``pyproject.toml``.

    Raises:
        RepositoryError: a path that does not exist or is neither a file nor a folder.
    """
    given = [Path(os.path.abspath(path)) for path in paths or [Path()]]
    for path, spelled in zip(given, paths or [Path()], strict=True):
        if not os.path.lexists(path):
            raise RepositoryError(f"{spelled}: there is no such file or folder; give the repository to audit")
        if not path.is_dir() and not path.is_file():
            raise RepositoryError(
                f"{spelled}: neither a folder nor a regular file; give the repository to audit"
            )
    if len(given) == 1 and given[0].is_dir():
        return given[0], ()
    here = Path(os.path.abspath("."))
    if all(here in path.parents or path == here for path in given):
        return here, () if here in given else tuple(given)
    common = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in given]))
    for folder in (common, *common.parents):
        if (folder / ".git").exists() or (folder / "pyproject.toml").is_file():
            return folder, tuple(given)
    return common, tuple(given)


def chosen(
    select: list[str] | None, ignore: list[str] | None, exclude: list[str] | None, rules: list[Path] | None
) -> dict[str, Any]:
    """What the command line says of rules and files, by the names of the settings; None where it is silent."""
    return {
        "select": split(select),
        "ignore": split(ignore),
        "exclude": split(exclude),
        "rules": tuple(path.absolute() for path in rules or ()) or None,
    }


def helpers(profile: str | None, tools: list[str] | None, offline: bool) -> dict[str, Any]:
    """What the command line says of other tools; None where it is silent."""
    names = split(tools)
    return {
        "profile": profile.strip().lower() if profile else None,
        "tools": None if names is None else tuple(n.lower() for n in names if n.lower() != "none"),
        "offline": offline or None,
    }


def evidence(files: list[Path] | None) -> dict[str, Any]:
    """The files of other programs that the command line names; None where it is silent.

    Raises:
        ConfigError: one of them does not exist.
    """
    for path in files or ():
        if not path.exists():
            raise ConfigError(f"--evidence {path}: there is no such file; leave it out, or write it first")
    return {"evidence": tuple(Path(os.path.abspath(path)) for path in files or ()) or None}


def running(jobs: int | None, no_cache: bool) -> dict[str, Any]:
    """What the command line says of how to run; it changes no result."""
    return {"jobs": jobs, "cache": False if no_cache else None}


def settings(root: Path, config: Path | None, isolated: bool, given: dict[str, Any]) -> Settings:
    """The settings of an audit of `root`; what its reader should know of them goes to standard error.

    Raises:
        ConfigError: a file or a value that cannot be used, or a selector that names no rule.
    """
    from codereview.config import load

    loaded = load(root, config, isolated, given)
    for notice in notices(loaded):
        typer.echo(printable(f"Note: {notice}"), err=True)
    return loaded


def notices(settings: Settings) -> tuple[str, ...]:
    """What the reader of an audit should know of its settings."""
    return (*settings.notices, *strangers(settings))


def strangers(settings: Settings) -> list[str]:
    """A notice for each selector in ``ignore`` that names no rule: its package may not be installed here.

    Raises:
        ConfigError: one in ``select`` names no rule, so that something asked for would silently not be
        looked at.
    """
    if not settings.select and not settings.ignore:
        return []  # an audit whose result is known needs no rule: loading them would take most of its time
    from codereview.model import Category
    from codereview.registry import adopted, load_rules
    from codereview.triage.select import names

    cards = [*(rule.card for rule in load_rules(settings.rules)), *adopted().cards.values()]
    rules = [(card.id, card.area) for card in cards]
    known = [*(rule for rule, _ in rules), *(category.value for category in Category)]

    def strange(item: str) -> bool:
        if item.strip().lower() in known or ":" in item:  # rules of SARIF files are known when those are read
            return False
        return not any(names([item], rule, category) for rule, category in rules)

    for item in settings.select:
        if strange(item):
            near = difflib.get_close_matches(item, known, n=1) or difflib.get_close_matches(
                item.upper(), known, n=1
            )
            hint = f"did you mean {near[0]}?" if near else "`codereview rules` lists all of them"
            raise ConfigError(f"select {item}: no rule has this id, prefix or category; {hint}")
    return [
        f"ignore {item}: no rule has this id, prefix or category" for item in settings.ignore if strange(item)
    ]
