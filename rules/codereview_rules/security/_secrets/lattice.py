"""Which settings replace which: modules that begin with all of another (``from .base import *``), classes that derive.

What is assigned later wins. A default that every module or class for production sets anew is not in force where it
would matter; what only development and tests replace is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from codereview.api import Collector, ModuleContext, Note, Zone
from codereview.facts.module import FileFacts
from codereview.facts.project import Key, ProjectFacts

_VARIABLE = "DJANGO_SETTINGS_MODULE"
_NAMED = re.compile(_VARIABLE + r"[\"'\]]*\s*[=:,]?\s*[\"']?([A-Za-z_][\w.]*)")
_ASIDE = re.compile(
    r"(?:^|_)(?:dev|devel|develop|development|local|debug|tests?|testing|ci|demo|example)(?:$|_)"
)
_SERVES = re.compile(r"(?i)stag(?:e|ing)|uat|pre_?prod|demo|sandbox|live|heroku|server")
_OF_PRODUCTION = re.compile(r"Prod(?:uction|[A-Z_]|$)|^Live[A-Z_]")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_BY_HAND = "manage.py"
_MOST_LEVELS = 4


class SettingsNamed(Collector):
    """The settings module that a program asks for: ``os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.live")``."""

    nodes = (ast.Call, ast.Assign)

    def wants(self, file: ModuleContext) -> bool:
        """Whether the file names the variable."""
        return _VARIABLE in file.text

    def note(self, node: ast.AST, file: ModuleContext) -> Iterable[Note]:
        """One note with the dotted name, of kind ``settings``."""
        given: ast.expr | None = None
        if isinstance(node, ast.Call) and len(node.args) == 2 and _is_variable(node.args[0]):
            given = node.args[1]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            given = node.value if _is_variable(node.targets[0].slice) else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield self.noted(node, file, "settings", given.value)


def _is_variable(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == _VARIABLE


def replaced(project: ProjectFacts, path: str, symbol: str, name: str) -> str:
    """What sets a name anew for production, as a path or a class; empty where the first value can be in force.

    Args:
        project: the project.
        path: the file that assigns it.
        symbol: the class that does; empty for the module itself.
        name: what is assigned.
    """
    if symbol:
        return _by_class(project, path, symbol, name)
    if path in _asked_for(project):
        return ""
    by = _by_module(project, path, name, _MOST_LEVELS)
    return "" if by == path else by  # two modules that begin with all of each other: the first is in force


def started_with(project: ProjectFacts, base: str) -> list[str]:
    """The settings modules for production that something starts with and that begin with all of a file."""
    return [
        path
        for path in sorted(_asked_for(project))
        if path in project.files
        and base in _stars(project, project.files[path])
        and not _is_aside(path.rpartition("/")[2].removesuffix(".py"))
    ]


def settings_asked_for(project: ProjectFacts) -> frozenset[str]:
    """The files of all settings modules that something starts with, commands by hand among them."""
    served, by_hand = _asked(project)
    return served | by_hand


def _asked_for(project: ProjectFacts) -> frozenset[str]:
    """The files of the settings modules that something starts with; what commands by hand take only where nothing else
    says."""
    served, by_hand = _asked(project)
    return served or by_hand


def _asked(project: ProjectFacts) -> tuple[frozenset[str], frozenset[str]]:
    """The files of settings modules that something starts with, and those that commands by hand take."""
    served, by_hand = set[str](), set[str]()
    for asking, path in asked_by(project):
        (by_hand if asking.rpartition("/")[2] == _BY_HAND else served).add(path)
    return frozenset(served), frozenset(by_hand)


def asked_by(project: ProjectFacts) -> Iterator[tuple[str, str]]:
    """The files that ask for settings modules, each with the file of the module; those that are not there are left
    out."""
    for path, notes in project.noted(SettingsNamed):
        if project.zone(path) in (Zone.PRODUCTION, Zone.SCRIPTS):
            found = (_file(project, str(note.values[0]), path) for note in notes)
            yield from ((path, settings) for settings in found if settings)
    for path, text in project.texts.items():
        if _VARIABLE in text and project.zone(path) in (Zone.PRODUCTION, Zone.SCRIPTS):
            found = (_file(project, dotted, path) for dotted in _NAMED.findall(text))
            yield from ((path, settings) for settings in found if settings)


def _file(project: ProjectFacts, dotted: str, path: str) -> str:
    return project.layout.find(dotted, path.rpartition("/")[0]) or ""


def _is_aside(words: str) -> bool:
    """Whether a name says that it is for development or tests."""
    return _ASIDE.search("_".join(_WORDS.findall(words)).lower()) is not None


def _stars(project: ProjectFacts, facts: FileFacts) -> Iterator[str]:
    folder = facts.path.rpartition("/")[0]
    return (found for star in facts.stars if (found := project.layout.find(star, folder)))


def _by_module(project: ProjectFacts, path: str, name: str, levels: int) -> str:
    """The first module for production that takes all of a module and sets the name anew; empty unless all such do."""
    found = ""
    for other, facts in project.files.items():
        if other == path or project.zone(other) is not Zone.PRODUCTION or path not in _stars(project, facts):
            continue
        if _is_aside(other.rpartition("/")[2].removesuffix(".py")):
            continue
        by = other if name in facts.names else _by_star(project, facts, path, name)
        by = by or (_by_module(project, other, name, levels - 1) if levels else "")
        if not by:
            return ""
        found = found or by
    return found


def _by_star(project: ProjectFacts, facts: FileFacts, base: str, name: str) -> str:
    """The module that another one takes in after its base, and that sets the name."""
    stars = list(_stars(project, facts))
    later = stars[stars.index(base) + 1 :]
    return next((path for path in later if path in project.files and name in project.files[path].names), "")


def _by_class(project: ProjectFacts, path: str, symbol: str, name: str) -> str:
    """As `_by_module`, for classes."""
    facts = project.files[path]
    index = next((i for i, cls in enumerate(facts.classes) if cls.qualname == symbol), -1)
    if index < 0 or _is_given(project, (path, index)):
        return ""
    found, for_production, lacks = "", "", []
    for other, others in project.files.items():
        if project.zone(other) is not Zone.PRODUCTION or not any(cls.bases for cls in others.classes):
            continue
        for number, cls in enumerate(others.classes):
            key = (other, number)
            if (
                key == (path, index)
                or (path, index) not in project.resolver.bases(key)
                or _is_aside(cls.name)
            ):
                continue
            if not any(attr.name == name for attr in cls.attrs):
                lacks.append(cls.name)
            elif _OF_PRODUCTION.search(cls.name):
                for_production = for_production or cls.qualname
            else:
                found = found or cls.qualname
    if for_production:  # of the others those count that serve somebody by their names
        return "" if any(map(_SERVES.search, lacks)) else for_production
    return "" if lacks else found


def _is_given(project: ProjectFacts, key: Key) -> bool:
    """Whether a class is made, or handed to something: ``app.config.from_object(Config)``."""
    last = project.files[key[0]].classes[key[1]].name
    for path, facts in project.files.items():
        if project.zone(path) is Zone.TESTS:
            continue
        for call in facts.calls:
            for given in (call.path, *call.given):
                if given.endswith(last) and given[0] not in "?=":
                    target = project.resolve(path, given)
                    if target.kind == "class" and target.key == key:
                        return True
    return False
