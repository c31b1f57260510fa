"""OPS007: models without migrations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from posixpath import commonpath

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import FileFacts
from codereview.facts.project import ProjectFacts
from codereview_rules.reliability._models.collect import Models
from codereview_rules.reliability._models.schema import Schema, Table

from .._syntax.patterns import lazy_pattern
from ._migrations.examples import BAD, GOOD

_LEAST = 3
"""Tables of SQLAlchemy: fewer are a toy or a cache."""
_TOOLS = frozenset("alembic flask_migrate yoyo migrate piccolo aerich sqlalchemy_migrate".split())
_BY_HAND = lazy_pattern(r"(?:^|[/_])migrat(?:e|ions?)(?:_\w+)?\.py$")
"""Scripts that change tables without a tool."""
_CHANGES = lazy_pattern(
    r"migrat|(?:add|sync|ensure|alter)_(?:\w+_)?(?:columns?|tables?|schema)$", re.IGNORECASE
)
_UPPER = lazy_pattern(r"(?:<=?|={2,3}|~=)\s*(\d+)(?:\.(\d+))?")
_PACKAGES = frozenset("alembic flask-migrate yoyo-migrations aerich sqlalchemy-migrate".split())


class MissingMigrations(ProjectRule):
    """Holds the tables that a project declares against the migrations that it has."""

    card = Card(
        id="OPS007",
        title="Models without migrations",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=60,
        why=(
            "Nothing changes the tables that are there already: the next column exists in the code and not "
            "in the "
            "database, and each deployment is mended by hand, or loses its data."
        ),
        instead=(
            "Keep migrations under version control and apply them when deploying: `makemigrations` and "
            "`migrate` with "
            "Django, Alembic with SQLAlchemy."
        ),
        false_alarms=(
            "Abstract and unmanaged models, models of tests, libraries, projects with fewer than three "
            "tables and those "
            "with any tool for migrations or SQL files in a folder of that name are left out. Tables that "
            "another project "
            "owns are not told apart."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (Models,)

    def not_applicable(self, project: ProjectFacts) -> str:
        """Libraries leave the database to their users."""
        if not any(project.noted(Models)) or not _tables(project):
            return "the project declares no database model that is understood"
        tables = _tables(project)
        django = any(table.lib == "django" for table in tables)
        if len(tables) < _LEAST and not django and not _configured(project):
            return f"the project declares fewer than {_LEAST} tables"
        return "" if project.is_a("web service") else project.library

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each Django application, and one for all tables of SQLAlchemy."""
        tables = _tables(project)
        yield from self._django(project, [t for t in tables if t.lib == "django"])
        others = [t for t in tables if t.lib != "django"]
        if len(others) >= _LEAST or (others and _configured(project)):
            yield from self._sqlalchemy(project, others)

    def _django(self, project: ProjectFacts, tables: list[Table]) -> Iterator[Finding]:
        paths = frozenset((*project.files, *project.others))
        folders: dict[str, list[Table]] = defaultdict(list)
        for table in tables:
            folder = table.key[0].rpartition("/")[0]
            if folder.endswith("/models") and not _is_application(folder, paths):
                folder = folder.removesuffix("/models")
            if table.key[0].endswith(("models.py", "/models/" + table.key[0].rpartition("/")[2])):
                folders[_application(folder, paths)].append(table)
        if not folders or _is_before_migrations(project):
            return
        installed = _installed(project)
        if installed is not None and not any(_speaks(installed, folder) for folder in folders):
            installed = None  # the list is put together in another way
        moved = any("MIGRATION_MODULES" in facts.names for facts in project.files.values())
        lacking: dict[str, list[Table]] = {}
        for folder, found in sorted(folders.items()):
            if installed is not None and not _speaks(installed, folder):
                continue  # no settings name it, and so it has no tables
            managed = [t for t in found if not t.options & {"abstract", "unmanaged"}]
            start = f"{folder}/migrations/".lstrip("/")
            has = any(path.startswith(start) and not path.endswith("__init__.py") for path in paths)
            if managed and not has and not moved and folder:
                lacking[folder] = managed
        if lacking:
            shown = ", ".join(f"`{folder}`" for folder in list(lacking)[:4])
            more = f" and {len(lacking) - 4} more" if len(lacking) > 4 else ""
            first = next(iter(lacking))
            start = f"{first}/migrations/"
            lost = "holds none" if f"{start}__init__.py" in paths else "is not there"
            found = [table for tables in lacking.values() for table in tables]
            applications = "application" if len(lacking) == 1 else f"{len(lacking)} applications"
            yield self._finding(
                found,
                f"{_number(found)} of the Django {applications} {shown}{more} and no migration: `{start}` {lost}",
            )

    def _sqlalchemy(self, project: ProjectFacts, tables: list[Table]) -> Iterator[Finding]:
        paths = (*project.files, *project.others)
        imported = {
            item.module.partition(".")[0] for facts in project.files.values() for item in facts.imports
        }
        needed = {requirement.name for requirement in project.dependencies.direct()}
        configured = _configured(project)
        written = any(
            "versions/" in p or "migrations/" in p or p.endswith(".sql") or _BY_HAND.search(p)
            for p in paths
            if not p.endswith("/__init__.py")
        )
        lacking = [
            (config, mine)
            for config in configured
            if (mine := _without_revision(config, tables, configured, paths))
        ]
        if lacking:
            for config, mine in lacking:
                text = f"{_number(mine)}, Alembic is configured in `{config}`, and no revision is there"
                makes = [made for made in _makes(project) if _below(made[0], _home(config))]
                # where few are made as it starts, revisions are to come when one changes
                sure = Confidence.HIGH if not makes or len(mine) >= _LEAST else Confidence.LOW
                if makes:
                    text += ": `create_all` makes what is missing, and never changes a table"
                yield self._finding(mine, text, makes, sure)
        elif _changes_by_hand(project):
            return
        elif not configured and not written and not imported & _TOOLS and not needed & _PACKAGES:
            makes = _makes(project)
            tables = _made_together(project, tables, makes)
            if len(tables) >= _LEAST:
                least = "at least " if _has_unread(project, tables) else ""
                text = (
                    f"{least}{_number(tables)} are made by `create_all`, which never changes one that exists, "
                    "and no tool for migrations is there"
                )
                yield self._finding(tables, text, makes, Confidence.MEDIUM)

    def _finding(
        self,
        tables: list[Table],
        text: str,
        makes: list[tuple[str, int]] | None = None,
        confidence: Confidence = Confidence.HIGH,
    ) -> Finding:
        first = tables[0]
        places = [Related(path, line, "`create_all`") for path, line in makes or ()]
        places += [Related(t.key[0], t.note.line, f"`{t.cls}`") for t in tables[1:4]]
        return self.finding(
            first.key[0],
            At(first.note.line, first.note.column),
            text[0].upper() + text[1:],
            confidence=confidence,
            related=places[:4],
            cause="migrations",
            checked="migrations and revisions of all kinds, tools in the manifests, SQL files",
        )


