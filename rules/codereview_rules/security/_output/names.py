"""Which names hold something that does not belong into output."""

from __future__ import annotations

import re
from functools import lru_cache

from .._secrets.names import Kind, called, kind_of, words

SECRET = "secret"
ADDRESS = "address"
HEADERS = "headers"
COOKIES = "cookies"
BODY = "body"
ENVIRONMENT = "environment"

_URL = re.compile(
    r"^_*(?:(?:\w+_)?(?:database|db|redis|mongo|mongodb|postgres|postgresql|pg|mysql|mariadb|broker|rabbitmq|amqp|rabbit)"
    r"_?(?:connection_?)?(?:url|uri|dsn)|sqlalchemy_\w*(?:uri|url)|(?:\w+_)?conn(?:ection)?_?str(?:ing)?|(?:\w+_)?dsn)$",
    re.IGNORECASE,
)
_SHOWABLE = re.compile(r"sentry|safe|mask|redact|clean|sanit|display|hidden|public", re.IGNORECASE)
_OF_SESSIONS = frozenset(
    "access refresh auth authentication api bot bearer reset session id user login jwt oauth oauth2 csrf personal "
    "secret client service admin webhook github gitlab slack telegram discord hf huggingface hub app "
    "account magic verification activation invite deploy registration google openai twitter facebook".split()
)
_LETS_IN = re.compile(
    r"(?:^|_)(?:reset|recovery|activation|verification|confirmation|invite|invitation|magic(?:_link)?|unlock)_token$",
    re.IGNORECASE,
)
"""Tokens that are sent to somebody and open an account to whoever has them."""
_KEYS = re.compile(
    r"^_*(?:\w*_)?(?:api|access|private|auth|secret|secret_access|encryption|encrypt|signing|sign|jwt|master|fernet|shared_access|"
    r"openai|anthropic|gemini|groq|mistral|deepseek|stripe|sendgrid|mailgun|twilio|aws|azure|cohere|pinecone|tavily|serper|hf)"
    r"_?key$|^(?:\w+[a-z])?(?:Api|Access|Private|Auth|Secret|Encryption|Signing)Key$",
    re.IGNORECASE,
)
_MASKED = re.compile(
    r"mask|redact|hash|hidden|hide|obfusc|obscur|encrypt|cipher|crypt|digest|sanit|censor|scrub|strip_|_strip|short|prefix"
    r"|preview|fingerprint|safe|partial|trunc|len|count|num|bool|is_|has_|check|verify|valid|exists|status|name$|id$"
    r"|public|tokenize|encode_plus",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(
    r"(?:^|_)(?:tokens|n|num|max|min|total|count|len|used|usage|input|output|prompt|completion|masked|redacted|hashed|"
    r"encrypted|hash|hashes|lock|locks|safe|short|public|pub|source|found|present|set|configured|info|data|response|resp|result|status|"
    r"expiry|expires|file|path|name|id|ids|type|url|uri|error|errors|msg|message|required|valid|ok|user|users|policy|"
    r"email|mail|issuer|audience|algorithm|decoded|claims|payload|parsed|scopes)(?:_|$)",
    re.IGNORECASE,
)
_NO_SECRET = re.compile(
    r"_(?:environment|env|type|kind|version|title|name|label|ref|reference|mount|engine|provider|manager|backend|region|"
    r"scope|service|store|namespace|arn)$",
    re.IGNORECASE,
)
"""Nouns at the end of a name that say what is held: where a secret is, what kind, not the secret itself."""
_HOLDERS = re.compile(
    r"_(?:config|conf|list|dict|map|mapping|table|set|store|vault|keys|names)(?:_|$)", re.IGNORECASE
)
_NAMES_OF_NAMES = (
    "e_",
    "ex_",
    "err_",
    "exc_",
    "CONF_",
    "ATTR_",
    "KEY_",
    "FIELD_",
    "HEADER_",
    "PARAM_",
    "ENV_",
    "OPT_",
    "log_",
    "display_",
    "shown_",
)
"""Errors, constants that hold the name of a setting, and what was made to be shown."""
KEY = "a key"
_BARE = ("token", "jwt", "bearer")
_KINDS = {
    Kind.PASSWORD: "a password",
    Kind.SIGNING: "a signing key",
    Kind.SECRET: "a secret",
    Kind.TOKEN: "a token",
    Kind.KEY: KEY,
}


@lru_cache(maxsize=8192)
def holds(name: str) -> str:
    """What a variable, attribute or key of this name holds, in words; empty if nothing that must be kept."""
    if len(name) < 3 or name == "pass" or name.startswith(_NAMES_OF_NAMES):
        return ""
    if name.lower() in ("authorization", "proxy-authorization", "x-api-key"):
        return "credentials of a request"
    if re.search(r"(?:^|_)pass_(?!w|phrase|code)[a-z]", name.lower()):
        return ""  # pass_rate, pass_count
    if _NO_SECRET.search("_".join(words(name))):
        return ""
    kind = kind_of(name)
    if kind is None and _LETS_IN.search("_".join(words(name))):
        return _KINDS[Kind.TOKEN]
    if kind is None or kind not in _KINDS:
        return ""
    if _NO_VALUE.search("_".join(words(name))) and kind is not Kind.PASSWORD:
        return ""
    if kind is Kind.PASSWORD and re.search(
        r"hash|mask|len|hint|encrypt|policy|file|path|field|protect|strength|prompt|option|less|enabled|required|valid",
        name,
        re.IGNORECASE,
    ):
        return ""
    if kind is Kind.SECRET and _HOLDERS.search(name):
        return ""  # where secrets are, not what they are
    if kind is Kind.SECRET and name.lower().endswith(("secrets", "secrete")):
        return ""  # a mapping or a client of a store, as often as their values
    if kind in (Kind.KEY, Kind.SIGNING) and not (_KEYS.match(name) or "secret" in name.lower()):
        return ""  # keys of caches, stores and mappings; credentials of libraries, which print as their addresses
    if kind is Kind.SIGNING and name.lower().endswith("token"):
        return _KINDS[Kind.TOKEN]  # secret_token: what it opens is known by it, nothing is signed with it
    if kind is Kind.SIGNING:
        return f"{'an' if (what := called(name))[0] == 'e' else 'a'} {what}"
    if kind is Kind.TOKEN and name.lower() not in _BARE and not says_whose(name):
        return ""
    return _KINDS[kind]


@lru_cache(maxsize=8192)
def says_whose(name: str) -> bool:
    """Whether the name of a token says what it opens: those of texts and models are called tokens, too."""
    parts = words(name)
    return len(parts) > 1 and not _OF_SESSIONS.isdisjoint(parts[:-1])


@lru_cache(maxsize=8192)
def is_address(name: str) -> bool:
    """Whether the name is one for the address of a server with its user and password."""
    return bool(_URL.match(name)) and not _SHOWABLE.search(name)


def masks(name: str) -> bool:
    """Whether a function of this name gives back something that may be shown."""
    return bool(_MASKED.search(name))
