"""Whether the literal of a default works as a secret: no name of one, no word for its absence, no label."""

from __future__ import annotations

import re

from . import harmless
from .defaults import Default
from .entropy import looks_random, shannon
from .names import Kind, names_service, words
from .values import (
    believable,
    is_capitals,
    is_default_word,
    is_placeholder,
    is_prose,
    is_textual,
)
from .wordsets import word_set

_STAND_IN = re.compile(r"your|change|replace|secret|key|insecure|dev|default|here|placeholder|super|my", re.I)
_SPEAKS = re.compile(r"secret|token|dev|admin|test|local|key|pass")
# What says that there is no secret, or which of several is meant.
_NOTHING = word_set("""
    none null nil undefined false true unset unknown missing empty disabled auto random generate generated
    error fail failed failure invalid notfound not_found not-found unavailable unspecified absent
    required optional latest current awscurrent awsprevious n/a na notset not-set not_set prompt ask
""")
_NO_KEY = re.compile(
    r"no[-_ ]?(?:api[-_ ]?)?(?:key|token|secret|password|auth)|not[-_ ]?(?:needed|required|used)|unused|ignored"
    r"|^unknown[-_ ]",
    re.I,
)
# What Django's `startproject` writes: https://github.com/django/django/blob/main/django/core/management/utils.py
_DJANGO_KEY = re.compile(r"[a-z0-9!@#$%^&*(\-_=+)]{50}")
# The words that guessers try first.
_GUESSED = word_set("""
    letmein qwerty password passw0rd hunter2 admin topsecret supersecret mysecret
""")
# In a name of a setting they say whose key it is; a value that repeats them still signs.
_SIGNERS = word_set("""
    secret key token jwt app dev development default test session cookie signing signature encryption auth
    django flask fastapi hmac csrf local prod production web
""")


def is_django_key(value: str) -> bool:
    """Whether the value is a key that Django made, or was typed like one: ``$(`` and ``^`` mean nothing in it."""
    if _DJANGO_KEY.fullmatch(value):
        return shannon(value) > 4.2
    symbols = sum(not c.isalnum() for c in value)
    return 40 <= len(value) <= 200 and symbols >= 6 and "://" not in value and looks_random(value)


# How the keys of Redis are named: https://redis.io/docs/latest/develop/using-commands/keyspace
_OF_STORE = re.compile(r"[a-z][a-z_\-]{1,40}(?::[a-z][a-z_\-]{1,40}){1,6}")


def is_credible(item: Default) -> bool:
    """Whether the value works as a secret."""
    value, kind = item.value, item.kind
    if value.lower().strip("()<>[]. ") in _NOTHING or _NO_KEY.search(value):
        return False
    if re.search(r"(?i)not[-_ ]a[-_ ](?:real[-_ ])?secret", value):
        return False
    if words(item.name)[-2:] == ("hash", "key") and _OF_STORE.fullmatch(value.replace("_", ":")):
        return False  # the name of an entry in a store of hashes: ``queue_state``
    if re.fullmatch(r"(?:[a-z]{1,20}[:.])+", value):
        return False  # the beginning of a name: ``urn:btih:``
    if item.what == "value" and _OF_STORE.fullmatch(value) and value.islower():
        return False  # the name of an entry in a store: ``shop:orders:open``
    if (is_capitals(value) and not (item.in_force and is_default_word(value))) or (
        value.isupper() and "_" in value and set(words(value)) <= set(words(item.name))
    ):
        return False  # it waits for the reader, or repeats the name
    if value.istitle() and value.lower() == item.name.lower():
        return False  # a label
    if " of " in item.name:  # handed to a cryptographic call: any literal is known to all
        return not is_textual(value)
    if kind is Kind.SIGNING:
        return _signs(item)
    if is_default_word(value) and _changes(item):
        return True
    if kind is Kind.SALT:
        return _salts(item)
    if kind is Kind.KEY and words(item.name)[-2:] == ("access", "key") and not looks_random(value):
        return False  # the user's name, in the words of a store of objects
    if kind is Kind.PASSWORD and names_service(item.name) and value.lower() in words(item.name):
        return True  # REDIS_PASSWORD is "redis"
    if kind is Kind.SECRET and value.lower() in _GUESSED:
        return True
    if kind in {Kind.TOKEN, Kind.SECRET, Kind.KEY} and item.forced and _is_setting(item):
        return _opens(item)
    return believable(value, kind, item.name, settled=item.forced and kind is Kind.PASSWORD)


