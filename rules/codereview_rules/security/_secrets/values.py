"""Which literals are secrets: references, placeholders, labels and identifiers are not."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from .checks import jwt_anonymous, jwt_valid
from .entropy import kind_changes, looks_random, shannon, wordiness
from .names import Kind, names_service, words
from .wordsets import word_set

# A value that is looked up or filled in elsewhere.
_REFERENCE = re.compile(
    r"\$\{[\w.!]{1,80}(?:[^\w.!\]]|$)|\$\{\W|\$\(|^\{\{|\{\{[^{}]{0,200}(?:\}\}|$)|\{\{\s|<%|%>|%\(|\{%|#\{|\$\[|^%[A-Za-z_]+%$|^\$[A-Za-z_]\w*$|^%[sdr]$"
    r"|^\{[^{}]{0,80}\}$|^<[^<>]{1,80}>$"
    r"|^\[[^\[\]]{0,60}\]$|^\[[a-zA-Z]{1,40}\(.{0,4000}\)\]$|^!(?:Ref|Sub|GetAtt|vault|secret|env|ENV|reference)|^![A-Z][A-Za-z]{1,24}\s|^[*&](?=[A-Za-z_\-]{2,80}\d?$)[A-Za-z][\w\-]+$"
    r"|^@@|^__\w+__$"
    r"|^(?:os\.|env[.(:]|ENV[.(\[]|process\.env|config[.(\[]|settings[.(\[]|secrets?[.(\[]|self\."
    r"|this\.|var\.|local\."
    r"|data\.|module\.|vault:|ssm:|arn:|op://|keyring:|sops|ENC\[|file\(|getenv|aws_|random_"
    r"|lookup\(|secretKeyRef)"
    r"|^[\"']?\s?[+.]\s?[\w\"'(]|^[\"']\s?[+.]|\{\$|projects/[^/]+/secrets/|^(?:file|env|vault"
    r"|secret|secretsmanager|gcp|aws|azure)://|^\{\w*\}|^AQICAH|^credentialsJSON:|^\{cipher\}"
    r"|^[\"']\$\{?\w{1,60}\}?[\"']$|^[\"']? ?\. ?\$\w|^\{[A-Za-z_][\w.]{0,60}[\[(]|\?\.\w|\?\? "
)
_PLACEHOLDER = re.compile(
    r"x{4,}|\*{3,}|\.{3,}|…|•{3,}|_{4,}|-{6,}|#{4,}|\?{3,}|example|sample|dummy|fake|placeholder"
    r"|redact|not[-_ ]?a[-_ ]?(?:real|secret)"
    r"|(?:^|[^a-z])(?:your|ihr|votre|tu|mock|todo|fixme|insert|fill|foobar|foo|lorem|ipsum"
    r"|undefined|masked)(?:[^a-z]|$)"
    r"|^your|^mock|^insert|^enter[-_ ]|goes[-_ ]?here|[-_ ]here$|^here[-_ ]|^replace|replace[-_ "
    r"]?(?:me|this|with)|^put[-_ ]|^\W{0,4}set[-_ ]|do[-_ ]?not[-_ ]?use|^add[-_ ]"
    r"|^<.{0,99}>$|^\(.{0,99}\)$|omitted|hidden|encrypted|scrubbed|^to[-_ ]?be[-_ ]|^tbd$|^n/?a$"
    r"|^(?:seu|sua|tua|su|tu|mi|deine?|votre|ton)[-_ ]|[-_ ](?:aqui|ici|hier)$"
    r"|^(?:wrong|bad|invalid|incorrect)[-_ ]?(?:pass|token|key|secret|cred)|^(?:bla[h]?[-_ ]?)+$"
    r"|\[filtered|deadbeef|foobared|be[-_ ]?replaced|(?:\\u[0-9a-f]{4}){3}|^same[-_ ]as|^use[-_ ]|^see[-_ ]|^get[-_ ]"
)
_SEQUENCES = (
    "0123456789",
    "1234567890",
    "abcdefghij",
    "abcdef0123",
    "0123456789abcdef",
    "qwertyuiop",
    "987654321",
    "klmnopqrst",
    "uvwxyz",
)
_ALTERNATING = re.compile(r"a1b2c3d4|1a2b3c4d|a1b2c3e4|abc123def")
_SAMPLE_BOT = re.compile(
    r"123456789\d?:|(?:pi|seti|src|cs)_[A-Za-z0-9]{8,80}_secret_"
)  # of a bot; of one payment
_CHANGE = re.compile(
    r"change[-_ ]?(?:me|this|it|in|before|the)|changeme|replace[-_ ]?(?:me|this|in)|^change[-_ ]"
    r"|troque[-_ ]|mude[-_ ]|cambi(?:ar|ame|a)[-_ ]|changez[-_ ]"
)
_EMPTY = word_set("""
    none null nil true false undefined string str text int integer bool boolean number required optional
    yes no any object bytes unknown empty default hidden basic bearer auto manual prompt disabled
    enabled on off unset scram-sha-256 md5 plain password_hash token apikey api_key header cookie query
    oauth oauth2 jwt csrf cache bcrypt argon2 argon2id pbkdf2 pbkdf2_sha256 scrypt sha256 sha512 vault
    env keyring file input textbox void x-oauth-basic value nullable anonymous self varchar char blob
    post get put delete patch inherit always never noop utf-8 session local redis database db ident peer
    trust reject windows account email username sha1 sha-1 sha224 sha384 sha-256 sha-512 hs256 hs384 hs512 rs256 es256
    configured missing present absent provided loaded detected unavailable
