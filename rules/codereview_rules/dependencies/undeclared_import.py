"""DEP002: a module is imported that no manifest declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity, Zone
from codereview.facts.dependencies.declared import Declared, Scope, brought_by, that_bring
from codereview.facts.dependencies.imported import Imported
from codereview.facts.dependencies.names import distributions_of
from codereview.facts.dependencies.values import Requirement
from codereview.facts.project import ProjectFacts
from codereview_rules.dependencies._examples import undeclared

from .._syntax.patterns import lazy_pattern

CARD = Card(
    id="DEP002",
    title="Imported, not declared",
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    effort=5,
    why=(
        "A fresh install lacks the package: the import fails in the container, in CI or at a new colleague's "
        "desk, while it works where the package happens to be. One that comes along with another package "
        "works until that one drops it or moves it to a version that breaks."
    ),
    instead=(
        "Declare the distribution in the manifest that is installed, in the group that the code belongs to, with "
        "a lower bound. If the code can do without it, make it an extra and import it inside `try`."
    ),
    false_alarms=(
        "The project's own modules, Python's own of every version, imports that are optional (`try`, a "
        "condition, type checking), modules that a host program brings (bpy, gi), packages that a container "
        "image or a command installs, and manifests of folders above are understood. Wrong where a package is "
        "installed by something outside of the repository."
    ),
)

_SHOWN = 4
_BEHIND = 3
_TOOLING = lazy_pattern(
    r"^tasks/|(?:^|/)(?:setup|noxfile|fabfile|tasks|dodo|conftest|conf|factories|wscript|SConstruct|hubconf|hatch_build)(?:\.py)?$"
    r"|(?:^|/)(?:conftest|test_\w+|\w+_test|testing|test_?utils?)\.py$|(?:^|/)(?:\w+[-_])?(?:testing|testutils?|tests?|e2e)/"
    r"|(?:^|/)(?:benchmarks?|bench|ci|\.ci|\.github|build_tools?|packaging|stubs|typings)/"
)
# What such names mean cannot be told: as a rule a file that is not in the repository (settings, secrets).
_ANY_PROJECT = frozenset(
    "config configs conf configuration settings setting local_settings settings_local secrets secret credentials "
    "creds keys key tokens token constants const consts common utils util helpers helper lib libs core base app apps "
    "main run models model views db database data src source scripts tools api client server bot handlers modules "
    "plugins test tests testing demo example examples custom local private env environment params globals "
    "version".split()
)
_INSTALLERS = frozenset({"setuptools", "pip", "wheel"})
_LAMBDA = lazy_pattern(
    r"(?:^|/)(?:serverless\.ya?ml|template\.ya?ml|samconfig\.toml|cdk\.json|sam\.ya?ml|zappa_settings\.json)$"
)
_IN_LAMBDA = frozenset({"boto3", "botocore", "s3transfer", "jmespath"})


def is_certain(project: ProjectFacts, scope: Scope, item: Imported, imports: Iterable[Imported]) -> bool:
    """Whether an import surely needs a distribution: false where the name is of a kind that every project has."""
    known = distributions_of(item.name)
    if known:
        hosted = set(known) <= _IN_LAMBDA and any(
            _LAMBDA.search(p) for p in (*project.others, *project.texts)
        )
        return not hosted and not set(known) & _INSTALLERS
    return (
        item.top not in _ANY_PROJECT
        and not item.top.startswith("_")
        and not _changes_path(project, scope.folder)
    )


def _is_lambda(project: ProjectFacts, path: str) -> bool:
    """Whether a file runs in AWS Lambda, which has boto3."""
    if "lambda" in path.lower() or any(_LAMBDA.search(p) for p in (*project.others, *project.texts)):
        return True
    return any(
        "lambda" in function.name or function.name == "handler" for function in project.files[path].functions
    )


def _changes_path(project: ProjectFacts, folder: str) -> bool:
    return any(
        call.path in ("sys.path.append", "sys.path.insert", "sys.path.extend", "site.addsitedir")
        for path, facts in project.files.items()
        if not folder or path.startswith(folder + "/")
        for call in facts.calls
    )


class UndeclaredImport(ProjectRule):
    """One finding for each distribution that an application imports and does not declare."""

    card = CARD
    bad = undeclared.BAD
    good = undeclared.GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without manifests, or with computed ones only, it cannot be told what is declared."""
        declared = Declared(project)
        if not declared.applications:
            return "the repository has no manifest of dependencies"
        scopes = [declared.scope_of(folder) for folder in declared.applications]
        if all(scope.unknown or not scope.manifests for scope in scopes):
            return next((s.unknown for s in scopes if s.unknown), "no manifest declares dependencies")
        return ""

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """The findings of each application."""
        declared = Declared(project)
        for folder, imports in declared.by_application.items():
            scope = declared.scope_of(folder)
            if scope.manifests and not scope.unknown:
                yield from self._of_scope(project, scope, imports, _installing(declared, scope))

    def _of_scope(
        self, project: ProjectFacts, scope: Scope, imports: Sequence[Imported], around: Sequence[Scope]
    ) -> Iterator[Finding]:
        groups: dict[tuple[str, ...], list[Imported]] = defaultdict(list)
        optional: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for item in imports:
            key = distributions_of(item.name) or (item.top,)
            if item.optional:
                optional[key].add(item.path)
            elif not item.typing and item.zone in (Zone.PRODUCTION, Zone.SCRIPTS, Zone.TESTS):
                groups[key].append(item)
        tested = any(r.group.startswith("dev:") for r in scope.requirements)
        for key, items in groups.items():
            if _is_optional(optional[key], items) or not is_certain(project, scope, items[0], imports):
                continue
            missing = [item for item in items if not _is_declared(item, scope, tested)]
            if missing:
                yield self._found(scope, key, sorted(missing, key=_weight_first), around)

    def _found(
        self, scope: Scope, key: tuple[str, ...], items: Sequence[Imported], around: Sequence[Scope]
    ) -> Finding:
        first = items[0]
        other, via = brought_by(first.name, scope, first.zone is not Zone.PRODUCTION)
        if not other:
            other, via = brought_by(first.name, scope)
        dev = next(that_bring(first.name, scope.requirements), None)
        severity, message = _judged(first, scope, key, other, via, dev)
        hosts = _declared_around(first, around) if dev is None and not other else []
        if any(hosts):
            host = next(item for item in hosts if item is not None)
            severity = Severity.LOW if all(hosts) else severity.at_most(Severity.MEDIUM)
            message = (
                f"`{first.name}` is imported, and {scope.shown()} does not declare `{host.name}`: `{host.path}` "
                "does, which is installed beside it"
            )
        related = [Related(i.path, i.line, f"imports `{i.name}`") for i in items[1 : 1 + _SHOWN]]
        if dev is not None:
            related.append(Related(dev.path, dev.line, f"declares `{dev.name}` for development"))
        return self.finding(
            first.path,
            At(first.line, first.column),
            message,
            severity=severity,
            confidence=Confidence.HIGH if distributions_of(first.name) or dev or other else Confidence.MEDIUM,
            related=related,
            checked=f"{scope.shown()}, the folders above, containers and commands",
            cause=f"{scope.folder}:{key[0]}",
        )


