"""Whether a name, what stands before it, an operator and a literal belong together."""

from __future__ import annotations

import re

from .languages import Language
from .patterns import CONNECTION, HEAD, SETTERS, SPACED


def in_connection_string(text: str, start: int, part: re.Match[str]) -> bool:
    """Whether the name stands inside a literal of the line that also names a host or a user."""
    head = text[text.rfind("\n", max(0, start - 300), start) + 1 : start]
    inside = head.count('"') % 2 == 1 or head.count("'") % 2 == 1
    plain = "(" not in part["value"] and not part["value"].endswith(",")
    return inside and plain and bool(CONNECTION.search(text, max(0, start - 120), part.end() + 80))


def docker(text: str, start: int, end: int) -> re.Match[str] | None:
    """``ENV NAME value`` and ``requirepass value``."""
    if re.search(r"(?:^|\n)\s{0,20}ENV[ \t]{1,8}\Z", text[max(0, start - 32) : start]):
        return SPACED.match(text, end)
    return None


def line_head(text: str, start: int, language: Language) -> bool:
    """Whether only what may stand before a key stands before the name: indentation, a dash, ``export``,
    other pairs."""
    head = text[text.rfind("\n", max(0, start - 400), start) + 1 : start]
    # The variables of a host in an inventory of Ansible stand behind its name.
    return bool(HEAD.fullmatch(head)) or text.startswith(("ansible_", "vault_ansible_"), start)


def fits(text: str, start: int, found: re.Match[str], language: Language) -> bool:
    """Whether name, operator and literal belong together."""
    closed = found["close"]
    if found["op"] == ":" and closed and text[max(0, start - 8) : start].rstrip("\"'` ").endswith("?"):
        return False  # the other side of a condition: ``ok ? "pass" : "fail"``
    if text[start - 1 : start] in {"?", "&"} and text.startswith("=", found.start()):
        return False  # a parameter in a URL: the quote behind it closes the literal
    if text[start - 1 : start] == found["quote"] and text.startswith("=" + found["quote"], found.start()):
        return False  # the same in a literal: ``split("secret=")``
    if found["comma"]:
        inside = bool(closed) and closed[-1] not in ")]"
        return inside and bool(SETTERS.search(text, max(0, start - 60), start))
    if found["pair"]:
        return bool(closed) or language.config
    if found["block"]:
        return bool(closed) and language.extension in {"tf", "hcl"}
    return _operator_fits(text, start, found, language)


def _operator_fits(text: str, start: int, found: re.Match[str], language: Language) -> bool:
    """Whether the operator gives the name its value at this place."""
    op, closed = found["op"], found["close"]
    if op == ":":
        if (
            language.extension == "sql"
            and found["note"] is None
            and text[found.start("op") + 1 :][:1] in "'\""
        ):
            return False  # a variable of psql: ``PASSWORD :'name'``
        if closed in {")", "]"} or (language.python and not closed and not found["note"]):
            return False
    elif op in {"or", "eq", "<-"}:
        between = text[found.end("close") : found.start("op")]
        if between.strip(" ") or text[found.end("close")] != " ":
            return False
    if op == "=" and text[start - 1 : start] == "$" and " " in text[found.end("close") : found.end("op")]:
        return False  # a test of a shell: ``[ "$mode,$pass" = "lib,link" ]``
    if op in {"=", ":"}:
        return not _before_call(text, start)
    return op not in {"->", "->>"}


def _before_call(text: str, start: int) -> bool:
    """Whether the name is an argument of a translation call, whose value is a text for people."""
    return bool(
        re.search(
            r"(?:\b_|gettext|trans|\bt|help|label|message)\(\s{0,4}[\"']\Z", text[max(0, start - 24) : start]
        )
    )