""")
_SECRET_WORD = re.compile(r"pass(?:w|phrase|_|-|$)|secret|token|credential|api[-_]?key|pwd", re.I)
_IDENTIFIER = re.compile(
    r"[a-z]{1,60}(?:[-_.:/][a-z0-9]{1,60}){1,20}|[A-Z]{1,60}(?:_[A-Z0-9]{1,60}){1,20}|[a-z]{1,60}(?:[A-Z][a-z]{1,60}){1,20}"
)
_DOTTED = re.compile(r"[A-Za-z_]\w{0,80}(?:\.[A-Za-z_]\w{0,80}){1,20}(?::\w{1,80}|\(.{0,80}\)?)?")
_PATH = re.compile(
    r"(?:\.{0,2}/|~/|[A-Za-z]:\\|file:)[\w.\-/\\ ~@{}<>:*]*|[\w.\-]+/[\w.\-/]+\.\w{1,5}"
    r"|[\w\-/]+\.(?:py|json|ya?ml|txt|pem|key|crt|env|html?|js|ts|png|svg|toml|ini|cfg|conf|xml)"
)
_URL = re.compile(r"[a-z][a-z0-9+.\-]{1,20}://|^www\.|^mailto:|^data:|^urn:", re.I)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_HTML = re.compile(
    r"</?[a-zA-Z][^>]{0,100}>|^[#.][a-zA-Z][\w\-]*(?:[ >.#:\[]|$)|\[[a-z\-]+=|\\[dwsSWb]"
    r"|^xpath|//[\w*]{1,40}\[|\(\?[:=!P<]|\[\^?[a-zA-Z0-9]-|^\^|\$$(?<=\)\$)"
)
# Of a form's field, as Laravel writes them.
_RULES = re.compile(
    r"(?:^|\|)(?:required|nullable|sometimes|string|confirmed|email|numeric|min:\d{1,4}|max:\d{1,4})\|"
)
# A part of a URL to which the value is added; how long something holds.
_QUERY = re.compile(r"[?&][\w\-]{1,40}=")
_DURATION = re.compile(r"\d{1,4} ?(?:ms|s|sec|m|min|h|d|w|mo|y)")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[a-z]{2,6}")

# First 20 hexadecimal digits of SHA-256 of values that vendors print in their documentation: bots of
# Telegram, test keys of Stripe, the storage and database emulators of Azure, the test merchants of ECPay and Redsys,
# the test secret of reCAPTCHA; the hashes of Telegram's own applications, which are in their sources; and the keys of
# the accounts that chains of the own machine begin with (Ganache, Hardhat, Anvil).
_PUBLIC = word_set("""
    6f3791a57f1d6dd805f1 e81e4f7446abd21b0f2c 2cafc0970149a84f3b9e f2d6ca16515033e5dce1 2d1f7723aabc5c7a51fc
    0011cc25eb4320717494 aa6547439583c3a275d4 6a1293689ed9476a2797 9aa60642b9bff21e4d9d 44cbabec1601f2b97da5
    09b3167f9cff919579fd f5e95c9954635b65acab 009dec741715adaa731d 2eca32762ce92f1fc903 821608a7f555f559cbe2
    578592185588730b9d10 30e55f5463e22af009a1 70b801afae94d2e653c9 0bc9fde2b028e3b067e4 f51c2c795f782308c7dc
    6dea34b6611410913383 faeb1dab5a326eef752d 196fbadca8b7eea62510 ecd5e9d0b08a8a9fd1c3 3fd5610ee03a3503edce
    bc1a50966c9e6486bc4e 8335c55334821eefd433 b26ab6529d20ebebb419 64034b44c579b335ab5e 4d3e46eec8244d1d106f
    0aedba9d586f34f95cf1 28e543d3753fc9d14c65 f070994a859947858067 38e69fdd19aefeb4adf5 967f21586cdf1248a862
