"""Parts of a project that are closed: what is called and named from within them alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from codereview.api import Zone
from codereview.facts.module import CallFact
from codereview.facts.paths import known, last_name
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.spellings import Spellings


class Regions:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._read: dict[str, dict[int, list[str]]] = {}

    def callee(self, key: Key, call: CallFact) -> Key | None:
        """The function of the project that a call calls, if any."""
        if not known(call.path) or call.path.startswith("builtins."):
            return None
        return self.project.callee(self.project.resolve(key[0], call.path))

    def closed(self, region: set[Key], first: frozenset[Key]) -> frozenset[Key]:
        """The largest part of a region that is called and named from nowhere else, but for what stands first."""
        inside = {key for key in region if key in first or not self.decorated(key)}
        named = self._named_by(inside)
        while True:
            out = {key for key in inside if key not in first and not self._only_from(key, inside, named)}
            if not out:
                return frozenset(inside)
            inside -= out

    def _only_from(self, key: Key, inside: set[Key], named: dict[Key, set[Key]]) -> bool:
        """Whether a function is called and named from within a region; tests call what is started otherwise."""
        callers = {edge.caller for edge in self.project.callers.get(key, ())} | named.get(key, set())
        return all(self.project.zone(one[0]) is Zone.TESTS for one in callers - inside)

    def decorated(self, key: Key) -> bool:
        """Whether a decorator may call a function from elsewhere."""
        kept = (
            "staticmethod",
            "classmethod",
            "property",
            "asynccontextmanager",
            "contextmanager",
            "override",
        )
        return any(last_name(path) not in kept for path in self.project.function(key).decorators)

    def _passed(self, path: str) -> dict[int, list[str]]:
        """For each function of a file, what it passes on or reads without calling it there."""
        found = self._read.get(path)
        if found is None:
            found = self._read[path] = {}
            facts = self.project.files[path]
            for ref in facts.refs:
                found.setdefault(ref.function, []).append(ref.path)
            for call in facts.calls:
                if call.args or call.kwargs:
                    found.setdefault(call.function, []).extend(call.given)
        return found

    def named_in(self, key: Key) -> Iterator[Key]:
        """The functions that a function passes on or picks without calling them there."""
        for value in dict.fromkeys(self._passed(key[0]).get(key[1], ())):
            if known(value) and not value.endswith(")"):
                target = self.project.resolve(key[0], value)
                if target.kind == "function":
                    yield target.key

    def is_named(self, key: Key) -> bool:
        """Whether anything but a test passes a function on or picks it."""
        return any(self.project.zone(one[0]) is not Zone.TESTS for one in self._named_by({key}).get(key, ()))

    def _named_by(self, wanted: set[Key]) -> dict[Key, set[Key]]:
        """For each of some functions, those that pass it on or pick it.

        Only what is spelled like one of them is looked up: most that is passed on or read is no function.
        """
        names = self._spellings.of(frozenset(self.project.function(key).name for key in wanted))
        found = {key: set(self._by_parameter[key]) for key in wanted if key in self._by_parameter}
        for last in sorted(names) if wanted else ():
            for path, index, value in self._by_last_name.get(last, ()):
                target = self.project.resolve(path, value)
                if target.kind == "function" and target.key in wanted:
                    found.setdefault(target.key, set()).add((path, index))
        return found

    @cached_property
    def _by_parameter(self) -> dict[Key, set[Key]]:
        """For each function that a parameter stands for, those that pass that on or pick it."""
        found: dict[Key, set[Key]] = {}
        for path, index, value in self._by_last_name.get("%", ()):
            target = self.project.resolve(path, value)
            if target.kind == "function":
                found.setdefault(target.key, set()).add((path, index))
        return found

    @cached_property
    def _by_last_name(self) -> dict[str, list[tuple[str, int, str]]]:
        """What functions pass on or read that is spelled like a function, by its last name, with file and function; a
        parameter under ``%``."""
        found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        names = self._spellings.of(frozenset(function.name for _, function in self.project.functions))
        for path, facts in self.project.files.items():
            said = [(ref.function, ref.path) for ref in facts.refs]
            said += [
                (call.function, value) for call in facts.calls for value in call.given if value[:1] != "="
            ]
            for index, value in said:
                last = value[value.rfind(".") + 1 :]
                if last in names:
                    found[last].append((path, index, value))
                elif last[:1] == "%" and last[-1] != ")" and known(value):
                    found["%"].append((path, index, value))
        return found

    @cached_property
    def _spellings(self) -> Spellings:
        """The names of modules alone: of what classes and calls hold, hardly any is passed on as a function."""
        return Spellings(self.project.files, {}, lambda facts: facts.names.items())
