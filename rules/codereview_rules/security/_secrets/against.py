"""What lines around a value, or the value itself, say against a credential in force."""

from __future__ import annotations

import re

from codereview.api import Confidence, Severity

from . import notes, shapes, stock
from .case import Case
from .favour import is_asked_for
from .guards import is_template
from .hosts import has_host, names_own_machine
from .surroundings import still_open
from .values import is_default_word

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
# What a comment says of a value that is no secret, or of one that only tests and development have.
_NO_SECRET = (
    r"testing purposes?|test(?:ing)? (?:key|token|secret|credential|account|user|data|only)|not-?a-?secret"
    r"|not (?:a |really )?(?:real|secret|sensitive|confidential)|safe to (?:commit|share|publish|expose)"
    r"|publicly (?:known|available|documented)|public (?:demo|test|key)|(?:already|is|are|made) public\b"
    r"|demo (?:secret |api )?(?:key|token|secret|password|account)|dummy|fake|mock(?:ed)?|made[- ]up|sandbox key"
    r"|innocuous|throw-?away|place-?holder|no production|(?:key|token|secret)s? for (?:unit )?tests?\b|占位|заглушка"
)
_SAID = re.compile(
    rf"(?i)\b(?:{_NO_SECRET}|intentional|deliberate|on purpose"
    r"|non-production|to be replaced|replaced by|for (?:unit )?tests?\b"
    r"|for (?:local|dev(?:elopment)?)\b|dev(?:elopment)?[- ]only|local only"
    r"|非生产|仅供?测试|测试用|для (?:тест|примера|разработки)|sólo? (?:para )?(?:pruebas|desarrollo)"
    r"|apenas para (?:testes?|desenvolvimento)|only for (?:local|dev)"
    r"|gitleaks:allow|allowlist[- ]secret|nosec\b|noqa:? ?S10[5-7]|nosemgrep|ggignore)"
)
_SAID_OPEN = re.compile(rf"(?i)\b(?:{_NO_SECRET})")
_REMARK = re.compile(r"(?:#|//|/\*|--|<!--|;)[^\n]{0,300}")
_NAMED_SAMPLE = re.compile(
    r"(?i)\b\w{0,40}(?:sample|example|mock|dummy|fake|fixture|placeholder|stub|demo|test_?data|expected)\w{0,40}[\"']?"
    r"(?:\s{0,3}:\s{0,3}[\w\[\], .|<>]{1,60})?\s{0,3}[:=]\s{0,40}(?=[\[{(`]|\"\"\"|''')"
)
_TESTED = re.compile(
    r"(?i)test_client\(|\bassert\b|\bexpect\(|\bTestClient\(|\bdescribe\(|unittest"
    r"|cypress|\btestenv|_test_config|used for testing|actually a test"
)
_TRIES = re.compile(r"(?i)(?:^|[^a-z])(?:demo|test|sample|example|dummy|fake|mock|seed|guest)(?:[^a-z]|$)")
_DESCRIBES = re.compile(
    r"(?i)\b(?:description|help(?:_?text)?|summary|docs?|epilog|usage)[\"']?\s{0,2}[=:]\s{0,4}[frb]?\(?\s{0,8}[\"'][^=]{0,160}(?:[\"']\s{1,40}[frb]?[\"'])?"
    r"[^\"']{0,160}\Z"
)
_BESIDE = re.compile(
    r"(?i)[:=]\s{0,3}[\"']?(?:x{4,}|\*{4,}|<[a-z][\w \-]{2,40}>|your[-_ ]\w+|change-?me|place-?holder|dummy)\b"
)
_CODE = re.compile(r"<(?:code|pre|kbd|samp)\b[^<]{0,280}\Z")
_LINK = re.compile(r"://[^\s\"'<>]{0,280}[?&;]\w{1,40}=\Z")
_SANDBOX = re.compile(
    r"(?i)//[\w.\-]{0,40}sandbox|sandbox[\w\-]{0,20}\.\w|\bsandbox[\"']?\s{0,3}[:=]\s{0,3}(?:true|1)"
)
# Where mail goes that nobody is to get.
_TRIAL_MAIL = re.compile(r"(?i)\bethereal\.email\b|\bmailtrap\b|\bmailhog\b|\bmailcatcher\b|\bmailpit\b")
# What tools build into what browsers get: https://vite.dev/guide/env-and-mode and its like.
_IN_BUNDLE = re.compile(
    r"(?:VITE|REACT_APP|NEXT_PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|PUBLIC)_(?!.*(?:SECRET|PRIVATE|PASS))"
)
# Halves of a pair that say of themselves that they are the public one, and names of accounts that count visits.
_PUBLIC = re.compile(r"pk\.eyJ|pk_(?:live|test)_|UA-\d{4,10}-\d{1,3}$|G-[A-Z0-9]{8,12}$")
_APPLICATIONS = frozenset({"social", "oauth", "oauth2", "consumer", "client"})
_HALF = re.compile(r"(?i)_?key$")
_FORM_TOKENS = frozenset(
    {"authenticity", "antiforgery", "viewstate", "nonce"}
)  # a page has one for each visit
_COUNTERS = frozenset(
    {"analytics", "segment", "mixpanel", "amplitude", "posthog"}
)  # clients send what they count
_MAP = re.compile(r"(?i)(?<![a-z])maps?(?![a-z])[\w\-\"'\]: =,(]{0,40}\Z")  # browsers load a map with its key
_MAP_SERVICE = re.compile(
    r"(?i)(?<![a-z])(?:mapbox|bing|cesium|maptiler|esri|arcgis|thunderforest|stadia)[\w\-\"'\]: =,(\n.]{0,40}\Z"
)
_DSN = re.compile(
    r"(?i)(?:sentry|raven|(?<![a-z])dsn)[^\n]{0,20}[:=(]\s{0,4}[\"']?https?://[^\s\"'/]{0,80}\Z"
)
# How frameworks and systems write the hash of a password.
_HASH = re.compile(
    r"\\?\$(?:1|2[aby]|5|6|y|apr1|argon2\w{1,2})\\?\$|(?:pbkdf2|bcrypt|argon2|scrypt|md5|sha1|sha256)\w{0,12}[$:]|\{SSHA\}"
)
_HASHED = frozenset({"hash", "hashed", "crypted", "crypt", "digest"})
_FINGERPRINT = re.compile(r"[0-9A-F]{16,40}")
_SIGNERS = re.compile(r"(?i)gpg|pgp|debsign|rpmsign|--local-user|--default-key|keyserver|keyring")
_RUN_BY_USERS = frozenset(
    {"js", "mjs", "jsx", "ts", "tsx", "vue", "svelte", "dart", "kt", "java", "swift", "cs", "m"}
)
_SAYS_TRIED = re.compile(
    r"(?i)(?:^|[^a-z])(?:demo|test|tests|testing|dev|local|sample|example|dummy|fake|mock)(?:[^a-z]|$)"
)


