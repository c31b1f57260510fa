"""DEP005: a requirement that is part of Python, or that no index can serve."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Severity
from codereview.facts.dependencies.values import Manifest, Requirement
from codereview.facts.manifests import lowest
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern

# Removed since 3.10, so that the answer does not depend on the Python that runs the audit.
_REMOVED = frozenset(
    "asynchat asyncore binhex distutils imp smtpd cgi cgitb crypt nntplib telnetlib msilib pipes".split()
)
# Short or generic names under which the index has a project of its own, or a backport that is still kept.
_OTHERS = frozenset(
    "parser formatter symbol test this token site code cmd select queue antigravity platform resource "
    "profile trace "
    "binhex imp nt posix idlelib lib2to3 configparser cgi crypt pipes nntplib telnetlib asyncore "
    "asynchat audioop "
    "standard compression".split()
)
_STANDARD = frozenset(
    name for name in sys.stdlib_module_names | _REMOVED if not name.startswith("_") and name not in _OTHERS
)
# Copies for Python versions that had no such module; pip still installs them.
_BACKPORTS = frozenset(
    "typing dataclasses asyncio pathlib contextvars statistics enum ipaddress argparse".split()
)
_ELSEWHERE = lazy_pattern(r"\sfile:///(?!.*\$)|@\s*file:///(?!.*\$)|^file:///(?!.*\$)")

_CONDA = "flask==3.0\nnumpy @ file:///croot/numpy_1700000000000/home/numpy-1.26.whl\n"


class ImpossibleRequirement(ProjectRule):
    """Compares names with the modules of Python, and looks for entries that only one machine can install."""

    card = Card(
        id="DEP005",
        title="Requirement that Python has already or nobody can install",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=5,
        why=(
            "A module of the standard library is not installed with pip: under its name the index has "
            "nothing, so that "
            "the installation fails, or a stranger's project, which then runs in yours. Paths of the "
            "machine on which "
            "the list was frozen, lines that are no requirements, and `pkg-resources==0.0.0` stop pip "
            "with an error."
        ),
        instead=(
            "Delete the entry. Replace a path by the name and version of the package; write the list with "
            "`pip list --format=freeze` where the environment was made by conda."
        ),
        false_alarms=(
            "Entries behind an environment marker or for projects that support a Python without the "
            "module, entries "
            "of conda, and names under which the index has a maintained project of its own are not reported."
        ),
    )
    bad = (
        Bad({"requirements.txt": "flask\nos\n"}, lines=("requirements.txt:2",)),
        Bad(
            {"requirements.txt": "sqlite3==2.6.0\njson\n"}, lines=("requirements.txt:1", "requirements.txt:2")
        ),
        Bad(
            {"requirements.txt": "uuid==1.30\nasyncio\n"}, lines=("requirements.txt:1", "requirements.txt:2")
        ),
        Bad({"requirements.txt": "datetime\n", "app.py": "import datetime\n"}, lines=("requirements.txt:1",)),
        Bad({"requirements.txt": "pkg-resources==0.0.0\nrich\n"}, lines=("requirements.txt:1",)),
        Bad({"requirements.txt": "python==3.10\nflask\n"}, lines=("requirements.txt:1",)),
        Bad({"requirements.txt": _CONDA}, lines=("requirements.txt:2",)),
        Bad({"requirements.txt": "flask\npip install rich\n"}, lines=("requirements.txt:2",)),
        Bad(
            {"pyproject.toml": '[project]\nname = "a"\ndependencies = ["pathlib", "flask"]\n'},
            lines=("pyproject.toml:3",),
        ),
    )
    good = (
        Good({"requirements.txt": "flask\ndateparser\nimportlib-metadata\n"}),
        Good({"requirements.txt": "dataclasses; python_version < '3.7'\n"}),
        Good({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.9"\nflask = "*"\n'}),
        Good({"environment.yml": "dependencies:\n  - python=3.11\n  - sqlite\n  - tk\n"}),
        Good({"requirements.txt": "DateTime==5.2\n", "app.py": "from DateTime import DateTime\n"}),
        Good({"setup.cfg": "[options]\npython_requires = >=3.6\ninstall_requires =\n    dataclasses\n"}),
        Good({"requirements.txt": "./libs/own\n-e .\n"}),
        Good({"requirements.txt": "own @ file:///${PROJECT_ROOT}/own\n"}),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Needs manifests."""
        return "" if project.dependencies.manifests else "the project has no manifest of dependencies"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding an entry; paths of another machine and unreadable lines are one finding a file each."""
        imported = {
            item.module.partition(".")[0] for facts in project.files.values() for item in facts.imports
        }
        for manifest in project.dependencies.manifests.values():
            for item in manifest.requirements:
                said = _said(item, manifest, imported)
                if said is not None:
                    severity, message = said
                    yield self.finding(item.path, At(item.line), message, severity=severity)
            yield from self._elsewhere(manifest)
            yield from self._unreadable(manifest)

    def _elsewhere(self, manifest: Manifest) -> Iterator[Finding]:
        found = [item for item in manifest.requirements if not item.conda and _ELSEWHERE.search(item.raw)]
        if found and manifest.format in ("requirements", "environment.yml"):
            names = ", ".join(item.name for item in found[:5]) + (" ..." if len(found) > 5 else "")
            count = f"{len(found)} requirements are" if len(found) > 1 else "A requirement is"
            message = (
                f"{count} taken from a path of the machine that made the list ({names}): pip fails elsewhere"
            )
            yield self.finding(manifest.path, At(found[0].line), message, severity=Severity.HIGH)

    def _unreadable(self, manifest: Manifest) -> Iterator[Finding]:
        if manifest.format != "requirements" or not manifest.requirements:
            return
        found = [item for item in manifest.unread if item.reason.startswith(("is no requirement", "has a"))]
        if found and len(found) <= len(manifest.requirements):
            more = f", and {len(found) - 1} more lines" if len(found) > 1 else ""
            message = f"This line {found[0].reason}{more}: pip refuses the whole file"
            yield self.finding(manifest.path, At(found[0].line), message, severity=Severity.HIGH)


def _said(item: Requirement, manifest: Manifest, imported: set[str]) -> tuple[Severity, str] | None:
    if item.conda or item.url or item.marker or manifest.locked:
        return None
    if item.name == "pkg-resources":
        return Severity.HIGH, (
            "pkg-resources is no package of the index; Debian's pip wrote it into the list, and pip "
            "finds no version"
        )
    if item.name == "python":
        return Severity.HIGH, "Python itself is no package of the index: pip finds no version of it"
    if item.name.replace("-", "_") not in _STANDARD:
        return None
    if item.name == "datetime":
        if "DateTime" in imported:
            return None
        # with capitals it comes from `pip freeze`: somebody installed it, perhaps for another package
        severity = Severity.LOW if item.raw.startswith("DateTime") else Severity.MEDIUM
        return severity, "datetime is part of Python; the index has Zope's DateTime under this name"
    oldest = lowest(manifest.python) if manifest.python else None
    if item.name in _BACKPORTS:
        if oldest is not None and oldest < (3, 7):
            return None
        breaks = item.name in ("asyncio", "typing", "enum", "pathlib")
        return Severity.MEDIUM if breaks else Severity.LOW, (
            f"{item.name} is part of Python; the index has an old copy under this name, made for "
            f"versions without it"
        )
    return (
        Severity.MEDIUM,
        f"{item.name} is part of Python; what the index has under this name is something else or nothing",
    )
