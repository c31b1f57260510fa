"""Copies that are kept beside each other for a reason, or hardly have a place in common."""

from __future__ import annotations

import re

from codereview.api import Zone
from codereview.facts.clones import CloneClass
from codereview.facts.project import ProjectFacts

from ..._syntax.aside import is_set_aside
from ..._syntax.by_hand import is_run_by_hand, is_run_once

_OF_HAND = 40
"""Statements below which a copy costs scripts that are started by hand less than a module that both need."""
_VERSION = re.compile(r"(?<![A-Za-z0-9])v\d+(?![A-Za-z0-9])")
_STAGES = frozenset(
    "dev development local prod production stage staging test testing qa uat demo ci deploy docker heroku".split()
)
_MANIFEST = re.compile(
    r"(?:^|/)(?:pyproject\.toml|setup\.py|requirements[\w.-]*\.txt|Pipfile|Dockerfile[\w.-]*|package\.json)$"
)
_WAYS = frozenset("sync async asgi wsgi asyncio aio trio anyio curio gevent twisted threading".split())


def are_ways_of_waiting(clone: CloneClass) -> bool:
    """Whether the files are one module for threads and for event loops: ``sync/client.py`` and ``aio/client.py``. The
    language has no way to write both at once; they are to be made from one another."""
    return len({_without_way(place.path) for place in clone.places}) == 1


def _without_way(path: str) -> tuple[str, ...]:
    parts = path.removesuffix(".py").split("/")
    named = ("_".join(word for word in part.split("_") if word not in _WAYS) for part in parts)
    return tuple(name for name in named if name)


def _are_kept_apart(one: str, other: str) -> bool:
    """Whether two files are versions of one interface, or the settings of two stages, each of them written out."""
    if _VERSION.search(one) and _VERSION.sub("v", one) == _VERSION.sub("v", other):
        return True
    return "settings" in one and _without_stage(one) == _without_stage(other)


def _without_stage(path: str) -> tuple[str, ...]:
    words = re.split(r"[/_.-]", path.removesuffix(".py"))
    return tuple(word for word in words if word not in _STAGES and word not in ("__init__", "settings", ""))


def _owner(path: str, manifests: frozenset[str]) -> str:
    """The nearest folder above a file that has a manifest or a container of its own; empty for the root."""
    folder = path.rpartition("/")[0]
    while folder and folder not in manifests:
        folder = folder.rpartition("/")[0]
    return folder


def deployed(project: ProjectFacts) -> frozenset[str]:
    """The folders with a manifest or a container of their own."""
    return frozenset(
        path.rpartition("/")[0] for path in (*project.others, *project.files) if _MANIFEST.search(path)
    )


def stand_apart(project: ProjectFacts, clone: CloneClass, manifests: frozenset[str]) -> bool:
    """Whether there is hardly a place for what is the same: scripts that run once or by hand, what was put
    aside, versions and stages that are kept beside each other, or parts that are deployed each by itself."""
    paths = [place.path for place in clone.places]
    if all(project.zone(path) is Zone.SCRIPTS or is_run_once(path) for path in paths[:2]):
        return True
    if sum(not is_set_aside(project, path) for path in paths) < 2:
        return True
    first, second = paths[:2]
    if clone.same < _OF_HAND and is_run_by_hand(project, first) and is_run_by_hand(project, second):
        return True
    owners = [_owner(path, manifests) for path in paths]
    return len(set(owners)) == len(owners) or _are_kept_apart(first, second)
