"""The command ``isodur``."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from isodur.duration import Duration
from isodur.errors import DurationError
from isodur.parser import parse

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: those after the name of the command; None for the ones of the process.

    Returns:
        The exit status: 0, or 2 if what was given cannot be read.
    """
    options = _options().parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.WARNING)
    try:
        sys.stdout.write(f"{_answer(options.action, options.value)}\n")
    except (DurationError, InvalidOperation) as error:
        logger.debug("refused %r", options.value, exc_info=True)
        sys.stderr.write(f"isodur: {error}\n")
        return 2
    return 0


def _answer(action: str, value: str) -> str:
    if action == "parse":
        return str(parse(value).total_seconds())
    return str(Duration(seconds=Decimal(value)))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="isodur", description="Durations of ISO 8601.")
    parser.add_argument("action", choices=("parse", "format"))
    parser.add_argument("value", help="a duration, or a number of seconds")
    parser.add_argument("--verbose", action="store_true", help="say why something was refused")
    return parser
