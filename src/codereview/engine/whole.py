"""Rules that see the whole project: each isolated from the others, in two processes where that is quicker and safe."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from codereview.api import Category, CstRule, ModuleRule, ProjectRule, Rule, TextRule
from codereview.engine.copies import Meanwhile, can_copy
from codereview.facts.project import ProjectFacts
from codereview.model import Finding

_SINGLE = (ModuleRule, TextRule, CstRule)
_LARGE = 200
"""Files from which a second process is worth its start."""
_DEAREST_FIRST = (
    Category.PERFORMANCE,
    Category.RELIABILITY,
    Category.ARCHITECTURE,
    Category.TESTING,
    Category.SECURITY,
    Category.TYPING,
)
"""The order in which categories are taken, so that the small ones even out what the large ones cost."""


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """What became of one rule: findings, or why there are none. ``not_applicable``, ``not_assessed`` and ``crash`` are
    empty where they do not hold."""

    rule: str
    findings: tuple[Finding, ...] = ()
    not_applicable: str = ""
    not_assessed: str = ""
    crash: str = ""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Asked]).decode


def ask(rules: Sequence[ProjectRule], project: ProjectFacts, processes: int = 1) -> list[Asked]:
    """Asks rules about a project, in their order.

    Args:
        rules: instances.
        project: its facts.
        processes: how many may be used. With more than one, and on a system that can copy a process, a copy of this one
            takes a part of the rules; if it dies, they are asked here.
    """
    parts = _parts(rules)
    if (
        processes < 2
        or len(project.files) < _LARGE
        or len(parts) < 2
        or not can_copy()
        or (os.cpu_count() or 1) < 2
    ):
        return [_ask(rule, project) for rule in rules]
    _shared(project)
    with _Queue(len(parts)) as queue:
        # what a copy took that died is not in the queue any more: it is asked below
        copy = Meanwhile(lambda: _encode(_taken(parts, queue, project)))
        here = {asked.rule: asked for asked in _taken(parts, queue, project)}
        here.update((asked.rule, asked) for asked in _decode(copy.result()))
    return [here.get(rule.card.id) or _ask(rule, project) for rule in rules]


def _parts(rules: Sequence[ProjectRule]) -> list[list[ProjectRule]]:
    """The rules of each category: they share what they find out between them (clones, handlers, closed classes)."""
    found: dict[Category, list[ProjectRule]] = {category: [] for category in _DEAREST_FIRST}
    for rule in rules:
        found.setdefault(rule.card.area, []).append(rule)
    return [part for part in found.values() if part]


class _Queue:
    """The numbers from 0, each of which one of two processes gets: bytes in a pipe, which nobody writes to any more.

    Which of them gets a number depends on the machine; what comes of it does not.
    """

    def __init__(self, numbers: int) -> None:
        self._read, write = os.pipe()
        os.write(write, bytes(range(numbers)))
        os.close(write)

    def __iter__(self) -> Iterator[int]:
        while number := os.read(self._read, 1):
            yield number[0]

    def __enter__(self) -> _Queue:
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._read)


def _taken(
    parts: Sequence[Sequence[ProjectRule]], queue: Iterable[int], project: ProjectFacts
) -> list[Asked]:
    return [_ask(rule, project) for number in queue for rule in parts[number]]


def _ask(rule: ProjectRule, project: ProjectFacts) -> Asked:
    name = rule.card.id
    try:
        idle = rule.not_applicable(project)
        if idle and not rule.asked_anyway:
            return Asked(name, not_applicable=idle)
        if reason := rule.not_assessed(project):
            return Asked(name, not_assessed=reason)
        findings = tuple(rule.check(project))
        return Asked(name, findings, not_applicable="" if findings else idle)
    except Exception as error:  # a rule's defect costs that rule, not the audit
        return Asked(name, crash=f"{type(error).__name__}: {error}")


def settle(rules: Sequence[Rule], findings: Sequence[Finding], project: ProjectFacts) -> list[Asked]:
    """What rules over single files say of what they found, once the project is known; and which do not apply to it.

    Args:
        rules: instances of any kind; those over the project alone are passed over.
        findings: what they reported in all files.
        project: its facts.
    """
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    return [
        _settled(rule, by_rule.get(rule.card.id, []), project) for rule in rules if isinstance(rule, _SINGLE)
    ]


def _settled(rule: Rule, findings: Sequence[Finding], project: ProjectFacts) -> Asked:
    name = rule.card.id
    try:
        if not findings and not isinstance(rule, ProjectRule):
            return Asked(name, not_applicable=rule.not_applicable(project))
        left = (rule.joined(finding, project) for finding in findings)
        return Asked(name, tuple(finding for finding in left if finding is not None))
    except Exception as error:  # a rule's defect costs that rule, not the audit
        return Asked(name, tuple(findings), crash=f"{type(error).__name__}: {error}")


def _shared(project: ProjectFacts) -> None:
    """What rules of several parts take is worked out once, before the copy is made."""
    _ = project.callers, project.routes, project.reachable, project.entry_points
