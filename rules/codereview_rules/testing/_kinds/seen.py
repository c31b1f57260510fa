"""The kinds of tests, by what they import, how they are called, and where they lie."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview.model import Zone

from ..._syntax.patterns import lazy_pattern

KINDS = ("API", "integration", "end-to-end", "performance", "property-based")
LOOKED_FOR = {
    "API": "test clients of web frameworks, HTTP clients",
    "integration": "databases, containers, doubles of services, folders and marks named after it",
    "end-to-end": "browsers, runners of commands, AppTest, subprocesses",
    "performance": "pytest-benchmark, locust, asv, k6",
    "property-based": "hypothesis, schemathesis",
}
_IMPORTS = {
    "API": r"(fastapi|starlette)\.testclient|rest_framework\.test|aiohttp\.(test_utils|pytest_plugin)|webtest"
    r"|flask\.testing|sanic_testing|tornado\.testing|schemathesis|tavern|httpx|requests|ninja\.testing|litestar\.testing"
    r"|async_asgi_testclient",
    "integration": r"testcontainers|pytest_docker|pytest_postgresql|pytest_redis|moto|fakeredis|mongomock|localstack"
    r"|sqlalchemy|sqlmodel|asyncpg|psycopg2?|aiosqlite|sqlite3|django\.test|rest_framework\.test|redis|pymongo|motor"
    r"|docker|tortoise|peewee",
    "end-to-end": r"playwright|selenium|seleniumbase|splinter|pyppeteer|typer\.testing|click\.testing"
    r"|streamlit\.testing|pexpect|behave|pytest_bdd|nicegui\.testing|subprocess|pytest_playwright|robot|appium"
    r"|django\.contrib\.staticfiles\.testing",
    "performance": r"pytest_benchmark|locust|asv|pyperf|molotov|pytest_codspeed",
    "property-based": r"hypothesis|schemathesis|atheris|pytest_quickcheck",
}
_COMPILED = {kind: lazy_pattern(rf"({pattern})(\.|$)") for kind, pattern in _IMPORTS.items()}
_NAMED = {
    "API": lazy_pattern(r"(^|_)(client|api)(_|$)|^(http|app|web)_?client$"),
    "integration": lazy_pattern(
        r"^(db|session|db_session|database|transactional_db|pg|postgres\w*|redis\w*|engine|conn\w*)$"
    ),
    "end-to-end": lazy_pattern(
        r"^(page|browser|driver|live_server|runner|cli_runner|pytester|testdir|script_runner)$"
    ),
    "performance": lazy_pattern(r"^benchmark$"),
}
_FOLDERS = {
    "API": lazy_pattern(r"(^|[/_])(api|endpoints?|routes?|views?)([/_.]|$)"),
    "integration": lazy_pattern(r"(^|[/_])(integrations?|functional|system|it)([/_.]|$)"),
    "end-to-end": lazy_pattern(
        r"(^|[/_.-])(e2e|end[-_]?to[-_]?end|acceptance|cypress|playwright|ui_?tests?)([/_.-]|$)"
    ),
    "performance": lazy_pattern(
        r"(^|[/_.-])(perf(ormance)?|bench(marks?)?|load[-_]?tests?|stress|locustfile|asv|k6)([/_.-]|$)"
    ),
    "property-based": lazy_pattern(r"(^|[/_])(propert(y|ies)|fuzz\w*)([/_.]|$)"),
}
_MARKS = lazy_pattern(r"^pytest\.mark\.(\w+)")
_TEST_CLIENT = (
    ".test_client",
    ".test_cli_runner",
    ".get_asgi_application",
    "Client().get",
    ".client.get",
    ".client.post",
)


def kinds_of_tests(project: ProjectFacts) -> dict[str, int]:
    """How many files hold tests of each kind, in the order of `KINDS`; kinds without one are left out."""
    found = dict.fromkeys(KINDS, 0)
    for path, facts in project.files.items():
        if (
            project.zone(path) is Zone.TESTS
            or path in project.testing.files
            or _FOLDERS["performance"].search(path)
        ):
            for kind in set(_of_file(path, facts)):
                found[kind] += 1
    for path in project.others:
        for kind in ("end-to-end", "performance"):
            if not found[kind] and _FOLDERS[kind].search(path):
                found[kind] = 1
    return {kind: count for kind, count in found.items() if count}


def _of_file(path: str, facts: FileFacts) -> Iterator[str]:
    modules = {f"{item.module}.{item.name}" if item.name else item.module for item in facts.imports}
    for kind, pattern in _COMPILED.items():
        if any(pattern.match(module) for module in modules):
            yield kind
    for kind, pattern in _FOLDERS.items():
        if pattern.search(path):
            yield kind
    names = {p.name for f in facts.functions if f.name.startswith("test") for p in f.params}
    for kind, pattern in _NAMED.items():
        if any(pattern.search(name) for name in names):
            yield kind
    marks = {match[1] for f in facts.functions for d in f.decorators if (match := _MARKS.match(d))}
    for kind in ("integration", "end-to-end", "performance"):
        if any(_FOLDERS[kind].search(mark) for mark in marks) or (
            kind == "integration" and "django_db" in marks
        ):
            yield kind
    if any(call.path.removesuffix("()").endswith(_TEST_CLIENT) for call in facts.calls):
        yield "API"


__all__ = ["KINDS", "LOOKED_FOR", "kinds_of_tests"]