def _is_before_migrations(project: ProjectFacts) -> bool:
    """Whether the project is of a Django that has no migrations of its own, which came with 1.7."""
    for requirement in project.dependencies.direct():
        if requirement.name == "south":
            return True
        if requirement.name == "django":
            bounds = _UPPER.findall(requirement.specifier)
            if any((int(major), int(minor or 0)) < (1, 7) for major, minor in bounds):
                return True
    return any(
        item.module.startswith("django.conf.urls.defaults") or item.module.partition(".")[0] == "south"
        for facts in project.files.values()
        for item in facts.imports
    )


def _application(folder: str, paths: frozenset[str]) -> str:
    """The application that a folder of models belongs to: the nearest one upwards that says that it is one."""
    current = folder
    while current:
        if _is_application(current, paths):
            return current
        current = current.rpartition("/")[0]
    return folder


def _is_application(folder: str, paths: frozenset[str]) -> bool:
    return f"{folder}/apps.py" in paths or f"{folder}/migrations/__init__.py" in paths


def _installed(project: ProjectFacts) -> frozenset[int] | None:
    """What files that list applications speak of, as hashes; None where none lists them."""
    lists = [facts for facts in project.files.values() if _lists(facts)]
    if not lists:
        return None
    homes = tuple(f"{facts.path.rpartition('/')[0]}/" for facts in lists)
    listed = {facts.path for facts in lists}
    near = [facts for path, facts in project.files.items() if path in listed or path.startswith(homes)]
    return frozenset(number for facts in near for number in unpacked(facts.prints.spoken))


