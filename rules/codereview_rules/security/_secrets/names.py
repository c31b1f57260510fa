"""What a name promises: `password`, `client_secret` and `API_KEY` hold secrets, `password_field` and
`max_tokens` do not."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from .wordsets import word_set


class Kind(Enum):
    """What kind of secret a name is for; it decides which values are believed."""

    PASSWORD = "password"
    """Any literal is a credential, short and ordinary words too."""
    SIGNING = "signing key"
    """A key of the application itself, such as SECRET_KEY: any literal breaks what is signed with it."""
    SECRET = "secret"
    TOKEN = "token"
    KEY = "key"
    SALT = "salt"
    BARE = "unnamed key"
    """Just ``key``: only a long random value is believed."""


# Two services have a digit in their names.
_SPLIT = re.compile(r"(?<![A-Za-z0-9])(?i:neo4j|s3)(?![A-Za-z0-9])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PASSWORDS = word_set("""
    password passwd pwd passphrase passcode passwort contrasena motdepasse userpassword dbpassword
    dbpass rootpassword adminpassword userpass mypassword userpwd dbpwd dbpasswd keypass storepass
    pgpassword mysqlpassword smtppassword emailpassword sshpass bindpw rootpw passw psswd pswd psw
""")
# "pass" and "pw" are passwords only behind one of these, or alone in a data file.
_OWNERS = word_set("""
    db database user usr admin root mysql postgres postgresql pg mongo mongodb redis smtp mail email ftp
    sftp ssh ldap imap mqtt rabbitmq amqp rabbit login my account auth http proxy key store keystore
    truststore server sql oracle mssql sa wifi wlan vpn router gmail mailer celery elastic es neo4j
    influx influxdb grafana api svc service app bind sender broker jira nexus superuser basic
""")
_SIGNING = (
    ("secret", "key"), ("jwt", "secret"), ("jwt", "key"), ("session", "secret"), ("cookie", "secret"),
    ("app", "secret"), ("signing", "key"), ("signing", "secret"), ("encryption", "key"), ("encrypt", "key"),
    ("encryption", "secret"), ("crypto", "key"), ("fernet", "key"), ("hmac", "key"), ("hmac", "secret"),
    ("master", "key"), ("token", "secret"), ("csrf", "secret"), ("jwt", "secretkey"), ("aes", "key"),
    ("signature", "key"), ("key", "base"), ("auth", "secret"),
    ("secret", "token"), ("hash", "key"), ("hash", "secret"), ("password", "salt"), ("password", "pepper"),
    ("sign", "key"), ("signing", "salt"), ("secret", "phrase"), ("nonce", "key"), ("in", "key"),
)  # fmt: skip
_KEYS = word_set("""
    api app access auth account storage private consumer client shared service subscription license
    admin authentication authorization integration secretaccess rest host function webhook sendgrid
    openai stripe anthropic maps google aws azure gcp mailgun mailchimp twilio datadog heroku cloudflare
    github gitlab slack telegram sentry algolia groq gemini huggingface hf cohere pinecone tavily serper
    weather tmdb youtube deepseek mistral openrouter elevenlabs replicate langchain langsmith wandb
    newsapi newrelic firebase supabase cloudinary paypal razorpay finnhub alphavantage rapidapi x bot
    deploy user server fcm push openweather openweathermap owm omdb nasa etherscan infura alchemy
    binance sso partner vendor
""")
_GLUED = {
    "apikey": Kind.KEY,
    "apikeys": Kind.KEY,
    "accesskey": Kind.KEY,
    "authkey": Kind.KEY,
    "privatekey": Kind.KEY,
    "apitoken": Kind.TOKEN,
    "apihash": Kind.KEY,
    "accesstoken": Kind.TOKEN,
    "authtoken": Kind.TOKEN,
    "secretkey": Kind.SIGNING,
    "clientsecret": Kind.SECRET,
    "appsecret": Kind.SIGNING,
    "jwtsecret": Kind.SIGNING,
    "bottoken": Kind.TOKEN,
    "jwtkey": Kind.SIGNING,
    "refreshtoken": Kind.TOKEN,
    "usertoken": Kind.TOKEN,
    "encryptionkey": Kind.SIGNING,
    "signingkey": Kind.SIGNING,
    "apisecret": Kind.SECRET,
    "sharedsecret": Kind.SECRET,
    "accountkey": Kind.KEY,
    "consumersecret": Kind.SECRET,
    "sessionsecret": Kind.SIGNING,
    "cookiesecret": Kind.SIGNING,
    "appkey": Kind.KEY,
    "idtoken": Kind.TOKEN,
    "mastkey": Kind.SIGNING,
    "masterkey": Kind.SIGNING,
    "secretaccesskey": Kind.SECRET,
    "apipassword": Kind.PASSWORD,
    "sharedaccesskey": Kind.KEY,
    "clientkey": Kind.KEY,
}
# Words that may follow the word that means the secret.
_TAILS = word_set("""
    value val str string text plain plaintext clear cleartext raw b64 base64 hex dev development prod
    production staging stage test testing local old new live main primary secondary default initial
    confirm confirmation again repeat again current bytes const literal fallback preview sandbox master
    db database admin root user mysql postgres redis smtp mail email telegram github gitlab slack
    discord openai stripe aws s3 azure google jwt api bot app salt pepper us eu a b v ro rw read write
    readonly postgresql mongo mongodb server client qa uat ci temp tmp backup hash2 anthropic gemini
    groq
