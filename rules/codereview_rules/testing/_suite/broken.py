"""Tests behind an import that finds nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from codereview.api import At, Confidence, Place, Related, Severity
from codereview.facts.module import ImportFact
from codereview.facts.project import ProjectFacts
from codereview.facts.uses.imports import Imports, Missing, told
from codereview_rules.testing._collection.values import counted

from ..._syntax.patterns import lazy_pattern

_CLIENTS = frozenset({"fastapi.testclient", "starlette.testclient"})
_WITH_HTTPX = frozenset({"all", "standard", "full", "test", "testing", "tests"})
_BRINGS_HTTPX = lazy_pattern(
    r"(?:openai|anthropic|groq|mistral|cohere|lang|ollama|supabase|gradio|httpx|mcp|litellm|hugging|transformers|datasets|respx|"
    r"pytest-httpx|fastapi-|chroma|qdrant|elevenlabs|replicate|python-telegram|google-|weaviate|postgrest|schemathesis|"
    r"starlette-|firecrawl|llama|instructor|pydantic-ai|together|notion|prefect|sentence|jupyter|deepgram|stripe|zep|mem0|"
    r"crewai|autogen|smol|e2b|browser|dash|reflex|flet|nicegui|polar|clerk|resend|algolia|meilisearch|typesense|twikit|"
    r"claude|agents|composio|tavily|exa|pinecone|sqlalchemy-|authlib|ragas|deepeval|vllm|fireworks|cerebras|lite)"
)
"""Distributions that bring httpx along, or begin like some that do."""
_SHOWN = 8


@dataclass(frozen=True)
class Stopped:
    """What stops tests, and where it stands."""

    path: str
    at: Place
    message: str
    severity: Severity = Severity.HIGH
    confidence: Confidence = Confidence.HIGH
    symbol: str = ""
    related: tuple[Related, ...] = ()
    cause: str = ""


class Broken:
    """Looks for imports without a target that run when tests are collected.

    Args:
        project: its facts.
    """

    def __init__(self, project: ProjectFacts) -> None:
        self._project = project
        self._testing = project.testing
        self._tests = Counter(test.path for test in project.testing.tests)

    def stopped(self) -> Iterator[Stopped]:
        """One value for each file in which imports find nothing, or for each module that several miss."""
        causes: dict[str, list[tuple[str, Missing]]] = defaultdict(list)
        imports = Imports(self._project)
        for path in sorted(self._testing.reached.files):
            facts = self._project.files.get(path)
            if facts is None or facts.failure is not None or not facts.imports:
                continue
            for fact in facts.imports:
                item = imports.of(path, fact) if fact.function < 0 else None
                if item is not None and not item.chosen:
                    causes[f"{item.module}:{item.part}:{item.name}"].append((path, item))
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for cause, places in causes.items():
            places.sort(key=lambda place: (place[0] not in self._tests, place[0], place[1].fact.line))
            lost = self._lost(path for path, _ in places)
            key = (places[0][0], tuple(lost))
            if lost and key not in seen:  # the same tests stop at the first one
                seen.add(key)
                yield self._told(cause, places, lost)
        yield from self._renamed()
        yield from self._client()

    def _told(self, cause: str, places: list[tuple[str, Missing]], lost: list[str]) -> Stopped:
        path, item = places[0]
        line = item.fact.line
        group = [other for where, other in places if where == path and other.fact.line == line]
        at = At(line, item.fact.column)
        related = tuple(
            Related(name, 1, f"{counted(self._tests[name], 'test')}, lost") for name in lost if name != path
        )
        return Stopped(path, at, f"{self._count(lost)}: {told(group)}", related=related[:_SHOWN], cause=cause)

    def _count(self, lost: list[str]) -> str:
        tests = sum(self._tests[name] for name in lost)
        verb = "stops" if tests == 1 else "stop"
        return f"{counted(tests, 'test')} in {counted(len(lost), 'file')} {verb} where they are collected"

    def _renamed(self) -> Iterator[Stopped]:
        """Imports of a package of the project under a name that it does not have: ``trading_bot`` for
        ``tradingbot``."""
        found: dict[tuple[str, str], list[tuple[str, ImportFact]]] = defaultdict(list)
        declared = {
            _plain(r.name) for m in self._project.dependencies.manifests.values() for r in m.requirements
        }
        for path in (*self._testing.support, *self._tests):
            folder = path.rpartition("/")[0]
            for item in self._project.files[path].imports:
                top, dot, rest = item.module.partition(".")
                plain = _plain(top)
                if (
                    item.level
                    or item.function >= 0
                    or item.guarded
                    or item.type_checking
                    or not rest
                    or plain in declared
                ):
                    continue
                if plain in self._packages and not self._project.layout.find(top, folder):
                    right = self._packages[plain]
                    if top != right and self._project.layout.find(f"{right}{dot}{rest}", folder):
                        found[top, right].append((path, item))
        for (top, right), places in found.items():
            lost = self._lost(path for path, _ in places)
            if lost:
                path, fact = places[0]
                message = f"{self._count(lost)}: `{top}` is not there, the package is called `{right}`"
                related = [Related(p, f.line, f"imports `{f.module}`") for p, f in places[1:] if p != path]
                yield Stopped(
                    path, At(fact.line, fact.column), message, related=tuple(related[:_SHOWN]), cause=top
                )

    @cached_property
    def _packages(self) -> dict[str, str]:
        """The project's top packages by their names without underscores and case."""
        names = (path.removeprefix("src/").split("/")[0] for path in self._testing.modules if "/" in path)
        return {_plain(name): name for name in names}

    def _lost(self, broken: Iterable[str]) -> list[str]:
        """The test files that import one of some files where they are imported themselves, or have one
        for a conftest."""
        queue = list(broken)
        seen = set(queue)
        while queue:
            for other in self._importers.get(queue.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        below = tuple(
            path.removesuffix("conftest.py") for path in seen if path.rpartition("/")[2] == "conftest.py"
        )
        return [path for path in self._tests if path in seen or (below and path.startswith(below))]

    @cached_property
    def _importers(self) -> dict[str, list[str]]:
        """For each file, those that import it as soon as they are imported."""
        found: dict[str, list[str]] = defaultdict(list)
        project = self._project
        for path, facts in project.files.items():
            folder = path.rpartition("/")[0]
            names = {
                name
                for item in facts.imports
                if item.function < 0 and not item.guarded and not item.type_checking
                for name in (item.module, f"{item.module}.{item.name}" if item.name else item.module)
            }
            for name in names:
                parts = name.split(".")
                for size in range(1, len(parts) + 1):
                    target = project.layout.find(".".join(parts[:size]), folder)
                    if target.endswith(".py") and target != path:
                        found[target].append(path)
        return found

    def _client(self) -> Iterator[Stopped]:
        """The test client of Starlette without httpx, on which it stands since version 0.21."""
        manifests = self._project.dependencies.manifests.values()
        asked = [r for manifest in manifests for r in manifest.requirements]
        names = {r.name for r in asked}
        if not names & {"fastapi", "starlette"} or "httpx" in names or any(map(_BRINGS_HTTPX.match, names)):
            return
        if any(
            r.name.startswith("fastapi") and (set(r.extras) & _WITH_HTTPX or r.name != "fastapi")
            for r in asked
        ):
            return
        if any(r.name in ("fastapi", "starlette") and _is_old(r.version) for r in asked):
            return
        places = [
            (path, item)
            for path in (*self._testing.support, *self._tests)
            for item in self._project.files[path].imports
            if item.module in _CLIENTS and item.function < 0 and not item.guarded
        ]
        lost = self._lost(path for path, _ in places)
        if places and lost:
            path, fact = places[0]
            tests = counted(sum(self._tests[name] for name in lost), "test")
            message = (
                f"`{fact.module}` raises without httpx, which no manifest names: {tests} cannot be "
                f"collected after a fresh install"
            )
            related = tuple(Related(name, 1, "imports it, too") for name in lost if name != path)[:_SHOWN]
            yield Stopped(
                path,
                At(fact.line, fact.column),
                message,
                Severity.MEDIUM,
                Confidence.MEDIUM,
                related=related,
                cause="httpx",
            )


def _is_old(version: str) -> bool:
    """Whether a pinned version of FastAPI or Starlette is from before the client moved to httpx (0.87, 0.21)."""
    parts = version.split(".")
    return len(parts) > 1 and parts[0] == "0" and parts[1].isdigit() and int(parts[1]) < 87


def _plain(name: str) -> str:
    """A name without underscores, hyphens and case."""
    return name.replace("_", "").replace("-", "").lower()
