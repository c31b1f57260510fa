"""Users that a command makes so that people or tests can try the program: their passwords are no secret of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import notes
from .defaults import Default
from .names import Kind

_SEEDS = re.compile(r"(?i)(?:^|_)(?:seed(?:s|er|ing)?|populate|fixtures?)(?:_|$)")
_TRIES = re.compile(r"(?i)(?:^|_)(?:(?:web|e2e|load|smoke|ui)?_?tests?|testdata|demo|dummy|fake|mock)(?:_|$)")
_SPOKEN = re.compile(
    r"(?i)\b(?:test|demo|sample|fake|dummy|mock)(?:ing)?[ \-_](?:\w{1,20} )?(?:users?|accounts?|data|logins?)\b"
)
_TOP = re.compile(
    r"\A(?:[ \t]{0,4}(?:#[^\n]{0,200})?\n){0,20}(?:\"\"\"|\'\'\')(?P<said>.{0,1500}?)(?:\"\"\"|\'\'\')", re.S
)
_HELP = re.compile(r"(?m)^ {4}help = (?P<said>.{1,300})$")


def makes_them(path: str, item: Default, lines: Sequence[str]) -> bool:
    """Whether a default is the password of a user to try with: so the name of the file says, or its first lines.

    What seeds a new installation gives it its first administrator too, whose password is in force there.
    """
    given = item.what in {"value", "default of a command-line option"} or "parameter" in item.what
    if item.kind is not Kind.PASSWORD or not given:
        return False
    stem = path.rpartition("/")[2].removesuffix(".py")
    if _TRIES.search(stem):
        return True
    if notes.is_of_administrator(item.name):
        return False
    if _SEEDS.search(stem):
        return True
    text = "\n".join(lines)
    said = (found["said"] for found in (_TOP.search(text), _HELP.search(text)) if found)
    return any(_SPOKEN.search(part) for part in said)
