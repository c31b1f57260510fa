"""All secrets of one text: the recognisers in order, judged, without overlaps."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from codereview.api import Confidence, Severity
from codereview.model import Zone

from . import (
    assignments,
    blocks,
    doubts,
    entries,
    evidence,
    notes,
    owners,
    phrases,
    pointers,
    providers,
    urls,
)
from .entropy import kind_changes, looks_random, shannon
from .forms import Candidate
from .hit import Hit
from .languages import Language, language
from .names import Kind, names_service, words
from .places import secret_words
from .services import service_of
from .surroundings import signs_sessions
from .values import believable, is_default_word

_LONGEST = 12_000_000
_CONNECTION = re.compile(
    r"(?i)\b(?:user|username|host|hostname|login|dbname|database|server|email"
    r"|account)[\"']?\]?\s{0,4}(?:[!=]?=|:|=>)"
)
_PUBLIC_COMMENT = re.compile(r"^\s{0,200}(?:#|//|--|\*|/\*|;|<!--|>>>|rem\b)", re.I)


def secrets(path: str, zone: Zone, text: str) -> list[Hit]:
    """All secrets in one file, in order of their place; literal defaults in Python are another rule's."""
    if len(text) > _LONGEST:
        return []
    how = language(path, zone)
    if how.nothing:
        return []
    found: list[Hit] = [*blocks.private_keys(text, how), *providers.scan(text, how)]
    if how.names:
        found += _by_words(text, how)
    return list(evidence.weighed(text, how, list(notes.told(text, how, _without_overlaps(found)))))


def _by_words(text: str, how: Language) -> list[Hit]:
    """What words of the text give away: manifests, URLs, sentences, names."""
    words_of = secret_words(text)
    linked = list(urls.scan(text, how))
    manifests = list(blocks.manifests(text, words_of.low, how))
    spoken = list(phrases.scan(text, words_of, how))
    named = [(item, hit) for item in assignments.candidates(text, how) if (hit := judge(text, item, how))]
    if (named or spoken or linked) and how.python:
        syntax = owners.PythonText(text)
        documented = syntax.documented
        spoken = [hit for hit in spoken if hit.confidence is Confidence.HIGH or not documented(hit.start)]
        linked = [
            hit
            for hit in linked
            if not (
                syntax.is_tried(hit.start) or (hit.severity is not Severity.HIGH and documented(hit.start))
            )
        ]
        named = [
            (item, replace(hit, severity=Severity.INFO, note=notes.SHOWN) if documented(hit.start) else hit)
            for item, hit in named
            if _is_left(item, hit, syntax)
        ]
    return list(doubts.weighed(text, how, [*manifests, *linked, *spoken, *(hit for _, hit in named)]))


def _is_left(item: Candidate, hit: Hit, syntax: owners.PythonText) -> bool:
    """Whether a literal of Python is not another rule's, of a test, or part of a text for people."""
    if syntax.owns(hit.start, hit.end) or (len(item.value) < 24 and syntax.in_tests(hit.start)):
        return False
    return looks_random(item.value) or not (item.quoted and syntax.is_text(hit.start))


def _without_overlaps(found: list[Hit]) -> list[Hit]:
    """The hits in order of place; of two that overlap, the one that came first in ``found``."""
    kept: list[Hit] = []
    starts: list[int] = []
    for hit in found:
        index = bisect_right(starts, hit.start)
        if (index and kept[index - 1].end > hit.start) or (index < len(kept) and kept[index].start < hit.end):
            continue
        kept.insert(index, hit)
        starts.insert(index, hit.start)
    return kept


