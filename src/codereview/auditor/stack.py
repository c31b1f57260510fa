"""What a project is built with: packages that its code imports or its manifests name, and its development tools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from codereview.facts.dependencies.declared import Declared
from codereview.facts.dependencies.imported import Imported
from codereview.facts.dependencies.names import distributions_of, import_names
from codereview.facts.dependencies.values import Requirement
from codereview.facts.pipeline.values import Spot, Step
from codereview.facts.project import ProjectFacts
from codereview.model import Finding, Zone
from codereview.model_review import Evidence, Stack, Technology, ToolUse

SHOWN = 40
"""Packages that are listed, those with a role first; `Stack.more` counts the others."""
_CONFLICTS = ("DEP004", "DEP002", "DEP003", "DEP001")
"""Rules whose findings name a package: what a reader of the stack wants to see beside it."""
ROLES: Mapping[str, tuple[str, ...]] = {
    "web framework": (
        "aiohttp", "bottle", "django", "djangorestframework", "falcon", "fastapi", "flask", "litestar", "quart",
        "sanic", "starlette", "tornado",
    ),
    "user interface": ("dash", "gradio", "nicegui", "panel", "streamlit"),
    "database": (
        "alembic", "asyncpg", "beanie", "django-environ", "motor", "mysqlclient", "odmantic", "peewee", "pony",
        "psycopg", "psycopg2", "psycopg2-binary", "pymongo", "pymysql", "redis", "sqlalchemy", "sqlmodel",
        "tortoise-orm",
    ),
    "tasks and messages": (
        "aiokafka", "apscheduler", "arq", "celery", "confluent-kafka", "dramatiq", "huey", "pika", "rq",
    ),
    "validation and settings": (
        "attrs", "dynaconf", "marshmallow", "msgspec", "pydantic", "pydantic-settings", "python-decouple",
    ),
    "HTTP client": ("httpx", "requests", "urllib3"),
    "data": ("dask", "numpy", "pandas", "polars", "pyspark", "scipy"),
    "machine learning": (
        "diffusers", "jax", "keras", "lightgbm", "pytorch-lightning", "scikit-learn", "tensorflow", "torch",
        "transformers", "xgboost",
    ),
    "language models": ("anthropic", "langchain", "langchain-core", "langgraph", "litellm", "llama-index", "openai"),
    "command line": ("click", "rich", "typer"),
    "chat": ("aiogram", "discord-py", "python-telegram-bot", "slack-bolt"),
    "server": ("daphne", "gunicorn", "hypercorn", "uvicorn", "uwsgi", "waitress"),
    "templates": ("jinja2", "mako"),
    "observability": ("loguru", "opentelemetry-api", "prometheus-client", "sentry-sdk", "structlog"),
    "security": ("argon2-cffi", "bcrypt", "cryptography", "passlib", "pyjwt", "python-jose"),
}  # fmt: skip
_ROLE = {name: role for role, names in ROLES.items() for name in names}
_ORDER = (*ROLES, "package")


def stack(project: ProjectFacts, findings: Iterable[Finding], python: str) -> Stack:
    """The packages with a known role or an import in production code, and the tool matrix.

    Args:
        project: its facts.
        findings: those of the audit, for what speaks against a package.
        python: the versions of Python that the manifests admit.
    """
    requirements = _requirements(project)
    locked = _locked(project)
    imported = _imported(project, requirements)
    against = _against(findings)
    found = [
        _technology(
            name, requirements.get(name), locked.get(name, ""), imported.get(name, ()), against.get(name, "")
        )
        for name in sorted({*requirements, *imported} - _own(project))
        if not name.startswith("types-")
    ]
    found = [item for item in found if item.modules or item.role != "package"]
    found.sort(key=lambda item: (_ORDER.index(item.role), -item.modules, item.name))
    return Stack(
        python=python,
        technologies=tuple(found[:SHOWN]),
        more=max(0, len(found) - SHOWN),
        tools=tuple(_tool_uses(project)),
    )


def _requirements(project: ProjectFacts) -> dict[str, Requirement]:
    """The first requirement of each package that is no development tool; the root's manifests come first."""
    found: dict[str, Requirement] = {}
    for path in sorted(project.dependencies.manifests, key=lambda p: (p.count("/"), p)):
        for item in project.dependencies.manifests[path].requirements:
            if not item.group.startswith("dev:") and path not in _lock_paths(project):
                found.setdefault(item.name, item)
    return found


