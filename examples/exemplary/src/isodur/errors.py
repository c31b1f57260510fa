"""What can be wrong with a duration."""


class DurationError(ValueError):
    """Base of all errors of this package."""


class SyntaxProblem(DurationError):
    """A text that is no duration."""

    def __init__(self, text: str) -> None:
        """Remember the text.

        Args:
            text: what was given.
        """
        super().__init__(f"{text!r} is no duration: expected something like 'P3DT4H30M'")
        self.text = text


class UnsupportedUnit(DurationError):
    """A unit that has no fixed length."""

    def __init__(self, unit: str) -> None:
        """Remember the unit.

        Args:
            unit: ``years`` or ``months``.
        """
        super().__init__(f"{unit} have no fixed length; give weeks or days")
        self.unit = unit
