"""Under which names a thing can be asked for: who looks for one thing resolves what is spelled like it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from codereview.facts.module import CallFact, FileFacts
from codereview.facts.targets import Target

_MARKS = "()[]!*^"
_NOTHING = ("", "?", "=")
"""How what is no name begins: nothing, the unknown, a literal."""
_DEEPEST = 4
"""Characters of brackets behind a name; a function that gives itself back would be called for ever."""


class Spellings:
    """The names that a project gives to things: those that modules and classes bind to them, those of functions that
    give them back, those of parameters for which they are passed.

    Args:
        files: facts by path.
        parameters: what is known of parameters, by file, index of the function and name.
        bound: what a file binds to names; without it, all of the above.
    """

    def __init__(
        self,
        files: Mapping[str, FileFacts],
        parameters: Mapping[tuple[str, int, str], Target],
        bound: Callable[[FileFacts], Iterable[tuple[str, str]]] | None = None,
    ) -> None:
        self._files = files
        self._known: dict[frozenset[str], frozenset[str]] = {}
        self._given: dict[str, set[str]] = {}
        for facts in files.values():
            for name, value in (bound or _bound)(facts):
                last = spelled(value) if value and value[-1] in _MARKS else value[value.rfind(".") + 1 :]
                if last != name and last[:1] not in _NOTHING:
                    self._given.setdefault(last, set()).add(name)
        for (_, index, name), target in parameters.items():
            self._given.setdefault(spelled(target.name), set()).add(f"%{index}:{name}")

    def of(self, names: frozenset[str]) -> frozenset[str]:
        """Some names with those that are given to what they name.

        Args:
            names: last names, such as ``utcnow`` of ``datetime.datetime.utcnow``.

        Returns:
            Last names as `spelled` has them.
        """
        known = self._known.get(names)
        if known is None:
            found, queue = set(names), list(names)
            while queue:
                for name in self._names_of(queue.pop()):
                    if name not in found:
                        found.add(name)
                        queue.append(name)
            known = self._known[names] = frozenset(found)
        return known

    def calls(self, names: frozenset[str]) -> dict[str, list[CallFact]]:
        """The calls of what may be spelled by some names, by file, in the order of the facts.

        Args:
            names: last names, as `of` takes them.
        """
        found: dict[str, list[int]] = {}
        for name in self.of(names):
            for path, index in self._calls.get(name, ()):
                found.setdefault(path, []).append(index)
        return {path: [self._files[path].calls[i] for i in sorted(at)] for path, at in found.items()}

    @cached_property
    def _calls(self) -> dict[str, list[tuple[str, int]]]:
        """All calls by what they call is spelled like, each as its file and its index there."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for path, facts in self._files.items():
            for index, call in enumerate(facts.calls):
                called = call.path
                last = spelled(called) if called[-1] in _MARKS else called[called.rfind(".") + 1 :]
                found[last].append((path, index))
        return found

    def _names_of(self, name: str) -> Iterator[str]:
        """What is bound to a name, or to what is called by it: ``b`` and, of ``a()`` with ``b = a``, ``b()``."""
        stem, brackets = name, ""
        yield from self._given.get(name, ())
        while stem.endswith("()"):
            stem, brackets = stem[:-2], brackets + "()"
            for other in self._given.get(stem, ()) if len(brackets) <= _DEEPEST else ():
                yield other + brackets


def spelled(path: str) -> str:
    """The last name of a path, with a pair of brackets for each time that it is called: ``a.b(x)()`` -> ``b()()``.

    What picks from it or annotates it is left out.
    """
    if not path or path[-1] not in _MARKS:
        return path[path.rfind(".") + 1 :]
    if path[-1] != ")":
        return spelled(path.rstrip("[]!*^"))
    return spelled(path[: path.rfind("(")]) + "()"


def _bound(facts: FileFacts) -> Iterator[tuple[str, str]]:
    """What a file binds to names, and what its functions give."""
    yield from facts.names.items()
    for cls in facts.classes:
        for attr in cls.attrs:
            yield attr.name, attr.path
    for function in facts.functions:
        for value in (*function.returns, *function.yields):
            yield f"{function.name}()", value
            if function.decorators:  # it may be a property
                yield function.name, value


__all__ = ["Spellings", "spelled"]
