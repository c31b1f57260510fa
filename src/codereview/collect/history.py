"""How often each file was changed, from git's history, read beside other work.

Two plumbing commands in a row: ``rev-list`` names commits, ``diff-tree --stdin`` names what each of them changed. Both
read commits and trees only, never the content of a file: no filter, textconv, external diff, pager or hook has a part
in that. Renames are followed where git can tell them from trees alone, which is where the content stays the same.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import IO

import msgspec

from codereview.collect.git import Git, GitUnavailableError

MOST_COMMITS = 2_000
SECONDS = 20.0
_MOST_BYTES = 64 * 1024 * 1024
"""Names of changed files that are read; a history with more of them is no project's."""
_COMMIT = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_DIFF = (
    "diff-tree", "--stdin", "-r", "-z", "--root", "--always", "--relative", "--name-status",
    "--find-renames=100%", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all",
)  # fmt: skip


class Changes(msgspec.Struct, frozen=True):
    """The changes of one file: how many commits, and the place of the newest of them, counted from the audited one."""

    commits: int
    newest: int


class History(msgspec.Struct, frozen=True):
    """What the newest commits changed, merges left out.

    Attributes:
        commits: how many were looked at.
        more: whether there are older ones.
        files: by the name that a file has now, as `os.fsdecode` gives it, relative to the audited folder.
        reason: a clause that says why the history could not be read; empty where it was.
        lasting: whether reading it again would give the same.
    """

    commits: int = 0
    more: bool = False
    files: dict[str, Changes] = {}
    reason: str = ""
    lasting: bool = True


class Reader:
    """Reads the history of a work tree; the processes run from now until `result`.

    Args:
        root: absolute path of the audited folder, links resolved.
        most: commits to look at.
        seconds: after so many it is given up.
    """

    def __init__(self, root: str, most: int = MOST_COMMITS, seconds: float = SECONDS) -> None:
        self._most = most
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._problem = ""
        self._out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the processes
        self._processes: list[subprocess.Popen[bytes]] = []
        try:
            self._start(Git(root))
        except GitUnavailableError as error:
            self._problem = str(error) or "there is no git work tree"
        except OSError as error:
            self._problem = f"git could not be started: {error.strerror}"

    def _start(self, git: Git) -> None:
        names = self._process(
            git,
            ("rev-list", "--no-merges", f"--max-count={self._most + 1}", "HEAD", "--"),
            subprocess.DEVNULL,
            subprocess.PIPE,
        )
        self._process(git, _DIFF, names.stdout, self._out)
        if names.stdout is not None:
            names.stdout.close()  # so that it ends when the other one does

    def _process(
        self, git: Git, arguments: tuple[str, ...], given: int | IO[bytes] | None, out: int | IO[bytes]
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            git.command(*arguments),
            cwd=git.root,
            env=git.environment(),
            stdin=given,
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process

    def advance(self) -> None:
        """Ends the processes if they print without end; to be called now and then."""
        if self._processes and os.fstat(self._out.fileno()).st_size > _MOST_BYTES:
            self._stop("its newest commits name more files than any project's")

    def result(self) -> History:
        """What was read; waits for the processes, until the time is over."""
        self._wait()
        if self._problem:
            lasting = "seconds" not in self._problem
            return History(reason=self._problem, lasting=lasting)
        self._out.seek(0)
        return changes(self._out.read(_MOST_BYTES + 1), self._most)

    def _wait(self) -> None:
        for process in self._processes:
            while not self._problem:
                try:
                    process.wait(timeout=0.2)
                    break
                except subprocess.TimeoutExpired:
                    self.advance()
                    if time.monotonic() > self._deadline:
                        self._stop(f"git did not read its history within {self._seconds:g} seconds")
        self.advance()
        if not self._problem and any(process.returncode for process in self._processes):
            self._problem = "git could not read all of it, as in a clone that lacks objects"

    def _stop(self, problem: str) -> None:
        self._problem = self._problem or problem
        for process in self._processes:
            with contextlib.suppress(OSError):
                process.kill()
            process.wait()

    def close(self) -> None:
        """Ends what still runs."""
        if any(process.poll() is None for process in self._processes):
            self._stop("it was not waited for")
        self._out.close()


def changes(output: bytes, most: int) -> History:
    """What ``diff-tree --stdin -z --name-status`` printed, newest commit first, read up to ``most`` commits."""
    counts: dict[bytes, list[int]] = {}
    now: dict[bytes, bytes] = {}
    number = 0
    for status, old, new in _records(output):
        if not status:
            number += 1
            if number > most:
                break
            continue
        name = now.pop(new, new) if status[:1] in b"AR" else now.get(new, new)
        if status[:1] == b"R":
            now[old] = name  # in older commits it has the old name
        found = counts.setdefault(name, [0, number])
        found[0] += 1
    files = {os.fsdecode(name): Changes(commits, newest) for name, (commits, newest) in counts.items()}
    return History(commits=min(number, most), more=number > most, files=files)


def _records(output: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """``(status, old name, name)`` of each change, and empty values for each commit before its changes."""
    fields = iter(output.split(b"\0"))
    for field in fields:
        if _COMMIT.match(field):
            yield b"", b"", b""
        elif field:
            first = next(fields, b"")
            yield field, first, next(fields, b"") if field[:1] in b"RC" else first
