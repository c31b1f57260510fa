"""A rule's examples as the generic tests and the pages take them."""

from __future__ import annotations

from dataclasses import dataclass, field

from codereview.api.rules import Rule
from codereview.api.values import Bad, Good
from codereview.model import Confidence


@dataclass
class Example:
    """One example of a rule, as the generic tests and the docs take it."""

    rule: type[Rule]
    files: dict[str, str] = field(default_factory=dict)
    expected: tuple[tuple[str, int], ...] = ()
    fixed: str | None = None
    python: str | None = None
    confidence: Confidence | None = None


def examples(rule: type[Rule]) -> tuple[Example, ...]:
    """All examples of a rule, bad ones first, with their files and expected ``(path, line)`` places."""
    out: list[Example] = []
    items: tuple[Bad | Good, ...] = (*rule.bad, *rule.good)
    for item in items:
        files = {item.path: item.code} if isinstance(item.code, str) else dict(item.code)
        expected: list[tuple[str, int]] = []
        fixed = confidence = None
        if isinstance(item, Bad):
            fixed, confidence = item.fixed, item.confidence
            for line in item.lines:
                if isinstance(line, int):
                    expected.append((next(iter(files)), line))
                else:
                    path, _, number = line.rpartition(":")
                    expected.append((path, int(number)))
        out.append(Example(rule, files, tuple(sorted(expected)), fixed, item.python, confidence))
    return tuple(out)