""")


def is_public(value: str) -> bool:
    """Whether the value is a known constant of public documentation."""
    if value.endswith(".apps.googleusercontent.com"):  # the name of a client of Google, which browsers show
        return True
    if value.startswith("eyJ") and jwt_anonymous(value):
        return True
    plain = value.removeprefix("0x").encode()
    return "EXAMPLE" in value or hashlib.sha256(plain).hexdigest()[:20] in _PUBLIC


def is_reference(value: str) -> bool:
    """Whether the value is an expression, a template or a pointer to where the secret is."""
    return bool(_REFERENCE.search(value))


@lru_cache(maxsize=2048)
def is_placeholder(value: str) -> bool:
    """Whether the value stands for a secret in documentation, and is none."""
    low = value.lower()
    if low in _EMPTY or _PLACEHOLDER.search(low):
        return True
    if _ALTERNATING.search(low) or _SAMPLE_BOT.match(value):
        return True
    if (
        not any(c.isalnum() for c in value)
        or set(low) == {"x"}
        or (len(value) >= 4 and set(low) <= set("x*.-_#? 0"))
    ):
        return True
    return len(value) >= 12 and any(run in low for run in _SEQUENCES) and not looks_random(_unsequenced(low))


def _unsequenced(low: str) -> str:
    for run in _SEQUENCES:
        low = low.replace(run, "")
    return low


# A sentence in capitals waits for the reader: ``CHANGE_THIS_TO_A_RANDOM_KEY``.
_CAPITALS = re.compile(r"[A-Z]{2,20}(?:[-_ ][A-Z0-9]{1,20}){2,12}")


def is_capitals(value: str) -> bool:
    """Whether the value is three or more words in capitals, and not a key of groups of letters and digits."""
    if not _CAPITALS.fullmatch(value):
        return False
    parts = re.split(r"[-_ ]", value)
    return sum(part.isalpha() for part in parts) >= len(parts) - 1 and wordiness(value) >= 0.5


def is_default_word(value: str) -> bool:
    """Whether the value asks to be changed, such as ``changeme``: it works until someone does."""
    return bool(_CHANGE.search(value.lower()))


def structure_is_fake(value: str, body: str) -> bool:
    """Whether a value of a provider's format is made up: a placeholder, a sequence, or one character
    repeated."""
    low = body.lower()
    if is_public(value) or is_reference(value):
        return True
    if re.search(
        r"example|xxxx|\.\.\.|your|dummy|placeholder|redact|fake|sample|insert|testtest|notreal"
        r"|secret(?:key)?here",
        low,
    ):
        return True
    if any(run in low for run in ("0123456", "1234567", "abcdefg", "7654321", "qwerty", "deadbeef")):
        return True
    if re.search(r"(.)\1{5}", low):
        return True
    return shannon(body) < (2.0 if len(body) < 20 else 2.6)


def is_textual(value: str) -> bool:
    """Whether the value is something else by its own form: a path, a URL, markup, a pattern, a dotted
    name."""
    if _URL.match(value) or _HTML.search(value) or _QUERY.match(value) or _DURATION.fullmatch(value):
        return True
    return bool(
        _RULES.search(value)
        or _PATH.fullmatch(value)
        or (_DOTTED.fullmatch(value) and not looks_random(value))
        or _EMAIL.fullmatch(value)
    )


def is_prose(value: str) -> bool:
    """Whether the value is a sentence or a label for people."""
    if any(ord(c) > 0x2FF for c in value):
        return True
    spaces = value.count(" ")
    if spaces >= 1 and wordiness(value) >= 0.5:
        return True
    if value.endswith((":", "?", "…", ".")) and value[:-1].isalpha():
        return True
    return not value.isascii() and all(c.isalpha() or c == " " for c in value)


# The word itself with a number behind it is what people choose, and no label.
_NUMBERED = re.compile(r"(?i)passw[o0]rd[\d!@#$%]{3,8}")


def _same_words(value: str, name: str) -> bool:
    """Whether the value only repeats the name: ``FORGOT_PASSWORD = "forgot-password"``."""
    mine, its = "".join(words(value)), "".join(words(name))
    if not mine:
        return False
    return mine == its or (
        bool(_SECRET_WORD.search(value))
        and (mine in its or (its in mine and not value.isalpha()))
        and value.lower() != "secret"
    )


def believable(value: str, kind: Kind, name: str, *, strict: bool = False, settled: bool = False) -> bool:
    """Whether ``value`` under a name of this kind is a secret that works.

    Args:
        value: the literal.
        kind: what the name promises.
        name: the name, to compare with.
        strict: only values that look generated (documentation, translations, templates).
        settled: the place says that this is a real setting (compose file, environment file, connection call):
            the value may repeat the name, as in ``POSTGRES_PASSWORD: password``.
    """
    if not _is_literal(value) or is_capitals(value):
        return False
    random = _is_generated(value)
    if strict or kind is Kind.BARE:
        return random and _is_key_alone(value, kind, strict)
    if kind in {Kind.SIGNING, Kind.PASSWORD} and is_default_word(value):
        return kind is Kind.SIGNING or settled or names_service(name)
    if kind is Kind.PASSWORD and value == "default":
        return True
    if is_placeholder(value) or is_textual(value):
        return False
    return random or _ordinary(value, kind, name, settled)


_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")  # of an account or a contract of Ethereum, known to everyone


def _is_literal(value: str) -> bool:
    """Whether the value stands for itself, and is long enough for a secret."""
    if not 3 <= len(value) <= 4000 or is_public(value) or is_reference(value) or _ADDRESS.fullmatch(value):
        return False
    if value.startswith("eyJ") and "." in value:  # one of fewer or more parts is cut off, or made up
        return value.count(".") > 2 or (value.count(".") == 2 and jwt_valid(value))
    return True


def _is_generated(value: str) -> bool:
    """Whether the value is random, or a UUID."""
    return looks_random(value) or (len(value) >= 16 and bool(_UUID.fullmatch(value)))


def _is_key_alone(value: str, kind: Kind, strict: bool) -> bool:
    """Whether a generated value is a secret where its name or its place says little."""
    if is_placeholder(value):
        return False
    if kind is Kind.BARE:
        return not strict and len(value) >= 24 and value.isalnum()
    return not is_textual(value)


def _is_phrase(value: str) -> bool:
    """Whether a text is a passphrase: words, and not a sentence or a label."""
    return " " in value and value.isascii() and not value.endswith((".", ":", "?"))


# Words of which names of columns, fields and settings are made.
_PARTS = word_set("""
    password passwd pwd secret token user users new old current confirm confirmation repeat field key
    name id db reset forgot change hash hashed encrypted raw plain api client access refresh auth login
    account value admin sender email mail smtp db database root is set get has with without no wrong
    invalid bad incorrect missing grant type credentials credential prompt file path env
