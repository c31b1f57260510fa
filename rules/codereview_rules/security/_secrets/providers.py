"""Finds secrets of known formats in one pass over a text.

Nearly all formats are one long run of letters, digits, ``_`` and ``-`` behind a public prefix. So the text is
mapped to two characters, "may stand in a token" and "may not", and searched for runs of twenty of the
first kind; both steps run at memory speed. Only at a run whose first two characters begin a known prefix is a
pattern tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from codereview.api import Confidence, Severity, Zone

from . import checks, formats_code, formats_service
from .entropy import looks_random, shannon
from .hit import Format, Hit
from .languages import Language
from .names import kind_of
from .places import has_links
from .surroundings import reaches_clients
from .values import is_public, structure_is_fake

_PLAIN = Language("text", Zone.PRODUCTION)

FORMATS: tuple[Format, ...] = (*formats_code.FORMATS, *formats_service.FORMATS)

_RUN = 20
_TOKEN_BYTES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_TABLE = bytes(97 if byte in _TOKEN_BYTES else 32 for byte in range(256))
_NEEDLE = b"a" * _RUN
_BACK = re.compile(r"[A-Za-z0-9_.~$\-]{1,60}\Z")
_DIGIT = re.compile(r"[0-9]")

_HIGH, _CRITICAL = Severity.HIGH, Severity.CRITICAL
_JWT = re.compile(r"eyJ[A-Za-z0-9_\-]{10,2000}\.eyJ[A-Za-z0-9_\-]{5,6000}\.[A-Za-z0-9_\-]{20,1000}")
_EXAMPLE = re.compile(r"(?i)example[\"']?\s?[:=]\s?[\"']?(?:bearer )?\Z")
_NAMED = re.compile(r"(?P<name>[A-Za-z_]\w{0,60})\\?[\"']?\s{0,4}[:=]\s{0,4}\\?[\"']?\Z")
_DISCORD = re.compile(
    r"[MNO][A-Za-z0-9_\-]{23,27}\.[A-Za-z0-9_\-]{6}\.[A-Za-z0-9_\-]{27,40}(?![A-Za-z0-9_\-])"
)
_TELEGRAM = re.compile(r"AA[A-Za-z0-9_\-]{33}(?![A-Za-z0-9_\-])")
_MAIL = re.compile(r"[0-9a-f]{32}-us[0-9]{1,2}(?![A-Za-z0-9_\-])")
_MAILGUN = re.compile(r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![A-Za-z0-9_\-])")
_NEWRELIC = re.compile(r"[0-9a-f]{36}NRAL(?![A-Za-z0-9_\-])")
_MAXMIND = re.compile(r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk(?![A-Za-z0-9_\-])")

# Formats that are found by a word inside or before them: the word, the pattern from the word on, and how
# much of the
# text before the word belongs to it.
_ANCHORED: tuple[tuple[str, int, Format], ...] = tuple(
    (word, back, Format(label, word if show else "", pattern, severity, group=1))
    for word, back, show, label, severity, pattern in (
        ("hooks.slack.com/", 0, False, "Slack webhook", _HIGH,
         r"hooks\.slack\.com/(?:services|workflows"
r"|triggers)/(T[A-Z0-9]{7,12}/[A-Z0-9]{8,12}/[A-Za-z0-9/]{18,60})"),
        ("/api/webhooks/", 0, False, "Discord webhook", _HIGH, r"/api/webhooks/\d{16,20}/([A-Za-z0-9_\-]{"
r"60,72})"),
        (".webhook.office.com/", 0, False, "Microsoft Teams webhook", _HIGH,
         r"\.webhook\.office\.com/webhookb2/([0-9a-f@\-]{60,80}/IncomingWebhook/[0-9a-f]{32}/[0-9a-"
r"f\-]{36})"),
        ("hooks.zapier.com/", 0, False, "Zapier webhook", Severity.MEDIUM,
         r"hooks\.zapier\.com/hooks/catch/(\d{5,10}/[A-Za-z0-9]{6,12})"),
        ("chat.googleapis.com/v1/", 0, False, "Google Chat webhook", _HIGH,
         r"chat\.googleapis\.com/v1/spaces/[\w\-]{5,20}/messages\?key=[\w\-]{39}&token=([\w\-%]{40,60})"),
        ("AccountKey=", 0, True, "Azure storage account key", _CRITICAL, r"AccountKey=([A-Za-z0-9+/]{86}==)"),
        ("SharedAccessKey=", 0, True, "Azure shared access key", _CRITICAL,
r"SharedAccessKey=([A-Za-z0-9+/]{43}=)"),
        ("Q~", 4, False, "Azure AD client secret", _CRITICAL,
         r"(?:(?<![A-Za-z0-9_~.\-]))([A-Za-z0-9_~.\-]{3}\dQ~[A-Za-z0-9_~.\-]{31,34})(?![A-Za-z0-9_~.\-])"),
        ("sig=", 0, True, "Azure shared access signature", _HIGH, r"sig=([A-Za-z0-9%+/]{43,63}(?:%3[dD]|=))"),
    )
)  # fmt: skip


def _index() -> dict[str, tuple[Format, ...]]:
    table: dict[str, list[Format]] = {}
    for item in FORMATS:
        table.setdefault(item.prefix[:2], []).append(item)
    return {key: tuple(sorted(items, key=lambda f: -len(f.prefix))) for key, items in table.items()}


_BY_PREFIX = _index()
# A run is looked at only if it begins as a format does, has the length of one, or stands behind one of these.
_SIZES = frozenset({36, 37, 40, 50})
_STARTS = frozenset(
    [*_BY_PREFIX, "ey", *(first + second for first in "MNO" for second in _TOKEN_BYTES.decode()), "AA"]
)
_BEFORE = frozenset("\\/:.~$")


def scan(text: str, how: Language = _PLAIN) -> Iterator[Hit]:
    """All secrets of known formats in ``text``, in no order.

    Args:
        text: any text.
        how: how it is read; in a test, a value that fails its own checksum is a made-up one.
    """
    mapped = text.encode("latin-1", "replace").translate(_TABLE)
    find = mapped.find
    position = find(_NEEDLE)
    while position >= 0:
        end = find(b" ", position + _RUN)
        if end < 0:
            end = len(mapped)
        begins = text[position : position + 2] in _STARTS
        if begins or end - position in _SIZES or text[position - 1 : position] in _BEFORE:
            yield from _at_run(text, position, end, how)
        position = find(_NEEDLE, end)
    linked = has_links(text)
    if not (linked or "Key=" in text or ("~" in text and "Q~" in text)):
        return
    hooked = linked and "hook" in text
    for word, back, item in _ANCHORED:
        if ("hook" in word and not hooked) or (word in {"sig=", "chat.googleapis.com/v1/"} and not linked):
            continue
        place = text.find(word)
        while place >= 0:
            hit = _match(text, max(0, place - back), item, how)
            if hit:
                yield hit
            place = text.find(word, place + len(word))


def is_structured(value: str) -> bool:
    """Whether the whole value is, or contains, a secret of a known format."""
    return next(iter(scan(value)), None) is not None


_LONG_RUN = re.compile(r"[A-Za-z0-9+/]{200}")
_PUSH = Format("Firebase server key", "AAAA", r"AAAA[A-Za-z0-9_\-]{7}:APA91b[A-Za-z0-9_\-]{134}")
_REFRESH = Format("Google OAuth refresh token", "1//0", r"1//0[A-Za-z0-9_\-]{40,120}", Severity.HIGH)


def _at_run(text: str, start: int, end: int, how: Language) -> Iterator[Hit]:
    before = text[start - 1] if start else " "
    if before == "\\" and text[start] in "nrt":
        start += 1
    elif before in "/+" and _inside_base64(text, start):
        return
    elif before == "/" and text.startswith("1//0", start - 3):
        hit = _match(text, start - 3, _REFRESH, how)
        if hit:
            yield hit
    elif before == ":" and text.startswith("APA91b", start):
        hit = _match(text, max(0, start - 12), _PUSH, how)
        if hit:
            yield hit
    candidates = _BY_PREFIX.get(text[start : start + 2], ())
    for item in candidates:
        if text.startswith(item.prefix, start):
            hit = _match(text, start, item, how)
            if hit:
                yield hit
                return
    if before in ".~$":
        yield from _behind_dot(text, start, how)
    hit = _unprefixed(text, start, end, how)
    if hit:
        yield hit


def _behind_dot(text: str, start: int, how: Language) -> Iterator[Hit]:
    """Formats with a dot or another separator early on, such as ``SG.`` and ``dp.pt.``."""
    found = _BACK.search(text[max(0, start - 60) : start])
    if not found:
        return
    begin = start - len(found.group())
    for item in _BY_PREFIX.get(text[begin : begin + 2], ()):
        if text.startswith(item.prefix, begin):
            hit = _match(text, begin, item, how)
            if hit:
                yield hit
                return


def _inside_base64(text: str, start: int) -> bool:
    """Whether the run is a piece of a long base64 text (an image, a certificate), where anything can
    occur; one of many equal letters (the tables of a font) has little entropy and no break."""
    if _LONG_RUN.fullmatch(text, max(0, start - 200), start):
        return True
    piece = text[max(0, start - 60) : start]
    return len(piece) == 60 and bool(re.fullmatch(r"[A-Za-z0-9+/\s\\]{60}", piece)) and shannon(piece) > 4.3


def _match(text: str, start: int, item: Format, how: Language) -> Hit | None:
    if item.group:
        found = item.regex.search(text, start, start + 400)
        if not found or found.start() > start + 12:
            return None
    else:
        found = item.regex.match(text, start)
        if not found:
            return None
    value = found.group(item.group)
    body = value[len(item.prefix) :] if value.startswith(item.prefix) else value
    if structure_is_fake(value, body) or not _in_place(text, found.start(), item, how):
        return None
    severity, confidence = item.severity, Confidence.HIGH
    if item.prefix in _KEY_IDS and not _SECRET_BESIDE.search(text, max(0, start - 400), found.end() + 400):
        severity, confidence = Severity.HIGH, Confidence.MEDIUM  # half of a pair
    if item.prefix == "AIza" and reaches_clients(text, found.start(), found.end()):
        severity, confidence = Severity.LOW, Confidence.LOW  # identifies the project; it opens nothing alone
    if item.prefix == "sig=" and _ends_soon(text[max(0, start - 400) : start + 400]):
        severity, confidence = Severity.LOW, Confidence.LOW
    if item.check and not item.check(value):
        if item.check is not checks.crc_valid or how.tests or not _plausible(body):
            return None
        confidence = Confidence.MEDIUM
    return Hit(found.start(item.group), found.end(item.group), item.label, severity, confidence,
               prefix=item.prefix, structured=True)  # fmt: skip


_KEY_IDS = frozenset({"AKIA", "ASIA"})
_SECRET_BESIDE = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])")
_SIGNED = re.compile(r"(?:SubscriptionId|AWSAccessKeyId|X-Amz-Credential)(?:=|%3D)\Z")


def _in_place(text: str, start: int, item: Format, how: Language) -> bool:
    """Whether the value is a secret where it stands: ids in signed links and links of saved pages are
    none."""
    if item.prefix in _KEY_IDS:
        return not _SIGNED.search(text[max(0, start - 24) : start])
    if item.prefix == "api-":
        return not text.startswith("://", start - 3)  # the name of a host
    if item.prefix == "sig=":
        return not how.tests and "sv=" in text[max(0, start - 400) : start + 400]
    return True


_SIGNED_FROM = re.compile(r"[?&]st=(\d{4})-(\d\d)-(\d\d)")
_SIGNED_TO = re.compile(r"[?&]se=(\d{4})-(\d\d)-(\d\d)")


def _ends_soon(link: str) -> bool:
    """Whether a signed link of Azure says that it holds for some months at the most (``st`` to ``se``)."""
    ends = [
        [int(part) for part in found.groups()]
        for at in (_SIGNED_FROM, _SIGNED_TO)
        if (found := at.search(link))
    ]
    return len(ends) == 2 and (ends[1][0] - ends[0][0]) * 12 + ends[1][1] - ends[0][1] <= 3


def _plausible(body: str) -> bool:
    """A token whose checksum is wrong can still be an older or a mistyped one if its body is random."""
    return looks_random(body) and shannon(body) > 3.6


def _unprefixed(text: str, start: int, end: int, how: Language) -> Hit | None:
    """Formats that are told by their whole shape."""
    first = text[start]
    if first == "e" and text.startswith("eyJ", start):
        found = _JWT.match(text, start)
        if (
            found
            and not _EXAMPLE.search(text[max(0, start - 40) : start])
            and checks.jwt_valid(found.group())
            and not _attested(text, start)
            and "/object/sign/" not in text[max(0, start - 300) : start]
            and not is_public(found.group().rpartition(".")[2])
            and not checks.jwt_shown(found.group(), text[max(0, start - 600) : found.end() + 600])
        ):
            if checks.jwt_of_service(found.group()) and not checks.jwt_passing(found.group()):
                return _hit(found, "Supabase service role key", _CRITICAL, Confidence.HIGH)
            worth = (
                (Severity.LOW, Confidence.LOW)
                if how.zone in {Zone.TESTS, Zone.EXAMPLES, Zone.DOCS} or checks.jwt_passing(found.group())
                else (Severity.HIGH, Confidence.MEDIUM)
            )
            named = _NAMED.search(text, max(0, start - 80), start)
            hit = _hit(found, "JSON web token", *worth, "eyJ")
            return replace(hit, name=named["name"]) if named else hit
    elif first == "A" and text.startswith("AA", start):
        found = _TELEGRAM.match(text, start)
        number = re.search(r"(?<!\d)\d{8,10}:\Z", text[max(0, start - 12) : start])
        if found and number and not _is_made_up(number.group(), found.group()):
            begin = start - len(number.group())
            return Hit(begin, found.end(), "Telegram bot token", _CRITICAL, Confidence.HIGH, structured=True)
    elif first in "MNO" and text[end : end + 1] == ".":
        found = _DISCORD.match(text, start)
        if found and checks.discord_valid(found.group()):
            return _hit(found, "Discord bot token", _CRITICAL, Confidence.HIGH)
    size = end - start
    if size in {36, 37, 50, 40} and _DIGIT.search(text, start, end):
        for size_of, pattern, label in (
            ((36, 37), _MAIL, "Mailchimp API key"),
            ((50,), _MAILGUN, "Mailgun API key"),
            ((40,), _NEWRELIC, "New Relic licence key"),
            ((40,), _MAXMIND, "MaxMind licence key"),
        ):
            found = pattern.match(text, start) if size in size_of else None
            if found and not structure_is_fake(found.group(), found.group()):
                return _hit(found, label, _HIGH, Confidence.HIGH)
    return None


def _is_made_up(number: str, value: str) -> bool:
    """Whether a token of Telegram is an example, by the number of its bot or by itself."""
    return number[:-1] in "12345678901" + "0987654321" or structure_is_fake(value, value[2:])


def _attested(text: str, start: int) -> bool:
    """Whether the name of a token says that it opens nothing: ``verifyToken`` is a signature under a statement."""
    found = _NAMED.search(text, max(0, start - 80), start)
    return found is not None and "token" in found["name"].lower() and kind_of(found["name"]) is None


def _hit(
    found: re.Match[str], label: str, severity: Severity, confidence: Confidence, prefix: str = ""
) -> Hit:
    return Hit(found.start(), found.end(), label, severity, confidence, prefix=prefix, structured=True)