def _is_setting(item: Default) -> bool:
    """Whether the default is of a setting of the program, not of a parameter or of any dictionary."""
    return (
        item.name.isupper()
        or "setting" in item.what
        or "option" in item.what
        or (item.what == "fallback" and item.kind is Kind.SECRET)
    )


def _changes(item: Default) -> bool:
    """Whether a value that asks to be changed is in force here until someone does."""
    if item.kind is Kind.PASSWORD:
        return True
    if item.kind is Kind.KEY:
        return item.forced and harmless.OWN_KEYS.issuperset(words(item.name))
    return item.forced and item.kind in {Kind.TOKEN, Kind.SECRET}


def _signs(item: Default) -> bool:
    """Whether a value signs tokens: a stand-in does it as well as any other key, and everyone knows it."""
    value = item.value
    if is_django_key(value) or (item.in_force and is_default_word(value)):
        return True
    if is_textual(value) or _pointer(value, item.name) or _names_part(item) or _names_entry(item):
        return False
    if words(item.name)[-1:] == ("salt",) and _is_label(value, item.name):
        return False  # what it keeps apart
    if item.in_force and any(c.isalnum() for c in value) and not is_prose(value):
        return True
    if (item.forced and _STAND_IN.search(value)) or is_default_word(value):
        return True
    return believable(value, Kind.SIGNING, item.name)


def _names_part(item: Default) -> bool:
    """Whether the value repeats what its name says besides: the entry ``config`` of ``CONFIG_SECRET_KEY``."""
    mine = set(words(item.value))
    return item.what == "value" and bool(mine - _SIGNERS) and mine <= set(words(item.name))


def _names_entry(item: Default) -> bool:
    """Whether the value is the name of an entry, as in ``provider.get("token_secret", "oauth_token_secret")``."""
    value, name = item.value, item.name
    if name.isupper() or not re.fullmatch(r"[a-z]{1,40}(?:_[a-z]{1,40}){1,8}", value):
        return False
    more = set(words(value)) - set(words(name))
    return set(words(name)) <= set(words(value)) and not any(_STAND_IN.search(word) for word in more)


def _salts(item: Default) -> bool:
    """Whether a literal is a salt, and not what the salt is for, as in ``CONFIRM_EMAIL_SALT``."""
    value, name = item.value, item.name
    named = item.forced or name.isupper()
    telling = any(c.isdigit() for c in value) or not re.fullmatch(r"[a-z_.\- ]{1,4000}", value)
    if not (named or telling) or set(words(value)) <= set(words(name)) or _is_label(value, name):
        return False
    return not (is_placeholder(value) or is_prose(value) or is_textual(value) or _pointer(value, name))


_SALTED = re.compile(r"salt|pepper|secret|pass|key|random|change|default|static|dev|test")


def _is_label(value: str, name: str) -> bool:
    """Whether a salt keeps signatures for one purpose apart, as ``shop-session-v1`` does: it needs no secrecy."""
    if not re.fullmatch(r"[a-z]{1,40}(?:[-_.:/ ][a-z0-9]{1,40}){1,8}", value):
        return False
    if not any(c.isdigit() for c in value) and not _SALTED.search(value):
        return True
    shared = set(words(value)) & set(words(name)) - {"salt", "password", "secret", "key", "my", "security"}
    return bool(shared) or bool(re.search(r"[-_.:/ ]v\d{1,3}$", value))


def _opens(item: Default) -> bool:
    """Whether the default of a setting is a value that works, such as ``dev-token``."""
    value = item.value
    if is_placeholder(value) or is_textual(value) or is_prose(value):
        return False
    if any(c.isdigit() for c in value):
        return True
    return bool(_SPEAKS.search(value.lower())) and not _pointer(value, item.name)


def _pointer(value: str, name: str) -> bool:
    """Whether the value only names something, as ``SECRET_KEY = "secret_key_name"`` does."""
    return bool(re.fullmatch(r"[A-Z]{1,60}(?:_[A-Z0-9]{1,60}){1,20}|_\w{1,80}", value)) or (
        value.lower() == name.lower() and "_" in name and not name.isupper()
    )
