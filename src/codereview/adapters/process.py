"""The only starter of processes beside git: no shell, an environment of our own, a deadline.

What a process prints stays in memory. A scanner quotes the secrets that it finds, and these may not be
written to a disk, not even for a moment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from typing import IO, Any

from codereview.adapters.values import Command, Completed

_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "WINDIR", "PATHEXT", "COMSPEC")
_NETWORK = ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE",
            "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")  # fmt: skip
_NICE = 10
# A group of its own, so that it can be ended with all that it started. Not a session where that can be avoided:
# Linux shares the cores out by session first, and only then by how nice a process is.
_GROUP: dict[str, Any] = {"process_group": 0} if sys.version_info >= (3, 11) else {"start_new_session": True}
_MOST = 256 * 1024 * 1024
"""Bytes of output that are read; a tool that prints more has gone wrong."""


def environment(folder: str, root: str, extra: Mapping[str, str], network: bool = False) -> dict[str, str]:
    """The variables of a process: what it takes to start, none that could lead it to the audited code.

    Args:
        folder: of ours, taken for the home folder as well, so that no configuration of the user is read.
        root: the audited folder; entries of the search path that lie in it are left out.
        extra: variables on top.
        network: whether proxies and certificates of the machine are passed on.
    """
    kept = {name: os.environ[name] for name in (*_KEPT, *(_NETWORK if network else ())) if name in os.environ}
    top = os.path.realpath(root)
    places = [item for item in kept.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(item)]
    kept["PATH"] = os.pathsep.join(item for item in places if not _inside(os.path.realpath(item), top))
    return {
        **kept,
        "HOME": folder,
        "USERPROFILE": folder,
        "XDG_CONFIG_HOME": folder,
        "XDG_CACHE_HOME": folder,
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
        **extra,
    }


def _inside(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


class Process:
    """A process that runs beside our own work. Start it, do other things, then `wait`.

    Args:
        command: what to run.
        root: the audited folder, which the process is kept away from.
        network: see `environment`.
    """

    def __init__(self, command: Command, root: str, network: bool = False) -> None:
        self.command = command
        self._started = time.monotonic()
        self._missing = ""
        self._ended = False
        self._process: subprocess.Popen[bytes] | None = None
        self._out, self._err = _Sink("out"), _Sink("err")
        try:
            self._process = subprocess.Popen(
                command.arguments,
                cwd=command.folder,
                env=environment(command.folder, root, command.environment, network),
                stdin=subprocess.DEVNULL,
                stdout=self._out.given,
                stderr=self._err.given,
                close_fds=True,
                **_GROUP,
            )
        except OSError as error:
            self._missing = error.strerror or str(error)
            self._out.read()
            self._err.read()
            return
        _step_back(self._process.pid)
        self._out.attach(self._process.stdout)
        self._err.attach(self._process.stderr)

    def done(self) -> bool:
        """Whether it has ended, by itself or because its deadline has passed."""
        if self._process is None or self._process.poll() is not None:
            return True
        if time.monotonic() - self._started > self.command.deadline:
            self._end()
            return True
        return False

    def pause(self, seconds: float) -> None:
        """Waits for its end, but no longer than so many seconds."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)

    def wait(self) -> Completed:
        """Waits for the end, at most until the deadline, and gives what was printed."""
        process = self._process
        if process is None:
            return Completed(None, b"", b"", missing=self._missing)
        try:
            left = self.command.deadline - (time.monotonic() - self._started)
            process.wait(max(left, 0.01))
        except subprocess.TimeoutExpired:
            self._end()
        seconds = time.monotonic() - self._started
        status = None if self._ended else process.returncode
        return Completed(status, self._out.read(), self._err.read(), seconds, self._ended)

    def stop(self) -> None:
        """Ends it, if it still runs, and throws away what it printed."""
        if self._process is not None:
            if self._process.poll() is None:
                self._end()
            self._out.read()
            self._err.read()

    def _end(self) -> None:
        """Ends the process and all that it started."""
        process = self._process
        if process is None:
            return
        self._ended = True
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _step_back(pid: int) -> None:
    """Lets our own workers go first: what comes after them runs on one core, and the tools fill the others."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PGRP, pid, _NICE)


class _Sink:
    """Where a process prints to: memory. On Linux an anonymous file, so that no thread has to read."""

    def __init__(self, name: str) -> None:
        self._file: IO[bytes] | None = None
        self._parts: list[bytes] = []
        self._reader: threading.Thread | None = None
        if sys.platform == "linux":
            self._file = os.fdopen(os.memfd_create(name), "w+b")
        self.given: int | IO[bytes] = self._file if self._file is not None else subprocess.PIPE

    def attach(self, stream: IO[bytes] | None) -> None:
        """Reads from a pipe in a thread of its own, where there is no file in memory."""
        if stream is not None:
            self._reader = threading.Thread(target=self._drain, args=(stream,), daemon=True)
            self._reader.start()

    def _drain(self, stream: IO[bytes]) -> None:
        size = 0
        with stream:
            while part := stream.read(65536):
                size += len(part)
                if size <= _MOST:
                    self._parts.append(part)

    def read(self) -> bytes:
        """All that was printed; the second time nothing."""
        if self._reader is not None:
            self._reader.join()
        if self._file is None:
            parts, self._parts = self._parts, []
            return b"".join(parts)
        if self._file.closed:
            return b""
        with self._file:
            self._file.seek(0)
            return self._file.read(_MOST)


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A new empty folder for configurations that we write, removed when it is closed."""
    place = os.path.realpath(tempfile.gettempdir())  # tools print paths relative to it, links resolved
    return tempfile.TemporaryDirectory(prefix="codereview-", dir=place, ignore_cleanup_errors=True)
