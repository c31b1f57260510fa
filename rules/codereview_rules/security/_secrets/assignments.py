"""Finds literals under secret-like names: assignments, dictionary and mapping keys, arguments, settings,
fallbacks.

The text is searched for a few words; around each, the name is widened and what follows it is matched.
Works on texts
that no parser accepts, and costs little where the words are absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .languages import Language
from .literals import literal
from .names import Kind, kind_of
from .patterns import (
    BARE,
    BEFORE_LITERAL,
    CONNECTION,
    DOTENV_REST,
    ELEMENT,
    FALLBACK,
    HEAD,
    NAME_BACK,
    NAME_REST,
    OPTION,
    PAIR,
    PART,
    REVERSED,
    SETTERS,
    SPACED,
    WORD_REST,
)
from .places import secret_words
from .unpacking import unpacked


@dataclass(frozen=True)
class Candidate:
    """A literal under a secret-like name, not yet judged. ``fallback`` marks a default for a missing
    setting."""

    name: str
    kind: Kind
    start: int
    end: int
    value: str
    op: str
    name_start: int
    quoted: bool
    fallback: bool = False


def candidates(text: str, language: Language) -> Iterator[Candidate]:
    """All literals under secret-like names.

    Args:
        text: the text.
        language: how it is read.
    """
    done = -1
    for position in secret_words(text)[1]:
        if position < done:
            continue
        rest = NAME_REST.match(text, position)
        end = rest.end() if rest else position
        following = text[end : end + 1]
        if following not in _FOLLOWING and not (following == "," and "=" in text[end : end + 200]):
            done = end
            continue
        back = NAME_BACK.search(text, max(0, position - 80), position)
        start = back.start() if back else position
        name = text[start:end].strip("-.")
        kind = kind_of(name)
        if kind is None and following == ".":
            done = position
            continue
        done = end
        if kind is None:
            continue
        start = text.find(name, start)
        found = _after(text, start, end, name, kind, language)
        if found:
            if kind is not Kind.BARE:
                done = max(done, found.end)
            yield found


_FOLLOWING = frozenset("\"'`\\] \t\n=:)>,!-}|?<")


def _after(text: str, start: int, end: int, name: str, kind: Kind, language: Language) -> Candidate | None:
    """What stands behind a name, if it is a literal."""
    before = text[start - 1] if start else "\n"
    if language.source and (
        text[end : end + 1] == "," or text[max(0, start - 4) : start].rstrip(" ").endswith(",")
    ):
        span = unpacked(text, start, end)
        if span:
            value = text[slice(*span)]
            return Candidate(name, kind, *span, value, "=", start, True) if value else None
    if text[end : end + 1] == ",":
        return None
    found = BEFORE_LITERAL.match(text, end)
    if found and _fits(text, start, found, language):
        content = literal(text, found) if found["quote"] != "`" or language.source or language.prose else None
        if content:
            begin, stop, value = content
            op = found["op"] or (found["comma"] and ",") or "pair"
            return Candidate(name, kind, begin, stop, value, op, start, True, op in {"||", "??", "or"})
        return None
    if language.config and language.extension in {"yml", "yaml"}:
        pair = PAIR.match(text, end)
        if pair and re.search(r"name:[ \t]{1,8}[\"']?\Z", text[max(0, start - 24) : start]):
            return _bare(text, name, kind, pair, start, "pair", language)
    if language.source and kind is Kind.PASSWORD and before in " \t.([":
        turned = REVERSED.search(text[max(0, start - 160) : start])
        if turned:
            shift = max(0, start - 160)
            begin, stop = shift + turned.start("value"), shift + turned.end("value")
            return Candidate(name, kind, begin, stop, text[begin:stop], "==", begin, True)
    if text.startswith(":", end) and text.startswith("${", start - 2):
        fallback = FALLBACK.match(text, end)
        return _bare(text, name, kind, fallback, start, ":-", language, True) if fallback else None
    if before == "<" and text[end : end + 1] in {">", " "}:
        return _bare(text, name, kind, ELEMENT.match(text, end), start, ">", language)
    if (
        before in ";?& \"'"
        and text.startswith("=", end)
        and (language.source or language.extension not in {"sh", "env"})
    ):
        part = PART.match(text, end)
        if part is None:
            return None
        linked = before == " " and language.source and _in_connection_string(text, start, part)
        if before in ";?&" or text[part.end() : part.end() + 1] in ";&" or linked:
            return _bare(text, name, kind, part, start, ";", language)
    if text.startswith("--", start - 2) and (
        language.config or language.prose or language.extension == "json"
    ):
        return _bare(text, name, kind, OPTION.match(text, end), start, "--", language)
    if language.config and _line_head(text, start, language):
        return _bare(
            text, name, kind, BARE.match(text, end) or _docker(text, start, end), start, "=", language
        )
    return None


def _in_connection_string(text: str, start: int, part: re.Match[str]) -> bool:
    """Whether the name stands inside a literal of the line that also names a host or a user."""
    head = text[text.rfind("\n", max(0, start - 300), start) + 1 : start]
    inside = head.count('"') % 2 == 1 or head.count("'") % 2 == 1
    plain = "(" not in part["value"] and not part["value"].endswith(",")
    return inside and plain and bool(CONNECTION.search(text, max(0, start - 120), part.end() + 80))


def _docker(text: str, start: int, end: int) -> re.Match[str] | None:
    """``ENV NAME value`` and ``requirepass value``."""
    if re.search(r"(?:^|\n)\s{0,20}ENV[ \t]{1,8}\Z", text[max(0, start - 32) : start]):
        return SPACED.match(text, end)
    return None


def _line_head(text: str, start: int, language: Language) -> bool:
    """Whether only what may stand before a key stands before the name: indentation, a dash, ``export``,
    other pairs."""
    head = text[text.rfind("\n", max(0, start - 400), start) + 1 : start]
    return bool(HEAD.fullmatch(head))


def _fits(text: str, start: int, found: re.Match[str], language: Language) -> bool:
    """Whether name, operator and literal belong together."""
    closed = found["close"]
    if text[start - 1 : start] in {"?", "&"} and text.startswith("=", found.start()):
        return False  # a parameter in a URL: the quote behind it closes the literal
    if found["comma"]:
        inside = bool(closed) and closed[-1] not in ")]"
        return inside and bool(SETTERS.search(text, max(0, start - 60), start))
    if found["pair"]:
        return bool(closed) or language.config
    if found["block"]:
        return bool(closed) and language.extension in {"tf", "hcl"}
    op = found["op"]
    if closed in {")", "]"} and op == ":":
        return False
    if op in {"or", "eq", "<-"} and not (
        text[found.end("close") : found.start("op")].strip(" ") == "" and text[found.end("close")] == " "
    ):
        return False
    if op == ":" and not closed and language.python and not found["note"]:
        return False
    return not (op in {"->", "->>"} or (op in {"=", ":"} and before_call(text, start)))


def before_call(text: str, start: int) -> bool:
    """Whether the name is an argument of a translation call, whose value is a text for people."""
    return bool(
        re.search(
            r"(?:\b_|gettext|trans|\bt|help|label|message)\(\s{0,4}[\"']\Z", text[max(0, start - 24) : start]
        )
    )


_SHELL_REST = re.compile(r"\s{1,20}(?:[A-Za-z_]\w{0,60}=|[a-z./][\w./\-]{0,200}(?:\s|$)|-{1,2}\w|\\|&&)")


def end_of(found: re.Match[str]) -> int:
    """Where the value of a match begins."""
    return found.start("value")


def _bare(
    text: str,
    name: str,
    kind: Kind,
    found: re.Match[str] | None,
    start: int,
    op: str,
    language: Language,
    fallback: bool = False,
) -> Candidate | None:
    if not found:
        return None
    value = found["value"]
    comment = re.search(r"[ \t]+#", value)
    if comment:
        value = value[: comment.start()]
    if (
        found.re is BARE
        and " " in value
        and found["op"] == "="
        and not text[start : end_of(found)].count(" =")
    ):
        first = value.split()[0]
        if _SHELL_REST.match(value[len(first) :]) or text[max(0, start - 7) : start].strip() in {
            "-e",
            "ENV",
            "env",
            "--env",
            "ARG",
        }:
            value = first
    value = value.rstrip(" \t,\\")
    begin = found.start("value")
    if found.re is BARE:  # the last word of the value is taken whole, so that no rest of it is shown
        rest = (DOTENV_REST if language.dotenv else WORD_REST).match(text, begin + len(value))
        value += rest.group() if rest else ""
    return (
        Candidate(name, kind, begin, begin + len(value), value, op, start, False, fallback) if value else None
    )
