"""What git knows of a work tree, asked without running anything that the repository names.

A repository's own configuration can name programs: file system monitors, hooks, filters, diff drivers,
pagers, transports for objects that a partial clone lacks. Seen with git 2.39: a plain ``ls-files`` starts
``core.fsmonitor``; ``status``, ``diff-files``, ``diff-index`` without ``--cached`` and ``ls-files -m`` start
clean filters. So only commands that never read the content of work tree files are used, everything else is
switched off, and whether the tree is dirty is found from the index and the file system (see
`codereview.collect.dirty`).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass, field

TIMEOUT_SECONDS = 60
_LARGEST = 1_000_000
_PLACES = ("rev-parse", "--show-toplevel", "--git-path", "shallow")
"""The work tree's folder, and the file that names the commits at which the history of a shallow clone begins."""

_OVERRIDES = (
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",  # one person's ignore list must not change the report
    "core.quotePath=false",
    "core.sshCommand=false",
    "core.gitProxy=false",
    "core.askPass=",
    "credential.helper=",
    "diff.external=",
    "diff.ignoreSubmodules=all",
    "submodule.recurse=false",
    "protocol.allow=never",
    "protocol.ext.allow=never",
)


class GitUnavailableError(Exception):
    """git cannot say which files belong to the folder; the message is a clause that says why."""


@dataclass
class Entry:
    """A tracked path as the index has it. Times in nanoseconds, ``size`` as of the last check-out or add."""

    mode: int
    object_id: str
    mtime: int = 0
    size: int = 0
    skip_worktree: bool = False


@dataclass
class Listing:
    """All that git was asked. Paths are as `os.fsdecode` gives them, relative to the audited folder. ``shallow`` stands
    for where the history of a shallow clone begins, and is empty where nothing is cut off. ``clean``: the files are
    those of the commit itself, so that none can differ; ``refused`` are those not written, with the reason.
    """

    tracked: dict[str, Entry] = field(default_factory=dict)
    untracked: list[str] = field(default_factory=list)
    commit: str | None = None
    branch: str | None = None
    staged: bool = False
    shallow: str = ""
    clean: bool = False
    refused: dict[str, str] = field(default_factory=dict)


def read_work_tree(root: str) -> Listing:
    """Lists the files of a work tree that hold ``root`` (absolute, links resolved).

    Raises:
        GitUnavailableError: no git, no work tree, a broken repository, one that belongs to someone else, or a
            repository whose files are elsewhere than where it was found.
    """
    if not _has_git_folder(root):
        raise GitUnavailableError("")
    git = Git(root)
    listing = Listing(tracked=_tracked(git), untracked=_untracked(git), shallow=git.shallow)
    commit = git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}", check=False)
    if commit:
        listing.commit = commit.decode("ascii", "replace").strip()
        status = git.status(
            "diff-index", "--cached", "--quiet", "--no-ext-diff", "--ignore-submodules=all", "HEAD", "--", "."
        )
        listing.staged = status != 0
    branch = git.run("symbolic-ref", "--quiet", "--short", "HEAD", check=False)
    listing.branch = os.fsdecode(branch).strip() or None
    return listing


def _has_git_folder(root: str) -> bool:
    folder = root
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return True
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent


