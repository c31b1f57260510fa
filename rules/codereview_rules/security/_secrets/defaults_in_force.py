"""When SEC003 is sure: the default is in force where nobody sets another, and what it opens is the program's own.

A key that signs works whatever it is, and so does the password of the program's own administrator; a generated value
was made to open something. The word that stands for a key of a provider opens nothing there, and the word for a
database opens that of the set-up that has it: whether one has is not seen here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import harmless, notes
from .defaults import Default
from .doubts import stands_in
from .names import Kind, words
from .wordsets import word_set

_GIVEN = ("parameter", "option", "field", "value")
_SETTINGS = ("settings field",)
_CIPHERS = ("encryption key", "message authentication code")
# What a server signs or encrypts for itself; a client has to do it with the key that the server has.
_SERVES = re.compile(
    r"(?m)^\s{0,8}(?:from|import)\s{1,4}(?:flask|django|fastapi|starlette|sanic|quart|bottle|tornado|litestar|falcon|aiohttp\.web"
    r"|jwt|itsdangerous)\b|^\s{0,8}from aiohttp import web\b|BaseSettings"
)
_SPEAKS = re.compile(r"(?i)secret|key|change|default|passw|pepper|salt|insecure|dev")
# What clients send to count visits has a token that each of them is given.
_PUBLISHED = word_set(
    "mixpanel segment amplitude posthog analytics sentry mapbox algolia publishable public firebase"
)
# What an address is taken apart into has each of its parts: ``env.db("DATABASE_URL").get("PASSWORD", "word")``
_FILLED = re.compile(r"\.(?:db|db_url|cache|cache_url|email_url)\(\s?[\"']\w{1,60}[\"']\s?\)\.get\(")
_KEY_OF_SETTINGS = re.compile(r"[a-z]{1,40}(?:[_.][a-z]{1,40}){2,8}")
_STORED = word_set("security password user users")


def doubt(item: Default, lines: Sequence[str], generated: bool) -> str:
    """Why a default may not be in force, or opens nothing, empty if it is in force and opens something.

    Args:
        item: the default; its value is one that works.
        lines: the lines of its file.
        generated: whether nobody typed it as words.
    """
    its = frozenset(words(item.name))
    if notes.is_for_tests(item.name):
        return "its name says that it is for tests or demonstrations"
    if _is_set_before(item, lines):
        return "a line above sets the variable where it is not set"
    if _is_of_image(item, lines):
        return "the name of the user is the same word, as images of devices are delivered with"
    if not generated and _is_of_account(item, lines):
        return "the name of the user is the same word, which opens no account elsewhere"
    if _FILLED.search(lines[item.node.lineno - 1].partition(item.value)[0]):
        return "the address that is asked for has one"
    if _is_mixed(item, lines):
        return "it is hashed together with random bytes that are not in the code"
    if _PUBLISHED & its and item.kind in {Kind.KEY, Kind.TOKEN}:
        return "a key that every client is given, as it seems"
    if (
        item.what == "value"
        and len(its) >= 3
        and its < frozenset(words(item.value))
        and _KEY_OF_SETTINGS.fullmatch(item.value)
    ):
        return "it repeats the name, as the key of a setting does"
    if item.what.endswith(_CIPHERS):
        own = _SERVES.search("\n".join(lines)) is not None or _SPEAKS.search(item.value) is not None
        return "" if own else "a client of a service elsewhere has to have the same key, as it seems"
    if not generated and _is_sent(item, its, lines):
        return "a client sends it, and what it is sent to has to have the same"
    if item.kind is Kind.SIGNING or generated:
        return ""
    given = any(word in item.what for word in _GIVEN) and not item.what.endswith(_SETTINGS)
    if given or _is_kept_of_argument(item, lines):
        return "a word for calls that give no other, and none such is seen"
    if item.kind is Kind.PASSWORD:
        service = notes.is_of_service(item.name) or harmless.is_in_service(item, lines)
        own = notes.is_of_administrator(item.name) or not service
        return "" if own else "a word for a database or a broker; a set-up that leaves it so was not seen"
    if not harmless.OWN_KEYS.issuperset(its - {"token", "webhook", "verify"}):
        return "a stand-in for the key of a service elsewhere, which takes no such word"
    return ""


_SETS = r"\benviron(?:\.setdefault\(\s{{0,40}}[\"']{name}[\"']|\[[\"']{name}[\"']\]\s{{0,4}}=(?!=))"


def _is_set_before(item: Default, lines: Sequence[str]) -> bool:
    """Whether a line of the module above gives the environment the variable that is looked up with a default."""
    if item.what != "default" or not item.name.isidentifier():
        return False
    sets = re.compile(_SETS.format(name=re.escape(item.name)))
    place = item.node.lineno - 1
    return any(sets.match(line.removeprefix("os.")) for line in lines[:place]) and not sets.search(
        lines[place]
    )


_USER = re.compile(r"[\"'](?:user|username|login)[\"']\s{0,2},\s{0,4}[\"'](?P<value>[^\"'\n]{1,60})[\"']")


def _is_of_image(item: Default, lines: Sequence[str]) -> bool:
    """Whether what a device is asked with has one word for the name and the password: ``ubuntu`` and ``ubuntu``."""
    if item.name not in {"password", "passwd"} or item.value in {"admin", "root", "administrator"}:
        return False
    around = "\n".join(lines[max(0, item.node.lineno - 5) : item.node.lineno + 4])
    return any(found["value"] == item.value for found in _USER.finditer(around))


# What a program logs in to; the account there opens nothing here.
_CALLED = word_set("ldap minio oauth oidc odoo smtp s3 apm")
_STORES = word_set("object blob bucket cloud")  # whose storage: `storage_secret` alone signs sessions
_CHECKS_ITSELF = word_set(
    "hmac webhook webhooks jwt session cookie signing signature csrf verify admin superuser"
)
_CONNECTS = re.compile(r"\b[A-Z]\w{0,40}(?:Client|Connection)\(")
_CLIENT_SECRET = re.compile(r"(?i)[\"']?client_?secret[\"']?\s{0,4}[:=]")
_AWAY = re.compile(
    r"(?i)[\"'/@.](?:localhost|127\.0\.0\.1|example)\b|[\"'/@][a-z][a-z0-9_\-]{1,30}:\d{2,5}\b|\bstaging\.|//[\w.\-]{0,60}(?:sandbox|staging)"
)


def _is_sent(item: Default, its: frozenset[str], lines: Sequence[str]) -> bool:
    """Whether a stand-in is what a client proves itself with to a program elsewhere, which this one is not."""
    if _CHECKS_ITSELF & its:
        return False
    line = lines[item.node.lineno - 1]
    if "client" in its or _CLIENT_SECRET.search(line.partition(item.value)[0]):
        return True
    called = _CALLED & its or ("storage" in its and _STORES & its)
    if called and _AWAY.search("\n".join(lines[max(0, item.node.lineno - 6) : item.node.lineno + 5])):
        return True
    if item.kind is Kind.SIGNING:
        return False
    return (not notes.is_of_service(item.name) and _has_address(item, lines)) or _in_call(
        item.node.lineno - 1, lines
    )


# Whose address a program is told is not the program itself, unless it is called by one of these.
_OWN_NAMES = word_set(
    "admin api app application backend server service web site auth superuser user default my"
)
_WHOSE = re.compile(
    r"(?P<whose>[A-Za-z]\w{2,40}?)_(?:user_?|admin_?|api_?|auth_?|access_?)?(?:password|passwd|pass|pwd|pw|token|secret|key)$",
    re.I,
)

_SHORT = re.compile(r"(?P<whose>[A-Za-z]{2})_password$", re.I)


def _is_of_account(item: Default, lines: Sequence[str]) -> bool:
    """Whether the user beside ``SHOP_PASSWORD`` has the same word for a name: both stand in for an account there."""
    whose = _SHORT.match(item.name) or _WHOSE.match(item.name)
    if item.kind is not Kind.PASSWORD or whose is None or _OWN_NAMES.issuperset(words(whose["whose"])):
        return False
    user = re.compile(
        rf"(?i)(?<![A-Za-z0-9_]){re.escape(whose['whose'])}_\w{{0,20}}(?:user(?:_?name)?|login)\b[^\n]{{0,80}}[\"'](?P<name>[^\"'\n]+)[\"']"
    )
    around = lines[max(0, item.node.lineno - 4) : item.node.lineno + 3]
    return any(found["name"] == item.value for line in around for found in user.finditer(line))


def _has_address(item: Default, lines: Sequence[str]) -> bool:
    """Whether the lines around ``SHOP_PASSWORD`` have a setting ``SHOP_URL``, and its word is a stand-in: with it a
    client fails to log in at the shop."""
    whose = _WHOSE.match(item.name)
    if not stands_in(item.value) or whose is None or _OWN_NAMES.issuperset(words(whose["whose"])):
        return False
    its = re.escape(whose["whose"])
    address = re.compile(
        rf"(?i)(?<![A-Za-z0-9_]){its}_(?:api_?|base_?)?(?:url|uri|host(?:name)?|endpoint|server|address)\b"
    )
    return address.search("\n".join(lines[max(0, item.node.lineno - 9) : item.node.lineno + 8])) is not None


def _in_call(place: int, lines: Sequence[str]) -> bool:
    """Whether a call that connects, or makes a client, encloses a line: the first one above that stands less deep."""
    depth = len(lines[place]) - len(lines[place].lstrip())
    for index in range(place, max(-1, place - 8), -1):
        line = lines[index]
        inner = len(line) - len(line.lstrip())
        if index == place or (line.strip() and inner < depth):
            if _CONNECTS.search(line):
                return True
            if index != place:
                return False
    return False


_KEPT = re.compile(r"\s{0,40}self\.\w{1,60}(?:\s?:\s?[\w\[\]| .]{1,40})? = (?P<name>\w{1,60}) or [bru]?[\"']")


def _is_kept_of_argument(item: Default, lines: Sequence[str]) -> bool:
    """Whether an object keeps what it was given, or a word: ``self.password = password or "word"``."""
    kept = _KEPT.match(lines[item.node.lineno - 1])
    return item.what == "fallback" and kept is not None and kept["name"] == item.name


_ADDED = (
    r"\b{name}\s{{0,4}}\+[^\n]{{0,80}}(?:random|entropy)"
    r"|(?:random|entropy)\w{{0,40}}\s{{0,4}}\+[^\n]{{0,80}}\b{name}\b"
)
_DRAWS = re.compile(r"\b(?:token_bytes|urandom|randbytes)\(")


def _is_mixed(item: Default, lines: Sequence[str]) -> bool:
    """Whether the file draws random bytes and hashes them together with a value: the bytes are what is secret then."""
    text = "\n".join(lines)
    if not (item.name.isidentifier() and _DRAWS.search(text) and "hashlib." in text):
        return False
    return re.search(_ADDED.format(name=re.escape(item.name)), text) is not None


def doubt_of_salt(item: Default) -> str:
    """The same of a salt: one that is handed to a derivation is in force, one that is only named may be not."""
    if item.what == "salt" or _STORED & frozenset(words(item.name)):
        return ""
    return "no line says that a password is hashed with it"
