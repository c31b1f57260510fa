"""The command line: one file a command, and the only place that prints or exits.

Start-up is a feature: ``--version`` imports nothing but this file, an audit whose reports are known only what
finds that out, and each command imports what it needs when it runs.
"""

import os
import sys

from codereview import __version__

__all__ = ["app", "command"]


def command() -> None:
    """Entry point of the ``codereview`` command: `app`, and the end of the process.

    It ends at once: taking a whole audit apart, piece by piece, takes the interpreter a third of a second.
    Everything is written and every child has ended by then.
    """
    status = 0
    try:
        app()
    except SystemExit as end:
        if isinstance(end.code, str):
            raise  # the interpreter prints it
        status = end.code or 0
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = status or 1
    os._exit(status)


def app() -> None:
    """Runs a command on ``sys.argv`` and exits with its status."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"codereview {__version__}")
        return
    if sys.argv[1:2] == ["audit"]:
        from codereview.auditor.replay import replay

        status = replay(sys.argv[1:])
        if status is not None:
            sys.exit(status)
    from codereview.cli.main import main

    main(prog_name="codereview", obj=sys.argv[1:])
