"""Look-ups in the configuration of a Flask application: it holds its own keys from the start, and those of the
class that it is made from, so that what stands for a missing one is never taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codereview.api import Zone
from codereview.facts.project import ProjectFacts

from .assigned import SETTINGS_NAME
from .defaults import Default

_LOOKED_UP = re.compile(
    r"\b(?:current_|self\.)?app\.config\.get\(\s{0,4}[\"'](?P<name>\w{1,80})[\"']\s{0,2},"
)
_OF_FLASK = re.compile(r"\bcurrent_app\b|(?m:^\s{0,8}(?:from|import) flask\b)")
# https://flask.palletsprojects.com/en/stable/config/#builtin-configuration-values
_BUILT_IN = frozenset({"SECRET_KEY"})
HOLDS = "whether the configuration of the application lacks "
_LOADS = ".from_object"


def looked_up(item: Default, lines: Sequence[str]) -> bool:
    """Whether the default stands for a key that a Flask application is asked for."""
    found = _LOOKED_UP.search(lines[item.node.lineno - 1])
    return (
        item.what == "default"
        and found is not None
        and found["name"] == item.name
        and _OF_FLASK.search("\n".join(lines)) is not None
    )


def held(project: ProjectFacts, name: str) -> str:
    """What always holds a key of the configuration, in words; empty if nothing is seen to."""
    if name in _BUILT_IN:
        return f"Flask's configuration always holds `{name}`, so that the default is not reached"
    if not any(call.path.endswith(_LOADS) for facts in project.files.values() for call in facts.calls):
        return ""
    for path, facts in project.files.items():
        if project.zone(path) is Zone.PRODUCTION and any(
            SETTINGS_NAME.search(cls.name) and not cls.bases and any(attr.name == name for attr in cls.attrs)
            for cls in facts.classes
        ):
            return f"the configuration of `{path}` always has one, so that the default is not reached"
    return ""
