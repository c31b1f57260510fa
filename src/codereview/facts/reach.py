"""Production modules that nothing reaches: no entry point, test or command, no import, no mention by name.

A module counts as reached as soon as anything could reach it: a string or file that speaks of it, a framework that
loads modules of its name, a package that somebody imports by computed names, an import that was not resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from codereview.facts.fingerprints import PAGES, unpacked, word_hash, words_of
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

COMPUTED_IMPORTS = (
    "importlib.import_module", "importlib.util.", "importlib.machinery.", "pkgutil.", "builtins.__import__", "runpy.",
    "builtins.exec", "django.utils.module_loading.", "werkzeug.utils.import_string", "stevedore.",
)  # fmt: skip
"""What loads modules by names that it works out."""
_LOADERS = (*COMPUTED_IMPORTS, "imp.", "werkzeug.utils.", "pluggy.", "connexion.resolver.")
_LOADING_METHODS = re.compile(
    r"\.(?:load_extensions?|load_module|autodiscover\w*|autodiscover_tasks|walk_packages|find_modules|load_plugins?"
    r"|import_string|include_directory|scan|discover|wire)(?:\(|$)"
)
_DJANGO = re.compile(
    r"(?:models?|admin|apps|tasks|signals?|receivers?|handlers?|urls|routing|consumers|celery|checks|lookups|translation|search_indexes"
    r"|documents|wagtail_hooks|sitemaps|cms_\w+|settings\w*|context_processors|middlewares?|management|templatetags"
    r"|migrations|commands|tests?|factories|jinja2|feeds|dashboard|plugins?|resources|permissions|adapters?|backends?"
    r"|wsgi|asgi|jobs|cron|graph\w*|schema|fixtures|conf|config|production|local|development|dev|prod|staging|base)$"
)
_BY_NAME = re.compile(
    r"(?:__init__|__main__|conftest|setup|manage|wsgi|asgi|settings\w*|config\w*|celeryconfig|gunicorn\w*|locustfile|fabfile"
    r"|noxfile|tasks|dodo|conf|env|hubconf|sitecustomize|usercustomize|streamlit_app|lambda_function|main|app|index"
    r"|version|_version|handler|SConstruct|wscript|\d.*|_.*)$"
)
_FOLDERS = frozenset(
    "pages dags migrations versions alembic plugins plugin cogs extensions addons modules hooks spiders commands"
    " templatetags scripts script bin tools custom_components lambdas functions api handlers management notebooks"
    " examples".split()
)
_SHORTEST = 3


class Reach:
    """What is reached in a project.

    Args:
        project: its facts.
        tests: whether what only tests reach counts.
    """

    def __init__(self, project: ProjectFacts, *, tests: bool = True) -> None:
        self.project = project
        self._no_start = (Zone.PRODUCTION,) if tests else (Zone.PRODUCTION, Zone.TESTS)
        self._django = any(
            i.module.partition(".")[0] == "django" for f in project.files.values() for i in f.imports
        )

    def unreached(self) -> Iterator[FileFacts]:
        """The modules that nothing reaches, in the order of their paths."""
        reached = self._reached
        for path, facts in self.project.files.items():
            if path not in reached and self.is_candidate(path, facts) and not self.is_spoken_of(path):
                yield facts

    def may_be_loaded(self, path: str) -> bool:
        """Whether nothing imports a module, something in its package imports by computed names, and a string speaks of
        its folder."""
        facts = self.project.files[path]
        starts = facts.main_line or any(entry.path == path for entry in self.project.entry_points)
        if starts or self.project.importers.get(path) or self.is_candidate(path, facts):
            return False
        folders = path.split("/")[:-1]
        named = {f"={folder}" for folder in folders[-1:]} | {".".join(folders[-2:])}
        return not self.project.vocabulary.spoken.isdisjoint(map(word_hash, named))

    def importers(self, path: str) -> list[str]:
        """The files that import a module, none of which is reached."""
        return [other for other, found in self._imports.items() if path in found and other != path]

    @cached_property
    def _imports(self) -> dict[str, set[str]]:
        """Imports of all kinds, those for type checkers too."""
        layout = self.project.layout
        found = {path: set(others) for path, others in self.project.imports.items()}
        for path, facts in self.project.files.items():
            folder = path.rpartition("/")[0]
            for item in facts.imports:
                if item.type_checking:
                    for name in (item.module, f"{item.module}.{item.name}"):
                        target = layout.find(name, folder)
                        if target.endswith(".py"):
                            found[path].add(target)
        return found

    @cached_property
    def _reached(self) -> frozenset[str]:
        project = self.project
        queue = [entry.path for entry in project.entry_points]
        queue += [
            path
            for path, facts in project.files.items()
            if project.zone(path) not in self._no_start
            or (project.zone(path) is not Zone.TESTS and self._may_start(path, facts))
        ]
        seen = set(queue)
        while queue:
            for path in self._imports.get(queue.pop(), ()):
                if path not in seen:
                    seen.add(path)
                    queue.append(path)
        return frozenset(seen)

    def _may_start(self, path: str, facts: FileFacts) -> bool:
        return facts.failure is not None or self._starts_itself(path, facts) or self.is_spoken_of(path)

    def _starts_itself(self, path: str, facts: FileFacts) -> bool:
        """Whether running the file does something, or a framework finds it by its name."""
        *folders, _ = path.split("/")
        if self.is_known_by_name(path) or _FOLDERS.intersection(folders):
            return True
        if any(folder.endswith("_plugins") for folder in folders):  # as Ansible looks for them
            return True
        if facts.acts:
            return True
        if any(loop.function < 0 and loop.kind != "comprehension" for loop in facts.loops):
            return True
        return any(f.name in ("handler", "lambda_handler", "main", "upgrade") for f in facts.functions)

    def is_known_by_name(self, path: str) -> bool:
        """Whether a module has the name of one that a framework, a server or an interpreter looks for."""
        name = path.removesuffix(".py").rpartition("/")[2]
        return _BY_NAME.match(name) is not None or (self._django and _DJANGO.match(name) is not None)

    def is_candidate(self, path: str, facts: FileFacts) -> bool:
        """Whether a module defines something, and nothing in its package imports by computed names."""
        if not path.endswith(".py") or not (facts.functions or facts.classes):
            return False
        folder = path.rpartition("/")[0]
        return not any(folder == top or folder.startswith(top + "/") or not top for top in self._loading)

    @cached_property
    def _loading(self) -> frozenset[str]:
        """The folders at the top of packages in which something imports by computed names."""
        return frozenset(path.partition("/")[0] if "/" in path else "" for path in self.loaders)

    @cached_property
    def loaders(self) -> frozenset[str]:
        """The files that import by computed names."""
        return frozenset(
            path
            for path, facts in self.project.files.items()
            if self.project.zone(path) not in (Zone.TESTS, Zone.DOCS)
            and any(
                call.path.startswith(_LOADERS) or _LOADING_METHODS.search(call.written or call.path)
                for call in facts.calls
            )
        )

    def is_spoken_of(self, path: str) -> bool:
        """Whether a string, another kind of file or an import that leads nowhere names the module."""
        *folders, name = path.removesuffix(".py").split("/")
        if len(name) < _SHORTEST or name in self._unresolved:
            return True
        keys = [f"{folders[-1]}.{name}"] if folders else []
        wanted = {word_hash(key) for key in (*keys, "." + name)}
        if wanted & self.project.vocabulary.spoken:
            return True
        if (
            not name.isidentifier()
        ):  # nothing imports it, and other files have its name in parts: ``nightly-run.py``
            parts = {word_hash(word.decode()) for word in words_of(name)}
            return any(parts.issubset(unpacked(data)) for data in self.project.mentions.values())
        return word_hash(name) in self.project.vocabulary.mentioned

    def is_meant(self, path: str) -> bool:
        """Whether something names a module together with its folder: a string, settings or a script, an import that
        leads nowhere. A page or a document starts nothing that does nothing as it is loaded."""
        *folders, name = path.removesuffix(".py").split("/")
        if not name.isidentifier():  # no import can mean it: something copies or runs it
            return True
        if not folders:
            return self.is_spoken_of(path)
        if len(name) < _SHORTEST or not {(folders[-1], name), ("", name)}.isdisjoint(self._lost):
            return True
        wanted = {word_hash(f"{folders[-1]}.{name}"), word_hash("." + name)}
        if self.loaders:  # one may put names together: ``import_module(f"{app}.{part}")``
            wanted.add(word_hash("=" + name))
        if wanted & self.project.vocabulary.spoken:
            return True
        return not {word_hash(f"{folders[-1]}.{name}"), word_hash(f"{name}.py")}.isdisjoint(self._settings)

    def is_in_settings(self, name: str) -> bool:
        """Whether a file that may say what is loaded has a name as a word."""
        return word_hash(name) in self._settings

    @cached_property
    def _settings(self) -> frozenset[int]:
        """The words and parts of paths in all files that may say what is loaded."""
        mentions = self.project.mentions.items()
        return frozenset(
            number for path, data in mentions if not path.endswith(PAGES) for number in unpacked(data)
        )

    @cached_property
    def _lost(self) -> frozenset[tuple[str, str]]:
        """What imports name that lead to no file of the project: each last part with the one before it."""
        found: set[tuple[str, str]] = set()
        for path, facts in self.project.files.items():
            folder = path.rpartition("/")[0]
            for item in facts.imports:
                if not self.project.layout.find(item.module, folder):
                    parts = ["", *item.module.split("."), item.name]
                    found.update(pairwise(parts[-3:]))
        return frozenset(found)

    @cached_property
    def _unresolved(self) -> frozenset[str]:
        """The last parts of imports that lead to no file of the project, and what is imported from there."""
        return frozenset(last for _, last in self._lost)