def _installing(declared: Declared, scope: Scope) -> list[Scope]:
    """The scopes of the other projects of the repository that install the one of a scope."""
    own = set(scope.manifests)
    return [
        declared.scope_of(folder)
        for folder, application in declared.applications.items()
        if folder != scope.folder
        and own & {path for manifest in application.manifests for path in declared.with_locals(manifest)}
    ]


def _declared_around(item: Imported, around: Sequence[Scope]) -> list[Requirement | None]:
    """What declares an import in each of the projects that install the code; None where nothing does."""
    return [
        next((r for r in that_bring(item.name, scope.requirements) if not r.group.startswith("dev:")), None)
        for scope in around
    ]


def _is_optional(guarded: Set[str], items: Sequence[Imported]) -> bool:
    """Whether the code can do without: some files ask first, and those that do not are the few behind them."""
    return bool(guarded) and len({item.path for item in items}) <= _BEHIND * len(guarded)


def _weight_first(item: Imported) -> tuple[int, bool, str, int]:
    order = (Zone.PRODUCTION, Zone.SCRIPTS, Zone.TESTS)
    return order.index(item.zone) if item.zone in order else len(order), item.local, item.path, item.line


def _is_declared(item: Imported, scope: Scope, tested: bool) -> bool:
    """Whether a manifest declares it in a group that the file may use."""
    development = item.zone is Zone.TESTS or _TOOLING.search(item.path) is not None
    if development and not tested:
        return True
    for requirement in that_bring(item.name, scope.requirements):
        if development or item.zone is Zone.SCRIPTS or not requirement.group.startswith("dev:"):
            return True  # scripts are run where the project is developed
    return False


def _judged(
    item: Imported, scope: Scope, key: tuple[str, ...], other: str, via: str, dev: Requirement | None
) -> tuple[Severity, str]:
    """How bad it is, and what to say."""
    said = f"`{item.name}` is imported, and "
    production = item.zone is Zone.PRODUCTION and _TOOLING.search(item.path) is None
    if dev is not None and production:
        severity = Severity.LOW if other else Severity.MEDIUM
        return (
            severity,
            f"{said}`{dev.name}` is declared for development only (group {dev.group.partition(':')[2]})",
        )
    if other:
        come = f"it comes along with `{via}`" if via else "a lock file has it for something else"
        return Severity.LOW, f"{said}`{other}` is not declared: {come}"
    severity = Severity.LOW
    if production:
        # without a complete list it may still be there, brought by something whose needs are not known
        sure = scope.is_complete() and distributions_of(item.name) and not item.local
        severity = Severity.HIGH if sure else Severity.MEDIUM
    if distributions_of(item.name):
        return severity, f"{said}`{_likeliest(key)}` is declared by no manifest ({scope.shown()})"
    return severity, f"{said}no manifest declares a distribution of that name ({scope.shown()})"


def _likeliest(key: Iterable[str]) -> str:
    """The distribution to name where several bring the module: the shortest name, which is the oldest as a rule."""
    return min(key, key=lambda name: (len(name), name))