def _own(project: ProjectFacts) -> frozenset[str]:
    """The distributions that the repository itself makes: its examples and other parts ask for them."""
    return frozenset(item.project for item in project.dependencies.manifests.values() if item.project)


def _lock_paths(project: ProjectFacts) -> frozenset[str]:
    return frozenset(path for item in project.dependencies.applications for path in item.locks)


def _locked(project: ProjectFacts) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(_lock_paths(project), key=lambda p: (p.count("/"), p)):
        manifest = project.dependencies.manifests.get(path)
        for item in manifest.requirements if manifest else ():
            if item.version:
                found.setdefault(item.name, item.version)
    return found


def _imported(project: ProjectFacts, declared: Iterable[str]) -> dict[str, list[Imported]]:
    """Imports of production code by the package that brings them; what no table knows is left out."""
    known = set(declared)
    by_module = {module: name for name in sorted(known) for module in import_names(name) or ()}
    found: dict[str, list[Imported]] = defaultdict(list)
    for item in Declared(project).imports:
        if item.zone is not Zone.PRODUCTION or item.typing:
            continue
        name = by_module.get(item.name) or by_module.get(item.top)
        if name is None:
            brings = distributions_of(item.name)
            name = brings[0] if len(brings) == 1 else ""
        if name:
            found[name].append(item)
    return found


def _technology(
    name: str, asked: Requirement | None, locked: str, imports: Sequence[Imported], conflict: str
) -> Technology:
    if asked is not None:
        evidence = Evidence(path=asked.path, line=asked.line, said="declared")
    else:
        first = min(imports, key=lambda item: (item.path, item.line))
        evidence = Evidence(path=first.path, line=first.line, said="imported")
    return Technology(
        name=name,
        role=_ROLE.get(name, "package"),
        declared=(asked.specifier or "any version") if asked is not None else "",
        locked=locked or (asked.version if asked is not None else ""),
        modules=len({item.path for item in imports}),
        evidence=evidence,
        conflict=conflict,
    )


def _against(findings: Iterable[Finding]) -> dict[str, str]:
    """For each package the first finding that names it: ``symbol`` of rules on dependencies is the package."""
    found: dict[str, str] = {}
    for item in sorted(findings, key=lambda f: (f.rule not in _CONFLICTS, f.rule, f.path, f.line)):
        if item.rule in _CONFLICTS and item.symbol and item.suppressed is None:
            found.setdefault(item.symbol.lower().replace("_", "-"), f"{item.rule}: {item.title}")
    return found


def _tool_uses(project: ProjectFacts) -> Iterable[ToolUse]:
    for row in project.pipeline.tools:
        if not (row.declared or row.configured or row.hooks or row.ci):
            continue  # somebody can start it by hand, which no column tells
        yield ToolUse(
            name=row.tool,
            kind=str(row.kind),
            declared=_spot(row.declared[0]) if row.declared else "",
            configured=_spot(row.configured[0]) if row.configured else "",
            hook=_spot(row.hooks[0].start) if row.hooks else "",
            ci=_spot(_telling(row.ci).start) if row.ci else "",
            blocking=("yes" if row.blocking else "no") if row.ci else "",
            reason=row.reason if row.ci else "",
        )


def _telling(steps: Sequence[Step]) -> Step:
    """The step that a reader would look at: one whose failure stops something, before the others."""
    return min(steps, key=lambda step: bool(step.soft))


def _spot(spot: Spot) -> str:
    return f"{spot.path}:{spot.line}" if spot.line else spot.path
