"""Chosen words that open something only by chance: stand-ins of a setting, words of comments, forms to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from codereview.api import Confidence

from .addresses import is_hosted
from .entropy import looks_random
from .hit import Hit
from .languages import Language
from .surroundings import is_of_demonstration
from .wordsets import word_set

# A word, or words written together; digits behind them are what people add to a password.
_PLAIN = re.compile(r"[A-Za-z]{1,80}(?:[-_.][A-Za-z]{1,80}){0,8}|\d{1,8}")
_COMMENT = re.compile(r"\s{0,80}(?:#(?!\{)|//|--\s|\*\s|/\*|;|<!--|>>>|(?i:rem)\b)")
_SHOWN = re.compile(
    r"(?i)\b(?:example|e\.g\.|for instance|such as|z\.b\.|ex)\s?[:,]?\s{1,4}(?:export )?[^:=]{0,32}[:=> ]{1,3}[\"']?\Z"
)
_FORM = re.compile(r"(?i)\bdc=example\b|\bexample\.(?:com|org|net)\b|[\"'<=\s]your[-_ ]\w|<your\b")


_FIELD = re.compile(r"<input\b[^<>]{0,280}\Z")


def is_plain(value: str) -> bool:
    """Whether the value is a word or a short number: what a stand-in looks like, and some passwords too."""
    return bool(_PLAIN.fullmatch(value))


_GETTER = re.compile(r"(?i)(?:env|get|fetch|optional)\w{0,20}\(\s{0,40}[bru]?\\?[\"']\Z")


def is_asked_for(text: str, start: int) -> bool:
    """Whether the name at the offset is asked of the environment or of settings, as in ``getenv("PASSWORD", "p")``."""
    return bool(_GETTER.search(text, max(0, start - 80), start))


_STAND_IN = re.compile(r"(?i)change|secret|passw|(?:^|[-_])(?:dev|test|testing|local)(?:[-_]|$)")


def stands_in(value: str) -> bool:
    """Whether the value is what one writes where each deployment has its own: a word, or words about it."""
    return is_plain(value) or (bool(_STAND_IN.search(value)) and not looks_random(value))


def weighed(text: str, how: Language, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits, without plain words that a comment only shows; chosen words of a form, a demonstration or a
    database of the own machine are doubtful.

    Args:
        text: the text of the file.
        how: how it is read.
        hits: what was found in it by names, words and URLs.
    """
    for hit in hits:
        value = text[hit.start : hit.end]
        if hit.structured or hit.confidence is not Confidence.MEDIUM or looks_random(value):
            yield hit
            continue
        plain = is_plain(value)
        if _is_example(text, hit.start) or (plain and _is_remark(text, hit.start)):
            continue
        played = how.demonstration and not is_hosted(text, hit)
        doubtful = played or is_of_demonstration(text, hit.start)
        if plain and not doubtful:
            doubtful = (
                how.replaced
                or _is_form(text, hit)
                or _is_printed(text, hit.start)
                or _is_own_database(text, how, hit)
            )
        yield replace(hit, confidence=Confidence.LOW) if doubtful else hit


def _head(text: str, start: int) -> str:
    """The line up to an offset."""
    return text[text.rfind("\n", max(0, start - 400), start) + 1 : start]


def _is_remark(text: str, start: int) -> bool:
    """Whether the value stands in a comment."""
    return bool(_COMMENT.match(_head(text, start)))


def _is_example(text: str, start: int) -> bool:
    """Whether the line says that an example follows."""
    return bool(_SHOWN.search(_head(text, start)))


def _is_printed(text: str, start: int) -> bool:
    """Whether the value is in a text that is printed."""
    return bool(re.match(r"\s{0,40}(?:echo|print)\b", _head(text, start)))


_OWN = re.compile(r"(?i)\blocalhost\b|127\.0\.0\.1")
_STOCK = word_set("""
    root postgres postgresql mysql mariadb mongo admin password pass guest redis test secret rabbitmq dev
    airflow 1234 12345 123456 12345678
""")


def _is_own_database(text: str, how: Language, hit: Hit) -> bool:
    """Whether a database of the own machine has the password that everybody tries first."""
    value = text[hit.start : hit.end].lower()
    if how.settled or value not in _STOCK or not hit.label.endswith("password"):
        return False
    return bool(_OWN.search(text, max(0, hit.start - 250), hit.end + 250))


def _is_form(text: str, hit: Hit) -> bool:
    """Whether a line beside the value waits for the reader's own data."""
    first = hit.start
    for _ in range(4):
        first = text.rfind("\n", max(0, first - 300), first)
        if first < 0:
            first = max(0, hit.start - 300)
            break
    last = text.find("\n", hit.end, hit.end + 300)
    last = text.find("\n", last + 1, last + 300) if last >= 0 else -1
    around = text[first : hit.start] + "\n" + text[hit.end : last if last >= 0 else hit.end + 300]
    return bool(_FORM.search(around) or _FIELD.search(text, max(0, hit.start - 300), hit.start))
