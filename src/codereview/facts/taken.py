"""Whether anything but its own definition can mean a function, a method or a class of the program.

A name counts wherever it stands as a word: in code, strings, comments, settings, pages and scripts; tests that nothing
else imports, documents, and packages that only pass names on (``__init__.py``) are left out. What cannot be told
apart is taken: a name that others have too, parts of names that a program may put together.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.fingerprints import unpacked, word_hash
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_TABLES = ("=dict", "=list", "=tuple", "=set")
_DOCUMENTS = (".md", ".rst", ".txt", ".ipynb")


class Taken:
    """Answers for one project; names are looked for on the first question.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project

    def is_lone(self, path: str, name: str) -> bool:
        """Whether a name stands where it is defined, and there once, and nowhere else that counts."""
        return name in self.project.files[path].prints.lone and not self.others(path, name)

    def others(self, path: str, name: str) -> list[str]:
        """The other files of the program that have a name; a file that is no code for a name that one has."""
        word = word_hash(name)
        if word in self._told or self._may_be_built(name):
            return [""]
        return [
            other
            for other in self._files_with(word)
            if other != path and not self._only_imports(other, path, name)
        ]

    def is_told(self, name: str) -> bool:
        """Whether what is no code has a name: settings, pages and scripts."""
        return word_hash(name) in self._told

    def files_with(self, name: str) -> Iterable[str]:
        """The files of the program that have a name, in code or in text."""
        return self._files_with(word_hash(name))

    def _only_imports(self, other: str, path: str, name: str) -> bool:
        """Whether all that a file does with a name of another one is to import it."""
        facts, folder = self.project.files[other], other.rpartition("/")[0]
        return name in facts.prints.unused and all(
            self.project.layout.find(item.module, folder) == path
            for item in facts.imports
            if item.name == name
        )

    def unnamed(self, folders: set[str]) -> set[str]:
        """Those of some folders whose name stands in no file outside of them, tests, settings and pages included."""
        wanted = {word_hash(folder.rpartition("/")[2]): folder for folder in folders}
        left = {folder for word, folder in wanted.items() if word not in self._told}
        for path, facts in self.project.files.items():
            for word in wanted.keys() & set(unpacked(facts.prints.words)):
                if not path.startswith(f"{wanted[word]}/"):
                    left.discard(wanted[word])
        return left

    def is_taken_nowhere(self, path: str, name: str) -> bool:
        """Whether no other file can mean a function or class of a module: those that have its name define it
        themselves or import it from elsewhere, and take nothing else from where it could come with."""
        if name not in self.project.files[path].prints.lone:
            return False
        return all(other and self._has_its_own(other, path, name) for other in self.others(path, name))

    def is_routed_elsewhere(self, key: Key) -> bool:
        """Whether a view's name stands only for views of other modules: each time as an attribute of theirs, or as the
        name that a route has."""
        function, path = self.project.function(key), key[0]
        if function.cls >= 0 or not function.params or function.params[0].name != "request":
            return False
        return function.name in self.project.files[path].prints.lone and all(
            other and self._means_others(other, function.name, key)
            for other in self.others(path, function.name)
        )

    def _means_others(self, other: str, name: str, key: Key) -> bool:
        facts = self.project.files[other]
        if name in facts.prints.lone:
            return True
        if any(item.name in (name, "*") for item in facts.imports):
            return False
        used = {item.path for item in facts.refs} | {call.path for call in facts.calls}
        used |= {value for call in facts.calls for value in call.given}
        targets = [self.project.resolve(other, one) for one in used if one.rpartition(".")[2] == name]
        return bool(targets) and all(target.kind == "function" and target.key != key for target in targets)

    def _has_its_own(self, other: str, path: str, name: str) -> bool:
        """Whether the name in one file is not that of another one, by what the first defines and imports."""
        layout, folder = self.project.layout, other.rpartition("/")[0]
        facts, bound = self.project.files[other], self._defines(other, name)
        for item in facts.imports:
            target = layout.find(item.module, folder)
            if item.name == "*" or (not target and self._is_named_like(item.module, path)):
                return False
            if not item.name:
                if target == path or path.startswith(f"{item.module.partition('.')[0]}/"):
                    return False
            elif item.name == name:
                if target == path or not self._defines(target, name):
                    return False
                bound = True
            elif layout.find(f"{item.module}.{item.name}", folder) in self._around(path) - {target}:
                return False
        return bound

    @staticmethod
    def _is_named_like(module: str, path: str) -> bool:
        """Whether an import that finds nothing may mean a file all the same: a neighbour, as in Python 2."""
        return module.rpartition(".")[2] == path.removesuffix(".py").rpartition("/")[2]

    @staticmethod
    def _around(path: str) -> set[str]:
        """A module and the packages that it is in."""
        parts = path.split("/")[:-1]
        return {path, *("/".join((*parts[:end], "__init__.py")) for end in range(1, len(parts) + 1))}

    def _defines(self, path: str, name: str) -> bool:
        """Whether a module has a function or class of its own under a name."""
        facts = self.project.files.get(path)
        return facts is not None and (
            any(item.name == name and item.parent < 0 and item.cls < 0 for item in facts.functions)
            or any(item.name == name for item in facts.classes)
        )

    def _may_be_built(self, name: str) -> bool:
        """Whether a part of a name stands by itself, as in ``getattr(self, f"_handle_{kind}")``."""
        cuts = [index for index, sign in enumerate(name) if sign == "_" and 0 < index < len(name) - 1]
        parts = {name[: index + 1] for index in cuts} | {name[index:] for index in cuts} - self._bound
        return any(self._files_with(word_hash(part)) for part in parts)

    @cached_property
    def _bound(self) -> set[str]:
        """Names that look like the end of others, ``_cache`` of ``users_cache``, and mean something themselves."""
        found = {name for facts in self.project.files.values() for name in facts.names}
        for facts in self.project.files.values():
            found.update(item.name for item in facts.functions)
            found.update(attr.name for item in facts.classes for attr in item.attrs)
        return {name for name in found if name[:1] == "_"}

    def _files_with(self, word: int) -> Iterable[str]:
        return self._by_word.get(word, ())

    @cached_property
    def _by_word(self) -> dict[int, list[str]]:
        """By word, the files of the program that have it."""
        found: dict[int, list[str]] = {}
        for path in self._program:
            for word in unpacked(self.project.files[path].prints.words):
                if word in found:
                    found[word].append(path)
                else:
                    found[word] = [path]
        return found

    @cached_property
    def _program(self) -> list[str]:
        """The files that count: none of tests alone, no packages."""
        zone, importers = self.project.zone, self.project.importers
        return [
            path
            for path in self.project.files
            if not self._only_passes_on(path)
            and (
                zone(path) is not Zone.TESTS
                or any(zone(other) is not Zone.TESTS for other in importers.get(path, ()))
            )
        ]

    def _only_passes_on(self, path: str) -> bool:
        """Whether a package does nothing with the names that it imports."""
        facts = self.project.files[path]
        does = facts.functions or facts.classes or facts.calls or facts.loops or facts.refs
        keeps = any(value in _TABLES for name, value in facts.names.items() if name != "__all__")
        return path.endswith("/__init__.py") and not does and not keeps

    def is_passed_on(self, name: str) -> bool:
        """Whether a package that only passes names on has this one: what a setting names is looked for there."""
        return word_hash(name) in self._passed_on

    @cached_property
    def _passed_on(self) -> set[int]:
        files = self.project.files.items()
        return {
            word
            for path, facts in files
            if path.endswith("/__init__.py")
            for word in unpacked(facts.prints.words)
        }

    @cached_property
    def _told(self) -> set[int]:
        """The words of settings, pages and scripts."""
        mentions = self.project.mentions.items()
        return {word for path, data in mentions if not path.endswith(_DOCUMENTS) for word in unpacked(data)}
