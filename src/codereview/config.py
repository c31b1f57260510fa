"""Settings of an audit: defaults, then the repository's configuration, then the command line.

The configuration is the table ``[tool.codereview]`` of ``pyproject.toml``, or the whole of
``codereview.toml``. Where a folder has both, ``codereview.toml`` wins and the other is not read. They are
looked for in the audited folder and then in its parents, up to the root of the git work tree.

A repository's own configuration may select rules, but it may not load code: rule folders that it names are
refused, with a notice. Only the command line, or a file given by ``--config`` that lies outside of the
audited folder, may name them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from codereview.config_errors import explain, names_table, read_table
from codereview.errors import ConfigError
from codereview.model import Category, Severity, Zone

FILES = ("codereview.toml", "pyproject.toml")
ADDED = ("ignore", "exclude")
"""Lists that the command line adds to; it replaces every other value."""


class Table(BaseModel):
    """Base of all tables: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Suppress(Table):
    """One entry of ``suppress``: findings of `rule` in files that match `path` are not counted, for
    `reason`.
    """

    rule: str = Field(min_length=1)
    path: str = Field(default="**", min_length=1)
    reason: str = Field(min_length=3)


class Targets(Table):
    """What the metrics are held against. Coverage in per cent, complexity by McCabe's count."""

    annotation_coverage: float = Field(default=90, ge=0, le=100)
    public_annotation_coverage: float = Field(default=95, ge=0, le=100)
    any_share: float = Field(default=10, ge=0, le=100)
    docstring_coverage: float = Field(default=80, ge=0, le=100)
    test_coverage: float = Field(default=80, ge=0, le=100)
    test_reach: float = Field(default=80, ge=0, le=100)
    duplication: float = Field(default=5, ge=0, le=100)
    reachable_modules: float = Field(default=100, ge=0, le=100)
    mean_complexity: float = Field(default=5, gt=0)
    max_complexity: float = Field(default=15, gt=0)
    max_cognitive_complexity: float = Field(default=20, gt=0)
    maintainability_index: float = Field(default=65, ge=0, le=100)


class Settings(Table):
    """All that steers an audit; the docstring of each field is its documentation.

    ``select``, ``ignore``: rule ids, prefixes (``SEC``) or category names. ``include``, ``exclude``: globs
    in the manner of ``.gitignore``, relative to the audited folder. ``fail_under`` maps ``overall`` or a
    category to a score. ``python`` overrides the declared minimum version. ``rule`` holds each rule's own
    options by rule id. ``profile`` and ``tools`` say which other tools are asked, ``offline`` keeps all of them
    from the network. ``evidence`` are files of other programs (coverage, test results, benchmarks, SARIF) besides those
    in the usual places. ``source`` is the file that was read, and ``notices`` is what the reader should know
    about it; neither can be set.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    jobs: int | None = Field(default=None, ge=1, le=1024)
    cache: bool = True
    profile: Literal["quick", "standard", "full"] = "standard"
    tools: tuple[Literal["bandit", "mypy", "pip-audit", "pyrefly", "ruff"], ...] | None = None
    offline: bool = False
    evidence: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    fail_under: dict[str, float] = {}
    fail_on: Severity | None = None
    python: tuple[int, int] | None = None
    zones: dict[Zone, tuple[str, ...]] = {}
    suppress: tuple[Suppress, ...] = ()
    targets: Targets = Targets()
    rule: dict[str, dict[str, Any]] = {}
    source: str = ""
    notices: tuple[str, ...] = ()

    @property
    def processes(self) -> int:
        """How many processes may be used: what ``jobs`` says, or one for each core."""
        return self.jobs or os.cpu_count() or 1

    @field_validator("fail_under", mode="before")
    @classmethod
    def _thresholds(cls, value: object) -> object:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = {"overall": value}
        if not isinstance(value, dict):
            raise ValueError("expected a number, or a table such as { overall = 80, security = 90 }")
        known = ("overall", *(item.value for item in Category))
        for name, score in value.items():
            if name not in known:
                raise ValueError(f"{name!r} is no category; known are {', '.join(known)}")
            if isinstance(score, bool) or not isinstance(score, (int, float)) or not 0 <= score <= 100:
                raise ValueError(f"the threshold of {name} is a number from 0 to 100, not {score!r}")
        return value

    @field_validator("python", mode="before")
    @classmethod
    def _version(cls, value: object) -> object:
        if value is None or isinstance(value, tuple):
            return value
        parts = value.split(".") if isinstance(value, str) else []
        if len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
            raise ValueError('expected a version in quotation marks, such as "3.11"')
        return int(parts[0]), int(parts[1])


SETTABLE = tuple(name for name in Settings.model_fields if name not in ("source", "notices"))


def load(
    root: Path,
    config: Path | None = None,
    isolated: bool = False,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings for an audit of `root`.

    Args:
        root: the audited folder.
        config: a file to read instead of the repository's own; any name, and ``pyproject.toml`` by its table.
        isolated: read no configuration file at all.
        overrides: values from the command line, None where not given. ``ignore`` and ``exclude`` are added
            to those of the file, ``fail_under`` is merged by category, everything else is replaced.

    Raises:
        ConfigError: a file that cannot be read, or a value that cannot be used; names file, line, key and
        expectation.
    """
    given = {key: value for key, value in (overrides or {}).items() if value is not None}
    found: tuple[Path | None, tuple[str, ...]] = (config, ())
    if config is None and not isolated:
        found = find(root)
    path, notices = found
    if config is not None and not config.is_file():
        raise ConfigError(f"{config}: there is no such configuration file; --config takes a TOML file")
    values: dict[str, Any] = {}
    if path is not None:
        values, text, prefix = read_table(path)
        trusted = config is not None and not _inside(config, root)
        notices += _refuse_folders(values, path, root, trusted=trusted)
        notices += _refuse_evidence(values, path, root, trusted=trusted)
        _validate(values, path, text, prefix)
    return _merge(values, given, "" if path is None else str(path), notices)


