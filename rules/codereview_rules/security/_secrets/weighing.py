"""Which literal defaults are secrets that work, and how much a finding of one weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from codereview.api import Confidence, Severity
from codereview.model import Zone

from . import defaults_in_force, harmless, notes, trial_users
from .against import says_meant, says_no_secret
from .credible import is_credible, is_django_key
from .defaults import Default
from .entropy import is_made_of_order, looks_random
from .files_against import OLD
from .guards import (
    in_development,
    is_guarded,
    is_played,
    is_set_again,
    is_template,
    is_warned_of,
    of_tests,
    runs_tests,
    signs_with_pair,
    speaks_of_unit_tests,
)
from .languages import language
from .names import Kind, words
from .providers import is_structured
from .values import is_default_word, is_public, is_reference
from .wordsets import word_set

_URL_PASSWORD = re.compile(r"://[^\s/@:]*:[^\s/@]+@|-----BEGIN ")
# https://docs.djangoproject.com/en/stable/ref/settings/#secret-key-fallbacks
_FALLBACKS = re.compile(r"(?m)^SECRET_KEY_FALLBACKS\s{0,4}(?::[^=\n]{1,40})?=")
_DEVELOPMENT = word_set("dev devel development debug")


class Verdict(NamedTuple):
    """What a finding of a literal default weighs; ``note`` says why it is no fault, or doubtful."""

    severity: Severity
    confidence: Confidence
    note: str = ""


def judge(item: Default, path: str, zone: Zone, lines: Sequence[str]) -> Verdict | None:
    """What a literal default weighs, or None if it is no secret or is reported as a structured one."""
    value = item.value
    looked_up = item.kind is Kind.SIGNING and item.in_force
    if (
        len(value) < (1 if looked_up else 3)
        or is_public(value)
        or (is_reference(value) and not is_django_key(value))
        or _URL_PASSWORD.search(value)
        or is_structured(value)
    ):
        return None
    if language(path, zone).tests or zone in {Zone.VENDORED, Zone.GENERATED, Zone.ENVIRONMENT}:
        return None
    if item.kind is Kind.SALT and item.what == "value" and any("Signer(" in line for line in lines):
        return None  # it keeps signatures for one purpose apart
    if (
        of_tests(path)
        or not is_credible(item)
        or is_guarded(item, lines)
        or harmless.hides_nothing(item, lines)
    ):
        return None
    return _weight(item, path, zone, lines)


def _weight(item: Default, path: str, zone: Zone, lines: Sequence[str]) -> Verdict:
    """What a default that is a secret weighs, by its kind and its place."""
    ordered = is_made_of_order(item.value)
    random = (looks_random(item.value) and not is_default_word(item.value)) or is_django_key(item.value)
    random = random and not ordered
    delivered = "django-insecure-" in item.value
    if aside := _aside(item, path, zone, lines, generated=random and not delivered):
        return aside
    if item.kind is Kind.SALT:
        return _of_salt(item, lines)
    # Who runs a command gives its options; a key is one that was made to open something all the same.
    taken = item.kind is not Kind.PASSWORD or "option" not in item.what
    confidence = Confidence.HIGH if random and taken else Confidence.MEDIUM
    if _FALLBACKS.search("\n".join(lines[max(0, item.node.lineno - 4) : item.node.lineno])):
        return Verdict(Severity.HIGH, confidence)  # accepted whatever key is set
    if delivered:
        return Verdict(Severity.MEDIUM, confidence)
    if ordered and harmless.is_beside_trial(item, lines):
        return _asked("settings beside it name what a service has for trying", Severity.MEDIUM)
    if doubtful := _doubtful(item, zone, lines, random=random):
        return doubtful
    high = (
        item.kind is Kind.SIGNING or harmless.signs_tokens(item, lines) or (random and len(item.value) >= 16)
    )
    return Verdict(Severity.HIGH if high else Severity.MEDIUM, confidence)


def _aside(item: Default, path: str, zone: Zone, lines: Sequence[str], *, generated: bool) -> Verdict | None:
    """What a default weighs that the file, a comment or a later line puts aside; None for any other."""
    signs = item.kind is Kind.SIGNING
    if zone in {Zone.EXAMPLES, Zone.DOCS} or is_played(path, item, lines):
        if generated and item.kind not in {Kind.SIGNING, Kind.SALT}:
            return _asked("", Severity.MEDIUM)  # a key of a service may well be in force
        return _noted("the file only shows how something is done")
    if trial_users.makes_them(path, item, lines):
        return _asked("a user to try the program with has it, as it seems")
    named = bool(_DEVELOPMENT & frozenset(words(item.name)))
    if in_development(path, item, lines) or (not generated and (named or notes.is_of_development(path))):
        if generated and not signs:  # a key that signs opens nothing elsewhere
            return _asked("")
        return _noted("only development or tests run with it")
    if not generated and runs_tests(path, lines):
        return _asked("the program runs tests with it")
    if not generated and is_template(path):
        return _asked("a stand-in that each installation replaces")
    if not generated and is_warned_of(item, lines):
        return _asked("the program warns where it was left so", Severity.MEDIUM)
    if OLD.search(path):
        return _asked("the path says that the file is no more in use")
    remarks = _remarks(item, lines)
    if item.kind is Kind.PASSWORD and not generated and _is_changed_first(item, lines):
        return _asked("a comment says that it is changed after the first login", Severity.MEDIUM)
    if says_no_secret(remarks):
        return _asked("a comment says that it is no secret")
    if not generated and says_meant(remarks):
        return _asked("a comment says that it is for tests or development")
    if (not generated or signs) and speaks_of_unit_tests(item, lines):
        return _asked("the lines around it speak of unit tests")
    if signs and signs_with_pair(item, lines):
        return _asked("tokens are signed with a pair of keys, as it seems", Severity.MEDIUM)
    return _asked("a line further down sets it again") if is_set_again(item, lines) else None


def _of_salt(item: Default, lines: Sequence[str]) -> Verdict:
    """What a salt weighs."""
    if item.name.startswith("salt of HKDF"):
        return _noted("the key that is derived has to be secret, its salt needs not be")
    remark = _remarks(item, lines)
    if _FIXED.search(remark) and not _REGRETTED.search(remark):
        return _asked("a comment says that the salt is fixed on purpose")
    if harmless.derives_from_key(item, lines):
        return _asked("a key is derived from a key, which has to be secret")
    if item.what == "value" and harmless.is_of_client(lines):
        return _asked("a client of a service elsewhere signs with it, as it seems", Severity.MEDIUM)
    if doubt := defaults_in_force.doubt_of_salt(item):
        return _asked(doubt, Severity.MEDIUM)
    return Verdict(Severity.MEDIUM, Confidence.MEDIUM)


def _doubtful(item: Default, zone: Zone, lines: Sequence[str], *, random: bool) -> Verdict | None:
    """What a default weighs that opens little, or is in force only perhaps; None for any other."""
    if item.kind is Kind.PASSWORD and "hash" in words(item.name) and not random:
        return _asked("a text that is no hash matches no password")
    sandboxed = item.kind in {Kind.KEY, Kind.SECRET, Kind.TOKEN} and harmless.is_of_sandbox(item, lines)
    if sandboxed or harmless.is_of_mail_sandbox(item, lines):
        return _asked("it opens no more than an account for trying", Severity.MEDIUM)
    if harmless.only_looks(item, lines):
        return _asked("an account that can only read, by its name", Severity.MEDIUM)
    why = "" if random else harmless.why(item, zone, lines)
    if why:
        return _asked(why, Severity.MEDIUM) if why in harmless.DOUBTFUL else _noted(why)
    if not random and zone is Zone.SCRIPTS:
        return _asked("")  # it runs by itself, signs and opens for no one else
    if doubt := defaults_in_force.doubt(item, lines, generated=random):
        return _asked(doubt, Severity.MEDIUM)
    if "option" in item.what and harmless.is_told_in_help(item, lines):
        return _asked("the help of the option tells it to everybody")
    if item.what == "encryption key" and harmless.only_reads(lines):
        return _asked("it reads what another program wrote, as it seems", Severity.MEDIUM)
    if item.name == "SECRET_KEY" and harmless.serves_no_pages(lines):
        return _asked("these settings serve no pages, whose sessions it would sign", Severity.MEDIUM)
    return None


def _asked(why: str, severity: Severity = Severity.LOW) -> Verdict:
    """A finding that is told as a question, with the reason for the doubt."""
    return Verdict(severity, Confidence.LOW, why)


_REGRETTED = re.compile(r"(?i)should|production|random|todo|change|better|improve")
_FIXED = re.compile(r"(?i)#.{0,80}\b(?:fixed|static|constant|deterministic) salt\b")


def _noted(why: str) -> Verdict:
    return Verdict(Severity.INFO, Confidence.LOW, why)


def _remarks(item: Default, lines: Sequence[str]) -> str:
    """The line of a default, and those above that are comments."""
    first = start = item.node.lineno - 1
    while start and start > first - 6 and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return "\n".join(lines[start : first + 1])


_CHANGED = re.compile(
    r"(?i)\b(?:change|replace|reset)\b[^.\n]{0,40}\b(?:password|it|this)\b[^.\n]{0,40}"
    r"\b(?:immediately|after|once|first)\b"
    r"|\bmust be (?:changed|replaced|reset)\b[^.\n]{0,40}\b(?:immediately|after|first|login)\b"
)


def _is_changed_first(item: Default, lines: Sequence[str]) -> bool:
    """Whether a comment above the settings of a first administrator says that the password is to be changed then."""
    if not notes.is_of_administrator(item.name):
        return False
    first = start = item.node.lineno - 1
    while start and start > first - 14 and lines[start - 1].strip():
        start -= 1
    return any(_CHANGED.search(line.partition("#")[2]) for line in lines[start : first + 1])