def judge(text: str, item: Candidate, how: Language) -> Hit | None:
    """The hit of a literal under a secret-like name, or None if it is no secret."""
    if how.extension in {"yml", "yaml"} and "kind: Secret" in text and blocks.is_text(item.value):
        return None  # what is behind it counts, and is looked at as a manifest
    if (
        item.kind is Kind.SALT
        and not how.source
        and _HASHED.search(text, max(0, item.start - 200), item.end + 200)
    ):
        return None  # it stands beside what was made with it, as it has to
    line, offset = _line(text, item.start)
    if len(line) > 2000 and not item.value.isascii():
        return None
    if item.kind is Kind.SECRET and item.name == "secret" and signs_sessions(text, item.start):
        item = replace(item, kind=Kind.SIGNING)
    if pointers.only_points(text, item, how):
        return None
    random = looks_random(item.value)
    if _is_public(text, item, how, line, random) or entries.only_names(text, item, how, random):
        return None
    if how.tests:
        return _make(item, Severity.LOW, Confidence.LOW) if _is_real_in_tests(item, how, random) else None
    if item.op == "," and _STATUS.fullmatch(item.value) and not doubts.is_asked_for(text, item.name_start):
        return None
    settled = how.settled or item.fallback or item.op in {":-", "--"} or _settled(text, item, line, offset)
    strict = (how.strict or not how.weak) and not _noted(item, how)
    if not believable(item.value, item.kind, item.name, strict=strict, settled=settled):
        return None
    around = text[max(0, item.name_start - 300) : item.name_start] + text[item.end : item.end + 200]
    return _rated(text, item, how, random) if _allowed(item, how, line, random, around) else None


def _is_real_in_tests(item: Candidate, how: Language, random: bool) -> bool:
    """Whether a value in a test is generated, and so may be one that opens something."""
    if how.python or item.kind is Kind.PASSWORD or not random:
        return False
    if len(item.value) < 24 or shannon(item.value) <= 3.8:
        return False
    return believable(item.value, item.kind, item.name, strict=True)


def _rated(text: str, item: Candidate, how: Language, random: bool) -> Hit:
    """The hit of a secret, as severe and sure as its form and its place make it."""
    context = service_of(item.name, item.value)
    if _UPLOADS.search(how.path):
        return _make(item, Severity.LOW, Confidence.HIGH, "Codecov upload token")
    if context:
        return _make(item, Severity.CRITICAL, Confidence.HIGH, context)
    if item.kind is Kind.BARE:
        return _make(item, Severity.MEDIUM, Confidence.LOW)
    if random:
        if how.prose:
            return _make(item, Severity.MEDIUM, Confidence.LOW)
        firm = len(item.value) >= 16
        return _make(item, Severity.HIGH, Confidence.HIGH if firm and not how.strict else Confidence.MEDIUM)
    # A word that each deployment replaces.
    replaced = item.op == ":-" or (item.op == "," and doubts.is_asked_for(text, item.name_start))
    stand_in = replaced and doubts.stands_in(item.value)
    doubtful = stand_in or _may_be_named(item)
    return _make(item, Severity.MEDIUM, Confidence.LOW if doubtful else Confidence.MEDIUM)


# The token there can only add reports to the figures of one repository: https://docs.codecov.com/docs/codecov-tokens
_UPLOADS = re.compile(r"(?:^|/)\.?codecov\.ya?ml$")
_HASHED = re.compile(r"(?i)[\"']?(?:hash|iter(?:ation)?s|digest|rounds)[\"']?\s{0,3}[:=]")
_STATUS = re.compile(r"[a-z]{2,8}")  # of a check of the setting: ``report.add("SECRET_KEY", "warn")``
_KEBAB = re.compile(r"[a-z]{2,20}(?:-[a-z0-9]{1,20}){1,6}")


def _may_be_named(item: Candidate) -> bool:
    """Whether the value may be the name of a secret in a store: ``APP_SECRET=shop-app``, and not the key itself."""
    if words(item.name)[-1] != "secret" or not _KEBAB.fullmatch(item.value):
        return False
    return not re.search(r"secret|key|pass|token|dev|test|prod|change", item.value)


