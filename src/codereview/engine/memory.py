"""An audit of texts in memory, without a repository: for examples, for the proof of edits, and for tests of
rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codereview.api import Practice, ProjectRule, Rule
from codereview.collect.zones import Zones
from codereview.engine.practices import Proof, prove
from codereview.engine.worker import Checker, FileResult, Job
from codereview.facts.dependencies.advisories import Advisories
from codereview.facts.layout import module_name
from codereview.facts.project import ProjectFacts
from codereview.model import Finding, Zone

PYTHON = (".py", ".pyi", ".pyw")


def examine(
    files: Mapping[str, str],
    rules: Sequence[Rule],
    *,
    python: tuple[int, int] = (3, 10),
    zones: Mapping[str, Zone] | None = None,
) -> list[Finding]:
    """The findings of some rules in some texts, in the order of place.

    Args:
        files: text by relative path.
        rules: instances of any kind.
        python: the lowest Python version that the project declares.
        zones: zone by path; what is not named is judged by its path.

    Raises:
        RuntimeError: a rule crashed (in an audit that costs only the rule).
    """
    where = _zones(files, zones)
    results = _results(files, where, Checker(rules, python))
    found = [finding for result in results for finding in result.findings]
    asked = [rule for rule in rules if isinstance(rule, ProjectRule)]
    known = next((rule.sample_advisories for rule in asked if rule.sample_advisories is not None), None)
    project = _joined(files, where, results, python, known)
    found = [item for rule in rules for item in _joined_ones(rule, found, project)]
    for rule in asked:
        if not rule.not_applicable(project) and not rule.not_assessed(project):
            found.extend(rule.check(project))
    return sorted(found, key=lambda f: (f.path, f.line, f.column, f.rule))


def _joined_ones(rule: Rule, found: Sequence[Finding], project: ProjectFacts) -> Iterator[Finding]:
    """What a rule over single files leaves of its findings, now that the project is known."""
    for finding in found:
        if finding.rule == rule.card.id and (left := rule.joined(finding, project)) is not None:
            yield left


def recognise(
    files: Mapping[str, str],
    practice: Practice,
    *,
    python: tuple[int, int] = (3, 10),
    zones: Mapping[str, Zone] | None = None,
) -> Proof | None:
    """What is proved of a practice in some texts; arguments as of `examine`. No finding contradicts it here.

    Raises:
        RuntimeError: the practice or a collector of its crashed.
    """
    where = _zones(files, zones)
    results = _results(files, where, Checker([], python, [practice]))
    project = _joined(files, where, results, python, None)
    return None if practice.not_applicable(project) else prove(practice, project)


def _zones(files: Mapping[str, str], zones: Mapping[str, Zone] | None) -> dict[str, Zone]:
    by_path = Zones(files)
    return {path: (zones or {}).get(path) or by_path.of(path) for path in files}


def _results(files: Mapping[str, str], where: Mapping[str, Zone], checker: Checker) -> list[FileResult]:
    results = []
    for path, text in files.items():
        is_python = path.endswith(PYTHON)
        job = Job(
            path, path, where[path], "python" if is_python else "text", module_name(path) if is_python else ""
        )
        result = checker.check(job, text.encode("utf-8", "surrogatepass"))
        if result.crashes:
            raise RuntimeError("; ".join(f"{crash.rule}: {crash.error}" for crash in result.crashes))
        results.append(result)
    return results


def _joined(
    files: Mapping[str, str],
    where: Mapping[str, Zone],
    results: Sequence[FileResult],
    python: tuple[int, int],
    known: Advisories | None,
) -> ProjectFacts:
    others = tuple(path for path in files if not path.endswith(PYTHON))
    # setup.py and noxfile.py are code that is read as a manifest, too
    texts = {
        p: t for p, t in files.items() if p in others or p.rpartition("/")[2] in ("setup.py", "noxfile.py")
    }
    return ProjectFacts(
        [result.facts for result in results if result.facts is not None],
        where,
        texts=texts,
        python=python,
        others=others,
        advisories=known,
        mentions={result.path: result.mentions for result in results if result.mentions},
        documents={result.path: result.document for result in results if result.document is not None},
    )
