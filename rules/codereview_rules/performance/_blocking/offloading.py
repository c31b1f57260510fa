"""Who takes a call off the event loop, and which decorators leave the function as it is."""

from __future__ import annotations

from typing import NamedTuple

from codereview.facts.module import FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.project import Key, ProjectFacts

OFFLOADERS = frozenset(
    {
        "asyncio.to_thread",
        "anyio.to_thread.run_sync",
        "trio.to_thread.run_sync",
        "starlette.concurrency.run_in_threadpool",
        "asgiref.sync.sync_to_async",
        "asgiref.sync.SyncToAsync",
        "channels.db.database_sync_to_async",
        "asyncer.asyncify",
        "anyio.to_process.run_sync",
        "aiofiles.os.wrap",
        "aiofiles.ospath.wrap",
        "tornado.concurrent.run_on_executor",
        "unsync.unsync",
        "twisted.internet.threads.deferToThread",
        "textual.work",  # of a plain function: in a thread, or not at all
    }
)
_OFFLOADING_NAMES = frozenset(
    {"run_in_executor", "to_thread", "run_in_threadpool", "submit", "run_sync", "Thread", "start_soon"}
)
# decorators that call the function when it is called, on the same thread
_TRANSPARENT = frozenset(
    {
        "staticmethod",
        "classmethod",
        "property",
        "cached_property",
        "setter",
        "getter",
        "deleter",
        "wraps",
        "contextmanager",
        "abstractmethod",
        "override",
        "final",
        "overload",
        "no_type_check",
        "deprecated",
        "retry",
        "validate_call",
        "validate_arguments",
        "beartype",
        "typechecked",
        "inject",
        "singledispatch",
        "register",
        "total_ordering",
        "dataclass",
        "atomic",
        "login_required",
        "traced",
        "trace",
        "observe",
        "span",
        "measure",
        "timed",
        "timer",
        "time",
        "profile",
    }
)
_CACHING = frozenset(
    {
        "lru_cache",
        "cache",
        "cached_property",
        "cached",
        "memoize",
        "alru_cache",
        "ttl_cache",
        "cache_data",
        "cache_resource",
    }
)
_TURNED = (
    "async",
    "thread",
    "executor",
    "background",
    "offload",
    "coroutine",
    "in_pool",
    "nonblocking",
    "awaitable",
    "delayed",
)
# packages whose decorators make calling the name something else than running the function here
_QUEUED = frozenset({"huey", "airflow", "dagster", "unsync", "pebble"})


class Crossing(NamedTuple):
    """What a function's decorators do to a call of it: does its body run here, surely, and only the "
    "first time?"""

    runs: bool = True
    sure: bool = True
    once: bool = False


class Decorators:
    """Judges the decorators of first-party functions; answers are remembered."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._known: dict[Key, Crossing] = {}
        self._inside: dict[Key, list[Key]] | None = None

    def crossing(self, key: Key) -> Crossing:
        """What becomes of a call of the function at ``key``."""
        found = self._known.get(key)
        if found is None:
            function = self.project.function(key)
            found = Crossing()
            for path in function.decorators:
                one = self._one(key[0], path)
                found = Crossing(found.runs and one.runs, found.sure and one.sure, found.once or one.once)
            self._known[key] = found
        return found

    def wrappers(self, key: Key) -> list[Key]:
        """The plain functions that decorators of the project put around a function."""
        found = []
        for path in self.project.function(key).decorators:
            callee = path[:-2] if path.endswith("()") else path
            target = self.project.resolve(key[0], callee)
            if target.kind == "function":
                nested = self._nested(target.key)
                outer = (self.project.function(k) for k in (target.key, *nested))
                names = {name.rpartition(".")[2] for function in outer for name in function.returns}
                found += [k for k in nested if _wraps(self.project.function(k), names)]
        return found

    def _one(self, file: str, path: str) -> Crossing:
        name = last_name(path)
        callee = path[:-2] if path.endswith("()") else path
        target = self.project.resolve(file, callee)
        if target.kind == "function":
            return self._own(target.key)
        if target.kind == "external" and (
            target.name in OFFLOADERS or target.name.partition(".")[0] in _QUEUED
        ):
            return Crossing(runs=False)
        low = name.lower()
        if name in _CACHING:
            return Crossing(once=True)
        if name in _TRANSPARENT:
            return Crossing()
        if any(word in low for word in _TURNED):
            return Crossing(runs=False)
        return Crossing(sure=False)

    def _own(self, key: Key) -> Crossing:
        """A decorator of the project: does the wrapper that it gives back run elsewhere, or is it a "
        "coroutine?"""
        nested = self._nested(key)
        wrappers = [self.project.function(k) for k in nested]
        if any(self._offloads(k) for k in (key, *nested)):
            return Crossing(runs=False)
        if not self._calls_what_it_is_given((key, *nested)):
            return Crossing(runs=False)
        plain = [w for w in wrappers if not w.is_async]
        if any(w.is_async for w in wrappers) and not _returned(plain, wrappers, self.project.function(key)):
            return Crossing(runs=False)
        return Crossing()

    def _calls_what_it_is_given(self, keys: tuple[Key, ...]) -> bool:
        """Whether a decorator calls the function, or gives it back as it is; else it is queued, or only noted."""
        functions = [(key[1], self.project.function(key)) for key in keys]
        given = {f"%{index}:{param.name}" for index, function in functions for param in function.params}
        given |= {f"?{name.partition(':')[2]}" for name in given}
        if any(path in given for _, function in functions for path in function.returns):
            return True
        return len(keys) == 1 or any(
            call.path in given for key in keys for call in self.project.calls_in(key)
        )

    def _offloads(self, key: Key) -> bool:
        for call in self.project.calls_in(key):
            if last_name(call.path) in _OFFLOADING_NAMES:
                return True
            if call.path[0] not in "?=" and self.project.resolve(key[0], call.path).name in OFFLOADERS:
                return True
        return False

    def _nested(self, key: Key) -> list[Key]:
        if self._inside is None:
            self._inside = {}
            for inner, function in self.project.functions:
                if function.parent >= 0:
                    self._inside.setdefault((inner[0], function.parent), []).append(inner)
        found = list(self._inside.get(key, ()))
        for inner in found:
            found.extend(self._inside.get(inner, ()))
        return found


def _wraps(function: FunctionFact, returned: set[str]) -> bool:
    plain = not function.is_async and not function.is_generator
    return plain and function.name in returned and function.name != "<lambda>"


def _returned(plain: list[FunctionFact], wrappers: list[FunctionFact], decorator: FunctionFact) -> bool:
    """Whether some plain wrapper is what a plain function gets: it is returned next to, or without, a "
    "coroutine one."""
    names = {
        path.rpartition(".")[2] for f in (decorator, *wrappers) for path in f.returns if path.startswith("@.")
    }
    return any(w.name in names and "<locals>" in w.qualname and not _holds(w, wrappers) for w in plain)


def _holds(wrapper: FunctionFact, wrappers: list[FunctionFact]) -> bool:
    """Whether another wrapper is defined inside this one (it is a level of the decorator, not what is "
    "returned last)."""
    return any(w.qualname.startswith(wrapper.qualname + ".<locals>.") for w in wrappers)
