"""Whether an environment marker can hold anywhere where a project runs (PEP 508)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName

NEWEST = (3, 15)
"""The newest Python that is taken into account."""

# os_name, sys_platform, platform_system, platform_machine
_PLATFORMS = (
    ("posix", "linux", "Linux", "x86_64"),
    ("posix", "linux", "Linux", "aarch64"),
    ("posix", "darwin", "Darwin", "arm64"),
    ("posix", "darwin", "Darwin", "x86_64"),
    ("nt", "win32", "Windows", "AMD64"),
)
_NAMES = re.compile(r"""(?:extra|extras|dependency_groups)\s*(?:==|!=|in|not in)\s*["']([^"']*)["']""")
_REVERSED = re.compile(r"""["']([^"']*)["']\s*(?:==|!=|in|not in)\s*(?:extra|extras|dependency_groups)\b""")


@lru_cache(maxsize=4096)
def applies(marker: str, python: tuple[int, int]) -> bool:
    """Whether some environment meets a marker: CPython or PyPy from a version on, on Linux, macOS or Windows, with
    any of the extras that it names. A marker that cannot be read applies.

    Args:
        marker: as it is written; empty if there is none.
        python: the lowest Python version that the project declares.
    """
    if not marker:
        return True
    try:
        parsed = Marker(marker)
    except (InvalidMarker, RecursionError):
        return True
    try:
        return any(parsed.evaluate(environment) for environment in _environments(marker, python))
    except (UndefinedComparison, UndefinedEnvironmentName, ValueError, KeyError, TypeError):
        return True


def _environments(marker: str, python: tuple[int, int]) -> Iterator[dict[str, str]]:
    extras = {"", *_NAMES.findall(marker), *_REVERSED.findall(marker)}
    kinds = ("CPython", "PyPy") if "implementation" in marker else ("CPython",)
    newest = max(NEWEST, python)
    versions = [(3, minor) for minor in range(python[1], newest[1] + 1)] if python[0] == 3 else [python]
    for version, platform, kind, extra in product(versions, _PLATFORMS, kinds, sorted(extras)):
        short = f"{version[0]}.{version[1]}"
        for full in (f"{short}.0", f"{short}.99") if "full_version" in marker else (f"{short}.0",):
            yield {
                "python_version": short,
                "python_full_version": full,
                "implementation_version": full,
                "implementation_name": kind.lower(),
                "platform_python_implementation": kind,
                "os_name": platform[0],
                "sys_platform": platform[1],
                "platform_system": platform[2],
                "platform_machine": platform[3],
                "platform_release": "",
                "platform_version": "",
                "extra": extra,
            }
