"""DEP004: two manifests, or a manifest and its lock, that cannot both be satisfied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Related, Severity
from codereview.facts.dependencies.compare import admits, disjoint, together
from codereview.facts.dependencies.project import Application, Dependencies
from codereview.facts.dependencies.values import Manifest, Requirement
from codereview.facts.project import ProjectFacts

# What resolvers leave out of their results on purpose.
_UNLOCKED = frozenset({"pip", "setuptools", "wheel", "distribute", "python"})

_LOCK = '[[package]]\nname = "flask"\nversion = "3.0.2"\n'
_UV = 'version = 1\n\n[[package]]\nname = "shop"\nversion = "1"\nsource = { editable = "." }\n\n' + _LOCK


class _Pair(NamedTuple):
    """Two requirements for one environment. ``fails``: one command of pip reads both."""

    first: Requirement
    second: Requirement
    fails: bool


class ConflictingManifests(ProjectRule):
    """Intersects the specifiers of one package in files that are meant for the same environment."""

    card = Card(
        id="DEP004",
        title="Manifests that contradict each other",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=15,
        why=(
            "Two files ask for versions of one package that cannot be had together, or a lock file does "
            "not hold what "
            "its manifest asks for. The installation fails, or what runs in the container is not what "
            "the tests ran "
            "with, depending on which file is installed last."
        ),
        instead=(
            "State each version once: let the other file include the first (`-r requirements.txt`), or "
            "take its "
            "dependencies from it. After a change of the manifest, write the lock file anew."
        ),
        false_alarms=(
            "Files are compared within one application only, and files for other purposes "
            "(documentation, GPU "
            "variants, other Python versions) are left apart. Entries under different environment "
            "markers, taken from "
            "URLs, or with specifiers that cannot be read are not compared."
        ),
    )
    bad = (
        Bad({"requirements.txt": "flask==2.0\nrich\nflask==3.0\n"}, lines=("requirements.txt:3",)),
        Bad(
            {"requirements.txt": "-r base.txt\nflask<2\n", "base.txt": "flask>=3\n"},
            lines=("requirements.txt:2",),
        ),
        Bad(
            {
                "requirements.txt": "django==4.2\n",
                "pyproject.toml": '[project]\nname="a"\ndependencies=["django>=5"]\n',
            },
            lines=("requirements.txt:1",),
        ),
        Bad(
            {"requirements.txt": "flask==3.0\n", "requirements-dev.txt": "pytest\nflask==2.3\n"},
            lines=("requirements-dev.txt:2",),
        ),
        Bad(
            {"pyproject.toml": '[tool.poetry.dependencies]\nflask = "^2.0"\n', "poetry.lock": _LOCK},
            lines=("pyproject.toml:2",),
        ),
        Bad(
            {
                "pyproject.toml": '[project]\nname="shop"\ndependencies = [\n "flask",\n "rich",\n]\n',
                "uv.lock": _UV,
            },
            lines=("pyproject.toml:5",),
        ),
        Bad(
            {"requirements.txt": "-c limits.txt\nurllib3>=2\n", "limits.txt": "urllib3<2\n"},
            lines=("requirements.txt:2",),
        ),
        Bad(
            {
                "Pipfile": '[packages]\nrich = "~=12.0"\n',
                "Pipfile.lock": '{"default": {"rich": {"version": "==13.7"}}}',
            },
            lines=("Pipfile:2",),
        ),
    )
    good = (
        Good({"requirements.txt": "flask>=2\n", "requirements-dev.txt": "-r requirements.txt\nflask==3.0\n"}),
        Good({"requirements.txt": "a==1; python_version < '3.9'\na==2; python_version >= '3.9'\n"}),
        Good({"requirements.txt": "torch==2.1\n", "requirements-gpu.txt": "torch==2.3\n"}),
        Good({"api/requirements.txt": "flask==2.0\n", "worker/requirements.txt": "flask==3.0\n"}),
        Good({"requirements.txt": "flask\n", "docs/requirements.txt": "flask==2.0\nsphinx\n"}),
        Good({"pyproject.toml": '[tool.poetry.dependencies]\nflask = "^3.0"\n', "poetry.lock": _LOCK}),
        Good({"requirements.txt": "flask @ https://f.example/flask-2.0.zip\nflask==3.0\n"}),
        Good(
            {
                "requirements.txt": "torch>=2.0,!=2.0.1\n",
                "setup.cfg": "[options]\ninstall_requires = torch<2.1\n",
            }
        ),
        Good(
            {"pyproject.toml": '[tool.poetry.dependencies]\nflask = "^2.0 || ^3.0"\n', "poetry.lock": _LOCK}
        ),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Needs manifests."""
        return "" if project.dependencies.manifests else "the project has no manifest of dependencies"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for two files that contradict each other, with all packages; one in which a file contradicts
        itself for each package; one for a lock that is behind its manifest."""
        known = project.dependencies
        apart: dict[tuple[str, str, int], list[_Pair]] = defaultdict(list)
        told: set[tuple[str, int]] = set()
        for pair in _pairs(known):
            key = (pair.second.path, pair.second.line)
            if key in told or not _conflict(pair.first, pair.second):
                continue
            told.add(key)
            line = pair.second.line if pair.fails or pair.first.path == pair.second.path else 0
            apart[pair.first.path, pair.second.path, line].append(pair)
        for pairs in apart.values():
            yield self._contradiction(pairs)
        for path, locks in known.locks.items():
            for lock in locks:
                if not known.manifests[path].locked:
                    yield from self._stale(known, known.manifests[path], known.manifests[lock])

    def _contradiction(self, pairs: list[_Pair]) -> Finding:
        first, second, fails = pairs[0]
        where = f"line {first.line}" if first.path == second.path else f"{first.path}"
        others = [pair.second.name for pair in pairs if pair.second.name != second.name]
        more = f"; the same holds of {_names(others)}" if others else ""
        return self.finding(
            second.path,
            At(second.line),
            f"{second.name} has to be `{second.specifier}` here and `{first.specifier}` in {where}, "
            f"and no version is both{': pip refuses to install this' if fails else ''}{more}",
            severity=Severity.HIGH if fails else Severity.MEDIUM,
            related=tuple(
                Related(p.first.path, p.first.line, f"asks for `{p.first.raw}`") for p in pairs[:5]
            ),
            cause=f"DEP004:{first.path}:{second.path}",
        )

    def _stale(self, known: Dependencies, manifest: Manifest, lock: Manifest) -> Iterator[Finding]:
        held: dict[str, list[Requirement]] = defaultdict(list)
        for entry in lock.requirements:
            held[entry.name].append(entry)
        if not held or lock.unread:
            return
        missing: list[Requirement] = []
        other: list[tuple[Requirement, Requirement]] = []
        local = {m.project for m in known.manifests.values() if m.project}
        for item in known.requirements(manifest.path):
            entries = held.get(item.name, [])
            if item.url or item.group.startswith("dev:hatch") or item.name in local:
                continue
            if not entries:
                if item.name not in _UNLOCKED and not item.marker and _is_locked_group(item, lock):
                    missing.append(item)
            elif all(e.version and not e.url and not admits(item.specifier, e.version) for e in entries):
                other.append((item, entries[0]))
        if not missing and not other:
            return
        said = [f"holds {e.name} {e.version} and not `{i.specifier}`" for i, e in other[:3]]
        if len(other) > 3:
            said.append(f"holds {_names([i.name for i, _ in other[3:]])} in other versions than asked for")
        if missing:
            said.append(f"lacks {_names([item.name for item in missing])}")
        place = other[0][0] if other else missing[0]
        yield self.finding(
            place.path,
            At(place.line),
            f"{lock.path} is behind {manifest.path}: it {', '.join(said)}",
            related=tuple(Related(lock.path, e.line, f"holds {e.name} {e.version}") for _, e in other[:5])
            or (Related(lock.path, 1, "the lock file"),),
            cause=f"DEP004:{manifest.path}:{lock.path}",
        )


def _names(names: list[str]) -> str:
    known = list(dict.fromkeys(names))
    return ", ".join(known[:5]) + (f" and {len(known) - 5} more" if len(known) > 5 else "")


def _is_locked_group(item: Requirement, lock: Manifest) -> bool:
    """Whether a lock of this format always holds the entry's group."""
    if lock.format in ("requirements", "pdm.lock", "pylock.toml"):
        return item.group == "main"
    return True


