"""The command line: one file a command, and the only place that prints or exits.

Start-up is a feature: ``--version`` imports nothing but this file, and each command imports what it needs
when it runs.
"""

import sys

from codereview import __version__

__all__ = ["app"]


def app() -> None:
    """Entry point of the ``codereview`` command: runs it on ``sys.argv`` and exits with its status."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"codereview {__version__}")
        return
    from codereview.cli.main import main

    main(prog_name="codereview")