def find(root: Path) -> tuple[Path | None, tuple[str, ...]]:
    """The configuration file for `root`: in it, or in a parent up to the root of the git work tree.

    With it comes what the reader should know of a ``pyproject.toml`` that was passed over because it cannot
    be read and names no table of ours: its fault is the project's, which is audited all the same.

    Raises:
        ConfigError: a ``pyproject.toml`` that cannot be read although it has such a table.
    """
    top = root.resolve()
    folders = [top, *top.parents]
    depth = next((number for number, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    notices: list[str] = []
    for path in (folder / name for folder in folders[: depth + 1] for name in FILES):
        if not path.is_file():
            continue
        try:
            if path.name != "pyproject.toml" or read_table(path)[0]:
                return path, tuple(notices)
        except ConfigError as error:
            if names_table(path):
                raise
            notices.append(f"{error}; the audit goes on without it.")
    return None, tuple(notices)


def _validate(values: dict[str, Any], path: Path, text: str, prefix: tuple[str, ...]) -> None:
    unknown = {key for key in ("source", "notices") if key in values}
    try:
        Settings.model_validate({key: value for key, value in values.items() if key not in unknown})
    except ValidationError as error:
        raise ConfigError(explain(error, Settings, path, text, prefix)) from None
    for key in unknown:
        raise ConfigError(f"{path}: {key} is not a key of the configuration; known are {', '.join(SETTABLE)}")


def _refuse_folders(values: dict[str, Any], path: Path, root: Path, *, trusted: bool) -> tuple[str, ...]:
    """Takes untrusted rule folders out of `values`, and makes trusted ones relative to the file that names
    them.
    """
    folders = values.get("rules")
    if not folders or not isinstance(folders, list):
        return ()
    if trusted:
        values["rules"] = [str(path.parent / item) if isinstance(item, str) else item for item in folders]
        return ()
    del values["rules"]
    named = ", ".join(str(item) for item in folders)
    return (
        f"The rule folders that {path.name} names ({named}) were not loaded: the configuration of an audited "
        "repository may select rules, not load code. Give them as --rules FOLDER if you trust them.",
    )


def _refuse_evidence(values: dict[str, Any], path: Path, root: Path, *, trusted: bool) -> tuple[str, ...]:
    """Makes evidence files relative to the configuration that names them; takes those out that an untrusted one looks
    for outside of the audited folder.
    """
    named = values.get("evidence")
    if not isinstance(named, list) or not all(isinstance(item, str) for item in named):
        return ()
    places = [path.parent.absolute() / item for item in named]
    allowed = [place for place in places if trusted or _inside(place, root)]
    values["evidence"] = [str(place) for place in allowed]
    refused = [item for item, place in zip(named, places, strict=True) if place not in allowed]
    if not refused:
        return ()
    return (
        f"The evidence files that {path.name} names outside of the audited folder ({', '.join(refused)}) were not "
        "read. Give them as --evidence FILE if they are meant.",
    )


def _inside(path: Path, root: Path) -> bool:
    """Whether a file belongs to the audited tree, by its name or by what a link leads to."""
    top = root.resolve()
    by_name = path.parent.resolve() / path.name
    return any(top == item or top in item.parents for item in (by_name, path.resolve()))


def _merge(values: dict[str, Any], given: dict[str, Any], source: str, notices: tuple[str, ...]) -> Settings:
    merged = {**values, **given, "source": source, "notices": notices}
    for key in ADDED:
        if key in given:
            merged[key] = (*values.get(key, ()), *given[key])
    if "fail_under" in given:
        before = values.get("fail_under", {})
        merged["fail_under"] = {
            **(before if isinstance(before, dict) else {"overall": before}),
            **given["fail_under"],
        }
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        raise ConfigError(explain(error, Settings, None, "", ())) from None
