"""What the names of packages say of their height, and which packages beside each other import which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from codereview.api import Zone
from codereview.facts.clones import is_migration
from codereview.facts.module import ImportFact
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern

_HEIGHTS = (
    "domain|entities|entity|models?|core|common|shared|utils?|helpers?|types|constants|exceptions|errors|primitives|lib",
    "db|database|databases|repositor(?:y|ies)|crud|dal|daos?|data_access",
    "services?|usecases?|use_cases|application|logic|business|managers|interactors|tasks",
    "api|apis|views?|routes?|routers?|endpoints?|controllers?|handlers?|web|http|rest|graphql|cli|ui|gui|pages|frontend|"
    "cogs|admin|commands|presentation|blueprints|resources|rpc|urls",
)
_HEIGHT = tuple(lazy_pattern(rf"(?:{names})$") for names in _HEIGHTS)
_ROOTS = lazy_pattern(
    r"(?:__init__|__main__|main|app|apps|application|server|asgi|wsgi|factory|container|containers|dependencies|deps|"
    r"bootstrap|setup|startup|registry|register|loader|plugins?|cli|manage|urls|celery\w*|signals|conftest|"
    r"\w*_(?:factory|registry|loader|container)|init_\w+|seed\w*)$"
)
"""Modules that put the parts together, and have to know all of them."""


def height(name: str) -> int:
    """The height that the name of a package stands for, from 0; -1 for a name that says nothing."""
    return next((number for number, pattern in enumerate(_HEIGHT) if pattern.match(name)), -1)


class Link(NamedTuple):
    """A production module that imports another one."""

    path: str
    target: str


def links(project: ProjectFacts) -> Iterator[Link]:
    """The production modules that import each other, also in functions; not for type checkers only."""
    wanted = {path for path in project.files if _is_part(project, path)}
    for path, targets in project.imports.items():
        if path in wanted:
            for target in sorted(targets):
                if target in wanted:
                    yield Link(path, target)


def _is_part(project: ProjectFacts, path: str) -> bool:
    return project.zone(path) is Zone.PRODUCTION and path.endswith(".py") and not is_migration(path)


def said(project: ProjectFacts, link: Link) -> ImportFact | None:
    """The import that a link stands for; None if only a package above the target is imported on the way."""
    folder = link.path.rpartition("/")[0]
    facts = project.files[link.path]
    for item in facts.imports:
        names = (f"{item.module}.{item.name}", item.module) if item.name else (item.module,)
        found = next(
            (path for name in names if (path := project.layout.find(name, folder)).endswith(".py")), ""
        )
        if found == link.target and not item.type_checking and not 0 < facts.main_line < item.line:
            return item
    return None


def puts_together(path: str) -> bool:
    """Whether a module is one of those that wire the parts of a program, or a command of its own."""
    return "/management/" in path or bool(_ROOTS.match(path.removesuffix(".py").rpartition("/")[2]))


def by_parts(all_links: Iterable[Link]) -> Mapping[tuple[str, str, str], list[Link]]:
    """Links between parts whose names stand for a height, by the folder that they share and
    the two parts in it."""
    split: dict[str, list[str]] = {}
    heights: dict[str, int] = {}
    found: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in all_links:
        mine, theirs = (
            split.get(path) or split.setdefault(path, path.removesuffix(".py").split("/")) for path in link
        )
        for place, (one, other) in enumerate(zip(mine, theirs, strict=False)):
            if one != other:
                for name in (one, other):
                    if name not in heights:
                        heights[name] = height(name)
                if heights[one] >= 0 and heights[other] >= 0:
                    found["/".join(mine[:place]), one, other].append(link)
                break
    return found
