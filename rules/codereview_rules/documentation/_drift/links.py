"""Relative links to files that are not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from codereview.facts.documents.project import Documents
from codereview.facts.documents.values import Document

from ..._syntax.patterns import lazy_pattern
from .fault import Fault

_PLACEHOLDER = lazy_pattern(
    r"^(?:url|link|path|todo|target|image|file|here|\.+|x+)$|[<>{}$*|]|\.\.\.|your[-_]|path/to|%7B",
    re.IGNORECASE,
)
_SUFFIX = lazy_pattern(r"\.(?P<suffix>[A-Za-z][A-Za-z0-9]{0,9})$")
_PAGES = frozenset({"md", "rst", "ipynb", "py", "sh", "toml", "yml", "yaml", "markdown"})
_MADE = frozenset(
    {"html", "htm", "pdf", "whl", "zip", "exe", "com", "org", "io", "net", "dev", "app", "ai", "gz"}
)
_NAMES = lazy_pattern(r"[A-Z][A-Z_-]{3,}$|Makefile$|Dockerfile$|Procfile$")


def links(documents: Documents, document: Document) -> Iterator[Fault]:
    """The links of one document whose targets are not in the repository."""
    path = document.path
    if path.startswith(".github/"):
        return
    folder = path.rpartition("/")[0]
    site = documents.in_site(path)
    readme = path.rpartition("/")[2].lower().startswith("readme")
    if path.endswith(".rst") and (site or folder):
        return  # addresses of pages that Sphinx makes
    for link in document.links:
        target = unquote(link.target).strip()
        if _PLACEHOLDER.search(target) or not _is_file(target, site, readme):
            continue
        if target.startswith("/"):
            if folder or documents.sites:
                continue
            place = target.strip("/")
        else:
            place = posixpath.normpath(posixpath.join(folder, target))
        if (
            place.startswith("..")
            or documents.there(place)
            or documents.there(f"{place}.md")
            or documents.ignored(place)
        ):
            continue
        yield Fault(
            path,
            link.line,
            "links",
            f"the link `{target}` leads to no file{_moved(documents, place)}",
            f"`{target}`",
        )


def _is_file(target: str, site: bool, readme: bool) -> bool:
    name = target.rstrip("/").rpartition("/")[2]
    found = _SUFFIX.search(name)
    if found is None:
        # without a suffix it can be the address of a page, but in a README
        return not site and (_NAMES.match(name) is not None or (readme and "/" in target.strip("/")))
    suffix = found.group("suffix").lower()
    return suffix in _PAGES if site else suffix not in _MADE


def _moved(documents: Documents, place: str) -> str:
    """Where a file of that name is now, if there is one only."""
    name = place.rpartition("/")[2]
    others = documents.by_name.get(name, [])
    if len(others) == 1 and name.lower() not in ("readme.md", "index.md", "__init__.py"):
        return f"; {others[0]} has its name"
    alike = documents.by_lower.get(place.lower())
    return f"; {alike} is written differently" if alike else ""
