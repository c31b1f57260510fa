"""ACM002: an address of the staging system that is committed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from codereview.api import (
    At,
    Bad,
    Card,
    Category,
    Confidence,
    Finding,
    Good,
    Severity,
    TextFile,
    TextRule,
    Zone,
)


@dataclass(frozen=True)
class Options:
    """``[tool.codereview.rule.ACM002]`` of a project.

    Args:
        host: the host that must not be named.
    """

    host: str = "staging.acme.example"


class StagingAddress(TextRule):
    """Looks at the text of every file, of whatever language; tests may name the host."""

    card = Card(
        id="ACM002",
        title="Address of the staging system",
        category=Category.OPERATIONS,
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        effort=5,
        why="Code that reaches production with this address writes real orders to the wrong system.",
        instead="Read the address from the environment.",
        false_alarms="Files in tests and documentation may name the host.",
    )
    bad = (
        Bad("API = 'https://staging.acme.example/v1'\n", lines=(1,)),
        Bad("service:\n  url: https://staging.acme.example\n", path="deploy.yaml", lines=(2,)),
    )
    good = (
        Good("API = 'https://acme.example/v1'\n"),
        Good("API = 'https://staging.acme.example.org/v1'\n"),
        Good("API = 'https://staging.acme.example/v1'\n", path="tests/test_api.py"),
    )
    options = Options()

    def scan(self, file: TextFile) -> Iterable[Finding]:
        """One finding for each line that names the host."""
        host: str = self.option.host
        # A plain `in` is much cheaper than a pattern, and nearly every file ends here.
        if host not in file.text or file.zone in (Zone.TESTS, Zone.DOCS):
            return
        pattern = re.compile(rf"(?<![\w.-]){re.escape(host)}(?![\w-]|\.\w)")
        for number, line in enumerate(file.text.split("\n"), 1):
            match = pattern.search(line)
            if match:
                where = At(number, match.start() + 1, number, match.end() + 1)
                yield self.finding(file.path, where, f"{host} is named")