_EXAMPLE_HOST = re.compile(r"\bexample\.(?:com|org|net)\b", re.I)
_REPLACED = re.compile(
    r"\s{0,40}(?:sudo )?(?:g?sed|perl) -"
)  # what a command looks for, to put another in its place
_LINK = re.compile(r"(?:href=[\"']|\]\()https?://[^\s\"'<>()]{0,280}\Z")
_PICTURE = re.compile(r"(?:<img\b[^<>]{0,400}|!\[[^\]\n]{0,100}\]\([^)\s]{0,400})\Z")
_SERVICE_LINK = re.compile(r"//[\w.\-]{0,60}api|/api|webhook", re.I)
_SIGNED_LINK = re.compile(r"/object/sign/[^<>]{0,280}\btoken=[\"'\s]{0,20}\Z")  # opens one stored file
_SEARCH_ONLY = re.compile(r"\bindexName\b|docsearch", re.I)


def _is_public(text: str, item: Candidate, how: Language, line: str, random: bool) -> bool:
    """Whether the surroundings say that the value is for everyone, or for no one."""
    if not random and len(line) > 2000 and how.extension != "json":
        return True  # an identifier of a bundle, a text inside of data
    if how.extension == "json" and item.op == "=" and item.quoted and not random:
        return True  # a text about a setting
    if how.prose and (item.kind is Kind.SALT or _EXAMPLE_HOST.search(line)):
        return True
    if item.kind is Kind.SALT and (item.op == ";" or how.extension in {"js", "ts", "jsx", "tsx", "vue"}):
        return True  # against copies that a browser keeps; known to every browser
    if item.name.lower() == "sentry_key" or (
        item.op == ";" and how.prose and _PICTURE.search(text, max(0, item.start - 500), item.start)
    ):
        return True  # https://docs.sentry.io/concepts/key-terms/dsn-explainer: it only lets send; of a badge
    around = text[max(0, item.start - 300) : item.end + 300]
    if (
        item.op == ";"
        and random
        and _LINK.search(text, max(0, item.start - 300), item.start)
        and not _SERVICE_LINK.search(around)
    ):
        return True  # a link that people follow
    if not random and _REPLACED.match(line):
        return True
    if item.kind is Kind.BARE and item.op == ";" and not _SERVICE_LINK.search(around):
        return True  # it names a page
    if item.kind is Kind.TOKEN and _SIGNED_LINK.search(text, max(0, item.start - 300), item.start):
        return True
    return item.kind is Kind.KEY and bool(_SEARCH_ONLY.search(around))  # keys of search boxes


def _noted(item: Candidate, how: Language) -> bool:
    """Whether this is a password in somebody's notes: one word of letters and digits in a plain text file."""
    if how.extension != "txt" or not how.weak or item.kind is not Kind.PASSWORD or item.quoted:
        return False
    value = item.value
    return " " not in value and any(c.isdigit() for c in value) and any(c.isalpha() for c in value)


_SYNTAX = re.compile(r"[(){}\[\]\"'<>,; ]")  # of an expression or a record; no key or token has it
_COMPARISONS = frozenset({"==", "===", "!=", "!=="})


def _allowed(item: Candidate, how: Language, line: str, random: bool, around: str) -> bool:
    """Whether the value is believed at this place."""
    if words(item.name)[-1:] in {("hash",), ("apihash",)}:  # of an application of Telegram
        return bool(re.fullmatch(r"[0-9a-f]{32}", item.value))
    if random:
        if item.kind in {Kind.KEY, Kind.TOKEN} and _SYNTAX.search(item.value):
            return False
        known = item.kind in {Kind.PASSWORD, Kind.SIGNING, Kind.SECRET}
        return known or item.op not in _COMPARISONS or len(item.value) >= 20
    compared = item.op in _COMPARISONS or item.op == "eq"
    if words(item.name)[-2:] == ("hash", "key"):
        return False  # the attribute by which a table is split
    if words(item.name)[-2:] == ("access", "key") and item.kind is Kind.KEY:
        return False  # the user's name, in the words of a store of objects
    if (compared and is_default_word(item.value)) or ("manage.py" in line and how.config):
        return False
    if _is_member(item, how) or _is_remark(item, line) or _is_described(item):
        return False
    if item.kind is Kind.PASSWORD:
        if (
            item.name.lower() in {"pass", "pw"}
            and item.op == ":"
            and how.source
            and not _CONNECTION.search(around)
        ):
            return False  # passed, of a check, rather than a password
        return _password_allowed(item, how)
    return not compared or _comparable(item)


