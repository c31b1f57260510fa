"""Which function of the project a call certainly runs."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from typing import NamedTuple

from codereview.facts.module import FunctionFact
from codereview.facts.project import Key, ProjectFacts
from codereview.facts.targets import Target

from ..._syntax.patterns import lazy_pattern

_KEEPS = frozenset(
    "builtins.staticmethod builtins.classmethod abc.abstractmethod typing.override typing.final "
    "functools.lru_cache functools.lru_cache() functools.cache functools.wraps() typing.no_type_check "
    "tenacity.retry tenacity.retry() backoff.on_exception() backoff.on_predicate() warnings.deprecated() "
    "typing.deprecated() pydantic.validate_call beartype.beartype typeguard.typechecked "
    "sentry_sdk.trace sentry_sdk.trace() asyncstdlib.lru_cache async_lru.alru_cache async_lru.alru_cache() "
    "unittest.mock.patch() unittest.mock.patch.object() pytest.mark.asyncio pytest.mark.anyio".split()
)
"""Decorators after which a call still runs the function and gives what it gives."""
_REGISTERS = lazy_pattern(
    r"(?:fastapi\.(?:FastAPI|APIRouter)|starlette\.[\w.]+|flask\.(?:Flask|Blueprint)|quart\.(?:Quart|Blueprint))\(\)"
    r"\.(?:get|post|put|patch|delete|head|options|route|websocket|api_route|on_event|exception_handler|middleware|"
    r"errorhandler|before_request|after_request|before_serving|after_serving|context_processor|teardown_request)\(\)"
    r"|aiogram\.(?:Router|Dispatcher)\(\)\.\w+\(\)"
)
"""Decorators that register a function and give it back."""
MANAGERS = frozenset({"contextlib.asynccontextmanager", "async_generator.asynccontextmanager"})


class Callee(NamedTuple):
    """A function that a call certainly runs, and how sure its class is."""

    key: Key
    function: FunctionFact
    target: Target


class Callees:
    """Answers of one project; each function is judged once."""

    def __init__(self, project: ProjectFacts) -> None:
        self.project = project
        self._certain: dict[Key, bool] = {}
        self._above: dict[str, set[Key]] = {}
        self._counts: dict[str, Counter[str]] = {}

    @cached_property
    def _named(self) -> dict[str, list[Key]]:
        """The classes that have a method of each name."""
        found: dict[str, list[Key]] = defaultdict(list)
        for path, facts in self.project.files.items():
            for number, cls in enumerate(facts.classes):
                for name in cls.methods:
                    found[name].append((path, number))
        return found

    def of(self, file: str, path: str) -> Callee | None:
        """The function that a path stands for where it is called, if that is certain."""
        target = self.project.resolve(file, path)
        if target.kind != "function":
            return None
        return self.certain(target)

    def certain(self, target: Target) -> Callee | None:
        """The function that a resolved target stands for, if that is certain."""
        key = target.key
        function = self.project.function(key)
        if key not in self._certain:
            self._certain[key] = self._is_certain(key, function)
        return Callee(key, function, target) if self._certain[key] else None

    def _is_certain(self, key: Key, function: FunctionFact) -> bool:
        counts = self._counts.get(key[0])
        if counts is None:
            counts = self._counts[key[0]] = Counter(f.qualname for f in self.project.files[key[0]].functions)
        if counts[function.qualname] > 1 or function.conditional or function.name == "<lambda>":
            return False
        if not all(self.keeps(key[0], path) or path in MANAGERS for path in function.decorators):
            return False
        return function.cls < 0 or self._is_final(key, function)

    def _is_final(self, key: Key, function: FunctionFact) -> bool:
        """Whether no class below has a method of that name, and nothing else is put in its place."""
        facts = self.project.files[key[0]]
        cls = facts.classes[function.cls]
        if cls.decorators and not all("dataclass" in d or "total_ordering" in d for d in cls.decorators):
            return False
        if any(attr.name == function.name for attr in cls.attrs):
            return False
        return (key[0], function.cls) not in self._replaced(function.name)

    def _replaced(self, name: str) -> set[Key]:
        """The classes below which another class has a method of the name too."""
        found = self._above.get(name)
        if found is None:
            bases = self.project.resolver.bases
            found = {base for cls in self._named[name] for base in bases(cls)[1:] if isinstance(base, tuple)}
            self._above[name] = found
        return found

    def keeps(self, file: str, decorator: str) -> bool:
        """Whether a decorator leaves the function as it is, or wraps it in one of its kind."""
        if decorator in _KEEPS or decorator.startswith("pytest.mark."):
            return True
        if decorator[:1] in "?=":
            return False
        factory = decorator.endswith("()")
        target = self.project.resolve(file, decorator[:-2] if factory else decorator)
        if target.kind == "external":
            return target.name in _KEEPS or bool(_REGISTERS.fullmatch(target.name + "()" * factory))
        if target.kind != "function":
            return False
        function = self.project.function(target.key)
        if factory:
            inner = self._given(target.file, function)
            if inner is None:
                return False
            target, function = inner
        names = [p.name for p in function.params]
        return bool(names) and not function.is_async and function.returns in (
            (f"%{target.index}:{names[0]}",), (f"%{target.index}:{names[-1]}",)
        )  # fmt: skip

    def _given(self, file: str, function: FunctionFact) -> tuple[Target, FunctionFact] | None:
        """The function defined inside that a decorator factory gives back."""
        if len(function.returns) != 1:
            return None
        target = self.project.resolve(file, function.returns[0])
        if target.kind != "function" or target.file != file:
            return None
        return target, self.project.function(target.key)


@lru_cache(maxsize=1)
def callees_of(project: ProjectFacts) -> Callees:
    """The answers of a project, which several rules share."""
    return Callees(project)
