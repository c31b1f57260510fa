"""Credentials that have no name of their own: headers, command lines, positional arguments, SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from codereview.api import Confidence, Severity

from . import checks
from .entropy import looks_random
from .hit import Hit
from .languages import Language
from .names import Kind
from .patterns import SECURED
from .places import places
from .values import believable, is_default_word, is_placeholder, is_public, is_reference
from .wordsets import word_set

_HIGH, _MEDIUM = Severity.HIGH, Severity.MEDIUM
_BASIC = re.compile(r"(?i:basic)[ \t]{1,3}(?P<value>[A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])")
_BEARER = re.compile(
    r"(?i:bearer|token|apikey|api-key)[ \t]{1,3}(?:[\"'][ \t]?\+[ "
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
_NPM_TOKEN = re.compile(r"_authtoken[ \t]{0,4}=[ \t]{0,4}[\"']?(?P<value>[\w\-]{16,200})", re.I)
_HASH = re.compile(r":(?P<value>\$(?:apr1|[156]|2[aby])\$[^\s:\"']{20,150})")

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


def scan(text: str, low: str, language: Language) -> Iterator[Hit]:
    """All credentials that are told by the words around them."""
    if "authorization" in low or "bearer" in low:
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
    passw = "passw" in low
    shell = not language.source
    gates = {
        "passw": passw,
        "user": shell or " -u" in text,
        "port": shell or " -p" in text,
        "shell": shell,
        "url": "://" in text,
        "any": True,
    }
    for word, gate, pattern, label, check, shift in (
        ("curl", "user", _CURL_SHOWN if language.prose else _CURL, "password of a curl command", _curl, 0),
        ("mysql", "port", _CLIENT, "password of a database client", good, 0),
        ("mariadb", "port", _CLIENT, "password of a database client", good, 0),
        ("sshpass", "port", _SSHPASS, "password of an ssh command", good, 0),
        ("redis-cli", "shell", _REDIS, "Redis password", good, 0),
        ("requirepass", "any", _REDIS, "Redis password", good, 0),
        ("masterauth", "shell", _REDIS, "Redis password", good, 0),
        ("echo", "passw", _CHPASSWD, "password of a system user", good, 0),
        ("?key=", "url", _QUERY, "key in a URL", _bearer, 1),
        ("&key=", "url", _QUERY, "key in a URL", _bearer, 1),
        ("?appid=", "url", _QUERY, "key in a URL", _bearer, 1),
        ("&appid=", "url", _QUERY, "key in a URL", _bearer, 1),
        ("?access_token=", "url", _QUERY, "token in a URL", _bearer, 1),
        ("docker", "port", _DOCKER, "registry password", good, 0),
        ("identified", "any", _SQL, "password in SQL", good, 0),
        ("create user", "passw", _SQL, "password in SQL", good, 7),
        ("create role", "passw", _SQL, "password in SQL", good, 7),
        ("alter user", "passw", _SQL, "password in SQL", good, 6),
        ("alter role", "passw", _SQL, "password in SQL", good, 6),
        ("create login", "passw", _SQL, "password in SQL", good, 7),
        ("convertto-securestring", "any", SECURED, "password of a script", good, 0),
        ("machine ", "shell", _NETRC, "netrc password", good, 0),
        ('"auth"', "shell", _DOCKERAUTH, "registry credentials", checks.basic_credentials, 0),
        ("_auth", "shell", _NPM, "npm credentials", checks.basic_credentials, 0),
        ("_password", "shell", _NPM, "npm credentials", checks.basic_credentials, 0),
        ("_authtoken", "shell", _NPM_TOKEN, "npm token", good, 0),
        (":$", "shell", _HASH, "password hash", len, 0),
    ):
        if gates[gate] and word in low:
            yield from _each(
                text,
                pattern,
                word,
                low,
                label,
                check,
                _MEDIUM if "SQL" in label or "hash" in label else _HIGH,
                shift,
            )
    if (language.source or language.extension == "ipynb") and language.weak and not language.strict:
        yield from _calls(text, gates["passw"], language.extension)


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
            if not is_reference(value) and not is_public(value) and check(value):
                yield Hit(found.start("value"), found.end("value"), label, severity, Confidence.MEDIUM)


def _bearer(value: str) -> bool:
    return looks_random(value, 16) and not is_placeholder(value) and value.count(".") < 3


def _curl(value: str) -> bool:
    if (
        is_placeholder(value)
        or value.lower() in {"password", "pass", "passwd", "secret", "token"}
        or value.startswith(("$", "<", "{"))
    ):
        return False
    return len(value) >= 3 and not value.isupper()


def _calls(text: str, passw: bool, extension: str) -> Iterator[Hit]:
    """Positional passwords: ``connect("host", "root", "<here>")``, ``auth=("user", "<here>")``,
    ``set_password("<here>")``."""
    ends = _ENDS + (_ENDS_WITH_PASSWORD if passw else ()) + _ENDS_OF.get(extension, ())
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


# How the calls of interest end.
_ENDS = (
    "PlainCredentials(",
    "nnect(",
    "superuser(",
    "ogin(",
    "uth(",
    "uth=(",
    "uth = (",
    "reds = (",
    "entials = (",
    "nnection(",
)
_ENDS_WITH_PASSWORD = ("ssword(", "word_hash(", "user(", "uthenticate(", "FTP(", "FTP_TLS(", "hashpw(",
"wordToken(",
"Authentication(",
                       "redentials(", "redential(")  # fmt: skip
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
        index = 0
    elif call in _TWO:
        index = 1
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
    severity, confidence = (_HIGH, Confidence.HIGH) if random else (_MEDIUM, Confidence.MEDIUM)
    return Hit(item.start("value"), item.end("value"), f"password passed to {call}()", severity, confidence)
