"""Modules that what loads their neighbours leaves out: applications that nothing installs, parts that no list names."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.fingerprints import word_hash
from codereview.facts.taken import Taken
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

_APPLICATION = ("/apps.py", "/models.py")
"""The files that an application of Django has."""
_STARTS = ("manage.py", "/wsgi.py", "/asgi.py")
"""What starts a project: a folder around it is no application of its own."""
_FEWEST_LISTED, _FEWEST_ALONE = 3, 6


class LeftOut:
    """Answers for one project.

    Args:
        project: its facts.
        taken: what its names can mean.
    """

    def __init__(self, project: ProjectFacts, taken: Taken) -> None:
        self.project = project
        self.taken = taken

    def why(self, path: str) -> str:
        """Why nothing loads a module of production, as a clause; empty where something may."""
        facts = self.project.files[path]
        if self.project.zone(path) is not Zone.PRODUCTION or facts.main_line:
            return ""
        app = next((app for app in self._applications if path.startswith(f"{app}/")), "")
        if app:
            return f"nothing names its application `{app.rpartition('/')[2]}`, to install, route or import it"
        if facts.acts or self.project.importers.get(path) or not self._is_off_the_list(path):
            return ""
        return "nothing imports it, and what names most modules beside it to load them does not name it"

    @cached_property
    def _applications(self) -> list[str]:
        """The folders of applications of Django that nothing installs, routes or imports."""
        files = self.project.files
        starts = [path.rpartition("/")[0] for path in files if path.endswith(_STARTS)]
        if not starts or "django" not in self.project.vocabulary.roots:  # others have migrations, too
            return []
        apps = {path.rpartition("/")[0] for path in files if path.endswith(_APPLICATION)}
        apps |= {path.rpartition("/migrations/")[0] for path in files if "/migrations/" in path}
        wanted = {
            app
            for app in apps
            if app.rpartition("/")[2].isidentifier()
            and not any(f"{folder}/".startswith(f"{app}/") for folder in starts)
        }
        return sorted(app for app in self.taken.unnamed(wanted) if not self._is_imported(f"{app}/"))

    def _is_imported(self, inside: str) -> bool:
        """Whether a file outside of a folder imports one in it."""
        return any(
            not importer.startswith(inside)
            for path, importers in self.project.importers.items()
            if path.startswith(inside)
            for importer in importers
        )

    def _is_off_the_list(self, path: str) -> bool:
        """Whether strings name most modules of a folder, each with the folder and as nothing imports them, and not this
        one: so a bot lists its extensions."""
        folder, _, name = path.removesuffix(".py").rpartition("/")
        if not folder or name.startswith("_") or self._is_listed(path) or self._is_named_alone(path):
            return False
        words = {
            word_hash(f".{name}"),
            word_hash(f"{name}.py"),
            word_hash(f"{folder.rpartition('/')[2]}.{name}"),
        }
        vocabulary = self.project.vocabulary
        if words & vocabulary.spoken or words & vocabulary.mentioned:
            return False
        importers = self.project.importers
        near = [other for other in self.beside(path) if not importers.get(other)]
        listed = sum(map(self._is_listed, near))
        alone = sum(map(self._is_named_alone, near))
        return (listed >= _FEWEST_LISTED and 4 * listed >= 3 * len(near)) or (
            alone >= _FEWEST_ALONE and 4 * alone >= 3 * len(near)
        )

    def _is_listed(self, path: str) -> bool:
        """Whether a string names a module with its folder: ``"cogs.admin"``."""
        folder, _, name = path.removesuffix(".py").rpartition("/")
        return word_hash(f"{folder.rpartition('/')[2]}.{name}") in self.project.vocabulary.spoken

    def _is_named_alone(self, path: str) -> bool:
        """Whether a string is the name of a module: ``"admin"``, of which somebody makes ``f"cogs.{name}"``."""
        name = path.removesuffix(".py").rpartition("/")[2]
        return word_hash(f"={name}") in self.project.vocabulary.spoken

    def beside(self, path: str) -> list[str]:
        """The other modules in the folder of one."""
        return [other for other in self._folders[path.rpartition("/")[0]] if other != path]

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """The modules of each folder."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.project.files:
            if not path.endswith("__init__.py"):
                found[path.rpartition("/")[0]].append(path)
        return found
