"""Durations of ISO 8601."""

from isodur.duration import Duration
from isodur.errors import DurationError, SyntaxProblem, UnsupportedUnit
from isodur.parser import parse

__all__ = ["Duration", "DurationError", "SyntaxProblem", "UnsupportedUnit", "parse"]
