"""The forms in which a literal stands behind a secret-like name: with an operator, as an element, an option, a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .fits import docker, fits, in_connection_string, line_head
from .languages import Language
from .literals import literal
from .names import Kind
from .patterns import (
    BARE,
    BEFORE_LITERAL,
    DOTENV_REST,
    ELEMENT,
    FALLBACK,
    NAMED_ELEMENT,
    OPTION,
    PAIR,
    PART,
    REVERSED,
    WORD_REST,
    WORDED,
)
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


class Place(NamedTuple):
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


def behind_name(place: Place) -> Candidate | None:
    """What stands behind a name, if it is a literal: the first form that the place has tells."""
    return next((found for form in _FORMS for found in form(place)), None)


# A form yields once, and that settles it: the literal, or None where a place of this form holds none.
# It yields nothing where the place does not have the form.


def _listed(place: Place) -> Iterator[Candidate | None]:
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


def _quoted(place: Place) -> Iterator[Candidate | None]:
    """``password = "p"``, ``"password": "p"``, ``set("password", "p")``."""
    language = place.language
    found = BEFORE_LITERAL.match(place.text, place.end)
    if not found or not fits(place.text, place.start, found, language):
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


def _yaml_pair(place: Place) -> Iterator[Candidate | None]:
    """``- name: PASSWORD`` with its ``value:`` on the next line."""
    text, start = place.text, place.start
    if place.language.config and place.language.extension in {"yml", "yaml"}:
        pair = PAIR.match(text, place.end)
        if pair and re.search(r"name:[ \t]{1,8}[\"']?\Z", text[max(0, start - 24) : start]):
            yield _bare(place, pair, "pair")


def _turned(place: Place) -> Iterator[Candidate | None]:
    """``if "p" == password``."""
    if place.language.source and place.kind is not Kind.BARE and place.before in " \t.([":
        shift = max(0, place.start - 160)
        turned = REVERSED.search(place.text[shift : place.start])
        if turned:
            begin, stop = shift + turned.start("value"), shift + turned.end("value")
            value = place.text[begin:stop]
            yield Candidate(place.name, place.kind, begin, stop, value, "==", begin, True)


_ENV_FALLBACK = re.compile(r",[ \t]{0,4}(?P<quote>[\"'])(?P<value>[^\"'\n${}]{3,200})(?P=quote)\}")


def _expansion(place: Place) -> Iterator[Candidate | None]:
    """``${PASSWORD:-p}``, and ``${env:PASSWORD, 'p'}`` of the Serverless Framework."""
    if place.behind == "," and place.text.endswith("${env:", 0, place.start):
        yield _bare(place, _ENV_FALLBACK.match(place.text, place.end), ":-", fallback=True)
    if place.behind == ":" and place.text.startswith("${", place.start - 2):
        yield _bare(place, FALLBACK.match(place.text, place.end), ":-", fallback=True)


# A property list says what its keys are called: ``<key>NSAppKey</key><string>``.
_PROPERTY = re.compile(r"key>\s{0,80}<(?:string|true|false|dict|array|integer|real|date|data)[/>]")


def _element(place: Place) -> Iterator[Candidate | None]:
    """``<password>p</password>``."""
    if place.before == "<" and place.behind in {">", " "}:
        found = ELEMENT.match(place.text, place.end)
        listed = found and _PROPERTY.match(place.text, found.end())
        yield None if listed else _bare(place, found, ">")


def _entry(place: Place) -> Iterator[Candidate | None]:
    """``<string name="api_key">k</string>``."""
    if place.language.extension == "xml" and place.text.endswith('name="', 0, place.start):
        found = NAMED_ELEMENT.match(place.text, place.end)
        if found:
            yield _bare(place, found, ">")


def _worded(place: Place) -> Iterator[Candidate | None]:
    """``storePassword "p"`` of a build script."""
    if place.language.extension in {"gradle", "groovy"} and place.before in " \t\n":
        found = WORDED.match(place.text, place.end)
        if found:
            begin, stop = found.span("value")
            yield Candidate(place.name, place.kind, begin, stop, found["value"], "=", place.start, True)


_SPLITS = re.compile(r"\.(?:split|indexOf|includes|startsWith|startswith|replace|search|find|index)\([\"']\Z")
_LISTED = re.compile(r",\w{1,40}=")  # of a script: ``const pw=12,ph=7``


def _parameter(place: Place) -> Iterator[Candidate | None]:
    """``host=h;password=p``, ``?password=p&``: a part of a connection string or a URL."""
    text, before, language = place.text, place.before, place.language
    if before not in ";?& \"'" or place.behind != "=":
        return
    if not language.source and language.extension in {"sh", "env"}:
        return
    part = PART.match(text, place.end)
    if before in "\"'" and _SPLITS.search(text, max(0, place.start - 24), place.start):
        part = None
    if part is None or (before == " " and _LISTED.search(part["value"])):
        yield None
        return
    linked = before == " " and language.source and in_connection_string(text, place.start, part)
    if before in ";?&" or text[part.end() : part.end() + 1] in ";&" or linked:
        yield _bare(place, part, ";")


_STORE = re.compile(r"\b(?:gcloud|aws|az|kubectl|docker|podman|vault|doppler)\b[^\n;|&]{0,110}--\Z")


def _option(place: Place) -> Iterator[Candidate | None]:
    """``--password p``."""
    language = place.language
    spoken = language.config or language.prose or language.extension == "json"
    if place.name in {"secret", "secrets"} and _STORE.search(
        place.text, max(0, place.start - 120), place.start
    ):
        return  # which entry of a store is meant
    if spoken and place.text.startswith("--", place.start - 2):
        yield _bare(place, OPTION.match(place.text, place.end), "--")


def _setting(place: Place) -> Iterator[Candidate | None]:
    """``PASSWORD=p`` at the start of a line."""
    if place.language.config and line_head(place.text, place.start, place.language):
        found = BARE.match(place.text, place.end) or docker(place.text, place.start, place.end)
        yield _bare(place, found, "=")


_FORMS: tuple[Callable[[Place], Iterator[Candidate | None]], ...] = (
    _expansion,
    _listed,
    _quoted,
    _yaml_pair,
    _turned,
    _element,
    _entry,
    _worded,
    _parameter,
    _option,
    _setting,
)


_SHELL_REST = re.compile(r"\s{1,20}(?:[A-Za-z_]\w{0,60}=|[a-z./][\w./\-]{0,200}(?:\s|$)|-{1,2}\w|\\|&&)")


def end_of(found: re.Match[str]) -> int:
    """Where the value of a match begins."""
    return found.start("value")


_SHELL_WORDS = frozenset({"-e", "ENV", "env", "--env", "ARG"})


def _bare(place: Place, found: re.Match[str] | None, op: str, fallback: bool = False) -> Candidate | None:
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
    if not value or (value.endswith("$") and text.startswith("(", begin + len(value))):
        return None  # the rest is what a command says
    stop = begin + len(value)
    return Candidate(place.name, place.kind, begin, stop, value, op, place.start, False, fallback)


def _is_command(place: Place, found: re.Match[str], value: str) -> bool:
    """Whether the value ends at its first blank, as in ``PASSWORD=p command --flag``."""
    text, start = place.text, place.start
    if " " not in value or found["op"] != "=" or " =" in text[start : end_of(found)]:
        return False
    rest = value[len(value.split()[0]) :]
    return bool(_SHELL_REST.match(rest)) or text[max(0, start - 7) : start].strip() in _SHELL_WORDS
