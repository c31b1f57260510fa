"""Chosen words that open something only by chance: stand-ins of a setting, words of comments, forms to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from codereview.api import Confidence

from .entropy import looks_random
from .hit import Hit
from .surroundings import is_of_demonstration

# A word, or words written together; digits behind them are what people add to a password.
_PLAIN = re.compile(r"[A-Za-z]+(?:[-_.][A-Za-z]+){0,8}|\d{1,8}")
_COMMENT = re.compile(r"\s{0,80}(?:#(?!\{)|//|--\s|\*\s|/\*|;|<!--|>>>|(?i:rem)\b)")
_SHOWN = re.compile(
    r"(?i)\b(?:example|e\.g\.|for instance|such as|z\.b\.|ex)\s?[:,]?\s{1,4}[^:=]{0,24}[:=> ]{1,3}[\"']?\Z"
)
_FORM = re.compile(r"(?i)\bdc=example\b|\bexample\.(?:com|org|net)\b|[\"'<=\s]your[-_ ]\w|<your\b")


_FIELD = re.compile(r"<input\b[^<>]{0,280}\Z")


def is_plain(value: str) -> bool:
    """Whether the value is a word or a short number: what a stand-in looks like, and some passwords too."""
    return bool(_PLAIN.fullmatch(value))


def weighed(text: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits, without plain words that a comment only shows; those of a form to fill in are doubtful.

    Args:
        text: the text of the file.
        hits: what was found in it by names, words and URLs.
    """
    for hit in hits:
        value = text[hit.start : hit.end]
        if hit.structured or hit.confidence is not Confidence.MEDIUM:
            yield hit
        elif is_of_demonstration(text, hit.start) and not looks_random(value):
            yield replace(hit, confidence=Confidence.LOW)
        elif not is_plain(value):
            yield hit
        elif not _is_shown(text, hit.start):
            yield replace(hit, confidence=Confidence.LOW) if _is_form(text, hit) else hit


def _is_shown(text: str, start: int) -> bool:
    """Whether the line up to the value is a comment, or says that an example follows."""
    head = text[text.rfind("\n", max(0, start - 400), start) + 1 : start]
    return bool(_COMMENT.match(head) or _SHOWN.search(head))


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
