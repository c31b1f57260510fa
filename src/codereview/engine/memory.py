"""An audit of texts in memory, without a repository: for examples, for the proof of edits, and for tests of
rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codereview.api import ProjectRule, Rule
from codereview.collect.zones import Zones
from codereview.engine.worker import Checker, Job
from codereview.facts.layout import module_name
from codereview.facts.module import FileFacts
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
    checker = Checker(rules, python)
    by_path = Zones(files)
    where = {path: (zones or {}).get(path) or by_path.of(path) for path in files}
    facts: list[FileFacts] = []
    mentions: dict[str, bytes] = {}
    found: list[Finding] = []
    for path, text in files.items():
        is_python = path.endswith(PYTHON)
        job = Job(
            path, path, where[path], "python" if is_python else "text", module_name(path) if is_python else ""
        )
        result = checker.check(job, text.encode("utf-8", "surrogatepass"))
        if result.crashes:
            raise RuntimeError("; ".join(f"{crash.rule}: {crash.error}" for crash in result.crashes))
        found.extend(result.findings)
        if result.facts is not None:
            facts.append(result.facts)
        if result.mentions:
            mentions[path] = result.mentions
    others = tuple(path for path in files if not path.endswith(PYTHON))
    # setup.py is code that is read as a manifest, too
    texts = {p: text for p, text in files.items() if p in others or p.rpartition("/")[2] == "setup.py"}
    asked = [rule for rule in rules if isinstance(rule, ProjectRule)]
    known = next((rule.sample_advisories for rule in asked if rule.sample_advisories is not None), None)
    project = ProjectFacts(
        facts, where, texts=texts, python=python, others=others, advisories=known, mentions=mentions
    )
    for rule in asked:
        if not rule.not_applicable(project) and not rule.not_assessed(project):
            found.extend(rule.check(project))
    return sorted(found, key=lambda f: (f.path, f.line, f.column, f.rule))
