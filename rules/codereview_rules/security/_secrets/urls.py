"""Credentials inside URLs and connection strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from codereview.api import Confidence, Severity

from .doubts import is_plain
from .entropy import looks_random
from .hit import Hit
from .languages import Language
from .places import has_links, places
from .values import is_capitals, is_placeholder, is_public, is_reference
from .wordsets import word_set

_URL = re.compile(
    r"://(?P<user>[^\s/@:\"'`<>\\?#,()]{0,100}):(?P<password>[^\s\"'`<>/\\?#]{1,200})@(?P<host>[^"
    r"\s/\"'`<>?,\\)@]{1,150})"
)
_COMPARED = re.compile(r"[!=]==?[ \t]{0,3}[\"']\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{1,30}\Z")
_JDBC = re.compile(r"(?i)(?<=thin:)(?P<user>\w{1,40})/(?P<password>[^\s@/\"']{3,60})@")
_LOCAL = re.compile(
    r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal"
    r"|[a-z][a-z0-9_\-]{1,30})(?::\d{1,5})?$",
    re.I,
)
_NO_HOST = re.compile(r"(?:host|hostname|server|address|ip)(?::port|:\d{1,5})?$", re.I)
_EXAMPLE_HOST = re.compile(r"example\.(?:com|org|net)|(?:^|[._\-])(?:example|x{3,40})(?:[._\-]|$)")
_GENERIC_USERS = word_set("""
    user username usr login name youruser myuser your_user my_user dbuser db_user <user> scott foo bar
    alice bob me u admin_user uname u1 x
""")
_GENERIC = word_set("""
    password pass passwd pw pwd secret your_password yourpassword mypassword my_password db_password
    dbpass userpass user_password token <password> tiger bar foo baz p pwd123 mypass credentials *****
    xxx access_token s3cret pass123 passw0rd apikey api_key key db_pass dbpassword password_here
    your_pass
