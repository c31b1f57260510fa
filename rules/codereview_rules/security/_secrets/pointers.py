"""Values that stand under the name of a secret and only say where it is, or whose: tags, paths, variables, roles."""

from __future__ import annotations

import re

from .forms import Candidate
from .languages import Language

# Languages that fill variables into a string.
_FILLED = frozenset({"pl", "pm", "php", "sh", "bash", "zsh", "ps1", "rb", "groovy", "kt", "dart"})
_FILLED_IN = re.compile(r"\$[A-Za-z_]\w{0,60}\W")
_TAG = re.compile(r"!{1,2}[\w.:/\-]{1,40}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_ROLES = re.compile(
    r"(?i)role[\w \-]{0,40}[\"']?\]?\s{0,4}[:=]\s{0,4}[{\[(]|built-?in-?roles|role_?definition_?ids?"
)


def only_points(text: str, item: Candidate, how: Language) -> bool:
    """Whether a value is filled in elsewhere, or names what is published."""
    if how.extension in _FILLED and _FILLED_IN.match(item.value):
        return True
    if item.value.endswith("$") and text.startswith("{", item.end):
        return True  # a path with variables: ``/shop/${STAGE}/key``
    if how.extension in {"yml", "yaml"} and _TAG.fullmatch(item.value) and text.startswith(" ", item.end):
        return True  # what stands before the value: ``!unsafe '{{ password }}'``
    return _is_of_role(text, item)


def _is_of_role(text: str, item: Candidate) -> bool:
    """Whether the value is the identifier of a role, in a list of such: cloud providers publish them."""
    if not _UUID.fullmatch(item.value):
        return False
    around = text[max(0, item.start - 400) : item.end + 200]
    return len(_UUID.findall(around)) >= 2 and bool(_ROLES.search(around))
