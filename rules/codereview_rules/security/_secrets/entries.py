"""Values that only name where a secret is kept, or that live for one command."""

from __future__ import annotations

import re

from .forms import Candidate
from .languages import Language
from .names import Kind

# An entry of a manifest that says which entry of a store it is filled from: https://external-secrets.io
_FILLED = re.compile(r"\s{0,80}remoteRef:")
# A method of a class that was compiled: ``{key: "open", value: function open() {``
_METHOD = re.compile(r"[\"'],\s{0,40}(?:value|get|set):\s{0,4}function\b")
# A table of names: ``SHOP_KEY: shop_key``, three times and more.
_SAME = re.compile(
    r"(?im)^[ \t]{0,40}(?:- )?[\"']?(?P<name>[A-Z][\w\-]{5,60})[\"']?[ \t]{0,4}[:=]"
    r"[ \t]{0,4}[\"']?(?P=name)[\"']?,?[ \t]{0,4}$"
)
# What an instruction of an image's build gives to one command alone.
_RUN = re.compile(
    r"\s{0,20}RUN\b(?:[\s\\]{1,200}(?:--[^\s\\]{1,100}|&&|\w{1,60}=(?:\"[^\"\n]{0,200}\"|[^\s\\\"]{1,200})))*"
    r"[\s\\]{0,200}\Z"
)


def only_names(text: str, item: Candidate, how: Language, random: bool) -> bool:
    """Whether a value names an entry of a store, a file of a secret, or what is set for one step of a build.

    Args:
        text: the text of the file.
        item: the value, and the name that it stands under.
        how: how the file is read.
        random: whether the value looks generated.
    """
    if item.kind is Kind.BARE and how.source and _METHOD.match(text, item.end):
        return True
    if how.config and item.op == "=" and _is_for_tests(text, item):
        return True
    if ":" in item.value and item.value.rpartition(":")[2] == item.name.rpartition(".")[2]:
        return True  # a term of a vocabulary: ``"encryptionKey": "sec:encryptionKey"``
    if random:
        return False
    if item.name.lower() in {"secretkey", "secret_key"} and how.extension in {"yml", "yaml"}:
        return _FILLED.match(text, item.end) is not None
    if item.value.lower() == item.name.lower() and not how.source:
        return sum(1 for _, _ in zip(range(3), _SAME.finditer(text), strict=False)) == 3
    if how.settled and "docker" in how.path.lower():
        return _RUN.match(_instruction(text, item.name_start)) is not None
    return False


def _instruction(text: str, place: int) -> str:
    """An instruction up to a place in it, from the first of its lines on: those before end with a backslash."""
    start = text.rfind("\n", 0, place) + 1
    for _ in range(20):
        before = text.rfind("\n", 0, max(0, start - 1)) + 1
        if not start or not text[before : start - 1].rstrip().endswith("\\"):
            break
        start = before
    return text[start:place][-4000:]


_SET_BEFORE = re.compile(r"[ \t@\-]{0,40}(?:export[ \t]{1,4})?(?:\w{1,60}=\S{0,200}[ \t]{1,4}){0,8}\Z")
_TEST_RUN = re.compile(
    r"\b(?:pytest|tox|nox|unittest|nosetests|jest|cypress|manage\.py test|(?:npm|yarn|go|cargo) (?:run )?test)\b"
)


def _is_for_tests(text: str, item: Candidate) -> bool:
    """Whether a variable is set for one command, on the same line or one continued from it, that runs tests."""
    line = text.rfind("\n", 0, item.name_start) + 1
    if not _SET_BEFORE.match(text[line : item.name_start][-400:]):
        return False
    end = item.end
    for _ in range(20):
        stop = text.find("\n", end)
        stop = stop if stop >= 0 else len(text)
        if _TEST_RUN.search(text, item.end, stop):
            return True
        if text[stop - 1 : stop] != "\\" or stop - item.end > 3000:
            return False
        end = stop + 1
    return False
