"""View sets whose list is not served: they are routed by hand, with ``{"get": "retrieve"}`` alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from codereview.facts.paths import last_name

if TYPE_CHECKING:
    from codereview.facts.project import ProjectFacts

ROUTED = "routed"
"""An ``as_view`` that is told the actions of its methods. Values: the class, and what answers GET, if anything."""
_ROUTED = re.compile(r"(\w+)\.as_view\(\s*(?:actions\s*=\s*)?\{([^{}]*)\}")
_GET = re.compile(r"""["']get["']\s*:\s*["'](\w+)["']""")


def routed(text: str) -> Iterator[tuple[int, str, str]]:
    """The lines on which view sets are told their actions, with the name of each and what answers GET."""
    if ".as_view(" in text:
        for match in _ROUTED.finditer(text):
            answers = _GET.search(match.group(2))
            yield text.count("\n", 0, match.start()) + 1, match.group(1), answers.group(1) if answers else ""


def unlisted(project: ProjectFacts, told: Iterator[tuple[str, str]]) -> frozenset[str]:
    """The names of the view sets that nothing routes with their list.

    Args:
        project: its facts.
        told: the names of view sets that are told their actions, each with what answers GET.
    """
    answers: dict[str, set[str]] = defaultdict(set)
    for name, answer in told:
        answers[name].add(answer)
    if not answers:
        return frozenset()
    registered = {
        last_name(given)
        for facts in project.files.values()
        for call in facts.calls
        if call.path.endswith(".register")
        for given in call.given
    }
    return frozenset(name for name, gets in answers.items() if "list" not in gets) - registered
