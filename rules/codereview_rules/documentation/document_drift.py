"""DOC004: documents that say what the code does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from codereview.api import At, Card, Confidence, Finding, ProjectRule, Related, Severity
from codereview.facts.documents.values import Document
from codereview.facts.project import ProjectFacts

from ._drift.blocks import Blocks
from ._drift.claims import Claims
from ._drift.examples import BAD, GOOD
from ._drift.fault import Fault
from ._drift.links import links
from ._drift.options import SpelledOptions
from ._drift.paths import mentions, trees
from ._drift.targets import Targets

_HEADS = {
    "links": "links lead to no file",
    "files": "files are named that are not there",
    "tree": "pictures of the folders show files that are not there",
    "commands": "commands have no target",
    "options": "options are shown that the code does not have",
    "imports": "imports in its blocks fail",
    "blocks": "blocks of Python do not parse",
    "ports": "ports are named that nothing opens",
    "licence": "licences are named that are not the one",
    "python": "Python versions are named that do not do",
}
_SERIOUS = frozenset({"commands", "imports", "python", "licence"})
_SHOWN = 4
_MANY = 5
"""Documents with the same kind of fault, of which each gets a finding; more are one."""


class DocumentDrift(ProjectRule):
    """Documents that speak of the present, against files, modules, Makefiles, command lines, manifests and licences."""

    card = Card(
        id="DOC004",
        title="Document against the code",
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=10,
        why=(
            "Whoever follows the document meets a command, file, import or link that is not there, and does not know "
            "what else in it is out of date. New contributors lose their first hour to it."
        ),
        instead="Correct the line, or remove it; links and blocks of code can be checked in CI.",
        false_alarms=(
            "Histories, plans, reports, migration guides, templates, translations and documents of other versions "
            "are not held against today's code. Sessions, differences, gaps (`...`), placeholders, generated and "
            "ignored "
            "files, submodules, links of generated sites, Makefiles with patterns and parsers that take unknown "
            "options "
            "are understood. Files that only a build makes, in a folder of the sources, are not."
        ),
    )
    bad = BAD
    good = GOOD
    collects = (SpelledOptions,)
    reads_documents = True

    def not_applicable(self, project: ProjectFacts) -> str:
        """Without documents there is nothing to hold against the code."""
        return (
            "" if project.documents.living else "the project has no document that speaks of its present state"
        )

    def check(self, project: ProjectFacts) -> Iterator[Finding]:
        """One finding for each kind of fault in each document."""
        documents = project.documents
        claims = Claims(documents)
        checks = (Blocks(project).faults, Targets(documents).faults, claims.faults)
        yield from self._told("pyproject.toml", list(claims.manifest()))
        minor: dict[str, list[Finding]] = {}
        for document in documents.living:
            found = [
                *links(documents, document),
                *mentions(documents, document),
                *trees(documents, document),
                *(fault for check in checks for fault in check(document)),
            ]
            for finding, kind in self._by_kind(document, found):
                if document is documents.readme:
                    yield finding
                else:
                    minor.setdefault(kind, []).append(finding)
        for kind, findings in minor.items():
            yield from findings if len(findings) <= _MANY else [_joined(kind, findings)]

    def _by_kind(self, document: Document, found: Iterable[Fault]) -> Iterator[tuple[Finding, str]]:
        kinds: dict[str, list[Fault]] = {}
        for fault in found:
            kinds.setdefault(fault.kind, []).append(fault)
        for kind, faults in kinds.items():
            for finding in self._told(document.path, sorted(faults, key=lambda fault: fault.line)):
                yield finding, kind

    def _told(self, path: str, faults: list[Fault]) -> Iterator[Finding]:
        """One finding for faults of one kind."""
        different = {fault.short: fault for fault in reversed(faults)}
        each = sorted(different.values(), key=lambda fault: fault.line)
        if not each:
            return
        first = each[0]
        message = first.what[:1].upper() + first.what[1:]
        if len(each) > 1:
            shown = ", ".join(fault.short for fault in each[:_SHOWN])
            more = f" and {len(each) - _SHOWN} more" if len(each) > _SHOWN else ""
            message = f"{len(each)} {_HEADS[first.kind]}: {shown}{more}"
        yield self.finding(
            path,
            At(first.line),
            message,
            severity=Severity.MEDIUM if first.kind in _SERIOUS and _is_readme(path) else Severity.LOW,
            confidence=min((fault.confidence for fault in each), key=list(Confidence).index),
            related=[Related(path, fault.line, fault.what) for fault in each[1:8]],
            effort=min(60, 5 + 5 * len(each)),
        )


def _joined(kind: str, findings: list[Finding]) -> Finding:
    """One finding for a kind of fault that many documents have, at the one with most of it."""
    worst = max(findings, key=lambda finding: len(finding.related))
    others = sorted((f for f in findings if f is not worst), key=lambda f: (-len(f.related), f.path))
    places = [Related(f.path, f.line, f.message[:1].lower() + f.message[1:]) for f in others]
    return replace(
        worst,
        message=f"In {len(findings)} documents {_HEADS[kind]}. Here: {worst.message[:1].lower()}{worst.message[1:]}",
        related=(*worst.related[:3], *places[:12]),
        effort_minutes=min(240, 10 * len(findings)),
    )


def _is_readme(path: str) -> bool:
    return path.rpartition("/")[2].lower().startswith(("readme", "pyproject"))