def is_of_trial(case: Case) -> bool:
    """Whether the value opens no more than an account for trying."""
    if case.hit.structured:
        return case.hit.prefix.endswith("_test_")
    if _TRIAL_MAIL.search(case.near):
        return True
    return not case.holds("password", "signing") and bool(_SANDBOX.search(case.near))


def is_on_page(case: Case) -> bool:
    """Whether those have the value who open a page."""
    if case.hit.structured and case.make != "weak format":
        return False
    if case.hit.prefix == "AIza" and case.before(_MAP, 60):
        return True
    if case.how.extension in _RUN_BY_USERS and case.before(_MAP_SERVICE, 60) and case.value[:3] != "sk.":
        return True
    if (
        shapes.is_page(case.how)
        or _PUBLIC.match(case.value)
        or (_IN_BUNDLE.match(case.hit.name) and case.generated)
    ):
        return True
    if case.hit.label.startswith("Algolia"):
        return "admin" not in case.name  # pages have the key for searching
    if _FORM_TOKENS & case.name or (_COUNTERS & case.name and not {"secret", "api"} & case.name):
        return True
    return case.hit.label.endswith(("key", "token")) and _is_of_page(case)


def is_one_of_several(case: Case) -> bool:
    """Whether the file gives the same name to several chosen words, as lists of accounts do."""
    several = case.alike >= 3 and not case.generated and case.holds("password")
    return several and not is_asked_for(case)


