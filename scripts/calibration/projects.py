"""The pinned projects."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from msgspec import Struct, convert

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LIST = Path(__file__).parent / "projects.toml"


class Project(Struct, frozen=True, forbid_unknown_fields=True):
    """The source archive of one version on PyPI; ``kind`` is what the project is."""

    name: str
    version: str
    sha256: str
    kind: str = ""


class Projects(Struct, frozen=True, forbid_unknown_fields=True):
    """Those that the score is calibrated on, and two groups that it is tried on."""

    reference: tuple[Project, ...]
    kept: tuple[Project, ...]
    neglected: tuple[Project, ...]


def projects() -> Projects:
    """The list. Raises ValueError for one of another form."""
    return convert(tomllib.loads(LIST.read_text(encoding="utf-8")), Projects)


def digest() -> str:
    """SHA-256 of the reference projects' archives: what the calibration stands on."""
    text = "\n".join(f"{item.name} {item.version} {item.sha256}" for item in projects().reference)
    return hashlib.sha256(text.encode()).hexdigest()
