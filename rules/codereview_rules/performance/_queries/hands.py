"""Code that somebody runs by hand: scripts, and what they alone call."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from codereview.facts.paths import last_name

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_MOST_LEVELS = 4
_PLAIN = frozenset(
    """
    staticmethod classmethod property cached_property contextmanager asynccontextmanager lru_cache cache wraps
    dataclass abstractmethod override atomic total_ordering
    """.split()
)
"""Decorators that hand a function to nobody."""
_SERVES = frozenset(
    """
    run serve serve_forever run_polling start_polling infinity_polling polling run_forever run_app
    run_until_disconnected run_until_complete start_consuming consume add_handler add_event_handler add_url_rule
    include_router add_job register_blueprint mainloop launch idle start listen Flask FastAPI Celery Bot Client
    TeleBot sleep Thread
    """.split()
)
"""Names of calls by which a file does more than to run once."""
_WAITS = frozenset({"sleep", "wait", "wait_for"})


class Hands:
    """Answers for one project."""

    def __init__(self, project: ProjectFacts, silent: Callable[[str], bool]) -> None:
        self.project = project
        self.silent = silent
        self._scripts: dict[str, bool] = {}
        self._only: dict[tuple[Key, int], bool] = {}

    def is_script(self, path: str) -> bool:
        """Whether a file is run as a program that ends, and nothing imports it."""
        if path not in self._scripts:
            facts = self.project.files[path]
            self._scripts[path] = (
                facts.main_line > 0
                and path not in self._imported
                and not any(self.is_handed(one.decorators) for one in facts.functions)
                and not any(last_name(call.path) in _SERVES for call in facts.calls)
            )
        return self._scripts[path]

    def only_by(self, key: Key, once: Callable[[str, int], bool], levels: int = _MOST_LEVELS) -> bool:
        """Whether a function is called, and by nothing but code that runs by hand.

        Args:
            key: the function.
            once: whether code at a file and an index there runs by hand by what it is itself.
            levels: how far its callers are followed.
        """
        at = (key, levels)
        if at not in self._only:
            callers = {
                edge.caller
                for edge in self.project.callers.get(key, ())
                if not self.silent(edge.caller[0]) and edge.caller != key
            }
            self._only[at] = (
                bool(callers)
                and not self.is_handed(self.project.function(key).decorators)
                and not self.stays(key)
                and all(
                    once(*one) or (one[1] >= 0 and levels > 1 and self.only_by(one, once, levels - 1))
                    for one in callers
                )
            )
        return self._only[at]

    def stays(self, key: Key) -> bool:
        """Whether a function waits in a ``while``, to do the same again: what is started once may run for good."""
        facts = self.project.files[key[0]]
        return any(
            call.loop >= 0 and last_name(call.path) in _WAITS and facts.loops[call.loop].kind == "while"
            for call in self.project.calls_in(key)
        )

    def is_unused(self, path: str) -> bool:
        """Whether nothing imports a file, nor runs it, as far as imports tell."""
        return path not in self._imported and not self.project.files[path].main_line

    def is_handed(self, decorators: tuple[str, ...]) -> bool:
        """Whether a decorator may hand a function to a framework."""
        return any(last_name(path) not in _PLAIN for path in decorators)

    @cached_property
    def _imported(self) -> frozenset[str]:
        """The files that some file outside of tests imports."""
        return frozenset(
            found for path, files in self.project.imports.items() if not self.silent(path) for found in files
        )
