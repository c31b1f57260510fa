"""Copies that are kept beside each other for a reason, or hardly have a place in common."""

from __future__ import annotations

import re

from codereview.api import Zone
from codereview.facts.clones import CloneClass, Place
from codereview.facts.fingerprints import unpacked
from codereview.facts.project import ProjectFacts

from ..._syntax.by_hand import is_run_by_hand, is_run_once
from ..._syntax.copies import is_kept
from ..._syntax.remembered import once_for_a_project

_OF_HAND = 40
"""Statements below which a copy costs scripts that are started by hand less than a module that both need."""
_HEAD = 3
"""Statements before which a file has hardly begun."""
_VERSION = re.compile(r"(?<![A-Za-z0-9])v(?:er(?:sion)?[_-]?)?\d+(?![A-Za-z0-9])")
_STANDS_IN = re.compile(r"(?:^|[/_])(?:mock|fake|stub|dummy)(?:s|ed)?(?=[/_.])")
_STAGES = frozenset(
    "dev development local prod production stage staging test testing qa uat demo ci deploy docker heroku".split()
)
_MANIFEST = re.compile(
    r"(?:^|/)(?:pyproject\.toml|setup\.py|requirements[\w.-]*\.txt|Pipfile|Dockerfile[\w.-]*|package\.json)$"
)
_FIXTURES = re.compile(r"/commands/(?:\w+_)?fixtures?(?:_\w+)?\.py$")
"""Commands with which developers make rows for tests."""
_TERMS = re.compile(r"(?i)/(?:licen[cs]e|copying)(?:\.(?:txt|md|rst))?$")
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
    """Whether two files are versions of one interface, a part and its stand-in, or the settings of two stages, each
    of them written out."""
    if bool(_STANDS_IN.search(one)) != bool(_STANDS_IN.search(other)):
        return True
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


@once_for_a_project
def _with_terms(project: ProjectFacts) -> frozenset[str]:
    """The folders that have terms of their own."""
    return frozenset(path.rpartition("/")[0] for path in project.others if _TERMS.search(path))


def _are_carried_along(project: ProjectFacts, one: str, other: str, manifests: frozenset[str]) -> bool:
    """Whether two files lie in one folder that has terms of its own and no manifest: a package of others that the
    project carries along, whose copies are theirs."""
    folder = one.rpartition("/")[0]
    while folder and folder not in manifests:
        if other.startswith(folder + "/") and folder in _with_terms(project):
            return True
        folder = folder.rpartition("/")[0]
    return False


def stand_apart(project: ProjectFacts, clone: CloneClass, manifests: frozenset[str]) -> bool:
    """Whether there is hardly a place for what is the same: scripts that run once or by hand, what was put
    aside, versions and stages that are kept beside each other, or parts that are deployed each by itself."""
    paths = [place.path for place in clone.places]
    if all(project.zone(path) is Zone.SCRIPTS or is_run_once(path) for path in paths[:2]):
        return True
    if sum(not project.live.aside.in_folder(path) for path in paths) < 2:
        return True
    first, second = paths[:2]
    if clone.same < _OF_HAND and all(
        is_run_by_hand(project, p) or _FIXTURES.search(p) for p in (first, second)
    ):
        return True
    if _are_carried_along(project, first, second, manifests):
        return True
    owners = [_owner(path, manifests) for path in paths]
    return len(set(owners)) == len(owners) or _are_kept_apart(first, second)


def hardly_matters(project: ProjectFacts, clone: CloneClass) -> bool:
    """Whether a copy is one of those that are to be deleted, by its name, or of scripts that somebody starts."""
    paths = [place.path for place in clone.places]
    if sum(not is_kept(path) for path in paths) < 2:
        return True
    return all(is_run_by_hand(project, path) for path in paths[:2])


def are_heads(project: ProjectFacts, clone: CloneClass) -> bool:
    """Whether what is the same is how files of one kind begin, outside of their functions: paths and settings of pages
    that are each a script."""
    return all(_is_head(project, place) for place in clone.places[:2])


def _is_head(project: ProjectFacts, place: Place) -> bool:
    facts = project.files[place.path]
    before = sum(line < place.line for line in unpacked(facts.prints.lines)[: _HEAD + 1])
    inside = any(f.line <= place.end_line and f.end_line >= place.line for f in facts.functions)
    return before <= _HEAD and not inside