def _lists(facts: FileFacts) -> bool:
    """Whether a file of settings lists applications, in the module or in a class (django-configurations)."""
    return "INSTALLED_APPS" in facts.names or any(
        attr.name == "INSTALLED_APPS" for cls in facts.classes for attr in cls.attrs
    )


def _speaks(installed: frozenset[int], folder: str) -> bool:
    """Whether an application is listed under the name of a folder: `search`, `apps.search`, `search.apps.Search`."""
    above, _, name = folder.rpartition("/")
    shown = (f"={name}", f"{above.rpartition('/')[2]}.{name}", f"{name}.apps")
    return any(word_hash(word) in installed for word in shown)


def _tables(project: ProjectFacts) -> list[Table]:
    """The tables that production code declares."""
    schema = Schema(project)
    return [
        t for t in schema.tables.values() if project.zone(t.key[0]) is Zone.PRODUCTION and schema.is_table(t)
    ]


def _changes_by_hand(project: ProjectFacts) -> bool:
    """Whether some function changes tables, as its name says."""
    return any(_CHANGES.search(f.name) for facts in project.files.values() for f in facts.functions)


def _without_revision(
    config: str, tables: list[Table], configured: list[str], paths: Sequence[str]
) -> list[Table]:
    """The tables that a configuration of Alembic answers for, if it has no revision: those below its folder; all
    where it is the only one and stands apart from them, as a folder of its own at the root."""
    home = _home(config)
    others = [inner for other in configured if len(inner := _home(other)) > len(home)]
    mine = [t for t in tables if _below(t.key[0], home) and not any(_below(t.key[0], o) for o in others)]
    if not mine and len(configured) == 1 and "/" not in home:
        home, mine = "", tables
    has = any("versions/" in p and p.endswith(".py") and _below(p, home) for p in paths)
    return [] if has else mine


def _home(config: str) -> str:
    """The folder that a configuration of Alembic is for: that of migrations is inside of it."""
    folder = config.rpartition("/")[0]
    while folder.rpartition("/")[2] in ("migrations", "alembic", "database", "db"):
        folder = folder.rpartition("/")[0]
    return folder


def _below(path: str, folder: str) -> bool:
    return not folder or path.startswith(folder + "/")


def _makes(project: ProjectFacts) -> list[tuple[str, int]]:
    """The places that make tables where they are not there."""
    return [
        (path, call.line)
        for path, facts in project.files.items()
        for call in facts.calls
        if call.path.endswith(".create_all") and project.zone(path) is Zone.PRODUCTION
    ]


def _made_together(project: ProjectFacts, tables: list[Table], makes: list[tuple[str, int]]) -> list[Table]:
    """The most tables that one ``create_all`` can make: services side by side, each in a folder, have their own, and
    so have programs of one folder that import other models."""
    sets = [
        [t for t in tables if t.key[0] in project.reachable_from(path)]
        for path in dict.fromkeys(path for path, _ in makes)
    ]
    if len(sets) > 1 and all(sets):
        return max(sets, key=len)
    paths = [table.key[0] for table in tables] + [path for path, _ in makes]
    start = commonpath([path.rpartition("/")[0] for path in paths]) if makes else ""
    skip = len(start) + 1 if start else 0
    of = [(table, table.key[0][skip:].partition("/")[0]) for table in tables]
    best: list[Table] = []
    for path, _ in makes:
        inner = path[skip:]
        here = [table for table, top in of if "/" in inner and top == inner.partition("/")[0]]
        best = max(best, here or tables, key=len)
    return best


def _has_unread(project: ProjectFacts, tables: list[Table]) -> bool:
    """Whether beside the models there is a file that was not read, such as one for a newer Python: it can have more."""
    homes = {table.key[0].rpartition("/")[0] for table in tables}
    return any(
        facts.failure is not None and path.rpartition("/")[0] in homes
        for path, facts in project.files.items()
    )


def _number(tables: list[Table]) -> str:
    return "one table" if len(tables) == 1 else f"{len(tables)} tables"


def _configured(project: ProjectFacts) -> list[str]:
    """The configurations of Alembic."""
    return [path for path in (*project.files, *project.others) if path.rpartition("/")[2] == "alembic.ini"]
