"""DEP009: a package that its authors have ended."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.version import InvalidVersion, Version

from codereview.api import At, Bad, Card, Confidence, Finding, Good, ProjectRule, Severity, Zone
from codereview.facts.dependencies.names import brings
from codereview.facts.dependencies.values import Requirement
from codereview.facts.project import ProjectFacts
from codereview_rules.dependencies._abandoned import ENDED, Ended

_FROZEN = 20
"""Entries from which on a list of versions counts as the output of ``pip freeze``."""


class AbandonedPackage(ProjectRule):
    """Looks requirements up in a table of packages that say themselves that they have ended."""

    card = Card(
        id="DEP009",
        title="Abandoned or superseded package",
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        effort=60,
        why=(
            "The authors say that nothing follows: holes that are found stay open, and the next version "
            "of Python or of "
            "a neighbour can be the one with which it no longer installs."
        ),
        instead=(
            "Move to the successor that the message names. Where there is none, take over what is used "
            "of it, or plan "
            "to do without."
        ),
        false_alarms=(
            "Only packages count whose own page or README says so; a package that is merely old is not reported. Lock "
            "files are not looked at, nor what nothing imports in the output of pip freeze: what others bring in is "
            "theirs to replace. Entries behind a marker are not reported, and development tools with less weight."
        ),
    )
    bad = (
        Bad({"requirements.txt": "flask\nPyPDF2==3.0.1\n"}, lines=("requirements.txt:2",)),
        Bad({"requirements.txt": "sklearn\n"}, lines=("requirements.txt:1",)),
        Bad(
            {"pyproject.toml": '[tool.poetry.dependencies]\naioredis = "^2.0"\n'}, lines=("pyproject.toml:2",)
        ),
        Bad({"Pipfile": '[packages]\npycrypto = "*"\n'}, lines=("Pipfile:2",)),
        Bad(
            {"setup.py": "from setuptools import setup\nsetup(install_requires=['boto', 'boto3'])\n"},
            lines=("setup.py:2",),
        ),
        Bad({"requirements-dev.txt": "nose\npytest\n"}, lines=("requirements-dev.txt:1",)),
        Bad(
            {"environment.yml": "dependencies:\n  - pip:\n    - fuzzywuzzy==0.18\n"},
            lines=("environment.yml:3",),
        ),
        Bad({"requirements.txt": "Flask_RESTPlus>=0.13\n"}, lines=("requirements.txt:1",)),
    )
    good = (
        Good({"requirements.txt": "pypdf\nscikit-learn\nredis\nsentry-sdk\n"}),
        Good({"requirements.txt": "azure==4.0.0\n"}),
        Good({"requirements.txt": "typed-ast; python_version < '3.8'\n"}),
        Good({"poetry.lock": '[[package]]\nname = "nose"\nversion = "1.3.7"\n'}),
        Good({"constraints.txt": "nose==1.3.7\n", "requirements.txt": "pytest\n"}),
        Good({"requirements.txt": "boto3\nbotocore\n"}),
        Good(
            {
                "requirements.txt": "nose==1.3.7\n" + "".join(f"p{n}==1.0\n" for n in range(30)),
                "a.py": "import p1\n",
            }
        ),
        Good({"requirements.txt": "gym @ git+https://git.example/own/gym.git\n"}),
    )

    def not_applicable(self, project: ProjectFacts) -> str:
        """Needs manifests."""
        return "" if project.dependencies.manifests else "the project has no manifest of dependencies"

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding an entry; those of one package share their cause."""
        for item in project.dependencies.direct():
            ended = ENDED.get(item.name)
            if ended is None or item.url or item.marker or not _concerned(item, ended):
                continue
            if not ended.fails and _is_brought(project, item):
                continue
            aside = (
                ended.kept or item.group.startswith("dev:") or project.zone(item.path) is not Zone.PRODUCTION
            )
            instead = f"; its successor is {ended.instead}" if ended.instead else ""
            yield self.finding(
                item.path,
                At(item.line),
                f"{item.name} {ended.said}{instead}",
                severity=Severity.HIGH if ended.fails else Severity.LOW if aside else Severity.MEDIUM,
                checked=ended.source,
                cause=f"DEP009:{item.name}",
                effort=5 if ended.fails or ended.said == "was renamed" else None,
            )


def _is_brought(project: ProjectFacts, item: Requirement) -> bool:
    """Whether an entry stands in a list of all that was installed, and nothing imports it: others brought it."""
    listed = project.dependencies.manifests[item.path].requirements
    if len(listed) < _FROZEN or sum(bool(entry.version) for entry in listed) < 0.9 * len(listed):
        return False
    return not any(
        brings(item.name, entry.module) for facts in project.files.values() for entry in facts.imports
    )


def _concerned(item: Requirement, ended: Ended) -> bool:
    if not ended.since or not item.version:
        return True
    try:
        return Version(item.version) >= Version(ended.since)
    except InvalidVersion:
        return False
