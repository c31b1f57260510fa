"""What all values of an audit are made of: their base, and the words for severity, confidence, zone and category. Part
of `codereview.model`.
"""

from __future__ import annotations

from enum import Enum

import msgspec


class Severity(str, Enum):
    """How bad a finding is when it is true."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical."""
        return _SEVERITIES.index(self)

    def at_most(self, limit: Severity) -> Severity:
        """The milder of the two."""
        return self if self.rank < limit.rank else limit


class Confidence(str, Enum):
    """How sure the rule is that the finding is true."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low up to 2 for high."""
        return _CONFIDENCES.index(self)

    def at_most(self, limit: Confidence) -> Confidence:
        """The less sure of the two."""
        return self if self.rank < limit.rank else limit


_SEVERITIES = tuple(Severity)
_CONFIDENCES = tuple(Confidence)


class Zone(str, Enum):
    """What part of a repository a file belongs to."""

    PRODUCTION = "production"
    TESTS = "tests"
    SCRIPTS = "scripts"
    EXAMPLES = "examples"
    DOCS = "docs"
    GENERATED = "generated"
    VENDORED = "vendored"
    ENVIRONMENT = "environment"


class Category(str, Enum):
    """The ten scored categories, in the order in which reports list them."""

    SECURITY = "security"
    RELIABILITY = "reliability"
    PERFORMANCE = "performance"
    ARCHITECTURE = "architecture"
    MAINTAINABILITY = "maintainability"
    TYPING = "typing"
    TESTING = "testing"
    DEPENDENCIES = "dependencies"
    DOCUMENTATION = "documentation"
    OPERATIONS = "operations"


class Struct(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the values below: immutable, keyword-only."""
