"""Coroutines that nothing of the program calls or names, or whose class nobody makes.

Names count wherever they stand, but for tests, documents, and packages that only pass them on (``__init__.py``).
"""

from __future__ import annotations

import re
from functools import cached_property

from codereview.api import Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

_MOST_LEVELS = 3
_PLAIN = frozenset({"staticmethod", "classmethod"})
_DOCUMENTS = (".md", ".rst", ".txt", ".ipynb", ".html")
# what a server, a framework or a platform calls by its name
_BY_NAME = re.compile(
    r"__\w+__\Z|(?:on|do|handle|handler|setup|teardown|pre|post|before|after|main|run|startup|shutdown|lifespan"
    r"|application|app|lambda_handler|command|cmd|callback|dispatch|process|get|put|patch|delete|head|options|trace"
    r"|websocket|connect|disconnect|receive|execute|call|invoke|forward|async_\w+)(?:_\w*)?\Z"
)
_TAKEN_WHOLE = re.compile(
    r"(?:\A|/)(?:tools?|plugins?|hooks?|commands|cogs|extensions|handlers|tasks|jobs)(?:/|\.py\Z|_)"
)


class Uncalled:
    """Answers for one project; names are looked for on the first question.

    Args:
        project: its facts.
        closed: whether nobody outside of it calls its code, though it is packaged as if somebody did.
    """

    def __init__(self, project: ProjectFacts, closed: bool = False) -> None:
        self.project = project
        self.closed = closed

    def holds(self, key: Key, levels: int = _MOST_LEVELS) -> bool:
        """Whether nothing of an application comes to a coroutine, as far as calls and names say.

        Args:
            key: the coroutine.
            levels: how many callers further up are asked the same.
        """
        function = self.project.function(key)
        if any(last_name(path) not in _PLAIN for path in function.decorators) or function.parent >= 0:
            return False
        if (self.project.library and not self.closed) or _TAKEN_WHOLE.search(key[0]):
            return False
        if function.cls >= 0 and self._is_unmade((key[0], function.cls)):
            return True
        edges = self.project.callers.get(key, ())
        callers = {one.caller for one in edges if self.project.zone(one.caller[0]) is not Zone.TESTS} - {key}
        tried = bool(edges) and not callers
        if callers:
            return levels > 0 and all(one[1] >= 0 and self.holds(one, levels - 1) for one in callers)
        if _BY_NAME.match(function.name) or (function.cls >= 0 and self._is_open((key[0], function.cls))):
            return False
        return self._is_lone(key[0], function.name) or (tried and function.name not in self._used)

    def is_unnamed(self, key: Key) -> bool:
        """Whether the name of a method stands nowhere but where it is defined, whatever its class has for bases."""
        function = self.project.function(key)
        plain = not function.decorators and not _BY_NAME.match(function.name)
        return plain and (self.closed or not self.project.library) and self._is_lone(key[0], function.name)

    def _is_unmade(self, key: Key) -> bool:
        """Whether nothing makes, names or extends a class."""
        cls = self.project.files[key[0]].classes[key[1]]
        return not cls.decorators and not self._is_open(key) and self._is_lone(key[0], cls.name)

    def _is_open(self, key: Key) -> bool:
        """Whether a class has a base that is not of the project, and that may call its methods."""
        bases = [base for base in self.project.resolver.bases(key) if isinstance(base, str)]
        return any(base not in ("builtins.object", "abc.ABC", "typing.Protocol") for base in bases)

    def _is_lone(self, path: str, name: str) -> bool:
        """Whether a name stands where it is defined, and there once, and nowhere else that counts."""
        if name not in self.project.files[path].prints.lone:
            return False
        word = word_hash(name)
        return word not in self._told and self._seen.get(word, 0) < 2

    @cached_property
    def _used(self) -> frozenset[str]:
        """The last names of what the program calls, reads and passes on, tests left out."""
        found: set[str] = set()
        for path, facts in self.project.files.items():
            if self.project.zone(path) is not Zone.TESTS:
                found.update(ref.path for ref in facts.refs)
                found.update(read.path for read in facts.reads)
                for call in facts.calls:
                    found.update((call.path, call.written))
                found.update(value for call in facts.calls for value in call.given)
        return frozenset(path.removesuffix("()").rpartition(".")[2] for path in found)

    @cached_property
    def _seen(self) -> dict[int, int]:
        """In how many files of the program each name stands that some file defines and does not mention again."""
        lone = {word_hash(name) for facts in self.project.files.values() for name in facts.prints.lone}
        found: dict[int, int] = dict.fromkeys(lone, 0)
        for path, facts in self.project.files.items():
            if not path.endswith("/__init__.py") and self.project.zone(path) is not Zone.TESTS:
                for word in lone.intersection(unpacked(facts.prints.words)):
                    found[word] += 1
        return found

    @cached_property
    def _told(self) -> set[int]:
        """The words of settings, templates and scripts."""
        mentions = self.project.mentions.items()
        return {word for path, data in mentions if not path.endswith(_DOCUMENTS) for word in unpacked(data)}
