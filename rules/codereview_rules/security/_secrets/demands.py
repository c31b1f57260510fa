"""Variables without which a deployment does not start: ``${SECRET_KEY:?set it}`` in a compose file or a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import Zone
from codereview.facts.project import ProjectFacts

_DEMAND = re.compile(
    r"(?:(?P<key>[A-Za-z_]\w{1,80})[\"']?\s{0,4}[:=]\s{0,4}[\"']?)?\$\{(?P<name>[A-Za-z_]\w{1,80}):?\?"
)
# ``if [ -z "$SECRET_KEY" ]; then`` and what it does then
_LACKS = re.compile(
    r"\[\s-z\s[\"']?\$\{?(?P<name>[A-Za-z_]\w{1,80})(?::?-)?\}?[\"']?\s\](?P<then>(?:[^\n]{0,200}\n){0,6}?[^\n]{0,200}\bexit\s[1-9])"
)
_ENDED = re.compile(r"(?m)^\s{0,40}(?:fi|else|elif)\b")
_ASIDE = (Zone.TESTS, Zone.EXAMPLES, Zone.DOCS)


def demanding(project: ProjectFacts, name: str, *, prefixed: bool) -> str:
    """The file of a deployment that stops where a variable is missing, empty if none does.

    https://docs.docker.com/reference/compose-file/interpolation/

    Args:
        project: the project.
        name: the variable, or the field of settings that is read from it.
        prefixed: whether a prefix may stand before the name of the variable, as settings give their fields one.
    """
    wanted = name.upper()
    prefixed = prefixed and "_" in wanted.strip("_")
    for path, text in sorted(project.texts.items()):
        if "$" not in text or project.zone(path) in _ASIDE:
            continue
        for said in _demanded(text):
            told = said.upper()
            if told == wanted or (prefixed and told.endswith("_" + wanted)):
                return path
    return ""


def _demanded(text: str) -> Iterator[str]:
    """The variables that a text stops without."""
    if "${" in text and "?" in text:
        for found in _DEMAND.finditer(text):
            yield from (said for said in (found["key"], found["name"]) if said)
    if " -z " in text:
        for lacks in _LACKS.finditer(text):
            if not _ENDED.search(lacks["then"]):
                yield lacks["name"]
