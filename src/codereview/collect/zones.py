"""Which part of a repository a file belongs to: by its path, its neighbours and its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from codereview.collect.bundles import Bundles
from codereview.errors import ConfigError
from codereview.model import Zone

if TYPE_CHECKING:
    import pathspec

_TEST_FILE = re.compile(r"(?:tests?_.*|.*_tests?|tests|conftest)\.pyi?$")
_SCRIPT_FILES = frozenset(
    {"setup.py", "noxfile.py", "tasks.py", "fabfile.py", "dodo.py", "duties.py", "toxfile.py", "pavement.py"}
    | {"SConstruct", "SConscript", "wscript"}
)

# Always that, wherever they stand.
_ANYWHERE: dict[str, Zone] = {
    **dict.fromkeys(
        ("tests", "testdata", "test_data", "test-data", "__tests__", "e2e", "cypress"), Zone.TESTS
    ),
    **dict.fromkeys(
        "_vendor _vendored vendored vendored_libs vendored_packages vendor_libs third_party third-party thirdparty "
        "3rdparty 3rd_party third_party_libs thirdapps third_apps".split(),
        Zone.VENDORED,
    ),
    **dict.fromkeys(("examples", "tutorials"), Zone.EXAMPLES),
    # former states of files, as programs that synchronise and edit keep them
    **dict.fromkeys((".stversions", ".history", ".localhistory", ".snapshots"), Zone.GENERATED),
}
# What coding agents and editors keep, skills and templates among it, also in a package.
_OF_TOOLS = frozenset(
    ".agent .agents .aider .amazonq .claude .codex .continue .cursor .gemini .idea .junie .kiro .opencode .roo .trae"
    " .vscode .windsurf".split()
)
# Kinds of tests by name, in or beside a package: `tests_e2e/`, `integration-tests/`, `test-environments/`.
_TESTS_OF_A_KIND = re.compile(
    r"tests[-_]\w+|(?:unit|integration|functional|e2e|acceptance|smoke|regression|performance|load)[-_]tests?"
    r"|test[-_](?:environments?|envs?|fixtures|resources)"
)
# `typing-examples/`, `client_examples/`
_EXAMPLES_OF_A_KIND = re.compile(r"\w[\w.-]*[-_]examples")
# `testing-scripts/`, `db_scripts/`, `scripts-dev/`
_SCRIPTS_OF_A_KIND = re.compile(r"\w[\w.-]*[-_]scripts|scripts[-_]\w+")
# That, unless they stand in a package: `agents/tools/`, `shop/demo/` are parts of a program.
_OUTSIDE_PACKAGES: dict[str, Zone] = {
    **dict.fromkeys(("docs", "doc", "documentation", "docs_src"), Zone.DOCS),
    **dict.fromkeys(
        ("example", "demo", "demos", "sample", "samples", "tutorial", "notebooks"), Zone.EXAMPLES
    ),
    **dict.fromkeys(("scripts", "script", "benchmarks", "asv_bench"), Zone.SCRIPTS),
}
# That, if they stand outside packages and are none themselves: a program may import its folder `tools`.
_PLAIN_FOLDERS: dict[str, Zone] = {
    **dict.fromkeys(("bin", "tools", "ci", "hack", "dev"), Zone.SCRIPTS),
    "cookbook": Zone.EXAMPLES,
}
# Test folders or, in a package, modules for other people's tests: what lies in them tells.
_TEST_NAMES = frozenset({"test", "testing"})
# Copies of other projects or, in a shop, the people who sell: what lies in them tells.
_VENDOR_NAMES = frozenset({"vendor", "extern"})
_APPLICATION_FILES = frozenset(
    {
        "models.py",
        "views.py",
        "urls.py",
        "admin.py",
        "apps.py",
        "schemas.py",
        "routes.py",
        "router.py",
        "service.py",
    }
    | {"services.py", "serializers.py", "repository.py", "crud.py"}
)

# A build copies the README into PKG-INFO.
_GENERATED_FILE = re.compile(r"(?:.*_pb2(?:_grpc)?\.pyi?|_version\.py|.*_ui\.py|.*_rc\.py|PKG-INFO)$")
_DJANGO_MIGRATION = re.compile(r"\d{4}_\w+\.py$")
_QT_FILE = re.compile(r".*_(?:ui|rc)\.py$")


class Zones:
    """Assigns zones to the files of one repository.

    Args:
        paths: all files of the repository, relative with ``/``; they are the evidence for doubtful folders.
        patterns: for each zone gitignore-style patterns that put a file there; the first zone that matches
            wins over all evidence.

    Raises:
        ConfigError: a pattern cannot be read.
    """

    def __init__(self, paths: Iterable[str], patterns: Mapping[Zone, Sequence[str]] | None = None) -> None:
        self._given = [
            (Zone(zone), spec_of(lines, "zones")) for zone, lines in (patterns or {}).items() if lines
        ]
        self._packages: set[str] = set()
        self._with_tests: set[str] = set()
        self._applications: set[str] = set()
        self._alembic: set[str] = set()
        self._folders: dict[str, Zone | None] = {"": None}
        paths = tuple(paths)
        self._bundles = Bundles(paths)
        for path in paths:
            folder, _, name = path.rpartition("/")
            if name in ("__init__.py", "__init__.pyi"):
                self._packages.add(folder)
            elif name in _APPLICATION_FILES:
                self._applications.add(folder)
            elif name in ("script.py.mako", "env.py"):
                self._alembic.add(folder)
            if name.endswith(".py") and _TEST_FILE.match(name):
                self._add_tests_above(folder)

    def _add_tests_above(self, folder: str) -> None:
        while folder and folder not in self._with_tests:
            self._with_tests.add(folder)
            folder = folder.rpartition("/")[0]

    def of(self, path: str) -> Zone:
        """The zone of a file, by all but its content."""
        given = self.given(path)
        if given is not None:
            return given
        folder, _, name = path.rpartition("/")
        zone = self._of_folder(folder)
        if zone is Zone.VENDORED or self._bundles.holds(path):
            return Zone.VENDORED
        if _GENERATED_FILE.match(name) and not _QT_FILE.match(name):
            return Zone.GENERATED
        if zone is not None:
            return zone
        if folder.rpartition("/")[2] == "migrations" and _DJANGO_MIGRATION.match(name):
            return Zone.GENERATED
        if _TEST_FILE.match(name):
            return Zone.TESTS
        if name == "versioneer.py":
            return Zone.VENDORED
        if name in _SCRIPT_FILES and folder not in self._packages:
            return Zone.SCRIPTS
        return Zone.PRODUCTION

    def given(self, path: str) -> Zone | None:
        """The zone that the configuration gives to a file, if it does."""
        for zone, spec in self._given:
            if spec.match_file(path):
                return zone
        return None

    def _of_folder(self, folder: str) -> Zone | None:
        """The zone of a folder, from its outermost component that has one; remembered."""
        known = self._folders.get(folder, _UNKNOWN)
        if known is not _UNKNOWN:
            return known  # type: ignore[return-value]
        parent, _, name = folder.rpartition("/")
        above = self._of_folder(parent)
        # A vendored copy in a test or example folder is still vendored.
        zone = (
            above
            if above is not None and name not in _ANYWHERE and not _TESTS_OF_A_KIND.fullmatch(name)
            else self._by_name(folder, parent, name) or above
        )
        tried = above is Zone.SCRIPTS and zone is Zone.TESTS  # what scripts are tried with is no script
        if above is not None and zone is not Zone.VENDORED and not tried:
            zone = above
        self._folders[folder] = zone
        return zone

    def _by_name(self, folder: str, parent: str, name: str) -> Zone | None:
        in_package = parent in self._packages
        if self._bundles.holds(folder):
            return Zone.VENDORED
        if name in _ANYWHERE:
            return _ANYWHERE[name]
        if _TESTS_OF_A_KIND.fullmatch(name) and folder not in self._applications:
            return Zone.TESTS
        if name in _TEST_NAMES:
            if in_package or folder in self._packages or name == "testing":
                return Zone.TESTS if folder in self._with_tests else None
            return Zone.TESTS
        if name == "steps" and parent.rpartition("/")[2] == "features":  # of behave
            return Zone.TESTS
        if name in _VENDOR_NAMES:
            return None if folder in self._applications else Zone.VENDORED
        if name == "versions" and (
            parent in self._alembic or parent.rpartition("/")[2] in ("alembic", "migrations")
        ):
            return Zone.GENERATED
        if name in _OF_TOOLS:
            return Zone.SCRIPTS
        if in_package:
            return None
        if name.startswith("."):  # what tools of developers keep: .github, .circleci, .devcontainer, .claude
            return Zone.SCRIPTS
        if name in _OUTSIDE_PACKAGES:
            return _OUTSIDE_PACKAGES[name]
        if _EXAMPLES_OF_A_KIND.fullmatch(name) and folder not in self._packages:
            return Zone.EXAMPLES
        if _SCRIPTS_OF_A_KIND.fullmatch(name) and folder not in self._packages:
            return Zone.SCRIPTS
        if name in _PLAIN_FOLDERS and folder not in self._packages:
            return _PLAIN_FOLDERS[name]
        return None


_UNKNOWN = object()

HEAD_BYTES = 1024
"""How much of a file `zone_by_head` looks at."""

_MAY_BE_MARKED = re.compile(rb"generated|do not edit", re.IGNORECASE)
_MARK = re.compile(
    r"@generated\b"
    r"|\b(?:do not|don't|never) (?:edit|modify|change|touch)\b.*"
    r"|\b(?:auto|machine|automatically)[- ]?generated\b"
    r"|\b(?:file|code|class|module|client|this) (?:is|was|has been)?\s*"
    r"generated (?:by|from|with|using|automatically)\b"
    r"|^#+ *generated (?:by|from|with|using) (?!hand\b)"
    r"|^ *generated by: *(?:https?://)?(?:www\.)?[\w./-]*(?:openapi|swagger)",
    re.IGNORECASE | re.MULTILINE,
)
# Written once by a template, then kept by hand.
_STARTED_BY_TEMPLATE = re.compile(
    r"django-admin|startproject|startapp|cookiecutter|copier\b|scaffold", re.IGNORECASE
)
_DOCSTRING = re.compile(r"[rRuU]?(\"\"\"|''')")


def zone_by_head(head: bytes) -> Zone | None:
    """`Zone.GENERATED` if the first bytes of a Python file say that a program wrote it, else None.

    Only comments and the docstring on top count: a generator's own source has the words further down.
    """
    if _MAY_BE_MARKED.search(head) is None:
        return None
    top = _top_of(head.decode("utf-8", "replace").removeprefix("\ufeff"))
    if "generated" not in top.lower() and not re.search(r"do not edit", top, re.IGNORECASE):
        return None
    if _STARTED_BY_TEMPLATE.search(top):
        return None
    return Zone.GENERATED if _MARK.search(top) else None


def _top_of(text: str) -> str:
    """The comments and the docstring with which a module begins."""
    comments, rest = _comments(text)
    opening = _DOCSTRING.match(rest)
    if not opening:
        return comments
    inside, _, below = rest[opening.end() :].partition(opening.group(1))
    return f"{comments}\n{inside}\n{_comments(below)[0]}"


def _comments(text: str) -> tuple[str, str]:
    """The lines on top that are comments or empty, and what comes below them."""
    lines = text.splitlines()
    inner = [index for index, line in enumerate(lines) if line.strip() and not line.strip().startswith("#")]
    end = inner[0] if inner else len(lines)
    return "\n".join(line.strip() for line in lines[:end]), "\n".join(lines[end:]).lstrip()


def spec_of(patterns: Sequence[str], key: str) -> pathspec.GitIgnoreSpec:
    """A matcher of gitignore-style patterns from the configuration.

    Raises:
        ConfigError: a pattern cannot be read.
    """
    import pathspec  # most audits need none

    try:
        return pathspec.GitIgnoreSpec.from_lines(patterns)
    except (ValueError, TypeError) as error:
        raise ConfigError(f"{key}: {error}; a pattern is written as in a .gitignore file") from error
