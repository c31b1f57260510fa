"""What stands around a value and says that it is public: samples of schemas, guards, keys of clients."""

from __future__ import annotations

import re

_SAMPLE = re.compile(
    r"(?:(?:schema|openapi)_(?:extra|examples)|\bexamples?|\bplaceholders)[\"']?\s{0,3}[:=]\s{0,40}(?=[\[{(])"
)
_BRACKET = re.compile(r"[\[\](){}]")
_WINDOW = 800

# Names of the other fields of a client's configuration of Firebase, without their underscores:
# https://firebase.google.com/docs/projects/api-keys says that its key only identifies the project. InnerTube is what
# the pages of YouTube call.
_CLIENT_FIELDS = re.compile(
    r"authdomain|messagingsenderid|measurementid|mobilesdkappid|gcmsenderid|googleappid|reversedclientid"
    r"|firebaseoptions|innertube"
)
_CLIENT_BEFORE = re.compile(
    r"current_key[\"']\s{0,4}:\s{0,4}[\"']\Z|firebase\w{0,30}key[\"']?\]?\s{0,4}[:=]\s{0,4}[\"']?\Z"
    r"|maps/(?:api/js|embed/v1/\w{1,20})\?[^\s\"'<>]{0,200}\bkey=\Z|provideapikey\([\"']\Z"
    r"|android\.(?:geo|maps\.v2)\.api_key\"\s{0,40}android:value=\"\Z",
    re.I,
)


# A comment that says in which script of a web page the value was read.
_FROM_SCRIPT = re.compile(r"(?:#|//|/\*)[^\n]{0,160}https?://[^\s\"'<>]{3,160}\.m?js\b")


def is_from_script(text: str, start: int, end: int) -> bool:
    """Whether a comment beside the value, or on the line before, says that every visitor of a page gets it."""
    first = text.rfind("\n", max(0, start - 300), start) + 1
    before = text.rfind("\n", max(0, first - 300), max(0, first - 1)) + 1
    last = text.find("\n", end, end + 300)
    above = text[before:first].strip()
    beside = text[end : last if last >= 0 else end + 300]
    remark = above if above.startswith(("#", "//", "/*", "*")) else ""
    return bool(_FROM_SCRIPT.search(beside) or _FROM_SCRIPT.search(remark))


def in_sample(text: str, start: int) -> bool:
    """Whether the offset is inside the brackets of an ``example=``, ``"examples":`` or ``json_schema_extra =``."""
    head = text[max(0, start - _WINDOW) : start]
    return any(still_open(head, found.end()) for found in _SAMPLE.finditer(head))


# ``"test_accounts": [`` and what follows it.
_ACCOUNTS = re.compile(
    r"(?i)(?:test|demo|sample|seed|mock|dummy|fake)[-_]?(?:accounts?|users?|credentials?|logins?)\b"
    r"[\"']?(?:\s?:\s?[\w\[\], .|]{1,60})?\s{0,3}[:=]\s{0,40}(?=[\[{(])"
)


def is_of_demonstration(text: str, start: int) -> bool:
    """Whether the offset is inside the brackets of a list of accounts that are there to be tried."""
    head = text[max(0, start - _WINDOW) : start]
    return any(still_open(head, found.end()) for found in _ACCOUNTS.finditer(head))


def still_open(head: str, start: int) -> bool:
    """Whether the bracket that opens at an offset is not closed at the end of a text."""
    depth = 0
    for bracket in _BRACKET.finditer(head, start):
        depth += 1 if bracket.group() in "[({" else -1
        if not depth:
            return False
    return True


def reaches_clients(text: str, start: int, end: int) -> bool:
    """Whether a Google API key is one that every browser or phone receives: of Firebase, or of a map."""
    head = text[max(0, start - _WINDOW) : start]
    if _CLIENT_BEFORE.search(head[-300:]):
        return True
    around = (head + text[end : end + _WINDOW]).lower().replace("_", "")
    return bool(_CLIENT_FIELDS.search(around))


_OVERRIDES = re.compile(r"\b(?:override_settings|modify_settings|patch\.dict|setenv)(?=\()")


def is_of_test(text: str, start: int) -> bool:
    """Whether the offset is among the arguments of a call that sets settings for one test."""
    head = text[max(0, start - _WINDOW) : start]
    return any(still_open(head, found.end()) for found in _OVERRIDES.finditer(head))


_YAML_KEY = re.compile(r"(?P<indent> {0,80})(?:- )?[\"']?(?P<key>[\w\-]{1,60})[\"']?:")


def in_yaml_example(text: str, start: int) -> bool:
    """Whether an ``example:`` of a document in YAML encloses the offset."""
    first = max(0, start - 3000)
    lines = text[first:start].split("\n")
    inner = _YAML_KEY.match(lines[-1])
    depth = len(inner["indent"]) if inner else 80
    if inner and inner["key"] in {"example", "examples"}:
        return True
    for line in reversed(lines[:-1]):
        found = _YAML_KEY.match(line)
        if found is None or len(found["indent"]) >= depth:
            continue
        if found["key"] in {"example", "examples", "x-example"}:
            return True
        depth = len(found["indent"])
        if not depth:
            return False
    return False


# What signs the sessions of Express and its tokens: ``session({ secret: "..." })``.
_SESSIONS = re.compile(
    r"\b(?:session|cookieSession|expressSession|jwt|expressJwt|expressjwt)\(\{[^{}]{0,200}\Z"
)


def signs_sessions(text: str, start: int) -> bool:
    """Whether the offset is in the settings of a call that signs sessions or tokens."""
    return bool(_SESSIONS.search(text, max(0, start - 280), start))
