"""OPS012: what a repository needs around its code, so that others can use it and updates come in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Severity
from codereview.facts.pipeline.slots import CHANGES, LEAST, LICENCE, has, is_published
from codereview.facts.pipeline.states import home, statements
from codereview.facts.project import ProjectFacts

from .._syntax.patterns import lazy_pattern
from ._checks.upkeep_examples import BAD, GOOD

_RELEASES = lazy_pattern(
    r"release-drafter|action-gh-release|create-release|semantic[-_]release|release-please|git-cliff|towncrier|commitizen"
    r"|gh release create|changesets|scriv|standard-version|ncipollo"
)
_PYTHON = ("pip", "uv", "poetry", "pipenv", "pip-compile", "conda")
_ECOSYSTEM = lazy_pattern(r"^\s*-?\s*[\"']?package-ecosystem[\"']?:\s*[\"']?([\w-]+)", re.MULTILINE)
_UNIX = (".sh", ".bash")
_WINDOWS = (".bat", ".cmd", ".ps1")


class _Lack(NamedTuple):
    what: str
    severity: Severity


class MissingUpkeep(ProjectRule):
    """One finding that names all that is missing."""

    card = Card(
        id="OPS012",
        title="Repository without upkeep files",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=20,
        why=(
            "Nobody may use a published package without a licence, and its users cannot tell what an "
            "update changes without a list of changes. A script whose line ends git turns round does not "
            "start. What no bot raises is raised when it has become a problem."
        ),
        instead=(
            'Add `LICENSE`, and `license = "..."` in `[project]`; keep `CHANGELOG.md` or let releases be '
            "drafted; write `*.sh text eol=lf` and `*.bat text eol=crlf` into `.gitattributes`; let "
            "Dependabot or Renovate watch Python's packages as well as actions."
        ),
        false_alarms=(
            "A licence and a changelog are asked only of what is published: classifiers in the manifest, "
            "or a step that uploads. Release notes that a workflow or tool drafts count. `.gitattributes` "
            "is asked only where scripts of Unix and of Windows stand side by side. That no bot and no "
            "scan watches dependencies at all is OPS004."
        ),
    )
    bad = BAD
    good = GOOD

    def not_applicable(self, project: ProjectFacts) -> str:
        """Small private projects and loose scripts need none of it."""
        if project.is_a("scripts") or (statements(project) < LEAST and not is_published(project)):
            return "it is small and is not published"
        return ""

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding, with the weight of the heaviest that is missing."""
        lacks = [*self._published(project), *self._attributes(project), *self._bot(project)]
        if lacks:
            spot = home(project)
            heaviest = max((lack.severity for lack in lacks), key=lambda severity: severity.rank)
            text = "; ".join(lack.what for lack in lacks)
            yield self.finding(
                spot.path,
                At(spot.line),
                text[0].upper() + text[1:],
                severity=heaviest,
                confidence=Confidence.HIGH,
                effort=10 * len(lacks),
                checked="files of all usual names, the manifest, workflows that release",
            )

    def _published(self, project: ProjectFacts) -> Iterator[_Lack]:
        if not is_published(project):
            return
        manifests = [t for p, t in project.texts.items() if p in ("pyproject.toml", "setup.cfg", "setup.py")]
        if not has(project, LICENCE):
            named = any(
                re.search(r"licen[cs]e\b.{0,3}=|License ::", text, re.IGNORECASE) for text in manifests
            )
            if named:
                yield _Lack("the manifest names a licence and no file holds its text", Severity.INFO)
            else:
                yield _Lack("it is published without a licence", Severity.LOW)
        steps = " ".join(step.command for step in project.pipeline.ci)
        drafted = _RELEASES.search(steps) or any(_RELEASES.search(text) for text in manifests)
        if (
            not has(project, CHANGES)
            and not drafted
            and not any("release-drafter" in p for p in project.others)
        ):
            yield _Lack("it is published without a changelog, and no workflow drafts releases", Severity.INFO)

    def _attributes(self, project: ProjectFacts) -> Iterator[_Lack]:
        if any(path.endswith(".gitattributes") for path in project.others):
            return
        own = [path for path in project.others if not path.startswith((".", "docs/", "doc/"))]
        unix = next((path for path in own if path.endswith(_UNIX)), "")
        windows = next((path for path in own if path.endswith(_WINDOWS)), "")
        if unix and windows:
            yield _Lack(f"no `.gitattributes` fixes the line ends of `{unix}` and `{windows}`", Severity.INFO)

    def _bot(self, project: ProjectFacts) -> Iterator[_Lack]:
        rows = project.pipeline.of_kind("dependency scan")
        if not rows or not project.dependencies.direct():
            return
        if not any(row.tool in ("dependabot", "renovate") for row in rows):
            yield _Lack(
                f"`{rows[0].tool}` finds what is vulnerable and no bot raises versions", Severity.INFO
            )
            return
        for path in (".github/dependabot.yml", ".github/dependabot.yaml"):
            watched = _ECOSYSTEM.findall(project.texts.get(path, ""))
            if watched and len(rows) == 1 and not set(watched) & set(_PYTHON):
                yield _Lack(
                    f"Dependabot watches {', '.join(dict.fromkeys(watched))} and not Python's packages",
                    Severity.INFO,
                )
