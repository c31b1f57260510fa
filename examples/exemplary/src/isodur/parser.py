"""From text to a `Duration`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from isodur.duration import Duration
from isodur.errors import SyntaxProblem, UnsupportedUnit

_NUMBER: Final = r"\d+(?:[.,]\d+)?"
_PATTERN: Final = re.compile(
    rf"P(?:(?P<years>{_NUMBER})Y)?(?:(?P<months>{_NUMBER})M)?(?:(?P<weeks>{_NUMBER})W)?"
    rf"(?:(?P<days>{_NUMBER})D)?"
    rf"(?:T(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>{_NUMBER})S)?)?"
)
_SECONDS: Final = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def parse(text: str) -> Duration:
    """Read a duration.

    Args:
        text: such as ``P1DT12H``; letters may be small.

    Returns:
        Its value.

    Raises:
        SyntaxProblem: it is no duration, or a part other than the last has a fraction.
        UnsupportedUnit: it has years or months.
    """
    match = _PATTERN.fullmatch(text.strip().upper())
    if match is None or text.strip().upper().endswith(("P", "T")):
        raise SyntaxProblem(text)
    given = {unit: number for unit, number in match.groupdict().items() if number is not None}
    for unit in ("years", "months"):
        if unit in given:
            raise UnsupportedUnit(unit)
    _check_fractions(text, list(given.values()))
    total = sum((_decimal(number) * _SECONDS[unit] for unit, number in given.items()), Decimal(0))
    return Duration(seconds=total)


def _check_fractions(text: str, numbers: list[str]) -> None:
    """Let only the last number have decimals."""
    if any("." in number or "," in number for number in numbers[:-1]):
        raise SyntaxProblem(text)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))
