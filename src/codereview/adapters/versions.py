"""The installed versions of the tools, looked up without importing anything of theirs or of ours."""

from __future__ import annotations

from functools import cache
from importlib import metadata

TOOLS = ("bandit", "mypy", "pip-audit", "pyrefly", "ruff")
"""All tools, by the name of tool and package alike."""


@cache
def version_of(distribution: str) -> str:
    """The installed version of a package; empty if it is not installed."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""
