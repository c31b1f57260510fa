"""Finds literals under secret-like names: assignments, dictionary and mapping keys, arguments, settings,
fallbacks.

The text is searched for a few words; around each, the name is widened and what follows it is matched.
Works on texts
that no parser accepts, and costs little where the words are absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .entropy import looks_random
from .forms import Candidate, Place, behind_name
from .languages import Language
from .names import Kind, kind_of, words
from .patterns import NAME_BACK, NAME_REST
from .places import secret_words
from .stock import is_stock
from .surroundings import in_sample, in_yaml_example, is_of_test


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
        found = behind_name(Place(text, start, end, name, kind, language))
        if found:
            if kind is not Kind.BARE:
                done = max(done, found.end)
            if not _shown(text, found, language):
                yield found


_COMPARISONS = frozenset({"==", "===", "!=", "!=="})


def _shown(text: str, item: Candidate, language: Language) -> bool:
    """Whether the value is there to be shown or refused: in a sample, a guard against a default, a manual."""
    if item.op in {"==", "==="} and _REGRETS.match(text, item.end):
        return True
    if item.op in _COMPARISONS and _is_set_elsewhere(text, item):
        return True
    if item.kind is Kind.SIGNING and item.op in _COMPARISONS:
        return not looks_random(item.value)
    if item.op in _COMPARISONS and language.extension in {"yml", "yaml"}:
        return not looks_random(item.value)  # a condition, not a value
    if item.op in _COMPARISONS and _is_own_setting(text, item.name_start):
        return True
    if item.op in _COMPARISONS and _DATABASES & frozenset(words(item.name)) and is_stock(item.value):
        return True  # nobody types the password of a database: the program looks at its own setting
    if item.op in _COMPARISONS and _is_setting(item.name) and not looks_random(item.value):
        return bool(_COMPLAINS.search(text, item.end, item.end + 300))
    if item.kind is Kind.PASSWORD and language.strict and "passw" in item.value.lower():
        return True
    # The links that Firebase gives out to a stored file open that file to everyone.
    if language.extension in {"yml", "yaml"} and "example" in text and in_yaml_example(text, item.start):
        return True
    if text.endswith("alt=media&", 0, item.name_start) or in_sample(text, item.start):
        return True
    return language.python and is_of_test(text, item.start)


# A condition whose first line regrets that it holds: the literal is one that ought not to be in force.
def _is_set_elsewhere(text: str, item: Candidate) -> bool:
    """Whether the file gives the setting the value that it is compared with: that line is told."""
    name = item.name.rpartition(".")[2]
    at = text.find(item.value)
    while at >= 0:
        if at != item.start and re.search(
            rf"{re.escape(name)}\b[^=!\n]{{0,40}}[=(,:][^=!]{{0,80}}[\"']\Z", text[max(0, at - 200) : at]
        ):
            return True
        at = text.find(item.value, at + 1)
    return False


_REGRETS = re.compile(
    r"(?i)[\"'][^\n]{0,120}[:{]\s{0,4}\n[^\n]{0,120}(?:warn|\braise\b|insecure|unsafe|weak|problems?\.append|errors?\.append|issues\.append)"
)
_ASKED = re.compile(
    r"(?P<owner>[\w.]{0,60}?)\.?(?:conf|config|cfg|get|setting|option|getenv|env)\w{0,12}\(\s{0,8}[\"']\Z"
)
_GIVEN = re.compile(
    r"(?i)req|param|arg|form|header|data|body|quer|json|cookie|payload|session|input|post|event|msg|message"
)


def _is_own_setting(text: str, start: int) -> bool:
    """Whether the name at the offset is asked of the program's own settings, and not of what somebody sent."""
    asked = _ASKED.search(text, max(0, start - 90), start)
    return asked is not None and bool(asked["owner"]) and not _GIVEN.search(asked["owner"])


_DATABASES = frozenset({"db", "database", "postgres", "mysql", "redis", "mongo", "mongodb", "smtp"})
# What a program does that finds a setting left as it was delivered.
_COMPLAINS = re.compile(
    r"(?i)\braise\b|warn|exit\(|abort|error|default|insecure|change|must|append\(|log(?:ger|ging)?\."
)


def _is_setting(name: str) -> bool:
    """Whether a name is that of a setting, and not of what a user typed: capitals, or a part of ``settings``."""
    owner, _, last = name.rpartition(".")
    return last.isupper() or owner.rpartition(".")[2] in {"settings", "config", "conf", "cfg"}


_FOLLOWING = frozenset("\"'`\\] \t\n=:)>,!-}|?<")
_ARRAY = re.compile(r"\[\d{0,4}\]")  # ``char password[25]``
