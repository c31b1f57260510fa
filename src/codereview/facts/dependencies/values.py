"""Requirements, pins and the manifests that hold them."""

from __future__ import annotations

from typing import Literal

import msgspec

Format = Literal[
    "requirements", "pyproject", "setup.cfg", "setup.py", "Pipfile",
    "poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "environment.yml",
]  # fmt: skip
LOCKS = frozenset({"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pylock.toml"})


class Requirement(msgspec.Struct, frozen=True):
    """One line of a manifest, or one entry of a lock file.

    Attributes:
        name: canonical (PEP 503).
        raw: as it is written.
        specifier: version specifiers (PEP 440); empty if any version will do.
        extras: extras that are asked for.
        marker: environment marker (PEP 508); empty if it always applies.
        url: where it is taken from, if not from an index: a URL, VCS reference or local path.
        group: ``main``, ``optional:NAME`` or ``dev:NAME`` (development and test groups, by whatever name).
        path, line: where it stands; line 1 where the format gives none.
        version: the one version that it admits (``==`` without wildcard, or locked), else empty.
        hashed: whether hashes are given.
        needs: canonical names of what it needs itself, where a lock file says so.
        conda: whether the name is one of a conda channel, which need not be that of the index.
        exact_name: false where the name is guessed from a URL that gives none (``git+https://.../name.git``).

    Credentials in URLs are left out of ``raw`` and ``url``.
    """

    name: str
    raw: str
    specifier: str
    group: str
    path: str
    line: int
    extras: tuple[str, ...] = ()
    marker: str = ""
    url: str = ""
    version: str = ""
    hashed: bool = False
    needs: tuple[str, ...] = ()
    conda: bool = False
    exact_name: bool = True


class Local(msgspec.Struct, frozen=True):
    """A project of the repository that a manifest installs (``-e .[dev]``). ``folder`` is relative to the root,
    empty for the root itself."""

    folder: str
    extras: tuple[str, ...]
    line: int


class Unread(msgspec.Struct, frozen=True):
    """A manifest or one line of it that could not be understood. ``reason`` is a clause."""

    path: str
    line: int
    reason: str


class Manifest(msgspec.Struct, frozen=True):
    """One manifest or lock file.

    Attributes:
        path: relative to the root.
        format: what it is.
        requirements: those of the file itself, not of the files that it includes.
        includes: manifests that it takes in (``-r``), relative to the root; ``constraints`` likewise (``-c``).
        project: canonical name of the project that it declares, else empty.
        python: its ``requires-python``, as written.
        dynamic: whether it says that its dependencies are computed elsewhere, so that they are not known here.
        python_line: where ``python`` stands.
        locals: projects of the repository that it installs.
        members: folders of the projects that a lock file is made for, relative to the root.
        locked: whether it is a lock file, or a requirements file that a resolver wrote (pip-compile, uv export).
        sources: what such a file says it was made from, relative to the root.
        published: whether it describes a distribution for the index: it has classifiers, and none of them is
            ``Private ::``.
        extras: names of the optional groups that it declares, as written.
    """

    path: str
    format: Format
    requirements: tuple[Requirement, ...] = ()
    includes: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    project: str = ""
    python: str = ""
    dynamic: bool = False
    unread: tuple[Unread, ...] = ()
    python_line: int = 1
    locals: tuple[Local, ...] = ()
    members: tuple[str, ...] = ()
    locked: bool = False
    sources: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    published: bool = False
