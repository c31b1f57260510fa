"""Credentials that have no name of their own: headers, command lines, positional arguments, SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from codereview.api import Confidence, Severity

from . import calls, checks
from .entropy import looks_random
from .hit import Hit
from .languages import Language
from .names import Kind
from .patterns import SECURED
from .places import SecretWords, has_links, places
from .values import believable, is_placeholder, is_public, is_reference

_HIGH, _MEDIUM = Severity.HIGH, Severity.MEDIUM
_BASIC = re.compile(r"(?i:basic)[ \t]{1,3}(?P<value>[A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])")
_BEARER = re.compile(
    r"(?<![0-9A-Za-z])(?i:bearer|token|apikey|api-key)[ \t]{1,3}(?:[\"'][ \t]?\+[ "
    r"\t]?[\"'])?(?P<value>[A-Za-z0-9_\-.=+/~]{16,2000})(?![A-Za-z0-9_\-.=+/~])"
)
_CURL = re.compile(
    r"curl\b[^\n|]{0,300}?[ \t](?:-u|--user|--proxy-user|-U)[ "
    r"=]?[\"']?(?P<user>[^\s:\"']{1,80}):(?P<value>[^\s\"']{2,200})"
)
# In documentation a call of the own machine only shows how it is done.
_CURL_SHOWN = re.compile(
    _CURL.pattern + r"(?![^\n]{0,300}//(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b)(?=[\s\"']|$)"
)
_CLIENT = re.compile(
    r"\b(?:mysql|mysqldump|mysqladmin|mariadb|mysqlimport|mysqlshow|mariadb-admin"
    r"|mariadb-dump)\b[^\n|;]{0,200}?[ \t]-p(?P<value>[^\s\"'`$|;)\\]{3,80})"
)
_SSHPASS = re.compile(r"\bsshpass[ \t]{1,3}-p[ \t]{0,3}[\"']?(?P<value>[^\s\"'$]{3,80})")
_REDIS = re.compile(
    r"(?:redis-cli\b[^\n|;]{0,120}?[ \t]-a|requirepass|masterauth)[ "
    r"\t]{1,4}[\"']?(?P<value>[^\s\"'$`,;\\]{3,200})"
)
_DOCKER = re.compile(
    r"\b(?:docker|podman|helm|az|oc|skopeo|buildah)\b[^\n|;]{0,40}?\blogin\b[^\n|;]{0,160}?[ "
    r"\t]-p[ \t]{1,3}[\"']?(?P<value>[^\s\"'$`]{3,200})"
)
_CHPASSWD = re.compile(
    r"echo[ \t]{1,4}(?:-e[ \t])?[\"']?[\w\-]{1,40}:(?P<value>[^\s\"'$|:]{3,80})[\"']?[ \t]{0,4}\|[ "
    r"\t]{0,4}(?:sudo[ \t])?chpasswd"
)
_QUERY = re.compile(r"(?:key|appid|auth|access_token)=(?P<value>[A-Za-z0-9_\-]{20,80})(?![A-Za-z0-9_\-])")
_API = re.compile(r"api[^\s\"'`<>]{0,300}\Z", re.I)  # other links have keys that name a page
_KEY_QUERY = re.compile(_QUERY.pattern)
_SQL = re.compile(
    r"(?i:identified[ \t]{1,4}(?:with[ \t]{1,4}[\w']{1,40}[ \t]{1,4})?by(?:[ \t]{1,4}password)?"
    r"|(?:user|role|login)\b[^\n;]{0,120}?\bpassword)[ \t]{0,4}=?[ "
    r"\t]{0,4}\\?['\"](?P<value>[^'\"\\\n]{3,200})\\?['\"]"
)
_NETRC = re.compile(
    r"(?:machine[ \t]{1,8}\S{1,100}"
    r"|default)\s{1,20}login\s{1,8}\S{1,100}\s{1,20}password\s{1,8}(?P<value>[^\s$]{3,200})"
)
_DOCKERAUTH = re.compile(r"\"auth\"\s{0,8}:\s{0,8}\"(?P<value>[A-Za-z0-9+/]{8,400}={0,2})\"")
_NPM = re.compile(r"_(?:auth|password)[ \t]{0,4}=[ \t]{0,4}[\"']?(?P<value>[A-Za-z0-9+/]{8,400}={0,2})")
_NPM_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])_authtoken[ \t]{0,4}=[ \t]{0,4}[\"']?(?P<value>[\w\-]{16,200})", re.I
)
_HASH = re.compile(r":(?P<value>\$(?:apr1|[156]|2[aby])\$[^\s:\"']{20,150})")


def scan(text: str, words: SecretWords, language: Language) -> Iterator[Hit]:
    """All credentials that are told by the words around them."""
    low, present = words.low, words.present
    if "authorization" in present or "bearer" in present:
        if not language.tests:
            yield from _each(
                text, _BASIC, "basic ", low, "HTTP basic credentials", checks.basic_credentials, _HIGH
            )
        for word in ("bearer ", "token ", "apikey "):
            yield from _each(text, _BEARER, word, low, "bearer token", _bearer, _HIGH)

    def good(value: str) -> bool:
        strict = language.strict or not language.weak  # a workflow makes its database for one run
        return believable(value, Kind.PASSWORD, "", strict=strict, settled=language.weak)

    if language.tests:
        return
    for gate in _open(text, low, present, language):
        for word, pattern, label, check, severity, shift in _ROWS[gate]:
            if word in low:
                if pattern is _CURL and language.prose:
                    pattern = _CURL_SHOWN
                yield from _each(text, pattern, word, low, label, check or good, severity, shift)
    if (language.source or language.extension == "ipynb") and language.weak and not language.strict:
        yield from calls.scan(text, low, present, language.extension)


def _open(text: str, low: str, present: frozenset[str], language: Language) -> list[str]:
    """Which groups of rows the text can have: few words rule most of them out."""
    shell, passw = not language.source, "pass" in present and "passw" in low
    linked = has_links(text)
    gates = {
        "user": "curl" in low,
        "port": shell or " -p" in text,
        "shell": shell,
        "pass": "pass" in present,
        "chpasswd": passw and "chpasswd" in low,
        "create": passw and "create " in low,
        "alter": passw and "alter " in low,
        "any": True,
        "key": linked and "key" in present,
        "appid": linked and "appid" in present,
        "token": linked and "token" in present,
    }
    return [gate for gate, is_open in gates.items() if is_open]


def _each(
    text: str,
    pattern: re.Pattern[str],
    word: str,
    low: str,
    label: str,
    check: Callable[[str], object],
    severity: Severity,
    shift: int = 0,
) -> Iterator[Hit]:
    for place in places(low, word):
        found = pattern.match(text, place + shift)
        if found:
            value = found["value"]
            if pattern is _KEY_QUERY and not _API.search(text, max(0, place - 300), place):
                continue
            if not is_reference(value) and not is_public(value) and check(value):
                yield Hit(found.start("value"), found.end("value"), label, severity, Confidence.MEDIUM)


def _bearer(value: str) -> bool:
    return looks_random(value, 16) and not is_placeholder(value) and value.count(".") < 3


def _curl(value: str) -> bool:
    if (
        is_placeholder(value)
        or value.lower() in {"password", "pass", "passwd", "secret", "token"}
        or value.startswith(("$", "<", "{"))
        or re.search(r"\.[*+?]|\\[swd]|\[\^", value)  # of a pattern that looks for such commands
    ):
        return False
    return len(value) >= 3 and not value.isupper()


_Row = tuple[str, re.Pattern[str], str, Callable[[str], object] | None, Severity, int]
# What opens a group of rows; of each row a word of the text, the pattern at it, what it finds, its check
# (None: a believable password), the severity, and how far the pattern begins behind the word.
_ROWS: dict[str, tuple[_Row, ...]] = {
    "user": (
        ("curl", _CURL, "password of a curl command", _curl, _HIGH, 0),
    ),
    "port": (
        ("mysql", _CLIENT, "password of a database client", None, _HIGH, 0),
        ("mariadb", _CLIENT, "password of a database client", None, _HIGH, 0),
        ("sshpass", _SSHPASS, "password of an ssh command", None, _HIGH, 0),
        ("docker", _DOCKER, "registry password", None, _HIGH, 0),
    ),
    "shell": (
        ("redis-cli", _REDIS, "Redis password", None, _HIGH, 0),
        ("masterauth", _REDIS, "Redis password", None, _HIGH, 0),
        ("convertto-securestring", SECURED, "password of a script", None, _HIGH, 0),
        ("machine ", _NETRC, "netrc password", None, _HIGH, 0),
        ('"auth"', _DOCKERAUTH, "registry credentials", checks.basic_credentials, _HIGH, 0),
        ("_auth", _NPM, "npm credentials", checks.basic_credentials, _HIGH, 0),
        ("_password", _NPM, "npm credentials", checks.basic_credentials, _HIGH, 0),
        ("_authtoken", _NPM_TOKEN, "npm token", None, _HIGH, 0),
        (":$", _HASH, "password hash", len, _MEDIUM, 0),
    ),
    "pass": (
        ("requirepass", _REDIS, "Redis password", None, _HIGH, 0),
    ),
    "chpasswd": (
        ("echo", _CHPASSWD, "password of a system user", None, _HIGH, 0),
    ),
    "create": (
        ("create user", _SQL, "password in SQL", None, _MEDIUM, 7),
        ("create role", _SQL, "password in SQL", None, _MEDIUM, 7),
        ("create login", _SQL, "password in SQL", None, _MEDIUM, 7),
    ),
    "alter": (
        ("alter user", _SQL, "password in SQL", None, _MEDIUM, 6),
        ("alter role", _SQL, "password in SQL", None, _MEDIUM, 6),
    ),
    "any": (
        ("identified", _SQL, "password in SQL", None, _MEDIUM, 0),
    ),
    "key": (
        ("?key=", _KEY_QUERY, "key in a URL", _bearer, _HIGH, 1),
        ("&key=", _KEY_QUERY, "key in a URL", _bearer, _HIGH, 1),
    ),
    "appid": (
        ("?appid=", _QUERY, "key in a URL", _bearer, _HIGH, 1),
        ("&appid=", _QUERY, "key in a URL", _bearer, _HIGH, 1),
    ),
    "token": (
        ("?access_token=", _QUERY, "token in a URL", _bearer, _HIGH, 1),
    ),
}  # fmt: skip
