"""Whether two version specifiers leave a version that both admit, and whether two markers can hold together."""

from __future__ import annotations

import re
from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

_HIGH = 99999


@lru_cache(maxsize=4096)
def disjoint(first: str, second: str) -> bool:
    """Whether no version satisfies both specifiers. False where that is not known (``===``, unreadable).

    Specifiers are unions of intervals whose ends they name. If two of them meet, they meet at an end, just above
    or just below one; those versions are tried.
    """
    if not first or not second or "===" in first + second:
        return False
    try:
        left, right = SpecifierSet(first), SpecifierSet(second)
    except InvalidSpecifier:
        return False
    ends = {clause.version.removesuffix(".*") for clause in (*left, *right)}
    for end in ends:
        for candidate in _around(end):
            if left.contains(candidate, prereleases=True) and right.contains(candidate, prereleases=True):
                return False
    return True


def _around(end: str) -> list[Version]:
    """A version, those just above and below it at each of its places, and those at the very ends."""
    try:
        version = Version(end)
    except InvalidVersion:
        return []
    release = list(version.release)
    epoch = f"{version.epoch}!" if version.epoch else ""
    found = [end, f"{epoch}0", f"{epoch}{_HIGH}", ".".join(map(str, [*release, 0, 0, 1]))]
    for index, number in enumerate(release):
        head = release[:index]
        found.append(epoch + ".".join(map(str, [*head, number + 1])))
        found.append(epoch + ".".join(map(str, [*release[: index + 1], _HIGH])))
        if number:
            found.append(epoch + ".".join(map(str, [*head, number - 1, _HIGH, _HIGH])))
    if version.pre is None and version.post is None and version.dev is None:
        found += [f"{end}.post1", f"{end}.dev0"]
    return [Version(item) for item in found]


def together(first: str, second: str) -> bool:
    """Whether two markers surely hold at the same time somewhere: one is empty, or both are the same."""
    return not first or not second or _plain(first) == _plain(second)


def _plain(marker: str) -> str:
    return re.sub(r"[\s()\"']", "", marker)


def admits(specifier: str, version: str) -> bool:
    """Whether a specifier admits a version; true where either cannot be read."""
    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return True
