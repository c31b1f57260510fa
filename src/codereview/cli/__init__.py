"""The command line: one file a command, and the only place that prints or exits.

Start-up is a feature: ``--version`` imports nothing but this file, an audit whose reports are known only what
finds that out, and each command imports what it needs when it runs.
"""

import sys

from codereview import __version__

__all__ = ["app"]


def app() -> None:
    """Entry point of the ``codereview`` command: runs it on ``sys.argv`` and exits with its status."""
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
