"""Whether what runs a query is there for the few who administer the application."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codereview.facts.paths import last_name

if TYPE_CHECKING:
    from codereview.facts.project import Key, ProjectFacts

_OF_ADMINS = re.compile(
    r"(?:\A|[/_.])(?:admin|admins|administration|superuser|back_?office)(?=[/_.]|\Z)|Admin(?:[A-Z_.]|\Z)"
)
_REQUIRES = re.compile(r"(?:\A|_)(?:admin|superuser|staff)(?:_|\Z)|Is(?:Super)?Admin|IsStaff", re.IGNORECASE)


def is_for_admins(path: str, name: str) -> bool:
    """Whether a file or the name of something in it says that it is for administrators."""
    return _OF_ADMINS.search(path.removesuffix(".py")) is not None or _OF_ADMINS.search(name) is not None


def is_of_admins(project: ProjectFacts, key: Key) -> bool:
    """Whether a function is for administrators alone, by where it stands, or by who it lets in."""
    path, index = key
    facts = project.files[path]
    if is_for_admins(path, facts.symbol(index)):
        return True
    if index < 0:
        return False
    function = facts.functions[index]
    lets_in = [last_name(decorator) for decorator in function.decorators]
    lets_in += [
        last_name(given.rstrip("()"))
        for call in facts.calls
        if function.line <= call.line < function.body_line and last_name(call.path) in ("Depends", "Security")
        for given in call.args[:1]
    ]
    return any(map(_REQUIRES.search, lets_in))