""")
# A name with one of these words is about a secret, and holds none.
_ABOUT = word_set("""
    field fields label labels name names url urls uri uris path paths file files filename type types
    stdin reset hasher hashers validator validators policy length len min max minimum maximum expire expires
    expiry expiration ttl lifetime header headers prefix suffix regex regexp pattern format formats
    endpoint page view form template placeholder help hint message msg error errors warning title prompt
    strength change changed forgot forget forgotten required env envvar variable class cls backend
    algorithm algorithms alg algs roles role permissions claims claim audiences issuers method mode
    param params column col attr attribute manager provider store count counts limit limits usage budget
    index position pos bucket scope scopes issuer audience arn ref reference version location dir
    directory namespace engine kind status state hashed encrypted sealed ciphertext digest checksum
    fingerprint sha sha1 sha256 md5 etag has is show hide toggle no use require enable enabled allow
    disable disabled validate check generate generated num total n pad eos bos sep mask unk special stop
    start end next last first continuation sync page cursor foreign partition sort public publishable
    pub tokenizer tokenize tokenized tokenization csrf xsrf csrfmiddleware icon button btn link text2
    route action event handler callback size timeout interval rounds iterations attempts retries retry
    rotate rotation delete remove create update verify verification recovery invalid missing wrong
    incorrect mismatch empty expired unauthorized denied failed failure success exception response
    request schema model serializer subject description desc doc docs comment note tooltip selector
    xpath css locator id ids uuid mount volume cmd command script eof comma colon ident identifier kwd
    keyword lparen rparen newline separator delimiter vocab embedding embeddings context input output
    completion cached whitespace parser lexer literal2 stream price cost rate bucket color entropy quota
    ratio generator source target2 website cert certificate pem symbol mint contract erc20 address sale supply
    spec specs balance transfer nft swap postman pair score scores threshold grade step hashlib period window
""")
# Behind it they say where it is kept; in front of it they are part of a service's name.
_KEPT = frozenset({"storage", "cookie", "slot"})
# Before a password they tell which one, as in FIRST_SUPERUSER_PASSWORD; before a token, which token of
# a text.
_ORDINALS = frozenset({"first", "last", "start", "store"})
# In front of it these say whose it is: DOCS_PASSWORD opens the documentation, WTF_CSRF_SECRET_KEY signs forms.
_HOLDERS = {
    Kind.PASSWORD: frozenset({"docs", "backend", "store", "recovery", "manager", "provider"}),
    Kind.SIGNING: frozenset({"csrf"}),
}
_ABOUT_FIRST = word_set("""
    get set on ask enter input confirm msg lbl txt err str_ test_ tests i18n
""") - {"confirm"}


def words(name: str) -> tuple[str, ...]:
    """The words of an identifier in lower case: ``dbPassword``, ``DB_PASSWORD`` and ``db-password`` alike."""
    return tuple(word.lower() for word in _SPLIT.findall(name))


@lru_cache(maxsize=4096)
def kind_of(name: str) -> Kind | None:
    """What kind of secret a variable, key or parameter of this name holds; None if it holds none.

    Only the last part of a dotted name counts, so ``settings.token.name`` is a name.
    """
    if name.lower() in {"key", "appid"}:
        return Kind.BARE
    parts = words(name.rstrip(".").rpartition(".")[2])
    if not parts or len(parts) > 9:
        return None
    found = _core(parts, name.isupper())
    if found is None or parts[:2] == ("x", "amz"):  # a parameter of a signed link, which says who signed it
        return None
    kind, start, end = found
    about = _ABOUT - _ORDINALS if kind is Kind.PASSWORD else _ABOUT
    before = about - _HOLDERS.get(kind, frozenset())
    about = about | _KEPT
    if any(word in before for word in parts[:start]) or any(word in about for word in parts[end:]):
        return None
    if parts[0] in _ABOUT_FIRST or parts[:2] == (
        "application",
        "server",
    ):  # the second is the public half of a pair
        return None
    if "key" in parts[end:] or (kind is Kind.SALT and not all(word.isdigit() for word in parts[end:])):
        return None
    if any(word not in _TAILS and not word.isdigit() for word in parts[end:]):
        return None if kind in {Kind.KEY, Kind.SALT, Kind.TOKEN} or len(parts) - end > 2 else kind
    return kind


# Whose password it is may be written together with it, as in ``rpcpassword``.
_WRITTEN = re.compile(r"[a-z]{2,14}?(apisecret|appsecret|clientsecret|consumersecret|apikey)")
_PREFIXED = re.compile(r"[a-z]{2,8}passw(?:or)?d")
_NO_OWNERS = (
    "no",
    "re",
    "forgot",
    "show",
    "has",
    "is",
    "with",
    "on",
    "change",
    "get",
    "set",
    "check",
    "hide",
    "old",
)
_SPLIT_PASSWORDS = frozenset({("pass", "word"), ("pass", "phrase"), ("pass", "code"), ("pass", "wd")})

# A pass of these is a round or a permission.
_PASSES = word_set("""
    render first second third one two single multi by final last next max num test tests low high band
    all full shader pre post must compiler did not uwsgi proxy fastcgi grpc scgi memcached
