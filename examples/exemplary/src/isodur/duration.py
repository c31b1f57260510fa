"""The value itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SECONDS_A_MINUTE: Final = 60
SECONDS_AN_HOUR: Final = 3_600
SECONDS_A_DAY: Final = 86_400


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A length of time, exact to whatever its seconds say.

    All parts are kept as seconds, so that ``PT60S`` and ``PT1M`` are equal.

    Attributes:
        seconds: the whole length; never negative.
    """

    seconds: Decimal = Decimal(0)

    def __init__(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: Decimal | int = 0) -> None:
        """Add up the parts.

        Args:
            days: of 24 hours each.
            hours: of 60 minutes each.
            minutes: of 60 seconds each.
            seconds: with as many decimals as are known.

        Raises:
            ValueError: the sum is negative.
        """
        total = Decimal(days * SECONDS_A_DAY + hours * SECONDS_AN_HOUR + minutes * SECONDS_A_MINUTE)
        total += seconds
        if total < 0:
            message = f"a duration cannot be negative: {total} seconds"
            raise ValueError(message)
        object.__setattr__(self, "seconds", total)

    def __add__(self, other: Duration) -> Duration:
        """Return both after each other."""
        return Duration(seconds=self.seconds + other.seconds)

    def total_seconds(self) -> float:
        """Return the length as a number, as `datetime.timedelta.total_seconds` does."""
        return float(self.seconds)

    def __str__(self) -> str:
        """Return the shortest text that says it, without weeks."""
        minutes, seconds = divmod(self.seconds, SECONDS_A_MINUTE)
        hours, minutes = divmod(minutes, SECONDS_A_MINUTE)
        days, hours = divmod(hours, 24)
        date = f"{days}D" if days else ""
        parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
        time = "".join(f"{_plain(value)}{unit}" for value, unit in parts if value)
        if not date and not time:
            return "PT0S"
        return f"P{date}T{time}" if time else f"P{date}"


def _plain(value: Decimal) -> str:
    """Write a number without an exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
