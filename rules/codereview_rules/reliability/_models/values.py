"""A fault of a model before it is a finding."""

from __future__ import annotations

import re
from typing import NamedTuple

from codereview.api import Confidence, Place, Severity
from codereview.facts.project import ProjectFacts

_BOUND = re.compile(r"(<|<=|==|~=)\s*(\d+)")


class Fault(NamedTuple):
    """Where, what, of which class, how bad, how sure; ``related`` are paths, lines and texts."""

    path: str
    at: Place
    message: str
    symbol: str
    severity: Severity = Severity.HIGH
    confidence: Confidence = Confidence.HIGH
    related: tuple[tuple[str, int, str], ...] = ()


def asks_older(project: ProjectFacts, name: str, major: int) -> bool:
    """Whether some manifest admits only versions of a package before a major one."""
    for requirement in project.dependencies.direct():
        if requirement.name == name:
            for sign, number in _BOUND.findall(requirement.specifier):
                if int(number) < major or (sign == "<" and int(number) == major):
                    return True
    return False
