"""Known vulnerabilities in one audit: the user's database, and pip-audit asked through it or over the network."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from codereview.adapters.base import Adapter
from codereview.advisories.place import identity
from codereview.facts.dependencies.project import Dependencies
from codereview.model import AdvisoryData, Zone

if TYPE_CHECKING:
    from codereview.config import Settings
    from codereview.facts.dependencies.advisories import Advisories


def known(dependencies: Dependencies) -> Advisories:
    """The advisories on every package that the manifests name; a value that says why, where there are none."""
    from codereview.advisories.database import read

    return read({r.name for manifest in dependencies.manifests.values() for r in manifest.requirements})


def data(advisories: Advisories, today: datetime.date) -> AdvisoryData | None:
    """What reports say of the database: its date and how old that is; None without one."""
    if advisories.missing:
        return None
    try:
        age = (today - datetime.date.fromisoformat(advisories.date)).days
    except ValueError:
        age = None
    return AdvisoryData(
        source=advisories.source, date=advisories.date, imported=advisories.imported, age_days=age
    )


def pip_audit(
    settings: Settings,
    texts: Mapping[str, str],
    zones: Mapping[str, Zone],
    python: tuple[int, int],
    stack: ExitStack,
    later: list[Callable[[], None]],
) -> Adapter | str:
    """pip-audit for the pins of a project, or why it cannot be asked.

    Args:
        settings: over the network only with the profile ``full`` and not ``offline``.
        texts, zones: of the manifests, see `codereview.facts.dependencies.project.Dependencies`.
        python: the lowest Python version that the project declares.
        stack: closes the database and its endpoint at the end of the audit.
        later: gets what is to be called once our own workers are at work: they are copies of this process, which
            are made only as long as it has one thread. Until then pip-audit waits for its answers.
    """
    from codereview.adapters.pip_audit import PipAudit, PipAuditOnline
    from codereview.facts.dependencies.pins import asked_of

    pins = asked_of(Dependencies(texts, zones), python).pins
    if not pins:
        return "no manifest pins a version"
    if settings.profile == "full" and not settings.offline:
        return PipAuditOnline(pins)
    if not identity():
        return "no advisories have been imported, and the network may not be asked"
    from codereview.advisories.database import Database
    from codereview.advisories.endpoint import Endpoint
    from codereview.errors import ConfigError

    try:
        database = stack.enter_context(Database())
    except ConfigError as error:
        return str(error)
    endpoint = Endpoint(database)
    stack.callback(endpoint.close)
    later.append(endpoint.start)
    return PipAudit(pins, endpoint.url)
