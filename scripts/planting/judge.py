"""Whether a planted fault is found: only what has changed is looked at again."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from pathlib import Path

from codereview.api import ProjectRule, Rule
from codereview.auditor.read import texts_of
from codereview.collect import collect, decode_text
from codereview.engine.worker import Checker, FileResult, Job
from codereview.facts.layout import module_name
from codereview.facts.project import ProjectFacts
from codereview.model import Finding, Zone
from codereview.registry import load_rules
from planting.source import Fault, Source

RULES = ("REL002", "REL004", "REL005", "REL015", "REL027", "PERF001", "PERF002", "SEC011", "SEC012")


class Judge:
    """One healthy project and its findings before anything is planted.

    Args:
        folder: the project.
    """

    def __init__(self, folder: Path) -> None:
        self.repository = collect(folder)
        self.rules: list[Rule] = [rule() for rule in load_rules(()) if rule.card.id in RULES]
        self.checker = Checker(self.rules, (3, 12))
        self.jobs: dict[str, Job] = {}
        self.texts: dict[str, str] = {}
        for file in self.repository.files:
            if file.kind == "python":
                data = Path(self.repository.root, os.fsdecode(file.os_path)).read_bytes()
                self.jobs[file.path] = Job(
                    file.path, file.os_path, file.zone, "python", module_name(file.path)
                )
                self.texts[file.path] = decode_text(data) or ""
        self.zones = {file.path: file.zone for file in self.repository.files}
        self.manifests = texts_of(self.repository)
        self.results = {path: self._result(path, text) for path, text in self.texts.items()}
        self.before = {_key(finding) for finding in self._found(self.results)}

    def source(self, choose: random.Random) -> Source:
        """The production files, to plant faults in."""
        wanted = {
            p: t for p, t in self.texts.items() if self.zones[p] is Zone.PRODUCTION and "migrations/" not in p
        }
        return Source(wanted, choose)

    def finds(self, fault: Fault) -> bool:
        """Whether a rule that speaks of it reports something new at one of its places."""
        results = dict(self.results)
        for path, text in fault.edits.items():
            if text is None:
                del results[path]
            else:
                results[path] = self._result(path, text)
        return any(
            finding.rule in fault.rules and _key(finding) not in self.before and _at(finding, fault)
            for finding in self._found(results)
        )

    def _result(self, path: str, text: str) -> FileResult:
        return self.checker.check(self.jobs[path], text.encode("utf-8", "surrogatepass"))

    def _found(self, results: Mapping[str, FileResult]) -> list[Finding]:
        found = [finding for result in results.values() for finding in result.findings]
        others = [file.path for file in self.repository.files if file.kind != "python"]
        facts = [result.facts for result in results.values() if result.facts is not None]
        project = ProjectFacts(facts, self.zones, texts=self.manifests, python=(3, 12), others=others)
        for rule in self.rules:
            if isinstance(rule, ProjectRule) and not rule.not_applicable(project):
                found.extend(rule.check(project))
        return found


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.path, finding.message


def _at(finding: Finding, fault: Fault) -> bool:
    """Whether the finding, or a step of its path, stands where the fault was planted."""
    lines = [(finding.path, finding.line), *((step.path, step.line) for step in finding.related)]
    return any(
        path == where and first <= line <= last for path, line in lines for where, first, last in fault.places
    )