""")


_STOCK = frozenset({"minioadmin", "minio", "minio123", "guest"})  # what services are delivered with


_SYNONYMS = frozenset(
    {"password", "passwords", "passwd", "pwd"}
)  # a table of names says that one means the other


def _ordinary(value: str, kind: Kind, name: str, settled: bool) -> bool:
    """Whether a value that does not look generated is believable."""
    if is_prose(value):
        return kind is Kind.SIGNING and _is_phrase(value)
    repeats = _same_words(value, name)
    if kind is Kind.PASSWORD:
        repeats = repeats or value.lower() in _SYNONYMS
        return _ordinary_password(value, name, settled, repeats)
    if kind is Kind.SIGNING:
        return not repeats or value == "secret" or (settled and value.islower())
    if any(c.isspace() for c in value) or repeats:
        return False
    return _ordinary_secret(value, kind, name, settled)


def _ordinary_secret(value: str, kind: Kind, name: str, settled: bool) -> bool:
    """Whether a word that was chosen is a secret, a salt, a key or a token, and not a name of something."""
    if kind in {Kind.SECRET, Kind.KEY} and value.lower() in _STOCK:
        return settled or names_service(name) or kind is Kind.SECRET
    if _IDENTIFIER.fullmatch(value):
        return False
    digits = sum(c.isdigit() for c in value)
    if kind is Kind.SECRET:
        wordy = len(value) >= 8 and value.lower() != "password" and _glued(value)
        return (digits >= 1 and len(value) >= 6) or wordy
    if kind is Kind.SALT:
        return digits >= 2 and len(value) >= 6
    return _ordinary_key(value, digits)


def _ordinary_password(value: str, name: str, settled: bool, repeats: bool) -> bool:
    """Whether a word that was chosen is a password: one that only says what it is is a label."""
    if _NUMBERED.fullmatch(value):
        return True
    if repeats:
        return settled or (names_service(name) and value.islower() and value.isalpha())
    speaks = bool(_SECRET_WORD.search(value))
    if speaks and "_" in value and not any(c.isdigit() for c in value):
        telling = set(words(value)) - _PARTS
        return (settled or (bool(telling) and name.rpartition(".")[2].islower())) and not value.isupper()
    if speaks and re.fullmatch(r"[a-z]+(?:[-_/.:][a-z]+)+", value):
        return settled
    return not re.fullmatch(r"[A-Z]+(?:_[A-Z0-9]+)+|[a-z]+(?:\.[a-z]+)+|[,;:()\[\]{}<>\s./\\|]+", value)


def _ordinary_key(value: str, digits: int) -> bool:
    """Whether a value with so many digits is mixed enough for a key or a token."""
    if not re.fullmatch(r"[\w+/=.~\-!@#$%^&*]+", value):
        return False
    if len(value) >= 6 and digits >= 2 and kind_changes(value) >= 4:
        return True
    return len(value) >= 8 and digits >= 3 and wordiness(value) < 0.75 and any(c.isalpha() for c in value)


def _glued(value: str) -> bool:
    """Whether the value is words written together with one that means a secret: ``supersecret``,
    ``mysecretkey``."""
    return bool(re.fullmatch(r"[A-Za-z!@#$%^&*]+", value)) and bool(
        re.search(r"secret|super|passw|key$", value.lower())
    )
