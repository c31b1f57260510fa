"""REL001: a file with a Python name that no Python can read."""

from __future__ import annotations

from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Severity, Zone
from codereview.facts.linters import excluded_by, exclusions
from codereview.facts.module import FailureFact
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

CARD = Card(
    id="REL001",
    title="File that is not Python",
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    effort=15,
    why=(
        "Python stops at the first import of such a file, and with it everything that imports it. Until that "
        "import happens nobody is told: tests that do not touch the file pass, linters that exclude it are "
        "silent."
    ),
    instead=(
        "Restore the file from the version control history, resolve the merge, or port the code. Give it the "
        "suffix of what it is (.html, .json, .ipynb, .tmpl), or delete it."
    ),
    false_alarms=(
        "Syntax newer than the Python that runs the audit, files to be filled in by a template engine, "
        "git LFS pointers, and broken files that tests keep as data are understood and not reported. A file "
        "that is only ever read as text is reported: its name says that it is Python."
    ),
)

_NOT_OURS = frozenset({Zone.GENERATED, Zone.VENDORED, Zone.ENVIRONMENT})

# In tests only these are surely meant to run; anything else there can be input for a test.
_RUN_BY_TESTS = lazy_pattern(
    r"(?:test_.*|.*_tests?|conftest|tests|__init__|utils|helpers|factories|fixtures|mocks)\.py$"
)
_DATA_FOLDERS = frozenset(
    {
        "data",
        "testdata",
        "test_data",
        "test-data",
        "fixtures",
        "resources",
        "cases",
        "snippets",
        "inputs",
        "input",
    }
    | {
        "samples",
        "bad",
        "broken",
        "invalid",
        "corpus",
        "functional",
        "roots",
        "golden",
        "snapshots",
        "examples",
    }
)
_NAMED_BROKEN = lazy_pattern(
    r"(?:^|[_-])(?:bad|broken|invalid|malformed|corrupt|unparsable|unparseable|syntax|syntaxerror|error|errors|py2|"
    r"python2|nonpython|conflict)(?:[_-]|\d|$)"
)


def describe_failure(
    failure: FailureFact, path: str, zone: Zone, is_entry_point: bool, excluded_by: str | None
) -> tuple[Severity, Confidence, str] | None:
    """What to report about a file that does not parse.

    Args:
        failure: why it does not parse.
        path: the file.
        zone: its zone.
        is_entry_point: a process starts with this file.
        excluded_by: the linter setting that keeps the file from being checked, such as
            ``"exclude in [tool.ruff] of pyproject.toml"``; None if there is none.

    Returns:
        Severity, confidence and message, or None where it is no fault or was not assessed.
    """
    if not failure.is_fault or zone in _NOT_OURS:
        return None
    if zone is Zone.TESTS and _is_test_data(path):
        return None
    severity, confidence = _weight(failure.kind, zone)
    message = failure.message[:1].upper() + failure.message[1:]
    if is_entry_point:
        severity = Severity.CRITICAL
        message += "; a process starts with this file and cannot"
    elif zone is Zone.PRODUCTION:
        message += "; every import of it fails"
    if excluded_by:
        if severity.rank < Severity.HIGH.rank:
            severity = tuple(Severity)[severity.rank + 1]
        message += f"; {excluded_by} keeps linters from saying so"
    return severity, confidence, message


def _weight(kind: str, zone: Zone) -> tuple[Severity, Confidence]:
    if zone in (Zone.DOCS, Zone.EXAMPLES):
        # excerpts in documentation are often not whole files; a forgotten merge is a fault everywhere
        sure = kind in ("merge-markers", "html", "null-bytes")
        return Severity.LOW, Confidence.HIGH if sure else Confidence.MEDIUM
    if zone in (Zone.SCRIPTS, Zone.TESTS):
        return Severity.MEDIUM, Confidence.HIGH
    return Severity.HIGH, Confidence.HIGH


def _is_test_data(path: str) -> bool:
    """Whether a file below tests is input for them and may be broken on purpose."""
    *folders, name = path.split("/")
    if _DATA_FOLDERS.intersection(folders) or _NAMED_BROKEN.search(name.removesuffix(".py")):
        return True
    return _RUN_BY_TESTS.match(name) is None


BAD = (
    Bad("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", lines=(1,)),
    Bad("x = 1\n" + "<" * 7 + " HEAD\ny = 2\n" + "=" * 7 + "\ny = 3\n" + ">" * 7 + " topic\n", lines=(2,)),
    Bad('import sys\n\nprint "started"\n', lines=(3,)),
    Bad("try:\n    start()\nexcept IOError, e:\n    log(e)\n", lines=(3,)),
    Bad('{"cells": [], "metadata": {"kernelspec": null}, "nbformat": 4, "nbformat_minor": 5}\n', lines=(1,)),
    Bad('{"debug": true, "workers": 4}\n', lines=(1,), path="settings.py"),
    Bad("def load(path):\n    with open(path) as f:\n", lines=(2,)),
    Bad("ROUTES = [\n    ('/', 'home'),\n    ('/about',", lines=(3,)),
    Bad("%matplotlib inline\nimport pandas as pd\n", lines=(1,)),
    Bad("total = = 3\n", lines=(1,)),
    Bad(
        {"tests/test_app.py": "def test_x(:\n    assert True\n", "app.py": "x = 1\n"},
        lines=("tests/test_app.py:1",),
    ),
)

GOOD = (
    Good(""),
    Good("# nothing here yet\n"),
    Good("type Pair[T] = tuple[T, T]\n\n\ndef first[T](pair: Pair[T]) -> T:\n    return pair[0]\n"),
    Good("try:\n    start()\nexcept* OSError as group:\n    log(group)\n"),
    Good('def told(name, text):\n    return f"`{name}`: {text or ""}"\n'),
    Good("import {{ cookiecutter.package }}\n", path="{{ cookiecutter.package }}/main.py"),
    Good("{% if database %}\nimport sqlite3\n{% endif %}\n", path="project_template/app.py"),
    Good({"tests/data/bad_syntax.py": "def f(:\n", "app.py": "x = 1\n"}),
    Good({"tests/fixtures/python2_print.py": 'print "old"\n', "app.py": "x = 1\n"}),
    Good('PAGE = """<!DOCTYPE html>\n<html></html>\n"""\n'),
    Good('MARKERS = """\n' + "<" * 7 + " HEAD\n" + "=" * 7 + "\n" + ">" * 7 + ' topic\n"""\n'),
    Good('{"name": "Sales", "depends": ["base"], "installable": True}\n', path="sales/__manifest__.py"),
    Good("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"),
)


class NotPython(ProjectRule):
    """One finding a file that should be Python and cannot be parsed."""

    card = CARD
    bad = BAD
    good = GOOD

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        broken = {
            path: facts.failure
            for path, facts in project.files.items()
            if facts.failure is not None and facts.failure.is_fault
        }
        if not broken:
            return
        entries = {entry.path for entry in project.entry_points}
        settings = exclusions(project.texts)
        for path, failure in broken.items():
            said = describe_failure(
                failure, path, project.zone(path), path in entries, excluded_by(path, settings) or None
            )
            if said is not None:
                severity, confidence, message = said
                at = At(failure.line, failure.column, failure.line, failure.column)
                yield self.finding(path, at, message, severity=severity, confidence=confidence)
