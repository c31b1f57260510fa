"""Passwords that stand at a place among the arguments of a call, as in ``connect("host", "root", "<here>")``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codereview.api import Confidence, Severity

from .entropy import looks_random
from .hit import Hit
from .names import Kind
from .places import places
from .values import believable, is_default_word
from .wordsets import word_set

# Calls with a positional password: the words that open them, and which of the string literals it is at the
# least.
_CALL = re.compile(
    r"""(?P<call>\b(?:connect|Connection|Connect|createConnection|getConnection|mysqli_connect|mysqli|PDO|mysql_connect|login|authenticate
      |HTTPBasicAuth|HTTPDigestAuth|BasicAuth|basic_auth|http_auth|auth|basicAuth|SetBasicAuth|setBasicAuth|PlainAuth|httpBasic|set_password|setPassword
      |generate_password_hash|make_password|create_superuser|create_user|createuser|FTP|FTP_TLS|SMTP|IMAP4|login_user|UsernamePasswordToken
      |PasswordAuthentication|UsernamePasswordCredentials|NetworkCredential|creds|credentials|jwt\.sign|jwt\.verify|Neo4jAuth|PlainCredentials|PlainAuthProvider|hashpw|hash_password|get_password_hash|createHmac)
      (?P<open>\(|=\(|[ ]=[ ]\())""",
    re.X,
)  # fmt: skip
_STRING = re.compile(
    r"""\s{0,60}(?:[A-Za-z_]\w{0,30}[ ]?[=:][ ]?)?[bruBRU]{0,2}(?P<quote>["'])"""
    r"""(?P<value>(?:[^"'\\\n]|\\.){0,300})(?P=quote)(?:\.encode\([^)]{0,20}\))?\s{0,60}"""
)
_OTHER = re.compile(r"\s{0,60}(?P<other>[\w.\[\]\"'=: ]{1,100}?)\s{0,60}(?=[,)])")
_ONE = frozenset(
    [
        "set_password",
        "setPassword",
        "generate_password_hash",
        "make_password",
        "hashpw",
        "hash_password",
        "get_password_hash",
    ]
)
_TWO = word_set("""
    HTTPBasicAuth HTTPDigestAuth BasicAuth basic_auth http_auth auth basicAuth SetBasicAuth setBasicAuth
    httpBasic login authenticate login_user UsernamePasswordToken PasswordAuthentication
    UsernamePasswordCredentials NetworkCredential Neo4jAuth PlainCredentials PlainAuthProvider creds
    credentials jwt.sign jwt.verify createHmac
""")


def scan(text: str, low: str, present: frozenset[str], extension: str) -> Iterator[Hit]:
    """Positional passwords: ``connect("host", "root", "<here>")``, ``auth=("user", "<here>")``,
    ``set_password("<here>")``."""
    ends = list(_ENDS_OF.get(extension, ()))
    for gate, group in _ENDS.items():
        if gate in text:
            ends += group
    named = "credential" in present
    if named:
        ends += _ENDS_OF_CREDENTIALS
    if "pass" in present and "passw" in low:
        for gate, group in _ENDS_WITH_PASSWORD.items():
            if gate in text:
                ends += group
        if named:
            ends += _ENDS_OF_MORE
    seen: set[int] = set()
    for word in ends:
        for place in places(text, word):
            stop = place + len(word)
            found = _CALL.search(text, max(0, place - 32), stop)
            while found and found.end() < stop:
                found = _CALL.search(text, found.end(), stop)
            if found and stop not in seen:
                seen.add(stop)
                hit = _call_at(text, found)
                if hit:
                    yield hit


# How the calls of interest end, by a part of it that most texts lack.
_ENDS = {
    "onnect": ("nnect(", "nnection("),
    "user(": ("superuser(",),
    "ogin(": ("ogin(",),
    "uth": ("uth(", "uth=(", "uth = ("),
    "reds": ("reds = (",),
}
_ENDS_OF_CREDENTIALS = ("PlainCredentials(", "entials = (")
_ENDS_OF_MORE = ("redentials(", "redential(")
_ENDS_WITH_PASSWORD = {
    "word": ("ssword(", "word_hash(", "wordToken("),
    "user(": ("user(",),
    "uthentica": ("uthenticate(", "Authentication("),
    "FTP": ("FTP(", "FTP_TLS("),
    "hashpw": ("hashpw(",),
}
_ENDS_OF = {
    "php": ("mysqli(", "PDO("),
    "js": ("jwt.sign(", "jwt.verify(", "eateHmac("),
    "ts": ("jwt.sign(", "jwt.verify(", "eateHmac("),
}


def _call_at(text: str, found: re.Match[str]) -> Hit | None:
    call = found["call"].rstrip("=( ")
    if found["open"] == "(" and call in {"auth", "creds", "credentials"}:
        return None
    if text[max(0, found.start() - 1) : found.start()] in {'"', "'"}:
        return None  # the name of the call in a literal
    return _positional(call, list(_arguments(text, found.end())))


def _arguments(text: str, place: int) -> Iterator[re.Match[str] | None]:
    """The arguments from ``place`` on: a match for a string literal, None for anything else that is
    simple."""
    for _ in range(6):
        found = _STRING.match(text, place)
        if found:
            yield found
        else:
            found = _OTHER.match(text, place)
            if not found:
                return
            yield None
        place = found.end()
        if text[place : place + 1] != ",":
            return
        place += 1


def _positional(call: str, arguments: list[re.Match[str] | None]) -> Hit | None:
    if call in _ONE:
        if call == "set_password" and len(arguments) >= 3:
            return None  # of a keyring: the service and the user stand first
        index = 0
    elif call in _TWO:
        index = 1
        if call in {"login", "authenticate"} and arguments[:1] == [None]:
            second = arguments[1] if len(arguments) == 2 else None
            if second is None or re.fullmatch(r"[a-z]{1,40}(?:[_\-][a-z]{1,40})*", second["value"]):
                return None  # where to log in stands first, then who does
    elif call in {"create_user", "create_superuser", "createuser", "FTP", "FTP_TLS", "PDO"}:
        index = 2
    else:
        strings = [i for i, item in enumerate(arguments[:5]) if item]
        hosted = strings[:2] == [0, 1] or (len(strings) >= 2 and len(arguments) >= 4)
        index = 2 if hosted and len(arguments) >= 3 else 99
        if call in {"connect", "Connect"} and index == 2 and len(arguments) > 3 and arguments[1] is None:
            index = 3
    item = arguments[index] if index < len(arguments) else None
    if item is None or re.match(r"\s*[A-Za-z_]\w*[ ]?[=:][ ]?[bru]?[\"']", item.group()):
        return None
    value = item["value"]
    if is_default_word(value) is False and not believable(value, Kind.PASSWORD, "", settled=True):
        return None
    if (
        value.lower() in {"password", "pass", "utf-8", "utf8"}
        or " " in value
        or "/" in value
        or value.endswith((".db", ".sqlite", ".sqlite3"))
    ):
        return None
    random = looks_random(value)
    severity, confidence = (
        (Severity.HIGH, Confidence.HIGH) if random else (Severity.MEDIUM, Confidence.MEDIUM)
    )
    return Hit(item.start("value"), item.end("value"), f"password passed to {call}()", severity, confidence)