def is_meant(case: Case) -> bool:
    """Whether a comment on the line, or on one of the lines above, says that the value is no secret."""
    text, hit = case.text, case.hit
    first = hit.start
    for number in range(6):
        place = text.rfind("\n", max(0, first - 300), first)
        if place < 0 or (number and not text[place + 1 : first].strip()):
            first = max(place, first - 300, 0)
            break
        first = place
    last = text.find("\n", hit.end, hit.end + 300)
    return says_meant(text[first : hit.start] + " " + text[hit.end : last if last >= 0 else hit.end + 300])


def says_meant(around: str) -> bool:
    """Whether a comment in some lines says that a value is there on purpose."""
    return any(_SAID.search(remark.group()) for remark in _REMARK.finditer(around))


def says_no_secret(around: str) -> bool:
    """Whether a comment in some lines says that a value is none that has to be kept: a dummy, a published one."""
    return any(_SAID_OPEN.search(remark.group()) for remark in _REMARK.finditer(around))


def is_among_stand_ins(case: Case) -> bool:
    """Whether a value beside a chosen one waits for the reader."""
    return not case.generated and _BESIDE.search(case.near.replace(case.value, "")) is not None


def is_described(case: Case) -> bool:
    """Whether the value stands in a text that describes something, or shows how it is written."""
    return case.before(_DESCRIBES, 400) or case.before(_CODE, 300)


def is_made_up(case: Case) -> bool:
    """Whether the lines around it speak of a sample or a test."""
    if _in_named_sample(case.text, case.hit.start):
        return True
    if case.hit.structured or case.generated:
        return False
    near = case.text[max(0, case.hit.start - 400) : case.hit.start]
    near += case.text[case.hit.end : case.hit.end + 300]
    return bool(_TESTED.search(near)) or (case.how.source and bool(_TRIES.search(case.line)))


def says_tried(case: Case) -> bool:
    """Whether the value or its name speaks of tests, samples or development."""
    value = "" if case.generated else case.value
    return bool(_SAYS_TRIED.search(value) or _SAYS_TRIED.search(case.hit.name.replace("_", " ")))


def is_of_link(case: Case) -> bool:
    """Whether the value is a part of a link, too short for a key."""
    token = case.hit.label.startswith(("token", "key"))
    return not case.hit.structured and token and len(case.value) < 20 and case.before(_LINK, 300)


def identifies(case: Case) -> bool:
    """Whether the value is the fingerprint of a key."""
    return bool(_FINGERPRINT.fullmatch(case.value)) and bool(_SIGNERS.search(case.text))


def is_hash(case: Case) -> bool:
    """Whether the value is the hash of a password, by its form or its name."""
    named = case.holds("password") and bool(_HASHED & case.name)
    return bool(case.hit.name) and (named or bool(_HASH.match(case.value)))


def is_of_own_service(case: Case) -> bool:
    """Whether the own machine runs what takes a token of a service that people run themselves."""
    if shapes.is_own_realm(case.text):
        return True
    own = case.hit.prefix in _SELF_HOSTED or case.value.startswith("eyJ")
    return own and names_own_machine(case)