class Git:
    """git, bound to one folder of a work tree, with everything switched off that could start a program."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._extra: tuple[str, ...] = ()
        self.shallow = ""
        found = shutil.which("git")
        if found is None:
            raise GitUnavailableError("git is not installed")
        self._program = os.path.realpath(found)
        if os.path.commonpath([self._program, root]) == root or not os.path.isabs(found):
            raise GitUnavailableError("the only git on the search path lies inside the audited folder")
        self._check_top()

    def _check_top(self) -> None:
        try:
            told = self.run(*_PLACES)
        except GitUnavailableError as error:
            if "dubious ownership" not in str(error):
                raise
            self._extra = self._trusted()
            told = self.run(*_PLACES)
        top, _, beginning = os.fsdecode(told).rstrip("\r\n").rpartition("\n")
        path = os.path.realpath(top.rstrip("\r"))
        if path != self.root and not self.root.startswith(path.rstrip(os.sep) + os.sep):
            raise GitUnavailableError("its repository names another folder as its work tree")
        self.shallow = _digest(os.path.join(self.root, beginning))

    def _trusted(self) -> tuple[str, ...]:
        """The folders that this user has declared safe; git's own protection stays for all others."""
        trusted: list[str] = []
        for scope in ("--global", "--system"):
            command = [self._program, "config", scope, "-z", "--get-all", "safe.directory"]
            done = _start(command, os.path.dirname(self._program), dict(os.environ))
            trusted.extend(f"safe.directory={os.fsdecode(item)}" for item in done.stdout.split(b"\0") if item)
        if not trusted:
            raise GitUnavailableError("git refuses a repository that belongs to another user")
        return tuple(trusted)

    def run(self, *arguments: str, check: bool = True) -> bytes:
        """Standard output of a git command. Raises GitUnavailableError if it fails and ``check`` is set."""
        done = self._run(arguments)
        if check and done.returncode != 0:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitUnavailableError(f"git failed: {lines[0] if lines else 'it printed nothing'}")
        return done.stdout if done.returncode == 0 else b""

    def status(self, *arguments: str) -> int:
        """Exit status of a git command."""
        return self._run(arguments).returncode

    def command(self, *arguments: str) -> list[str]:
        """The whole command for some arguments of git, to be run in `root` with `environment`."""
        command = [self._program, "--no-pager", "--literal-pathspecs"]
        for setting in (*_OVERRIDES, *self._extra):
            command += ["-c", setting]
        return [*command, *arguments]

    def environment(self) -> dict[str, str]:
        """The variables of such a command."""
        return _environment()

    def _run(self, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
        return _start(self.command(*arguments), self.root, _environment())


def _digest(path: str) -> str:
    """A digest of a small regular file; empty where there is none."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return ""
        with open(path, "rb") as stream:
            return hashlib.blake2b(stream.read(_LARGEST), digest_size=16).hexdigest()
    except OSError:
        return ""


def _start(
    command: list[str], folder: str, environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise GitUnavailableError(f"git did not answer within {TIMEOUT_SECONDS} seconds") from error
    except OSError as error:
        raise GitUnavailableError(f"git could not be started: {error.strerror}") from error


def _environment() -> dict[str, str]:
    """A new environment: none of the caller's ``GIT_*``, no home folder, no network transport."""
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "TMPDIR", "TEMP", "TMP")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment.update(
        LC_ALL="C",
        GIT_CONFIG_NOSYSTEM="1",
        GIT_CONFIG_GLOBAL="/dev/null",
        GIT_ATTR_NOSYSTEM="1",
        GIT_OPTIONAL_LOCKS="0",
        GIT_TERMINAL_PROMPT="0",
        GIT_NO_LAZY_FETCH="1",
        GIT_NO_REPLACE_OBJECTS="1",
        GIT_GRAFT_FILE=os.devnull,
        GIT_ALLOW_PROTOCOL="none",  # git before 2.45 does not know GIT_NO_LAZY_FETCH
        GIT_ASKPASS="false",
        SSH_ASKPASS="false",
    )
    return environment


# `ls-files --stage --debug -z` prints, for each path: "mode id stage TAB path NUL" and five indented lines.
_ENTRY = re.compile(
    rb"(\d{6}) ([0-9a-f]+) \d\t([^\0]+)\0"
    rb"  ctime: [^\n]*\n  mtime: (\d+):(\d+)\n[^\n]*\n[^\n]*\n  size: (\d+)\tflags: ([0-9a-f]+)\n"
)
_SKIP_WORKTREE = 1 << 30


def _tracked(git: Git) -> dict[str, Entry]:
    output = git.run("ls-files", "-z", "--cached", "--stage", "--debug")
    entries: dict[str, Entry] = {}
    position = 0
    decode = os.fsdecode
    for match in _ENTRY.finditer(output):
        if match.start() != position:
            break
        position = match.end()
        mode, object_id, path, seconds, nanoseconds, size, flags = match.groups()
        entries[decode(path)] = Entry(
            int(mode, 8),
            object_id.decode(),
            int(seconds) * 1_000_000_000 + int(nanoseconds),
            int(size),
            bool(int(flags, 16) & _SKIP_WORKTREE),
        )
    if position != len(output):  # a git whose --debug looks otherwise: paths, modes and ids are enough
        return _tracked_plainly(git)
    return entries


def _tracked_plainly(git: Git) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for record in git.run("ls-files", "-z", "--cached", "--stage").split(b"\0"):
        meta, tab, path = record.partition(b"\t")
        if tab:
            mode, object_id, _stage = meta.split(b" ")
            entries[os.fsdecode(path)] = Entry(int(mode, 8), object_id.decode(), size=-1)
    return entries


def _untracked(git: Git) -> list[str]:
    output = git.run("ls-files", "-z", "--others", "--exclude-standard")
    return [os.fsdecode(path) for path in output.split(b"\0") if path]


def filtered_paths(git: Git, paths: list[str]) -> set[str]:
    """Those of the paths whose content a ``filter`` attribute changes, as git LFS does."""
    found: set[str] = set()
    for start in range(0, len(paths), 200):
        output = git.run("check-attr", "-z", "filter", "--", *paths[start : start + 200], check=False)
        fields = output.split(b"\0")
        for path, _name, value in zip(fields[0::3], fields[1::3], fields[2::3], strict=False):
            if value not in (b"unspecified", b"unset"):
                found.add(os.fsdecode(path))
    return found
