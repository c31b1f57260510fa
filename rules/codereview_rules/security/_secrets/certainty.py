"""How sure a finding is: what stands around a value, and what the file is, can speak against a credential in force."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from codereview.api import Confidence, Severity
from codereview.model import Zone

from . import notes, shapes, stock
from .entropy import looks_random
from .hit import Hit
from .languages import Language
from .makings import is_decoded_word, is_derived, is_strong
from .names import words
from .values import is_default_word

_RECORDED = "the file keeps traffic that was recorded, and its tokens end with the session"
_PAGE = "it stands in a page, which everybody gets who opens it"
_LIBRARY = "a published library that was copied in"
_PACKED = "the script was packed, and every browser gets it"
_RECORDS = "one of many records of data"
_SAMPLE = "the file is a sample, a test or documentation"
_MADE_UP = "the lines around it speak of a sample or a test"
_MEANT = "a comment says that it is there on purpose"
_DESCRIBED = "it stands in a text that describes something"
_TRIAL = "it opens no more than an account for trying"
_HASHED = "a hash, and not the password itself"
_SHORT = "a part of a link, too short for a key"
_WEB = "a key that a page gives to every browser"
_BENCH = "the set-up is one of development, as it seems"
_OPENS = "nothing beside it says what it opens"
_DERIVED = "it is made of names of the set-up itself"
_STAND_IN = "a stand-in that each installation replaces"
_IDENTIFIES = "a name of a key or of a client, as it seems"

# Headers that a browser sends, and what one says who took a key from a page.
_BROWSER = re.compile(
    r"(?i)[\"'](?:sec-(?:ch-ua|fetch)[\w\-]{0,20}|referer|origin|x-requested-with"
    r"|apollographql-client-name)[\"']\s{0,3}[:,=\]]|user-agent[\"']\s{0,3}[:,=\]]{1,2}\s{0,4}[\"']mozilla"
)
# What a program is made with that reads pages of others.
_READS_PAGES = re.compile(
    r"(?m)^\s{0,8}(?:import|from)\s{1,4}(?:scrapy|bs4|selenium|playwright|parsel|cloudscraper|pyppeteer)\b"
)
_HEADER = re.compile(
    r"(?i)[\"'](?:x-[\w\-]{1,30}|[\w]{1,20}-(?:api-?)?key|authorization|api-?key)[\"']\s{0,3}[:,\]=]{1,2}\s{0,4}[bf]?[\"']\Z"
)
_FROM_PAGE = re.compile(
    r"(?i)\b(?:from|in|into|on|of|by) (?:the |their |its |a )?"
    r"(?:web ?sites?|web ?pages?|front-?end|browser|client side)\b"
    r"|public (?:api|web|client) (?:key|token)"
)
_OWN_HOST = re.compile(r"(?i)\blocalhost\b|127\.0\.0\.1|host\.docker\.internal")
# Of services that people run themselves.
_SELF_HOSTED = frozenset({"sqp_", "sqa_", "squ_", "glsa_", "hvs.", "glpat-"})
_TOKENS = ("token", "key", "credentials", "secret", "salt")
_SAID = re.compile(
    r"(?i)\b(?:testing purposes?|test(?:ing)? (?:key|token|secret|credential|account|user|data|only)|intentional"
    r"|on purpose|not (?:a |really )?(?:real|secret|sensitive|confidential)|safe to (?:commit|share|publish|expose)"
    r"|publicly (?:known|available|documented)|public (?:demo|test|key)|dummy|fake|mock(?:ed)?|made[- ]up|sandbox key"
    r"|for (?:unit )?tests?\b|for (?:local|dev(?:elopment)?)\b|dev(?:elopment)?[- ]only|local only"
    r"|only for (?:local|dev))"
)
_REMARK = re.compile(r"(?:#|//|/\*|--|<!--|;)[^\n]{0,300}")
_NAMED_SAMPLE = re.compile(
    r"(?i)\b\w{0,40}(?:sample|example|mock|dummy|fake|fixture|placeholder|stub|demo|test_?data|expected)\w{0,40}[\"']?"
    r"(?:\s{0,3}:\s{0,3}[\w\[\], .|<>]{1,60})?\s{0,3}[:=]\s{0,40}(?=[\[{(`]|\"\"\"|''')"
)
_BRACKETS = re.compile(r"[\[\](){}]")
_TESTED = re.compile(
    r"(?i)test_client\(|\bassert\b|\bexpect\(|\bTestClient\(|\bdescribe\(|unittest"
    r"|cypress|\btestenv|_test_config|used for testing|actually a test"
)
_TRIES = re.compile(r"(?i)(?:^|[^a-z])(?:demo|test|sample|example|dummy|fake|mock|seed|guest)(?:[^a-z]|$)")
_FALLBACK = re.compile(
    r"(?i)(?:\bor|\|\||\?\?|env\w{0,8}\([^()\n]{1,80},|get\([^()\n]{1,80},|default\s{0,2}=)\s{0,20}[\"'][^\s\"']{0,80}\Z"
)
_DESCRIBES = re.compile(
    r"(?i)\b(?:description|help(?:_?text)?|summary|docs?|epilog|usage)[\"']?\s{0,2}[=:]\s{0,4}[frb]?\(?\s{0,8}[\"'][^=]{0,160}(?:[\"']\s{1,40}[frb]?[\"'])?"
    r"[^\"']{0,160}\Z"
)
_LINK = re.compile(r"://[^\s\"'<>]{0,280}[?&;]\w{1,40}=\Z")
_SANDBOX = re.compile(
    r"(?i)//[\w.\-]{0,40}sandbox|sandbox[\w\-]{0,20}\.\w|\bsandbox[\"']?\s{0,3}[:=]\s{0,3}(?:true|1)"
)
# What tools build into what browsers get: https://vite.dev/guide/env-and-mode and its like.
_IN_BUNDLE = re.compile(
    r"(?:VITE|REACT_APP|NEXT_PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|PUBLIC)_(?!.*(?:SECRET|PRIVATE|PASS))"
)
_SAME = re.compile(r"(?P<quote>[\"'])(?P<user>[^\"'\s]{2,40})(?P=quote)\s{0,3},\s{0,3}[\"'](?P=user)\Z")
# How frameworks and systems write the hash of a password.
_HASH = re.compile(
    r"\\?\$(?:1|2[aby]|5|6|y|apr1|argon2\w{1,2})\\?\$|(?:pbkdf2|bcrypt|argon2|scrypt|md5|sha1|sha256)\w{0,12}[$:]|\{SSHA\}"
)
_FINGERPRINT = re.compile(r"[0-9A-F]{16,40}")
_SIGNERS = re.compile(r"(?i)gpg|pgp|debsign|rpmsign|--local-user|--default-key|keyserver|keyring")
_BUILT = frozenset({"tf", "tfvars", "hcl"})  # what is set up is what they say
# Prefixes of tokens that carry a checksum.
_CHECKED = frozenset({"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_"})
_TOLD = 12
"""Records of one name that are told: a file may hold the keys of a few services, and a dump holds thousands."""
_FORCED = ("passed to", "system user", "SQL", "command", "client", "URL")


def weighed(text: str, how: Language, hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits; those that something speaks against with low confidence and the reason.

    Args:
        text: the text of the file.
        how: how it is read.
        hits: what was found in it, with the notes among them.
    """
    many = _repeated(how, hits)
    shown = Counter[str]()
    for hit in hits:
        if (hit.name or hit.label) in many and not hit.structured:
            shown[hit.name or hit.label] += 1
            if shown[hit.name or hit.label] <= _TOLD:  # the others would only say the same
                yield replace(hit, confidence=Confidence.LOW, note=hit.note or _RECORDS)
            continue
        if hit.severity is Severity.INFO or hit.confidence is Confidence.LOW:
            yield hit
            continue
        reason = _by_file(text, how, hit) or _by_lines(text, how, hit)
        if not reason and not hit.structured:
            reason = _by_value(text, how, hit)
        if reason == _HASHED and reason in shown:
            continue
        shown[reason] += 1
        yield replace(hit, confidence=Confidence.LOW, note=reason) if reason else hit


