"""Whether anything but its own definition can mean a function, a method or a class of the program.

Names count wherever they stand, but for tests, documents, and packages that only pass them on (``__init__.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.fingerprints import unpacked, word_hash
from codereview.model import Zone

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_DOCUMENTS = (".md", ".rst", ".txt", ".ipynb", ".html")
_TOLD = frozenset({"function", "instance", "class", "external", "module"})


class Taken:
    """Answers for one project; names are looked for on the first question.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._all_words: dict[str, frozenset[int]] = {}

    def is_lone(self, path: str, name: str) -> bool:
        """Whether a name stands where it is defined, and there once, and nowhere else that counts."""
        if name not in self.project.files[path].prints.lone:
            return False
        word = word_hash(name)
        return word not in self.told and len(self._seen.get(word, ())) < 2

    def is_shown(self, name: str) -> bool:
        """Whether a page has a name: templates call methods without saying so."""
        return word_hash(name) in self._shown

    @cached_property
    def _shown(self) -> set[int]:
        mentions = self.project.mentions.items()
        return {word for path, data in mentions if path.endswith(".html") for word in unpacked(data)}

    def is_taken_nowhere(self, path: str, name: str) -> bool:
        """Whether no other file that has the name of a function can mean this one: none imports it, its module or what
        could pass it on, and no text names it."""
        if name not in self.project.files[path].prints.lone or word_hash(name) in self.told:
            return False
        if self.is_spoken_of(path, name):
            return False
        return not any(
            other != path and self._may_have(other, path, name)
            for other in self._seen.get(word_hash(name), ())
        )

    def is_spoken_of(self, path: str, name: str, *, alone: bool = True) -> bool:
        """Whether a string of the program names a definition with its module, or ``alone``."""
        module = path.removesuffix(".py").rpartition("/")[2]
        words = {word_hash(f"{module}.{name}"), *([word_hash(f"={name}")] if alone else [])}
        return not self._spoken.isdisjoint(words)

    def _may_have(self, other: str, path: str, name: str) -> bool:
        """Whether a name in one file can be the function of another one, by what the first imports."""
        layout, folder = self.project.layout, other.rpartition("/")[0]
        for item in self.project.files[other].imports:
            target = layout.find(item.module, folder)
            if not target and self._is_named_like(item.module, path):
                return True
            if item.name in ("", "*"):  # a whole package, or all that it passes on
                if item.name or target == path or path.startswith(f"{item.module.partition('.')[0]}/"):
                    return True
            elif item.name == name:
                if target == path or not self._defines(target, name):
                    return True
            elif layout.find(f"{item.module}.{item.name}", folder) in self._around(path) - {target}:
                return True
        return False

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
        """Whether a module has a function of its own under a name."""
        facts = self.project.files.get(path)
        return facts is not None and (
            any(item.name == name and item.parent < 0 and item.cls < 0 for item in facts.functions)
            or any(item.name == name for item in facts.classes)
        )

    def is_asked_nowhere(self, key: Key) -> bool:
        """Whether each call and mention of a function's or a method's name is known to mean something else.

        A string that is the name alone counts, but for a view: a route may have the name of what serves it.
        """
        function = self.project.function(key)
        name, path = function.name, key[0]
        if name not in self.project.files[path].prints.lone or word_hash(name) in self.told:
            return False
        is_view = function.cls < 0 and bool(function.params) and function.params[0].name == "request"
        if self.is_spoken_of(path, name, alone=not is_view):
            return False
        if function.cls < 0 and self._is_imported(path, name):
            return False
        uses, own = self._uses.get(name, {}), self._names_of_class(key)
        return all(
            other == path
            or (
                own.isdisjoint(self._words(other))
                and self._is_explained(other, name, uses.get(other, ()), key)
            )
            for other in self._seen.get(word_hash(name), ())
        )

    def _names_of_class(self, key: Key) -> set[int]:
        """The names of the class of a method and of what extends it: where they stand, a call of that name may mean
        the method, whatever the call was resolved to (``(One() if new else Other()).price()``)."""
        facts, index = self.project.files[key[0]], self.project.function(key).cls
        if index < 0:
            return set()
        found, queue = set(), [facts.classes[index].name]
        while queue:
            name = queue.pop()
            if name not in found:
                found.add(name)
                queue += self._extending.get(name, ())
        return {word_hash(name) for name in found}

    @cached_property
    def _extending(self) -> dict[str, list[str]]:
        """By the last name of a class, the names of those that extend one of that name."""
        found: dict[str, list[str]] = defaultdict(list)
        for facts in self.project.files.values():
            for cls in facts.classes:
                for base in cls.bases:
                    found[base.rpartition(".")[2]].append(cls.name)
        return found

    def _words(self, path: str) -> frozenset[int]:
        """The words of a file."""
        if path not in self._all_words:
            self._all_words[path] = frozenset(unpacked(self.project.files[path].prints.words))
        return self._all_words[path]

    def _is_explained(self, other: str, name: str, uses: Collection[str], key: Key) -> bool:
        """Whether a file has a name because it defines it, or for calls and mentions that mean something else."""
        if not uses:
            return name in self.project.files[other].prints.lone
        targets = [self.project.resolve(other, used) for used in uses]
        return all(
            target.kind in _TOLD
            and target.key != key
            and "[" not in target.name  # what a container holds
            and not self._is_named_like(target.name.rpartition(".")[0], key[0])
            for target in targets
        )

    def _is_imported(self, path: str, name: str) -> bool:
        """Whether a file of the program takes a name out of a module, by itself or with all others."""
        return any(
            self.project.layout.find(module, other.rpartition("/")[0]) in self._around(path)
            for other, module in (*self._imported.get(name, ()), *self._imported.get("*", ()))
        )

    @cached_property
    def _imported(self) -> dict[str, set[tuple[str, str]]]:
        """By imported name, the files that import it and the modules from which they do."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for path, facts in self.project.files.items():
            if self.project.zone(path) is not Zone.TESTS:
                for item in facts.imports:
                    found[item.name].add((path, item.module))
        return found

    @cached_property
    def _uses(self) -> dict[str, dict[str, set[str]]]:
        """By last name and file, what the program calls, reads and passes on."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for path, facts in self.project.files.items():
            if self.project.zone(path) is Zone.TESTS:
                continue
            used = {item.path for item in facts.refs} | {item.path for item in facts.reads}
            for call in facts.calls:
                used.update((call.path, *call.given))
            for one in used:
                bare = one.rstrip("()[]!*^")
                found[bare.rpartition(".")[2]][path].add(bare)
        return found

    @cached_property
    def _seen(self) -> dict[int, list[str]]:
        """The files of the program in which each name stands that some file defines and does not mention again."""
        lone = {word_hash(name) for facts in self.project.files.values() for name in facts.prints.lone}
        found: dict[int, list[str]] = {word: [] for word in lone}
        for path, facts in self.project.files.items():
            if not path.endswith("/__init__.py") and self.project.zone(path) is not Zone.TESTS:
                for word in lone.intersection(unpacked(facts.prints.words)):
                    found[word].append(path)
        return found

    @cached_property
    def _spoken(self) -> frozenset[int]:
        """What the strings of the program speak of."""
        files = self.project.files.items()
        return frozenset(
            number
            for path, facts in files
            if self.project.zone(path) is not Zone.TESTS
            for number in unpacked(facts.prints.spoken)
        )

    @cached_property
    def told(self) -> set[int]:
        """The words of settings, templates and scripts."""
        mentions = self.project.mentions.items()
        return {word for path, data in mentions if not path.endswith(_DOCUMENTS) for word in unpacked(data)}