""")


def _core(parts: tuple[str, ...], upper: bool) -> tuple[Kind, int, int] | None:
    """The kind, and the span of words that say so; the last such span wins."""
    for index in range(len(parts) - 1, -1, -1):
        word = parts[index]
        pair = parts[index - 1 : index + 1] if index else ()
        if pair in _SIGNING:
            return Kind.SIGNING, index - 1, index + 1
        if word in _PASSWORDS or (_PREFIXED.fullmatch(word) and not word.startswith(_NO_OWNERS)):
            return Kind.PASSWORD, index, index + 1
        if pair in _SPLIT_PASSWORDS:
            return Kind.PASSWORD, index - 1, index + 1
        if pair == ("api", "hash"):  # the secret of an application of Telegram
            return Kind.KEY, index - 1, index + 1
        if word in _GLUED:
            return _GLUED[word], index, index + 1
        if found := _WRITTEN.fullmatch(word):  # ``shopapisecret``
            return (Kind.KEY if found[1].endswith("key") else Kind.SECRET), index, index + 1
        if word in {"pass", "pw"} and (len(parts) == 1 or (index and (upper or parts[index - 1] in _OWNERS))):
            if parts[index - 1] in _PASSES:
                return None
            return Kind.PASSWORD, index, index + 1
        if word == "key" and index and (parts[index - 1] in _KEYS or "api" in parts[:index]):
            kind = Kind.SECRET if parts[index - 2 : index] == ("secret", "access") else Kind.KEY
            return kind, index - 1, index + 1
        if word in {"secret", "secrets", "secrete"}:
            return Kind.SECRET, index, index + 1
        if word == "authorization" and len(parts) == 1:
            return Kind.TOKEN, index, index + 1
        if word in {"token", "jwt", "bearer", "pat"} and not (word == "pat" and len(parts) == 1):
            return Kind.TOKEN, index, index + 1
        if word in {"salt", "pepper"}:
            return Kind.SALT, index, index + 1
        if word in {"credential", "credentials"} and index == len(parts) - 1:
            return Kind.KEY, index, index + 1
    return None


_SERVICE = word_set("""
    db database mysql postgres postgresql pg mongo mongodb redis rabbitmq smtp mail email ftp ldap admin
    root superuser mariadb minio elastic elasticsearch sql oracle mssql sa neo4j influxdb grafana
    keycloak celery mqtt couchdb cassandra clickhouse airflow jenkins broker host sudo initial default
""")


def names_service(name: str) -> bool:
    """Whether the name says whose password it is, as ``DB_PASSWORD`` does and ``CONF_PASSWORD`` does not."""
    return any(word in _SERVICE for word in words(name))


_SIGNS = word_set("jwt session cookie sign signing signature hmac csrf nonce flask django")
_ENCRYPTS = word_set("encrypt encryption crypto fernet aes")
_OWN = word_set(
    "app application fastapi auth token admin self settings config default web api server backend"
)


def called(name: str) -> str:
    """What a key of this name is for, as far as the name says it: a ``SECRET_KEY`` signs where it is the program's own,
    and is an account's where it is a service's, as an ``app_secret`` often is."""
    parts = words(name)
    if _SIGNS & frozenset(parts):
        return "signing key"
    if _ENCRYPTS & frozenset(parts):
        return "encryption key"
    at = parts.index("secret") if "secret" in parts else -1
    if at >= 0 and parts[at + 1 : at + 2] == ("key",):
        return "signing key" if at == 0 or _OWN & frozenset(parts[:at]) else "secret key"
    return "signing key" if "secretkey" in parts else "secret"