def is_passing(case: Case) -> bool:
    """Whether the value is a token that ends by itself within hours: by its form, or kept with no other to renew it."""
    if case.hit.prefix in _PASSING:
        return True
    kept = case.how.extension == "json" and case.hit.name.lower().endswith("access_token")
    return (
        kept
        and not case.hit.structured
        and "token" in case.how.path.rpartition("/")[2].lower()
        and "refresh" not in case.text
    )


def speaks(case: Case) -> bool:
    """Whether a chosen password says what it is: ``shop_password``."""
    return not case.holds("signing") and case.make in {"chosen", "word"} and stock.speaks(case.value)


def is_own(case: Case) -> bool:
    """Whether what the value opens is on the own machine, or a service of the same set-up."""
    if case.hit.structured:
        return False
    if names_own_machine(case) and not has_host(case):
        return case.holds("password", "bearer", "token", "credentials", "URL")
    if has_host(case) or case.how.source or case.generated:
        return case.holds("URL") and notes.of_service(case.text, case.how, case.hit)
    return case.holds("password", "URL") and notes.of_service(case.text, case.how, case.hit)


_PASSING = frozenset({"ya29.", "ASIA"})
# Of services that people run themselves.
_SELF_HOSTED = frozenset({"eyJ", "sqp_", "sqa_", "squ_", "glsa_", "hvs.", "glpat-"})


def is_replaced(case: Case) -> bool:
    """Whether each installation sets a value of its own in the place of this one."""
    if case.how.source and is_template(case.how.path) and not case.hit.structured and len(case.value) < 16:
        return True  # with so little nobody says that it was generated
    if case.generated:
        return False
    return case.how.replaced or (is_default_word(case.value) and not case.holds("signing"))


def is_unsure(case: Case) -> bool:
    """Whether what found the value could say little of it."""
    return case.hit.confidence is Confidence.LOW


def is_public_half(case: Case) -> bool:
    """Whether the value names an application to a service, and its secret stands beside it: ``GITHUB_OAUTH_KEY``."""
    if not case.how.source or not case.holds("key") or not _APPLICATIONS & case.name or "secret" in case.name:
        return False
    stem = _HALF.sub("", case.hit.name)
    return stem != case.hit.name and re.search(rf"(?i){re.escape(stem)}_?secret", case.near) is not None


def is_encrypted(case: Case) -> bool:
    """Whether the name says so, or the value is what Fernet makes of a text: https://github.com/fernet/spec"""
    if "enc" in case.name or "encrypted" in case.name:
        return True
    return case.value.startswith("gAAAA") and len(case.value) >= 100


def only_reports(case: Case) -> bool:
    """Whether the value is of the address that reports of errors are sent to."""
    return case.hit.label.endswith("URL") and (case.before(_DSN, 160) or "sentry" in case.line.lower())


def is_short(case: Case) -> bool:
    """Whether nobody has so short a password."""
    return case.make in {"chosen", "word"} and len(case.value) < 4


_READER = re.compile(
    r"(?i)://(?:[\w.\-]{0,40}[_\-.])?(?:read_?only|readers?|guest|anonymous)(?:[_\-.][\w.\-]{0,40})?:\Z"
)


def only_reads(case: Case) -> bool:
    """Whether the user of a URL is called so that it can only read: what it reads is often meant for everybody."""
    return case.hit.label.endswith("URL") and case.before(_READER, 120)


def is_commented(case: Case) -> bool:
    """Whether the line is a comment."""
    return notes.is_commented(case.text, case.hit)


def _is_of_page(case: Case) -> bool:
    """Whether a key is sent as a browser sends it, or a comment says that a page has it."""
    text, hit = case.text, case.hit
    if hit.structured or hit.severity is Severity.CRITICAL:
        return False
    if _BROWSER.search(text, max(0, hit.start - 600), hit.end + 600):
        return True
    if case.before(_HEADER, 60) and _READS_PAGES.search(text):
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
    return still_open(head, found.end())
