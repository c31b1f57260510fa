"""Finds literals under secret-like names: assignments, dictionary and mapping keys, arguments, settings,
fallbacks.

The text is searched for a few words; around each, the name is widened and what follows it is matched.
Works on texts
that no parser accepts, and costs little where the words are absent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .entropy import looks_random
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
    NAMED_ELEMENT,
    OPTION,
    PAIR,
    PART,
    REVERSED,
    SETTERS,
    SPACED,
    WORD_REST,
    WORDED,
)
from .places import secret_words
from .surroundings import in_sample
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
        if following not in _FOLLOWING and not _ARRAY.match(text, end):
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
        found = _after(_Place(text, start, end, name, kind, language))
        if found:
            if kind is not Kind.BARE:
                done = max(done, found.end)
            if not _shown(text, found, language):
                yield found


_COMPARISONS = frozenset({"==", "===", "!=", "!=="})


def _shown(text: str, item: Candidate, language: Language) -> bool:
    """Whether the value is there to be shown or refused: in a sample, a guard against a default, a manual."""
    if item.kind is Kind.SIGNING and item.op in _COMPARISONS:
        return not looks_random(item.value)
    if item.kind is Kind.PASSWORD and language.strict and "passw" in item.value.lower():
        return True
    # The links that Firebase gives out to a stored file open that file to everyone.
    return text.endswith("alt=media&", 0, item.name_start) or in_sample(text, item.start)


_FOLLOWING = frozenset("\"'`\\] \t\n=:)>,!-}|?<")
_ARRAY = re.compile(r"\[\d{0,4}\]")  # ``char password[25]``


class _Place(NamedTuple):
    """A secret-like name in a text: where it starts and ends, and what it promises."""

    text: str
    start: int
    end: int
    name: str
    kind: Kind
    language: Language

    @property
    def before(self) -> str:
        """The character in front of the name."""
        return self.text[self.start - 1] if self.start else "\n"

    @property
    def behind(self) -> str:
        """The character behind the name, empty at the end of the text."""
        return self.text[self.end : self.end + 1]


def _after(place: _Place) -> Candidate | None:
    """What stands behind a name, if it is a literal: the first form that the place has tells."""
    return next((found for form in _FORMS for found in form(place)), None)


# A form yields once, and that settles it: the literal, or None where a place of this form holds none.
# It yields nothing where the place does not have the form.


def _listed(place: _Place) -> Iterator[Candidate | None]:
    """``user, password = "u", "p"``, and names followed by a comma."""
    text, start = place.text, place.start
    if place.language.source and (
        place.behind == "," or text[max(0, start - 4) : start].rstrip(" ").endswith(",")
    ):
        span = unpacked(text, start, place.end)
        if span:
            value = text[slice(*span)]
            yield Candidate(place.name, place.kind, *span, value, "=", start, True) if value else None
            return
    if place.behind == ",":
        yield None


def _quoted(place: _Place) -> Iterator[Candidate | None]:
    """``password = "p"``, ``"password": "p"``, ``set("password", "p")``."""
    language = place.language
    found = BEFORE_LITERAL.match(place.text, place.end)
    if not found or not _fits(place.text, place.start, found, language):
        return
    plain = found["quote"] != "`" or language.source or language.prose
    content = literal(place.text, found) if plain else None
    if content:
        begin, stop, value = content
        op = found["op"] or (found["comma"] and ",") or "pair"
        fallback = op in {"||", "??", "?:", "or"}
        yield Candidate(place.name, place.kind, begin, stop, value, op, place.start, True, fallback)
    else:
        yield None


def _yaml_pair(place: _Place) -> Iterator[Candidate | None]:
    """``- name: PASSWORD`` with its ``value:`` on the next line."""
    text, start = place.text, place.start
    if place.language.config and place.language.extension in {"yml", "yaml"}:
        pair = PAIR.match(text, place.end)
        if pair and re.search(r"name:[ \t]{1,8}[\"']?\Z", text[max(0, start - 24) : start]):
            yield _bare(place, pair, "pair")


def _turned(place: _Place) -> Iterator[Candidate | None]:
    """``if "p" == password``."""
    if place.language.source and place.kind is not Kind.BARE and place.before in " \t.([":
        shift = max(0, place.start - 160)
        turned = REVERSED.search(place.text[shift : place.start])
        if turned:
            begin, stop = shift + turned.start("value"), shift + turned.end("value")
            value = place.text[begin:stop]
            yield Candidate(place.name, place.kind, begin, stop, value, "==", begin, True)


def _expansion(place: _Place) -> Iterator[Candidate | None]:
    """``${PASSWORD:-p}``."""
    if place.behind == ":" and place.text.startswith("${", place.start - 2):
        yield _bare(place, FALLBACK.match(place.text, place.end), ":-", fallback=True)


# A property list says what its keys are called: ``<key>NSAppKey</key><string>``.
_PROPERTY = re.compile(r"key>\s{0,80}<(?:string|true|false|dict|array|integer|real|date|data)[/>]")


def _element(place: _Place) -> Iterator[Candidate | None]:
    """``<password>p</password>``."""
    if place.before == "<" and place.behind in {">", " "}:
        found = ELEMENT.match(place.text, place.end)
        listed = found and _PROPERTY.match(place.text, found.end())
        yield None if listed else _bare(place, found, ">")


def _entry(place: _Place) -> Iterator[Candidate | None]:
    """``<string name="api_key">k</string>``."""
    if place.language.extension == "xml" and place.text.endswith('name="', 0, place.start):
        found = NAMED_ELEMENT.match(place.text, place.end)
        if found:
            yield _bare(place, found, ">")


def _worded(place: _Place) -> Iterator[Candidate | None]:
    """``storePassword "p"`` of a build script."""
    if place.language.extension in {"gradle", "groovy"} and place.before in " \t\n":
        found = WORDED.match(place.text, place.end)
        if found:
            begin, stop = found.span("value")
            yield Candidate(place.name, place.kind, begin, stop, found["value"], "=", place.start, True)


def _parameter(place: _Place) -> Iterator[Candidate | None]:
    """``host=h;password=p``, ``?password=p&``: a part of a connection string or a URL."""
    text, before, language = place.text, place.before, place.language
    if before not in ";?& \"'" or place.behind != "=":
        return
    if not language.source and language.extension in {"sh", "env"}:
        return
    part = PART.match(text, place.end)
    if part is None:
        yield None
        return
    linked = before == " " and language.source and _in_connection_string(text, place.start, part)
    if before in ";?&" or text[part.end() : part.end() + 1] in ";&" or linked:
        yield _bare(place, part, ";")


def _option(place: _Place) -> Iterator[Candidate | None]:
    """``--password p``."""
    language = place.language
    spoken = language.config or language.prose or language.extension == "json"
    if spoken and place.text.startswith("--", place.start - 2):
        yield _bare(place, OPTION.match(place.text, place.end), "--")


def _setting(place: _Place) -> Iterator[Candidate | None]:
    """``PASSWORD=p`` at the start of a line."""
    if place.language.config and _line_head(place.text, place.start, place.language):
        found = BARE.match(place.text, place.end) or _docker(place.text, place.start, place.end)
        yield _bare(place, found, "=")


_FORMS: tuple[Callable[[_Place], Iterator[Candidate | None]], ...] = (
    _listed,
    _quoted,
    _yaml_pair,
    _turned,
    _expansion,
    _element,
    _entry,
    _worded,
    _parameter,
    _option,
    _setting,
)


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
    # The variables of a host in an inventory of Ansible stand behind its name.
    return bool(HEAD.fullmatch(head)) or text.startswith(("ansible_", "vault_ansible_"), start)


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
    return _operator_fits(text, start, found, language)


def _operator_fits(text: str, start: int, found: re.Match[str], language: Language) -> bool:
    """Whether the operator gives the name its value at this place."""
    op, closed = found["op"], found["close"]
    if op == ":":
        if closed in {")", "]"} or (language.python and not closed and not found["note"]):
            return False
    elif op in {"or", "eq", "<-"}:
        between = text[found.end("close") : found.start("op")]
        if between.strip(" ") or text[found.end("close")] != " ":
            return False
    if op in {"=", ":"}:
        return not before_call(text, start)
    return op not in {"->", "->>"}


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


_SHELL_WORDS = frozenset({"-e", "ENV", "env", "--env", "ARG"})


def _bare(place: _Place, found: re.Match[str] | None, op: str, fallback: bool = False) -> Candidate | None:
    """A value without quotes, without the comment and the rest of the command behind it."""
    if not found:
        return None
    text = place.text
    value = found["value"]
    comment = re.search(r"[ \t]+#", value)
    if comment:
        value = value[: comment.start()]
    if found.re is BARE and _is_command(place, found, value):
        value = value.split()[0]
    value = value.rstrip(" \t,\\")
    begin = found.start("value")
    if found.re is BARE:  # the last word of the value is taken whole, so that no rest of it is shown
        rest = (DOTENV_REST if place.language.dotenv else WORD_REST).match(text, begin + len(value))
        value += rest.group() if rest else ""
    if not value:
        return None
    stop = begin + len(value)
    return Candidate(place.name, place.kind, begin, stop, value, op, place.start, False, fallback)


def _is_command(place: _Place, found: re.Match[str], value: str) -> bool:
    """Whether the value ends at its first blank, as in ``PASSWORD=p command --flag``."""
    text, start = place.text, place.start
    if " " not in value or found["op"] != "=" or " =" in text[start : end_of(found)]:
        return False
    rest = value[len(value.split()[0]) :]
    return bool(_SHELL_REST.match(rest)) or text[max(0, start - 7) : start].strip() in _SHELL_WORDS
