"""The repository's files -> one result each, from the cache or from the workers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from codereview.auditor.content import Digests
from codereview.auditor.progress import Progress
from codereview.collect import Repository, SourceFile, decode_text, read_bytes
from codereview.config import Settings
from codereview.engine import pool
from codereview.engine.cache import Cache
from codereview.engine.plan import Plan
from codereview.engine.worker import FileResult, Job
from codereview.facts.dependencies.installs import where_of
from codereview.facts.dependencies.kinds import format_of
from codereview.facts.dependencies.requirements_file import files_named
from codereview.facts.deployment.wanted import LARGEST as _LARGEST_OF_DEPLOYMENT
from codereview.facts.deployment.wanted import tells_deployment
from codereview.facts.layout import module_name
from codereview.facts.pipeline.files import is_of_interest

_MANIFESTS = frozenset(
    [
        ".flake8",
        ".gitignore",
        ".gitmodules",
        "ruff.toml",
        ".ruff.toml",
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        "Procfile",
        "Dockerfile",
        "Makefile",
        "tox.ini",
        "pytest.ini",
        ".pytest.ini",
        "pytest.toml",
        ".pytest.toml",
        ".coveragerc",
        "noxfile.py",
        "Pipfile",
        "manage.py",
        "justfile",
    ]
)
_ENDINGS = (
    ".dockerfile",
    "docker-compose.yml",
    "docker-compose.yaml",
    "compose.yml",
    "compose.yaml",
    ".sh",
    ".service",
)


_LARGEST = 5_000_000
"""Bytes of a lock file that is read."""
_INCLUDED = 200_000
"""Bytes of a file that a requirements file takes in under any name."""


class Reading(msgspec.Struct, frozen=True):
    """What the files gave. ``results`` are in the order of paths; ``texts`` are manifests and the like."""

    repository: Repository
    results: tuple[FileResult, ...]
    texts: Mapping[str, str]


def read(
    repository: Repository,
    texts: Mapping[str, str],
    plan: Plan,
    found: Digests,
    settings: Settings,
    cache: Cache,
    progress: Progress,
) -> Reading:
    """One result for each file, from the cache where its content, rules and settings are the same."""
    base = found.rules + msgspec.json.encode(plan).decode()
    wanted = [
        (file, _job(file, found.files[file.path])) for file in repository.files if file.path in found.files
    ]
    keys = {job.path: _key(base, job) for _, job in wanted}
    stored = cache.get(list(keys.values()))
    results: dict[str, FileResult] = {}
    missing: list[pool.Sized] = []
    for file, job in wanted:
        data = stored.get(keys[job.path])
        result = _decoded(data) if data is not None else None
        if result is None:
            missing.append(pool.Sized(job, file.size))
        else:
            results[job.path] = result
    progress.stage("analysing files", len(missing))
    fresh: dict[str, bytes] = {}
    for job, data in pool.run(repository.root, plan, missing, settings.processes, progress.advance):
        result = pool.decode(data)
        results[job.path] = result
        if not result.notes and not result.crashes:
            fresh[keys[job.path]] = data
    cache.put(fresh)
    for path, reason in found.unreadable.items():
        results[path] = FileResult(path, None, (), notes=(f"could not be read: {reason}",))
    return Reading(repository, tuple(results[path] for path in sorted(results)), texts)


def _job(file: SourceFile, digest: str) -> Job:
    is_python = file.kind in ("python", "stub")
    name = module_name(file.path) if is_python else ""
    return Job(file.path, file.os_path, file.zone, "python" if is_python else "text", name, digest)


def _key(base: str, job: Job) -> str:
    return hashlib.blake2b(
        "\0".join((base, job.digest, job.path, job.zone.value, job.kind)).encode("utf-8", "surrogateescape"),
        digest_size=20,
    ).hexdigest()


def _decoded(data: bytes) -> FileResult | None:
    try:
        return pool.decode(data)
    except msgspec.DecodeError:
        return None  # stored by another build of the same version: made again


def texts_of(repository: Repository) -> dict[str, str]:
    """The text of manifests, container and workflow files, from which entry points and dependencies are read,
    and of the files that requirements files and commands take in under a name of their own.
    """
    out: dict[str, str] = {}
    queue = list(_of_interest(repository.files))
    others = {file.path: file for file in repository.files if file.kind == "text" and file.size < _INCLUDED}
    while queue:
        file = queue.pop()
        others.pop(file.path, None)
        try:
            text = decode_text(read_bytes(repository.root, file))
        except OSError:
            continue
        if text is not None:
            out[file.path] = text
            queue += [found for path in files_named(file.path, text) if (found := others.pop(path, None))]
    return dict(sorted(out.items()))


def _of_interest(files: Iterable[SourceFile]) -> Iterable[SourceFile]:
    for file in files:
        name = file.path.rpartition("/")[2]
        limit = _LARGEST if format_of(file.path) else 500_000
        if file.size < limit and (
            name in _MANIFESTS
            or name.endswith(_ENDINGS)
            or name.startswith("Dockerfile")
            or file.path.startswith(".github/")
            or format_of(file.path) is not None
            or where_of(file.path) is not None
            or (is_of_interest(file.path) and file.kind != "binary")
            or (file.size < _LARGEST_OF_DEPLOYMENT and tells_deployment(file.path))
        ):
            yield file
