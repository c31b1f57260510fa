"""What becomes of an exception: one sentence if it was expected, a trace if it is a defect of ours."""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from codereview import __version__
from codereview.cli.output import printable, until_closed
from codereview.errors import CodereviewError, ToolError

P = ParamSpec("P")
T = TypeVar("T")

USAGE = 2
NOT_ASSESSED = 3
INTERRUPTED = 130
"""128 plus the number of SIGINT, as shells count."""


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """Wraps a command so that it ends with the right status whatever happens in it."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with until_closed():
                return command(*args, **kwargs)
            raise typer.Exit(0)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except ToolError as error:
            raise _stop(printable(f"Error: {error}"), NOT_ASSESSED) from None
        except CodereviewError as error:
            raise _stop(printable(f"Error: {error}"), USAGE) from None
        except KeyboardInterrupt:
            raise _stop("Interrupted.", INTERRUPTED) from None
        except SystemExit as error:
            # Only foreign code, such as a rule of a plug-in, ends the program like this: it decides no gate.
            raise _stop(f"Error: a rule or a library ended the program ({error})", NOT_ASSESSED) from None
        except Exception:
            traceback.print_exc()
            raise _stop(_defect(), NOT_ASSESSED) from None

    return run


def _stop(message: str, status: int) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(status)


def _defect() -> str:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return (
        f"This is a defect of codereview {__version__} (Python {version}, {sys.platform}), not of your code. "
        "Please report it with the trace above; no result was written."
    )
