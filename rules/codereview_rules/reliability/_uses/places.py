"""Which files are judged: not what a program wrote or somebody else keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import Severity, Zone
from codereview.facts.fingerprints import unpacked, word_hash
from codereview.facts.module import FileFacts, FunctionFact
from codereview.facts.paths import last_name
from codereview.facts.project import ProjectFacts
from codereview.facts.testing.collection import is_fixture

from .._flow.collect import Flow
from .._flow.dead import DEAD

_SKIPS = re.compile(r"pytest\.mark\.skip(?:\(\))?$|unittest\.skip\(\)$")
_LAID_OVER = re.compile(r"(?:^|/)(?:\w+[_-])?overlays?(?:[_-]\w+)?/", re.IGNORECASE)
_COPIES = re.compile(r"""\bcp\s+-\w*[aRr]\w*\s+["']?[^\s"']*?([\w-]+)["']?/\.["']?[\s\\]""")
"""A script that copies what is in a folder into another one: ``cp -R ours/. build/theirs``."""
_USUAL = frozenset(
    "main app application server run bot manage wsgi asgi cli start worker __main__ index api".split()
)
"""How the files are called by which applications are started."""
_HEAD = 8
"""Lines of the decorators of a function."""
_LEFT_OUT = (Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT)


def judged(project: ProjectFacts) -> Iterator[str]:
    """The files that are held against the definitions, in the order of their paths."""
    for path, facts in project.files.items():
        if facts.failure is None and project.zone(path) not in _LEFT_OUT and not path.endswith(".pyi"):
            yield path


def is_idle(project: ProjectFacts, path: str, line: int) -> bool:
    """Whether a line does nothing as things stand: it lies in a folder that is set aside, in a test that is skipped,
    or behind a ``return`` or ``raise`` of its block, which is told by itself. The rule has to collect `Flow`."""
    return (
        project.live.aside.in_folder(path)
        or is_uncollected(project, path)
        or _is_skipped(project, path, line)
        or any(
            note.kind == DEAD
            and note.values[0] == "after"
            and 0 <= line - note.line < int(str(note.values[3]))
            for note in project.files[path].noted.get(Flow.name(), ())
        )
    )


def is_laid_over(project: ProjectFacts, path: str) -> bool:
    """Whether a file lies in a folder that is laid over another package, of which it has but a part: it is called so,
    or it is no package of its own and a script copies what is in it."""
    if _LAID_OVER.search(path) is not None:
        return True
    folders = path.split("/")[:-1]
    parts = {
        folder
        for number, folder in enumerate(folders, 1)
        if "/".join((*folders[:number], "__init__.py")) not in project.files
    }
    scripts = (text for name, text in project.texts.items() if name.endswith(".sh"))
    return bool(parts) and any(parts.intersection(_COPIES.findall(text)) for text in scripts)


def is_uncollected(project: ProjectFacts, path: str) -> bool:
    """Whether no runner collects a file of tests: it is set aside by an underscore before its name, or lies in none of
    the folders that pytest is told to look into."""
    if project.zone(path) is not Zone.TESTS or project.importers.get(path):
        return False
    folder, _, name = path.rpartition("/")
    runners = project.testing.runners
    if name.startswith("_test") or not runners.pytest_shown or runners.started:
        return name.startswith("_test")
    parts = path.split("/")
    if any("/".join(parts[:number]) in runners.named for number in range(1, len(parts) + 1)):
        return False  # a command names it
    return all(rules.not_looked_into(path) for rules in project.testing.collection.patterns(folder))


def _is_skipped(project: ProjectFacts, path: str, line: int) -> bool:
    """Whether a line stands in a test that is never run."""
    return any(
        function.line <= line <= function.end_line
        and any(_SKIPS.match(decorator) for decorator in function.decorators)
        for function in project.files[path].functions
    )


def _is_unasked(project: ProjectFacts, path: str, line: int) -> bool:
    """Whether a line stands in a fixture whose name stands nowhere but in its definition."""
    facts = project.files[path]
    for function in facts.functions:
        if not function.line <= line <= function.end_line or not is_fixture(function):
            continue
        word = word_hash(function.name)
        elsewhere = word in project.vocabulary.mentioned or any(
            word in unpacked(other.prints.words) for file, other in project.files.items() if file != path
        )
        return function.name in facts.prints.lone and not elsewhere and not _is_told_of(facts, function)
    return False


def _is_told_of(facts: FileFacts, function: FunctionFact) -> bool:
    """Whether a fixture is made for all tests, or has another name."""
    return any(
        last_name(call.path) == "fixture"
        and 0 <= function.line - call.line < _HEAD
        and any(name in ("autouse", "name") for name, _ in call.kwargs)
        for call in facts.calls
    )


def symbol(project: ProjectFacts, path: str, function: int) -> str:
    """The qualified name of the function that something stands in; empty outside of functions."""
    return project.files[path].symbol(function)


def is_for_a_look(project: ProjectFacts, path: str) -> bool:
    """Whether a file beside an application, at the root of the repository, is one that somebody starts by hand: it has
    a main part, and nothing imports or names it."""
    name = path.removesuffix(".py")
    if "/" in name or name in _USUAL or not project.is_a("web service", "bot or worker"):
        return False
    facts = project.files[path]
    return (
        bool(facts.main_line)
        and not project.importers.get(path)
        and word_hash(name) not in project.vocabulary.mentioned
    )


def _is_beside_tests(project: ProjectFacts, path: str) -> bool:
    """Whether a file among the tests is none: it has a main part, no runner collects it, and nothing imports or names
    it."""
    name = path.rpartition("/")[2].removesuffix(".py")
    if project.zone(path) is not Zone.TESTS or name.startswith("test") or name.endswith(("_test", "_tests")):
        return False
    return (
        bool(project.files[path].main_line)
        and not project.importers.get(path)
        and word_hash(name) not in project.vocabulary.mentioned
    )


def severity(project: ProjectFacts, path: str, line: int = 0) -> Severity:
    """How bad it is that a line of a file fails: less where somebody looks on and nothing else needs it, and little in
    a fixture that no test asks for, in tests that are not collected, or in what lies beside the tests to be started
    by hand."""
    if _is_unasked(project, path, line) or _is_beside_tests(project, path) or is_uncollected(project, path):
        return Severity.LOW
    return Severity.MEDIUM if is_for_a_look(project, path) else Severity.HIGH
