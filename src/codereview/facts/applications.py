"""Whether a project is an application, whose own entry points are all that uses its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from codereview.facts.entrypoints import EntryPoint
from codereview.model import Zone

_DEPLOYED = re.compile(
    r"(?:^|/)(?:Dockerfile[^/]*|[^/]*\.dockerfile|(?:docker-)?compose[^/]*\.ya?ml|Procfile|manage\.py|fly\.toml|render\.yaml"
    r"|app\.yaml|vercel\.json|serverless\.ya?ml|wsgi\.py|asgi\.py)$"
)
_TELLS = re.compile(
    r"^[^/]+\.py$|(?:^|/)(?:requirements[^/]*\.txt|Pipfile|pyproject\.toml|environment\.ya?ml|uv\.lock|poetry\.lock)$|"
    + _DEPLOYED.pattern
)
_FOR_DEVELOPERS = re.compile(
    r"Framework :: |Topic :: Software Development :: Libraries|Intended Audience :: Developers|py_modules\s*="
)
_PACKAGED = re.compile(r"^\[build-system\]|^\s*(?:setuptools\.)?setup\(|^\[metadata\]", re.MULTILINE)
_PLUGINS = re.compile(r"entry[_-]points\.(?!console|gui)|tool\.poetry\.plugins|project\.entry-points")
_SERVES = ("ASGI", "WSGI", "web application", "Django", "Streamlit", "task queue")
KNOWN_BY_NAME = frozenset({"Django", "wsgi.py", "asgi.py"})
"""Kinds of entry points that a file has by its name alone: a `wsgi.py` can hold what serves others, too."""
_OF_HOSTS = frozenset({"__manifest__.py", "addon.xml", "package.xml", "hacs.json"})


def is_deployed(paths: Iterable[str]) -> bool:
    """Whether a file says how to start the project as a whole, whatever it starts."""
    return any(_DEPLOYED.search(path) for path in paths)


def library(
    entries: tuple[EntryPoint, ...],
    texts: Mapping[str, str],
    paths: tuple[str, ...],
    zones: Mapping[str, Zone],
) -> str:
    """Why the public code of a project can be used by somebody outside of it; empty for an application.

    Args:
        entries: the project's entry points.
        texts: manifests by path.
        paths: all files.
        zones: zone by path.
    """
    own = [entry for entry in entries if zones.get(entry.path, Zone.PRODUCTION) is Zone.PRODUCTION]
    if not own:
        return "nothing in it starts a program: its public code is for others"
    if any(path.rpartition("/")[2] in _OF_HOSTS and path.count("/") < 3 for path in paths):
        return "it extends another program, which calls it by rules of its own"
    if "__init__.py" in paths or not any(_TELLS.search(path) for path in paths):
        return "nothing says how it is installed or started: it can be a package that others import"
    manifests = [
        text
        for path, text in texts.items()
        if path.rpartition("/")[2] in ("pyproject.toml", "setup.py", "setup.cfg")
        and path.count("/") < 2
        and _PACKAGED.search(text)
    ]
    if any(_FOR_DEVELOPERS.search(text) or _PLUGINS.search(text) for text in manifests):
        return "it is packaged for other developers, or takes plugins"
    serves = any(word in entry.kind for entry in own for word in _SERVES)
    if manifests and not (serves and any(_DEPLOYED.search(path) for path in paths)):
        return "it is packaged, and others can import what is public in it"
    return ""