def _repeated(how: Language, hits: Iterable[Hit]) -> frozenset[str]:
    """Names that a file of data has for five values and more, other than passwords: nobody has five such keys."""
    enough = 5 if shapes.is_data(how) else 12 if how.extension in {"yml", "yaml"} else 0
    count = Counter(
        hit.name or hit.label for hit in hits if "password" not in hit.label and not hit.structured
    )
    return frozenset(name for name, number in count.items() if enough and number >= enough)


def _by_file(text: str, how: Language, hit: Hit) -> str:
    """By what the file is."""
    shown = how.strict and not (how.extension == "txt" and hit.structured)
    if how.zone in {Zone.TESTS, Zone.EXAMPLES, Zone.DOCS} or how.tests or shown:
        return "" if hit.prefix in _CHECKED and hit.confidence is Confidence.HIGH else _SAMPLE
    if hit.prefix.endswith("_test_"):
        return _TRIAL
    if hit.structured and hit.prefix not in {"AIza", "eyJ", "sig="}:
        own = hit.prefix in _SELF_HOSTED and _OWN_HOST.search(notes.near(text, hit))
        return _BENCH if own else ""
    if not how.source and shapes.is_recorded(text):
        return _RECORDED
    if shapes.is_output(how):
        return _PACKED
    if shapes.is_page(how):
        return _PAGE
    if shapes.is_library(text, how):
        return _LIBRARY
    if shapes.is_script(how) and shapes.is_packed(text):
        return _PACKED
    if hit.label.endswith(_TOKENS) and shapes.is_list(text, how):
        return _RECORDS
    return ""


