"""Functions that run in threads alone: Ctrl-C comes to the main one."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import Zone
from codereview.facts.module import CallFact
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

from ..._syntax.given import given_to
from ..._syntax.remembered import once_for_a_project

_POOLS = ("concurrent.futures.ThreadPoolExecutor()", "multiprocessing.pool.ThreadPool()")
_HANDING = frozenset(
    "submit map imap imap_unordered apply apply_async map_async starmap starmap_async to_thread run_in_threadpool "
    "Thread Timer".split()
)
_STARTED = ("threading.Thread", "threading.Timer", "asyncio.to_thread")
_THREAD = "threading.Thread"
_HOPS = 4


class Threads:
    """Answers for one project. Use `of`."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self.handed = frozenset(self._handed())
        self.is_streamlit = project.is_a("Streamlit application")  # runs its pages in threads

    def holds(self, key: Key, hops: int = _HOPS) -> bool:
        """Whether a function is given to threads, or is called by none but such as are."""
        if self.is_streamlit and any(
            one.module.partition(".")[0] == "streamlit" for one in self.project.files[key[0]].imports
        ):
            return True
        if key[1] < 0:
            return False
        callers = {
            edge.caller
            for edge in self.project.callers.get(key, ())
            if edge.caller != key and self.project.zone(edge.caller[0]) is not Zone.TESTS
        }
        if not callers:
            return key in self.handed or self._is_run(key)
        return hops > 0 and all(self.holds(caller, hops - 1) for caller in callers)

    def _is_run(self, key: Key) -> bool:
        """Whether a function is the ``run`` of a class of threads."""
        function = self.project.function(key)
        if function.name != "run" or function.cls < 0:
            return False
        return _THREAD in self.project.resolver.bases((key[0], function.cls))

    def _handed(self) -> Iterator[Key]:
        for path, facts in self.project.files.items():
            for call in facts.calls:
                if last_name(call.path) in _HANDING and self._is_of_threads(path, call):
                    for given in call.given:
                        yield from self._named(path, given)
                        if given.startswith(f"%{call.function}:"):
                            yield from self._passed((path, call.function), last_name(given).partition(":")[2])

    def _named(self, path: str, given: str) -> Iterator[Key]:
        target = self.project.resolve(path, given) if given[:1] not in "=%?" else None
        if target is not None and target.kind == "function":
            yield target.key

    def _passed(self, key: Key, name: str) -> Iterator[Key]:
        """What the callers of a function give it, that hands it to threads."""
        function = self.project.function(key)
        for edge in self.project.callers.get(key, ()):
            bound = edge.target.kind != "function" or edge.target.owner is not None
            yield from self._named(edge.caller[0], given_to(function, bound, edge.call).get(name, "?"))

    def _is_of_threads(self, path: str, call: CallFact) -> bool:
        if call.path.startswith(_STARTED) or last_name(call.path) == "run_in_threadpool":
            return True
        target = self.project.resolve(path, call.path)
        return target.kind == "external" and target.name.startswith(_POOLS)


@once_for_a_project
def of(project: ProjectFacts) -> Threads:
    """What runs in threads alone in a project."""
    return Threads(project)
