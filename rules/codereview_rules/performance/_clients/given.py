"""Whether what a client is made with is the same each time."""

from __future__ import annotations

import re

from codereview.facts.module import CallFact
from codereview.facts.project import ProjectFacts

from ..._syntax.patterns import lazy_pattern

_EACH_TIME = frozenset(
    "timeout headers cookies auth params follow_redirects event_hooks max_retries limits json trust_env http2 "
    "raise_for_status decode_responses connector future pool_pre_ping echo default_headers".split()
)
"""Arguments that do not keep a client from being shared: most can be given with each request."""
_OWN = frozenset({"transport", "connection_pool", "app", "mounts", "**", "cookie_jar", "poolclass"})
"""Arguments with which it is not what it usually is: made for tests, or over a pool that is kept."""
_SETTINGS = lazy_pattern(r"setting|config|conf\b|env|secret|option|const", re.IGNORECASE)
_DEEP = 3


def same_each_time(project: ProjectFacts, path: str, call: CallFact, *, in_loop: bool = False) -> bool:
    """Whether all that matters of the arguments is literal, a setting or a constant.

    Args:
        project: its facts.
        path: the file.
        call: what makes the client.
        in_loop: whether parameters of the function count as the same, since only its own loop is looked at.
    """
    keys = {key for key, _ in call.kwargs}
    if keys & _OWN:
        return False
    values = [*call.args, *(value for key, value in call.kwargs if key not in _EACH_TIME)]
    return all(_fixed(project, path, value, in_loop, 0) for value in values)


def _fixed(project: ProjectFacts, file: str, value: str, in_loop: bool, depth: int) -> bool:
    if not value or value[0] == "=":
        return value != "=fstr" and "." not in value and "(" not in value
    if value[0] == "%":
        return in_loop
    if value[0] == "?" or value.startswith("builtins."):
        return False
    if value.startswith(("os.", "decouple.", "environ.", "streamlit.secrets")):
        return True
    if "()" not in value and "[]" not in value and "!" not in value:
        return True
    base, _, name = value.rpartition(".")
    if _SETTINGS.search(base or value):
        return True
    if not base or not name.isidentifier() or depth >= _DEEP:
        return False
    target = project.resolve(file, base)
    if target.kind != "instance":
        return False
    cls = project.files[target.file].classes[target.index]
    given = [attr.path for attr in cls.attrs if attr.name == name]
    return bool(given) and all(_fixed(project, target.file, path, False, depth + 1) for path in given)