def _by_lines(text: str, how: Language, hit: Hit) -> str:
    """By the lines around it."""
    if _is_meant(text, hit):
        return _MEANT
    if _DESCRIBES.search(text, max(0, hit.start - 400), hit.start):
        return _DESCRIBED
    if _IN_BUNDLE.match(hit.name) and looks_random(text[hit.start : hit.end]):
        return _WEB
    if hit.label.endswith(("key", "token")) and _is_of_page(text, hit):
        return _WEB
    if "password" not in hit.label and "signing" not in hit.label and _SANDBOX.search(notes.near(text, hit)):
        return _TRIAL
    if hit.structured:
        return _MADE_UP if _in_named_sample(text, hit.start) else ""
    if _in_named_sample(text, hit.start):
        return _MADE_UP
    if not looks_random(text[hit.start : hit.end]):
        near = text[max(0, hit.start - 400) : hit.start] + text[hit.end : hit.end + 300]
        if _TESTED.search(near) or (how.source and _TRIES.search(_line(text, hit))):
            return _MADE_UP
    return ""


def _by_value(text: str, how: Language, hit: Hit) -> str:
    """By what a value is made of, and what says that it is in force."""
    value = text[hit.start : hit.end]
    if (
        hit.label.startswith(("token", "key"))
        and len(value) < 20
        and _LINK.search(text, max(0, hit.start - 300), hit.start)
    ):
        return _SHORT
    if _FINGERPRINT.fullmatch(value) and _SIGNERS.search(text):
        return _IDENTIFIES
    if hit.label.startswith("Kubernetes"):
        return _STAND_IN if is_decoded_word(value, hit.name) else ""
    if how.replaced and not looks_random(value):
        return _STAND_IN
    if hit.severity is not Severity.CRITICAL and _is_of_bench(text, how, hit):
        return _BENCH
    if hit.label == "bearer token" and not how.source and _OWN_HOST.search(notes.near(text, hit)):
        return _BENCH
    if hit.name and _HASH.match(value):
        return _HASHED
    if "django-insecure-" in value and notes.is_commented(text, hit):
        return _STAND_IN
    if looks_random(value):
        return ""
    if is_default_word(value) and ("signing" not in hit.label or not how.source):
        return _STAND_IN
    if "signing" in hit.label:
        return _STAND_IN if stock.is_of_such_words(value, hit.name) and not how.source else ""
    if "password" not in hit.label:
        spoken = stock.is_of_such_words(value, hit.name) or not any(c.isdigit() for c in value)
        return _OPENS if spoken else ""
    forced = any(word in hit.label for word in _FORCED)
    if stock.is_stock(value) and _SAME.search(text, max(0, hit.start - len(value) - 12), hit.end):
        return _STAND_IN
    if notes.is_in_force(text, hit) and (how.source or forced):
        return ""
    if how.extension not in _BUILT and (stock.is_stock(value) or stock.is_of_such_words(value, hit.name)):
        return _STAND_IN
    if notes.is_in_force(text, hit):
        return ""
    if (
        hit.label.endswith("URL")
        and _FALLBACK.search(text, max(0, hit.start - 160), hit.start)
        and _OWN_HOST.match(text, hit.end + 1)
    ):
        return _BENCH
    if is_derived(text, how, hit, value):
        return _DERIVED
    if is_strong(value):
        return ""
    return _OPENS if how.source and not forced else ""


