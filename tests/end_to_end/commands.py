"""The command as a process of its own, with a cache of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

GOOD = "from datetime import datetime\n\nNOW = datetime.utcnow()\n"
"""A module with one finding, MNT003 in line 3."""


def codereview(
    *arguments: str, cwd: Path, cache: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command to its end; nothing that it prints is decoded. An audit asks no other tool unless it is
    told to, since each takes a second to start.
    """
    if arguments[0] == "audit" and not {"--tools", "--profile"} & set(arguments):
        arguments = (*arguments, "--tools", "none")
    return subprocess.run(
        [sys.executable, "-m", "codereview", *arguments],
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "CODEREVIEW_CACHE_DIR": str(cache), "PYTHONIOENCODING": "utf-8", **environment},
        timeout=120,
        check=False,
    )