""")
_DATA = ("postgres", "mysql", "mariadb", "mongodb", "redis", "rediss", "amqp", "amqps", "mssql", "oracle",
"sqlserver",
         "cockroachdb", "clickhouse", "jdbc", "ldap", "ldaps", "db2", "neo4j", "bolt", "cassandra",
"elasticsearch",
         "cloudinary", "ftp", "sftp", "smtp", "smtps", "nats", "mqtt", "kafka", "postgresql", "snowflake",
"couchdb")  # fmt: skip


def scan(text: str, language: Language) -> Iterator[Hit]:
    """All URLs with a literal password in their user part."""
    for place in places(text, "://") if has_links(text) else ():
        found = _URL.match(text, place)
        if found:
            scheme = _SCHEME.search(text, max(0, place - 32), place)
            hit = _judge(
                text,
                found,
                scheme.group().lower() if scheme else "",
                scheme.start() if scheme else place,
                language,
            )
            if hit:
                yield hit
    if ":thin:" in text:
        for found in _JDBC.finditer(text):
            if not is_placeholder(found["password"]) and not is_reference(found["password"]):
                yield _hit(found, "oracle", Severity.HIGH, Confidence.MEDIUM)


def _judge(text: str, found: re.Match[str], scheme: str, start: int, language: Language) -> Hit | None:
    """The hit of a URL that starts at ``start``, or None if its password is none or opens nothing."""
    user, password, host = found["user"], found["password"], found["host"]
    if language.tests or _is_filled_in(user, password, host) or _is_stand_in(user, password, host):
        return None
    base = scheme.split("+")[0]
    random = looks_random(password)
    if language.prose or language.strict or not language.weak:
        return _hit(found, base, Severity.HIGH, Confidence.MEDIUM) if random else None
    return _in_setting(text, found, base, start, language)


def _in_setting(text: str, found: re.Match[str], base: str, start: int, language: Language) -> Hit | None:
    """The hit where chosen passwords are in force as well: in a program or a setting."""
    user, password = found["user"], found["password"]
    random = looks_random(password)
    quoted = _is_value(text, start, language)
    if not random and _COMPARED.search(text, max(0, start - 8), start):
        return None
    in_force = quoted and not _in_comment(text, start, language)
    if not (in_force or random or _has_digit(password)) or _is_number(password, base):
        return None
    generic = _is_generic(user, password, base)
    if generic and not (in_force and base in _DATA):
        return None
    if generic or password.lower() == user.lower() or (_is_local(found["host"]) and not random):
        local = _is_own(found["host"]) and _is_stock(password, user)  # a database of the developer's machine
        shared = password.lower() == user.lower() and not _is_local(
            found["host"]
        )  # a login that all are told
        sure = quoted and not generic and not local and not shared
        return _hit(found, base, Severity.MEDIUM, Confidence.MEDIUM if sure else Confidence.LOW)
    return _hit(found, base, Severity.HIGH, Confidence.HIGH if random else Confidence.MEDIUM)


def _is_filled_in(user: str, password: str, host: str) -> bool:
    """Whether a part of the URL is written elsewhere: a variable, a template, a format."""
    if is_reference(password) or is_reference(host) or "$" in password[:1] or "{" in password + host:
        return True
    if is_reference(user) or "$" in user or "{" in user:  # the password may stand there nevertheless
        return not (_has_digit(password) and re.search(r"[A-Za-z]", password)) or "}" in password
    return "%s" in password or (password.startswith("%") and password.endswith(")s"))


def _is_stand_in(user: str, password: str, host: str) -> bool:
    """Whether the URL only shows the form: public values, words for the reader, hosts of examples."""
    if is_public(password) or any(ord(c) > 0x2FF for c in password):
        return True
    if is_placeholder(password) or (user not in {"", "default"} and is_placeholder(user)):
        return True
    if is_capitals(password) or (password.isupper() and password.lower() in _GENERIC):
        return True
    return bool(_NO_HOST.match(host) or _EXAMPLE_HOST.search(host))


def _has_digit(password: str) -> bool:
    return any(c.isdigit() for c in password)


def _is_generic(user: str, password: str, base: str) -> bool:
    """Whether the password is a word of documentation; ``root:password`` opens many a database."""
    low = re.sub(r"^(?:an?|my|the|some|your) ", "", unquote(password).lower())
    return low in _GENERIC and (user.lower() in _GENERIC_USERS or low != "password" or base not in _DATA)


def _is_value(text: str, start: int, language: Language) -> bool:
    """Whether the URL is a literal or the value of a setting, and not a word in a text."""
    before = text[start - 1 : start]
    if before in "\"'`=" or text[max(0, start - 2) : start] in {": ", "= "}:
        return True
    return language.extension in {"yml", "yaml"} and before == " "


def _is_number(password: str, base: str) -> bool:
    """Whether the password is rather a line, a port or a column: no store of data is named."""
    return password.isdigit() and len(password) < 6 and base not in _DATA


def _is_local(host: str) -> bool:
    """Whether the host is this machine or one of its network: a name without a domain."""
    name = host.split(":")[0].replace("127.0.0.1", "").replace("0.0.0.0", "")
    return bool(_LOCAL.match(host)) and "." not in name


# What a database has when nobody chose a password.
_STOCK = word_set("""
    root postgres postgresql mysql mariadb mongo admin password pass guest redis test secret rabbitmq dev
    1234 12345 123456 12345678 changeme
""")


def _is_stock(password: str, user: str) -> bool:
    """Whether the password is the user's name, or one that everybody tries first."""
    low = password.lower()
    spoken = bool(re.search(r"passw|test|local|(?:^|_)dev(?:_|$)", low))
    return low in _STOCK or ((spoken or low == user.lower()) and is_plain(password))


def _is_own(host: str) -> bool:
    """Whether the host is this very machine."""
    return host.split(":")[0].lower() in {"localhost", "127.0.0.1", "0.0.0.0", "host.docker.internal"}


def _in_comment(text: str, start: int, language: Language) -> bool:
    head = text[text.rfind("\n", max(0, start - 300), start) + 1 : start].lstrip()
    marks = ("#", "//", "*", "/*", "--", ";", ">>>", "<!--", "..", ":")
    return head.startswith(marks) and not (language.config and head.startswith("--"))


def _hit(found: re.Match[str], scheme: str, severity: Severity, confidence: Confidence) -> Hit:
    label = f"password in a {scheme} URL" if scheme else "password in a URL"
    return Hit(found.start("password"), found.end("password"), label, severity, confidence)