def _conflict(first: Requirement, second: Requirement) -> bool:
    return (
        not (first.url or second.url)
        and first.conda == second.conda
        and together(first.marker, second.marker)
        and disjoint(first.specifier, second.specifier)
    )


def _pairs(known: Dependencies) -> Iterator[_Pair]:
    """Requirements of one name that are meant for one environment, and whether one command installs both."""
    for path, manifest in known.manifests.items():
        if manifest.format in ("requirements", "setup.cfg", "setup.py", "environment.yml", "pyproject"):
            yield from _within(known, path)
    for application in known.applications:
        yield from _between(known, application)


def _within(known: Dependencies, path: str) -> Iterator[_Pair]:
    limits = {p for m in known.closure(path) for p in known.manifests[m].constraints if p in known.manifests}
    own = known.requirements(path) if known.manifests[path].format == "requirements" else ()
    items = [*own, *(r for p in sorted(limits) for r in known.manifests[p].requirements)]
    items = [*items, *(r for r in known.manifests[path].requirements if not own and r.group == "main")]
    by_name: dict[str, list[Requirement]] = defaultdict(list)
    for item in items:
        by_name[item.name].append(item)
    for entries in by_name.values():
        for index, later in enumerate(entries):
            for earlier in entries[:index]:
                first, second = (later, earlier) if later.path != path else (earlier, later)
                if first.path not in limits or second.path not in limits:
                    yield _Pair(first, second, own != ())


def _between(known: Dependencies, application: Application) -> Iterator[_Pair]:
    """Main against main and against development requirements, of files that do not include each other."""
    asked: dict[str, list[Requirement]] = defaultdict(list)
    for path in (*application.manifests, *application.locks):
        manifest = known.manifests[path]
        if path in known.constraint_files or (manifest.locked and manifest.format != "requirements"):
            continue
        if manifest.locked and any(path in locks for locks in known.locks.values()):
            continue
        for item in manifest.requirements:
            if item.group == "main" or (
                item.group in ("dev:dev", "dev:test", "dev:tests", "dev:development")
            ):
                asked[item.name].append(item)
    rank = ("pyproject", "setup.py", "setup.cfg", "Pipfile", "requirements", "environment.yml")
    for entries in asked.values():
        entries.sort(
            key=lambda r: (r.group != "main", rank.index(known.manifests[r.path].format), r.path, r.line)
        )
        for index, later in enumerate(entries):
            for earlier in entries[:index]:
                if earlier.group == "main" and earlier.path != later.path:
                    yield _Pair(earlier, later, False)
