"""DOC003: a README that is not there, or that does not say how to start."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Severity, Zone
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

_README = lazy_pattern(r"(?:(?:\.github|docs)/)?readme(?:[._-][\w.-]+)?$", re.IGNORECASE)
_MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "manage.py", "Dockerfile")
_WORDS = {
    "install": "how it is installed",
    "use": "how it is started or used",
    "test": "how its tests are run",
}
_SMALLEST = 3
_EMPTY = 15

_CODE = {
    f"shop/{name}.py": f"def {name}() -> str:\n    return '{name}'\n"
    for name in ("api", "cart", "mail", "pay")
}
_MANIFEST = {"pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n'}
_TESTS = {"tests/test_api.py": "from shop.api import api\n\n\ndef test_api() -> None:\n    assert api()\n"}
_ABOUT = "# Shop\n\nA shop for small makers who sell pots, cups and bowls to people who like to meet them in person.\n"
_START = "\n## Installation\n\n```sh\npip install shop\n```\n\n## Usage\n\n```python\nfrom shop.api import api\n```\n"


class ReadmeContent(ProjectRule):
    """The README of the top folder, with the documents that stand beside it."""

    card = Card(
        id="DOC003",
        title="README without the first steps",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=45,
        why=(
            "The README is what people see first. Without how to install, start and test the project, each new "
            "developer "
            "finds it out again, or asks."
        ),
        instead="Say in a few lines what it is for, how to install it, how to start it, and how to run the tests.",
        false_alarms=(
            "What other documents of the repository say counts, headings in several languages and commands are "
            "understood, and repositories with fewer than three modules are not asked. Instructions that are only on a "
            "site elsewhere are not seen."
        ),
    )
    bad = (
        Bad({**_CODE, **_MANIFEST}, lines=("pyproject.toml:1",)),
        Bad({**_CODE, **_MANIFEST, "README.md": "# Shop\n"}, lines=("README.md:1",)),
        Bad({**_CODE, **_MANIFEST, "README.md": _ABOUT}, lines=("README.md:1",)),
        Bad({**_CODE, **_MANIFEST, **_TESTS, "README.md": _ABOUT + _START}, lines=("README.md:1",)),
        Bad({**_CODE, "docs/notes.md": "# Notes\n"}, lines=("shop/api.py:1",)),
        Bad({**_CODE, "README.md": _ABOUT + "\n```sh\npip install shop\n```\n"}, lines=("README.md:1",)),
        Bad(
            {**_CODE, **_TESTS, "README.md": _ABOUT, "docs/start.md": _START.lstrip()}, lines=("README.md:1",)
        ),
        Bad({**_CODE, "README.rst": "Shop\n====\n\n" + _ABOUT[8:]}, lines=("README.rst:1",)),
    )
    good = (
        Good({**_CODE, **_MANIFEST, "README.md": _ABOUT + _START}),
        Good({**_CODE, **_TESTS, "README.md": _ABOUT + _START + "\nThe tests: `pytest`.\n"}),
        Good(
            {**_CODE, **_TESTS, "README.md": _ABOUT + _START, "CONTRIBUTING.md": "# Testing\n\nRun `tox`.\n"}
        ),
        Good({"shop.py": "print(1)\n"}),
        Good({**_CODE, "docs/README.md": _ABOUT + _START}),
        Good({**_CODE, "readme.txt": _ABOUT + _START}),
        Good({**_CODE, "README.adoc": "= Shop\n"}),
        Good({**_CODE, "README.md": _ABOUT, "docs/start.md": _START.lstrip()}),
    )
    reads_documents = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """Small repositories are not asked."""
        return "" if len(_modules(project)) >= _SMALLEST else "the repository has fewer than three modules"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding at most: there is none, it is empty, or something is missing in all documents."""
        documents = project.documents
        readme = documents.readme
        if readme is None:
            if not any(_README.match(path) for path in documents.paths):
                yield self.finding(
                    _place(project),
                    At(1),
                    "The repository has no README: none in the top folder, docs or .github",
                    checked="README with any ending, in any case",
                )
            return
        if readme.words < _EMPTY and not readme.blocks and not readme.links:
            words = f"{readme.words} words" if readme.words != 1 else "one word"
            yield self.finding(
                readme.path, At(1), f"The README has {words} and no code", severity=Severity.LOW
            )
            return
        told = {topic for document in documents.all for topic in document.topics}
        missing = [topic for topic in self._wanted(project) if topic not in told]
        if missing:
            what = " or ".join(_WORDS[topic] for topic in missing)
            severity = Severity.INFO if missing == ["test"] else Severity.LOW
            yield self.finding(
                readme.path,
                At(1),
                f"Neither the README nor another document says {what}",
                severity=severity,
                effort=15 * len(missing),
                checked=f"headings and commands of {len(documents.all)} documents",
            )

    def _wanted(self, project: ProjectFacts) -> list[str]:
        """What a reader looks for, by the kind of project."""
        wanted = ["use"] if {kind.name for kind in project.kinds} == {"scripts"} else ["install", "use"]
        has_tests = any(project.zone(path) is Zone.TESTS and "test" in path for path in project.files)
        return [*wanted, "test"] if has_tests else wanted


def _modules(project: ProjectFacts) -> list[str]:
    return [
        path
        for path, facts in project.files.items()
        if project.zone(path) in (Zone.PRODUCTION, Zone.SCRIPTS) and facts.statements
    ]


def _place(project: ProjectFacts) -> str:
    """The file where somebody would look first."""
    known = {*project.files, *project.texts}
    return next((name for name in _MANIFESTS if name in known), _modules(project)[0])