def _is_of_bench(text: str, how: Language, hit: Hit) -> bool:
    """Whether the own services of a developer's set-up have the value; keys of services elsewhere do not count."""
    own = (
        bool(stock.SERVICES & frozenset(words(hit.name)))
        or "password" in hit.label
        or "signing" in hit.label
        or hit.label.endswith("secret")
    )
    if how.source:
        return own and "password" not in hit.label and notes.is_of_development(how.path)
    return own and (notes.is_of_development(how.path) or shapes.is_workbench(text, how))


def _line(text: str, hit: Hit) -> str:
    first = text.rfind("\n", max(0, hit.start - 300), hit.start) + 1 or max(0, hit.start - 300)
    last = text.find("\n", hit.end, hit.end + 200)
    return text[first : last if last >= 0 else hit.end + 200]


def _is_meant(text: str, hit: Hit) -> bool:
    """Whether a comment on the line, or on one of the two above, says that the value is no secret."""
    first = hit.start
    for _ in range(6):
        place = text.rfind("\n", max(0, first - 300), first)
        if place < 0 or not text[place + 1 : first].strip():
            first = max(place, first - 300, 0)
            break
        first = place
    last = text.find("\n", hit.end, hit.end + 300)
    around = text[first : hit.start] + " " + text[hit.end : last if last >= 0 else hit.end + 300]
    return any(_SAID.search(remark.group()) for remark in _REMARK.finditer(around))


def _is_of_page(text: str, hit: Hit) -> bool:
    """Whether a key is sent as a browser sends it, or a comment says that a page has it."""
    if hit.structured or hit.severity is Severity.CRITICAL:
        return False
    if _BROWSER.search(text, max(0, hit.start - 600), hit.end + 600):
        return True
    if _HEADER.search(text, max(0, hit.start - 60), hit.start) and _READS_PAGES.search(text):
        return True
    around = text[text.rfind("\n", 0, max(0, hit.start - 200)) + 1 : hit.end + 120]
    return any(_FROM_PAGE.search(remark.group()) for remark in _REMARK.finditer(around))


def _in_named_sample(text: str, start: int) -> bool:
    """Whether the offset is inside of the value of something that is named a sample, or a text of that name."""
    head = text[max(0, start - 1600) : start]
    return any(_still_open(head, found) for found in _NAMED_SAMPLE.finditer(head))


def _still_open(head: str, found: re.Match[str]) -> bool:
    opened = head[found.end() : found.end() + 3]
    if opened in {'"""', "'''"}:
        return opened not in head[found.end() + 3 :]
    if opened[:1] == "`":
        return "`" not in head[found.end() + 1 :]
    depth = 0
    for bracket in _BRACKETS.finditer(head, found.end()):
        depth += 1 if bracket.group() in "[({" else -1
        if not depth:
            return False
    return depth > 0
