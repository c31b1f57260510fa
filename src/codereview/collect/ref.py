"""The files of a commit, read from git's objects alone and written as plain bytes into a folder of their own.

Nothing is checked out: the work tree, the index and the references stay as they are, and no hook, filter or conversion
runs. What is written is what is stored: where ``.gitattributes`` asks for other line ends or for a filter (git LFS), a
checkout would hold other bytes. Replaced objects and grafts are not followed, and objects that a partial clone lacks
are not fetched.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from codereview.collect.git import Entry, Git, GitUnavailableError, Listing
from codereview.collect.kinds import LIMITS
from codereview.collect.names import display
from codereview.collect.tree_names import OUTSIDE, link_leaves, refused
from codereview.collect.zones import HEAD_BYTES
from codereview.errors import RepositoryError

LARGEST = max(LIMITS.values())
"""Bytes of a file that is written whole. No larger one is audited: of it stand the head and the size."""

_MISSING = "its content is not in this clone"
_LONGEST_LINK = 4096
_HEX = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LINK, _SUBMODULE = 0o120000, 0o160000


@dataclass(frozen=True)
class Written:
    """A commit's files on disk.

    Attributes:
        folder: to audit; the one in the commit that the given folder is in its work tree.
        listing: what git would say of it.
        commit: the object's name.
        ids: of the files below ``folder``, the names of their contents; equal ones hold equal bytes.
    """

    folder: str
    listing: Listing
    commit: str
    ids: dict[str, str]


def resolve(folder: str | os.PathLike[str], ref: str) -> str:
    """The commit that a branch, a tag or an expression such as ``HEAD~10`` names.

    Raises:
        RepositoryError: there is none, or the folder is no work tree of git; names the nearest branches and tags.
    """
    return _commit(_git(folder), ref)


def known(folder: str | os.PathLike[str], ref: str) -> bool:
    """Whether a name is that of a commit in the repository that holds the folder."""
    try:
        return bool(_commit(_git(folder), ref))
    except RepositoryError:
        return False


@contextlib.contextmanager
def at_ref(folder: str | os.PathLike[str], ref: str) -> Iterator[Written]:
    """The files of a commit in a temporary folder outside of the repository, for as long as the block runs.

    Args:
        folder: a work tree, or a folder of one: then ``Written.folder`` is the same folder of the commit.
        ref: what names the commit.

    Raises:
        RepositoryError: the folder is no work tree, there is no such commit, it lacks the folder, or its objects cannot
            be read.
    """
    git = _git(folder)
    commit = _commit(git, ref)
    try:
        top = os.path.realpath(os.fsdecode(git.run("rev-parse", "--show-toplevel")).rstrip("\r\n"))
        prefix = os.fsdecode(git.run("rev-parse", "--show-prefix")).rstrip("\r\n")
        entries = _entries(git.run("ls-tree", "-r", "-z", "--full-tree", commit))
    except GitUnavailableError as error:
        raise RepositoryError(f"{ref}: the files of this commit cannot be listed, because {error}") from None
    if not any(path.startswith(prefix) for path, _ in entries):
        raise RepositoryError(f"{ref}: this commit has no folder {display(prefix.rstrip('/')) or '.'}")
    space = tempfile.mkdtemp(prefix="codereview-")
    try:
        if os.path.realpath(space).startswith(top.rstrip(os.sep) + os.sep):
            raise RepositoryError(
                "the folder for temporary files lies in the repository; set TMPDIR to one outside"
            )
        target = os.path.join(os.path.realpath(space), os.path.basename(top) or "repository")
        tracked, problems = _write(git, entries, target, ref)
        yield _below(prefix, Written(target, Listing(shallow=git.shallow), commit, {}), tracked, problems)
    finally:
        shutil.rmtree(space, ignore_errors=True)


def _git(folder: str | os.PathLike[str]) -> Git:
    try:
        return Git(os.path.realpath(folder))
    except GitUnavailableError as error:
        named = display(os.path.abspath(folder))
        raise RepositoryError(f"{named}: its commits cannot be read, because {error}") from None


def _commit(git: Git, ref: str) -> str:
    if ref and not ref.startswith("-") and "\0" not in ref:
        try:
            found = git.run(
                "rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}", check=False
            )
        except GitUnavailableError as error:
            raise RepositoryError(f"{display(ref)} cannot be looked up, because {error}") from None
        lines = found.decode("ascii", "replace").split()
        if lines and _HEX.fullmatch(lines[-1]):
            return lines[-1]
    raise RepositoryError(
        f"{display(ref) or 'an empty name'}: there is no such commit, branch or tag{_hint(git, ref)}"
    )


def _hint(git: Git, ref: str) -> str:
    listed = git.run("for-each-ref", "--format=%(refname:short)", check=False)
    names = [os.fsdecode(name) for name in listed.splitlines()]
    near = difflib.get_close_matches(ref, names, n=3, cutoff=0.5)
    if near:
        return f"; did you mean {' or '.join(map(display, near))}?"
    if git.run("rev-parse", "--is-shallow-repository", check=False).strip() == b"true":
        return "; this clone is shallow and lacks older ones: git fetch --unshallow brings them"
    return ""


def _entries(listed: bytes) -> list[tuple[str, Entry]]:
    """Paths with modes and object names, as ``ls-tree -r -z`` prints them."""
    out = []
    for record in listed.split(b"\0"):
        meta, tab, path = record.partition(b"\t")
        if tab:
            mode, _kind, object_id = meta.split(b" ")
            out.append((os.fsdecode(path), Entry(int(mode, 8), object_id.decode("ascii"), size=-1)))
    return out


def _write(
    git: Git, entries: list[tuple[str, Entry]], target: str, ref: str
) -> tuple[dict[str, Entry], dict[str, str]]:
    """Writes what may be written: the entries that are tracked files here, and why the others are not."""
    os.makedirs(target)
    with open(os.path.join(target, ".git"), "xb") as stream:
        stream.write(
            b"gitdir: .\n"
        )  # ends the search for configuration here, and is no repository to any program
    tracked: dict[str, Entry] = {}
    problems: dict[str, str] = {}
    wanted: dict[str, list[str]] = {}
    for path, entry in entries:
        reason = refused(path, os.name == "nt") or ("it is in the commit twice" if path in tracked else "")
        if reason:
            problems[path] = reason
            continue
        tracked[path] = entry
        if entry.mode != _SUBMODULE:
            wanted.setdefault(entry.object_id, []).append(path)
    links: dict[str, str] = {}
    for object_id, head, size in _contents(git, list(wanted), ref):
        for path in wanted.pop(object_id, ()):
            if tracked[path].mode == _LINK:
                links[path] = os.fsdecode(head)
            else:
                _put(target, path, tracked[path], head, size, problems)
    problems.update((path, _MISSING) for paths in wanted.values() for path in paths)
    _link(target, links, problems)
    return {path: entry for path, entry in tracked.items() if path not in problems}, problems


def _contents(git: Git, ids: list[str], ref: str) -> Iterator[tuple[str, bytes, int]]:
    """Name, content (of what is larger than `LARGEST` the head) and size of each object that is there."""
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{name}\n" for name in ids).encode("ascii"))
        asked.seek(0)
        try:
            process = subprocess.Popen(
                git.command("cat-file", "--batch", "--buffer"),
                cwd=git.root,
                env=git.environment(),
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise RepositoryError(
                f"{ref} cannot be read: git could not be started ({error.strerror})"
            ) from None
        with process:
            try:
                yield from _answers(process.stdout, len(ids), ref)
            finally:
                process.kill()


def _answers(stream: IO[bytes] | None, count: int, ref: str) -> Iterator[tuple[str, bytes, int]]:
    for _ in range(count if stream is not None else 0):
        assert stream is not None
        fields = stream.readline(200).split()
        if len(fields) == 2 and fields[1] == b"missing":
            continue
        if len(fields) != 3:
            raise RepositoryError(
                f"{ref}: git stopped while its files were read; objects may be missing or damaged"
            )
        size = int(fields[2])
        content = stream.read(size if size <= LARGEST else HEAD_BYTES)
        left = size - len(content) + 1  # a line end follows
        while left > 0 and (skipped := stream.read(min(left, 1 << 20))):
            left -= len(skipped)
        if left:
            raise RepositoryError(
                f"{ref}: git stopped while its files were read; objects may be missing or damaged"
            )
        yield fields[0].decode("ascii"), content, size


def _put(target: str, path: str, entry: Entry, head: bytes, size: int, problems: dict[str, str]) -> None:
    """Writes one file, never over another and never through a link: those are made when all files are there."""
    place = os.path.join(target, *path.split("/"))
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "xb") as stream:
            stream.write(head)
            if size > len(head):
                stream.truncate(size)
        if entry.mode & 0o111:
            os.chmod(place, 0o755)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RepositoryError(
                "there is no room for the commit's files in the folder for temporary files"
            ) from None
        told = "another file has this name here" if isinstance(error, FileExistsError) else error.strerror
        problems[path] = f"it could not be written: {told}"


def _link(target: str, links: dict[str, str], problems: dict[str, str]) -> None:
    """Makes the links that stay inside, and takes those away again that leave it through other links."""
    made = []
    for path, to in sorted(links.items()):
        if len(to) > _LONGEST_LINK or link_leaves(path, to):
            problems[path] = OUTSIDE
            continue
        place = os.path.join(target, *path.split("/"))
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            os.symlink(to, place)
            made.append((path, place))
        except (OSError, ValueError) as error:
            problems[path] = f"link that could not be made: {getattr(error, 'strerror', None) or error}"
    inside = os.path.join(target, "")
    leaving = [
        (path, place)
        for path, place in made
        if not os.path.join(os.path.realpath(place), "").startswith(inside)
    ]
    for path, place in leaving:
        os.unlink(place)
        problems[path] = OUTSIDE


def _below(prefix: str, whole: Written, tracked: dict[str, Entry], problems: dict[str, str]) -> Written:
    """What is below a folder, with paths relative to it."""
    length = len(prefix)
    mine = {path[length:]: entry for path, entry in tracked.items() if path.startswith(prefix)}
    listing = Listing(
        tracked=mine,
        commit=whole.commit,
        shallow=whole.listing.shallow,
        clean=True,
        refused={path[length:]: why for path, why in problems.items() if path.startswith(prefix)},
    )
    folder = os.path.join(whole.folder, *prefix.rstrip("/").split("/")) if prefix else whole.folder
    ids = {path: entry.object_id for path, entry in mine.items() if entry.mode not in (_LINK, _SUBMODULE)}
    return Written(folder, listing, whole.commit, ids)