def _is_member(item: Candidate, how: Language) -> bool:
    """Whether the value is a constant of an enumeration: one short word in capitals."""
    constant = item.value.isupper() and item.value.isalpha() and len(item.value) <= 8
    return constant and item.quoted and not how.settled


def _is_remark(item: Candidate, line: str) -> bool:
    """Whether the value is a word of a comment."""
    plain = not any(c.isdigit() or c in "!@#$%^&*" for c in item.value)
    return plain and bool(_PUBLIC_COMMENT.match(line))


_MESSAGE = re.compile(
    r"(?i)\b(?:required|invalid|missing|must|please|cannot|wrong|expired|enter|not found)\b"
)


def _is_described(item: Candidate) -> bool:
    """Whether an entry of a table says what the setting is for: ``"SECRET_KEY": "Secret key of sessions"``."""
    titled = item.value[:1].isupper() and " " in item.value and not any(c.isdigit() for c in item.value)
    return titled and (item.op in {":", "=>", ","} or bool(_MESSAGE.search(item.value)))


def _comparable(item: Candidate) -> bool:
    """Whether a value that is compared with a key or a token is one, and not a state or a type."""
    if item.kind is Kind.TOKEN and item.value.isalnum():
        return kind_changes(item.value) >= 4
    return item.kind in {Kind.SIGNING, Kind.SECRET} and not item.value.isalpha()


def _password_allowed(item: Candidate, how: Language) -> bool:
    """Whether a word is the password, and no label of a field and no text behind a colon."""
    if not item.quoted and item.op in {"=", ":"} and not how.settled and " " in item.value:
        return False
    if item.op in {":", "=>", ",", "pair", ">"} and _is_capitalised(item.value):
        return False
    return item.op not in {"->", "->>"}


def _is_capitalised(value: str) -> bool:
    return value.isalpha() and value[:1].isupper() and value[1:].islower()


def _settled(text: str, item: Candidate, line: str, offset: int) -> bool:
    """Whether the surroundings say that the value is a password in force: a user or a host stands beside
    it."""
    rest = line[: max(0, item.name_start - offset)] + " " + line[item.end - offset :]
    if _CONNECTION.search(rest[:2000]) or (names_service(item.name) and not item.quoted):
        return True
    if item.name.isupper() and item.op == ":" and item.quoted:  # a key of Django's DATABASES
        around = text[max(0, offset - 300) : item.end + 200]
        return bool(re.search(r"[\"'](?:USER|HOST|ENGINE)[\"']\s?:", around))
    return False


def _line(text: str, place: int) -> tuple[str, int]:
    """The line around a place (of a very long line only a window) and its offset."""
    start = text.rfind("\n", max(0, place - 2000), place) + 1 or max(0, place - 2000)
    end = text.find("\n", place, place + 2000)
    return text[start : end if end >= 0 else min(len(text), place + 2000)], start


_LABELS = {Kind.PASSWORD: "password", Kind.SIGNING: "signing key", Kind.SECRET: "secret", Kind.TOKEN:
"token",
           Kind.KEY: "key", Kind.SALT: "salt", Kind.BARE: "key"}  # fmt: skip


def _make(item: Candidate, severity: Severity, confidence: Confidence, label: str = "") -> Hit:
    if not label and "django-insecure-" in item.value:
        severity = Severity.MEDIUM
    default = is_default_word(item.value) or item.fallback
    text = label or ("default " if default else "") + _LABELS[item.kind]
    return Hit(item.start, item.end, text, severity, confidence, name=item.name)
